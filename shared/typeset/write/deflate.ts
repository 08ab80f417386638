import { type CodeTable, codesHeader, codeTable, FIXED_DISTANCES, FIXED_LENGTHS, writeCodes } from "./huffman.ts";

/** Longest and shortest repetition, and how far back one may reach (RFC 1951, 3.2.5). */
const LONGEST = 258;
const SHORTEST = 3;
const WINDOW = 32768;

/** Earlier places tried for a repetition, and the length that ends the search. */
const TRIES = 6;
const NICE = 32;
/** From this length on, the next place is not looked at for something better. */
const GOOD = 8;

const HASH_BITS = 15;
/** Symbols in one block. */
const BLOCK = 24576;

/** Base and extra bits of the length codes 257–285 and of the distance codes. */
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_EXTRA = Array.from({ length: 30 }, (_unused, code) => Math.max(0, (code >> 1) - 1));
const DISTANCE_BASE = DISTANCE_EXTRA.map((_unused, code) =>
  code < 2 ? code + 1 : ((2 + (code & 1)) << ((code >> 1) - 1)) + 1,
);

/** Code number of a length (0 is code 257), and of a distance less one: below 256 directly, above by its 128s. */
const LENGTH_CODE = new Uint8Array(LONGEST + 1);
const DISTANCE_CODE = new Uint8Array(512);
LENGTH_BASE.forEach((base, code) => {
  LENGTH_CODE.fill(code, base);
});
DISTANCE_BASE.forEach((base, code) => {
  if (base <= 256) DISTANCE_CODE.fill(code, base - 1, 256);
  else DISTANCE_CODE.fill(code, 256 + ((base - 1) >> 7));
});

function distanceCode(distance: number): number {
  return distance <= 256 ? DISTANCE_CODE[distance - 1]! : DISTANCE_CODE[256 + ((distance - 1) >> 7)]!;
}

/**
 * Tables that all streams share. Places are counted on from stream to stream, so that nothing needs to be cleared: a place before `base` is of
 * an earlier stream and is never followed, hence what a stream becomes does not depend on those before it.
 */
const heads = new Int32Array(1 << HASH_BITS);
const before = new Int32Array(WINDOW);
const symbols = new Uint32Array(BLOCK + 1);
const literalCounts = new Uint32Array(286);
const distanceCounts = new Uint32Array(30);
let base = 1;

let out = new Uint8Array(1 << 17);
let length = 0;
let bits = 0;
let bitCount = 0;
const LARGEST_KEPT = 1 << 22;

function room(more: number): void {
  if (length + more <= out.length) return;
  const grown = new Uint8Array(Math.max(length + more, out.length * 2));
  grown.set(out.subarray(0, length));
  out = grown;
}

/** Appends up to 16 bits, the lowest first. */
function put(value: number, count: number): void {
  bits |= value << bitCount;
  bitCount += count;
  while (bitCount >= 8) {
    out[length++] = bits & 0xff;
    bits >>>= 8;
    bitCount -= 8;
  }
}

function toByte(): void {
  if (bitCount > 0) put(0, 8 - bitCount);
}

/**
 * Deflates into the zlib form that FlateDecode reads (RFC 1950, RFC 1951). Whole-number arithmetic only: the same bytes on every processor and
 * in every JavaScript engine, which the system's zlib does not promise (its search for repetitions differs between builds).
 */
export function deflate(data: Uint8Array): Uint8Array {
  if (base > 0x3fff_ffff - data.length) {
    heads.fill(0);
    base = 1;
  }
  length = 0;
  bits = 0;
  bitCount = 0;
  room(64);
  out[length++] = 0x78;
  out[length++] = 0x5e;
  compress(data);
  toByte();
  room(4);
  const sum = adler32(data);
  for (let shift = 24; shift >= 0; shift -= 8) out[length++] = (sum >>> shift) & 0xff;
  base += data.length;
  const result = out.slice(0, length);
  if (out.length > LARGEST_KEPT) out = new Uint8Array(1 << 17);
  return result;
}

function compress(data: Uint8Array): void {
  const size = data.length;
  const last = size - SHORTEST;
  let count = 0;
  let from = 0;
  let at = 0;
  literalCounts.fill(0);
  distanceCounts.fill(0);
  while (at < size) {
    let best = 0;
    let distance = 0;
    if (at <= last) {
      best = search(data, at, 0);
      distance = found;
      // A longer repetition one byte on is worth a single letter here.
      while (best >= SHORTEST && best < GOOD && at < last) {
        const next = search(data, at + 1, best);
        if (next <= best) {
          insertedAhead = true;
          break;
        }
        literalCounts[data[at]!]!++;
        symbols[count++] = data[at]!;
        at += 1;
        best = next;
        distance = found;
      }
    }
    if (best >= SHORTEST) {
      symbols[count++] = (best << 16) | distance;
      literalCounts[257 + LENGTH_CODE[best]!]!++;
      distanceCounts[distanceCode(distance)]!++;
      const end = Math.min(at + best, last + 1);
      insert(data, at + (insertedAhead ? 2 : 1), end);
      insertedAhead = false;
      at += best;
    } else {
      literalCounts[data[at]!]!++;
      symbols[count++] = data[at]!;
      at += 1;
    }
    // Two symbols may be added at a time.
    if (count >= BLOCK - LONGEST && at < size) {
      block(data, from, at, count, false);
      from = at;
      count = 0;
      literalCounts.fill(0);
      distanceCounts.fill(0);
    }
  }
  block(data, from, size, count, true);
}

/** Distance of the last search's result, and whether the place after the one in hand is already known. */
let found = 0;
let insertedAhead = false;

function hash(data: Uint8Array, at: number): number {
  return Math.imul((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!, 0x9e3779b1) >>> (32 - HASH_BITS);
}

/** Makes the places from `at` up to `end` known. */
function insert(data: Uint8Array, at: number, end: number): void {
  const start = base;
  let letters = (data[at]! << 8) | data[at + 1]!;
  for (let place = at; place < end; place += 1) {
    letters = ((letters & 0xffff) << 8) | data[place + 2]!;
    const slot = Math.imul(letters, 0x9e3779b1) >>> (32 - HASH_BITS);
    before[(start + place) & (WINDOW - 1)] = heads[slot]!;
    heads[slot] = start + place;
  }
}

/** Length of the longest repetition at a place that beats `beat`; its distance is in `found`. The place itself becomes known. */
function search(data: Uint8Array, at: number, beat: number): number {
  const start = base;
  const slot = hash(data, at);
  let place = heads[slot]!;
  before[(start + at) & (WINDOW - 1)] = place;
  heads[slot] = start + at;
  const oldest = Math.max(start, start + at - WINDOW + 1);
  if (place < oldest) return 0;
  const most = Math.min(LONGEST, data.length - at);
  let best = Math.max(beat, SHORTEST - 1);
  if (best >= most) return 0;
  const first = data[at]!;
  const second = data[at + 1]!;
  let beyond = data[at + best]!;
  let distance = 0;
  for (let tries = TRIES; place >= oldest && tries > 0; tries -= 1) {
    const other = place - start;
    if (data[other + best] === beyond && data[other] === first && data[other + 1] === second) {
      let same = 2;
      while (same < most && data[other + same] === data[at + same]) same += 1;
      if (same > best) {
        best = same;
        distance = at - other;
        if (same >= NICE || same === most) break;
        beyond = data[at + same]!;
      }
    }
    place = before[place & (WINDOW - 1)]!;
  }
  // Three letters from far away cost more than they save.
  if (distance === 0 || (best === SHORTEST && distance > 4096)) return 0;
  found = distance;
  return best;
}

/** Writes one block in whichever of the three ways is shortest (RFC 1951, 3.2.3). */
function block(data: Uint8Array, from: number, to: number, count: number, final: boolean): void {
  literalCounts[256] = 1;
  const literals = codeTable(literalCounts, 15);
  const distances = codeTable(distanceCounts, 15);
  const header = codesHeader(literals, distances);
  let extra = 0;
  let dynamic = header.bits;
  let fixed = 0;
  for (let code = 0; code < 286; code += 1) {
    const times = literalCounts[code]!;
    if (times === 0) continue;
    dynamic += times * literals.lengths[code]!;
    fixed += times * FIXED_LENGTHS.lengths[code]!;
    if (code > 256) extra += times * LENGTH_EXTRA[code - 257]!;
  }
  for (let code = 0; code < 30; code += 1) {
    const times = distanceCounts[code]!;
    dynamic += times * distances.lengths[code]!;
    fixed += times * 5;
    extra += times * DISTANCE_EXTRA[code]!;
  }
  const size = to - from;
  const stored = (size + 5 * Math.ceil(size / 65535) + 1) * 8;
  if (stored < Math.min(dynamic, fixed) + extra) {
    store(data, from, to, final);
    return;
  }
  room((((Math.min(dynamic, fixed) + extra) >> 3) + 64) | 0);
  put(final ? 1 : 0, 1);
  if (fixed <= dynamic) {
    put(1, 2);
    writeSymbols(count, FIXED_LENGTHS, FIXED_DISTANCES);
  } else {
    put(2, 2);
    writeCodes(header, put);
    writeSymbols(count, literals, distances);
  }
}

function store(data: Uint8Array, from: number, to: number, final: boolean): void {
  for (let at = from; at < to || at === from; at += 65535) {
    const size = Math.min(65535, to - at);
    room(size + 8);
    put(final && at + size >= to ? 1 : 0, 1);
    put(0, 2);
    toByte();
    put(size, 16);
    put(~size & 0xffff, 16);
    out.set(data.subarray(at, at + size), length);
    length += size;
  }
}

function writeSymbols(count: number, literals: CodeTable, distances: CodeTable): void {
  const { codes, lengths } = literals;
  const { codes: farCodes, lengths: farLengths } = distances;
  let buffer = bits;
  let held = bitCount;
  let end = length;
  const bytes = out;
  // Never more than 31 bits at once: 7 held, 15 of a code and 5 extra; 7 held and 15 of a code; 7 held and 13 extra.
  for (let index = 0; index < count; index += 1) {
    const symbol = symbols[index]!;
    if (symbol < 256) {
      buffer |= codes[symbol]! << held;
      held += lengths[symbol]!;
    } else {
      const size = symbol >>> 16;
      const code = LENGTH_CODE[size]!;
      buffer |= codes[257 + code]! << held;
      held += lengths[257 + code]!;
      buffer |= (size - LENGTH_BASE[code]!) << held;
      held += LENGTH_EXTRA[code]!;
      while (held >= 8) {
        bytes[end++] = buffer & 0xff;
        buffer >>>= 8;
        held -= 8;
      }
      const distance = symbol & 0xffff;
      const far = distanceCode(distance);
      buffer |= farCodes[far]! << held;
      held += farLengths[far]!;
      while (held >= 8) {
        bytes[end++] = buffer & 0xff;
        buffer >>>= 8;
        held -= 8;
      }
      buffer |= (distance - DISTANCE_BASE[far]!) << held;
      held += DISTANCE_EXTRA[far]!;
    }
    while (held >= 8) {
      bytes[end++] = buffer & 0xff;
      buffer >>>= 8;
      held -= 8;
    }
  }
  bits = buffer;
  bitCount = held;
  length = end;
  put(codes[256]!, lengths[256]!);
}

/** RFC 1950, 8.2. */
function adler32(data: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let from = 0; from < data.length; from += 3800) {
    const to = Math.min(from + 3800, data.length);
    for (let at = from; at < to; at += 1) {
      a += data[at]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
