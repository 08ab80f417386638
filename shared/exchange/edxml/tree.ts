import { VanthuError } from "../../errors/index.ts";
import { parseXml, textOf, type XmlElement } from "../../opc/index.ts";
import { EDXML_NAMESPACE, FOREIGN_NAMESPACES } from "./names.ts";

/** Bounds on a packet from outside, in bytes and counts. */
export interface PacketLimits {
  /** The whole packet as it came. */
  packetBytes: number;
  /** All attachments together, unpacked. */
  attachmentBytes: number;
  attachments: number;
}

/** What is taken when nothing else is configured: 96 MB carries a 70 MB scan in base64. */
export const DEFAULT_PACKET_LIMITS: PacketLimits = {
  packetBytes: 96 * 1024 * 1024,
  attachmentBytes: 192 * 1024 * 1024,
  attachments: 100,
};

/** An element by its local name; `namespace` is "" when it stands in none. */
export interface PacketElement {
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  /** All text inside, as written. */
  text: string;
  children: PacketElement[];
}

/**
 * Reads the bytes of a packet into elements with their namespaces resolved.
 *
 * @throws EDXML_TOO_LARGE, XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP, EDXML_NAMESPACE
 */
export function readPacketTree(bytes: Uint8Array, limits: PacketLimits): PacketElement {
  if (bytes.length > limits.packetBytes) {
    throw new VanthuError("EDXML_TOO_LARGE", {
      message: `Gói tin lớn hơn giới hạn ${Math.floor(limits.packetBytes / 1024 / 1024)} MB.`,
      hint: "Yêu cầu bên gửi tách tệp đính kèm hoặc giảm độ phân giải bản quét.",
    });
  }
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new VanthuError("XML_MALFORMED", {
      message: "Gói tin không phải là XML mã hóa UTF-8.",
      where: "edXML",
      hint: "Kiểm tra lại tệp: gói tin edXML là tệp .edxml, không phải tệp PDF hay tệp nén.",
      cause: error,
    });
  }
  const root = resolve(parseXml(source, "edXML"), new Map());
  if (root.namespace !== EDXML_NAMESPACE) {
    const known = Object.hasOwn(FOREIGN_NAMESPACES, root.namespace) ? FOREIGN_NAMESPACES[root.namespace] : undefined;
    throw new VanthuError("EDXML_NAMESPACE", {
      message: `Gói tin không theo QCVN 102:2016/BTTTT${known === undefined ? "" : `, mà theo định dạng ${known}`}.`,
      where: `/${root.name} (xmlns “${root.namespace.slice(0, 200)}”)`,
      hint: `Yêu cầu bên gửi xuất gói tin với không gian tên ${EDXML_NAMESPACE}.`,
    });
  }
  if (root.name !== "edXML") {
    throw new VanthuError("EDXML_INVALID", {
      message: "Phần tử gốc của gói tin phải là edXML.",
      where: `/${root.name}`,
    });
  }
  return root;
}

function resolve(element: XmlElement, scope: Map<string, string>): PacketElement {
  let inner = scope;
  for (const [name, value] of Object.entries(element.attributes)) {
    if (name !== "xmlns" && !name.startsWith("xmlns:")) continue;
    if (inner === scope) inner = new Map(scope);
    inner.set(name === "xmlns" ? "" : name.slice("xmlns:".length), value);
  }
  const colon = element.name.indexOf(":");
  const prefix = colon < 0 ? "" : element.name.slice(0, colon);
  const namespace = inner.get(prefix);
  if (namespace === undefined && prefix !== "") {
    throw new VanthuError("XML_MALFORMED", {
      message: `Tiền tố “${prefix}” chưa được khai báo.`,
      where: `edXML: ${element.name}`,
    });
  }
  const children: PacketElement[] = [];
  for (const child of element.children) if (typeof child !== "string") children.push(resolve(child, inner));
  return {
    name: element.name.slice(colon + 1),
    namespace: namespace ?? "",
    attributes: element.attributes,
    text: children.length === 0 ? textOf(element) : "",
    children,
  };
}

/** First child of the name, whatever its place among its siblings: senders differ in the order they write. */
export function child(parent: PacketElement | undefined, name: string): PacketElement | undefined {
  return parent?.children.find((one) => one.name === name && one.namespace === EDXML_NAMESPACE);
}

/** All children of the name. */
export function children(parent: PacketElement | undefined, name: string): PacketElement[] {
  return parent?.children.filter((one) => one.name === name && one.namespace === EDXML_NAMESPACE) ?? [];
}

/** Trimmed text of the child of the name; "" when it is absent. */
export function childText(parent: PacketElement | undefined, name: string): string {
  return child(parent, name)?.text.trim() ?? "";
}
