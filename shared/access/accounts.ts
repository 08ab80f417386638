import { createHash } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import { type RecordStore, type StoredItem, withRetry } from "../storage/index.ts";
import { commitAudited, SYSTEM_ACTOR } from "./audit.ts";
import type { Person } from "./model.ts";
import { hashPassword, matchesPassword, type PasswordHash } from "./passwords.ts";

/** So many failures in a row lock an account, for so long. */
const FAILURES_TO_LOCK = 5;
const LOCK_MINUTES = 15;

/** A local account, found by user name. */
export interface Account {
  organisationId: string;
  personId: string;
  password: PasswordHash;
  /** Failures since the last success, counting an attempt that is still being looked at. */
  failures: number;
  /** ISO instant. */
  lockedUntil?: string;
  /** Counts changes of the password; sessions made before the last are void. */
  generation: number;
}

/** The account of a new person. */
export async function newAccount(person: Person, password: string, cost?: number): Promise<Account> {
  return {
    organisationId: person.organisationId,
    personId: person.id,
    password: await hashPassword(password, cost),
    failures: 0,
    generation: 1,
  };
}

/** Partition of an account; its sort key is "account". */
export function accountPartition(userName: string): string {
  return `account#${userName.trim().toLowerCase()}`;
}

/**
 * Looks at a password, and answers the account if it is right. The caller must then write {@link unlocked}.
 * The attempt is counted before the password is looked at, so that many guesses at once are also only five.
 *
 * @throws SIGN_IN_FAILED, the same for an unknown name and a wrong password; ACCOUNT_LOCKED
 */
export async function provePassword(
  records: RecordStore,
  userName: string,
  password: string,
  now: Date,
  cost?: number,
): Promise<StoredItem<Account>> {
  const known = /^[^\s\0]{1,64}$/.test(userName.trim()) && password.length <= 1024;
  const account = known ? await countProof(records, userName, now) : undefined;
  const lock = known && account === undefined ? await countNobody(records, userName, now) : undefined;
  const right = await matchesPassword(password.slice(0, 1024), account?.data.password, cost);
  if (account && right) return account;
  if (lock !== undefined) throw locked(lock, now);
  throw await failedProof(records, account, now, "Tên đăng nhập hoặc mật khẩu không đúng.");
}

/** What a wrong password or code is answered with; the one that locks the account writes the trail. */
export async function failedProof(
  records: RecordStore,
  account: StoredItem<Account> | undefined,
  now: Date,
  message: string,
): Promise<VanthuError> {
  if (account?.data.lockedUntil !== undefined) {
    const { organisationId, personId } = account.data;
    const event = {
      organisationId,
      actor: SYSTEM_ACTOR,
      at: now.toISOString(),
      action: "account.lock",
      subject: personId,
    };
    await commitAudited(records, [], event);
    return locked(account.data.lockedUntil, now);
  }
  return new VanthuError("SIGN_IN_FAILED", {
    message,
    hint: `Sau ${FAILURES_TO_LOCK} lần sai liên tiếp, tài khoản bị khóa ${LOCK_MINUTES} phút.`,
  });
}

/**
 * The first of two factors was right: only this attempt is taken back. Failures before it stay counted until the second factor is right too,
 * else whoever knows the password could try codes for ever.
 */
export function withoutLastProof(account: Account): Account {
  return { ...unlocked(account), failures: Math.max(0, account.failures - 1) };
}

/** An account without failures and locks. */
export function unlocked(account: Account): Account {
  const { lockedUntil: _lifted, ...rest } = account;
  return { ...rest, failures: 0 };
}

/**
 * Counts a proof (password or code) before it is looked at.
 * @throws ACCOUNT_LOCKED
 */
export function countProof(
  records: RecordStore,
  userName: string,
  now: Date,
): Promise<StoredItem<Account> | undefined> {
  return withRetry(async () => {
    const item = await records.get<Account>(accountPartition(userName), "account");
    if (!item) return undefined;
    const { lockedUntil } = item.data;
    if (lockedUntil !== undefined && Date.parse(lockedUntil) > now.getTime()) throw locked(lockedUntil, now);
    // A lock that has run out starts the count anew.
    const failures = lockedUntil === undefined ? item.data.failures + 1 : 1;
    const data: Account = { ...unlocked(item.data), failures };
    if (failures >= FAILURES_TO_LOCK) data.lockedUntil = new Date(now.getTime() + LOCK_MINUTES * 60_000).toISOString();
    await records.commit([{ op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data }]);
    return { ...item, rev: item.rev + 1, data };
  });
}

/** Counts of names that nobody has are kept so long. */
const NOBODY_KEPT_MS = 86_400_000;

/**
 * Counts a name that nobody has like an account, so that the lock does not tell which accounts exist.
 * @returns until when it is locked, for the attempt that locks it
 * @throws ACCOUNT_LOCKED
 */
function countNobody(records: RecordStore, userName: string, now: Date): Promise<string | undefined> {
  const name = createHash("sha256").update(accountPartition(userName)).digest("hex");
  const place = { pk: `account-of-nobody#${name}`, sk: "count" };
  return withRetry(async () => {
    const item = await records.get<Pick<Account, "failures" | "lockedUntil">>(place.pk, place.sk);
    const until = item?.data.lockedUntil;
    if (until !== undefined && Date.parse(until) > now.getTime()) throw locked(until, now);
    const failures = item === undefined || until !== undefined ? 1 : item.data.failures + 1;
    const lockedUntil =
      failures >= FAILURES_TO_LOCK ? new Date(now.getTime() + LOCK_MINUTES * 60_000).toISOString() : undefined;
    const data = { failures, ...(lockedUntil === undefined ? {} : { lockedUntil }) };
    const line = { ...place, data, expiresAt: Date.now() + NOBODY_KEPT_MS };
    await records.commit([item === undefined ? { op: "insert", ...line } : { op: "update", ...line, rev: item.rev }]);
    return lockedUntil;
  });
}

function locked(until: string, now: Date): VanthuError {
  const minutes = Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 60_000));
  return new VanthuError("ACCOUNT_LOCKED", {
    message: `Tài khoản tạm khóa vì nhập sai mật khẩu nhiều lần. Thử lại sau ${minutes} phút.`,
    where: until,
  });
}
