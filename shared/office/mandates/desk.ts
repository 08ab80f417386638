import { randomUUID } from "node:crypto";
import {
  type Actor,
  type AuditEvent,
  allow,
  hasSecondPerson,
  type Mandate,
  mandateHolds,
  mandatesPartition,
  type Person,
} from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { withRetry } from "../../storage/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { checkedMandate, formulaOf, signatureOf } from "./formula.ts";
import type { MandateDesk, NewMandate, ShownMandate } from "./model.ts";
import { storedMandates, withGeneralMandates } from "./store.ts";

/** Mandates as the administrator keeps them and composing offers them. */
export function mandateDesk(context: Pick<OfficeContext, "storage" | "access" | "clock">): MandateDesk {
  const today = () => vietnamDate(context.clock());
  const shown = (mandate: Mandate, people: readonly Person[]) => shownMandate(mandate, people, today());
  const all = async (actor: Actor): Promise<{ mandates: ShownMandate[]; people: Person[] }> => {
    const people = await context.access.people(actor.organisationId);
    const mandates = await withGeneralMandates(context, actor.organisationId, people);
    return { mandates: mandates.map((one) => shown(one, people)), people };
  };

  return {
    async list(actor) {
      allow(actor, "directory.read");
      const { mandates } = await all(actor);
      return mandates.sort((a, b) =>
        a.from < b.from ? 1 : a.from > b.from ? -1 : a.person.localeCompare(b.person, "vi"),
      );
    },

    async offered(actor) {
      allow(actor, "directory.read");
      const { mandates, people } = await all(actor);
      const signing = new Set(
        people.filter(({ roles, disabled }) => roles.includes("leader") && disabled !== true).map(({ id }) => id),
      );
      return mandates
        .filter(({ inForce, personId }) => inForce && signing.has(personId))
        .sort((a, b) => a.person.localeCompare(b.person, "vi") || (a.title < b.title ? -1 : 1));
    },

    async give(actor, input) {
      allow(actor, "mandate.give");
      if (
        input.personId === actor.personId &&
        hasSecondPerson(await context.access.people(actor.organisationId), actor.personId)
      )
        throw new VanthuError("FORBIDDEN", {
          message: "Không thể tự ghi thẩm quyền ký cho chính mình.",
          where: "personId",
          hint: "Gửi đề nghị để quản trị khác hoặc lãnh đạo xác nhận.",
        });
      return giveMandate(context, actor, input);
    },

    async end(actor, id, reason) {
      allow(actor, "mandate.give");
      const why = reason.trim();
      if (why === "") throw new VanthuError("INVALID", { message: "Cần ghi lý do chấm dứt.", where: "reason" });
      return withRetry(async () => {
        const item = await context.storage.records.get<Mandate>(mandatesPartition(actor.organisationId), id);
        if (item === undefined) throw new VanthuError("NOT_FOUND", { message: "Không có thẩm quyền này.", where: id });
        if (item.data.endedAt !== undefined)
          throw new VanthuError("STATE_FORBIDDEN", { message: "Thẩm quyền này đã chấm dứt.", where: id });
        const data: Mandate = { ...item.data, endedAt: today() };
        await context.access.commitAudited(
          [{ op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data }],
          mandateEvent(context, actor, "mandate.end", data, { reason: why.slice(0, 500) }),
        );
        return shown(data, [await context.access.person(actor.organisationId, data.personId)]);
      });
    },
  };
}

/** Writes a mandate down, whoever of those who may gives it; {@link MandateDesk.give} and a second person's confirmation end here. */
export async function giveMandate(
  context: Pick<OfficeContext, "storage" | "access" | "clock">,
  actor: Actor,
  input: NewMandate,
): Promise<ShownMandate> {
  const today = vietnamDate(context.clock());
  const { organisationId } = actor;
  const organisation = await context.access.organisation(organisationId);
  const checked = checkedMandate(input, organisation.system);
  const person = await context.access.person(organisationId, input.personId);
  const data: Mandate = { id: randomUUID(), organisationId, personId: person.id, ...checked };
  return withRetry(async () => {
    const general = (await storedMandates(context, organisationId)).filter(
      (item) => item.data.personId === person.id && item.data.general === true && item.data.endedAt === undefined,
    );
    await context.access.commitAudited(
      [
        { op: "insert", pk: mandatesPartition(organisationId), sk: data.id, data },
        ...general.map(
          (item) =>
            ({
              op: "update",
              pk: item.pk,
              sk: item.sk,
              rev: item.rev,
              data: { ...item.data, endedAt: today },
            }) as const,
        ),
      ],
      [
        mandateEvent(context, actor, "mandate.give", data, {
          formula: formulaOf(signatureOf(data, person)),
          kinds: data.kinds?.join(" ") ?? "tất cả",
          from: data.from,
          ...(data.to === undefined ? {} : { to: data.to }),
          basis: data.basis,
        }),
        ...general.map((item) =>
          mandateEvent(context, actor, "mandate.end", item.data, { reason: "Đã ghi thẩm quyền cụ thể." }),
        ),
      ],
    );
    return shownMandate(data, [person], today);
  });
}

function shownMandate(mandate: Mandate, people: readonly Person[], today: string): ShownMandate {
  const person = people.find(({ id }) => id === mandate.personId)?.name ?? "";
  return {
    ...mandate,
    person,
    inForce: mandateHolds(mandate, today),
    signature: signatureOf(mandate, { name: person }),
  };
}

function mandateEvent(
  { clock }: Pick<OfficeContext, "clock">,
  actor: Actor,
  action: string,
  mandate: Mandate,
  details: Record<string, string>,
): AuditEvent {
  return {
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: clock().toISOString(),
    action,
    subject: mandate.id,
    details: { person: mandate.personId, ...details },
  };
}
