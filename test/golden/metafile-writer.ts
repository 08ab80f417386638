/** Builds small metafiles of Windows for the tests, record by record ([MS-EMF], [MS-WMF]). */

type Field = number | { u16: number } | { real: number } | { bytes: Uint8Array };

function bytesOf(fields: readonly Field[], unit: 2 | 4): Uint8Array {
  const out: number[] = [];
  const push = (value: number, size: number): void => {
    for (let index = 0; index < size; index += 1) out.push(Math.floor(value / 2 ** (8 * index)) & 0xff);
  };
  for (const field of fields) {
    if (typeof field === "number") push(field < 0 ? field + 2 ** (8 * unit) : field, unit);
    else if ("u16" in field) push(field.u16 & 0xffff, 2);
    else if ("real" in field) {
      const real = new DataView(new ArrayBuffer(4));
      real.setFloat32(0, field.real, true);
      push(real.getUint32(0, true), 4);
    } else out.push(...field.bytes);
  }
  while (out.length % unit !== 0) out.push(0);
  return Uint8Array.from(out);
}

function utf16(text: string, length = text.length): Uint8Array {
  const out = new Uint8Array(length * 2);
  for (let index = 0; index < text.length; index += 1) {
    out[index * 2] = text.charCodeAt(index) & 0xff;
    out[index * 2 + 1] = text.charCodeAt(index) >> 8;
  }
  return out;
}

/** A record of an EMF; numbers are 32 bits wide. */
export function emr(type: number, ...fields: Field[]): Uint8Array {
  const body = bytesOf(fields, 4);
  return Uint8Array.from([...bytesOf([type, body.length + 8], 4), ...body]);
}

/** An EMF of the given size in pixels of a device with 96 an inch. */
export function emf(width: number, height: number, records: readonly Uint8Array[]): Uint8Array {
  const millimetres = (pixels: number): number => Math.round((pixels * 2540) / 96);
  const all = [...records, emr(14, 0, 16, 20)];
  const size = 100 + all.reduce((sum, record) => sum + record.length, 0);
  const header = bytesOf(
    [
      1,
      100,
      0,
      0,
      width - 1,
      height - 1,
      0,
      0,
      millimetres(width),
      millimetres(height),
      0x464d4520,
      0x10000,
      size,
      all.length + 1,
      { u16: 8 },
      { u16: 0 },
      0,
      0,
      0,
      1920,
      1080,
      508,
      286,
      0,
      0,
      0,
    ],
    4,
  );
  return Uint8Array.from([...header, ...all.flatMap((record) => [...record])]);
}

/** EMR_EXTCREATEFONTINDIRECTW. */
export function emrFont(index: number, height: number, family: string, bold = false, escapement = 0): Uint8Array {
  return emr(
    82,
    index,
    height,
    0,
    escapement,
    escapement,
    bold ? 700 : 400,
    { bytes: Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0) },
    { bytes: utf16(family, 32) },
    { bytes: new Uint8Array(228) },
  );
}

/** EMR_EXTTEXTOUTW without distances, or with the same for every letter. */
export function emrText(x: number, y: number, text: string, advance?: number): Uint8Array {
  const letters = utf16(text);
  const padded = letters.length + (letters.length % 4);
  const bytes = new Uint8Array(padded);
  bytes.set(letters);
  const distances = advance === undefined ? [] : Array.from(text, () => advance);
  return emr(
    84,
    0,
    0,
    -1,
    -1,
    1,
    { real: 1 },
    { real: 1 },
    x,
    y,
    text.length,
    76,
    0,
    0,
    0,
    -1,
    -1,
    advance === undefined ? 0 : 76 + padded,
    { bytes },
    ...distances,
  );
}

/** A DIB of 24 bits: its header and its rows from the bottom. */
export function dib(
  width: number,
  height: number,
  color: (x: number, y: number) => readonly [number, number, number],
): { header: Uint8Array; bits: Uint8Array } {
  const header = bytesOf([40, width, height, { u16: 1 }, { u16: 24 }, 0, 0, 0, 0, 0, 0], 4);
  const stride = (width * 3 + 3) & ~3;
  const bits = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [r, g, b] = color(x, y);
      bits.set([b, g, r], (height - 1 - y) * stride + x * 3);
    }
  return { header, bits };
}

/** EMR_STRETCHDIBITS with the whole bitmap. */
export function emrBitmap(
  x: number,
  y: number,
  width: number,
  height: number,
  of: ReturnType<typeof dib>,
  size: readonly [number, number],
): Uint8Array {
  return emr(
    81,
    0,
    0,
    -1,
    -1,
    x,
    y,
    0,
    0,
    size[0],
    size[1],
    80,
    of.header.length,
    80 + of.header.length,
    of.bits.length,
    0,
    0xcc0020,
    width,
    height,
    { bytes: of.header },
    { bytes: of.bits },
  );
}

/** A record of a WMF; numbers are 16 bits wide. */
export function meta(call: number, ...fields: Field[]): Uint8Array {
  const body = bytesOf(fields, 2);
  const words = 3 + body.length / 2;
  return Uint8Array.from([...bytesOf([words & 0xffff, words >> 16, call], 2), ...body]);
}

/** A placeable WMF of the given size, in units of which there are so many in an inch. */
export function wmf(width: number, height: number, inch: number, records: readonly Uint8Array[]): Uint8Array {
  const all = [...records, meta(0)];
  const words = 9 + all.reduce((sum, record) => sum + record.length / 2, 0);
  const most = Math.max(...all.map((record) => record.length / 2));
  const placeable = [0xcdd7, 0x9ac6, 0, 0, 0, width, height, inch, 0, 0];
  const sum = placeable.reduce((value, word) => value ^ word, 0);
  const header = bytesOf(
    [...placeable, sum, 1, 9, 0x300, words & 0xffff, words >> 16, 8, most & 0xffff, most >> 16, 0],
    2,
  );
  return Uint8Array.from([...header, ...all.flatMap((record) => [...record])]);
}

/** META_CREATEFONTINDIRECT. */
export function metaFont(height: number, family: string, charset = 0): Uint8Array {
  const name = new Uint8Array(32);
  name.set(new TextEncoder().encode(family).subarray(0, 31));
  return meta(0x02fb, height, 0, 0, 0, 400, { bytes: Uint8Array.of(0, 0, 0, charset, 0, 0, 0, 0) }, { bytes: name });
}

/** META_EXTTEXTOUT of letters of one byte each. */
export function metaText(x: number, y: number, letters: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(letters.length + (letters.length % 2));
  bytes.set(letters);
  return meta(0x0a32, y, x, letters.length, 0, { bytes });
}

/** META_STRETCHDIB with the whole bitmap. */
export function metaBitmap(
  x: number,
  y: number,
  width: number,
  height: number,
  of: ReturnType<typeof dib>,
  size: readonly [number, number],
): Uint8Array {
  return meta(
    0x0f43,
    0x20,
    0xcc,
    0,
    size[1],
    size[0],
    0,
    0,
    height,
    width,
    y,
    x,
    { bytes: of.header },
    { bytes: of.bits },
  );
}
