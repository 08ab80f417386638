import type { KeyObject } from "node:crypto";
import { type Certificate, schemeOf } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm } from "./model.ts";

/** What an office accepts of its own signatures, as data: the law's profile by default, a stricter one where an administrator wants it. */
export interface SignaturePolicy {
  /** For people: where the rule comes from. */
  name: string;
  algorithms: readonly SignatureAlgorithm[];
  leastRsaBits: number;
  leastEcBits: number;
  /** Digests that the signing certificate and its issuers may be signed with. */
  certificateDigests: readonly string[];
  /** A document timestamp is renewed so many days before it weakens ({@link renewalDue}). */
  renewDaysBefore: number;
  /** Algorithms that are known to end: from that day on (ISO 8601) a timestamp made with them proves nothing. */
  ends?: Partial<Record<SignatureAlgorithm, string>>;
}

const STRICT: readonly SignatureAlgorithm[] = [
  "RSA-PSS-SHA256",
  "RSA-PSS-SHA384",
  "RSA-PSS-SHA512",
  "ECDSA-P256-SHA256",
  "ECDSA-P384-SHA384",
];

/**
 * TT 15/2025/TT-BKHCN, Phụ lục I, to the letter: RSA from 2048 bits with RSASSA-PSS (PKCS#1 from version 2.1), ECDSA from 256 bits, SHA-2 or SHA-3.
 */
export const TT15_2025_STRICT: SignaturePolicy = {
  name: "Thông tư 15/2025/TT-BKHCN, Phụ lục I (chỉ RSASSA-PSS và ECDSA)",
  algorithms: STRICT,
  leastRsaBits: 2048,
  leastEcBits: 256,
  certificateDigests: ["sha256", "sha384", "sha512"],
  renewDaysBefore: 90,
};

/**
 * The default: TT 15/2025/TT-BKHCN, Phụ lục I, and besides RSASSA-PKCS1-v1_5, which stands in the same versions of PKCS#1 and is all that the devices and
 * remote services in use in Viet Nam make.
 */
export const TT15_2025: SignaturePolicy = {
  ...TT15_2025_STRICT,
  name: "Thông tư 15/2025/TT-BKHCN, Phụ lục I",
  algorithms: [...STRICT, "RSA-SHA256", "RSA-SHA384", "RSA-SHA512"],
};

/**
 * Refuses to sign what the policy does not allow, before anything is prepared.
 *
 * @param chain of the signer, its own certificate first
 * @throws VanthuError SIGN_ALGORITHM_FORBIDDEN
 */
export function requirePolicy(
  policy: SignaturePolicy,
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  chain: readonly Certificate[],
): void {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && modulusLength < policy.leastRsaBits)
    throw forbidden(policy, `khóa RSA ${modulusLength} bit ngắn hơn ${policy.leastRsaBits} bit`);
  const curveBits = namedCurve === undefined ? undefined : Number(/\d{3}/.exec(namedCurve)?.[0] ?? 0);
  if (curveBits !== undefined && curveBits < policy.leastEcBits)
    throw forbidden(policy, `khóa ECDSA trên đường cong ${namedCurve} yếu hơn ${policy.leastEcBits} bit`);
  if (!policy.algorithms.includes(algorithm)) throw forbidden(policy, `thuật toán ${algorithm} không được dùng`);
  for (const certificate of chain) {
    // What signs itself is trusted for standing in a list, not for its signature.
    if (certificate.selfIssued) continue;
    const digest = schemeOf(certificate.signatureAlgorithm)?.digest ?? certificate.signatureAlgorithm.oid;
    if (!policy.certificateDigests.includes(digest)) {
      const whose = certificate.subject.commonName ?? certificate.subject.text;
      throw forbidden(policy, `chứng thư số của ${whose} được cấp bằng hàm băm ${digest}`);
    }
  }
}

function forbidden(policy: SignaturePolicy, what: string): VanthuError {
  return new VanthuError("SIGN_ALGORITHM_FORBIDDEN", {
    message: `Không ký được: ${what}. Văn bản chưa được ký.`,
    where: policy.name,
    hint: "Dùng chứng thư số có khóa RSA từ 2048 bit hoặc ECDSA từ 256 bit, với hàm băm SHA-2.",
  });
}
