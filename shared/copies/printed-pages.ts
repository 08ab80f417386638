import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { VanthuError } from "../errors/index.ts";
import {
  dict,
  inherited,
  name,
  PdfDict,
  type PdfFile,
  type PdfObject,
  type PdfPage,
  PdfRef,
  PdfStream,
  readPdf,
  textString,
  writePdf,
} from "../pdf/index.ts";
import { pageContent, printedAppearance } from "./page-marks.ts";

/** What does not come along when a page is printed: the way up the tree, structure, and what viewers keep for themselves. */
const LEFT_BEHIND = new Set([
  "Parent",
  "P",
  "StructParent",
  "StructParents",
  "Annots",
  "Metadata",
  "PieceInfo",
  "Thumb",
]);
/** Objects and pages of one printing. */
const LIMITS = { objects: 200_000, pages: 2000, depth: 64 };

/**
 * Pages of other files as they print, gathered into one new file: their content, and on it the signatures and filled fields that print.
 * Nothing is left that could be clicked, filled in or verified: it is for paper.
 */
export class PrintedPages {
  readonly #objects = new Map<number, PdfObject>();
  readonly #pages: {
    ref: number;
    content: string[];
    resources: Map<string, PdfRef>;
    box: readonly number[];
    rotate: number;
  }[] = [];
  readonly #hash = createHash("sha256");
  readonly #copied = new Map<PdfFile, Map<number, PdfRef>>();
  #layers: PdfObject | undefined;
  // 1 catalog, 2 page tree, 3 information.
  #next = 4;

  /** How many there are. */
  get count(): number {
    return this.#pages.length;
  }

  /**
   * Adds all pages of a file.
   * @throws PDF_ENCRYPTED, PDF_LIMIT, and what reading throws
   */
  addFile(bytes: Uint8Array): PdfFile {
    const file = readPdf(bytes);
    if (file.encrypted)
      throw new VanthuError("PDF_ENCRYPTED", {
        message: "Tệp PDF đặt mật khẩu nên không in ra được.",
        hint: "Dùng tệp không đặt mật khẩu.",
      });
    this.#hash.update(createHash("sha256").update(bytes).digest());
    for (const page of file.pages()) this.#add(file, page);
    const layers = file.catalog.get("OCProperties");
    if (layers !== undefined && this.#layers === undefined) this.#layers = this.#copy(file, layers, 0);
    return file;
  }

  /** An empty A4 page. */
  addSheet(): void {
    this.#open([0, 0, 595.276, 841.89], 0);
  }

  /**
   * Draws the lower part of another file's first page on the last page: everything above `top` of it comes to stand at `at` and below.
   *
   * @param bytes a file of one page
   * @param shift how far up it is moved, in points; negative is down
   */
  drawOnLast(bytes: Uint8Array, shift: number): void {
    const file = readPdf(bytes);
    const [page] = file.pages();
    const last = this.#pages.at(-1);
    if (page === undefined || last === undefined) return;
    this.#hash.update(createHash("sha256").update(bytes).digest());
    const form = this.#form(file, page);
    const [x, y] = last.box as [number, number];
    this.#draw(last, form, [1, 0, 0, 1, x - page.mediaBox[0], y - page.mediaBox[1] + shift]);
  }

  /** Draws another file's first page on every page, from its lower left corner. */
  drawOnEach(bytes: Uint8Array): void {
    const file = readPdf(bytes);
    const [source] = file.pages();
    if (source === undefined) return;
    this.#hash.update(createHash("sha256").update(bytes).digest());
    const form = this.#form(file, source);
    for (const page of this.#pages) {
      const [x, y] = page.box as [number, number];
      this.#draw(page, form, [1, 0, 0, 1, x - source.mediaBox[0], y - source.mediaBox[1]]);
    }
  }

  /** The file. */
  write(title: string): Uint8Array {
    const kids = this.#pages.map(({ ref }) => new PdfRef(ref));
    for (const { ref, content, resources, box, rotate } of this.#pages) {
      const stream = new PdfStream(new PdfDict(), Buffer.from(content.join(""), "latin1"));
      this.#objects.set(
        ref,
        dict({
          Type: name("Page"),
          Parent: new PdfRef(2),
          MediaBox: [...box],
          Rotate: rotate === 0 ? undefined : rotate,
          Resources: dict({ XObject: new PdfDict(resources) }),
          Contents: this.#keep(stream),
        }),
      );
    }
    this.#objects.set(
      1,
      dict({ Type: name("Catalog"), Pages: new PdfRef(2), Lang: textString("vi-VN"), OCProperties: this.#layers }),
    );
    this.#objects.set(2, dict({ Type: name("Pages"), Kids: kids, Count: kids.length }));
    this.#objects.set(3, dict({ Title: textString(title), Producer: textString("Vanthu") }));
    const id = new Uint8Array(this.#hash.copy().digest().subarray(0, 16));
    return writePdf({ objects: this.#objects, root: 1, info: 3, id });
  }

  #open(box: readonly number[], rotate: number) {
    if (this.#pages.length >= LIMITS.pages)
      throw new VanthuError("PDF_LIMIT", { message: `Văn bản có hơn ${LIMITS.pages} trang nên không in ra được.` });
    const page = { ref: this.#next++, content: [] as string[], resources: new Map<string, PdfRef>(), box, rotate };
    this.#pages.push(page);
    return page;
  }

  #add(file: PdfFile, source: PdfPage): void {
    const page = this.#open(source.mediaBox, source.rotate);
    this.#draw(page, this.#form(file, source), [1, 0, 0, 1, 0, 0]);
    for (const reference of file.array(source.dict.get("Annots"))) {
      const annotation = file.dict(reference);
      const shown = annotation === undefined ? undefined : printedAppearance(file, annotation);
      if (shown === undefined) continue;
      const form = this.#copy(file, shown.form, 0);
      this.#draw(page, form instanceof PdfRef ? form : this.#keep(form), shown.matrix);
    }
  }

  #draw(page: { content: string[]; resources: Map<string, PdfRef> }, form: PdfRef, matrix: readonly number[]): void {
    const key = `F${page.resources.size}`;
    page.resources.set(key, form);
    page.content.push(`q ${matrix.map((one) => Number(one.toFixed(5))).join(" ")} cm /${key} Do Q\n`);
  }

  /** A page as a form of its own, so that its names and its graphics state stay its own. */
  #form(file: PdfFile, page: PdfPage): PdfRef {
    const resources = inherited(file, page.dict, "Resources");
    const crop = file.array(inherited(file, page.dict, "CropBox")).map((one) => file.resolve(one));
    const box = crop.length === 4 && crop.every((one) => typeof one === "number") ? crop : [...page.mediaBox];
    const group = page.dict.get("Group");
    return this.#keep(
      new PdfStream(
        dict({
          Type: name("XObject"),
          Subtype: name("Form"),
          BBox: box,
          Resources: this.#copy(file, resources ?? new PdfDict(), 0),
          Group: group === undefined ? undefined : this.#copy(file, group, 0),
          Filter: name("FlateDecode"),
        }),
        deflateSync(pageContent(file, page)),
      ),
    );
  }

  #keep(object: PdfObject): PdfRef {
    if (this.#next > LIMITS.objects)
      throw new VanthuError("PDF_LIMIT", { message: "Văn bản có quá nhiều đối tượng nên không in ra được." });
    const num = this.#next++;
    this.#objects.set(num, object);
    return new PdfRef(num);
  }

  /** A value of another file with everything it refers to; each object comes once. */
  #copy(file: PdfFile, object: PdfObject, depth: number): PdfObject {
    if (depth > LIMITS.depth) throw new VanthuError("PDF_LIMIT", { message: "Đối tượng PDF lồng nhau quá sâu." });
    if (object instanceof PdfRef) {
      let known = this.#copied.get(file);
      if (known === undefined) {
        known = new Map();
        this.#copied.set(file, known);
      }
      const done = known.get(object.num);
      if (done !== undefined) return done;
      const ref = this.#keep(null);
      known.set(object.num, ref);
      this.#objects.set(ref.num, this.#copy(file, file.get(object), depth + 1));
      return ref;
    }
    if (Array.isArray(object)) return object.map((one) => this.#copy(file, one, depth + 1));
    if (object instanceof PdfStream) return new PdfStream(this.#copyDict(file, object.dict, depth), object.raw);
    if (object instanceof PdfDict) return this.#copyDict(file, object, depth);
    return object;
  }

  #copyDict(file: PdfFile, source: PdfDict, depth: number): PdfDict {
    const copied = new PdfDict();
    for (const [key, value] of source.map)
      if (!LEFT_BEHIND.has(key)) copied.set(key, this.#copy(file, value, depth + 1));
    return copied;
  }
}
