import { VanthuError } from "../errors/index.ts";
import { type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import { type Account, accountPartition, countProof, failedProof, unlocked } from "./accounts.ts";
import { auditOperations, SYSTEM_ACTOR } from "./audit.ts";
import { eventOf, type IdentityContext, identityPartition, inPerson, readPerson } from "./identity-context.ts";
import type { SecondFactorView, SignInFrom, TotpEnrolment } from "./identity-model.ts";
import type { Actor, Person } from "./model.ts";
import { allow } from "./permissions.ts";
import { countAttempt } from "./sign-in-limits.ts";
import { changeSignInSettings, readSignInSettings, secondFactorDemanded, wayOpen } from "./sign-in-settings.ts";
import {
  isRecoveryCode,
  newRecoveryCodes,
  newTotpSecret,
  recoveryHash,
  recoveryIndex,
  totpEnrolment,
  totpStep,
} from "./totp.ts";

/** A set-up that was begun and not confirmed is begun anew after so long. */
const PENDING_MINUTES = 15;

/** What is kept of a person's second factor. */
export interface SecondFactor {
  totp?: { sealed: string; since: string; lastStep?: number };
  /** Begun and not confirmed yet, with who began it: what one browser is shown no other is. */
  pending?: { sealed: string; at: string; by?: string };
  /** sha256 of the recovery codes that are left. */
  recovery: string[];
}

/** What a person does with the own second factor, and an administrator with another's. */
export interface SecondFactorDesk {
  secondFactor(actor: Actor): Promise<SecondFactorView>;
  /** Begins to set up an authenticator app; the old one counts until the new one is confirmed. @throws SECRET_KEY_MISSING */
  beginTotp(actor: Actor): Promise<TotpEnrolment>;
  /** Confirms with a code of the app; answers the recovery codes, shown this once. @throws SIGN_IN_FAILED, ACCOUNT_LOCKED, INVALID */
  confirmTotp(actor: Actor, code: string): Promise<string[]>;
  /** @throws FORBIDDEN where the organisation demands a second factor */
  removeTotp(actor: Actor): Promise<void>;
  /** New recovery codes; the old ones are void. @throws INVALID when there is no second factor */
  renewRecoveryCodes(actor: Actor): Promise<string[]>;
  /** By an administrator, for a person who lost the telephone and the codes: app, codes and passkeys go, all sessions end. */
  resetSecondFactor(actor: Actor, personId: string): Promise<void>;
  /**
   * The same for whoever holds the machine, when no administrator can: found by user name. Where the person's roles may not sign in by
   * password, that is opened again, for no other way is left. Never behind a route.
   * @throws NOT_FOUND
   */
  resetSecondFactorHere(userName: string): Promise<{ name: string; passwordOpened: boolean }>;
}

/** Whose second factor. */
export type Owner = Pick<Person, "organisationId" | "id" | "userName" | "name">;

/** A person's second factor as it is kept. */
export function readSecondFactor(
  context: IdentityContext,
  organisationId: string,
  personId: string,
): Promise<StoredItem<SecondFactor> | undefined> {
  return context.records.get<SecondFactor>(identityPartition(organisationId, personId), "second-factor");
}

/**
 * Begins the set-up; asked again within a quarter of an hour it is the same secret, so that a page may be loaded again.
 * @param by who asks: whoever else knows the password must not be shown the secret that the person sets up
 */
export async function beginTotp(context: IdentityContext, owner: Owner, by: string): Promise<TotpEnrolment> {
  const purpose = purposeOf(owner);
  return withRetry(async () => {
    const item = await readSecondFactor(context, owner.organisationId, owner.id);
    const pending = item?.data.pending;
    const now = context.clock();
    if (pending?.by === by && now.getTime() - Date.parse(pending.at) < PENDING_MINUTES * 60_000)
      return totpEnrolment(await context.secrets.open(pending.sealed, purpose), owner.userName);
    const secret = newTotpSecret();
    const sealed = await context.secrets.seal(secret, purpose);
    const data: SecondFactor = { recovery: [], ...item?.data, pending: { sealed, at: now.toISOString(), by } };
    await context.records.commit([written(owner, item, data)]);
    return totpEnrolment(secret, owner.userName);
  });
}

/**
 * What confirming writes, with the new recovery codes.
 * @throws SIGN_IN_FAILED for a wrong code, counted; ACCOUNT_LOCKED, TOO_MANY_ATTEMPTS; INVALID when nothing was begun
 */
export async function confirmation(
  context: IdentityContext,
  owner: Owner,
  code: string,
  from?: SignInFrom,
): Promise<{ codes: string[]; also: () => ReturnType<typeof confirmed> }> {
  const account = await counted(context, owner, from);
  const item = await readSecondFactor(context, owner.organisationId, owner.id);
  if ((await pendingStep(context, owner, item, code)) === undefined)
    throw await failedProof(
      context.records,
      account,
      context.clock(),
      "Mã không đúng. Kiểm tra giờ của điện thoại rồi nhập mã đang hiện.",
    );
  const codes = newRecoveryCodes();
  return { codes, also: () => confirmed(context, owner, code, codes) };
}

async function confirmed(context: IdentityContext, owner: Owner, code: string, codes: string[]) {
  const item = await readSecondFactor(context, owner.organisationId, owner.id);
  const step = await pendingStep(context, owner, item, code);
  if (item === undefined || step === undefined) throw used();
  const since = context.clock().toISOString();
  const data: SecondFactor = {
    totp: { sealed: item.data.pending!.sealed, since, lastStep: step },
    recovery: codes.map(recoveryHash),
  };
  const event = eventOf(context, owner.organisationId, actorOf(owner), "second-factor.enrol", owner.id);
  return { operations: [written(owner, item, data)], events: [event] };
}

async function pendingStep(
  context: IdentityContext,
  owner: Owner,
  item: StoredItem<SecondFactor> | undefined,
  code: string,
): Promise<number | undefined> {
  const pending = item?.data.pending;
  if (pending === undefined)
    throw new VanthuError("INVALID", {
      message: "Chưa bắt đầu cài ứng dụng xác thực, hoặc đã cài xong.",
      where: "code",
      hint: "Mở lại trang cài đặt và quét mã QR mới.",
    });
  const secret = await context.secrets.open(pending.sealed, purposeOf(owner));
  return totpStep(secret, code.replace(/\s/g, ""), context.clock(), undefined);
}

/**
 * Looks at a code of the app or a recovery code, counted against the account and the network; what taking it writes is committed by the
 * caller, so that a code is taken once however many ask at once.
 * @throws SIGN_IN_FAILED, ACCOUNT_LOCKED, TOO_MANY_ATTEMPTS
 */
export async function proveCode(
  context: IdentityContext,
  owner: Owner,
  code: string,
  from?: SignInFrom,
): Promise<{ proof: string; also: () => Promise<{ operations: WriteOperation[] }> }> {
  const account = await counted(context, owner, from);
  const first = await takenCode(context, owner, code);
  if (first === undefined)
    throw await failedProof(context.records, account, context.clock(), "Mã xác thực không đúng hoặc đã dùng.");
  return {
    proof: first.proof,
    also: async () => {
      const taken = await takenCode(context, owner, code);
      if (taken === undefined) throw used();
      return { operations: [taken.operation] };
    },
  };
}

async function takenCode(
  context: IdentityContext,
  owner: Owner,
  code: string,
): Promise<{ proof: string; operation: WriteOperation } | undefined> {
  const item = await readSecondFactor(context, owner.organisationId, owner.id);
  const totp = item?.data.totp;
  if (item === undefined || totp === undefined || code.length > 64) return undefined;
  if (isRecoveryCode(code)) {
    const index = recoveryIndex(item.data.recovery, code);
    if (index < 0) return undefined;
    const data: SecondFactor = { ...item.data, recovery: item.data.recovery.toSpliced(index, 1) };
    return { proof: "recovery-code", operation: written(owner, item, data) };
  }
  const secret = await context.secrets.open(totp.sealed, purposeOf(owner));
  const step = await totpStep(secret, code.replace(/\s/g, ""), context.clock(), totp.lastStep);
  if (step === undefined) return undefined;
  return { proof: "totp", operation: written(owner, item, { ...item.data, totp: { ...totp, lastStep: step } }) };
}

async function counted(context: IdentityContext, owner: Owner, from?: SignInFrom) {
  await countAttempt(context.records, from?.address, context.clock());
  return countProof(context.records, owner.userName, context.clock());
}

/** Opens what people do with second factors. */
export function secondFactorDesk(
  context: IdentityContext,
  endSessions: (actor: Actor, personId: string) => Promise<unknown>,
): SecondFactorDesk {
  const { records } = context;
  const ownerOf = (actor: Actor): Promise<Owner> => {
    inPerson(actor);
    return readPerson(context, actor.organisationId, actor.personId);
  };

  const reset = async (actor: Actor, personId: string): Promise<void> => {
    allow(actor, "administer");
    await readPerson(context, actor.organisationId, personId);
    const pk = identityPartition(actor.organisationId, personId);
    await withRetry(async () => {
      const item = await readSecondFactor(context, actor.organisationId, personId);
      const passkeys = (await records.query(pk, { prefix: "passkey#" })).items;
      const owners = await Promise.all(passkeys.map(({ sk }) => records.get(sk, "owner")));
      await records.commit([
        ...[...(item ? [item] : []), ...passkeys, ...owners.filter((one) => one !== undefined)].map((one) => ({
          op: "remove" as const,
          pk: one.pk,
          sk: one.sk,
          rev: one.rev,
        })),
        ...(await auditOperations(
          records,
          eventOf(context, actor.organisationId, actor, "second-factor.reset", personId, {
            passkeys: String(passkeys.length),
          }),
        )),
      ]);
    });
    await endSessions(actor, personId);
  };

  return {
    async secondFactor(actor) {
      const person = await readPerson(context, actor.organisationId, actor.personId);
      const item = await readSecondFactor(context, actor.organisationId, actor.personId);
      return {
        ...(item?.data.totp === undefined ? {} : { totpSince: item.data.totp.since }),
        recoveryCodesLeft: item?.data.totp === undefined ? 0 : item.data.recovery.length,
        required: await secondFactorDemanded(context, person),
      };
    },

    beginTotp: async (actor) => beginTotp(context, await ownerOf(actor), "session"),

    async confirmTotp(actor, code) {
      const owner = await ownerOf(actor);
      const { codes, also } = await confirmation(context, owner, code);
      await withRetry(async () => {
        const { operations, events } = await also();
        const account = await records.get<Account>(accountPartition(owner.userName), "account");
        await records.commit([
          ...operations,
          ...(account === undefined
            ? []
            : [
                {
                  op: "update" as const,
                  pk: account.pk,
                  sk: account.sk,
                  rev: account.rev,
                  data: unlocked(account.data),
                },
              ]),
          ...(await auditOperations(records, events)),
        ]);
      });
      return codes;
    },

    async removeTotp(actor) {
      const owner = await ownerOf(actor);
      if (await secondFactorDemanded(context, await readPerson(context, actor.organisationId, actor.personId)))
        throw new VanthuError("FORBIDDEN", {
          message: "Cơ quan yêu cầu vai trò của bạn có bước xác thực thứ hai nên không bỏ được.",
          hint: "Đổi điện thoại thì cài lại ứng dụng xác thực; mã cũ hết hiệu lực khi cài xong.",
        });
      await withRetry(async () => {
        const item = await readSecondFactor(context, owner.organisationId, owner.id);
        if (item === undefined) return;
        await records.commit([
          { op: "remove", pk: item.pk, sk: item.sk, rev: item.rev },
          ...(await auditOperations(
            records,
            eventOf(context, owner.organisationId, actor, "second-factor.remove", owner.id),
          )),
        ]);
      });
    },

    async renewRecoveryCodes(actor) {
      const owner = await ownerOf(actor);
      const codes = newRecoveryCodes();
      await withRetry(async () => {
        const item = await readSecondFactor(context, owner.organisationId, owner.id);
        if (item?.data.totp === undefined)
          throw new VanthuError("INVALID", { message: "Chưa cài ứng dụng xác thực nên chưa có mã dự phòng." });
        await records.commit([
          written(owner, item, { ...item.data, recovery: codes.map(recoveryHash) }),
          ...(await auditOperations(
            records,
            eventOf(context, owner.organisationId, actor, "second-factor.recovery-codes", owner.id),
          )),
        ]);
      });
      return codes;
    },

    resetSecondFactor: reset,

    async resetSecondFactorHere(userName) {
      const account = await records.get<Account>(accountPartition(userName), "account");
      if (account === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Không có tên đăng nhập này.", where: userName });
      const { organisationId, personId } = account.data;
      const person = await readPerson(context, organisationId, personId);
      const by: Actor = { ...SYSTEM_ACTOR, organisationId, roles: ["administrator"] };
      await reset(by, personId);
      const settings = await readSignInSettings(context, organisationId);
      const passwordOpened = !wayOpen(settings, person.roles, "password");
      if (passwordOpened) {
        const password = settings.closed.password.filter((role) => !person.roles.includes(role));
        await changeSignInSettings(context, by, { ...settings, closed: { ...settings.closed, password } });
      }
      return { name: person.name, passwordOpened };
    },
  };
}

function used(): VanthuError {
  return new VanthuError("SIGN_IN_FAILED", {
    message: "Mã xác thực không đúng hoặc đã dùng.",
    hint: "Chờ ứng dụng hiện mã mới rồi nhập lại.",
  });
}

function written(owner: Owner, item: StoredItem<SecondFactor> | undefined, data: SecondFactor): WriteOperation {
  const place = { pk: identityPartition(owner.organisationId, owner.id), sk: "second-factor", data };
  return item === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: item.rev };
}

function purposeOf(owner: Owner): string {
  return `org/${owner.organisationId}/person/${owner.id}/totp`;
}

function actorOf(owner: Owner): { personId: string; name: string } {
  return { personId: owner.id, name: owner.name };
}
