import type { Line, LintFile } from "./model.ts";
import { isAppendixLabel, readEnd } from "./parts-end.ts";
import { readHeader } from "./parts-header.ts";

/** An appendix as found: label, title, and its "(Kèm theo …)" line. */
export interface AppendixParts {
  label: Line;
  title: Line[];
  attachedTo: Line[];
}

/** The parts of a document as they were recognised. An absent part is undefined or empty. */
export interface Parts {
  /** A file that holds an appendix only has no header and no signature of its own. */
  appendixOnly: boolean;
  nationalName?: Line;
  motto?: Line;
  /** A line or row of strokes stands under Quốc hiệu, or under the Tiêu ngữ. */
  nationalRuled: boolean;
  superior: Line[];
  organisation: Line[];
  /** "*" under the organisation. */
  asterisk?: Line;
  number?: Line;
  placeAndDate?: Line;
  urgency?: Line;
  letterSubject: Line[];
  kindName?: Line;
  subject: Line[];
  /** "-----" or a drawn line under the subject. */
  underSubject?: Line;
  addresseesHead?: Line;
  addressees: Line[];
  basis: Line[];
  /** Everything between the header and the signature block that is not in a table. */
  body: Line[];
  recipientsHead?: Line;
  recipients: Line[];
  authority: Line[];
  position: Line[];
  signatoryName?: Line;
  /** A right-hand block stands at the end at all. */
  signed: boolean;
  appendices: AppendixParts[];
}

/** Finds the parts of a document by what they say and where they stand; never by style names, which every office has its own. */
export function recognise(file: LintFile, system: "state" | "party"): Parts {
  const lines = file.lines;
  const first = lines.find((line) => line.text !== "");
  const header = readHeader(lines, system, first !== undefined && isAppendixLabel(first));
  const end = readEnd(lines, header.end);
  return {
    ...header.parts,
    ...end.parts,
    body: lines.slice(header.end, end.bodyEnd).filter((line) => line.table === undefined),
  };
}
