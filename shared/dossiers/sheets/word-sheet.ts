import { escapeXml, writeZip } from "../../opc/index.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const FONT = "Times New Roman";

/** A4 with 20 mm above and below, 30 mm left and 15 mm right (NĐ30 Phụ lục I.I.3), in twentieths of a point; widths of the text. */
const PAGES = {
  portrait: { size: 'w:w="11906" w:h="16838"', text: 9354 },
  landscape: { size: 'w:w="16838" w:h="11906" w:orient="landscape"', text: 14286 },
} as const;

/** How a run of text looks; sizes in points. */
export interface Look {
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  size?: number;
}

/** A paragraph of a sheet; spaces in points. */
export interface Line extends Look {
  text: string;
  align?: "left" | "center" | "both" | "right";
  before?: number;
  after?: number;
  /** Indent of the first line, millimetres. */
  indent?: number;
}

/** A table with a heading row that comes again on every page. */
export interface SheetTable {
  columns: { header: string; share: number; align?: "left" | "center" | "right" }[];
  /** A row of cells, or one text over the whole width, from the given column on. */
  rows: (string[] | { group: string; bold?: boolean; italic?: boolean })[];
  /** The decree's line "(1) (2) …" under the headings. */
  numbered?: boolean;
  size?: number;
}

/** Two columns without borders: heads of documents, signatures. */
export interface SheetPair {
  left: Line[];
  right: Line[];
}

/** A piece of a sheet. */
export type SheetPart = Line | { table: SheetTable } | { pair: SheetPair };

/** A list or record to print and bind. */
export interface Sheet {
  title: string;
  orientation: "portrait" | "landscape";
  parts: SheetPart[];
  /** Bottom of every page. */
  foot?: string;
}

/** The sheet as a Word file; equal sheets give equal bytes. */
export function sheetDocx(sheet: Sheet): Uint8Array {
  const { size, text: width } = PAGES[sheet.orientation];
  const body = sheet.parts
    .map((part) =>
      "table" in part ? tableXml(part.table, width) : "pair" in part ? pairXml(part.pair, width) : lineXml(part),
    )
    .join("");
  const field = (code: string) =>
    `<w:r><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r><w:r><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r>`;
  const footer = `${sheet.foot === undefined ? "" : lineXml({ text: sheet.foot, align: "center", size: 9, italic: true })}<w:p><w:pPr><w:jc w:val="center"/></w:pPr>${runXml("Trang ", { size: 10 })}${field("PAGE")}${runXml("/", { size: 10 })}${field("NUMPAGES")}</w:p>`;
  const section = `<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz ${size}/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`;
  const open = `xmlns:w="${W}" xmlns:r="${OFFICE}"`;
  const relationships = (list: readonly (readonly [string, string, string])[]) =>
    `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`).join("")}</Relationships>`;
  const core = "http://schemas.openxmlformats.org/package/2006";
  const parts: [string, string][] = [
    [
      "[Content_Types].xml",
      `${HEAD}<Types xmlns="${core}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${WORD}.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="${WORD}.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    ],
    [
      "_rels/.rels",
      relationships([
        ["rId1", `${OFFICE}/officeDocument`, "word/document.xml"],
        ["rId2", `${core}/relationships/metadata/core-properties`, "docProps/core.xml"],
      ]),
    ],
    ["word/document.xml", `${HEAD}<w:document ${open}><w:body>${body}${section}</w:body></w:document>`],
    [
      "word/_rels/document.xml.rels",
      relationships([
        ["rIdStyles", `${OFFICE}/styles`, "styles.xml"],
        ["rIdFooter", `${OFFICE}/footer`, "footer1.xml"],
      ]),
    ],
    ["word/styles.xml", STYLES],
    ["word/footer1.xml", `${HEAD}<w:ftr ${open}>${footer}</w:ftr>`],
    [
      "docProps/core.xml",
      `${HEAD}<cp:coreProperties xmlns:cp="${core}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(sheet.title)}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>`,
    ],
  ];
  return writeZip(parts.map(([name, text]) => [name, new TextEncoder().encode(text)]));
}

const STYLES = `${HEAD}<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="${FONT}" w:eastAsia="${FONT}" w:hAnsi="${FONT}" w:cs="${FONT}"/><w:color w:val="000000"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style></w:styles>`;

function runXml(text: string, { bold, italic, underline, size }: Look): string {
  const properties =
    (bold ? "<w:b/>" : "") +
    (italic ? "<w:i/>" : "") +
    (underline ? '<w:u w:val="single"/>' : "") +
    (size === undefined ? "" : `<w:sz w:val="${size * 2}"/><w:szCs w:val="${size * 2}"/>`);
  const pieces = text.split("\n").map((line) => `<w:t xml:space="preserve">${escapeXml(line)}</w:t>`);
  return `<w:r><w:rPr>${properties}</w:rPr>${pieces.join("<w:br/>")}</w:r>`;
}

function lineXml(line: Line): string {
  const spacing =
    line.before === undefined && line.after === undefined
      ? ""
      : `<w:spacing w:before="${(line.before ?? 0) * 20}" w:after="${(line.after ?? 0) * 20}"/>`;
  const indent = line.indent === undefined ? "" : `<w:ind w:firstLine="${Math.round(line.indent * 56.7)}"/>`;
  const align = line.align === undefined ? "" : `<w:jc w:val="${line.align}"/>`;
  return `<w:p><w:pPr>${spacing}${indent}${align}</w:pPr>${runXml(line.text, line)}</w:p>`;
}

function cellXml(paragraphs: string, width: number, span = 1): string {
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ""}</w:tcPr>${paragraphs}</w:tc>`;
}

function tableXml({ columns, rows, numbered, size = 12 }: SheetTable, width: number): string {
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => Math.floor((width * share) / whole));
  const total = widths.reduce((sum, one) => sum + one, 0);
  const edge = (name: string) => `<w:${name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`;
  const borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map(edge).join("");
  const rowXml = (cells: string, header = false) =>
    `<w:tr><w:trPr><w:cantSplit/>${header ? "<w:tblHeader/>" : ""}</w:trPr>${cells}</w:tr>`;
  const headings = columns.map(({ header }, i) =>
    cellXml(lineXml({ text: header, bold: true, align: "center", size }), widths[i]!),
  );
  const numbers = columns.map((_, i) =>
    cellXml(lineXml({ text: `(${i + 1})`, italic: true, align: "center", size: size - 1 }), widths[i]!),
  );
  const body = rows.map((row) =>
    Array.isArray(row)
      ? rowXml(
          row
            .map((text, i) => cellXml(lineXml({ text, size, align: columns[i]?.align ?? "left" }), widths[i]!))
            .join(""),
        )
      : rowXml(
          cellXml(
            lineXml({ text: row.group, bold: row.bold, italic: row.italic, size, align: "left" }),
            total,
            columns.length,
          ),
        ),
  );
  const margins =
    '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>';
  const grid = widths.map((one) => `<w:gridCol w:w="${one}"/>`).join("");
  return `<w:tbl><w:tblPr><w:tblW w:w="${total}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/>${margins}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rowXml(headings.join(""), true)}${numbered ? rowXml(numbers.join(""), true) : ""}${body.join("")}</w:tbl>`;
}

function pairXml({ left, right }: SheetPair, width: number): string {
  const first = Math.floor(width * 0.42);
  const cells = [left, right].map((lines, i) => cellXml(lines.map(lineXml).join(""), i === 0 ? first : width - first));
  return `<w:tbl><w:tblPr><w:tblW w:w="${width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="${first}"/><w:gridCol w:w="${width - first}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.join("")}</w:tr></w:tbl>`;
}
