import { limitFault, syntaxFault } from "./faults.ts";
import { decodeStream } from "./filters.ts";
import type { PdfLimits } from "./limits.ts";
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream } from "./objects.ts";
import { findPage, type PdfPage, pageAt, readPages } from "./pages.ts";
import { type ByteSpan, type IndirectObject, PdfParser } from "./parse.ts";
import type { PdfRevision } from "./xref.ts";
import type { XrefEntry } from "./xref-entries.ts";

/** Where an object stands: bytes `N G obj … endobj`, or a place in an object stream. */
export type ObjectLocation = { offset: number; end: number } | { inStream: number; index: number };

/** A decoded object stream; offsets count from `first`. */
interface ObjectStream {
  data: Uint8Array;
  first: number;
  objects: { num: number; offset: number }[];
}

/**
 * A PDF as its cross-reference tells it, or the view of it after one of its revisions. Objects are read when asked for.
 * Every reading method throws PDF_SYNTAX, PDF_FILTER or PDF_LIMIT when what it meets is broken.
 */
export class PdfFile {
  /** The file as it was after the newest revision of this view. */
  readonly bytes: Uint8Array;
  /** Of the header: "1.7". */
  readonly version: string;
  /** Oldest first. */
  readonly revisions: readonly PdfRevision[];
  /** Of the newest revision. */
  readonly trailer: PdfDict;
  /** One more than the highest object number. */
  readonly size: number;
  /** The trailer has /Encrypt: structure can be read, strings and streams cannot. */
  readonly encrypted: boolean;
  readonly limits: PdfLimits;
  readonly #cache = new Map<number, PdfObject>();
  /**
   * What stands at an offset, shared by all views of one file: the bytes are the same, so is what they say. Streams are left out, since
   * where they end may hang on another object (/Length) that differs between views.
   */
  readonly #parsed: Map<number, IndirectObject>;
  readonly #streams = new Map<number, ObjectStream>();
  readonly #loading = new Set<number>();
  #decoded = 0;
  #pages: PdfPage[] | undefined;

  /** Use {@link readPdf}. */
  constructor(
    bytes: Uint8Array,
    version: string,
    revisions: readonly PdfRevision[],
    limits: PdfLimits,
    parsed: Map<number, IndirectObject> = new Map(),
  ) {
    this.#parsed = parsed;
    const newest = revisions.at(-1);
    if (newest === undefined) throw syntaxFault(0, "không có bảng tham chiếu chéo");
    this.bytes = bytes;
    this.version = version;
    this.revisions = revisions;
    this.trailer = newest.trailer;
    this.size = newest.trailer.get("Size") as number;
    this.encrypted = revisions.some((r) => r.trailer.has("Encrypt"));
    this.limits = limits;
  }

  /** The cross-reference entry that counts for an object number, newest revision first. */
  entry(num: number): XrefEntry | undefined {
    for (let i = this.revisions.length - 1; i >= 0; i--) {
      const entry = this.revisions[i]!.entries.get(num);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  /** The newest definition of an object; null when it is free or absent (ISO 32000-1, 7.3.10). */
  get(ref: PdfRef | number): PdfObject {
    const num = typeof ref === "number" ? ref : ref.num;
    const entry = this.entry(num);
    if (entry === undefined || entry.type === "free" || num >= this.size) return null;
    if (typeof ref !== "number" && ref.gen !== (entry.type === "offset" ? entry.gen : 0)) return null;
    const cached = this.#cache.get(num);
    if (cached !== undefined) return cached;
    if (this.#loading.has(num) || this.#loading.size > this.limits.nesting) {
      throw syntaxFault(entry.type === "offset" ? entry.offset : 0, `đối tượng ${num} cần chính nó để đọc`);
    }
    this.#loading.add(num);
    try {
      const value =
        entry.type === "offset" ? this.#at(num, entry).value : this.#inStream(num, entry.stream, entry.index);
      this.#cache.set(num, value);
      return value;
    } finally {
      this.#loading.delete(num);
    }
  }

  /** Follows references until something direct comes; absent is null. */
  resolve(object: PdfObject | undefined): PdfObject {
    let value = object ?? null;
    for (let i = 0; value instanceof PdfRef; i++) {
      if (i > this.limits.nesting) throw limitFault("chuỗi tham chiếu quá dài");
      value = this.get(value);
    }
    return value;
  }

  /** The resolved value of a key when it is a dictionary (or the dictionary of a stream). */
  dict(object: PdfObject | undefined): PdfDict | undefined {
    const value = this.resolve(object);
    return value instanceof PdfDict ? value : value instanceof PdfStream ? value.dict : undefined;
  }

  /** The resolved value when it is an array, else an empty one. */
  array(object: PdfObject | undefined): PdfObject[] {
    const value = this.resolve(object);
    return Array.isArray(value) ? value : [];
  }

  /** The file as it was after revision `revision` (0 is the oldest), by that revision's own chain only. */
  at(revision: number): PdfFile {
    const r = this.revisions[revision];
    if (r === undefined) throw new RangeError(`no revision ${revision}`);
    const revisions = this.revisions.slice(0, revision + 1);
    return new PdfFile(this.bytes.subarray(0, r.end), this.version, revisions, this.limits, this.#parsed);
  }

  /** Errors: PDF_SYNTAX when the trailer has no catalog. */
  get catalog(): PdfDict {
    const root = this.resolve(this.trailer.get("Root"));
    if (!(root instanceof PdfDict)) throw syntaxFault(0, "trailer không có /Root");
    return root;
  }

  /** Pages in reading order, with inherited attributes resolved. Walks the page tree once. */
  pages(): PdfPage[] {
    this.#pages ??= readPages(this);
    return this.#pages;
  }

  /**
   * One page, undefined when there is none; `index` 0 is the first. The tree's /Count is believed, so that only what leads to the page is
   * read: for placing something on a page, not for judging a file.
   */
  page(index: number): PdfPage | undefined {
    return this.#pages === undefined ? (findPage(this, index) ?? this.pages()[index]) : this.#pages[index];
  }

  /** The page that a reference names, as {@link page} would give it. */
  pageOf(ref: PdfRef): PdfPage | undefined {
    if (this.#pages === undefined) {
      const page = pageAt(this, ref);
      if (page !== undefined) return page;
    }
    return this.pages().find((page) => page.ref.num === ref.num);
  }

  /** Number of pages by walking the tree (its /Count can lie). */
  get pageCount(): number {
    return this.pages().length;
  }

  /** Where an object stands, or undefined when it is free or absent. */
  locate(num: number): ObjectLocation | undefined {
    const entry = this.entry(num);
    if (entry === undefined || entry.type === "free") return undefined;
    if (entry.type === "inStream") return { inStream: entry.stream, index: entry.index };
    return { offset: entry.offset, end: this.#at(num, entry).end };
  }

  /**
   * The bytes in the file of a value inside a dictionary object, by keys from the object inwards; delimiters included.
   * Undefined when there is no such key or the object stands in an object stream.
   *
   * @example file.spanOf(12, "Contents") // the token `<3082…>` of the signature dictionary 12 0
   */
  spanOf(num: number, ...keys: string[]): ByteSpan | undefined {
    const entry = this.entry(num);
    if (entry?.type !== "offset") return undefined;
    const spans = new Map<PdfDict, Map<string, ByteSpan>>();
    let value: PdfObject = this.#at(num, entry, spans).value;
    let span: ByteSpan | undefined;
    for (const key of keys) {
      const dict: PdfDict | undefined =
        value instanceof PdfStream ? value.dict : value instanceof PdfDict ? value : undefined;
      if (dict === undefined) return undefined;
      span = spans.get(dict)?.get(key);
      value = dict.get(key) ?? null;
    }
    return span;
  }

  #at(num: number, entry: { offset: number; gen: number }, spans?: PdfParser["spans"]): IndirectObject {
    const known = spans === undefined ? this.#parsed.get(entry.offset) : undefined;
    const object =
      known !== undefined && known.end <= this.bytes.length ? known : this.#parse(num, entry.offset, spans);
    if (object.num !== num || object.gen !== entry.gen) throw syntaxFault(entry.offset, `không thấy đối tượng ${num}`);
    return object;
  }

  #parse(num: number, offset: number, spans: PdfParser["spans"]): IndirectObject {
    const first = this.bytes[offset];
    if (first === undefined || first < 48 || first > 57) throw syntaxFault(offset, `không thấy đối tượng ${num}`);
    const parser = new PdfParser(this.bytes, offset, this.limits.nesting);
    parser.spans = spans;
    const object = parser.indirect((ref) => this.resolve(ref));
    if (spans === undefined && !(object.value instanceof PdfStream)) this.#parsed.set(offset, object);
    return object;
  }

  #inStream(num: number, stream: number, index: number): PdfObject {
    const { data, first, objects } = this.#objectStream(stream);
    const object = objects[index];
    if (object === undefined || object.num !== num) throw syntaxFault(0, `luồng ${stream} không chứa đối tượng ${num}`);
    return new PdfParser(data, first + object.offset, this.limits.nesting).object();
  }

  /** 7.5.7: /N pairs of object number and offset, then the objects from /First on, which are read one by one when asked for. */
  #objectStream(num: number): ObjectStream {
    const known = this.#streams.get(num);
    if (known !== undefined) return known;
    if (this.entry(num)?.type !== "offset") throw syntaxFault(0, `luồng đối tượng ${num} không có`);
    const stream = this.get(num);
    const type = stream instanceof PdfStream ? this.resolve(stream.dict.get("Type")) : null;
    if (!(stream instanceof PdfStream) || !(type instanceof PdfName) || type.name !== "ObjStm") {
      throw syntaxFault(0, `đối tượng ${num} không phải luồng đối tượng`);
    }
    const count = this.resolve(stream.dict.get("N"));
    const first = this.resolve(stream.dict.get("First"));
    if (typeof count !== "number" || typeof first !== "number" || count < 0 || count > this.limits.xrefEntries) {
      throw syntaxFault(0, `luồng đối tượng ${num} sai /N hay /First`);
    }
    const left = this.limits.totalStreamBytes - this.#decoded;
    const data = decodeStream(stream, this, Math.min(this.limits.streamBytes, left));
    this.#decoded += data.length;
    const header = new PdfParser(data, 0, this.limits.nesting);
    const objects: ObjectStream["objects"] = [];
    for (let i = 0; i < count; i++) {
      const objectNumber = header.unsigned();
      const offset = header.unsigned();
      if (objectNumber === undefined || offset === undefined) throw syntaxFault(header.pos, `đầu luồng ${num} sai`);
      objects.push({ num: objectNumber, offset });
    }
    const read = { data, first, objects };
    this.#streams.set(num, read);
    return read;
  }
}
