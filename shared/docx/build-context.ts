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
}

/** A new context; `firstFootnoteId` is above every footnote id of the template. */
export function buildContext(firstFootnoteId: number): BuildContext {
  return { footnotes: [], nextFootnoteId: firstFootnoteId, pictures: [], drawingObjects: 0 };
}
