import { vietnameseDay } from "../../calendar/index.ts";
import { VanthuError } from "../../errors/index.ts";
import {
  attribute,
  childElements,
  findChild,
  openPackage,
  type Package,
  parseXml,
  type XmlElement,
} from "../../opc/index.ts";
import { columnNumber, FORMULA_WITHOUT_VALUE, GRID_LIMITS, type Grid, type GridRow } from "./grid.ts";
import { decimalText, percentText } from "./values.ts";

/** Built-in number formats that show a date (ISO/IEC 29500-1, 18.8.30), and those that show a percentage. */
const DATE_FORMATS = new Set([14, 15, 16, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
/** "mmm-yy": what "6/2026" becomes when it is typed into a spreadsheet. */
const MONTH_FORMAT = 17;
const PERCENT_FORMATS = new Set([9, 10]);

/** Rows under merged cells that are looked at, all merges together. */
const MERGED_ROWS = 200_000;

/** How a cell style shows a number. */
type NumberStyle = "plain" | "percent" | "date" | "month";

/**
 * Reads every worksheet of an .xlsx: shared and inline strings (rich text joined, phonetic text left out), numbers, dates by
 * their style as dd/MM/yyyy, merged cells.
 *
 * @throws FILE_NOT_ZIP, PACKAGE_BROKEN, PACKAGE_TOO_LARGE, XML_*, IMPORT_FILE_MISMATCH, IMPORT_TOO_LARGE
 */
export function readSheets(bytes: Uint8Array, name: string): Grid[] {
  const file = openPackage(bytes, { unpackedBytes: 64 * 1024 * 1024 });
  const workbookText = file.text("xl/workbook.xml");
  if (workbookText === undefined) {
    throw new VanthuError("IMPORT_FILE_MISMATCH", {
      message: "Tệp không phải là bảng tính Excel (.xlsx).",
      where: name,
      hint: file.names.some((part) => part.startsWith("word/"))
        ? "Đây là văn bản Word; hãy đổi phần mở rộng thành .docx."
        : "Mở tệp bằng Excel rồi lưu lại dạng .xlsx.",
    });
  }
  const workbook = parseXml(workbookText, "xl/workbook.xml");
  const targets = relationshipTargets(file, "xl/_rels/workbook.xml.rels");
  const strings = sharedStrings(file);
  const styles = numberStyles(file);
  const from1904 = isTrue(attribute(child(workbook, "workbookPr"), "date1904"));
  const sheets = children(child(workbook, "sheets"), "sheet");
  return sheets.flatMap((sheet): Grid[] => {
    const id = Object.entries(sheet.attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
    const part = targets.get(id);
    const text = part === undefined ? undefined : file.text(part);
    if (part === undefined || text === undefined) return [];
    const root = parseXml(text, part);
    // A chart sheet or macro sheet is no table.
    if (local(root.name) !== "worksheet") return [];
    const sheetName = attribute(sheet, "name") ?? part;
    const { rows, hiddenRows } = sheetRows(root, `${name}, trang tính “${sheetName}”`, (cell) =>
      cellText(cell, strings, styles, from1904),
    );
    const hidden = (attribute(sheet, "state") ?? "visible") !== "visible";
    return [{ name: sheetName, rows, hidden, hiddenColumns: hiddenColumns(root), hiddenRows, from1904, paged: false }];
  });
}

/** Columns that are hidden or folded away. */
function hiddenColumns(root: XmlElement): Set<number> {
  const hidden = new Set<number>();
  for (const column of children(child(root, "cols"), "col")) {
    if (!isTrue(attribute(column, "hidden"))) continue;
    const last = Math.min(Number(attribute(column, "max") ?? 0), GRID_LIMITS.columns);
    for (let number = Number(attribute(column, "min") ?? 1); number <= last; number += 1) hidden.add(number - 1);
  }
  return hidden;
}

function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true";
}

function sheetRows(
  root: XmlElement,
  where: string,
  read: (cell: XmlElement) => string,
): { rows: GridRow[]; hiddenRows: number } {
  const rows = new Map<number, string[]>();
  let counted = 0;
  let hiddenRows = 0;
  for (const row of children(child(root, "sheetData"), "row")) {
    const number = Number(attribute(row, "r") ?? counted + 1);
    counted = number;
    const cells: string[] = [];
    for (const cell of children(row, "c")) {
      const column = columnOf(attribute(cell, "r")) ?? cells.length;
      if (column >= GRID_LIMITS.columns) continue;
      while (cells.length < column) cells.push("");
      cells[column] = read(cell);
    }
    if (cells.some((cell) => cell !== "")) {
      rows.set(number, cells);
      if (isTrue(attribute(row, "hidden"))) hiddenRows += 1;
    }
    if (rows.size > GRID_LIMITS.rows) {
      throw new VanthuError("IMPORT_TOO_LARGE", {
        message: `Trang tính có quá ${GRID_LIMITS.rows} hàng có dữ liệu.`,
        where,
        hint: "Chia bảng thành nhiều tệp nhỏ hơn.",
      });
    }
  }
  const covered = coveredCells(root, rows);
  const listed = [...rows.entries()]
    .sort(([a], [b]) => a - b)
    .map(([number, cells]) => {
      const above = covered.get(number);
      return above === undefined ? { number, cells } : { number, cells, covered: above };
    });
  return { rows: listed, hiddenRows };
}

/** For cells merged downwards: the text of the top cell, at every row below it that has data. */
function coveredCells(root: XmlElement, rows: Map<number, string[]>): Map<number, Map<number, string>> {
  const covered = new Map<number, Map<number, string>>();
  let looked = 0;
  for (const merge of children(child(root, "mergeCells"), "mergeCell").slice(0, GRID_LIMITS.rows)) {
    const [start, end] = (attribute(merge, "ref") ?? "").split(":");
    const column = columnOf(start);
    const top = Number(/\d+$/.exec(start ?? "")?.[0] ?? 0);
    const bottom = Math.min(Number(/\d+$/.exec(end ?? "")?.[0] ?? 0), top + GRID_LIMITS.rows);
    const text = column === undefined ? undefined : rows.get(top)?.[column];
    if (column === undefined || text === undefined || text === "") continue;
    for (let row = top + 1; row <= bottom && looked < MERGED_ROWS; row += 1) {
      looked += 1;
      if (!rows.has(row)) continue;
      const cells = covered.get(row) ?? new Map<number, string>();
      cells.set(column, text);
      covered.set(row, cells);
    }
  }
  return covered;
}

function cellText(cell: XmlElement, strings: string[], styles: NumberStyle[], from1904: boolean): string {
  const type = attribute(cell, "t") ?? "n";
  if (type === "inlineStr") return richText(child(cell, "is"));
  const value = textContent(child(cell, "v"));
  // A program that writes formulas without working them out leaves no value to read.
  if (value === "") return child(cell, "f") === undefined ? "" : FORMULA_WITHOUT_VALUE;
  if (type === "s") return strings[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "Có" : "Không";
  if (type === "d") return vietnameseDay(value.slice(0, 10));
  if (type !== "n") return unescapeControl(value);
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  const style = styles[Number(attribute(cell, "s") ?? 0)] ?? "plain";
  if (style === "date" || style === "month") return serialDate(number, from1904, style);
  if (style === "percent") return percentText(number * 100);
  return decimalText(number);
}

/** A serial day as dd/MM/yyyy or MM/yyyy. Excel counts a 29 February 1900 that never was, hence the epoch of 30/12/1899. */
function serialDate(serial: number, from1904: boolean, style: "date" | "month"): string {
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const date = new Date(epoch + Math.floor(serial) * 86_400_000);
  if (Number.isNaN(date.getTime())) return decimalText(serial);
  const [year, month, day] = date.toISOString().slice(0, 10).split("-");
  return style === "month" ? `${month}/${year}` : `${day}/${month}/${year}`;
}

function sharedStrings(file: Package): string[] {
  const text = file.text("xl/sharedStrings.xml");
  if (text === undefined) return [];
  return children(parseXml(text, "xl/sharedStrings.xml"), "si").map(richText);
}

/** Text of a string item: its own `t` or its runs; phonetic runs (`rPh`) are reading aids, not text. */
function richText(item: XmlElement | undefined): string {
  if (item === undefined) return "";
  let text = "";
  for (const part of childElements(item)) {
    if (local(part.name) === "t") text += textContent(part);
    else if (local(part.name) === "r") text += textContent(child(part, "t"));
  }
  return unescapeControl(text);
}

/** `_x000D_`: how SpreadsheetML writes control characters (ISO/IEC 29500-1, 22.9.2.19). */
function unescapeControl(text: string): string {
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function numberStyles(file: Package): NumberStyle[] {
  const text = file.text("xl/styles.xml");
  if (text === undefined) return [];
  const root = parseXml(text, "xl/styles.xml");
  const codes = new Map<number, string>();
  for (const format of children(child(root, "numFmts"), "numFmt")) {
    codes.set(Number(attribute(format, "numFmtId")), attribute(format, "formatCode") ?? "");
  }
  return children(child(root, "cellXfs"), "xf").map((format) => {
    const id = Number(attribute(format, "numFmtId") ?? 0);
    const code = codes.get(id);
    if (code === undefined && id === MONTH_FORMAT) return "month";
    if (code === undefined) return DATE_FORMATS.has(id) ? "date" : PERCENT_FORMATS.has(id) ? "percent" : "plain";
    // Quoted text, [colours] and escaped characters say nothing about the kind of number.
    const bare = code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, "").toLowerCase();
    if (/[dy]/.test(bare)) return /d/.test(bare) ? "date" : "month";
    return bare.includes("%") ? "percent" : "plain";
  });
}

function relationshipTargets(file: Package, part: string): Map<string, string> {
  const text = file.text(part);
  const targets = new Map<string, string>();
  if (text === undefined) return targets;
  for (const relationship of childElements(parseXml(text, part))) {
    const target = attribute(relationship, "Target") ?? "";
    targets.set(attribute(relationship, "Id") ?? "", target.startsWith("/") ? target.slice(1) : `xl/${target}`);
  }
  return targets;
}

/** "C7" → 2. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  return letters === undefined ? undefined : columnNumber(letters);
}

/** Some programs write SpreadsheetML with a prefix (`x:row`). */
function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function children(element: XmlElement | undefined, name: string): XmlElement[] {
  return element === undefined ? [] : childElements(element).filter((node) => local(node.name) === name);
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element === undefined ? undefined : (findChild(element, name) ?? children(element, name)[0]);
}

function textContent(element: XmlElement | undefined): string {
  return element === undefined ? "" : element.children.filter((node) => typeof node === "string").join("");
}
