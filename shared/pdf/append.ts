import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { VanthuError } from "../errors/index.ts";
import type { PdfFile } from "./file.ts";
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from "./objects.ts";
import { ByteWriter, serialise, writeObject } from "./write.ts";

/** An object already in PDF syntax, for whoever must know where each byte lands (holes for /ByteRange and /Contents). */
export interface RawObject {
  raw: Uint8Array;
}

/** What an incremental update changes. */
export interface PdfUpdate {
  /** By object number; new numbers start at `file.size`. */
  objects: Map<number, PdfObject | RawObject>;
  /** Trailer entries to set, besides those kept from the newest trailer. */
  trailer?: Record<string, PdfObject>;
}

/** The file with the update appended. */
export interface AppendedPdf {
  bytes: Uint8Array;
  /** Absolute offset of the first byte of each written object's value, after `N G obj` and its newline: `raw[0]` lands there. */
  offsets: Map<number, number>;
  /** What the new `startxref` says. */
  xrefOffset: number;
}

/** Not carried over from an old trailer: they describe the old section only. */
const SECTION_KEYS = new Set([
  "Type",
  "Size",
  "Index",
  "Prev",
  "W",
  "XRefStm",
  "Length",
  "Filter",
  "DecodeParms",
  "ID",
]);

/**
 * Appends an incremental update (ISO 32000-1, 7.5.6): the earlier bytes stay an exact prefix, the cross-reference keeps its
 * kind (table stays table, stream stays stream, hybrid gets a table), /Prev points to the newest section, the first half of
 * /ID stays and the second changes. The bytes written depend on nothing but the input.
 * Errors: PDF_ENCRYPTED when the file is encrypted.
 *
 * @example
 * const { bytes } = appendUpdate(file, { objects: new Map([[file.size, new PdfDict([["Type", new PdfName("DSS")]])]]) });
 */
export function appendUpdate(file: PdfFile, update: PdfUpdate): AppendedPdf {
  if (file.encrypted) {
    throw new VanthuError("PDF_ENCRYPTED", {
      message: "Tệp PDF được mã hóa nên không ghi thêm được.",
      hint: "Bỏ mật khẩu của tệp rồi thử lại.",
    });
  }
  const newest = file.revisions.at(-1)!;
  const writer = new ByteWriter();
  writer.write(file.bytes);
  const last = file.bytes.at(-1);
  if (last !== 10 && last !== 13) writer.write("\n");

  const rows = new Map<number, { offset: number; gen: number }>();
  const offsets = new Map<number, number>();
  let size = file.size;
  for (const [num, object] of [...update.objects].sort(([a], [b]) => a - b)) {
    if (!Number.isInteger(num) || num < 1) throw new RangeError(`object number ${num}`);
    const old = file.entry(num);
    const gen = old === undefined || old.type === "inStream" ? 0 : old.gen === 65_535 ? 0 : old.gen;
    rows.set(num, { offset: writer.length, gen });
    writer.write(`${num} ${gen} obj\n`);
    offsets.set(num, writer.length);
    if (isRaw(object)) writer.write(object.raw);
    else writeObject(writer, object);
    writer.write("\nendobj\n");
    size = Math.max(size, num + 1);
  }

  const trailer = new PdfDict();
  for (const [key, value] of newest.trailer.map) if (!SECTION_KEYS.has(key)) trailer.set(key, value);
  for (const [key, value] of Object.entries(update.trailer ?? {})) trailer.set(key, value);
  trailer.set("Prev", newest.xrefOffset);
  if (!trailer.has("ID")) trailer.set("ID", nextId(file, offsets, writer));

  const xrefOffset = writer.length;
  if (newest.kind === "stream") {
    rows.set(size, { offset: xrefOffset, gen: 0 });
    trailer.set("Size", size + 1);
    writeXrefStream(writer, size, trailer, rows);
  } else {
    trailer.set("Size", size);
    writeTable(writer, trailer, rows);
  }
  writer.write(`startxref\n${xrefOffset}\n%%EOF\n`);
  return { bytes: writer.bytes(), offsets, xrefOffset };
}

function isRaw(object: PdfObject | RawObject): object is RawObject {
  return typeof object === "object" && object !== null && "raw" in object && !(object instanceof PdfStream);
}

/** 14.4: the first half names the file, the second this version of it. */
function nextId(file: PdfFile, offsets: Map<number, number>, writer: ByteWriter): PdfObject {
  const old = file.array(file.trailer.get("ID"));
  const hash = createHash("sha256").update(file.bytes.subarray(-4096)).update(`${file.bytes.length}/${writer.length}`);
  for (const [num, offset] of offsets) hash.update(`${num}@${offset};`);
  const fresh = new PdfString(new Uint8Array(hash.digest().subarray(0, 16)), true);
  const first = file.resolve(old[0]);
  return [first instanceof PdfString ? new PdfString(first.bytes, true) : fresh, fresh];
}

/** Consecutive object numbers together: [first, count]. */
export function subsections(nums: number[]): [number, number][] {
  const out: [number, number][] = [];
  for (const num of [...nums].sort((a, b) => a - b)) {
    const last = out.at(-1);
    if (last !== undefined && last[0] + last[1] === num) last[1]++;
    else out.push([num, 1]);
  }
  return out;
}

/** 7.5.4, 20 bytes an entry. */
export function writeTable(
  writer: ByteWriter,
  trailer: PdfDict,
  rows: Map<number, { offset: number; gen: number; free?: boolean }>,
): void {
  writer.write("xref\n");
  for (const [first, count] of subsections([...rows.keys()])) {
    writer.write(`${first} ${count}\n`);
    for (let num = first; num < first + count; num++) {
      const { offset, gen, free } = rows.get(num)!;
      writer.write(`${String(offset).padStart(10, "0")} ${String(gen).padStart(5, "0")} ${free ? "f" : "n"} \n`);
    }
  }
  // An update of nothing still needs one subsection.
  if (rows.size === 0) writer.write("0 0\n");
  writer.write("trailer\n").write(serialise(trailer)).write("\n");
}

/** Bytes of cross-reference rows that are written as they are. */
const PLAIN_ROWS = 512;

/** 7.5.8; the stream lists itself. */
export function writeXrefStream(
  writer: ByteWriter,
  num: number,
  trailer: PdfDict,
  rows: Map<number, { offset: number; gen: number; free?: boolean }>,
): void {
  const groups = subsections([...rows.keys()]);
  const data = Buffer.alloc(rows.size * 8);
  let at = 0;
  for (const [first, count] of groups) {
    for (let n = first; n < first + count; n++, at += 8) {
      const row = rows.get(n)!;
      data.writeUInt8(row.free ? 0 : 1, at);
      data.writeUIntBE(row.offset, at + 1, 5);
      data.writeUInt16BE(row.gen, at + 6);
    }
  }
  const dict = new PdfDict([["Type", new PdfName("XRef")], ...trailer.map]);
  dict.set("W", [1, 5, 2]).set("Index", groups.flat());
  // The few rows of an update are not worth packing: every reader would have to unpack them again.
  const packed = data.length > PLAIN_ROWS;
  if (packed) dict.set("Filter", new PdfName("FlateDecode"));
  writer.write(`${num} 0 obj\n`);
  writeObject(writer, new PdfStream(dict, new Uint8Array(packed ? deflateSync(data) : data)));
  writer.write("\nendobj\n");
}

/** A new object number holder: allocates numbers above those of a file. */
export class ObjectNumbers {
  #next: number;

  constructor(file: Pick<PdfFile, "size">) {
    this.#next = file.size;
  }

  /** The next free object number, as a reference. */
  next(): PdfRef {
    return new PdfRef(this.#next++, 0);
  }
}
