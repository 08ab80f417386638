import { createHash } from "node:crypto";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import { type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import { auditOperations, commitAudited } from "./audit.ts";
import {
  clearAwayAfter,
  eventOf,
  type IdentityContext,
  identityPartition,
  inPerson,
  minutesLater,
  nameLine,
  readPerson,
  sha256Hex,
} from "./identity-context.ts";
import type { PasskeySite, PasskeyView } from "./identity-model.ts";
import type { Actor } from "./model.ts";
import { readSignInSettings, requireWay } from "./sign-in-settings.ts";

/** A challenge that was not answered for so long is void. */
const CHALLENGE_MINUTES = 5;
const MOST_PASSKEYS = 20;
/** EdDSA, ES256, RS256 (COSE), in the order of our wish. */
const ALGORITHMS = [-8, -7, -257];

/** A passkey as it is kept with its person: nothing in it is secret. */
export interface Passkey {
  credentialId: string;
  /** COSE key, base64url. */
  publicKey: string;
  counter: number;
  transports: string[];
  name: string;
  createdAt: string;
  lastUsedAt?: string;
  synchronised: boolean;
  /** Host that it was made for. */
  host: string;
  /** ISO instant at which its counter went back: it opens nothing any more. */
  suspected?: string;
}

/** What a challenge was given for; `ticket`, `session` by their sha256. */
export type ChallengePurpose =
  | { kind: "register"; organisationId: string; personId: string }
  | { kind: "sign-in" }
  | { kind: "second-factor"; ticket: string }
  | { kind: "confirm"; session: string };

/** A passkey that proved itself, and what is written when that is taken. */
export interface ProvedPasskey {
  organisationId: string;
  personId: string;
  also: () => Promise<{ operations: WriteOperation[] }>;
}

/** What a person does with the own passkeys. */
export interface PasskeyDesk {
  passkeys(actor: Actor): Promise<PasskeyView[]>;
  /** Options for `navigator.credentials.create` (JSON of WebAuthn level 3). @throws SIGN_IN_WAY_REFUSED */
  passkeyRegistration(actor: Actor, site: PasskeySite): Promise<unknown>;
  /** Takes what the browser answered. @throws PASSKEY_REFUSED, INVALID */
  addPasskey(actor: Actor, site: PasskeySite, name: string, answer: unknown): Promise<PasskeyView>;
  /** @throws NOT_FOUND, INVALID */
  renamePasskey(actor: Actor, id: string, name: string): Promise<void>;
  /** @throws NOT_FOUND */
  removePasskey(actor: Actor, id: string): Promise<void>;
}

/** Passkeys of a person. */
export async function passkeysOf(
  context: IdentityContext,
  organisationId: string,
  personId: string,
): Promise<StoredItem<Passkey>[]> {
  const pk = identityPartition(organisationId, personId);
  return (await context.records.query<Passkey>(pk, { prefix: "passkey#" })).items;
}

/**
 * Options for `navigator.credentials.get`; the challenge is kept, good once and for its purpose only.
 * @param passkeys those that may answer; none: the person chooses one on the device (discoverable)
 */
export async function passkeyChallenge(
  context: IdentityContext,
  site: PasskeySite,
  purpose: ChallengePurpose,
  passkeys: readonly Passkey[] = [],
): Promise<unknown> {
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const options = await generateAuthenticationOptions({
    rpID: site.host,
    userVerification: purpose.kind === "sign-in" ? "required" : "preferred",
    timeout: CHALLENGE_MINUTES * 60_000,
    allowCredentials: passkeys.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as never,
    })),
  });
  await keepChallenge(context, options.challenge, purpose);
  return options;
}

/**
 * Judges an answer of a passkey (WebAuthn level 3, 7.2).
 * @throws PASSKEY_REFUSED; a counter that went back marks the passkey as copied, which is written to the trail
 */
export async function provePasskey(
  context: IdentityContext,
  site: PasskeySite,
  given: unknown,
  purpose: ChallengePurpose,
): Promise<ProvedPasskey> {
  const answer = answerOf<AuthenticationResponseJSON>(given);
  const challenge = await takeChallenge(context, answer, purpose);
  const id = sha256Hex(answer.id);
  const owner = (await context.records.get<{ organisationId: string; personId: string }>(`passkey#${id}`, "owner"))
    ?.data;
  const pk = owner && identityPartition(owner.organisationId, owner.personId);
  const item = pk === undefined ? undefined : await context.records.get<Passkey>(pk, `passkey#${id}`);
  if (!owner || !item) throw refused("Khóa truy cập này không có trong hệ thống, hoặc đã bị gỡ.");
  const passkey = item.data;
  if (passkey.suspected !== undefined) throw copied();
  const handle = answer.response.userHandle;
  if (handle && handle !== handleOf(owner.organisationId, owner.personId).toString("base64url"))
    throw refused("Khóa truy cập thuộc về người khác.");
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const result = await judged(() =>
    verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: purpose.kind === "sign-in",
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
        // Judged below, where what it means can be kept.
        counter: 0,
      },
    }),
  );
  if (!result.verified) throw refused("Chữ ký của khóa truy cập không đúng.");
  const { newCounter } = result.authenticationInfo;
  // 6.1.1: a counter that does not grow says that there are two of the key.
  const went = (before: number) => (before > 0 || newCounter > 0) && newCounter <= before;
  if (went(passkey.counter)) {
    await suspect(context, owner, item);
    throw copied();
  }
  return {
    ...owner,
    also: async () => {
      const now = await context.records.get<Passkey>(item.pk, item.sk);
      if (!now || now.data.suspected !== undefined) throw refused("Khóa truy cập vừa bị gỡ.");
      if (went(now.data.counter)) throw copied();
      const data: Passkey = { ...now.data, counter: newCounter, lastUsedAt: context.clock().toISOString() };
      return { operations: [{ op: "update", pk: now.pk, sk: now.sk, rev: now.rev, data }] };
    },
  };
}

async function suspect(
  context: IdentityContext,
  owner: { organisationId: string; personId: string },
  item: StoredItem<Passkey>,
): Promise<void> {
  const person = await readPerson(context, owner.organisationId, owner.personId);
  const data: Passkey = { ...item.data, suspected: context.clock().toISOString() };
  const actor = { personId: person.id, name: person.name };
  await commitAudited(
    context.records,
    [{ op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data }],
    eventOf(context, owner.organisationId, actor, "passkey.suspect", person.id, { passkey: item.data.name }),
  );
}

/** Opens what people do with passkeys. */
export function passkeyDesk(context: IdentityContext): PasskeyDesk {
  const { records } = context;
  const change = async (
    actor: Actor,
    id: string,
    action: string,
    does: (item: StoredItem<Passkey>) => WriteOperation,
  ) => {
    inPerson(actor);
    const pk = identityPartition(actor.organisationId, actor.personId);
    await withRetry(async () => {
      const item = /^[0-9a-f]{64}$/.test(id) ? await records.get<Passkey>(pk, `passkey#${id}`) : undefined;
      if (!item) throw new VanthuError("NOT_FOUND", { message: "Không có khóa truy cập này.", where: id });
      const owner = await records.get(`passkey#${id}`, "owner");
      const operation = does(item);
      await records.commit([
        operation,
        ...(operation.op === "remove" && owner
          ? [{ op: "remove" as const, pk: owner.pk, sk: owner.sk, rev: owner.rev }]
          : []),
        ...(await auditOperations(
          records,
          eventOf(context, actor.organisationId, actor, action, actor.personId, { passkey: item.data.name }),
        )),
      ]);
    });
  };

  return {
    async passkeys(actor) {
      inPerson(actor);
      return (await passkeysOf(context, actor.organisationId, actor.personId)).map(({ data }) => viewOf(data));
    },

    async passkeyRegistration(actor, site) {
      inPerson(actor);
      const { organisationId, personId } = actor;
      requireWay(await readSignInSettings(context, organisationId), actor.roles, "passkey");
      const { generateRegistrationOptions } = await import("@simplewebauthn/server");
      const person = await readPerson(context, organisationId, personId);
      const kept = await passkeysOf(context, organisationId, personId);
      const options = await generateRegistrationOptions({
        rpName: "Vanthu",
        rpID: site.host,
        userName: person.userName,
        userDisplayName: person.name,
        userID: new Uint8Array(handleOf(organisationId, personId)),
        timeout: CHALLENGE_MINUTES * 60_000,
        attestationType: "none",
        excludeCredentials: kept.map(({ data }) => ({ id: data.credentialId, transports: data.transports as never })),
        authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
        supportedAlgorithmIDs: ALGORITHMS,
      });
      await keepChallenge(context, options.challenge, { kind: "register", organisationId, personId });
      return options;
    },

    async addPasskey(actor, site, given, said) {
      inPerson(actor);
      const name = nameLine(given, "name", "Tên khóa truy cập", 60);
      const { organisationId, personId } = actor;
      const answer = answerOf<RegistrationResponseJSON>(said);
      const challenge = await takeChallenge(context, answer, { kind: "register", organisationId, personId });
      const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
      const result = await judged(() =>
        verifyRegistrationResponse({
          response: answer,
          expectedChallenge: challenge,
          expectedOrigin: site.origin,
          expectedRPID: site.host,
          requireUserVerification: false,
          supportedAlgorithmIDs: ALGORITHMS,
        }),
      );
      if (!result.verified) throw refused("Trình duyệt không chứng minh được khóa truy cập mới.");
      const { credential, credentialBackedUp } = result.registrationInfo;
      const data: Passkey = {
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString("base64url"),
        counter: credential.counter,
        transports: (credential.transports ?? []).map((one) => String(one).slice(0, 20)).slice(0, 8),
        name,
        createdAt: context.clock().toISOString(),
        synchronised: credentialBackedUp,
        host: site.host,
      };
      const id = sha256Hex(credential.id);
      await withRetry(async () => {
        if ((await passkeysOf(context, organisationId, personId)).length >= MOST_PASSKEYS)
          throw new VanthuError("INVALID", {
            message: `Mỗi người có tối đa ${MOST_PASSKEYS} khóa truy cập.`,
            where: "name",
          });
        if (await records.get(`passkey#${id}`, "owner"))
          throw new VanthuError("ALREADY_EXISTS", { message: "Khóa truy cập này đã được đăng ký.", where: "passkey" });
        await records.commit([
          { op: "insert", pk: `passkey#${id}`, sk: "owner", data: { organisationId, personId } },
          { op: "insert", pk: identityPartition(organisationId, personId), sk: `passkey#${id}`, data },
          ...(await auditOperations(
            records,
            eventOf(context, organisationId, actor, "passkey.add", personId, { passkey: name }),
          )),
        ]);
      });
      return viewOf(data);
    },

    async renamePasskey(actor, id, given) {
      const name = nameLine(given, "name", "Tên khóa truy cập", 60);
      await change(actor, id, "passkey.rename", (item) => ({
        op: "update",
        pk: item.pk,
        sk: item.sk,
        rev: item.rev,
        data: { ...item.data, name },
      }));
    },

    removePasskey: (actor, id) =>
      change(actor, id, "passkey.remove", (item) => ({ op: "remove", pk: item.pk, sk: item.sk, rev: item.rev })),
  };
}

function viewOf(passkey: Passkey): PasskeyView {
  const { name, createdAt, lastUsedAt, synchronised, suspected } = passkey;
  return {
    id: sha256Hex(passkey.credentialId),
    name,
    createdAt,
    synchronised,
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    ...(suspected === undefined ? {} : { suspected }),
  };
}

async function keepChallenge(context: IdentityContext, challenge: string, purpose: ChallengePurpose): Promise<void> {
  const data = { purpose, endsAt: minutesLater(context.clock(), CHALLENGE_MINUTES) };
  const place = { pk: `passkey-challenge#${sha256Hex(challenge)}`, sk: "challenge" };
  await context.records.commit([{ op: "insert", ...place, data, expiresAt: clearAwayAfter(CHALLENGE_MINUTES) }]);
}

/** The challenge that an answer is for, taken away: it is good once. @throws PASSKEY_REFUSED */
async function takeChallenge(
  context: IdentityContext,
  answer: { response: { clientDataJSON: string } },
  purpose: ChallengePurpose,
): Promise<string> {
  let challenge: unknown;
  try {
    const client = Buffer.from(answer.response.clientDataJSON, "base64url").toString("utf8");
    challenge = (JSON.parse(client) as { challenge?: unknown }).challenge;
  } catch {
    throw refused("Trả lời của khóa truy cập không đọc được.");
  }
  const pk = `passkey-challenge#${sha256Hex(String(challenge))}`;
  const item = await context.records.get<{ purpose: ChallengePurpose; endsAt: string }>(pk, "challenge");
  if (!item || Date.parse(item.data.endsAt) <= context.clock().getTime())
    throw refused("Lượt xác nhận này đã dùng hoặc đã hết hạn.");
  try {
    await context.records.commit([{ op: "remove", pk, sk: "challenge", rev: item.rev }]);
  } catch (error) {
    if (isVanthuError(error) && error.code === "CONFLICT") throw refused("Lượt xác nhận này đã dùng.");
    throw error;
  }
  const keys = Object.keys(purpose).sort();
  const same = keys.every((key) => item.data.purpose[key as never] === purpose[key as never]);
  if (!same || Object.keys(item.data.purpose).length !== keys.length)
    throw refused("Lượt xác nhận này dành cho việc khác.");
  return String(challenge);
}

/** The shape that the library needs, of what came from outside. @throws PASSKEY_REFUSED */
function answerOf<T extends AuthenticationResponseJSON | RegistrationResponseJSON>(given: unknown): T {
  const answer = given as { id?: unknown; rawId?: unknown; type?: unknown; response?: { clientDataJSON?: unknown } };
  const small = JSON.stringify(given ?? null).length <= 40_000;
  if (
    small &&
    typeof answer?.id === "string" &&
    answer.id.length <= 1400 &&
    answer.rawId === answer.id &&
    answer.type === "public-key" &&
    typeof answer.response?.clientDataJSON === "string"
  )
    return given as T;
  throw refused("Trả lời của khóa truy cập không đọc được.");
}

async function judged<T>(judge: () => Promise<T>): Promise<T> {
  try {
    return await judge();
  } catch (cause) {
    throw refused("Khóa truy cập không chứng minh được với trang này.", cause);
  }
}

function refused(message: string, cause?: unknown): VanthuError {
  return new VanthuError("PASSKEY_REFUSED", {
    message,
    hint: "Thử lại, hoặc dùng cách đăng nhập khác.",
    ...(cause === undefined ? {} : { cause }),
  });
}

function copied(): VanthuError {
  return new VanthuError("PASSKEY_REFUSED", {
    message: "Khóa truy cập này có dấu hiệu bị sao chép nên không dùng được nữa.",
    hint: "Đăng nhập bằng cách khác, gỡ khóa này rồi đăng ký khóa mới; báo người quản trị.",
  });
}

/** What an authenticator keeps of the person: says nothing by itself (WebAuthn level 3, 14.6.1). */
function handleOf(organisationId: string, personId: string): Buffer {
  return createHash("sha256").update(`${organisationId}/${personId}`).digest();
}
