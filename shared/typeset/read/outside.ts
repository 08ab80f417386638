import type { Warnings } from "../warnings.ts";
import type { DocxParts } from "./parts.ts";

/** Kinds of relationships that may lead outside without anything being missing on the page: links are kept as links, a template adds nothing. */
const HARMLESS = /\/(hyperlink|attachedTemplate|customXml|customXmlProps|mailMergeSource|recipientData)$/;

/** Longest address shown in a warning. */
const SHOWN = 200;

/** Says what a file brings that is never acted upon: macros are not run, and nothing is fetched from anywhere. */
export function warnOfOutside(parts: DocxParts, warnings: Warnings): void {
  const { names } = parts.package;
  const macros = names.find((name) => /(^|\/)vba(Project|Data)[^/]*\.(bin|xml)$/i.test(name));
  if (macros !== undefined) warnings.add("MACROS_IGNORED", macros, "cả tệp");
  for (const name of names) {
    const rels = /^(.*\/)?_rels\/([^/]+)\.rels$/.exec(name);
    if (rels === null) continue;
    const part = `${rels[1] ?? ""}${rels[2]}`;
    for (const { type, target, external } of parts.relationships(part).values()) {
      if (external && !HARMLESS.test(type)) warnings.add("EXTERNAL_IGNORED", part, target.slice(0, SHOWN));
    }
  }
}
