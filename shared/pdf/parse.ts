import { limitFault, syntaxFault } from "./faults.ts";
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from "./objects.ts";

/** Class of a byte that is neither white space nor a delimiter (ISO 32000-1, 7.2.2). */
export const REGULAR = 0;
/** Class of white space. */
export const WHITE = 1;
const DELIMITER = 2;
/** Class of each byte. */
export const CLASS = new Uint8Array(256);
for (const c of [0, 9, 10, 12, 13, 32]) CLASS[c] = WHITE;
for (const c of "()<>[]{}/%") CLASS[c.charCodeAt(0)] = DELIMITER;

/** Value of a hexadecimal digit; -1 for what is none. */
export const HEX = new Int8Array(256).fill(-1);
for (let i = 0; i < 10; i++) HEX[48 + i] = i;
for (let i = 0; i < 6; i++) {
  HEX[65 + i] = 10 + i;
  HEX[97 + i] = 10 + i;
}

/** Bytes of a name as written; ISO 32000-1, annex C says 127. */
const MAX_NAME = 16_384;

/** First and one-past-last byte of a token in the file. */
export interface ByteSpan {
  start: number;
  end: number;
}

/** An indirect object as found at an offset. `end` is the byte after `endobj`. */
export interface IndirectObject {
  num: number;
  gen: number;
  value: PdfObject;
  end: number;
}

/**
 * Reads PDF syntax at a position. Strict: what is not allowed by ISO 32000-1, 7.2 and 7.3 is refused, because two readers
 * that repair a file differently show two different documents under one signature.
 */
export class PdfParser {
  readonly bytes: Uint8Array;
  pos: number;
  readonly #nesting: number;
  /** When set, the byte span of each dictionary value is recorded here. */
  spans: Map<PdfDict, Map<string, ByteSpan>> | undefined;

  constructor(bytes: Uint8Array, pos: number, nesting: number) {
    this.bytes = bytes;
    this.pos = pos;
    this.#nesting = nesting;
  }

  /** Skips white space and comments. */
  skipSpace(): void {
    const { bytes } = this;
    let pos = this.pos;
    while (pos < bytes.length) {
      const c = bytes[pos]!;
      if (CLASS[c] === WHITE) {
        pos++;
      } else if (c === 0x25) {
        while (pos < bytes.length && bytes[pos] !== 10 && bytes[pos] !== 13) pos++;
      } else {
        break;
      }
    }
    this.pos = pos;
  }

  /** Is this keyword next (after white space)? Then it is consumed. */
  keyword(word: string): boolean {
    this.skipSpace();
    if (!this.#at(this.pos, word)) return false;
    const after = this.bytes[this.pos + word.length];
    if (after !== undefined && CLASS[after] === REGULAR) return false;
    this.pos += word.length;
    return true;
  }

  /** A non-negative integer written in digits only. */
  unsigned(): number | undefined {
    this.skipSpace();
    const { bytes } = this;
    let pos = this.pos;
    let value = 0;
    while (pos < bytes.length && bytes[pos]! >= 48 && bytes[pos]! <= 57) {
      value = value * 10 + (bytes[pos]! - 48);
      pos++;
      if (pos - this.pos > 15) return undefined;
    }
    if (pos === this.pos) return undefined;
    const after = bytes[pos];
    if (after !== undefined && CLASS[after] === REGULAR) return undefined;
    this.pos = pos;
    return value;
  }

  /** Any direct object or reference. */
  object(depth = 0): PdfObject {
    if (depth > this.#nesting) throw limitFault("các đối tượng lồng nhau quá sâu", `byte ${this.pos}`);
    this.skipSpace();
    const { bytes, pos } = this;
    const c = bytes[pos];
    if (c === undefined) throw syntaxFault(pos, "tệp kết thúc giữa chừng");
    switch (c) {
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#literalString();
      case 0x5b:
        return this.#array(depth);
      case 0x3c:
        return bytes[pos + 1] === 0x3c ? this.#dict(depth) : this.#hexString();
    }
    if ((c >= 48 && c <= 57) || c === 0x2b || c === 0x2d || c === 0x2e) return this.#numberOrRef();
    if (this.keyword("true")) return true;
    if (this.keyword("false")) return false;
    if (this.keyword("null")) return null;
    throw syntaxFault(pos, "gặp ký tự không thuộc đối tượng nào");
  }

  /**
   * `N G obj … endobj` at the current position. `lengthOf` resolves a stream's indirect /Length.
   * Errors: PDF_SYNTAX, PDF_LIMIT.
   */
  indirect(lengthOf: (ref: PdfRef) => PdfObject): IndirectObject {
    const start = this.pos;
    const num = this.unsigned();
    const gen = num === undefined ? undefined : this.unsigned();
    if (num === undefined || gen === undefined || !this.keyword("obj")) throw syntaxFault(start, "thiếu “N G obj”");
    let value = this.object();
    if (value instanceof PdfDict && this.keyword("stream")) value = this.#stream(value, lengthOf);
    if (!this.keyword("endobj")) throw syntaxFault(this.pos, "thiếu “endobj”");
    return { num, gen, value, end: this.pos };
  }

  #at(pos: number, word: string): boolean {
    for (let i = 0; i < word.length; i++) if (this.bytes[pos + i] !== word.charCodeAt(i)) return false;
    return true;
  }

  /** ISO 32000-1, 7.3.8.1: `stream` is followed by CR LF or LF, the data by an optional EOL and `endstream`. */
  #stream(dict: PdfDict, lengthOf: (ref: PdfRef) => PdfObject): PdfStream {
    const { bytes } = this;
    let start = this.pos;
    if (bytes[start] === 13 && bytes[start + 1] === 10) start += 2;
    else if (bytes[start] === 10) start += 1;
    else throw syntaxFault(start, "sau “stream” không xuống dòng");
    const declared = dict.get("Length");
    const length = declared instanceof PdfRef ? lengthOf(declared) : declared;
    if (typeof length !== "number" || !Number.isInteger(length) || length < 0 || start + length > bytes.length) {
      throw syntaxFault(start, "độ dài dữ liệu (/Length) sai");
    }
    let end = start + length;
    if (bytes[end] === 13) end++;
    if (bytes[end] === 10) end++;
    if (!this.#at(end, "endstream")) throw syntaxFault(end, "độ dài dữ liệu (/Length) không khớp “endstream”");
    this.pos = end + 9;
    return new PdfStream(dict, bytes.subarray(start, start + length));
  }

  #numberOrRef(): PdfObject {
    const { bytes } = this;
    const start = this.pos;
    // Most numbers are a few plain digits, with or without a fraction: page trees and cross-references are full of them.
    let pos = start;
    let value = 0;
    let c = bytes[pos];
    for (; c !== undefined && c >= 48 && c <= 57; c = bytes[++pos]) value = value * 10 + c - 48;
    const whole = pos;
    if (c === 0x2e)
      for (c = bytes[++pos]; c !== undefined && c >= 48 && c <= 57; c = bytes[++pos]) value = value * 10 + c - 48;
    // Fifteen digits are held exactly, and so is the power of ten: the division rounds as reading the decimal would.
    if (whole > start && pos - start <= 15 && (c === undefined || CLASS[c] !== REGULAR)) {
      this.pos = pos;
      if (pos > whole) return value / POWERS_OF_TEN[pos - whole - 1]!;
      // A reference is three tokens; after anything but white space or a comment there is none.
      return c !== undefined && (CLASS[c] === WHITE || c === 0x25) ? this.#refOr(value, pos) : value;
    }
    pos = start;
    let digits = 0;
    let dots = 0;
    if (bytes[pos] === 0x2b || bytes[pos] === 0x2d) pos++;
    for (; pos < bytes.length; pos++) {
      const d = bytes[pos]!;
      if (d >= 48 && d <= 57) digits++;
      else if (d === 0x2e && dots === 0) dots++;
      else break;
    }
    const after = bytes[pos];
    if (digits === 0 || pos - start > 64 || (after !== undefined && CLASS[after] === REGULAR)) {
      throw syntaxFault(start, "số viết sai");
    }
    this.pos = pos;
    const number = Number(latin1(bytes.subarray(start, pos)));
    return dots === 0 && bytes[start]! >= 48 && bytes[start]! <= 57 ? this.#refOr(number, pos) : number;
  }

  /** `N G R`, or the number alone. */
  #refOr(value: number, after: number): PdfObject {
    const { bytes } = this;
    // After one space, digits and one more space it is quickly told: numbers in a row (widths of a font), references in a row (pages of a tree).
    if (bytes[after] === 0x20) {
      let pos = after + 1;
      let gen = 0;
      let c = bytes[pos];
      for (; c !== undefined && c >= 48 && c <= 57; c = bytes[++pos]) gen = gen * 10 + c - 48;
      if (c === 0x20 && pos > after + 1 && gen <= 65_535 && pos - after <= 15) {
        c = bytes[pos + 1];
        if (c === 0x52) {
          const next = bytes[pos + 2];
          if (next !== undefined && CLASS[next] === REGULAR) return value;
          this.pos = pos + 2;
          return new PdfRef(value, gen);
        }
        if (c !== undefined && CLASS[c] !== WHITE && c !== 0x25) return value;
      } else if (c !== undefined && CLASS[c] !== WHITE && c !== 0x25) return value;
    }
    const gen = this.unsigned();
    if (gen !== undefined && gen <= 65_535 && this.keyword("R")) return new PdfRef(value, gen);
    this.pos = after;
    return value;
  }

  #name(): PdfName {
    const { bytes } = this;
    const start = this.pos + 1;
    let pos = start;
    let hash = 0;
    let plain = true;
    for (let c = bytes[pos]; c !== undefined && CLASS[c] === REGULAR; c = bytes[++pos]) {
      if (c === 0x23) plain = false;
      hash = (Math.imul(hash, 31) + c) | 0;
    }
    if (pos - start > MAX_NAME) throw limitFault("tên quá dài", `byte ${this.pos}`);
    const name = plain && pos - start <= MAX_COMMON ? commonName(bytes, start, pos, hash) : nameOf(bytes, start, pos);
    this.pos = pos;
    return name;
  }

  #hexString(): PdfString {
    const { bytes } = this;
    let pos = this.pos + 1;
    const close = bytes.indexOf(0x3e, pos);
    if (close < 0) throw syntaxFault(this.pos, "chuỗi <…> không đóng");
    // Signatures are kilobytes of plain digits: let the platform do those.
    if ((close - pos) % 2 === 0) {
      const plain = Buffer.from(latin1(bytes.subarray(pos, close)), "hex");
      if (plain.length === (close - pos) / 2) {
        this.pos = close + 1;
        // Small ones lie in a pool that they would keep.
        const own =
          plain.length < 4096 ? new Uint8Array(plain) : new Uint8Array(plain.buffer, plain.byteOffset, plain.length);
        return new PdfString(own, true);
      }
    }
    const out = new Uint8Array((close - pos + 1) >> 1);
    let nibbles = 0;
    for (; pos < close; pos++) {
      const c = bytes[pos]!;
      const value = HEX[c]!;
      if (value < 0) {
        if (CLASS[c] === WHITE) continue;
        throw syntaxFault(pos, "chuỗi <…> có ký tự lạ");
      }
      if (nibbles % 2 === 0) out[nibbles >> 1] = value << 4;
      else out[nibbles >> 1]! |= value;
      nibbles++;
    }
    this.pos = close + 1;
    return new PdfString(out.subarray(0, (nibbles + 1) >> 1), true);
  }

  #literalString(): PdfString {
    const { bytes } = this;
    const out: number[] = [];
    let pos = this.pos + 1;
    let open = 1;
    for (;;) {
      let c = bytes[pos++];
      if (c === undefined) throw syntaxFault(this.pos, "chuỗi (…) không đóng");
      if (c === 0x28) open++;
      else if (c === 0x29) {
        if (--open === 0) break;
      } else if (c === 13) {
        if (bytes[pos] === 10) pos++;
        c = 10;
      } else if (c === 0x5c) {
        const e = bytes[pos++];
        if (e === undefined) throw syntaxFault(this.pos, "chuỗi (…) không đóng");
        if (e === 13) {
          if (bytes[pos] === 10) pos++;
          continue;
        }
        if (e === 10) continue;
        if (e >= 48 && e <= 55) {
          let octal = e - 48;
          for (let i = 0; i < 2 && bytes[pos] !== undefined && bytes[pos]! >= 48 && bytes[pos]! <= 55; i++) {
            octal = octal * 8 + (bytes[pos++]! - 48);
          }
          c = octal & 0xff;
        } else {
          c = ESCAPES[e] ?? e;
        }
      }
      out.push(c);
    }
    this.pos = pos;
    return new PdfString(Uint8Array.from(out), false);
  }

  #array(depth: number): PdfObject[] {
    this.pos++;
    const out: PdfObject[] = [];
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.pos] === 0x5d) {
        this.pos++;
        return out;
      }
      out.push(this.object(depth + 1));
    }
  }

  #dict(depth: number): PdfDict {
    this.pos += 2;
    const dict = new PdfDict();
    const { map } = dict;
    const spans = this.spans === undefined ? undefined : new Map<string, ByteSpan>();
    for (;;) {
      this.skipSpace();
      const { bytes, pos } = this;
      if (bytes[pos] === 0x3e && bytes[pos + 1] === 0x3e) {
        this.pos += 2;
        if (spans !== undefined) this.spans?.set(dict, spans);
        return dict;
      }
      if (bytes[pos] !== 0x2f) throw syntaxFault(pos, "khóa của từ điển không phải là tên");
      const key = this.#name().name;
      // 7.3.7: with two entries of one key the value is undefined; readers choose differently.
      if (map.has(key)) throw syntaxFault(pos, `khóa /${key} lặp lại trong một từ điển`);
      this.skipSpace();
      const start = this.pos;
      map.set(key, this.object(depth + 1));
      spans?.set(key, { start, end: this.pos });
    }
  }
}

const POWERS_OF_TEN = Array.from({ length: 16 }, (_, power) => 10 ** power);

/** Names met lately, by a hash of their bytes: the same few dozen make up all dictionaries. A place holds the last name that fell on it. */
const COMMON: (PdfName | undefined)[] = new Array(1024).fill(undefined);
/** Bytes of a name that is kept. */
const MAX_COMMON = 32;

function commonName(bytes: Uint8Array, start: number, end: number, hash: number): PdfName {
  const place = hash & 1023;
  const held = COMMON[place];
  if (held !== undefined && spells(held.name, bytes, start, end)) return held;
  const made = nameOf(bytes, start, end);
  COMMON[place] = made;
  return made;
}

function spells(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = start; at < end; at++) if (name.charCodeAt(at - start) !== bytes[at]) return false;
  return true;
}

/** The name written at a place, `#xx` resolved (7.3.5). */
function nameOf(bytes: Uint8Array, start: number, end: number): PdfName {
  const written = latin1(bytes.subarray(start, end));
  if (!written.includes("#")) return new PdfName(written);
  if (/#(?![0-9A-Fa-f]{2})/.test(written)) throw syntaxFault(start, "tên có dấu # sai");
  return new PdfName(written.replace(/#(..)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))));
}

const ESCAPES: Record<number, number> = { 110: 10, 114: 13, 116: 9, 98: 8, 102: 12 };

/** Bytes as a string with one character a byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Is this byte PDF white space (7.2.2)? */
export function isWhite(byte: number | undefined): boolean {
  return byte !== undefined && CLASS[byte] === WHITE;
}
