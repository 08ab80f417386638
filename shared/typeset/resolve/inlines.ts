import { attribute, findChild, textOf, type XmlElement } from "../../opc/index.ts";
import { isDrawn, readDrawing } from "./drawing.ts";
import {
  type Computed,
  computedField,
  datedField,
  type FieldSurroundings,
  isCharacter,
  LONGEST_INSTRUCTION,
  staleness,
} from "./fields.ts";
import { showsUnknown } from "./known.ts";
import { lettersOf } from "./letters.ts";
import { type FieldTarget, fieldTarget, makeLink } from "./links.ts";
import type { AbsoluteTab, Inline, Link, Note, RunStyle } from "./model.ts";
import type { Story } from "./story.ts";
import type { TableRun } from "./styles.ts";
import { numberOf } from "./values.ts";
import { readVml } from "./vml.ts";

/** Reads the inline content of one paragraph into its resolved runs. */
export class InlineReader {
  readonly inlines: Inline[];
  readonly #story: Story;
  readonly #styleId: string | undefined;
  readonly #table: TableRun | undefined;
  readonly #where: string;
  readonly #mark: RunStyle;
  #link: Link | undefined;

  /** @param inlines what stands before them: of a paragraph that goes on in this one */
  constructor(
    story: Story,
    styleId: string | undefined,
    table: TableRun | undefined,
    where: string,
    mark: RunStyle,
    inlines: Inline[] = [],
  ) {
    this.inlines = inlines;
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
        default:
          if (showsUnknown(child)) this.#warn("CONTENT_UNKNOWN", child.name);
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
    const instruction = (attribute(element, "w:instr") ?? "").slice(0, LONGEST_INSTRUCTION);
    const lock = attribute(element, "w:fldLock");
    const field =
      lock === "1" || lock === "true"
        ? undefined
        : computedField(instruction, this.#around(), findChild(element, "w:fldData"));
    const target = fieldTarget(instruction);
    const outer = this.#link;
    if (target !== undefined) this.#link ??= this.#linkTo(target);
    if (field === undefined) {
      this.#stale(instruction, textOf(element) !== "");
      this.read(element);
    } else {
      const run = findChild(element, "w:r");
      const style = this.#story.styles.run(this.#styleId, this.#table, findChild(run, "w:rPr"));
      this.#computed(field, style, textOf(element), undefined);
    }
    this.#link = outer;
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
        if (field !== undefined && !field.inResult && field.instruction.length < LONGEST_INSTRUCTION)
          field.instruction = (field.instruction + textOf(child)).slice(0, LONGEST_INSTRUCTION);
        continue;
      }
      if (this.#muted) {
        const field = this.#story.fields.at(-1);
        if (field?.inResult && child.name === "w:t") {
          field.style ??= style;
          field.stored += textOf(child);
        }
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
          this.#add({ kind: "tab", style });
          break;
        case "w:ptab":
          this.#add({ kind: "tab", style, absolute: absoluteTab(child) });
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
          const known = isDrawn(findChild(choice, "w:drawing"));
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
          if (textOf(findChild(child, "w:rt")).trim() !== "") this.#warn("RUBY_OMITTED");
          break;
        }
        case "w:commentReference":
          this.#warn("COMMENTS_OMITTED");
          break;
        case "w:contentPart":
          this.#warn("SHAPE_UNSUPPORTED", "contentPart");
          break;
        default:
          if (showsUnknown(child)) this.#warn("CONTENT_UNKNOWN", child.name);
      }
    }
  }

  #text(value: string, style: RunStyle, preserve: boolean): void {
    const letters = lettersOf(value, style, preserve, this.#story.styles, (code, detail) => this.#warn(code, detail));
    if (letters !== undefined) this.#add({ kind: "text", ...letters });
  }

  #symbol(element: XmlElement, style: RunStyle): void {
    const code = Number.parseInt(attribute(element, "w:char") ?? "", 16);
    if (!isCharacter(code)) return;
    const family = attribute(element, "w:font") ?? style.family;
    this.#text(String.fromCodePoint(code), { ...style, family }, true);
  }

  #drawing(element: XmlElement, style: RunStyle): void {
    const context = {
      media: (id: string) => this.#story.media(id),
      warn: (code: Parameters<Story["warn"]>[0], detail?: string) => this.#warn(code, detail),
      blocks: (content: XmlElement) => this.#story.inner(content),
      part: (id: string) => this.#story.xml(id),
      intern: (plain: RunStyle) => this.#story.styles.intern(plain),
      colors: this.#story.styles.theme.colors,
    };
    const read = element.name === "w:drawing" ? readDrawing(element, style, context) : readVml(element, style, context);
    const all = read === undefined ? [] : [read].flat();
    // An embedded object is shown by the picture that it left of itself; without one nothing is.
    if (element.name === "w:object" && all.length === 0) this.#warn("OLE_UNSUPPORTED");
    for (const one of all) {
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
      const lock = attribute(element, "w:fldLock");
      fields.push({
        instruction: "",
        inResult: false,
        sawResult: false,
        stored: "",
        locked: lock === "1" || lock === "true",
        form: findChild(element, "w:ffData"),
      });
      return;
    }
    const field = fields.at(-1);
    if (field === undefined) return;
    if (type === "separate") {
      field.inResult = true;
      if (!field.locked) field.computed = computedField(field.instruction, this.#around(), field.form);
      const target = fieldTarget(field.instruction);
      if (target !== undefined) field.link = this.#linkTo(target);
      return;
    }
    fields.pop();
    const around = this.#around();
    const computed =
      field.computed ??
      (field.locked && field.sawResult ? undefined : computedField(field.instruction, around, field.form)) ??
      (field.sawResult ? undefined : datedField(field.instruction, around));
    if (computed === undefined) this.#stale(field.instruction, field.sawResult);
    else if (!this.#muted) this.#computed(computed, field.style ?? style, field.stored, field.link);
  }

  #around(): FieldSurroundings {
    const { styles, times, fields } = this.#story;
    return {
      ...times,
      language: styles.language,
      inContents: fields.some(({ instruction }) => /^\s*TOC\b/i.test(instruction)),
    };
  }

  #stale(instruction: string, sawResult: boolean): void {
    const code = staleness(instruction, sawResult);
    if (code !== undefined && !this.#muted) this.#warn(code, instruction.trim().slice(0, 100));
  }

  /** What a field comes to; `stored` is shown where only the pages tell, and they do not. */
  #computed(computed: Computed, style: RunStyle, stored: string, link: Link | undefined): void {
    const outer = this.#link;
    this.#link ??= link;
    if (computed.kind === "page") {
      const { field, format, bookmark } = computed;
      this.#add({ kind: "field", field, format, style, ...(bookmark === undefined ? {} : { bookmark, stored }) });
    } else this.#text(computed.text, { ...style, family: computed.family ?? style.family }, true);
    this.#link = outer;
  }
}

/** Where a w:ptab goes, whatever tab stops there are (17.3.3.23). */
function absoluteTab(element: XmlElement): AbsoluteTab {
  const align = attribute(element, "w:alignment");
  const leader = attribute(element, "w:leader");
  const leaders = ["dot", "hyphen", "underscore", "middleDot"] as const;
  return {
    align: align === "center" || align === "right" ? align : "left",
    from: attribute(element, "w:relativeTo") === "indent" ? "indent" : "margin",
    leader: leaders.find((name) => name === leader) ?? "none",
  };
}

/** Width in twips that a w:tcW, w:tblW or w:gridCol asks for, when in twips. */
export function twipsOf(element: XmlElement | undefined): number | undefined {
  const type = attribute(element, "w:type") ?? "dxa";
  return type === "dxa" ? numberOf(attribute(element, "w:w")) : undefined;
}
