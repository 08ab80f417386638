import { escapeXml, writeZip } from "../opc/index.ts";
import { typeset } from "../typeset/index.ts";
import { PrintedPages } from "./printed-pages.ts";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/**
 * Files as they print, each page with one small line at its foot that says where it was printed from (NĐ30 Phụ lục VI Phần I.III.6.k). A new
 * file for paper: the signed ones are only read.
 *
 * @param line the mark, one line of at most about 150 letters
 * @throws PDF_*
 */
export function makeMarkedPrint(files: readonly Uint8Array[], line: string, title: string): Uint8Array {
  const mark = markSheet(line);
  const printed = new PrintedPages();
  for (const bytes of files) printed.addFile(bytes);
  printed.drawOnEach(mark);
  return printed.write(title);
}

/** A page with the line alone, 9 mm above its lower edge. */
function markSheet(line: string): Uint8Array {
  const text = `<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:i/><w:sz w:val="16"/></w:rPr><w:t xml:space="preserve">${escapeXml(line)}</w:t></w:r>`;
  const parts: [string, string][] = [
    [
      "[Content_Types].xml",
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ],
    [
      "_rels/.rels",
      `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ],
    [
      "word/document.xml",
      `${HEAD}<w:document xmlns:w="${W}"><w:body><w:p><w:pPr><w:jc w:val="center"/></w:pPr>${text}</w:p><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="16150" w:right="567" w:bottom="280" w:left="567" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    ],
  ];
  return typeset(writeZip(parts.map(([name, content]) => [name, new TextEncoder().encode(content)]))).pdf;
}
