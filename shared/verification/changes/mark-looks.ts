import {
  boxOf,
  decodeStream,
  IDENTITY,
  type Matrix,
  matrixOf,
  multiply,
  operationsOf,
  type PdfDict,
  type PdfFile,
  PdfName,
  type PdfObject,
  type PdfStream,
} from "../../pdf/index.ts";

/** Bytes of looks, points that strokes are followed at, areas, and states saved, at most. */
const MAX_BYTES = 1_000_000;
const MAX_POINTS = 100_000;
const MAX_AREAS = 500;
const MAX_SAVED = 64;

/** Side in points of the squares in which strokes are counted, and how much of one they may cover. */
const SQUARE = 4;
const COVERED = 0.6;

/** A broader line hides letters. */
const BROAD = 2;

/** Lightness (0 to 1) from which a colour that is multiplied with the page's leaves black text readable: pure blue has 0.11. */
const LIGHT = 0.1;

type Area = readonly [number, number, number, number];

interface State {
  ctm: Matrix;
  width: number;
  /** Multiplied with what lies below (ISO 32000-1, 11.3.5.2). */
  multiplies: boolean;
  alpha: number;
  lightness: number;
}

/**
 * Do looks of a mark leave what they lie on readable? Thin lines do, and areas that are light and multiplied with the page or at most half opaque,
 * as highlighters of all readers draw them. Words, pictures, patterns and opaque areas do not.
 *
 * @throws PDF_* when they cannot be read
 */
export function leavesReadable(file: PdfFile, looks: PdfStream, rect: Area): boolean {
  const own = matrixOf(file, looks.dict.get("Matrix")) ?? IDENTITY;
  const box = boxOf(file, looks.dict.get("BBox"));
  if (box === undefined) return false;
  return new Looks(file, looks).areReadable(multiply(own, ontoRect(areaOf(corners(box), own), rect)));
}

/** 12.5.5, algorithm 8.1: the box of the looks is put on the rectangle. */
function ontoRect(from: Area, to: Area): Matrix {
  const [w, h] = [from[2] - from[0], from[3] - from[1]];
  const [sx, sy] = [w === 0 ? 1 : (to[2] - to[0]) / w, h === 0 ? 1 : (to[3] - to[1]) / h];
  return [sx, 0, 0, sy, to[0] - from[0] * sx, to[1] - from[1] * sy];
}

class Looks {
  readonly #file: PdfFile;
  readonly #bytes: Uint8Array;
  readonly #states: PdfDict | undefined;
  /** In a group of its own nothing is multiplied with the page (11.4.5). */
  readonly #alone: boolean;
  readonly #ink = new Map<string, number>();
  readonly #areas: Area[] = [];
  #points = 0;

  constructor(file: PdfFile, looks: PdfStream) {
    this.#file = file;
    this.#bytes = decodeStream(looks, file, MAX_BYTES);
    this.#states = file.dict(file.dict(looks.dict.get("Resources"))?.get("ExtGState"));
    this.#alone = file.resolve(file.dict(looks.dict.get("Group"))?.get("I")) === true;
  }

  areReadable(start: Matrix): boolean {
    let state: State = { ctm: start, width: 1, multiplies: false, alpha: 1, lightness: 0 };
    const saved: State[] = [];
    let lines: [number, number][][] = [];
    for (const { operator, operands } of operationsOf(this.#bytes)) {
      const n = (index: number): number => (typeof operands[index] === "number" ? (operands[index] as number) : 0);
      const points = (): [number, number][] =>
        Array.from({ length: operands.length >> 1 }, (_, at) => moved(state.ctm, n(2 * at), n(2 * at + 1)));
      switch (operator) {
        case "q":
          if (saved.length >= MAX_SAVED) return false;
          saved.push({ ...state });
          break;
        case "Q":
          state = saved.pop() ?? state;
          break;
        case "cm":
          state.ctm = multiply([n(0), n(1), n(2), n(3), n(4), n(5)], state.ctm);
          break;
        case "w":
          state.width = n(0);
          break;
        case "gs":
          this.#apply(state, operands[0]);
          break;
        case "g":
        case "rg":
        case "k":
        case "sc":
        case "scn":
        case "cs":
          state.lightness = operands.every((one) => typeof one === "number") ? lightnessOf(operands as number[]) : 0;
          break;
        case "m":
          lines.push(points());
          break;
        case "l":
        case "c":
        case "v":
        case "y":
          lines.at(-1)?.push(...points());
          break;
        case "h":
          if (lines.at(-1)?.[0] !== undefined) lines.at(-1)!.push(lines.at(-1)![0]!);
          break;
        case "re":
          lines.push(
            [...corners([n(0), n(1), n(0) + n(2), n(1) + n(3)]), [n(0), n(1)] as const].map(([x, y]) =>
              moved(state.ctm, x, y),
            ),
          );
          break;
        case "n":
          lines = [];
          break;
        case "S":
        case "s":
        case "f":
        case "F":
        case "f*":
        case "B":
        case "B*":
        case "b":
        case "b*":
          if ("sb".includes(operator[0]!)) for (const line of lines) if (line[0] !== undefined) line.push(line[0]);
          if (!/^[Ss]/.test(operator) && !this.#fills(state, lines)) return false;
          if (!/^[fF]/.test(operator) && !this.#strokes(state, lines)) return false;
          lines = [];
          break;
        case "Tj":
        case "TJ":
        case "'":
        case '"':
        case "Do":
        case "BI":
        case "sh":
          return false;
      }
    }
    return true;
  }

  #apply(state: State, key: PdfObject | undefined): void {
    const held = key instanceof PdfName ? this.#file.dict(this.#states?.get(key.name)) : undefined;
    const [width, mode, alpha] = ["LW", "BM", "ca"].map((one) => this.#file.resolve(held?.get(one)));
    if (typeof width === "number") state.width = width;
    if (mode instanceof PdfName) state.multiplies = mode.name === "Multiply" && !this.#alone;
    else if (mode !== null) state.multiplies = false;
    if (typeof alpha === "number") state.alpha = alpha;
  }

  #fills(state: State, lines: readonly (readonly [number, number][])[]): boolean {
    if (state.multiplies ? state.lightness < LIGHT : state.alpha > 0.5) return false;
    const area = areaOf(lines.flat());
    // Twice over the same place is darker; neighbouring lines of text may overlap a little.
    if (this.#areas.some((one) => shared(one, area) > 0.5 * Math.min(sizeOf(one), sizeOf(area)))) return false;
    this.#areas.push(area);
    return this.#areas.length <= MAX_AREAS;
  }

  #strokes(state: State, lines: readonly (readonly [number, number][])[]): boolean {
    const [a, b, c, d] = state.ctm;
    const width = state.width * Math.max(Math.hypot(a, b), Math.hypot(c, d));
    if (!(width <= BROAD)) return false;
    for (const line of lines) {
      for (let i = 1; i < line.length; i++) {
        const [[x0, y0], [x1, y1]] = [line[i - 1]!, line[i]!];
        const length = Math.hypot(x1 - x0, y1 - y0);
        const steps = Math.ceil(length);
        this.#points += steps;
        if (!(this.#points <= MAX_POINTS)) return false;
        for (let step = 0; step < steps; step++) {
          const part = (step + 0.5) / steps;
          const square = [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part]
            .map((one) => Math.floor(one / SQUARE))
            .join(" ");
          const ink = (this.#ink.get(square) ?? 0) + (length / steps) * Math.max(width, 0.1);
          if (ink > COVERED * SQUARE * SQUARE) return false;
          this.#ink.set(square, ink);
        }
      }
    }
    return true;
  }
}

/** Does a colour, multiplied with the page's, leave black text readable? */
export function isLight(colour: readonly number[]): boolean {
  return lightnessOf(colour) >= LIGHT;
}

/** Lightness of a colour by the number of its components: grey, RGB, CMYK. */
function lightnessOf(colour: readonly number[]): number {
  const [a = 0, b = 0, c = 0, d = 0] = colour;
  if (colour.length === 1) return a;
  if (colour.length === 3) return 0.3 * a + 0.59 * b + 0.11 * c;
  if (colour.length === 4) return 1 - Math.min(1, 0.3 * a + 0.59 * b + 0.11 * c + d);
  return 0;
}

function moved([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

function corners([x0, y0, x1, y1]: Area): [number, number][] {
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

function areaOf(points: readonly (readonly [number, number])[], matrix: Matrix = IDENTITY): Area {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    const [left, low] = moved(matrix, x, y);
    [x0, y0, x1, y1] = [Math.min(x0, left), Math.min(y0, low), Math.max(x1, left), Math.max(y1, low)];
  }
  return [x0, y0, x1, y1];
}

function sizeOf([x0, y0, x1, y1]: Area): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}

function shared([a0, b0, a1, b1]: Area, [x0, y0, x1, y1]: Area): number {
  return sizeOf([Math.max(a0, x0), Math.max(b0, y0), Math.min(a1, x1), Math.min(b1, y1)]);
}
