import { strToU8, zipSync } from "fflate";
import type { LaidPage } from "../../shared/typeset/index.ts";

/** Parts of a small Word file; what is left out gets a plain default (14 pt Times New Roman, A4, margins of 1134 twips). */
export interface WordFile {
  /** Content of w:body without the last w:sectPr. */
  body: string;
  section?: string;
  styles?: string;
  settings?: string;
  numbering?: string;
  footnotes?: string;
  /** Content of a:themeElements. */
  theme?: string;
  /** Header and footer parts by name: `header1`. Referred to by the same id. */
  parts?: Record<string, string>;
  /** Binary parts by path, with the id they are referred to by. */
  media?: Record<string, { id: string; bytes: Uint8Array }>;
  core?: string;
  compatibility?: number;
}

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"' +
  ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"' +
  ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"' +
  ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/** A4 upright with margins of 2 cm. */
export const A4 =
  '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>';

/** Builds the bytes of a .docx. */
export function wordFile(file: WordFile): Uint8Array {
  const parts = Object.entries(file.parts ?? {});
  const media = Object.entries(file.media ?? {});
  const kindOf = (name: string): string => name.replace(/\d+$/, "");
  const files: Record<string, Uint8Array> = {
    "[Content_Types].xml": strToU8(
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>` +
        `<Override PartName="/word/document.xml" ContentType="${TYPES}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${TYPES}.styles+xml"/>` +
        `<Override PartName="/word/settings.xml" ContentType="${TYPES}.settings+xml"/><Override PartName="/word/numbering.xml" ContentType="${TYPES}.numbering+xml"/>` +
        `<Override PartName="/word/footnotes.xml" ContentType="${TYPES}.footnotes+xml"/>` +
        parts
          .map(([name]) => `<Override PartName="/word/${name}.xml" ContentType="${TYPES}.${kindOf(name)}+xml"/>`)
          .join("") +
        `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    ),
    "_rels/.rels": strToU8(
      `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${RELATIONS}/officeDocument" Target="word/document.xml"/>` +
        `<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    ),
    "word/_rels/document.xml.rels": strToU8(
      `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
        ["styles", "settings", "numbering", "footnotes", ...(file.theme === undefined ? [] : ["theme"])]
          .map((name) => `<Relationship Id="${name}" Type="${RELATIONS}/${name}" Target="${name}.xml"/>`)
          .join("") +
        parts
          .map(([name]) => `<Relationship Id="${name}" Type="${RELATIONS}/${kindOf(name)}" Target="${name}.xml"/>`)
          .join("") +
        media
          .map(([path, { id }]) => `<Relationship Id="${id}" Type="${RELATIONS}/image" Target="${path}"/>`)
          .join("") +
        "</Relationships>",
    ),
    "word/settings.xml": strToU8(
      `${HEAD}<w:settings ${NAMESPACES}>${file.settings ?? ""}<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="${file.compatibility ?? 15}"/></w:compat></w:settings>`,
    ),
    "word/styles.xml": strToU8(
      `${HEAD}<w:styles ${NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` +
        `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${file.styles ?? ""}</w:styles>`,
    ),
    "word/numbering.xml": strToU8(`${HEAD}<w:numbering ${NAMESPACES}>${file.numbering ?? ""}</w:numbering>`),
    "word/footnotes.xml": strToU8(
      `${HEAD}<w:footnotes ${NAMESPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>` +
        `<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>${file.footnotes ?? ""}</w:footnotes>`,
    ),
    "word/document.xml": strToU8(
      `${HEAD}<w:document ${NAMESPACES}><w:body>${file.body}<w:sectPr>${file.section ?? A4}</w:sectPr></w:body></w:document>`,
    ),
    "docProps/core.xml": strToU8(
      `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">${file.core ?? ""}</cp:coreProperties>`,
    ),
  };
  for (const [name, content] of parts) {
    const root = kindOf(name) === "header" ? "w:hdr" : "w:ftr";
    files[`word/${name}.xml`] = strToU8(`${HEAD}<${root} ${NAMESPACES}>${content}</${root}>`);
  }
  if (file.theme !== undefined)
    files["word/theme.xml"] = strToU8(
      `${HEAD}<a:theme ${NAMESPACES}><a:themeElements>${file.theme}</a:themeElements></a:theme>`,
    );
  for (const [path, { bytes }] of media) files[`word/${path}`] = bytes;
  return zipSync(files);
}

/** A run. */
export function run(text: string, properties = ""): string {
  return `<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
}

/** A paragraph of one run, or of the given runs. */
export function paragraph(content: string, properties = ""): string {
  return `<w:p>${properties === "" ? "" : `<w:pPr>${properties}</w:pPr>`}${content.startsWith("<") ? content : content === "" ? "" : run(content)}</w:p>`;
}

/** Several paragraphs, numbered so that each can be told apart. */
export function paragraphs(count: number, text: string, properties = ""): string {
  return Array.from({ length: count }, (_unused, index) => paragraph(`${text} ${index + 1}`, properties)).join("");
}

/** One line of a page: its texts from left to right, its left edge and baseline in points from the top left. */
export interface ShownLine {
  text: string;
  x: number;
  y: number;
  /** Right end of the last text. */
  right: number;
}

const points = (twips: number): number => Math.round(twips * 5) / 100;

/** The lines of a page from top to bottom. Texts on one baseline that stand apart are joined by " | ". */
export function shownLines(page: LaidPage): ShownLine[] {
  const texts = page.ops.filter((op) => op.kind === "text").sort((a, b) => a.y - b.y || a.x - b.x);
  const rows: (typeof texts)[] = [];
  for (const op of texts) {
    const row = rows.at(-1);
    if (row !== undefined && Math.abs(row[0]!.y - op.y) < 2) row.push(op);
    else rows.push([op]);
  }
  return rows.map((row) => {
    row.sort((a, b) => a.x - b.x);
    let text = "";
    let right = Number.NEGATIVE_INFINITY;
    for (const op of row) {
      if (text !== "") text += op.x - right > 60 ? " | " : "";
      text += op.text;
      if (op.text.trim() !== "") right = op.x + op.width;
    }
    return { text: text.trimEnd(), x: points(row[0]!.x), y: points(row[0]!.y), right: points(right) };
  });
}

/** Texts of each page, line by line. */
export function pageTexts(pages: readonly LaidPage[]): string[][] {
  return pages.map((page) => shownLines(page).map((line) => line.text));
}

/** Straight lines of a page in points: [x1, y1, x2, y2]. */
export function shownRules(page: LaidPage): number[][] {
  return page.ops.filter((op) => op.kind === "line").map((op) => [op.x1, op.y1, op.x2, op.y2].map(points));
}

/** A table with all borders; cells are paragraphs as XML or plain text. */
export function table(
  widths: number[],
  rows: { cells: string[]; properties?: string; cellProperties?: string[] }[],
  properties = "",
): string {
  const edges = ["top", "left", "bottom", "right", "insideH", "insideV"]
    .map((edge) => `<w:${edge} w:val="single" w:sz="4" w:color="000000"/>`)
    .join("");
  const body = rows.map((row) => {
    const cells = row.cells.map((cell, index) => {
      const extra = row.cellProperties?.[index] ?? "";
      const width = /gridSpan/.test(extra) ? "" : `<w:tcW w:w="${widths[index]}" w:type="dxa"/>`;
      return `<w:tc><w:tcPr>${width}${extra}</w:tcPr>${cell.startsWith("<") ? cell : paragraph(cell)}</w:tc>`;
    });
    return `<w:tr>${row.properties === undefined ? "" : `<w:trPr>${row.properties}</w:trPr>`}${cells.join("")}</w:tr>`;
  });
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${widths.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/><w:tblBorders>${edges}</w:tblBorders><w:tblLayout w:type="fixed"/>${properties}</w:tblPr>` +
    `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("")}</w:tblGrid>${body.join("")}</w:tbl>`
  );
}
