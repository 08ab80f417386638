import { strToU8, zipSync } from "fflate";
import { escapeXml } from "../shared/opc/index.ts";

/** One row of the sample workbook: a title over all columns, a group (number and name) or cells. */
export type WorkbookRow = { title: string } | { group: [string, string] } | { header: string[] } | { cells: string[] };

/** Style numbers as the style sheet below lists them. */
const STYLE = { title: 1, header: 2, group: 3, cell: 4 } as const;

/**
 * A small .xlsx (SpreadsheetML, ISO/IEC 29500-1) with one sheet: merged titles, frozen header, wrapped cells. The same rows give the
 * same bytes.
 */
export function makeWorkbook(sheetName: string, widths: number[], rows: WorkbookRow[]): Uint8Array {
  const merges: string[] = [];
  const last = letter(widths.length - 1);
  let frozen = 0;
  const data = rows
    .map((row, index) => {
      const number = index + 1;
      if ("title" in row) {
        merges.push(`A${number}:${last}${number}`);
        return rowXml(number, [row.title], STYLE.title);
      }
      if ("group" in row) {
        merges.push(`B${number}:${last}${number}`);
        return rowXml(number, row.group, STYLE.group);
      }
      if ("header" in row) {
        frozen = number;
        return rowXml(number, row.header, STYLE.header);
      }
      return rowXml(number, row.cells, STYLE.cell);
    })
    .join("");
  const pane =
    frozen > 0 ? `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>` : "";
  const sheet = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join("")}</cols><sheetData>${data}</sheetData><mergeCells count="${merges.length}">${merges
    .map((ref) => `<mergeCell ref="${ref}"/>`)
    .join("")}</mergeCells></worksheet>`;
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escapeXml(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": sheet,
    "xl/styles.xml": STYLES,
  };
  const files = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));
  // A fixed time of all entries (ZIP counts from 1980) keeps the bytes the same on every run and in every time zone.
  return zipSync(files, { mtime: new Date(2026, 0, 1), level: 9 });
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";

const FONT = '<sz val="12"/><name val="Times New Roman"/><family val="1"/>';
const BORDER = '<left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/>';
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${BORDER}</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf><xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf><xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`;

function rowXml(number: number, cells: string[], style: number): string {
  const xml = cells.map((cell, column) => {
    const at = `${letter(column)}${number}`;
    if (/^[1-9]\d{0,8}$/.test(cell)) return `<c r="${at}" s="${style}"><v>${cell}</v></c>`;
    return cell === ""
      ? `<c r="${at}" s="${style}"/>`
      : `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
  });
  return `<row r="${number}">${xml.join("")}</row>`;
}

function letter(column: number): string {
  return String.fromCharCode(65 + column);
}
