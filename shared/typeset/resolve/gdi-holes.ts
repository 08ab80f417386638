import type { Box } from "./gdi-objects.ts";
import type { VectorSegment } from "./svg-model.ts";
import { Outline } from "./svg-path.ts";

/** Neighbouring bands overlap by so many pixels, that no seam is seen between them. */
const OVERLAP = 0.04;
const FAR = 100_000;

/** Everything but the rectangles, as bands from edge to edge of the holes. */
export function around(holes: readonly Box[]): VectorSegment[] {
  const out = new Outline([1, 0, 0, 1, 0, 0]);
  const levels = [...new Set([-FAR, FAR, ...holes.flatMap(([, top, , bottom]) => [top, bottom])])].sort(
    (a, b) => a - b,
  );
  for (let index = 0; index + 1 < levels.length; index += 1) {
    const [top, bottom] = [levels[index]!, levels[index + 1]!];
    const across = holes.filter((hole) => hole[1] < bottom && hole[3] > top).sort((a, b) => a[0] - b[0]);
    let x = -FAR;
    for (const [left, , right] of [...across, [FAR, 0, FAR, 0] as const]) {
      if (left > x) out.rectangle(x, top - OVERLAP, left - x, bottom - top + 2 * OVERLAP);
      x = Math.max(x, right);
    }
  }
  return out.segments;
}
