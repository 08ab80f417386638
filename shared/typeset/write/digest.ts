/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const K = Int32Array.from(
  (
    "428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174 " +
    "e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 " +
    "27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 " +
    "19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2"
  )
    .split(" ")
    .map((word) => Number.parseInt(word, 16)),
);

const schedule = new Int32Array(64);

/** The system's own digest where there is one: the same 32 bytes, only sooner. A browser has one that answers only later. */
const native = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:crypto");

/** SHA-256 (FIPS 180-4). */
export function sha256(data: Uint8Array): Uint8Array {
  return native === undefined
    ? sha256Anywhere(data)
    : new Uint8Array(native.createHash("sha256").update(data).digest());
}

/** SHA-256 written out, for where there is no node:crypto. */
function sha256Anywhere(data: Uint8Array): Uint8Array {
  const state = Int32Array.from([
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  ]);
  const whole = data.length & ~63;
  for (let at = 0; at < whole; at += 64) sha256Block(state, data, at);
  const end = padded(data.subarray(whole), data.length, false);
  for (let at = 0; at < end.length; at += 64) sha256Block(state, end, at);
  return words(state, false);
}

function sha256Block(state: Int32Array, data: Uint8Array, from: number): void {
  const w = schedule;
  for (let index = 0, at = from; index < 16; index += 1, at += 4)
    w[index] = (data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!;
  for (let index = 16; index < 64; index += 1) {
    const two = w[index - 2]!;
    const fifteen = w[index - 15]!;
    const s1 = ((two >>> 17) | (two << 15)) ^ ((two >>> 19) | (two << 13)) ^ (two >>> 10);
    const s0 = ((fifteen >>> 7) | (fifteen << 25)) ^ ((fifteen >>> 18) | (fifteen << 14)) ^ (fifteen >>> 3);
    w[index] = (s1 + w[index - 7]! + s0 + w[index - 16]!) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let index = 0; index < 64; index += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + s1 + ((e & f) ^ (~e & g)) + K[index]! + w[index]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
  state[5] = state[5]! + f;
  state[6] = state[6]! + g;
  state[7] = state[7]! + h;
}

/** Sines as whole numbers, and the rotations of each round (RFC 1321, 3.4). The sines are given as such: Math.sin may differ in its last place. */
const T = Int32Array.from(
  (
    "d76aa478 e8c7b756 242070db c1bdceee f57c0faf 4787c62a a8304613 fd469501 698098d8 8b44f7af ffff5bb1 895cd7be 6b901122 fd987193 a679438e 49b40821 " +
    "f61e2562 c040b340 265e5a51 e9b6c7aa d62f105d 02441453 d8a1e681 e7d3fbc8 21e1cde6 c33707d6 f4d50d87 455a14ed a9e3e905 fcefa3f8 676f02d9 8d2a4c8a " +
    "fffa3942 8771f681 6d9d6122 fde5380c a4beea44 4bdecfa9 f6bb4b60 bebfbc70 289b7ec6 eaa127fa d4ef3085 04881d05 d9d4d039 e6db99e5 1fa27cf8 c4ac5665 " +
    "f4292244 432aff97 ab9423a7 fc93a039 655b59c3 8f0ccc92 ffeff47d 85845dd1 6fa87e4f fe2ce6e0 a3014314 4e0811a1 f7537e82 bd3af235 2ad7d2bb eb86d391"
  )
    .split(" ")
    .map((word) => Number.parseInt(word, 16)),
);
const TURNS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];

/** MD5 (RFC 1321): PDF names it for the checksum of an embedded file (ISO 32000-1, table 46). It protects nothing. */
export function md5(data: Uint8Array): Uint8Array {
  const state = Int32Array.from([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  const whole = data.length & ~63;
  for (let at = 0; at < whole; at += 64) md5Block(state, data, at);
  const end = padded(data.subarray(whole), data.length, true);
  for (let at = 0; at < end.length; at += 64) md5Block(state, end, at);
  return words(state, true);
}

function md5Block(state: Int32Array, data: Uint8Array, from: number): void {
  const w = schedule;
  for (let index = 0, at = from; index < 16; index += 1, at += 4)
    w[index] = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (let index = 0; index < 64; index += 1) {
    const round = index >> 4;
    const mixed =
      round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const word =
      round === 0 ? index : round === 1 ? (index * 5 + 1) & 15 : round === 2 ? (index * 3 + 5) & 15 : (index * 7) & 15;
    const sum = (a + mixed + T[index]! + w[word]!) | 0;
    const turn = TURNS[round]![index & 3]!;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
}

/** What is left of the message with its end mark and its length in bits. */
function padded(rest: Uint8Array, length: number, little: boolean): Uint8Array {
  const bytes = new Uint8Array(rest.length < 56 ? 64 : 128);
  bytes.set(rest);
  bytes[rest.length] = 0x80;
  const view = new DataView(bytes.buffer);
  const low = bytes.length - (little ? 8 : 4);
  view.setUint32(low, (length << 3) >>> 0, little);
  view.setUint32(little ? low + 4 : low - 4, Math.floor(length / 0x2000_0000), little);
  return bytes;
}

function words(state: Int32Array, little: boolean): Uint8Array {
  const bytes = new Uint8Array(state.length * 4);
  const view = new DataView(bytes.buffer);
  state.forEach((word, index) => {
    view.setInt32(index * 4, word, little);
  });
  return bytes;
}

/** Upper-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text.toUpperCase();
}
