import { type Fault, VanthuError } from "../errors/index.ts";
import {
  attribute,
  childElements,
  openPackage,
  type Package,
  parseXml,
  textOf,
  type XmlElement,
} from "../opc/index.ts";

/** Fields that bring in something from outside, or run it (ISO/IEC 29500-1, 17.16.5). */
const OUTSIDE_FIELDS = /(^|[\s"{])(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|DDEAUTO|DDE|LINK|IMPORT|DATABASE|RD)\s+\S/i;
/** A link that a reader clicks is no reference that a program follows by itself. */
const LINKS = /^(https?|mailto):/i;
const OLE = "Tệp nhúng một đối tượng OLE.";
const NO_OLE = "Thay đối tượng nhúng bằng hình hoặc bảng của Word rồi lưu lại.";
const CONTROL = "Tệp chứa điều khiển ActiveX.";
const NO_CONTROL = "Xóa điều khiển đó trong Word rồi lưu lại.";
const MACROS = "Tệp chứa macro (VBA).";
const NO_MACROS = "Mở bằng Word, lưu lại dạng .docx không có macro.";
/** Relations to what is run, whatever its part is called, with what is said of it. */
const KINDS_OF_PARTS: readonly [RegExp, string, string][] = [
  [/\/oleObject$/i, OLE, NO_OLE],
  [/\/(?:control|activeXControlBinary)$/i, CONTROL, NO_CONTROL],
  [/\/(?:vbaProject|wordVbaData)$/i, MACROS, NO_MACROS],
];
const SHOWN = 120;
const MOST_FAULTS = 50;

/**
 * Refuses a Word file that would do more than be read: macros, controls, embedded programs, parts fetched from elsewhere. Nothing of it is
 * ever run here, but the file goes on to whoever opens it in Word.
 *
 * @throws FILE_NOT_ZIP, FILE_ENCRYPTED, PACKAGE_TOO_LARGE, PACKAGE_BROKEN, XML_*; WORD_ACTIVE_CONTENT with one fault for each thing
 */
export function refuseActiveContent(docx: Uint8Array): void {
  const faults = activeContent(openPackage(docx));
  if (faults.length === 0) return;
  const more = faults.length > 1 ? ` (và ${faults.length - 1} chỗ khác)` : "";
  throw new VanthuError("WORD_ACTIVE_CONTENT", {
    message: `Tệp Word mang nội dung không nhận được: ${faults[0]!.message}${more}`,
    where: faults[0]!.where,
    hint: faults[0]!.hint,
    faults,
  });
}

function activeContent(opened: Package): Fault[] {
  const faults: Fault[] = [];
  const add = (message: string, where: string, hint: string): void => {
    if (faults.length < MOST_FAULTS) faults.push({ code: "WORD_ACTIVE_CONTENT", message, where, hint });
  };
  const types = opened.text("[Content_Types].xml") ?? "";
  const macros = opened.names.find((name) => /(^|\/)vba(Project|Data)[^/]*$/i.test(name));
  if (macros !== undefined || /macroEnabled/i.test(types)) add(MACROS, macros ?? "[Content_Types].xml", NO_MACROS);
  for (const name of opened.names) {
    if (/(^|\/)activeX\//i.test(name) && /\.(bin|xml)$/i.test(name)) add(CONTROL, name, NO_CONTROL);
    else if (/(^|\/)embeddings\/[^/]+\.(bin|exe|dll|scr|js|vbs|ole)$/i.test(name)) add(OLE, name, NO_OLE);
    else if (/(^|\/)customUI/i.test(name))
      add("Tệp thêm nút lệnh vào Word.", name, "Lưu lại dạng .docx bằng Word mới.");
    else if (/\.rels$/i.test(name)) outside(opened, name, add);
    else if (/\.xml$/i.test(name)) {
      const xml = opened.text(name) ?? "";
      fields(xml, name, add);
      if (/<\w+:mailMerge\b/.test(xml))
        add(
          "Tệp lấy dữ liệu trộn thư từ nơi khác.",
          name,
          "Trong Word: Mailings › Start Mail Merge › Normal Word Document.",
        );
    }
  }
  return faults;
}

type Add = (message: string, where: string, hint: string) => void;

function outside(opened: Package, name: string, add: Add): void {
  for (const one of childElements(parseXml(opened.text(name) ?? "", name), "Relationship")) {
    const type = attribute(one, "Type") ?? "";
    const target = attribute(one, "Target") ?? "";
    if (/\/aFChunk$/i.test(type)) {
      add("Tệp chèn nguyên một tệp khác (altChunk).", name, "Mở bằng Word rồi lưu lại dạng .docx.");
      continue;
    }
    if (/\/package$/i.test(type) && !/(^|\/)charts\/_rels\//i.test(name)) {
      add("Tệp nhúng một tệp khác.", name, "Thay tệp nhúng bằng hình hoặc bảng của Word rồi lưu lại.");
      continue;
    }
    // Parts may have any name: what they are is told by their relation.
    const kind = KINDS_OF_PARTS.find(([pattern]) => pattern.test(type));
    if (kind !== undefined && attribute(one, "TargetMode") !== "External") {
      add(kind[1], name, kind[2]);
      continue;
    }
    if (attribute(one, "TargetMode") !== "External") continue;
    if (/\/hyperlink$/i.test(type) && LINKS.test(target)) continue;
    const shown = target.slice(0, SHOWN);
    if (/\/attachedTemplate$/i.test(type))
      add(
        `Tệp gắn với mẫu nằm ngoài tệp: ${shown}`,
        name,
        "Trong Word: Developer › Document Template, gắn lại Normal.",
      );
    else if (/\/hyperlink$/i.test(type))
      add(`Liên kết trỏ tới địa chỉ không nhận: ${shown}`, name, "Bỏ liên kết, hoặc dùng địa chỉ http, https, mailto.");
    else
      add(
        `Tệp lấy nội dung từ nơi khác: ${shown}`,
        name,
        "Trong Word chọn “Chèn” thay cho “Liên kết tới tệp”, rồi lưu lại.",
      );
  }
}

function instructions(part: XmlElement): string[] {
  const found: string[] = [];
  // A field's code may lie in several runs, and other fields inside it: what is open is told by its depth.
  const open: string[] = [""];
  const visit = (element: XmlElement): void => {
    const name = element.name.replace(/^.*:/, "");
    const own = (key: string): string =>
      Object.entries(element.attributes).find(([one]) => one === key || one.endsWith(`:${key}`))?.[1] ?? "";
    if (name === "fldSimple") found.push(own("instr"));
    else if (name === "instrText") open[open.length - 1] += textOf(element);
    else if (name === "fldChar") {
      const kind = own("fldCharType");
      if (kind === "begin") open.push("");
      else if (kind === "end" && open.length > 1) found.push(open.pop()!);
    }
    for (const node of element.children) if (typeof node !== "string") visit(node);
  };
  visit(part);
  return [...found, ...open];
}

function fields(xml: string, name: string, add: Add): void {
  if (!/instrText|fldSimple/.test(xml)) return;
  for (const one of instructions(parseXml(xml, name))) {
    const found = OUTSIDE_FIELDS.exec(one);
    if (found !== null)
      add(
        `Trường ${found[2]!.toUpperCase()} lấy nội dung từ nơi khác.`,
        name,
        "Trong Word đặt con trỏ vào trường đó, bấm Ctrl+Shift+F9 để đổi thành chữ, rồi lưu lại.",
      );
  }
}
