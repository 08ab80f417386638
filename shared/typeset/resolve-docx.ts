import { readParts } from "./read/parts.ts";
import { resolveDocument } from "./resolve/document.ts";
import type { ResolvedDocument } from "./resolve/model.ts";
import { Warnings } from "./warnings.ts";

/**
 * A Word file with every style, list number and theme font worked out, nothing yet placed: what the format check judges.
 *
 * @throws FILE_NOT_ZIP, FILE_ENCRYPTED, PACKAGE_TOO_LARGE, PACKAGE_BROKEN, FILE_WRONG_KIND, DOCX_NO_BODY, XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP
 */
export function resolveDocx(docx: Uint8Array): ResolvedDocument {
  return resolveDocument(readParts(docx), new Warnings());
}
