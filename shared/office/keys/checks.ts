import { type Certificate, parseCertificate } from "../../asn1/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { type CertificateEvidence, checkCertificate, plainName } from "../../key-holders/index.ts";
import { type SignerIdentity, ValidationCollector } from "../../signing/index.ts";
import type { OfficeContext } from "../context.ts";
import { revocationSources } from "../signing/levels.ts";

/** What is known of a certificate that may sign. */
export interface CheckedSigner {
  certificate: Certificate;
  /** What could not be checked (Vietnamese). */
  warning?: string;
}

/** A person waits for these answers; signing itself asks again where its level needs them. */
const ASK_MS = 5_000;
const ASK_ALL_MS = 8_000;

/**
 * Checks a certificate before it is taken in and before any digest leaves (TT 15/2025/TT-BKHCN Điều 5, Phụ lục II): validity, usage, path,
 * and revocation by the lists at hand or, where these say nothing, by asking OCSP and CRL addresses. When neither can be had, a warning is
 * given, as Phụ lục II demands, and the person decides.
 *
 * @throws VanthuError SIGN_CERT_NOT_VALID, SIGN_CERT_USAGE, SIGN_CERT_UNTRUSTED, SIGN_CERT_REVOKED; ASN1_*
 */
export async function checkSigner(context: OfficeContext, identity: SignerIdentity): Promise<CheckedSigner> {
  const at = context.clock();
  const evidence = await context.keyring.trust();
  const offline = checkCertificate(identity, at, evidence);
  if (offline.revocation === "good") return { certificate: offline.certificate };
  const asked = await askedEvidence(context, identity, evidence);
  const { certificate, revocation } = checkCertificate(identity, at, asked);
  if (revocation === "good") return { certificate };
  const whose = certificate.subject.commonName ?? certificate.subject.text;
  return {
    certificate,
    warning: `Chưa kiểm tra được chứng thư số của ${whose} có bị thu hồi hay không: không có OCSP và danh sách thu hồi (CRL) nào dùng được.`,
  };
}

/** The name on a certificate must be that of whom it is to speak for. @throws SIGN_CERT_OTHER_PERSON */
export function requireName({ subject }: Certificate, wanted: string, organisation: boolean): void {
  const names = organisation ? [subject.commonName, subject.organisation] : [subject.commonName];
  if (names.some((one) => one !== undefined && plainName(one) === plainName(wanted))) return;
  throw new VanthuError("SIGN_CERT_OTHER_PERSON", {
    message: `Chứng thư số là của ${subject.commonName ?? subject.text}, không phải của ${wanted}.`,
    where: subject.commonName ?? subject.text,
    hint: "Chọn đúng chứng thư số của người ký (hoặc của cơ quan khi đóng dấu).",
  });
}

/** The evidence with what the addresses in the certificates answered. */
async function askedEvidence(
  context: OfficeContext,
  { certificateChain }: SignerIdentity,
  evidence: CertificateEvidence,
): Promise<CertificateEvidence> {
  const collector = new ValidationCollector({
    ...(await revocationSources(context)),
    timeoutMs: ASK_MS,
    totalMs: ASK_ALL_MS,
  });
  collector.know(certificateChain);
  try {
    const { ocsps, crls } = await collector.collect(parseCertificate(certificateChain[0]!), context.clock());
    return { ...evidence, crls: [...(evidence.crls ?? []), ...crls], ocsp: ocsps };
  } catch (error) {
    if (isVanthuError(error) && error.code === "REVOCATION_UNAVAILABLE") return evidence;
    throw error;
  }
}
