import { createHash, type KeyObject, randomUUID } from "node:crypto";
import type { IssuedCertificate } from "../../shared/signing/index.ts";
import { type Answer, type Asked, type Simulator, simulate } from "./http-simulator.ts";
import { otherDigest, signRsaDigest } from "./outside-keys.ts";

/** What the person does on the phone. */
export type Decision = "waiting" | "signed" | "refused" | "expired" | "failed";

/** The mind of a simulated signing service. */
export interface Phone {
  decision: Decision;
  /** Sign another digest than the one that was sent. */
  wrongSignature?: boolean;
  /** Sign with another key. */
  otherKey?: KeyObject;
  /** Leave out the last signature. */
  incomplete?: boolean;
}

/** A simulated service with its phone. `transactions` are those it was asked for, each once. */
export interface RemoteService extends Simulator {
  phone: Phone;
  transactions: Map<string, { hashes: Buffer[]; names: string[] }>;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const SECRETS = { clientId: "don-vi-thu", clientSecret: "bi-mat", userId: "031200000001", userPassword: "mat-khau" };

/** The account that the simulators know. */
export const ACCOUNT = { ...SECRETS, pauseMs: 5, timeoutMs: 1_000 };

async function service(
  holder: IssuedCertificate,
  mind: (
    asked: Asked,
    self: { phone: Phone; transactions: RemoteService["transactions"]; signatures(id: string): string[] },
  ) => Answer,
): Promise<RemoteService> {
  const phone: Phone = { decision: "signed" };
  const transactions: RemoteService["transactions"] = new Map();
  const signatures = (id: string) => {
    const all = transactions.get(id)!.hashes.map((hash) => {
      const digest = phone.wrongSignature ? otherDigest(hash) : hash;
      return base64(signRsaDigest(phone.otherKey ?? holder.key, digest));
    });
    return phone.incomplete ? all.slice(0, -1) : all;
  };
  const running = await simulate((asked) => mind(asked, { phone, transactions, signatures }));
  return Object.assign(running, { phone, transactions });
}

/** VNPT SmartCA, gateway v1, as far as it is described: OAuth2, then /csc/…, states by number; knows a repeated refTranId. */
export function vnptGateway(holder: IssuedCertificate): Promise<RemoteService> {
  const byReference = new Map<string, string>();
  return service(holder, ({ path, body, headers }, { phone, transactions, signatures }) => {
    if (path === "/auth/token") {
      const fine =
        body.grant_type === "password" &&
        body.client_secret === SECRETS.clientSecret &&
        body.password === SECRETS.userPassword;
      return fine
        ? { json: { access_token: "the-vnpt", expires_in: 3600 } }
        : { status: 400, json: { error: "invalid_grant", message: "Sai tài khoản" } };
    }
    if (headers.authorization !== "Bearer the-vnpt") return { status: 401, json: {} };
    if (path === "/csc/credentials/list") return { json: { code: 0, content: ["chung-thu-1"] } };
    if (path === "/csc/credentials/info")
      return {
        json: { cert: { status: "valid", certificates: holder.chain.map(base64) }, key: { status: "enabled" } },
      };
    if (path === "/csc/signature/signhash") {
      const datas = body.datas as { name: string; hash: string }[];
      if (datas.length > 50) return { json: { code: 60001, codeDesc: "Quá 50 tài liệu" } };
      const known = byReference.get(body.refTranId as string);
      if (known !== undefined) return { json: { code: 0, content: { tranId: known } } };
      const tranId = randomUUID();
      byReference.set(body.refTranId as string, tranId);
      transactions.set(tranId, {
        hashes: datas.map(({ hash }) => Buffer.from(hash, "base64")),
        names: datas.map((one) => one.name),
      });
      return { json: { code: 0, content: { tranId } } };
    }
    if (path === "/csc/credentials/gettraninfo") {
      const tranId = body.tranId as string;
      const found = transactions.get(tranId);
      if (found === undefined) return { json: { code: 62001, codeDesc: "Không có giao dịch" } };
      const status = { waiting: 4000, signed: 1, expired: 4001, refused: 4002, failed: 4003 }[phone.decision];
      // Not in the order of the request: the answer names each hash.
      const documents =
        status === 1
          ? signatures(tranId)
              .map((sig, i) => ({ name: found.names[i], hash: base64(found.hashes[i]!), sig }))
              .reverse()
          : [];
      return { json: { code: 0, codeDesc: "SUCCESS", content: { tranId, tranStatus: status, documents } } };
    }
    return { status: 404, json: {} };
  });
}

/** VNPT SmartCA for partners, SP769 v1: the account in every body, hexadecimal digests, state in `message`. */
export function vnptPartner(holder: IssuedCertificate): Promise<RemoteService> {
  const ids = new Map<string, string[]>();
  return service(holder, ({ path, body }, { phone, transactions, signatures }) => {
    const status = /^\/sca\/sp769\/v1\/signatures\/sign\/([^/]+)\/status$/.exec(path)?.[1];
    if (status !== undefined) {
      const message = {
        waiting: "WAITING_FOR_SIGNER_CONFIRM",
        signed: "SUCCESS",
        expired: "EXPIRED",
        refused: "REJECTED",
        failed: "FAILED",
      };
      const done = phone.decision === "signed";
      const list = done
        ? signatures(status).map((value, i) => ({ doc_id: ids.get(status)![i], signature_value: value }))
        : null;
      return {
        json: {
          status_code: 200,
          message: message[phone.decision],
          data: { transaction_id: status, signatures: list },
        },
      };
    }
    if (body.sp_password !== SECRETS.clientSecret) return { json: { status_code: 401, message: "Sai sp_password" } };
    if (path === "/sca/sp769/v1/credentials/get_certificate") {
      const [own, issuing, root] = holder.chain.map(base64);
      const entry = {
        serial_number: holder.serial,
        cert_status_code: "VALID",
        cert_data: own,
        chain_data: { ca_cert: issuing, root_cert: root },
      };
      return { json: { status_code: 200, message: "SUCCESS", data: { user_certificates: [entry] } } };
    }
    if (path === "/sca/sp769/v1/signatures/sign") {
      const files = body.sign_files as { data_to_be_signed: string; doc_id: string }[];
      const id = body.transaction_id as string;
      transactions.set(id, { hashes: files.map((one) => Buffer.from(one.data_to_be_signed, "hex")), names: [] });
      ids.set(
        id,
        files.map((one) => one.doc_id),
      );
      return { json: { status_code: 200, message: "SUCCESS", data: { transaction_id: id } } };
    }
    return { status: 404, json: {} };
  });
}

/** Viettel MySign: token for each person, `credentialID`, signatures in order, with line breaks in their base64. */
export function viettelMySign(holder: IssuedCertificate): Promise<RemoteService> {
  return service(holder, ({ path, body, headers }, { phone, transactions, signatures }) => {
    if (path === "/vtss/service/ras/v1/login") {
      return body.client_secret === SECRETS.clientSecret && body.profile_id === "adss:ras:profile:001"
        ? { json: { access_token: "the-viettel", expires_in: "3600" } }
        : { status: 401, json: { error: "invalid_client", error_description: "Client authentication failed" } };
    }
    if (headers.authorization !== "Bearer the-viettel") return { status: 401, json: { error: "invalid_token" } };
    if (path === "/vtss/service/certificates/info")
      return { json: [{ credential_id: "CTS-1", cert: { status: "valid", certificates: holder.chain.map(base64) } }] };
    if (path === "/vtss/service/signHash") {
      const hash = body.hash as string[];
      if (
        body.credentialID !== "CTS-1" ||
        body.numSignatures !== hash.length ||
        (body.documents as unknown[]).length !== hash.length
      )
        return { status: 400, json: { error: "invalid_request", error_description: "Sai số lượng" } };
      const transactionId = randomUUID();
      transactions.set(transactionId, { hashes: hash.map((one) => Buffer.from(one, "base64")), names: [] });
      return { json: { transactionId } };
    }
    if (path === "/vtss/service/requests/status") {
      const id = body.transactionId as string;
      const status = { waiting: "0", signed: "1", refused: "2", expired: "3", failed: "9" }[phone.decision];
      const broken = () => signatures(id).map((one) => one.replace(/(.{64})/g, "$1\r\n"));
      return { json: { status, signatures: status === "1" ? broken() : null, message: phone.decision } };
    }
    return { status: 404, json: {} };
  });
}

/** How a simulated CSC service behaves. */
export interface CscMind {
  pin?: string;
  /** Confirm elsewhere: authorize answers a handle. */
  byPhone?: boolean;
  pollsBeforeDone?: number;
  multisign?: number;
  algorithms?: string[];
  /** A one-time password is asked for as well; it is what was last sent. */
  otp?: boolean;
  /** How a credential is authorised (11.5). */
  mode?: "implicit" | "explicit" | "oauth2code";
}

/** What a simulated CSC service knows of its people. */
export interface CscService extends RemoteService {
  /** One-time passwords that were sent, the last one counts. */
  sent: string[];
  /** The person agrees on the service's page; answers where their browser is sent back to. */
  agree(address: string): URL;
}

/** A service by CSC API v2: SAD bound to hashes, single use, synchronous or asynchronous. */
export async function cscService(holder: IssuedCertificate, mind: CscMind = {}): Promise<CscService> {
  const sent: string[] = [];
  /** Codes given out on the page, with the challenge they were asked for by (RFC 7636). */
  const codes = new Map<string, { challenge: string; redirect: string }>();
  const agree = (address: string) => {
    const asked = new URL(address).searchParams;
    const code = randomUUID();
    const redirect = asked.get("redirect_uri")!;
    if (asked.get("response_type") !== "code" || asked.get("code_challenge_method") !== "S256")
      throw new Error("asked");
    codes.set(code, { challenge: asked.get("code_challenge")!, redirect });
    return new URL(`${redirect}?${new URLSearchParams({ code, state: asked.get("state")! })}`);
  };
  const token = (more: Record<string, unknown> = {}) => ({
    json: { access_token: "the-csc", token_type: "Bearer", expires_in: 3600, ...more },
  });
  const entry = ({ path, body, headers }: Asked): Answer | undefined => {
    const denied = { status: 400, json: { error: "invalid_grant", error_description: "Grant refused" } };
    if (path === "/csc/v2/auth/login") {
      const basic = Buffer.from(`${SECRETS.userId}:${SECRETS.userPassword}`).toString("base64");
      return headers.authorization === `Basic ${basic}`
        ? token()
        : { status: 401, json: { error: "authentication_error" } };
    }
    if (path !== "/csc/v2/oauth2/token") return undefined;
    if (body.client_id !== SECRETS.clientId || body.client_secret !== SECRETS.clientSecret)
      return { status: 401, json: { error: "invalid_client" } };
    if (body.grant_type === "client_credentials") return token();
    if (body.grant_type === "refresh_token") return body.refresh_token === "the-refresh" ? token() : denied;
    const given = codes.get(body.code as string);
    codes.delete(body.code as string);
    const challenge = createHash("sha256").update(String(body.code_verifier)).digest("base64url");
    const fits = given?.challenge === challenge && given.redirect === body.redirect_uri;
    return fits ? token({ refresh_token: "the-refresh" }) : denied;
  };
  const sads = new Map<string, string[]>();
  const handles = new Map<string, string[]>();
  let polls = mind.pollsBeforeDone ?? 0;
  const running = await service(holder, (asked, { phone, transactions, signatures }) => {
    const { path, body, headers } = asked;
    const entered = entry(asked);
    if (entered !== undefined) return entered;
    // 11.1: for everybody.
    if (path !== "/csc/v2/info" && headers.authorization !== "Bearer the-csc")
      return { status: 401, json: { error: "invalid_token" } };
    const bad = (error: string, error_description: string, status = 400) => ({
      status,
      json: { error, error_description },
    });
    const issue = (hashes: string[]) => {
      const SAD = randomUUID();
      sads.set(SAD, hashes);
      return { json: { SAD, expiresIn: 300 } };
    };
    switch (path) {
      case "/csc/v2/info":
        return {
          json: { specs: "2.0.0.2", name: "Dịch vụ ký thử", methods: ["signatures/signHash", "credentials/authorize"] },
        };
      case "/csc/v2/credentials/sendOTP":
        sent.push(String(100_000 + sent.length));
        return { json: {} };
      case "/csc/v2/credentials/list":
        return { json: { credentialIDs: ["khoa-1"] } };
      case "/csc/v2/credentials/info":
        return {
          json: {
            key: { status: "enabled", algo: mind.algorithms ?? ["1.2.840.113549.1.1.1"], len: 2048 },
            // The chain after the signer's own comes in no particular order.
            cert: { status: "valid", certificates: [holder.chain[0]!, holder.chain[2]!, holder.chain[1]!].map(base64) },
            auth: { mode: mind.mode ?? "explicit" },
            SCAL: "2",
            multisign: mind.multisign ?? 100,
          },
        };
      case "/csc/v2/credentials/authorize": {
        const authData = (body.authData ?? []) as { id: string; value: string }[];
        const hashes = body.hashes as string[];
        if (body.numSignatures !== hashes.length) return bad("invalid_request", "numSignatures");
        if (mind.byPhone) {
          const handle = randomUUID();
          handles.set(handle, hashes);
          return { json: { handle, expiresIn: 120 } };
        }
        if (authData.find(({ id }) => id === "PIN")?.value !== (mind.pin ?? "123456"))
          return bad("invalid_pin", "The PIN is invalid");
        if (mind.otp && (sent.length === 0 || authData.find(({ id }) => id === "OTP")?.value !== sent.at(-1)))
          return bad("invalid_otp", "The OTP is invalid");
        return issue(hashes);
      }
      case "/csc/v2/credentials/authorizeCheck":
        if (phone.decision === "waiting" || polls-- > 0) return bad("authorization_pending", "still pending");
        if (phone.decision === "refused") return bad("invalid_request", "Rejected by the user");
        if (phone.decision === "expired") return bad("invalid_request", "The authorization has expired");
        return issue(handles.get(body.handle as string)!);
      case "/csc/v2/signatures/signHash": {
        const allowed = sads.get(body.SAD as string);
        // A SAD serves once, and only for the hashes it was given for.
        if (allowed === undefined || JSON.stringify(allowed) !== JSON.stringify(body.hashes))
          return bad("invalid_request", "Invalid SAD");
        sads.delete(body.SAD as string);
        const id = randomUUID();
        transactions.set(id, { hashes: (body.hashes as string[]).map((one) => Buffer.from(one, "base64")), names: [] });
        return body.operationMode === "A" ? { json: { responseID: id } } : { json: { signatures: signatures(id) } };
      }
      case "/csc/v2/signatures/signPolling":
        if (polls-- > 0) return bad("invalid_request", "The previous asynchronous signature request is not completed");
        return { json: { signatures: signatures(body.requestID as string) } };
      default:
        return { status: 404, json: {} };
    }
  });
  return Object.assign(running, { sent, agree });
}
