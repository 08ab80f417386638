import { type Certificate, parseCertificate, publicKeyOf } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import { fits, longestSignature } from "./algorithms.ts";
import type { SignerIdentity } from "./model.ts";
import { requirePolicy, type SignaturePolicy, TT15_2025 } from "./signature-policy.ts";
import { vietnamDate } from "./time.ts";

/** What is checked of a key holder before anything leaves the house to be signed. */
export interface CheckedIdentity {
  certificate: Certificate;
  /** Of the signature value, in bytes. */
  longestSignature: number;
}

/**
 * Checks the signing certificate before the key is used (TT 15/2025/TT-BKHCN Điều 5): valid at the time of signing, meant for signatures, and
 * of a key that fits the algorithm, and all of it within the policy. Path and revocation are the verification room's.
 *
 * @throws VanthuError SIGN_ALGORITHM_FORBIDDEN, SIGN_KEY_MISMATCH, SIGN_CERT_NOT_VALID, SIGN_CERT_USAGE; ASN1_MALFORMED, ASN1_STRUCTURE
 */
export function checkIdentity(signer: SignerIdentity, at: Date, policy: SignaturePolicy = TT15_2025): CheckedIdentity {
  const [first] = signer.certificateChain;
  if (first === undefined)
    throw new VanthuError("SIGN_KEY_MISMATCH", { message: "Thiếu chứng thư số của người ký.", where: "signer" });
  const certificate = parseCertificate(first);
  const whose = certificate.subject.commonName ?? certificate.subject.text;
  const key = publicKeyOf(certificate.publicKey);
  if (key !== undefined) requirePolicy(policy, signer.algorithm, key, signer.certificateChain.map(parseCertificate));
  if (key === undefined || !fits(signer.algorithm, key)) {
    throw new VanthuError("SIGN_KEY_MISMATCH", {
      message: `Khóa trong chứng thư số của ${whose} không dùng được với thuật toán ${signer.algorithm}.`,
      where: "signer",
    });
  }
  if (at < certificate.notBefore || at > certificate.notAfter) {
    const early = at < certificate.notBefore;
    throw new VanthuError("SIGN_CERT_NOT_VALID", {
      message: early
        ? `Chứng thư số của ${whose} chưa có hiệu lực (có hiệu lực từ ${vietnamDate(certificate.notBefore)}).`
        : `Chứng thư số của ${whose} đã hết hạn ngày ${vietnamDate(certificate.notAfter)}.`,
      where: "signer",
      hint: early ? "Kiểm tra đồng hồ của máy ký." : "Gia hạn chứng thư số rồi ký lại.",
    });
  }
  const { keyUsage } = certificate;
  if (keyUsage !== undefined && !keyUsage.has("digitalSignature") && !keyUsage.has("nonRepudiation")) {
    throw new VanthuError("SIGN_CERT_USAGE", {
      message: `Chứng thư số của ${whose} không được cấp để ký số (thiếu digitalSignature, nonRepudiation).`,
      where: "signer",
    });
  }
  return { certificate, longestSignature: longestSignature(key) };
}
