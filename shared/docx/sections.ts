import { escapeXml, parseXml, type XmlElement } from "../opc/index.ts";

/** Order of the children of `w:sectPr` (CT_SectPr, ISO/IEC 29500-1, 17.6.17). */
const ORDER = [
  "w:headerReference",
  "w:footerReference",
  "w:footnotePr",
  "w:endnotePr",
  "w:type",
  "w:pgSz",
  "w:pgMar",
  "w:paperSrc",
  "w:pgBorders",
  "w:lnNumType",
  "w:pgNumType",
  "w:cols",
  "w:formProt",
  "w:vAlign",
  "w:noEndnote",
  "w:titlePg",
  "w:textDirection",
  "w:bidi",
  "w:rtlGutter",
  "w:docGrid",
  "w:printerSettings",
];

/** The last section of a template: where its XML stands in `word/document.xml`, and its page. */
export interface TemplateSection {
  start: number;
  end: number;
  element: XmlElement;
}

/** Finds the section properties of the body, the last `w:sectPr` of the part; undefined when the template has none. */
export function lastSection(documentXml: string): TemplateSection | undefined {
  const start = documentXml.lastIndexOf("<w:sectPr");
  if (start < 0) return undefined;
  const close = documentXml.indexOf("</w:sectPr>", start);
  const end = close < 0 ? documentXml.indexOf("/>", start) + 2 : close + "</w:sectPr>".length;
  return { start, end, element: parseXml(documentXml.slice(start, end), "word/document.xml") };
}

/** Width and height of a section's paper in twips, as it lies or turned. */
function paperOf(section: XmlElement, orientation?: "portrait" | "landscape"): { width: number; height: number } {
  const size = child(section, "w:pgSz");
  const width = twips(size, "w:w", 11906);
  const height = twips(size, "w:h", 16838);
  if (orientation === undefined) return { width, height };
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return orientation === "landscape" ? { width: long, height: short } : { width: short, height: long };
}

/** Width and height of a section's text in twips: paper, as it lies or turned, less margins. */
export function textAreaOf(
  section: XmlElement,
  orientation?: "portrait" | "landscape",
): { width: number; height: number } {
  const paper = paperOf(section, orientation);
  const margins = child(section, "w:pgMar");
  return {
    width: paper.width - twips(margins, "w:left", 1701) - twips(margins, "w:right", 850),
    height: paper.height - twips(margins, "w:top", 1134) - twips(margins, "w:bottom", 1134),
  };
}

/**
 * The section of an appendix, made from the template's: turned if need be, its page numbers beginning at 1 (NĐ30 PL I.III.1.đ: the
 * pages of each appendix are numbered for themselves), with the same headers, margins and "no number on the first page".
 */
export function appendixSection(base: XmlElement, orientation: "portrait" | "landscape"): string {
  const paper = paperOf(base, orientation);
  const landscape = orientation === "landscape";
  const page = element("w:pgSz", {
    "w:w": String(paper.width),
    "w:h": String(paper.height),
    ...(landscape ? { "w:orient": "landscape" } : {}),
  });
  const numbering = child(base, "w:pgNumType");
  const replaced = [
    element("w:type", { "w:val": "nextPage" }),
    page,
    element("w:pgNumType", { ...numbering?.attributes, "w:start": "1" }),
  ];
  const names = replaced.map((each) => each.name);
  const kept = elements(base).filter((each) => !names.includes(each.name));
  return serialize({ ...base, children: inOrder([...kept, ...replaced]) });
}

/** The section of the main document as the template has it, to be carried by a paragraph when appendices follow. */
export function sectionXml(base: XmlElement): string {
  return serialize({ ...base, children: inOrder(elements(base)) });
}

function inOrder(children: XmlElement[]): XmlElement[] {
  const place = (each: XmlElement) => (ORDER.indexOf(each.name) + ORDER.length + 1) % (ORDER.length + 1);
  return [...children].sort((a, b) => place(a) - place(b));
}

function elements(parent: XmlElement): XmlElement[] {
  return parent.children.filter((node): node is XmlElement => typeof node !== "string");
}

function child(parent: XmlElement, name: string): XmlElement | undefined {
  return elements(parent).find((each) => each.name === name);
}

function twips(of: XmlElement | undefined, name: string, otherwise: number): number {
  const value = Number(of?.attributes[name]);
  return Number.isFinite(value) && value > 0 ? value : otherwise;
}

function element(name: string, attributes: Record<string, string>): XmlElement {
  return { name, attributes, children: [] };
}

function serialize(node: XmlElement): string {
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join("");
  const children = node.children.map((each) => (typeof each === "string" ? escapeXml(each) : serialize(each))).join("");
  return children === "" ? `<${node.name}${attributes}/>` : `<${node.name}${attributes}>${children}</${node.name}>`;
}
