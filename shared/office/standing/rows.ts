import type { Actor } from "../../access/index.ts";
import { compareRevisions, KIND_LABELS } from "../../amendments/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import { placesOf } from "../amendments/amended-documents.ts";
import type { OfficeContext } from "../context.ts";
import type { DocumentRecord } from "../model.ts";
import { type ChangedRow, STANDING_ROWS } from "./model.ts";

/** Answers are kept for so many amendments: an issued one never changes. */
const KEPT = 64;

type Rows = { rows: ChangedRow[]; moreRows?: number };

/**
 * Which rows of the amended document an issued amendment changes, and in what, by the two programme revisions that it compares. Names and
 * contents of the tasks are left out: who asks may hold the amended document alone.
 */
export function openStandingRows(context: OfficeContext): (amendment: DocumentRecord) => Promise<Rows | undefined> {
  const kept = new Map<string, Rows | undefined>();

  return async (document) => {
    const key = `${document.organisationId}/${document.id}`;
    if (!kept.has(key)) {
      const found = await rowsOf(context, document);
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
      kept.set(key, found);
    }
    return kept.get(key);
  };
}

async function rowsOf(context: OfficeContext, document: DocumentRecord): Promise<Rows | undefined> {
  const { amendment, organisationId } = document;
  if (amendment === undefined) return undefined;
  try {
    const from = await context.programmes.get(organisationId, amendment.programmeId, amendment.from);
    const to = await context.programmes.get(organisationId, amendment.programmeId, amendment.to);
    const actor: Pick<Actor, "organisationId"> = { organisationId };
    const earlier = amendment.amended?.recordId;
    const amended =
      earlier === undefined
        ? undefined
        : (await context.storage.records.get<DocumentRecord>(`org/${organisationId}/documents`, earlier))?.data;
    const places = amended === undefined ? new Map() : await placesOf(context, actor, amended, from);
    const left = new Set(amendment.left);
    const changed = compareRevisions(from, to).filter((row) => !left.has(row.taskId));
    const rows = changed.slice(0, STANDING_ROWS).map((row): ChangedRow => {
      const place = places.get(row.taskId);
      const number = place?.number ?? row.before?.number ?? row.after?.number ?? "";
      const appendix = place?.appendix ?? (amendment.appendix || "Phụ lục");
      const what = row.kinds.map((kind) => KIND_LABELS[kind].toLowerCase()).join(", ");
      return { place: `${appendix}, số ${number}`, what: what.charAt(0).toUpperCase() + what.slice(1) };
    });
    return { rows, ...(changed.length > rows.length ? { moreRows: changed.length - rows.length } : {}) };
  } catch (error) {
    // A programme that was taken away since: which documents changed it is still told.
    if (isVanthuError(error)) return undefined;
    throw error;
  }
}
