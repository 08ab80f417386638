import { type Face, type FontRegistry, glyphOf } from "../fonts/index.ts";
import type { Bitmap } from "../resolve/dib.ts";
import type {
  EncodedBitmap,
  Matrix,
  VectorItem,
  VectorPicture,
  VectorSegment,
  VectorText,
} from "../resolve/svg-model.ts";
import type { UsedFont } from "./fonts.ts";
import { writeImage } from "./images.ts";
import { type ObjectWriter, pdfColor, pdfNumber } from "./objects.ts";
import { Sink } from "./sink.ts";

/** What drawing needs of the document. */
interface VectorResources {
  registry: FontRegistry;
  /** A face as the document uses it. */
  font(face: Face): UsedFont;
  /** Number of the object that will hold the document's font resources. */
  fonts: number;
}

/**
 * Writes a vector picture as a form XObject (ISO 32000-1, 8.10) that fills the unit square, as an image does; text stays text in the document's own
 * fonts.
 *
 * @returns number of the form; undefined where it holds a PNG or JPEG that cannot be shown
 */
export function writeVector(picture: VectorPicture, out: ObjectWriter, resources: VectorResources): number | undefined {
  const [left, top, width, height] = picture.view ?? [0, 0, picture.width, picture.height];
  const sink = new Sink(1 << 14);
  const states = new Map<string, string>();
  const images: number[] = [];
  const state = (fill: number, stroke: number): string => {
    const entry = `<< /Type /ExtGState /ca ${pdfNumber(fill)} /CA ${pdfNumber(stroke)} >>`;
    let name = states.get(entry);
    if (name === undefined) {
      name = `G${states.size + 1}`;
      states.set(entry, name);
    }
    return name;
  };
  let unusable = false;
  const form = new FormWriter(sink, resources, state, (bitmap) => {
    if ("bytes" in bitmap) {
      const number = writeImage(bitmap.bytes, out);
      if (number === undefined) unusable = true;
      else images.push(number);
      return `B${images.length}`;
    }
    const head = `/Type /XObject /Subtype /Image /Width ${bitmap.width} /Height ${bitmap.height}`;
    images.push(out.stream(`${head} /ColorSpace /DeviceRGB /BitsPerComponent 8`, bitmap.rgb));
    return `B${images.length}`;
  });
  let clips: VectorItem["clips"];
  for (const item of picture.items) {
    if (item.clips !== clips) {
      if (clips !== undefined) sink.ascii("Q\n");
      clips = item.clips;
      if (clips !== undefined) form.clip(clips);
    }
    form.item(item);
  }
  if (clips !== undefined) sink.ascii("Q\n");
  if (unusable) return undefined;
  const entries = [...states].map(([entry, name]) => `/${name} ${entry}`).join(" ");
  const bitmaps = images.map((number, index) => `/B${index + 1} ${number} 0 R`).join(" ");
  const extra =
    (entries === "" ? "" : ` /ExtGState << ${entries} >>`) + (bitmaps === "" ? "" : ` /XObject << ${bitmaps} >>`);
  return out.stream(
    `/Type /XObject /Subtype /Form /BBox [${[left, top, left + width, top + height].map(exact).join(" ")}]` +
      ` /Matrix [${fine(1 / width)} 0 0 ${fine(-1 / height)} ${fine(-left / width)} ${fine(1 + top / height)}]` +
      ` /Resources << /Font ${resources.fonts} 0 R${extra} >>`,
    sink.view(),
  );
}

/** A number with six decimals: factors near nought count in a matrix. */
function exact(value: number): string {
  return String(Number(value.toFixed(6)) || 0);
}

/** A number with twelve decimals: what is multiplied by thousands of units. */
function fine(value: number): string {
  return value.toFixed(12).replace(/\.?0+$/, "");
}

class FormWriter {
  readonly #out: Sink;
  readonly #resources: VectorResources;
  readonly #state: (fill: number, stroke: number) => string;
  readonly #image: (bitmap: Bitmap | EncodedBitmap) => string;

  constructor(
    out: Sink,
    resources: VectorResources,
    state: (fill: number, stroke: number) => string,
    image: (bitmap: Bitmap | EncodedBitmap) => string,
  ) {
    this.#out = out;
    this.#resources = resources;
    this.#state = state;
    this.#image = image;
  }

  item(item: VectorItem): void {
    if (item.kind === "shape") this.#shape(item);
    else if (item.kind === "text") this.#text(item);
    else this.#bitmap(item);
  }

  /** Opens a state in which only what lies in all of the areas is drawn. */
  clip(clips: NonNullable<VectorItem["clips"]>): void {
    this.#out.ascii("q\n");
    for (const { segments, evenOdd } of clips) {
      // An area of nothing leaves nothing to be seen.
      if (segments.length === 0) this.#out.ascii("0 0 0 0 re\n");
      for (const segment of segments) this.#segment(segment);
      this.#out.ascii(evenOdd ? "W* n\n" : "W n\n");
    }
  }

  #shape({ segments, fill, stroke }: VectorItem & { kind: "shape" }): void {
    const out = this.#out;
    out.ascii("q\n");
    this.#opacity(fill?.opacity ?? 1, stroke?.opacity ?? 1);
    if (fill !== undefined) out.ascii(`${pdfColor(fill.color)} rg\n`);
    if (stroke !== undefined) {
      out.ascii(
        `${pdfColor(stroke.color)} RG ${exact(stroke.width)} w ${stroke.cap} J ${stroke.join} j ${exact(stroke.miterLimit)} M\n`,
      );
      if (stroke.dash.length > 0) out.ascii(`[${stroke.dash.map(exact).join(" ")}] ${exact(stroke.dashOffset)} d\n`);
    }
    for (const segment of segments) this.#segment(segment);
    const even = fill?.evenOdd === true ? "*" : "";
    out.ascii(`${fill === undefined ? "S" : stroke === undefined ? `f${even}` : `B${even}`}\nQ\n`);
  }

  #segment(segment: VectorSegment): void {
    const out = this.#out;
    if (segment.kind === "close") {
      out.ascii("h\n");
      return;
    }
    if (segment.kind === "curve")
      out.ascii(`${exact(segment.x1)} ${exact(segment.y1)} ${exact(segment.x2)} ${exact(segment.y2)} `);
    out.ascii(
      `${exact(segment.x)} ${exact(segment.y)} ${segment.kind === "move" ? "m" : segment.kind === "line" ? "l" : "c"}\n`,
    );
  }

  #bitmap({ bitmap, matrix: [a, b, c, d, e, f] }: VectorItem & { kind: "bitmap" }): void {
    // An image's first row is at y = 1 of its unit square (ISO 32000-1, 8.9.5.1).
    const place = [a, b, -c, -d, e + c, f + d];
    this.#out.ascii(`q ${place.map(exact).join(" ")} cm /${this.#image(bitmap)} Do Q\n`);
  }

  /** Within q and Q, so that what follows is opaque again. */
  #opacity(fill: number, stroke: number): void {
    if (fill < 1 || stroke < 1) this.#out.ascii(`/${this.#state(fill, stroke)} gs\n`);
  }

  #text({ matrix: upright, pieces, anchor, width }: VectorItem & { kind: "text" }): void {
    const runs = pieces.flatMap((piece) => this.#runs(piece));
    const whole = runs.reduce((sum, run) => sum + run.dx + run.width, 0);
    const stretch = width === undefined || whole <= 0 ? 1 : width / whole;
    const matrix: Matrix = [
      upright[0] * stretch,
      upright[1] * stretch,
      ...(upright.slice(2) as [number, number, number, number]),
    ];
    let x = anchor === "start" ? 0 : anchor === "middle" ? -whole / 2 : -whole;
    let y = 0;
    for (const run of runs) {
      x += run.dx;
      y += run.dy;
      this.#run(run, matrix, x, y);
      x += run.width;
    }
  }

  #run({ piece, face, text }: TextRun, [a, b, c, d, e, f]: Matrix, x: number, y: number): void {
    const out = this.#out;
    const font = this.#resources.font(face);
    // The size goes into the matrix only as far as the picture is scaled; letters stand upright although y runs downwards.
    const scale = Math.hypot(c, d) || 1;
    const place = [a / scale, b / scale, -c / scale, -d / scale, a * x + c * y + e, b * x + d * y + f];
    out.ascii("q\n");
    this.#opacity(piece.opacity, 1);
    out.ascii(
      `${pdfColor(piece.color)} rg\nBT /${font.name} ${exact(piece.size * scale)} Tf ${place.map(exact).join(" ")} Tm (`,
    );
    let part = 0;
    for (const character of text) {
      const place = font.take(character.codePointAt(0)!);
      if (place >> 8 !== part) {
        part = place >> 8;
        out.ascii(`) Tj /${font.nameOf(part)} ${exact(piece.size * scale)} Tf (`);
      }
      out.reserve(2);
      out.code(place & 0xff);
    }
    out.ascii(") Tj ET\nQ\n");
  }

  /** A piece cut where its face lacks a letter that another has. */
  #runs(piece: VectorText): TextRun[] {
    const { registry } = this.#resources;
    const face = this.#face(piece);
    const runs: TextRun[] = [];
    for (const character of piece.text) {
      const code = character.codePointAt(0)!;
      const drawn = glyphOf(face, code) === 0 ? (registry.fallback(code, piece.bold, piece.italic) ?? face) : face;
      const width = (drawn.advances[glyphOf(drawn, code)]! / drawn.unitsPerEm) * piece.size;
      const last = runs.at(-1);
      if (last?.face === drawn) {
        last.text += character;
        last.width += width;
      } else {
        const first = runs.length === 0;
        runs.push({ piece, face: drawn, text: character, width, dx: first ? piece.dx : 0, dy: first ? piece.dy : 0 });
      }
    }
    return runs;
  }

  /** The first family that is there in its own widths; else what stands nearest to the first one named. */
  #face({ families, bold, italic }: VectorText): Face {
    const { registry } = this.#resources;
    const name = families.find((family) => registry.match(family).match === "exact") ?? families[0] ?? "serif";
    return registry.face(name, bold, italic);
  }
}

interface TextRun {
  piece: VectorText;
  face: Face;
  text: string;
  width: number;
  dx: number;
  dy: number;
}
