import { strToU8, zipSync } from "fflate";
import { emptyFootnotesXml } from "../../shared/docx/index.ts";
import type { RuleSet } from "../../shared/format/index.ts";
import { documentXml, type Form, headerXml } from "./document.ts";
import { stylesXml } from "./styles.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/** A Word template as bytes; the same input always gives the same bytes. */
export function templatePackage(ruleSet: RuleSet, form: Form): Uint8Array {
  const parts: Record<string, string> = {
    "[Content_Types].xml": contentTypes(),
    "_rels/.rels": relationships([
      ["rId1", `${OFFICE}/officeDocument`, "word/document.xml"],
      [
        "rId2",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml",
      ],
      ["rId3", `${OFFICE}/extended-properties`, "docProps/app.xml"],
    ]),
    "word/document.xml": documentXml(ruleSet, form),
    "word/_rels/document.xml.rels": relationships([
      ["rIdStyles", `${OFFICE}/styles`, "styles.xml"],
      ["rIdSettings", `${OFFICE}/settings`, "settings.xml"],
      ["rIdFonts", `${OFFICE}/fontTable`, "fontTable.xml"],
      ["rIdHeader", `${OFFICE}/header`, "header1.xml"],
      ["rIdFirstHeader", `${OFFICE}/header`, "header2.xml"],
      ["rIdFootnotes", `${OFFICE}/footnotes`, "footnotes.xml"],
    ]),
    "word/styles.xml": stylesXml(ruleSet),
    "word/settings.xml": settings(),
    "word/fontTable.xml": `${HEAD}<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="${ruleSet.font.value}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`,
    "word/header1.xml": headerXml(true),
    "word/header2.xml": headerXml(false),
    "word/footnotes.xml": emptyFootnotesXml(),
    "docProps/core.xml": `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{tieuDe}</dc:title><dc:creator>{coQuan}</dc:creator><dc:language>vi-VN</dc:language></cp:coreProperties>`,
    "docProps/app.xml": `${HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Vanthu</Application></Properties>`,
  };
  const entries = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));
  return zipSync(entries, { level: 9, mtime: new Date(1980, 0, 1, 0, 0, 0) });
}

function contentTypes(): string {
  const overrides: [string, string][] = [
    ["/word/document.xml", `${WORD}.document.main+xml`],
    ["/word/styles.xml", `${WORD}.styles+xml`],
    ["/word/settings.xml", `${WORD}.settings+xml`],
    ["/word/fontTable.xml", `${WORD}.fontTable+xml`],
    ["/word/header1.xml", `${WORD}.header+xml`],
    ["/word/header2.xml", `${WORD}.header+xml`],
    ["/word/footnotes.xml", `${WORD}.footnotes+xml`],
    ["/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
    ["/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"],
  ];
  const list = overrides.map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`).join("");
  return `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${list}</Types>`;
}

function relationships(list: readonly (readonly [string, string, string])[]): string {
  const each = list
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`)
    .join("");
  return `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each}</Relationships>`;
}

/**
 * Word 2013 layout (compatibility mode 15), so that Word opens the file without "Compatibility Mode" and lays it out as we do.
 * `doNotExpandShiftReturn`: a line that ends with a forced break is not stretched to the margin.
 */
function settings(): string {
  const uri = "http://schemas.microsoft.com/office/word";
  const compat = [
    ["compatibilityMode", "15"],
    ["overrideTableStyleFontSizeAndJustification", "1"],
    ["enableOpenTypeFeatures", "1"],
    ["doNotFlipMirrorIndents", "1"],
    ["differentiateMultirowTableHeaders", "1"],
  ]
    .map(([name, value]) => `<w:compatSetting w:name="${name}" w:uri="${uri}" w:val="${value}"/>`)
    .join("");
  return `${HEAD}<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat><w:doNotExpandShiftReturn/>${compat}</w:compat><w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>`;
}
