import { PdfDict, type PdfFile, type PdfObject, PdfRef } from "../../pdf/index.ts";
import type { ChangeRule } from "./document-rules.ts";
import { referencesIn } from "./same.ts";
import type { Step } from "./step.ts";

/** Entries of pages and annotations that are drawn, or drawn with. */
const PAGE_DRAWS: readonly string[] = ["Resources", "Contents", "Group"];
const ANNOTATION_DRAWS: readonly string[] = ["AP", "MK"];

/** Objects that a view draws with. */
export interface DrawnParts {
  /** The view. */
  in: PdfFile;
  objects: Set<number>;
  /** Pages, nodes above them and annotations that were looked into. */
  from: Set<PdfDict>;
}

/**
 * A page, field or comment may change in ways that draw nothing. One that is also what something is drawn with, such as the list of a page's fonts,
 * may not (the "replace" kind of shadow attack). Run when pages, fields and annotations are known.
 */
export const drawnPartsRule: ChangeRule = (step) => {
  const drawn = step.drawnBefore();
  gather(step, drawn);
  let stale = false;
  for (const num of step.changed) {
    if (!drawn.objects.has(num)) continue;
    stale = true;
    if (step.managed.has(num))
      step.report({
        class: "other",
        object: num,
        what: "Đổi một đối tượng vừa là trang, ô hay chú thích vừa để vẽ nội dung",
      });
  }
  if (!stale) step.leaveDrawn({ ...drawn, in: step.after });
};

function gather(step: Step, { objects, from }: DrawnParts): void {
  const { before } = step;
  const walk = (value: PdfObject | undefined): void => {
    const queue = referencesIn(value ?? null);
    for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
      if (objects.has(ref.num)) continue;
      step.spend();
      objects.add(ref.num);
      // By number: some readers do not look at generations.
      if (!step.managed.has(ref.num)) referencesIn(before.get(ref.num), queue);
    }
  };
  const look = (dict: PdfDict | undefined, keys: readonly string[]): boolean => {
    if (dict === undefined || from.has(dict)) return false;
    from.add(dict);
    for (const key of keys) walk(dict.get(key));
    return true;
  };
  for (const { dict } of step.pagesBefore) {
    let node: PdfDict | undefined = dict;
    for (let depth = 0; depth < 64 && look(node, PAGE_DRAWS); depth++) node = before.dict(node?.get("Parent"));
    for (const one of before.array(dict.get("Annots"))) {
      const annotation = one instanceof PdfRef ? before.get(one.num) : one;
      if (annotation instanceof PdfDict) look(annotation, ANNOTATION_DRAWS);
    }
  }
  const form = before.dict(before.catalog.get("AcroForm"));
  if (form !== undefined) look(form, ["DR"]);
}
