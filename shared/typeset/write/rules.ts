import type { Op } from "../pages/model.ts";
import { pdfColor } from "./objects.ts";
import type { Sink } from "./sink.ts";

const POINT = 20;

/** A straight line on a page. Ends in hundredths of a point from the page's left bottom. */
interface Rule {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** Twips. */
  width: number;
  color: string;
  dash: "solid" | "dotted" | "dashed";
}

/**
 * Lines of a page, gathered so that a table's grid costs little: a line that goes on where one like it ended (the side of the next row) makes that one
 * longer, and all are drawn in one go.
 */
export class Rules {
  readonly #rules: Rule[] = [];
  /** The upright line that ended last at each x. */
  readonly #upright = new Map<number, Rule>();
  #color = "";
  #width = -1;
  #dash: Rule["dash"] = "solid";

  get empty(): boolean {
    return this.#rules.length === 0;
  }

  add(op: Op & { kind: "line" }, pageHeight: number): void {
    const { width, color, dash } = op;
    const x1 = hundredths(op.x1);
    const y1 = hundredths(pageHeight - op.y1);
    const x2 = hundredths(op.x2);
    const y2 = hundredths(pageHeight - op.y2);
    if (x1 === x2) {
      const above = this.#upright.get(x1);
      // Dots begin anew in each row; a line that turns back is one of its own.
      const alike = above?.y2 === y1 && above.width === width && above.color === color && dash === "solid";
      if (alike && above.dash === dash && above.y2 < above.y1 === y2 < y1) {
        above.y2 = y2;
        return;
      }
    }
    const rule: Rule = { x1, y1, x2, y2, width, color, dash };
    this.#rules.push(rule);
    if (x1 === x2) this.#upright.set(x1, rule);
  }

  /** Begins a page: black, of no known width, solid (ISO 32000-1, table 52). */
  start(): void {
    this.#rules.length = 0;
    this.#upright.clear();
    this.#color = "000000";
    this.#width = -1;
    this.#dash = "solid";
  }

  /** Draws them and forgets them. */
  draw(out: Sink): void {
    this.#rules.forEach((rule, index) => {
      if (rule.width !== this.#width || rule.color !== this.#color || rule.dash !== this.#dash) {
        if (index > 0) out.ascii("S\n");
        this.#setPen(rule, out);
      }
      out.hundredths(rule.x1);
      out.byte(0x20);
      out.hundredths(rule.y1);
      out.ascii(" m ");
      out.hundredths(rule.x2);
      out.byte(0x20);
      out.hundredths(rule.y2);
      out.ascii(" l\n");
    });
    out.ascii("S\n");
    this.#rules.length = 0;
    this.#upright.clear();
  }

  #setPen({ width, color, dash }: Rule, out: Sink): void {
    if (color !== this.#color) out.ascii(`${pdfColor(color)} RG\n`);
    if (width !== this.#width) {
      out.number(Math.max(width / POINT, 0.1));
      out.ascii(" w\n");
    }
    const unit = Math.max(width / POINT, 0.5);
    if (dash === "solid" && this.#dash !== "solid") out.ascii("[] 0 d\n");
    else if (dash === "dotted") out.ascii(`[${unit} ${unit}] 0 d\n`);
    else if (dash === "dashed") out.ascii(`[${unit * 4} ${unit * 3}] 0 d\n`);
    this.#color = color;
    this.#width = width;
    this.#dash = dash;
  }
}

function hundredths(twips: number): number {
  return Math.round((twips / POINT) * 100);
}
