import {
  boxOf,
  ContentRunner,
  type Glyphs,
  IDENTITY,
  inherited,
  PdfDict,
  type PdfFile,
  PdfName,
  type PdfObject,
  type PdfPage,
  PdfRef,
  PdfStream,
  PdfTextReader,
} from "../../pdf/index.ts";
import { type FormField, readAllFields } from "../fields.ts";
import { limitOf } from "../limits.ts";
import type { DrawnParts } from "./drawn-parts.ts";
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
  /** The annotation can take the place of what stands on the page, or act: more than a comment. */
  hides?: boolean;
  /** A signature field that did not exist before. */
  newField?: boolean;
  /** The signature field stays without a signature in this saving. */
  unsigned?: boolean;
}

/** Reading the words of a page costs about what looking at so many objects costs. */
const PAGE_COST = 2000;

/** How many more objects may be looked at; shared by all savings of one file. */
export interface WalkBudget {
  left: number;
  /** What the walks of the saving before found, for those of the next. */
  walked?: Walked;
  /** What the view after the saving before draws with. */
  drawn?: DrawnParts;
}

/** Objects looked through in a saving: what they refer to is among them too, or managed. */
interface Walked {
  /** The view they were looked through in. */
  in: PdfFile;
  objects: Set<number>;
  managed: ReadonlySet<number>;
  /** All that hangs from pages was. */
  pages: boolean;
  /** See {@link Step.quiet}. */
  quiet: Set<number>;
}

/** One saving of the file compared with the one before it: what the rules look at and write to. */
export class Step {
  readonly before: PdfFile;
  readonly after: PdfFile;
  /** Object numbers whose value is not what it was. */
  readonly changed: ReadonlySet<number>;
  readonly #changed: Set<number>;
  /** Resource dictionaries that only got, lost or exchanged names which nothing signed draws: looked at as they were. */
  readonly #grown = new Set<number>();
  #inherited: Set<number> | undefined;
  /** Fields in which nothing was found changed, here or, where their own part is the same, in the savings before. */
  quiet = new Set<number>();
  /** What hangs from the pages as they were was looked through in the saving before, and is unchanged. */
  knowsPages = false;
  /** What hangs from the pages as they are was looked through. */
  walkedPages = false;
  readonly fieldsBefore: readonly FormField[];
  readonly fieldsAfter: readonly FormField[];
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
  readonly #words = new Map<PdfPage, readonly Glyphs[]>();
  readonly #printed = new Map<PdfPage, readonly Glyphs[]>();
  readonly #pictures = new Map<PdfPage, readonly Box[]>();
  /** Page (from 1) of each annotation by object number, in either view. */
  readonly pageOf = new Map<number, number>();

  constructor(before: PdfFile, after: PdfFile, budget: WalkBudget) {
    this.before = before;
    this.after = after;
    this.#budget = budget;
    this.spend();
    this.#changed = changedObjects(before, after, this);
    this.changed = this.#changed;
    this.fieldsBefore = readAllFields(before);
    this.fieldsAfter = readAllFields(after);
    this.pagesBefore = before.pages();
    this.pagesAfter = after.pages();
    this.spend(this.fieldsBefore.length + this.fieldsAfter.length + this.pagesBefore.length + this.pagesAfter.length);
  }

  /** Counts objects looked at. Errors: PDF_LIMIT when it gets too many. */
  spend(objects = 1): void {
    this.#budget.left -= objects;
    limitOf(this.#budget.left >= 0, "quá nhiều đối tượng để so sánh các lần lưu");
  }

  /**
   * Takes over what was looked through in the savings before, when nothing in it is changed by this one: all that it leads to is as it was, up to
   * objects with rules of their own. Call when those are known, before walks.
   */
  inherit(): void {
    const root = this.after.trailer.get("Root");
    if (root instanceof PdfRef) this.managed.add(root.num);
    const { walked } = this.#budget;
    if (walked === undefined || walked.in !== this.before || this.#grown.size > 0 || this.changes.length > 0) return;
    for (const num of walked.managed) if (!this.managed.has(num)) return;
    for (const num of this.changed) if (walked.objects.has(num)) return;
    this.#inherited = walked.objects;
    this.knowsPages = walked.pages;
    this.quiet = walked.quiet;
  }

  /** Was this object looked through in a saving before, and nothing it leads to is changed since? */
  isInherited(num: number): boolean {
    return this.#inherited?.has(num) === true;
  }

  /** Leaves what was looked through to the next saving. Call after all rules. */
  bequeath(): void {
    delete this.#budget.walked;
    // What a grown dictionary refers to now was not looked at.
    if (this.#grown.size > 0) return;
    const objects = this.#inherited ?? new Set<number>();
    for (const num of this.frozen) objects.add(num);
    for (const num of this.clean) objects.add(num);
    this.#budget.walked = {
      in: this.after,
      objects,
      managed: this.managed,
      pages: this.walkedPages,
      quiet: this.quiet,
    };
  }

  /** What the view before is known to draw with; more of it may be added. */
  drawnBefore(): DrawnParts {
    const { drawn } = this.#budget;
    delete this.#budget.drawn;
    return drawn?.in === this.before ? drawn : { in: this.before, objects: new Set(), from: new Set() };
  }

  /** Leaves to the next saving what is drawn with. */
  leaveDrawn(drawn: DrawnParts): void {
    this.#budget.drawn = drawn;
  }

  /** Counts a resource dictionary as what it was: what came to it shows nowhere in what was signed. */
  grow(num: number): void {
    this.#changed.delete(num);
    this.#grown.add(num);
  }

  isGrown(object: PdfObject | undefined): boolean {
    return object instanceof PdfRef && this.#grown.has(object.num);
  }

  /** An object as walks have to see it: as it is now, but without what a grown resource dictionary was given. */
  follow(ref: PdfRef): PdfObject {
    // By number alone: a reference with another generation leads nowhere, but must not hide the object from references that do lead there.
    return this.isGrown(ref) ? this.before.get(ref.num) : this.after.get(ref.num);
  }

  /** The words that a page shows, read once; each look at them counts. */
  words(file: PdfFile, page: PdfPage): readonly Glyphs[] {
    const known = this.#words.get(page);
    const words = known ?? new PdfTextReader(file).read(page).filter((word) => !word.hidden);
    if (known === undefined) this.spend(PAGE_COST);
    this.spend(1 + Math.ceil(words.length / 100));
    this.#words.set(page, words);
    return words;
  }

  /** The words that a page itself shows, without those of its fields. */
  printed(file: PdfFile, page: PdfPage): readonly Glyphs[] {
    const known = this.#printed.get(page);
    const bare = new PdfDict([...page.dict.map].filter(([key]) => key !== "Annots"));
    const words = known ?? this.words(file, { ...page, dict: bare });
    this.#printed.set(page, words);
    this.spend(1 + Math.ceil(words.length / 100));
    return words;
  }

  /** Where a page shows pictures, from its lower left corner; what stands in its fields and signatures is shown as well. */
  pictures(file: PdfFile, page: PdfPage): readonly Box[] {
    const known = this.#pictures.get(page);
    const boxes = known ?? picturesOf(file, page);
    if (known === undefined) this.spend(PAGE_COST);
    this.spend(1 + Math.ceil(boxes.length / 100));
    this.#pictures.set(page, boxes);
    return boxes;
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

/** Left, low, right, high, in points. */
export type Box = readonly [number, number, number, number];

function picturesOf(file: PdfFile, page: PdfPage): Box[] {
  const boxes: Box[] = [];
  const [x0, y0] = page.mediaBox;
  const put = (points: readonly (readonly [number, number])[]): void => {
    const [xs, ys] = [points.map(([x]) => x - x0), points.map(([, y]) => y - y0)];
    boxes.push([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]);
  };
  const runner = new ContentRunner(file, {
    picture([a, b, c, d, e, f]) {
      put([
        [e, f],
        [a + e, b + f],
        [c + e, d + f],
        [a + c + e, b + d + f],
      ]);
    },
  });
  const contents = file.resolve(page.dict.get("Contents"));
  const streams = (Array.isArray(contents) ? contents : [contents])
    .map((part) => file.resolve(part))
    .filter((one) => one instanceof PdfStream);
  runner.content(streams, file.dict(inherited(file, page.dict, "Resources")), IDENTITY);
  for (const one of file.array(page.dict.get("Annots"))) {
    const annotation = file.dict(one);
    const type = file.resolve(annotation?.get("FT"));
    const box = boxOf(file, annotation?.get("Rect"));
    if (!(type instanceof PdfName) || type.name !== "Sig" || annotation?.has("AP") !== true || box === undefined)
      continue;
    if (box[0] === box[2] || box[1] === box[3]) continue;
    put([
      [box[0], box[1]],
      [box[2], box[3]],
    ]);
  }
  return boxes;
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
