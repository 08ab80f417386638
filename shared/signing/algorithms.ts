import { constants, type KeyObject, sign as nodeSign, verify as nodeVerify } from "node:crypto";
import { der, OID } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm } from "./model.ts";

/** How an algorithm is named in CMS and X.509, and run by node:crypto. */
export interface AlgorithmProfile {
  digest: "sha256" | "sha384" | "sha512";
  digestName: "SHA-256" | "SHA-384" | "SHA-512";
  /** Bytes of the digest. */
  digestLength: 32 | 48 | 64;
  scheme: "PKCS1" | "PSS" | "ECDSA";
  /** AlgorithmIdentifier of the digest, DER. */
  digestIdentifier: Uint8Array;
  /** AlgorithmIdentifier of the signature as used in CMS SignerInfo, DER. */
  signatureIdentifier: Uint8Array;
  /** The same as used for signing certificates and revocation lists, DER. */
  certificateIdentifier: Uint8Array;
}

type Digest = Pick<AlgorithmProfile, "digest" | "digestName" | "digestLength" | "digestIdentifier">;

const SHA256: Digest = {
  digest: "sha256",
  digestName: "SHA-256",
  digestLength: 32,
  digestIdentifier: der.algorithm(OID.sha256, der.null()),
};
const SHA384: Digest = {
  digest: "sha384",
  digestName: "SHA-384",
  digestLength: 48,
  digestIdentifier: der.algorithm(OID.sha384, der.null()),
};
const SHA512: Digest = {
  digest: "sha512",
  digestName: "SHA-512",
  digestLength: 64,
  digestIdentifier: der.algorithm(OID.sha512, der.null()),
};

/** RSASSA-PKCS1-v1_5: CMS names the key's algorithm (RFC 3370, 3.2), X.509 the pair (RFC 4055, 5). */
function pkcs1(digest: Digest, pair: string): AlgorithmProfile {
  const signatureIdentifier = der.algorithm(OID.rsaEncryption, der.null());
  return { ...digest, scheme: "PKCS1", signatureIdentifier, certificateIdentifier: der.algorithm(pair, der.null()) };
}

/** RFC 4055, 3.1: the salt is as long as the hash, which is also what remote key services make. */
function pss(digest: Digest): AlgorithmProfile {
  const identifier = der.algorithm(
    OID.rsaPss,
    der.sequence(
      der.context(0, true, digest.digestIdentifier),
      der.context(1, true, der.algorithm(OID.mgf1, digest.digestIdentifier)),
      der.context(2, true, der.integer(digest.digestLength)),
    ),
  );
  return { ...digest, scheme: "PSS", signatureIdentifier: identifier, certificateIdentifier: identifier };
}

/** RFC 5758, 3.2: no parameters. */
function ecdsa(digest: Digest, oid: string): AlgorithmProfile {
  const identifier = der.algorithm(oid);
  return { ...digest, scheme: "ECDSA", signatureIdentifier: identifier, certificateIdentifier: identifier };
}

/** The offered algorithms; which of them may be used is the policy's word. RFC 5754 (CMS), RFC 4055, RFC 5758 (X.509). */
export const ALGORITHMS: Record<SignatureAlgorithm, AlgorithmProfile> = {
  "RSA-SHA256": pkcs1(SHA256, OID.sha256WithRsa),
  "RSA-SHA384": pkcs1(SHA384, OID.sha384WithRsa),
  "RSA-SHA512": pkcs1(SHA512, OID.sha512WithRsa),
  "RSA-PSS-SHA256": pss(SHA256),
  "RSA-PSS-SHA384": pss(SHA384),
  "RSA-PSS-SHA512": pss(SHA512),
  "ECDSA-P256-SHA256": ecdsa(SHA256, OID.ecdsaSha256),
  "ECDSA-P384-SHA384": ecdsa(SHA384, OID.ecdsaSha384),
};

function padding(algorithm: SignatureAlgorithm): { padding?: number; saltLength?: number } {
  const { scheme, digestLength } = ALGORITHMS[algorithm];
  if (scheme === "PSS") return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: digestLength };
  return scheme === "PKCS1" ? { padding: constants.RSA_PKCS1_PADDING } : {};
}

/** Signs bytes (not a digest); ECDSA answers DER. */
export function signBytes(algorithm: SignatureAlgorithm, key: KeyObject, data: Uint8Array): Uint8Array {
  return nodeSign(ALGORITHMS[algorithm].digest, data, { key, dsaEncoding: "der", ...padding(algorithm) });
}

/** Is this a signature over the bytes by that public key? Never throws for a malformed signature. */
export function verifyBytes(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return nodeVerify(
      ALGORITHMS[algorithm].digest,
      data,
      { key, dsaEncoding: "der", ...padding(algorithm) },
      signature,
    );
  } catch {
    return false;
  }
}

/**
 * The algorithm that a key signs with by default: RSA PKCS#1 v1.5 with SHA-256 (what tokens and remote services in use make), ECDSA by curve.
 *
 * @throws VanthuError SIGN_KEY_MISMATCH for a key that none of the offered algorithms fits (DSA, Ed25519, RSA below 2048)
 */
export function defaultAlgorithm(key: KeyObject): SignatureAlgorithm {
  const fitting = (Object.keys(ALGORITHMS) as SignatureAlgorithm[]).find((algorithm) => fits(algorithm, key));
  if (fitting !== undefined) return fitting;
  throw new VanthuError("SIGN_KEY_MISMATCH", {
    message: "Khóa thuộc loại hoặc độ dài không được dùng để ký văn bản.",
    where: "signer",
    hint: "Dùng khóa RSA từ 2048 bit, hoặc ECDSA trên đường cong P-256, P-384.",
  });
}

/** May this key be used with that algorithm? Whether it is long enough is the policy's word; below 2048 bits RSA is not offered at all. */
export function fits(algorithm: SignatureAlgorithm, key: KeyObject): boolean {
  const kind = key.asymmetricKeyType;
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  const { scheme } = ALGORITHMS[algorithm];
  if (scheme === "PKCS1") return kind === "rsa" && modulusLength >= 2048;
  if (scheme === "PSS") return (kind === "rsa" || kind === "rsa-pss") && modulusLength >= 2048;
  return kind === "ec" && namedCurve === (algorithm === "ECDSA-P256-SHA256" ? "prime256v1" : "secp384r1");
}

/** Longest signature the key can make, in bytes. */
export function longestSignature(key: KeyObject): number {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  // Ecdsa-Sig-Value: SEQUENCE of two INTEGERs of 33 or 49 bytes at most.
  return modulusLength === undefined ? (namedCurve === "secp384r1" ? 104 : 72) : Math.ceil(modulusLength / 8);
}
