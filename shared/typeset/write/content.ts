import type { Face } from "../fonts/index.ts";
import type { Op, Page } from "../pages/model.ts";
import type { ArtifactKind, StructNode, Tag } from "../pages/structure.ts";
import type { UsedFont } from "./fonts.ts";
import { pdfColor } from "./objects.ts";
import { Sink } from "./sink.ts";

/** What writing a page's content asks of the document. */
interface ContentResources {
  font(face: Face): UsedFont;
  /** Resource name of a picture, or undefined when it cannot be shown. */
  image(op: Op & { kind: "image" }): string | undefined;
}

const POINT = 20;

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
  #size = 0;
  #fill = "";
  #stroke = "";
  #width = -1;
  #dash = "solid";
  #spacing = 0;
  #scale = 1;
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
    this.#stroke = "000000";
    this.#width = -1;
    this.#dash = "solid";
    this.#spacing = 0;
    this.#scale = 1;
    this.#height = page.height;
    this.#tagged = page.structure !== undefined;
    this.#pageIndex = index;
    this.#owners = [];
    this.#open = undefined;
    for (const op of page.under) this.#op(op);
    for (const op of page.ops) this.#op(op);
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
        this.#mark("layout", false);
        this.#line(op);
        return;
      case "fill":
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
  }

  #line(op: Op & { kind: "line" }): void {
    this.#endText();
    if (op.color !== this.#stroke) {
      this.#stroke = op.color;
      this.#out.ascii(`${pdfColor(op.color)} RG\n`);
    }
    if (op.width !== this.#width || op.dash !== this.#dash) {
      this.#width = op.width;
      this.#out.number(Math.max(op.width / POINT, 0.1));
      this.#out.ascii(" w\n");
    }
    if (op.dash !== this.#dash) {
      this.#dash = op.dash;
      const unit = Math.max(op.width / POINT, 0.5);
      this.#out.ascii(
        op.dash === "solid"
          ? "[] 0 d\n"
          : op.dash === "dotted"
            ? `[${unit} ${unit}] 0 d\n`
            : `[${unit * 4} ${unit * 3}] 0 d\n`,
      );
    }
    this.#numbers(op.x1, this.#height - op.y1);
    this.#out.ascii("m ");
    this.#numbers(op.x2, this.#height - op.y2);
    this.#out.ascii("l S\n");
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
    this.#mark(op.tag, true);
    this.#fillColor(style.color);
    if (!this.#inText) out.ascii("BT\n");
    this.#inText = true;
    const font = this.#resources.font(face);
    if (face !== this.#font || size !== this.#size) {
      this.#font = face;
      this.#size = size;
      out.ascii(`/${font.name} `);
      out.number(size);
      out.ascii(" Tf\n");
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
    const { codes } = font;
    if (typeof op.tag === "object") {
      // Words that only a tab parts get a space of their own: whoever reads the text does not see the gap (14.8.2.5).
      if (!this.#lastSpaced && op.y === this.#lastLine && op.x > this.#lastEnd + size * GAP) {
        out.ascii("1 0 0 1 ");
        this.#numbers(this.#lastEnd, this.#height - op.y);
        out.ascii("Tm (");
        out.glyph(codes[0x20]! || font.take(0x20));
        out.ascii(") Tj\n");
      }
      this.#lastEnd = op.x + op.width;
      this.#lastLine = op.y;
      this.#lastSpaced = text.charCodeAt(text.length - 1) === 0x20;
    }
    out.ascii("1 0 0 1 ");
    this.#numbers(op.x, this.#height - op.y);
    out.ascii("Tm ");
    // A stretched space is an adjustment after its glyph: Tw does not reach two-byte codes (9.3.3).
    const adjust = stretch === 0 ? 0 : -(stretch / POINT / size / style.scale) * 1000;
    out.ascii(stretch === 0 ? "(" : "[(");
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      let code: number;
      if (unit >= 0xd800 && unit < 0xdc00 && index + 1 < text.length) {
        code = font.take(text.codePointAt(index)!);
        index += 1;
      } else code = codes[unit]! || font.take(unit);
      out.glyph(code);
      if (unit === 0x20 && stretch !== 0) {
        out.byte(0x29);
        out.number(adjust);
        out.byte(0x28);
      }
    }
    out.ascii(stretch === 0 ? ") Tj\n" : ")] TJ\n");
  }
}

/** Puts an element that stands within text where its first content stands, with those round it. */
function attach(node: StructNode): void {
  if (node.attached || node.parent === undefined) return;
  node.attached = true;
  attach(node.parent);
  if (node.parent.content === undefined) node.parent.content = [node];
  else node.parent.content.push(node);
}
