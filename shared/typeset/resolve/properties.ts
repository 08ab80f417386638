import { childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { isLegacyFont } from "./legacy.ts";
import type { BorderLine, TabStop } from "./model.ts";
import { borderOf, colorOf, HIGHLIGHTS, isOn, numberOf, shadingOf } from "./values.ts";

/** Run properties as far as one place sets them (CT_RPr). */
export interface RunProps {
  style?: string;
  family?: string;
  size?: number;
  bold?: boolean;
  italic?: boolean;
  underline?: string;
  underlineColor?: string;
  strike?: boolean;
  doubleStrike?: boolean;
  vertical?: "baseline" | "superscript" | "subscript";
  caps?: boolean;
  smallCaps?: boolean;
  hidden?: boolean;
  color?: string;
  background?: string;
  spacing?: number;
  scale?: number;
  raise?: number;
  border?: BorderLine;
}

/** Paragraph properties as far as one place sets them (CT_PPr). */
export interface ParagraphProps {
  style?: string;
  align?: "left" | "center" | "right" | "both" | "distribute";
  left?: number;
  right?: number;
  first?: number;
  before?: number;
  after?: number;
  line?: number;
  lineRule?: "auto" | "exact" | "atLeast";
  contextual?: boolean;
  /** Runs from right to left: its left side is its right one. */
  bidi?: boolean;
  keepNext?: boolean;
  keepLines?: boolean;
  breakBefore?: boolean;
  widowControl?: boolean;
  /** Added stops; `clear` entries take one away. */
  tabs?: (TabStop | { at: number; kind: "clear" })[];
  top?: BorderLine;
  bottom?: BorderLine;
  leftBorder?: BorderLine;
  rightBorder?: BorderLine;
  between?: BorderLine;
  background?: string;
  outline?: number;
  numbering?: { id?: string; level?: number };
}

/** Theme font names by `minorHAnsi`, `majorHAnsi`, …; and theme colours by `accent1`, `dark1`, … */
export interface Theme {
  fonts: Map<string, string>;
  colors: Map<string, string>;
}

/** Reads a w:rPr. */
export function readRunProps(element: XmlElement | undefined, theme: Theme): RunProps {
  const props: RunProps = {};
  if (element === undefined) return props;
  for (const child of element.children) {
    if (typeof child === "string") continue;
    const value = child.attributes["w:val"];
    switch (child.name) {
      case "w:rStyle":
        props.style = value;
        break;
      case "w:rFonts": {
        const a = child.attributes;
        const themed = theme.fonts.get(a["w:asciiTheme"] ?? a["w:hAnsiTheme"] ?? "");
        let family = themed ?? a["w:ascii"] ?? a["w:hAnsi"];
        // Vietnamese letters are set in the font for the upper codes; an old font for the others alone does not make the text an old one.
        const upper = a["w:hAnsi"];
        if (family !== undefined && upper !== undefined && isLegacyFont(family) && !isLegacyFont(upper)) family = upper;
        if (family !== undefined && family !== "") props.family = family;
        break;
      }
      case "w:sz": {
        const half = numberOf(value);
        if (half !== undefined && half > 0) props.size = Math.min(half, 3276) / 2;
        break;
      }
      case "w:b":
        props.bold = isOn(child);
        break;
      case "w:i":
        props.italic = isOn(child);
        break;
      case "w:u":
        if (value !== undefined) props.underline = value;
        props.underlineColor = colorOf(child.attributes["w:color"]);
        break;
      case "w:strike":
        props.strike = isOn(child);
        break;
      case "w:dstrike":
        props.doubleStrike = isOn(child);
        break;
      case "w:vertAlign":
        props.vertical = value === "superscript" || value === "subscript" ? value : "baseline";
        break;
      case "w:caps":
        props.caps = isOn(child);
        break;
      case "w:smallCaps":
        props.smallCaps = isOn(child);
        break;
      case "w:vanish":
        props.hidden = isOn(child);
        break;
      case "w:color": {
        const themed = theme.colors.get(child.attributes["w:themeColor"] ?? "");
        props.color = colorOf(value) ?? themed ?? "000000";
        break;
      }
      case "w:highlight":
        props.background = value === "none" ? "" : HIGHLIGHTS[value ?? ""];
        break;
      case "w:shd":
        props.background ??= shadingOf(child);
        break;
      case "w:spacing":
        props.spacing = numberOf(value);
        break;
      case "w:w": {
        const percent = numberOf(value);
        if (percent !== undefined && percent > 0) props.scale = Math.min(percent, 600) / 100;
        break;
      }
      case "w:position": {
        const half = numberOf(value);
        if (half !== undefined) props.raise = half * 10;
        break;
      }
      case "w:bdr":
        props.border = borderOf(child);
        break;
    }
  }
  return props;
}

const ALIGNMENTS: Record<string, NonNullable<ParagraphProps["align"]>> = {
  left: "left",
  start: "left",
  center: "center",
  right: "right",
  end: "right",
  both: "both",
  distribute: "distribute",
  lowKashida: "both",
  mediumKashida: "both",
  highKashida: "both",
  thaiDistribute: "distribute",
};

/** Reads a w:pPr. Character-unit indents (w:firstLineChars …) are left to their twip twins, which Word always writes too. */
export function readParagraphProps(element: XmlElement | undefined): ParagraphProps {
  const props: ParagraphProps = {};
  if (element === undefined) return props;
  for (const child of element.children) {
    if (typeof child === "string") continue;
    const a = child.attributes;
    switch (child.name) {
      case "w:pStyle":
        props.style = a["w:val"];
        break;
      case "w:jc":
        props.align = ALIGNMENTS[a["w:val"] ?? ""] ?? "left";
        break;
      case "w:ind": {
        const left = numberOf(a["w:left"] ?? a["w:start"]);
        const right = numberOf(a["w:right"] ?? a["w:end"]);
        const hanging = numberOf(a["w:hanging"]);
        const first = numberOf(a["w:firstLine"]);
        if (left !== undefined) props.left = left;
        if (right !== undefined) props.right = right;
        if (hanging !== undefined) props.first = -hanging;
        else if (first !== undefined) props.first = first;
        break;
      }
      case "w:spacing": {
        const auto = (name: string): boolean => a[name] !== undefined && a[name] !== "0" && a[name] !== "false";
        const before = numberOf(a["w:before"]);
        const after = numberOf(a["w:after"]);
        const line = numberOf(a["w:line"]);
        if (before !== undefined) props.before = before;
        if (after !== undefined) props.after = after;
        // HTML automatic spacing is 14 pt in Word
        if (auto("w:beforeAutospacing")) props.before = 280;
        if (auto("w:afterAutospacing")) props.after = 280;
        if (line !== undefined) {
          props.line = Math.abs(line);
          const rule = a["w:lineRule"];
          props.lineRule = rule === "exact" || rule === "atLeast" ? rule : line < 0 ? "exact" : "auto";
        }
        break;
      }
      case "w:contextualSpacing":
        props.contextual = isOn(child);
        break;
      case "w:bidi":
        props.bidi = isOn(child);
        break;
      case "w:keepNext":
        props.keepNext = isOn(child);
        break;
      case "w:keepLines":
        props.keepLines = isOn(child);
        break;
      case "w:pageBreakBefore":
        props.breakBefore = isOn(child);
        break;
      case "w:widowControl":
        props.widowControl = isOn(child);
        break;
      case "w:tabs":
        props.tabs = readTabs(child);
        break;
      case "w:pBdr":
        props.top = borderOf(findChild(child, "w:top"));
        props.bottom = borderOf(findChild(child, "w:bottom"));
        props.leftBorder = borderOf(findChild(child, "w:left"));
        props.rightBorder = borderOf(findChild(child, "w:right"));
        props.between = borderOf(findChild(child, "w:between"));
        break;
      case "w:shd":
        props.background = shadingOf(child) ?? "";
        break;
      case "w:outlineLvl":
        props.outline = numberOf(a["w:val"]);
        break;
      case "w:numPr":
        props.numbering = {
          id: findChild(child, "w:numId")?.attributes["w:val"],
          level: numberOf(findChild(child, "w:ilvl")?.attributes["w:val"]),
        };
        break;
    }
  }
  return props;
}

function readTabs(element: XmlElement): NonNullable<ParagraphProps["tabs"]> {
  const tabs: NonNullable<ParagraphProps["tabs"]> = [];
  for (const tab of childElements(element, "w:tab")) {
    const at = numberOf(tab.attributes["w:pos"]);
    if (at === undefined) continue;
    const kind = tab.attributes["w:val"] ?? "left";
    if (kind === "clear") tabs.push({ at, kind: "clear" });
    else {
      const known =
        kind === "center" || kind === "right" || kind === "decimal" || kind === "bar"
          ? kind
          : kind === "end"
            ? "right"
            : "left";
      const leader = tab.attributes["w:leader"];
      const leaders = ["dot", "hyphen", "underscore", "middleDot", "heavy"] as const;
      tabs.push({ at, kind: known, leader: leaders.find((name) => name === leader) ?? "none" });
    }
  }
  return tabs;
}

/** `over` laid on `under`: set fields win, tab stops add up. */
export function layParagraphProps(under: ParagraphProps, over: ParagraphProps): ParagraphProps {
  const result = { ...under };
  for (const key in over) {
    const value = over[key as keyof ParagraphProps];
    if (value !== undefined) (result as Record<string, unknown>)[key] = value;
  }
  if (under.tabs !== undefined && over.tabs !== undefined) {
    const replaced = new Set(over.tabs.map((tab) => tab.at));
    result.tabs = [...under.tabs.filter((tab) => !replaced.has(tab.at)), ...over.tabs];
  }
  if (under.numbering !== undefined && over.numbering !== undefined) {
    result.numbering = {
      id: over.numbering.id ?? under.numbering.id,
      level: over.numbering.level ?? under.numbering.level,
    };
  }
  return result;
}

/** `over` laid on `under`: set fields win. */
export function layRunProps(under: RunProps, over: RunProps): RunProps {
  const result = { ...under };
  for (const key in over) {
    const value = over[key as keyof RunProps];
    if (value !== undefined) (result as Record<string, unknown>)[key] = value;
  }
  return result;
}

/** A short text that is equal for equal property elements, so their meaning is worked out once. */
export function fingerprint(element: XmlElement | undefined): string {
  if (element === undefined) return "";
  let key = element.name;
  const attributes = element.attributes;
  for (const name in attributes) key += `|${name}=${attributes[name]}`;
  for (const child of element.children) if (typeof child !== "string") key += `(${fingerprint(child)})`;
  return key;
}
