import { FontRegistry } from "./fonts/index.ts";
import { Fitter } from "./lines/index.ts";
import type { Anchor, TypesetResult } from "./model.ts";
import type { Page, PageMark } from "./pages/model.ts";
import { paginate } from "./pages/paginate.ts";
import type { LayoutContext } from "./pages/paragraphs.ts";
import { type DocxParts, readParts } from "./read/parts.ts";
import { resolveDocument } from "./resolve/document.ts";
import type { ResolvedDocument, RunStyle } from "./resolve/model.ts";
import { Warnings } from "./warnings.ts";
import { writePdf } from "./write/pdf.ts";

/** Settings of {@link typeset}. */
export interface TypesetOptions {
  /** Folders with real fonts (.ttf); a family found there is used before the shipped ones. */
  fontFolders?: readonly string[];
  /** Time written into the PDF; now when absent. Equal input and time give equal bytes. */
  now?: Date;
  /** Whose rule is followed where Word and LibreOffice are known to differ (the room above footnotes, the paragraph mark's height). Word when absent; LibreOffice serves comparisons. */
  like?: "word" | "libreoffice";
}

/** Fonts of the old Vietnamese encodings (TCVN3: `.Vn…`; VNI). */
const LEGACY_FONTS = /^(\.vn|vni[- ])/i;

/**
 * Sets a Word file as a PDF/A-2b file.
 *
 * @param docx bytes of the .docx
 * @returns the PDF, the number of pages, where the bookmarks came to stand, and everything that is not as Word would do it
 * @throws FILE_NOT_ZIP, PACKAGE_TOO_LARGE, PACKAGE_BROKEN, FILE_WRONG_KIND, DOCX_NO_BODY, DOCX_TOO_LONG, XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP, FONT_UNREADABLE
 *
 * @example
 * const { pdf, pages, anchors, warnings } = typeset(readFileSync("ke-hoach.docx"));
 */
export function typeset(docx: Uint8Array, options: TypesetOptions = {}): TypesetResult {
  const warnings = new Warnings();
  const { document, pages, main } = layOut(docx, options, warnings);
  const pdf = writePdf(pages, {
    properties: document.properties,
    now: options.now ?? new Date(),
    unusable: (part) => warnings.add("IMAGE_UNSUPPORTED", main, part),
  });
  return {
    pdf,
    pages: pages.length,
    anchors: pages.flatMap((page, index) => anchorsOf(page, index)),
    warnings: warnings.list(),
  };
}

/** Pages of a Word file before they are written, for tests of the line and page rules. */
export function layout(docx: Uint8Array, options: TypesetOptions = {}): Page[] {
  return layOut(docx, options, new Warnings()).pages;
}

function layOut(
  docx: Uint8Array,
  options: TypesetOptions,
  warnings: Warnings,
): { document: ResolvedDocument; pages: Page[]; main: string } {
  const parts: DocxParts = readParts(docx);
  const { main } = parts;
  const document = resolveDocument(parts, warnings);
  const fitter = new Fitter(new FontRegistry(options.fontFolders), (family, used) => {
    if (LEGACY_FONTS.test(family)) warnings.add("FONT_LEGACY_ENCODING", main, family);
    warnings.add("FONT_REPLACED", main, family, used);
  });
  const interned = new Map<string, RunStyle>();
  const context: LayoutContext = {
    fitter,
    settings: document.settings,
    like: options.like ?? "word",
    intern(style) {
      const key = JSON.stringify(style);
      const known = interned.get(key) ?? style;
      interned.set(key, known);
      return known;
    },
    warn: (code, where, detail) => warnings.add(code, main, where, detail),
  };
  return { document, pages: paginate(document, context), main };
}

/** Bookmark boxes in PDF points; boxes of empty paragraphs of one bookmark are joined into one area. */
function anchorsOf(page: Page, index: number): Anchor[] {
  const marks: PageMark[] = [];
  const areas = new Map<string, PageMark>();
  for (const mark of page.marks) {
    if (!mark.area) {
      marks.push(mark);
      continue;
    }
    const known = areas.get(mark.name);
    if (known === undefined) {
      const copy = { ...mark };
      areas.set(mark.name, copy);
      marks.push(copy);
    } else {
      known.x0 = Math.min(known.x0, mark.x0);
      known.y0 = Math.min(known.y0, mark.y0);
      known.x1 = Math.max(known.x1, mark.x1);
      known.y1 = Math.max(known.y1, mark.y1);
    }
  }
  const point = (twips: number): number => Math.round(twips * 5) / 100;
  return marks.map((mark) => ({
    name: mark.name,
    page: index,
    rect: [point(mark.x0), point(page.height - mark.y1), point(mark.x1), point(page.height - mark.y0)],
    fontSize: mark.fitted.style.size,
    bold: mark.fitted.style.bold,
    italic: mark.fitted.style.italic,
  }));
}
