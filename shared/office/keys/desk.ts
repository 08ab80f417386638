import { type Actor, allow, may } from "../../access/index.ts";
import { parseCertificate } from "../../asn1/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import type { TokenKeeper } from "../../key-holders/index.ts";
import { openPkcs12, type SignerIdentity } from "../../signing/index.ts";
import { type WriteOperation, withRetry } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { signingSettingsDesk } from "../signing/settings.ts";
import { checkSigner, requireName } from "./checks.ts";
import { asksOf, connectionHolder } from "./connection-holders.ts";
import { connectionDesk, readConnection } from "./connections.ts";
import { settleEnding } from "./endings.ts";
import { keyPurpose } from "./holding.ts";
import { keyImages } from "./images.ts";
import { lockKeyFile } from "./lock.ts";
import type { KeyDesk, KeyOwner, SigningKey, Unlock } from "./model.ts";
import { allowOwner, ownerName, ownerPlace } from "./owners.ts";
import {
  chainOf,
  keysOf,
  ownerOf,
  preferredOf,
  readKey,
  type StoredKey,
  servesRole,
  shownKey,
  storedKeys,
} from "./records.ts";

/** Keys, connections, pictures and settings of one organisation; acts of signing are signing-jobs.ts. */
export function keyKeeping(
  context: OfficeContext,
): Omit<KeyDesk, "sign" | "jobs" | "job" | "cancelJob" | "sendOtp" | "consent" | "takeConsent"> {
  return {
    ...connectionDesk(context),
    ...keyImages(context),
    ...signingSettingsDesk(context),

    async keys(actor) {
      if (!may(actor, "administer")) allow(actor, "document.read");
      const all = await keysBy(context, actor.organisationId);
      return shownKeys(context, all, (key) => may(actor, "administer") || mine(actor, key));
    },

    async usable(actor, role) {
      allow(actor, role === "leader" ? "document.sign" : "document.seal");
      const now = context.clock().toISOString();
      const all = await keysBy(context, actor.organisationId);
      const shown = await shownKeys(
        context,
        all,
        (key) => servesRole(actor, key, role) && key.notBefore <= now && now <= key.notAfter,
      );
      return shown.sort((a, b) => Number(b.preferred) - Number(a.preferred));
    },

    async importPkcs12(actor, owner, file, password) {
      allowOwner(actor, owner);
      const name = await ownerName(context, actor, owner);
      const { certificateChain, algorithm } = openPkcs12(file, password);
      const id = timeOrderedId(context.clock());
      const key = await checkedKey(context, actor, owner, name, id, { certificateChain, algorithm });
      const locked = await lockKeyFile(file, password);
      return stored(context, actor, {
        ...key,
        kind: "pkcs12",
        locked: await context.secrets.seal(locked, keyPurpose(key)),
      });
    },

    linkKey: (actor, owner, connectionId, at, unlock = {}) =>
      linkedKey(context, actor, owner, { connectionId, at, unlock }),

    async preferKey(actor, id) {
      const pk = keysOf(actor.organisationId);
      await withRetry(
        async () => {
          const chosen = await readKey(context.storage, actor.organisationId, id);
          allowOwner(actor, ownerOf(chosen.data));
          const place = ownerPlace(ownerOf(chosen.data));
          const all = await storedKeys(context.storage, actor.organisationId);
          const operations = all.flatMap(({ sk, rev, data }): WriteOperation[] => {
            const { preferred = false, ...rest } = data;
            const wanted = data.id === id;
            if (ownerPlace(ownerOf(data)) !== place || preferred === wanted) return [];
            return [{ op: "update", pk, sk, rev, data: wanted ? { ...rest, preferred: true } : rest }];
          });
          await commitKey(context, actor, operations, "key.prefer", id);
        },
        { partition: pk },
      );
    },

    async removeKey(actor, id) {
      const { data, rev } = await readKey(context.storage, actor.organisationId, id);
      allowOwner(actor, ownerOf(data));
      const place = { pk: keysOf(actor.organisationId), sk: id };
      await commitKey(context, actor, [{ op: "remove", ...place, rev }], "key.remove", id);
      await settleEnding(context, data);
    },
  };
}

/** Where a key is that a connection keeps, and how the service is entered. */
interface KeyLink {
  connectionId: string;
  at: { userId?: string; credentialId?: string };
  unlock?: Unlock;
  tokens?: TokenKeeper;
}

/** Names a key that a connection keeps: {@link KeyDesk.linkKey}. */
export async function linkedKey(
  context: OfficeContext,
  actor: Actor,
  owner: KeyOwner,
  { connectionId, at, unlock = {}, tokens }: KeyLink,
): Promise<SigningKey> {
  allowOwner(actor, owner);
  const name = await ownerName(context, actor, owner);
  const { data: connection } = await readConnection(context.storage, actor.organisationId, connectionId);
  const needs = { at, unlock, ...(tokens === undefined ? {} : { tokens }) };
  const holder = await connectionHolder(context, connection, needs);
  const identity = await holder.identity();
  const id = timeOrderedId(context.clock());
  const key = await checkedKey(context, actor, owner, name, id, identity);
  // This machine signs with such a key without asking anybody: whose it is must not hang on a name that an administrator enters.
  if (connection.kind === "aws-kms")
    await requireNobodyElses(context, actor, parseCertificate(identity.certificateChain[0]!).sha256);
  const { userId, credentialId } = at;
  return stored(context, actor, {
    ...key,
    label: `${key.label}, ${connection.name}`,
    kind: connection.kind,
    connection: {
      id: connectionId,
      ...(userId === undefined || userId === "" ? {} : { userId }),
      ...(credentialId === undefined || credentialId === "" ? {} : { credentialId }),
    },
  });
}

/** May this person see the key: their own, or the seal's where they seal? */
function mine(actor: Actor, key: StoredKey): boolean {
  return key.personId === undefined ? may(actor, "document.seal") : key.personId === actor.personId;
}

async function keysBy(context: OfficeContext, organisationId: string): Promise<StoredKey[]> {
  return (await storedKeys(context.storage, organisationId)).map(({ data }) => data);
}

/** Keys for people. What is preferred is decided among all keys of an owner, shown or not. */
async function shownKeys(
  context: OfficeContext,
  all: readonly StoredKey[],
  which: (key: StoredKey) => boolean,
): Promise<SigningKey[]> {
  const asks = await asksByConnection(context, all);
  return Promise.all(
    all.filter(which).map((key) => {
      const siblings = all.filter((other) => other.personId === key.personId && which(other));
      return shownKey(context.storage, key, {
        preferred: preferredOf(siblings) === key,
        asks: key.connection === undefined ? ["password"] : (asks.get(key.connection.id) ?? ["device"]),
        isTest: (certificate) => context.keyring.isTest(certificate),
      });
    }),
  );
}

async function asksByConnection(
  context: OfficeContext,
  keys: readonly StoredKey[],
): Promise<Map<string, SigningKey["asks"]>> {
  const ids = new Set(keys.flatMap(({ connection }) => (connection === undefined ? [] : [connection.id])));
  const asks = new Map<string, SigningKey["asks"]>();
  for (const id of ids) {
    try {
      asks.set(id, asksOf((await readConnection(context.storage, keys[0]!.organisationId, id)).data));
    } catch (error) {
      // Removed at the moment in which the key was linked: the key is still shown, so that it can be removed.
      if (!isVanthuError(error) || error.code !== "NOT_FOUND") throw error;
    }
  }
  return asks;
}

/** A key whose certificate was checked and is the owner's: what is common to all kinds. */
async function checkedKey(
  context: OfficeContext,
  actor: Actor,
  owner: KeyOwner,
  name: string,
  id: string,
  identity: SignerIdentity,
): Promise<StoredKey> {
  const { certificate, warning } = await checkSigner(context, identity);
  requireName(certificate, name, owner === "seal");
  if (owner === "seal") await requireNobodyElses(context, actor, certificate.sha256);
  for (const key of await keysBy(context, actor.organisationId)) {
    const [own] = await chainOf(context.storage, key);
    if (own === undefined || parseCertificate(own).sha256 !== certificate.sha256) continue;
    if (ownerPlace(ownerOf(key)) !== ownerPlace(owner)) continue;
    throw new VanthuError("ALREADY_EXISTS", {
      message: `Chứng thư số này đã có trong danh sách khóa ký: ${key.label}.`,
      where: key.id,
      hint: "Dùng khóa đã có, hoặc gỡ nó trước khi nhập lại.",
    });
  }
  const issuer = certificate.issuer.commonName ?? certificate.issuer.text;
  return {
    id,
    organisationId: actor.organisationId,
    ...(owner === "seal" ? {} : { personId: owner.personId }),
    label: `${owner === "seal" ? "Con dấu " : ""}${name} (${issuer})`,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    chain: identity.certificateChain.map((one) => Buffer.from(one).toString("base64")),
    algorithm: identity.algorithm,
    ...(warning === undefined ? {} : { warning }),
  };
}

/** An organisation may change its name, and certificates are in every signed file: the first that brings one keeps it. @throws SIGN_CERT_OTHER_PERSON */
async function requireNobodyElses(context: OfficeContext, actor: Actor, sha256: string): Promise<void> {
  for (const { id } of await context.access.organisations()) {
    if (id === actor.organisationId) continue;
    for (const key of await keysBy(context, id)) {
      const [own] = await chainOf(context.storage, key);
      if (own === undefined || parseCertificate(own).sha256 !== sha256) continue;
      throw new VanthuError("SIGN_CERT_OTHER_PERSON", {
        message: "Chứng thư số này đang được một cơ quan khác trong hệ thống sử dụng.",
        where: "certificate",
        hint: "Dùng chứng thư số của chính cơ quan này; nếu có nhầm lẫn, báo người quản trị hệ thống.",
      });
    }
  }
}

/** Stores a new key and shows it. */
async function stored(context: OfficeContext, actor: Actor, key: StoredKey): Promise<SigningKey> {
  const place = { pk: keysOf(actor.organisationId), sk: key.id };
  await commitKey(context, actor, [{ op: "insert", ...place, data: key }], "key.add", key.id, {
    kind: key.kind ?? "pkcs12",
    owner: ownerPlace(ownerOf(key)),
  });
  const [shown] = await shownKeys(context, await keysBy(context, actor.organisationId), ({ id }) => id === key.id);
  return shown!;
}

async function commitKey(
  context: OfficeContext,
  actor: Actor,
  operations: WriteOperation[],
  action: string,
  id: string,
  details?: Record<string, string>,
): Promise<void> {
  if (operations.length === 0) return;
  await context.access.commitAudited(operations, {
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: context.clock().toISOString(),
    action,
    subject: id,
    ...(details === undefined ? {} : { details }),
  });
}
