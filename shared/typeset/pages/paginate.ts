import type { Block, Note, Paragraph, ResolvedDocument, Section } from "../resolve/model.ts";
import { layStack, stackHeight } from "./cells.ts";
import { drawLine, type LaidParagraph } from "./draw.ts";
import { type BodyArea, Flow } from "./flow.ts";
import { HeaderHeights, HeaderSetter, headerKind, textWidth } from "./headers.ts";
import type { Page } from "./model.ts";
import { gapBetween, type LayoutContext, layParagraph, linesHeight } from "./paragraphs.ts";
import { Structure } from "./structure.ts";
import { placeTable, tableStart } from "./tableflow.ts";

/** Makes pages of a resolved document; with `tagged` each thing on them knows which element of the structure it belongs to. */
export function paginate(document: ResolvedDocument, context: LayoutContext, tagged: boolean): Page[] {
  const totals = { pages: 1, sections: [] as number[] };
  const { sections, endnotes } = document;
  const bodies = sections.map(({ blocks }, index) =>
    index === sections.length - 1 && endnotes.length > 0 ? [...blocks, ...endnoteBlocks(endnotes)] : blocks,
  );
  if (tagged) context.structure = new Structure(bodies);
  const once = (): Page[] => new Paginator(document, bodies, context, totals).run();
  let pages = once();
  count(pages, totals);
  // Page totals in the text itself are known only after a first round.
  if (usesTotals(document)) {
    pages = once();
    count(pages, totals);
  }
  new HeaderSetter(document, context, totals).setAll(pages);
  return pages;
}

function count(pages: Page[], totals: { pages: number; sections: number[] }): void {
  totals.pages = pages.length;
  totals.sections = [];
  for (const page of pages) totals.sections[page.section] = (totals.sections[page.section] ?? 0) + 1;
}

function usesTotals(document: ResolvedDocument): boolean {
  const inBlocks = (blocks: readonly Block[]): boolean =>
    blocks.some((block) =>
      block.kind === "paragraph"
        ? block.inlines.some((inline) => inline.kind === "field" && inline.field !== "PAGE")
        : block.rows.some((row) => row.cells.some((cell) => inBlocks(cell.blocks))),
    );
  return document.sections.some((section) => inBlocks(section.blocks));
}

function hasNotes(blocks: readonly Block[]): boolean {
  return blocks.some((block) =>
    block.kind === "paragraph"
      ? block.inlines.some((inline) => inline.kind === "note" && inline.note.kind === "footnote")
      : block.rows.some((row) => row.cells.some((cell) => hasNotes(cell.blocks))),
  );
}

class Paginator {
  readonly #document: ResolvedDocument;
  readonly #bodies: readonly Block[][];
  readonly #context: LayoutContext;
  readonly #flow: Flow;
  readonly #laid = new Map<Paragraph, { width: number; laid: LaidParagraph }>();
  #blocks: Block[] = [];
  /** Blocks before this one have been checked to stay together. */
  #checked = 0;

  constructor(
    document: ResolvedDocument,
    bodies: readonly Block[][],
    context: LayoutContext,
    totals: { pages: number; sections: number[] },
  ) {
    this.#document = document;
    this.#bodies = bodies;
    this.#context = context;
    const heights = new HeaderHeights(context);
    const bodyArea = (section: Section, sectionPage: number, number: number): BodyArea => {
      const kind = headerKind(section, sectionPage, number, context.settings.evenAndOdd);
      const width = textWidth(section);
      const { margins } = section;
      const head = heights.height(section.headers[kind], width);
      const foot = heights.height(section.footers[kind], width);
      // A negative margin is kept whatever the header's height (Word).
      const top = margins.top < 0 ? -margins.top : Math.max(margins.top, head === 0 ? 0 : section.header + head);
      const bottom =
        margins.bottom < 0 ? -margins.bottom : Math.max(margins.bottom, foot === 0 ? 0 : section.footer + foot);
      return { top, bottom: Math.max(section.height - bottom, top + 400) };
    };
    this.#flow = new Flow(context, totals, separatorHeight(document, context), bodyArea);
  }

  run(): Page[] {
    this.#document.sections.forEach((section, index) => {
      this.#flow.startSection(section, index);
      if (index === 0) this.#aboveFirstTable();
      this.#section(this.#bodies[index]!);
    });
    this.#flow.finish();
    return this.#flow.pages;
  }

  #aboveFirstTable(): void {
    const blocks = this.#bodies[0]!;
    if (!this.#context.rules.lineAboveFirstTable || blocks[0]?.kind !== "table" || !hasNotes(blocks)) return;
    const below = blocks.find((block) => block.kind === "paragraph");
    if (below?.kind !== "paragraph") return;
    const { ascent, descent } = this.#context.fitter.fit(below.mark);
    this.#flow.advance(ascent + descent);
  }

  #section(blocks: Block[]): void {
    this.#blocks = blocks;
    this.#checked = 0;
    for (let at = 0; at < blocks.length; at += 1) {
      const block = blocks[at]!;
      const gap = gapBetween(blocks[at - 1], block, this.#context.settings);
      if (block.kind === "table") placeTable(this.#flow, block, gap);
      else this.#paragraph(block, at, gap);
    }
  }

  #lay(paragraph: Paragraph, at: number): LaidParagraph {
    const width = this.#flow.columnWidth;
    const known = this.#laid.get(paragraph);
    if (known !== undefined && known.width === width) return known.laid;
    const laid = layParagraph(
      paragraph,
      width,
      this.#flow.values,
      this.#context,
      this.#blocks[at - 1],
      this.#blocks[at + 1],
    );
    this.#laid.set(paragraph, { width, laid });
    return laid;
  }

  #paragraph(paragraph: Paragraph, at: number, gap: number): void {
    const flow = this.#flow;
    if (paragraph.style.breakBefore && !(flow.atTop && flow.topKind !== "automatic")) {
      if (!flow.atTop) flow.next("forced", true);
    }
    if (at >= this.#checked && paragraph.style.keepNext) this.#keepChain(at, gap);
    let from = 0;
    let before = flow.atTop && flow.topKind === "automatic" ? 0 : gap;
    const laid = this.#lay(paragraph, at);
    while (from < laid.lines.length) {
      // Lines up to a forced break are one piece; widow control works inside each.
      let end = from;
      while (end < laid.lines.length && laid.lines[end]!.ends === undefined) end += 1;
      const forced = end < laid.lines.length ? laid.lines[end]!.ends : undefined;
      if (forced !== undefined) end += 1;
      this.#lines(laid, from, end, before);
      from = end;
      before = 0;
      if (forced !== undefined) flow.next("forced", forced === "page");
    }
    this.#laid.delete(paragraph);
  }

  /** Sets lines `from` up to `end`, breaking pages by widow and keep rules. */
  #lines(laid: LaidParagraph, from: number, end: number, gap: number): void {
    const flow = this.#flow;
    const { style } = laid.paragraph;
    let at = from;
    let before = gap;
    while (at < end) {
      let count = this.#fitting(laid, at, end, before);
      const left = end - at;
      if (count < left) {
        if (style.keepLines && !flow.atTop) count = 0;
        else if (style.widowControl && left > 1) {
          if (left - count === 1) count -= 1;
          if (count === 1 && at === from) count = 0;
        }
        if (count <= 0) {
          if (!flow.atTop) {
            flow.next("automatic");
            before = 0;
            continue;
          }
          // Nothing fits on an empty page: one line at least is set, or there would be no end.
          count = Math.max(this.#fitting(laid, at, end, before), 1);
        }
      }
      this.#draw(laid, at, at + count, before);
      at += count;
      before = 0;
      if (at < end) flow.next("automatic");
    }
  }

  /** How many lines from `at` fit here with their notes. */
  #fitting(laid: LaidParagraph, at: number, end: number, gap: number): number {
    const flow = this.#flow;
    let height = gap;
    const notes: Note[] = [];
    let index = at;
    while (index < end) {
      const line = laid.lines[index]!;
      const pad = (index === 0 ? laid.padTop : 0) + (index === laid.lines.length - 1 ? laid.padBottom : 0);
      if (line.notes.length > 0) notes.push(...line.notes);
      if (!flow.fits(height + line.need + pad, notes)) break;
      height += line.height + pad;
      index += 1;
    }
    return index - at;
  }

  #draw(laid: LaidParagraph, from: number, to: number, gap: number): void {
    const flow = this.#flow;
    if (gap > 0) flow.advance(gap);
    const { frame } = flow;
    for (let index = from; index < to; index += 1) {
      drawLine(flow.page, laid, index, frame.columnLeft, flow.y, frame);
      flow.advance(linesHeight(laid, index, index + 1));
    }
    for (let index = from; index < to; index += 1)
      if (laid.lines[index]!.notes.length > 0) flow.addNotes(laid.lines[index]!.notes);
  }

  /** Paragraphs kept with the next move together with the first lines of what follows, when all of it fits on one page. */
  #keepChain(start: number, gap: number): void {
    const flow = this.#flow;
    if (flow.atTop) return;
    let height = gap;
    let at = start;
    const notes: Note[] = [];
    while (at < this.#blocks.length) {
      const block = this.#blocks[at]!;
      if (at > start) height += gapBetween(this.#blocks[at - 1], block, this.#context.settings);
      if (block.kind === "table") {
        height += tableStart(flow, block);
        break;
      }
      if (at > start && block.style.breakBefore) return;
      const laid = this.#lay(block, at);
      if (block.style.keepNext && at + 1 < this.#blocks.length) {
        height += linesHeight(laid);
        for (const line of laid.lines) notes.push(...line.notes);
      } else {
        const total = laid.lines.length;
        const least =
          block.style.keepLines || (block.style.widowControl && total <= 3) ? total : block.style.widowControl ? 2 : 1;
        height += linesHeight(laid, 0, least) - (laid.lines[least - 1]!.height - laid.lines[least - 1]!.need);
        for (const line of laid.lines.slice(0, least)) notes.push(...line.notes);
        break;
      }
      at += 1;
      if (height > flow.fullRoom) break;
    }
    this.#checked = at;
    if (height <= flow.fullRoom && !flow.fits(height, notes)) flow.next("automatic");
  }
}

/** Word's separator is a paragraph of the notes part, set like any other. */
function separatorHeight(document: ResolvedDocument, context: LayoutContext): number {
  if (context.rules.separatorHeight !== undefined) return context.rules.separatorHeight;
  const values = { page: 1, pages: 1, sectionPages: 1, pageFormat: "decimal" };
  const height = stackHeight(layStack(document.separator, 9000, values, context));
  return height === 0 ? 240 : Math.min(height, 1440);
}

/** Endnotes stand at the end of the document. */
function endnoteBlocks(notes: readonly Note[]): Block[] {
  return notes.flatMap((note): Block[] =>
    note.blocks.map((block): Block => {
      if (block.kind !== "paragraph") return block;
      return {
        ...block,
        inlines: block.inlines.map((inline) =>
          inline.kind === "noteMark" ? { kind: "text", text: note.mark, style: inline.style } : inline,
        ),
      };
    }),
  );
}
