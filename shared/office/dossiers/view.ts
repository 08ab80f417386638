import type { Actor } from "../../access/index.ts";
import { type Dossier, numberDocuments, parseRetention, retentionEnd } from "../../dossiers/index.ts";
import type { OfficeContext } from "../context.ts";
import type { Revised } from "../model.ts";
import type { DossierView } from "./model.ts";
import { readContents } from "./records.ts";
import { actionsOf } from "./rules.ts";
import { seenBy } from "./sources.ts";

/** A dossier as this actor sees it: what lies in it, and what can be done. */
export async function viewOf(context: OfficeContext, actor: Actor, dossier: Revised<Dossier>): Promise<DossierView> {
  const contents = numberDocuments(await readContents(context, dossier.organisationId, dossier.id));
  const end =
    dossier.endedOn === undefined ? undefined : retentionEnd(dossier.endedOn, parseRetention(dossier.retention));
  return {
    ...dossier,
    contents: await seenBy(context, actor, contents),
    actions: actionsOf(actor, dossier),
    ...(end === undefined ? {} : { retentionEnds: end }),
  };
}
