import type { PdfFile } from "./file.ts";
import type { PdfRevision } from "./xref.ts";
import type { XrefEntry } from "./xref-entries.ts";

/** Views of revisions kept; more are made anew when asked for. */
const MAX_VIEWS = 64;

/** Which revision says where an object stands, and the views of the revisions; shared by all views of one chain. */
export class RevisionIndex {
  readonly #revisions: readonly PdfRevision[];
  /** For each object number the later revisions (1 and on) that list it, oldest first; mostly there is one. Made when first needed. */
  #later: Map<number, number | number[]> | undefined;
  readonly #views = new Map<number, PdfFile>();

  constructor(revisions: readonly PdfRevision[]) {
    this.#revisions = revisions;
  }

  /** The entry that counts after the first `count` revisions. */
  entry(num: number, count: number): XrefEntry | undefined {
    const revisions = this.#revisions;
    const listed = count > 1 ? this.#laterOf(num) : undefined;
    if (typeof listed === "number") return revisions[listed < count ? listed : 0]!.entries.get(num);
    return revisions[listed?.findLast((revision) => revision < count) ?? 0]!.entries.get(num);
  }

  #laterOf(num: number): number | number[] | undefined {
    if (this.#later === undefined) {
      this.#later = new Map();
      for (const [i, { entries }] of this.#revisions.entries()) {
        if (i === 0) continue;
        for (const listed of entries.keys()) {
          const known = this.#later.get(listed);
          if (known === undefined) this.#later.set(listed, i);
          else if (typeof known === "number") this.#later.set(listed, [known, i]);
          else known.push(i);
        }
      }
    }
    return this.#later.get(num);
  }

  /** The view after a revision, made once. */
  view(revision: number, make: () => PdfFile): PdfFile {
    const known = this.#views.get(revision);
    if (known !== undefined) return known;
    const made = make();
    if (this.#views.size >= MAX_VIEWS) this.#views.delete(this.#views.keys().next().value!);
    this.#views.set(revision, made);
    return made;
  }
}
