import { createHash, randomBytes } from "node:crypto";
import { vietnamDate } from "../calendar/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { RecordStore, StoredItem } from "../storage/index.ts";
import { type Account, accountPartition } from "./accounts.ts";
import { peoplePartition } from "./directory.ts";
import type { AuditEvent, Person } from "./model.ts";
import { personOn } from "./posts.ts";

export { inPerson } from "./permissions.ts";

/** Keeps secrets of the installation unreadable in the store; what was sealed for one purpose does not open for another. */
export interface SecretKeeper {
  seal(plain: Uint8Array, purpose: string): Promise<string>;
  open(sealed: string, purpose: string): Promise<Uint8Array>;
}

/** Asks another service over the network, as the global fetch does. */
export type AskNetwork = (url: string, init: RequestInit) => Promise<Response>;

/** What everything about signing in shares. */
export interface IdentityContext {
  records: RecordStore;
  clock: () => Date;
  secrets: SecretKeeper;
  /** How providers are asked; the global fetch when absent. */
  ask?: AskNetwork;
  /** N of scrypt for new passwords; PASSWORD_COST when absent. */
  passwordCost?: number;
}

/** A person with the account. */
export interface Known {
  person: Person;
  account: StoredItem<Account>;
}

/** Where secrets cannot be kept: everything works but what needs one. */
export const NO_KEEPER: SecretKeeper = {
  seal: async () => {
    throw noKey();
  },
  open: async () => {
    throw noKey();
  },
};

function noKey(): VanthuError {
  return new VanthuError("SECRET_KEY_MISSING", {
    message: "Hệ thống chưa có khóa để mã hóa thông tin bí mật.",
    where: "VANTHU_SECRET_KEY",
    hint: "Đặt khóa 32 byte dạng base64 vào VANTHU_SECRET_KEY, hoặc chạy dịch vụ với thư mục dữ liệu có khóa.",
  });
}

/** Partition of what one person signs in with: sessions, second factor, passkeys, links. */
export function identityPartition(organisationId: string, personId: string): string {
  return `identity#${organisationId}#${personId}`;
}

/** 256 random bits, base64url: 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a token. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The store's expiry only clears away; instants in the data decide, by our clock. Milliseconds since the epoch. */
export function clearAwayAfter(minutes: number): number {
  return Date.now() + (minutes + 60) * 60_000;
}

/** An ISO instant so many minutes from now. */
export function minutesLater(now: Date, minutes: number): string {
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}

/** A line for the trail. */
export function eventOf(
  context: Pick<IdentityContext, "clock">,
  organisationId: string,
  actor: { personId: string; name: string },
  action: string,
  subject: string,
  details?: Record<string, string>,
): AuditEvent {
  const who = { personId: actor.personId, name: actor.name };
  const at = context.clock().toISOString();
  return { organisationId, actor: who, at, action, subject, ...(details === undefined ? {} : { details }) };
}

/** A person of the organisation. @throws NOT_FOUND */
export async function readPerson(context: IdentityContext, organisationId: string, personId: string): Promise<Person> {
  const item = await context.records.get<Person>(peoplePartition(organisationId), personId);
  if (!item) throw new VanthuError("NOT_FOUND", { message: "Không có người này trong cơ quan.", where: personId });
  return personOn(item.data, vietnamDate(context.clock()));
}

/** A person who may sign in, with the account. @throws SIGN_IN_FAILED when the person has left */
export async function knownPerson(context: IdentityContext, organisationId: string, personId: string): Promise<Known> {
  const person = await context.records.get<Person>(peoplePartition(organisationId), personId);
  const account = person && (await context.records.get<Account>(accountPartition(person.data.userName), "account"));
  if (person && account && !person.data.disabled)
    return { person: personOn(person.data, vietnamDate(context.clock())), account };
  throw new VanthuError("SIGN_IN_FAILED", {
    message: "Tài khoản này đã ngừng hoạt động.",
    hint: "Liên hệ người quản trị của cơ quan.",
  });
}

/** One line of text that must say something. @throws INVALID */
export function nameLine(text: string, where: string, label: string, longest = 100): string {
  const value = (text ?? "").replace(/\s+/g, " ").trim().normalize("NFC");
  if (value !== "" && value.length <= longest) return value;
  throw new VanthuError("INVALID", { message: `${label} dài từ 1 đến ${longest} ký tự.`, where });
}
