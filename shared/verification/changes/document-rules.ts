import { inherited, PdfDict, type PdfFile, PdfName, type PdfObject, type PdfPage, PdfRef } from "../../pdf/index.ts";
import { differingKeys, referencesIn, same } from "./same.ts";
import type { Step } from "./step.ts";

/** A rule looks at one part of the document in a step and reports what changed there. */
export type ChangeRule = (step: Step) => void;

/** Trailer entries that every saving may change (ISO 32000-1, 7.5.5 and 7.5.8). */
const TRAILER_FREE: ReadonlySet<string> = new Set([
  "Size",
  "Prev",
  "ID",
  "XRefStm",
  "Type",
  "W",
  "Index",
  "Filter",
  "DecodeParms",
  "Length",
  "Info",
]);

/** Catalog entries with rules of their own. */
const CATALOG_RULED: ReadonlySet<string> = new Set([
  "AcroForm",
  "DSS",
  "Metadata",
  "Extensions",
  "Version",
  "Perms",
  "StructTreeRoot",
  "MarkInfo",
]);

/** Page entries that order and name things for assistive readers and paint nothing (ISO 32000-1, 14.7.4.4 and table 30). */
const PAGE_STRUCTURE: ReadonlySet<string> = new Set(["StructParents", "Tabs"]);

/** Page entries that programs keep for themselves (14.5); nothing of them shows. */
const PAGE_PRIVATE: ReadonlySet<string> = new Set(["LastModified", "PieceInfo"]);

/** The trailer points to the same catalog; encryption and unknown entries stay. */
export const trailerRule: ChangeRule = (step) => {
  const { before, after } = step;
  for (const key of differingKeys(before.trailer, after.trailer)) {
    if (key === "Root" || key === "Encrypt") {
      step.report({ class: "other", object: 0, what: `Đổi mục gốc /${key} của tệp, tức thay cả cấu trúc văn bản` });
    } else if (!TRAILER_FREE.has(key) && after.trailer.has(key)) {
      // No reader looks there; programs that save again leave out what others kept there.
      step.report({ class: "metadata", object: 0, what: `Ghi mục riêng /${key} vào cuối tệp, không đổi hình hiện ra` });
    }
  }
  const size = after.trailer.get("Size");
  if (typeof size === "number" && usedBeyond(step, size)) {
    step.report({ class: "metadata", object: 0, what: "Ghi số đối tượng (/Size) nhỏ hơn số đang dùng" });
  }
  // Poppler, not finding the catalog there, puts the file together anew from all objects it meets, also those that count no more.
  if (typeof size === "number" && refNum(after.trailer.get("Root")) >= size)
    step.report({ class: "other", object: 0, what: "Ghi số đối tượng (/Size) làm trình đọc phải dựng lại tệp" });
  const info = before.trailer.get("Info");
  const infoNow = after.trailer.get("Info");
  const moved = infoNow !== undefined && !same(info ?? null, infoNow);
  const rewritten = infoNow instanceof PdfRef && step.changed.has(infoNow.num);
  if (moved || rewritten) {
    const object = infoNow instanceof PdfRef ? infoNow.num : 0;
    step.report({ class: "metadata", object, what: "Đổi thông tin mô tả tệp (Info)" });
  }
};

/** Is there an object that a reader who takes /Size at its word would miss? PDFBox counts only what a saving changed. */
function usedBeyond(step: Step, size: number): boolean {
  for (let num = step.before.size - 1; num >= size; num--) {
    step.spend();
    const entry = step.before.entry(num);
    if (entry !== undefined && entry.type !== "free") return true;
  }
  return false;
}

/** The document dictionary, entry by entry. */
export const catalogRule: ChangeRule = (step) => {
  const { before, after } = step;
  const [old, now] = [before.catalog, after.catalog];
  const object = refNum(after.trailer.get("Root"));
  step.managed.add(object);
  for (const key of differingKeys(old, now)) {
    if (!CATALOG_RULED.has(key)) step.report({ class: "other", object, what: `Đổi mục /${key} của văn bản` });
  }
  if (!sameDeep(step, old.get("Perms"), now.get("Perms")) && !certifies(before, after)) {
    step.report({ class: "other", object, what: "Đổi quyền sửa đổi của văn bản (/Perms)" });
  }
  const [metadata, metadataNow] = [old.get("Metadata") ?? null, now.get("Metadata") ?? null];
  if (!same(metadata, metadataNow) || touches(step, metadataNow)) {
    step.report({ class: "metadata", object: refNum(metadataNow), what: "Đổi thông tin mô tả tệp (XMP)" });
  }
  // Extensions and Version only say which edition of PDF the additions need.
  for (const key of ["Extensions", "Version"]) {
    const value = now.get(key) ?? null;
    if (same(old.get(key) ?? null, value)) continue;
    if (namesKnownEdition(step, key, value)) {
      step.report({ class: "lta", object, what: "Ghi phiên bản PDF mà phần thêm vào cần" });
    } else step.report({ class: "other", object, what: `Đổi mục /${key} của văn bản thành phiên bản không có thật` });
  }
};

/**
 * Does /Perms only come with a first certification (ISO 32000-1, 12.8.4)? It should be the first signature, but programs certify after others as
 * well; it only takes permissions away, and each signature is judged by its own. The signature itself has its rule.
 */
function certifies(before: PdfFile, after: PdfFile): boolean {
  const permissions = after.dict(after.catalog.get("Perms"));
  if (before.catalog.has("Perms") || permissions === undefined) return false;
  if ([...permissions.map.keys()].some((key) => key !== "DocMDP")) return false;
  const signature = after.dict(permissions.get("DocMDP"));
  return after.array(signature?.get("Reference")).some((entry) => {
    const method = after.resolve(after.dict(entry)?.get("TransformMethod"));
    return method instanceof PdfName && method.name === "DocMDP";
  });
}

/** Developer prefixes of PAdES and of ISO 32000-2 (ETSI EN 319 142-1, 5.6; ISO 32000-2, annex E). */
const EDITIONS: ReadonlySet<string> = new Set(["ADBE", "ESIC", "ISO_"]);

/** Does the entry name an edition of PDF that there is? A made-up one may send a reader elsewhere. */
function namesKnownEdition(step: Step, key: string, value: PdfObject): boolean {
  const held = step.after.resolve(value);
  if (key === "Version") return held instanceof PdfName && /^(?:1\.[0-7]|2\.0)$/.test(held.name);
  if (!(held instanceof PdfDict)) return false;
  const was = step.before.dict(step.before.catalog.get("Extensions"));
  return [...held.map].every(
    ([prefix, edition]) =>
      prefix === "Type" || (was?.has(prefix) ? same(was.get(prefix)!, edition) : false) || EDITIONS.has(prefix),
  );
}

/** Certificates and revocation data for long-term validation (ISO 32000-2, 12.8.4.3). */
export const dssRule: ChangeRule = (step) => {
  const [old, now] = [step.before.catalog.get("DSS"), step.after.catalog.get("DSS")];
  if (now === undefined || now === null) return;
  const dss = step.after.dict(now);
  const allowed: ReadonlySet<string> = new Set(["Type", "VRI", "Certs", "OCSPs", "CRLs"]);
  const foreign = [...(dss?.map.keys() ?? [])].filter((key) => !allowed.has(key));
  if (foreign.length > 0)
    step.report({ class: "other", object: refNum(now), what: `Kho chứng cứ có mục lạ /${foreign[0]}` });
  if (!same(old ?? null, now) || touches(step, now)) {
    step.report({ class: "lta", object: refNum(now), what: "Thêm chứng thư số, CRL, OCSP để kiểm tra lâu dài (DSS)" });
  }
};

/** Pages stay the same pages in the same order; on a page only the list of annotations may change, and that by rules. */
export const pagesRule: ChangeRule = (step) => {
  const { pagesBefore, pagesAfter } = step;
  if (pagesBefore.length !== pagesAfter.length || pagesBefore.some((p, i) => p.ref.num !== pagesAfter[i]?.ref.num)) {
    const from = pagesBefore.length;
    const to = pagesAfter.length;
    const object = refNum(step.after.catalog.get("Pages"));
    const what = from === to ? "Thay hoặc đổi thứ tự trang" : `Số trang đổi từ ${from} thành ${to}`;
    step.report({ class: "other", object, what });
    return;
  }
  pagesBefore.forEach((page, i) => {
    const now = pagesAfter[i]!;
    // The saving before looked through all that hangs from it.
    if (page.dict === now.dict && step.knowsPages) return;
    for (const key of differingKeys(page.dict, now.dict)) {
      if (key === "Annots" || (PAGE_INHERITED.has(key) && takesEffectAsBefore(step, page, now, key))) continue;
      if (PAGE_STRUCTURE.has(key)) {
        step.report({ class: "metadata", object: page.ref.num, page: i + 1, what: STRUCTURE_CHANGED });
        continue;
      }
      if (PAGE_PRIVATE.has(key)) {
        step.report({ class: "metadata", object: page.ref.num, page: i + 1, what: PRIVATE_CHANGED });
        continue;
      }
      step.report({
        class: "other",
        object: page.ref.num,
        page: i + 1,
        what: `Đổi ${PAGE_KEYS[key] ?? `mục /${key}`} của trang ${i + 1}`,
      });
    }
    for (const [key, value] of now.dict.map) {
      if (key === "Annots" || PAGE_PRIVATE.has(key)) continue;
      frozen(step, value, i + 1);
    }
  });
  step.walkedPages = true;
};

/** Entries of a page that may stand on a node above it (7.7.3.4), and boxes that follow from others. */
const PAGE_INHERITED: ReadonlySet<string> = new Set([
  "Resources",
  "MediaBox",
  "CropBox",
  "Rotate",
  "TrimBox",
  "BleedBox",
  "ArtBox",
]);

/**
 * Is an entry of a page that was written anew what took effect before? Programs state what a page inherited, and write its lengths with fewer
 * decimals (Poppler, Foxit); a hundredth of a point cannot be seen.
 */
function takesEffectAsBefore(step: Step, page: PdfPage, now: PdfPage, key: string): boolean {
  if (!hangsWhereItSays(step.before, page) || !hangsWhereItSays(step.after, now)) return false;
  const [a, b] = [inherited(step.before, page.dict, key), inherited(step.after, now.dict, key)];
  if (key === "Rotate") return (a ?? 0) === (b ?? 0);
  if (key === "Resources") return a instanceof PdfDict && same(a, b);
  const [old, box] = [step.before.array(a), step.after.array(b)];
  return (
    old.length === 4 &&
    box.length === 4 &&
    old.every((one, i) => {
      const [from, to] = [step.before.resolve(one), step.after.resolve(box[i])];
      return typeof from === "number" && typeof to === "number" && isShortOf(to, from);
    })
  );
}

/** Is a number the other one with fewer decimals? Not just close to it: many small steps would lead far away. */
function isShortOf(short: number, long: number): boolean {
  if (Math.abs(short - long) >= 0.01) return false;
  if (Math.fround(short) === Math.fround(long)) return true;
  return [2, 3, 4, 5, 6].some((decimals) => {
    const scale = 10 ** decimals;
    const [a, b] = [Math.round(short * scale), long * scale];
    return Math.abs(short * scale - a) < 1e-6 * scale && (a === Math.round(b) || a === Math.trunc(b));
  });
}

/** Does the node above that a page names list it, and so on up to the root? Else readers disagree about what it inherits. */
function hangsWhereItSays(file: PdfFile, page: PdfPage): boolean {
  const root = refNum(file.catalog.get("Pages"));
  let [num, node]: [number, PdfDict] = [page.ref.num, page.dict];
  for (let depth = 0; depth <= file.limits.nesting; depth++) {
    const parent = node.get("Parent");
    const above = file.resolve(parent);
    if (!(parent instanceof PdfRef) || !(above instanceof PdfDict)) return false;
    if (!file.array(above.get("Kids")).some((kid) => refNum(kid) === num)) return false;
    if (parent.num === root) return true;
    [num, node] = [parent.num, above];
  }
  return false;
}

const PRIVATE_CHANGED = "Đổi dữ liệu riêng của phần mềm trên trang, không đổi hình hiện ra";

const STRUCTURE_CHANGED = "Đổi cấu trúc trợ năng (thẻ cho máy đọc màn hình), không đổi hình hiện ra";

/**
 * The structure tree, which Acrobat extends whenever it adds a signature to a tagged document. It shows nothing on the page, so a change
 * counts as description. Run after everything that paints has been walked.
 */
export const structureRule: ChangeRule = (step) => {
  for (const key of ["StructTreeRoot", "MarkInfo"]) {
    const [old, now] = [step.before.catalog.get(key) ?? null, step.after.catalog.get(key) ?? null];
    if (!same(old, now) || touches(step, now))
      step.report({ class: "metadata", object: refNum(now), what: STRUCTURE_CHANGED });
  }
  // Words that are read out in place of those on the page are content.
  for (const num of step.changed) {
    if (step.managed.has(num)) continue;
    const [old, now] = [step.before.get(num), step.after.get(num)];
    if (!(now instanceof PdfDict)) continue;
    const held = old instanceof PdfDict ? old : new PdfDict();
    const said = now.has("S") ? saidOtherwise(held, now, old === null) : undefined;
    const inside = said ?? saidInside(step, old, now);
    if (inside !== undefined)
      step.report({ class: "other", object: num, what: `Đổi lời đọc thay cho nội dung trang (/${inside})` });
  }
};

/** Entries of structure elements that are read out or copied instead of the content (14.9.3 to 14.9.5). */
const SAID_INSTEAD: readonly string[] = ["ActualText", "Alt", "E"];

/** The entry of an element that says something else, or says it of other content. */
function saidOtherwise(old: PdfDict, now: PdfDict, added: boolean): string | undefined {
  const said = SAID_INSTEAD.find((key) => !same(old.get(key) ?? null, now.get(key) ?? null));
  if (said !== undefined) return added && said !== "ActualText" ? undefined : said;
  const moved = !added && ["K", "Pg"].some((key) => !same(old.get(key) ?? null, now.get(key) ?? null));
  return moved ? SAID_INSTEAD.find((key) => key === "ActualText" && now.has(key)) : undefined;
}

/** Words that elements say which are written into the element above them. */
function saidInside(step: Step, old: PdfObject, now: PdfObject): string | undefined {
  const words = (value: PdfObject, depth = 0, out: PdfObject[] = []): PdfObject[] => {
    step.spend();
    if (depth > 64) return out;
    if (Array.isArray(value)) for (const one of value) words(one, depth + 1, out);
    if (value instanceof PdfDict) {
      if (depth > 0 && value.has("S") && value.has("ActualText")) out.push(value);
      else words(value.get("K") ?? null, depth + 1, out);
    }
    return out;
  };
  return same(words(old), words(now)) ? undefined : "ActualText";
}

const PAGE_KEYS: Readonly<Record<string, string>> = {
  Contents: "nội dung",
  Resources: "tài nguyên (phông chữ, hình)",
  MediaBox: "khổ giấy",
  CropBox: "khung nhìn",
  Rotate: "hướng",
};

/** Everything else that hangs from the catalog must be as it was. Run last: it stops at what other rules have taken. */
export const frozenRule: ChangeRule = (step) => {
  for (const [key, value] of step.after.catalog.map) {
    if (CATALOG_RULED.has(key)) continue;
    frozen(step, value);
  }
};

/** Walks a part of the document that nobody may change and reports each changed object in it. */
export function frozen(step: Step, value: PdfObject, page?: number): void {
  const seen = step.frozen;
  const queue = referencesIn(value);
  for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
    if (seen.has(ref.num) || step.isInherited(ref.num) || step.managed.has(ref.num)) continue;
    step.spend();
    seen.add(ref.num);
    const now = step.follow(ref);
    if (step.changed.has(ref.num)) {
      const where = page === undefined ? "" : ` của trang ${page}`;
      step.report({
        class: "other",
        object: ref.num,
        ...(page === undefined ? {} : { page }),
        what: `Đổi ${kindOf(step, now)}${where}`,
      });
    }
    referencesIn(now, queue);
  }
}

function kindOf(step: Step, object: PdfObject): string {
  const dict = object === null ? undefined : step.after.dict(object);
  const type = step.after.resolve(dict?.get("Type"));
  const subtype = step.after.resolve(dict?.get("Subtype"));
  const name = subtype instanceof PdfName ? subtype.name : type instanceof PdfName ? type.name : "";
  if (name === "Image") return "hình ảnh";
  if (name === "Form") return "hình vẽ";
  if (/^(Type[013]|TrueType|Type1C|CIDFont|Font)/.test(name)) return "phông chữ";
  return dict !== undefined && object !== dict ? "nội dung" : "cấu trúc";
}

/** Does anything reachable from here differ? What was found clean once is not walked again. */
export function touches(step: Step, value: PdfObject | undefined): boolean {
  const seen = new Set<number>();
  const queue = referencesIn(value ?? null);
  for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
    if (seen.has(ref.num) || step.isInherited(ref.num) || step.managed.has(ref.num) || step.clean.has(ref.num))
      continue;
    if (step.changed.has(ref.num)) return true;
    step.spend();
    seen.add(ref.num);
    referencesIn(step.follow(ref), queue);
  }
  for (const num of seen) step.clean.add(num);
  return false;
}

function sameDeep(step: Step, old: PdfObject | undefined, now: PdfObject | undefined): boolean {
  const [a, b] = [step.before.resolve(old), step.after.resolve(now)];
  if (a instanceof PdfDict && b instanceof PdfDict) return differingKeys(a, b).length === 0;
  return same(a, b);
}

/** The object number of a reference; 0 for a direct object. */
export function refNum(object: PdfObject | undefined): number {
  return object instanceof PdfRef ? object.num : 0;
}
