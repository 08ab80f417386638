import { type Certificate, DIGEST_NAMES, OID, parseTstInfo } from "../asn1/index.ts";
import { isVanthuError } from "../errors/index.ts";
import { type CmsCheck, checkCms } from "./cms-check.ts";
import type { Finding } from "./findings.ts";
import type { ReadCms } from "./read-cms.ts";
import { type SignedBytes, signedBytes } from "./signed-bytes.ts";

/** A timestamp token checked on its own: imprint and signature; whether its authority is trusted is asked later. */
export interface TimestampCheck {
  at?: Date;
  /** Imprint fits the stamped bytes and the token's signature is good. */
  sound: boolean;
  /** Vietnamese; why it is not sound. */
  fault?: string;
  certificate?: Certificate;
  cms: CmsCheck;
  findings: Finding[];
}

/** Checks an RFC 3161 token over the stamped bytes. Never throws for bad input. */
export function checkTimestamp(token: ReadCms, stamped: SignedBytes, others: readonly Certificate[]): TimestampCheck {
  const cms = checkCms(
    token,
    signedBytes(),
    { contentType: OID.tstInfo, content: "inside", essRequired: true },
    others,
  );
  const out: TimestampCheck = { sound: false, cms, certificate: cms.certificate, findings: cms.findings };
  const fail = (fault: string): TimestampCheck => ({ ...out, fault });
  if (cms.data?.eContent === undefined) return fail("không đọc được");
  let matches = false;
  try {
    const info = parseTstInfo(cms.data.eContent);
    out.at = info.at;
    const name = DIGEST_NAMES[info.imprint.digestOid];
    if (name === undefined) return fail("thuật toán băm lạ");
    matches = Buffer.compare(stamped.digest(name), info.imprint.hash) === 0;
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return fail("không đọc được");
  }
  if (!matches) return fail("không đóng trên dữ liệu này");
  if (!cms.intact || !cms.cryptographicallyValid) return fail("chữ ký của tổ chức cấp dấu thời gian không đúng");
  const worse = cms.findings.find((f) => f.severity !== "note");
  if (worse !== undefined) return fail(worse.message.replace(/\.$/, ""));
  const certificate = cms.certificate;
  // RFC 3161, 2.3: the key is for timestamping only.
  if (certificate?.extendedKeyUsage?.includes(OID.timeStamping) !== true)
    return fail("chứng thư số không dùng để cấp dấu thời gian");
  if (out.at !== undefined && (out.at < certificate.notBefore || out.at > certificate.notAfter)) {
    return fail("cấp ngoài hạn của chứng thư số");
  }
  return { ...out, sound: true };
}
