import { attribute, type XmlElement } from "../../opc/index.ts";
import type { Matrix, VectorItem, VectorText } from "./svg-model.ts";
import { type SvgStyle, styleOf } from "./svg-style.ts";
import { lengthOf, opacityOf, paintOf, SvgRefused, times } from "./svg-values.ts";

type TextItem = VectorItem & { kind: "text" };

/** Where the next piece goes, while a text is read. */
interface Place {
  items: TextItem[];
  matrix: Matrix;
  /** Baseline of the piece before, in user units. */
  y: number;
  /** Shift that waits for the next letters. */
  dx: number;
  dy: number;
  /** The text before ended in a blank, or there is none yet: a blank now is dropped (SVG 1.1, 10.15). */
  blank: boolean;
}

/**
 * Reads a text element: its own letters and those of its tspans, in the order they stand. Each place given by `x` begins a new item; within an item
 * the pieces follow one another.
 */
export function readText(element: XmlElement, style: SvgStyle, matrix: Matrix): TextItem[] {
  const place: Place = { items: [], matrix, y: 0, dx: 0, dy: 0, blank: true };
  begin(0, 0, style, place);
  readPieces(element, style, place, 0);
  for (const item of place.items) {
    const last = item.pieces.at(-1);
    if (last !== undefined) last.text = last.text.replace(/ $/, "");
  }
  return place.items.filter(({ pieces }) => pieces.some(({ text }) => text !== ""));
}

function begin(x: number, y: number, style: SvgStyle, place: Place): void {
  const anchor = style.inherited["text-anchor"]!;
  if (anchor !== "start" && anchor !== "middle" && anchor !== "end") throw new SvgRefused(`text-anchor: ${anchor}`);
  place.items.push({ kind: "text", matrix: times(place.matrix, [1, 0, 0, 1, x, y]), pieces: [], anchor });
  place.y = y;
  place.dx = 0;
  place.dy = 0;
  place.blank = true;
}

function readPieces(element: XmlElement, style: SvgStyle, place: Place, depth: number): void {
  if (depth > 10) throw new SvgRefused("lồng quá sâu");
  const size = lengthOf(style.inherited["font-size"]!, { em: 16 });
  const one = (name: string): number | undefined => {
    const value = attribute(element, name);
    if (value === undefined) return undefined;
    // A list would place letters one by one.
    if (/\d[\s,]+[\d+.-]/.test(value.trim())) throw new SvgRefused(name);
    return lengthOf(value, { em: size });
  };
  const [x, y] = [one("x"), one("y")];
  if (x !== undefined || (depth === 0 && y !== undefined)) begin(x ?? 0, y ?? place.y, style, place);
  else if (y !== undefined) {
    place.dy += y - place.y;
    place.y = y;
  }
  place.dx += one("dx") ?? 0;
  const dy = one("dy") ?? 0;
  place.dy += dy;
  place.y += dy;
  const keep = attribute(element, "xml:space") === "preserve";
  for (const child of element.children) {
    if (typeof child !== "string") {
      if (child.name === "title" || child.name === "desc") continue;
      if (child.name !== "tspan") throw new SvgRefused(child.name);
      const inner = styleOf(child, style);
      if (Number(inner.opacity) !== 1) throw new SvgRefused("opacity");
      if (inner.shown) readPieces(child, inner, place, depth + 1);
      continue;
    }
    let text = keep ? child.replace(/[\t\n\r]/g, " ") : child.replace(/[\n\r]/g, "").replace(/[\t ]+/g, " ");
    if (!keep && place.blank) text = text.replace(/^ /, "");
    if (text === "") continue;
    place.blank = text.endsWith(" ");
    const piece = pieceOf(text, style, size, place);
    if (piece !== undefined) place.items.at(-1)!.pieces.push(piece);
  }
}

function pieceOf(text: string, { inherited }: SvgStyle, size: number, place: Place): VectorText | undefined {
  if (paintOf(inherited.stroke!, inherited.color!) !== undefined) throw new SvgRefused("stroke");
  const fill = paintOf(inherited.fill!, inherited.color!);
  if (fill === undefined || inherited.visibility !== "visible") throw new SvgRefused("fill: none");
  if (!(size > 0) || size > 5000) throw new SvgRefused("font-size");
  const weight = inherited["font-weight"]!;
  const piece: VectorText = {
    text,
    families: inherited["font-family"]!.split(",")
      .map((name) => name.trim().replace(/^(['"])(.*)\1$/, "$2"))
      .filter(Boolean),
    size,
    bold: weight === "bold" || weight === "bolder" || Number(weight) >= 600,
    italic: inherited["font-style"] === "italic" || inherited["font-style"] === "oblique",
    color: fill.color,
    opacity: fill.opacity * opacityOf(inherited["fill-opacity"]!),
    dx: place.dx,
    dy: place.dy,
  };
  place.dx = 0;
  place.dy = 0;
  return piece;
}
