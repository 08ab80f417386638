import type { FieldValues } from "../lines/index.ts";
import type { Block, BorderLine, Floating, HeaderKind, ResolvedDocument, Section, Table } from "../resolve/model.ts";
import { drawBox, drawStack, layStack, type Stack, stackHeight } from "./cells.ts";
import { drawBorder } from "./draw.ts";
import type { Totals } from "./flow.ts";
import type { Page } from "./model.ts";
import type { LayoutContext } from "./paragraphs.ts";

/** Which header a page shows (ISO/IEC 29500-1, 17.10.5 and 17.10.6). */
export function headerKind(section: Section, sectionPage: number, number: number, evenAndOdd: boolean): HeaderKind {
  if (section.titlePage && sectionPage === 0) return "first";
  return evenAndOdd && number % 2 === 0 ? "even" : "default";
}

/** How high headers and footers are, each worked out once per width. */
export class HeaderHeights {
  readonly #context: LayoutContext;
  readonly #known = new Map<Block[], Map<number, number>>();

  constructor(context: LayoutContext) {
    this.#context = context;
  }

  height(blocks: Block[] | undefined, width: number): number {
    if (blocks === undefined || blocks.length === 0) return 0;
    let widths = this.#known.get(blocks);
    if (widths === undefined) {
      widths = new Map();
      this.#known.set(blocks, widths);
    }
    let height = widths.get(width);
    if (height === undefined) {
      height = stackHeight(
        layStack(blocks, width, { page: 88, pages: 88, sectionPages: 88, pageFormat: "decimal" }, this.#context),
      );
      widths.set(width, height);
    }
    return height;
  }
}

/** Width between the margins of a section. */
export function textWidth(section: Section): number {
  return Math.max(section.width - section.margins.left - section.margins.right - section.gutter, 200);
}

/** Sets headers and footers once all page numbers are known. */
export class HeaderSetter {
  readonly #document: ResolvedDocument;
  readonly #context: LayoutContext;
  readonly #totals: Totals;
  readonly #plain = new Map<Block[], Stack>();

  constructor(document: ResolvedDocument, context: LayoutContext, totals: Totals) {
    this.#document = document;
    this.#context = context;
    this.#totals = totals;
  }

  setAll(pages: Page[]): void {
    let section = -1;
    let sectionPage = 0;
    for (const page of pages) {
      sectionPage = page.section === section ? sectionPage + 1 : 0;
      section = page.section;
      this.#page(page, sectionPage);
    }
  }

  #page(page: Page, sectionPage: number): void {
    const section = this.#document.sections[page.section]!;
    const kind = headerKind(section, sectionPage, page.number, this.#context.settings.evenAndOdd);
    const width = textWidth(section);
    const { mirrorMargins } = this.#context.settings;
    const left = mirrorMargins && page.number % 2 === 0 ? section.margins.right : section.margins.left + section.gutter;
    const frame = {
      columnLeft: left,
      columnWidth: width,
      marginLeft: left,
      marginRight: left + width,
      marginTop: section.margins.top,
      marginBottom: section.height - section.margins.bottom,
      box: (to: Page, float: Floating, x: number, y: number) =>
        drawBox(to, float, x, y, this.#values(page), this.#context),
    };
    this.#borders(page, section, sectionPage, left);
    for (const [blocks, atTop] of [
      [section.headers[kind], true],
      [section.footers[kind], false],
    ] as const) {
      if (blocks === undefined || blocks.length === 0) continue;
      const stack = this.#stack(blocks, width, page);
      const y = atTop ? section.header : page.height - section.footer - stackHeight(stack);
      page.artifact = atTop ? "header" : "footer";
      const { ops } = page;
      // A header comes before the text, on the page as in the file, so that the text covers what it leaves behind.
      if (atTop) page.ops = [];
      drawStack(page, stack, left, y, 0, stack.slices.length, frame);
      if (atTop) page.ops = page.ops.concat(ops);
      page.artifact = undefined;
    }
  }

  /** Lines round the page. */
  #borders(page: Page, section: Section, sectionPage: number, left: number): void {
    const { borders, margins } = section;
    if (
      borders === undefined ||
      (borders.pages !== "allPages" && (borders.pages === "firstPage") !== (sectionPage === 0))
    )
      return;
    const { bordersRoundHeader, bordersRoundFooter } = this.#context.settings;
    const { top, bottom, left: before, right: behind } = borders;
    const away = (border: BorderLine | undefined): number =>
      border === undefined ? 0 : border.space + border.width / 2;
    const { fromText } = borders;
    const textRight = left + textWidth(section);
    const x0 = fromText ? left - away(before) : away(before);
    const x1 = fromText ? textRight + away(behind) : page.width - away(behind);
    const head = Math.min(Math.abs(margins.top), bordersRoundHeader ? section.header : Number.POSITIVE_INFINITY);
    const foot = Math.min(Math.abs(margins.bottom), bordersRoundFooter ? section.footer : Number.POSITIVE_INFINITY);
    const y0 = fromText ? head - away(top) : away(top);
    const y1 = page.height - (fromText ? foot - away(bottom) : away(bottom));
    if (top !== undefined) drawBorder(page.under, top, x0, y0, x1, y0);
    if (bottom !== undefined) drawBorder(page.under, bottom, x0, y1, x1, y1);
    if (before !== undefined) drawBorder(page.under, before, x0, y0, x0, y1);
    if (behind !== undefined) drawBorder(page.under, behind, x1, y0, x1, y1);
  }

  #values(page: Page): FieldValues {
    return {
      page: page.number,
      pages: this.#totals.pages,
      sectionPages: this.#totals.sections[page.section] ?? 1,
      pageFormat: this.#document.sections[page.section]!.pageFormat,
      places: this.#totals.places,
    };
  }

  #stack(blocks: Block[], width: number, page: Page): Stack {
    const known = this.#plain.get(blocks);
    if (known !== undefined) return known;
    const stack = layStack(blocks, width, this.#values(page), this.#context);
    if (!hasFields(blocks) && this.#document.sections.length === 1) this.#plain.set(blocks, stack);
    return stack;
  }
}

function hasFields(blocks: readonly Block[]): boolean {
  return blocks.some((block) =>
    block.kind === "paragraph"
      ? block.inlines.some((inline) => inline.kind === "field")
      : (block as Table).rows.some((row) => row.cells.some((cell) => hasFields(cell.blocks))),
  );
}
