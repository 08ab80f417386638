import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { twipsOf } from "./inlines.ts";
import type { BorderLine, Cell, CellBorders, Margins } from "./model.ts";
import {
  layParagraphProps,
  layRunProps,
  type ParagraphProps,
  type RunProps,
  readParagraphProps,
  readRunProps,
} from "./properties.ts";
import { type Story, switchOf } from "./story.ts";
import { borderOf, edgesOf, numberOf, shadingOf } from "./values.ts";

/** What one conditional part of a table style (w:tblStylePr) sets. */
export interface Conditional {
  run: RunProps;
  paragraph: ParagraphProps;
  borders: TableBorders;
  background?: string;
  align?: Cell["align"];
  /** Row switches a header row's format may carry. */
  header?: boolean;
  cantSplit?: boolean;
}

/** Borders of a table with those between its cells. */
export interface TableBorders extends CellBorders {
  insideH?: BorderLine;
  insideV?: BorderLine;
}

/** Reads w:tblBorders or w:tcBorders. */
export function tableBordersOf(element: XmlElement | undefined): TableBorders {
  if (element === undefined) return {};
  return {
    ...edgesOf(element),
    insideH: borderOf(findChild(element, "w:insideH")),
    insideV: borderOf(findChild(element, "w:insideV")),
  };
}

/** `over` laid on `under`: set fields win. */
export function overlay<T extends object>(under: T, over: T): T {
  const result = { ...under };
  for (const key in over) if (over[key] !== undefined) result[key] = over[key];
  return result;
}

/** Reads w:tblCellMar or w:tcMar. */
export function marginsOf(element: XmlElement | undefined): Partial<Margins> {
  if (element === undefined) return {};
  const side = (...names: string[]): number | undefined => {
    for (const name of names) {
      const value = twipsOf(findChild(element, name));
      if (value !== undefined) return Math.max(value, 0);
    }
    return undefined;
  };
  return {
    top: side("w:top"),
    bottom: side("w:bottom"),
    left: side("w:left", "w:start"),
    right: side("w:right", "w:end"),
  };
}

/** Only the fields that are set. */
export function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}

/** w:vAlign of cells. */
export const VERTICAL: Record<string, Cell["align"]> = {
  top: "top",
  center: "center",
  both: "center",
  bottom: "bottom",
};

/** A table style with what it is based on. */
export interface TableStyle {
  whole: Conditional;
  conditionals: Map<string, Conditional>;
  margins: Partial<Margins>;
  indent: number;
  rowBand: number;
  columnBand: number;
}

/** Reads a table style chain (ISO/IEC 29500-1, 17.7.6). */
export function readTableStyle(styleId: string | undefined, story: Story): TableStyle {
  const result: TableStyle = {
    whole: { run: {}, paragraph: {}, borders: {} },
    conditionals: new Map(),
    margins: {},
    indent: 0,
    rowBand: 1,
    columnBand: 1,
  };
  for (const entry of story.styles.chain(styleId)) {
    if (entry.type !== "table") continue;
    const properties = findChild(entry.element, "w:tblPr");
    const cell = findChild(entry.element, "w:tcPr");
    result.whole = layConditional(result.whole, {
      run: entry.run,
      paragraph: entry.paragraph,
      borders: tableBordersOf(findChild(properties, "w:tblBorders")),
      background: shadingOf(findChild(cell, "w:shd")),
      align: VERTICAL[attribute(findChild(cell, "w:vAlign"), "w:val") ?? ""],
    });
    result.margins = { ...result.margins, ...defined(marginsOf(findChild(properties, "w:tblCellMar"))) };
    result.indent = twipsOf(findChild(properties, "w:tblInd")) ?? result.indent;
    result.rowBand = numberOf(attribute(findChild(properties, "w:tblStyleRowBandSize"), "w:val")) ?? result.rowBand;
    result.columnBand =
      numberOf(attribute(findChild(properties, "w:tblStyleColBandSize"), "w:val")) ?? result.columnBand;
    for (const part of childElements(entry.element, "w:tblStylePr")) {
      const name = attribute(part, "w:type") ?? "";
      const partCell = findChild(part, "w:tcPr");
      const conditional: Conditional = {
        run: readRunProps(findChild(part, "w:rPr"), story.styles.theme),
        paragraph: readParagraphProps(findChild(part, "w:pPr")),
        borders: tableBordersOf(findChild(partCell, "w:tcBorders")),
        background: shadingOf(findChild(partCell, "w:shd")),
        align: VERTICAL[attribute(findChild(partCell, "w:vAlign"), "w:val") ?? ""],
        header: switchOf(findChild(part, "w:trPr"), "w:tblHeader"),
        cantSplit: switchOf(findChild(part, "w:trPr"), "w:cantSplit"),
      };
      if (name === "wholeTable") result.whole = layConditional(result.whole, conditional);
      else {
        const known = result.conditionals.get(name);
        result.conditionals.set(name, known === undefined ? conditional : layConditional(known, conditional));
      }
    }
  }
  return result;
}

/** One conditional format laid on another. */
export function layConditional(under: Conditional, over: Conditional): Conditional {
  return {
    run: layRunProps(under.run, over.run),
    paragraph: layParagraphProps(under.paragraph, over.paragraph),
    borders: overlay(under.borders, over.borders),
    background: over.background ?? under.background,
    align: over.align ?? under.align,
    header: over.header ?? under.header,
    cantSplit: over.cantSplit ?? under.cantSplit,
  };
}

/** Which conditional parts a table asks for. */
export interface Look {
  firstRow: boolean;
  lastRow: boolean;
  firstColumn: boolean;
  lastColumn: boolean;
  rowBands: boolean;
  columnBands: boolean;
}

/** w:tblLook, as attributes or as the older bit mask (ISO/IEC 29500-1, 17.4.56). */
export function readLook(element: XmlElement | undefined): Look {
  const mask = Number.parseInt(attribute(element, "w:val") ?? "0", 16) || 0;
  const flag = (name: string, bit: number): boolean => {
    const value = attribute(element, name);
    return value === undefined ? (mask & bit) !== 0 : value === "1" || value === "true" || value === "on";
  };
  return {
    firstRow: flag("w:firstRow", 0x20),
    lastRow: flag("w:lastRow", 0x40),
    firstColumn: flag("w:firstColumn", 0x80),
    lastColumn: flag("w:lastColumn", 0x100),
    rowBands: !flag("w:noHBand", 0x200),
    columnBands: !flag("w:noVBand", 0x400),
  };
}

/** Names of the conditional parts that apply to a cell, the weakest first (17.7.6). */
export function appliedConditions(
  place: { firstRow: boolean; lastRow: boolean; firstColumn: boolean; lastColumn: boolean },
  row: number,
  column: number,
  look: Look,
  style: TableStyle,
): string[] {
  const names: string[] = [];
  if (look.columnBands) {
    const at = look.firstColumn ? column - 1 : column;
    if (at >= 0) names.push(Math.floor(at / style.columnBand) % 2 === 0 ? "band1Vert" : "band2Vert");
  }
  if (look.rowBands) {
    const at = look.firstRow ? row - 1 : row;
    if (at >= 0) names.push(Math.floor(at / style.rowBand) % 2 === 0 ? "band1Horz" : "band2Horz");
  }
  if (look.firstColumn && place.firstColumn) names.push("firstCol");
  if (look.lastColumn && place.lastColumn) names.push("lastCol");
  if (look.firstRow && place.firstRow) names.push("firstRow");
  if (look.lastRow && place.lastRow) names.push("lastRow");
  if (look.firstRow && look.firstColumn && place.firstRow && place.firstColumn) names.push("nwCell");
  if (look.firstRow && look.lastColumn && place.firstRow && place.lastColumn) names.push("neCell");
  return names.filter((name) => style.conditionals.has(name));
}
