import { createHash } from "node:crypto";
import { type Certificate, parseCertificate, publicKeyOf } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import { ALGORITHMS, verifyBytes } from "./algorithms.ts";
import { holds, signedAttributes, signedData } from "./cms.ts";
import { fileDigests, fillHole, isEmptyHole, readHole } from "./holes.ts";
import { extendSignature } from "./long-term/extend.ts";
import type { LevelOptions, RevocationOptions } from "./long-term/model.ts";
import { requestTimestamp, requireAuthority } from "./long-term/request-timestamp.ts";
import { ValidationCollector } from "./long-term/validation-data.ts";
import type { SignatureState, SignedPdf, SignerIdentity, SignRequest } from "./model.ts";
import { draftSignature, type SignatureDraft } from "./prepare.ts";
import { vietnamDate } from "./time.ts";
import { checkRoom, tokenRoom } from "./token-room.ts";

/**
 * Second half of a signature: takes the key holder's answer and puts it into the prepared file. Everything in the state is worked out again
 * from the file and the certificate, so an altered state or file is refused, and the signature is verified against the announced
 * certificate before it is embedded. That the same state is not completed twice is the store's care (`state.nonce`).
 *
 * @param signature over `state.attributes` (that is, of `state.digest`); ECDSA in DER
 * @param now for the expiry
 * @param options `inPlace`: the signature is written into `preparedPdf` itself, for whoever needs it no more; otherwise that stays as it is
 * @returns the signed file: `preparedPdf` with its hole filled
 * @throws VanthuError SIGN_STATE_MISMATCH, SIGN_STATE_EXPIRED, SIGN_SIGNATURE_INVALID, SIGN_TOO_LARGE
 */
export function completeSignature(
  state: SignatureState,
  preparedPdf: Uint8Array,
  signature: Uint8Array,
  now: Date = new Date(),
  { inPlace = false }: { inPlace?: boolean } = {},
): SignedPdf {
  const { draft, signer } = draftOf(state, preparedPdf, now, inPlace);
  checkSignature(draft, signer, signature);
  return embed(draft, signer, signature);
}

/**
 * As {@link completeSignature}, and on to the level that the state was prepared for, or a lower one: the signature is verified, then
 * stamped, then embedded, then validation data and document timestamp are added.
 *
 * @throws VanthuError those of {@link completeSignature}; TSA_*, REVOCATION_UNAVAILABLE. The state can be completed again as long as it runs
 */
export async function completeSignatureAtLevel(
  state: SignatureState,
  preparedPdf: Uint8Array,
  signature: Uint8Array,
  options: LevelOptions,
  now: Date = new Date(),
): Promise<SignedPdf> {
  const { draft, signer } = draftOf(state, preparedPdf, now);
  return finish(draft, signer, signature, options);
}

/** The draft that a stored state speaks of, everything in it worked out again. */
function draftOf(
  state: SignatureState,
  preparedPdf: Uint8Array,
  now: Date,
  inPlace = false,
): { draft: SignatureDraft; signer: SignerIdentity } {
  const certificate = checkState(state, preparedPdf);
  if (!(now.getTime() <= Date.parse(state.expiresAt))) {
    throw new VanthuError("SIGN_STATE_EXPIRED", {
      message: "Đã quá thời hạn chờ chữ ký. Văn bản chưa được ký.",
      hint: "Chuẩn bị ký lại từ đầu.",
    });
  }
  const attributes = new Uint8Array(Buffer.from(state.attributes, "base64"));
  const chain = state.certificateChain.map((encoded) => new Uint8Array(Buffer.from(encoded, "base64")));
  const { byteRange, field } = state;
  return {
    draft: { pdf: inPlace ? preparedPdf : Uint8Array.from(preparedPdf), byteRange, field, certificate, attributes },
    signer: { certificateChain: chain, algorithm: state.algorithm },
  };
}

/** Verifies a signature against the announced certificate. */
function checkSignature(draft: SignatureDraft, signer: SignerIdentity, signature: Uint8Array): void {
  const { certificate, attributes } = draft;
  const key = publicKeyOf(certificate.publicKey);
  if (key === undefined || !verifyBytes(signer.algorithm, key, attributes, signature)) {
    throw new VanthuError("SIGN_SIGNATURE_INVALID", {
      message: "Chữ ký nhận được không phải do chứng thư số đã báo trước tạo ra. Văn bản chưa được ký.",
      where: certificate.subject.commonName ?? certificate.subject.text,
      hint: "Kiểm tra chứng thư số đã chọn trên thiết bị hoặc dịch vụ ký rồi ký lại.",
    });
  }
}

/** Fills the draft's hole in place. */
function embed(
  draft: SignatureDraft,
  signer: SignerIdentity,
  signature: Uint8Array,
  timestamp?: Uint8Array,
): SignedPdf {
  const { pdf, byteRange, field, certificate, attributes } = draft;
  const cms = signedData(
    signer.algorithm,
    certificate,
    signer.certificateChain,
    attributes,
    signature,
    timestamp === undefined ? {} : { timestamp },
  );
  const [, hole, after] = byteRange;
  const room = (after - hole - 2) / 2;
  // Failing is right here: a truncated CMS would be a broken signature in a file that looks signed.
  if (cms.length > room) {
    throw new VanthuError("SIGN_TOO_LARGE", {
      message: `Chữ ký (${cms.length} byte) lớn hơn chỗ dành sẵn (${room} byte).`,
    });
  }
  fillHole(pdf, byteRange, cms);
  // Outside the hole nothing was touched since the digest was taken, so what there is to be read back is the hole.
  if (!holds(readHole(pdf, byteRange, cms.length), { certificate, attributes, signature }))
    throw new VanthuError("SIGN_SIGNATURE_INVALID", { message: "Chữ ký vừa ghi vào tệp không kiểm tra lại được." });
  return { pdf, field, ...(draft.placement === undefined ? {} : { placement: draft.placement }) };
}

function altered(what: string): VanthuError {
  return new VanthuError("SIGN_STATE_MISMATCH", {
    message: `Hồ sơ chờ ký không khớp với tệp đã chuẩn bị (${what}). Văn bản chưa được ký.`,
    where: what,
    hint: "Chuẩn bị ký lại từ đầu.",
  });
}

/** Works out again what the state claims. */
function checkState(state: SignatureState, preparedPdf: Uint8Array): Certificate {
  const profile = ALGORITHMS[state.algorithm];
  if (state.version !== 1 || profile === undefined) throw altered("version, algorithm");
  const [start, hole, after, rest] = state.byteRange;
  const whole = [start, hole, after, rest].every(Number.isSafeInteger) && start === 0 && hole > 0 && hole < after;
  if (!whole || after + rest !== preparedPdf.length) throw altered("byteRange");
  const digests = fileDigests(preparedPdf, state.byteRange, profile.digest);
  if (digests.whole !== state.documentSha256) throw altered("documentSha256");
  if (!isEmptyHole(preparedPdf, state.byteRange)) throw altered("byteRange");
  const [first] = state.certificateChain;
  const certificate = parseCertificate(new Uint8Array(Buffer.from(first ?? "", "base64")));
  if (certificate.sha256 !== state.certificateSha256) throw altered("certificateSha256");
  const attributes = signedAttributes(digests.range, certificate);
  if (Buffer.from(attributes).toString("base64") !== state.attributes) throw altered("attributes");
  if (createHash(profile.digest).update(attributes).digest("base64") !== state.digest) throw altered("digest");
  return certificate;
}

/** Verifies the key holder's answer, has it stamped when the level asks for it, embeds it, and goes on to the level. */
async function finish(
  draft: SignatureDraft,
  signer: SignerIdentity,
  signature: Uint8Array,
  { level = "B-B", timestamp, revocation }: LevelOptions,
): Promise<SignedPdf> {
  checkSignature(draft, signer, signature);
  if (level === "B-B") return embed(draft, signer, signature);
  const options = timestamp ?? { authorities: [] };
  // RFC 3161, annex A: what is stamped is the value of the signature.
  const stamp = await requestTimestamp(createHash("sha256").update(signature).digest(), options);
  checkRoom(stamp, options);
  const signed = embed(draft, signer, signature, stamp.token);
  if (level === "B-T") return signed;
  const { pdf } = await extendSignature(signed.pdf, level, {
    timestamp: options,
    ...(revocation === undefined ? {} : { revocation }),
  });
  return { ...signed, pdf };
}

/**
 * Signs a PDF: PAdES baseline (ETSI EN 319 142-1) in incremental updates, so every earlier byte and signature stays as it is.
 *
 * The leader's is a certification signature that still allows filling in number and date, and signing (DocMDP P=2); the seal, and the
 * signatures on appendices and copies, are approval signatures. Without options the level is B-B and nothing is asked of a network. From
 * B-LT on the signing certificate's revocation is looked up before the key is used, and all signatures of the file reach the level.
 *
 * @throws VanthuError the codes of {@link prepareSignature} and {@link completeSignature}; TSA_*, SIGN_CERT_REVOKED, REVOCATION_UNAVAILABLE
 *
 * @example
 * const leader = await signPdf({ pdf: layFields(pdf, anchors), signer, role: "leader", at: new Date(), anchors });
 * const numbered = fillFields(leader.pdf, { SoVanBan: "32", NgayBanHanh: "05", ThangBanHanh: "01", NamBanHanh: "2026" });
 * const issued = await signPdf(
 *   { pdf: numbered, signer: sealSigner, role: "seal", at: new Date() },
 *   { level: "B-LTA", timestamp: { authorities: [{ url: "http://tsa.example/tsr" }] } },
 * );
 */
export async function signPdf(request: SignRequest, options: LevelOptions = {}): Promise<SignedPdf> {
  const { level = "B-B", timestamp, revocation } = options;
  const draft = draftSignature(request, tokenRoom(level, timestamp));
  // What is missing is said before the key is used.
  if (level !== "B-B") requireAuthority(timestamp);
  if (level === "B-LT" || level === "B-LTA")
    await refuseRevoked(draft.certificate, request.signer.certificateChain, revocation);
  return finish(draft, request.signer, await request.signer.sign(draft.attributes), options);
}

/** TT 15/2025/TT-BKHCN Điều 5: whether the certificate is revoked is checked before the key is used. */
async function refuseRevoked(
  certificate: Certificate,
  chain: Uint8Array[],
  revocation: RevocationOptions = {},
): Promise<void> {
  const collector = new ValidationCollector(revocation);
  collector.know(chain);
  const { revoked } = await collector.collect(certificate, revocation.now?.() ?? new Date());
  if (revoked === undefined) return;
  throw new VanthuError("SIGN_CERT_REVOKED", {
    message: `Chứng thư số của ${certificate.subject.commonName ?? certificate.subject.text} đã bị thu hồi ngày ${vietnamDate(revoked.at)}. Văn bản chưa được ký.`,
    where: "signer",
    hint: "Đề nghị tổ chức chứng thực cấp chứng thư số mới.",
  });
}
