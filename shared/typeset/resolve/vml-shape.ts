import { findChild, type XmlElement } from "../../opc/index.ts";
import { namedColor } from "./drawing-colors.ts";
import type { DrawingContext } from "./drawing-parts.ts";
import type { BorderLine, Floating, Picture } from "./model.ts";
import { isPlainLine, type Outline, outlinePicture, type ShapeLook, type Turn, turned } from "./outline.ts";
import { presetOutline } from "./presets.ts";
import type { Matrix, VectorSegment } from "./svg-model.ts";

/** Shape numbers of old drawings (`#_x0000_t32`) and the presets of today they became ([MS-ODRAW] 2.4.24, MSOSPT). */
const PRESETS: Record<number, string> = {
  1: "rect",
  2: "roundRect",
  3: "ellipse",
  4: "diamond",
  5: "triangle",
  6: "rtTriangle",
  7: "parallelogram",
  8: "trapezoid",
  9: "hexagon",
  10: "octagon",
  11: "plus",
  12: "star5",
  13: "rightArrow",
  15: "homePlate",
  20: "line",
  32: "straightConnector1",
  33: "bentConnector2",
  34: "bentConnector3",
  38: "curvedConnector3",
  55: "chevron",
  61: "wedgeRectCallout",
  62: "roundRect",
  66: "leftArrow",
  67: "downArrow",
  68: "upArrow",
  69: "leftRightArrow",
  75: "rect",
  85: "leftBracket",
  86: "rightBracket",
  87: "leftBrace",
  88: "rightBrace",
  109: "rect",
  110: "diamond",
  111: "flowChartInputOutput",
  112: "rect",
  116: "flowChartTerminator",
  120: "ellipse",
  176: "roundRect",
  202: "rect",
};

/** Most commands of a drawn path that are read. */
const MAX_COMMANDS = 20_000;

/** A CSS length of VML in twips; `bare` is how many twips a plain number counts. */
export function lengthOf(value: string | undefined, bare: number): number {
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

/** A style attribute by its names. */
export function cssOf(element: XmlElement): Map<string, string> {
  return new Map(
    (element.attributes.style ?? "").split(";").map((entry) => {
      const colon = entry.indexOf(":");
      return [entry.slice(0, colon).trim(), entry.slice(colon + 1).trim()] as [string, string];
    }),
  );
}

/** RRGGBB of `#4579b8 [3044]`, `#fff`, `red`; undefined for nonsense. */
function colorOf(value: string | undefined): string | undefined {
  const word = value?.trim().split(" ")[0] ?? "";
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(word)?.[1];
  if (hex === undefined) return namedColor(word);
  return (hex.length === 6 ? hex : [...hex].map((digit) => digit + digit).join("")).toUpperCase();
}

function isOff(value: string | undefined): boolean {
  return value === "f" || value === "false" || value === "0";
}

/** A part of 1, also written as so many 65536ths (`32768f`) or percent. */
export function partOf(value: string | undefined, fallback: number): number {
  const number = Number.parseFloat(value ?? "");
  if (!Number.isFinite(number)) return fallback;
  const word = value!.trim();
  return word.endsWith("f") ? number / 65_536 : word.endsWith("%") ? number / 100 : number;
}

/** Mirroring and turning of a shape (`flip`, `rotation`). */
function turnOf(css: Map<string, string>): Turn {
  const flip = css.get("flip") ?? "";
  const rotation = css.get("rotation") ?? "";
  // 65536ths of a degree with an "fd".
  const degrees = (Number.parseFloat(rotation) || 0) / (rotation.endsWith("fd") ? 65_536 : 1);
  return { flipH: flip.includes("x"), flipV: flip.includes("y"), degrees: ((degrees % 360) + 360) % 360 };
}

/** Fill and edge of a shape. */
export function vmlLook(shape: XmlElement): ShapeLook {
  const { attributes } = shape;
  const stroke = findChild(shape, "v:stroke")?.attributes ?? {};
  const fill = findChild(shape, "v:fill")?.attributes ?? {};
  const isLine = shape.name === "v:line" || shape.name === "v:polyline" || /_t(20|3[2-8])$/.test(attributes.type ?? "");
  const dash = stroke.dashstyle ?? "solid";
  const double = /^thin(Thin|Thick)|^thickThin/.test(stroke.linestyle ?? "");
  const border: BorderLine | undefined =
    isOff(attributes.stroked) || isOff(stroke.on)
      ? undefined
      : {
          style: double
            ? "double"
            : dash === "solid"
              ? "single"
              : /^(1 1|dot|shortdot)$/.test(dash)
                ? "dotted"
                : "dashed",
          width: lengthOf(attributes.strokeweight ?? stroke.weight ?? "0.75pt", 20),
          color: colorOf(attributes.strokecolor ?? stroke.color) ?? "000000",
          space: 0,
        };
  const opacity = partOf(fill.opacity, 1);
  const filled = !isLine && !isOff(attributes.filled) && !isOff(fill.on) && opacity > 0.02;
  return {
    ...(filled ? { background: colorOf(attributes.fillcolor ?? fill.color) ?? "FFFFFF", opacity } : {}),
    border,
    start: stroke.startarrow,
    end: stroke.endarrow,
  };
}

/** A straight line between two points of its box, in twips. */
export function vmlLine(
  look: ShapeLook,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
): Floating["shape"] | undefined {
  const { border } = look;
  if (border === undefined) return undefined;
  const [width, height] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
  if (isPlainLine(look)) return { kind: "line", x1, y1, x2, y2, width: border.width, color: border.color };
  const segments: VectorSegment[] = [
    { kind: "move", x: x1, y: y1 },
    { kind: "line", x: x2, y: y2 },
  ];
  return boxed(outlinePicture({ segments, open: true }, width, height, look));
}

/** A shape without text as a picture in a box. */
function boxed(outline: Picture): Floating["shape"] & { kind: "box" } {
  return { kind: "box", blocks: [], insets: { top: 0, bottom: 0, left: 0, right: 0 }, outline };
}

/** A v:shape, v:rect, v:roundrect, v:oval or v:polyline at its size in twips; undefined for one that is not known and holds no text. */
export function vmlShape(
  shape: XmlElement,
  css: Map<string, string>,
  width: number,
  height: number,
  context: DrawingContext,
): Floating["shape"] | undefined {
  const textPath = findChild(shape, "v:textpath");
  if (textPath?.attributes.string !== undefined && !isOff(textPath.attributes.on))
    return letters(shape, textPath, css, width, height);
  const look = vmlLook(shape);
  const turn = turnOf(css);
  const number = Number(/_t(\d+)$/.exec(shape.attributes.type ?? "")?.[1] ?? Number.NaN);
  const named: Record<string, string> = { "v:rect": "rect", "v:roundrect": "roundRect", "v:oval": "ellipse" };
  const preset = named[shape.name] ?? PRESETS[number];
  if ((preset === "straightConnector1" || preset === "line") && turn.degrees === 0) {
    const [a, b] = turn.flipH ? [width, 0] : [0, width];
    const [c, d] = turn.flipV ? [height, 0] : [0, height];
    return vmlLine(look, [a, c, b, d]);
  }
  const arc = shape.attributes.arcsize;
  const outline =
    (preset === undefined ? drawn(shape, width, height) : undefined) ??
    presetOutline(preset ?? "", width, height, arc === undefined ? [] : [partOf(arc, 0.2) * 50_000 * 2]);
  const textBox = findChild(shape, "v:textbox");
  if (outline === undefined && textBox === undefined) return undefined;
  const content = findChild(textBox, "w:txbxContent");
  const [left, top, right, bottom] = (textBox?.attributes.inset ?? "").split(",");
  const inset = (value: string | undefined, fallback: number): number =>
    value === undefined || value.trim() === "" ? fallback : lengthOf(value.trim(), 15);
  const anchor = css.get("v-text-anchor") ?? "";
  const direction = textBox === undefined ? undefined : cssOf(textBox).get("layout-flow");
  if (direction?.startsWith("vertical") === true) context.warn("TEXT_DIRECTION", direction);
  const box: Floating["shape"] = {
    kind: "box",
    blocks: content === undefined ? [] : context.blocks(content),
    insets: { left: inset(left, 144), top: inset(top, 72), right: inset(right, 144), bottom: inset(bottom, 72) },
    ...(anchor.startsWith("middle")
      ? { align: "center" as const }
      : anchor.startsWith("bottom")
        ? { align: "bottom" as const }
        : {}),
    background: look.background,
    border: look.border,
  };
  if (outline === undefined || (preset === "rect" && turn.degrees % 180 === 0 && (look.opacity ?? 1) === 1)) return box;
  return { ...box, outline: outlinePicture(outline, width, height, look, turn) };
}

/** Letters that fill their shape, as a watermark's do (v:textpath). */
function letters(
  shape: XmlElement,
  path: XmlElement,
  css: Map<string, string>,
  width: number,
  height: number,
): Floating["shape"] {
  const look = vmlLook(shape);
  const font = cssOf(path);
  const turn = turnOf(css);
  const at = turned(width, height, turn);
  const [ox, oy] = at(0, 0);
  const [ax, ay] = at(1, 0);
  const [bx, by] = at(0, 1);
  const matrix: Matrix = [ax - ox, ay - oy, bx - ox, by - oy, ox, oy];
  // The letters stand from the foot of the shape to its head; marks of Vietnamese letters reach above capitals.
  const size = height;
  const baseline = height * 0.82;
  const corners = [at(0, 0), at(width, 0), at(0, height), at(width, height)];
  const room = Math.max(0, ...corners.flatMap(([x, y]) => [-x, x - width, -y, y - height]));
  const family = (font.get("font-family") ?? "").replaceAll(/["']|&quot;/g, "") || "Times New Roman";
  return boxed({
    part: "",
    bytes: new Uint8Array(),
    width: width + 2 * room,
    height: height + 2 * room,
    vector: {
      width,
      height,
      view: [-room, -room, width + 2 * room, height + 2 * room],
      items: [
        {
          kind: "text",
          matrix: [
            matrix[0],
            matrix[1],
            matrix[2],
            matrix[3],
            matrix[4] + matrix[2] * baseline,
            matrix[5] + matrix[3] * baseline,
          ],
          pieces: [
            {
              text: path.attributes.string!.normalize("NFC"),
              families: [family],
              size,
              bold: /bold/.test(font.get("font-weight") ?? ""),
              italic: /italic/.test(font.get("font-style") ?? ""),
              color: look.background ?? look.border?.color ?? "C0C0C0",
              opacity: look.opacity ?? 1,
              dx: 0,
              dy: 0,
            },
          ],
          anchor: "start",
          width,
        },
      ],
    },
  });
}

/** The path of a drawn shape with plain numbers: moves, lines, curves ([MS-OI29500] path commands m l r c v x e); undefined for any other. */
function drawn(shape: XmlElement, width: number, height: number): Outline | undefined {
  const points = shape.attributes.points;
  const path = shape.attributes.path;
  const [wide = 1000, high = 1000] = (shape.attributes.coordsize ?? "")
    .split(/[ ,]+/)
    .map(Number)
    .filter((value) => value > 0);
  const [left = 0, top = 0] = (shape.attributes.coordorigin ?? "0,0").split(/[ ,]+/).map((value) => Number(value) || 0);
  if (points !== undefined) return polyline(points);
  if (path === undefined) return undefined;
  const segments: VectorSegment[] = [];
  const place = (x: number, y: number): [number, number] => [((x - left) * width) / wide, ((y - top) * height) / high];
  let open = true;
  let [cx, cy] = [0, 0];
  let count = 0;
  for (const [, command = "", list = ""] of path.matchAll(/([a-z]+)([^a-z]*)/gi)) {
    // An empty place between commas is a nought.
    const values =
      list.trim() === ""
        ? []
        : list
            .trim()
            .split(/,|\s+/)
            .map((value) => Number(value));
    if (values.some((value) => !Number.isFinite(value))) return undefined;
    count += values.length + 1;
    if (count > MAX_COMMANDS) return undefined;
    const step = command === "c" || command === "v" ? 6 : 2;
    if (command === "m" || command === "l" || command === "r" || command === "t" || step === 6) {
      const full =
        values.length === 0
          ? [0, 0]
          : values.length % step === 0
            ? values
            : [...values, ...new Array<number>(step - (values.length % step)).fill(0)];
      const relative = command === "r" || command === "v" || command === "t";
      for (let index = 0; index < full.length; index += step) {
        const pairs: [number, number][] = [];
        for (let pair = index; pair < index + step; pair += 2)
          pairs.push([full[pair]! + (relative ? cx : 0), full[pair + 1]! + (relative ? cy : 0)]);
        [cx, cy] = pairs.at(-1)!;
        const [[x1, y1], second, third] = pairs.map(([x, y]) => place(x, y)) as [
          [number, number],
          [number, number]?,
          [number, number]?,
        ];
        if (second !== undefined && third !== undefined)
          segments.push({ kind: "curve", x1, y1, x2: second[0], y2: second[1], x: third[0], y: third[1] });
        else segments.push({ kind: command === "m" || command === "t" ? "move" : "line", x: x1, y: y1 });
      }
    } else if (command === "x" || command === "xe") {
      segments.push({ kind: "close" });
      open = false;
    } else if (!/^(e|nf|ns|ne)+$/.test(command)) return undefined;
  }
  return segments.length === 0 ? undefined : { segments, open };
}

function polyline(points: string): Outline | undefined {
  const numbers = points.split(/[ ,]+/).map((value) => lengthOf(value, 15));
  const segments: VectorSegment[] = [];
  for (let at = 0; at + 1 < Math.min(numbers.length, MAX_COMMANDS); at += 2)
    segments.push({ kind: at === 0 ? "move" : "line", x: numbers[at]!, y: numbers[at + 1]! });
  return segments.length < 2 ? undefined : { segments, open: true };
}
