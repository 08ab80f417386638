import { createHash } from "node:crypto";
import { vietnameseDay } from "../calendar/index.ts";
import { type RecordStore, type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import { actingKey } from "./acting-key.ts";
import type { AuditEntry, AuditEvent } from "./model.ts";

/** What {@link checkAudit} proved about an organisation's trail. */
export interface AuditCheck {
  organisationId: string;
  entries: number;
  /** Hash of the last entry. Written down elsewhere, it also proves that nobody rewrote the whole trail. */
  hash: string;
  faults: { sequence: number; message: string }[];
  sound: boolean;
}

/** The head of a trail as it was noted elsewhere on a day ("2026-11-22"): after entry `sequence` the hash was `hash`. */
export interface SealedHead {
  day: string;
  sequence: number;
  hash: string;
}

/** Who acts when nobody has signed in: the first start, an import from the command line, a lock. */
export const SYSTEM_ACTOR = { personId: "system", name: "Hệ thống" };

interface Head {
  sequence: number;
  hash: string;
}

const HEAD = "head";
const ENTRY = "entry#";
const PAGE = 500;
/** `previous` of the first entry. */
const BEGINNING: Head = { sequence: 0, hash: "0".repeat(64) };

/**
 * The operations that append to the trail of one organisation, for the caller's own commit: what is done and that it was done are
 * stored together or not at all. Two writers at once meet in CONFLICT; the loser repeats its whole step (`withRetry`).
 *
 * @param events of one organisation, in order. One call a commit: the head of the trail is one item.
 */
export async function auditOperations(
  records: RecordStore,
  events: AuditEvent | AuditEvent[],
): Promise<WriteOperation[]> {
  const list = Array.isArray(events) ? events : [events];
  const [first] = list;
  if (!first) return [];
  const { organisationId } = first;
  if (list.some((event) => event.organisationId !== organisationId))
    throw new TypeError("auditOperations: events of several organisations in one call");
  const pk = partitionOf(organisationId);
  const stored = await records.get<Head>(pk, HEAD);
  let head = stored?.data ?? BEGINNING;
  const appended: WriteOperation[] = list.map((event) => {
    const entry = chain(event, head);
    head = { sequence: entry.sequence, hash: entry.hash };
    return { op: "insert", pk, sk: auditPlace(entry.sequence), data: entry };
  });
  const moved: WriteOperation = stored
    ? { op: "update", pk, sk: HEAD, rev: stored.rev, data: head }
    : { op: "insert", pk, sk: HEAD, data: head };
  return [moved, ...appended];
}

/**
 * Commits operations together with their lines in the trail. Tries again only while the head of the trail is what moved; a conflict on
 * the caller's own operations would stay however often it is tried, and is thrown at once.
 *
 * @throws CONFLICT and whatever {@link RecordStore.commit} throws
 * @example
 * await commitAudited(records, [{ op: "update", ...item, data }], { organisationId, actor, at, action: "document.sign", subject: id });
 */
export async function commitAudited(
  records: RecordStore,
  operations: WriteOperation[],
  events: AuditEvent | AuditEvent[],
): Promise<void> {
  const [first] = Array.isArray(events) ? events : [events];
  const partition = first && partitionOf(first.organisationId);
  await withRetry(async () => records.commit([...operations, ...(await auditOperations(records, events))]), {
    partition,
  });
}

/** Entries of an organisation's trail, oldest first unless `reverse`. */
export async function auditTrail(
  records: RecordStore,
  organisationId: string,
  range: { limit?: number; reverse?: boolean; after?: string } = {},
): Promise<{ entries: AuditEntry[]; next?: string }> {
  const { items, next } = await records.query<AuditEntry>(partitionOf(organisationId), { ...range, prefix: ENTRY });
  return { entries: items.map((item) => item.data), next };
}

/** The head of a trail: number and hash of its last entry, number 0 while it is empty. */
export async function auditHead(records: RecordStore, organisationId: string): Promise<Omit<SealedHead, "day">> {
  return (await records.get<Head>(partitionOf(organisationId), HEAD))?.data ?? BEGINNING;
}

/**
 * Reads the whole trail and proves that no entry was changed, removed, moved or slipped in since it was written.
 * Cutting off the end together with the head, or writing the whole trail anew, is found by heads that were noted before.
 *
 * @param sealed such heads
 */
export async function checkAudit(
  records: RecordStore,
  organisationId: string,
  sealed: readonly SealedHead[] = [],
): Promise<AuditCheck> {
  const pk = partitionOf(organisationId);
  const headBefore = (await records.get<Head>(pk, HEAD))?.data ?? BEGINNING;
  const faults: AuditCheck["faults"] = [];
  const noted = Map.groupBy(sealed, ({ sequence }) => sequence);
  let last: Head = BEGINNING;
  let entries = 0;
  let hashAtHead: string | undefined = BEGINNING.sequence === headBefore.sequence ? BEGINNING.hash : undefined;
  let after: string | undefined;
  do {
    const page: { items: StoredItem<AuditEntry>[]; next?: string } = await records.query<AuditEntry>(pk, {
      prefix: ENTRY,
      limit: PAGE,
      after,
    });
    for (const { sk, data: entry } of page.items) {
      entries += 1;
      const sequence = Number(sk.slice(ENTRY.length));
      if (sequence !== last.sequence + 1)
        faults.push({ sequence, message: `Thiếu nhật ký từ số ${last.sequence + 1} đến số ${sequence - 1}.` });
      else if (entry.previous !== last.hash)
        faults.push({ sequence, message: `Nhật ký số ${sequence} không nối với dòng trước nó.` });
      if (entry.sequence !== sequence || entry.organisationId !== organisationId || hashOf(entry) !== entry.hash)
        faults.push({ sequence, message: `Nhật ký số ${sequence} đã bị sửa.` });
      last = { sequence, hash: entry.hash };
      for (const { day, hash } of noted.get(sequence) ?? []) {
        if (hash !== entry.hash)
          faults.push({
            sequence,
            message: `Nhật ký số ${sequence} không khớp với dấu đã ghi ngày ${vietnameseDay(day)}.`,
          });
      }
      if (sequence === headBefore.sequence) hashAtHead = entry.hash;
    }
    after = page.next;
  } while (after !== undefined);
  // Others may append while this reads, so the end is compared with the head before and the head after.
  const headAfter = (await records.get<Head>(pk, HEAD))?.data ?? BEGINNING;
  if (last.sequence < headBefore.sequence)
    faults.push({
      sequence: headBefore.sequence,
      message: `Nhật ký bị cắt cuối: còn đến số ${last.sequence}, đã ghi đến số ${headBefore.sequence}.`,
    });
  else if (hashAtHead !== headBefore.hash)
    faults.push({ sequence: headBefore.sequence, message: "Dòng cuối của nhật ký không khớp với dấu đã ghi." });
  for (const { day, sequence } of sealed) {
    if (sequence > last.sequence)
      faults.push({
        sequence,
        message: `Nhật ký chỉ còn đến số ${last.sequence}; ngày ${vietnameseDay(day)} đã có đến số ${sequence}.`,
      });
  }
  if (last.sequence > headAfter.sequence)
    faults.push({ sequence: last.sequence, message: `Nhật ký có dòng thừa sau số ${headAfter.sequence}.` });
  return { organisationId, entries, hash: last.hash, faults, sound: faults.length === 0 };
}

function chain(event: AuditEvent, head: Head): AuditEntry {
  const { organisationId, actor, at, action, subject } = event;
  const apiKey = actingKey();
  const details = apiKey === undefined ? event.details : { ...event.details, apiKey };
  const entry = {
    sequence: head.sequence + 1,
    at,
    actor: { personId: actor.personId, name: actor.name },
    organisationId,
    action,
    subject,
    ...(details === undefined ? {} : { details }),
    previous: head.hash,
  };
  return { ...entry, hash: hashOf(entry) };
}

/** sha256 over the fields in a fixed order, as a JSON array (so that no two entries write the same bytes). */
function hashOf(entry: Omit<AuditEntry, "hash">): string {
  const details = Object.entries(entry.details ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const { sequence, at, actor, organisationId, action, subject, previous } = entry;
  const fields = [sequence, at, actor?.personId, actor?.name, organisationId, action, subject, details, previous];
  return createHash("sha256").update(JSON.stringify(fields)).digest("hex");
}

function partitionOf(organisationId: string): string {
  return `audit#${organisationId}`;
}

/** Sort key of an entry; `after` of {@link auditTrail} to go on behind it. */
export function auditPlace(sequence: number): string {
  return ENTRY + String(sequence).padStart(10, "0");
}
