import type { EmfRecord } from "./emf-record.ts";
import type { GdiCanvas } from "./gdi.ts";
import { drawDib } from "./gdi-bitmap.ts";
import { type Font, lettersOf, type Pen } from "./gdi-objects.ts";
import { SvgRefused } from "./svg-values.ts";

/** ExtSelectClipRgn: rectangles of the device, or none to be rid of the clip ([MS-EMF] 2.3.2.2, 2.2.24). */
export function clipToRegion(r: EmfRecord, canvas: GdiCanvas): void {
  const size = r.word(8);
  const mode = r.word(12);
  if (size < 32) {
    if (mode === 5) canvas.unclip();
    return;
  }
  const count = r.word(24);
  if (count > 20_000) throw new SvgRefused("clip");
  canvas.clipToBoxes(
    Array.from({ length: count }, (_unused, index) => r.box(48 + index * 16)),
    mode,
    true,
  );
}

/** LOGFONTW ([MS-EMF] 2.2.13), from byte 12. */
export function fontOf(r: EmfRecord): Font {
  const name = r.utf16(40, Math.min(32, (r.size - 40) >> 1));
  return {
    kind: "font",
    family: name.split("\0")[0] || "Times New Roman",
    height: r.long(12),
    escapement: r.long(20),
    bold: r.long(28) >= 600,
    italic: r.bytes[32] !== 0,
    charset: r.bytes[35] ?? 0,
  };
}

/** LogPenEx ([MS-EMF] 2.2.20), from byte 28. */
export function extendedPen(r: EmfRecord): Pen {
  const style = r.word(28);
  const geometric = (style & 0x10000) !== 0;
  const cap = (style >> 8) & 15;
  const join = (style >> 12) & 15;
  return {
    kind: "pen",
    style: Math.min(style & 15, 6),
    width: geometric ? r.word(32) : 0,
    color: r.color(40),
    cap: cap === 0 ? 1 : cap === 1 ? 2 : 0,
    join: join === 0 ? 1 : join === 1 ? 2 : 0,
  };
}

/** ExtTextOut, in UTF-16 or in the letters of a code page. */
export function textOut(type: number, r: EmfRecord, canvas: GdiCanvas): void {
  const count = r.word(44);
  const options = r.word(52);
  // Numbers of glyphs mean nothing in another font.
  if ((options & 0x10) !== 0) {
    canvas.left.add("glyph index");
    return;
  }
  const at = r.word(48);
  if (count > 10_000) throw new SvgRefused("quá nhiều chữ");
  const text =
    type === 84 ? r.utf16(at, count) : lettersOf(r.bytes.subarray(at, at + count), canvas.state.font.charset);
  const distances = r.word(72);
  const pair = (options & 0x2000) !== 0 ? 8 : 4;
  const advances =
    distances === 0 || distances + count * pair > r.size
      ? undefined
      : Array.from({ length: count }, (_unused, index) => r.long(distances + index * pair));
  const box = (options & 2) !== 0 && (options & 0x100) === 0 ? r.box(56) : undefined;
  canvas.text(r.long(36), r.long(40), text, advances, box);
}

/** BitBlt and StretchBlt: a bitmap, or the brush where there is none. */
export function blit(type: number, r: EmfRecord, canvas: GdiCanvas): void {
  const to = r.box(24);
  const [x, y, w, h] = to;
  const operation = r.word(40);
  if (r.word(84) === 0) {
    const { brush } = canvas.state;
    const color =
      operation === 0x42
        ? "000000"
        : operation === 0xff0062
          ? "FFFFFF"
          : operation === 0xf00021
            ? brush.color
            : undefined;
    if (color !== undefined) canvas.block(x, y, x + w, y + h, color);
    return;
  }
  const [ws, hs] = type === 77 ? [r.long(100), r.long(104)] : [w, h];
  const place = { header: r.word(84), bits: r.word(92) };
  drawDib(canvas, r.bytes, place, operation, [r.long(44), r.long(48), ws, hs], to, false);
}
