import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import {
  type CscConsent,
  type CscHolder,
  cscConsentAddress,
  cscConsentToken,
  type TokenKeeper,
} from "../../key-holders/index.ts";
import { withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { connectionHolder } from "./connection-holders.ts";
import { readConnection, type StoredConnection, secretOf } from "./connections.ts";
import { keyKeeping, linkedKey } from "./desk.ts";
import type { KeyDesk, KeyOwner, SigningKey } from "./model.ts";
import { allowOwner, ownerName } from "./owners.ts";
import { keysOf, ownerOf, readKey } from "./records.ts";
import { sealedConsent, tokenKeeper } from "./tokens.ts";

/** What is kept while a person is away on the service's page. */
interface Pending {
  organisationId: string;
  personId: string;
  owner: KeyOwner;
  connectionId: string;
  at: { userId?: string; credentialId?: string };
  redirectUri: string;
  /** RFC 7636, sealed. */
  verifier: string;
}

const PENDING = "csc-consents";
const AWAY_MS = 15 * 60_000;

/** One-time passwords and consents of services by CSC API v2. */
export function keyConsents(context: OfficeContext): Pick<KeyDesk, "sendOtp" | "consent" | "takeConsent"> {
  const { records } = context.storage;

  return {
    async sendOtp(actor, id) {
      const { data: key } = await readKey(context.storage, actor.organisationId, id);
      allowOwner(actor, ownerOf(key));
      if (key.kind !== "csc" || key.connection === undefined) {
        throw new VanthuError("INVALID", { message: "Khóa này không dùng mã OTP gửi qua tin nhắn.", where: id });
      }
      const { data: connection } = await readConnection(context.storage, actor.organisationId, key.connection.id);
      const tokens = tokenKeeper(context, key);
      const holder = await connectionHolder(context, connection, { at: key.connection, tokens });
      await (holder as CscHolder).sendOtp();
    },

    async consent(actor, owner, connectionId, at) {
      allowOwner(actor, owner);
      await ownerName(context, actor, owner);
      const { data: connection } = await readConnection(context.storage, actor.organisationId, connectionId);
      const consent = await consentOf(context, connection);
      const state = randomBytes(32).toString("base64url");
      const verifier = randomBytes(32).toString("base64url");
      const address = await cscConsentAddress(
        consent,
        state,
        createHash("sha256").update(verifier).digest("base64url"),
      );
      const pending: Pending = {
        organisationId: actor.organisationId,
        personId: actor.personId,
        owner,
        connectionId,
        at,
        redirectUri: consent.redirectUri,
        verifier: await context.secrets.seal(Buffer.from(verifier, "utf8"), verifierPurpose(state)),
      };
      const expiresAt = context.clock().getTime() + AWAY_MS;
      await records.commit([{ op: "insert", pk: PENDING, sk: placeOf(state), data: pending, expiresAt }]);
      return { address };
    },

    async takeConsent(actor, state, code) {
      const found = await records.get<Pending>(PENDING, placeOf(state));
      const pending = found?.data;
      if (
        pending === undefined ||
        pending.personId !== actor.personId ||
        pending.organisationId !== actor.organisationId
      )
        throw unknownState();
      // Used once, whatever comes of it.
      await records.commit([{ op: "remove", pk: PENDING, sk: placeOf(state), rev: found!.rev }]);
      allowOwner(actor, pending.owner);
      const { data: connection } = await readConnection(context.storage, actor.organisationId, pending.connectionId);
      const verifier = await context.secrets.open(pending.verifier, verifierPurpose(state));
      const token = await cscConsentToken(
        { ...(await consentOf(context, connection)), redirectUri: pending.redirectUri },
        code,
        Buffer.from(verifier).toString("utf8"),
      );
      const tokens: TokenKeeper = { read: async () => token, write: async () => undefined };
      const shown = await linkedOrKnown(context, actor, pending, tokens);
      const pk = keysOf(actor.organisationId);
      await withRetry(
        async () => {
          const { data, rev } = await readKey(context.storage, actor.organisationId, shown.id);
          const consent = await sealedConsent(context, data, token);
          await records.commit([{ op: "update", pk, sk: shown.id, rev, data: { ...data, consent } }]);
        },
        { partition: pk },
      );
      return shown;
    },
  };
}

/** Links the key; one that is linked already only has its consent renewed. */
async function linkedOrKnown(
  context: OfficeContext,
  actor: Actor,
  { owner, connectionId, at }: Pending,
  tokens: TokenKeeper,
): Promise<SigningKey> {
  try {
    return await linkedKey(context, actor, owner, { connectionId, at, tokens });
  } catch (error) {
    if (!isVanthuError(error) || error.code !== "ALREADY_EXISTS") throw error;
    const known = (await keyKeeping(context).keys(actor)).find(({ id }) => id === error.where);
    if (known?.connection?.id !== connectionId) throw error;
    return known;
  }
}

async function consentOf(context: OfficeContext, connection: StoredConnection): Promise<CscConsent> {
  const { kind, settings, name } = connection;
  const { baseUrl, oauthUrl, clientId, redirectUri } = settings;
  if (kind !== "csc" || settings.access !== "consent" || redirectUri === undefined || clientId === undefined) {
    throw new VanthuError("INVALID", {
      message: `Kết nối “${name}” không vào dịch vụ bằng sự đồng ý của người ký.`,
      where: connection.id,
      hint: "Chọn cách vào dịch vụ là consent, nhập mã ứng dụng và địa chỉ quay về.",
    });
  }
  const clientSecret = await secretOf(context, connection, "clientSecret");
  return { baseUrl: baseUrl!, label: name, oauthUrl, clientId, clientSecret, redirectUri };
}

function placeOf(state: string): string {
  return createHash("sha256").update(state).digest("hex");
}

function verifierPurpose(state: string): string {
  return `csc/consent/${placeOf(state)}`;
}

function unknownState(): VanthuError {
  return new VanthuError("SIGN_HAND_OUT_USED", {
    message: "Lần đồng ý này không còn hiệu lực.",
    where: "state",
    hint: "Mở trang Khóa ký và bắt đầu lại.",
  });
}
