import { escapeXml, writeZip } from "../../opc/index.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const FONT = "Times New Roman";

/** A millimetre in twentieths of a point. */
const MM = 1440 / 25.4;
/** A4 on its side; the binding is on the left. */
const PAGE = { width: 297, height: 210, left: 22, right: 15, top: 18, bottom: 15 } as const;
/** Width of the text in millimetres. */
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

/** How a run of text looks; size in points. */
export interface Look {
  bold?: boolean;
  italic?: boolean;
  size?: number;
}

/** How a paragraph stands; spaces in points. */
export interface Stand {
  align?: "left" | "center" | "right" | "both";
  before?: number;
  after?: number;
  /** Left edge, in millimetres from the margin. */
  indent?: number;
}

/** A column of a table: heading, width in millimetres. */
export interface BoundColumn {
  header: string;
  width: number;
  align?: "center" | "left";
}

/** A paragraph; line breaks stay. */
export function paragraph(text: string, look: Look = {}, stand: Stand = {}): string {
  const size = look.size === undefined ? "" : `<w:sz w:val="${look.size * 2}"/><w:szCs w:val="${look.size * 2}"/>`;
  const run = `${look.bold ? "<w:b/>" : ""}${look.italic ? "<w:i/>" : ""}${size}`;
  const spacing = `<w:spacing w:before="${(stand.before ?? 0) * 20}" w:after="${(stand.after ?? 0) * 20}"/>`;
  const indent = stand.indent === undefined ? "" : `<w:ind w:left="${Math.round(stand.indent * MM)}"/>`;
  const pieces = text.split("\n").map((line) => `<w:t xml:space="preserve">${escapeXml(line)}</w:t>`);
  return `<w:p><w:pPr>${spacing}${indent}<w:jc w:val="${stand.align ?? "left"}"/></w:pPr><w:r><w:rPr>${run}</w:rPr>${pieces.join("<w:br/>")}</w:r></w:p>`;
}

function row(cells: readonly string[], widths: readonly number[], header: boolean): string {
  const parts = cells.map(
    (content, index) =>
      `<w:tc><w:tcPr><w:tcW w:w="${widths[index]}" w:type="dxa"/>${header ? '<w:vAlign w:val="center"/>' : ""}</w:tcPr>${content}</w:tc>`,
  );
  return `<w:tr><w:trPr><w:cantSplit/>${header ? "<w:tblHeader/>" : ""}</w:trPr>${parts.join("")}</w:tr>`;
}

/** A ruled table whose heading comes again on every page, with the decree's line of column numbers under it. */
export function ruledTable(
  columns: readonly BoundColumn[],
  rows: readonly (readonly string[])[],
  { numbered = true, size = 11 } = {},
): string {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => Math.floor((TEXT_WIDTH * MM * width) / whole));
  const edge = (name: string) => `<w:${name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`;
  const borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map(edge).join("");
  const margins =
    '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>';
  const centre: Stand = { align: "center" };
  const head = row(
    columns.map(({ header }) => paragraph(header, { bold: true, size }, centre)),
    widths,
    true,
  );
  const numbers = row(
    columns.map((_, index) => paragraph(`(${index + 1})`, { size: size - 1 }, centre)),
    widths,
    true,
  );
  const body = rows.map((cells) =>
    row(
      columns.map(({ align }, index) => paragraph(cells[index] ?? "", { size }, align === "center" ? centre : {})),
      widths,
      false,
    ),
  );
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
  return `<w:tbl><w:tblPr><w:tblW w:w="${widths.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/>${margins}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>${head}${numbered ? numbers : ""}${body.join("")}</w:tbl>`;
}

/** A leaf of its own without a page number: cover or first page, framed. */
export function leaf(paragraphs: string, framed: boolean): string {
  return `${paragraphs}<w:p><w:pPr>${section(framed ? "frame" : "plain")}</w:pPr></w:p>`;
}

/** How the pages up to here are: the cover in its frame, an unnumbered page, pages of lines counted from 1. */
function section(kind: "frame" | "plain" | "lines"): string {
  const edge = (name: string) => `<w:${name} w:val="double" w:sz="6" w:space="12" w:color="000000"/>`;
  const frame =
    kind === "frame"
      ? `<w:pgBorders w:offsetFrom="text">${["top", "left", "bottom", "right"].map(edge).join("")}</w:pgBorders>`
      : "";
  const twips = (mm: number) => Math.round(mm * MM);
  const header = kind === "lines" ? '<w:headerReference w:type="default" r:id="rIdHeader"/>' : "";
  const start = kind === "lines" ? '<w:pgNumType w:start="1"/>' : "";
  return `<w:sectPr>${header}<w:type w:val="nextPage"/><w:pgSz w:w="${twips(PAGE.width)}" w:h="${twips(PAGE.height)}" w:orient="landscape"/><w:pgMar w:top="${twips(PAGE.top)}" w:right="${twips(PAGE.right)}" w:bottom="${twips(PAGE.bottom)}" w:left="${twips(PAGE.left)}" w:header="${twips(9)}" w:footer="${twips(8)}" w:gutter="0"/>${frame}${start}</w:sectPr>`;
}

/** The Word file: leaves first, then pages of `body` with their numbers at the top, counted from 1. */
export function boundFile(title: string, leaves: string, body: string): Uint8Array {
  const size = '<w:rPr><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr>';
  const mark = (kind: string) => `<w:r>${size}<w:fldChar w:fldCharType="${kind}"/></w:r>`;
  const number = `${mark("begin")}<w:r>${size}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>${mark("separate")}<w:r>${size}<w:t>1</w:t></w:r>${mark("end")}`;
  const open = `xmlns:w="${W}" xmlns:r="${OFFICE}"`;
  const relationships = (list: readonly (readonly [string, string, string])[]) =>
    `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
      .map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`)
      .join("")}</Relationships>`;
  const kinds = [
    ["/word/document.xml", `${WORD}.document.main+xml`],
    ["/word/styles.xml", `${WORD}.styles+xml`],
    ["/word/header1.xml", `${WORD}.header+xml`],
    ["/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
  ].map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`);
  const parts: [string, string][] = [
    [
      "[Content_Types].xml",
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${kinds.join("")}</Types>`,
    ],
    [
      "_rels/.rels",
      relationships([
        ["rId1", `${OFFICE}/officeDocument`, "word/document.xml"],
        [
          "rId2",
          "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
          "docProps/core.xml",
        ],
      ]),
    ],
    [
      "word/document.xml",
      `${HEAD}<w:document ${open}><w:body>${leaves}${body}${section("lines")}</w:body></w:document>`,
    ],
    [
      "word/_rels/document.xml.rels",
      relationships([
        ["rIdStyles", `${OFFICE}/styles`, "styles.xml"],
        ["rIdHeader", `${OFFICE}/header`, "header1.xml"],
      ]),
    ],
    [
      "word/styles.xml",
      `${HEAD}<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="${FONT}" w:eastAsia="${FONT}" w:hAnsi="${FONT}" w:cs="${FONT}"/><w:color w:val="000000"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style></w:styles>`,
    ],
    ["word/header1.xml", `${HEAD}<w:hdr ${open}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>${number}</w:p></w:hdr>`],
    [
      "docProps/core.xml",
      `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title><dc:creator>Vanthu</dc:creator><dc:language>vi-VN</dc:language></cp:coreProperties>`,
    ],
  ];
  return writeZip(parts.map(([name, text]) => [name, new TextEncoder().encode(text)]));
}
