import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { type DrawingContext, HERE, type Place, pictureOf, sidesOf, within } from "./drawing-parts.ts";
import type { Floating, FloatPosition, Inline, Picture, RunStyle } from "./model.ts";
import { cssOf, lengthOf, partOf, vmlLine, vmlLook, vmlShape } from "./vml-shape.ts";

/** Groups within groups that are read. */
const MAX_DEPTH = 8;

/** Names of VML's things that are drawn. */
const SHAPES = new Set(["v:shape", "v:rect", "v:roundrect", "v:oval", "v:line", "v:polyline", "v:image"]);

/** Reads a w:pict or w:object: VML pictures, lines, shapes with and without text, and groups of these. */
export function readVml(pict: XmlElement, style: RunStyle, context: DrawingContext): Inline[] {
  const found: Inline[] = [];
  for (const element of childElements(pict)) {
    if (element.name === "v:group") found.push(...readGroup(element, style, context));
    else if (SHAPES.has(element.name)) {
      const read = readOne(element, style, context);
      if (read === undefined) context.warn("SHAPE_UNSUPPORTED", nameOf(element));
      else if (read !== "missing") found.push(read);
    } else if (element.name.startsWith("v:") && element.name !== "v:shapetype") {
      context.warn("SHAPE_UNSUPPORTED", nameOf(element));
    }
  }
  return found;
}

function nameOf(element: XmlElement): string {
  return element.attributes.id ?? element.name;
}

/** A thing that stands by itself. */
function readOne(shape: XmlElement, style: RunStyle, context: DrawingContext): Inline | undefined | "missing" {
  const css = cssOf(shape);
  const floating = css.get("position") === "absolute";
  const place = floating ? placeOf(shape, css) : HERE;
  if (shape.name === "v:line") {
    const [x1, y1, x2, y2] = endsOf(shape, (value) => lengthOf(value, 15));
    const line = vmlLine(vmlLook(shape), [x1, y1, x2, y2]);
    if (line === undefined) return "missing";
    const [width, height] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
    return { kind: "float", float: { shape: line, width, height, ...place }, style };
  }
  const width = lengthOf(css.get("width"), 15);
  const height = lengthOf(css.get("height"), 15);
  const image = findChild(shape, "v:imagedata");
  if (image !== undefined) {
    const picture = readPicture(shape, image, width, height, context);
    if (picture === undefined) return "missing";
    if (!floating) return { kind: "image", picture, style };
    return { kind: "float", float: { shape: { kind: "picture", picture }, width, height, ...place }, style };
  }
  const read = vmlShape(shape, css, width, height, context);
  return read === undefined ? undefined : { kind: "float", float: { shape: read, width, height, ...place }, style };
}

/** Ends of a v:line, set in order so that its box starts at nought where the line says so itself. */
function endsOf(line: XmlElement, length: (value: string | undefined) => number): [number, number, number, number] {
  const [x1, y1] = (line.attributes.from ?? "0,0").split(",");
  const [x2, y2] = (line.attributes.to ?? "0,0").split(",");
  return [length(x1), length(y1), length(x2), length(y2)];
}

function readPicture(
  shape: XmlElement,
  image: XmlElement,
  width: number,
  height: number,
  context: DrawingContext,
): Picture | undefined {
  const id = attribute(image, "r:id") ?? attribute(image, "o:relid") ?? "";
  const media = context.media(id);
  if (media === undefined) {
    context.warn("IMAGE_MISSING", id);
    return undefined;
  }
  const alt = shape.attributes.alt?.trim();
  const { cropleft, croptop, cropright, cropbottom } = image.attributes;
  const crop = {
    left: partOf(cropleft, 0),
    top: partOf(croptop, 0),
    right: partOf(cropright, 0),
    bottom: partOf(cropbottom, 0),
  };
  return pictureOf(media, undefined, { width, height, ...(alt ? { alt } : {}) }, crop, context);
}

/** Where a coordinate of a group comes to stand in twips, from the left top of the outermost group. */
interface Grid {
  x(value: number): number;
  y(value: number): number;
  scaleX: number;
  scaleY: number;
}

function readGroup(group: XmlElement, style: RunStyle, context: DrawingContext): Inline[] {
  const css = cssOf(group);
  const width = lengthOf(css.get("width"), 15);
  const height = lengthOf(css.get("height"), 15);
  const place = css.get("position") === "absolute" ? placeOf(group, css) : HERE;
  const found: Inline[] = [];
  const add = (shape: Floating["shape"], x: number, y: number, wide: number, high: number): void => {
    const float: Floating = {
      ...place,
      shape,
      width: wide,
      height: high,
      x: within(place.x, x, width),
      y: within(place.y, y, height),
    };
    found.push({ kind: "float", float, style });
  };
  const visit = (element: XmlElement, outer: Grid, depth: number): void => {
    for (const child of childElements(element)) {
      const own = cssOf(child);
      const number = (name: string): number => Number.parseFloat(own.get(name) ?? "0") || 0;
      const x = outer.x(number("left"));
      const y = outer.y(number("top"));
      const wide = number("width") * outer.scaleX;
      const high = number("height") * outer.scaleY;
      if (child.name === "v:group") {
        if (depth < MAX_DEPTH) visit(child, gridOf(child, x, y, wide, high), depth + 1);
      } else if (child.name === "v:line") {
        const [x1, y1, x2, y2] = endsOf(child, (value) => Number.parseFloat(value ?? "0") || 0);
        const [a, b, c, d] = [outer.x(x1), outer.y(y1), outer.x(x2), outer.y(y2)];
        const [left, top] = [Math.min(a, c), Math.min(b, d)];
        const line = vmlLine(vmlLook(child), [a - left, b - top, c - left, d - top]);
        if (line !== undefined) add(line, left, top, Math.abs(c - a), Math.abs(d - b));
      } else if (SHAPES.has(child.name)) {
        const image = findChild(child, "v:imagedata");
        if (image !== undefined) {
          const picture = readPicture(child, image, wide, high, context);
          if (picture !== undefined) add({ kind: "picture", picture }, x, y, wide, high);
          continue;
        }
        const shape = vmlShape(child, own, wide, high, context);
        if (shape === undefined) context.warn("SHAPE_UNSUPPORTED", nameOf(child));
        else add(shape, x, y, wide, high);
      }
    }
  };
  visit(group, gridOf(group, 0, 0, width, height), 0);
  return found;
}

function gridOf(group: XmlElement, left: number, top: number, width: number, height: number): Grid {
  const pair = (value: string | undefined, fallback: number): [number, number] => {
    const [a, b] = (value ?? "").split(/[ ,]+/).map(Number);
    return [Number.isFinite(a) && value !== undefined ? a! : fallback, Number.isFinite(b) ? b! : fallback];
  };
  const [wide, high] = pair(group.attributes.coordsize, 1000);
  const [x0, y0] = pair(group.attributes.coordorigin, 0);
  const scaleX = wide > 0 ? width / wide : 1;
  const scaleY = high > 0 ? height / high : 1;
  return { x: (value) => left + (value - x0) * scaleX, y: (value) => top + (value - y0) * scaleY, scaleX, scaleY };
}

function placeOf(shape: XmlElement, css: Map<string, string>): Place {
  const wrap = findChild(shape, "w10:wrap")?.attributes;
  // Old drawings keep an eighth of an inch free at their sides unless they say otherwise.
  const room = (edge: string, fallback: string): number =>
    lengthOf(css.get(`mso-wrap-distance-${edge}`) ?? fallback, 20);
  return {
    x: positionOf(css, "horizontal", "margin-left", "left", "column"),
    y: positionOf(css, "vertical", "margin-top", "top", "paragraph"),
    behind: (css.get("z-index") ?? "").startsWith("-"),
    wrap:
      wrap?.type === undefined || wrap.type === "none"
        ? "none"
        : wrap.type === "topAndBottom"
          ? "topAndBottom"
          : "square",
    distance: {
      top: room("top", "0"),
      bottom: room("bottom", "0"),
      left: room("left", "9pt"),
      right: room("right", "9pt"),
    },
    sides: sidesOf(wrap?.side),
  };
}

function positionOf(css: Map<string, string>, axis: string, margin: string, edge: string, from: string): FloatPosition {
  const relative = css.get(`mso-position-${axis}-relative`);
  const align = css.get(`mso-position-${axis}`);
  const names: Record<string, string> = {
    text: from,
    char: "character",
    "left-margin-area": "leftMargin",
    "right-margin-area": "rightMargin",
    "top-margin-area": "topMargin",
    "bottom-margin-area": "bottomMargin",
    "inner-margin-area": "insideMargin",
    "outer-margin-area": "outsideMargin",
  };
  return {
    from: relative === undefined ? from : (names[relative] ?? relative),
    offset: lengthOf(css.get(margin) ?? css.get(edge), 20),
    align: align === undefined || align === "absolute" ? undefined : (align as FloatPosition["align"]),
  };
}
