import { createHash } from "node:crypto";
import { type Certificate, parseCertificate, publicKeyOf } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import { ALGORITHMS, verifyBytes } from "./algorithms.ts";
import { isSignedBy, signedAttributes, signedData } from "./cms.ts";
import type { SignatureState, SignedPdf, SignerIdentity, SignRequest } from "./model.ts";
import { draftSignature, rangeDigest, type SignatureDraft } from "./prepare.ts";

/**
 * Second half of a signature: takes the key holder's answer and puts it into the prepared file. Everything in the state is worked out again
 * from the file and the certificate, so an altered state or file is refused, and the signature is verified against the announced
 * certificate before it is embedded. That the same state is not completed twice is the store's care (`state.nonce`).
 *
 * @param signature over `state.attributes` (that is, of `state.digest`); ECDSA in DER
 * @param now for the expiry
 * @returns the signed file: `preparedPdf` with its hole filled
 * @throws VanthuError SIGN_STATE_MISMATCH, SIGN_STATE_EXPIRED, SIGN_SIGNATURE_INVALID, SIGN_TOO_LARGE
 */
export function completeSignature(
  state: SignatureState,
  preparedPdf: Uint8Array,
  signature: Uint8Array,
  now: Date = new Date(),
): SignedPdf {
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
  const draft = { pdf: Uint8Array.from(preparedPdf), byteRange, field, certificate, attributes };
  return embed(draft, { certificateChain: chain, algorithm: state.algorithm }, signature);
}

/** Verifies a signature against the announced certificate, then fills the draft's hole in place. */
function embed(draft: SignatureDraft, signer: SignerIdentity, signature: Uint8Array): SignedPdf {
  const { pdf, byteRange, field, certificate, attributes } = draft;
  const key = publicKeyOf(certificate.publicKey);
  if (key === undefined || !verifyBytes(signer.algorithm, key, attributes, signature)) {
    throw new VanthuError("SIGN_SIGNATURE_INVALID", {
      message: "Chữ ký nhận được không phải do chứng thư số đã báo trước tạo ra. Văn bản chưa được ký.",
      where: certificate.subject.commonName ?? certificate.subject.text,
      hint: "Kiểm tra chứng thư số đã chọn trên thiết bị hoặc dịch vụ ký rồi ký lại.",
    });
  }
  const cms = signedData(signer.algorithm, certificate, signer.certificateChain, attributes, signature);
  const [, hole, after] = byteRange;
  const room = (after - hole - 2) / 2;
  // Failing is right here: a truncated CMS would be a broken signature in a file that looks signed.
  if (cms.length > room) {
    throw new VanthuError("SIGN_TOO_LARGE", {
      message: `Chữ ký (${cms.length} byte) lớn hơn chỗ dành sẵn (${room} byte).`,
    });
  }
  Buffer.from(pdf.buffer, pdf.byteOffset).write(Buffer.from(cms).toString("hex"), hole + 1, "latin1");
  checkEmbedded(draft, cms.length, ALGORITHMS[signer.algorithm].digest);
  return { pdf, field };
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
  if (createHash("sha256").update(preparedPdf).digest("hex") !== state.documentSha256) throw altered("documentSha256");
  const [start, hole, after, rest] = state.byteRange;
  const whole = [start, hole, after, rest].every(Number.isSafeInteger) && start === 0 && hole > 0 && hole < after;
  if (!whole || after + rest !== preparedPdf.length) throw altered("byteRange");
  const token = Buffer.from(preparedPdf.subarray(hole, after)).toString("latin1");
  if (!/^<(00)+>$/.test(token)) throw altered("byteRange");
  const [first] = state.certificateChain;
  const certificate = parseCertificate(new Uint8Array(Buffer.from(first ?? "", "base64")));
  if (certificate.sha256 !== state.certificateSha256) throw altered("certificateSha256");
  const attributes = signedAttributes(rangeDigest(preparedPdf, state.byteRange, profile.digest), certificate);
  if (Buffer.from(attributes).toString("base64") !== state.attributes) throw altered("attributes");
  if (createHash(profile.digest).update(attributes).digest("base64") !== state.digest) throw altered("digest");
  return certificate;
}

/** Reads the signature back out of the finished file, as whoever receives it will. */
function checkEmbedded({ pdf, byteRange, certificate }: SignatureDraft, length: number, digest: string): void {
  const start = byteRange[1] + 1;
  const hex = Buffer.from(pdf.subarray(start, start + 2 * length)).toString("latin1");
  if (!isSignedBy(new Uint8Array(Buffer.from(hex, "hex")), rangeDigest(pdf, byteRange, digest), certificate))
    throw new VanthuError("SIGN_SIGNATURE_INVALID", { message: "Chữ ký vừa ghi vào tệp không kiểm tra lại được." });
}

/**
 * Signs a PDF: PAdES baseline B-B (ETSI EN 319 142-1) in an incremental update, so every earlier byte and signature stays as it is.
 *
 * The leader's is a certification signature that still allows filling in number and date, and signing (DocMDP P=2); the seal, and the
 * signatures on appendices and copies, are approval signatures.
 *
 * @throws VanthuError the codes of {@link prepareSignature} and {@link completeSignature}
 *
 * @example
 * const leader = await signPdf({ pdf: layFields(pdf, anchors), signer, role: "leader", at: new Date(), anchors });
 * const numbered = fillFields(leader.pdf, { SoVanBan: "32", NgayBanHanh: "05", ThangBanHanh: "01", NamBanHanh: "2026" });
 * const issued = await signPdf({ pdf: numbered, signer: sealSigner, role: "seal", at: new Date() });
 */
export async function signPdf(request: SignRequest): Promise<SignedPdf> {
  const draft = draftSignature(request);
  return embed(draft, request.signer, await request.signer.sign(draft.attributes));
}
