import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";

/** A file that a METS names: place from the METS's own folder, size and digest as it says. */
export interface NamedFile {
  href: string;
  size?: number;
  checksum?: string;
  checksumType?: string;
  /** "EAD", "PREMIS" of metadata; of others the use of their group. */
  use: string;
}

/** What a METS says, as far as the checker looks. */
export interface ReadMets {
  objectId: string;
  kind: string;
  /** Made by this program: its id then follows from its content. */
  ours: boolean;
  files: NamedFile[];
  /** Places of METS files of representations. */
  pointers: string[];
  ids: string[];
  /** Ids that something refers to. */
  references: string[];
  /** Has headers, a file section and a structure? */
  whole: boolean;
}

/** Deepest nesting of structure that is followed. */
const DEEPEST = 32;

/** Reads the root element of a METS. Names are taken without prefixes: what matters is what they say. */
export function readMets(root: XmlElement): ReadMets {
  const files: NamedFile[] = [];
  const ids: string[] = [];
  const references: string[] = [];
  const pointers: string[] = [];
  const visit = (element: XmlElement, use: string, depth: number): void => {
    if (depth > DEEPEST) return;
    const name = local(element.name);
    const id = attribute(element, "ID");
    if (id !== undefined) ids.push(id);
    for (const key of ["DMDID", "ADMID", "FILEID"])
      references.push(...(attribute(element, key) ?? "").split(/\s+/).filter((one) => one !== ""));
    const within = name === "fileGrp" ? (attribute(element, "USE") ?? "") : use;
    if (name === "mdRef") files.push(namedFile(element, element, attribute(element, "MDTYPE") ?? ""));
    if (name === "file")
      for (const child of childElements(element))
        if (local(child.name) === "FLocat") files.push(namedFile(child, element, within));
    if (name === "mptr") pointers.push(placeOf(element));
    for (const child of childElements(element)) visit(child, within, depth + 1);
  };
  visit(root, "", 0);
  const has = (name: string) => childElements(root).some((child) => local(child.name) === name);
  const header = childElements(root).find((child) => local(child.name) === "metsHdr");
  const agents = header === undefined ? [] : childElements(header).filter((child) => local(child.name) === "agent");
  return {
    objectId: attribute(root, "OBJID") ?? "",
    kind: attribute(root, "csip:OTHERTYPE") ?? attribute(root, "TYPE") ?? "",
    ours: agents.some((agent) => textChild(agent, "name") === "Vanthu"),
    files,
    pointers,
    ids,
    references,
    whole: local(root.name) === "mets" && has("metsHdr") && has("fileSec") && has("structMap"),
  };
}

/** The name without its prefix. */
export function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function textChild(element: XmlElement, name: string): string {
  const child = childElements(element).find((one) => local(one.name) === name) ?? findChild(element, name);
  return child?.children.filter((node) => typeof node === "string").join("") ?? "";
}

function placeOf(element: XmlElement): string {
  const held = Object.entries(element.attributes).find(([name]) => local(name) === "href")?.[1] ?? "";
  try {
    return decodeURIComponent(held);
  } catch {
    return held;
  }
}

function namedFile(place: XmlElement, facts: XmlElement, use: string): NamedFile {
  const size = attribute(facts, "SIZE");
  const checksum = attribute(facts, "CHECKSUM")?.toLowerCase();
  const checksumType = attribute(facts, "CHECKSUMTYPE");
  return {
    href: placeOf(place),
    ...(size === undefined || !/^\d{1,15}$/.test(size) ? {} : { size: Number(size) }),
    ...(checksum === undefined ? {} : { checksum }),
    ...(checksumType === undefined ? {} : { checksumType }),
    use,
  };
}
