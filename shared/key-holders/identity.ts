import type { KeyObject } from "node:crypto";
import { parseCertificate, publicKeyOf } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm, SignerIdentity } from "../signing/index.ts";

/**
 * Identity of a key whose certificate is known: the algorithm is the one asked for, else PKCS#1 v1.5 with SHA-256 for RSA (what devices and
 * remote services in use make) and ECDSA by the curve. That the certificate may sign is checked when a signature is prepared.
 *
 * @param chain DER, the signing certificate first
 * @throws VanthuError SIGN_KEY_MISMATCH; ASN1_*
 */
export function identityOf(chain: readonly Uint8Array[], algorithm?: SignatureAlgorithm): SignerIdentity {
  const [first] = chain;
  if (first === undefined) throw mismatch("Thiếu chứng thư số của người ký.");
  const key = publicKeyOf(parseCertificate(first).publicKey);
  const chosen = algorithm ?? (key === undefined ? undefined : usual(key));
  if (chosen === undefined) throw mismatch("Khóa trong chứng thư số thuộc loại không dùng để ký văn bản được.");
  return { certificateChain: [...chain], algorithm: chosen };
}

function usual(key: KeyObject): SignatureAlgorithm | undefined {
  if (key.asymmetricKeyType === "rsa") return "RSA-SHA256";
  if (key.asymmetricKeyType === "rsa-pss") return "RSA-PSS-SHA256";
  const curve = key.asymmetricKeyDetails?.namedCurve;
  return curve === "prime256v1" ? "ECDSA-P256-SHA256" : curve === "secp384r1" ? "ECDSA-P384-SHA384" : undefined;
}

/** Certificates in one order: each followed by its issuer, as far as they are there; services give them in any order. */
export function chainFrom(first: Uint8Array, others: readonly Uint8Array[]): Uint8Array[] {
  const rest = others.map(parseCertificate);
  const chain = [parseCertificate(first)];
  for (;;) {
    const last = chain.at(-1)!;
    const next = last.selfIssued ? -1 : rest.findIndex((one) => one.subject.canonical === last.issuer.canonical);
    const [issuer] = next < 0 ? [] : rest.splice(next, 1);
    if (issuer === undefined || chain.some((one) => one.sha256 === issuer.sha256)) return chain.map((one) => one.raw);
    chain.push(issuer);
  }
}

function mismatch(message: string): VanthuError {
  return new VanthuError("SIGN_KEY_MISMATCH", { message, where: "signer" });
}
