import type { BorderLine, Picture } from "./model.ts";
import type { VectorItem, VectorSegment } from "./svg-model.ts";

/** What a shape is filled with and how its edge is drawn. Colours RRGGBB; the width in twips. */
export interface ShapeLook {
  background?: string;
  /** 0 to 1 */
  opacity?: number;
  border?: BorderLine;
  /** Arrowheads at the ends of an open line (ST_LineEndType). */
  start?: string;
  end?: string;
}

/** How a shape lies: mirrored first, then turned clockwise round its middle by so many degrees. */
export interface Turn {
  flipH: boolean;
  flipV: boolean;
  degrees: number;
}

/** As it is. */
const UPRIGHT: Turn = { flipH: false, flipV: false, degrees: 0 };

/** A straight or bent line of a shape as large as the view; open when it is not closed. */
export interface Outline {
  segments: VectorSegment[];
  open: boolean;
}

/** A place in a shape. */
export type Point = readonly [number, number];

/** A point of a shape mirrored and turned round its middle. */
export function turned(
  width: number,
  height: number,
  { flipH, flipV, degrees }: Turn,
): (x: number, y: number) => Point {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => {
    const dx = (flipH ? width - x : x) - width / 2;
    const dy = (flipV ? height - y : y) - height / 2;
    return [width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos];
  };
}

/** Length and width of an arrowhead in widths of its line, and the least it is drawn (Word's medium head). */
const HEAD = { long: 3, wide: 3, least: 60 };

/**
 * A shape as a picture. Its middle is the middle of the shape; it is as much larger on every side as what is turned and the edge need.
 *
 * @param width,height of the shape in twips
 */
export function outlinePicture(
  outline: Outline,
  width: number,
  height: number,
  look: ShapeLook,
  turn: Turn = UPRIGHT,
): Picture {
  const { background, border, opacity = 1 } = look;
  const at = turned(width, height, turn);
  const segments = outline.segments.map((segment): VectorSegment => {
    if (segment.kind === "close") return segment;
    const [x, y] = at(segment.x, segment.y);
    if (segment.kind !== "curve") return { kind: segment.kind, x, y };
    const [x1, y1] = at(segment.x1, segment.y1);
    const [x2, y2] = at(segment.x2, segment.y2);
    return { kind: "curve", x1, y1, x2, y2, x, y };
  });
  const edge = border?.width ?? 0;
  const items: VectorItem[] = [
    {
      kind: "shape",
      segments,
      ...(background === undefined || outline.open ? {} : { fill: { color: background, opacity, evenOdd: false } }),
      ...(border === undefined
        ? {}
        : {
            stroke: {
              color: border.color,
              width: border.width,
              dash: dashOf(border),
              dashOffset: 0,
              cap: 0 as const,
              join: 0 as const,
              miterLimit: 4,
              opacity: 1,
            },
          }),
    },
  ];
  const points = segments.filter((segment) => segment.kind !== "close");
  if (outline.open && border !== undefined && points.length > 1) {
    const [first, second] = [points[0]!, points[1]!];
    const [last, before] = [points.at(-1)!, points.at(-2)!];
    if (isHead(look.start)) items.push(headAt(first.x, first.y, first.x - second.x, first.y - second.y, border));
    if (isHead(look.end)) items.push(headAt(last.x, last.y, last.x - before.x, last.y - before.y, border));
  }
  let room = edge / 2;
  for (const { x, y } of points) room = Math.max(room, -x, x - width, -y, y - height);
  if (isHead(look.start) || isHead(look.end)) room += Math.max(edge * HEAD.wide, HEAD.least);
  return {
    part: "",
    bytes: new Uint8Array(),
    width: width + 2 * room,
    height: height + 2 * room,
    vector: { width, height, view: [-room, -room, width + 2 * room, height + 2 * room], items },
  };
}

/** Is this look that of a solid line without arrowheads? */
export function isPlainLine({ border, start, end }: ShapeLook): boolean {
  return border?.style === "single" && !isHead(start) && !isHead(end);
}

function isHead(kind: string | undefined): boolean {
  return kind !== undefined && kind !== "none";
}

function dashOf({ style, width }: BorderLine): number[] {
  if (style === "dotted") return [width, width * 2];
  return style === "dashed" ? [width * 4, width * 3] : [];
}

/** A filled triangle whose tip is at (x, y), pointing along (dx, dy). */
function headAt(x: number, y: number, dx: number, dy: number, border: BorderLine): VectorItem {
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const long = Math.max(border.width * HEAD.long, HEAD.least);
  const wide = Math.max(border.width * HEAD.wide, HEAD.least) / 2;
  const [bx, by] = [x - ux * long, y - uy * long];
  return {
    kind: "shape",
    segments: polygon(
      [
        [x, y],
        [bx - uy * wide, by + ux * wide],
        [bx + uy * wide, by - ux * wide],
      ],
      true,
    ),
    fill: { color: border.color, opacity: 1, evenOdd: false },
  };
}

/** A path over points, in straight lines. */
export function polygon(points: readonly Point[], close: boolean): VectorSegment[] {
  const segments = points.map(
    ([x, y], at): VectorSegment => (at === 0 ? { kind: "move", x, y } : { kind: "line", x, y }),
  );
  return close ? [...segments, { kind: "close" }] : segments;
}
