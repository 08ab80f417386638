import {
  boxOf,
  ContentRunner,
  decodeStream,
  IDENTITY,
  inherited,
  type Matrix,
  matrixOf,
  multiply,
  operationsOf,
  PdfDict,
  type PdfFile,
  PdfName,
  type PdfPage,
  PdfStream,
  PdfTextReader,
} from "../pdf/index.ts";

/** A box in points from the lower left corner of the page's media box: [left, bottom, right, top]. */
export type Box = [number, number, number, number];

/** Something that is seen on a page: text, a line or filled shape, a picture, an annotation (a signature, a filled field). */
export interface Mark {
  kind: "text" | "shape" | "picture" | "annotation";
  box: Box;
  /** The picture's stream. */
  image?: PdfStream;
}

/** Bytes of content of one page, marks of a page. */
const LIMITS = { content: 64 * 1024 * 1024, marks: 200_000 };

/** Where text ends below its baseline, in parts of its size: the tails of Vietnamese letters with marks below. */
const DESCENT = 0.3;

/** The box around a box that a matrix moves. */
export function moved([x0, y0, x1, y1]: Box, m: Matrix): Box {
  const xs = [x0, x1].flatMap((x) => [y0, y1].map((y) => x * m[0] + y * m[2] + m[4]));
  const ys = [x0, x1].flatMap((x) => [y0, y1].map((y) => x * m[1] + y * m[3] + m[5]));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function contentStreams(file: PdfFile, page: PdfPage): PdfStream[] {
  const held = file.resolve(page.dict.get("Contents"));
  return (Array.isArray(held) ? held : [held])
    .map((part) => file.resolve(part))
    .filter((one) => one instanceof PdfStream);
}

/**
 * The content of a page, its parts joined and decoded.
 * @throws PDF_FILTER, PDF_LIMIT
 */
export function pageContent(file: PdfFile, page: PdfPage): Uint8Array {
  const parts: Uint8Array[] = [];
  let left = LIMITS.content;
  for (const stream of contentStreams(file, page)) {
    const bytes = decodeStream(stream, file, left);
    left -= bytes.length;
    parts.push(bytes, Uint8Array.of(10));
  }
  return Buffer.concat(parts);
}

/** Appearance of an annotation that is printed (12.5.3, 12.5.5): the stream, and the matrix that puts it into its rectangle. */
export function printedAppearance(
  file: PdfFile,
  annotation: PdfDict,
): { form: PdfStream; matrix: Matrix; rect: Box } | undefined {
  const flags = file.resolve(annotation.get("F"));
  // Hidden is bit 2, Print bit 3: what does not print is not on the paper copy.
  if (typeof flags !== "number" || (flags & 2) !== 0 || (flags & 4) === 0) return undefined;
  const rect = boxOf(file, annotation.get("Rect"));
  let form = file.resolve(file.dict(annotation.get("AP"))?.get("N"));
  if (form instanceof PdfDict) {
    const state = file.resolve(annotation.get("AS"));
    form = state instanceof PdfName ? file.resolve(form.get(state.name)) : null;
  }
  if (!(form instanceof PdfStream) || rect === undefined || rect[0] === rect[2] || rect[1] === rect[3])
    return undefined;
  const box = boxOf(file, form.dict.get("BBox"));
  if (box === undefined) return undefined;
  const shown = moved(box, matrixOf(file, form.dict.get("Matrix")) ?? IDENTITY);
  const [wide, high] = [shown[2] - shown[0], shown[3] - shown[1]];
  if (!(wide > 0) || !(high > 0)) return undefined;
  const sx = (rect[2] - rect[0]) / wide;
  const sy = (rect[3] - rect[1]) / high;
  return { form, matrix: [sx, 0, 0, sy, rect[0] - shown[0] * sx, rect[1] - shown[1] * sy], rect };
}

/**
 * What is seen on a page, as boxes: pictures, painted shapes, level text, printed annotations. Clipping is not followed, so a shape may
 * be told larger than it shows, never smaller.
 *
 * @throws PDF_FILTER, PDF_LIMIT for a page that draws itself over and over
 */
export function pageMarks(file: PdfFile, page: PdfPage): Mark[] {
  const [left, bottom] = page.mediaBox;
  const marks: Mark[] = [];
  const start: Matrix = [1, 0, 0, 1, -left, -bottom];
  const add = (mark: Mark): void => {
    if (marks.length < LIMITS.marks) marks.push(mark);
  };
  const runner = new ContentRunner(file, {
    path: (points, ctm) => add({ kind: "shape", box: around(points, ctm) }),
    picture: (ctm, image) =>
      add({ kind: "picture", box: moved([0, 0, 1, 1], ctm), ...(image === undefined ? {} : { image }) }),
  });
  runner.content(contentStreams(file, page), file.dict(inherited(file, page.dict, "Resources")), start);
  for (const { x, y, width, size, hidden } of new PdfTextReader(file).read(page))
    if (!hidden) marks.push({ kind: "text", box: [x, y - DESCENT * size, x + width, y + size] });
  for (const reference of file.array(page.dict.get("Annots"))) {
    const annotation = file.dict(reference);
    const shown = annotation === undefined ? undefined : printedAppearance(file, annotation);
    if (shown === undefined) continue;
    const from = marks.length;
    runner.form(shown.form, undefined, multiply(shown.matrix, start));
    // What an annotation draws; its whole rectangle when it draws words only. The field of a seal is larger than the seal in it.
    const drawn = marks.splice(from).map(({ box }): Mark => ({ kind: "annotation", box }));
    if (drawn.length > 0) marks.push(...drawn);
    else if (showsText(file, shown.form)) marks.push({ kind: "annotation", box: moved(shown.rect, start) });
  }
  return marks;
}

function showsText(file: PdfFile, form: PdfStream): boolean {
  for (const { operator } of operationsOf(decodeStream(form, file, LIMITS.content)))
    if (/^(Tj|TJ|'|")$/.test(operator)) return true;
  return false;
}

/** The box around points, x and y in turn, that a matrix moves. */
function around(points: readonly number[], [a, b, c, d, e, f]: Matrix): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x, y] = [points[at]!, points[at + 1]!];
    const [px, py] = [a * x + c * y + e, b * x + d * y + f];
    box[0] = Math.min(box[0], px);
    box[1] = Math.min(box[1], py);
    box[2] = Math.max(box[2], px);
    box[3] = Math.max(box[3], py);
  }
  return box;
}
