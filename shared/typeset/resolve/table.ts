import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { twipsOf } from "./inlines.ts";
import type { BorderLine, Cell, CellBorders, Margins, Row, Table } from "./model.ts";
import {
  borderOf,
  edgesOf,
  isOn,
  layParagraphProps,
  layRunProps,
  numberOf,
  type ParagraphProps,
  type RunProps,
  readParagraphProps,
  readRunProps,
  shadingOf,
} from "./properties.ts";
import { type Story, switchOf, type TableContext } from "./story.ts";

/** What one conditional part of a table style (w:tblStylePr) sets. */
interface Conditional {
  run: RunProps;
  paragraph: ParagraphProps;
  borders: TableBorders;
  background?: string;
  align?: Cell["align"];
  /** Row switches a header row's format may carry. */
  header?: boolean;
  cantSplit?: boolean;
}

interface TableBorders extends CellBorders {
  insideH?: BorderLine;
  insideV?: BorderLine;
}

/** Left and right cell margin when nothing sets one (ISO/IEC 29500-1, 17.4.42: 115 twips; Word's own Normal Table: 108). */
const DEFAULT_SIDE_MARGIN = 108;

function tableBordersOf(element: XmlElement | undefined): TableBorders {
  if (element === undefined) return {};
  return {
    ...edgesOf(element),
    insideH: borderOf(findChild(element, "w:insideH")),
    insideV: borderOf(findChild(element, "w:insideV")),
  };
}

function overlay<T extends object>(under: T, over: T): T {
  const result = { ...under };
  for (const key in over) if (over[key] !== undefined) result[key] = over[key];
  return result;
}

function marginsOf(element: XmlElement | undefined): Partial<Margins> {
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

const VERTICAL: Record<string, Cell["align"]> = { top: "top", center: "center", both: "center", bottom: "bottom" };

/** Reads a w:tbl with its style, conditional formats, grid, rows and cells. */
export function readTable(element: XmlElement, story: Story): Table {
  const where = story.nextTable();
  const properties = findChild(element, "w:tblPr");
  const styleId = attribute(findChild(properties, "w:tblStyle"), "w:val") ?? story.styles.defaultId("table");
  const style = readTableStyle(styleId, story);
  const own = tableBordersOf(findChild(properties, "w:tblBorders"));
  const borders = overlay(style.whole.borders, own);
  const margins: Margins = {
    top: 0,
    bottom: 0,
    left: DEFAULT_SIDE_MARGIN,
    right: DEFAULT_SIDE_MARGIN,
    ...defined(style.margins),
    ...defined(marginsOf(findChild(properties, "w:tblCellMar"))),
  };
  const look = readLook(findChild(properties, "w:tblLook"));
  if (findChild(properties, "w:tblpPr") !== undefined) story.warn("FRAME_IN_FLOW", where);

  const grid = childElements(findChild(element, "w:tblGrid") ?? element, "w:gridCol").map((column) =>
    Math.max(numberOf(attribute(column, "w:w")) ?? 0, 0),
  );
  const rowElements: XmlElement[] = [];
  collectRows(element, rowElements, story, where);
  const rowCount = rowElements.length;
  const contexts = new Map<string, TableContext & { conditional: Conditional }>();
  let gridWidth = grid.length;

  const rows: Row[] = rowElements.map((rowElement, rowIndex) => {
    const rowProperties = findChild(rowElement, "w:trPr");
    const exceptions = tableBordersOf(findChild(findChild(rowElement, "w:tblPrEx"), "w:tblBorders"));
    const rowBorders = overlay(borders, exceptions);
    const before = numberOf(attribute(findChild(rowProperties, "w:gridBefore"), "w:val")) ?? 0;
    const after = numberOf(attribute(findChild(rowProperties, "w:gridAfter"), "w:val")) ?? 0;
    const cellElements: XmlElement[] = [];
    collectCells(rowElement, cellElements);
    let column = Math.min(Math.max(before, 0), 200);
    const cells: Cell[] = [];
    cellElements.forEach((cellElement, cellIndex) => {
      const cellProperties = findChild(cellElement, "w:tcPr");
      const span = Math.min(
        Math.max(numberOf(attribute(findChild(cellProperties, "w:gridSpan"), "w:val")) ?? 1, 1),
        200,
      );
      const horizontal = attribute(findChild(cellProperties, "w:hMerge"), "w:val");
      const previous = cells.at(-1);
      if (findChild(cellProperties, "w:hMerge") !== undefined && horizontal !== "restart" && previous !== undefined) {
        previous.span += span;
        column += span;
        return;
      }
      const place = {
        firstRow: rowIndex === 0,
        lastRow: rowIndex === rowCount - 1,
        firstColumn: cellIndex === 0,
        lastColumn: cellIndex === cellElements.length - 1,
      };
      const applied =
        style.conditionals.size === 0 ? "" : appliedConditions(place, rowIndex, cellIndex, look, style).join(",");
      let context = contexts.get(applied);
      if (context === undefined) {
        let conditional = style.whole;
        for (const name of applied === "" ? [] : applied.split(","))
          conditional = layConditional(conditional, style.conditionals.get(name)!);
        context = {
          conditional,
          run: { key: `${styleId}:${applied}`, props: conditional.run },
          paragraph: { key: `${styleId}:${applied}`, props: conditional.paragraph },
        };
        contexts.set(applied, context);
      }
      const tableBorders = applied === "" ? rowBorders : overlay(overlay(context.conditional.borders, own), exceptions);
      const merge = findChild(cellProperties, "w:vMerge");
      if (
        findChild(cellProperties, "w:textDirection") !== undefined &&
        attribute(findChild(cellProperties, "w:textDirection"), "w:val") !== "lrTb"
      ) {
        story.warn("TEXT_DIRECTION", `${where}, hàng ${rowIndex + 1}`);
      }
      const background = shadingOf(findChild(cellProperties, "w:shd")) ?? context.conditional.background;
      const noWrap = findChild(cellProperties, "w:noWrap");
      cells.push({
        column,
        span,
        merge: merge === undefined ? "none" : attribute(merge, "w:val") === "restart" ? "start" : "continue",
        blocks: story.blocks(cellElement, context),
        margins:
          findChild(cellProperties, "w:tcMar") === undefined
            ? margins
            : { ...margins, ...defined(marginsOf(findChild(cellProperties, "w:tcMar"))) },
        borders: edgesOf(findChild(cellProperties, "w:tcBorders")),
        tableBorders: {
          top: place.firstRow ? tableBorders.top : tableBorders.insideH,
          bottom: place.lastRow ? tableBorders.bottom : tableBorders.insideH,
          left: place.firstColumn ? tableBorders.left : tableBorders.insideV,
          right: place.lastColumn ? tableBorders.right : tableBorders.insideV,
        },
        background,
        align:
          VERTICAL[attribute(findChild(cellProperties, "w:vAlign"), "w:val") ?? ""] ??
          context.conditional.align ??
          "top",
        noWrap: noWrap !== undefined && isOn(noWrap),
        preferred: twipsOf(findChild(cellProperties, "w:tcW")),
      });
      column += span;
    });
    gridWidth = Math.max(gridWidth, column + after);
    const height = findChild(rowProperties, "w:trHeight");
    const rule = attribute(height, "w:hRule");
    const rowStyle = rowIndex === 0 && look.firstRow ? style.conditionals.get("firstRow") : undefined;
    const on = (name: string, styled: boolean | undefined): boolean => {
      const child = findChild(rowProperties, name);
      return child === undefined ? styled === true : isOn(child);
    };
    return {
      cells,
      height: Math.max(numberOf(attribute(height, "w:val")) ?? 0, 0),
      heightRule:
        height === undefined
          ? "auto"
          : rule === "exact"
            ? "exact"
            : rule === "auto" && (attribute(height, "w:val") ?? "0") === "0"
              ? "auto"
              : "atLeast",
      cantSplit: on("w:cantSplit", rowStyle?.cantSplit),
      header: on("w:tblHeader", rowStyle?.header),
      before,
      after,
    };
  });
  while (grid.length < gridWidth) grid.push(0);

  const width = findChild(properties, "w:tblW");
  const widthType = attribute(width, "w:type");
  const widthValue = numberOf(attribute(width, "w:w")) ?? 0;
  const align = attribute(findChild(properties, "w:jc"), "w:val");
  return {
    kind: "table",
    grid,
    rows,
    width:
      widthType === "pct"
        ? { kind: "part", value: (attribute(width, "w:w") ?? "").endsWith("%") ? widthValue / 100 : widthValue / 5000 }
        : widthType === "dxa" && widthValue > 0
          ? { kind: "twips", value: widthValue }
          : { kind: "auto", value: 0 },
    fixed: attribute(findChild(properties, "w:tblLayout"), "w:type") === "fixed",
    align: align === "center" ? "center" : align === "right" || align === "end" ? "right" : "left",
    indent: twipsOf(findChild(properties, "w:tblInd")) ?? style.indent,
    cellSpacing: twipsOf(findChild(properties, "w:tblCellSpacing")) ?? 0,
    where,
  };
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}

function collectRows(element: XmlElement, rows: XmlElement[], story: Story, where: string): void {
  for (const child of childElements(element)) {
    if (child.name === "w:tr") {
      if (findChild(findChild(child, "w:trPr"), "w:del") !== undefined) story.warn("TRACKED_CHANGES", where);
      else rows.push(child);
    } else if (child.name === "w:sdt") {
      const content = findChild(child, "w:sdtContent");
      if (content !== undefined) collectRows(content, rows, story, where);
    } else if (child.name === "w:ins" || child.name === "w:customXml") collectRows(child, rows, story, where);
  }
}

function collectCells(element: XmlElement, cells: XmlElement[]): void {
  for (const child of childElements(element)) {
    if (child.name === "w:tc") cells.push(child);
    else if (child.name === "w:sdt") {
      const content = findChild(child, "w:sdtContent");
      if (content !== undefined) collectCells(content, cells);
    } else if (child.name === "w:customXml") collectCells(child, cells);
  }
}

interface TableStyle {
  whole: Conditional;
  conditionals: Map<string, Conditional>;
  margins: Partial<Margins>;
  indent: number;
  rowBand: number;
  columnBand: number;
}

function readTableStyle(styleId: string | undefined, story: Story): TableStyle {
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

function layConditional(under: Conditional, over: Conditional): Conditional {
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

interface Look {
  firstRow: boolean;
  lastRow: boolean;
  firstColumn: boolean;
  lastColumn: boolean;
  rowBands: boolean;
  columnBands: boolean;
}

/** w:tblLook, as attributes or as the older bit mask (ISO/IEC 29500-1, 17.4.56). */
function readLook(element: XmlElement | undefined): Look {
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
function appliedConditions(
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
