import { escapeXml, writeZip } from "../opc/index.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const FONT = "Times New Roman";

/** Width of the text in twentieths of a point: A4 with 30 mm on the left and 15 mm on the right (NĐ 30/2020/NĐ-CP, Phụ lục I, I.2). */
const TEXT_WIDTH = 9354;
const LABEL_WIDTH = 2754;

/** How a run of text looks. Sizes in half points. */
interface Look {
  bold?: boolean;
  italic?: boolean;
  /** "RRGGBB" */
  colour?: string;
  size?: number;
  mono?: boolean;
}

/** How a paragraph stands. Spaces in twentieths of a point. */
interface Stand {
  align?: "left" | "center" | "both";
  before?: number;
  after?: number;
  keepNext?: boolean;
  heading?: 1 | 2;
}

/** A run of text; line breaks stay. */
export function run(text: string, look: Look = {}): string {
  const fonts = look.mono ? '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>' : "";
  const properties =
    fonts +
    (look.bold ? "<w:b/>" : "") +
    (look.italic ? "<w:i/>" : "") +
    (look.colour === undefined ? "" : `<w:color w:val="${look.colour}"/>`) +
    (look.size === undefined ? "" : `<w:sz w:val="${look.size}"/><w:szCs w:val="${look.size}"/>`);
  const pieces = text.split("\n").map((line) => `<w:t xml:space="preserve">${escapeXml(line)}</w:t>`);
  return `<w:r><w:rPr>${properties}</w:rPr>${pieces.join("<w:br/>")}</w:r>`;
}

/** A paragraph of runs. */
export function paragraph(runs: string | readonly string[], stand: Stand = {}): string {
  const style = stand.heading === undefined ? "" : `<w:pStyle w:val="Heading${stand.heading}"/>`;
  const spacing =
    stand.before === undefined && stand.after === undefined
      ? ""
      : `<w:spacing w:before="${stand.before ?? 0}" w:after="${stand.after ?? 0}"/>`;
  const properties =
    style +
    (stand.keepNext ? "<w:keepNext/>" : "") +
    spacing +
    (stand.align === undefined ? "" : `<w:jc w:val="${stand.align}"/>`);
  return `<w:p><w:pPr>${properties}</w:pPr>${typeof runs === "string" ? runs : runs.join("")}</w:p>`;
}

/** A cell: paragraphs in it, its width, its fill. */
function cell(paragraphs: string, width: number, fill?: string): string {
  const shade = fill === undefined ? "" : `<w:shd w:val="clear" w:color="auto" w:fill="${fill}"/>`;
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${shade}<w:vAlign w:val="center"/></w:tcPr>${paragraphs}</w:tc>`;
}

function tableOf(widths: readonly number[], rows: readonly string[], border: string): string {
  const edge = (name: string) => `<w:${name} w:val="single" w:sz="4" w:space="0" w:color="${border}"/>`;
  const borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map(edge).join("");
  const margins =
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>';
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
  const total = widths.reduce((sum, width) => sum + width, 0);
  return `<w:tbl><w:tblPr><w:tblW w:w="${total}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/>${margins}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join("")}</w:tbl>`;
}

function row(cells: string, header = false): string {
  return `<w:tr><w:trPr><w:cantSplit/>${header ? "<w:tblHeader/>" : ""}</w:trPr>${cells}</w:tr>`;
}

/** The verdict as a band: sign, words, a sentence; in the colour of the verdict but readable without it. */
export function band(
  { sign, words, colour, fill }: { sign: string; words: string; colour: string; fill: string },
  sentence: string,
): string {
  const narrow = 900;
  const text =
    paragraph(run(words, { bold: true, size: 28, colour }), { after: sentence === "" ? 0 : 40 }) +
    (sentence === "" ? "" : paragraph(run(sentence)));
  const mark = paragraph(run(sign, { bold: true, size: 40, colour }), { align: "center" });
  return tableOf(
    [narrow, TEXT_WIDTH - narrow],
    [row(cell(mark, narrow, fill) + cell(text, TEXT_WIDTH - narrow, fill))],
    colour,
  );
}

/** Labels on the left, texts on the right. */
export function factTable(facts: readonly (readonly [label: string, text: string, look?: Look])[]): string {
  const rows = facts.map(([label, text, look]) =>
    row(
      cell(paragraph(run(label, { bold: true })), LABEL_WIDTH, "F2F2F2") +
        cell(paragraph(run(text, look)), TEXT_WIDTH - LABEL_WIDTH),
    ),
  );
  return tableOf([LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH], rows, "808080");
}

/** A table with a heading row that comes again on every page. Widths are shares of the text's width. */
export function listTable(
  columns: readonly (readonly [title: string, share: number])[],
  rows: readonly (readonly string[])[],
  look: Look = { size: 22 },
): string {
  const whole = columns.reduce((sum, [, share]) => sum + share, 0);
  const widths = columns.map(([, share]) => Math.floor((TEXT_WIDTH * share) / whole));
  const head = row(
    columns
      .map(([title], i) =>
        cell(paragraph(run(title, { ...look, bold: true }), { align: "center" }), widths[i]!, "F2F2F2"),
      )
      .join(""),
    true,
  );
  const body = rows.map((cells) => row(cells.map((text, i) => cell(paragraph(run(text, look)), widths[i]!)).join("")));
  return tableOf(widths, [head, ...body], "808080");
}

/** A Word file of A4 pages with page numbers; `foot` stands at the bottom of every page. */
export function wordFile(title: string, body: string, foot: string): Uint8Array {
  const field = (code: string) =>
    `<w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r><w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r>`;
  const small = { size: 20, colour: "595959" };
  const footer =
    paragraph(run(foot, small), { align: "center" }) +
    paragraph([run("Trang ", small), field("PAGE"), run("/", small), field("NUMPAGES")], { align: "center" });
  const section =
    '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>';
  const open = `xmlns:w="${W}" xmlns:r="${OFFICE}"`;
  const relationships = (list: readonly (readonly [string, string, string])[]) =>
    `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
      .map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`)
      .join("")}</Relationships>`;
  const overrides = (
    [
      ["/word/document.xml", `${WORD}.document.main+xml`],
      ["/word/styles.xml", `${WORD}.styles+xml`],
      ["/word/footer1.xml", `${WORD}.footer+xml`],
      ["/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
    ] as const
  )
    .map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`)
    .join("");
  const parts: [string, string][] = [
    [
      "[Content_Types].xml",
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides}</Types>`,
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
    ["word/document.xml", `${HEAD}<w:document ${open}><w:body>${body}${section}</w:body></w:document>`],
    [
      "word/_rels/document.xml.rels",
      relationships([
        ["rIdStyles", `${OFFICE}/styles`, "styles.xml"],
        ["rIdFooter", `${OFFICE}/footer`, "footer1.xml"],
      ]),
    ],
    ["word/styles.xml", styles()],
    ["word/footer1.xml", `${HEAD}<w:ftr ${open}>${footer}</w:ftr>`],
    [
      "docProps/core.xml",
      `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title><dc:creator>Vanthu</dc:creator><dc:language>vi-VN</dc:language></cp:coreProperties>`,
    ],
  ];
  return writeZip(parts.map(([name, text]) => [name, new TextEncoder().encode(text)]));
}

function styles(): string {
  const heading = (level: 1 | 2, size: number, before: number) =>
    `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="${before}" w:after="100"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr></w:style>`;
  return (
    `${HEAD}<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="${FONT}" w:eastAsia="${FONT}" w:hAnsi="${FONT}" w:cs="${FONT}"/><w:color w:val="000000"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
    `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${heading(1, 28, 0)}${heading(2, 26, 280)}</w:styles>`
  );
}
