import type { Matrix, VectorSegment } from "./svg-model.ts";
import { bounded, mapped, SVG_LIMITS, SvgRefused } from "./svg-values.ts";

/** Collects an outline in user units and maps it into the picture's. */
export class Outline {
  readonly segments: VectorSegment[] = [];
  readonly #matrix: Matrix;
  #x = 0;
  #y = 0;
  #startX = 0;
  #startY = 0;

  constructor(matrix: Matrix) {
    this.#matrix = matrix;
  }

  get at(): [number, number] {
    return [this.#x, this.#y];
  }

  #push(segment: VectorSegment): void {
    if (this.segments.length >= SVG_LIMITS.segments) throw new SvgRefused("quá nhiều nét");
    this.segments.push(segment);
  }

  move(x: number, y: number): void {
    [this.#x, this.#y, this.#startX, this.#startY] = [x, y, x, y];
    const [px, py] = mapped(this.#matrix, x, y);
    this.#push({ kind: "move", x: px, y: py });
  }

  line(x: number, y: number): void {
    [this.#x, this.#y] = [x, y];
    const [px, py] = mapped(this.#matrix, x, y);
    this.#push({ kind: "line", x: px, y: py });
  }

  curve(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    [this.#x, this.#y] = [x, y];
    const [p1, q1] = mapped(this.#matrix, x1, y1);
    const [p2, q2] = mapped(this.#matrix, x2, y2);
    const [px, py] = mapped(this.#matrix, x, y);
    this.#push({ kind: "curve", x1: p1, y1: q1, x2: p2, y2: q2, x: px, y: py });
  }

  close(): void {
    [this.#x, this.#y] = [this.#startX, this.#startY];
    this.#push({ kind: "close" });
  }

  /** A quarter of an ellipse or less at a time as a Bézier curve (SVG 1.1, F.6). */
  arc(rx: number, ry: number, degrees: number, large: boolean, sweep: boolean, x: number, y: number): void {
    const [x0, y0] = this.at;
    if (x0 === x && y0 === y) return;
    let a = Math.abs(rx);
    let b = Math.abs(ry);
    if (a === 0 || b === 0) {
      this.line(x, y);
      return;
    }
    const turn = (degrees * Math.PI) / 180;
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    const px = (cos * (x0 - x) + sin * (y0 - y)) / 2;
    const py = (-sin * (x0 - x) + cos * (y0 - y)) / 2;
    const grow = (px * px) / (a * a) + (py * py) / (b * b);
    if (grow > 1) {
      a *= Math.sqrt(grow);
      b *= Math.sqrt(grow);
    }
    const below = a * a * py * py + b * b * px * px;
    const root = Math.sqrt(Math.max(0, (a * a * b * b - below) / below)) * (large === sweep ? -1 : 1);
    const cx = (root * a * py) / b;
    const cy = (-root * b * px) / a;
    const from = Math.atan2((py - cy) / b, (px - cx) / a);
    let span = Math.atan2((-py - cy) / b, (-px - cx) / a) - from;
    if (sweep && span < 0) span += Math.PI * 2;
    if (!sweep && span > 0) span -= Math.PI * 2;
    const mx = cos * cx - sin * cy + (x0 + x) / 2;
    const my = sin * cx + cos * cy + (y0 + y) / 2;
    const steps = Math.max(1, Math.ceil(Math.abs(span) / (Math.PI / 2) - 1e-9));
    const step = span / steps;
    const reach = (4 / 3) * Math.tan(step / 4);
    const place = (u: number, v: number): [number, number] => [
      mx + cos * a * u - sin * b * v,
      my + sin * a * u + cos * b * v,
    ];
    for (let index = 0; index < steps; index += 1) {
      const t = from + index * step;
      const s = t + step;
      const [x1, y1] = place(Math.cos(t) - reach * Math.sin(t), Math.sin(t) + reach * Math.cos(t));
      const [x2, y2] = place(Math.cos(s) + reach * Math.sin(s), Math.sin(s) - reach * Math.cos(s));
      const [ex, ey] = index === steps - 1 ? [x, y] : place(Math.cos(s), Math.sin(s));
      this.curve(x1, y1, x2, y2, ex, ey);
    }
  }

  ellipse(cx: number, cy: number, rx: number, ry: number): void {
    this.move(cx + rx, cy);
    this.arc(rx, ry, 0, false, true, cx - rx, cy);
    this.arc(rx, ry, 0, false, true, cx + rx, cy);
    this.close();
  }

  rectangle(x: number, y: number, width: number, height: number, rx = 0, ry = 0): void {
    const a = Math.min(rx, width / 2);
    const b = Math.min(ry, height / 2);
    this.move(x + a, y);
    this.line(x + width - a, y);
    if (a > 0 && b > 0) this.arc(a, b, 0, false, true, x + width, y + b);
    this.line(x + width, y + height - b);
    if (a > 0 && b > 0) this.arc(a, b, 0, false, true, x + width - a, y + height);
    this.line(x + a, y + height);
    if (a > 0 && b > 0) this.arc(a, b, 0, false, true, x, y + height - b);
    this.line(x, y + b);
    if (a > 0 && b > 0) this.arc(a, b, 0, false, true, x + a, y);
    this.close();
  }
}

const ARGUMENTS: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };
const TOKEN = /[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const FLAG = /[\s,]*([01])/y;
const COMMAND = /[\s,]*([a-zA-Z])/y;

/** Path data (SVG 1.1, 8.3) into an outline. */
export function readPath(data: string, out: Outline): void {
  let at = 0;
  let command = "";
  // The control point before, for S and T; and what drew it.
  let control: [number, number] = [0, 0];
  let before = "";
  const next = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(data);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match[1];
  };
  const end = data.trimEnd().length;
  while (at < end) {
    const letter = next(COMMAND);
    if (letter !== undefined) command = letter;
    else if (command === "" || ARGUMENTS[command.toUpperCase()] === 0) throw new SvgRefused("path");
    const upper = command.toUpperCase();
    const count = ARGUMENTS[upper];
    if (count === undefined || (before === "" && upper !== "M")) throw new SvgRefused("path");
    const n: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const text = next(upper === "A" && (index === 3 || index === 4) ? FLAG : TOKEN);
      if (text === undefined) throw new SvgRefused("path");
      n.push(bounded(Number(text)));
    }
    const [x, y] = out.at;
    const [ox, oy] = command === upper ? [0, 0] : [x, y];
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = n;
    switch (upper) {
      case "M":
        out.move(a + ox, b + oy);
        // What follows without a letter is a line (8.3.2).
        command = command === "M" ? "L" : "l";
        break;
      case "L":
        out.line(a + ox, b + oy);
        break;
      case "H":
        out.line(a + ox, y);
        break;
      case "V":
        out.line(x, a + oy);
        break;
      case "C":
        out.curve(a + ox, b + oy, c + ox, d + oy, e + ox, f + oy);
        control = [c + ox, d + oy];
        break;
      case "S": {
        const [x1, y1] = before === "C" || before === "S" ? [2 * x - control[0], 2 * y - control[1]] : [x, y];
        out.curve(x1, y1, a + ox, b + oy, c + ox, d + oy);
        control = [a + ox, b + oy];
        break;
      }
      case "Q":
      case "T": {
        const smooth = before === "Q" || before === "T" ? [2 * x - control[0], 2 * y - control[1]] : [x, y];
        const [qx, qy] = upper === "Q" ? [a + ox, b + oy] : (smooth as [number, number]);
        const [ex, ey] = upper === "Q" ? [c + ox, d + oy] : [a + ox, b + oy];
        out.curve(
          x + (2 / 3) * (qx - x),
          y + (2 / 3) * (qy - y),
          ex + (2 / 3) * (qx - ex),
          ey + (2 / 3) * (qy - ey),
          ex,
          ey,
        );
        control = [qx, qy];
        break;
      }
      case "A":
        out.arc(a, b, c, d === 1, e === 1, f + ox, g + oy);
        break;
      default:
        out.close();
    }
    before = upper;
  }
}
