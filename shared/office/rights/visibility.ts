import { type Actor, SYSTEM_ACTOR, type Unit, withUnitsUnder } from "../../access/index.ts";
import type { RecordStore, WriteOperation } from "../../storage/index.ts";
import type { DocumentRecord } from "../model.ts";
import type { Rights, RightsChange } from "./model.ts";

/** What everybody who may read documents sees. */
export const OPEN_RIGHTS: Rights = { level: "office", people: [], units: [] };

/** One restricted document, kept beside the documents so that lists need not read them all. */
export interface RestrictedLine {
  rights: Rights;
  /** Person ids of those who must work on it: who drafted it, reviews it, signs it. */
  holders: string[];
  change?: RightsChange;
  /** Shown to whoever confirms a change without seeing the document. */
  symbol: string;
}

/** Partition of the documents of an organisation that not everybody sees, or whose change of rights waits; sort keys are ids. */
function restrictedOf(organisationId: string): string {
  return `org/${organisationId}/restricted-documents`;
}

/** Who must work on a document, whatever its rights say. */
export function holdersOf(document: DocumentRecord): string[] {
  const { history, signer, signatory, reviewer, description } = document;
  const ids = [history[0]?.personId, signer, signatory?.personId, reviewer?.personId, description.signature.personId];
  return [...new Set(ids.flatMap((id) => id ?? []))];
}

/** The write that keeps {@link RestrictedLine} in step with a document; none for a document that never was restricted. */
export function restrictedOperations(
  before: DocumentRecord | undefined,
  after: DocumentRecord,
  symbol: string,
): WriteOperation[] {
  if (before?.rights === undefined && after.rights === undefined) return [];
  const data: RestrictedLine = {
    rights: after.rights ?? OPEN_RIGHTS,
    holders: holdersOf(after),
    ...(after.rightsChange === undefined ? {} : { change: after.rightsChange }),
    symbol,
  };
  return [{ op: "put", pk: restrictedOf(after.organisationId), sk: after.id, data }];
}

/**
 * May this actor see what has these rights? Clerks register and keep every document (NĐ30 Điều 6.4), auditors oversee; both leave a line in the trail.
 * @param units every unit of the organisation
 */
export function sees(
  actor: Actor,
  rights: Rights | undefined,
  holders: readonly string[],
  units: readonly Unit[],
): boolean {
  if (rights === undefined || rights.level === "office") return true;
  if (actor.personId === SYSTEM_ACTOR.personId) return true;
  if (actor.roles.some((role) => role === "clerk" || role === "auditor")) return true;
  if (rights.people.includes(actor.personId) || holders.includes(actor.personId)) return true;
  if (rights.units.length === 0 || !actor.units?.length) return false;
  const allowed = withUnitsUnder(units, rights.units);
  return actor.units.some((unit) => allowed.has(unit));
}

/** Every restricted line of an organisation by document id. */
export async function restrictedLines(
  records: RecordStore,
  organisationId: string,
): Promise<Map<string, RestrictedLine>> {
  const { items } = await records.query<RestrictedLine>(restrictedOf(organisationId));
  return new Map(items.map(({ sk, data }) => [sk, data]));
}

/**
 * Ids of the documents that this actor may not see: lists, searches, counts and registers leave them out or mask them.
 * @example
 * const hidden = await hiddenFrom(context, actor);
 * return summaries.filter(({ id }) => !hidden.has(id));
 */
export async function hiddenFrom(
  context: { storage: { records: RecordStore }; access: { units(organisationId: string): Promise<Unit[]> } },
  actor: Actor,
): Promise<Set<string>> {
  const lines = await restrictedLines(context.storage.records, actor.organisationId);
  if (lines.size === 0) return new Set();
  const byUnit = [...lines.values()].some(({ rights }) => rights.units.length > 0);
  const units = byUnit ? await context.access.units(actor.organisationId) : [];
  return new Set(
    [...lines].filter(([, { rights, holders }]) => !sees(actor, rights, holders, units)).map(([id]) => id),
  );
}

/** What stands for the subject of a line that the reader may not see. */
export const MASKED_SUBJECT = "Văn bản giới hạn người xem";
