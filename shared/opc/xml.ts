import { scanXml } from "./xml-scan.ts";

/** An element with its qualified name as written (`w:p`), attributes as written, and children in order. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
}

/** Element or text. Comments and processing instructions are dropped. */
export type XmlNode = XmlElement | string;

/**
 * Parses well-formed XML into a plain tree. Document types are refused, so no entity is ever expanded.
 *
 * @param part name of the part, for `where`
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP
 */
export function parseXml(text: string, part = "xml"): XmlElement {
  return scanXml(text, part);
}

/** Child elements, in order; only those called `name` when given. */
export function childElements(element: XmlElement, name?: string): XmlElement[] {
  return element.children.filter(
    (node): node is XmlElement => typeof node !== "string" && (name === undefined || node.name === name),
  );
}

/** First child element called `name`. */
export function findChild(element: XmlElement | undefined, name: string): XmlElement | undefined {
  if (element === undefined) return undefined;
  // By index: this is asked so often that the objects of an iterator would be a good part of all that a long document allocates.
  const { children } = element;
  for (let index = 0; index < children.length; index += 1) {
    const node = children[index]!;
    if (typeof node !== "string" && node.name === name) return node;
  }
  return undefined;
}

/** An attribute as written, or undefined. */
export function attribute(element: XmlElement | undefined, name: string): string | undefined {
  return element?.attributes[name];
}

/** All text inside, joined. */
export function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return "";
  const only = element.children[0];
  if (typeof only === "string" && element.children.length === 1) return only;
  let text = "";
  for (const node of element.children) text += typeof node === "string" ? node : textOf(node);
  return text;
}

/** Text made safe for element content and double-quoted attributes; characters that XML 1.0 forbids are dropped. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
