import type { Box } from "./form-xobject.ts";
import { type Obstacle, overlaps } from "./page-obstacles.ts";
import type { PlacementStep } from "./placement.ts";
import { moved } from "./seal-solver.ts";

const MM = 72 / 25.4;

/** Times New Roman 10, upright, black (NĐ30 Phụ lục I.II.8.b, III.1.d, Phần II.I.3.c). */
export const TEXT_SIZE = 10;
/** From one baseline to the next, in points. */
export const LEADING = 12;
/** The decree's place, "góc trên, bên phải, trang đầu": the upper margin is 20 to 25 mm and the right one 15 to 20 mm wide (I.I.4), box 14 of the figure stands in the upper one. */
const BASELINE_FROM_TOP = 12 * MM;
const RIGHT_MARGIN = 15 * MM;
const LEFT_MARGIN = 30 * MM;
/** How far from the edges it still is the corner: first baselines, right ends, in points from the edge of the paper. */
const BASELINES = range(6 * MM, 40 * MM, 1 * MM);
const RIGHT_ENDS = range(5 * MM, 60 * MM, 2.5 * MM);
/** Room of a line that is broken so that the text stands in the corner, in points. */
const NARROW = [95 * MM, 70 * MM, 50 * MM];
const CLEARANCE = 1;

/** A place for the line of text. */
export interface TextAnswer {
  box: Box;
  lines: string[];
  steps: PlacementStep[];
}

/** Size of lines set in {@link LEADING}. */
export function sizeOfLines(lines: readonly string[], widthOf: (line: string) => number): [number, number] {
  return [Math.max(...lines.map(widthOf)) + 1, LEADING * lines.length + 2];
}

/**
 * Finds where the text of an appendix's or copy's signature stands: in the upper margin at the right, else near it in the upper right
 * corner, broken into more lines when need be; never on anything.
 */
export function solveText(
  text: string,
  widthOf: (line: string) => number,
  page: { width: number; height: number },
  obstacles: readonly Obstacle[],
): TextAnswer | undefined {
  const full = wrap(text, widthOf, page.width - RIGHT_MARGIN - LEFT_MARGIN);
  const near = obstacles.filter(({ box }) => box[3] > page.height - 60 * MM);
  const isFree = (box: Box): boolean =>
    box[0] >= 5 * MM &&
    box[2] <= page.width - 4 * MM &&
    box[3] <= page.height - 2 * MM &&
    !near.some((one) => overlaps(box, one.box, CLEARANCE));
  const boxAt = ([width, height]: [number, number], baseline: number, end: number): Box => {
    const [top, right] = [page.height - baseline + LEADING - 2, page.width - end];
    return [right - width, top - height, right, top];
  };
  const usual = boxAt(sizeOfLines(full, widthOf), BASELINE_FROM_TOP, RIGHT_MARGIN);
  if (isFree(usual)) return { box: usual, lines: full, steps: [] };
  const shapes = [full, ...NARROW.map((room) => wrap(text, widthOf, room))].filter(
    (lines, i, all) => all.findIndex((other) => other.length === lines.length) === i,
  );
  // Below a line that stands there already rather than above it.
  const candidates = shapes.flatMap((lines, shape) => {
    const size = sizeOfLines(lines, widthOf);
    return [BASELINE_FROM_TOP, ...BASELINES].flatMap((baseline) =>
      [RIGHT_MARGIN, ...RIGHT_ENDS].map((end) => {
        const box = boxAt(size, baseline, end);
        const [dx, dy] = [RIGHT_MARGIN - end, BASELINE_FROM_TOP - baseline];
        return { box, lines, dx, dy, shape, cost: (dy > 0 ? dy / 2 : -dy / 6) + Math.abs(dx) / 9 + 3 * shape };
      }),
    );
  });
  candidates.sort((a, b) => a.cost - b.cost);
  for (const { box, lines, dx, dy, shape } of candidates) {
    if (!isFree(box)) continue;
    const steps: PlacementStep[] = dx === 0 && dy === 0 ? [] : [moved("dòng thông tin ký số", dx, dy)];
    if (shape > 0)
      steps.push({
        kind: "wrapped",
        message: `Dòng thông tin ký số được ngắt thành ${lines.length} dòng để không che chữ.`,
      });
    return { box, lines, steps };
  }
  return undefined;
}

/** Breaks at spaces, so that each line fits. */
function wrap(text: string, widthOf: (part: string) => number, room: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (current !== "" && widthOf(longer) > room) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return [...lines, current];
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
}
