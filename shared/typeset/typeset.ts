import { rulesOf } from "./differences.ts";
import { FontRegistry } from "./fonts/index.ts";
import { Fitter } from "./lines/index.ts";
import type { Anchor, Attachment, TypesetResult } from "./model.ts";
import type { Page, PageMark } from "./pages/model.ts";
import { paginate } from "./pages/paginate.ts";
import type { LayoutContext } from "./pages/paragraphs.ts";
import { warnOfOutside } from "./read/outside.ts";
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
  /** Whose rule is followed where Word and LibreOffice are known to differ (`differences.ts` names them). Word when absent; LibreOffice serves comparisons. */
  like?: "word" | "libreoffice";
  /** Files to be embedded and associated with the document. With any that is not PDF/A itself the PDF becomes PDF/A-3 instead of PDF/A-2. */
  attachments?: readonly Attachment[];
  /** What the PDF is to be; PDF/A-2a when absent. */
  conformance?: Conformance;
}

/**
 * `PDF/A-2a`: for keeping, tagged so that it can be read out and taken apart. `PDF/UA-1`: the same, and says that it is accessible
 * (ISO 14289-1). `PDF/A-2b`: for keeping, without tags. With attachments that are not PDF/A each is PDF/A-3.
 */
export type Conformance = "PDF/A-2a" | "PDF/A-2b" | "PDF/UA-1";

/** Fonts of the old Vietnamese encodings (TCVN3: `.Vn…`; VNI). */
const LEGACY_FONTS = /^(\.vn|vni[- ])/i;

/**
 * Sets a Word file as a PDF/A file: tagged (PDF/A-2a) unless asked otherwise, with its links, its outline and files attached to it.
 *
 * @param docx bytes of the .docx
 * @returns the PDF, the number of pages, where the bookmarks came to stand, and everything that is not as Word would do it
 * @throws FILE_NOT_ZIP, FILE_ENCRYPTED, PACKAGE_TOO_LARGE, PACKAGE_BROKEN, FILE_WRONG_KIND, DOCX_NO_BODY, DOCX_TOO_LONG, XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP, FONT_UNREADABLE, ATTACHMENT_INVALID
 *
 * @example
 * const { pdf, pages, anchors, warnings } = typeset(readFileSync("ke-hoach.docx"));
 */
export function typeset(docx: Uint8Array, options: TypesetOptions = {}): TypesetResult {
  const warnings = new Warnings();
  const { properties, pages, main, registry } = layOut(docx, options, warnings);
  if (options.conformance === "PDF/UA-1") {
    const undescribed = pages.find((page) => page.structure !== undefined)?.structure?.undescribed ?? [];
    for (const where of undescribed) warnings.add("IMAGE_UNDESCRIBED", main, where);
  }
  const pdf = writePdf(pages, {
    properties: titled(properties, pages),
    now: options.now ?? new Date(),
    attachments: options.attachments ?? [],
    accessible: options.conformance === "PDF/UA-1",
    registry,
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
): { properties: ResolvedDocument["properties"]; pages: Page[]; main: string; registry: FontRegistry } {
  const { document, main } = read(docx, options, warnings);
  const registry = new FontRegistry(options.fontFolders);
  const rules = rulesOf(options.like ?? "word");
  const replaced = (family: string, used: string): void => {
    if (LEGACY_FONTS.test(family)) warnings.add("FONT_LEGACY_ENCODING", main, family);
    warnings.add("FONT_REPLACED", main, family, used);
  };
  const fitter = new Fitter(registry, replaced, rules);
  const interned = new Map<string, RunStyle>();
  const context: LayoutContext = {
    fitter,
    settings: document.settings,
    rules,
    intern(style) {
      const key = JSON.stringify(style);
      const known = interned.get(key) ?? style;
      interned.set(key, known);
      return known;
    },
    warn: (code, where, detail) => warnings.add(code, main, where, detail),
  };
  const pages = paginate(document, context, options.conformance !== "PDF/A-2b");
  return { properties: document.properties, pages, main, registry };
}

/** A function of its own, so that the tree of a long document is gone before its pages are made. */
function read(
  docx: Uint8Array,
  options: TypesetOptions,
  warnings: Warnings,
): { document: ResolvedDocument; main: string } {
  const parts: DocxParts = readParts(docx);
  warnOfOutside(parts, warnings);
  return { document: resolveDocument(parts, warnings, options.now ?? new Date()), main: parts.main };
}

/** The properties with a title: a reader shows it in place of the file's name (ISO 14289-1, 7.1). Without one, the first heading or line. */
function titled(properties: ResolvedDocument["properties"], pages: readonly Page[]): ResolvedDocument["properties"] {
  if (properties.title !== "") return properties;
  const heading = pages.flatMap((page) => page.headings)[0]?.text;
  const line = pages[0]?.ops.find((op) => op.kind === "text" && op.text.trim() !== "");
  const title = (heading ?? (line?.kind === "text" ? line.text : "")) || "Văn bản";
  return { ...properties, title: title.trim().slice(0, 250) };
}

/** Bookmark boxes in PDF points; boxes of empty paragraphs of one bookmark are joined into one area. */
function anchorsOf(page: Page, index: number): Anchor[] {
  const marks: PageMark[] = [];
  const areas = new Map<string, PageMark>();
  for (const mark of page.marks) {
    if (mark.hidden === true) continue;
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
