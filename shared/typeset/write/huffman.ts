/** Codes of an alphabet: how many bits each symbol has (0: none), and the bits, lowest first as deflate writes them. */
export interface CodeTable {
  lengths: Uint8Array;
  codes: Uint16Array;
}

/** Order in which the lengths of the code length codes are written (RFC 1951, 3.2.7). */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * Huffman codes for symbols that come so often, none longer than `longest` bits. Symbols that come equally often are told apart by their
 * number, so that equal counts give equal codes.
 */
export function codeTable(counts: Uint32Array, longest: number): CodeTable {
  const lengths = new Uint8Array(counts.length);
  const used = new Uint32Array(counts.length);
  let size = 0;
  for (let symbol = 0; symbol < counts.length; symbol += 1)
    if (counts[symbol]! > 0) used[size++] = counts[symbol]! * 512 + symbol;
  if (size < 2) {
    lengths[used[0]! & 511] = 1;
    return { lengths, codes: canonical(lengths) };
  }
  const sorted = used.subarray(0, size).sort();
  const perLength = limited(depths(sorted), longest);
  // The rarest symbols come first and get the longest codes.
  let index = 0;
  for (let length = longest; length > 0; length -= 1) {
    for (let left = perLength[length]!; left > 0; left -= 1) lengths[sorted[index++]! & 511] = length;
  }
  return { lengths, codes: canonical(lengths) };
}

/** How many symbols have which depth in the Huffman tree: leaves and made nodes are two queues, both in order of weight. */
function depths(sorted: Uint32Array): Uint32Array {
  const leaves = sorted.length;
  const weights = new Float64Array(leaves * 2 - 1);
  const parents = new Uint32Array(leaves * 2 - 1);
  for (let leaf = 0; leaf < leaves; leaf += 1) weights[leaf] = sorted[leaf]! >>> 9;
  let leaf = 0;
  let node = leaves;
  for (let next = leaves; next < weights.length; next += 1) {
    for (let child = 0; child < 2; child += 1) {
      const lightest = node >= next || (leaf < leaves && weights[leaf]! <= weights[node]!) ? leaf++ : node++;
      weights[next] = weights[next]! + weights[lightest]!;
      parents[lightest] = next;
    }
  }
  const depth = new Uint8Array(weights.length);
  const perDepth = new Uint32Array(64);
  for (let each = weights.length - 2; each >= 0; each -= 1) {
    depth[each] = depth[parents[each]!]! + 1;
    if (each < leaves) perDepth[depth[each]!]!++;
  }
  return perDepth;
}

/** Moves what is deeper than allowed up, and makes room for it further up (Kraft's sum stays one). */
function limited(perDepth: Uint32Array, longest: number): Uint32Array {
  for (let depth = longest + 1; depth < perDepth.length; depth += 1) {
    perDepth[longest] = perDepth[longest]! + perDepth[depth]!;
    perDepth[depth] = 0;
  }
  let total = 0;
  for (let depth = 1; depth <= longest; depth += 1) total += perDepth[depth]! * 2 ** (longest - depth);
  while (total > 2 ** longest) {
    perDepth[longest]!--;
    for (let depth = longest - 1; depth > 0; depth -= 1) {
      if (perDepth[depth] === 0) continue;
      perDepth[depth]!--;
      perDepth[depth + 1] = perDepth[depth + 1]! + 2;
      break;
    }
    total -= 1;
  }
  return perDepth;
}

/** Canonical codes from their lengths (RFC 1951, 3.2.2), reversed. */
function canonical(lengths: Uint8Array): Uint16Array {
  const next = new Uint16Array(17);
  for (const length of lengths) if (length > 0) next[length + 1]!++;
  for (let length = 2; length < 17; length += 1) next[length] = (next[length]! + next[length - 1]!) << 1;
  const codes = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    let code = next[length]!++;
    let reversed = 0;
    for (let bit = 0; bit < length; bit += 1) {
      reversed = (reversed << 1) | (code & 1);
      code >>= 1;
    }
    codes[symbol] = reversed;
  }
  return codes;
}

/** The fixed codes of RFC 1951, 3.2.6. */
export const FIXED_LENGTHS: CodeTable = (() => {
  const lengths = new Uint8Array(288).fill(8);
  lengths.fill(9, 144, 256);
  lengths.fill(7, 256, 280);
  return { lengths, codes: canonical(lengths) };
})();

/** All distances have five bits in the fixed way. */
export const FIXED_DISTANCES: CodeTable = (() => {
  const lengths = new Uint8Array(30).fill(5);
  return { lengths, codes: canonical(lengths) };
})();

/** One step of writing code lengths: symbol 0–18, and the extra bits of the repetitions 16, 17 and 18. */
interface Step {
  symbol: number;
  extra: number;
}

const EXTRA_BITS: Record<number, number> = { 16: 2, 17: 3, 18: 7 };

function steps(
  literals: CodeTable,
  distances: CodeTable,
): { list: Step[]; literalCount: number; distanceCount: number } {
  let literalCount = 286;
  while (literalCount > 257 && literals.lengths[literalCount - 1] === 0) literalCount -= 1;
  let distanceCount = 30;
  while (distanceCount > 1 && distances.lengths[distanceCount - 1] === 0) distanceCount -= 1;
  const all = new Uint8Array(literalCount + distanceCount);
  all.set(literals.lengths.subarray(0, literalCount));
  all.set(distances.lengths.subarray(0, distanceCount), literalCount);
  const list: Step[] = [];
  for (let at = 0; at < all.length; ) {
    const length = all[at]!;
    let run = 1;
    while (at + run < all.length && all[at + run] === length) run += 1;
    at += run;
    if (length === 0) {
      while (run >= 11) {
        const part = Math.min(run, 138);
        list.push({ symbol: 18, extra: part - 11 });
        run -= part;
      }
      if (run >= 3) {
        list.push({ symbol: 17, extra: run - 3 });
        run = 0;
      }
    } else {
      list.push({ symbol: length, extra: 0 });
      run -= 1;
      while (run >= 3) {
        const part = Math.min(run, 6);
        list.push({ symbol: 16, extra: part - 3 });
        run -= part;
      }
    }
    for (; run > 0; run -= 1) list.push({ symbol: length, extra: 0 });
  }
  return { list, literalCount, distanceCount };
}

/** How two code tables are told at the beginning of a block. */
interface CodesHeader {
  list: Step[];
  literalCount: number;
  distanceCount: number;
  table: CodeTable;
  written: number;
  /** Length of it all, the block's bits of kind not counted. */
  bits: number;
}

/** Works out how both code tables are told (RFC 1951, 3.2.7). */
export function codesHeader(literals: CodeTable, distances: CodeTable): CodesHeader {
  const { list, literalCount, distanceCount } = steps(literals, distances);
  const counts = new Uint32Array(19);
  for (const { symbol } of list) counts[symbol]!++;
  const table = codeTable(counts, 7);
  let written = 19;
  while (written > 4 && table.lengths[LENGTH_ORDER[written - 1]!] === 0) written -= 1;
  let bits = 14 + written * 3;
  for (const { symbol } of list) bits += table.lengths[symbol]! + (EXTRA_BITS[symbol] ?? 0);
  return { list, literalCount, distanceCount, table, written, bits };
}

/** Writes what {@link codesHeader} worked out. */
export function writeCodes(header: CodesHeader, put: (value: number, bits: number) => void): void {
  const { list, literalCount, distanceCount, table, written } = header;
  put(literalCount - 257, 5);
  put(distanceCount - 1, 5);
  put(written - 4, 4);
  for (let index = 0; index < written; index += 1) put(table.lengths[LENGTH_ORDER[index]!]!, 3);
  for (const { symbol, extra } of list) {
    put(table.codes[symbol]!, table.lengths[symbol]!);
    const more = EXTRA_BITS[symbol];
    if (more !== undefined) put(extra, more);
  }
}
