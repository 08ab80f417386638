import type { Actor } from "../../access/index.ts";
import type { OfficeContext } from "../context.ts";
import { readHandling } from "../incoming/handling-records.ts";
import { hiddenFrom, sees } from "../rights/index.ts";
import type { IndexEntry } from "./entry.ts";
import { assignedOf, readDossierAnyway, rightsOf } from "./gather.ts";

/** Who sees every incoming document; the others see what is assigned to them (NĐ30 Điều 23.1). */
const SEES_INCOMING = new Set<string>(["leader", "clerk", "archivist", "auditor"]);

/** Entries with the rights of dossiers and the assignments of incoming documents as they stand, not as the index knows them. */
export async function withCurrentRights(
  context: OfficeContext,
  organisationId: string,
  entries: readonly IndexEntry[],
): Promise<IndexEntry[]> {
  const current = await Promise.all(
    entries.map(async (entry): Promise<IndexEntry | undefined> => {
      if (entry.kind === "dossier") {
        const dossier = await readDossierAnyway(context, organisationId, entry.id);
        return dossier && { ...entry, dossier: rightsOf(dossier) };
      }
      if (entry.kind !== "incoming") return entry;
      return { ...entry, assigned: assignedOf(await readHandling(context, organisationId, entry.id)) };
    }),
  );
  return current.filter((entry) => entry !== undefined);
}

/**
 * Which entries an actor may see: rights of documents as they stand, those of dossiers and incoming documents as the entries say (the index
 * that is up to now, or {@link withCurrentRights}), so that a change of rights counts at once, in results and in every count.
 *
 * @param all every entry, for the dossiers that uploads lie in
 * @returns the filter, and the codes of the dossiers that this actor sees
 */
export async function sightOf(
  context: OfficeContext,
  actor: Actor,
  all: readonly IndexEntry[],
): Promise<{ visible: (entry: IndexEntry) => boolean; codes: Map<string, string> }> {
  const hidden = await hiddenFrom(context, actor);
  const dossiers = all.filter(({ kind }) => kind === "dossier");
  const byUnit = dossiers.some(({ dossier }) => (dossier?.access.units.length ?? 0) > 0);
  const units = byUnit ? await context.access.units(actor.organisationId) : [];
  const codes = new Map<string, string>();
  for (const { id, dossier, fields } of dossiers) {
    if (dossier === undefined) continue;
    const inCustody = dossier.state === "offered" || dossier.state === "kept";
    if ((inCustody && actor.roles.includes("archivist")) || sees(actor, dossier.access, [dossier.makerId], units))
      codes.set(id, fields.code ?? "");
  }
  const seesAll = actor.roles.some((role) => SEES_INCOMING.has(role));
  return {
    codes,
    visible({ kind, id, assigned, in: held = [] }) {
      if (kind === "document") return !hidden.has(id);
      if (kind === "dossier") return codes.has(id);
      if (kind === "upload") return held.some((one) => codes.has(one));
      return (
        seesAll ||
        assigned?.people.includes(actor.personId) === true ||
        (assigned?.units ?? []).some((unit) => actor.units?.includes(unit) === true)
      );
    },
  };
}
