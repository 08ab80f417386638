import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import type { WarningCode } from "../warnings.ts";
import { readGroup } from "./group.ts";
import type { Block, Floating, FloatPosition, Inline, Picture, RunStyle } from "./model.ts";
import { isRound, roundOutline } from "./outline.ts";
import { colorOf, numberOf } from "./values.ts";
import { type Crop, cropPicture, type Media, vectorOf } from "./vector-pictures.ts";

/** What reading a drawing needs from its part. */
export interface DrawingContext {
  /** Bytes and name of the part behind a relationship id. */
  media(id: string): { name: string; bytes: Uint8Array } | undefined;
  warn(code: WarningCode, detail?: string): void;
  /** Block content of a text box. */
  blocks(content: XmlElement): Block[];
}

/** English Metric Units in a twip (914400 an inch, 1440 twips an inch). */
const EMU = 635;

/** Descendant by path of qualified names. */
function dig(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  let at = element;
  for (const name of path) at = findChild(at, name);
  return at;
}

/** Reads a w:drawing: an inline picture, a floating picture, a straight line, a box or a group of these; undefined (with a warning) for anything else. */
export function readDrawing(
  drawing: XmlElement,
  style: RunStyle,
  context: DrawingContext,
): Inline | Inline[] | undefined {
  const inline = findChild(drawing, "wp:inline");
  const anchor = findChild(drawing, "wp:anchor");
  const frame = inline ?? anchor;
  if (frame === undefined) return undefined;
  const data = dig(frame, "a:graphic", "a:graphicData");
  const extent = findChild(frame, "wp:extent");
  const width = (numberOf(extent?.attributes.cx) ?? 0) / EMU;
  const height = (numberOf(extent?.attributes.cy) ?? 0) / EMU;
  const uri = data?.attributes.uri ?? "";
  const picture = findChild(data, "pic:pic");
  if (picture !== undefined) {
    const alt = findChild(frame, "wp:docPr")?.attributes.descr?.trim();
    const read = readPicture(picture, { width, height, ...(alt ? { alt } : {}) }, context);
    if (read === undefined) return undefined;
    if (inline !== undefined) return { kind: "image", picture: read, style };
    return {
      kind: "float",
      float: { shape: { kind: "picture", picture: read }, width, height, ...readAnchor(frame) },
      style,
    };
  }
  const place = inline === undefined ? readAnchor(frame) : HERE;
  const group = findChild(data, "wpg:wgp");
  if (group !== undefined) {
    const members = readGroup(group, width, height, place, (member, wide, high) =>
      readMember(member, wide, high, context),
    );
    return members.map((float) => ({ kind: "float", float, style }));
  }
  const shape = findChild(data, "wps:wsp");
  const read = shape === undefined ? undefined : readShape(shape, width, height, context);
  if (read !== undefined) return { kind: "float", float: { shape: read, width, height, ...place }, style };
  if (/chart|diagram/.test(uri)) context.warn("CHART_UNSUPPORTED");
  else context.warn("SHAPE_UNSUPPORTED", findChild(frame, "wp:docPr")?.attributes.name ?? "");
  return undefined;
}

/** One thing of a group. */
function readMember(
  member: XmlElement,
  width: number,
  height: number,
  context: DrawingContext,
): Floating["shape"] | undefined {
  if (member.name === "pic:pic") {
    const picture = readPicture(member, { width, height }, context);
    return picture === undefined ? undefined : { kind: "picture", picture };
  }
  const shape = readShape(member, width, height, context);
  if (shape === undefined)
    context.warn("SHAPE_UNSUPPORTED", dig(member, "wps:spPr", "a:prstGeom")?.attributes.prst ?? "");
  return shape;
}

/** A straight line or a rectangle of DrawingML, or the text of another shape. */
function readShape(
  shape: XmlElement,
  width: number,
  height: number,
  context: DrawingContext,
): Floating["shape"] | undefined {
  const preset = dig(shape, "wps:spPr", "a:prstGeom")?.attributes.prst;
  if (preset === "line" || preset === "straightConnector1") {
    const properties = findChild(shape, "wps:spPr")!;
    const transform = findChild(properties, "a:xfrm");
    const down = transform?.attributes.flipV !== "1";
    const flip = transform?.attributes.flipH === "1";
    const outline = findChild(properties, "a:ln");
    return {
      kind: "line",
      x1: flip ? width : 0,
      y1: down ? 0 : height,
      x2: flip ? 0 : width,
      y2: down ? height : 0,
      width: (numberOf(outline?.attributes.w) ?? 9525) / EMU,
      color: colorOf(dig(outline, "a:solidFill", "a:srgbClr")?.attributes.val) ?? "000000",
    };
  }
  const content = dig(shape, "wps:txbx", "w:txbxContent");
  const round = isRound(preset);
  if (content === undefined && preset !== "rect" && !round) return undefined;
  if (preset !== undefined && preset !== "rect" && !round) context.warn("SHAPE_UNSUPPORTED", preset);
  const box = readBox(shape, content, context);
  if (!round || box.kind !== "box" || width <= 0 || height <= 0) return box;
  const guide = dig(shape, "wps:spPr", "a:prstGeom", "a:avLst", "a:gd")?.attributes.fmla;
  const corner = guide?.startsWith("val ") ? (numberOf(guide.slice(4)) ?? 16_667) / 100_000 : undefined;
  return { ...box, outline: roundOutline(preset, width, height, box.background, box.border, corner) };
}

/** A rectangle of DrawingML with its text, fill and outline; insets are a tenth and a twentieth of an inch by default. */
function readBox(shape: XmlElement, content: XmlElement | undefined, context: DrawingContext): Floating["shape"] {
  const properties = findChild(shape, "wps:spPr");
  const body = findChild(shape, "wps:bodyPr");
  const inset = (name: string, fallback: number): number => (numberOf(body?.attributes[name]) ?? fallback) / EMU;
  const outline = findChild(properties, "a:ln");
  const drawn = outline !== undefined && findChild(outline, "a:noFill") === undefined;
  return {
    kind: "box",
    blocks: content === undefined ? [] : context.blocks(content),
    insets: {
      left: inset("lIns", 91440),
      right: inset("rIns", 91440),
      top: inset("tIns", 45720),
      bottom: inset("bIns", 45720),
    },
    background: colorOf(dig(properties, "a:solidFill", "a:srgbClr")?.attributes.val),
    border: drawn
      ? {
          style: "single",
          width: (numberOf(outline.attributes.w) ?? 9525) / EMU,
          color: colorOf(dig(outline, "a:solidFill", "a:srgbClr")?.attributes.val) ?? "000000",
          space: 0,
        }
      : undefined,
  };
}

const HERE: Place = {
  x: { from: "character", offset: 0 },
  y: { from: "paragraph", offset: 0 },
  behind: false,
  wrap: "none",
};

function readPicture(
  pic: XmlElement,
  frame: Pick<Picture, "width" | "height" | "alt">,
  context: DrawingContext,
): Picture | undefined {
  const fill = findChild(pic, "pic:blipFill");
  const blip = findChild(fill, "a:blip");
  const id = attribute(blip, "r:embed") ?? attribute(blip, "r:link");
  const original = svgOf(blip, context);
  const media = (id === undefined ? undefined : context.media(id)) ?? original;
  if (media === undefined) {
    context.warn("IMAGE_MISSING", id ?? "");
    return undefined;
  }
  const rotation = dig(pic, "pic:spPr", "a:xfrm")?.attributes.rot;
  if (rotation !== undefined && rotation !== "0") context.warn("IMAGE_CHANGED", media.name);
  // Thousandths of a percent of the picture (ISO/IEC 29500-1, 20.1.8.55), or percent in a strict file.
  const edges = findChild(fill, "a:srcRect")?.attributes ?? {};
  const edge = (value: string | undefined): number =>
    (Number.parseFloat(value ?? "0") || 0) / (value?.endsWith("%") ? 100 : 100_000);
  const crop = { left: edge(edges.l), top: edge(edges.t), right: edge(edges.r), bottom: edge(edges.b) };
  return cropped(pictureOf(media, original, frame, context), crop, context);
}

/** The picture cut at its edges where anything is to be cut. */
function cropped(picture: Picture, crop: Crop, context: DrawingContext): Picture {
  if (Object.values(crop).every((value) => value === 0)) return picture;
  const vector = cropPicture(picture.bytes, picture.vector, crop);
  if (vector === undefined) context.warn("IMAGE_CHANGED", picture.part);
  return vector === undefined ? picture : { ...picture, vector };
}

/** A crop of VML: a part of 1, or of 65536 with an "f". */
function vmlEdge(value: string | undefined): number {
  const number = Number.parseFloat(value ?? "0") || 0;
  return value?.trim().endsWith("f") ? number / 65_536 : number;
}

function pictureOf(
  media: Media,
  original: Media | undefined,
  frame: Pick<Picture, "width" | "height" | "alt">,
  context: DrawingContext,
): Picture {
  const vector = vectorOf(media, original, frame, (code, detail) => context.warn(code, detail));
  return { part: media.name, bytes: media.bytes, ...frame, ...(vector === undefined ? {} : { vector }) };
}

/** The SVG original of a blip ([MS-ODRAWXML] 2.3.4, svgBlip). */
function svgOf(blip: XmlElement | undefined, context: DrawingContext): Media | undefined {
  for (const extension of childElements(findChild(blip, "a:extLst") ?? EMPTY, "a:ext")) {
    const found = childElements(extension).find(({ name }) => name.endsWith(":svgBlip"));
    const id = attribute(found, "r:embed");
    if (id !== undefined) return context.media(id);
  }
  return undefined;
}

const EMPTY: XmlElement = { name: "", attributes: {}, children: [] };

type Place = Pick<Floating, "x" | "y" | "behind" | "wrap" | "level" | "distance" | "sides">;

function readAnchor(anchor: XmlElement): Place {
  // A tight or through contour is taken as its rectangle.
  const square = ["wp:wrapSquare", "wp:wrapTight", "wp:wrapThrough"]
    .map((name) => findChild(anchor, name))
    .find((found) => found !== undefined);
  const wrap =
    square !== undefined ? "square" : findChild(anchor, "wp:wrapTopAndBottom") === undefined ? "none" : "topAndBottom";
  const level = numberOf(anchor.attributes.relativeHeight);
  const room = (name: string): number =>
    (numberOf(square?.attributes[name]) ?? numberOf(anchor.attributes[name]) ?? 0) / EMU;
  const beside: Pick<Place, "wrap" | "distance" | "sides"> =
    wrap === "none"
      ? { wrap }
      : {
          wrap,
          distance: { top: room("distT"), bottom: room("distB"), left: room("distL"), right: room("distR") },
          sides: sidesOf(square?.attributes.wrapText),
        };
  const simple = anchor.attributes.simplePos === "1" ? findChild(anchor, "wp:simplePos") : undefined;
  if (simple !== undefined) {
    return {
      x: { from: "page", offset: (numberOf(simple.attributes.x) ?? 0) / EMU },
      y: { from: "page", offset: (numberOf(simple.attributes.y) ?? 0) / EMU },
      behind: anchor.attributes.behindDoc === "1",
      level,
      ...beside,
    };
  }
  return {
    x: readPosition(findChild(anchor, "wp:positionH"), "column"),
    y: readPosition(findChild(anchor, "wp:positionV"), "paragraph"),
    behind: anchor.attributes.behindDoc === "1",
    level,
    ...beside,
  };
}

function sidesOf(value: string | undefined): Floating["sides"] {
  return value === "left" || value === "right" || value === "largest" ? value : "bothSides";
}

function readPosition(position: XmlElement | undefined, from: string): FloatPosition {
  const align = firstText(findChild(position, "wp:align"));
  return {
    from: position?.attributes.relativeFrom ?? from,
    offset: (numberOf(firstText(findChild(position, "wp:posOffset"))) ?? 0) / EMU,
    align: align === undefined ? undefined : (align as FloatPosition["align"]),
  };
}

function firstText(element: XmlElement | undefined): string | undefined {
  const text = element?.children.find((child) => typeof child === "string");
  return typeof text === "string" ? text.trim() : undefined;
}

/** A CSS length of VML in twips; bare numbers are pixels at 96 an inch in old files, points in `from`/`to`. */
function vmlLength(value: string | undefined, bare: number): number {
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
      vmlLength(css.get(`mso-wrap-distance-${edge}`) ?? fallback, 20);
    const place: Place = floating
      ? {
          x: vmlPosition(css, "horizontal", "margin-left", "left", "column"),
          y: vmlPosition(css, "vertical", "margin-top", "top", "paragraph"),
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
    const weight = vmlLength(shape.attributes.strokeweight ?? "0.75pt", 20);
    const color = colorOf((shape.attributes.strokecolor ?? "").replace(/^#/, "").split(" ")[0]) ?? "000000";
    if (shape.name === "v:line") {
      const [x1 = 0, y1 = 0] = (shape.attributes.from ?? "").split(",").map((part) => vmlLength(part, 15));
      const [x2 = 0, y2 = 0] = (shape.attributes.to ?? "").split(",").map((part) => vmlLength(part, 15));
      const line = { kind: "line" as const, x1, y1, x2, y2, width: weight, color };
      return {
        kind: "float",
        float: { shape: line, width: Math.abs(x2 - x1), height: Math.abs(y2 - y1), ...place },
        style,
      };
    }
    if (shape.name !== "v:shape" && shape.name !== "v:rect") continue;
    const width = vmlLength(css.get("width"), 15);
    const height = vmlLength(css.get("height"), 15);
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
      const picture = cropped(
        pictureOf(media, undefined, { width, height, ...(alt ? { alt } : {}) }, context),
        { left: vmlEdge(cropleft), top: vmlEdge(croptop), right: vmlEdge(cropright), bottom: vmlEdge(cropbottom) },
        context,
      );
      if (!floating) return { kind: "image", picture, style };
      return { kind: "float", float: { shape: { kind: "picture", picture }, width, height, ...place }, style };
    }
    const textBox = findChild(shape, "v:textbox");
    if (textBox !== undefined || shape.name === "v:rect") {
      const content = findChild(textBox, "w:txbxContent");
      const [left, top, right, bottom] = (textBox?.attributes.inset ?? "").split(",");
      const inset = (value: string | undefined, fallback: number): number =>
        value === undefined || value === "" ? fallback : vmlLength(value, 15);
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

function vmlPosition(
  css: Map<string, string>,
  axis: string,
  margin: string,
  edge: string,
  from: string,
): FloatPosition {
  const relative = css.get(`mso-position-${axis}-relative`);
  const align = css.get(`mso-position-${axis}`);
  const names: Record<string, string> = { text: from, char: "character" };
  return {
    from: relative === undefined ? from : (names[relative] ?? relative),
    offset: vmlLength(css.get(margin) ?? css.get(edge), 20),
    align: align === undefined || align === "absolute" ? undefined : (align as FloatPosition["align"]),
  };
}
