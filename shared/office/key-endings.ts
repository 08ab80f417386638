import { vietnamDate, vietnameseDay } from "../calendar/index.ts";
import type { OfficeContext } from "./context.ts";
import { type StoredKey, storedKeys } from "./key-records.ts";
import { settle, tell } from "./notices.ts";
import type { NoticeAudience } from "./schedule-model.ts";

/** From so long before its end a certificate is told of. */
const SOON_MS = 30 * 86_400_000;
/** Keys are looked through so often, however often the worker runs. */
const AGAIN_MS = 3_600_000;

/**
 * Tells owners and administrators of certificates that end within 30 days: the person, or the clerks for the seal, once for each. What was
 * told is settled when the owner has another certificate that lasts.
 */
export function endingKeys(context: OfficeContext): (now: Date) => Promise<void> {
  let looked = Number.NEGATIVE_INFINITY;
  return async (now) => {
    if (now.getTime() - looked < AGAIN_MS) return;
    looked = now.getTime();
    for (const { id } of await context.access.organisations()) {
      const keys = (await storedKeys(context.storage, id)).map(({ data }) => data);
      for (const key of keys) await about(context, key, keys, now);
    }
  };
}

/** What was told of a key that is no longer there. */
export async function settleEnding(context: OfficeContext, key: StoredKey): Promise<void> {
  const audiences: NoticeAudience[] = [ownerOf(key), { role: "administrator" }];
  await settle(context.storage.records, key.organisationId, audiences, noticeKeyOf(key), context.clock());
}

function ownerOf({ personId }: StoredKey): NoticeAudience {
  return personId === undefined ? { role: "clerk" } : { personId };
}

function noticeKeyOf({ id }: StoredKey): string {
  return `key-ending/${id}`;
}

async function about(context: OfficeContext, key: StoredKey, all: readonly StoredKey[], now: Date): Promise<void> {
  const { records } = context.storage;
  const lasts = ({ notAfter }: StoredKey) => Date.parse(notAfter) - now.getTime() > SOON_MS;
  if (lasts(key)) return;
  const owner = ownerOf(key);
  const noticeKey = noticeKeyOf(key);
  if (all.some((other) => other.personId === key.personId && lasts(other))) {
    await settle(records, key.organisationId, [owner, { role: "administrator" }], noticeKey, now);
    return;
  }
  const over = Date.parse(key.notAfter) < now.getTime();
  const text = `Chứng thư số “${key.label}” ${over ? "đã hết hạn từ" : "hết hạn"} ngày ${vietnameseDay(vietnamDate(new Date(key.notAfter)))}. Xin gia hạn hoặc cấp mới rồi nhập vào hệ thống.`;
  const notice = { key: noticeKey, kind: "key-ending" as const, text, subject: key.id };
  await tell(records, key.organisationId, [owner], { ...notice, href: "/tai-khoan" }, now);
  await tell(
    records,
    key.organisationId,
    [{ role: "administrator" }],
    { ...notice, href: "/quan-tri/chung-thu-so" },
    now,
  );
}
