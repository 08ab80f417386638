import { type Certificate, parseCertificate } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { SignerIdentity } from "../signing/index.ts";
import {
  CertificatePool,
  findPath,
  parseAnchors,
  RevocationStore,
  revocationOfPath,
  type TrustAnchor,
} from "../verification/index.ts";

/** With what a certificate is checked. Bytes are DER. */
export interface CertificateEvidence {
  trust: readonly TrustAnchor[];
  crls?: readonly Uint8Array[];
  ocsp?: readonly Uint8Array[];
}

/** What is known of a certificate that may sign. */
export interface CheckedCertificate {
  certificate: Certificate;
  /** Scope of the anchor its path leads to. */
  scope: string;
  /** "unknown": nothing that speaks of it is at hand; verification will say so too. */
  revocation: "good" | "unknown";
}

/**
 * Checks a signing certificate before any digest leaves (TT 15/2025/TT-BKHCN Điều 5): valid now, meant for signatures, a valid path to a
 * configured anchor, and not revoked as far as is known here.
 *
 * @throws VanthuError SIGN_CERT_NOT_VALID, SIGN_CERT_USAGE, SIGN_CERT_UNTRUSTED, SIGN_CERT_REVOKED; ASN1_*
 */
export function checkCertificate(
  identity: SignerIdentity,
  at: Date,
  evidence: CertificateEvidence,
): CheckedCertificate {
  const [first, ...issuers] = identity.certificateChain;
  if (first === undefined) throw new VanthuError("SIGN_KEY_MISMATCH", { message: "Thiếu chứng thư số của người ký." });
  const certificate = parseCertificate(first);
  const whose = certificate.subject.commonName ?? certificate.subject.text;
  if (at < certificate.notBefore || at > certificate.notAfter) {
    const early = at < certificate.notBefore;
    throw new VanthuError("SIGN_CERT_NOT_VALID", {
      message: `Chứng thư số của ${whose} ${early ? "chưa có hiệu lực" : "đã hết hạn"}. Văn bản chưa được ký.`,
      where: whose,
      hint: early ? "Kiểm tra đồng hồ của máy." : "Gia hạn chứng thư số rồi ký lại.",
    });
  }
  const { keyUsage } = certificate;
  if (keyUsage !== undefined && !keyUsage.has("digitalSignature") && !keyUsage.has("nonRepudiation")) {
    throw new VanthuError("SIGN_CERT_USAGE", {
      message: `Chứng thư số của ${whose} không được cấp để ký số.`,
      where: whose,
      hint: "Chọn chứng thư số ký của người này.",
    });
  }
  const anchors = parseAnchors(evidence.trust);
  const pool = new CertificatePool(issuers);
  const { found, fault } = findPath(certificate, pool, anchors, at);
  if (found === undefined) {
    throw new VanthuError("SIGN_CERT_UNTRUSTED", {
      message: `Chứng thư số của ${whose} không dẫn được tới cơ quan chứng thực gốc đã cấu hình. Văn bản chưa được ký.`,
      where: fault === undefined ? whose : `${whose} (${fault.code})`,
      hint: "Đề nghị quản trị viên cấu hình chứng thư gốc của nhà cung cấp, hoặc dùng chứng thư số khác.",
    });
  }
  const store = new RevocationStore();
  for (const crl of evidence.crls ?? []) store.addCrl(crl);
  for (const response of evidence.ocsp ?? []) store.addOcsp(response);
  const states = revocationOfPath(found, { store, pool, anchors, at, now: at });
  if (states.some(({ status }) => status === "revoked")) {
    throw new VanthuError("SIGN_CERT_REVOKED", {
      message: `Chứng thư số của ${whose} đã bị thu hồi. Văn bản chưa được ký.`,
      where: whose,
      hint: "Dùng chứng thư số còn hiệu lực.",
    });
  }
  const revocation = states.every(({ status }) => status === "good") ? "good" : "unknown";
  return { certificate, scope: found.anchor.scope, revocation };
}
