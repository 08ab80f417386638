import type { Drawing } from "../charts/index.ts";
import type { TextRun } from "../documents/index.ts";

/** What is gathered while content is turned into WordprocessingML. */
export interface BuildContext {
  /** Footnotes in the order of their references, with their ids in the package. */
  footnotes: { id: number; runs: TextRun[] }[];
  /** Id for the next footnote; ids below it are the template's own. */
  nextFootnoteId: number;
  /** Pictures in the order they stand; a drawing shown twice is there once. */
  pictures: Drawing[];
  /** Ids of drawing objects given so far; they must differ within the document (wp:docPr). */
  drawingObjects: number;
  /** Blocks of the body and labels of the appendices are marked with the bookmarks of {@link PLACE_MARKS}. */
  places: boolean;
}

/** Bookmarks that a preview is filled with: where the block, or the appendix, of that index (from 0) came to stand. */
export const PLACE_MARKS = { block: "vtDoan", appendix: "vtPhuLuc" } as const;

/** Ids of these bookmarks; those of templates are small. */
const FIRST_ID = { block: 1_000_000, appendix: 2_000_000 } as const;

/** A bookmark at the beginning of a paragraph; nothing where no places are asked for. */
export function placeMark(kind: keyof typeof PLACE_MARKS, index: number, context: BuildContext): string {
  if (!context.places) return "";
  const id = FIRST_ID[kind] + index;
  return `<w:bookmarkStart w:id="${id}" w:name="${PLACE_MARKS[kind]}${index}"/><w:bookmarkEnd w:id="${id}"/>`;
}

/** A new context; `firstFootnoteId` is above every footnote id of the template. */
export function buildContext(firstFootnoteId: number, places = false): BuildContext {
  return { footnotes: [], nextFootnoteId: firstFootnoteId, pictures: [], drawingObjects: 0, places };
}
