import { VanthuError } from "../errors/index.ts";
import { type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import { type Account, provePassword, withoutLastProof } from "./accounts.ts";
import {
  clearAwayAfter,
  type IdentityContext,
  identityPartition,
  knownPerson,
  minutesLater,
  newToken,
  sha256Hex,
} from "./identity-context.ts";
import type {
  PasskeySite,
  SecondFactorWay,
  SignedIn,
  SignInFrom,
  SignInStep,
  TotpEnrolment,
} from "./identity-model.ts";
import { type ChallengePurpose, type ProvedPasskey, passkeyChallenge, passkeysOf, provePasskey } from "./passkeys.ts";
import { beginTotp, confirmation, type Owner, proveCode, readSecondFactor } from "./second-factor.ts";
import { noteProof, type OpenSession, startSession } from "./sessions.ts";
import { attemptSucceeded, countAttempt } from "./sign-in-limits.ts";
import { demandsSecondFactor, readSignInSettings, requireWay, wayOpen } from "./sign-in-settings.ts";

/** The second step has so long. */
const TICKET_MINUTES = 10;

/** A proof besides the password. */
export type Proof =
  | { kind: "code"; code: string }
  | { kind: "passkey"; site: PasskeySite; answer: unknown }
  | { kind: "password"; password: string };

/** What was proved first, waiting for the second. */
interface Ticket {
  organisationId: string;
  personId: string;
  generation: number;
  way: "password" | "provider";
  providerId?: string;
  mode: "second-factor" | "enrol";
  endsAt: string;
}

/** Signing in, one step after the other. */
export interface SignIn {
  /**
   * Everything in one call, for programs: password, and with `code` the second factor.
   * @throws SIGN_IN_FAILED, ACCOUNT_LOCKED, TOO_MANY_ATTEMPTS, SIGN_IN_WAY_REFUSED; SECOND_FACTOR_REQUIRED without a code where one is needed
   */
  signIn(userName: string, password: string, options?: { code?: string; from?: SignInFrom }): Promise<SignedIn>;
  /** The first step by password. @throws SIGN_IN_FAILED, ACCOUNT_LOCKED, TOO_MANY_ATTEMPTS, SIGN_IN_WAY_REFUSED */
  beginSignIn(userName: string, password: string, from?: SignInFrom): Promise<SignInStep>;
  /** What a ticket waits for. @throws SIGN_IN_REQUIRED when it has run out or was used */
  ticket(
    ticket: string | undefined,
  ): Promise<{ mode: "second-factor" | "enrol"; name: string; ways: SecondFactorWay[] }>;
  /** The second step. @throws SIGN_IN_FAILED, ACCOUNT_LOCKED, TOO_MANY_ATTEMPTS, PASSKEY_REFUSED, SIGN_IN_REQUIRED */
  finishSignIn(ticket: string, proof: Exclude<Proof, { kind: "password" }>, from?: SignInFrom): Promise<SignedIn>;
  /** Where a second factor is demanded and there is none: the app is set up with the ticket. @throws SIGN_IN_REQUIRED */
  beginEnrolment(ticket: string): Promise<TotpEnrolment>;
  /** …and confirmed; the recovery codes are shown this once. @throws SIGN_IN_FAILED, ACCOUNT_LOCKED, SIGN_IN_REQUIRED */
  finishEnrolment(ticket: string, code: string, from?: SignInFrom): Promise<SignedIn & { recoveryCodes: string[] }>;
  /** Options for a passkey: to sign in, or with a ticket as the second factor, or with a session to confirm. */
  passkeyOptions(site: PasskeySite, by?: { ticket?: string; session?: string }): Promise<unknown>;
  /** Signs in by a passkey alone: it is held and unlocked by the person, so it is both factors. @throws PASSKEY_REFUSED, SIGN_IN_WAY_REFUSED */
  signInWithPasskey(site: PasskeySite, answer: unknown, from?: SignInFrom): Promise<SignedIn>;
  /** Proves again who holds the session, for an act that needs it. @throws SIGN_IN_FAILED, ACCOUNT_LOCKED, PASSKEY_REFUSED, SIGN_IN_REQUIRED */
  confirmSession(token: string, proof: Proof, from?: SignInFrom): Promise<void>;
}

/** Opens signing in. */
export function openSignIn(
  context: IdentityContext,
  sessionOf: (token: string | undefined) => Promise<OpenSession>,
): SignIn {
  const { records, clock } = context;

  const ticketItem = async (ticket: string | undefined): Promise<StoredItem<Ticket>> => {
    const item =
      ticket !== undefined && /^[A-Za-z0-9_-]{43}$/.test(ticket)
        ? await records.get<Ticket>(`sign-in-ticket#${sha256Hex(ticket)}`, "ticket")
        : undefined;
    if (item && Date.parse(item.data.endsAt) > clock().getTime()) return item;
    throw new VanthuError("SIGN_IN_REQUIRED", {
      message: "Bước đăng nhập trước đã hết hạn hoặc đã dùng.",
      hint: "Đăng nhập lại từ đầu.",
    });
  };

  const ticketOwner = async (ticket: string | undefined, mode: Ticket["mode"]) => {
    const item = await ticketItem(ticket);
    if (item.data.mode !== mode)
      throw new VanthuError("SIGN_IN_REQUIRED", { message: "Bước đăng nhập không đúng thứ tự. Đăng nhập lại từ đầu." });
    const { person } = await knownPerson(context, item.data.organisationId, item.data.personId);
    if (mode === "enrol") await requireNone(item.data);
    return { item, owner: person as Owner };
  };

  /** A second factor that was set up after the ticket was given is asked for, never replaced. */
  const requireNone = async ({ organisationId, personId }: Ticket): Promise<void> => {
    if ((await waysOf(context, organisationId, personId)).length > 0)
      throw new VanthuError("SIGN_IN_REQUIRED", {
        message: "Tài khoản này vừa cài bước xác thực thứ hai. Đăng nhập lại từ đầu.",
      });
  };

  const spent = async (item: StoredItem<Ticket>): Promise<WriteOperation> => {
    const now = await records.get<Ticket>(item.pk, item.sk);
    if (now === undefined)
      throw new VanthuError("SIGN_IN_REQUIRED", { message: "Bước đăng nhập này đã dùng. Đăng nhập lại từ đầu." });
    return { op: "remove", pk: now.pk, sk: now.sk, rev: now.rev };
  };

  const afterTicket = (
    item: StoredItem<Ticket>,
    proof: string,
    from: SignInFrom | undefined,
    also: () => Promise<
      | { operations: WriteOperation[]; events?: never[] }
      | Awaited<ReturnType<Awaited<ReturnType<typeof confirmation>>["also"]>>
    >,
  ) =>
    startSession(context, {
      organisationId: item.data.organisationId,
      personId: item.data.personId,
      generation: item.data.generation,
      way: item.data.way,
      secondFactor: true,
      proof: `${item.data.way} ${proof}`,
      ...(item.data.providerId === undefined ? {} : { providerId: item.data.providerId }),
      ...(from === undefined ? {} : { from }),
      also: async () => {
        const more = await also();
        return { ...more, operations: [await spent(item), ...more.operations] };
      },
    });

  const beginSignIn: SignIn["beginSignIn"] = async (userName, password, from) => {
    await countAttempt(records, from?.address, clock());
    const account = await provePassword(records, userName, password, clock(), context.passwordCost);
    const step = await afterFirstFactor(context, {
      organisationId: account.data.organisationId,
      personId: account.data.personId,
      generation: account.data.generation,
      way: "password",
      trusted: false,
      account,
      ...(from === undefined ? {} : { from }),
    });
    await attemptSucceeded(records, from?.address);
    return step;
  };

  const finishSignIn: SignIn["finishSignIn"] = async (ticket, proof, from) => {
    const { item, owner } = await ticketOwner(ticket, "second-factor");
    if (proof.kind === "code") {
      const proved = await proveCode(context, owner, proof.code, from);
      const session = await afterTicket(item, proved.proof, from, proved.also);
      await attemptSucceeded(records, from?.address);
      return session;
    }
    const purpose: ChallengePurpose = { kind: "second-factor", ticket: sha256Hex(ticket) };
    const proved = await counted(from, () => provePasskey(context, proof.site, proof.answer, purpose));
    requireSame(proved, item.data);
    return afterTicket(item, "passkey", from, proved.also);
  };

  const counted = async <T>(from: SignInFrom | undefined, work: () => Promise<T>): Promise<T> => {
    await countAttempt(records, from?.address, clock());
    const result = await work();
    await attemptSucceeded(records, from?.address);
    return result;
  };

  return {
    beginSignIn,
    finishSignIn,

    async signIn(userName, password, options = {}) {
      const step = await beginSignIn(userName, password, options.from);
      if (step.kind === "signed-in") return { token: step.token, actor: step.actor, endsAt: step.endsAt };
      if (step.kind === "enrol")
        throw new VanthuError("SECOND_FACTOR_REQUIRED", {
          message: "Cơ quan yêu cầu bước xác thực thứ hai, mà tài khoản này chưa cài.",
          where: "code",
          hint: "Đăng nhập ở trang /dang-nhap để cài ứng dụng xác thực. Máy thì dùng khóa API.",
        });
      if (options.code === undefined)
        throw new VanthuError("SECOND_FACTOR_REQUIRED", {
          message: "Cần mã của ứng dụng xác thực hoặc mã dự phòng.",
          where: "code",
          hint: "Gửi lại kèm code.",
        });
      return finishSignIn(step.ticket, { kind: "code", code: options.code }, options.from);
    },

    async ticket(ticket) {
      const { data } = await ticketItem(ticket);
      const { person } = await knownPerson(context, data.organisationId, data.personId);
      return { mode: data.mode, name: person.name, ways: await waysOf(context, data.organisationId, data.personId) };
    },

    async beginEnrolment(ticket) {
      return beginTotp(context, (await ticketOwner(ticket, "enrol")).owner, sha256Hex(ticket));
    },

    async finishEnrolment(ticket, code, from) {
      const { item, owner } = await ticketOwner(ticket, "enrol");
      const { codes, also } = await confirmation(context, owner, code, from);
      const session = await afterTicket(item, "totp", from, async () => {
        await requireNone(item.data);
        return also();
      });
      await attemptSucceeded(records, from?.address);
      return { ...session, recoveryCodes: codes };
    },

    async passkeyOptions(site, by = {}) {
      if (by.ticket !== undefined) {
        const { item } = await ticketOwner(by.ticket, "second-factor");
        const kept = await passkeysOf(context, item.data.organisationId, item.data.personId);
        const purpose: ChallengePurpose = { kind: "second-factor", ticket: sha256Hex(by.ticket) };
        return passkeyChallenge(
          context,
          site,
          purpose,
          kept.map(({ data }) => data),
        );
      }
      if (by.session !== undefined) {
        const { actor } = await sessionOf(by.session);
        const kept = await passkeysOf(context, actor.organisationId, actor.personId);
        const purpose: ChallengePurpose = { kind: "confirm", session: sha256Hex(by.session) };
        return passkeyChallenge(
          context,
          site,
          purpose,
          kept.map(({ data }) => data),
        );
      }
      return passkeyChallenge(context, site, { kind: "sign-in" });
    },

    async signInWithPasskey(site, answer, from) {
      const proved = await counted(from, () => provePasskey(context, site, answer, { kind: "sign-in" }));
      const { account } = await knownPerson(context, proved.organisationId, proved.personId);
      return startSession(context, {
        organisationId: proved.organisationId,
        personId: proved.personId,
        generation: account.data.generation,
        way: "passkey",
        secondFactor: true,
        proof: "passkey",
        also: proved.also,
        ...(from === undefined ? {} : { from }),
      });
    },

    async confirmSession(token, proof, from) {
      const { actor } = await sessionOf(token);
      const { person } = await knownPerson(context, actor.organisationId, actor.personId);
      let operations: () => Promise<WriteOperation[]>;
      if (proof.kind === "password") {
        const settings = await readSignInSettings(context, actor.organisationId);
        requireWay(settings, person.roles, "password");
        const account = await counted(from, () =>
          provePassword(records, person.userName, proof.password, clock(), context.passwordCost),
        );
        operations = async () => [await lastProofBack(context, account)];
      } else if (proof.kind === "code") {
        const proved = await proveCode(context, person, proof.code, from);
        await attemptSucceeded(records, from?.address);
        operations = async () => {
          const { account } = await knownPerson(context, actor.organisationId, actor.personId);
          return [await lastProofBack(context, account), ...(await proved.also()).operations];
        };
      } else {
        const purpose: ChallengePurpose = { kind: "confirm", session: sha256Hex(token) };
        const proved = await counted(from, () => provePasskey(context, proof.site, proof.answer, purpose));
        requireSame(proved, actor);
        operations = async () => (await proved.also()).operations;
      }
      await withRetry(async () => records.commit(await operations()));
      await noteProof(context, token);
    },
  };
}

/** What comes after the first factor was proved: a session, or a ticket for the second step. */
export async function afterFirstFactor(
  context: IdentityContext,
  first: {
    organisationId: string;
    personId: string;
    generation: number;
    way: "password" | "provider";
    providerId?: string;
    /** The provider asked for a second factor itself. */
    trusted: boolean;
    /** The account that the attempt was counted on. */
    account?: StoredItem<Account>;
    from?: SignInFrom;
  },
): Promise<SignInStep> {
  const { organisationId, personId, from } = first;
  const { person } = await knownPerson(context, organisationId, personId);
  const settings = await readSignInSettings(context, organisationId);
  requireWay(settings, person.roles, first.way);
  const demanded = demandsSecondFactor(settings, person.roles);
  const ways = await waysOf(context, organisationId, personId);
  const needed = !first.trusted && (demanded || ways.includes("totp"));
  if (!needed) {
    const session = await startSession(context, {
      organisationId,
      personId,
      generation: first.generation,
      way: first.way,
      proof: first.way,
      secondFactor: first.trusted,
      ...(first.providerId === undefined ? {} : { providerId: first.providerId }),
      ...(from === undefined ? {} : { from }),
    });
    return { kind: "signed-in", ...session };
  }
  const ticket = newToken();
  const data: Ticket = {
    organisationId,
    personId,
    generation: first.generation,
    way: first.way,
    ...(first.providerId === undefined ? {} : { providerId: first.providerId }),
    mode: ways.length > 0 ? "second-factor" : "enrol",
    endsAt: minutesLater(context.clock(), TICKET_MINUTES),
  };
  await withRetry(async () =>
    context.records.commit([
      ...(first.account === undefined ? [] : [await lastProofBack(context, first.account)]),
      {
        op: "insert",
        pk: `sign-in-ticket#${sha256Hex(ticket)}`,
        sk: "ticket",
        data,
        expiresAt: clearAwayAfter(TICKET_MINUTES),
      },
    ]),
  );
  const { endsAt } = data;
  return data.mode === "enrol" ? { kind: "enrol", ticket, endsAt } : { kind: "second-factor", ticket, endsAt, ways };
}

async function lastProofBack(context: IdentityContext, counted: StoredItem<Account>): Promise<WriteOperation> {
  const now = (await context.records.get<Account>(counted.pk, counted.sk)) ?? counted;
  return { op: "update", pk: now.pk, sk: now.sk, rev: now.rev, data: withoutLastProof(now.data) };
}

/** Ways of giving the second factor that a person has and may use. */
async function waysOf(context: IdentityContext, organisationId: string, personId: string): Promise<SecondFactorWay[]> {
  const { person } = await knownPerson(context, organisationId, personId);
  const settings = await readSignInSettings(context, organisationId);
  const pk = identityPartition(organisationId, personId);
  const [factor, passkeys] = await Promise.all([
    readSecondFactor(context, organisationId, personId),
    context.records.query<{ suspected?: string }>(pk, { prefix: "passkey#" }),
  ]);
  return [
    ...(factor?.data.totp === undefined ? [] : ["totp" as const]),
    ...(wayOpen(settings, person.roles, "passkey") && passkeys.items.some(({ data }) => data.suspected === undefined)
      ? ["passkey" as const]
      : []),
  ];
}

function requireSame(proved: ProvedPasskey, who: { organisationId: string; personId: string }): void {
  if (proved.organisationId === who.organisationId && proved.personId === who.personId) return;
  throw new VanthuError("PASSKEY_REFUSED", {
    message: "Khóa truy cập thuộc về người khác.",
    hint: "Dùng khóa truy cập của chính mình.",
  });
}
