import { VanthuError } from "../errors/index.ts";
import {
  decodeStream,
  operationsOf,
  PdfDict,
  type PdfFile,
  PdfName,
  type PdfObject,
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

type Matrix = readonly [number, number, number, number, number, number];

/** Bytes of content of one page and of what its forms run together, forms in forms, forms run, marks of a page. */
const LIMITS = { content: 64 * 1024 * 1024, all: 256 * 1024 * 1024, forms: 12, runs: 20_000, marks: 200_000 };

/** What one page may still cost: a form may draw a form many times, and so on. */
interface Budget {
  bytes: number;
  runs: number;
}

/** @throws PDF_LIMIT */
function spend(budget: Budget, bytes: number): void {
  budget.bytes -= bytes;
  budget.runs -= 1;
  if (budget.bytes >= 0 && budget.runs >= 0) return;
  throw new VanthuError("PDF_LIMIT", {
    message: "Trang PDF vẽ đi vẽ lại quá nhiều lần nên không đọc được.",
    hint: "In tệp ra PDF mới rồi thử lại.",
  });
}

/** Where text ends below its baseline, in parts of its size: the tails of Vietnamese letters with marks below. */
const DESCENT = 0.3;

/** m, then n. */
export function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[1] * n[2],
    m[0] * n[1] + m[1] * n[3],
    m[2] * n[0] + m[3] * n[2],
    m[2] * n[1] + m[3] * n[3],
    m[4] * n[0] + m[5] * n[2] + n[4],
    m[4] * n[1] + m[5] * n[3] + n[5],
  ];
}

/** The box around a box that a matrix moves. */
export function moved([x0, y0, x1, y1]: Box, m: Matrix): Box {
  const xs = [x0, x1].flatMap((x) => [y0, y1].map((y) => x * m[0] + y * m[2] + m[4]));
  const ys = [x0, x1].flatMap((x) => [y0, y1].map((y) => x * m[1] + y * m[3] + m[5]));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** A value of a page that may stand on a node above it (ISO 32000-1, 7.7.3.4). */
export function inherited(file: PdfFile, page: PdfDict, key: string): PdfObject {
  let node: PdfDict | undefined = page;
  for (let depth = 0; node !== undefined && depth < 64; depth += 1) {
    if (node.has(key)) return file.resolve(node.get(key));
    node = file.dict(node.get("Parent"));
  }
  return null;
}

/**
 * The content of a page, its parts joined and decoded.
 * @throws PDF_FILTER, PDF_LIMIT
 */
export function pageContent(file: PdfFile, page: PdfPage): Uint8Array {
  const held = file.resolve(page.dict.get("Contents"));
  const parts: Uint8Array[] = [];
  let left = LIMITS.content;
  for (const part of Array.isArray(held) ? held : [held]) {
    const stream = file.resolve(part);
    if (!(stream instanceof PdfStream)) continue;
    const bytes = decodeStream(stream, file, left);
    left -= bytes.length;
    parts.push(bytes, Uint8Array.of(10));
  }
  return Buffer.concat(parts);
}

/** Six numbers as a matrix, else none. */
export function matrixOf(file: PdfFile, object: PdfObject | undefined): Matrix | undefined {
  const numbers = file.array(object).map((one) => file.resolve(one));
  return numbers.length === 6 && numbers.every((one) => typeof one === "number")
    ? (numbers as unknown as Matrix)
    : undefined;
}

/** Four numbers as a box, lower left first, else none. */
export function boxOf(file: PdfFile, object: PdfObject | undefined): Box | undefined {
  const [a, b, c, d] = file.array(object).map((one) => file.resolve(one));
  if (typeof a !== "number" || typeof b !== "number" || typeof c !== "number" || typeof d !== "number")
    return undefined;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
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
  const shown = moved(box, matrixOf(file, form.dict.get("Matrix")) ?? [1, 0, 0, 1, 0, 0]);
  const [wide, high] = [shown[2] - shown[0], shown[3] - shown[1]];
  if (!(wide > 0) || !(high > 0)) return undefined;
  const sx = (rect[2] - rect[0]) / wide;
  const sy = (rect[3] - rect[1]) / high;
  return { form, matrix: [sx, 0, 0, sy, rect[0] - shown[0] * sx, rect[1] - shown[1] * sy], rect };
}

/**
 * What is seen on a page, as boxes: pictures, painted shapes, level text, printed annotations. Clipping is not followed, so a shape may
 * be told larger than it shows, never smaller.
 */
export function pageMarks(file: PdfFile, page: PdfPage): Mark[] {
  const [left, bottom] = page.mediaBox;
  const marks: Mark[] = [];
  const start: Matrix = [1, 0, 0, 1, -left, -bottom];
  const resources = inherited(file, page.dict, "Resources");
  const budget: Budget = { bytes: LIMITS.all, runs: LIMITS.runs };
  // Before the text is read: a page that is a trap ends here.
  walk(file, pageContent(file, page), resources instanceof PdfDict ? resources : undefined, start, marks, budget, 0);
  for (const { x, y, width, size, hidden } of new PdfTextReader(file).read(page))
    if (!hidden) marks.push({ kind: "text", box: [x, y - DESCENT * size, x + width, y + size] });
  for (const reference of file.array(page.dict.get("Annots"))) {
    const annotation = file.dict(reference);
    const shown = annotation === undefined ? undefined : printedAppearance(file, annotation);
    if (shown !== undefined) marks.push(...annotationMarks(file, shown, start, budget));
  }
  return marks;
}

/**
 * Refuses a page that draws itself over and over, before anything else reads it.
 * @throws PDF_LIMIT
 */
export function refuseTrap(file: PdfFile, page: PdfPage): void {
  const resources = inherited(file, page.dict, "Resources");
  const budget: Budget = { bytes: LIMITS.all, runs: LIMITS.runs };
  const known = resources instanceof PdfDict ? resources : undefined;
  walk(file, pageContent(file, page), known, [1, 0, 0, 1, 0, 0], [], budget, 0);
}

/** What an annotation draws; its whole rectangle when it draws words only. The field of a seal is larger than the seal in it. */
function annotationMarks(
  file: PdfFile,
  shown: NonNullable<ReturnType<typeof printedAppearance>>,
  start: Matrix,
  budget: Budget,
): Mark[] {
  const { form, matrix, rect } = shown;
  const content = decodeStream(form, file, LIMITS.content);
  const own = matrixOf(file, form.dict.get("Matrix")) ?? [1, 0, 0, 1, 0, 0];
  const drawn: Mark[] = [];
  walk(file, content, file.dict(form.dict.get("Resources")), multiply(multiply(own, matrix), start), drawn, budget, 1);
  if (drawn.length > 0) return drawn.map(({ box }) => ({ kind: "annotation", box }));
  for (const { operator } of operationsOf(content))
    if (/^(Tj|TJ|'|")$/.test(operator)) return [{ kind: "annotation", box: moved(rect, start) }];
  return [];
}

function walk(
  file: PdfFile,
  bytes: Uint8Array,
  resources: PdfDict | undefined,
  start: Matrix,
  marks: Mark[],
  budget: Budget,
  depth: number,
): void {
  spend(budget, bytes.length);
  let ctm = start;
  const stack: Matrix[] = [];
  let path: Box | undefined;
  const point = (x: number, y: number): void => {
    const box = moved([x, y, x, y], ctm);
    path =
      path === undefined
        ? box
        : [Math.min(path[0], box[0]), Math.min(path[1], box[1]), Math.max(path[2], box[2]), Math.max(path[3], box[3])];
  };
  for (const { operator, operands } of operationsOf(bytes)) {
    if (marks.length >= LIMITS.marks) return;
    const n = (index: number): number => (typeof operands[index] === "number" ? (operands[index] as number) : 0);
    switch (operator) {
      case "q":
        if (stack.length < 512) stack.push(ctm);
        break;
      case "Q":
        ctm = stack.pop() ?? ctm;
        break;
      case "cm":
        ctm = multiply([n(0), n(1), n(2), n(3), n(4), n(5)], ctm);
        break;
      case "re":
        point(n(0), n(1));
        point(n(0) + n(2), n(1) + n(3));
        break;
      case "m":
      case "l":
        point(n(0), n(1));
        break;
      case "c":
        point(n(0), n(1));
        point(n(2), n(3));
        point(n(4), n(5));
        break;
      case "v":
      case "y":
        point(n(0), n(1));
        point(n(2), n(3));
        break;
      case "f":
      case "F":
      case "f*":
      case "S":
      case "s":
      case "B":
      case "B*":
      case "b":
      case "b*":
        if (path !== undefined) marks.push({ kind: "shape", box: path });
        path = undefined;
        break;
      case "n":
        path = undefined;
        break;
      case "Do": {
        const name = operands[0];
        const held = file.dict(resources?.get("XObject"));
        const form = name instanceof PdfName ? file.resolve(held?.get(name.name)) : null;
        if (!(form instanceof PdfStream)) break;
        const kind = file.resolve(form.dict.get("Subtype"));
        if (kind instanceof PdfName && kind.name === "Image")
          marks.push({ kind: "picture", box: moved([0, 0, 1, 1], ctm), image: form });
        else if (kind instanceof PdfName && kind.name === "Form" && depth < LIMITS.forms) {
          const own = matrixOf(file, form.dict.get("Matrix")) ?? [1, 0, 0, 1, 0, 0];
          const inner = file.dict(form.dict.get("Resources")) ?? resources;
          walk(file, decodeStream(form, file, LIMITS.content), inner, multiply(own, ctm), marks, budget, depth + 1);
        }
        break;
      }
    }
  }
}
