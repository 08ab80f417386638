import type { Strips } from "../lines/index.ts";
import type { Block, Floating, Inline, Note, Paragraph, ResolvedDocument, Section } from "../resolve/model.ts";
import { layStack, stackHeight } from "./cells.ts";
import { drawLine, drawOver, type LaidParagraph, placeOf } from "./draw.ts";
import { placeFloatingTable } from "./floating-table.ts";
import { type BodyArea, Flow, type Totals } from "./flow.ts";
import { fitFrames } from "./frames.ts";
import { HeaderHeights, HeaderSetter, headerKind, textWidth } from "./headers.ts";
import type { Page } from "./model.ts";
import { belowObstacles, freeStrips, obstacleOf, sideFloats } from "./obstacles.ts";
import { gapBetween, type LayoutContext, layParagraph, linesHeight } from "./paragraphs.ts";
import { Structure } from "./structure.ts";
import { placeTable, tableStart } from "./tableflow.ts";

/** Makes pages of a resolved document; with `tagged` each thing on them knows which element of the structure it belongs to. */
export function paginate(document: ResolvedDocument, context: LayoutContext, tagged: boolean): Page[] {
  const totals: Totals = { pages: 1, sections: [], places: new Map() };
  const { sections, endnotes } = document;
  const notesByBlock = endnoteBlocks(endnotes);
  const bodies = sections.map(({ blocks }, index) =>
    index === sections.length - 1 && endnotes.length > 0 ? [...blocks, ...notesByBlock.keys()] : blocks,
  );
  if (tagged) context.structure = new Structure(bodies, notesByBlock);
  const once = (): Page[] => new Paginator(document, bodies, context, totals).run();
  let pages = once();
  count(pages, totals, sections);
  // Page totals in the text itself are known only after a first round.
  if (usesTotals(document)) {
    pages = once();
    count(pages, totals, sections);
  }
  new HeaderSetter(document, context, totals).setAll(pages);
  for (const page of pages) drawOver(page);
  return pages;
}

function count(pages: Page[], totals: Totals, sections: readonly Section[]): void {
  totals.pages = pages.length;
  totals.sections = [];
  totals.places.clear();
  for (const page of pages) {
    totals.sections[page.section] = (totals.sections[page.section] ?? 0) + 1;
    const place = { number: page.number, format: sections[page.section]!.pageFormat };
    for (const { name } of page.marks) if (!totals.places.has(name)) totals.places.set(name, place);
  }
}

function usesTotals(document: ResolvedDocument): boolean {
  const inBlocks = (blocks: readonly Block[]): boolean =>
    blocks.some((block) =>
      block.kind === "paragraph"
        ? block.inlines.some(
            (inline) =>
              (inline.kind === "field" && inline.field !== "PAGE") ||
              (inline.kind === "note" && inBlocks(inline.note.blocks)) ||
              (inline.kind === "float" && inline.float.shape.kind === "box" && inBlocks(inline.float.shape.blocks)),
          )
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
  /** Floating things that text runs beside, whose line is not drawn yet. */
  readonly #pending = new Set<Floating>();
  /** What was set last. */
  #last: Block | undefined;
  /** Blocks before this one have been checked to stay together. */
  #checked = 0;

  constructor(document: ResolvedDocument, bodies: readonly Block[][], context: LayoutContext, totals: Totals) {
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
      if (this.#isBalanced(index)) this.#balance(this.#bodies[index]!);
      else this.#section(this.#bodies[index]!);
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

  /** Are the columns of a section made equal? They are before a continuous break on the same page (Word). */
  #isBalanced(index: number): boolean {
    const section = this.#document.sections[index]!;
    const next = this.#document.sections[index + 1];
    if (section.columns.length < 2 || next?.start !== "continuous" || this.#context.settings.unbalanced) return false;
    if (next.width !== section.width || next.height !== section.height || section.vertical !== "top") return false;
    const forced = this.#bodies[index]!.some(
      (block) =>
        block.kind === "paragraph" &&
        block.inlines.some((inline) => inline.kind === "break" && inline.what === "column"),
    );
    // Whoever breaks columns by hand wants them as they are.
    return !forced;
  }

  /** Sets a section so that the columns of its last page end as high as its content allows. */
  #balance(blocks: Block[]): void {
    const flow = this.#flow;
    const back = flow.remember();
    this.#section(blocks);
    const page = flow.pages.length - 1;
    const { top, bottom } = flow.columnSpan;
    let low = top;
    let high = bottom;
    for (let round = 0; round < 12 && high - low > 10; round += 1) {
      const middle = (low + high) / 2;
      back();
      flow.limit = { page, bottom: middle };
      this.#section(blocks);
      if (flow.pages.length - 1 === page && flow.columnSpan.bottom <= middle + 1) high = middle;
      else low = middle;
    }
    back();
    flow.limit = { page, bottom: high };
    this.#section(blocks);
    flow.limit = undefined;
  }

  #section(blocks: Block[]): void {
    this.#blocks = blocks;
    this.#checked = 0;
    // A section that goes on upon the same page keeps its distance from the one before.
    let above: Block | undefined = this.#flow.atTop ? undefined : this.#last;
    for (let at = 0; at < blocks.length; at += 1) {
      const block = blocks[at]!;
      const gap = gapBetween(above, block, this.#context.settings);
      if (block.kind === "table" && block.place !== undefined) {
        if (placeFloatingTable(this.#flow, block, gap)) continue;
        this.#context.warn("FRAME_IN_FLOW", block.where);
      }
      above = block;
      if (block.kind === "table") {
        const space = this.#spaceAbove(block, gap);
        this.#clear(space);
        placeTable(this.#flow, block, space);
      } else this.#paragraph(block, at, gap);
    }
    this.#last = above;
  }

  /** At the head of a page the space after what stands on the page before does not count, and after an automatic break none does. */
  #spaceAbove(block: Block, gap: number): number {
    const { atTop, topKind } = this.#flow;
    if (!atTop) return gap;
    return topKind === "automatic" || block.kind === "table" ? 0 : Math.min(gap, block.style.before);
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

  /** A table goes on below what text would run beside. */
  #clear(gap: number): void {
    const { obstacles, columnLeft, columnWidth, y } = this.#flow;
    if (obstacles.length === 0) return;
    const below = belowObstacles(obstacles, columnLeft, columnLeft + columnWidth, y + gap);
    if (below > y + gap) this.#flow.advance(below - y - gap);
  }

  /** Lays a paragraph beside floating things; its lines before `from` are on the page before and stay. Undefined when nothing is in its way. */
  #layBeside(
    paragraph: Paragraph,
    at: number,
    from: number,
    gap: number,
    known: (Strips | undefined)[] | undefined,
  ): { laid: LaidParagraph; strips: (Strips | undefined)[] } | undefined {
    const flow = this.#flow;
    const floats = sideFloats(paragraph).filter((float) => from === 0 || this.#pending.has(float));
    if (floats.length === 0 && flow.obstacles.length === 0 && known === undefined) return undefined;
    const { frame } = flow;
    const obstacles = [...flow.obstacles];
    for (const float of floats) {
      const place = placeOf(float, flow.page, frame.columnLeft, flow.y + gap, frame);
      if (this.#context.rules.floatsStayOnSheet)
        place.y = Math.max(Math.min(place.y, flow.page.height - float.height), 0);
      flow.settled.set(float, place);
      this.#pending.add(float);
      obstacles.push(obstacleOf(float, place.x, place.y));
    }
    if (known === undefined && !obstacles.some(({ y1 }) => y1 > flow.y)) return undefined;
    const strips = (known ?? []).slice(0, from);
    let base = 0;
    const left = frame.columnLeft;
    const laid = layParagraph(
      paragraph,
      frame.columnWidth,
      flow.values,
      this.#context,
      this.#blocks[at - 1],
      this.#blocks[at + 1],
      (index, above, height) => {
        if (index < from) return strips[index];
        if (index === from) base = above;
        strips[index] = freeStrips(obstacles, left, left + frame.columnWidth, flow.y + gap + above - base, height);
        return strips[index];
      },
    );
    return { laid, strips };
  }

  #paragraph(paragraph: Paragraph, at: number, gap: number): void {
    const flow = this.#flow;
    fitFrames(paragraph, flow.columnWidth, flow.values, this.#context);
    if (paragraph.style.breakBefore && !(flow.atTop && flow.topKind !== "automatic")) {
      if (!flow.atTop) flow.next("forced", true);
    }
    if (at >= this.#checked && paragraph.style.keepNext) this.#keepChain(at, gap);
    let from = 0;
    let before = this.#spaceAbove(paragraph, gap);
    let beside = this.#layBeside(paragraph, at, 0, before, undefined);
    let laid = beside?.laid ?? this.#lay(paragraph, at);
    const again = (): void => {
      beside = this.#layBeside(paragraph, at, from, before, beside?.strips);
      if (beside !== undefined) laid = beside.laid;
    };
    while (from < laid.lines.length) {
      // Lines up to a forced break are one piece; widow control works inside each.
      let end = from;
      while (end < laid.lines.length && laid.lines[end]!.ends === undefined) end += 1;
      const forced = end < laid.lines.length ? laid.lines[end]!.ends : undefined;
      if (forced !== undefined) end += 1;
      const reached = this.#lines(laid, from, end, before, beside !== undefined);
      from = reached;
      before = 0;
      if (reached < end) {
        again();
        continue;
      }
      if (forced !== undefined) {
        flow.next("forced", forced === "page");
        if (from < laid.lines.length) again();
      }
    }
    this.#laid.delete(paragraph);
  }

  /**
   * Sets lines `from` up to `end`, breaking pages by widow and keep rules. Returns the line it came to: before `end` when the page has
   * changed and the rest must be broken anew, for it stands beside other things there.
   */
  #lines(laid: LaidParagraph, from: number, end: number, gap: number, beside: boolean): number {
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
            if (beside || flow.obstacles.length > 0) return at;
            continue;
          }
          // Nothing fits on an empty page: one line at least is set, or there would be no end.
          count = Math.max(this.#fitting(laid, at, end, before), 1);
        }
      }
      this.#draw(laid, at, at + count, before);
      at += count;
      before = 0;
      if (at < end) {
        flow.next("automatic");
        if (beside || flow.obstacles.length > 0) return at;
      }
    }
    return end;
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
      for (const float of laid.lines[index]!.floats) {
        const place = flow.settled.get(float);
        if (place !== undefined && this.#pending.delete(float))
          flow.obstacles.push(obstacleOf(float, place.x, place.y));
      }
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

/** Endnotes stand at the end of the document: their blocks in order, each with its note. */
function endnoteBlocks(notes: readonly Note[]): Map<Block, Note> {
  const blocks = new Map<Block, Note>();
  for (const note of notes) {
    for (const block of note.blocks) {
      if (block.kind === "table") blocks.set(block, note);
      else {
        const inlines = block.inlines.map(
          (inline): Inline =>
            inline.kind === "noteMark" ? { kind: "text", text: note.mark, style: inline.style } : inline,
        );
        blocks.set({ ...block, inlines }, note);
      }
    }
  }
  return blocks;
}
