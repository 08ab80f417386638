import type { FieldValues } from "../lines/index.ts";
import type { Cell, Picture } from "../resolve/model.ts";
import type { Matrix, VectorText } from "../resolve/svg-model.ts";
import { drawStack, layStack, type Stack, stackHeight } from "./cells.ts";
import type { Frame } from "./draw.ts";
import type { Op, Page } from "./model.ts";
import type { LayoutContext } from "./paragraphs.ts";

/** Least length of turned text when nothing else gives its row a height: three quarters of an inch. */
const LEAST_LENGTH = 1080;

/** Wider than any line, to find how long text is that is not broken. */
const UNBROKEN = 31_680;

/** The text of a cell that runs upwards or downwards (w:textDirection). Twips. */
export interface Turned {
  direction: NonNullable<Cell["direction"]>;
  stack: Stack;
  /** Length of its lines. */
  length: number;
  /** Length of its longest paragraph on one line. */
  natural: number;
}

/**
 * Lays turned text for a row that is `length` high without it. Its lines grow longer until all of them stand side by side in `room`; not
 * when the row's height is exact.
 */
export function layTurned(
  cell: Cell,
  direction: Turned["direction"],
  length: number,
  room: number,
  exact: boolean,
  values: FieldValues,
  context: LayoutContext,
): Turned {
  const natural = longest(layStack(cell.blocks, UNBROKEN, values, context));
  let at = exact ? Math.max(length, 100) : Math.max(length, Math.min(natural, LEAST_LENGTH), 100);
  let stack = layStack(cell.blocks, at, values, context);
  while (!exact && at < natural && stackHeight(stack) > room) {
    at = Math.min(at * 1.2, natural);
    stack = layStack(cell.blocks, at, values, context);
  }
  return { direction, stack, length: at, natural };
}

function longest(stack: Stack): number {
  let length = 0;
  for (const { line } of stack.slices) {
    const laid = line?.laid.lines[line.index];
    if (laid === undefined || laid.pieces.length === 0) continue;
    const { left, right } = line!.laid.paragraph.style;
    length = Math.max(length, laid.right - laid.pieces[0]!.x + left + right + 1);
  }
  return length;
}

/** Draws turned text in a box whose left top stands at (x, y). */
export function drawTurned(
  page: Page,
  turned: Turned,
  x: number,
  y: number,
  width: number,
  height: number,
  align: Cell["align"],
  frame: Frame,
): void {
  const { stack, direction, length } = turned;
  const sheet: Page = { ...page, under: [], ops: [], marks: [], links: [], headings: [] };
  const free = Math.max(width - stackHeight(stack), 0);
  const top = align === "center" ? free / 2 : align === "bottom" ? free : 0;
  drawStack(sheet, stack, 0, top, 0, stack.slices.length, {
    ...frame,
    columnLeft: 0,
    columnWidth: length,
    settled: undefined,
  });
  const shift = (height - length) / 2;
  const up = direction === "up";
  const place = (u: number, v: number): { x: number; y: number } =>
    up ? { x: x + v, y: y + height - shift - u } : { x: x + width - v, y: y + shift + u };
  for (const op of sheet.under) page.under.push(turn(op, place, up));
  for (const op of sheet.ops) page.ops.push(turn(op, place, up));
  for (const box of sheet.marks) page.marks.push({ ...box, ...turnBox(box, place) });
  for (const box of sheet.links) page.links.push({ ...box, ...turnBox(box, place) });
  for (const heading of sheet.headings) page.headings.push({ ...heading, y });
}

type PlaceOf = (u: number, v: number) => { x: number; y: number };

function turnBox(box: { x0: number; y0: number; x1: number; y1: number }, place: PlaceOf) {
  const a = place(box.x0, box.y0);
  const b = place(box.x1, box.y1);
  return { x0: Math.min(a.x, b.x), y0: Math.min(a.y, b.y), x1: Math.max(a.x, b.x), y1: Math.max(a.y, b.y) };
}

function turn(op: Op, place: PlaceOf, up: boolean): Op {
  if (op.kind === "line") {
    const a = place(op.x1, op.y1);
    const b = place(op.x2, op.y2);
    return { ...op, x1: a.x, y1: a.y, x2: b.x, y2: b.y };
  }
  if (op.kind === "text") return turnText(op, place, up);
  const box = turnBox({ x0: op.x, y0: op.y, x1: op.x + op.width, y1: op.y + op.height }, place);
  const width = box.x1 - box.x0;
  const height = box.y1 - box.y0;
  if (op.kind === "fill") return { ...op, x: box.x0, y: box.y0, width, height };
  // A picture stays upright, as large as its place allows.
  const scale = Math.min(width / op.width, height / op.height, 1);
  const [wide, high] = [op.width * scale, op.height * scale];
  return { ...op, x: box.x0 + (width - wide) / 2, y: box.y0 + (height - high) / 2, width: wide, height: high };
}

/** Turned text is drawn as a picture made of letters, in the document's own fonts, that belongs to its paragraph. */
function turnText(op: Op & { kind: "text" }, place: PlaceOf, up: boolean): Op {
  const { style, size } = op.fitted;
  const em = size * 20;
  const around = turnBox({ x0: op.x - em, x1: op.x + op.width + em, y0: op.y - em * 1.5, y1: op.y + em }, place);
  const start = place(op.x, op.y);
  const piece: VectorText = {
    text: op.text,
    families: [style.family],
    size: em,
    bold: style.bold,
    italic: style.italic,
    color: style.color,
    opacity: 1,
    dx: 0,
    dy: 0,
  };
  const at = [start.x - around.x0, start.y - around.y0] as const;
  const matrix: Matrix = up ? [0, -1, 1, 0, ...at] : [0, 1, -1, 0, ...at];
  const width = around.x1 - around.x0;
  const height = around.y1 - around.y0;
  const picture: Picture = {
    part: "",
    bytes: new Uint8Array(),
    width,
    height,
    vector: {
      width,
      height,
      items: [{ kind: "text", matrix, pieces: [piece], anchor: "start", width: op.width }],
    },
  };
  return { kind: "image", x: around.x0, y: around.y0, width, height, picture, tag: op.tag };
}
