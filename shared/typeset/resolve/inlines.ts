import { attribute, findChild, textOf, type XmlElement } from "../../opc/index.ts";
import { readDrawing } from "./drawing.ts";
import { computedField, fieldFormat, RENEWED } from "./fields.ts";
import { fromLegacy, isLegacyFont } from "./legacy.ts";
import { type FieldTarget, fieldTarget, makeLink } from "./links.ts";
import type { Inline, Link, Note, RunStyle } from "./model.ts";
import type { Story } from "./story.ts";
import type { TableRun } from "./styles.ts";
import { isSymbolFont, symbolText } from "./symbols.ts";
import { numberOf } from "./values.ts";
import { readVml } from "./vml.ts";

/** Reads the inline content of one paragraph into its resolved runs. */
export class InlineReader {
  readonly inlines: Inline[] = [];
  readonly #story: Story;
  readonly #styleId: string | undefined;
  readonly #table: TableRun | undefined;
  readonly #where: string;
  readonly #mark: RunStyle;
  #link: Link | undefined;

  constructor(story: Story, styleId: string | undefined, table: TableRun | undefined, where: string, mark: RunStyle) {
    this.#story = story;
    this.#styleId = styleId;
    this.#table = table;
    this.#where = where;
    this.#mark = mark;
  }

  #warn(code: Parameters<Story["warn"]>[0], detail = ""): void {
    this.#story.warn(code, this.#where, detail);
  }

  /** Reads the children of w:p, w:hyperlink, w:ins and other wrappers. */
  read(parent: XmlElement): void {
    for (const child of parent.children) {
      if (typeof child === "string") continue;
      switch (child.name) {
        case "w:r":
          this.#run(child);
          break;
        case "w:ins":
        case "w:moveTo":
          this.#warn("TRACKED_CHANGES");
          this.read(child);
          break;
        case "w:del":
        case "w:moveFrom":
          this.#warn("TRACKED_CHANGES");
          break;
        case "w:hyperlink":
          this.#hyperlink(child);
          break;
        case "w:smartTag":
        case "w:customXml":
        case "w:dir":
        case "w:bdo":
          this.read(child);
          break;
        case "w:sdt": {
          const content = findChild(child, "w:sdtContent");
          if (content !== undefined) this.read(content);
          break;
        }
        case "w:fldSimple":
          this.#simpleField(child);
          break;
        case "w:bookmarkStart":
          this.#story.openBookmark(child, (name, hidden) => {
            if (hidden) this.target(name);
            else this.bookmark(name, "start", false);
          });
          break;
        case "w:bookmarkEnd":
          this.#story.closeBookmark(child, (name) => this.bookmark(name, "end", false));
          break;
        case "m:oMath":
        case "m:oMathPara": {
          this.#warn("EQUATION_AS_TEXT");
          const text = textOf(child);
          if (text !== "") this.inlines.push({ kind: "text", text, style: this.#mark });
          break;
        }
        case "mc:AlternateContent": {
          const choice = findChild(child, "mc:Choice") ?? findChild(child, "mc:Fallback");
          if (choice !== undefined) this.read(choice);
          break;
        }
        case "w:commentRangeStart":
          this.#warn("COMMENTS_OMITTED");
          break;
      }
    }
  }

  bookmark(name: string, edge: "start" | "end", carried: boolean): void {
    this.inlines.push({ kind: "bookmark", name, edge, carried, style: this.#mark });
  }

  /** A place to link to. */
  target(name: string): void {
    this.inlines.push({ kind: "bookmark", name, edge: "start", carried: false, hidden: true, style: this.#mark });
  }

  #hyperlink(element: XmlElement): void {
    const id = attribute(element, "r:id");
    const outer = this.#link;
    this.#link ??= this.#linkTo({
      address: id === undefined ? undefined : this.#story.address(id),
      anchor: attribute(element, "w:anchor"),
      tip: attribute(element, "w:tooltip"),
    });
    this.read(element);
    this.#link = outer;
  }

  #linkTo(target: FieldTarget): Link | undefined {
    const link = makeLink(target);
    if (link === undefined && target.address !== undefined) this.#warn("LINK_DROPPED", target.address.slice(0, 100));
    return link;
  }

  /** Link of what is read now: the outermost one counts, so that an entry of a table of contents is one link. */
  get #current(): Link | undefined {
    if (this.#link !== undefined) return this.#link;
    for (const field of this.#story.fields) if (field.inResult && field.link !== undefined) return field.link;
    return undefined;
  }

  /** Adds an inline with the link it stands in. */
  #add(inline: Inline & { link?: Link }): void {
    const link = this.#current;
    if (link !== undefined) inline.link = link;
    this.inlines.push(inline);
  }

  #simpleField(element: XmlElement): void {
    const instruction = attribute(element, "w:instr") ?? "";
    const field = computedField(instruction);
    if (field === undefined) {
      if (RENEWED.test(instruction)) this.#warn("FIELD_CACHED", instruction.trim());
      const target = fieldTarget(instruction);
      const outer = this.#link;
      if (target !== undefined) this.#link ??= this.#linkTo(target);
      this.read(element);
      this.#link = outer;
      return;
    }
    const run = findChild(element, "w:r");
    const style = this.#story.styles.run(this.#styleId, this.#table, findChild(run, "w:rPr"));
    this.#add({ kind: "field", field, format: fieldFormat(instruction), style });
  }

  /** Is text here part of a field's code or of a result that is worked out anew? */
  get #muted(): boolean {
    return this.#story.fields.some((field) => !field.inResult || field.computed !== undefined);
  }

  #run(run: XmlElement): void {
    const properties = findChild(run, "w:rPr");
    const style = this.#story.styles.run(this.#styleId, this.#table, properties);
    this.#runContent(run, style);
  }

  #runContent(run: XmlElement, style: RunStyle): void {
    const out = this.inlines;
    for (const child of run.children) {
      if (typeof child === "string") continue;
      if (child.name === "w:fldChar") {
        this.#fieldCharacter(child, style);
        continue;
      }
      if (child.name === "w:instrText") {
        const field = this.#story.fields.at(-1);
        if (field !== undefined && !field.inResult) field.instruction += textOf(child);
        continue;
      }
      if (this.#muted) {
        const field = this.#story.fields.at(-1);
        if (field?.inResult && child.name === "w:t") field.style ??= style;
        continue;
      }
      const field = this.#story.fields.at(-1);
      if (field !== undefined) field.sawResult = true;
      if (style.hidden) continue;
      switch (child.name) {
        case "w:t":
          this.#text(textOf(child), style, attribute(child, "xml:space") === "preserve");
          break;
        case "w:tab":
        case "w:ptab":
          this.#add({ kind: "tab", style });
          break;
        case "w:br": {
          const type = attribute(child, "w:type");
          out.push({ kind: "break", what: type === "page" || type === "column" ? type : "line", style });
          break;
        }
        case "w:cr":
          out.push({ kind: "break", what: "line", style });
          break;
        case "w:noBreakHyphen":
          // U+2011 is missing in most faces: a word joiner after a plain hyphen says the same to the line breaker
          this.#add({ kind: "text", text: "-\u2060", style });
          break;
        case "w:softHyphen":
          break;
        case "w:sym":
          this.#symbol(child, style);
          break;
        case "w:drawing":
        case "w:pict":
        case "w:object":
          this.#drawing(child, style);
          break;
        case "mc:AlternateContent": {
          const choice = findChild(child, "mc:Choice");
          const fallback = findChild(child, "mc:Fallback");
          const drawing = findChild(choice, "w:drawing");
          const preset = drawing === undefined ? "" : JSON.stringify(drawing).slice(0, 200_000);
          const known = /"pic:pic"|"wps:txbx"|"wpg:wgp"|"prst":"(line|straightConnector1|rect|roundRect|ellipse)"/.test(
            preset,
          );
          const taken = known || fallback === undefined ? choice : fallback;
          if (taken !== undefined) this.#runContent(taken, style);
          break;
        }
        case "w:footnoteReference":
        case "w:endnoteReference":
          this.#noteReference(child, style);
          break;
        case "w:footnoteRef":
        case "w:endnoteRef":
          out.push({ kind: "noteMark", style });
          break;
        case "w:pgNum":
          this.#add({ kind: "field", field: "PAGE", style });
          break;
        case "w:ruby": {
          const base = findChild(child, "w:rubyBase");
          if (base !== undefined) this.read(base);
          break;
        }
        case "w:commentReference":
          this.#warn("COMMENTS_OMITTED");
          break;
      }
    }
  }

  #text(value: string, style: RunStyle, preserve: boolean): void {
    let text = preserve ? value : value.trim();
    if (text === "") return;
    if (/[\t\r\n]/.test(text)) text = text.replace(/[\t\r\n]+/g, " ");
    if (/[\u0300-\u036f]/.test(text)) text = text.normalize("NFC");
    if (isSymbolFont(style.family)) {
      const plain = symbolText(text, style.family);
      this.#add({
        kind: "text",
        text: plain,
        style: this.#story.styles.intern({ ...style, family: "Times New Roman" }),
      });
      return;
    }
    if (isLegacyFont(style.family)) {
      const today = fromLegacy(text, style.family);
      this.#warn("FONT_LEGACY_ENCODING", style.family);
      this.#add({
        kind: "text",
        text: today.text,
        style: this.#story.styles.intern({ ...style, family: today.family }),
      });
      return;
    }
    if (/[\u0590-\u08ff]/.test(text)) this.#warn("RIGHT_TO_LEFT");
    this.#add({ kind: "text", text, style });
  }

  #symbol(element: XmlElement, style: RunStyle): void {
    const code = Number.parseInt(attribute(element, "w:char") ?? "", 16);
    if (!Number.isFinite(code) || code <= 0 || code > 0x10ffff) return;
    const family = attribute(element, "w:font") ?? style.family;
    this.#text(String.fromCodePoint(code), { ...style, family }, true);
  }

  #drawing(element: XmlElement, style: RunStyle): void {
    const context = {
      media: (id: string) => this.#story.media(id),
      warn: (code: Parameters<Story["warn"]>[0], detail?: string) => this.#warn(code, detail),
      blocks: (content: XmlElement) => this.#story.inner(content),
    };
    if (element.name === "w:object") this.#warn("OLE_UNSUPPORTED");
    const read = element.name === "w:drawing" ? readDrawing(element, style, context) : readVml(element, style, context);
    for (const one of read === undefined ? [] : [read].flat()) {
      if (one.kind === "image") this.#add(one);
      else this.inlines.push(one);
    }
  }

  #noteReference(element: XmlElement, style: RunStyle): void {
    const kind = element.name === "w:footnoteReference" ? "footnote" : "endnote";
    const id = attribute(element, "w:id") ?? "";
    const custom = attribute(element, "w:customMarkFollows");
    const note: Note | undefined = this.#story.note(kind, id, custom === "1" || custom === "true", this.#where);
    if (note !== undefined) this.inlines.push({ kind: "note", note, mark: note.mark, style });
  }

  #fieldCharacter(element: XmlElement, style: RunStyle): void {
    const fields = this.#story.fields;
    const type = attribute(element, "w:fldCharType");
    if (type === "begin") {
      if (fields.length < 64) fields.push({ instruction: "", inResult: false, sawResult: false, style: undefined });
      return;
    }
    const field = fields.at(-1);
    if (field === undefined) return;
    if (type === "separate") {
      field.inResult = true;
      field.computed = computedField(field.instruction);
      const target = field.computed === undefined ? fieldTarget(field.instruction) : undefined;
      if (target !== undefined) field.link = this.#linkTo(target);
      return;
    }
    fields.pop();
    const computed = field.computed ?? computedField(field.instruction);
    if (computed !== undefined) {
      if (!this.#muted)
        this.#add({
          kind: "field",
          field: computed,
          format: fieldFormat(field.instruction),
          style: field.style ?? style,
        });
    } else if (RENEWED.test(field.instruction))
      this.#warn(field.sawResult ? "FIELD_CACHED" : "FIELD_EMPTY", field.instruction.trim());
  }
}

/** Width in twips that a w:tcW, w:tblW or w:gridCol asks for, when in twips. */
export function twipsOf(element: XmlElement | undefined): number | undefined {
  const type = attribute(element, "w:type") ?? "dxa";
  return type === "dxa" ? numberOf(attribute(element, "w:w")) : undefined;
}
