import { type Actor, allow, may } from "../access/index.ts";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import { type RecordStore, type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import type { OfficeContext } from "./context.ts";
import type { Notice, NoticeAudience, NoticeDesk, NoticeKind } from "./reports/schedule-model.ts";

/** A notice before it is told. */
export interface NewNotice {
  /** What makes it the same thing: told once for each audience. */
  key: string;
  kind: NoticeKind;
  text: string;
  href: string;
  subject: string;
  /** How long it is kept once it is settled, in milliseconds, where it is never told again anyway and there are many of them. */
  keptMs?: number;
}

interface StoredNotice extends NewNotice {
  at: string;
  /** Person ids. */
  readBy: string[];
  doneAt?: string;
  doneBy?: string;
}

/** Settled notices are kept this long, so that the same thing is not told again, and then go away by themselves. */
const KEPT_MS = 400 * 24 * 3_600_000;
/** Lists of settled notices show so many of each audience. */
const SETTLED_SHOWN = 100;
const BY_SYSTEM = "Hệ thống";

/** Notices of the actor: to the person and to their roles. */
export function noticeDesk(context: Pick<OfficeContext, "storage" | "clock">): NoticeDesk {
  const { records } = context.storage;
  const audiencesOf = (actor: Actor): NoticeAudience[] => [
    { personId: actor.personId },
    ...actor.roles.map((role) => ({ role })),
  ];

  async function read(actor: Actor): Promise<{ to: NoticeAudience; item: StoredItem<StoredNotice> }[]> {
    const found = await Promise.all(
      audiencesOf(actor).map(async (to) => {
        const { items } = await records.query<StoredNotice>(partitionOf(actor.organisationId, to));
        return items.map((item) => ({ to, item }));
      }),
    );
    return found.flat();
  }

  async function change(actor: Actor, id: string, how: (notice: StoredNotice) => StoredNotice): Promise<Notice> {
    const to = audiencesOf(actor).find((one) => id.startsWith(`${audienceKey(one)}/`));
    const key = to === undefined ? "" : id.slice(audienceKey(to).length + 1);
    // Somebody else may read or settle it at the same moment.
    return withRetry(async () => {
      const item = to && (await records.get<StoredNotice>(partitionOf(actor.organisationId, to), keyOf(key)));
      if (to === undefined || item === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Không có thông báo này.", where: id });
      const data = how(item.data);
      if (data !== item.data) await records.commit([replacement(item, data)]);
      return shown(actor, to, data);
    });
  }

  return {
    async list(actor, options = {}) {
      allowReader(actor);
      const all = (await read(actor)).filter(({ item }) => (item.data.doneAt !== undefined) === !!options.settled);
      const notices = all.map(({ to, item }) => shown(actor, to, item.data));
      const when = (one: Notice) => one.doneAt ?? one.at;
      notices.sort((a, b) => (when(a) < when(b) ? 1 : when(a) > when(b) ? -1 : 0));
      return options.settled ? notices.slice(0, SETTLED_SHOWN) : notices;
    },

    async count(actor) {
      allowReader(actor);
      return (await read(actor)).filter(({ item }) => item.data.doneAt === undefined).length;
    },

    async read(actor, id) {
      allowReader(actor);
      return change(actor, id, (notice) =>
        notice.readBy.includes(actor.personId) ? notice : { ...notice, readBy: [...notice.readBy, actor.personId] },
      );
    },

    async done(actor, id) {
      allowReader(actor);
      return change(actor, id, (notice) =>
        notice.doneAt === undefined ? { ...notice, doneAt: context.clock().toISOString(), doneBy: actor.name } : notice,
      );
    },
  };
}

/** Everybody who is told things: those who work with documents, and administrators. @throws FORBIDDEN */
function allowReader(actor: Actor): void {
  if (!may(actor, "administer")) allow(actor, "document.read");
}

/**
 * The writes that tell something, for the caller's own commit; none for those who were told before. Fails there with CONFLICT when another
 * commit tells the same at the same time.
 */
export async function tellOperations(
  records: RecordStore,
  organisationId: string,
  audiences: NoticeAudience[],
  notice: NewNotice,
  at: Date,
): Promise<WriteOperation[]> {
  const operations: WriteOperation[] = [];
  for (const to of audiences) {
    const pk = partitionOf(organisationId, to);
    if (operations.some((one) => one.pk === pk) || (await records.get(pk, keyOf(notice.key)))) continue;
    operations.push({ op: "insert", pk, sk: keyOf(notice.key), data: stored(notice, at) });
  }
  return operations;
}

/**
 * Tells something once. @returns how many audiences had not been told yet
 */
export async function tell(
  records: RecordStore,
  organisationId: string,
  audiences: NoticeAudience[],
  notice: NewNotice,
  at: Date,
): Promise<number> {
  let told = 0;
  for (const to of audiences) {
    const operations = await tellOperations(records, organisationId, [to], notice, at);
    // When another worker tells it first, that is all that is wanted.
    if (await commitUnlessChanged(records, operations)) told += operations.length;
  }
  return told;
}

/**
 * Tells what is new each day (a digest): the notice of the day before, done or not, gives way to it.
 * @returns 1 when something was written
 */
export async function tellAnew(
  records: RecordStore,
  organisationId: string,
  to: NoticeAudience,
  notice: NewNotice,
  at: Date,
): Promise<number> {
  const pk = partitionOf(organisationId, to);
  const item = await records.get<StoredNotice>(pk, keyOf(notice.key));
  const data = stored(notice, at);
  const operation: WriteOperation =
    item === undefined ? { op: "insert", pk, sk: keyOf(notice.key), data } : replacement(item, data);
  return (await commitUnlessChanged(records, [operation])) ? 1 : 0;
}

/**
 * Settles notices whose cause went away; those that were never told or are settled stay as they are.
 * @returns how many were settled
 */
export async function settle(
  records: RecordStore,
  organisationId: string,
  audiences: NoticeAudience[],
  key: string,
  at: Date,
): Promise<number> {
  let settled = 0;
  for (const to of audiences) {
    const item = await records.get<StoredNotice>(partitionOf(organisationId, to), keyOf(key));
    if (item === undefined || item.data.doneAt !== undefined) continue;
    const data = { ...item.data, doneAt: at.toISOString(), doneBy: BY_SYSTEM };
    // When it is read or settled at this very moment, the next run looks again.
    if (await commitUnlessChanged(records, [replacement(item, data)])) settled += 1;
  }
  return settled;
}

/** Was it told and is not settled yet? */
export async function isOpen(
  records: RecordStore,
  organisationId: string,
  to: NoticeAudience,
  key: string,
): Promise<boolean> {
  const item = await records.get<StoredNotice>(partitionOf(organisationId, to), keyOf(key));
  return item !== undefined && item.data.doneAt === undefined;
}

/** Commits; false when somebody else changed one of the items at this moment, and then nothing is written. */
async function commitUnlessChanged(records: RecordStore, operations: WriteOperation[]): Promise<boolean> {
  try {
    await records.commit(operations);
    return true;
  } catch (error) {
    if (isVanthuError(error) && error.code === "CONFLICT") return false;
    throw error;
  }
}

function stored(notice: NewNotice, at: Date): StoredNotice {
  return { ...notice, at: at.toISOString(), readBy: [] };
}

function replacement(item: StoredItem<StoredNotice>, data: StoredNotice): WriteOperation {
  const expiresAt = data.doneAt === undefined ? undefined : Date.parse(data.doneAt) + (data.keptMs ?? KEPT_MS);
  return {
    op: "update",
    pk: item.pk,
    sk: item.sk,
    rev: item.rev,
    data,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function shown(actor: Actor, to: NoticeAudience, notice: StoredNotice): Notice {
  const { key, readBy, keptMs: _, ...rest } = notice;
  return { ...rest, id: `${audienceKey(to)}/${key}`, to, read: readBy.includes(actor.personId) };
}

function audienceKey(to: NoticeAudience): string {
  return "role" in to ? `role:${to.role}` : `person:${to.personId}`;
}

function partitionOf(organisationId: string, to: NoticeAudience): string {
  return `org/${organisationId}/notices/${audienceKey(to)}`;
}

function keyOf(key: string): string {
  return `notice#${key}`;
}
