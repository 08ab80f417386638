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
  readonly #docRun: RunProps;
  readonly #docParagraph: ParagraphProps;
  readonly #runChains = new Map<string, RunProps>();
  readonly #runs = new Map<string, RunStyle>();
  readonly #interned = new Map<string, RunStyle>();
  readonly #paragraphs = new Map<string, ParagraphStyle>();

  constructor(root: XmlElement | undefined, theme: Theme) {
    this.theme = theme;
    const defaults = findChild(root, "w:docDefaults");
    this.#docRun = readRunProps(findChild(findChild(defaults, "w:rPrDefault"), "w:rPr"), theme);
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
    const key = `${paragraphStyle ?? ""}/${table?.key ?? ""}/${fingerprint(direct)}`;
    if (under === undefined) {
      const known = this.#runs.get(key);
      if (known !== undefined) return known;
    }
    const own = readRunProps(direct, this.theme);
    const levels = [
      table?.props ?? {},
      this.#runChain(paragraphStyle),
      own.style === undefined ? {} : this.#runChain(own.style),
    ];
    let props: RunProps = this.#docRun;
    for (const level of levels) props = layRunProps(props, level);
    for (const toggle of TOGGLES) {
      let value = false;
      for (const level of levels) if (level[toggle] === true) value = !value;
      props[toggle] = value || this.#docRun[toggle] === true;
    }
    if (under !== undefined) props = layRunProps(props, under);
    props = layRunProps(props, own);
    const style = this.intern({
      ...PLAIN,
      ...props,
      background: props.background === "" ? undefined : props.background,
    });
    if (under === undefined) this.#runs.set(key, style);
    return style;
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

  #finish(styleId: string, props: ParagraphProps): ParagraphStyle {
    const key = `${styleId}${JSON.stringify(props)}`;
    const known = this.#paragraphs.get(key);
    if (known !== undefined) return known;
    const tabs = (props.tabs ?? []).filter((tab): tab is TabStop => tab.kind !== "clear");
    tabs.sort((a, b) => a.at - b.at);
    const style: ParagraphStyle = {
      styleId,
      align: props.align ?? "left",
      left: props.left ?? 0,
      right: props.right ?? 0,
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
    };
    this.#paragraphs.set(key, style);
    return style;
  }
}

/** What a table style gives the runs of a cell; `key` is equal for equal properties. */
export interface TableRun {
  key: string;
  props: RunProps;
}

function visible<T extends { style: string }>(border: T | undefined): T | undefined {
  return border === undefined || border.style === "none" ? undefined : border;
}
