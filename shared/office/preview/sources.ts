import { ANCHORS, bodyLines, type DocumentDescription, type PlanPartLines } from "../../documents/index.ts";
import { PLACE_MARKS } from "../../docx/index.ts";
import type { Anchor } from "../../typeset/index.ts";
import type { PreviewPlace } from "./model.ts";

/** Leads from a line of the body to the field it was written in; undefined for lines that were composed from a programme. */
export type LineSource = (line: number) => { field: string; line: number } | undefined;

/** The body is one field. */
export const BODY: LineSource = (line) => ({ field: "body", line });

/** The body of a plan is composed of several fields. */
export function planSource(parts: readonly PlanPartLines[]): LineSource {
  return (line) => {
    const found = parts.find(({ start, end }) => line >= start && line < end);
    return found === undefined ? undefined : { field: found.part, line: line - found.start };
  };
}

/** Where the paragraphs of the fields came to stand, from the bookmarks of a preview. */
export function placesOf(
  description: DocumentDescription,
  anchors: readonly Anchor[],
  source: LineSource,
): PreviewPlace[] {
  const lines = bodyLines(description);
  const places: PreviewPlace[] = [
    { field: "subject", line: 0, page: 0, top: Number.MAX_SAFE_INTEGER },
    { field: "notation", line: 0, page: 0, top: Number.MAX_SAFE_INTEGER },
    { field: "place", line: 0, page: 0, top: Number.MAX_SAFE_INTEGER },
    { field: "addressees", line: 0, page: 0, top: Number.MAX_SAFE_INTEGER },
  ];
  for (const { name, page, rect } of anchors) {
    const put = (field: string, line = 0) => places.push({ field, line, page, top: rect[3] });
    const block = /^vtDoan(\d+)$/.exec(name);
    const appendix = name.startsWith(PLACE_MARKS.appendix)
      ? Number(name.slice(PLACE_MARKS.appendix.length))
      : undefined;
    if (block !== null) {
      const from = source(lines[Number(block[1])] ?? -1);
      if (from !== undefined) put(from.field, from.line);
    } else if (appendix !== undefined) {
      put(`appendices[${appendix}]`);
    } else if (name === ANCHORS.leaderSignature) {
      put("signature");
    } else if (name === ANCHORS.signatoryName) {
      // The recipients stand at the left of the signature block.
      put("recipients");
    }
  }
  return places;
}

/** The page on which a field stands, at that line or at the last paragraph before it. */
export function pageOf(places: readonly PreviewPlace[], field: string | undefined, line = 0): number | undefined {
  if (field === undefined) return undefined;
  const name = field.replace(/^(signature|recipients|addressees)\b.*$/, "$1");
  const own = places.filter((place) => place.field === name);
  return (own.findLast((place) => place.line <= line) ?? own[0])?.page;
}
