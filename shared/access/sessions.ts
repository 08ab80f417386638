import { createHash, randomBytes } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import { type RecordStore, type StoredItem, withRetry } from "../storage/index.ts";
import { type Account, accountPartition, provePassword, unlocked } from "./accounts.ts";
import { auditOperations, SYSTEM_ACTOR } from "./audit.ts";
import { peoplePartition } from "./directory.ts";
import { checkPassword } from "./input.ts";
import type { Actor, Person } from "./model.ts";
import { hashPassword } from "./passwords.ts";

/** A session ends after so long, used or not. */
const SESSION_HOURS = 12;

/** Signing in and out. */
export interface Sessions {
  /**
   * `token` is the session's only key: 256 random bits, base64url (43 characters); the store keeps only its sha256.
   * @throws SIGN_IN_FAILED, ACCOUNT_LOCKED
   */
  signIn(userName: string, password: string): Promise<{ token: string; actor: Actor; endsAt: string }>;
  /** Who holds this session, with the roles of this moment. @throws SIGN_IN_REQUIRED */
  actorOf(token: string | undefined): Promise<Actor>;
  /** Ends a session; one that is unknown or over is no error. */
  signOut(token: string | undefined): Promise<void>;
  /** By the person; ends all sessions of the account. @throws SIGN_IN_FAILED, ACCOUNT_LOCKED, INVALID */
  changePassword(userName: string, current: string, replacement: string): Promise<void>;
  /** By an administrator; lifts a lock and ends all sessions of the account. @throws NOT_FOUND, INVALID */
  resetPassword(organisationId: string, personId: string, replacement: string, by?: Actor): Promise<void>;
}

interface Session {
  organisationId: string;
  personId: string;
  userName: string;
  /** {@link Account.generation} at sign-in. */
  generation: number;
  /** ISO instant. */
  endsAt: string;
}

/** Opens the sessions of a record store. */
export function openSessions(records: RecordStore, clock: () => Date): Sessions {
  const sessionItem = async (token: string | undefined): Promise<StoredItem<Session> | undefined> => {
    if (token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
    const item = await records.get<Session>(sessionPartition(token), "session");
    return item && Date.parse(item.data.endsAt) > clock().getTime() ? item : undefined;
  };

  const activePerson = async (organisationId: string, personId: string): Promise<Person | undefined> => {
    const item = await records.get<Person>(peoplePartition(organisationId), personId);
    return item?.data.disabled ? undefined : item?.data;
  };

  const replacePassword = async (
    item: StoredItem<Account>,
    replacement: string,
    actor: { personId: string; name: string },
  ): Promise<void> => {
    const password = await hashPassword(replacement);
    const { organisationId, personId, generation } = item.data;
    await withRetry(async () => {
      const now = await records.get<Account>(item.pk, item.sk);
      // Another change of the password came first: theirs stands.
      if (now?.data.generation !== generation)
        throw new VanthuError("SIGN_IN_REQUIRED", { message: "Mật khẩu vừa được đổi ở nơi khác. Hãy đăng nhập lại." });
      const data: Account = { ...unlocked(now.data), password, generation: generation + 1 };
      await records.commit([
        { op: "update", pk: now.pk, sk: now.sk, rev: now.rev, data },
        ...(await auditOperations(records, {
          organisationId,
          actor,
          at: clock().toISOString(),
          action: "password.change",
          subject: personId,
        })),
      ]);
    });
  };

  return {
    async signIn(userName, password) {
      const proved = await provePassword(records, userName, password, clock());
      const { organisationId, personId } = proved.data;
      const person = await activePerson(organisationId, personId);
      if (!person)
        throw new VanthuError("SIGN_IN_FAILED", {
          message: "Tài khoản này đã ngừng hoạt động.",
          hint: "Liên hệ người quản trị của cơ quan.",
        });
      const actor = toActor(person);
      const token = randomBytes(32).toString("base64url");
      const now = clock();
      const endsAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000).toISOString();
      await withRetry(async () => {
        const account = await records.get<Account>(proved.pk, proved.sk);
        if (account?.data.generation !== proved.data.generation)
          throw new VanthuError("SIGN_IN_FAILED", { message: "Mật khẩu vừa được đổi. Hãy đăng nhập lại." });
        const session: Session = {
          organisationId,
          personId,
          userName: person.userName,
          generation: account.data.generation,
          endsAt,
        };
        await records.commit([
          { op: "update", pk: account.pk, sk: account.sk, rev: account.rev, data: unlocked(account.data) },
          // The store's expiry only clears away; `endsAt` decides, by our clock.
          { op: "insert", pk: sessionPartition(token), sk: "session", data: session, expiresAt: clearAwayAt() },
          ...(await auditOperations(records, {
            organisationId,
            actor,
            at: now.toISOString(),
            action: "session.start",
            subject: personId,
          })),
        ]);
      });
      return { token, actor, endsAt };
    },

    async actorOf(token) {
      const session = (await sessionItem(token))?.data;
      const account = session && (await records.get<Account>(accountPartition(session.userName), "account"));
      const person =
        account?.data.generation === session?.generation &&
        session &&
        (await activePerson(session.organisationId, session.personId));
      if (!person)
        throw new VanthuError("SIGN_IN_REQUIRED", { message: "Bạn chưa đăng nhập hoặc phiên làm việc đã hết hạn." });
      return toActor(person);
    },

    async signOut(token) {
      await withRetry(async () => {
        const item = await sessionItem(token);
        if (item) await records.commit([{ op: "remove", pk: item.pk, sk: item.sk, rev: item.rev }]);
      });
    },

    async changePassword(userName, current, replacement) {
      checkPassword(replacement);
      const item = await provePassword(records, userName, current, clock());
      const person = await activePerson(item.data.organisationId, item.data.personId);
      await replacePassword(item, replacement, { personId: item.data.personId, name: person?.name ?? userName });
    },

    async resetPassword(organisationId, personId, replacement, by) {
      checkPassword(replacement);
      const person = (await records.get<Person>(peoplePartition(organisationId), personId))?.data;
      const item = person && (await records.get<Account>(accountPartition(person.userName), "account"));
      if (!item) throw new VanthuError("NOT_FOUND", { message: "Không có người này trong cơ quan.", where: personId });
      await replacePassword(item, replacement, by ?? SYSTEM_ACTOR);
    },
  };
}

function toActor(person: Person): Actor {
  return { personId: person.id, organisationId: person.organisationId, name: person.name, roles: person.roles };
}

function sessionPartition(token: string): string {
  return `session#${createHash("sha256").update(token).digest("hex")}`;
}

function clearAwayAt(): number {
  return Date.now() + (SESSION_HOURS + 1) * 3_600_000;
}
