import { blit, clipToRegion, extendedPen, fontOf, textOut } from "./emf-parts.ts";
import { EmfRecord } from "./emf-record.ts";
import { GdiCanvas } from "./gdi.ts";
import { drawDib } from "./gdi-bitmap.ts";
import { MOST_RECORDS } from "./gdi-objects.ts";
import type { Matrix, VectorPicture } from "./svg-model.ts";
import { SvgRefused, times } from "./svg-values.ts";

/** Records that change nothing that is drawn here ([MS-EMF] 2.1.1): moved clips, colour management, palettes, hints and comments. */
const SILENT = new Set([
  18, 13, 14, 16, 20, 21, 23, 26, 28, 48, 49, 50, 51, 52, 65, 66, 68, 70, 72, 98, 99, 100, 101, 104, 109, 110, 111, 112,
  113, 115, 119, 120, 121, 122,
]);

/** True for the bytes of an enhanced metafile. */
export function isEmf(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 88 &&
    bytes[0] === 1 &&
    bytes[1] === 0 &&
    bytes[40] === 0x20 &&
    bytes[41] === 0x45 &&
    bytes[42] === 0x4d &&
    bytes[43] === 0x46
  );
}

/**
 * Plays an enhanced metafile ([MS-EMF]) into a vector picture as large as its frame.
 *
 * @returns also the names of what was left out
 * @throws SvgRefused for a file that is broken or beyond the limits
 */
export function readEmf(bytes: Uint8Array): { vector: VectorPicture; left: string[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = (at: number): number => view.getInt32(at, true);
  const [left, top, right, bottom] = [long(24), long(28), long(32), long(36)];
  const density: [number, number] = [long(72) / long(80), long(76) / long(84)];
  const [sx, sy] = [density[0] / 100, density[1] / 100];
  const width = (right - left) * sx;
  const height = (bottom - top) * sy;
  if (!(width > 0 && height > 0 && width < 100_000 && height < 100_000)) throw new SvgRefused("EMF: khung");
  const canvas = new GdiCanvas([1, 0, 0, 1, -left * sx, -top * sy], density, 1);
  let at = long(4);
  for (let count = 0; at + 8 <= bytes.length; count += 1) {
    const type = view.getUint32(at, true);
    const size = view.getUint32(at + 4, true);
    if (size < 8 || size % 4 !== 0 || at + size > bytes.length || count > MOST_RECORDS)
      throw new SvgRefused("EMF: bản ghi");
    if (type === 14) break;
    play(type, new EmfRecord(bytes, at, size), canvas);
    at += size;
  }
  return { vector: { width, height, items: canvas.items }, left: [...canvas.left] };
}

function play(type: number, r: EmfRecord, canvas: GdiCanvas): void {
  if (SILENT.has(type)) return;
  const { state } = canvas;
  switch (type) {
    case 2:
    case 85:
    case 3:
    case 86:
    case 4:
    case 87: {
      const points = r.points(28, r.word(24), type < 80);
      const kind = type < 80 ? type : type - 83;
      canvas.poly([points], { closed: kind === 3, curves: kind === 2 });
      return;
    }
    case 5:
    case 88:
    case 6:
    case 89:
      canvas.lineTo(r.points(28, r.word(24), type < 80), type === 5 || type === 88);
      return;
    case 7:
    case 90:
    case 8:
    case 91: {
      const lists = r.word(24);
      if (lists * 4 > r.size) throw new SvgRefused("EMF: bản ghi ngắn");
      let at = 32 + lists * 4;
      const wide = type < 80;
      const parts = Array.from({ length: lists }, (_unused, index) => {
        const count = r.word(32 + index * 4);
        const points = r.points(at, count, wide);
        at += count * (wide ? 8 : 4);
        return points;
      });
      canvas.poly(parts, { closed: type === 8 || type === 91 });
      return;
    }
    case 9:
      canvas.set({ window: [state.window[0], state.window[1], r.long(8), r.long(12)] });
      return;
    case 10:
      canvas.set({ window: [r.long(8), r.long(12), state.window[2], state.window[3]] });
      return;
    case 11:
      canvas.set({ viewport: [state.viewport[0], state.viewport[1], r.long(8), r.long(12)] });
      return;
    case 12:
      canvas.set({ viewport: [r.long(8), r.long(12), state.viewport[2], state.viewport[3]] });
      return;
    case 17:
      canvas.set({ mapMode: r.word(8) });
      return;
    case 19:
      canvas.set({ evenOdd: r.word(8) === 1 });
      return;
    case 22:
      canvas.set({ textAlign: r.word(8) });
      return;
    case 24:
      canvas.set({ textColor: r.color(8) });
      return;
    case 25:
      canvas.set({ backColor: r.color(8) });
      return;
    case 27:
      canvas.moveTo(r.long(8), r.long(12));
      return;
    case 31:
    case 32: {
      const factor = [r.long(8) / (r.long(12) || 1), r.long(16) / (r.long(20) || 1)] as const;
      const [x, y, w, h] = type === 31 ? state.viewport : state.window;
      canvas.set({ [type === 31 ? "viewport" : "window"]: [x, y, w * factor[0], h * factor[1]] });
      return;
    }
    case 33:
      canvas.save();
      return;
    case 34:
      canvas.restore(r.long(8));
      return;
    case 35:
    case 36: {
      const matrix: Matrix = [r.real(8), r.real(12), r.real(16), r.real(20), r.real(24), r.real(28)];
      const mode = type === 35 ? 4 : r.word(32);
      // MWT_IDENTITY 1, MWT_LEFTMULTIPLY 2 (the new one first), MWT_RIGHTMULTIPLY 3, MWT_SET 4
      canvas.set({
        world:
          mode === 1
            ? [1, 0, 0, 1, 0, 0]
            : mode === 2
              ? times(state.world, matrix)
              : mode === 3
                ? times(matrix, state.world)
                : matrix,
      });
      return;
    }
    case 37:
      canvas.select(r.word(8));
      return;
    case 38:
      canvas.define(r.word(8), {
        kind: "pen",
        style: r.word(12) & 15,
        width: Math.abs(r.long(16)),
        color: r.color(24),
        cap: 1,
        join: 1,
      });
      return;
    case 39: {
      const style = r.word(12);
      // A hatched brush is drawn as its colour; BS_NULL paints nothing.
      canvas.define(r.word(8), style === 1 ? { kind: "brush" } : { kind: "brush", color: r.color(16) });
      if (style > 1) canvas.left.add("hatch");
      return;
    }
    case 40:
      canvas.remove(r.word(8));
      return;
    case 42:
      canvas.ellipse(...r.box(8));
      return;
    case 43:
      canvas.rectangle(...r.box(8));
      return;
    case 44:
      canvas.rectangle(...r.box(8), r.long(24) / 2, r.long(28) / 2);
      return;
    case 45:
    case 46:
    case 47:
    case 55:
      canvas.arc(
        type === 46 ? "chord" : type === 47 ? "pie" : "arc",
        r.box(8),
        [r.long(24), r.long(28)],
        [r.long(32), r.long(36)],
      );
      return;
    case 54:
      canvas.lineTo([[r.long(8), r.long(12)]]);
      return;
    case 57:
      canvas.set({ clockwise: r.word(8) === 2 });
      return;
    case 58:
      canvas.set({ miterLimit: Math.max(1, r.word(8)) });
      return;
    case 30:
      canvas.clipToBoxes([r.box(8)], 1);
      return;
    case 29:
      canvas.exclude(...r.box(8));
      return;
    case 67:
      canvas.clipToPath(r.word(8));
      return;
    case 75:
      clipToRegion(r, canvas);
      return;
    case 59:
      canvas.beginPath();
      return;
    case 60:
      canvas.endPath();
      return;
    case 61:
      canvas.closeFigure();
      return;
    case 62:
      canvas.paintPath(true, false);
      return;
    case 63:
      canvas.paintPath(true, true);
      return;
    case 64:
      canvas.paintPath(false, true);
      return;
    case 76:
    case 77:
      blit(type, r, canvas);
      return;
    case 81: {
      const to = [r.long(24), r.long(28), r.long(72), r.long(76)] as const;
      drawDib(canvas, r.bytes, { header: r.word(48), bits: r.word(56) }, r.word(68), r.box(32), to, true);
      return;
    }
    case 82:
      canvas.define(r.word(8), fontOf(r));
      return;
    case 83:
    case 84:
      textOut(type, r, canvas);
      return;
    case 95:
      canvas.define(r.word(8), extendedPen(r));
      return;
    case 93:
    case 94:
      canvas.define(r.word(8), { kind: "brush", color: "808080" });
      canvas.left.add("pattern");
      return;
    default:
      canvas.left.add(`EMR ${type}`);
  }
}
