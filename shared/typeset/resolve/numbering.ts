import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { formatNumber } from "./number-formats.ts";
import { type ParagraphProps, type RunProps, readParagraphProps, readRunProps, type Theme } from "./properties.ts";
import { isOn, numberOf } from "./values.ts";

/** One level of a list (CT_Lvl). */
export interface ListLevel {
  start: number;
  format: string;
  text: string;
  follow: "tab" | "space" | "nothing";
  align: "left" | "center" | "right";
  /** Restart after this level or a higher one (1-based); 0 never; undefined after any higher one. */
  restart?: number;
  legal: boolean;
  paragraphStyle?: string;
  paragraph: ParagraphProps;
  run: RunProps;
}

interface ListInstance {
  abstract: string;
  levels: Map<number, ListLevel>;
  starts: Map<number, number>;
}

/** Counts list items in document order (ISO/IEC 29500-1, 17.9). */
export class Numbering {
  readonly #instances = new Map<string, ListInstance>();
  readonly #counters = new Map<string, (number | undefined)[]>();
  readonly #started = new Set<string>();

  constructor(root: XmlElement | undefined, theme: Theme) {
    const abstracts = new Map<string, Map<number, ListLevel>>();
    const links = new Map<string, string>();
    const styleLinks = new Map<string, string>();
    for (const element of root === undefined ? [] : childElements(root, "w:abstractNum")) {
      const id = attribute(element, "w:abstractNumId") ?? "";
      const levels = new Map<number, ListLevel>();
      for (const level of childElements(element, "w:lvl")) levels.set(levelNumber(level), readLevel(level, theme));
      abstracts.set(id, levels);
      const to = attribute(findChild(element, "w:numStyleLink"), "w:val");
      const from = attribute(findChild(element, "w:styleLink"), "w:val");
      if (to !== undefined) links.set(id, to);
      if (from !== undefined) styleLinks.set(from, id);
    }
    for (const element of root === undefined ? [] : childElements(root, "w:num")) {
      let abstract = attribute(findChild(element, "w:abstractNumId"), "w:val") ?? "";
      const linked = styleLinks.get(links.get(abstract) ?? "");
      if (linked !== undefined) abstract = linked;
      const levels = new Map(abstracts.get(abstract) ?? []);
      const starts = new Map<number, number>();
      for (const override of childElements(element, "w:lvlOverride")) {
        const number = levelNumber(override);
        const level = findChild(override, "w:lvl");
        if (level !== undefined) levels.set(number, readLevel(level, theme));
        const start = numberOf(attribute(findChild(override, "w:startOverride"), "w:val"));
        if (start !== undefined) starts.set(number, start);
      }
      this.#instances.set(attribute(element, "w:numId") ?? "", { abstract, levels, starts });
    }
  }

  /** Level of a list, or the level tied to a paragraph style. */
  level(id: string | undefined, level: number): ListLevel | undefined {
    return this.#instances.get(id ?? "")?.levels.get(level);
  }

  /** Number of the level that a paragraph style is tied to; 0 when none says so. */
  levelOfStyle(id: string | undefined, styleId: string): number {
    for (const [number, level] of this.#instances.get(id ?? "")?.levels ?? [])
      if (level.paragraphStyle === styleId) return number;
    return 0;
  }

  /** Counts one item and gives its label; `unknown` is told of a number format that is not known. */
  next(id: string, level: number, unknown: (format: string) => void): { text: string; level: ListLevel } | undefined {
    const instance = this.#instances.get(id);
    const found = instance?.levels.get(level);
    if (instance === undefined || found === undefined) return undefined;
    let counters = this.#counters.get(instance.abstract);
    if (counters === undefined) {
      counters = [];
      this.#counters.set(instance.abstract, counters);
    }
    for (const [number, start] of instance.starts) {
      const key = `${id}/${number}`;
      if (number > level || this.#started.has(key)) continue;
      this.#started.add(key);
      counters[number] = number === level ? start - 1 : start;
      for (let deeper = number + 1; deeper < 9; deeper += 1) counters[deeper] = undefined;
    }
    const current = counters[level];
    counters[level] = current === undefined ? (instance.starts.get(level) ?? found.start) : current + 1;
    for (let deeper = level + 1; deeper < 9; deeper += 1) {
      const restart = instance.levels.get(deeper)?.restart;
      if (restart === undefined || (restart !== 0 && level < restart)) counters[deeper] = undefined;
    }
    const text = found.text.replace(/%([1-9])/g, (_all, digit: string) => {
      const at = Number(digit) - 1;
      const shown = instance.levels.get(at);
      const value = counters[at] ?? instance.starts.get(at) ?? shown?.start ?? 1;
      if (counters[at] === undefined && at < level) counters[at] = value;
      const format = found.legal && at !== level ? "decimal" : (shown?.format ?? "decimal");
      return formatNumber(value, format, unknown);
    });
    return { text: found.format === "none" && found.text === "" ? "" : text, level: found };
  }
}

function levelNumber(element: XmlElement): number {
  return Math.min(Math.max(numberOf(attribute(element, "w:ilvl")) ?? 0, 0), 8);
}

/** Word 2010 and later put a format of their own beside one for older programs. */
function alternative(level: XmlElement): XmlElement | undefined {
  const choice = findChild(level, "mc:AlternateContent");
  return (
    findChild(findChild(choice, "mc:Choice"), "w:numFmt") ?? findChild(findChild(choice, "mc:Fallback"), "w:numFmt")
  );
}

function formatOf(element: XmlElement | undefined): string {
  const name = attribute(element, "w:val") ?? "decimal";
  return name === "custom" ? (attribute(element, "w:format") ?? "decimal") : name;
}

function readLevel(element: XmlElement, theme: Theme): ListLevel {
  const value = (name: string): string | undefined => attribute(findChild(element, name), "w:val");
  const follow = value("w:suff");
  const align = value("w:lvlJc");
  const legal = findChild(element, "w:isLgl");
  return {
    start: numberOf(value("w:start")) ?? 0,
    format: formatOf(findChild(element, "w:numFmt") ?? alternative(element)),
    text: value("w:lvlText") ?? "",
    follow: follow === "space" || follow === "nothing" ? follow : "tab",
    align: align === "center" ? "center" : align === "right" || align === "end" ? "right" : "left",
    restart: numberOf(value("w:lvlRestart")),
    legal: legal !== undefined && isOn(legal),
    paragraphStyle: value("w:pStyle"),
    paragraph: readParagraphProps(findChild(element, "w:pPr")),
    run: readRunProps(findChild(element, "w:rPr"), theme),
  };
}
