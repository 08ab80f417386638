import { parseCertificate } from "../../asn1/index.ts";
import { VanthuError } from "../../errors/index.ts";
import {
  awsKms,
  type CscAccount,
  cscAccess,
  cscSigner,
  type KeyHolder,
  pkcs11Signer,
  remoteSigner,
  type TokenKeeper,
  VIETTEL_MYSIGN,
  VNPT_SMARTCA,
  VNPT_SMARTCA_SP769,
} from "../../key-holders/index.ts";
import type { SignatureAlgorithm } from "../../signing/index.ts";
import type { OfficeContext } from "../context.ts";
import { type StoredConnection, secretOf } from "./connections.ts";
import type { SigningKey, Unlock } from "./model.ts";

/** What is known besides the connection when a holder is made. */
export interface HolderNeeds {
  /** Whose account at the service, and which certificate there. */
  at?: { userId?: string; credentialId?: string };
  unlock?: Unlock;
  /** Keeps the service's access token from the call that asked for it to the worker that fetches the answer. */
  tokens?: TokenKeeper;
  /** HTTPS address that the service calls when the person has decided. */
  notifyUrl?: string;
}

/**
 * The key holder behind a connection.
 *
 * @throws VanthuError INVALID for a connection that is switched off or lacks something; SECRET_UNREADABLE; those of the holders
 */
export async function connectionHolder(
  context: OfficeContext,
  connection: StoredConnection,
  { at = {}, unlock = {}, tokens, notifyUrl }: HolderNeeds,
): Promise<KeyHolder> {
  const { kind, settings, name } = connection;
  if (!connection.enabled) {
    throw new VanthuError("INVALID", {
      message: `Kết nối “${name}” đang tắt.`,
      where: connection.id,
      hint: "Đề nghị quản trị viên bật kết nối, hoặc chọn khóa ký khác.",
    });
  }
  const need = (setting: string): string => {
    const value = settings[setting];
    if (value !== undefined && value !== "") return value;
    throw new VanthuError("INVALID", { message: `Kết nối “${name}” thiếu cấu hình.`, where: `settings.${setting}` });
  };
  const algorithm = (settings.algorithm || undefined) as SignatureAlgorithm | undefined;
  const clientSecret = await secretOf(context, connection, "clientSecret");
  switch (kind) {
    case "vnpt-smartca":
    case "viettel-mysign": {
      const { userId, credentialId } = at;
      if (userId === undefined || userId === "") {
        throw new VanthuError("INVALID", {
          message: "Cần mã người dùng (số CCCD hoặc tên tài khoản) tại dịch vụ ký số.",
          where: "userId",
        });
      }
      const vnpt = settings.variant === "sp769" ? VNPT_SMARTCA_SP769 : VNPT_SMARTCA;
      return remoteSigner(kind === "viettel-mysign" ? VIETTEL_MYSIGN : vnpt, {
        baseUrl: need("baseUrl"),
        clientId: need("clientId"),
        clientSecret: clientSecret ?? "",
        userId,
        ...(unlock.password === undefined ? {} : { userPassword: unlock.password }),
        ...(kind === "viettel-mysign" ? { profileId: settings.profileId ?? "adss:ras:profile:001" } : {}),
        ...(credentialId === undefined || credentialId === "" ? {} : { credentialId }),
        ...(notifyUrl === undefined ? {} : { notifyUrl }),
        ...(tokens === undefined ? {} : { tokens }),
      });
    }
    case "csc": {
      const reach = { baseUrl: need("baseUrl"), label: name };
      const account: CscAccount = {
        ...reach,
        accessToken: cscAccess({
          ...reach,
          how: (settings.access ?? "client") as "client" | "login" | "consent",
          oauthUrl: settings.oauthUrl,
          clientId: settings.clientId,
          clientSecret,
          userId: at.userId,
          password: unlock.password,
          ...(tokens === undefined ? {} : { tokens }),
        }),
        ...(at.credentialId ? { credentialId: at.credentialId } : {}),
        ...(algorithm === undefined ? {} : { algorithm }),
        asynchronous: settings.asynchronous === "yes",
      };
      return cscSigner(account);
    }
    case "aws-kms":
      return awsKms({
        region: need("region"),
        keyId: need("keyId"),
        certificateChain: certificatesIn(need("certificate")),
        ...(algorithm === undefined ? {} : { algorithm }),
        ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
      });
    case "pkcs11": {
      const [certificate, ...issuers] = settings.certificate === undefined ? [] : certificatesIn(settings.certificate);
      const holder = pkcs11Signer({
        module: need("module"),
        tokenLabel: need("tokenLabel"),
        keyId: need("keyId"),
        ...(certificate === undefined ? {} : { certificate, issuers }),
        ...(algorithm === undefined ? {} : { algorithm }),
      });
      const kept = await secretOf(context, connection, "pin");
      if (kept === undefined) return holder;
      // The PIN of an unattended device is the connection's; nobody is asked for it.
      return { ...holder, signDigests: (batch, given) => holder.signDigests(batch, { ...given, pin: kept }) };
    }
  }
}

/** What a person must enter to sign with a key of this connection. */
export function asksOf(connection: StoredConnection): SigningKey["asks"] {
  const { kind, settings, sealed } = connection;
  if (kind === "aws-kms") return [];
  if (kind === "pkcs11") return sealed.pin === undefined ? ["pin"] : [];
  if (kind === "viettel-mysign") return ["device"];
  if (kind === "vnpt-smartca") return settings.variant === "sp769" ? ["device"] : ["password", "device"];
  const by = settings.confirm ?? "pin";
  return [
    ...(settings.access === "login" ? (["password"] as const) : []),
    ...(by === "pin" || by === "pin-otp" ? (["pin"] as const) : []),
    ...(by === "otp" || by === "pin-otp" ? (["otp"] as const) : []),
    ...(by === "device" ? (["device"] as const) : []),
  ];
}

/** Certificates in PEM, in their order. @throws VanthuError INVALID, ASN1_* */
function certificatesIn(pem: string): Uint8Array[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0 || blocks.length > 10) {
    throw new VanthuError("INVALID", {
      message: "Chứng thư số phải ở dạng PEM (-----BEGIN CERTIFICATE-----).",
      where: "settings.certificate",
    });
  }
  return blocks.map((block) => {
    const der = new Uint8Array(Buffer.from(block.replace(/-----[^-]+-----/g, ""), "base64"));
    parseCertificate(der);
    return der;
  });
}
