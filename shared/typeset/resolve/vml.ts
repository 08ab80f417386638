import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { type DrawingContext, HERE, type Place, pictureOf, sidesOf } from "./drawing-parts.ts";
import type { Floating, FloatPosition, Inline, RunStyle } from "./model.ts";
import { colorOf } from "./values.ts";

/** A crop of VML: a part of 1, or of 65536 with an "f". */
function cropOf(value: string | undefined): number {
  const number = Number.parseFloat(value ?? "0") || 0;
  return value?.trim().endsWith("f") ? number / 65_536 : number;
}

/** A CSS length of VML in twips; bare numbers are pixels at 96 an inch in old files, points in `from`/`to`. */
function lengthOf(value: string | undefined, bare: number): number {
  if (value === undefined) return 0;
  const number = Number.parseFloat(value);
  if (!Number.isFinite(number)) return 0;
  if (value.endsWith("pt")) return number * 20;
  if (value.endsWith("in")) return number * 1440;
  if (value.endsWith("cm")) return (number * 1440) / 2.54;
  if (value.endsWith("mm")) return (number * 1440) / 25.4;
  if (value.endsWith("px")) return number * 15;
  return number * bare;
}

/** Reads a w:pict or w:object: VML pictures and straight lines. */
export function readVml(pict: XmlElement, style: RunStyle, context: DrawingContext): Inline | undefined {
  for (const shape of childElements(pict)) {
    const css = new Map(
      (shape.attributes.style ?? "")
        .split(";")
        .map((entry) => entry.split(":").map((part) => part.trim()) as [string, string]),
    );
    const floating = css.get("position") === "absolute";
    const wrapped = findChild(shape, "w10:wrap")?.attributes.type;
    // Old drawings keep an eighth of an inch free at their sides unless they say otherwise.
    const room = (edge: string, fallback: string): number =>
      lengthOf(css.get(`mso-wrap-distance-${edge}`) ?? fallback, 20);
    const place: Place = floating
      ? {
          x: positionOf(css, "horizontal", "margin-left", "left", "column"),
          y: positionOf(css, "vertical", "margin-top", "top", "paragraph"),
          behind: (css.get("z-index") ?? "").startsWith("-"),
          wrap:
            wrapped === undefined || wrapped === "none"
              ? "none"
              : wrapped === "topAndBottom"
                ? "topAndBottom"
                : "square",
          distance: {
            top: room("top", "0"),
            bottom: room("bottom", "0"),
            left: room("left", "9pt"),
            right: room("right", "9pt"),
          },
          sides: sidesOf(findChild(shape, "w10:wrap")?.attributes.side),
        }
      : HERE;
    const weight = lengthOf(shape.attributes.strokeweight ?? "0.75pt", 20);
    const color = colorOf((shape.attributes.strokecolor ?? "").replace(/^#/, "").split(" ")[0]) ?? "000000";
    if (shape.name === "v:line") {
      const [x1 = 0, y1 = 0] = (shape.attributes.from ?? "").split(",").map((part) => lengthOf(part, 15));
      const [x2 = 0, y2 = 0] = (shape.attributes.to ?? "").split(",").map((part) => lengthOf(part, 15));
      const line = { kind: "line" as const, x1, y1, x2, y2, width: weight, color };
      return {
        kind: "float",
        float: { shape: line, width: Math.abs(x2 - x1), height: Math.abs(y2 - y1), ...place },
        style,
      };
    }
    if (shape.name !== "v:shape" && shape.name !== "v:rect") continue;
    const width = lengthOf(css.get("width"), 15);
    const height = lengthOf(css.get("height"), 15);
    if (/_x0000_t32$/.test(shape.attributes.type ?? "")) {
      const up = css.get("flip")?.includes("y") ?? false;
      const line = {
        kind: "line" as const,
        x1: 0,
        y1: up ? height : 0,
        x2: width,
        y2: up ? 0 : height,
        width: weight,
        color,
      };
      return { kind: "float", float: { shape: line, width, height, ...place }, style };
    }
    const id = attribute(findChild(shape, "v:imagedata"), "r:id");
    if (id !== undefined) {
      const media = context.media(id);
      if (media === undefined) {
        context.warn("IMAGE_MISSING", id);
        return undefined;
      }
      const alt = shape.attributes.alt?.trim();
      const { cropleft, croptop, cropright, cropbottom } = findChild(shape, "v:imagedata")!.attributes;
      const crop = {
        left: cropOf(cropleft),
        top: cropOf(croptop),
        right: cropOf(cropright),
        bottom: cropOf(cropbottom),
      };
      const picture = pictureOf(media, undefined, { width, height, ...(alt ? { alt } : {}) }, crop, context);
      if (!floating) return { kind: "image", picture, style };
      return { kind: "float", float: { shape: { kind: "picture", picture }, width, height, ...place }, style };
    }
    const textBox = findChild(shape, "v:textbox");
    if (textBox !== undefined || shape.name === "v:rect") {
      const content = findChild(textBox, "w:txbxContent");
      const [left, top, right, bottom] = (textBox?.attributes.inset ?? "").split(",");
      const inset = (value: string | undefined, fallback: number): number =>
        value === undefined || value === "" ? fallback : lengthOf(value, 15);
      const filled = shape.attributes.filled !== "f" && shape.attributes.filled !== "false";
      const box: Floating["shape"] = {
        kind: "box",
        blocks: content === undefined ? [] : context.blocks(content),
        insets: { left: inset(left, 144), top: inset(top, 72), right: inset(right, 144), bottom: inset(bottom, 72) },
        background: filled ? colorOf((shape.attributes.fillcolor ?? "").replace(/^#/, "").split(" ")[0]) : undefined,
        border:
          shape.attributes.stroked === "f" || shape.attributes.stroked === "false"
            ? undefined
            : { style: "single", width: weight, color, space: 0 },
      };
      return { kind: "float", float: { shape: box, width, height, ...place }, style };
    }
  }
  const drawn = childElements(pict).find((child) => child.name.startsWith("v:") && child.name !== "v:shapetype");
  if (drawn !== undefined) context.warn("SHAPE_UNSUPPORTED", drawn.attributes.id ?? drawn.name);
  return undefined;
}

function positionOf(css: Map<string, string>, axis: string, margin: string, edge: string, from: string): FloatPosition {
  const relative = css.get(`mso-position-${axis}-relative`);
  const align = css.get(`mso-position-${axis}`);
  const names: Record<string, string> = { text: from, char: "character" };
  return {
    from: relative === undefined ? from : (names[relative] ?? relative),
    offset: lengthOf(css.get(margin) ?? css.get(edge), 20),
    align: align === undefined || align === "absolute" ? undefined : (align as FloatPosition["align"]),
  };
}
