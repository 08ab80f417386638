import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { drawChart } from "./chart.ts";
import { readChart } from "./chart-data.ts";
import { type DrawingContext, HERE, type Place, pictureOf, sidesOf } from "./drawing-parts.ts";
import { EMU, readGroup } from "./group.ts";
import type { Floating, FloatPosition, Inline, Picture, RunStyle } from "./model.ts";
import { presetOutline } from "./presets.ts";
import { readShape } from "./shape.ts";
import { numberOf } from "./values.ts";
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
    const read = readPicture(picture, { width, height, ...describedBy(findChild(frame, "wp:docPr")) }, context);
    if (read === undefined) return undefined;
    if (inline !== undefined) return { kind: "image", picture: read, style };
    return {
      kind: "float",
      float: { shape: { kind: "picture", picture: read }, width, height, ...readAnchor(frame) },
      style,
    };
  }
  const place = inline === undefined ? readAnchor(frame) : HERE;
  // A drawing canvas places its things as a group does.
  const group = findChild(data, "wpg:wgp") ?? findChild(data, "wpc:wpc");
  if (group !== undefined) {
    const members = readGroup(group, width, height, place, (member, wide, high) =>
      readMember(member, wide, high, context),
    );
    return members.map((float) => ({ kind: "float", float, style }));
  }
  const shape = findChild(data, "wps:wsp");
  const read = shape === undefined ? undefined : readShape(shape, width, height, context);
  if (read !== undefined) return { kind: "float", float: { shape: read, width, height, ...place }, style };
  const chart = attribute(findChild(data, "c:chart"), "r:id");
  const space = chart === undefined ? undefined : context.part(chart);
  const known = space === undefined ? undefined : readChart(space, context.colors);
  if (known !== undefined && width > 0 && height > 0) {
    context.warn("CHART_REDRAWN", known.title);
    const described = describedBy(findChild(frame, "wp:docPr"));
    const alt = described.alt ?? (known.title === "" ? undefined : `Biểu đồ: ${known.title}`);
    const drawn: Picture = {
      part: "",
      bytes: new Uint8Array(),
      width,
      height,
      ...described,
      ...(alt === undefined ? {} : { alt }),
      vector: drawChart(known, width, height, style.family),
    };
    if (inline !== undefined) return { kind: "image", picture: drawn, style };
    return { kind: "float", float: { shape: { kind: "picture", picture: drawn }, width, height, ...place }, style };
  }
  if (/chart|diagram/.test(uri)) context.warn("CHART_UNSUPPORTED");
  else context.warn("SHAPE_UNSUPPORTED", findChild(frame, "wp:docPr")?.attributes.name ?? "");
  return undefined;
}

/** Can what stands in a w:drawing be drawn from it? If not, its older twin may help. */
export function isDrawn(drawing: XmlElement | undefined): boolean {
  const frame = findChild(drawing, "wp:inline") ?? findChild(drawing, "wp:anchor");
  const data = dig(frame, "a:graphic", "a:graphicData");
  const first = data === undefined ? undefined : childElements(data)[0];
  if (first === undefined || first.name !== "wps:wsp") return first !== undefined;
  if (findChild(first, "wps:txbx") !== undefined) return true;
  const properties = findChild(first, "wps:spPr");
  const preset = findChild(properties, "a:prstGeom")?.attributes.prst;
  return preset === undefined || presetOutline(preset, 1, 1) !== undefined;
}

/** One thing of a group. */
function readMember(
  member: XmlElement,
  width: number,
  height: number,
  context: DrawingContext,
): Floating["shape"] | undefined {
  if (member.name === "pic:pic") {
    const described = describedBy(dig(member, "pic:nvPicPr", "pic:cNvPr"));
    const picture = readPicture(member, { width, height, ...described }, context);
    return picture === undefined ? undefined : { kind: "picture", picture };
  }
  const shape = readShape(member, width, height, context);
  if (shape === undefined)
    context.warn("SHAPE_UNSUPPORTED", dig(member, "wps:spPr", "a:prstGeom")?.attributes.prst ?? "");
  return shape;
}

function readPicture(
  pic: XmlElement,
  frame: Pick<Picture, "width" | "height" | "alt" | "decorative">,
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

/** What a picture shows, as its author says (20.1.2.2.8), or that it is there for its looks alone ([MS-ODRAWXML] 2.37, decorative). */
function describedBy(properties: XmlElement | undefined): Pick<Picture, "alt" | "decorative"> {
  const alt = (properties?.attributes.descr || properties?.attributes.title)?.trim();
  if (alt) return { alt };
  for (const extension of childElements(findChild(properties, "a:extLst") ?? EMPTY, "a:ext")) {
    const found = childElements(extension).find(({ name }) => name.endsWith(":decorative"));
    if (found !== undefined && /^(1|true)$/.test(found.attributes.val ?? "")) return { decorative: true };
  }
  return {};
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
