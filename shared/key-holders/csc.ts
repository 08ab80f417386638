import { OID } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm, SignerIdentity } from "../signing/index.ts";
import { chainFrom, identityOf } from "./identity.ts";
import { answerFault, openService, type ServiceReach } from "./json-service.ts";
import { base64Bytes, lineAt, listAt, textAt, valueAt } from "./json-values.ts";
import type { Authorisation, DigestToSign, KeyHolder, SigningAnswer } from "./model.ts";
import { expired, incomplete, refused, tooMany, unauthorised } from "./refusals.ts";
import { remembered } from "./remembered.ts";
import { cmsSignature } from "./signature-form.ts";

/** An account at a signing service that speaks the Cloud Signature Consortium's API v2. `baseUrl` ends in "/csc/v2". */
export interface CscAccount extends ServiceReach {
  /** Access token of the service's own OAuth2; asked for at every call, so it may be renewed meanwhile. */
  accessToken(): Promise<string>;
  /** The only credential when absent. */
  credentialId?: string;
  algorithm?: SignatureAlgorithm;
  /** Ask for signatures asynchronously (operationMode "A") and poll. */
  asynchronous?: boolean;
  pollAfterMs?: number;
}

/** What the service says of itself (11.1). */
export interface CscInfo {
  name: string;
  /** Methods it offers: "signatures/signHash". */
  methods: string[];
  specs: string;
}

/** A key holder that speaks CSC v2. */
export interface CscHolder extends KeyHolder {
  info(): Promise<CscInfo>;
  /** Ids of the person's credentials (11.4). */
  credentials(): Promise<string[]>;
  /** Has the service send the person a one-time password for the credential (11.8); it is then given as `otp`. */
  sendOtp(): Promise<void>;
}

/** RSASSA-PSS-params: MGF1 with the same hash, a salt as long as it (RFC 4055, 3.1), DER. */
const PSS_PARAMETERS = {
  sha256: "MDSgDzANBglghkgBZQMEAgEFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEg",
  sha384: "MDSgDzANBglghkgBZQMEAgIFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgIFAKIDAgEw",
  sha512: "MDSgDzANBglghkgBZQMEAgMFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgMFAKIDAgFA",
};
const ALGORITHMS: Record<SignatureAlgorithm, { hash: string; sign: string; bare?: string; parameters?: string }> = {
  "RSA-SHA256": { hash: OID.sha256, sign: OID.sha256WithRsa, bare: OID.rsaEncryption },
  "RSA-SHA384": { hash: OID.sha384, sign: OID.sha384WithRsa, bare: OID.rsaEncryption },
  "RSA-SHA512": { hash: OID.sha512, sign: OID.sha512WithRsa, bare: OID.rsaEncryption },
  "RSA-PSS-SHA256": { hash: OID.sha256, sign: OID.rsaPss, parameters: PSS_PARAMETERS.sha256 },
  "RSA-PSS-SHA384": { hash: OID.sha384, sign: OID.rsaPss, parameters: PSS_PARAMETERS.sha384 },
  "RSA-PSS-SHA512": { hash: OID.sha512, sign: OID.rsaPss, parameters: PSS_PARAMETERS.sha512 },
  "ECDSA-P256-SHA256": { hash: OID.sha256, sign: OID.ecdsaSha256 },
  "ECDSA-P384-SHA384": { hash: OID.sha384, sign: OID.ecdsaSha384 },
};

/** 11.5: the credential is authorised on the service's own page for each act of signing (scope "credential"), which is not done here. */
function byRedirectOnly(label: string): VanthuError {
  return new VanthuError("KEY_HOLDER_REFUSED", {
    message: `${label} chỉ cho phép ký bằng cách chuyển sang trang của dịch vụ ở từng lần ký; hệ thống chưa dùng cách này.`,
    where: label,
    hint: "Đề nghị dịch vụ cấp chứng thư số xác nhận bằng mã PIN, OTP hoặc điện thoại, hoặc chọn cách ký khác.",
  });
}

interface Credential {
  id: string;
  identity: SignerIdentity;
  algorithms: string[];
  /** Signatures under one authorisation. */
  multisign: number;
}

/**
 * Remote signing by the CSC API v2.0: credentials/authorize binds one authorisation (PIN, OTP, or a confirmation elsewhere) to all hashes of
 * a batch, signatures/signHash signs them, at once or asynchronously with signatures/signPolling.
 *
 * Neither authorize nor signHash is repeated when its answer is lost: a person would be asked twice. An authorisation that is not used ends
 * by itself.
 *
 * @throws VanthuError INVALID for an address without HTTPS
 */
export function cscSigner(account: CscAccount): CscHolder {
  const { label } = account;
  const ask = openService(account);

  const call = async (path: string, body: Record<string, unknown>, repeatable: boolean) => {
    const headers = { Authorization: `Bearer ${await account.accessToken()}` };
    return ask({ path, body, headers, repeatable });
  };
  const asked = async (path: string, body: Record<string, unknown>, repeatable = true) => {
    const answer = await call(path, body, repeatable);
    if (answer.status >= 400) throw faultOf(answer.status, answer.body, label);
    return answer.body;
  };

  const credentials = async (): Promise<string[]> => {
    const ids = listAt(await asked("/credentials/list", {}), "credentialIDs") ?? [];
    return ids.filter((id) => typeof id === "string");
  };

  let multisign: number | undefined;
  const identified = remembered(async (): Promise<Credential> => {
    let id = account.credentialId;
    if (id === undefined) {
      const ids = await credentials();
      if (ids.length !== 1) {
        throw new VanthuError("SIGN_KEY_MISMATCH", {
          message: `Tài khoản tại ${label} có ${ids.length} chứng thư số, cần chọn một.`,
          where: label,
          hint: "Chọn chứng thư số trong phần cấu hình ký số.",
        });
      }
      id = ids[0]!;
    }
    const body = await asked("/credentials/info", {
      credentialID: id,
      certificates: "chain",
      certInfo: true,
      authInfo: true,
    });
    if ((textAt(body, "key.status") ?? "enabled") !== "enabled" || (textAt(body, "cert.status") ?? "valid") !== "valid")
      throw refused(label, "khóa hoặc chứng thư số đang bị khóa", false);
    if (textAt(body, "auth.mode") === "oauth2code") throw byRedirectOnly(label);
    const [first, ...others] = (listAt(body, "cert.certificates") ?? [])
      .map(base64Bytes)
      .filter((one) => one !== undefined);
    if (first === undefined) throw answerFault(label, "cert.certificates");
    const allowed = Number(valueAt(body, "multisign") ?? 1);
    multisign = Number.isSafeInteger(allowed) && allowed > 0 ? allowed : 1;
    return {
      id,
      identity: identityOf(chainFrom(first, others), account.algorithm),
      algorithms: (listAt(body, "key.algo") ?? []).filter((one) => typeof one === "string"),
      multisign,
    };
  });

  const waiting = (transaction: string, seconds: unknown): SigningAnswer => {
    const lasts = typeof seconds === "number" && seconds > 0 ? Math.min(seconds, 3600) : 300;
    return {
      state: "waiting",
      transaction,
      pollAfterMs: account.pollAfterMs ?? 2_000,
      expiresAt: new Date(Date.now() + lasts * 1000).toISOString(),
      message: `Xác nhận yêu cầu ký trên ${label}.`,
    };
  };

  const signed = (body: unknown, batch: readonly DigestToSign[]): SigningAnswer => {
    const signatures = listAt(body, "signatures") ?? [];
    return {
      state: "signed",
      outcomes: batch.map(({ name, algorithm }, index) => {
        const bytes = base64Bytes(signatures[index]);
        return bytes === undefined ? { error: incomplete(label, name) } : { signature: cmsSignature(algorithm, bytes) };
      }),
    };
  };

  const signHash = async (
    credential: Credential,
    SAD: string,
    batch: readonly DigestToSign[],
  ): Promise<SigningAnswer> => {
    const { algorithm } = credential.identity;
    const { hash, sign, bare, parameters } = ALGORITHMS[algorithm];
    const body = await asked(
      "/signatures/signHash",
      {
        credentialID: credential.id,
        SAD,
        hashes: hashesOf(batch),
        hashAlgorithmOID: hash,
        signAlgo: bare !== undefined && !credential.algorithms.includes(sign) ? bare : sign,
        ...(parameters === undefined ? {} : { signAlgoParams: parameters }),
        operationMode: account.asynchronous ? "A" : "S",
      },
      false,
    );
    const response = textAt(body, "responseID");
    return response === undefined ? signed(body, batch) : waiting(`sign:${response}`, valueAt(body, "expiresIn"));
  };

  return {
    kind: "csc",
    label,
    // What one credential allows is known only once it is asked for.
    get maxBatch() {
      return multisign ?? 1_000;
    },
    identity: async () => (await identified()).identity,
    credentials,
    async info() {
      const body = await asked("/info", {});
      const methods = (listAt(body, "methods") ?? []).filter((one) => typeof one === "string");
      return { name: textAt(body, "name") ?? label, methods, specs: textAt(body, "specs") ?? "" };
    },

    async sendOtp() {
      // Not repeated: each asking sends a message.
      await asked("/credentials/sendOTP", { credentialID: (await identified()).id }, false);
    },

    async signDigests(batch, authorisation) {
      if (batch.length === 0) return { state: "signed", outcomes: [] };
      const credential = await identified();
      const { identity } = credential;
      if (batch.length > credential.multisign) throw tooMany(label, credential.multisign);
      if (batch.some((one) => one.algorithm !== identity.algorithm)) {
        throw new VanthuError("SIGN_KEY_MISMATCH", {
          message: "Thuật toán không phải của chứng thư số này.",
          where: label,
        });
      }
      const body = await asked(
        "/credentials/authorize",
        {
          credentialID: credential.id,
          numSignatures: batch.length,
          hashes: hashesOf(batch),
          hashAlgorithmOID: ALGORITHMS[identity.algorithm].hash,
          authData: authDataOf(authorisation),
          description: batch.length === 1 ? batch[0]!.name : `Ký ${batch.length} văn bản`,
          clientData: authorisation.requestId,
        },
        false,
      );
      const handle = textAt(body, "handle");
      const SAD = textAt(body, "SAD");
      if (SAD !== undefined) return signHash(credential, SAD, batch);
      if (handle === undefined) throw answerFault(label, "SAD");
      return waiting(`authorise:${handle}`, valueAt(body, "expiresIn"));
    },

    async poll(transaction, batch) {
      const [step, ...rest] = transaction.split(":");
      const id = rest.join(":");
      if (step === "authorise") {
        const answer = await call("/credentials/authorizeCheck", { handle: id }, true);
        if (isPending(answer)) return waiting(transaction, undefined);
        if (answer.status >= 400) throw faultOf(answer.status, answer.body, label);
        const SAD = textAt(answer.body, "SAD");
        return SAD === undefined ? waiting(transaction, undefined) : signHash(await identified(), SAD, batch);
      }
      const answer = await call("/signatures/signPolling", { requestID: id }, true);
      if (isPending(answer)) return waiting(transaction, undefined);
      if (answer.status >= 400) throw faultOf(answer.status, answer.body, label);
      return listAt(answer.body, "signatures") === undefined
        ? waiting(transaction, undefined)
        : signed(answer.body, batch);
    },
  };
}

function hashesOf(batch: readonly DigestToSign[]): string[] {
  return batch.map(({ digest }) => Buffer.from(digest).toString("base64"));
}

function authDataOf({ pin, otp }: Authorisation): { id: string; value: string }[] {
  return [
    ...(pin === undefined ? [] : [{ id: "PIN", value: pin }]),
    ...(otp === undefined ? [] : [{ id: "OTP", value: otp }]),
  ];
}

/** Services say "not yet" as 202, or as an error that speaks of the earlier asynchronous request. */
function isPending({ status, body }: { status: number; body: unknown }): boolean {
  if (status === 202) return true;
  if (status < 400) return false;
  const words = `${textAt(body, "error") ?? ""} ${textAt(body, "error_description") ?? ""}`;
  return /authorization_pending|asynchronous|pending|not (yet )?(completed|finished)/i.test(words);
}

/** Errors by their code (CSC API v2.0, 10.1 and the tables of each method). */
function faultOf(status: number, body: unknown, label: string): VanthuError {
  const error = textAt(body, "error") ?? "";
  const words = lineAt(body, "error_description") ?? lineAt(body, "error") ?? "";
  if (status === 401 || /invalid_(token|client|pin|otp)|access_denied/.test(error) || /\b(PIN|OTP)\b/.test(words))
    return unauthorised(label, words || undefined);
  if (/expired/i.test(`${error} ${words}`)) return expired(label);
  if (/reject|denied|declined/i.test(`${error} ${words}`)) return refused(label, words, true);
  return refused(label, words || `HTTP ${status}`, false);
}
