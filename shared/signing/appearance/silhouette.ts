import type { Box } from "./form-xobject.ts";
import type { Picture } from "./png.ts";

/**
 * The outline of a seal: for each of equally high bands from the top, from where to where it reaches, in parts of its width; undefined for
 * a band without ink. What lies between the first and the last ink of a band counts as covered, although one sees through it: a seal stands
 * on clear paper and on the signature, never around a word.
 */
export type Silhouette = readonly (readonly [left: number, right: number] | undefined)[];

const BANDS = 256;
/** Fainter than this is not seen. */
const SEEN = 24;

/** Of a seal that is drawn: a circle. */
export const ROUND: Silhouette = Array.from({ length: BANDS }, (_, band) => {
  // The band's widest row is the one nearest the middle.
  const [from, to] = [(2 * band) / BANDS - 1, (2 * (band + 1)) / BANDS - 1];
  const nearest = from <= 0 && to >= 0 ? 0 : Math.min(Math.abs(from), Math.abs(to));
  const half = Math.sqrt(1 - nearest * nearest) / 2;
  return [0.5 - half, 0.5 + half] as const;
});

/** Of a picture, from its transparency; a picture without any is a full rectangle. */
export function silhouetteOf({ width, height, alpha }: Picture): Silhouette {
  const bands: ([number, number] | undefined)[] = Array.from({ length: BANDS }, () => undefined);
  for (let y = 0; y < height; y++) {
    let [left, right] = [alpha === undefined ? 0 : -1, alpha === undefined ? width : -1];
    for (let x = 0; alpha !== undefined && x < width; x++) {
      if ((alpha[y * width + x] ?? 0) < SEEN) continue;
      if (left < 0) left = x;
      right = x + 1;
    }
    if (left < 0) continue;
    const [first, last] = [Math.floor((y * BANDS) / height), Math.ceil(((y + 1) * BANDS) / height) - 1];
    for (let band = first; band <= Math.min(last, BANDS - 1); band++) {
      const held = bands[band];
      bands[band] = [Math.min(held?.[0] ?? 1, left / width), Math.max(held?.[1] ?? 0, right / width)];
    }
  }
  return bands;
}

/** A silhouette as two rows of numbers, which are looked through thousands of times; a band without ink reaches from 2 to -1. */
const EDGES = new WeakMap<Silhouette, { lefts: Float64Array; rights: Float64Array }>();

function edgesOf(silhouette: Silhouette): { lefts: Float64Array; rights: Float64Array } {
  let edges = EDGES.get(silhouette);
  if (edges === undefined) {
    edges = {
      lefts: Float64Array.from(silhouette, (reach) => reach?.[0] ?? 2),
      rights: Float64Array.from(silhouette, (reach) => reach?.[1] ?? -1),
    };
    EDGES.set(silhouette, edges);
  }
  return edges;
}

/** From where to where a silhouette that fills `seal` reaches within the heights of a box; undefined where it has no ink there. */
export function reachWithin(silhouette: Silhouette, seal: Box, [, low, , high]: Box): [number, number] | undefined {
  const [x0, y0, x1, y1] = seal;
  if (high <= y0 || low >= y1) return undefined;
  const scale = silhouette.length / (y1 - y0);
  const first = Math.max(0, Math.floor((y1 - high) * scale));
  const last = Math.min(silhouette.length - 1, Math.ceil((y1 - low) * scale) - 1);
  const { lefts, rights } = edgesOf(silhouette);
  let left = 2;
  let right = -1;
  for (let band = first; band <= last; band++) {
    if (lefts[band]! < left) left = lefts[band]!;
    if (rights[band]! > right) right = rights[band]!;
  }
  return right < left ? undefined : [x0 + left * (x1 - x0), x0 + right * (x1 - x0)];
}

/** Whether a silhouette that fills `seal` comes nearer to a box than `apart` (points, to the sides as well as up and down). */
export function touches(silhouette: Silhouette, seal: Box, box: Box, apart: number): boolean {
  const reach = reachWithin(silhouette, seal, [box[0], box[1] - apart, box[2], box[3] + apart]);
  return reach !== undefined && reach[0] < box[2] + apart && box[0] - apart < reach[1];
}
