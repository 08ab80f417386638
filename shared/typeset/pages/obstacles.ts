import type { Strip, Strips } from "../lines/index.ts";
import type { Floating, Paragraph } from "../resolve/model.ts";

/** Text runs beside a floating thing only where at least an inch is left for it (Word). */
export const LEAST_STRIP = 1440;

/** A rectangle on the page that text keeps clear of, with the distance round it. Twips from the page's left top. */
export interface Obstacle {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  /** `none`: text stands above and below it only. */
  sides: NonNullable<Floating["sides"]> | "none";
}

/** The floating things of a paragraph that text keeps clear of. */
export function sideFloats(paragraph: Paragraph): Floating[] {
  const found: Floating[] = [];
  for (const inline of paragraph.inlines)
    if (inline.kind === "float" && inline.float.wrap !== "none") found.push(inline.float);
  return found;
}

/** What text keeps clear of, for a floating thing whose left top stands at (x, y). */
export function obstacleOf(
  float: Pick<Floating, "width" | "height" | "distance" | "sides"> & Partial<Pick<Floating, "wrap">>,
  x: number,
  y: number,
): Obstacle {
  const { top = 0, bottom = 0, left = 0, right = 0 } = float.distance ?? {};
  return {
    x0: x - left,
    x1: x + float.width + right,
    y0: y - top,
    y1: y + float.height + bottom,
    sides: float.wrap === "topAndBottom" ? "none" : (float.sides ?? "bothSides"),
  };
}

/**
 * What a line of this height with its top at `y` may take between two edges. It moves down to where an inch is free.
 * Undefined when nothing is in its way. The strips count from `left`.
 */
export function freeStrips(
  obstacles: readonly Obstacle[],
  left: number,
  right: number,
  y: number,
  height: number,
): Strips | undefined {
  let at = y;
  for (let guard = 0; guard <= obstacles.length; guard += 1) {
    const hits = obstacles.filter(
      ({ x0, x1, y0, y1 }) => y0 < at + height - 0.5 && y1 > at + 0.5 && x0 < right && x1 > left,
    );
    if (hits.length === 0) break;
    let strips: Strip[] = [{ left, right }];
    for (const hit of hits) strips = strips.flatMap((strip) => cut(strip, hit));
    strips = strips.filter((strip) => strip.right - strip.left >= LEAST_STRIP);
    if (strips.length > 0) {
      return { skip: at - y, strips: strips.map((strip) => ({ left: strip.left - left, right: strip.right - left })) };
    }
    at = Math.min(...hits.map((hit) => hit.y1));
  }
  return at === y ? undefined : { skip: at - y, strips: [{ left: 0, right: right - left }] };
}

function cut(strip: Strip, { x0, x1, sides }: Obstacle): Strip[] {
  if (x0 >= strip.right || x1 <= strip.left) return [strip];
  if (sides === "none") return [];
  const before = { left: strip.left, right: x0 };
  const behind = { left: x1, right: strip.right };
  if (sides === "left") return [before];
  if (sides === "right") return [behind];
  if (sides === "largest") return before.right - before.left >= behind.right - behind.left ? [before] : [behind];
  return [before, behind];
}

/** Where content of the whole column may go on below the things in its way. */
export function belowObstacles(obstacles: readonly Obstacle[], left: number, right: number, y: number): number {
  let at = y;
  for (let guard = 0; guard <= obstacles.length; guard += 1) {
    const hit = obstacles.find(
      ({ x0, x1, y0, y1 }) => y0 <= at + 0.5 && y1 > at + 0.5 && x0 < right - 1 && x1 > left + 1,
    );
    if (hit === undefined) break;
    at = hit.y1;
  }
  return at;
}
