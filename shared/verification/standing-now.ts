import type { Certificate } from "../asn1/index.ts";
import { type Evidence, revocationContext } from "./evidence.ts";
import type { StandingNow } from "./model.ts";
import { revocationOfPath } from "./revocation.ts";
import { spokenDate, spokenTime, vietnamTime } from "./time.ts";
import { type CertificationPath, findPath } from "./trust.ts";

/** Everything that can be said about signing with a certificate at the time of the check. `%s` takes a detail. */
const REASONS = {
  NOW_EXPIRED: "Chứng thư số đã hết hạn từ ngày %s.",
  NOW_NOT_YET_VALID: "Chứng thư số chỉ có hiệu lực từ ngày %s.",
  NOW_REVOKED: "Chứng thư số đã bị thu hồi lúc %s.",
  NOW_CA_REVOKED: "Chứng thư số của tổ chức chứng thực đã bị thu hồi lúc %s.",
  NOW_NOT_TRUSTED: "Hiện không dẫn được chứng thư số đến tổ chức nào được cấu hình tin cậy.",
  NOW_WEAK_ALGORITHM: "Thuật toán của chữ ký nay bị coi là yếu.",
  NOW_REVOCATION_UNKNOWN: "Chưa có thông tin thu hồi mới đến lúc kiểm tra.",
} as const;

/** A code of {@link StandingNow}. */
export type StandingCode = keyof typeof REASONS;

/** Reasons that leave the question open; the others answer it with no. */
const OPEN: ReadonlySet<StandingCode> = new Set(["NOW_REVOCATION_UNKNOWN", "NOW_NOT_TRUSTED"]);

/**
 * Would a signature made with the same certificate and algorithm at the time of the check be judged valid? What was valid when signed
 * stays so; a certificate that has run out since is no fault of the document (TT 15/2025/TT-BKHCN shows both).
 *
 * @param path as found for the time of signing
 */
export function standingNow(
  certificate: Certificate,
  path: CertificationPath | undefined,
  weak: boolean,
  evidence: Evidence,
): StandingNow {
  const { now } = evidence;
  const reasons: StandingNow["reasons"] = [];
  const say = (code: StandingCode, detail = "") =>
    reasons.push({ code, message: REASONS[code].replace("%s", () => detail) });
  if (now > certificate.notAfter) say("NOW_EXPIRED", spokenDate(certificate.notAfter));
  else if (now < certificate.notBefore) say("NOW_NOT_YET_VALID", spokenDate(certificate.notBefore));
  else judgePath(certificate, path, evidence, say);
  if (weak) say("NOW_WEAK_ALGORITHM");
  const codes = reasons.map(({ code }) => code as StandingCode);
  const valid = codes.some((code) => !OPEN.has(code)) ? "no" : codes.length > 0 ? "unknown" : "yes";
  return { valid, at: vietnamTime(now), reasons };
}

function judgePath(
  certificate: Certificate,
  path: CertificationPath | undefined,
  evidence: Evidence,
  say: (code: StandingCode, detail?: string) => void,
): void {
  const { now } = evidence;
  // Of what makes a path valid only the dates depend on the time.
  const lasts = path?.certificates.every(({ notBefore, notAfter }) => notBefore <= now && now <= notAfter);
  const found = lasts ? path : findPath(certificate, evidence.pool, evidence.anchors, now).found;
  if (found === undefined) {
    say("NOW_NOT_TRUSTED");
    return;
  }
  const states = revocationOfPath(found, revocationContext(evidence, now));
  states.forEach((state, i) => {
    if (state.status !== "revoked" || (state.revokedAt !== undefined && state.revokedAt > now)) return;
    say(i === 0 ? "NOW_REVOKED" : "NOW_CA_REVOKED", spokenTime(state.revokedAt ?? now));
  });
  if (states.every(({ status }) => status !== "revoked") && states.some(({ status }) => status === "unknown"))
    say("NOW_REVOCATION_UNKNOWN");
}
