import { malformed, tooMuch } from "./faults.ts";

/** Nested elements that are read; CMS with certificates needs about 20. */
const MAX_DEPTH = 64;
/** Bytes of one structure; national CRLs reach some megabytes. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Elements that {@link berToDer} re-encodes; each costs memory. */
const MAX_ELEMENTS = 1_000_000;
/** A revocation list of 20 MB has about three million; looking at one costs some ten nanoseconds and no memory. */
const MAX_LOOKED_AT = 16_000_000;

/** Tag class of the standard types (X.690, 8.1.2.2). */
export const UNIVERSAL = 0;
/** Tag class of an application. */
export const APPLICATION = 1;
/** Tag class whose meaning depends on the place. */
export const CONTEXT = 2;

/** Universal tag numbers (X.680, 8.6). */
export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  oid: 6,
  enumerated: 10,
  utf8: 12,
  sequence: 16,
  set: 17,
  numeric: 18,
  printable: 19,
  teletex: 20,
  ia5: 22,
  utcTime: 23,
  generalizedTime: 24,
  universal: 28,
  bmp: 30,
} as const;

/** One element. `children` are read when asked for, one level at a time. */
export class DerNode {
  /** 0 universal, 1 application, 2 context, 3 private. */
  readonly tagClass: number;
  readonly tag: number;
  readonly constructed: boolean;
  /** Bytes of tag and length. */
  readonly header: number;
  readonly content: Uint8Array;
  /** Tag, length and content. */
  readonly raw: Uint8Array;
  readonly #depth: number;
  #children: DerNode[] | undefined;

  constructor(tagClass: number, tag: number, constructed: boolean, header: number, raw: Uint8Array, depth: number) {
    this.tagClass = tagClass;
    this.tag = tag;
    this.constructed = constructed;
    this.header = header;
    this.raw = raw;
    this.content = raw.subarray(header);
    this.#depth = depth;
  }

  /** Elements inside a constructed one; empty for a primitive one. Errors: ASN1_MALFORMED, ASN1_LIMIT. */
  get children(): DerNode[] {
    if (this.#children !== undefined) return this.#children;
    const out: DerNode[] = [];
    if (this.constructed) {
      if (this.#depth >= MAX_DEPTH) throw tooMuch("lồng nhau quá sâu");
      for (let pos = 0; pos < this.content.length; ) {
        const child = readElement(this.content, pos, this.#depth + 1);
        out.push(child);
        pos += child.raw.length;
      }
    }
    this.#children = out;
    return out;
  }

  /** Is it this universal type? */
  is(tag: number): boolean {
    return this.tagClass === UNIVERSAL && this.tag === tag;
  }

  /** Is it the context-specific tag `[n]`? */
  isContext(n: number): boolean {
    return this.tagClass === CONTEXT && this.tag === n;
  }
}

/** Reads one DER element that fills `bytes` exactly. Errors: ASN1_MALFORMED, ASN1_LIMIT. */
export function readDer(bytes: Uint8Array): DerNode {
  const node = readDerPrefix(bytes);
  if (node.raw.length !== bytes.length) throw malformed("thừa dữ liệu ở cuối", node.raw.length);
  return node;
}

/** Reads the DER element that `bytes` start with; what follows is the caller's to judge. Errors: as {@link readDer}. */
export function readDerPrefix(bytes: Uint8Array): DerNode {
  if (bytes.length > MAX_BYTES) throw tooMuch("quá lớn");
  return readElement(bytes, 0, 0);
}

function readElement(bytes: Uint8Array, start: number, depth: number): DerNode {
  const head = readHeader(bytes, start);
  if (head.length === undefined) throw malformed("độ dài không xác định (BER)", start);
  if (!head.minimal) throw malformed("độ dài không ở dạng ngắn nhất", start);
  const end = start + head.header + head.length;
  if (end > bytes.length) throw malformed("phần tử dài hơn dữ liệu", start);
  return new DerNode(head.tagClass, head.tag, head.constructed, head.header, bytes.subarray(start, end), depth);
}

interface Header {
  tagClass: number;
  tag: number;
  constructed: boolean;
  header: number;
  /** Undefined: the indefinite form. */
  length: number | undefined;
  minimal: boolean;
}

/** X.690, 8.1.2 and 8.1.3. */
function readHeader(bytes: Uint8Array, start: number): Header {
  let pos = start;
  const first = bytes[pos++];
  if (first === undefined) throw malformed("thiếu dữ liệu", start);
  let tag = first & 0x1f;
  let minimal = true;
  if (tag === 0x1f) {
    tag = 0;
    for (;;) {
      const b = bytes[pos++];
      if (b === undefined || tag > 0xffffff) throw malformed("số hiệu thẻ sai", start);
      tag = tag * 128 + (b & 0x7f);
      if ((b & 0x80) === 0) break;
    }
    if (tag < 31) minimal = false;
  }
  const lead = bytes[pos++];
  if (lead === undefined) throw malformed("thiếu độ dài", start);
  let length: number | undefined = lead;
  if (lead === 0x80) length = undefined;
  else if (lead > 0x80) {
    const count = lead & 0x7f;
    if (count > 6) throw malformed("độ dài quá lớn", start);
    length = 0;
    for (let i = 0; i < count; i++) {
      const b = bytes[pos++];
      if (b === undefined) throw malformed("thiếu độ dài", start);
      if (i === 0 && b === 0) minimal = false;
      length = length * 256 + b;
    }
    if (length < 0x80) minimal = false;
  }
  return { tagClass: first >> 6, tag, constructed: (first & 0x20) !== 0, header: pos - start, length, minimal };
}

/**
 * Re-encodes BER as DER as far as structure goes: definite minimal lengths, and strings in pieces made whole. About one real
 * signature in seven is BER with indefinite lengths. Order in sets is left as it is. Bytes after the element are left out;
 * `length` says how many bytes it took.
 * Errors: ASN1_MALFORMED, ASN1_LIMIT.
 */
export function berToDer(bytes: Uint8Array): { der: Uint8Array; length: number } {
  if (bytes.length > MAX_BYTES) throw tooMuch("quá lớn");
  return normalise(bytes, 0, 0, { elements: MAX_ELEMENTS }, { elements: MAX_LOOKED_AT });
}

/** Length of an element that is DER as far as {@link berToDer} goes, which then leaves it as it is; 0 for any other, faults included. */
function derLength(
  bytes: Uint8Array,
  start: number,
  limit: number,
  depth: number,
  budget: { elements: number },
): number {
  if (depth > MAX_DEPTH || --budget.elements < 0) return 0;
  const head = readHeader(bytes, start);
  if (head.length === undefined || !head.minimal) return 0;
  let pos = start + head.header;
  const end = pos + head.length;
  if (end > limit) return 0;
  if (!head.constructed) return end - start;
  if (head.tagClass === UNIVERSAL && STRING_TAGS.has(head.tag)) return 0;
  while (pos < end) {
    const inner = derLength(bytes, pos, end, depth + 1, budget);
    if (inner === 0) return 0;
    pos += inner;
  }
  return end - start;
}

/** `budget` is for elements taken apart, `looks` for those only looked at: lists of revoked certificates have millions, and are DER. */
function normalise(
  bytes: Uint8Array,
  start: number,
  depth: number,
  budget: { elements: number },
  looks: { elements: number },
): { der: Uint8Array; length: number } {
  if (depth > MAX_DEPTH) throw tooMuch("lồng nhau quá sâu");
  const ready = derLength(bytes, start, bytes.length, depth, looks);
  if (ready > 0) return { der: bytes.subarray(start, start + ready), length: ready };
  if (--budget.elements < 0) throw tooMuch("quá nhiều phần tử");
  const head = readHeader(bytes, start);
  let pos = start + head.header;
  if (!head.constructed) {
    if (head.length === undefined) throw malformed("độ dài không xác định ở phần tử đơn", start);
    const end = pos + head.length;
    if (end > bytes.length) throw malformed("phần tử dài hơn dữ liệu", start);
    const content = bytes.subarray(pos, end);
    const whole = head.minimal ? bytes.subarray(start, end) : element(head.tagClass, head.tag, false, content);
    return { der: whole, length: end - start };
  }
  const parts: Uint8Array[] = [];
  const end = head.length === undefined ? undefined : pos + head.length;
  if (end !== undefined && end > bytes.length) throw malformed("phần tử dài hơn dữ liệu", start);
  const inner = end === undefined ? bytes : bytes.subarray(0, end);
  // What is DER already is handed on as it is, without a copy.
  let unchanged = end !== undefined && head.minimal;
  for (;;) {
    if (end !== undefined && pos === end) break;
    if (end === undefined && bytes[pos] === 0 && bytes[pos + 1] === 0) {
      pos += 2;
      break;
    }
    const child = normalise(inner, pos, depth + 1, budget, looks);
    parts.push(child.der);
    if (child.der.buffer !== bytes.buffer || child.der.byteOffset !== bytes.byteOffset + pos) unchanged = false;
    if (child.der.length !== child.length) unchanged = false;
    pos += child.length;
  }
  const length = pos - start;
  const isString = head.tagClass === UNIVERSAL && STRING_TAGS.has(head.tag);
  if (unchanged && !isString) return { der: bytes.subarray(start, pos), length };
  if (!isString) return { der: element(head.tagClass, head.tag, true, ...parts), length };
  // X.690, 8.6.4 and 8.7.3: pieces of the same type; a bit string's unused bits count in the last piece only.
  const pieces = parts.map((part) => readDer(part));
  if (pieces.some((p) => p.tagClass !== UNIVERSAL || p.tag !== head.tag)) throw malformed("chuỗi ghép sai kiểu", start);
  if (head.tag !== TAG.bitString)
    return { der: element(UNIVERSAL, head.tag, false, ...pieces.map((p) => p.content)), length };
  const unused = pieces.at(-1)?.content[0] ?? 0;
  return {
    der: element(UNIVERSAL, head.tag, false, Uint8Array.of(unused), ...pieces.map((p) => p.content.subarray(1))),
    length,
  };
}

const STRING_TAGS: ReadonlySet<number> = new Set([3, 4, 12, 18, 19, 20, 21, 22, 25, 26, 27, 28, 30]);

/** One element from its parts. */
export function element(tagClass: number, tag: number, constructed: boolean, ...parts: Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const lead = (tagClass << 6) | (constructed ? 0x20 : 0);
  let at = tag < 31 ? 1 : 1 + septets(tag).length;
  const lengthOctets = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x1000000 ? 3 : 4;
  const out = new Uint8Array(at + 1 + lengthOctets + length);
  if (tag < 31) out[0] = lead | tag;
  else {
    out[0] = lead | 31;
    out.set(septets(tag), 1);
  }
  out[at++] = lengthOctets === 0 ? length : 0x80 | lengthOctets;
  for (let octet = lengthOctets - 1; octet >= 0; octet--) out[at++] = Math.floor(length / 2 ** (8 * octet)) & 0xff;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A tag number from 31 on in groups of seven bits (X.690, 8.1.2.4.2). */
function septets(tag: number): number[] {
  const groups = [tag & 0x7f];
  for (let rest = Math.floor(tag / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
