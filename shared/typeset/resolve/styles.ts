import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import type { ParagraphStyle, RunStyle, TabStop } from "./model.ts";
import {
  fingerprint,
  layParagraphProps,
  layRunProps,
  type ParagraphProps,
  type RunProps,
  readParagraphProps,
  readRunProps,
  type Theme,
} from "./properties.ts";

/** A style as written, with its parent (CT_Style). */
export interface StyleEntry {
  id: string;
  type: string;
  basedOn?: string;
  run: RunProps;
  paragraph: ParagraphProps;
  element: XmlElement;
}

/** Longest basedOn chain followed; Word allows 11 levels, and a circle must end. */
const MAX_CHAIN = 32;

/** Size in points of Word's own Normal style before Word 2007. */
const OLD_DEFAULT_SIZE = 12;

/** Toggle properties: set in two style levels they cancel out (ISO/IEC 29500-1, 17.7.3). */
const TOGGLES = ["bold", "italic", "caps", "smallCaps", "strike", "doubleStrike", "hidden"] as const;

const PLAIN: Required<Omit<RunProps, "style" | "underlineColor" | "background" | "border">> = {
  family: "Times New Roman",
  size: 10,
  bold: false,
  italic: false,
  underline: "none",
  strike: false,
  doubleStrike: false,
  vertical: "baseline",
  caps: false,
  smallCaps: false,
  hidden: false,
  color: "000000",
  spacing: 0,
  scale: 1,
  raise: 0,
};

/** The style sheet: answers what formatting a run or paragraph ends up with. */
export class Styles {
  readonly theme: Theme;
  readonly #entries = new Map<string, StyleEntry>();
  readonly #defaults = new Map<string, string>();
  readonly #tableSizeWins: boolean;
  readonly #docRunElement: XmlElement | undefined;
  readonly #docRun: RunProps;
  readonly #docParagraph: ParagraphProps;
  readonly #runChains = new Map<string, RunProps>();
  readonly #runs = new Map<string, RunStyle>();
  /** What the run properties met last came to, without reading them again: a long table has few different ones. */
  readonly #met = new Map<XmlElement | undefined, Map<string | undefined, Map<string | undefined, RunStyle>>>();
  readonly #interned = new Map<string, RunStyle>();
  readonly #paragraphs = new Map<string, ParagraphStyle>();

  /**
   * @param tableSizeWins text of 12 pt takes the size of its table's style, as Word does unless the file says
   *   `overrideTableStyleFontSizeAndJustification` ([MS-DOCX] 2.3, compatSetting)
   */
  constructor(root: XmlElement | undefined, theme: Theme, tableSizeWins = false) {
    this.theme = theme;
    this.#tableSizeWins = tableSizeWins;
    const defaults = findChild(root, "w:docDefaults");
    this.#docRunElement = findChild(findChild(defaults, "w:rPrDefault"), "w:rPr");
    this.#docRun = readRunProps(this.#docRunElement, theme);
    this.#docParagraph = readParagraphProps(findChild(findChild(defaults, "w:pPrDefault"), "w:pPr"));
    for (const element of root === undefined ? [] : childElements(root, "w:style")) {
      const id = attribute(element, "w:styleId");
      if (id === undefined) continue;
      const type = attribute(element, "w:type") ?? "paragraph";
      this.#entries.set(id, {
        id,
        type,
        basedOn: attribute(findChild(element, "w:basedOn"), "w:val"),
        run: readRunProps(findChild(element, "w:rPr"), theme),
        paragraph: readParagraphProps(findChild(element, "w:pPr")),
        element,
      });
      const isDefault = attribute(element, "w:default");
      if (isDefault === "1" || isDefault === "true" || isDefault === "on") this.#defaults.set(type, id);
    }
  }

  /** Language of the text where nothing else is said, `vi-VN`; Vietnamese when the file says nothing. */
  get language(): string {
    const normal = this.chain(this.defaultId("paragraph")).at(-1)?.element;
    const said = (run: XmlElement | undefined): string | undefined => attribute(findChild(run, "w:lang"), "w:val");
    return said(findChild(normal, "w:rPr")) ?? said(this.#docRunElement) ?? "vi-VN";
  }

  /** Id of the default style of a type (`paragraph`, `table`, …). */
  defaultId(type: string): string | undefined {
    return this.#defaults.get(type);
  }

  /** A style and those it is based on, the furthest first. */
  chain(id: string | undefined): StyleEntry[] {
    const chain: StyleEntry[] = [];
    let next = id;
    while (next !== undefined && chain.length < MAX_CHAIN) {
      const entry = this.#entries.get(next);
      if (entry === undefined || chain.includes(entry)) break;
      chain.unshift(entry);
      next = entry.basedOn;
    }
    return chain;
  }

  #runChain(id: string | undefined): RunProps {
    const key = id ?? "";
    let props = this.#runChains.get(key);
    if (props === undefined) {
      props = {};
      for (const entry of this.chain(id)) props = layRunProps(props, entry.run);
      this.#runChains.set(key, props);
    }
    return props;
  }

  /**
   * Formatting of a run.
   *
   * @param paragraphStyle style id of its paragraph
   * @param table what the table style gives (key and properties), if it stands in a table
   * @param direct its w:rPr
   * @param under properties below the direct ones, as list labels take from their level
   */
  run(
    paragraphStyle: string | undefined,
    table: TableRun | undefined,
    direct: XmlElement | undefined,
    under?: RunProps,
  ): RunStyle {
    if (under !== undefined) return this.#run(paragraphStyle, table, direct, under);
    let inStyle = this.#met.get(direct);
    if (inStyle === undefined) {
      inStyle = new Map();
      this.#met.set(direct, inStyle);
    }
    let inTable = inStyle.get(paragraphStyle);
    if (inTable === undefined) {
      inTable = new Map();
      inStyle.set(paragraphStyle, inTable);
    }
    let style = inTable.get(table?.key);
    if (style === undefined) {
      const key = `${paragraphStyle ?? ""}/${table?.key ?? ""}/${fingerprint(direct)}`;
      style = this.#runs.get(key) ?? this.#run(paragraphStyle, table, direct, undefined);
      this.#runs.set(key, style);
      inTable.set(table?.key, style);
    }
    return style;
  }

  #run(
    paragraphStyle: string | undefined,
    table: TableRun | undefined,
    direct: XmlElement | undefined,
    under: RunProps | undefined,
  ): RunStyle {
    const own = readRunProps(direct, this.theme);
    const levels = [
      table?.props ?? {},
      this.#runChain(paragraphStyle),
      own.style === undefined ? {} : this.#runChain(own.style),
    ];
    let props: RunProps = this.#docRun;
    for (const level of levels) props = layRunProps(props, level);
    if (
      this.#tableSizeWins &&
      levels[0]!.size !== undefined &&
      levels[1]!.size === OLD_DEFAULT_SIZE &&
      levels[2]!.size === undefined
    )
      props.size = levels[0]!.size;
    for (const toggle of TOGGLES) {
      let value = false;
      for (const level of levels) if (level[toggle] === true) value = !value;
      props[toggle] = value || this.#docRun[toggle] === true;
    }
    if (under !== undefined) props = layRunProps(props, under);
    props = layRunProps(props, own);
    return this.intern({
      ...PLAIN,
      ...props,
      background: props.background === "" ? undefined : props.background,
    });
  }

  /** One object for equal formatting. */
  intern(style: RunStyle & { style?: string }): RunStyle {
    const { style: _name, ...plain } = style;
    const key = JSON.stringify(Object.entries(plain).sort((a, b) => (a[0] < b[0] ? -1 : 1)));
    let known = this.#interned.get(key);
    if (known === undefined) {
      known = plain;
      this.#interned.set(key, known);
    }
    return known;
  }

  /**
   * Formatting of a paragraph.
   *
   * @param styleId its style, or the default one
   * @param levelProps what a list level gives (indent, tabs); asked for each numbering found on the way
   */
  paragraph(
    styleId: string | undefined,
    table: { key: string; props: ParagraphProps } | undefined,
    direct: XmlElement | undefined,
    levelProps: (numbering: { id?: string; level?: number }, styleId: string | undefined) => ParagraphProps,
  ): { style: ParagraphStyle; numbering?: { id: string; level: number } } {
    let props = this.#docParagraph;
    if (table !== undefined) props = layParagraphProps(props, table.props);
    let level = 0;
    for (const entry of this.chain(styleId)) {
      if (entry.paragraph.numbering !== undefined) {
        props = layParagraphProps(props, levelProps(entry.paragraph.numbering, entry.id));
        level = entry.paragraph.numbering.level ?? level;
      }
      props = layParagraphProps(props, entry.paragraph);
    }
    const own = readParagraphProps(direct);
    if (own.numbering !== undefined) {
      const merged = { id: own.numbering.id ?? props.numbering?.id, level: own.numbering.level ?? 0 };
      if (merged.id === "0") {
        // numId 0 takes the list away, its indents with it
        props = layParagraphProps(props, { left: own.left ?? 0, first: own.first ?? 0 });
      } else props = layParagraphProps(props, levelProps(merged, undefined));
      own.numbering = merged;
    }
    props = layParagraphProps(props, own);
    const numbering =
      props.numbering?.id === undefined || props.numbering.id === "0"
        ? undefined
        : { id: props.numbering.id, level: props.numbering.level ?? level };
    return { style: this.#finish(styleId ?? "", props), numbering };
  }

  /** By the names that Word gives its own styles: their ids differ with its language. */
  #role(styleId: string): ParagraphStyle["role"] {
    for (const { element } of this.chain(styleId).reverse()) {
      const name = attribute(findChild(element, "w:name"), "w:val") ?? "";
      const contents = CONTENTS.exec(name);
      if (contents !== null) return { kind: "contents", level: Number(contents[1] ?? 1) };
      if (name.toLowerCase() === "caption") return { kind: "caption" };
    }
    return undefined;
  }

  #finish(styleId: string, props: ParagraphProps): ParagraphStyle {
    const key = `${styleId}${JSON.stringify(props)}`;
    const known = this.#paragraphs.get(key);
    if (known !== undefined) return known;
    const tabs = (props.tabs ?? []).filter((tab): tab is TabStop => tab.kind !== "clear");
    tabs.sort((a, b) => a.at - b.at);
    const style: ParagraphStyle = {
      styleId,
      align: props.bidi === true ? MIRRORED[props.align ?? "left"] : (props.align ?? "left"),
      left: (props.bidi === true ? props.right : props.left) ?? 0,
      right: (props.bidi === true ? props.left : props.right) ?? 0,
      first: props.first ?? 0,
      before: Math.max(props.before ?? 0, 0),
      after: Math.max(props.after ?? 0, 0),
      line: props.line === undefined || props.line === 0 ? 240 : props.line,
      lineRule: props.line === undefined || props.line === 0 ? "auto" : (props.lineRule ?? "auto"),
      contextual: props.contextual ?? false,
      keepNext: props.keepNext ?? false,
      keepLines: props.keepLines ?? false,
      breakBefore: props.breakBefore ?? false,
      widowControl: props.widowControl ?? true,
      tabs,
      top: visible(props.top),
      bottom: visible(props.bottom),
      leftBorder: visible(props.leftBorder),
      rightBorder: visible(props.rightBorder),
      between: visible(props.between),
      background: props.background === "" ? undefined : props.background,
      outline: props.outline !== undefined && props.outline < 9 ? props.outline : undefined,
      role: this.#role(styleId),
    };
    this.#paragraphs.set(key, style);
    return style;
  }
}

/** Names of Word's styles of entries, whatever language its menus have; a list of figures has one level. */
const CONTENTS = /^(?:toc ([1-9])|table of figures|table of authorities)$/i;

/** Alignment of a paragraph that runs from right to left. */
const MIRRORED: Record<ParagraphStyle["align"], ParagraphStyle["align"]> = {
  left: "right",
  right: "left",
  center: "center",
  both: "both",
  distribute: "distribute",
};

/** What a table style gives the runs of a cell; `key` is equal for equal properties. */
export interface TableRun {
  key: string;
  props: RunProps;
}

function visible<T extends { style: string }>(border: T | undefined): T | undefined {
  return border === undefined || border.style === "none" ? undefined : border;
}
