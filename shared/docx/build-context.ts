import type { TextRun } from "../documents/index.ts";

/** What is gathered while content is turned into WordprocessingML. */
export interface BuildContext {
  /** Footnotes in the order of their references, with their ids in the package. */
  footnotes: { id: number; runs: TextRun[] }[];
  /** Id for the next footnote; ids below it are the template's own. */
  nextFootnoteId: number;
}

/** A new context; `firstFootnoteId` is above every footnote id of the template. */
export function buildContext(firstFootnoteId: number): BuildContext {
  return { footnotes: [], nextFootnoteId: firstFootnoteId };
}
