import type { WarningCode } from "../warnings.ts";
import { placeholder, readMetafile } from "./metafile.ts";
import { readSvg } from "./svg.ts";
import type { VectorPicture } from "./svg-model.ts";

/** A part of the package that holds a picture. */
export interface Media {
  name: string;
  bytes: Uint8Array;
}

type Read = { vector: VectorPicture; left: string[] } | { refused: string } | undefined;

/** Pictures already read, for one that stands in many places. */
const known = new WeakMap<Uint8Array, { read: Read }>();

/**
 * The picture as lines and letters: its SVG original where that is of the subset; EMF, WMF and BMP played; undefined for what is drawn from its
 * pixels (PNG, JPEG). What can be drawn in no way becomes a frame that says so. Everything that is not as in Word is warned of.
 *
 * @param original the SVG of a picture that has one beside its other bytes
 * @param frame size on the page in twips
 */
export function vectorOf(
  media: Media,
  original: Media | undefined,
  frame: { width: number; height: number },
  warn: (code: WarningCode, detail?: string) => void,
): VectorPicture | undefined {
  if (original !== undefined) {
    const read = readOnce(original.bytes);
    if (read !== undefined && "vector" in read) return read.vector;
    if (original !== media) warn("SVG_FALLBACK", detailOf(original, read?.refused));
  }
  if (isPixels(media.bytes)) return undefined;
  const read = readOnce(media.bytes);
  if (read !== undefined && "vector" in read) {
    if (read.left.length > 0) warn("IMAGE_PARTIAL", detailOf(media, read.left.join(", ")));
    return read.vector;
  }
  warn("IMAGE_UNSUPPORTED", detailOf(media, read?.refused));
  const [width, height] = [frame.width / 20, frame.height / 20];
  return width >= 4 && height >= 4 ? placeholder(width, height) : undefined;
}

function detailOf({ name }: Media, why: string | undefined): string {
  return (why === undefined ? name : `${name}: ${why}`).slice(0, 200);
}

function readOnce(bytes: Uint8Array): Read {
  let found = known.get(bytes);
  if (found === undefined) {
    found = { read: readMetafile(bytes) ?? (looksLikeXml(bytes) ? svg(bytes) : undefined) };
    known.set(bytes, found);
  }
  return found.read;
}

function svg(bytes: Uint8Array): Read {
  const read = readSvg(bytes);
  return "refused" in read ? read : { vector: read, left: [] };
}

/** PNG or JPEG: written as they are, or refused by the writer. */
function isPixels(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x89 && bytes[1] === 0x50) || (bytes[0] === 0xff && bytes[1] === 0xd8);
}

/** Begins with "<", perhaps after a byte order mark and blanks. */
function looksLikeXml(bytes: Uint8Array): boolean {
  return /^\ufeff?\s*</.test(new TextDecoder().decode(bytes.subarray(0, 200)));
}

/** Parts of 1 that are cut off at the edges; negative: room added there. */
export interface Crop {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A picture cut at its edges: its vectors, or its PNG or JPEG in a frame of their own. */
export function cropPicture(
  bytes: Uint8Array,
  vector: VectorPicture | undefined,
  crop: Crop,
): VectorPicture | undefined {
  const [across, down] = [1 - crop.left - crop.right, 1 - crop.top - crop.bottom];
  if (!(across > 0.001 && down > 0.001 && across < 100 && down < 100)) return undefined;
  const whole: VectorPicture = vector ?? {
    width: 1000,
    height: 1000,
    items: [{ kind: "bitmap", bitmap: { bytes }, matrix: [1000, 0, 0, 1000, 0, 0] }],
  };
  const { width, height } = whole;
  return { ...whole, view: [crop.left * width, crop.top * height, across * width, down * height] };
}
