import type { Access } from "../access/index.ts";
import type { Inbox, Outbox } from "../exchange/index.ts";
import type { Ledger, Registers } from "../records/index.ts";
import type { Fetch, RevocationCache } from "../signing/index.ts";
import type { Storage } from "../storage/index.ts";
import type { Programmes } from "../tasks/index.ts";
import type { Keyring } from "./keys/keyring.ts";
import type { SecretBox } from "./keys/secrets.ts";
import type { Clock } from "./model.ts";

export { vietnamDate } from "../calendar/index.ts";

/** What the desks of one office share. */
export interface OfficeContext {
  storage: Storage;
  clock: Clock;
  access: Access;
  programmes: Programmes;
  ledger: Ledger;
  registers: Registers;
  outbox: Outbox;
  inbox: Inbox;
  keyring: Keyring;
  secrets: SecretBox;
  /** Answers of OCSP and lists of revoked certificates, kept until they run out. */
  revocations: RevocationCache;
  /** How time-stamping and certification authorities are asked; the global fetch when absent. */
  fetch?: Fetch;
  /** May work go on after a call has answered? Not where the process sleeps between requests. */
  background: boolean;
}

/** An id that sorts by time of creation: milliseconds in base 36, then 50 random bits. */
export function timeOrderedId(at: Date): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  const tail = Array.from(random, (byte) => (byte % 36).toString(36)).join("");
  return `${at.getTime().toString(36).padStart(9, "0")}${tail}`;
}
