import {
  boxOf,
  decodeStream,
  latin1,
  PdfDict,
  type PdfFile,
  PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
  PdfTextReader,
} from "../../pdf/index.ts";
import { fieldLabel } from "../field-labels.ts";
import { type FormField, readAllFields, signatureIn, valueText } from "../fields.ts";
import { type ChangeRule, frozen, refNum, touches } from "./document-rules.ts";
import { differingKeys, same } from "./same.ts";
import type { Step } from "./step.ts";

/** What filling in a field may change in it or its widgets; place, type, flags and names stay. */
const FILL_KEYS: ReadonlySet<string> = new Set(["V", "AP", "AS", "I", "MK", "M"]);

/**
 * Takes pages, fields, widgets and annotations out of the frozen part, and learns on which pages they stand. Run before the others.
 * Only what had such a part before, or did not exist, is taken: listing a page's content among the annotations must not free it.
 */
export const gatherRule: ChangeRule = (step) => {
  const [old, now] = [partsOf(step.before), partsOf(step.after)];
  for (const num of old.nums) step.managed.add(num);
  for (const num of now.nums) {
    if (step.managed.has(num)) continue;
    const entry = step.before.entry(num);
    if (entry === undefined || entry.type === "free") step.managed.add(num);
  }
  for (const { pageOf } of [old, now]) for (const [num, page] of pageOf) step.pageOf.set(num, page);
};

/** Pages, fields and annotations of a view by object number; the page (from 1) of each annotation. */
interface Parts {
  nums: ReadonlySet<number>;
  pageOf: ReadonlyMap<number, number>;
}

/** Each view is the one after a saving and the one before the next. */
const PARTS = new WeakMap<PdfFile, Parts>();

function partsOf(file: PdfFile): Parts {
  const known = PARTS.get(file);
  if (known !== undefined) return known;
  const nums = new Set<number>();
  const pageOf = new Map<number, number>();
  for (const field of readAllFields(file)) {
    for (const num of [field.num, ...field.widgets, ...field.parents]) nums.add(num);
  }
  for (const page of file.pages()) {
    nums.add(page.ref.num);
    for (const ref of file.array(page.dict.get("Annots"))) {
      if (!(ref instanceof PdfRef)) continue;
      pageOf.set(ref.num, page.index + 1);
      if (file.get(ref) instanceof PdfDict) nums.add(ref.num);
    }
  }
  const parts = { nums, pageOf };
  PARTS.set(file, parts);
  return parts;
}

/** The form dictionary: new signature fields and SigFlags; fonts may be added for filling in. */
export const formRule: ChangeRule = (step) => {
  const { before, after } = step;
  const [held, heldNow] = [before.catalog.get("AcroForm"), after.catalog.get("AcroForm")];
  const old = before.dict(held) ?? new PdfDict();
  const now = after.dict(heldNow);
  const object = refNum(heldNow);
  if (now === undefined) {
    if (old.map.size > 0) step.report({ class: "other", object, what: "Gỡ biểu mẫu cùng các ô ký" });
    return;
  }
  for (const key of new Set([...old.map.keys(), ...now.map.keys()])) {
    const [a, b] = [old.get(key) ?? null, now.get(key) ?? null];
    if (key === "Fields") continue;
    if (key === "SigFlags") {
      if (!same(a, b) && b !== 3 && b !== 1)
        step.report({ class: "other", object, what: "Đổi cờ chữ ký của biểu mẫu" });
    } else if (key === "DR") {
      resourcesRule(step, a, b, object);
    } else if (key === "NeedAppearances" || key === "DA") {
      // Both change how fields show; harmless only where filling in is, or where there is nothing to show.
      if (same(a, b) || (key === "NeedAppearances" && same(a ?? false, b ?? false))) continue;
      const first = key === "DA" && a === null && step.fieldsBefore.every((field) => drawnWithout(step, field));
      const turned = step.fieldsBefore.some((field) =>
        key === "DA" ? drawnByDefault(step, field) : showsOtherThanItsValue(step, field),
      );
      step.report({
        class: "form",
        object,
        what: `Đổi cách hiện các ô (/${key})`,
        ...(first ? {} : { hadValue: true }),
        ...(turned && !first ? { turned } : {}),
      });
    } else if (key === "Type" && a === null && b instanceof PdfName && b.name === "AcroForm") {
      // Says what the dictionary is anyway (\@signpdf).
    } else if (!same(a, b)) {
      step.report({ class: "other", object, what: `Đổi mục /${key} của biểu mẫu` });
    } else {
      frozen(step, b);
    }
  }
};

/** Does a field look the same with and without the form's default appearance? iText 5 brings one along with its first signature. */
function drawnWithout(step: Step, field: FormField): boolean {
  return field.type === "Sig" || field.dict.has("DA") || (field.value === null && !showsSomething(step, field));
}

/** Does a filled field take its looks from the form's default appearance? */
function drawnByDefault(step: Step, field: FormField): boolean {
  const widgets = field.widgets.map((num) => step.before.dict(new PdfRef(num, genOf(step, num))));
  const own = [field.dict, ...widgets].some((dict) => dict?.has("DA") === true);
  return !own && isDrawnAnew(step, field, widgets);
}

/** Is a filled field drawn from its value, for want of looks or because the form asks for it? */
function isDrawnAnew(step: Step, field: FormField, widgets: readonly (PdfDict | undefined)[]): boolean {
  if (field.value === null || field.type === "Sig") return false;
  const form = step.before.dict(step.before.catalog.get("AcroForm"));
  const asked = step.before.resolve(form?.get("NeedAppearances")) === true;
  return asked || widgets.some((widget) => widget?.has("AP") !== true);
}

/** Would a field show something else when drawn from its value? */
function showsOtherThanItsValue(step: Step, field: FormField): boolean {
  if (field.type !== "Tx" && field.type !== "Ch") return false;
  const told = valueText(step.before, field.value).replace(/\s+/g, "");
  return showsSomething(step, field) && shown(step.before, field) !== field.widgets.map(() => told).join("\n");
}

/** Default resources may grow; what they held stays as it was. */
function resourcesRule(step: Step, old: PdfObject, now: PdfObject, object: number): void {
  if (step.isGrown(now) && same(old, now)) return;
  const [a, b] = [step.before.dict(old) ?? new PdfDict(), step.after.dict(now) ?? new PdfDict()];
  let grown = false;
  const added = new Set<string>();
  for (const [category, held] of a.map) {
    const inside = step.before.dict(held);
    const insideNow = step.after.dict(b.get(category));
    if (inside === undefined) {
      if (!same(held, b.get(category) ?? null))
        step.report({ class: "other", object, what: "Đổi tài nguyên của biểu mẫu" });
      continue;
    }
    if (step.isGrown(held) && same(held, b.get(category) ?? null)) continue;
    for (const [name, resource] of inside.map) {
      const resourceNow = insideNow?.get(name) ?? null;
      if (!same(resource, resourceNow) || touches(step, resourceNow)) {
        step.report({ class: "other", object, what: `Đổi phông chữ hoặc tài nguyên ${name} của biểu mẫu` });
      }
    }
    for (const name of insideNow?.map.keys() ?? []) if (!inside.has(name)) added.add(name);
    if ((insideNow?.map.size ?? 0) > inside.map.size) grown = true;
  }
  for (const [category, value] of b.map)
    if (!a.has(category)) for (const name of step.after.dict(value)?.map.keys() ?? []) added.add(name);
  // A field whose text waits for a font would come to show something else.
  if (added.size > 0 && step.fieldsBefore.some((field) => waitsFor(step, field, added)))
    step.report({ class: "other", object, what: "Thêm tài nguyên mà ô đã điền đang chờ" });
  if (grown || b.map.size > a.map.size) step.report({ class: "form", object, what: "Thêm phông chữ cho ô biểu mẫu" });
}

/** Does a field with a value, but without looks of its own, name one of these in its default appearance? */
function waitsFor(step: Step, field: FormField, names: ReadonlySet<string>): boolean {
  const form = step.before.dict(step.before.catalog.get("AcroForm"));
  const widgets = field.widgets.map((num) => step.before.dict(new PdfRef(num, genOf(step, num))));
  if (!isDrawnAnew(step, field, widgets)) return false;
  const above = field.parents.map((num) => step.before.dict(new PdfRef(num, genOf(step, num))));
  return [...widgets, field.dict, ...above, form].some((dict) => {
    const drawn = step.before.resolve(dict?.get("DA"));
    return (
      drawn instanceof PdfString &&
      [...latin1(drawn.bytes).matchAll(/\/([^\s()<>[\]{}/%]+)/g)].some(([, name]) => names.has(name!))
    );
  });
}

/** Every field: what it was it stays, except for value and looks; new ones may only be for signatures. */
export const fieldsRule: ChangeRule = (step) => {
  const now = new Map(step.fieldsAfter.map((f) => [f.num, f]));
  const old = new Map(step.fieldsBefore.map((f) => [f.num, f]));
  for (const field of step.fieldsBefore) {
    const current = now.get(field.num);
    const kept = current?.name === field.name && current.type === field.type && current.stray === field.stray;
    if (current === undefined || !kept) {
      step.report({
        class: "other",
        object: field.num,
        what: `Gỡ hoặc thay ô ${fieldLabel(field.name)}`,
        field: field.name,
      });
    } else if (current !== field || !step.quiet.has(field.num)) {
      const reported = step.changes.length;
      existingField(step, field, current);
      if (step.changes.length === reported) step.quiet.add(field.num);
      else step.quiet.delete(field.num);
    }
  }
  for (const field of step.fieldsAfter) {
    if (old.has(field.num)) continue;
    if (step.fieldsBefore.some((f) => f.name === field.name)) {
      step.report({
        class: "other",
        object: field.num,
        what: `Thêm ô trùng tên ${fieldLabel(field.name)}`,
        field: field.name,
      });
    } else newField(step, field);
  }
  // Parents of fields: only their lists of children may grow.
  for (const num of new Set(step.fieldsBefore.flatMap((f) => f.parents))) {
    if (!step.changed.has(num)) continue;
    const [a, b] = [step.before.dict(new PdfRef(num)), step.after.dict(new PdfRef(num))];
    const keys = a === undefined || b === undefined ? ["?"] : differingKeys(a, b);
    if (keys.some((key) => key !== "Kids"))
      step.report({ class: "other", object: num, what: "Đổi nhóm ô của biểu mẫu" });
  }
};

function existingField(step: Step, field: FormField, now: FormField): void {
  const signedBefore = signatureIn(step.before, field) !== undefined;
  const label = `ô ${fieldLabel(field.name)}`;
  if (!same(field.widgets, now.widgets)) {
    step.report({ class: "other", object: field.num, what: `Đổi chỗ hiện của ${label}`, field: field.name });
  }
  const keys = new Set<string>();
  for (const num of new Set([field.num, ...field.widgets])) {
    const [a, b] = [
      step.before.dict(new PdfRef(num, genOf(step, num))),
      step.after.dict(new PdfRef(num, genOf(step, num))),
    ];
    if (a === undefined || b === undefined) keys.add("?");
    else for (const key of differingKeys(a, b)) keys.add(key);
    for (const [key, value] of b?.map ?? []) {
      if (key === "P" || key === "Kids" || key === "AP" || key === "V") continue;
      if (touches(step, value)) keys.add(key);
    }
  }
  const value = !same(field.value, now.value) || touches(step, now.value);
  const looks =
    keys.has("AP") || keys.has("AS") || keys.has("MK") || appearances(step, now).some((ap) => touches(step, ap));
  const odd = [...keys].filter((key) => !FILL_KEYS.has(key));
  if (odd.length > 0) {
    step.report({ class: "other", object: field.num, what: `Đổi ${label} (mục /${odd[0]})`, field: field.name });
    return;
  }
  if (!value && !looks && keys.size === 0) return;
  if (field.type === "Sig") {
    if (signedBefore) {
      const what = value ? `Thay chữ ký trong ${label}` : `Đổi hình hiện của chữ ký trong ${label}`;
      step.report({ class: "other", object: field.num, what, field: field.name });
    } else signatureChange(step, now, false);
    return;
  }
  const from = valueText(step.before, field.value);
  const to = valueText(step.after, now.value);
  const what =
    from === to
      ? `Đổi cách hiện của ${label}`
      : from === ""
        ? `Điền “${to}” vào ${label}`
        : `Sửa ${label} từ “${from}” thành “${to}”`;
  const hadValue = (from !== "" && from !== "Off") || showsSomething(step, field);
  const face = keys.has("AP") || appearances(step, now).some((ap) => touches(step, ap));
  const turned =
    captionChanged(step, field) ||
    (field.type === "Btn"
      ? (face && hasFace(step, field)) || (from === to && keys.has("AS"))
      : from === to && hadValue && (keys.has("AS") || shown(step.before, field) !== shown(step.after, now)));
  const hides = coversWords(step, now);
  step.report({
    class: "form",
    object: field.num,
    what,
    field: field.name,
    hadValue,
    ...(turned ? { turned } : {}),
    ...(hides ? { hides } : {}),
  });
}

/** A field may stand on the dots that ask for filling in, hardly on words of the page: letters that it may cover. */
const MAY_COVER = 2;

/** Does a field lie on words that the page shows? Filled in, it would take their place. */
function coversWords(step: Step, field: FormField): boolean {
  return field.widgets.some((num) => {
    const number = step.pageOf.get(num);
    const page = number === undefined ? undefined : step.pagesBefore[number - 1];
    const widget = step.after.dict(new PdfRef(num, genOf(step, num)));
    const rect = boxOf(step.after, widget?.get("Rect"));
    if (page === undefined || rect === undefined) return false;
    const [x0, y0] = page.mediaBox;
    let letters = 0;
    for (const word of step.printed(step.before, page)) {
      const middle = word.y + y0 + word.size / 4;
      if (middle < rect[1] || middle > rect[3] || word.width <= 0) continue;
      const inside = Math.min(word.x + x0 + word.width, rect[2]) - Math.max(word.x + x0, rect[0]);
      if (inside > 0) letters += (lettersOf(word.text) * inside) / word.width;
    }
    return letters > MAY_COVER;
  });
}

function lettersOf(text: string): number {
  return text.replace(/[\s\p{P}\p{S}]/gu, "").length;
}

/** What a button shows by its caption or icon, which filling in does not change (12.5.6.19, table 189). */
const CAPTIONS: readonly string[] = ["CA", "RC", "AC", "I", "RI", "IX"];

function captionChanged(step: Step, field: FormField): boolean {
  return field.widgets.some((num) => {
    const [a, b] = [step.before, step.after].map((file) =>
      file.dict(file.dict(new PdfRef(num, genOf(step, num)))?.get("MK")),
    );
    return CAPTIONS.some((key) => !same(a?.get(key) ?? null, b?.get(key) ?? null));
  });
}

/** Had a button looks of its own? Filling in chooses among them (/AS) and draws none anew. */
function hasFace(step: Step, field: FormField): boolean {
  return field.widgets.some((num) => step.before.dict(new PdfRef(num, genOf(step, num)))?.has("AP") === true);
}

/** The text that a field shows: of its looks, where it has some, else its value, as a reader would draw it. Spaces do not count. */
function shown(file: PdfFile, field: FormField): string {
  const reader = new PdfTextReader(file);
  const texts = field.widgets.map((num) => {
    const dict = file.dict(new PdfRef(num));
    const asText = new PdfDict([...(dict?.map ?? []), ["FT", new PdfName("Tx")]]);
    const text = dict === undefined ? undefined : reader.readField(asText);
    return (text ?? valueText(file, field.value)).replace(/\s+/g, "");
  });
  return texts.join("\n");
}

/** Did the field show text or a picture before, whatever its value said? Borders and backgrounds do not count. */
function showsSomething(step: Step, field: FormField): boolean {
  return field.widgets.some((num) => {
    const looks = step.before.dict(step.before.dict(new PdfRef(num, genOf(step, num)))?.get("AP"))?.get("N");
    const normal = step.before.resolve(looks);
    const faces =
      normal instanceof PdfDict ? [...normal.map.values()].map((one) => step.before.resolve(one)) : [normal];
    return faces.some(
      (face) =>
        face instanceof PdfStream &&
        /(Tj|TJ|Do|BI|['"])\W/.test(`${latin1(decodeStream(face, step.before, 1_000_000))}\n`),
    );
  });
}

function newField(step: Step, field: FormField): void {
  if (field.type !== "Sig") {
    step.report({
      class: "other",
      object: field.num,
      what: `Thêm ô ${fieldLabel(field.name)} vào văn bản`,
      field: field.name,
    });
    return;
  }
  // Object numbers that were in use are not new fields but changed ones.
  const reused = [field.num, ...field.widgets].find((num) => {
    const entry = step.before.entry(num);
    return entry !== undefined && entry.type !== "free";
  });
  if (reused !== undefined) {
    step.report({
      class: "other",
      object: reused,
      what: `Biến một phần của văn bản thành ô ký ${fieldLabel(field.name)}`,
      field: field.name,
    });
    return;
  }
  const page = coveredPage(step, field);
  if (page !== undefined) {
    step.report({
      class: "other",
      object: field.num,
      page,
      what: `Ô ký ${fieldLabel(field.name)} che phần lớn trang ${page}`,
      field: field.name,
    });
    return;
  }
  signatureChange(step, field, true);
}

function signatureChange(step: Step, field: FormField, newField: boolean): void {
  const entry = signatureIn(step.after, field);
  const type = step.after.resolve(entry?.dict.get("Type"));
  const stamp = type instanceof PdfName && type.name === "DocTimeStamp";
  const what = stamp
    ? "Thêm dấu thời gian cho cả tệp"
    : entry === undefined
      ? `Thêm ô ký ${fieldLabel(field.name)}`
      : `Thêm chữ ký vào ô ${fieldLabel(field.name)}`;
  const at = field.widgets.find((num) => step.pageOf.has(num));
  const page = at === undefined ? undefined : step.pageOf.get(at);
  // Anyone can get a timestamp and it is always allowed, so it may not paint anything over a page.
  if (stamp && field.widgets.some((num) => paints(step, num))) {
    step.report({ class: "other", object: field.num, what: "Dấu thời gian vẽ hình lên trang", field: field.name });
    return;
  }
  const acts =
    (stamp || newField) &&
    [field.num, ...field.widgets].some((num) => {
      const dict = step.after.dict(new PdfRef(num, genOf(step, num)));
      return dict?.has("AA") === true || dict?.has("A") === true;
    });
  if (acts) {
    step.report({
      class: "other",
      object: field.num,
      what: `Ô ký ${fieldLabel(field.name)} tự chạy lệnh`,
      field: field.name,
    });
    return;
  }
  step.report({
    class: stamp ? "lta" : "signature",
    object: field.num,
    ...(page === undefined || stamp ? {} : { page }),
    what,
    field: field.name,
    newField,
    unsigned: entry === undefined,
  });
}

/** Has the widget an area and looks? */
function paints(step: Step, num: number): boolean {
  const dict = step.after.dict(new PdfRef(num, genOf(step, num)));
  const [a, b, c, d] = step.after.array(dict?.get("Rect")).map((n) => step.after.resolve(n));
  if (typeof a !== "number" || typeof b !== "number" || typeof c !== "number" || typeof d !== "number") return false;
  return a !== c && b !== d && (dict?.has("AP") === true || dict?.has("MK") === true);
}

/** A visible signature may stand on the text it signs, but not hide a page: more than 30 % of it is no signature. */
function coveredPage(step: Step, field: FormField): number | undefined {
  for (const num of field.widgets) {
    const number = step.pageOf.get(num);
    const page = number === undefined ? undefined : step.pagesAfter[number - 1];
    const rect = step.after.array(step.after.dict(new PdfRef(num))?.get("Rect")).map((n) => step.after.resolve(n));
    const [a, b, c, d] = rect;
    if (
      page === undefined ||
      typeof a !== "number" ||
      typeof b !== "number" ||
      typeof c !== "number" ||
      typeof d !== "number"
    )
      continue;
    const [x0, y0, x1, y1] = page.mediaBox;
    if (Math.abs((c - a) * (d - b)) > 0.3 * (x1 - x0) * (y1 - y0)) return number;
  }
  return undefined;
}

function appearances(step: Step, field: FormField): (PdfObject | undefined)[] {
  return field.widgets.map((num) => step.after.dict(new PdfRef(num, genOf(step, num)))?.get("AP"));
}

function genOf(step: Step, num: number): number {
  const entry = step.after.entry(num);
  return entry?.type === "offset" ? entry.gen : 0;
}
