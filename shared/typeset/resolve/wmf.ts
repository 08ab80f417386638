import { GdiCanvas } from "./gdi.ts";
import { drawDib } from "./gdi-bitmap.ts";
import { type Box, colorAt, type Font, lettersOf, MOST_RECORDS } from "./gdi-objects.ts";
import type { VectorPicture } from "./svg-model.ts";
import { SvgRefused } from "./svg-values.ts";

/** Records that change nothing that is drawn here ([MS-WMF] 2.1.1.1): moved clips, palettes, hints, escapes. */
const SILENT = new Set([
  0x0102, 0x0035, 0x0037, 0x0104, 0x0107, 0x0108, 0x0139, 0x0149, 0x0231, 0x0234, 0x0436, 0x0220, 0x012b, 0x0626,
  0x020a, 0x0211, 0x0105, 0x0103,
]);

/** True for the bytes of a Windows metafile, with or without the placeable header. */
export function isWmf(bytes: Uint8Array): boolean {
  if (bytes.length < 40) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) === 0x9ac6cdd7) return true;
  return (
    (view.getUint16(0, true) === 1 || view.getUint16(0, true) === 2) &&
    view.getUint16(2, true) === 9 &&
    [0x100, 0x300].includes(view.getUint16(4, true))
  );
}

/**
 * Plays a Windows metafile ([MS-WMF]) into a vector picture as large as its window.
 *
 * @returns also the names of what was left out
 * @throws SvgRefused for a file that is broken or beyond the limits
 */
export function readWmf(bytes: Uint8Array): { vector: VectorPicture; left: string[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const placeable = view.getUint32(0, true) === 0x9ac6cdd7;
  const records = [...recordsOf(view, placeable ? 40 : 18)];
  const size = placeable
    ? [view.getInt16(10, true) - view.getInt16(6, true), view.getInt16(12, true) - view.getInt16(8, true)]
    : windowOf(records);
  const [width, height] = [Math.abs(size[0] ?? 0), Math.abs(size[1] ?? 0)];
  if (width === 0 || height === 0) throw new SvgRefused("WMF: khung");
  // A logical unit may be far smaller than a pixel; a thinnest line is a fifth of a hundredth of the picture.
  const inch = placeable ? view.getUint16(14, true) || 1440 : 1440;
  const unit = 96 / inch;
  const canvas = new GdiCanvas([unit, 0, 0, unit, 0, 0], [inch / 25.4, inch / 25.4], 8, [width, height]);
  for (const record of records) play(record, canvas);
  return { vector: { width: width * unit, height: height * unit, items: canvas.items }, left: [...canvas.left] };
}

/** A record: what it does, and its parameters, which stand in reverse order of the call's. */
interface Record {
  call: number;
  view: DataView;
}

function* recordsOf(view: DataView, start: number): Generator<Record> {
  let at = start;
  for (let count = 0; at + 6 <= view.byteLength; count += 1) {
    const words = view.getUint32(at, true);
    const call = view.getUint16(at + 4, true);
    if (call === 0) return;
    if (words < 3 || at + words * 2 > view.byteLength || count > MOST_RECORDS) throw new SvgRefused("WMF: bản ghi");
    yield { call, view: new DataView(view.buffer, view.byteOffset + at + 6, words * 2 - 6) };
    at += words * 2;
  }
}

/** Extent of the first window that is set. */
function windowOf(records: readonly Record[]): [number, number] {
  const found = records.find(({ call, view }) => call === 0x020c && view.byteLength >= 4);
  if (found === undefined) throw new SvgRefused("WMF: khung");
  return [found.view.getInt16(2, true), found.view.getInt16(0, true)];
}

function play({ call, view }: Record, canvas: GdiCanvas): void {
  if (SILENT.has(call)) return;
  const { state } = canvas;
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const n = (index: number): number => {
    if (index * 2 + 2 > view.byteLength) throw new SvgRefused("WMF: bản ghi ngắn");
    return view.getInt16(index * 2, true);
  };
  const color = (index: number): string => {
    if (index * 2 + 4 > view.byteLength) throw new SvgRefused("WMF: bản ghi ngắn");
    return colorAt(bytes, index * 2);
  };
  const letters = (at: number, count: number): string => {
    if (count < 0 || at + count > view.byteLength) throw new SvgRefused("WMF: bản ghi ngắn");
    return lettersOf(bytes.subarray(at, at + count), state.font.charset);
  };
  const points = (index: number, count: number): [number, number][] =>
    Array.from({ length: count }, (_unused, at) => [n(index + at * 2), n(index + at * 2 + 1)]);
  switch (call) {
    case 0x0106:
      canvas.set({ evenOdd: n(0) === 1 });
      return;
    case 0x0201:
      canvas.set({ backColor: color(0) });
      return;
    case 0x0209:
      canvas.set({ textColor: color(0) });
      return;
    case 0x012e:
      canvas.set({ textAlign: n(0) });
      return;
    case 0x020b:
      canvas.set({ window: [n(1), n(0), state.window[2], state.window[3]] });
      return;
    case 0x020c:
      canvas.set({ window: [state.window[0], state.window[1], n(1), n(0)] });
      return;
    case 0x020d:
    case 0x020e:
      // The viewport is the picture's own frame; one that a metafile sets is that of a device it was drawn on.
      return;
    case 0x001e:
      canvas.save();
      return;
    case 0x0127:
      canvas.restore(n(0));
      return;
    case 0x0214:
      canvas.moveTo(n(1), n(0));
      return;
    case 0x0213:
      canvas.lineTo([[n(1), n(0)]]);
      return;
    case 0x041b:
      canvas.rectangle(n(3), n(2), n(1), n(0));
      return;
    case 0x061c:
      canvas.rectangle(n(5), n(4), n(3), n(2), n(1) / 2, n(0) / 2);
      return;
    case 0x0418:
      canvas.ellipse(n(3), n(2), n(1), n(0));
      return;
    case 0x0817:
    case 0x081a:
    case 0x0830:
      canvas.arc(
        call === 0x0817 ? "arc" : call === 0x081a ? "pie" : "chord",
        [n(7), n(6), n(5), n(4)],
        [n(3), n(2)],
        [n(1), n(0)],
      );
      return;
    case 0x0324:
    case 0x0325:
      canvas.poly([points(1, n(0))], { closed: call === 0x0324 });
      return;
    case 0x0538: {
      const count = n(0);
      let at = 1 + count;
      const lists = Array.from({ length: count }, (_unused, index) => {
        const list = points(at, n(1 + index));
        at += n(1 + index) * 2;
        return list;
      });
      canvas.poly(lists, { closed: true });
      return;
    }
    case 0x02fa:
      canvas.define(canvas.free(), {
        kind: "pen",
        style: n(0) & 15,
        width: Math.abs(n(1)),
        color: color(3),
        cap: 1,
        join: 1,
      });
      return;
    case 0x02fc:
      canvas.define(canvas.free(), n(0) === 1 ? { kind: "brush" } : { kind: "brush", color: color(1) });
      if (n(0) > 1) canvas.left.add("hatch");
      return;
    case 0x02fb:
      canvas.define(canvas.free(), fontOf(bytes, n));
      return;
    case 0x06ff:
      canvas.define(canvas.free(), { kind: "region", boxes: boxesOf(n) });
      return;
    case 0x012c:
      canvas.clipToRegion(n(0) & 0xffff);
      return;
    case 0x0415:
      canvas.exclude(n(3), n(2), n(1), n(0));
      return;
    case 0x0416:
      canvas.clipToBoxes([[n(3), n(2), n(1), n(0)]], 1);
      return;
    case 0x00f7:
      canvas.define(canvas.free(), { kind: "other" });
      return;
    case 0x0142:
    case 0x01f9:
      canvas.define(canvas.free(), { kind: "brush", color: "808080" });
      canvas.left.add("pattern");
      return;
    case 0x012d:
      canvas.select(n(0) & 0xffff);
      return;
    case 0x01f0:
      canvas.remove(n(0) & 0xffff);
      return;
    case 0x0521: {
      const count = n(0);
      const words = Math.ceil(count / 2);
      canvas.text(n(2 + words), n(1 + words), letters(2, count), undefined);
      return;
    }
    case 0x0a32: {
      const [y, x, count, options] = [n(0), n(1), n(2), n(3)];
      const boxed = (options & 6) !== 0;
      const at = boxed ? 8 : 4;
      const text = letters(at * 2, count);
      const distances = at + Math.ceil(count / 2);
      const advances =
        (distances + count) * 2 > view.byteLength
          ? undefined
          : Array.from({ length: count }, (_unused, index) => n(distances + index));
      canvas.text(x, y, text, advances, (options & 2) !== 0 ? [n(4), n(5), n(6), n(7)] : undefined);
      return;
    }
    case 0x0f43:
    case 0x0b41:
    case 0x0940:
      bitmap(call, view, n, canvas);
      return;
    case 0x061d:
      // PatBlt: the brush over a rectangle.
      if (state.brush.color !== undefined && view.getUint32(0, true) === 0xf00021)
        canvas.block(n(5), n(4), n(5) + n(3), n(4) + n(2), state.brush.color);
      return;
    default:
      canvas.left.add(`META ${call.toString(16)}`);
  }
}

/** The rectangles of a region, scan by scan ([MS-WMF] 2.2.1.5). */
function boxesOf(n: (index: number) => number): Box[] {
  const boxes: Box[] = [];
  let at = 11;
  for (let scan = n(5); scan > 0; scan -= 1) {
    const count = n(at) & 0xffff;
    const [top, bottom] = [n(at + 1), n(at + 2)];
    for (let index = 0; index + 1 < count; index += 2) boxes.push([n(at + 3 + index), top, n(at + 4 + index), bottom]);
    if (boxes.length > 20_000) throw new SvgRefused("clip");
    at += 4 + count;
  }
  return boxes;
}

/** LOGFONT ([MS-WMF] 2.2.1.2). */
function fontOf(bytes: Uint8Array, n: (index: number) => number): Font {
  return {
    kind: "font",
    height: n(0),
    escapement: n(2),
    bold: n(4) >= 600,
    italic: (n(5) & 0xff) !== 0,
    charset: (n(6) >> 8) & 0xff,
    family: lettersOf(bytes.subarray(18, 50), 0).split("\0")[0] || "Times New Roman",
  };
}

/** StretchDIB, DIBStretchBlt and DIBBitBlt. */
function bitmap(call: number, view: DataView, n: (index: number) => number, canvas: GdiCanvas): void {
  if (view.byteLength < 20) throw new SvgRefused("WMF: bản ghi ngắn");
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  // Parameters after the operation; StretchDIB has the use of its colours before them.
  const at = call === 0x0f43 ? 3 : 2;
  const stretched = call !== 0x0940;
  const rest = stretched ? at + 2 : at;
  const [ys, xs, h, w, y, x] = [n(rest), n(rest + 1), n(rest + 2), n(rest + 3), n(rest + 4), n(rest + 5)];
  const from = [xs, ys, stretched ? n(at + 1) : w, stretched ? n(at) : h] as const;
  drawDib(canvas, bytes, { header: (rest + 6) * 2 }, view.getUint32(0, true), from, [x, y, w, h], call === 0x0f43);
}
