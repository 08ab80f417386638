import { readBmp } from "./dib.ts";
import { isEmf, readEmf } from "./emf.ts";
import { readGif } from "./gif.ts";
import type { VectorPicture } from "./svg-model.ts";
import { SvgRefused } from "./svg-values.ts";
import { isWmf, readWmf } from "./wmf.ts";

/** A picture of Windows as lines, letters and pixels. */
export interface Played {
  vector: VectorPicture;
  /** Names of what was left out; empty for a picture that is complete. */
  left: string[];
}

/** Largest metafile that is played. */
const MOST_BYTES = 30_000_000;

/**
 * Reads a picture in a format of Windows: EMF, WMF or BMP; and the first frame of a GIF.
 *
 * @returns undefined for bytes of another format; why, for a file of one of these that cannot be drawn
 */
export function readMetafile(bytes: Uint8Array): Played | { refused: string } | undefined {
  const emf = isEmf(bytes);
  if (!emf && !isWmf(bytes)) {
    const bitmap = readBmp(bytes) ?? readGif(bytes);
    if (bitmap === undefined) return undefined;
    const { width, height } = bitmap;
    return {
      vector: { width, height, items: [{ kind: "bitmap", bitmap, matrix: [width, 0, 0, height, 0, 0] }] },
      left: [],
    };
  }
  if (bytes.length > MOST_BYTES) return { refused: "tệp quá lớn" };
  try {
    const played = emf ? readEmf(bytes) : readWmf(bytes);
    // EMF+ alone, or nothing but what is not drawn here.
    if (played.vector.items.length === 0) return { refused: played.left.join(", ") || "EMF+" };
    return played;
  } catch (error) {
    return { refused: error instanceof SvgRefused ? error.message : "tệp hỏng" };
  }
}

/** What stands for a picture that cannot be drawn: its frame and a line that says so, so that whoever reads the page knows that something was there. */
export function placeholder(width: number, height: number): VectorPicture {
  const size = Math.min(11, height / 2, width / 12);
  return {
    width,
    height,
    items: [
      {
        kind: "shape",
        segments: [
          { kind: "move", x: 0.5, y: 0.5 },
          { kind: "line", x: width - 0.5, y: 0.5 },
          { kind: "line", x: width - 0.5, y: height - 0.5 },
          { kind: "line", x: 0.5, y: height - 0.5 },
          { kind: "close" },
        ],
        stroke: {
          color: "808080",
          width: 0.75,
          dash: [3, 2],
          dashOffset: 0,
          cap: 0,
          join: 0,
          miterLimit: 4,
          opacity: 1,
        },
      },
      {
        kind: "text",
        matrix: [1, 0, 0, 1, width / 2, height / 2 + size / 3],
        anchor: "middle",
        pieces: [
          {
            text: "Hình không in được",
            families: ["Times New Roman"],
            size,
            bold: false,
            italic: true,
            color: "404040",
            opacity: 1,
            dx: 0,
            dy: 0,
          },
        ],
      },
    ],
  };
}
