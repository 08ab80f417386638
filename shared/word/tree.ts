import { escapeXml, type XmlElement, type XmlNode } from "../opc/index.ts";

/** XML of a part with its declaration. */
export function partXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${elementXml(root)}`;
}

function elementXml(element: XmlElement): string {
  let out = `<${element.name}`;
  for (const [name, value] of Object.entries(element.attributes))
    out += ` ${name}="${escapeXml(value).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`;
  if (element.children.length === 0) return `${out}/>`;
  out += ">";
  for (const child of element.children) out += typeof child === "string" ? escapeXml(child) : elementXml(child);
  return `${out}</${element.name}>`;
}

/** An element with other children; trees that were read are shared, so none is ever changed. */
export function withChildren(element: XmlElement, children: XmlNode[]): XmlElement {
  return { name: element.name, attributes: element.attributes, children };
}

/** Text of a paragraph as far as it is printed: `w:t`, tabs and breaks; nothing of text boxes that hang on it. */
export function paragraphText(element: XmlElement): string {
  if (element.name === "w:t") return element.children.filter((node) => typeof node === "string").join("");
  if (element.name === "w:tab" || element.name === "w:br" || element.name === "w:cr") return " ";
  if (/^(?:w:pPr|w:rPr|w:drawing|w:pict|w:object|mc:AlternateContent|w:instrText|w:delText)$/.test(element.name))
    return "";
  return element.children.map((node) => (typeof node === "string" ? "" : paragraphText(node))).join("");
}

/** The tree with every paragraph passed through `change`, inner ones first; `undefined` keeps one as it is. */
export function mapParagraphs(
  element: XmlElement,
  change: (paragraph: XmlElement) => XmlElement | undefined,
): XmlElement {
  let changed = false;
  const children = element.children.map((node) => {
    if (typeof node === "string") return node;
    const mapped = mapParagraphs(node, change);
    if (mapped !== node) changed = true;
    return mapped;
  });
  const own = changed ? withChildren(element, children) : element;
  return own.name === "w:p" ? (change(own) ?? own) : own;
}

/** Every paragraph, in reading order. */
export function paragraphsOf(element: XmlElement, out: XmlElement[] = []): XmlElement[] {
  if (element.name === "w:p") out.push(element);
  for (const node of element.children) if (typeof node !== "string") paragraphsOf(node, out);
  return out;
}
