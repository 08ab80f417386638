import type { TemplateSource } from "../docx/index.ts";
import type { PdfFile, PdfPage } from "../pdf/index.ts";
import { setCopyBlock } from "./copy-block.ts";
import type { CopyBlock, PaperCopy } from "./model.ts";
import { pageMarks } from "./page-marks.ts";
import { PrintedPages } from "./printed-pages.ts";
import { FORM_TITLES } from "./rules.ts";

const MM = 72 / 25.4;
/** Between the end of the text and the line over the block. */
const GAP = 4 * MM;
/** The lower margin that stays free (NĐ30 Phụ lục I.I.3: 20–25 mm), and the upper one of a sheet of its own. */
const FOOT = 20 * MM;
const HEAD = 20 * MM;
const A4 = [595.276, 841.89] as const;

/**
 * Lays a copy out for paper: all pages of the text as they print, signatures and filled-in numbers included, and under the end of the text
 * the block that is then signed by hand and stamped (NĐ30 Phụ lục I, Phần II, II.2.a). When the last page has no room for the whole
 * block, or is no upright A4 sheet, the block stands on a sheet of its own.
 *
 * @param files the text, then what was issued as files of their own with it (appendices): a copy is a full one (Điều 3.10)
 * @throws INVALID, COPY_BLOCK_TOO_LONG, PDF_*
 */
export function makePaperCopy(
  files: readonly Uint8Array[],
  block: CopyBlock,
  title: string,
  templates: TemplateSource = {},
): PaperCopy {
  const set = setCopyBlock(block, templates);
  const printed = new PrintedPages();
  let last: { file: PdfFile; page: PdfPage } | undefined;
  for (const bytes of files) {
    const file = printed.addFile(bytes);
    const page = file.pages().at(-1);
    if (page !== undefined) last = { file, page };
  }
  const end = last === undefined ? undefined : endOfText(last.file, last.page);
  const height = set.top - set.bottom;
  const fits = end !== undefined && end - GAP - height >= FOOT;
  if (!fits) printed.addSheet();
  const from = fits ? end - GAP : A4[1] - HEAD;
  printed.drawOnLast(set.pdf, from - set.top);
  return {
    pdf: printed.write(`${FORM_TITLES[block.form]} ${title}`.trim()),
    pages: printed.count,
    block: fits ? "same-page" : "own-page",
  };
}

/** How far up the lowest mark of a page is; undefined when nothing can be put under it: not A4 upright, or a picture of a whole page. */
function endOfText(file: PdfFile, page: PdfPage): number | undefined {
  const [x0, y0, x1, y1] = page.mediaBox;
  if (page.rotate !== 0 || Math.abs(x1 - x0 - A4[0]) > 3 || Math.abs(y1 - y0 - A4[1]) > 3) return undefined;
  const seen = pageMarks(file, page).filter(({ box }) => box[3] > 0 && box[1] < y1 - y0);
  if (seen.length === 0) return undefined;
  return Math.min(...seen.map(({ box }) => box[1]));
}
