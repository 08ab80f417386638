import type { FieldValues } from "../lines/index.ts";
import type { Block, Floating, Note } from "../resolve/model.ts";
import { drawLine, type Frame, type LaidParagraph } from "./draw.ts";
import { fitFrames } from "./frames.ts";
import type { Page } from "./model.ts";
import { freeStrips, type Obstacle, obstacleOf, sideFloats } from "./obstacles.ts";
import { gapBetween, type LayoutContext, layParagraph } from "./paragraphs.ts";
import { drawNestedRow, type LaidTable, layTable } from "./tables.ts";

/** A piece of stacked content that is never cut: a line, or a whole row of a table inside. */
export interface Slice {
  /** Space above; dropped when the slice comes first on a continued part. */
  gap: number;
  height: number;
  notes: Note[];
  line?: { laid: LaidParagraph; index: number };
  row?: { table: LaidTable; index: number };
}

/** Stacked content of a cell, header, footer or note. */
export interface Stack {
  slices: Slice[];
  /** Space after the last paragraph. */
  tail: number;
  /** How far down floating things reach that text runs beside. */
  reach: number;
}

/** Lays blocks one under the other in a width. */
export function layStack(blocks: readonly Block[], width: number, values: FieldValues, context: LayoutContext): Stack {
  const slices: Slice[] = [];
  const obstacles: Obstacle[] = [];
  let y = 0;
  let previous: Block | undefined;
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at]!;
    const gap = gapBetween(previous, block, context.settings);
    if (block.kind === "paragraph") {
      const top = y + gap;
      fitFrames(block, width, values, context);
      for (const float of sideFloats(block)) {
        const here = placeInStack(float, width, top);
        if (here === undefined) context.warn("WRAP_UNSUPPORTED", block.where);
        else obstacles.push(here);
      }
      const laid = layParagraph(
        block,
        width,
        values,
        context,
        previous,
        blocks[at + 1],
        obstacles.length === 0
          ? undefined
          : (_index, above, height) => freeStrips(obstacles, 0, width, top + above, height),
      );
      y = top;
      for (const line of laid.lines) y += line.height;
      y += laid.padTop + laid.padBottom;
      const count = laid.lines.length;
      for (let index = 0; index < count; index += 1) {
        const line = laid.lines[index]!;
        slices.push({
          gap: index === 0 ? gap : 0,
          height: line.height + (index === 0 ? laid.padTop : 0) + (index === count - 1 ? laid.padBottom : 0),
          notes: line.notes,
          line: { laid, index },
        });
      }
    } else {
      if (block.place !== undefined) context.warn("FRAME_IN_FLOW", block.where);
      const table = layTable(block, width, values, context);
      y += gap;
      for (const row of table.rows) y += row.height;
      for (let index = 0; index < table.rows.length; index += 1) {
        slices.push({
          gap: index === 0 ? gap : 0,
          height: table.rows[index]!.height,
          notes: table.rows[index]!.notes,
          row: { table, index },
        });
      }
    }
    previous = block;
  }
  const reach = obstacles.reduce((lowest, { y1 }) => Math.max(lowest, y1), 0);
  return { slices, tail: previous?.kind === "paragraph" ? previous.style.after : 0, reach };
}

/** A floating thing of a cell or box, from its left top; undefined when its place is known only on the page. */
function placeInStack(float: Floating, width: number, top: number): Obstacle | undefined {
  const { x, y } = float;
  if (x.from !== "column" && x.from !== "character") return undefined;
  if ((y.from !== "paragraph" && y.from !== "line") || y.align !== undefined || x.group !== undefined) return undefined;
  const part = x.align === "right" || x.align === "outside" ? 1 : x.align === "center" ? 0.5 : 0;
  return obstacleOf(float, x.align === undefined ? x.offset : (width - float.width) * part, top + y.offset);
}

/** Height of slices `from` up to but not including `to`; the first slice's gap counts only at the very start. */
export function stackHeight(stack: Stack, from = 0, to = stack.slices.length): number {
  let height = 0;
  for (let index = from; index < to; index += 1) {
    const slice = stack.slices[index]!;
    height += slice.height + (index === from && from > 0 ? 0 : slice.gap);
  }
  if (to === stack.slices.length) height += stack.tail;
  return height;
}

/** How many slices from `from` on fit in a height. The space after the last paragraph may be cut off. */
export function slicesThatFit(stack: Stack, from: number, height: number): number {
  let used = 0;
  let index = from;
  while (index < stack.slices.length) {
    const slice = stack.slices[index]!;
    used += slice.height + (index === from && from > 0 ? 0 : slice.gap);
    if (used > height + 0.5) break;
    index += 1;
  }
  return index - from;
}

/** Draws slices `from` up to but not including `to` with the stack's left top at (x, y). */
export function drawStack(
  page: Page,
  stack: Stack,
  x: number,
  y: number,
  from: number,
  to: number,
  frame: Frame,
): void {
  let at = y;
  for (let index = from; index < to; index += 1) {
    const slice = stack.slices[index]!;
    if (!(index === from && from > 0)) at += slice.gap;
    if (slice.line !== undefined) drawLine(page, slice.line.laid, slice.line.index, x, at, frame);
    else if (slice.row !== undefined) drawNestedRow(page, slice.row.table, slice.row.index, x, at, frame);
    at += slice.height;
  }
}

/** Sets the text of a text box whose left top stands at (x, y). */
export function drawBox(
  page: Page,
  float: Floating,
  x: number,
  y: number,
  values: FieldValues,
  context: LayoutContext,
): void {
  if (float.shape.kind !== "box") return;
  const { blocks, insets } = float.shape;
  const width = Math.max(float.width - insets.left - insets.right, 200);
  const stack = layStack(blocks, width, values, context);
  const left = x + insets.left;
  const { align } = float.shape;
  const free = Math.max(float.height - insets.top - insets.bottom - stackHeight(stack), 0);
  const top = y + insets.top + (align === undefined ? 0 : align === "center" ? free / 2 : free);
  const frame: Frame = {
    columnLeft: left,
    columnWidth: width,
    marginLeft: left,
    marginRight: left + width,
    marginTop: top,
    marginBottom: y + float.height,
    box: (to, inner, innerX, innerY) => drawBox(to, inner, innerX, innerY, values, context),
  };
  drawStack(page, stack, left, top, 0, stack.slices.length, frame);
}
