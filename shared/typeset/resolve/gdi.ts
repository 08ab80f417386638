import type { Bitmap } from "./dib.ts";
import { GdiContext } from "./gdi-context.ts";
import { around } from "./gdi-holes.ts";
import type { Box } from "./gdi-objects.ts";
import type { Matrix, VectorClip, VectorItem, VectorMark, VectorSegment, VectorStroke } from "./svg-model.ts";
import { Outline } from "./svg-path.ts";
import { bounded, mapped, SVG_LIMITS, SvgRefused, times } from "./svg-values.ts";

/** Ascent and descent of a line over the size of its letters, as in Times New Roman. */
const ASCENT = 0.891;
const DESCENT = 0.216;

/** Most of everything; what is beyond is refused. */
const LIMITS = { items: 50_000, clips: 50, holes: 3000, pixels: 24_000_000, text: 5000 } as const;

/** Plays GDI's calls into a vector picture: lines, areas, curves, paths, text, bitmaps and clipping. */
export class GdiCanvas extends GdiContext {
  readonly items: VectorItem[] = [];
  /** What could not be drawn, by name. */
  readonly left = new Set<string>();
  #path: VectorSegment[] | undefined;
  #finished: VectorSegment[] = [];
  #cut: { clips: readonly VectorClip[]; holes: readonly Box[]; all: readonly VectorClip[] } | undefined;
  #segments = 0;
  #letters = 0;
  #pixels = 0;

  // ---- paths ----

  beginPath(): void {
    this.#path = [];
  }

  endPath(): void {
    this.#finished = this.#path ?? [];
    this.#path = undefined;
  }

  closeFigure(): void {
    this.#path?.push({ kind: "close" });
  }

  paintPath(fill: boolean, stroke: boolean): void {
    const segments = this.#finished;
    this.#finished = [];
    this.#paint(segments, fill, stroke);
  }

  // ---- clipping ----

  /** Cuts what follows to the path. @param mode RGN_AND 1, RGN_COPY 5; others are left out */
  clipToPath(mode: number): void {
    this.#clip({ segments: this.#finished, evenOdd: this.state.evenOdd }, mode);
    this.#finished = [];
  }

  /** Cuts what follows to the union of rectangles, in logical units or those of the device. */
  clipToBoxes(boxes: readonly Box[], mode: number, device = false): void {
    const out = new Outline(device ? this.base : this.matrix);
    for (const [left, top, right, bottom] of boxes)
      out.rectangle(Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top));
    this.#clip({ segments: out.segments, evenOdd: false }, mode);
  }

  /** Cuts a rectangle out of what follows. */
  exclude(left: number, top: number, right: number, bottom: number): void {
    const { holes } = this.state;
    if (holes.length >= LIMITS.holes) throw new SvgRefused("clip");
    const [x0, y0] = mapped(this.matrix, left, top);
    const [x1, y1] = mapped(this.matrix, right, bottom);
    const hole = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)] as const;
    this.set({ holes: [...holes, hole] });
  }

  /** Cuts what follows to a region of the table; to nothing but the frame where there is none of that number. */
  clipToRegion(index: number): void {
    const region = this.object(index);
    this.unclip();
    if (region?.kind === "region") this.clipToBoxes(region.boxes, 5);
  }

  unclip(): void {
    this.set({ clips: [], holes: [] });
  }

  #clip(clip: VectorClip, mode: number): void {
    if (mode !== 1 && mode !== 5) {
      this.left.add("clip");
      return;
    }
    if (mode === 5) this.unclip();
    const { clips } = this.state;
    if (clips.length >= LIMITS.clips) throw new SvgRefused("clip");
    this.#count(clip.segments);
    this.set({ clips: [...clips, clip] });
  }

  #count(segments: readonly VectorSegment[]): void {
    this.#segments += segments.length;
    if (this.#segments > SVG_LIMITS.segments) throw new SvgRefused("quá nhiều nét");
  }

  // ---- shapes ----

  moveTo(x: number, y: number): void {
    this.set({ position: [x, y] });
    if (this.#path !== undefined) this.#shape(false, false, (out) => out.move(x, y));
  }

  /** Draws from the position on, and moves it. */
  lineTo(points: readonly (readonly [number, number])[], curves = false): void {
    const last = points.at(-1);
    if (last === undefined) return;
    this.#shape(false, true, (out) => {
      // A path begins at the position only where it has not moved there already.
      if (this.#path === undefined || this.#path.length === 0) out.move(...this.state.position);
      follow(out, points, curves);
    });
    this.set({ position: [last[0], last[1]] });
  }

  poly(
    lists: readonly (readonly (readonly [number, number])[])[],
    { closed, curves = false }: { closed: boolean; curves?: boolean },
  ): void {
    this.#shape(closed, true, (out) => {
      for (const points of lists) {
        const first = points[0];
        if (first === undefined) continue;
        out.move(first[0], first[1]);
        follow(out, points.slice(1), curves);
        if (closed) out.close();
      }
    });
  }

  rectangle(left: number, top: number, right: number, bottom: number, rx = 0, ry = 0): void {
    const [x, y] = [Math.min(left, right), Math.min(top, bottom)];
    this.#shape(true, true, (out) =>
      out.rectangle(x, y, Math.abs(right - left), Math.abs(bottom - top), Math.abs(rx), Math.abs(ry)),
    );
  }

  /** A rectangle in a colour, without an edge. */
  block(left: number, top: number, right: number, bottom: number, color: string): void {
    const { brush } = this.state;
    this.set({ brush: { kind: "brush", color } });
    this.#shape(true, false, (out) =>
      out.rectangle(Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top)),
    );
    this.set({ brush });
  }

  ellipse(left: number, top: number, right: number, bottom: number): void {
    this.#shape(true, true, (out) =>
      out.ellipse((left + right) / 2, (top + bottom) / 2, Math.abs(right - left) / 2, Math.abs(bottom - top) / 2),
    );
  }

  /** An arc of the ellipse in a box, between the rays through two points. */
  arc(
    how: "arc" | "chord" | "pie",
    box: readonly number[],
    from: readonly [number, number],
    to: readonly [number, number],
  ): void {
    const [left = 0, top = 0, right = 0, bottom = 0] = box;
    const [cx, cy, rx, ry] = [
      (left + right) / 2,
      (top + bottom) / 2,
      Math.abs(right - left) / 2,
      Math.abs(bottom - top) / 2,
    ];
    if (rx === 0 || ry === 0) return;
    const angleOf = ([x, y]: readonly [number, number]): number => Math.atan2((y - cy) / ry, (x - cx) / rx);
    const [start, end] = [angleOf(from), angleOf(to)];
    const { clockwise } = this.state;
    let span = clockwise ? end - start : start - end;
    if (span <= 0) span += Math.PI * 2;
    const at = (angle: number): [number, number] => [cx + Math.cos(angle) * rx, cy + Math.sin(angle) * ry];
    this.#shape(how !== "arc", true, (out) => {
      out.move(...at(start));
      const half = clockwise ? start + span / 2 : start - span / 2;
      out.arc(rx, ry, 0, false, clockwise, ...at(half));
      out.arc(rx, ry, 0, false, clockwise, ...at(end));
      if (how === "pie") out.line(cx, cy);
      if (how !== "arc") out.close();
    });
  }

  #shape(fill: boolean, stroke: boolean, draw: (out: Outline) => void): void {
    const out = new Outline(this.matrix);
    draw(out);
    if (this.#path !== undefined) {
      // Each part of a path is mapped as the transform is when it is drawn.
      this.#count(out.segments);
      for (const segment of out.segments) this.#path.push(segment);
      return;
    }
    this.#paint(out.segments, fill, stroke);
  }

  #paint(segments: VectorSegment[], fill: boolean, stroke: boolean): void {
    const { brush, evenOdd } = this.state;
    const line = stroke ? this.#stroke() : undefined;
    const color = fill ? brush.color : undefined;
    if (segments.length === 0 || (line === undefined && color === undefined)) return;
    this.#count(segments);
    this.#add({
      kind: "shape",
      segments,
      ...(color === undefined ? {} : { fill: { color, opacity: 1, evenOdd } }),
      ...(line === undefined ? {} : { stroke: line }),
    });
  }

  #add(item: VectorMark): void {
    if (this.items.length >= LIMITS.items) throw new SvgRefused("quá nhiều hình");
    const clips = this.#clips();
    this.items.push(clips.length === 0 ? item : { ...item, clips });
  }

  /** The clips with what is cut out; the same list as long as neither changes. */
  #clips(): readonly VectorClip[] {
    const { clips, holes } = this.state;
    if (holes.length === 0) return clips;
    const last = this.#cut;
    if (last?.clips === clips && last.holes === holes) return last.all;
    const segments = around(holes);
    this.#count(segments);
    const all = [...clips, { segments, evenOdd: false }];
    this.#cut = { clips, holes, all };
    return all;
  }

  #stroke(): VectorStroke | undefined {
    const { pen, miterLimit } = this.state;
    if (pen.style === 5) return undefined;
    const [a, b, c, d] = this.matrix;
    const scale = Math.sqrt(Math.abs(a * d - b * c));
    // The thinnest line is a pixel of the device.
    const pixel = Math.sqrt(Math.abs(this.base[0] * this.base[3]));
    const width = Math.max(pen.width * scale, pixel);
    const dashes: Record<number, number[]> = { 1: [3, 1], 2: [1, 1], 3: [3, 1, 1, 1], 4: [3, 1, 1, 1, 1, 1] };
    const long = Math.max(width, pixel * 3);
    return {
      color: pen.color,
      width,
      dash: (dashes[pen.style] ?? []).map((part) => part * long),
      dashOffset: 0,
      cap: pen.style >= 1 && pen.style <= 4 ? 0 : pen.cap,
      join: pen.join,
      miterLimit,
      opacity: 1,
    };
  }

  // ---- text and bitmaps ----

  /**
   * @param advances distance to the next letter for each, in logical units, when the record says
   * @param box rectangle to be filled with the background first
   */
  text(x: number, y: number, text: string, advances: readonly number[] | undefined, box?: readonly number[]): void {
    const { font, textColor, textAlign, backColor } = this.state;
    if (box !== undefined) this.block(box[0]!, box[1]!, box[2]!, box[3]!, backColor);
    const shown = text.replace(/[\0-\x1f]/g, " ");
    if (shown.trim() === "" || shown.length > LIMITS.text) return;
    this.#letters += shown.length;
    if (this.#letters > SVG_LIMITS.letters) throw new SvgRefused("quá nhiều chữ");
    const size = Math.abs(font.height < 0 ? font.height : font.height / (ASCENT + DESCENT)) || 12;
    const [px, py] = (textAlign & 1) === 1 ? this.state.position : [x, y];
    const vertical = textAlign & 24;
    const width = advances?.reduce((sum, advance) => sum + advance, 0);
    const anchor = (textAlign & 6) === 6 ? "middle" : (textAlign & 6) === 2 ? "end" : "start";
    const matrix = this.matrix;
    // Logical y may run upwards; letters stand upright all the same.
    const up = matrix[3] < 0 && matrix[0] > 0 ? -1 : 1;
    const lift = vertical === 24 ? 0 : vertical === 8 ? -DESCENT * size : ASCENT * size;
    const angle = (font.escapement / 10) * (Math.PI / 180) * -1;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const place: Matrix = [cos, sin * up, -sin, cos * up, px - sin * lift, py + cos * lift * up];
    this.#add({
      kind: "text",
      matrix: times(matrix, place),
      pieces: [
        {
          text: shown,
          families: [font.family, "Times New Roman"],
          size: bounded(size),
          bold: font.bold,
          italic: font.italic,
          color: textColor,
          opacity: 1,
          dx: 0,
          dy: 0,
        },
      ],
      anchor,
      ...(width !== undefined && width > 0 ? { width } : {}),
    });
    if ((textAlign & 1) === 1 && width !== undefined) this.set({ position: [px + width, py] });
  }

  /** Pixels in a rectangle. */
  bitmap(bitmap: Bitmap, x: number, y: number, width: number, height: number): void {
    this.#pixels += bitmap.width * bitmap.height;
    if (this.#pixels > LIMITS.pixels) throw new SvgRefused("hình quá lớn");
    this.#add({ kind: "bitmap", bitmap, matrix: times(this.matrix, [width, 0, 0, height, x, y]) });
  }
}

function follow(out: Outline, points: readonly (readonly [number, number])[], curves: boolean): void {
  if (!curves) {
    for (const [x, y] of points) out.line(x, y);
    return;
  }
  for (let index = 0; index + 2 < points.length; index += 3) {
    const [a, b, c] = [points[index]!, points[index + 1]!, points[index + 2]!];
    out.curve(a[0], a[1], b[0], b[1], c[0], c[1]);
  }
}
