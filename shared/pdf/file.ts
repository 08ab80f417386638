import { limitFault, syntaxFault } from "./faults.ts";
import { decodeStream } from "./filters.ts";
import type { PdfLimits } from "./limits.ts";
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream } from "./objects.ts";
import { findPage, type PdfPage, pageAt, readPages } from "./pages.ts";
import { type ByteSpan, type IndirectObject, isWhite, PdfParser } from "./parse.ts";
import { RevisionIndex } from "./revision-index.ts";
import type { ObjectStream, PdfSource, SpannedObject } from "./source.ts";
import { type PdfRevision, readRevisions } from "./xref.ts";
import type { XrefEntry } from "./xref-entries.ts";

/** Where an object stands: bytes `N G obj … endobj`, or a place in an object stream. */
export type ObjectLocation = { offset: number; end: number } | { inStream: number; index: number };

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
  /** What the bytes say, for this room; shared by all views of the file. */
  readonly source: PdfSource;
  readonly #index: RevisionIndex;
  /** Object streams whose reading hangs on other objects, by offset. */
  readonly #streams = new Map<number, ObjectStream>();
  readonly #loading = new Set<number>();
  #pages: PdfPage[] | undefined;

  /** Use {@link readPdf}. */
  constructor(
    bytes: Uint8Array,
    version: string,
    revisions: readonly PdfRevision[],
    limits: PdfLimits,
    source: PdfSource,
    index = new RevisionIndex(revisions),
  ) {
    this.source = source;
    this.#index = index;
    const newest = revisions.at(-1);
    if (newest === undefined) throw syntaxFault(0, "không có bảng tham chiếu chéo");
    this.bytes = bytes;
    this.version = version;
    this.revisions = revisions;
    this.trailer = newest.trailer;
    // PDFBox counts only up to the highest number that a saving changed; a number in use is no less there for it.
    this.size = revisions.reduce((most, { trailer }) => Math.max(most, trailer.get("Size") as number), 0);
    this.encrypted = revisions.some((r) => r.trailer.has("Encrypt"));
    this.limits = limits;
  }

  /** The cross-reference entry that counts for an object number, newest revision first. */
  entry(num: number): XrefEntry | undefined {
    return this.#index.entry(num, this.revisions.length);
  }

  /** The newest definition of an object; null when it is free or absent (ISO 32000-1, 7.3.10). */
  get(ref: PdfRef | number): PdfObject {
    const num = typeof ref === "number" ? ref : ref.num;
    const entry = this.entry(num);
    if (entry === undefined || entry.type === "free" || num >= this.size) return null;
    if (typeof ref !== "number" && ref.gen !== (entry.type === "offset" ? entry.gen : 0)) return null;
    return entry.type === "offset" ? this.#at(num, entry).value : this.#inStream(num, entry.stream, entry.index);
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

  /** The file as it was after revision `revision` (0 is the oldest), by that revision's own chain only. The same one each time. */
  at(revision: number): PdfFile {
    const r = this.revisions[revision];
    if (r === undefined) throw new RangeError(`no revision ${revision}`);
    if (revision === this.revisions.length - 1 && r.end === this.bytes.length) return this;
    return this.#index.view(revision, () => {
      const revisions = this.revisions.slice(0, revision + 1);
      return new PdfFile(this.bytes.subarray(0, r.end), this.version, revisions, this.limits, this.source, this.#index);
    });
  }

  /**
   * The file that the first `end` bytes are by themselves: as {@link readPdf} of those bytes, with its own last `startxref` and the chain from there.
   * What was read before is not read again. Errors: those of readPdf.
   */
  upTo(end: number): PdfFile {
    if (end === this.bytes.length) return this;
    const bytes = this.bytes.subarray(0, end);
    const revisions = readRevisions(bytes, this.limits, this.source.sections);
    const last = revisions.length - 1;
    // Sections at the same places of the same bytes are the same, so this is a view that may exist already.
    const same = revisions.every((r, i) => r.xrefOffset === this.revisions[i]?.xrefOffset);
    if (same && this.revisions[last]?.end === end) return this.at(last);
    return new PdfFile(bytes, this.version, revisions, this.limits, this.source);
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
    const { object, spans } = this.#spanned(num, entry);
    let value: PdfObject = object.value;
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

  #at(num: number, entry: { offset: number; gen: number }): IndirectObject {
    const known = this.source.objects.get(entry.offset);
    const object = known !== undefined && this.#holds(num, entry, known) ? known : this.#parse(num, entry);
    if (object.num !== num || object.gen !== entry.gen) throw syntaxFault(entry.offset, `không thấy đối tượng ${num}`);
    return object;
  }

  /** Would this view read at that place what was read there before? */
  #holds(num: number, entry: { offset: number }, { value, end }: IndirectObject): boolean {
    if (end > this.bytes.length) return false;
    if (!(value instanceof PdfStream)) return true;
    const length = value.dict.get("Length");
    return (
      !(length instanceof PdfRef) || this.#reading(num, entry.offset, () => this.resolve(length)) === value.raw.length
    );
  }

  #parse(num: number, { offset }: { offset: number }, spans?: SpannedObject["spans"]): IndirectObject {
    // Some writers point at the end of line before the object; there is one way to read that, so it is no guess.
    let at = offset;
    while (at < offset + 4 && isWhite(this.bytes[at])) at++;
    const first = this.bytes[at];
    if (first === undefined || first < 48 || first > 57) throw syntaxFault(offset, `không thấy đối tượng ${num}`);
    const parser = new PdfParser(this.bytes, offset, this.limits.nesting);
    parser.spans = spans as PdfParser["spans"];
    const object = parser.indirect((length) => this.#reading(num, offset, () => this.resolve(length)));
    if (spans === undefined) this.source.objects.set(offset, object);
    return object;
  }

  /** Reads what may need other objects; refuses what needs itself. */
  #reading<T>(num: number, offset: number, read: () => T): T {
    if (this.#loading.has(num) || this.#loading.size > this.limits.nesting) {
      throw syntaxFault(offset, `đối tượng ${num} cần chính nó để đọc`);
    }
    this.#loading.add(num);
    try {
      return read();
    } finally {
      this.#loading.delete(num);
    }
  }

  #spanned(num: number, entry: { offset: number; gen: number }): SpannedObject {
    const known = this.source.spanned.get(entry.offset);
    const usable = known !== undefined && this.#holds(num, entry, known.object);
    const spans = new Map<PdfDict, Map<string, ByteSpan>>();
    const spanned = usable ? known : { object: this.#parse(num, entry, spans), spans };
    const { object } = spanned;
    if (object.num !== num || object.gen !== entry.gen) throw syntaxFault(entry.offset, `không thấy đối tượng ${num}`);
    if (!usable) this.source.spanned.set(entry.offset, spanned);
    return spanned;
  }

  #inStream(num: number, stream: number, index: number): PdfObject {
    const { data, first, objects, values } = this.#objectStream(stream);
    const object = objects[index];
    if (object === undefined || object.num !== num) throw syntaxFault(0, `luồng ${stream} không chứa đối tượng ${num}`);
    const known = values.get(index);
    if (known !== undefined) return known;
    const value = new PdfParser(data, first + object.offset, this.limits.nesting).object();
    values.set(index, value);
    return value;
  }

  /** 7.5.7: /N pairs of object number and offset, then the objects from /First on, which are read one by one when asked for. */
  #objectStream(num: number): ObjectStream {
    const entry = this.entry(num);
    if (entry?.type !== "offset") throw syntaxFault(0, `luồng đối tượng ${num} không có`);
    const stream = this.get(num);
    if (!(stream instanceof PdfStream)) throw syntaxFault(0, `đối tượng ${num} không phải luồng đối tượng`);
    const known = this.source.streams.get(entry.offset) ?? this.#streams.get(entry.offset);
    if (known?.stored === stream.raw.length) return known;
    const read = this.#reading(num, entry.offset, () => this.#decode(num, stream));
    const own = DECODING.some((key) => namesOthers(stream.dict.get(key)));
    (own ? this.#streams : this.source.streams).set(entry.offset, read);
    return read;
  }

  #decode(num: number, stream: PdfStream): ObjectStream {
    const type = this.resolve(stream.dict.get("Type"));
    if (!(type instanceof PdfName) || type.name !== "ObjStm") {
      throw syntaxFault(0, `đối tượng ${num} không phải luồng đối tượng`);
    }
    const count = this.resolve(stream.dict.get("N"));
    const first = this.resolve(stream.dict.get("First"));
    if (typeof count !== "number" || typeof first !== "number" || count < 0 || count > this.limits.xrefEntries) {
      throw syntaxFault(0, `luồng đối tượng ${num} sai /N hay /First`);
    }
    const left = this.limits.totalStreamBytes - this.source.decoded;
    const data = decodeStream(stream, this, Math.min(this.limits.streamBytes, left));
    this.source.decoded += data.length;
    const header = new PdfParser(data, 0, this.limits.nesting);
    const objects: ObjectStream["objects"] = [];
    for (let i = 0; i < count; i++) {
      const objectNumber = header.unsigned();
      const offset = header.unsigned();
      if (objectNumber === undefined || offset === undefined) throw syntaxFault(header.pos, `đầu luồng ${num} sai`);
      objects.push({ num: objectNumber, offset });
    }
    return { data, first, objects, values: new Map(), stored: stream.raw.length };
  }
}

/** Entries that say how an object stream is read; where one of them refers to another object, the answer is each view's own. */
const DECODING = ["Type", "N", "First", "Filter", "DecodeParms"] as const;

function namesOthers(value: PdfObject | undefined): boolean {
  if (value instanceof PdfRef) return true;
  if (Array.isArray(value)) return value.some(namesOthers);
  return value instanceof PdfDict && [...value.map.values()].some(namesOthers);
}
