import { childElements, textOf, type XmlElement } from "../../opc/index.ts";
import { local } from "./read-mets.ts";

/** A file of PREMIS with the digests it should have. */
export interface PremisObject {
  path: string;
  size?: number;
  digests: { algorithm: string; value: string }[];
}

/** What a PREMIS says, as far as the checker looks. */
export interface ReadPremis {
  files: PremisObject[];
  /** Identifiers of all objects and agents, and those that events refer to. */
  known: Set<string>;
  linked: string[];
}

/** Reads the root element of a PREMIS. */
export function readPremis(root: XmlElement): ReadPremis {
  const files: PremisObject[] = [];
  const known = new Set<string>();
  const linked: string[] = [];
  for (const element of childElements(root)) {
    const name = local(element.name);
    if (name === "object" || name === "agent") {
      const id = below(element, `${name}Identifier`, `${name}IdentifierValue`);
      known.add(id);
      const type = Object.entries(element.attributes).find(([key]) => local(key) === "type")?.[1] ?? "";
      if (name === "object" && local(type) === "file") files.push(fileOf(element, id));
    }
    if (name === "event")
      for (const child of childElements(element)) {
        const what = /^linking(Object|Agent)Identifier$/.exec(local(child.name))?.[1];
        if (what !== undefined) linked.push(below(child, `linking${what}IdentifierValue`));
      }
  }
  return { files, known, linked };
}

function fileOf(object: XmlElement, path: string): PremisObject {
  const characteristics = first(object, "objectCharacteristics");
  const size = characteristics && first(characteristics, "size");
  const fixities = characteristics === undefined ? [] : all(characteristics, "fixity");
  return {
    path,
    ...(size === undefined || !/^\d{1,15}$/.test(textOf(size)) ? {} : { size: Number(textOf(size)) }),
    digests: fixities.map((one) => ({
      algorithm: below(one, "messageDigestAlgorithm"),
      value: below(one, "messageDigest").toLowerCase(),
    })),
  };
}

function all(element: XmlElement, name: string): XmlElement[] {
  return childElements(element).filter((child) => local(child.name) === name);
}

function first(element: XmlElement, name: string): XmlElement | undefined {
  return all(element, name)[0];
}

function below(element: XmlElement, ...path: string[]): string {
  let at: XmlElement | undefined = element;
  for (const name of path) at = at && first(at, name);
  return textOf(at).trim();
}
