import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { type DrawingContext, HERE, type Place, pictureOf, sidesOf } from "./drawing-parts.ts";
import { EMU, readGroup } from "./group.ts";
import type { Floating, FloatPosition, Inline, Picture, RunStyle } from "./model.ts";
import { isRound, roundOutline } from "./outline.ts";
import { colorOf, numberOf } from "./values.ts";
import type { Media } from "./vector-pictures.ts";

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
  return pictureOf(media, original, frame, crop, context);
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
