import { VanthuError } from "../../errors/index.ts";
import { decodeUpload } from "./decode.ts";
import { encodeInk } from "./encode-png.ts";
import { grainOf, type Ink, inkOf, smoothed } from "./ink.ts";
import { type Plane, resized, shrunk } from "./raster.ts";
import { type ImageKind, trueSize } from "./size.ts";
import { type Stroke, type Strokes, strokesOf } from "./strokes.ts";

/** A picture of a signature or seal, fit to be shown on documents. */
export interface CleanedImage {
  /** Transparent background, ink in the decree's colour, cut to the ink; states its true size (pHYs). */
  png: Uint8Array;
  widthMm: number;
  heightMm: number;
  /** What was done to it, for the person who uploaded it (Vietnamese sentences). */
  changes: string[];
}

/** Blue of a person's signature and red of a seal (NĐ30 Phụ lục I.II.7.d, II.8.a), as signatures without a picture are drawn. */
const COLOURS: Record<ImageKind, readonly [number, number, number]> = { signature: [13, 41, 148], seal: [219, 18, 23] };
/** Longer side that is worked on, in pixels. */
const WORK_SIZE = 2000;
/** Coarsest resolution that is believed: files of cameras and screens state 72 or 96, whatever they show. */
const SCANNED = 145;
/** Finest that is kept, in pixels an inch. */
const FINEST = 400;
/** Ink that takes away less light than this cannot be told from dirt. */
const FAINTEST = 0.16;
/** Pieces of ink that one signature or seal may have; a page of text has hundreds. */
const MOST_STROKES: Record<ImageKind, number> = { signature: 70, seal: 260 };
/** Share of the picture, and of its own frame, that ink may fill. */
const MOST_INK = { picture: 0.4, frame: 0.72 };

/**
 * Cleans a photo or scan of a signature or seal on paper: removes the paper whatever the light, gives the ink the colour of the decree with
 * soft edges, drops specks and what is of another colour, cuts to the ink, and checks that it is fine enough for its true size.
 * The same file gives the same bytes.
 *
 * @param bytes PNG or JPEG, at most 24 MB and 16 megapixels
 * @param options `widthMm`: true width (for a seal its diameter, 20 to 45 mm; for a signature 15 to 80 mm). Absent: as the file states it
 *   (its resolution), else 36 mm for a seal and 50 mm for a signature
 * @throws VanthuError SIGN_IMAGE_FORMAT, SIGN_IMAGE_TOO_LARGE, SIGN_IMAGE_EMPTY, SIGN_IMAGE_FAINT, SIGN_IMAGE_CROWDED, SIGN_IMAGE_SMALL,
 *   SIGN_IMAGE_SIZE
 *
 * @example
 * const { png, widthMm } = await cleanSignatureImage(photo, { kind: "seal", widthMm: 36 });
 */
export async function cleanSignatureImage(
  bytes: Uint8Array,
  { kind, widthMm }: { kind: ImageKind; widthMm?: number },
): Promise<CleanedImage> {
  const upload = await decodeUpload(bytes);
  const changes: string[] = [];
  if (upload.turned) changes.push("Đã xoay ảnh theo chiều máy ảnh ghi lại.");
  const raster = shrunk(upload.raster, WORK_SIZE);
  const ink = inkOf(raster);
  const { plane, otherColour } = ownColour(ink, kind);
  const grain = grainOf(ink);
  const even = smoothed(plane);
  const strokes = strokesOf(even, grain);
  const kept = strokesKept(strokes, raster, kind, grain);
  const { alpha, share } = alphaOf(plane, even, strokes, kept, grain);
  if (otherColour > 0.03)
    changes.push(
      kind === "seal"
        ? "Đã bỏ mực không phải màu đỏ của dấu; chỗ mực khác đè lên dấu bị khuyết, nên chụp dấu đóng trên giấy trắng."
        : "Đã bỏ mực đỏ không phải của chữ ký.",
    );
  if (kept.dropped > 0) changes.push(`Đã bỏ ${kept.dropped} vết bẩn, nét rời ở mép ảnh.`);
  changes.push(
    upload.transparent > 0.02
      ? "Nền trong suốt được giữ nguyên."
      : `Đã bỏ nền giấy (${Math.round(100 * (1 - share))}% ảnh), nền trong suốt.`,
  );
  changes.push(`Đã đổi màu mực sang ${kind === "seal" ? "đỏ" : "xanh"} theo Nghị định 30/2020/NĐ-CP.`);

  const cut = cutToInk(alpha);
  changes.push("Đã cắt sát nét mực.");
  const scale = upload.raster.width / raster.width;
  const statedMm =
    upload.dpi === undefined || upload.dpi < SCANNED ? undefined : (cut.width * scale * 25.4) / upload.dpi;
  const size = trueSize(kind, cut, { widthMm, statedMm });
  if (size.note !== undefined) changes.push(size.note);
  const finest = Math.round((size.widthMm / 25.4) * FINEST);
  const fine =
    cut.width <= finest ? cut : resized(cut, finest, Math.max(1, Math.round((cut.height * finest) / cut.width)));
  return {
    png: encodeInk(fine, COLOURS[kind], size.widthMm),
    widthMm: size.widthMm,
    heightMm: size.heightMm,
    changes,
  };
}

/** The ink of the colour that is looked for, when there is enough of it: a seal without the text around it, a signature without a seal over it. */
function ownColour({ width, height, density, redness }: Ink, kind: ImageKind): { plane: Plane; otherColour: number } {
  let [all, red] = [0, 0];
  for (let i = 0; i < density.length; i++) {
    const d = density[i] as number;
    if (d < 0.15) continue;
    all += d;
    if ((redness[i] as number) > 0.5) red += d;
  }
  const own = kind === "seal" ? red : all - red;
  // Little of its own colour: a scan in grays, or a signature in red. Then all ink counts.
  if (all === 0 || own < 0.05 * all) return { plane: { width, height, values: density }, otherColour: 0 };
  const values = new Float32Array(density.length);
  for (let i = 0; i < density.length; i++) {
    const isRed = Math.min(1, Math.max(0, ((redness[i] as number) - 0.3) / 0.25));
    values[i] = (density[i] as number) * (kind === "seal" ? isRed : 1 - isRed);
  }
  return { plane: { width, height, values }, otherColour: 1 - own / all };
}

interface Kept {
  labels: Set<number>;
  dropped: number;
  /** Density of full ink. */
  full: number;
}

/** Sorts ink from dirt, and refuses what is no signature or seal. */
function strokesKept(
  { found }: Strokes,
  { width, height }: { width: number; height: number },
  kind: ImageKind,
  grain: number,
): Kept {
  const pixels = width * height;
  const least = Math.max(12, 2e-5 * pixels);
  const strong = found.filter(({ peak, area }) => area >= least && peak > grain * 1.15);
  if (strong.length === 0) {
    throw new VanthuError("SIGN_IMAGE_EMPTY", {
      message: `Không tìm thấy ${kind === "seal" ? "con dấu" : "chữ ký"} trong ảnh.`,
      where: "image",
      hint: "Chụp gần, đủ sáng, trên giấy trắng, chỉ lấy phần có chữ ký hoặc con dấu.",
    });
  }
  const main = strong.filter((stroke) => !liesAlongEdge(stroke, width, height, kind));
  if (main.length === 0) main.push(...strong);
  const full = fullDensity(main);
  if (full < FAINTEST) {
    throw new VanthuError("SIGN_IMAGE_FAINT", {
      message: "Nét mực trong ảnh quá mờ, không tách được khỏi nền giấy.",
      where: "image",
      hint: "Ký hoặc đóng dấu lại đậm hơn, chụp đủ sáng hoặc quét từ 200 dpi.",
    });
  }
  const crowded = (): VanthuError =>
    new VanthuError("SIGN_IMAGE_CROWDED", {
      message: `Ảnh có quá nhiều mực so với một ${kind === "seal" ? "con dấu" : "chữ ký"}: có thể là ảnh cả trang văn bản, hoặc ảnh quá tối.`,
      where: "image",
      hint: "Cắt ảnh chỉ lấy phần có chữ ký hoặc con dấu, trên nền giấy trắng.",
    });
  if (main.length > MOST_STROKES[kind]) throw crowded();
  const [left, top] = [Math.min(...main.map((one) => one.left)), Math.min(...main.map((one) => one.top))];
  const [right, bottom] = [Math.max(...main.map((one) => one.right)), Math.max(...main.map((one) => one.bottom))];
  const inked = main.reduce((sum, { area }) => sum + area, 0);
  if (inked > MOST_INK.picture * pixels || inked > MOST_INK.frame * (right - left) * (bottom - top)) throw crowded();
  // Dots and marks near the rest belong to it; specks elsewhere do not.
  const near = Math.max(8, 0.04 * Math.max(right - left, bottom - top));
  const small = found.filter(
    (one) =>
      one.area >= 0.25 * least &&
      one.area < least &&
      one.peak > 0.5 * full &&
      one.left > left - near &&
      one.right < right + near &&
      one.top > top - near &&
      one.bottom < bottom + near,
  );
  return {
    labels: new Set([...main, ...small].map(({ label }) => label)),
    dropped: strong.length - main.length,
    full,
  };
}

/** A piece that lies along so much of an edge of the picture is the rim of the sheet, the table, a thumb: not ink that the picture was cut close to. */
const ALONG_EDGE = 0.2;

function liesAlongEdge({ edges }: Stroke, width: number, height: number, kind: ImageKind): boolean {
  const [left, top, right, bottom] = edges;
  const along = Math.max(left / height, top / width, right / height, bottom / width) >= ALONG_EDGE;
  // Only a seal may run around its whole picture, as a square one does that was cut close.
  const around = edges.filter((pixels) => pixels > 0).length >= 3;
  return along && !(kind === "seal" && around);
}

/** Density of full ink: the median of the pieces' peaks, the larger counting for more. */
function fullDensity(strokes: Stroke[]): number {
  const sorted = [...strokes].sort((a, b) => a.peak - b.peak);
  const half = sorted.reduce((sum, { area }) => sum + area, 0) / 2;
  let seen = 0;
  for (const { peak, area } of sorted) {
    seen += area;
    if (seen >= half) return peak;
  }
  return 0;
}

/** Transparency from density: nothing away from the strokes, all of it in full ink, and the soft edge between. */
function alphaOf(
  plane: Plane,
  even: Plane,
  { labels }: Strokes,
  { labels: kept, full }: Kept,
  grain: number,
): { alpha: Plane; share: number } {
  const { width, height, values } = plane;
  const inside = new Uint8Array(values.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const label = labels[y * width + x] as number;
      if (label === 0 || !kept.has(label)) continue;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) inside[ny * width + nx] = 1;
    }
  const [from, to] = [0.6 * grain, Math.max(0.8 * full, grain + 0.05)];
  const out = new Float32Array(values.length);
  let inked = 0;
  for (let i = 0; i < values.length; i++) {
    if (inside[i] === 0) continue;
    const d = Math.max(values[i] as number, 0.9 * (even.values[i] as number));
    const a = Math.min(1, Math.max(0, (d - from) / (to - from)));
    out[i] = a;
    inked += a;
  }
  return { alpha: { width, height, values: out }, share: inked / values.length };
}

/** Ink fainter than this is not seen. */
const SEEN = 0.12;

function cutToInk({ width, height, values }: Plane): Plane {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if ((values[i] as number) < SEEN) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  const [w, h] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) out[y * w + x] = values[(top + y) * width + left + x] as number;
  return { width: w, height: h, values: out };
}
