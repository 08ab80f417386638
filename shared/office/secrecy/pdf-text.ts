import {
  dict,
  type Glyphs,
  PdfDict,
  type PdfFile,
  PdfName,
  type PdfPage,
  PdfStream,
  PdfString,
  PdfTextReader,
  readPdf,
  textOf,
} from "../../pdf/index.ts";
import { isMarking, textIsMarked } from "./marking.ts";

/** Pages of a PDF that are read, and for how long: the marking stands on the first page of a text and of each appendix. */
const PAGES = 200;
const MILLISECONDS = 3_000;
const ANNOTATIONS = 500;
const FIELDS = 2_000;
const DEEPEST = 8;
/** What an annotation says by itself (ISO 32000-2 12.5.2, 12.5.6.2): its text, its subject, the text of a note in it. */
const SAID = ["Contents", "Subj", "RC", "V", "DV", "TU", "OverlayText"] as const;
/** Names of stamps that every reader draws by itself (ISO 32000-2 Table 184). */
const STAMPS = new Set(["TopSecret"]);

/**
 * Does a PDF hold a marking: in the text of its pages, in its annotations (stamps, notes, text written over a page) or in the values of its form
 * fields? Text inside pictures is not read.
 */
export function pdfIsMarked(bytes: Uint8Array): boolean {
  const file = readPdf(bytes);
  if (file.encrypted) return false;
  const reader = new PdfTextReader(file);
  const until = Date.now() + MILLISECONDS;
  for (const page of file.pages().slice(0, PAGES)) {
    if (Date.now() > until) return false;
    if (segmentsOf(reader.read(page)).some(isMarking)) return true;
    for (const one of file.array(page.dict.get("Annots")).slice(0, ANNOTATIONS)) {
      const annotation = file.dict(one);
      if (annotation !== undefined && annotationIsMarked(file, reader, page, annotation)) return true;
    }
  }
  return fieldsAreMarked(file);
}

function annotationIsMarked(file: PdfFile, reader: PdfTextReader, page: PdfPage, annotation: PdfDict): boolean {
  if (saysMarking(file, annotation)) return true;
  const stamp = file.resolve(annotation.get("Name"));
  if (stamp instanceof PdfName && STAMPS.has(stamp.name)) return true;
  const normal = file.resolve(file.dict(annotation.get("AP"))?.get("N"));
  // One look, or one for each state.
  const looks =
    normal instanceof PdfStream
      ? [normal]
      : normal instanceof PdfDict
        ? [...normal.map.values()].slice(0, 10).map((one) => file.resolve(one))
        : [];
  return looks.some((look) => {
    if (!(look instanceof PdfStream)) return false;
    const drawn = dict({ Contents: look, Resources: file.dict(look.dict.get("Resources")) ?? dict({}) });
    return segmentsOf(reader.read({ ...page, dict: drawn })).some(isMarking);
  });
}

function saysMarking(file: PdfFile, of: PdfDict): boolean {
  return SAID.some((key) => {
    const value = file.resolve(of.get(key));
    if (value instanceof PdfString) return textIsMarked(textOf(value).replaceAll(/<[^<>]*>/g, "\n"));
    return Array.isArray(value) && value.some((one) => one instanceof PdfString && textIsMarked(textOf(one)));
  });
}

function fieldsAreMarked(file: PdfFile): boolean {
  const root = file.dict(file.trailer.get("Root"));
  const form = root === undefined ? undefined : file.dict(root.get("AcroForm"));
  if (form === undefined) return false;
  let left = FIELDS;
  const marked = (field: PdfDict, depth: number): boolean => {
    left -= 1;
    if (left < 0 || depth > DEEPEST) return false;
    if (saysMarking(file, field)) return true;
    return file.array(field.get("Kids")).some((kid) => {
      const one = file.dict(kid);
      return one !== undefined && marked(one, depth + 1);
    });
  };
  return file.array(form.get("Fields")).some((one) => {
    const field = file.dict(one);
    return field !== undefined && marked(field, 0);
  });
}

/** Words that stand together on one line; a gap wider than two letters parts columns. */
function segmentsOf(words: readonly Glyphs[]): string[] {
  const sorted = words.filter(({ text }) => text.trim() !== "").sort((a, b) => b.y - a.y || a.x - b.x);
  const rows: Glyphs[][] = [];
  for (const word of sorted) {
    const row = rows.at(-1);
    if (row !== undefined && Math.abs(row[0]!.y - word.y) < word.size * 0.4) row.push(word);
    else rows.push([word]);
  }
  return rows.flatMap((row) => {
    const found: string[] = [];
    let end = Number.NEGATIVE_INFINITY;
    for (const word of row.sort((a, b) => a.x - b.x)) {
      if (word.x - end > word.size * 1.5) found.push(word.text);
      else found[found.length - 1] += `${word.x - end > word.size * 0.15 ? " " : ""}${word.text}`;
      end = word.x + word.width;
    }
    return found;
  });
}
