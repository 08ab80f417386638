import { setTimeout as sleep } from "node:timers/promises";
import { VanthuError } from "../../errors/index.ts";
import type { DigestToSign, KeyHolder } from "../../key-holders/index.ts";
import { prepareSignature } from "../../signing/index.ts";
import type { OfficeContext } from "../context.ts";
import { refuseUnsound } from "../issuing.ts";
import { checkSigner, requireName } from "../keys/checks.ts";
import { heldKey } from "../keys/holding.ts";
import type { Unlock } from "../keys/model.ts";
import { preferredOf, type StoredKey, storedKeys } from "../keys/records.ts";
import { completeAtLevel, type LevelledPdf } from "../signing/levels.ts";
import { readSigningSettings } from "../signing/settings.ts";

/** How long a person is waited for who confirms on a device, in milliseconds; a browser waits no longer. */
const CONFIRMATION_MS = 90_000;

/**
 * Signs an electronic copy with the organisation's key (NĐ30 Điều 25.1.c, 33.2; Phụ lục I, Phần II, I.3): text without a picture at the top
 * right. The signed file must stand our own check.
 *
 * @param line what is written
 * @throws KEY_MISSING, P12_PASSWORD_WRONG, KEY_HOLDER_*, SIGN_*, TSA_*, REVOCATION_UNAVAILABLE, SIGNED_FILE_UNSOUND
 */
export async function signCopy(
  context: OfficeContext,
  organisationId: string,
  copy: { pdf: Uint8Array; line: string; name: string; at: Date },
  { keyId, ...unlock }: Unlock & { keyId?: string },
): Promise<LevelledPdf> {
  const key = await sealKey(context, organisationId, keyId);
  const { holder, lock } = await heldKey(context, key, unlock);
  try {
    const signer = await holder.identity();
    const { certificate } = await checkSigner(context, signer);
    // The line names the organisation: whoever checks the copy compares it with the certificate.
    requireName(certificate, (await context.access.organisation(organisationId)).name, true);
    const settings = await readSigningSettings(context, organisationId);
    const { state, preparedPdf } = prepareSignature({
      pdf: copy.pdf,
      signer,
      role: "copy",
      text: copy.line,
      at: copy.at,
      level: settings.level,
    });
    const digest: DigestToSign = {
      digest: new Uint8Array(Buffer.from(state.digest, "base64")),
      data: new Uint8Array(Buffer.from(state.attributes, "base64")),
      algorithm: state.algorithm,
      name: copy.name,
    };
    const signature = await answered(holder, digest, state.nonce, unlock);
    const signed = await completeAtLevel(context, settings, settings.level, state, preparedPdf, signature);
    await refuseUnsound(context, signed.pdf);
    return signed;
  } finally {
    lock();
  }
}

/** The organisation's key that is asked for, else the preferred one. @throws KEY_MISSING */
export async function sealKey(context: OfficeContext, organisationId: string, keyId?: string): Promise<StoredKey> {
  const keys = (await storedKeys(context.storage, organisationId)).map(({ data }) => data);
  const seals = keys.filter(({ id, personId }) => personId === undefined && (keyId === undefined || id === keyId));
  const key = preferredOf(seals);
  if (key !== undefined) return key;
  throw new VanthuError("KEY_MISSING", {
    message: "Cơ quan chưa có chứng thư số.",
    hint: "Đề nghị quản trị viên cấp chứng thư ở trang Quản trị.",
  });
}

/**
 * The holder's signature, waited for while a person confirms it.
 *
 * @param what is not signed otherwise, "Bản sao"
 */
export async function answered(
  holder: KeyHolder,
  digest: DigestToSign,
  requestId: string,
  { pin, otp }: Unlock,
  what = "Bản sao",
): Promise<Uint8Array> {
  const authorisation = { requestId, ...(pin === undefined ? {} : { pin }), ...(otp === undefined ? {} : { otp }) };
  let answer = await holder.signDigests([digest], authorisation);
  const until = Date.now() + CONFIRMATION_MS;
  while (answer.state === "waiting" && holder.poll !== undefined && Date.now() + answer.pollAfterMs < until) {
    await sleep(answer.pollAfterMs);
    answer = await holder.poll(answer.transaction, [digest]);
  }
  const outcome = answer.state === "signed" ? answer.outcomes[0] : undefined;
  if (outcome?.signature !== undefined) return outcome.signature;
  throw (
    outcome?.error ??
    new VanthuError("KEY_HOLDER_EXPIRED", {
      message: `Chưa nhận được xác nhận ký trên thiết bị. ${what} chưa được ký.`,
      hint: "Ký lại và xác nhận trên thiết bị trong vòng một phút rưỡi.",
    })
  );
}
