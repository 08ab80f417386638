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
import { DECISION_WORDS, type Restricted, rightsChanged, rightsDecided, settleRights } from "./change.ts";
import type { PendingElsewhere, Rights, RightsDesk } from "./model.ts";
import { hiddenFrom, holdersOf, OPEN_RIGHTS, restrictedLines } from "./visibility.ts";

const LIMITS = { people: 200, units: 50 } as const;

/**
 * Rights of documents: set, told, confirmed; changes of rights of dossiers are confirmed in the same place.
 * @param dossiers their half
 */
export function rightsDesk(context: OfficeContext, dossiers: PendingElsewhere): RightsDesk {
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
      const at = context.clock();
      const draft = changeOperations(document, { rights }, historyEntry(context, actor, "restrict"));
      const { change: waiting, told } = await rightsChanged(context, actor, named(document), {
        before,
        concerned: [...holdersOf(draft.after), ...before.people, ...rights.people],
        earlier: document.rightsChange,
        at,
      });
      const change = changeOperations(
        document,
        {
          rights,
          // Whoever is to sign must see it, also while it is a draft; submitting looks again.
          signer: document.signer ?? (await signerOf(context, document).catch(() => undefined)),
          rightsChange: waiting,
        },
        historyEntry(context, actor, "restrict", await inWords(context, actor, rights)),
      );
      await context.access.commitAudited([...change.operations, ...told], auditEventOf(actor, change));
      await settleRights(context, actor.organisationId, named(document), document.rightsChange);
      return change.after;
    },

    async pending(actor) {
      allow(actor, "rights.confirm");
      const hidden = await hiddenFrom(context, actor);
      const lines = await restrictedLines(records, actor.organisationId);
      const waiting = [...lines].filter(([, { change }]) => change !== undefined);
      const documents = await Promise.all(
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
      return [...documents, ...(await dossiers.pending(actor))];
    },

    async confirm(actor, documentId, rev, decision) {
      allow(actor, "rights.confirm");
      if (await dossiers.confirm(actor, documentId, rev, decision)) return;
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
        historyEntry(context, actor, "restrict", DECISION_WORDS[decision]),
      );
      const told = await rightsDecided(context, actor, named(document), waiting, decision);
      await context.access.commitAudited([...change.operations, ...told], auditEventOf(actor, change));
      await settleRights(context, actor.organisationId, named(document), waiting);
    },
  };
}

function named(document: Revised<DocumentRecord>): Restricted {
  return {
    id: document.id,
    key: "rights",
    words: `văn bản ${symbolOf(document)}`,
    href: `/van-ban/${document.id}`,
  };
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
