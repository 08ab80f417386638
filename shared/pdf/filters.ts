import { inflateSync } from "node:zlib";
import { filterFault, limitFault } from "./faults.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { PdfDict, PdfName, type PdfObject, type PdfStream } from "./objects.ts";

/** What {@link decodeStream} needs of a file: following references in /Filter and /DecodeParms. */
export interface Resolver {
  resolve(object: PdfObject | undefined): PdfObject;
}

/**
 * The bytes of a stream with its filters undone: FlateDecode and LZWDecode (with PNG and TIFF predictors), ASCIIHexDecode,
 * ASCII85Decode, RunLengthDecode (ISO 32000-1, 7.4). Image filters (DCTDecode …) are not undone.
 * Errors: PDF_FILTER, PDF_LIMIT when more than `maxBytes` come out.
 */
export function decodeStream(
  stream: PdfStream,
  file: Resolver,
  maxBytes: number = DEFAULT_LIMITS.streamBytes,
): Uint8Array {
  const filter = file.resolve(stream.dict.get("Filter"));
  const parms = file.resolve(stream.dict.get("DecodeParms"));
  const filters = filter === null ? [] : Array.isArray(filter) ? filter.map((f) => file.resolve(f)) : [filter];
  const parmList = Array.isArray(parms) ? parms.map((p) => file.resolve(p)) : [parms];
  if (filters.length > 8) throw limitFault("quá nhiều bộ lọc trên một luồng");
  let data = stream.raw;
  filters.forEach((name, i) => {
    if (!(name instanceof PdfName)) throw filterFault("tên bộ lọc sai");
    const parm = parmList[i];
    data = undo(name.name, data, parm instanceof PdfDict ? parm : undefined, file, maxBytes);
    if (data.length > maxBytes) throw limitFault("dữ liệu giải nén quá lớn");
  });
  return data;
}

function undo(
  name: string,
  data: Uint8Array,
  parms: PdfDict | undefined,
  file: Resolver,
  maxBytes: number,
): Uint8Array {
  const integer = (key: string, fallback: number): number => {
    const value = file.resolve(parms?.get(key));
    if (value === null) return fallback;
    if (typeof value !== "number" || !Number.isInteger(value)) throw filterFault(`/${key} sai`);
    return value;
  };
  switch (name) {
    case "FlateDecode":
    case "Fl":
      return unpredict(inflate(data, maxBytes), integer);
    case "LZWDecode":
    case "LZW":
      return unpredict(lzw(data, integer("EarlyChange", 1), maxBytes), integer);
    case "ASCIIHexDecode":
    case "AHx":
      return asciiHex(data);
    case "ASCII85Decode":
    case "A85":
      return ascii85(data);
    case "RunLengthDecode":
    case "RL":
      return runLength(data, maxBytes);
    case "Crypt":
      throw filterFault("luồng được mã hóa");
    default:
      throw filterFault(`bộ lọc ${name} không được hỗ trợ`);
  }
}

function inflate(data: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (cause) {
    if (cause instanceof RangeError) throw limitFault("dữ liệu giải nén quá lớn");
    throw filterFault("dữ liệu Flate hỏng", cause);
  }
}

/** 7.4.4.4: predictor 2 (TIFF, 8 bits) and 10–15 (PNG). */
function unpredict(data: Uint8Array, integer: (key: string, fallback: number) => number): Uint8Array {
  const predictor = integer("Predictor", 1);
  if (predictor === 1) return data;
  const colors = integer("Colors", 1);
  const bits = integer("BitsPerComponent", 8);
  const columns = integer("Columns", 1);
  if (colors < 1 || colors > 64 || ![1, 2, 4, 8, 16].includes(bits) || columns < 1 || columns > 1_000_000) {
    throw filterFault("tham số dự đoán sai");
  }
  const pixel = Math.max(1, (colors * bits) >> 3);
  const row = (colors * bits * columns + 7) >> 3;
  if (predictor === 2) {
    if (bits !== 8) throw filterFault("bộ dự đoán TIFF chỉ hỗ trợ 8 bit");
    const out = data.slice();
    for (let start = 0; start < out.length; start += row) {
      const end = Math.min(start + row, out.length);
      for (let i = start + pixel; i < end; i++) out[i] = out[i]! + out[i - pixel]!;
    }
    return out;
  }
  if (predictor < 10 || predictor > 15) throw filterFault("bộ dự đoán không có trong chuẩn");
  if (data.length % (row + 1) !== 0) throw filterFault("độ dài dữ liệu không khớp bộ dự đoán");
  const rows = data.length / (row + 1);
  const out = new Uint8Array(rows * row);
  for (let r = 0; r < rows; r++) {
    const type = data[r * (row + 1)]!;
    const from = r * (row + 1) + 1;
    const to = r * row;
    for (let i = 0; i < row; i++) {
      const left = i >= pixel ? out[to + i - pixel]! : 0;
      const up = r > 0 ? out[to + i - row]! : 0;
      const corner = r > 0 && i >= pixel ? out[to + i - row - pixel]! : 0;
      out[to + i] = data[from + i]! + pngPrediction(type, left, up, corner);
    }
  }
  return out;
}

function pngPrediction(type: number, left: number, up: number, corner: number): number {
  switch (type) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const p = left + up - corner;
      const a = Math.abs(p - left);
      const b = Math.abs(p - up);
      const c = Math.abs(p - corner);
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      throw filterFault("kiểu dự đoán PNG sai");
  }
}

function asciiHex(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  let high = -1;
  for (const c of data) {
    if (c === 0x3e) break;
    if (c === 0 || c === 9 || c === 10 || c === 12 || c === 13 || c === 32) continue;
    const value = Number.parseInt(String.fromCharCode(c), 16);
    if (Number.isNaN(value)) throw filterFault("dữ liệu ASCIIHex hỏng");
    if (high < 0) high = value;
    else {
      out.push(high * 16 + value);
      high = -1;
    }
  }
  if (high >= 0) out.push(high * 16);
  return Uint8Array.from(out);
}

function ascii85(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  let group: number[] = [];
  const flush = (count: number) => {
    const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
    if (value > 0xffffffff) throw filterFault("dữ liệu ASCII85 hỏng");
    for (let i = 0; i < count; i++) out.push(Math.floor(value / 256 ** (3 - i)) & 0xff);
    group = [];
  };
  for (const c of data) {
    if (c === 0x7e) break;
    if (c === 0 || c === 9 || c === 10 || c === 12 || c === 13 || c === 32) continue;
    if (c === 0x7a && group.length === 0) {
      out.push(0, 0, 0, 0);
      continue;
    }
    if (c < 33 || c > 117) throw filterFault("dữ liệu ASCII85 hỏng");
    group.push(c - 33);
    if (group.length === 5) flush(4);
  }
  if (group.length === 1) throw filterFault("dữ liệu ASCII85 hỏng");
  if (group.length > 1) {
    const count = group.length - 1;
    while (group.length < 5) group.push(84);
    flush(count);
  }
  return Uint8Array.from(out);
}

function runLength(data: Uint8Array, maxBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (let i = 0; i < data.length; ) {
    const length = data[i++]!;
    if (length === 128) break;
    const part = length < 128 ? data.subarray(i, i + length + 1) : new Uint8Array(257 - length).fill(data[i] ?? 0);
    i += length < 128 ? length + 1 : 1;
    total += part.length;
    if (total > maxBytes) throw limitFault("dữ liệu giải nén quá lớn");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** 7.4.4.2; codes of 9 to 12 bits, 256 clears the table, 257 ends. */
function lzw(data: Uint8Array, earlyChange: number, maxBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  let table: Uint8Array[] = [];
  let width = 9;
  let previous: Uint8Array | undefined;
  const single = (code: number) => Uint8Array.of(code);
  let bits = 0;
  let held = 0;
  for (const byte of data) {
    bits = ((bits << 8) | byte) & 0xffffff;
    held += 8;
    if (held < width) continue;
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    if (code === 257) break;
    if (code === 256) {
      table = [];
      width = 9;
      previous = undefined;
      continue;
    }
    let entry: Uint8Array;
    if (code < 256) entry = single(code);
    else if (code - 258 < table.length) entry = table[code - 258]!;
    else if (code - 258 === table.length && previous !== undefined) entry = join(previous, previous[0]!);
    else throw filterFault("dữ liệu LZW hỏng");
    total += entry.length;
    if (total > maxBytes) throw limitFault("dữ liệu giải nén quá lớn");
    parts.push(entry);
    if (previous !== undefined && table.length < 4096 - 258) table.push(join(previous, entry[0]!));
    previous = entry;
    const next = table.length + 258 + earlyChange;
    width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
  }
  return Buffer.concat(parts);
}

function join(head: Uint8Array, last: number): Uint8Array {
  const out = new Uint8Array(head.length + 1);
  out.set(head);
  out[head.length] = last;
  return out;
}
