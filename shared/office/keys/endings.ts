import { parseCertificate } from "../../asn1/index.ts";
import { vietnamDate, vietnameseDay } from "../../calendar/index.ts";
import type { OfficeContext } from "../context.ts";
import { ENDING_DAYS, endingOf } from "../installation/index.ts";
import { settle, tell } from "../notices.ts";
import type { NoticeAudience } from "../reports/schedule-model.ts";
import { type StoredKey, storedKeys } from "./records.ts";

/** Keys are looked through so often, however often the worker runs. */
const AGAIN_MS = 3_600_000;
/** Owners are told from the day on which there is still time to get another one; administrators, who order them, before. */
const OWNERS_DAYS = 30;

/**
 * Tells of certificates that end: administrators from 60, 30 and 7 days before and on the day itself, owners (the person, or the clerks for the
 * seal) from 30; once at each step, what was told before is then settled. All is settled when the owner has another certificate that lasts. Anchors
 * of the trust list are told to the administrators who look after it.
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
    await aboutAnchors(context, now);
  };
}

/** What was told of a key that is no longer there. */
export async function settleEnding(context: OfficeContext, key: StoredKey): Promise<void> {
  for (const step of STEPS) await settleStep(context, key, step, context.clock());
}

/** Steps at which somebody is told, by days; 0 when it is over. The notice of 30 days has the name that notices had when it was the only one. */
const STEPS = [0, ...ENDING_DAYS] as const;

function noticeKeyOf(id: string, step: number): string {
  return step === OWNERS_DAYS ? `key-ending/${id}` : `key-ending/${id}/${step}`;
}

/** The step that a certificate stands at; undefined while it lasts. */
function stepOf(notAfter: string, now: Date): (typeof STEPS)[number] | undefined {
  const { ending } = endingOf({ notAfter }, now);
  if (ending === "over") return 0;
  return ENDING_DAYS.find((days) => ending === `within-${days}`);
}

function ownerOf({ personId }: StoredKey): NoticeAudience {
  return personId === undefined ? { role: "clerk" } : { personId };
}

async function settleStep(context: OfficeContext, key: StoredKey, step: number, now: Date): Promise<void> {
  const audiences: NoticeAudience[] = [ownerOf(key), { role: "administrator" }];
  await settle(context.storage.records, key.organisationId, audiences, noticeKeyOf(key.id, step), now);
}

async function about(context: OfficeContext, key: StoredKey, all: readonly StoredKey[], now: Date): Promise<void> {
  const { records } = context.storage;
  const step = stepOf(key.notAfter, now);
  if (step === undefined) return;
  const lasts = (other: StoredKey) => Date.parse(other.notAfter) - now.getTime() > OWNERS_DAYS * 86_400_000;
  if (all.some((other) => other !== key && other.personId === key.personId && lasts(other))) {
    await settleEnding(context, key);
    return;
  }
  for (const earlier of STEPS.filter((one) => one > step)) await settleStep(context, key, earlier, now);
  const text = `Chứng thư số “${key.label}” ${endWords(key.notAfter, step)}. Xin gia hạn hoặc cấp mới rồi nhập vào hệ thống.`;
  const notice = { key: noticeKeyOf(key.id, step), kind: "key-ending" as const, text, subject: key.id };
  if (step <= OWNERS_DAYS)
    await tell(records, key.organisationId, [ownerOf(key)], { ...notice, href: "/tai-khoan" }, now);
  await tell(
    records,
    key.organisationId,
    [{ role: "administrator" }],
    { ...notice, href: "/quan-tri/chung-thu-so" },
    now,
  );
}

async function aboutAnchors(context: OfficeContext, now: Date): Promise<void> {
  const root = await context.access.rootOrganisation();
  if (root === undefined) return;
  const { records } = context.storage;
  for (const { certificate } of (await context.keyring.trust()).trust) {
    const { subject, notAfter, sha256 } = parseCertificate(certificate);
    const step = stepOf(notAfter.toISOString(), now);
    if (step === undefined) continue;
    const to: NoticeAudience[] = [{ role: "administrator" }];
    for (const earlier of STEPS.filter((one) => one > step))
      await settle(records, root, to, noticeKeyOf(sha256, earlier), now);
    const text = `Chứng thư gốc “${subject.commonName ?? subject.text}” trong danh sách tin cậy ${endWords(notAfter.toISOString(), step)}. Thêm chứng thư gốc mới của tổ chức đó khi được công bố.`;
    const notice = { key: noticeKeyOf(sha256, step), kind: "key-ending" as const, text, subject: sha256 };
    await tell(records, root, to, { ...notice, href: "/quan-tri/tin-cay" }, now);
  }
}

function endWords(notAfter: string, step: number): string {
  return `${step === 0 ? "đã hết hạn từ" : "hết hạn"} ngày ${vietnameseDay(vietnamDate(new Date(notAfter)))}`;
}
