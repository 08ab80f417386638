import { createHash } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import { attribute, childElements, escapeXml, parseXml, textOf, type XmlElement } from "../opc/index.ts";

const ASIC = "http://uri.etsi.org/02918/v1.2.1#";
const DSIG = "http://www.w3.org/2000/09/xmldsig#";

/** Digest methods of XML signatures that are strong enough, as node:crypto calls them (RFC 9231, W3C xmlenc). */
const DIGESTS: Readonly<Record<string, string>> = {
  "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
  "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
  "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
};
const SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

/** Files that one manifest may name. */
const MAX_REFERENCES = 4000;

/** A file as a manifest names it. */
export interface DataReference {
  name: string;
  mime: string;
  /** node:crypto's name; undefined when the method is not known or too weak. */
  algorithm?: string;
  digest: Uint8Array;
}

/** ASiCManifest (ETSI EN 319 162-1, A.4): what one signature or timestamp in META-INF covers. */
export interface Manifest {
  /** File with the signature or timestamp. */
  signature: { name: string; mime: string };
  files: DataReference[];
}

/**
 * Writes a manifest with a SHA-256 of every file.
 *
 * @param files the first one is the root file when `root`
 */
export function writeManifest(
  signature: Manifest["signature"],
  files: readonly { name: string; mime: string; bytes: Uint8Array }[],
  { root = false }: { root?: boolean } = {},
): Uint8Array {
  const references = files.map(({ name, mime, bytes }, index) => {
    const digest = createHash("sha256").update(bytes).digest("base64");
    const first = root && index === 0 ? ' Rootfile="true"' : "";
    return `<asic:DataObjectReference URI="${uriOf(name)}" MimeType="${escapeXml(mime)}"${first}><ds:DigestMethod Algorithm="${SHA256}"/><ds:DigestValue>${digest}</ds:DigestValue></asic:DataObjectReference>`;
  });
  return new TextEncoder().encode(
    [
      '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
      `<asic:ASiCManifest xmlns:asic="${ASIC}" xmlns:ds="${DSIG}">`,
      `<asic:SigReference URI="${uriOf(signature.name)}" MimeType="${signature.mime}"/>`,
      ...references,
      "</asic:ASiCManifest>",
      "",
    ].join("\n"),
  );
}

/**
 * Reads a manifest from outside.
 *
 * @throws VanthuError XML_*; EVIDENCE_MANIFEST when it is none
 */
export function readManifest(bytes: Uint8Array, where: string): Manifest {
  const refuse = (message: string) => new VanthuError("EVIDENCE_MANIFEST", { message, where });
  const root = parseXml(new TextDecoder("utf-8", { fatal: false }).decode(bytes), where);
  if (local(root.name) !== "ASiCManifest") throw refuse("Tệp không phải là danh mục ASiCManifest.");
  const children = childElements(root);
  const references = children.filter((one) => local(one.name) === "SigReference");
  const [reference] = references;
  if (reference === undefined || references.length > 1) throw refuse("Danh mục phải chỉ đến đúng một chữ ký.");
  const data = children.filter((one) => local(one.name) === "DataObjectReference");
  if (data.length > MAX_REFERENCES) throw refuse("Danh mục có quá nhiều tệp.");
  const files = data.map((one): DataReference => {
    const inside = childElements(one);
    const method = inside.find((child) => local(child.name) === "DigestMethod");
    const value = inside.find((child) => local(child.name) === "DigestValue");
    if (method === undefined || value === undefined) throw refuse("Danh mục thiếu giá trị băm của tệp.");
    const algorithm = DIGESTS[attribute(method, "Algorithm") ?? ""];
    return {
      name: nameOf(one, refuse),
      mime: attribute(one, "MimeType") ?? "",
      ...(algorithm === undefined ? {} : { algorithm }),
      digest: new Uint8Array(Buffer.from(textOf(value).replace(/\s+/g, ""), "base64")),
    };
  });
  return { signature: { name: nameOf(reference, refuse), mime: attribute(reference, "MimeType") ?? "" }, files };
}

function nameOf(element: XmlElement, refuse: (message: string) => VanthuError): string {
  const uri = attribute(element, "URI") ?? "";
  try {
    return decodeURIComponent(uri);
  } catch {
    throw refuse("Danh mục có địa chỉ tệp viết sai.");
  }
}

function uriOf(name: string): string {
  return escapeXml(name.split("/").map(encodeURIComponent).join("/"));
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
