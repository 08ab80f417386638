import { VanthuError } from "../../errors/index.ts";
import type { FieldValues } from "../lines/index.ts";
import type { Floating, Note, Section } from "../resolve/model.ts";
import { drawBox, drawStack, layStack, type Stack } from "./cells.ts";
import type { Frame } from "./draw.ts";
import type { Page } from "./model.ts";
import type { Obstacle } from "./obstacles.ts";
import type { LayoutContext } from "./paragraphs.ts";

/** More pages than any document of an office; a bound against made-up files. */
const MAX_PAGES = 20_000;

/** Word's footnote separator: a two-inch rule on a line of its own; a continued note gets a rule of the full width. */
const SEPARATOR_RULE = 2880;

/** Body area of a page: top and bottom depend on how high its header and footer are. */
export interface BodyArea {
  top: number;
  bottom: number;
}

/** What is known of the whole document only once its pages are made. */
export interface Totals {
  pages: number;
  /** Pages of each section. */
  sections: number[];
  /** Page number of each bookmark, with the number format of its section. */
  places: Map<string, { number: number; format: string }>;
}

/** How the top of a page came about: space before is dropped only after an automatic break (rule 4). */
export type TopKind = "start" | "forced" | "automatic";

interface PageNote {
  stack: Stack;
  from: number;
  to: number;
}

/** The state of pagination: the page being filled, and where on it. */
export class Flow {
  readonly pages: Page[] = [];
  readonly context: LayoutContext;
  section!: Section;
  sectionIndex = -1;
  page!: Page;
  /** Next free place. */
  y = 0;
  column = 0;
  /** Is nothing placed yet in this column? */
  atTop = true;
  topKind: TopKind = "start";
  totals: Totals;
  /** Columns of this page (from 0) end so high, where they are to be of equal length. */
  limit: { page: number; bottom: number } | undefined;
  /** What text keeps clear of on this page. */
  obstacles: Obstacle[] = [];
  /** Where the floating things that text runs beside stand. */
  readonly settled = new Map<Floating, { x: number; y: number }>();
  #area: BodyArea = { top: 0, bottom: 0 };
  #columnTop = 0;
  #notes: PageNote[] = [];
  #noteHeight = 0;
  #noteContinued = false;
  #carried: PageNote[] = [];
  readonly #noteStacks = new Map<Note, Stack>();
  readonly #separator: number;
  readonly #bodyArea: (section: Section, sectionPage: number, number: number) => BodyArea;
  #sectionPage = 0;
  #marginShift = 0;

  constructor(
    context: LayoutContext,
    totals: Totals,
    separatorHeight: number,
    bodyArea: (section: Section, sectionPage: number, number: number) => BodyArea,
  ) {
    this.context = context;
    this.totals = totals;
    this.#separator = separatorHeight;
    this.#bodyArea = bodyArea;
  }

  /** Field values for content set now. */
  get values(): FieldValues {
    return {
      page: this.page?.number ?? 1,
      pages: this.totals.pages,
      sectionPages: this.totals.sections[this.sectionIndex] ?? 1,
      pageFormat: this.section.pageFormat,
      places: this.totals.places,
    };
  }

  get columnWidth(): number {
    return this.section.columns[Math.min(this.column, this.section.columns.length - 1)]!.width;
  }

  get columnLeft(): number {
    let x = this.section.margins.left + this.#marginShift;
    for (let index = 0; index < this.column; index += 1)
      x += this.section.columns[index]!.width + this.section.columns[index]!.gap;
    return x;
  }

  get frame(): Frame {
    return {
      columnLeft: this.columnLeft,
      columnWidth: this.columnWidth,
      marginLeft: this.section.margins.left + this.#marginShift,
      marginRight: this.section.width - this.section.margins.right,
      marginTop: this.#area.top,
      marginBottom: this.#area.bottom,
      settled: this.settled,
      box: (page, float, x, y) => drawBox(page, float, x, y, this.values, this.context),
    };
  }

  /** Room left for text above the notes. */
  get room(): number {
    const bottom = this.#area.bottom - this.#noteHeight;
    const { limit } = this;
    return (limit?.page === this.pages.length - 1 ? Math.min(bottom, limit.bottom) : bottom) - this.y;
  }

  /** Where the columns of this page begin, and how far down the longest of them reaches. */
  get columnSpan(): { top: number; bottom: number } {
    return { top: this.#columnTop, bottom: Math.max(this.#lowest, this.y) };
  }

  /** Remembers this place. What is called goes back to it: what was set since is set anew. */
  remember(): () => void {
    const { pages, page, section, sectionIndex, y, column, atTop, topKind } = this;
    const count = pages.length;
    const lists = [page.under, page.ops, page.marks, page.links, page.headings];
    const lengths = lists.map((list) => list.length);
    const over = page.over === undefined ? undefined : [...page.over];
    const obstacles = [...this.obstacles];
    const notes = [...this.#notes];
    const carried = [...this.#carried];
    const [area, columnTop, lowest] = [this.#area, this.#columnTop, this.#lowest];
    const [noteHeight, noteContinued] = [this.#noteHeight, this.#noteContinued];
    const [sectionPage, marginShift] = [this.#sectionPage, this.#marginShift];
    return () => {
      pages.length = count;
      lists.forEach((list, index) => {
        list.length = lengths[index]!;
      });
      page.over = over === undefined ? undefined : [...over];
      Object.assign(this, { page, section, sectionIndex, y, column, atTop, topKind, obstacles: [...obstacles] });
      this.#notes = [...notes];
      this.#carried = [...carried];
      this.#area = area;
      this.#columnTop = columnTop;
      this.#lowest = lowest;
      this.#noteHeight = noteHeight;
      this.#noteContinued = noteContinued;
      this.#sectionPage = sectionPage;
      this.#marginShift = marginShift;
    };
  }

  /** Room on an empty page of this section, without notes. */
  get fullRoom(): number {
    return this.#area.bottom - this.#area.top;
  }

  startSection(section: Section, index: number): void {
    const continuous =
      section.start === "continuous" &&
      this.sectionIndex >= 0 &&
      section.width === this.section.width &&
      section.height === this.section.height;
    const columnBreak = section.start === "nextColumn" && this.sectionIndex >= 0;
    if (continuous || columnBreak) {
      this.section = section;
      this.sectionIndex = index;
      this.column = 0;
      if (!this.atTop) this.y = Math.max(this.y, this.#lowest);
      this.#columnTop = this.y;
      this.#lowest = this.y;
      return;
    }
    if (this.page !== undefined) this.#finishPage();
    this.section = section;
    this.sectionIndex = index;
    this.#sectionPage = 0;
    const next = section.pageStart ?? (this.page === undefined ? 1 : this.page.number + 1);
    if (
      this.page !== undefined &&
      ((section.start === "evenPage" && next % 2 !== 0) || (section.start === "oddPage" && next % 2 === 0))
    ) {
      // Word leaves a blank page so that the section starts on the wanted side.
      this.#addPage(section.pageStart === undefined ? next : this.page.number + 1);
      this.#finishPage();
      this.#sectionPage = 0;
      this.#addPage(section.pageStart ?? next + 1);
    } else this.#addPage(next);
    this.topKind = "start";
  }

  #lowest = 0;

  #addPage(number: number): void {
    if (this.pages.length >= MAX_PAGES) {
      throw new VanthuError("DOCX_TOO_LONG", {
        message: `Văn bản dài hơn ${MAX_PAGES} trang, vượt giới hạn của bộ dàn trang.`,
        where: `trang ${this.pages.length}`,
        hint: "Chia văn bản thành nhiều tệp.",
      });
    }
    const { width, height } = this.section;
    this.page = {
      width,
      height,
      number,
      section: this.sectionIndex,
      under: [],
      ops: [],
      marks: [],
      links: [],
      headings: [],
      structure: this.context.structure,
    };
    this.pages.push(this.page);
    this.obstacles = [];
    this.#area = this.#bodyArea(this.section, this.#sectionPage, number);
    const { mirrorMargins, gutterAtTop } = this.context.settings;
    this.#marginShift = gutterAtTop
      ? 0
      : mirrorMargins && number % 2 === 0
        ? this.section.margins.right - this.section.margins.left
        : this.section.gutter;
    this.#sectionPage += 1;
    this.y = this.#area.top;
    this.#columnTop = this.y;
    this.#lowest = this.y;
    this.column = 0;
    this.atTop = true;
    this.#notes = [];
    this.#noteHeight = 0;
    this.#noteContinued = false;
    this.#placeCarried();
  }

  /** Goes to the next column or page. */
  next(kind: TopKind, whole = false): void {
    this.#lowest = Math.max(this.#lowest, this.y);
    if (!whole && this.column + 1 < this.section.columns.length) {
      this.column += 1;
      this.y = this.#columnTop;
      this.atTop = true;
    } else {
      this.#finishPage();
      this.#addPage(this.page.number + 1);
    }
    this.topKind = kind;
  }

  /** Takes room on the page. */
  advance(height: number): void {
    this.y += height;
    this.atTop = false;
  }

  /** Ends the last page, and sets what notes are still left on pages of their own. */
  finish(): void {
    this.#finishPage();
    while (this.#carried.length > 0) {
      this.#addPage(this.page.number + 1);
      this.#finishPage();
    }
  }

  #noteStack(note: Note): Stack {
    let stack = this.#noteStacks.get(note);
    if (stack === undefined) {
      stack = layStack(note.blocks, this.columnWidth, { ...this.values, noteMark: note.mark }, this.context);
      this.#noteStacks.set(note, stack);
    }
    return stack;
  }

  /** Room that notes need at the least: all of them whole but the last, of which two lines must stand with its mark. */
  noteRoom(notes: readonly Note[], whole: boolean): number {
    if (notes.length === 0) return 0;
    let height = this.#notes.length === 0 ? this.#separator : 0;
    notes.forEach((note, index) => {
      const stack = this.#noteStack(note);
      const count = stack.slices.length;
      const least = whole || index < notes.length - 1 || count <= 3 ? count : 2;
      for (let at = 0; at < least; at += 1) height += stack.slices[at]!.height + stack.slices[at]!.gap;
    });
    return height;
  }

  /** Does content of this height, with its notes, fit here? */
  fits(height: number, notes: readonly Note[] = []): boolean {
    const slack = 0.05;
    if (height > this.room + slack) return false;
    return notes.length === 0 || height + this.noteRoom(notes, false) <= this.room + slack;
  }

  /** Sets notes at the foot of the page; what does not fit goes on at the foot of the next one. Call after `advance`. */
  addNotes(notes: readonly Note[]): void {
    for (const note of notes) this.#setNote({ stack: this.#noteStack(note), from: 0, to: 0 }, true);
  }

  #setNote(note: PageNote, force: boolean): void {
    if (this.#carried.length > 0) {
      this.#carried.push(note);
      return;
    }
    let room = this.room - (this.#notes.length === 0 ? this.#separator : 0);
    let to = note.from;
    const { slices } = note.stack;
    while (to < slices.length) {
      const height = slices[to]!.height + (to === note.from && note.from > 0 ? 0 : slices[to]!.gap);
      if (height > room + 1 && !(force && to === note.from && this.#notes.length === 0)) break;
      room -= height;
      to += 1;
    }
    if (to > note.from) {
      if (this.#notes.length === 0) this.#noteHeight += this.#separator;
      for (let at = note.from; at < to; at += 1)
        this.#noteHeight += slices[at]!.height + (at === note.from && note.from > 0 ? 0 : slices[at]!.gap);
      this.#notes.push({ stack: note.stack, from: note.from, to });
    }
    if (to < slices.length) this.#carried.push({ stack: note.stack, from: to, to });
  }

  #placeCarried(): void {
    const carried = this.#carried;
    this.#carried = [];
    this.#noteContinued = carried.length > 0 && carried[0]!.from > 0;
    for (const note of carried) this.#setNote(note, true);
  }

  #finishPage(): void {
    if (this.#notes.length > 0) {
      const left =
        this.columnLeft - (this.column > 0 ? this.columnLeft - this.section.margins.left - this.#marginShift : 0);
      let y = this.#area.bottom - this.#noteHeight;
      const length = this.#noteContinued ? this.columnWidth : Math.min(SEPARATOR_RULE, this.columnWidth);
      const ruleY = y + this.#separator * 0.6;
      this.page.ops.push({
        kind: "line",
        x1: left,
        y1: ruleY,
        x2: left + length,
        y2: ruleY,
        width: 10,
        color: "000000",
        dash: "solid",
      });
      y += this.#separator;
      for (const note of this.#notes) {
        drawStack(this.page, note.stack, left, y, note.from, note.to, this.frame);
        for (let at = note.from; at < note.to; at += 1) {
          y += note.stack.slices[at]!.height + (at === note.from && note.from > 0 ? 0 : note.stack.slices[at]!.gap);
        }
      }
      this.#notes = [];
    }
    const { vertical } = this.section;
    const free = this.#area.bottom - this.y;
    if ((vertical === "center" || vertical === "bottom") && this.#noteHeight === 0 && free > 0)
      this.#shift(vertical === "center" ? free / 2 : free);
  }

  /** Moves everything on the page down: section vertical alignment. */
  #shift(by: number): void {
    for (const op of [...this.page.under, ...this.page.ops]) {
      if (op.kind === "line") {
        op.y1 += by;
        op.y2 += by;
      } else op.y += by;
    }
    for (const box of [...this.page.marks, ...this.page.links]) {
      box.y0 += by;
      box.y1 += by;
    }
    for (const heading of this.page.headings) heading.y += by;
  }
}
