import type { Certificate } from "../asn1/index.ts";
import { summaryOfCertificate } from "./certificates.ts";
import { judge, levelOf } from "./changes/policy.ts";
import { type Evidence, revocationContext } from "./evidence.ts";
import { type Finding, finding, worstFirst } from "./findings.ts";
import type { DocumentChange, SignatureVerdict } from "./model.ts";
import type { PathFault } from "./path.ts";
import type { Proofs, TimeProof } from "./proofs.ts";
import { revocationOfPath } from "./revocation.ts";
import type { RevocationResult, RevocationStore } from "./revocation-store.ts";
import type { LookedAt } from "./signature.ts";
import { standingNow } from "./standing-now.ts";
import { CLOCK_SKEW_MS, spokenDate, spokenTime, vietnamTime } from "./time.ts";
import { type CertificationPath, findPath, type PathSearch } from "./trust.ts";

/** Joins all that was found about one signature into its verdict (EN 319 102-1, 5.3 to 5.6, with the changes after it). */
export function decide(
  signature: LookedAt,
  all: readonly LookedAt[],
  proofs: Proofs,
  evidence: Evidence,
): SignatureVerdict {
  const { cms, range } = signature;
  const findings = [...signature.findings];
  const proof = proofs.of(signature);
  for (const stamp of signature.timestamps) {
    const doubt = stamp.sound && signature.kind === "signature" ? proofs.doubt(stamp) : undefined;
    if (doubt !== undefined) findings.push(finding("TIMESTAMP_UNTRUSTED", doubt));
  }
  const own = signature.kind === "document-timestamp" ? signature.timestamps[0]?.at : undefined;
  const claimed = signature.claimed ?? own;
  timeFindings(findings, signature, claimed, proof, evidence);

  const certificate = cms?.certificate;
  const trust = judgeCertificate(findings, certificate, signature, claimed, proof, evidence);
  const { changes, changesAfter } = judgeChanges(findings, signature, all);

  const reasons = worstFirst(findings);
  const worst = reasons[0];
  const indication =
    worst?.severity === "failed"
      ? "TOTAL_FAILED"
      : worst?.severity === "indeterminate"
        ? "INDETERMINATE"
        : "TOTAL_PASSED";
  const intact = cms?.intact === true && range !== undefined;
  const signedAt = proof?.at ?? claimed;
  return {
    field: signature.name,
    kind: signature.kind,
    ...(signature.role === undefined ? {} : { role: signature.role }),
    signer: summaryOfCertificate(certificate),
    issuer: summaryOfIssuer(certificate, trust.path, evidence),
    indication,
    ...(indication === "TOTAL_PASSED" || worst?.sub === undefined ? {} : { subIndication: worst.sub }),
    intact,
    cryptographicallyValid: cms?.cryptographicallyValid === true && range !== undefined,
    trusted: trust.path !== undefined,
    ...(trust.path === undefined ? {} : { trustScope: trust.path.anchor.scope }),
    algorithm: cms?.algorithm ?? { digest: "", signature: "", keyBits: 0 },
    weak: cms?.weak === true,
    ...(signedAt === undefined ? {} : { signedAt: vietnamTime(signedAt) }),
    timeSource: proof?.source ?? (own === undefined ? "claimed" : "document-timestamp"),
    level: levelOfSignature(signature, all, proofs, evidence),
    ...(range?.end === undefined ? {} : { signedBytes: range.end }),
    coverage: range === undefined ? "partial" : range.wholeFile ? "whole-file" : "revision",
    changesAfter,
    changes,
    ...(certificate === undefined ? {} : { now: standingNow(certificate, trust.path, cms?.weak === true, evidence) }),
    revocation: trust.revocation,
    reasons: reasons.map(({ code, message }) => ({ code, message })),
  };
}

function timeFindings(
  findings: Finding[],
  signature: LookedAt,
  claimed: Date | undefined,
  proof: TimeProof | undefined,
  evidence: Evidence,
): void {
  if (claimed !== undefined && claimed.getTime() > evidence.now.getTime() + CLOCK_SKEW_MS) {
    findings.push(finding("CLAIMED_TIME_IN_FUTURE", spokenTime(claimed)));
  }
  if (signature.kind === "signature" && proof !== undefined && claimed !== undefined) {
    if (proof.at.getTime() + CLOCK_SKEW_MS < claimed.getTime()) findings.push(finding("TIMESTAMP_ORDER"));
  }
}

interface CertificateJudgement {
  path?: CertificationPath;
  revocation: SignatureVerdict["revocation"];
}

const NOT_ASKED = {
  checked: false,
  status: "unknown",
  message: "Không kiểm tra thu hồi vì không có chứng thư số được tin cậy.",
} as const;

function judgeCertificate(
  findings: Finding[],
  certificate: Certificate | undefined,
  signature: LookedAt,
  claimed: Date | undefined,
  proof: TimeProof | undefined,
  evidence: Evidence,
): CertificateJudgement {
  if (certificate === undefined) return { revocation: NOT_ASKED };
  if (signature.kind === "signature") usageFindings(findings, certificate);
  const validity = validityFinding(certificate, claimed, proof, evidence.now);
  if (validity !== undefined) findings.push(validity);
  // Where the leaf's own validity is already reported, the rest of the path is judged at a time inside it.
  const at = validity === undefined ? (proof?.at ?? evidence.now) : clamp(claimed ?? evidence.now, certificate);
  const search = findPath(certificate, evidence.pool, evidence.anchors, at);
  if (search.found === undefined) {
    findings.push(pathFinding(search));
    return { revocation: NOT_ASKED };
  }
  const path = search.found;
  if (path.anchor.scope.toLowerCase().includes("thử nghiệm")) findings.push(finding("TEST_AUTHORITY"));
  const states = revocationOfPath(path, revocationContext(evidence, at));
  const bestTime = proof?.at ?? claimed;
  states.forEach((state, i) => {
    const found = revocationFinding(state, i === 0, bestTime, proof);
    if (found !== undefined) findings.push(found);
  });
  return { path, revocation: revocationSummary(states) };
}

/** TT 15/2025/TT-BKHCN, Phụ lục II: the time of signing lies within the validity; only a timestamp proves it. */
function validityFinding(
  certificate: Certificate,
  claimed: Date | undefined,
  proof: TimeProof | undefined,
  now: Date,
): Finding | undefined {
  const { notBefore, notAfter } = certificate;
  const existed = proof?.at ?? now;
  // Verifying for a time before the validity is the path's business; only what the signature itself shows fails it.
  if (
    (proof !== undefined && proof.at < notBefore) ||
    (claimed !== undefined && claimed.getTime() + CLOCK_SKEW_MS < notBefore.getTime())
  ) {
    return finding("SIGNED_BEFORE_VALIDITY", spokenDate(notBefore));
  }
  if (claimed !== undefined && claimed > notAfter) return finding("SIGNED_AFTER_EXPIRY", spokenDate(notAfter));
  if (existed > notAfter) return finding("CERTIFICATE_EXPIRED", spokenDate(notAfter));
  return undefined;
}

function clamp(at: Date, certificate: Certificate): Date {
  const ms = Math.min(Math.max(at.getTime(), certificate.notBefore.getTime()), certificate.notAfter.getTime());
  return new Date(ms);
}

/** Usages for other trades only: TLS servers, code, timestamps, OCSP. */
const FOREIGN_USAGES: ReadonlySet<string> = new Set([
  "1.3.6.1.5.5.7.3.1",
  "1.3.6.1.5.5.7.3.3",
  "1.3.6.1.5.5.7.3.8",
  "1.3.6.1.5.5.7.3.9",
]);

function usageFindings(findings: Finding[], certificate: Certificate): void {
  const { keyUsage, extendedKeyUsage } = certificate;
  if (keyUsage !== undefined && !keyUsage.has("digitalSignature") && !keyUsage.has("nonRepudiation")) {
    findings.push(finding("KEY_USAGE_WRONG", "thiếu digitalSignature, nonRepudiation"));
  }
  if (
    extendedKeyUsage !== undefined &&
    extendedKeyUsage.length > 0 &&
    extendedKeyUsage.every((u) => FOREIGN_USAGES.has(u))
  ) {
    findings.push(finding("KEY_USAGE_WRONG", "chỉ cấp cho mục đích khác"));
  }
}

const PATH_FAULTS: Record<PathFault["code"], string> = {
  SIGNATURE_BROKEN: "chữ ký của tổ chức cấp không đúng",
  NOT_YET_VALID: "có chứng thư số chưa đến hạn dùng",
  EXPIRED: "có chứng thư số đã hết hạn",
  NAMES_DO_NOT_CHAIN: "tên người cấp không khớp",
  NOT_A_CA: "có chứng thư số không được quyền cấp chứng thư khác",
  PATH_TOO_LONG: "đường dẫn dài hơn tổ chức cấp cho phép",
  KEY_USAGE: "có khóa không được dùng để cấp chứng thư số",
  UNKNOWN_CRITICAL_EXTENSION: "có phần mở rộng bắt buộc mà Vanthu không hiểu",
  NAME_CONSTRAINT: "tên nằm ngoài phạm vi tổ chức cấp được phép cấp",
  POLICY: "chính sách chứng thư không thỏa mãn",
};

function pathFinding(search: PathSearch): Finding {
  const fault = search.fault;
  if (fault === undefined) return finding("NO_CERTIFICATE_CHAIN");
  if (fault.code === "SIGNATURE_BROKEN") return finding("CHAIN_SIGNATURE_BROKEN");
  const name = fault.certificate.subject.commonName ?? fault.certificate.subject.text;
  return finding("CHAIN_INVALID", `${PATH_FAULTS[fault.code]} (“${name}”)`);
}

function revocationFinding(
  state: RevocationResult,
  leaf: boolean,
  bestTime: Date | undefined,
  proof: TimeProof | undefined,
): Finding | undefined {
  if (state.status === "unknown") return finding("REVOCATION_UNKNOWN");
  if (state.status === "good") return undefined;
  const revokedAt = state.revokedAt ?? new Date(0);
  const when = spokenTime(revokedAt);
  if (proof !== undefined && proof.at < revokedAt) return finding("SIGNED_BEFORE_REVOCATION", when);
  if (!leaf) return finding("CA_REVOKED", when);
  return bestTime !== undefined && bestTime < revokedAt ? finding("REVOKED_NO_PROOF", when) : finding("REVOKED", when);
}

function revocationSummary(states: readonly RevocationResult[]): SignatureVerdict["revocation"] {
  const revoked = states.find((s) => s.status === "revoked");
  if (revoked !== undefined) {
    const when = revoked.revokedAt === undefined ? "" : ` lúc ${spokenTime(revoked.revokedAt)}`;
    return {
      checked: true,
      status: "revoked",
      source: revoked.source,
      message: `Có chứng thư số bị thu hồi${when} (${revoked.source}).`,
    };
  }
  if (states.some((s) => s.status === "unknown")) {
    return {
      checked: false,
      status: "unknown",
      message: "Chưa kiểm tra được tình trạng thu hồi của chứng thư số: không có CRL, OCSP dùng được.",
    };
  }
  const sources = [...new Set(states.flatMap((s) => (s.source === undefined ? [] : [s.source])))].join(", ");
  const latest = states.flatMap((s) => (s.producedAt === undefined ? [] : [s.producedAt.getTime()]));
  const made = latest.length === 0 ? "" : `, thông tin lập lúc ${spokenTime(new Date(Math.min(...latest)))}`;
  return {
    checked: true,
    status: "good",
    ...(sources === "" ? {} : { source: sources }),
    message:
      sources === ""
        ? "Chứng thư số là gốc tin cậy được cấu hình."
        : `Chứng thư số không bị thu hồi (${sources}${made}).`,
  };
}

function judgeChanges(
  findings: Finding[],
  signature: LookedAt,
  all: readonly LookedAt[],
): { changes: DocumentChange[]; changesAfter: SignatureVerdict["changesAfter"] } {
  const { range } = signature;
  if (range === undefined) return { changes: [], changesAfter: "other" };
  const changes: DocumentChange[] = [];
  let unreadable = false;
  const certifications = all.filter((s) => s.permission !== undefined);
  const signedFields = new Set(all.filter((s) => s.range !== undefined).map((s) => s.name));
  for (let revision = range.revision + 1; revision < range.total; revision++) {
    const step = signature.changes(revision);
    if (step instanceof Error) {
      unreadable = true;
      findings.push(finding("CHANGES_UNREADABLE", step.message.replace(/\.$/, "")));
      continue;
    }
    // Permissions of every certification made before this saving count; locks are those of this signature.
    const permissions = certifications.flatMap((s) =>
      s.permission !== undefined && (s.range?.revision ?? 0) < revision ? [s.permission] : [],
    );
    const permission = permissions.length === 0 ? undefined : (Math.min(...permissions) as 1 | 2 | 3);
    const { limit, locks, role } = signature;
    const terms = { permission, limit, locks, seal: role === "seal", signedFields };
    for (const change of step) changes.push(judge(terms, change));
  }
  const forbidden = changes.filter((c) => !c.allowed);
  for (const change of forbidden.slice(0, 20)) findings.push(finding("FORBIDDEN_CHANGE", lowerFirst(change.what)));
  const visible = changes.filter((c) => c.allowed && c.class !== "lta");
  if (forbidden.length === 0 && visible.length > 0) {
    findings.push(finding("ALLOWED_CHANGES", visible.map((c) => lowerFirst(c.what)).join("; ")));
  }
  return { changes, changesAfter: unreadable ? "other" : levelOf(changes) };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Level by ETSI EN 319 142-1, 6: what proof stands with the signature. */
function levelOfSignature(
  signature: LookedAt,
  all: readonly LookedAt[],
  proofs: Proofs,
  evidence: Evidence,
): SignatureVerdict["level"] {
  const { cms, range } = signature;
  const baseline =
    signature.kind === "signature" &&
    signature.subFilter === "ETSI.CAdES.detached" &&
    cms?.hasEss === true &&
    range !== undefined &&
    !signature.findings.some((f) => f.code === "NOT_BASELINE" || f.code === "BYTE_RANGE_INVALID");
  if (!baseline) return "none";
  const proof = proofs.of(signature);
  if (proof === undefined) return "B-B";
  // The signer and whoever proves the time, each to be judged by the file's own evidence.
  const stamps = all
    .flatMap((s) => (s === signature || s.kind === "document-timestamp" ? s.timestamps : []))
    .filter((t) => t.sound && t.at?.getTime() === proof.at.getTime());
  const complete = (revision: number) =>
    isJudgedBy(evidence.dssAt(revision), cms?.certificate, proof.at, evidence) &&
    stamps.some((t) => isJudgedBy(evidence.dssAt(revision), t.certificate, proof.at, evidence));
  if (!complete(range.total - 1)) return "B-T";
  const archived = all.some(
    (s) =>
      s.kind === "document-timestamp" &&
      s.range !== undefined &&
      s.range.revision > range.revision &&
      s.timestamps.some((t) => t.sound && proofs.doubt(t) === undefined) &&
      complete(s.range.revision),
  );
  return archived ? "B-LTA" : "B-LT";
}

/** Can a certificate be judged at a time with these revocation data alone? */
function isJudgedBy(
  store: RevocationStore,
  certificate: Certificate | undefined,
  at: Date,
  evidence: Evidence,
): boolean {
  if (certificate === undefined) return false;
  const path = findPath(certificate, evidence.pool, evidence.anchors, at).found;
  if (path === undefined) return false;
  const states = revocationOfPath(path, { ...revocationContext(evidence, at), store });
  return states.every(({ status }) => status !== "unknown");
}

function summaryOfIssuer(
  certificate: Certificate | undefined,
  path: CertificationPath | undefined,
  evidence: Evidence,
): SignatureVerdict["issuer"] {
  if (certificate === undefined) return { commonName: "" };
  const issuer =
    path?.certificates[1] ?? path?.anchor.certificate ?? evidence.pool.withSubject(certificate.issuer.canonical)[0];
  if (issuer !== undefined && issuer.subject.canonical === certificate.issuer.canonical)
    return summaryOfCertificate(issuer);
  const { commonName, organisation, text } = certificate.issuer;
  return { commonName: commonName ?? text, ...(organisation === undefined ? {} : { organisation }) };
}
