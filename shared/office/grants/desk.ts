import { randomUUID } from "node:crypto";
import {
  type Actor,
  type AuditEvent,
  allow,
  GUARDED_ROLES,
  hasSecondPerson,
  inPerson,
  newGuardedRoles,
  type Person,
  type Role,
} from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { formulaOf, giveMandate, signatureOf } from "../mandates/index.ts";
import { settle, tellOperations } from "../notices.ts";
import type { NoticeAudience } from "../reports/schedule-model.ts";
import type { Granted, SelfGrant, SelfGrantDesk } from "./model.ts";

const ROLE_WORDS: Record<Role, string> = {
  drafter: "chuyên viên",
  leader: "lãnh đạo",
  clerk: "văn thư",
  archivist: "lưu trữ",
  auditor: "kiểm tra, giám sát",
  administrator: "quản trị",
};
const CONFIRMERS: NoticeAudience[] = [{ role: "administrator" }, { role: "leader" }];
const PAGE = "/quan-tri/de-nghi-quyen";

/** Four eyes over what administrators give themselves. */
export function selfGrantDesk(context: OfficeContext): SelfGrantDesk {
  const { access, storage } = context;
  const { records } = storage;
  const partition = (organisationId: string) => `org/${organisationId}/self-grants`;

  const event = (actor: Actor, action: string, subject: string, details: Record<string, string>): AuditEvent => ({
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: context.clock().toISOString(),
    action,
    subject,
    details,
  });

  const hasSecond = async (actor: Actor): Promise<boolean> =>
    hasSecondPerson(await access.people(actor.organisationId), actor.personId);

  const propose = async (actor: Actor, words: string, asked: SelfGrant["asked"]): Promise<SelfGrant> => {
    const { items } = await records.query<SelfGrant>(partition(actor.organisationId));
    if (items.some(({ data }) => data.by.personId === actor.personId && data.asked.kind === asked.kind))
      throw new VanthuError("ALREADY_EXISTS", {
        message: "Bạn đã có một đề nghị đang chờ người khác xác nhận.",
        where: asked.kind,
        hint: `Chờ quản trị khác hoặc lãnh đạo quyết định ở trang ${PAGE}.`,
      });
    const data: SelfGrant = {
      id: randomUUID(),
      organisationId: actor.organisationId,
      at: context.clock().toISOString(),
      by: { personId: actor.personId, name: actor.name },
      words,
      asked,
    };
    const told = await tell(actor, data.id, "waiting", `${actor.name} đề nghị được cấp cho chính mình: ${words}.`);
    await access.commitAudited(
      [{ op: "insert", pk: partition(actor.organisationId), sk: data.id, data }, ...told],
      event(actor, "grant.propose", data.id, { asked: words }),
    );
    return data;
  };

  const tell = (actor: Actor, id: string, step: "waiting" | "alone", text: string): Promise<WriteOperation[]> =>
    tellOperations(
      records,
      actor.organisationId,
      step === "waiting"
        ? CONFIRMERS
        : [...CONFIRMERS, ...GUARDED_ROLES.filter((role) => role !== "leader").map((role) => ({ role }))],
      {
        key: `self-grant/${id}/${step}`,
        kind: step === "waiting" ? "rights-waiting" : "rights-changed",
        text: step === "waiting" ? `${text} Cần người khác xác nhận.` : text,
        href: step === "waiting" ? PAGE : "/nhat-ky",
        subject: id,
      },
      context.clock(),
    );

  /** Said to everybody who could have confirmed it, and to those who get the role later. */
  const alone = async (actor: Actor, words: string): Promise<void> => {
    const id = randomUUID();
    const text = `${actor.name} tự cấp cho mình: ${words}, khi cơ quan chưa có người xác nhận.`;
    await access.commitAudited(await tell(actor, id, "alone", text), event(actor, "grant.alone", id, { asked: words }));
  };

  /** Whose roles were changed is told so (NĐ30 Phụ lục VI, Phần I, III.3.c). */
  const tellRoles = async (actor: Actor, before: Person, after: Person): Promise<void> => {
    if (after.id === actor.personId || [...before.roles].sort().join() === [...after.roles].sort().join()) return;
    const at = context.clock();
    const held = after.roles.map((role) => ROLE_WORDS[role]).join(", ") || "không có vai trò nào";
    await records.commit(
      await tellOperations(
        records,
        actor.organisationId,
        [{ personId: after.id }],
        {
          key: `roles/${after.id}/${at.toISOString()}`,
          kind: "rights-changed",
          text: `${actor.name} đã đổi vai trò của bạn, nay là: ${held}.`,
          href: "/tai-khoan",
          subject: after.id,
        },
        at,
      ),
    );
  };

  return {
    async changePerson(actor, personId, changes): Promise<Granted<Person>> {
      allow(actor, "administer");
      inPerson(actor);
      const before = await access.person(actor.organisationId, personId);
      const roles = personId === actor.personId ? newGuardedRoles(before, changes) : [];
      const words = `vai trò ${roles.map((role) => ROLE_WORDS[role]).join(", ")}`;
      if (roles.length > 0 && (await hasSecond(actor)))
        return { proposal: await propose(actor, words, { kind: "person", roles, changes }) };
      const done = await access.changePerson(actor.organisationId, personId, changes, actor);
      if (roles.length > 0) await alone(actor, words);
      await tellRoles(actor, before, done);
      return { done };
    },

    async giveMandate(actor, input) {
      allow(actor, "mandate.give");
      if (input.personId !== actor.personId) return { done: await giveMandate(context, actor, input) };
      inPerson(actor);
      const words = `thẩm quyền ký ${formulaOf(signatureOf(input, actor))}`;
      if (await hasSecond(actor)) return { proposal: await propose(actor, words, { kind: "mandate", input }) };
      const done = await giveMandate(context, actor, input);
      await alone(actor, words);
      return { done };
    },

    async pending(actor) {
      allow(actor, "grant.confirm");
      const { items } = await records.query<SelfGrant>(partition(actor.organisationId));
      return items.map(({ data }) => data).sort((a, b) => (a.at < b.at ? -1 : 1));
    },

    async decide(actor, id, decision) {
      allow(actor, "grant.confirm");
      inPerson(actor);
      const item = await records.get<SelfGrant>(partition(actor.organisationId), id);
      if (item === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Không có đề nghị này, hoặc đã được quyết định.", where: id });
      const { by, words, asked } = item.data;
      if (by.personId === actor.personId && decision === "confirm")
        throw new VanthuError("FORBIDDEN", {
          message: "Không thể tự xác nhận đề nghị của chính mình.",
          where: id,
          hint: "Nhờ một quản trị khác hoặc lãnh đạo xác nhận.",
        });
      const proposer = await access.person(actor.organisationId, by.personId);
      // What was asked names all of a person's roles: it must not give back what was taken from them since.
      if (decision === "confirm" && (proposer.disabled === true || !proposer.roles.includes("administrator")))
        throw new VanthuError("INVALID", {
          message: `${by.name} không còn là quản trị nên không xác nhận được đề nghị này.`,
          where: id,
          hint: "Chọn không đồng ý để kết thúc đề nghị.",
        });
      // The proposal goes first: of two who decide at once one does, and what is given is given once.
      await access.commitAudited(
        [{ op: "remove", pk: item.pk, sk: item.sk, rev: item.rev }],
        event(actor, `grant.${decision}`, id, { asked: words, by: by.personId }),
      );
      await settle(records, actor.organisationId, CONFIRMERS, `self-grant/${id}/waiting`, context.clock());
      if (decision === "confirm") {
        if (asked.kind === "person") await access.changePerson(actor.organisationId, by.personId, asked.changes, actor);
        else await giveMandate(context, actor, asked.input);
      }
      await records.commit(
        await tellOperations(
          records,
          actor.organisationId,
          [{ personId: by.personId }],
          {
            key: `self-grant/${id}/${decision}`,
            kind: "rights-changed",
            text: `${actor.name} ${decision === "confirm" ? "đã xác nhận" : "không đồng ý"}: ${words}.`,
            href: "/thong-bao",
            subject: id,
          },
          context.clock(),
        ),
      );
    },
  };
}
