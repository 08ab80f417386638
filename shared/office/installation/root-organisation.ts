import { type Actor, auditTrail, may } from "../../access/index.ts";
import type { OfficeContext } from "../context.ts";

/**
 * The root organisation of an installation: the first that was founded here. Its administrators look after what all organisations of the machine
 * share. The trail of each says when it was founded; nobody can change that.
 */
export async function rootOrganisation({
  access,
  storage,
}: Pick<OfficeContext, "access" | "storage">): Promise<string | undefined> {
  const all = await access.organisations();
  const founded = await Promise.all(
    all.map(async ({ id }) => {
      const { entries } = await auditTrail(storage.records, id, { limit: 1 });
      return { id, at: entries[0]?.at ?? "9" };
    }),
  );
  return founded.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0]?.id;
}

/** Does this actor look after the whole installation? */
export async function looksAfterAll(
  context: Pick<OfficeContext, "access" | "storage">,
  actor: Actor,
): Promise<boolean> {
  return may(actor, "administer") && (await rootOrganisation(context)) === actor.organisationId;
}
