import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";
import type { RuleSetId } from "../documents/index.ts";
import { RULE_SETS, textWidth } from "../format/index.ts";
import { openPackage, writeZip } from "../opc/index.ts";
import { partLine } from "./appendices.ts";
import { lineXml } from "./blocks.ts";
import { templateError } from "./template-errors.ts";

/** What a tag of a form stands for: text, a condition, or a list of further values. */
export type FormValue = string | boolean | readonly (string | { readonly [tag: string]: FormValue })[];

const TYPES = "[Content_Types].xml";
/** Width in points of the cell with the name of the organisation, as the templates lay it out. */
const AGENCY_ROOM = 210;

/**
 * Fills the Word template of an inner paper of the office that is no document with a text of its own (handling slip, arrival stamp). Tags
 * that have no value are left empty; `{@gachCoQuan}` is the line under `coQuan`.
 *
 * @returns bytes of the filled .docx; the same input gives the same bytes
 * @throws FILE_NOT_ZIP, PACKAGE_TOO_LARGE, PACKAGE_BROKEN for what is no Word file, TEMPLATE_TAG_BROKEN
 */
export function fillForm(
  ruleSet: RuleSetId,
  template: Uint8Array,
  values: Readonly<Record<string, FormValue>>,
): Uint8Array {
  const source = openPackage(template);
  const size = RULE_SETS[ruleSet].elements.organisation.size.use;
  const agency = String(values.coQuan ?? "").split("\n");
  const longest = Math.max(...agency.map((line) => textWidth(line.toLocaleUpperCase("vi"), size, true)));
  const raw = { gachCoQuan: lineXml(partLine(Math.min(longest, AGENCY_ROOM), AGENCY_ROOM), AGENCY_ROOM), doKhan: "" };
  let zip: PizZip;
  try {
    const filler = new Docxtemplater(new PizZip(template), {
      paragraphLoop: true,
      linebreaks: true,
      stripInvalidXMLChars: true,
      errorLogging: false,
      nullGetter: () => "",
      // Own properties only, so that no tag can reach into what every JavaScript object inherits.
      parser: (tag: string) => ({
        get: (scope: unknown) =>
          tag === "."
            ? scope
            : typeof scope === "object" && scope !== null && Object.hasOwn(scope, tag)
              ? (scope as Record<string, unknown>)[tag]
              : undefined,
      }),
    });
    filler.render({ ...raw, ...values });
    zip = filler.getZip() as PizZip;
  } catch (error) {
    throw templateError(error, source.text);
  }
  const names = Object.keys(zip.files).filter((name) => zip.files[name]?.dir === false);
  // The content types come first in a package, as Word writes them.
  names.sort((a, b) => Number(b === TYPES) - Number(a === TYPES));
  return writeZip(names.map((name) => [name, zip.files[name]!.asUint8Array()]));
}
