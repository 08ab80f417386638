import { isVanthuError, VanthuError } from "../errors/index.ts";
import type { Storage, StoredItem } from "../storage/index.ts";
import type { Clock, Transport } from "./model.ts";
import {
  type DispatchRow,
  deadPartition,
  dueUpTo,
  isConflict,
  type MessageRow,
  messageKey,
  newMessage,
  type QueueEntry,
  queueKey,
  queueMessage,
  queuePartitions,
  queueTime,
} from "./outbox-rows.ts";

/** How a drain goes about it. */
export interface DrainOptions {
  transport: Transport;
  /** Most messages to send in this run. Default 50. */
  limit?: number;
  /** How long a claimed message is this worker's alone. Longer than the transport's timeout. Default 2 minutes. */
  leaseMs?: number;
  /** After so many failed tries a message is given up. Default 12: about a day and a half. */
  attempts?: number;
  /** Wait after the first failure; doubled after each, up to {@link longestWaitMs}. Default 30 s. */
  firstWaitMs?: number;
  /** Default 6 hours. */
  longestWaitMs?: number;
}

/** What a drain did. `dead` names messages that were given up: somebody must look. */
export interface DrainResult {
  sent: number;
  retried: number;
  dead: { messageId: string; documentId: string; to: string; code: string; message: string }[];
  /** Messages that another worker took over meanwhile; nothing is lost. */
  lost: number;
}

const DEFAULTS = { limit: 50, leaseMs: 120_000, attempts: 12, firstWaitMs: 30_000, longestWaitMs: 6 * 3_600_000 };
/** Sends side by side: receivers are slow, machines here are small. */
const AT_ONCE = 4;
/** Messages unfolded from a dispatch in one commit, two operations each. */
const UNFOLD = 45;

type Settings = DrainOptions & typeof DEFAULTS;

/** {@link Outbox.drain} */
export async function drainOutbox(storage: Storage, clock: Clock, options: DrainOptions): Promise<DrainResult> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as DrainOptions;
  const settings: Settings = { ...DEFAULTS, ...given };
  const result: DrainResult = { sent: 0, retried: 0, dead: [], lost: 0 };
  const due = await findDue(storage, clock(), settings.limit);
  const work = async () => {
    for (let entry = due.shift(); entry !== undefined; entry = due.shift())
      await handle(storage, clock, settings, entry, result);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return result;
}

/** Due entries of all partitions, the longest waiting first. */
async function findDue(storage: Storage, now: Date, limit: number): Promise<StoredItem<QueueEntry>[]> {
  const to = dueUpTo(now);
  const pages = await Promise.all(queuePartitions().map((pk) => storage.records.query<QueueEntry>(pk, { to, limit })));
  const entries = pages.flatMap((page) => page.items);
  return entries.sort((a, b) => (a.sk < b.sk ? -1 : 1)).slice(0, limit);
}

async function handle(
  storage: Storage,
  clock: Clock,
  settings: Settings,
  entry: StoredItem<QueueEntry>,
  result: DrainResult,
): Promise<void> {
  const row = await storage.records.get<MessageRow | DispatchRow>(entry.data.pk, entry.data.sk);
  // Between the query and now another worker may have moved it on.
  if (row?.data.nextAt === undefined || !entry.sk.startsWith(`${queueTime(new Date(row.data.nextAt))}/`)) return;
  if ("dispatch" in row.data) return unfold(storage, clock, entry, row as StoredItem<DispatchRow>);
  const claimed = await claim(storage, clock, settings, entry, row as StoredItem<MessageRow>);
  if (claimed === undefined) {
    result.lost += 1;
    return;
  }
  // Claimed oftener than it may be tried: every try ended a worker before it could say so. That must end some time, too.
  if (claimed.data.attempts > settings.attempts) {
    const cause = claimed.data.lastError?.message ?? "tiến trình gửi dừng giữa chừng";
    const error = new VanthuError("EXCHANGE_UNREACHABLE", { message: `Đã thử gửi quá nhiều lần: ${cause}.` });
    return fail(storage, clock, settings, claimed, error, result);
  }
  await send(storage, clock, settings, claimed, result);
}

/** Takes a message for the length of the lease, or answers undefined when another worker has it. */
async function claim(
  storage: Storage,
  clock: Clock,
  settings: Settings,
  entry: StoredItem<QueueEntry>,
  row: StoredItem<MessageRow>,
): Promise<StoredItem<MessageRow> | undefined> {
  const nextAt = new Date(clock().getTime() + settings.leaseMs).toISOString();
  const data: MessageRow = { ...row.data, attempts: row.data.attempts + 1, nextAt };
  try {
    await storage.records.commit([
      { op: "update", pk: row.pk, sk: row.sk, rev: row.rev, data },
      { op: "remove", pk: entry.pk, sk: entry.sk, rev: entry.rev },
      { op: "insert", ...queueKey(data.messageId, nextAt), data: entry.data },
    ]);
  } catch (error) {
    if (isConflict(error)) return undefined;
    throw error;
  }
  return { ...row, rev: row.rev + 1, data };
}

async function send(
  storage: Storage,
  clock: Clock,
  settings: Settings,
  claimed: StoredItem<MessageRow>,
  result: DrainResult,
): Promise<void> {
  const { data } = claimed;
  try {
    const packet = await storage.files.get(data.packet);
    const { receiptId } = await settings.transport.send(packet, data.to, data.messageId);
    const { lastError: _, nextAt: __, ...rest } = data;
    const done: MessageRow = { ...rest, state: "sent", sentAt: clock().toISOString(), receiptId };
    if (await settle(storage, claimed, done)) result.sent += 1;
    else result.lost += 1;
  } catch (error) {
    await fail(storage, clock, settings, claimed, error, result);
  }
}

async function fail(
  storage: Storage,
  clock: Clock,
  settings: Settings,
  claimed: StoredItem<MessageRow>,
  error: unknown,
  result: DrainResult,
): Promise<void> {
  const lastError = describe(error);
  const { data } = claimed;
  if (isFinal(error) || data.attempts >= settings.attempts) {
    const { nextAt: _, ...rest } = data;
    const { messageId, documentId, to } = data;
    if (await settle(storage, claimed, { ...rest, state: "dead", lastError }))
      result.dead.push({ messageId, documentId, to, ...lastError });
    else result.lost += 1;
    return;
  }
  const nextAt = new Date(clock().getTime() + waitAfter(data.attempts, settings)).toISOString();
  if (await settle(storage, claimed, { ...data, nextAt, lastError })) result.retried += 1;
  else result.lost += 1;
}

/** Writes what became of a claimed message; false when the lease had run out and another worker took it over: then theirs counts. */
async function settle(storage: Storage, claimed: StoredItem<MessageRow>, next: MessageRow): Promise<boolean> {
  const key = messageKey(claimed.data);
  try {
    await storage.records.commit([
      { op: "update", ...key, rev: claimed.rev, data: next },
      { op: "remove", ...queueKey(claimed.data.messageId, claimed.data.nextAt!), rev: 1 },
      ...(next.nextAt === undefined
        ? []
        : [{ op: "insert" as const, ...queueKey(next.messageId, next.nextAt), data: key }]),
      ...(next.state === "dead"
        ? [{ op: "insert" as const, pk: deadPartition(next.from), sk: next.messageId, data: next }]
        : []),
    ]);
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

/** Writes a dispatch out into messages, some at a time; a worker that dies in between is followed by one that finds the rest. */
async function unfold(
  storage: Storage,
  clock: Clock,
  entry: StoredItem<QueueEntry>,
  row: StoredItem<DispatchRow>,
): Promise<void> {
  const now = clock().toISOString();
  const { data } = row;
  const left = data.recipients.slice(UNFOLD);
  const messages = data.recipients.slice(0, UNFOLD).map((to) => newMessage({ kind: "document", ...data }, to, now));
  const id = entry.sk.slice(entry.sk.indexOf("/") + 1);
  const nextAt = left.length === 0 ? undefined : new Date(clock().getTime() + 1).toISOString();
  try {
    await storage.records.commit([
      ...messages.flatMap((message) => queueMessage({ ...message, queuedAt: data.queuedAt })),
      { op: "update", pk: row.pk, sk: row.sk, rev: row.rev, data: { ...data, recipients: left, nextAt } },
      { op: "remove", pk: entry.pk, sk: entry.sk, rev: entry.rev },
      ...(nextAt === undefined ? [] : [{ op: "insert" as const, ...queueKey(id, nextAt), data: entry.data }]),
    ]);
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** Doubled each time, with a fifth of chance so that what failed together does not come back together. */
function waitAfter(attempts: number, settings: Settings): number {
  const wait = Math.min(settings.firstWaitMs * 2 ** (attempts - 1), settings.longestWaitMs);
  return Math.round(wait * (0.9 + Math.random() * 0.2));
}

/** Failures that no waiting will mend. */
function isFinal(error: unknown): boolean {
  return (
    isVanthuError(error) &&
    (error.code === "EXCHANGE_REFUSED" || error.code === "NOT_FOUND" || error.code === "FILE_DAMAGED")
  );
}

function describe(error: unknown): { code: string; message: string } {
  if (isVanthuError(error)) return { code: error.code, message: error.message };
  return { code: "INTERNAL", message: "Lỗi chưa rõ khi gửi gói tin." };
}
