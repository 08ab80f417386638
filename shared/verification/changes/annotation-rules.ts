import { isVanthuError } from "../../errors/index.ts";
import { type PdfFile, type PdfObject, type PdfPage, PdfRef } from "../../pdf/index.ts";
import { mayHide } from "./annotation-cover.ts";
import { type ChangeRule, refNum, touches } from "./document-rules.ts";
import { same } from "./same.ts";
import type { Step } from "./step.ts";

/** Absent, or an array, as ISO 32000-2, Table 31 has it. */
function isList(file: PdfFile, value: PdfObject | undefined): boolean {
  const list = value instanceof PdfRef ? file.resolve(value) : value;
  return list === undefined || list === null || Array.isArray(list);
}

/** Annotations: widgets belong to their fields; of others nothing may change unless the certification says so. */
export const annotationsRule: ChangeRule = (step) => {
  const widgetsBefore = new Set(step.fieldsBefore.flatMap((f) => f.widgets));
  const widgetsAfter = new Set(step.fieldsAfter.flatMap((f) => f.widgets));
  step.pagesAfter.forEach((page, i) => {
    const old = step.pagesBefore[i];
    if (old === undefined || old.ref.num !== page.ref.num) return;
    if (old.dict === page.dict && !page.dict.has("Annots")) return;
    const list = step.before.array(old.dict.get("Annots"));
    const listNow = step.after.array(page.dict.get("Annots"));
    // Readers give a page up whose list is none.
    if (!isList(step.after, page.dict.get("Annots")) && isList(step.before, old.dict.get("Annots")))
      step.report({
        class: "other",
        object: page.ref.num,
        page: i + 1,
        what: `Làm hỏng danh mục chú thích của trang ${i + 1}`,
      });
    const [inList, inListNow] = [contentsOf(step, list), contentsOf(step, listNow)];
    const kept = listNow.filter(inList);
    const order = list.filter(inListNow);
    if (!same(kept, order)) {
      step.report({
        class: "other",
        object: page.ref.num,
        page: i + 1,
        what: `Đổi thứ tự các lớp trên trang ${i + 1}`,
      });
    }
    for (const was of list) {
      if (inListNow(was)) continue;
      const widget = widgetsBefore.has(refNum(was));
      const what = widget ? `Gỡ một ô khỏi trang ${i + 1}` : `Gỡ chú thích khỏi trang ${i + 1}`;
      const hides = !widget && hidesWords(step, step.before, old, was);
      step.report({ class: widget ? "other" : "annotation", object: refNum(was), page: i + 1, what, hides });
    }
    for (const ref of listNow) {
      const num = refNum(ref);
      const added = !inList(ref);
      if (widgetsAfter.has(num)) {
        // A field that was there may not appear on another page or twice.
        if (added && widgetsBefore.has(num)) {
          step.report({ class: "other", object: num, page: i + 1, what: `Dời một ô sang trang ${i + 1}` });
        }
        continue;
      }
      const changed = !added && (step.changed.has(num) || (ref instanceof PdfRef && annotationTouched(step, ref)));
      if (!added && !changed) continue;
      const hides = hidesWords(step, step.after, page, ref) || (changed && hidesWords(step, step.before, old, ref));
      const what = added ? `Thêm chú thích lên trang ${i + 1}` : `Đổi chú thích trên trang ${i + 1}`;
      step.report({ class: "annotation", object: num, page: i + 1, what, hides });
    }
  });
};

/** May an annotation hide what stands on its page? What cannot be read may. */
function hidesWords(step: Step, file: PdfFile, page: PdfPage, annotation: PdfObject): boolean {
  const dict = file.dict(annotation);
  try {
    return dict !== undefined && mayHide(file, page, dict, step);
  } catch (error) {
    if (!isVanthuError(error) || error.code === "PDF_LIMIT") throw error;
    return true;
  }
}

/** Is a value in a list? Lists may be a million long. */
function contentsOf(step: Step, list: readonly PdfObject[]): (value: PdfObject) => boolean {
  step.spend(list.length);
  const named = (ref: PdfRef): number => ref.num * 65_536 + ref.gen;
  const names = new Set(list.filter((one) => one instanceof PdfRef).map(named));
  const direct = list.filter((one) => !(one instanceof PdfRef));
  return (value) => {
    if (value instanceof PdfRef) return names.has(named(value));
    step.spend(direct.length);
    return direct.some((one) => same(one, value));
  };
}

function annotationTouched(step: Step, ref: PdfRef): boolean {
  const dict = step.after.dict(ref);
  return [...(dict?.map ?? [])].some(([key, value]) => key !== "P" && touches(step, value));
}
