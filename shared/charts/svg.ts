import { createHash } from "node:crypto";
import { escapeXml } from "../opc/index.ts";
import type { Drawing, Shape } from "./model.ts";

/** How letters are looked for: the family of official documents first, then faces of the same widths. */
const FAMILIES = "'Times New Roman', Tinos, 'Liberation Serif', Times, serif";

/**
 * A drawing as a standalone SVG 1.1 image, also to be put into a page as it is: role, title and description for screen readers, no scripts, no
 * style sheet, no reference to anything outside, every text escaped. The same drawing gives the same text.
 *
 * @param options `id`: begins the ids inside; by default it comes from the drawing itself, so it is to be given where a page shows one twice
 */
export function toSvg(drawing: Drawing, options: { id?: string } = {}): string {
  const id = options.id ?? `bieu-do-${createHash("sha256").update(JSON.stringify(drawing)).digest("hex").slice(0, 10)}`;
  const { width, height, title, description } = drawing;
  const labels = description === undefined ? `${id}-t` : `${id}-t ${id}-d`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="${n(width)}pt" height="${n(height)}pt" viewBox="0 0 ${n(width)} ${n(height)}" role="img" aria-labelledby="${escapeXml(labels)}">` +
    `<title id="${escapeXml(id)}-t">${escapeXml(title)}</title>` +
    (description === undefined ? "" : `<desc id="${escapeXml(id)}-d">${escapeXml(description)}</desc>`) +
    `<g font-family="${escapeXml(FAMILIES)}">${drawing.shapes.map(shapeSvg).join("")}</g></svg>`
  );
}

/** A length with at most two decimals. */
function n(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

function pointsOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${n(x)},${n(y)}`).join(" ");
}

function edge(shape: { stroke?: string; strokeWidth?: number }): string {
  return shape.stroke === undefined
    ? ""
    : ` stroke="${escapeXml(shape.stroke)}" stroke-width="${n(shape.strokeWidth ?? 1)}"`;
}

function shapeSvg(shape: Shape): string {
  switch (shape.kind) {
    case "rect":
      return `<rect x="${n(shape.x)}" y="${n(shape.y)}" width="${n(shape.width)}" height="${n(shape.height)}" fill="${escapeXml(shape.fill)}"${edge(shape)}/>`;
    case "line": {
      const dash = shape.dash === undefined ? "" : ` stroke-dasharray="${shape.dash.map(n).join(" ")}"`;
      return `<polyline points="${pointsOf(shape.points)}" fill="none" stroke="${escapeXml(shape.stroke)}" stroke-width="${n(shape.strokeWidth)}" stroke-linejoin="round"${dash}/>`;
    }
    case "polygon":
      return `<polygon points="${pointsOf(shape.points)}" fill="${escapeXml(shape.fill)}"${edge(shape)}/>`;
    case "slice":
      return `<path d="${slicePath(shape)}" fill="${escapeXml(shape.fill)}" fill-rule="evenodd"${edge(shape)}/>`;
    case "text": {
      const anchor = shape.anchor === "start" ? "" : ` text-anchor="${shape.anchor}"`;
      const weight = shape.bold ? ' font-weight="bold"' : "";
      return `<text x="${n(shape.x)}" y="${n(shape.y)}" font-size="${n(shape.size)}"${anchor}${weight} fill="${escapeXml(shape.fill)}">${escapeXml(shape.text)}</text>`;
    }
  }
}

/** A slice's outline; a full turn is two half circles, for an arc that ends where it begins is none. */
function slicePath({ x, y, inner, outer, from, to }: Shape & { kind: "slice" }): string {
  const at = (radius: number, angle: number): string =>
    `${n(x + Math.sin(angle) * radius)} ${n(y - Math.cos(angle) * radius)}`;
  if (to - from >= Math.PI * 2 - 1e-6) {
    const circle = (radius: number): string =>
      `M${at(radius, 0)}A${n(radius)} ${n(radius)} 0 1 1 ${at(radius, Math.PI)}A${n(radius)} ${n(radius)} 0 1 1 ${at(radius, 0)}Z`;
    return circle(outer) + (inner > 0 ? circle(inner) : "");
  }
  const large = to - from > Math.PI ? 1 : 0;
  const rim = `M${at(outer, from)}A${n(outer)} ${n(outer)} 0 ${large} 1 ${at(outer, to)}`;
  if (inner <= 0) return `${rim}L${n(x)} ${n(y)}Z`;
  return `${rim}L${at(inner, to)}A${n(inner)} ${n(inner)} 0 ${large} 0 ${at(inner, from)}Z`;
}
