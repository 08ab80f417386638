import { strToU8, zipSync } from "fflate";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** Bytes of a text. */
export function utf8(text: string): Uint8Array {
  return strToU8(text);
}

/** UTF-16 little endian with byte-order mark, as Excel's "Unicode text". */
export function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
}

/** A Word file whose body is the given WordprocessingML. */
export function wordFile(body: string): Uint8Array {
  return zipSync({
    "[Content_Types].xml": strToU8("<Types/>"),
    "word/document.xml": strToU8(`<w:document xmlns:w="${W}"><w:body>${body}</w:body></w:document>`),
  });
}

/** A workbook from the XML of its sheets, with shared strings and styles as given. */
export function workbook(
  sheets: { name: string; xml: string; state?: string }[],
  parts: { strings?: string; styles?: string } = {},
): Uint8Array {
  const list = sheets
    .map(
      ({ name, state }, index) =>
        `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"${state === undefined ? "" : ` state="${state}"`}/>`,
    )
    .join("");
  const links = sheets
    .map((_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`)
    .join("");
  return zipSync({
    "xl/workbook.xml": strToU8(`<workbook xmlns="${S}" xmlns:r="${R}"><sheets>${list}</sheets></workbook>`),
    "xl/_rels/workbook.xml.rels": strToU8(`<Relationships>${links}</Relationships>`),
    ...(parts.strings === undefined
      ? {}
      : { "xl/sharedStrings.xml": strToU8(`<sst xmlns="${S}">${parts.strings}</sst>`) }),
    ...(parts.styles === undefined
      ? {}
      : { "xl/styles.xml": strToU8(`<styleSheet xmlns="${S}">${parts.styles}</styleSheet>`) }),
    ...Object.fromEntries(
      sheets.map(({ xml }, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        strToU8(`<worksheet xmlns="${S}">${xml}</worksheet>`),
      ]),
    ),
  });
}

/** `sheetData` of rows of texts; a number becomes a number cell. */
export function sheetData(rows: (string | number)[][], firstRow = 1): string {
  const xml = rows.map((cells, index) => {
    const row = firstRow + index;
    const filled = cells.map((cell, column) => {
      const at = `${String.fromCharCode(65 + column)}${row}`;
      if (cell === "") return "";
      return typeof cell === "number"
        ? `<c r="${at}"><v>${cell}</v></c>`
        : `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`;
    });
    return `<row r="${row}">${filled.join("")}</row>`;
  });
  return `<sheetData>${xml.join("")}</sheetData>`;
}

/** A Word table cell. */
export function wordCell(text: string, properties = ""): string {
  const paragraphs = text.split("\n").map((line) => `<w:p><w:r><w:t xml:space="preserve">${line}</w:t></w:r></w:p>`);
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraphs.join("")}</w:tc>`;
}

/** A Word table row. */
export function wordRow(...cells: string[]): string {
  return `<w:tr>${cells.map((cell) => (cell.startsWith("<w:tc>") ? cell : wordCell(cell))).join("")}</w:tr>`;
}
