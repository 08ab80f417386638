import { strToU8, zipSync } from "fflate";
import { escapeXml } from "../../opc/index.ts";
import { columnLetters } from "../import/grid.ts";
import { serialOfDay } from "../import/values.ts";

/** A cell of a workbook. A date is an ISO day, a percent 0 to 100; text stays text whatever it looks like. */
export type WorkbookCell =
  | ""
  | { text: string; style?: "title" | "subtitle" | "header" | "group" | "centre" }
  | { number: number }
  | { day: string }
  | { percent: number };

/** One worksheet. */
export interface WorkbookSheet {
  name: string;
  /** Width in characters, and whether people need not see it. */
  columns: { width: number; hidden?: boolean }[];
  rows: { cells: WorkbookCell[]; kind?: "title" | "subtitle" | "header" | "group" }[];
  /** Row (from 1) of the header: it and what stands above stay in sight, and the rows below can be filtered by it. */
  headerRow?: number;
}

/** Columns that a title is merged over. */
const TITLE_COLUMNS = 6;

/** Style numbers as the style sheet below lists them. */
const STYLE = {
  none: 0,
  title: 1,
  subtitle: 2,
  header: 3,
  group: 4,
  text: 5,
  centre: 6,
  number: 7,
  day: 8,
  percent: 9,
  share: 10,
} as const;

/**
 * An .xlsx (SpreadsheetML, ISO/IEC 29500-1) of sheets with typed cells: dates are dates, percentages numbers. The same sheets give the
 * same bytes.
 */
export function writeWorkbook(sheets: WorkbookSheet[]): Uint8Array {
  const numbered = sheets.map((sheet, index) => ({
    ...sheet,
    part: `xl/worksheets/sheet${index + 1}.xml`,
    id: index + 1,
  }));
  const filters = numbered
    .filter((sheet) => sheet.headerRow !== undefined)
    .map(
      (sheet) =>
        `<definedName name="_xlnm._FilterDatabase" localSheetId="${sheet.id - 1}" hidden="1">${escapeXml(`'${sheet.name.replaceAll("'", "''")}'!${filterRange(sheet, "$")}`)}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="${sheet.id - 1}">${escapeXml(`'${sheet.name.replaceAll("'", "''")}'!$${sheet.headerRow}:$${sheet.headerRow}`)}</definedName>`,
    )
    .join("");
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>${numbered.map((sheet) => `<Override PartName="/${sheet.part}" ContentType="${SPREADSHEET}.worksheet+xml"/>`).join("")}<Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/></Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${numbered.map((sheet) => `<sheet name="${escapeXml(sheet.name)}" sheetId="${sheet.id}" r:id="rId${sheet.id}"/>`).join("")}</sheets>${filters === "" ? "" : `<definedNames>${filters}</definedNames>`}</workbook>`,
    "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}">${numbered.map((sheet) => `<Relationship Id="rId${sheet.id}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${sheet.id}.xml"/>`).join("")}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": STYLES,
  };
  for (const sheet of numbered) parts[sheet.part] = sheetXml(sheet);
  const files = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));
  // A fixed time of all entries (ZIP counts from 1980) keeps the bytes the same on every run and in every time zone.
  return zipSync(files, { mtime: new Date(2026, 0, 1), level: 1 });
}

function sheetXml(sheet: WorkbookSheet): string {
  // Titles stand over the columns that are seen first, not in the middle of a table wider than the window.
  const last = columnLetters(Math.min(sheet.columns.length, TITLE_COLUMNS) - 1);
  const merges = sheet.rows.flatMap(({ kind }, index) =>
    (kind === "title" || kind === "subtitle") && sheet.columns.length > 1
      ? [`<mergeCell ref="A${index + 1}:${last}${index + 1}"/>`]
      : [],
  );
  const frozen = sheet.headerRow;
  const pane =
    frozen === undefined
      ? ""
      : `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A${frozen + 1}" sqref="A${frozen + 1}"/>`;
  const columns = sheet.columns.map(
    ({ width, hidden }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"${hidden ? ' hidden="1"' : ""}/>`,
  );
  const letters = sheet.columns.map((_, index) => columnLetters(index));
  const widths = sheet.columns.map(({ width, hidden }) => (hidden ? Number.POSITIVE_INFINITY : Math.max(1, width - 1)));
  const rows = sheet.rows.map((row, index) => rowXml(index + 1, row, letters, widths));
  return `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15.75"/><cols>${columns.join("")}</cols><sheetData>${rows.join("")}</sheetData>${frozen === undefined ? "" : `<autoFilter ref="${filterRange(sheet, "")}"/>`}${merges.length === 0 ? "" : `<mergeCells count="${merges.length}">${merges.join("")}</mergeCells>`}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`;
}

function filterRange(sheet: WorkbookSheet, sign: "" | "$"): string {
  const last = columnLetters(sheet.columns.length - 1);
  return `${sign}A${sign}${sheet.headerRow}:${sign}${last}${sign}${Math.max(sheet.rows.length, sheet.headerRow ?? 1)}`;
}

function rowXml(
  number: number,
  { cells, kind }: WorkbookSheet["rows"][number],
  letters: string[],
  widths: number[],
): string {
  let xml = "";
  let lines = 1;
  for (let column = 0; column < cells.length; column += 1) {
    const cell = cells[column]!;
    xml += cellXml(`${letters[column]}${number}`, cell, kind);
    if (cell !== "" && "text" in cell && (kind === undefined || kind === "header"))
      lines = Math.max(lines, linesOf(cell.text, kind === "header" ? widths[column]! * 0.85 : widths[column]!));
  }
  // Not fixed (customHeight): a program may fit the height anew when somebody changes a cell.
  const height = kind === "title" ? 24 : Math.min(MOST_HEIGHT, lines * LINE_HEIGHT + 2);
  return `<row r="${number}" ht="${height}">${xml}</row>`;
}

/** Height of a line of 12 pt Times New Roman, and the most a row can have (Excel's limit is 409 pt), in points. */
const LINE_HEIGHT = 15.75;
const MOST_HEIGHT = 405;

/** About how many lines a text takes in a column so many characters wide. */
function linesOf(text: string, width: number): number {
  if (text.length <= width && !text.includes("\n")) return 1;
  let lines = 0;
  for (const line of text.split("\n")) lines += Math.max(1, Math.ceil(line.length / width));
  return lines;
}

function cellXml(at: string, cell: WorkbookCell, kind: WorkbookSheet["rows"][number]["kind"]): string {
  if (cell === "") return kind === "title" || kind === "subtitle" ? "" : `<c r="${at}" s="${STYLE[kind ?? "text"]}"/>`;
  if ("text" in cell) {
    if (cell.text === "") return `<c r="${at}" s="${STYLE[kind ?? "text"]}"/>`;
    const style = STYLE[kind ?? cell.style ?? "text"];
    return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellText(cell.text)}</t></is></c>`;
  }
  if ("number" in cell)
    return `<c r="${at}" s="${kind === undefined ? STYLE.number : STYLE[kind]}"><v>${cell.number}</v></c>`;
  if ("percent" in cell)
    return `<c r="${at}" s="${Number.isInteger(cell.percent) ? STYLE.percent : STYLE.share}"><v>${cell.percent / 100}</v></c>`;
  return `<c r="${at}" s="${STYLE.day}"><v>${serialOfDay(cell.day)}</v></c>`;
}

/** A text that looks like the escape of a control character ("_x000D_") must itself be escaped (ISO/IEC 29500-1, 22.9.2.19). */
function cellText(text: string): string {
  const plain = text.includes("_x") ? text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_") : text;
  return escapeXml(plain.includes("\r") ? plain.replaceAll(/\r\n?/g, "\n") : plain);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const FONT = (size: number, more = "") =>
  `<font>${more}<sz val="${size}"/><name val="Times New Roman"/><family val="1"/></font>`;
const SIDE = (name: string) => `<${name} style="thin"><color rgb="FF8A8A80"/></${name}>`;
const BOX = `<border>${["left", "right", "top", "bottom"].map(SIDE).join("")}<diagonal/></border>`;
const FILL = (colour: string) =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`;
const FORMAT = (font: number, fill: number, border: number, number: number, alignment: string) =>
  `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment ${alignment}/></xf>`;

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0.0#%"/></numFmts><fonts count="4">${FONT(12)}${FONT(12, "<b/>")}${FONT(14, "<b/>")}${FONT(11, "<i/>")}</fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${FILL("FFDCE9EB")}${FILL("FFF2F0E8")}</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>${BOX}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="11">${[
  FORMAT(0, 0, 0, 0, 'vertical="top"'),
  FORMAT(2, 0, 0, 0, 'horizontal="center" vertical="center" wrapText="1"'),
  FORMAT(3, 0, 0, 0, 'horizontal="center" vertical="center" wrapText="1"'),
  FORMAT(1, 2, 1, 0, 'horizontal="center" vertical="center" wrapText="1"'),
  FORMAT(1, 3, 1, 0, 'vertical="center"'),
  FORMAT(0, 0, 1, 0, 'vertical="top" wrapText="1"'),
  FORMAT(0, 0, 1, 0, 'horizontal="center" vertical="top" wrapText="1"'),
  FORMAT(0, 0, 1, 0, 'horizontal="center" vertical="top"'),
  FORMAT(0, 0, 1, 164, 'horizontal="center" vertical="top"'),
  FORMAT(0, 0, 1, 9, 'horizontal="center" vertical="top"'),
  FORMAT(0, 0, 1, 165, 'horizontal="center" vertical="top"'),
].join("")}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
