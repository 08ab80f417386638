import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { twipsOf } from "./inlines.ts";
import type { BorderLine, Cell, FloatPosition, Margins, Row, Table } from "./model.ts";
import type { Story, TableContext } from "./story.ts";
import {
  appliedConditions,
  type Conditional,
  defined,
  layConditional,
  marginsOf,
  overlay,
  readLook,
  readTableStyle,
  tableBordersOf,
  VERTICAL,
} from "./table-style.ts";
import { borderOf, edgesOf, isOn, numberOf, shadingOf } from "./values.ts";

/** Left and right cell margin when nothing sets one (ISO/IEC 29500-1, 17.4.42: 115 twips; Word's own Normal Table: 108). */
const DEFAULT_SIDE_MARGIN = 108;

/** Most grid columns that are kept; Word itself allows 63. */
const MAX_COLUMNS = 256;

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
  const place = placeOf(findChild(properties, "w:tblpPr"));

  const grid = childElements(findChild(element, "w:tblGrid") ?? element, "w:gridCol").map((column) =>
    Math.max(numberOf(attribute(column, "w:w")) ?? 0, 0),
  );
  const rowElements: XmlElement[] = [];
  collectRows(element, rowElements, story, where);
  const rowCount = rowElements.length;
  const contexts = new Map<string, TableContext & { conditional: Conditional }>();
  grid.length = Math.min(grid.length, MAX_COLUMNS);
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
        column = Math.min(column + span, MAX_COLUMNS - 1);
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
      const flow = attribute(findChild(cellProperties, "w:textDirection"), "w:val");
      const direction = flow === undefined ? undefined : DIRECTIONS[flow];
      if (flow !== undefined && direction === undefined && !/^(lrTbV?|tb)$/.test(flow))
        story.warn("TEXT_DIRECTION", `${where}, hàng ${rowIndex + 1}`);
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
        ...diagonalsOf(findChild(cellProperties, "w:tcBorders")),
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
        ...(direction === undefined ? {} : { direction }),
        preferred: twipsOf(findChild(cellProperties, "w:tcW")),
      });
      column = Math.min(column + span, MAX_COLUMNS - 1);
    });
    gridWidth = Math.min(Math.max(gridWidth, column + after), MAX_COLUMNS);
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
  joinMerges(rows);

  const visual = findChild(properties, "w:bidiVisual");
  if (visual !== undefined && isOn(visual)) story.warn("RIGHT_TO_LEFT", where);
  if ((twipsOf(findChild(properties, "w:tblCellSpacing")) ?? 0) > 0) story.warn("CELL_SPACING", where);
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
    ...(place === undefined ? {} : { place }),
    cellSpacing: twipsOf(findChild(properties, "w:tblCellSpacing")) ?? 0,
    // Word switches the first column on in every table it makes; only a style that has a format for it shows it.
    rowHeaders: look.firstColumn && style.conditionals.has("firstCol"),
    where,
  };
}

function diagonalsOf(borders: XmlElement | undefined): Pick<Cell, "diagonals"> {
  const line = (name: string): BorderLine | undefined => {
    const border = borderOf(findChild(borders, name));
    return border?.style === "none" ? undefined : border;
  };
  const [down, up] = [line("w:tl2br"), line("w:tr2bl")];
  return down === undefined && up === undefined ? {} : { diagonals: { down, up } };
}

/** A continued vertical merge that has nothing above it in the same column stands alone. */
function joinMerges(rows: readonly Row[]): void {
  let above = new Map<number, Cell>();
  for (const row of rows) {
    const here = new Map<number, Cell>();
    for (const cell of row.cells) {
      if (cell.merge === "continue" && above.get(cell.column)?.span !== cell.span) cell.merge = "none";
      if (cell.merge !== "none") here.set(cell.column, cell);
    }
    above = here;
  }
}

/** Place of a floating table; measured from the text across and from the margin down unless it says otherwise. */
function placeOf(position: XmlElement | undefined): Table["place"] {
  if (position === undefined) return undefined;
  const value = (name: string): number => numberOf(attribute(position, `w:${name}`)) ?? 0;
  const from = (name: string, fallback: string, text: string): string => {
    const anchor = attribute(position, `w:${name}`) ?? fallback;
    return anchor === "text" ? text : anchor;
  };
  const align = (name: string): FloatPosition["align"] => {
    const spec = attribute(position, `w:${name}`);
    return spec === undefined || spec === "inline" ? undefined : (spec as FloatPosition["align"]);
  };
  return {
    x: { from: from("horzAnchor", "text", "column"), offset: value("tblpX"), align: align("tblpXSpec") },
    y: { from: from("vertAnchor", "margin", "paragraph"), offset: value("tblpY"), align: align("tblpYSpec") },
    distance: {
      top: value("topFromText"),
      bottom: value("bottomFromText"),
      left: value("leftFromText"),
      right: value("rightFromText"),
    },
  };
}

/** Turned text of ST_TextDirection, with the names of a strict file. */
const DIRECTIONS: Record<string, "up" | "down"> = {
  btLr: "up",
  lr: "up",
  tbRl: "down",
  tbRlV: "down",
  rl: "down",
  rlV: "down",
};

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
