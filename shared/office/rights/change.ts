import type { Actor } from "../../access/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { settle, tellOperations } from "../notices.ts";
import type { NoticeAudience } from "../reports/schedule-model.ts";
import type { Rights, RightsChange } from "./model.ts";

const LEADERS: NoticeAudience = { role: "leader" };
/** People told within one commit, which holds a hundred operations. */
const MOST_TOLD = 80;

/** What somebody's right to see is changed of: a document, a dossier. */
export interface Restricted {
  id: string;
  /** Begins the keys of its notices: "rights", "dossier-rights". */
  key: string;
  /** "văn bản 15/KH-UBND", without what it is about. */
  words: string;
  /** Its page. */
  href: string;
}

/**
 * A change of who sees something (NĐ30 Phụ lục VI, Phần I, III.3.c): those concerned are told, and it stands as a warning until a leader confirms
 * it, unless a leader made the change.
 *
 * @param earlier the change that waits already, of which this one is a further one
 * @returns what is noted beside the rights, and the writes that tell it
 */
export async function rightsChanged(
  context: OfficeContext,
  actor: Actor,
  of: Restricted,
  {
    before,
    concerned,
    earlier,
    at,
  }: { before: Rights; concerned: Iterable<string>; earlier?: RightsChange | undefined; at: Date },
): Promise<{ change: RightsChange | undefined; told: WriteOperation[] }> {
  const { records } = context.storage;
  const byLeader = actor.roles.includes("leader");
  const instant = at.toISOString();
  const people = [...new Set(concerned)].filter((id) => id !== actor.personId).slice(0, MOST_TOLD);
  const text = `${actor.name} đã thay đổi quyền xem ${of.words}.`;
  const told = await tellOperations(
    records,
    actor.organisationId,
    people.map((personId) => ({ personId })),
    { key: `${of.key}/${of.id}/${instant}`, kind: "rights-changed", text, href: of.href, subject: of.id },
    at,
  );
  if (byLeader) return { change: undefined, told };
  const warning = await tellOperations(
    records,
    actor.organisationId,
    [LEADERS],
    {
      key: warningKey(of, instant),
      kind: "rights-waiting",
      text: `${text} Cần lãnh đạo xác nhận.`,
      href: "/quyen-xem",
      subject: of.id,
    },
    at,
  );
  return {
    change: {
      at: instant,
      by: { personId: actor.personId, name: actor.name },
      before: earlier?.before ?? before,
    },
    told: [...told, ...warning],
  };
}

/** The writes that tell whoever changed the rights what the leader decided. */
export function rightsDecided(
  context: OfficeContext,
  actor: Actor,
  of: Restricted,
  waiting: RightsChange,
  decision: "confirm" | "revert",
): Promise<WriteOperation[]> {
  return tellOperations(
    context.storage.records,
    actor.organisationId,
    [{ personId: waiting.by.personId }],
    {
      key: `${of.key}/${of.id}/${waiting.at}/${decision}`,
      kind: "rights-changed",
      text: `${actor.name} ${decision === "confirm" ? "đã xác nhận" : "không đồng ý, đã khôi phục"} quyền xem ${of.words}.`,
      href: of.href,
      subject: of.id,
    },
    context.clock(),
  );
}

/** Settles the warning of a change that was confirmed, put back, or followed by another one. */
export async function settleRights(
  context: OfficeContext,
  organisationId: string,
  of: Restricted,
  earlier: RightsChange | undefined,
): Promise<void> {
  if (earlier === undefined) return;
  await settle(context.storage.records, organisationId, [LEADERS], warningKey(of, earlier.at), context.clock());
}

/** What the history of the thing says of a decision. */
export const DECISION_WORDS = {
  confirm: "Xác nhận thay đổi quyền xem",
  revert: "Không đồng ý, khôi phục quyền xem như trước",
} as const;

function warningKey(of: Restricted, at: string): string {
  return `${of.key}-waiting/${of.id}/${at}`;
}
