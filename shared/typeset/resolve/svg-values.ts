import type { Matrix } from "./svg-model.ts";

/** Said where a picture holds something outside the subset; the message names it. */
export class SvgRefused extends Error {}

/** What an SVG document may hold at most; more is refused, so that a small file cannot ask for hours. */
export const SVG_LIMITS = {
  bytes: 4_000_000,
  elements: 20_000,
  depth: 40,
  segments: 200_000,
  letters: 50_000,
  list: 400_000,
} as const;

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;

/** The numbers of a list parted by blanks and commas; refused when anything else stands in it. */
export function numbersOf(text: string): number[] {
  const out: number[] = [];
  let at = 0;
  while (at < text.length) {
    if (/[\s,]/.test(text[at]!)) {
      at += 1;
      continue;
    }
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (match === null || out.length >= SVG_LIMITS.list) throw new SvgRefused(`số: ${text.slice(at, at + 20)}`);
    out.push(bounded(Number(match[0])));
    at = NUMBER.lastIndex;
  }
  return out;
}

/** A number of sane size. */
export function bounded(value: number): number {
  if (!Number.isFinite(value) || Math.abs(value) > 1e6) throw new SvgRefused("số quá lớn");
  return value;
}

/** User units (pixels at 96 an inch, CSS 2.1) in a unit. */
const UNITS: Record<string, number> = { "": 1, px: 1, pt: 96 / 72, pc: 16, in: 96, cm: 96 / 2.54, mm: 96 / 25.4 };

/**
 * A length in user units (SVG 1.1, 7.10).
 *
 * @param whole what 100 % and 1em are; without it such a length is refused
 */
export function lengthOf(text: string, whole: { percent?: number; em?: number } = {}): number {
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%|[a-z]*)\s*$/.exec(text);
  if (match === null) throw new SvgRefused(`độ dài ${text.slice(0, 20)}`);
  const value = Number(match[1]);
  const unit = match[2]!;
  const factor =
    unit === "%"
      ? whole.percent === undefined
        ? undefined
        : whole.percent / 100
      : unit === "em"
        ? whole.em
        : unit === "ex"
          ? (whole.em ?? 0) / 2 || undefined
          : UNITS[unit];
  if (factor === undefined) throw new SvgRefused(`độ dài ${text.slice(0, 20)}`);
  return bounded(value * factor);
}

/** First `inner`, then `outer`. */
export function times(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** A point mapped. */
export function mapped([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** A `transform` attribute (SVG 1.1, 7.6). */
export function transformOf(text: string | undefined): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  let rest = (text ?? "").trim();
  while (rest !== "") {
    const match = /^([a-zA-Z]+)\s*\(([^()]*)\)[\s,]*/.exec(rest);
    if (match === null) throw new SvgRefused(`transform ${rest.slice(0, 20)}`);
    rest = rest.slice(match[0].length);
    matrix = times(matrix, stepOf(match[1]!, numbersOf(match[2]!)));
  }
  return matrix;
}

function stepOf(name: string, n: number[]): Matrix {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = n;
  const turn = (degrees: number): Matrix => {
    const angle = (degrees * Math.PI) / 180;
    return [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
  };
  if (name === "matrix" && n.length === 6) return [a, b, c, d, e, f];
  if (name === "translate" && (n.length === 1 || n.length === 2)) return [1, 0, 0, 1, a, b];
  if (name === "scale" && (n.length === 1 || n.length === 2)) return [a, 0, 0, n.length === 1 ? a : b, 0, 0];
  if (name === "rotate" && n.length === 1) return turn(a);
  if (name === "rotate" && n.length === 3) return times(times([1, 0, 0, 1, b, c], turn(a)), [1, 0, 0, 1, -b, -c]);
  if (name === "skewX" && n.length === 1) return [1, 0, Math.tan((a * Math.PI) / 180), 1, 0, 0];
  if (name === "skewY" && n.length === 1) return [1, Math.tan((a * Math.PI) / 180), 0, 1, 0, 0];
  throw new SvgRefused(`transform ${name}`);
}

/** The colour names that occur in office drawings (SVG 1.1, 4.4); others are refused. */
const NAMES: Record<string, string> = {
  black: "000000",
  white: "FFFFFF",
  red: "FF0000",
  lime: "00FF00",
  green: "008000",
  blue: "0000FF",
  navy: "000080",
  yellow: "FFFF00",
  aqua: "00FFFF",
  cyan: "00FFFF",
  fuchsia: "FF00FF",
  magenta: "FF00FF",
  maroon: "800000",
  olive: "808000",
  purple: "800080",
  teal: "008080",
  gray: "808080",
  grey: "808080",
  silver: "C0C0C0",
  lightgray: "D3D3D3",
  lightgrey: "D3D3D3",
  darkgray: "A9A9A9",
  darkgrey: "A9A9A9",
  dimgray: "696969",
  dimgrey: "696969",
  gainsboro: "DCDCDC",
  whitesmoke: "F5F5F5",
  orange: "FFA500",
  darkred: "8B0000",
  darkblue: "00008B",
  darkgreen: "006400",
  brown: "A52A2A",
  gold: "FFD700",
  pink: "FFC0CB",
  steelblue: "4682B4",
  lightblue: "ADD8E6",
  skyblue: "87CEEB",
  royalblue: "4169E1",
  crimson: "DC143C",
  firebrick: "B22222",
  tomato: "FF6347",
  coral: "FF7F50",
  salmon: "FA8072",
  khaki: "F0E68C",
  indigo: "4B0082",
  violet: "EE82EE",
  tan: "D2B48C",
  beige: "F5F5DC",
  ivory: "FFFFF0",
  slategray: "708090",
  darkorange: "FF8C00",
};

/** A colour and its opacity, or undefined for none. */
export function paintOf(text: string, current: string): { color: string; opacity: number } | undefined {
  const value = text.trim().toLowerCase();
  if (value === "none" || value === "transparent") return undefined;
  if (value === "currentcolor") return paintOf(current, "#000000");
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(value)?.[1];
  if (hex !== undefined)
    return { color: (hex.length === 3 ? hex.replace(/./g, "$&$&") : hex).toUpperCase(), opacity: 1 };
  const call = /^rgba?\(([^()]*)\)$/.exec(value)?.[1];
  if (call !== undefined) {
    const parts = call.split(/[\s,/]+/).filter((part) => part !== "");
    if (parts.length !== 3 && parts.length !== 4) throw new SvgRefused(`màu ${value.slice(0, 30)}`);
    const color = parts.slice(0, 3).map((part) => {
      const level = part.endsWith("%") ? Number(part.slice(0, -1)) * 2.55 : Number(part);
      if (!Number.isFinite(level)) throw new SvgRefused(`màu ${value.slice(0, 30)}`);
      return Math.round(Math.min(Math.max(level, 0), 255))
        .toString(16)
        .padStart(2, "0")
        .toUpperCase();
    });
    return { color: color.join(""), opacity: parts[3] === undefined ? 1 : opacityOf(parts[3]) };
  }
  const named = Object.hasOwn(NAMES, value) ? NAMES[value] : undefined;
  if (named === undefined) throw new SvgRefused(`màu ${value.slice(0, 30)}`);
  return { color: named, opacity: 1 };
}

/** An opacity between 0 and 1. */
export function opacityOf(text: string): number {
  const value = text.trim().endsWith("%") ? Number(text.trim().slice(0, -1)) / 100 : Number(text);
  if (!Number.isFinite(value)) throw new SvgRefused(`độ đục ${text.slice(0, 20)}`);
  return Math.min(Math.max(value, 0), 1);
}
