import { childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { fillOf, paintIn } from "./drawing-colors.ts";
import type { DrawingContext } from "./drawing-parts.ts";
import { EMU } from "./group.ts";
import type { Block, BorderLine, Floating } from "./model.ts";
import { isPlainLine, type Outline, outlinePicture, type ShapeLook, type Turn } from "./outline.ts";
import { presetOutline } from "./presets.ts";
import type { VectorSegment } from "./svg-model.ts";
import { numberOf } from "./values.ts";

/** Widths of the three lines of Office's theme (a:lnStyleLst), in EMU. */
const THEME_LINES = [6350, 12_700, 19_050];

/** Points of a drawn outline that are read; one with more is left out. */
const MAX_POINTS = 20_000;

/** Reads a wps:wsp (a line, a shape with or without text) at its size in twips; undefined for a shape that is not known and holds no text. */
export function readShape(
  shape: XmlElement,
  width: number,
  height: number,
  context: DrawingContext,
): Floating["shape"] | undefined {
  const properties = findChild(shape, "wps:spPr");
  const geometry = findChild(properties, "a:prstGeom");
  const preset = geometry?.attributes.prst ?? (findChild(shape, "wps:txbx") === undefined ? "" : "rect");
  const own = findChild(properties, "a:custGeom");
  const turn = turnOf(findChild(properties, "a:xfrm"));
  const isLine = preset === "line" || preset === "straightConnector1";
  const look = lookOf(shape, properties, isLine, context);
  if (isLine && isPlainLine(look) && turn.degrees === 0) {
    const { border } = look;
    return {
      kind: "line",
      x1: turn.flipH ? width : 0,
      y1: turn.flipV ? height : 0,
      x2: turn.flipH ? 0 : width,
      y2: turn.flipV ? 0 : height,
      width: border?.width ?? 0,
      color: border?.color ?? "000000",
    };
  }
  const outline =
    own === undefined ? presetOutline(preset, width, height, guidesOf(geometry)) : drawn(own, width, height);
  const content = findChild(findChild(shape, "wps:txbx"), "w:txbxContent");
  if (outline === undefined && content === undefined) return undefined;
  if (outline === undefined) context.warn("SHAPE_UNSUPPORTED", preset);
  const box = boxOf(shape, content, look, context);
  const upright = preset === "rect" || outline === undefined;
  if (upright && turn.degrees % 180 === 0 && (look.opacity ?? 1) === 1) return box;
  if (outline === undefined) return box;
  if (content !== undefined && turn.degrees % 360 !== 0) context.warn("IMAGE_CHANGED", preset);
  return { ...box, outline: outlinePicture(outline, width, height, look, turn) };
}

function turnOf(transform: XmlElement | undefined): Turn {
  const flag = (name: string): boolean => /^(1|true)$/.test(transform?.attributes[name] ?? "");
  return {
    flipH: flag("flipH"),
    flipV: flag("flipV"),
    // 60000ths of a degree
    degrees: ((((numberOf(transform?.attributes.rot) ?? 0) / 60_000) % 360) + 360) % 360,
  };
}

function guidesOf(geometry: XmlElement | undefined): (number | undefined)[] {
  const list = findChild(geometry, "a:avLst");
  return (list === undefined ? [] : childElements(list, "a:gd")).map((guide) => {
    const formula = guide.attributes.fmla ?? "";
    return formula.startsWith("val ") ? numberOf(formula.slice(4)) : undefined;
  });
}

/** Fill and edge: what the shape says itself, or else the styles of the theme it names (wps:style). */
function lookOf(
  shape: XmlElement,
  properties: XmlElement | undefined,
  isLine: boolean,
  { colors }: DrawingContext,
): ShapeLook {
  const style = findChild(shape, "wps:style");
  const byIndex = (name: string): { index: number; color?: string } => {
    const reference = findChild(style, name);
    return { index: numberOf(reference?.attributes.idx) ?? 0, color: paintIn(reference, colors)?.color };
  };
  const themeLine = byIndex("a:lnRef");
  const themeFill = byIndex("a:fillRef");
  const line = findChild(properties, "a:ln");
  const stroke = fillOf(line, colors);
  const hasLine = stroke !== "none" && (line !== undefined || themeLine.index > 0 || isLine);
  const dash = findChild(line, "a:prstDash")?.attributes.val ?? "solid";
  const wide = numberOf(line?.attributes.w) ?? THEME_LINES[Math.min(themeLine.index, 3) - 1] ?? 9525;
  const border: BorderLine | undefined = hasLine
    ? {
        style: dash === "solid" ? "single" : /^(sysDot|dot)$/.test(dash) ? "dotted" : "dashed",
        width: wide / EMU,
        color: (typeof stroke === "object" ? stroke.color : themeLine.color) ?? "000000",
        space: 0,
      }
    : undefined;
  const own = fillOf(properties, colors);
  const fill =
    own === "none"
      ? undefined
      : (own ??
        (themeFill.index > 0 && themeFill.color !== undefined ? { color: themeFill.color, opacity: 1 } : undefined));
  const end = (name: string): string | undefined => findChild(line, name)?.attributes.type;
  return {
    ...(fill === undefined || fill.opacity < 0.02 ? {} : { background: fill.color, opacity: fill.opacity }),
    border,
    start: end("a:headEnd"),
    end: end("a:tailEnd"),
  };
}

/** The text of a shape with its fill and edge; insets are a tenth and a twentieth of an inch by default. */
function boxOf(
  shape: XmlElement,
  content: XmlElement | undefined,
  { background, border }: ShapeLook,
  context: DrawingContext,
): Floating["shape"] & { kind: "box" } {
  const body = findChild(shape, "wps:bodyPr");
  const inset = (name: string, fallback: number): number => (numberOf(body?.attributes[name]) ?? fallback) / EMU;
  const anchor = body?.attributes.anchor;
  const blocks = content === undefined ? [] : context.blocks(content);
  const reference = findChild(findChild(shape, "wps:style"), "a:fontRef");
  lighten(blocks, paintIn(reference, context.colors)?.color, background, context);
  const direction = body?.attributes.vert ?? "horz";
  if (direction !== "horz" && content !== undefined) context.warn("TEXT_DIRECTION", direction);
  return {
    kind: "box",
    blocks,
    insets: {
      left: inset("lIns", 91440),
      right: inset("rIns", 91440),
      top: inset("tIns", 45720),
      bottom: inset("bIns", 45720),
    },
    ...(anchor === "ctr" ? { align: "center" as const } : anchor === "b" ? { align: "bottom" as const } : {}),
    background,
    border,
  };
}

/**
 * Text without a colour of its own takes the one the shape's style names. Which text has one is not known any more here, so only text that
 * would be black on a dark fill is made light.
 */
function lighten(
  blocks: readonly Block[],
  color: string | undefined,
  fill: string | undefined,
  context: DrawingContext,
): void {
  if (color === undefined || fill === undefined || brightness(color) < 0.6 || brightness(fill) > 0.6) return;
  for (const block of blocks) {
    if (block.kind !== "paragraph") continue;
    for (const inline of block.inlines)
      if (inline.style.color === "000000") inline.style = context.intern({ ...inline.style, color });
  }
}

function brightness(color: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** A drawn outline (a:custGeom) with its points in plain numbers; undefined when it works with guides or arcs. */
function drawn(geometry: XmlElement, width: number, height: number): Outline | undefined {
  const segments: VectorSegment[] = [];
  let open = true;
  for (const path of childElements(findChild(geometry, "a:pathLst") ?? geometry, "a:path")) {
    const wide = numberOf(path.attributes.w) ?? width;
    const high = numberOf(path.attributes.h) ?? height;
    const [sx, sy] = [wide > 0 ? width / wide : 1, high > 0 ? height / high : 1];
    for (const command of childElements(path)) {
      const points = childElements(command, "a:pt").map(({ attributes }) => [
        Number(attributes.x) * sx,
        Number(attributes.y) * sy,
      ]);
      if (points.flat().some((value) => !Number.isFinite(value)) || segments.length > MAX_POINTS) return undefined;
      const [[x1, y1], [x2, y2], [x3, y3]] = [points[0] ?? [0, 0], points[1] ?? [0, 0], points[2] ?? [0, 0]] as [
        [number, number],
        [number, number],
        [number, number],
      ];
      if (command.name === "a:moveTo") segments.push({ kind: "move", x: x1, y: y1 });
      else if (command.name === "a:lnTo") segments.push({ kind: "line", x: x1, y: y1 });
      else if (command.name === "a:cubicBezTo") segments.push({ kind: "curve", x1, y1, x2, y2, x: x3, y: y3 });
      else if (command.name === "a:close") {
        segments.push({ kind: "close" });
        open = false;
      } else return undefined;
    }
  }
  return segments.length === 0 ? undefined : { segments, open };
}
