import type { LayoutRules } from "../differences.ts";
import { glyphOf } from "../fonts/index.ts";
import type { AbsoluteTab, Floating, Inline, Link, Note, Paragraph, Picture, RunStyle } from "../resolve/model.ts";
import { formatNumber } from "../resolve/number-formats.ts";
import { standIn } from "../resolve/symbols.ts";
import type { WarningCode } from "../warnings.ts";
import { type Fitted, type Fitter, measure } from "./fit.ts";

/** What a stretch of a line is besides plain text: a list label, the leader of a tab, the mark inside a note. */
export interface Role {
  kind: "label" | "leader" | "noteMark";
}

/** Sets a stretch apart from the text round it: a link, the reference to a note, or a {@link Role}. */
export type Span = Link | Note | Role;

const LABEL: Role = { kind: "label" };
const NOTE_MARK: Role = { kind: "noteMark" };

/** The smallest thing a line is built of. Widths in twips. */
export interface Atom {
  kind: "text" | "space" | "tab" | "break" | "image" | "float" | "bookmark";
  text: string;
  width: number;
  fitted: Fitted;
  /** May the line end after this? */
  breakAfter: boolean;
  what?: "line" | "page" | "column";
  note?: Note;
  picture?: Picture;
  float?: Floating;
  span?: Span;
  /** Of a tab that goes to a side or the middle of the column. */
  absolute?: AbsoluteTab;
  /** A place to link to, with no end. */
  hidden?: boolean;
  name?: string;
  edge?: "start" | "end";
  carried?: boolean;
  /** A list label set to the left of its place by so much of its width. */
  pull?: number;
}

/** What fields and note marks in a paragraph stand for where it is set. */
export interface FieldValues {
  page: number;
  pages: number;
  sectionPages: number;
  pageFormat: string;
  /** Page numbers of the bookmarks, by name, once they are known. */
  places?: ReadonlyMap<string, { number: number; format: string }>;
  /** Mark of the note being set, for w:footnoteRef. */
  noteMark?: string;
}

/** What making atoms needs. */
export interface AtomContext {
  fitter: Fitter;
  /** What is done where Word and LibreOffice are known to differ. */
  rules: LayoutRules;
  /** One object for equal formatting, for small capitals. */
  intern(style: RunStyle): RunStyle;
  warn(code: WarningCode, where: string, detail?: string): void;
}

/** Small capitals are capitals at this part of the size. */
const SMALL_CAPS = 0.8;

const LONGEST_ATOM = 120;

const HYPHEN = 0x2d;
const EN_DASH = 0x2013;
const EM_DASH = 0x2014;

/** Cuts a paragraph's runs into atoms: words, spaces, tabs, breaks, pictures. Break places after hyphens and dashes, never after a slash (Word). */
export function makeAtoms(paragraph: Paragraph, values: FieldValues, context: AtomContext): Atom[] {
  const maker = new AtomMaker(paragraph, values, context);
  return maker.make();
}

/** What the stretch that an inline makes is set apart as. */
function spanOf(inline: Inline): Span | undefined {
  if (inline.kind === "note") return inline.note;
  if (inline.kind === "noteMark") return NOTE_MARK;
  return "link" in inline ? inline.link : undefined;
}

class AtomMaker {
  readonly #atoms: Atom[] = [];
  readonly #paragraph: Paragraph;
  readonly #values: FieldValues;
  readonly #context: AtomContext;
  /** Has the current word a letter already? A hyphen that starts a word is no break place. */
  #inWord = false;
  /** Span of the atoms made now. */
  #span: Span | undefined;

  constructor(paragraph: Paragraph, values: FieldValues, context: AtomContext) {
    this.#paragraph = paragraph;
    this.#values = values;
    this.#context = context;
  }

  make(): Atom[] {
    this.#label();
    for (const inline of this.#paragraph.inlines) {
      this.#span = spanOf(inline);
      this.#inline(inline);
    }
    return this.#atoms;
  }

  #label(): void {
    const label = this.#paragraph.label;
    if (label === undefined) return;
    const before = this.#atoms.length;
    this.#span = LABEL;
    if (label.text !== "") this.#text(label.text, label.style);
    let width = 0;
    for (const atom of this.#atoms.slice(before)) {
      atom.breakAfter = false;
      if (atom.kind === "space") atom.kind = "text";
      width += atom.width;
    }
    const first = this.#atoms[before];
    if (first !== undefined && label.align !== "left") first.pull = label.align === "right" ? width : width / 2;
    this.#inWord = false;
    this.#span = undefined;
    if (label.follow === "tab") this.#push("tab", "", 0, this.#context.fitter.fit(label.style), false);
    else if (label.follow === "space" && label.text !== "") this.#text("\u00a0", label.style);
    this.#inWord = false;
  }

  #push(kind: Atom["kind"], text: string, width: number, fitted: Fitted, breakAfter: boolean): Atom {
    const atom: Atom = { kind, text, width, fitted, breakAfter, span: this.#span };
    this.#atoms.push(atom);
    return atom;
  }

  #inline(inline: Inline): void {
    const { fitter } = this.#context;
    switch (inline.kind) {
      case "text":
        this.#text(inline.text, inline.style);
        return;
      case "tab":
        this.#inWord = false;
        this.#push("tab", "", 0, fitter.fit(inline.style), true).absolute = inline.absolute;
        return;
      case "break":
        this.#inWord = false;
        this.#push("break", "", 0, fitter.fit(inline.style), true).what = inline.what;
        return;
      case "image":
        this.#push("image", "", inline.picture.width, fitter.fit(inline.style), true).picture = inline.picture;
        return;
      case "float":
        this.#push("float", "", 0, fitter.fit(inline.style), false).float = inline.float;
        return;
      case "field":
        this.#text(this.#fieldText(inline), inline.style);
        return;
      case "note":
        if (inline.mark === "") this.#push("text", "", 0, fitter.fit(inline.style), false).note = inline.note;
        else {
          this.#text(inline.mark, inline.style);
          this.#atoms.at(-1)!.note = inline.note;
        }
        return;
      case "noteMark":
        if (this.#values.noteMark !== undefined && this.#values.noteMark !== "") {
          const plain = this.#context.rules.noteNumberPlain;
          const style = plain ? this.#context.intern({ ...inline.style, vertical: "baseline" }) : inline.style;
          this.#text(this.#values.noteMark, style);
        }
        return;
      case "bookmark": {
        const atom = this.#push("bookmark", "", 0, fitter.fit(inline.style), false);
        atom.name = inline.name;
        atom.edge = inline.edge;
        atom.carried = inline.carried;
        atom.hidden = inline.hidden;
        return;
      }
    }
  }

  #fieldText({ field, format, bookmark, stored }: Inline & { kind: "field" }): string {
    const { page, pages, sectionPages, pageFormat, places } = this.#values;
    if (field === "PAGEREF") {
      const place = places?.get(bookmark ?? "");
      return place === undefined ? (stored ?? "") : formatNumber(place.number, format ?? place.format);
    }
    const value = field === "PAGE" ? page : field === "NUMPAGES" ? pages : sectionPages;
    return formatNumber(value, format ?? (field === "PAGE" ? pageFormat : "decimal"));
  }

  #text(text: string, style: RunStyle): void {
    if (style.caps) this.#plain(text.toUpperCase(), style);
    else if (style.smallCaps) {
      const small = this.#context.intern({ ...style, smallCaps: false, size: style.size * SMALL_CAPS });
      for (const part of text.match(/\p{Ll}+|\P{Ll}+/gu) ?? []) {
        if (/^\p{Ll}/u.test(part)) this.#plain(part.toUpperCase(), small);
        else this.#plain(part, style);
      }
    } else this.#plain(text, style);
  }

  #plain(text: string, style: RunStyle): void {
    const fitted = this.#context.fitter.fit(style);
    const { glyphs } = fitted.face;
    const length = text.length;
    let start = 0;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x20) {
        if (at > start) this.#word(text.slice(start, at), fitted, false);
        let end = at + 1;
        while (end < length && text.charCodeAt(end) === 0x20) end += 1;
        const spaces = end - at === 1 ? " " : text.slice(at, end);
        this.#push("space", spaces, measure(spaces, fitted), fitted, true);
        this.#inWord = false;
        at = end - 1;
        start = end;
      } else if (code === HYPHEN || code === EN_DASH || code === EM_DASH) {
        const next = at + 1 < length ? text.charCodeAt(at + 1) : 0x41;
        if ((at > start || this.#inWord) && next !== 0x20 && next !== 0x2060 && next !== HYPHEN && glyphs[code] !== 0) {
          this.#word(text.slice(start, at + 1), fitted, true);
          start = at + 1;
        }
      } else if (
        code < 0x20 ||
        (code >= 0x2000 && code <= 0x206f) ||
        code === 0xad ||
        code >= 0x2e80 ||
        glyphs[code] === 0
      ) {
        const width = code >= 0xd800 && code < 0xdc00 && at + 1 < length ? 2 : 1;
        if (
          glyphs[code] !== 0 &&
          code > 0x20 &&
          code !== 0xad &&
          !(code >= 0x2000 && code <= 0x200f) &&
          !(code >= 0x2028 && code <= 0x206f) &&
          code < 0x2e80
        )
          continue;
        if (at > start) this.#word(text.slice(start, at), fitted, false);
        this.#special(text.slice(at, at + width), code, fitted, style);
        at += width - 1;
        start = at + 1;
      }
    }
    if (start < length) this.#word(start === 0 ? text : text.slice(start), fitted, false);
  }

  #word(text: string, fitted: Fitted, breakAfter: boolean): void {
    // A word of any length is kept in short atoms, so that cutting it between letters stays cheap.
    let rest = text;
    while (rest.length > LONGEST_ATOM) {
      let cut = LONGEST_ATOM;
      if (rest.charCodeAt(cut - 1) >= 0xd800 && rest.charCodeAt(cut - 1) < 0xdc00) cut -= 1;
      const head = rest.slice(0, cut);
      this.#push("text", head, measure(head, fitted), fitted, false);
      rest = rest.slice(cut);
    }
    const overhang = fitted.overhang === 0 ? 0 : fitted.overhang * (rest.split("\u00a0").length - 1);
    this.#push("text", rest, measure(rest, fitted) + overhang, fitted, breakAfter);
    this.#inWord = true;
  }

  /** A character that is invisible, has its own break rule, or is not in the face. */
  #special(char: string, code: number, fitted: Fitted, style: RunStyle): void {
    if (code === 0x200b) {
      const last = this.#atoms.at(-1);
      if (last !== undefined) last.breakAfter = true;
      return;
    }
    // controls, soft hyphen, joiners, direction marks, byte-order mark, choice of a glyph: nothing to draw
    if (
      code < 0x20 ||
      code === 0xad ||
      (code >= 0x200c && code <= 0x200f) ||
      (code >= 0x2028 && code <= 0x202e) ||
      (code >= 0x2060 && code <= 0x206f) ||
      code === 0xfeff ||
      (code >= 0xfe00 && code <= 0xfe0f)
    )
      return;
    const codePoint = char.codePointAt(0)!;
    const breakable = code >= 0x2e80 && code < 0xd7ff;
    if (glyphOf(fitted.face, codePoint) !== 0) {
      this.#word(char, fitted, breakable);
      return;
    }
    const other = this.#context.fitter.fallback(style, codePoint);
    if (other !== undefined) {
      this.#word(char, other, breakable);
      return;
    }
    const replacement = standIn(char) ?? (code >= 0xf000 && code <= 0xf0ff ? "•" : undefined);
    if (replacement !== undefined) {
      const to = replacement.codePointAt(0)!;
      const face = glyphOf(fitted.face, to) !== 0 ? fitted : this.#context.fitter.fallback(style, to);
      if (face !== undefined) {
        if (replacement === " ") this.#push("space", " ", measure(" ", face), face, true);
        else this.#word(replacement, face, breakable);
        return;
      }
    }
    this.#context.warn(
      "GLYPH_MISSING",
      this.#paragraph.where,
      `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`,
    );
    const box = glyphOf(fitted.face, 0x25a1) !== 0 ? fitted : this.#context.fitter.fallback(style, 0x25a1);
    if (box !== undefined) this.#word("□", box, breakable);
  }
}
