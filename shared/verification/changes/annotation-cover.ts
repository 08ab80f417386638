import {
  boxOf,
  type Glyphs,
  PdfDict,
  type PdfFile,
  PdfName,
  type PdfObject,
  type PdfPage,
  PdfStream,
} from "../../pdf/index.ts";
import { isLight, leavesReadable } from "./mark-looks.ts";

/** Marks on the text itself and icons: they lie on text by nature, and their usual looks leave it readable (ISO 32000-1, 12.5.6.10, 12.5.6.4). */
const LEAVES_READABLE: ReadonlySet<string> = new Set([
  "Text",
  "Link",
  "Popup",
  "Highlight",
  "Underline",
  "StrikeOut",
  "Squiggly",
  "Caret",
  "FileAttachment",
  "Sound",
]);

/** Comments with an area of their own; beside the text they say something about it, over it they take its place. */
const COMMENTS: ReadonlySet<string> = new Set([
  "FreeText",
  "Stamp",
  "Square",
  "Circle",
  "Polygon",
  "PolyLine",
  "Line",
  "Ink",
]);

/** Actions that only show another place (12.6.4). */
const HARMLESS_ACTIONS: ReadonlySet<string> = new Set(["GoTo", "GoToR", "URI", "Named"]);

/** What a page shows that may be hidden; whoever asks for it pays for the reading. */
export interface Shown {
  words(file: PdfFile, page: PdfPage): readonly Pick<Glyphs, "x" | "y" | "width" | "size">[];
  /** Left, low, right, high of pictures and signatures, from the page's lower left corner. */
  pictures(file: PdfFile, page: PdfPage): readonly (readonly [number, number, number, number])[];
}

/** Flags of annotations that keep their size or stay upright while the page shrinks or turns (table 165): they may come to lie anywhere. */
const KEEPS_ITS_SIZE = 8 | 16;

/** Text of comments looks outside the page's own words when it keeps so many points away. */
const TOUCH = 1;

/**
 * May an annotation take the place of what was certified (the "evil annotation" attack), or act? DocMDP 3 allows comments, not another text: one
 * that lies over words or pictures of the page, or over a page without readable words such as a scan, and is no mark on text, hides. So does what
 * removes content or plays, and a mark over words whose own looks do not leave them readable.
 *
 * @throws PDF_* when page or looks cannot be read
 */
export function mayHide(file: PdfFile, page: PdfPage, annotation: PdfDict, shown: Shown): boolean {
  const kind = nameOf(file, annotation.get("Subtype"));
  if (acts(file, annotation)) return true;
  if (LEAVES_READABLE.has(kind)) return !isPlainMark(file, annotation) && liesOn(file, page, annotation, shown);
  const flags = file.resolve(annotation.get("F"));
  if (!COMMENTS.has(kind) || (typeof flags === "number" && (flags & KEEPS_ITS_SIZE) !== 0)) return true;
  return liesOn(file, page, annotation, shown);
}

/** A mark as readers draw it by themselves, or with looks of its own that are like that. */
function isPlainMark(file: PdfFile, annotation: PdfDict): boolean {
  const colour = file.array(annotation.get("C")).map((one) => file.resolve(one));
  const numbers = colour.filter((one) => typeof one === "number");
  // Readers multiply the colour of a highlighter with the page: a dark one blacks out.
  if (nameOf(file, annotation.get("Subtype")) === "Highlight" && numbers.length > 0 && !isLight(numbers)) return false;
  const rect = boxOf(file, annotation.get("Rect"));
  return looksOf(file, annotation).every((one) => rect !== undefined && leavesReadable(file, one, rect));
}

/** Does it run, send or switch something? */
function acts(file: PdfFile, annotation: PdfDict): boolean {
  if (annotation.has("AA")) return true;
  const action = file.dict(annotation.get("A"));
  if (action === undefined) return false;
  return action.has("Next") || !HARMLESS_ACTIONS.has(nameOf(file, action.get("S")));
}

function liesOn(file: PdfFile, page: PdfPage, annotation: PdfDict, shown: Shown): boolean {
  const rect = boxOf(file, annotation.get("Rect"));
  if (rect === undefined) return true;
  const [x0, y0] = page.mediaBox;
  const [left, right] = [rect[0] - x0 - TOUCH, rect[2] - x0 + TOUCH];
  const [low, high] = [rect[1] - y0 - TOUCH, rect[3] - y0 + TOUCH];
  const words = shown.words(file, page);
  if (words.length === 0) return true;
  // Letters reach below the baseline by about a quarter of their size.
  return (
    words.some(
      (word) =>
        word.x < right &&
        word.x + word.width > left &&
        word.y - word.size / 4 < high &&
        word.y + (word.size * 3) / 4 > low,
    ) || shown.pictures(file, page).some(([x, y, x1, y1]) => x < right && x1 > left && y < high && y1 > low)
  );
}

/** Every appearance stream: normal, rollover, down, in all states. */
function looksOf(file: PdfFile, annotation: PdfDict): PdfStream[] {
  const out: PdfStream[] = [];
  for (const value of file.dict(annotation.get("AP"))?.map.values() ?? []) {
    const held = file.resolve(value);
    if (held instanceof PdfStream) out.push(held);
    else if (held instanceof PdfDict)
      for (const state of held.map.values()) {
        const stream = file.resolve(state);
        if (stream instanceof PdfStream) out.push(stream);
      }
  }
  return out;
}

function nameOf(file: PdfFile, object: PdfObject | undefined): string {
  const held = file.resolve(object);
  return held instanceof PdfName ? held.name : "";
}
