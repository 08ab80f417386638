import { limitFault, syntaxFault, xrefFault } from "./faults.ts";
import { decodeStream } from "./filters.ts";
import type { PdfLimits } from "./limits.ts";
import { PdfDict, PdfName, type PdfObject, PdfStream } from "./objects.ts";
import { isWhite, latin1, PdfParser } from "./parse.ts";
import { entriesOfRows, overlaid, overlap, type XrefEntries, type XrefEntry, type XrefRun } from "./xref-entries.ts";

/** What one saving of the file added: its cross-reference section, or for a linearized file its two sections. */
export interface PdfRevision {
  /** What `startxref` at the end of this revision says. */
  xrefOffset: number;
  /** The byte after `%%EOF` and its end of line; the file as it was then is `bytes.subarray(0, end)`. */
  end: number;
  kind: "table" | "stream" | "hybrid";
  trailer: PdfDict;
  /** Only what this revision itself lists. */
  entries: XrefEntries;
}

interface Section {
  offset: number;
  kind: PdfRevision["kind"];
  trailer: PdfDict;
  entries: XrefEntries;
  /** Objects that a hybrid section has for newer readers only: free in its table (7.5.8.4). */
  hidden?: ReadonlySet<number>;
  prev: number | undefined;
  /** The byte after the section; `startxref` follows, except after the first section of some linearized files. */
  after: number;
  /** The byte after all that was read for it: of a hybrid the stream may stand elsewhere. */
  reach: number;
  /** Rows of its tables. */
  rows: number;
}

/** What was read of a file's chain already, by place, for parts of the same file that begin where it begins. */
export interface ReadSections {
  readonly sections: Map<number, Section>;
  /** `startxref N %%EOF`. */
  readonly tails: Map<number, Tail>;
}

interface Tail {
  startxref: number;
  /** The byte after it and its end of line. */
  end: number;
}

interface Context {
  bytes: Uint8Array;
  limits: PdfLimits;
  entries: number;
  known: ReadSections;
}

const DIRECT_ONLY = {
  resolve(object: PdfObject | undefined): PdfObject {
    return object ?? null;
  },
};

/**
 * Follows `startxref` and every /Prev and gives the revisions, oldest first.
 * Nothing but the sections themselves is read. Errors: PDF_XREF, PDF_SYNTAX, PDF_LIMIT.
 *
 * @param known sections of the same file: one that lies within `bytes` as a whole is not read again
 */
export function readRevisions(bytes: Uint8Array, limits: PdfLimits, known: ReadSections): PdfRevision[] {
  const context: Context = { bytes, limits, entries: 0, known };
  const sections: Section[] = [];
  const seen = new Set<number>();
  let next: number | undefined = lastStartxref(bytes);
  while (next !== undefined) {
    if (seen.has(next)) throw xrefFault(next, "chuỗi /Prev quay vòng");
    seen.add(next);
    if (sections.length >= limits.sections) throw limitFault("quá nhiều lần lưu nối tiếp");
    const section = sectionAt(context, next);
    sections.push(section);
    next = section.prev;
  }
  sections.reverse();
  return intoRevisions(sections, context);
}

/**
 * Oldest first. In a linearized file (ISO 32000-1, annex F) the first-page section stands at the front and its /Prev points
 * forward to the main section; those two are one revision. Any other /Prev must point backwards.
 */
function intoRevisions(sections: Section[], context: Context): PdfRevision[] {
  const { bytes } = context;
  const revisions: PdfRevision[] = [];
  let i = 0;
  const [first, second] = sections;
  if (first !== undefined && second !== undefined && first.offset > second.offset) {
    const entries = overlaid(second.entries, first.entries);
    revisions.push(revision({ ...second, entries, after: first.after }, context));
    i = 2;
  }
  for (; i < sections.length; i++) revisions.push(revision(sections[i]!, context));
  refuseHiding(sections);
  let previous: PdfRevision | undefined;
  for (const r of revisions) {
    if (previous !== undefined) {
      if (r.xrefOffset < previous.end) throw xrefFault(r.xrefOffset, "/Prev không trỏ về lần lưu trước");
    }
    previous = r;
  }
  for (let pos = previous?.end ?? 0; pos < bytes.length; pos++) {
    if (!isWhite(bytes[pos])) throw xrefFault(pos, "có dữ liệu sau %%EOF cuối cùng");
  }
  return revisions;
}

/** An object that was there for all readers may not be taken from some of them: which it is they would have to guess. */
function refuseHiding(sections: readonly Section[]): void {
  for (const [i, { hidden, offset }] of sections.entries()) {
    for (const num of hidden ?? []) {
      const before = sections.slice(0, i).findLast(({ entries }) => entries.get(num) !== undefined);
      if (before === undefined || before.hidden?.has(num) || before.entries.get(num)?.type === "free") continue;
      throw xrefFault(offset, `đối tượng ${num} bị giấu với một phần các trình đọc`);
    }
  }
}

function revision(section: Section, { bytes, known }: Context): PdfRevision {
  const { offset: xrefOffset, kind, trailer, entries } = section;
  let tail = known.tails.get(section.after);
  if (tail === undefined || tail.end > bytes.length) {
    tail = readTail(bytes, section.after);
    known.tails.set(section.after, tail);
  }
  if (tail.startxref !== xrefOffset) throw xrefFault(xrefOffset, "startxref không trỏ về bảng đứng trước nó");
  return { xrefOffset, end: tail.end, kind, trailer, entries };
}

/** The value of the `startxref` that ends the file. */
function lastStartxref(bytes: Uint8Array): number {
  const start = Math.max(0, bytes.length - 1024);
  const at = latin1(bytes.subarray(start)).lastIndexOf("startxref");
  if (at < 0) throw xrefFault(bytes.length, "không có startxref ở cuối tệp (tệp bị cắt cụt?)");
  return readTail(bytes, start + at).startxref;
}

/** `startxref N %%EOF` and one end of line. */
function readTail(bytes: Uint8Array, pos: number): Tail {
  const parser = new PdfParser(bytes, pos, 1);
  if (!parser.keyword("startxref")) throw xrefFault(parser.pos, "thiếu startxref");
  const startxref = parser.unsigned();
  if (startxref === undefined) throw xrefFault(parser.pos, "startxref không có số");
  let end = parser.pos;
  while (isWhite(bytes[end])) end++;
  for (const c of "%%EOF") if (bytes[end++] !== c.charCodeAt(0)) throw xrefFault(end, "thiếu %%EOF");
  if (bytes[end] === 13) end++;
  if (bytes[end] === 10) end++;
  return { startxref, end };
}

function sectionAt(context: Context, offset: number): Section {
  const { bytes, known } = context;
  const held = known.sections.get(offset);
  if (held !== undefined && held.reach <= bytes.length) {
    bound(context, held.rows);
    return held;
  }
  const before = context.entries;
  const read = readSection(context, offset);
  const section = { ...read, rows: context.entries - before };
  known.sections.set(offset, section);
  return section;
}

function readSection(context: Context, offset: number): Omit<Section, "rows"> {
  const { bytes, limits } = context;
  if (offset >= bytes.length) throw xrefFault(offset, "vị trí nằm ngoài tệp");
  // @signpdf points at the end of line before the table; there is one way to read that, so it is no guess.
  const start = offset + lineEnd(bytes, offset);
  const parser = new PdfParser(bytes, start, limits.nesting);
  if (isWhite(bytes[start]) || bytes[start] === 0x25) throw xrefFault(offset, "vị trí không phải đầu bảng");
  return parser.keyword("xref") ? readTable(context, offset, parser) : readXrefStream(context, offset);
}

/** Bytes of the one end of line at a place; 0 when there is none. */
function lineEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 10) return 1;
  return bytes[at] === 13 ? (bytes[at + 1] === 10 ? 2 : 1) : 0;
}

function readTable(context: Context, offset: number, parser: PdfParser): Omit<Section, "rows"> {
  const { bytes } = context;
  const runs: XrefRun[] = [];
  while (!parser.keyword("trailer")) {
    const first = parser.unsigned();
    const count = first === undefined ? undefined : parser.unsigned();
    if (first === undefined || count === undefined) throw xrefFault(parser.pos, "đầu đoạn bảng sai");
    bound(context, count);
    parser.skipSpace();
    const at = parser.pos;
    if (at + count * 20 > bytes.length) throw xrefFault(at, "bảng dài hơn tệp");
    for (let row = 0; row < count; row++) checkTableRow(bytes, at + row * 20);
    runs.push({ first, count, at });
    parser.pos = at + count * 20;
  }
  const trailer = parser.object();
  if (!(trailer instanceof PdfDict)) throw xrefFault(offset, "trailer không phải từ điển");
  const after = parser.pos;
  let reach = after;
  let entries = checkedEntries(trailer, runs, 20, (pos) => tableEntry(bytes, pos), offset);
  const hidden = new Set<number>();
  const hybrid = trailer.get("XRefStm");
  if (hybrid !== undefined) {
    if (typeof hybrid !== "number" || !Number.isInteger(hybrid) || hybrid < 0 || hybrid >= bytes.length) {
      throw xrefFault(offset, "/XRefStm sai");
    }
    // 7.5.8.4: objects in the stream are hidden from old readers by being absent or free in the table.
    const stream = xrefStreamAt(context, hybrid);
    reach = Math.max(after, stream.end);
    const declared = trailer.get("Size") as number;
    for (const num of stream.entries.keys()) {
      const used = stream.entries.get(num)?.type !== "free";
      if (num >= declared && used) throw beyondSize(num, offset);
      if (used && entries.get(num)?.type === "free") hidden.add(num);
    }
    entries = overlaid(entries, stream.entries, ({ type }) => type !== "free");
  }
  const kind = hybrid === undefined ? "table" : "hybrid";
  return { offset, kind, trailer, entries, hidden, prev: previousOf(trailer, offset), after, reach };
}

/** 7.5.4: exactly 20 bytes, `nnnnnnnnnn ggggg n` and a two-byte end of line. */
function checkTableRow(bytes: Uint8Array, pos: number): void {
  for (let at = pos; at < pos + 16; at++) {
    const c = bytes[at]!;
    if (at === pos + 10 ? c !== 32 : c < 48 || c > 57) throw xrefFault(pos, "dòng của bảng không đúng 20 byte");
  }
  const type = bytes[pos + 17];
  const a = bytes[pos + 18];
  const b = bytes[pos + 19];
  const lineEnd = (a === 32 && (b === 10 || b === 13)) || (a === 13 && b === 10);
  if (bytes[pos + 16] !== 32 || !lineEnd) throw xrefFault(pos, "dòng của bảng không đúng 20 byte");
  if (type !== 0x66 && type !== 0x6e) throw xrefFault(pos, "dòng của bảng không phải n hay f");
}

/** Reads a row that {@link checkTableRow} has passed. */
function tableEntry(bytes: Uint8Array, pos: number): XrefEntry {
  let offset = 0;
  let gen = 0;
  for (let i = 0; i < 10; i++) offset = offset * 10 + bytes[pos + i]! - 48;
  for (let i = 11; i < 16; i++) gen = gen * 10 + bytes[pos + i]! - 48;
  return bytes[pos + 17] === 0x66 ? { type: "free", gen } : { type: "offset", offset, gen };
}

function readXrefStream(context: Context, offset: number): Omit<Section, "rows"> {
  const { end, trailer, entries } = xrefStreamAt(context, offset);
  // Only tables have it (table 17), but MuPDF follows it here too.
  if (trailer.has("XRefStm")) throw xrefFault(offset, "/XRefStm trong luồng tham chiếu chéo");
  return { offset, kind: "stream", trailer, entries, prev: previousOf(trailer, offset), after: end, reach: end };
}

/** 7.5.8: /W field widths, /Index subsections, entries of type 0, 1, 2. */
function xrefStreamAt(context: Context, offset: number): { end: number; trailer: PdfDict; entries: XrefEntries } {
  const { bytes, limits } = context;
  const parser = new PdfParser(bytes, offset, limits.nesting);
  const { value, end } = parser.indirect(() => null);
  const type = value instanceof PdfStream ? value.dict.get("Type") : undefined;
  if (!(value instanceof PdfStream) || !(type instanceof PdfName) || type.name !== "XRef") {
    throw xrefFault(offset, "không phải bảng cũng không phải luồng tham chiếu chéo");
  }
  const trailer = value.dict;
  const w = integers(trailer.get("W"), offset, "/W");
  const [w0, w1, w2] = w;
  if (w.length !== 3 || w0 === undefined || w1 === undefined || w2 === undefined || w.some((n) => n > 6) || w1 === 0) {
    throw xrefFault(offset, "/W sai");
  }
  const declared = trailer.get("Size");
  const index = trailer.has("Index") ? integers(trailer.get("Index"), offset, "/Index") : [0, Number(declared)];
  if (index.length % 2 !== 0) throw xrefFault(offset, "/Index sai");
  const row = w0 + w1 + w2;
  let rows = 0;
  for (let i = 1; i < index.length; i += 2) rows += index[i]!;
  bound(context, rows);
  const data = decodeStream(value, DIRECT_ONLY, Math.min(limits.streamBytes, rows * (row + 1) + 1024));
  if (data.length !== rows * row) throw xrefFault(offset, "luồng tham chiếu chéo không đủ dòng");
  const number = (at: number, width: number): number => {
    let n = 0;
    for (let k = 0; k < width; k++) n = n * 256 + data[at + k]!;
    return n;
  };
  const read = (at: number): XrefEntry => {
    const kind = w0 === 0 ? 1 : number(at, w0);
    const second = number(at + w0, w1);
    const third = number(at + w0 + w1, w2);
    if (kind === 1) return { type: "offset", offset: second, gen: third };
    if (kind === 2) return { type: "inStream", stream: second, index: third };
    // 7.5.8.3: an unknown type is a reference to the null object.
    return { type: "free", gen: third };
  };
  const runs: XrefRun[] = [];
  for (let i = 0, at = 0; i < index.length; i += 2) {
    const [first, count] = [index[i]!, index[i + 1]!];
    runs.push({ first, count, at });
    at += count * row;
  }
  return { end, trailer, entries: checkedEntries(trailer, runs, row, read, offset) };
}

function integers(object: PdfObject | undefined, offset: number, key: string): number[] {
  if (!Array.isArray(object)) throw xrefFault(offset, `${key} sai`);
  return object.map((n) => {
    if (typeof n !== "number" || !Number.isInteger(n) || n < 0) throw xrefFault(offset, `${key} sai`);
    return n;
  });
}

function bound(context: Context, count: number): void {
  context.entries += count;
  if (!(context.entries <= context.limits.xrefEntries)) throw limitFault("quá nhiều đối tượng");
}

/** The entries of rows that say nothing twice, and nothing of objects beyond /Size. */
function checkedEntries(
  trailer: PdfDict,
  runs: readonly XrefRun[],
  width: number,
  read: (position: number) => XrefEntry,
  offset: number,
): XrefEntries {
  const declared = trailer.get("Size");
  if (typeof declared !== "number" || !Number.isInteger(declared) || declared < 1) throw xrefFault(offset, "/Size sai");
  const twice = overlap(runs);
  if (twice !== undefined) throw xrefFault(offset, `đối tượng ${twice} ghi hai lần trong một bảng`);
  for (const { first, count, at } of runs) {
    for (let num = Math.max(first, declared); num < first + count; num++)
      if (read(at + (num - first) * width).type !== "free") throw beyondSize(num, offset);
  }
  return entriesOfRows(runs, width, read);
}

function beyondSize(num: number, offset: number): Error {
  return xrefFault(offset, `đối tượng ${num} vượt /Size`);
}

function previousOf(trailer: PdfDict, offset: number): number | undefined {
  const prev = trailer.get("Prev");
  if (prev === undefined) return undefined;
  if (typeof prev !== "number" || !Number.isInteger(prev) || prev < 0) throw syntaxFault(offset, "/Prev sai");
  return prev;
}
