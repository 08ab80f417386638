import type { Face } from "../fonts/index.ts";
import type { Op, Page } from "../pages/model.ts";
import type { ArtifactKind, StructNode, Tag } from "../pages/structure.ts";
import type { UsedFont } from "./fonts.ts";
import { pdfColor, pdfNumber } from "./objects.ts";
import { Rules } from "./rules.ts";
import { Sink } from "./sink.ts";

/** What writing a page's content asks of the document. */
interface ContentResources {
  font(face: Face): UsedFont;
  /** Resource name of a picture, or undefined when it cannot be shown. */
  image(op: Op & { kind: "image" }): string | undefined;
}

const POINT = 20;

/** Ends a string and shows it. */
const CLOSE = ") Tj\n";

/** A gap of more twips than this for each point of type size parts words. */
const GAP = 3;

/** Marks of what is not text (ISO 32000-1, 14.8.2.2). */
const ARTIFACTS: Record<ArtifactKind, string> = {
  layout: "/Artifact<</Type/Layout>>BDC\n",
  header: "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC\n",
  footer: "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC\n",
  repeated: "/Artifact<</Type/Pagination>>BDC\n",
};

/** Writes content streams (ISO 32000-1, 8 and 9). One writer serves all pages, so its buffer is made once. */
export class ContentWriter {
  readonly #out = new Sink(1 << 16);
  readonly #resources: ContentResources;
  #inText = false;
  #font: Face | undefined;
  /** Which of the face's fonts. */
  #part = 0;
  #size = 0;
  #fill = "";
  readonly #rules = new Rules();
  #spacing = 0;
  #wordSpace = 0;
  #scale = 1;
  /** Start of the line in the text object, in hundredths of a point. */
  #across = 0;
  #up = 0;
  #height = 0;
  #tagged = false;
  #pageIndex = 0;
  /** Open marked content, and whether it was opened inside a text object. */
  #open: Tag | undefined;
  #openInText = false;
  #owners: StructNode[] = [];
  /** Where the last text of this element ended, and whether with a space. */
  #lastEnd = 0;
  #lastLine = Number.NaN;
  #lastSpaced = true;
  /** The text shown last, as long as nothing has been written after it. */
  #last: (Op & { kind: "text" }) | undefined;

  constructor(resources: ContentResources) {
    this.#resources = resources;
  }

  /** Elements of the marked content of the page written last, by its number. */
  get owners(): StructNode[] {
    return this.#owners;
  }

  /** Gives its buffer back; nothing may be written afterwards. */
  release(): void {
    this.#out.release();
  }

  /** The content of a page; the bytes are valid until the next call. */
  page(page: Page, index: number): Uint8Array {
    this.#out.clear();
    this.#inText = false;
    this.#font = undefined;
    this.#fill = "000000";
    this.#spacing = 0;
    this.#wordSpace = 0;
    this.#scale = 1;
    this.#height = page.height;
    this.#rules.start();
    this.#tagged = page.structure !== undefined;
    this.#pageIndex = index;
    this.#owners = [];
    this.#open = undefined;
    for (const op of page.under) this.#op(op);
    this.#drawRules();
    for (const op of page.ops) this.#op(op);
    this.#drawRules();
    this.#closeMark();
    this.#endText();
    return this.#out.view();
  }

  #op(op: Op): void {
    switch (op.kind) {
      case "text":
        this.#text(op);
        return;
      case "line":
        this.#rules.add(op, this.#height);
        return;
      case "fill":
        this.#drawRules();
        this.#mark("layout", false);
        this.#endText();
        this.#fillColor(op.color);
        this.#numbers(op.x, this.#height - op.y - op.height);
        this.#numbers(op.width, op.height);
        this.#out.ascii("re f\n");
        return;
      case "image": {
        const name = this.#resources.image(op);
        if (name === undefined) return;
        this.#drawRules();
        this.#mark(op.tag, false);
        if (typeof op.tag === "object") op.tag.box = this.#box(op);
        this.#endText();
        this.#out.ascii("q ");
        this.#out.number(op.width / POINT);
        this.#out.ascii(" 0 0 ");
        this.#out.number(op.height / POINT);
        this.#out.byte(0x20);
        this.#numbers(op.x, this.#height - op.y - op.height);
        this.#out.ascii(`cm /${name} Do Q\n`);
        return;
      }
    }
  }

  /**
   * Opens the marked content that a thing belongs to, when another one or none is open (14.6). Marked content that begins in a
   * text object ends in it, and one that begins outside may hold whole text objects.
   */
  #mark(tag: Tag = "layout", text: boolean): void {
    if (!this.#tagged) return;
    if (tag === this.#open && (text || !this.#inText || !this.#openInText)) return;
    this.#closeMark();
    if (!text) this.#endText();
    this.#open = tag;
    this.#openInText = this.#inText;
    if (typeof tag === "string") {
      this.#out.ascii(ARTIFACTS[tag]);
      return;
    }
    const id = this.#owners.length;
    this.#owners.push(tag);
    attach(tag);
    if (tag.content !== undefined) tag.content.push({ kind: "marked", page: this.#pageIndex, id });
    else if (tag.markedPage >= 0) tag.content = [{ kind: "marked", page: this.#pageIndex, id }];
    else {
      tag.markedPage = this.#pageIndex;
      tag.markedId = id;
    }
    this.#out.ascii(`/${tag.type}<</MCID ${id}>>BDC\n`);
    this.#lastSpaced = true;
  }

  #closeMark(): void {
    if (this.#open === undefined) return;
    if (!this.#openInText) this.#endText();
    this.#out.ascii("EMC\n");
    this.#open = undefined;
    this.#last = undefined;
  }

  #box(op: { x: number; y: number; width: number; height: number }): [number, number, number, number] {
    const point = (twips: number): number => Math.round(twips * 5) / 100;
    const bottom = this.#height - op.y - op.height;
    return [point(op.x), point(bottom), point(op.x + op.width), point(bottom + op.height)];
  }

  /** Two lengths in twips as points, each followed by a space. */
  #numbers(across: number, up: number): void {
    this.#out.number(across / POINT);
    this.#out.byte(0x20);
    this.#out.number(up / POINT);
    this.#out.byte(0x20);
  }

  #endText(): void {
    if (this.#inText) this.#out.ascii("ET\n");
    this.#inText = false;
    this.#last = undefined;
  }

  /** Draws the lines gathered so far: before something that could cover them, and at the end of the page. */
  #drawRules(): void {
    if (this.#rules.empty) return;
    this.#mark("layout", false);
    this.#endText();
    this.#rules.draw(this.#out);
  }

  #fillColor(color: string): void {
    if (color === this.#fill) return;
    this.#fill = color;
    this.#out.ascii(`${pdfColor(color)} rg\n`);
  }

  #text(op: Op & { kind: "text" }): void {
    const out = this.#out;
    const { fitted, text, stretch } = op;
    const { style, face, size } = fitted;
    if (this.#part === 0 && continues(op, this.#last)) {
      this.#last = op;
      this.#lastEnd = op.x + op.width;
      this.#lastSpaced = true;
      // Taken into the string that is just closed.
      out.drop(CLOSE.length);
      out.ascii(text);
      out.ascii(CLOSE);
      return;
    }
    this.#beginText(op.tag);
    this.#fillColor(style.color);
    const font = this.#resources.font(face);
    if (face !== this.#font || size !== this.#size) {
      this.#font = face;
      this.#size = size;
      this.#part = -1;
    }
    if (style.spacing !== this.#spacing) {
      this.#spacing = style.spacing;
      out.number(style.spacing / POINT);
      out.ascii(" Tc\n");
    }
    if (style.scale !== this.#scale) {
      this.#scale = style.scale;
      out.number(style.scale * 100);
      out.ascii(" Tz\n");
    }
    if (typeof op.tag === "object") {
      // Words that only a tab parts get a space of their own: whoever reads the text does not see the gap (14.8.2.5).
      if (!this.#lastSpaced && op.y === this.#lastLine && op.x > this.#lastEnd + size * GAP) {
        this.#goTo(this.#lastEnd, op.y);
        this.#show(" ", font);
      }
      this.#lastEnd = op.x + op.width;
      this.#lastLine = op.y;
      this.#lastSpaced = text.charCodeAt(text.length - 1) === 0x20;
    }
    if (stretch !== this.#wordSpace && text.includes(" ")) {
      this.#wordSpace = stretch;
      // Before horizontal scaling (9.3.4), which was counted in; with a third decimal, for it adds up along the line.
      out.ascii(`${pdfNumber(stretch / POINT / style.scale)} Tw\n`);
    }
    this.#goTo(op.x, op.y);
    this.#show(text, font);
    this.#last = op;
  }

  /** Opens a text object and in it the marked content that a text belongs to: one object may hold the text of a whole page. */
  #beginText(tag: Tag = "layout"): void {
    if (tag !== this.#open && !(this.#inText && this.#openInText)) this.#closeMark();
    if (!this.#inText) {
      this.#out.ascii("BT\n");
      this.#inText = true;
      this.#across = 0;
      this.#up = 0;
    }
    this.#mark(tag, true);
  }

  /** Moves to a place on the page: steps from the place before are shorter than places, and many are alike. */
  #goTo(x: number, y: number): void {
    const across = Math.round((x / POINT) * 100);
    const up = Math.round(((this.#height - y) / POINT) * 100);
    const out = this.#out;
    out.hundredths(across - this.#across);
    out.byte(0x20);
    out.hundredths(up - this.#up);
    out.ascii(" Td\n");
    this.#across = across;
    this.#up = up;
  }

  #show(text: string, font: UsedFont): void {
    const out = this.#out;
    const { codes } = font;
    const { length } = text;
    let open = false;
    out.reserve(length * 2 + 1);
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index);
      let place: number;
      if (unit >= 0xd800 && unit < 0xdc00 && index + 1 < length) {
        place = font.take(text.codePointAt(index)!);
        index += 1;
      } else place = codes[unit]! || font.take(unit);
      if (place >> 8 !== this.#part || !open) {
        if (open) out.ascii(CLOSE);
        if (place >> 8 !== this.#part) {
          this.#part = place >> 8;
          out.ascii(`/${font.nameOf(this.#part)} `);
          out.number(this.#size);
          out.ascii(" Tf\n");
        }
        out.reserve((length - index) * 2 + 1);
        out.byte(0x28);
        open = true;
      }
      out.code(place & 0xff);
    }
    if (open) out.ascii(CLOSE);
  }
}

/** Is this only the space at the end of what was shown last, which has no width of its own to keep? */
function continues(op: Op & { kind: "text" }, last: (Op & { kind: "text" }) | undefined): boolean {
  return (
    last !== undefined &&
    op.tag === last.tag &&
    op.fitted === last.fitted &&
    op.y === last.y &&
    Math.abs(op.x - last.x - last.width) < 1 &&
    /^ +$/.test(op.text)
  );
}

/** Puts an element that stands within text where its first content stands, with those round it. */
function attach(node: StructNode): void {
  if (node.attached || node.parent === undefined) return;
  node.attached = true;
  attach(node.parent);
  if (node.parent.content === undefined) node.parent.content = [node];
  else node.parent.content.push(node);
}
