import { type Actor, allow } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { OfficeContext } from "../context.ts";
import {
  auditEventOf,
  changeOperations,
  historyEntry,
  readDocument,
  readDocumentAnyway,
  readDocumentAt,
} from "../document-file.ts";
import { signerOf } from "../mandates/index.ts";
import type { DocumentRecord, Revised } from "../model.ts";
import { settle, tellOperations } from "../notices.ts";
import type { NoticeAudience } from "../schedule-model.ts";
import type { Rights, RightsDesk } from "./model.ts";
import { hiddenFrom, holdersOf, OPEN_RIGHTS, restrictedLines } from "./visibility.ts";

const LIMITS = { people: 200, units: 50 } as const;
const LEADERS: NoticeAudience = { role: "leader" };

/** Rights of documents: set, told, confirmed. */
export function rightsDesk(context: OfficeContext): RightsDesk {
  const { records } = context.storage;

  return {
    async of(actor, documentId) {
      allow(actor, "document.read");
      const { rights, rightsChange } = await readDocument(context, actor, documentId);
      return { rights: rights ?? OPEN_RIGHTS, ...(rightsChange === undefined ? {} : { change: rightsChange }) };
    },

    async set(actor, documentId, rev, wanted) {
      allow(actor, "document.restrict");
      const document = await readDocumentAt(context, actor, documentId, rev);
      if (
        !actor.roles.some((role) => role === "clerk" || role === "leader") &&
        !holdersOf(document).includes(actor.personId)
      )
        throw new VanthuError("FORBIDDEN", {
          message: "Chỉ người soạn, người ký, văn thư và lãnh đạo đặt quyền xem văn bản này.",
          where: documentId,
        });
      const rights = await checked(context, actor, wanted);
      const before = document.rights ?? OPEN_RIGHTS;
      if (JSON.stringify(before) === JSON.stringify(rights)) return document;
      const at = context.clock().toISOString();
      const byLeader = actor.roles.includes("leader");
      const change = changeOperations(
        document,
        {
          rights,
          // Whoever is to sign must see it, also while it is a draft; submitting looks again.
          signer: document.signer ?? (await signerOf(context, document).catch(() => undefined)),
          rightsChange: byLeader
            ? undefined
            : {
                at,
                by: { personId: actor.personId, name: actor.name },
                before: document.rightsChange?.before ?? before,
              },
        },
        historyEntry(context, actor, "restrict", await inWords(context, actor, rights)),
      );
      const concerned = new Set([...holdersOf(change.after), ...before.people, ...rights.people]);
      concerned.delete(actor.personId);
      const symbol = symbolOf(document);
      const key = `rights/${documentId}/${at}`;
      const text = `${actor.name} đã thay đổi quyền xem văn bản ${symbol}.`;
      const told = await tellOperations(
        records,
        actor.organisationId,
        [...concerned].map((personId) => ({ personId })),
        { key, kind: "rights-changed", text, href: `/van-ban/${documentId}`, subject: documentId },
        context.clock(),
      );
      if (!byLeader)
        told.push(
          ...(await tellOperations(
            records,
            actor.organisationId,
            [LEADERS],
            {
              key: warningKey(documentId, at),
              kind: "rights-waiting",
              text: `${text} Cần lãnh đạo xác nhận.`,
              href: "/quyen-xem",
              subject: documentId,
            },
            context.clock(),
          )),
        );
      await context.access.commitAudited([...change.operations, ...told], auditEventOf(actor, change));
      const earlier = document.rightsChange;
      if (earlier !== undefined)
        await settle(records, actor.organisationId, [LEADERS], warningKey(documentId, earlier.at), context.clock());
      return change.after;
    },

    async pending(actor) {
      allow(actor, "rights.confirm");
      const hidden = await hiddenFrom(context, actor);
      const lines = await restrictedLines(records, actor.organisationId);
      const waiting = [...lines].filter(([, { change }]) => change !== undefined);
      return Promise.all(
        waiting.map(async ([documentId, { change, rights, symbol }]) => {
          const { rev, subject } = await readDocumentAnyway(context, actor.organisationId, documentId);
          return {
            documentId,
            rev,
            symbol,
            ...(hidden.has(documentId) ? {} : { subject }),
            change: change!,
            after: rights,
          };
        }),
      );
    },

    async confirm(actor, documentId, rev, decision) {
      allow(actor, "rights.confirm");
      const document = await readDocumentAnyway(context, actor.organisationId, documentId);
      if (document.rev !== rev)
        throw new VanthuError("CONFLICT", {
          message: "Văn bản đã được người khác thay đổi.",
          where: documentId,
          hint: "Mở lại trang rồi xác nhận bản mới.",
        });
      const waiting = document.rightsChange;
      if (waiting === undefined)
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Không có thay đổi quyền nào chờ xác nhận.",
          where: documentId,
        });
      const rights = decision === "confirm" ? document.rights : waiting.before;
      const change = changeOperations(
        document,
        { rights, rightsChange: undefined },
        historyEntry(
          context,
          actor,
          "restrict",
          decision === "confirm" ? "Xác nhận thay đổi quyền xem" : "Không đồng ý, khôi phục quyền xem như trước",
        ),
      );
      const told = await tellOperations(
        records,
        actor.organisationId,
        [{ personId: waiting.by.personId }],
        {
          key: `rights/${documentId}/${waiting.at}/${decision}`,
          kind: "rights-changed",
          text: `${actor.name} ${decision === "confirm" ? "đã xác nhận" : "không đồng ý, đã khôi phục"} quyền xem văn bản ${symbolOf(document)}.`,
          href: `/van-ban/${documentId}`,
          subject: documentId,
        },
        context.clock(),
      );
      await context.access.commitAudited([...change.operations, ...told], auditEventOf(actor, change));
      await settle(records, actor.organisationId, [LEADERS], warningKey(documentId, waiting.at), context.clock());
    },
  };
}

function warningKey(documentId: string, at: string): string {
  return `rights-waiting/${documentId}/${at}`;
}

/** The document without what it is about. */
function symbolOf(document: Revised<DocumentRecord>): string {
  const { number, description, ruleSet } = document;
  const given = number?.text ?? description.number;
  return given === undefined
    ? description.notation
    : `${given}${ruleSet === "nd30" ? "/" : "-"}${description.notation}`;
}

async function inWords(context: OfficeContext, actor: Actor, rights: Rights): Promise<string> {
  if (rights.level === "office") return "Mọi người trong cơ quan xem được";
  const [people, units] = await Promise.all([
    context.access.people(actor.organisationId),
    context.access.units(actor.organisationId),
  ]);
  const names = [
    ...rights.people.map((id) => people.find((one) => one.id === id)?.name ?? id),
    ...rights.units.map((id) => units.find((one) => one.id === id)?.name ?? id),
  ];
  return `Giới hạn người xem: ${names.join(", ") || "người soạn, người ký, văn thư"}`.slice(0, 1000);
}

/** @throws INVALID */
async function checked(context: OfficeContext, actor: Actor, { level, people, units }: Rights): Promise<Rights> {
  if (level === "office") return OPEN_RIGHTS;
  if (people.length > LIMITS.people || units.length > LIMITS.units)
    throw new VanthuError("INVALID", { message: "Danh sách người xem quá dài; chọn theo đơn vị.", where: "people" });
  const [known, tree] = await Promise.all([
    context.access.people(actor.organisationId),
    context.access.units(actor.organisationId),
  ]);
  const stranger = people.find((id) => !known.some((one) => one.id === id));
  if (stranger !== undefined)
    throw new VanthuError("INVALID", { message: "Có người không thuộc cơ quan.", where: `people: ${stranger}` });
  const nowhere = units.find((id) => !tree.some((one) => one.id === id));
  if (nowhere !== undefined)
    throw new VanthuError("INVALID", { message: "Có đơn vị không thuộc cơ quan.", where: `units: ${nowhere}` });
  return { level, people: [...new Set(people)].sort(), units: [...new Set(units)].sort() };
}
