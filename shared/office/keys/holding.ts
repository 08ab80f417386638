import { VanthuError } from "../../errors/index.ts";
import { type KeyHolder, type TokenKeeper, unlockPkcs12 } from "../../key-holders/index.ts";
import type { OfficeContext } from "../context.ts";
import { connectionHolder } from "./connection-holders.ts";
import { readConnection } from "./connections.ts";
import { unlockKeyFile } from "./lock.ts";
import type { Unlock } from "./model.ts";
import { chainOf, type StoredKey } from "./records.ts";

/** A holder, and how it forgets what was unlocked. */
export interface HeldKey {
  holder: KeyHolder;
  lock(): void;
}

/** How long a local key stays unlocked: longer than the largest act of signing takes. */
const UNLOCKED_MINUTES = 10;

/**
 * Whoever holds a stored key, ready to sign with what the person entered.
 *
 * @throws VanthuError P12_PASSWORD_WRONG, P12_*, SECRET_*, INVALID, NOT_FOUND; KEY_HOLDER_*
 */
export async function heldKey(
  context: OfficeContext,
  key: StoredKey,
  unlock: Unlock,
  more: {
    tokens?: TokenKeeper;
    notifyUrl?: (base: string) => string;
    /** Was the holder's certificate compared when the act began? Then it is not asked for it again. */
    known?: boolean;
  } = {},
): Promise<HeldKey> {
  if (key.connection === undefined) {
    const holder = unlockPkcs12(await openedFile(context, key, unlock.password ?? ""), unlock.password ?? "", {
      minutes: UNLOCKED_MINUTES,
      ...(key.algorithm === undefined ? {} : { algorithm: key.algorithm }),
    });
    return { holder, lock: () => holder.lock() };
  }
  const { data: connection } = await readConnection(context.storage, key.organisationId, key.connection.id);
  const { notifyUrl } = connection.settings;
  const holder = await connectionHolder(context, connection, {
    at: key.connection,
    unlock,
    ...(more.tokens === undefined ? {} : { tokens: more.tokens }),
    ...(notifyUrl === undefined || more.notifyUrl === undefined ? {} : { notifyUrl: more.notifyUrl(notifyUrl) }),
  });
  if (!more.known) await requireSameCertificate(context, key, holder);
  return { holder, lock: () => undefined };
}

/** What the holder has now must be what was linked: a person chose by it, and it was checked. */
async function requireSameCertificate(context: OfficeContext, key: StoredKey, holder: KeyHolder): Promise<void> {
  const [linked] = await chainOf(context.storage, key);
  const [now] = (await holder.identity()).certificateChain;
  if (linked !== undefined && now !== undefined && Buffer.compare(linked, now) === 0) return;
  throw new VanthuError("SIGN_KEY_MISMATCH", {
    message: `Chứng thư số tại ${holder.label} không còn là chứng thư đã đăng ký cho “${key.label}”. Văn bản chưa được ký.`,
    where: key.id,
    hint: "Gỡ khóa ký này rồi đăng ký lại với chứng thư số mới.",
  });
}

/** The PKCS#12 of a local key. */
async function openedFile(context: OfficeContext, key: StoredKey, password: string): Promise<Uint8Array> {
  if (key.locked === undefined) return context.storage.files.get(key.p12!);
  return unlockKeyFile(await context.secrets.open(key.locked, keyPurpose(key)), password);
}

/** For what an imported key file is sealed. */
export function keyPurpose({ organisationId, id }: Pick<StoredKey, "organisationId" | "id">): string {
  return `org/${organisationId}/key/${id}`;
}
