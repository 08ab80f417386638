import { attribute, childElements, parseXml, type XmlElement } from "../../opc/index.ts";
import type { Matrix, VectorItem, VectorPicture, VectorStroke } from "./svg-model.ts";
import { Outline, readPath } from "./svg-path.ts";
import { INITIAL, type SvgStyle, styleOf } from "./svg-style.ts";
import { readText } from "./svg-text.ts";
import { lengthOf, numbersOf, opacityOf, paintOf, SVG_LIMITS, SvgRefused, times, transformOf } from "./svg-values.ts";

/** Elements that draw nothing by themselves. What they define can only be reached by a reference, and those are refused where they are used. */
const SILENT = new Set([
  "title",
  "desc",
  "metadata",
  "defs",
  "symbol",
  "clipPath",
  "mask",
  "marker",
  "linearGradient",
  "radialGradient",
  "pattern",
  "filter",
]);

/** One picture being read. */
interface Reading {
  items: VectorItem[];
  elements: number;
  segments: number;
  letters: number;
  /** Size of the viewport in its own user units, for percentages. */
  width: number;
  height: number;
}

/**
 * Reads an SVG picture of the safe subset: shapes, paths and text with fills, strokes, opacity and transforms as attributes or style attributes. No
 * style sheets, references, gradients, filters, clips, images or scripts.
 *
 * @returns the picture in pixels of its own viewport, or why it is not drawn (the name of what is outside the subset, or what is broken)
 */
export function readSvg(bytes: Uint8Array): VectorPicture | { refused: string } {
  try {
    if (bytes.length > SVG_LIMITS.bytes) throw new SvgRefused("tệp quá lớn");
    const root = parseXml(new TextDecoder("utf-8", { fatal: true }).decode(bytes), "svg");
    if (root.name !== "svg") throw new SvgRefused(root.name);
    return readRoot(root);
  } catch (error) {
    // Broken XML, a document type, bytes that are no text: all the same to the page, which has the other picture.
    return { refused: (error as Error).message };
  }
}

function readRoot(root: XmlElement): VectorPicture {
  const box = attribute(root, "viewBox");
  const view = box === undefined ? undefined : numbersOf(box);
  if (view !== undefined && (view.length !== 4 || !(view[2]! > 0) || !(view[3]! > 0))) throw new SvgRefused("viewBox");
  const side = (name: "width" | "height", fallback: number | undefined): number => {
    const given = attribute(root, name);
    const value = given === undefined || given.trim() === "auto" || /%\s*$/.test(given) ? fallback : lengthOf(given);
    if (value === undefined || !(value > 0) || value > 100_000) throw new SvgRefused(name);
    return value;
  };
  const width = side("width", view?.[2]);
  const height = side("height", view?.[3]);
  const reading: Reading = {
    items: [],
    elements: 0,
    segments: 0,
    letters: 0,
    width: view?.[2] ?? width,
    height: view?.[3] ?? height,
  };
  const style = styleOf(root, INITIAL);
  if (style.shown) children(root, style, viewMatrix(root, view, width, height), 1, reading);
  return { width, height, items: reading.items };
}

/** From the viewBox to the viewport (SVG 1.1, 7.8). */
function viewMatrix(root: XmlElement, view: number[] | undefined, width: number, height: number): Matrix {
  if (view === undefined) return [1, 0, 0, 1, 0, 0];
  const [x = 0, y = 0, w = 1, h = 1] = view;
  const fit = (attribute(root, "preserveAspectRatio") ?? "xMidYMid").trim();
  const match = /^(none|x(Min|Mid|Max)Y(Min|Mid|Max))(?:\s+(meet|slice))?$/.exec(fit);
  if (match === null) throw new SvgRefused("preserveAspectRatio");
  let sx = width / w;
  let sy = height / h;
  if (match[1] !== "none") {
    const both = match[4] === "slice" ? Math.max(sx, sy) : Math.min(sx, sy);
    [sx, sy] = [both, both];
  }
  const part: Record<string, number> = { Min: 0, Mid: 0.5, Max: 1 };
  const dx = (width - w * sx) * (part[match[2] ?? "Min"] ?? 0);
  const dy = (height - h * sy) * (part[match[3] ?? "Min"] ?? 0);
  return [sx, 0, 0, sy, dx - x * sx, dy - y * sy];
}

function children(parent: XmlElement, style: SvgStyle, matrix: Matrix, depth: number, reading: Reading): void {
  if (depth > SVG_LIMITS.depth) throw new SvgRefused("lồng quá sâu");
  for (const element of childElements(parent)) {
    reading.elements += 1;
    if (reading.elements > SVG_LIMITS.elements) throw new SvgRefused("quá nhiều hình");
    readElement(element, style, matrix, depth, reading);
  }
}

function readElement(element: XmlElement, parent: SvgStyle, around: Matrix, depth: number, reading: Reading): void {
  const { name } = element;
  // Elements of other namespaces are an editor's notes; SVG under a prefix is not read.
  if (SILENT.has(name) || (name.includes(":") && !/^svg:/.test(name))) return;
  if (name === "style" && element.children.every((child) => typeof child === "string" && child.trim() === "")) return;
  const style = styleOf(element, parent);
  if (!style.shown) return;
  const matrix = times(around, transformOf(attribute(element, "transform")));
  const opacity = opacityOf(style.opacity);
  if (name === "g") {
    const from = reading.items.length;
    children(element, style, matrix, depth + 1, reading);
    if (opacity < 1) {
      // The opacity of a group is not that of its parts where they overlap.
      if (reading.items.length - from > 1) throw new SvgRefused("opacity");
      for (const item of reading.items.slice(from)) fade(item, opacity);
    }
    return;
  }
  if (name === "text") {
    const items = readText(element, style, matrix);
    for (const item of items) {
      if (opacity < 1) fade(item, opacity);
      for (const { text } of item.pieces) reading.letters += text.length;
    }
    if (reading.letters > SVG_LIMITS.letters) throw new SvgRefused("quá nhiều chữ");
    reading.items.push(...items);
    return;
  }
  const outline = new Outline(matrix);
  if (!draw(element, outline, reading)) throw new SvgRefused(name);
  reading.segments += outline.segments.length;
  if (reading.segments > SVG_LIMITS.segments) throw new SvgRefused("quá nhiều nét");
  if (outline.segments.length === 0 || style.inherited.visibility !== "visible") return;
  const item = painted(outline, style, matrix, name === "line");
  if (item === undefined) return;
  if (opacity < 1) fade(item, opacity);
  reading.items.push(item);
}

/** Draws an element's outline; false when it is no shape. */
function draw(element: XmlElement, out: Outline, { width, height }: Reading): boolean {
  const diagonal = Math.hypot(width, height) / Math.SQRT2;
  const get = (name: string, percent: number): number | undefined => {
    const value = attribute(element, name);
    return value === undefined || value === "auto" ? undefined : lengthOf(value, { percent });
  };
  const across = (name: string): number => get(name, width) ?? 0;
  const down = (name: string): number => get(name, height) ?? 0;
  switch (element.name) {
    case "rect": {
      const rx = get("rx", width);
      const ry = get("ry", height);
      const w = across("width");
      const h = down("height");
      if (w > 0 && h > 0) out.rectangle(across("x"), down("y"), w, h, rx ?? ry ?? 0, ry ?? rx ?? 0);
      return true;
    }
    case "circle": {
      const r = get("r", diagonal) ?? 0;
      if (r > 0) out.ellipse(across("cx"), down("cy"), r, r);
      return true;
    }
    case "ellipse":
      if (across("rx") > 0 && down("ry") > 0) out.ellipse(across("cx"), down("cy"), across("rx"), down("ry"));
      return true;
    case "line":
      out.move(across("x1"), down("y1"));
      out.line(across("x2"), down("y2"));
      return true;
    case "polyline":
    case "polygon": {
      const places = numbersOf(attribute(element, "points") ?? "");
      for (let index = 0; index + 1 < places.length; index += 2) {
        if (index === 0) out.move(places[0]!, places[1]!);
        else out.line(places[index]!, places[index + 1]!);
      }
      if (element.name === "polygon" && places.length >= 2) out.close();
      return true;
    }
    case "path":
      readPath(attribute(element, "d") ?? "", out);
      return true;
    default:
      return false;
  }
}

function painted(outline: Outline, { inherited }: SvgStyle, matrix: Matrix, open: boolean): VectorItem | undefined {
  const fill = open ? undefined : paintOf(inherited.fill!, inherited.color!);
  const stroke = strokeOf(inherited, matrix);
  if (fill === undefined && stroke === undefined) return undefined;
  return {
    kind: "shape",
    segments: outline.segments,
    ...(fill === undefined
      ? {}
      : {
          fill: {
            color: fill.color,
            opacity: fill.opacity * opacityOf(inherited["fill-opacity"]!),
            evenOdd: inherited["fill-rule"] === "evenodd",
          },
        }),
    ...(stroke === undefined ? {} : { stroke }),
  };
}

function strokeOf(inherited: Record<string, string>, [a, b, c, d]: Matrix): VectorStroke | undefined {
  const paint = paintOf(inherited.stroke!, inherited.color!);
  if (paint === undefined) return undefined;
  const along = Math.hypot(a, b);
  const across = Math.hypot(c, d);
  // A pen that is not round any more is not drawn.
  if (Math.abs(along - across) > 0.02 * Math.max(along, across) || Math.abs(a * c + b * d) > 0.02 * along * across)
    throw new SvgRefused("transform");
  const scale = Math.sqrt(along * across);
  const width = lengthOf(inherited["stroke-width"]!) * scale;
  if (!(width > 0)) return undefined;
  const dashes = inherited["stroke-dasharray"]!;
  const list =
    dashes === "none"
      ? []
      : dashes
          .split(/[\s,]+/)
          .filter(Boolean)
          .map((dash) => lengthOf(dash) * scale);
  if (list.length > 64 || list.some((dash) => dash < 0)) throw new SvgRefused("stroke-dasharray");
  // An odd list is said twice (SVG 1.1, 11.4); one of noughts is none.
  const dash = list.every((value) => value === 0) ? [] : list.length % 2 === 1 ? [...list, ...list] : list;
  const one = <T>(values: Record<string, T>, name: string): T => {
    const value = values[inherited[name]!];
    if (value === undefined) throw new SvgRefused(`${name}: ${inherited[name]}`);
    return value;
  };
  return {
    color: paint.color,
    width,
    dash,
    dashOffset: lengthOf(inherited["stroke-dashoffset"]!) * scale,
    cap: one<0 | 1 | 2>({ butt: 0, round: 1, square: 2 }, "stroke-linecap"),
    join: one<0 | 1 | 2>({ miter: 0, round: 1, bevel: 2 }, "stroke-linejoin"),
    miterLimit: Math.max(1, lengthOf(inherited["stroke-miterlimit"]!)),
    opacity: paint.opacity * opacityOf(inherited["stroke-opacity"]!),
  };
}

/** Makes one item fainter as a whole; fill and stroke overlap, so that both at once are refused. */
function fade(item: VectorItem, opacity: number): void {
  if (item.kind === "bitmap") return;
  if (item.kind === "text") {
    for (const piece of item.pieces) piece.opacity *= opacity;
    return;
  }
  if (item.fill !== undefined && item.stroke !== undefined) throw new SvgRefused("opacity");
  if (item.fill !== undefined) item.fill.opacity *= opacity;
  if (item.stroke !== undefined) item.stroke.opacity *= opacity;
}
