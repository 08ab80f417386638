import { type Matrix, multiply } from "../../pdf/index.ts";
import { componentsOf } from "./subset.ts";
import type { TrueType } from "./truetype.ts";

/** A number as PDF content wants it: no exponent, at most three decimals. */
export function num(value: number): string {
  const rounded = Math.round(value * 1000) / 1000;
  // -0 prints as "0"; anything nearer to zero than a thousandth was rounded away, so no exponent appears.
  return String(rounded);
}

interface Point {
  x: number;
  y: number;
  on: boolean;
}

/** Width of a text in points at a size of one point. */
export function textWidth(font: TrueType, text: string): number {
  let width = 0;
  for (const character of text) width += font.advanceOf(font.glyphOf(character.codePointAt(0) ?? 0));
  return width / font.unitsPerEm;
}

/**
 * A character as PDF path operators (to be followed by `f`), at one point size under `place`. Drawn letters need no font in the file and
 * do not turn up in the document's text when someone searches or copies it.
 */
export function glyphPath(font: TrueType, codePoint: number, place: Matrix): string {
  const scale = 1 / font.unitsPerEm;
  return outline(font, font.glyphOf(codePoint), multiply([scale, 0, 0, scale, 0, 0], place), 0);
}

function outline(font: TrueType, glyph: number, place: Matrix, depth: number): string {
  const data = font.dataOf(glyph);
  if (data.byteLength === 0 || depth > 4) return "";
  if (data.getInt16(0) >= 0) return simplePaths(data, place);
  let path = "";
  for (const { at, flags, glyph: part } of componentsOf(data)) {
    const words = (flags & 1) !== 0;
    const dx = words ? data.getInt16(at + 4) : data.getInt8(at + 4);
    const dy = words ? data.getInt16(at + 6) : data.getInt8(at + 5);
    const after = at + (words ? 8 : 6);
    const fixed = (offset: number) => data.getInt16(after + offset) / 16384;
    let own: Matrix = [1, 0, 0, 1, dx, dy];
    if (flags & 0x08) own = [fixed(0), 0, 0, fixed(0), dx, dy];
    if (flags & 0x40) own = [fixed(0), 0, 0, fixed(2), dx, dy];
    if (flags & 0x80) own = [fixed(0), fixed(2), fixed(4), fixed(6), dx, dy];
    path += outline(font, part, multiply(own, place), depth + 1);
  }
  return path;
}

/** The contours of a simple glyph; TrueType's quadratic curves become cubic ones. */
function simplePaths(data: DataView, [a, b, c, d, e, f]: Matrix): string {
  let path = "";
  for (const contour of contoursOf(data)) {
    const points = contour.map(({ x, y, on }) => ({ x: a * x + c * y + e, y: b * x + d * y + f, on }));
    const first = points.findIndex((point) => point.on);
    const last = points[points.length - 1];
    if (last === undefined) continue;
    const start = points[first] ?? middle(points[0] ?? last, last);
    const ring = first < 0 ? points : [...points.slice(first + 1), ...points.slice(0, first)];
    path += `${num(start.x)} ${num(start.y)} m\n`;
    let from: Point = { ...start, on: true };
    for (let i = 0; i < ring.length; i++) {
      const point = ring[i] as Point;
      if (point.on) {
        path += `${num(point.x)} ${num(point.y)} l\n`;
        from = point;
        continue;
      }
      const next = ring[i + 1] ?? { ...start, on: true };
      const to = next.on ? next : middle(point, next);
      path += `${num(from.x + (2 / 3) * (point.x - from.x))} ${num(from.y + (2 / 3) * (point.y - from.y))} `;
      path += `${num(to.x + (2 / 3) * (point.x - to.x))} ${num(to.y + (2 / 3) * (point.y - to.y))} ${num(to.x)} ${num(to.y)} c\n`;
      from = to;
      if (next.on) i++;
    }
    path += "h\n";
  }
  return path;
}

function middle(p: Point, q: Point): Point {
  return { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2, on: true };
}

function contoursOf(data: DataView): Point[][] {
  const count = data.getInt16(0);
  const ends: number[] = [];
  for (let i = 0; i < count; i++) ends.push(data.getUint16(10 + 2 * i));
  const total = (ends[count - 1] ?? -1) + 1;
  let at = 10 + 2 * count;
  at += 2 + data.getUint16(at);
  const flags: number[] = [];
  while (flags.length < total) {
    const flag = data.getUint8(at++);
    const repeat = flag & 8 ? data.getUint8(at++) : 0;
    for (let r = 0; r <= repeat; r++) flags.push(flag);
  }
  const coordinates = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short) value += flag & same ? data.getUint8(at++) : -data.getUint8(at++);
      else if (!(flag & same)) {
        value += data.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = coordinates(2, 16);
  const ys = coordinates(4, 32);
  const points = flags.map((flag, i) => ({ x: xs[i] ?? 0, y: ys[i] ?? 0, on: (flag & 1) !== 0 }));
  return ends.map((end, i) => points.slice(i === 0 ? 0 : (ends[i - 1] ?? 0) + 1, end + 1));
}
