import type { Dossier } from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { Revised } from "../model.ts";
import {
  DECISION_WORDS,
  type PendingElsewhere,
  type Restricted,
  rightsDecided,
  settleRights,
} from "../rights/index.ts";
import { auditEvent, changeOperations, readAnyway, seesDossier, unitsFor } from "./records.ts";

/** Partition of the dossiers whose change of rights waits; sort keys are their ids. */
function waitingOf(organisationId: string): string {
  return `org/${organisationId}/dossier-rights-waiting`;
}

/** A dossier as notices about its rights name it: nothing of its content. */
export function namedDossier({ id, code }: Pick<Dossier, "id" | "code">): Restricted {
  return {
    id,
    key: "dossier-rights",
    words: `hồ sơ ${code.notation} năm ${code.year}`,
    href: `/ho-so/${id}`,
  };
}

/** The write that notes whether a dossier's change of rights waits; what no longer waits expires at once. */
export function waitingOperation(dossier: Pick<Dossier, "organisationId" | "id" | "accessChange">): WriteOperation {
  const key = { op: "put" as const, pk: waitingOf(dossier.organisationId), sk: dossier.id, data: {} };
  return dossier.accessChange === undefined ? { ...key, expiresAt: 1 } : key;
}

/** Changes of rights of dossiers as leaders confirm them, beside those of documents. */
export function dossierRights(context: OfficeContext): PendingElsewhere {
  const { records } = context.storage;
  return {
    async pending(actor) {
      const { items } = await records.query(waitingOf(actor.organisationId));
      const dossiers = await Promise.all(items.map(({ sk }) => readAnyway(context, actor.organisationId, sk)));
      const units = await unitsFor(context, actor, dossiers);
      return dossiers.flatMap((one) =>
        one.accessChange === undefined
          ? []
          : [
              {
                of: "dossier" as const,
                documentId: one.id,
                rev: one.rev,
                symbol: `Hồ sơ ${one.code.notation} năm ${one.code.year}`,
                ...(seesDossier(actor, one, units) ? { subject: one.title } : {}),
                change: one.accessChange,
                after: one.access,
              },
            ],
      );
    },

    async confirm(actor, id, rev, decision) {
      if ((await records.get(waitingOf(actor.organisationId), id)) === undefined) return false;
      const dossier: Revised<Dossier> = await readAnyway(context, actor.organisationId, id);
      const waiting = dossier.accessChange;
      if (dossier.rev !== rev)
        throw new VanthuError("CONFLICT", {
          message: "Hồ sơ đã được người khác thay đổi.",
          where: id,
          hint: "Mở lại trang rồi xác nhận bản mới.",
        });
      if (waiting === undefined) return false;
      const { operations, after } = changeOperations(
        context,
        actor,
        dossier,
        { access: decision === "confirm" ? dossier.access : waiting.before, accessChange: undefined },
        "access",
        DECISION_WORDS[decision],
      );
      const told = await rightsDecided(context, actor, namedDossier(dossier), waiting, decision);
      await context.access.commitAudited(
        [...operations, waitingOperation(after), ...told],
        auditEvent(context, actor, "dossier.access", id, { note: DECISION_WORDS[decision] }),
      );
      await settleRights(context, actor.organisationId, namedDossier(dossier), waiting);
      return true;
    },
  };
}
