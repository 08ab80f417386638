import { SaxesParser } from "saxes";
import { VanthuError } from "../errors/index.ts";

/** An element with its qualified name as written (`w:p`), attributes as written, and children in order. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
}

/** Element or text. Comments and processing instructions are dropped. */
export type XmlNode = XmlElement | string;

const MAX_DEPTH = 512;
const MAX_ELEMENTS = 8_000_000;

/**
 * Parses well-formed XML into a plain tree. Document types are refused, so no entity is ever expanded.
 *
 * @param part name of the part, for `where`
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP
 */
export function parseXml(text: string, part = "xml"): XmlElement {
  const parser = new SaxesParser({ xmlns: false });
  const root: XmlElement = { name: "", attributes: {}, children: [] };
  const stack: XmlElement[] = [root];
  let count = 0;
  parser.on("error", (error) => {
    throw new VanthuError("XML_MALFORMED", {
      message: "Phần XML trong tệp bị lỗi cú pháp.",
      where: `${part}:${parser.line}:${parser.column}`,
      hint: "Mở tệp bằng chương trình đã tạo ra nó rồi lưu lại.",
      cause: error,
    });
  });
  parser.on("doctype", () => {
    throw new VanthuError("XML_DOCTYPE", {
      message: "Phần XML có khai báo DOCTYPE, không được chấp nhận.",
      where: part,
      hint: "Yêu cầu bên gửi xuất lại tệp không có DOCTYPE.",
    });
  });
  parser.on("opentag", (tag) => {
    count += 1;
    if (stack.length > MAX_DEPTH || count > MAX_ELEMENTS) {
      throw new VanthuError("XML_TOO_DEEP", { message: "Phần XML lồng nhau quá sâu hoặc quá lớn.", where: part });
    }
    const element: XmlElement = { name: tag.name, attributes: tag.attributes as Record<string, string>, children: [] };
    stack[stack.length - 1]!.children.push(element);
    stack.push(element);
  });
  parser.on("closetag", () => {
    stack.pop();
  });
  const onText = (value: string) => {
    if (stack.length > 1) stack[stack.length - 1]!.children.push(value);
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.write(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).close();
  const element = root.children.find((node) => typeof node !== "string");
  if (element === undefined) throw new VanthuError("XML_MALFORMED", { message: "Phần XML rỗng.", where: part });
  return element as XmlElement;
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
  for (const node of element.children) if (typeof node !== "string" && node.name === name) return node;
  return undefined;
}

/** An attribute as written, or undefined. */
export function attribute(element: XmlElement | undefined, name: string): string | undefined {
  return element?.attributes[name];
}

/** All text inside, joined. */
export function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return "";
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
