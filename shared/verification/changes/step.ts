import { type PdfFile, PdfName, type PdfPage, PdfStream } from "../../pdf/index.ts";
import { type FormField, readFields } from "../fields.ts";
import { limitOf } from "../limits.ts";
import { same } from "./same.ts";

/** A change found between two revisions, before any signature is asked whether it allows it. */
export interface RawChange {
  class: "lta" | "form" | "signature" | "annotation" | "metadata" | "other";
  /** "12 0" */
  object: string;
  /** 1 is the first page. */
  page?: number;
  /** Vietnamese. */
  what: string;
  /** The form field concerned. */
  field?: string;
  /** The field held a value before. */
  hadValue?: boolean;
  /** The field's value stays what it was, but it shows other text: whoever signed saw something else than stands there now. */
  turned?: boolean;
  /** A signature field that did not exist before. */
  newField?: boolean;
  /** The signature field stays without a signature in this saving. */
  unsigned?: boolean;
}

/** How many more objects may be looked at; shared by all savings of one file. */
export interface WalkBudget {
  left: number;
}

/** One saving of the file compared with the one before it: what the rules look at and write to. */
export class Step {
  readonly before: PdfFile;
  readonly after: PdfFile;
  /** Object numbers whose value is not what it was. */
  readonly changed: ReadonlySet<number>;
  readonly fieldsBefore: FormField[];
  readonly fieldsAfter: FormField[];
  readonly pagesBefore: PdfPage[];
  readonly pagesAfter: PdfPage[];
  readonly changes: RawChange[] = [];
  /**
   * Objects that have rules of their own, key by key: catalog, pages, fields and annotations. Walks through the rest of the document stop
   * at them.
   */
  readonly managed = new Set<number>();
  /** Objects found to lead to nothing changed. */
  readonly clean = new Set<number>();
  readonly #budget: WalkBudget;
  /** Objects of the part nobody may change that were looked at. */
  readonly frozen = new Set<number>();
  /** Page (from 1) of each annotation by object number, in either view. */
  readonly pageOf = new Map<number, number>();

  constructor(before: PdfFile, after: PdfFile, budget: WalkBudget) {
    this.before = before;
    this.after = after;
    this.#budget = budget;
    this.spend();
    this.changed = changedObjects(before, after, this);
    this.fieldsBefore = readFields(before);
    this.fieldsAfter = readFields(after);
    this.pagesBefore = before.pages();
    this.pagesAfter = after.pages();
    this.spend(this.fieldsBefore.length + this.fieldsAfter.length + this.pagesBefore.length + this.pagesAfter.length);
  }

  /** Counts objects looked at. Errors: PDF_LIMIT when it gets too many. */
  spend(objects = 1): void {
    this.#budget.left -= objects;
    limitOf(this.#budget.left >= 0, "quá nhiều đối tượng để so sánh các lần lưu");
  }

  /** The generation a number has now, for naming the object. */
  name(num: number): string {
    const entry = this.after.entry(num);
    return `${num} ${entry?.type === "offset" ? entry.gen : 0}`;
  }

  report(change: Omit<RawChange, "object"> & { object: number }): void {
    const { object, ...rest } = change;
    const page = change.page ?? this.pageOf.get(object);
    this.changes.push({ ...rest, ...(page === undefined ? {} : { page }), object: this.name(object) });
  }
}

/** What the newest revision of `after` really changed; rewriting an object with the same value changes nothing. */
function changedObjects(before: PdfFile, after: PdfFile, step: Step): Set<number> {
  const changed = new Set<number>();
  const newest = after.revisions.at(-1)!;
  for (const num of newest.entries.keys()) {
    if (num === 0) continue;
    const [old, now] = [before.entry(num), after.entry(num)];
    const oldGen = old?.type === "offset" ? old.gen : 0;
    const nowGen = now?.type === "offset" ? now.gen : 0;
    const oldValue = before.get(num);
    // Everything added must be readable, also what nothing points to: readers that repair files would show it.
    const nowValue = after.get(num);
    if (old !== undefined && old.type !== "free" && oldGen === nowGen && same(oldValue, nowValue)) continue;
    if ((old === undefined || old.type === "free") && (now === undefined || now.type === "free")) continue;
    // An object stream written anew changes objects that the cross-reference does not name.
    const type = oldValue instanceof PdfStream ? before.resolve(oldValue.dict.get("Type")) : null;
    if (type instanceof PdfName && type.name === "ObjStm") {
      step.report({ class: "other", object: num, what: "Ghi đè một luồng chứa nhiều đối tượng của văn bản" });
    }
    changed.add(num);
  }
  return changed;
}
