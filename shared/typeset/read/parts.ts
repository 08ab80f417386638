import { VanthuError } from "../../errors/index.ts";
import { attribute, childElements, openPackage, type Package, type XmlElement } from "../../opc/index.ts";

/** A relationship of a part (ISO/IEC 29500-2, 9.3). */
export interface Relationship {
  type: string;
  /** Part name without leading slash, or the address when external. */
  target: string;
  external: boolean;
}

/** The raw parts of a Word file that typesetting needs. */
export interface DocxParts {
  package: Package;
  /** Name of the main part, usually `word/document.xml`. */
  main: string;
  document: XmlElement;
  /** Part reached from the main part by the last segment of a relationship type (`styles`, `numbering`, …). */
  related(kind: string): { name: string; root: XmlElement } | undefined;
  relationships(part: string): Map<string, Relationship>;
  /** A parsed part by name, or undefined when absent. */
  xml(name: string): XmlElement | undefined;
}

/**
 * Opens a Word file: package, main part, relationships.
 *
 * @throws FILE_NOT_ZIP, PACKAGE_TOO_LARGE, PACKAGE_BROKEN, FILE_WRONG_KIND, DOCX_NO_BODY, XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP
 */
export function readParts(docx: Uint8Array): DocxParts {
  const opened = openPackage(docx);
  const relationsOf = new Map<string, Map<string, Relationship>>();
  const relationships = (part: string): Map<string, Relationship> => {
    let map = relationsOf.get(part);
    if (map === undefined) {
      map = readRelationships(opened, part);
      relationsOf.set(part, map);
    }
    return map;
  };
  const main = [...relationships("").values()].find((relation) => lastSegment(relation.type) === "officeDocument");
  if (main === undefined) {
    throw new VanthuError("FILE_WRONG_KIND", {
      message: "Gói tệp không phải là văn bản Word (.docx).",
      where: "_rels/.rels",
      hint: "Mở tệp bằng Word rồi lưu lại dạng .docx.",
    });
  }
  const document = opened.xml(main.target);
  if (document !== undefined && document.name !== "w:document") {
    throw new VanthuError("FILE_WRONG_KIND", {
      message: "Gói tệp là Office Open XML nhưng không phải văn bản Word (.docx).",
      where: main.target,
      hint: "Chọn đúng tệp .docx.",
    });
  }
  if (document === undefined || childElements(document, "w:body").length === 0) {
    throw new VanthuError("DOCX_NO_BODY", {
      message: "Tệp Word không có phần nội dung chính.",
      where: main.target,
      hint: "Mở tệp bằng Word rồi lưu lại.",
    });
  }
  const { xml } = opened;
  return {
    package: opened,
    main: main.target,
    document,
    relationships,
    xml,
    related(kind) {
      for (const relation of relationships(main.target).values()) {
        if (lastSegment(relation.type) !== kind || relation.external) continue;
        const root = xml(relation.target);
        if (root !== undefined) return { name: relation.target, root };
      }
      return undefined;
    },
  };
}

/** `styles` of `http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles` (transitional or strict). */
function lastSegment(type: string): string {
  return type.slice(type.lastIndexOf("/") + 1);
}

function readRelationships(opened: Package, part: string): Map<string, Relationship> {
  const slash = part.lastIndexOf("/");
  const folder = part.slice(0, slash + 1);
  const name = `${folder}_rels/${part.slice(slash + 1)}.rels`;
  const map = new Map<string, Relationship>();
  const root = opened.xml(name);
  if (root === undefined) return map;
  for (const element of childElements(root, "Relationship")) {
    const external = attribute(element, "TargetMode") === "External";
    const target = attribute(element, "Target") ?? "";
    map.set(attribute(element, "Id") ?? "", {
      type: attribute(element, "Type") ?? "",
      target: external ? target : resolveTarget(folder, target),
      external,
    });
  }
  return map;
}

/** A relative reference of a relationship against its part's folder; percent escapes are left to the package. */
function resolveTarget(folder: string, target: string): string {
  if (target.startsWith("/")) return target.slice(1);
  const segments = folder.split("/").filter((segment) => segment !== "");
  for (const segment of target.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}
