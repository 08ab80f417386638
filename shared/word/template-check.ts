import { ANCHORS, composeContent, type DocumentDescription, type RuleSetId } from "../documents/index.ts";
import { renderDocx, TAGS, templateTags } from "../docx/index.ts";
import { type Fault, VanthuError } from "../errors/index.ts";
import { type Finding, lint } from "../lint/index.ts";
import { openPackage, parseXml } from "../opc/index.ts";
import { resolveDocx, type TypesetWarning, typeset } from "../typeset/index.ts";
import { refuseActiveContent } from "./active-content.ts";
import { keyOf } from "./compare.ts";
import type { TemplateForm, TemplateNote } from "./model.ts";
import { bookmarkText, startsOf } from "./places.ts";
import { type ReadWord, readResolved, readWord, saidLines } from "./read.ts";
import { sampleDescription } from "./sample.ts";
import { refuseUnseen } from "./unseen.ts";

/** What a template gave when it was tried. */
export interface TemplateCheck {
  /** The sample, typeset. */
  pdf: Uint8Array;
  pages: number;
  findings: Finding[];
  warnings: TypesetWarning[];
  notes: TemplateNote[];
}

type Tag = keyof typeof TAGS;

/** Tags without which a document would lose something it says. */
const REQUIRED: Record<TemplateForm, readonly Tag[]> = {
  plan: [
    ...(["so", "kyHieu", "ngay", "thang", "nam", "tenLoai", "trichYeu", "@noiDung", "@phuLuc"] as const),
    ...(["kinhGuiMot", "kinhGuiNhieu", "noiNhan", "quyenHan", "chucVu", "hoTen", "@doKhan"] as const),
  ],
  letter: [
    ...(["so", "kyHieu", "ngay", "thang", "nam", "trichYeu", "@noiDung", "@phuLuc"] as const),
    ...(["kinhGuiMot", "kinhGuiNhieu", "noiNhan", "quyenHan", "chucVu", "hoTen", "@doKhan"] as const),
  ],
  appendix: ["@phuLuc"],
};
/** Tags that an office may have written out for good. */
const ADVISED: Record<TemplateForm, readonly Tag[]> = {
  plan: ["coQuan", "coQuanCapTren", "diaDanh", "kinhGuiTen"],
  letter: ["coQuan", "coQuanCapTren", "diaDanh", "kinhGuiTen"],
  appendix: [],
};
/** Bookmarks that signing works from, and the tag that each is put round. */
const BOOKMARKS: readonly [string, string][] = [
  [ANCHORS.number, "{so}"],
  [ANCHORS.day, "{ngay}"],
  [ANCHORS.month, "{thang}"],
  [ANCHORS.year, "{nam}"],
  [ANCHORS.leaderSignature, "khoảng trống giữa chức vụ và họ tên"],
  [ANCHORS.signatoryName, "{hoTen}"],
];
const DOCUMENT = "word/document.xml";

/**
 * Tries a template that an office uploads: everything a document needs has its place, a sample fills it, typesets, and keeps to the rules of
 * form or is told where not.
 *
 * @throws WORD_ACTIVE_CONTENT, WORD_UNSEEN_TEXT; TEMPLATE_TAG_UNKNOWN, TEMPLATE_TAG_BROKEN; TEMPLATE_INCOMPLETE naming every missing or doubled
 *   tag and bookmark; what `typeset` throws
 */
export function checkTemplate(template: Uint8Array, ruleSet: RuleSetId, form: TemplateForm): TemplateCheck {
  refuseActiveContent(template);
  // Tags of the file's properties are on no page.
  const tags = new Set(templateTags(template).flatMap(({ name, part }) => (part === DOCUMENT ? [name] : [])));
  const faults: Fault[] = REQUIRED[form].filter((tag) => !tags.has(tag)).map(missingTag);
  if (form !== "appendix") faults.push(...missingBookmarks(template));
  if (faults.length > 0) throw incomplete(faults);
  const description = sampleDescription(ruleSet, form);
  const { docx } = renderDocx(description, { template });
  const resolved = resolveDocx(docx);
  refuseUnseen(resolved);
  const { pdf, pages, anchors, warnings } = typeset(docx);
  if (form !== "appendix") {
    const laid = new Set(anchors.map(({ name }) => name));
    const lost = BOOKMARKS.filter(([name]) => !laid.has(name));
    if (lost.length > 0) throw incomplete(lost.map(([name, tag]) => unlaid(name, tag)));
  }
  const unsaid = form === "appendix" ? [] : unsaidOf(readResolved(resolved), description);
  if (unsaid.length > 0) throw incomplete(unsaid);
  if (form !== "appendix") {
    const twice = doubled(docx);
    if (twice.length > 0) throw incomplete(twice);
    // What a document has not must take nothing else with it.
    const bare = bareDescription(description);
    const few = renderDocx(bare, { template }).docx;
    const lost = [...missingBookmarks(few), ...unsaidOf(readWord(few), bare)];
    if (lost.length > 0) throw incomplete(lost);
  }
  return { pdf, pages, findings: lint(docx, { ruleSet }).findings, warnings, notes: notesOf(tags, form) };
}

function missingTag(tag: Tag): Fault {
  return {
    code: "TEMPLATE_INCOMPLETE",
    message: `Thiếu thẻ {${tag}}: ${TAGS[tag]}.`,
    where: `{${tag}}`,
    hint: tag.startsWith("@")
      ? `Thêm một đoạn chỉ có {${tag}} vào chỗ của nó.`
      : `Gõ {${tag}} vào chỗ của nó trong mẫu.`,
  };
}

function missingBookmarks(template: Uint8Array): Fault[] {
  const xml = openPackage(template).text(DOCUMENT) ?? "";
  const root = parseXml(xml, DOCUMENT);
  return BOOKMARKS.filter(([name]) => bookmarkText(root, name) === undefined).map(([name, tag]): Fault => {
    return {
      code: "TEMPLATE_INCOMPLETE",
      message: `Thiếu dấu trang (Bookmark) ${name}.`,
      where: name,
      hint: `Trong Word: chọn ${tag}, vào Insert › Bookmark, đặt tên ${name}.`,
    };
  });
}

function unlaid(name: string, tag: string): Fault {
  return {
    code: "TEMPLATE_INCOMPLETE",
    message: `Dấu trang ${name} không nằm trên trang nào khi điền thử.`,
    where: name,
    hint: `Đặt dấu trang ${name} quanh ${tag} trong phần thân của mẫu, không đặt ở đầu trang, chân trang hay chữ ẩn.`,
  };
}

/** Places that the filled file has more than once: number and signature would go to the first alone. */
function doubled(docx: Uint8Array): Fault[] {
  const root = parseXml(openPackage(docx).text(DOCUMENT) ?? "", DOCUMENT);
  return BOOKMARKS.flatMap(([name, tag]): Fault[] => {
    const times = startsOf(root, name);
    if (times < 2) return [];
    return [
      {
        code: "TEMPLATE_INCOMPLETE",
        message: `Dấu trang ${name} có ${times} lần khi điền thử.`,
        where: name,
        hint: `Chỉ để một dấu trang ${name}, quanh ${tag}, ngoài mọi danh sách {#…}{/…}.`,
      },
    ];
  });
}

/** The sample with one addressee, without urgency, superior, footnotes and appendices. */
function bareDescription({
  urgency: _urgency,
  footnotes: _footnotes,
  appendices: _appendices,
  organisation: { superior: _superior, ...organisation },
  addressees = [],
  ...rest
}: DocumentDescription): DocumentDescription {
  return { ...rest, organisation, addressees: addressees.slice(0, 1), body: rest.body.replaceAll(/\[\^\w+\]/g, "") };
}

/** What the sample says and the filled file does not: a tag that stands in a place where it shows nothing. */
function unsaidOf(word: ReadWord, description: DocumentDescription): Fault[] {
  const content = composeContent(description);
  const said = keyOf(saidLines(word).join("\n")).toLocaleLowerCase("vi");
  const wanted: [Tag, string[]][] = [
    ["kyHieu", [content.notation]],
    ["trichYeu", content.subjectLines],
    [content.addressees.length === 1 ? "kinhGuiMot" : "kinhGuiNhieu", content.addressees],
    ["noiNhan", content.recipients],
    ["quyenHan", content.signature.authority],
    ["chucVu", [content.signature.position]],
    ["hoTen", [content.signature.name]],
    ["@doKhan", [content.urgency ?? ""]],
  ];
  return wanted
    .filter(([, lines]) => lines.some((line) => !said.includes(keyOf(line).toLocaleLowerCase("vi"))))
    .map(([tag]): Fault => {
      return {
        code: "TEMPLATE_INCOMPLETE",
        message: `Thẻ {${tag}} có trong mẫu nhưng điền thử không hiện ra: ${TAGS[tag]}.`,
        where: `{${tag}}`,
        hint: "Đặt thẻ trong phần thân của mẫu, ngoài mọi danh sách {#…}{/…} của thẻ khác; danh sách viết {#tên}, {.}, {/tên}.",
      };
    });
}

function notesOf(tags: ReadonlySet<string>, form: TemplateForm): TemplateNote[] {
  return ADVISED[form]
    .filter((tag) => !tags.has(tag))
    .map((tag) => ({
      message: `Mẫu không có thẻ {${tag}} (${TAGS[tag]}).`,
      hint: "Không sao nếu cơ quan đã ghi cố định chỗ đó trong mẫu; nếu không, thông tin này sẽ không hiện trên văn bản.",
    }));
}

function incomplete(faults: Fault[]): VanthuError {
  const more = faults.length > 1 ? ` (và ${faults.length - 1} chỗ khác)` : "";
  return new VanthuError("TEMPLATE_INCOMPLETE", {
    message: `Mẫu chưa dùng được: ${faults[0]!.message}${more}`,
    where: faults[0]!.where,
    hint: "Tải mẫu của Vanthu về, sửa trên tệp đó; hoặc thêm những chỗ được nêu vào mẫu của cơ quan rồi tải lên lại.",
    faults,
  });
}
