import { VanthuError } from "../errors/index.ts";
import { type TokenKeeper, tokenInMemory } from "./access-token.ts";
import { chainFrom, identityOf } from "./identity.ts";
import { answerFault, openService, type ServiceAnswer } from "./json-service.ts";
import { base64Bytes, lineAt, listAt, textAt, valueAt } from "./json-values.ts";
import type { DigestToSign, KeyHolder, SignatureOutcome, SigningAnswer } from "./model.ts";
import { expired, incomplete, refused, tooMany, unauthorised } from "./refusals.ts";
import { remembered } from "./remembered.ts";
import { fill, type RemoteProfile, type Template } from "./remote-profile.ts";
import { cmsSignature } from "./signature-form.ts";

/** An account at a remote signing service. Secrets come from where the installation keeps secrets; they are never stored or logged here. */
export interface RemoteAccount {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** The person at the service (citizen id or account name). */
  userId: string;
  userPassword?: string;
  /** Viettel: "adss:ras:profile:001". */
  profileId?: string;
  /** Which credential, where the person has several; the only usable one when absent. */
  credentialId?: string;
  /** HTTPS address that the service calls once when the person has decided. */
  notifyUrl?: string;
  /** Keeps the access token, so that whoever fetches the signatures later needs no password; this holder's memory when absent. */
  tokens?: TokenKeeper;
  timeoutMs?: number;
  pauseMs?: number;
}

/**
 * A remote signing service that speaks by a profile: it is sent digests, the person confirms on the phone, the signatures are fetched.
 *
 * @throws VanthuError INVALID for an address without HTTPS
 *
 * @example
 * const holder = remoteSigner(VNPT_SMARTCA, { baseUrl: "https://gwsca.vnpt.vn", clientId, clientSecret, userId, userPassword });
 * const answer = await holder.signDigests(batch, { requestId });
 */
export function remoteSigner(profile: RemoteProfile, account: RemoteAccount): KeyHolder {
  const { label } = profile;
  const ask = openService({ ...account, label });
  const { baseUrl: _b, timeoutMs: _t, pauseMs: _p, tokens = tokenInMemory(), ...values } = account;

  const call = async (
    { path, body }: { path: string; body: Template },
    more: Record<string, unknown>,
    repeatable: boolean,
    items?: Record<string, unknown>[],
  ): Promise<unknown> => {
    const filled = { ...values, ...more };
    const where = path.replace("$transaction", encodeURIComponent(String(more.transaction ?? "")));
    for (let attempt = 1; ; attempt++) {
      const bearer = await tokenText();
      const headers = bearer === undefined ? undefined : { Authorization: `Bearer ${bearer}` };
      const answer = await ask({
        path: where,
        body: fill(body, filled, items),
        repeatable,
        ...(headers && { headers }),
      });
      // A token may end sooner than it said; with a new one the question is asked once more, for it was not heard.
      if (answer.status === 401 && bearer !== undefined && attempt === 1)
        await tokens.write({ text: bearer, until: 0 });
      else return judged(answer, profile);
    }
  };

  const tokenText = async (): Promise<string | undefined> => {
    const how = profile.token;
    if (how === undefined) return undefined;
    const kept = await tokens.read();
    if (kept !== undefined && kept.until > Date.now()) return kept.text;
    const answer = await ask({
      path: how.path,
      body: fill(how.body, values),
      repeatable: true,
      ...(how.form && { form: true }),
    });
    if (answer.status >= 400) throw unauthorised(label, messageOf(answer.body, profile));
    const text = textAt(answer.body, how.at);
    if (text === undefined || text === "") throw answerFault(label, how.at);
    await tokens.write({ text, until: Date.now() + how.seconds * 1000 });
    return text;
  };

  const identified = remembered(async () => {
    let credentialId = account.credentialId;
    if (credentialId === undefined && profile.credentials !== undefined) {
      const ids = listAt(await call(profile.credentials, {}, true), profile.credentials.ids) ?? [];
      if (ids.length !== 1 || typeof ids[0] !== "string") throw choice(label, ids.length);
      credentialId = ids[0];
    }
    const { certificate } = profile;
    const answer = await call(certificate, { credentialId, requestId: crypto.randomUUID() }, true);
    const entries = (listAt(answer, certificate.entries) ?? []).filter((entry) => {
      const { status } = certificate;
      const usable = status === undefined || status.usable.includes(textAt(entry, status.at) ?? status.usable[0]!);
      const id = certificate.credentialId === "" ? credentialId : textAt(entry, certificate.credentialId);
      return usable && (credentialId === undefined || id === credentialId);
    });
    if (entries.length !== 1) throw choice(label, entries.length);
    const id = certificate.credentialId === "" ? credentialId : textAt(entries[0], certificate.credentialId);
    const chain = certificate.certificates.flatMap((at) => listAt(entries[0], at) ?? []).map(base64Bytes);
    const [first, ...others] = chain.filter((one) => one !== undefined);
    if (first === undefined || id === undefined) throw answerFault(label, "thiếu chứng thư số");
    return { identity: identityOf(chainFrom(first, others)), credentialId: id };
  });

  return {
    kind: profile.kind,
    label,
    maxBatch: profile.maxBatch,
    identity: async () => (await identified()).identity,

    async signDigests(batch, { requestId }) {
      if (batch.length === 0) return { state: "signed", outcomes: [] };
      if (batch.length > profile.maxBatch) throw tooMany(label, profile.maxBatch);
      const { identity, credentialId } = await identified();
      // Digest and signature algorithms are fixed in these services: SHA-256 with RSA PKCS#1 v1.5.
      if (identity.algorithm !== "RSA-SHA256" || batch.some((one) => one.algorithm !== "RSA-SHA256")) {
        throw new VanthuError("SIGN_KEY_MISMATCH", { message: `${label} chỉ ký bằng RSA với SHA-256.`, where: label });
      }
      const description = batch.length === 1 ? batch[0]!.name : `Ký ${batch.length} văn bản`;
      const more = { credentialId, requestId, description, count: batch.length };
      const answer = await call(profile.sign, more, profile.repeatable, batch.map(itemOf));
      const transaction = textAt(answer, profile.sign.transaction);
      if (transaction === undefined || transaction === "") throw answerFault(label, profile.sign.transaction);
      return waiting(transaction);
    },

    async poll(transaction, batch) {
      const { status } = profile;
      const answer = await call(status, { transaction }, true);
      const state = status.states[textAt(answer, status.state) ?? ""] ?? "failed";
      if (state === "waiting") return waiting(transaction);
      if (state === "expired") throw expired(label);
      if (state === "refused") throw refused(label, messageOf(answer, profile), true);
      if (state === "failed") throw refused(label, messageOf(answer, profile), false);
      return { state: "signed", outcomes: outcomesOf(answer, batch, profile) };
    },
  };

  function waiting(transaction: string): SigningAnswer {
    return {
      state: "waiting",
      transaction,
      pollAfterMs: profile.pollAfterMs,
      expiresAt: new Date(Date.now() + profile.confirmMinutes * 60_000).toISOString(),
      message: `Mở ứng dụng ${label} trên điện thoại và xác nhận trong ${profile.confirmMinutes} phút.`,
    };
  }
}

/** A digest as the templates name it. Its id follows from the digest, so that any process finds it again. */
function itemOf({ digest, name }: DigestToSign, index: number): Record<string, unknown> {
  const hashHex = Buffer.from(digest).toString("hex");
  return { index, name, id: hashHex.slice(0, 32), hashHex, hashBase64: Buffer.from(digest).toString("base64") };
}

function outcomesOf(answer: unknown, batch: readonly DigestToSign[], profile: RemoteProfile): SignatureOutcome[] {
  const { signatures, signature, key } = profile.status;
  const list = listAt(answer, signatures) ?? [];
  return batch.map((one, index) => {
    const item = itemOf(one, index);
    const wanted = key === undefined ? undefined : String(item[key.is]);
    const entry = key === undefined ? list[index] : list.find((candidate) => textAt(candidate, key.at) === wanted);
    const bytes = base64Bytes(valueAt(entry, signature));
    return bytes === undefined
      ? { error: incomplete(profile.label, one.name) }
      : { signature: cmsSignature(one.algorithm, bytes) };
  });
}

/** Errors that hide behind HTTP 200, and those that do not. */
function judged(answer: ServiceAnswer, profile: RemoteProfile): unknown {
  const { fault, label } = profile;
  const code = textAt(answer.body, fault.code);
  if (code === undefined ? answer.status < 400 : fault.fine.includes(code)) {
    if (answer.body === undefined) throw answerFault(label, "trống");
    return answer.body;
  }
  const message = messageOf(answer.body, profile);
  const meant = fault.codes[code ?? String(answer.status)];
  if (meant === "KEY_HOLDER_UNAUTHORISED" || answer.status === 401 || answer.status === 403)
    throw unauthorised(label, message);
  if (meant === "KEY_HOLDER_EXPIRED") throw expired(label);
  if (meant === "KEY_HOLDER_BUSY") {
    throw new VanthuError("KEY_HOLDER_BUSY", { message: `${label} đang quá tải. Văn bản chưa được ký.`, where: label });
  }
  throw refused(label, message ?? code ?? `HTTP ${answer.status}`, false);
}

function messageOf(body: unknown, { fault }: RemoteProfile): string | undefined {
  for (const at of fault.message) {
    const line = lineAt(body, at);
    if (line !== undefined) return line;
  }
  return undefined;
}

function choice(label: string, count: number): VanthuError {
  return new VanthuError("SIGN_KEY_MISMATCH", {
    message:
      count === 0
        ? `Tài khoản tại ${label} không có chứng thư số dùng được.`
        : `Tài khoản tại ${label} có ${count} chứng thư số, chưa chọn chứng thư nào.`,
    where: label,
    hint: count === 0 ? "Kiểm tra tài khoản ký số với nhà cung cấp." : "Chọn chứng thư số trong phần cấu hình ký số.",
  });
}
