import { vietnamDate } from "../calendar/index.ts";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import { type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import { type Account, accountPartition, provePassword, unlocked } from "./accounts.ts";
import { auditOperations, SYSTEM_ACTOR } from "./audit.ts";
import { peoplePartition } from "./directory.ts";
import {
  clearAwayAfter,
  eventOf,
  type IdentityContext,
  identityPartition,
  inPerson,
  knownPerson,
  minutesLater,
  newToken,
  readPerson,
  sha256Hex,
} from "./identity-context.ts";
import type { SessionView, SignedIn, SignInFrom, SignInWay } from "./identity-model.ts";
import { checkPassword } from "./input.ts";
import type { Actor, AuditEvent, Person, Role } from "./model.ts";
import { hashPassword } from "./passwords.ts";
import { allow } from "./permissions.ts";
import { actorFor } from "./posts.ts";
import { attemptSucceeded, countAttempt } from "./sign-in-limits.ts";
import { demandsSecondFactor, readSignInSettings, requireWay, wayOpen } from "./sign-in-settings.ts";

/** An act that needs a recent proof takes one that is at most so old. */
const PROOF_MINUTES = 15;
/** How exactly the last use is known: one write in so long for a session that is used. */
const SEEN_EVERY_MS = 60_000;
/** Sessions of one person that are listed; all of them are ended. */
const MOST_SESSIONS = 100;

/** A session as it is kept, under the hash of its token. */
export interface Session {
  id: string;
  organisationId: string;
  personId: string;
  userName: string;
  /** {@link Account.generation} at sign-in. */
  generation: number;
  way: SignInWay;
  /** Roles at sign-in: one that comes later may ask for more than was proved. */
  roles?: Role[];
  /** A second factor was given too, here or at a provider that asks for it. */
  secondFactor?: boolean;
  /** The provider that said who it is. */
  providerId?: string;
  /** ISO instants. */
  startedAt: string;
  lastSeenAt: string;
  /** When the person last proved who it is: at sign-in, or for an act that needs it. */
  provenAt: string;
  endsAt: string;
  /** 0: no end by not being used. */
  idleMinutes: number;
  address?: string;
  device?: string;
}

/** A session with who holds it. */
export interface OpenSession {
  actor: Actor;
  session: Session;
}

/** Sessions and the passwords that open them. */
export interface Sessions {
  /** Who holds this session, with the roles of this moment. @throws SIGN_IN_REQUIRED */
  actorOf(token: string | undefined): Promise<Actor>;
  /** The same with the session itself. @throws SIGN_IN_REQUIRED */
  sessionOf(token: string | undefined): Promise<OpenSession>;
  /** Ends a session; one that is unknown or over is no error. Answers the provider that the person signed in by, if any. */
  signOut(token: string | undefined): Promise<{ providerId?: string }>;
  /** By the person; ends all sessions of the account. @throws SIGN_IN_FAILED, ACCOUNT_LOCKED, TOO_MANY_ATTEMPTS, INVALID */
  changePassword(userName: string, current: string, replacement: string, from?: SignInFrom): Promise<void>;
  /** By an administrator; lifts a lock and ends all sessions of the account. @throws NOT_FOUND, INVALID */
  resetPassword(organisationId: string, personId: string, replacement: string, by?: Actor): Promise<void>;
}

/** What people and administrators do with sessions that are open. */
export interface SessionDesk {
  /** The own sessions, the last used first. */
  sessions(actor: Actor, token?: string): Promise<SessionView[]>;
  /** Ends one of the own. @throws NOT_FOUND */
  endSession(actor: Actor, id: string): Promise<void>;
  /** Ends all of the own but the one that asks. Answers how many. */
  endOtherSessions(actor: Actor, token: string): Promise<number>;
  /** By an administrator. @throws FORBIDDEN, NOT_FOUND */
  sessionsOf(actor: Actor, personId: string): Promise<SessionView[]>;
  /** By an administrator: all of a person. @throws FORBIDDEN, NOT_FOUND */
  endSessionsOf(actor: Actor, personId: string): Promise<number>;
  /** @throws PROOF_NEEDED when the person's last proof is older than a quarter of an hour; SIGN_IN_REQUIRED */
  requireRecentProof(token: string | undefined): Promise<void>;
}

/** What a session is begun with. */
export interface SessionStart {
  organisationId: string;
  personId: string;
  generation: number;
  way: SignInWay;
  /** A second factor was given, here or at a provider that asks for it. */
  secondFactor: boolean;
  /** What was proved, for the trail: "password", "password totp", "passkey". */
  proof: string;
  providerId?: string;
  from?: SignInFrom;
  /** What is committed with it, read anew for each try. */
  also?: () => Promise<{ operations: WriteOperation[]; events?: AuditEvent[] }>;
}

/** Begins a session, with whatever else the sign-in writes, in one commit. @throws SIGN_IN_FAILED when the account changed meanwhile */
export async function startSession(context: IdentityContext, start: SessionStart): Promise<SignedIn> {
  const { records, clock } = context;
  const { organisationId, personId, from } = start;
  const settings = await readSignInSettings(context, organisationId);
  const token = newToken();
  const id = newToken().slice(0, 22);
  return withRetry(async () => {
    const { person, account } = await knownPerson(context, organisationId, personId);
    requireWay(settings, person.roles, start.way);
    if (account.data.generation !== start.generation)
      throw new VanthuError("SIGN_IN_FAILED", { message: "Mật khẩu vừa được đổi. Hãy đăng nhập lại." });
    const now = clock();
    const minutes = settings.sessionHours * 60;
    const session: Session = {
      id,
      organisationId,
      personId,
      userName: person.userName,
      generation: account.data.generation,
      way: start.way,
      roles: person.roles,
      secondFactor: start.secondFactor,
      ...(start.providerId === undefined ? {} : { providerId: start.providerId }),
      startedAt: now.toISOString(),
      lastSeenAt: now.toISOString(),
      provenAt: now.toISOString(),
      endsAt: minutesLater(now, minutes),
      idleMinutes: settings.idleMinutes,
      ...(from?.address === undefined ? {} : { address: from.address.slice(0, 64) }),
      ...(from?.device === undefined ? {} : { device: from.device.slice(0, 200) }),
    };
    const hash = sha256Hex(token);
    const also = await start.also?.();
    const expiresAt = clearAwayAfter(minutes);
    await records.commit([
      { op: "update", pk: account.pk, sk: account.sk, rev: account.rev, data: unlocked(account.data) },
      { op: "insert", pk: sessionPartition(hash), sk: "session", data: session, expiresAt },
      { op: "insert", ...listed(session), data: { hash }, expiresAt },
      ...(also?.operations ?? []),
      ...(await auditOperations(records, [
        ...(also?.events ?? []),
        eventOf(context, organisationId, { personId, name: person.name }, "session.start", personId, {
          by: start.proof,
          ...(session.address === undefined ? {} : { address: session.address }),
        }),
      ])),
    ]);
    return { token, actor: actorFor(person, vietnamDate(now)), endsAt: session.endsAt };
  });
}

/** Opens the sessions of a record store. */
export function openSessions(context: IdentityContext): Sessions & SessionDesk {
  const { records, clock } = context;

  const sessionItem = async (token: string | undefined): Promise<StoredItem<Session> | undefined> => {
    if (token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
    const item = await records.get<Session>(sessionPartition(sha256Hex(token)), "session");
    return item && holds(item.data, clock()) ? item : undefined;
  };

  const sessionOf = async (token: string | undefined): Promise<OpenSession> => {
    const item = await sessionItem(token);
    const session = item?.data;
    const account = session && (await records.get<Account>(accountPartition(session.userName), "account"));
    const person =
      session && account?.data.generation === session.generation
        ? (await records.get<Person>(peoplePartition(session.organisationId), session.personId))?.data
        : undefined;
    if (!item || !session || !person || person.disabled)
      throw new VanthuError("SIGN_IN_REQUIRED", { message: "Bạn chưa đăng nhập hoặc phiên làm việc đã hết hạn." });
    const actor = actorFor(person, vietnamDate(clock()));
    await requireEnough(session, actor);
    await seen(item);
    return { actor, session };
  };

  /** A role that came after the sign-in, by hand or by the date of a post, needs what signing in with it needs. */
  const requireEnough = async ({ way, roles, secondFactor }: Session, actor: Actor): Promise<void> => {
    if (roles === undefined || actor.roles.every((role) => roles.includes(role))) return;
    const settings = await readSignInSettings(context, actor.organisationId);
    if (wayOpen(settings, actor.roles, way) && (secondFactor || !demandsSecondFactor(settings, actor.roles))) return;
    throw new VanthuError("SIGN_IN_REQUIRED", {
      message: "Vai trò mới của bạn cần đăng nhập lại theo thiết lập của cơ quan.",
    });
  };

  /** Notes the use; of several requests at once one notes it. */
  const seen = async (item: StoredItem<Session>): Promise<void> => {
    const now = clock();
    if (now.getTime() - Date.parse(item.data.lastSeenAt) < SEEN_EVERY_MS) return;
    const data: Session = { ...item.data, lastSeenAt: now.toISOString() };
    const place = { pk: item.pk, sk: item.sk, rev: item.rev };
    try {
      await records.commit([
        { op: "update", ...place, data, ...(item.expiresAt ? { expiresAt: item.expiresAt } : {}) },
      ]);
    } catch (error) {
      if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
    }
  };

  /** Open sessions of a person, with where they are kept. */
  const openOf = async (organisationId: string, personId: string) => {
    const pk = identityPartition(organisationId, personId);
    const { items } = await records.query<{ hash: string }>(pk, { prefix: "session#" });
    const account = await accountOf(organisationId, personId);
    const kept = await Promise.all(
      items.map(async (entry) => ({
        entry,
        item: await records.get<Session>(sessionPartition(entry.data.hash), "session"),
      })),
    );
    return kept.flatMap(({ entry, item }) =>
      item && holds(item.data, clock()) && item.data.generation === account?.data.generation ? [{ entry, item }] : [],
    );
  };

  const accountOf = async (organisationId: string, personId: string) => {
    const person = await readPerson(context, organisationId, personId);
    return records.get<Account>(accountPartition(person.userName), "account");
  };

  const list = async (organisationId: string, personId: string, token?: string): Promise<SessionView[]> => {
    const own = token === undefined ? undefined : sessionPartition(sha256Hex(token));
    return (await openOf(organisationId, personId))
      .map(({ item: { pk, data } }) => ({
        id: data.id,
        way: data.way,
        startedAt: data.startedAt,
        lastSeenAt: data.lastSeenAt,
        endsAt: data.endsAt,
        ...(data.address === undefined ? {} : { address: data.address }),
        ...(data.device === undefined ? {} : { device: data.device }),
        current: pk === own,
      }))
      .sort((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt))
      .slice(0, MOST_SESSIONS);
  };

  /** Ends sessions one by one; one that ended meanwhile is no error. */
  const end = async (
    actor: Pick<Actor, "personId" | "name" | "organisationId">,
    personId: string,
    which: (session: Session, pk: string) => boolean,
  ): Promise<Session[]> => {
    const ended: Session[] = [];
    for (const { entry, item } of await openOf(actor.organisationId, personId)) {
      if (!which(item.data, item.pk)) continue;
      await withRetry(async () => {
        const kept = await records.get<Session>(item.pk, item.sk);
        const line = await records.get(entry.pk, entry.sk);
        if (!kept) return;
        await records.commit([
          { op: "remove", pk: kept.pk, sk: kept.sk, rev: kept.rev },
          ...(line === undefined ? [] : [{ op: "remove" as const, pk: line.pk, sk: line.sk, rev: line.rev }]),
          ...(await auditOperations(
            records,
            eventOf(context, actor.organisationId, actor, "session.end", personId, { session: item.data.id }),
          )),
        ]);
      });
      ended.push(item.data);
    }
    return ended;
  };

  const replacePassword = async (
    item: StoredItem<Account>,
    replacement: string,
    actor: { personId: string; name: string },
    action: string,
  ): Promise<void> => {
    const password = await hashPassword(replacement, context.passwordCost);
    const { organisationId, personId, generation } = item.data;
    await withRetry(async () => {
      const now = await records.get<Account>(item.pk, item.sk);
      // Another change of the password came first: theirs stands.
      if (now?.data.generation !== generation)
        throw new VanthuError("SIGN_IN_REQUIRED", { message: "Mật khẩu vừa được đổi ở nơi khác. Hãy đăng nhập lại." });
      const data: Account = { ...unlocked(now.data), password, generation: generation + 1 };
      await records.commit([
        { op: "update", pk: now.pk, sk: now.sk, rev: now.rev, data },
        ...(await auditOperations(records, eventOf(context, organisationId, actor, action, personId))),
      ]);
    });
  };

  return {
    sessionOf,
    actorOf: async (token) => (await sessionOf(token)).actor,

    async signOut(token) {
      const item = await sessionItem(token);
      if (item === undefined) return {};
      const { organisationId, personId, id, providerId } = item.data;
      const person = await records.get<Person>(peoplePartition(organisationId), personId);
      const actor = { organisationId, personId, name: person?.data.name ?? SYSTEM_ACTOR.name };
      await end(actor, personId, (session) => session.id === id);
      return providerId === undefined ? {} : { providerId };
    },

    async changePassword(userName, current, replacement, from) {
      checkPassword(replacement);
      await countAttempt(records, from?.address, clock());
      const item = await provePassword(records, userName, current, clock(), context.passwordCost);
      await attemptSucceeded(records, from?.address);
      const { organisationId, personId } = item.data;
      const person = await records.get<Person>(peoplePartition(organisationId), personId);
      await replacePassword(item, replacement, { personId, name: person?.data.name ?? userName }, "password.change");
    },

    async resetPassword(organisationId, personId, replacement, by) {
      inPerson(by);
      checkPassword(replacement);
      const item = await accountOf(organisationId, personId);
      if (!item) throw new VanthuError("NOT_FOUND", { message: "Không có người này trong cơ quan.", where: personId });
      await replacePassword(item, replacement, by ?? SYSTEM_ACTOR, "password.change");
    },

    async sessions(actor, token) {
      inPerson(actor);
      return list(actor.organisationId, actor.personId, token);
    },

    async endSession(actor, id) {
      inPerson(actor);
      const ended = await end(actor, actor.personId, (session) => session.id === id);
      if (ended.length === 0)
        throw new VanthuError("NOT_FOUND", { message: "Phiên này không còn hoặc không phải của bạn.", where: id });
    },

    async endOtherSessions(actor, token) {
      inPerson(actor);
      const own = sessionPartition(sha256Hex(token));
      return (await end(actor, actor.personId, (_session, pk) => pk !== own)).length;
    },

    async sessionsOf(actor, personId) {
      allow(actor, "administer");
      return list(actor.organisationId, personId);
    },

    async endSessionsOf(actor, personId) {
      allow(actor, "administer");
      await readPerson(context, actor.organisationId, personId);
      return (await end(actor, personId, () => true)).length;
    },

    async requireRecentProof(token) {
      const { session } = await sessionOf(token);
      if (clock().getTime() - Date.parse(session.provenAt) <= PROOF_MINUTES * 60_000) return;
      throw new VanthuError("PROOF_NEEDED", {
        message: "Việc này cần xác nhận lại bạn là ai.",
        hint: "Xác nhận bằng mật khẩu, mã của ứng dụng xác thực hoặc khóa truy cập rồi làm lại; hoặc đăng nhập lại.",
      });
    },
  };
}

/** Notes on a session that its person proved who it is just now. */
export async function noteProof(context: IdentityContext, token: string): Promise<void> {
  await withRetry(async () => {
    const item = await context.records.get<Session>(sessionPartition(sha256Hex(token)), "session");
    if (!item) return;
    const data: Session = { ...item.data, provenAt: context.clock().toISOString() };
    const place = { pk: item.pk, sk: item.sk, rev: item.rev };
    await context.records.commit([
      { op: "update", ...place, data, ...(item.expiresAt ? { expiresAt: item.expiresAt } : {}) },
    ]);
  });
}

function holds(session: Session, now: Date): boolean {
  if (Date.parse(session.endsAt) <= now.getTime()) return false;
  const idle = now.getTime() - Date.parse(session.lastSeenAt);
  return session.idleMinutes === 0 || idle <= session.idleMinutes * 60_000;
}

function sessionPartition(hash: string): string {
  return `session#${hash}`;
}

function listed(session: Session): { pk: string; sk: string } {
  return { pk: identityPartition(session.organisationId, session.personId), sk: `session#${session.id}` };
}
