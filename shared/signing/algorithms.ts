import { constants, type KeyObject, sign as nodeSign, verify as nodeVerify } from "node:crypto";
import { der, OID } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm } from "./model.ts";

/** How an algorithm is named in CMS and X.509, and run by node:crypto. */
export interface AlgorithmProfile {
  digest: "sha256" | "sha384";
  digestName: "SHA-256" | "SHA-384";
  /** AlgorithmIdentifier of the digest, DER. */
  digestIdentifier: Uint8Array;
  /** AlgorithmIdentifier of the signature as used in CMS SignerInfo, DER. */
  signatureIdentifier: Uint8Array;
  /** The same as used for signing certificates and revocation lists, DER. */
  certificateIdentifier: Uint8Array;
}

const SHA256 = der.algorithm(OID.sha256, der.null());
const SHA384 = der.algorithm(OID.sha384, der.null());
// RFC 4055, 3.1: the salt is as long as the hash, which is also what remote key services make.
const PSS = der.algorithm(
  OID.rsaPss,
  der.sequence(
    der.context(0, true, SHA256),
    der.context(1, true, der.algorithm(OID.mgf1, SHA256)),
    der.context(2, true, der.integer(32)),
  ),
);
const ECDSA_SHA256 = der.algorithm(OID.ecdsaSha256);
const ECDSA_SHA384 = der.algorithm(OID.ecdsaSha384);

/** The offered algorithms (TT 15/2025/TT-BKHCN, Phụ lục I: RSA ≥ 2048, ECDSA ≥ 256, SHA-2). RFC 5754 (CMS), RFC 4055, RFC 5758 (X.509). */
export const ALGORITHMS: Record<SignatureAlgorithm, AlgorithmProfile> = {
  "RSA-SHA256": {
    digest: "sha256",
    digestName: "SHA-256",
    digestIdentifier: SHA256,
    signatureIdentifier: der.algorithm(OID.rsaEncryption, der.null()),
    certificateIdentifier: der.algorithm(OID.sha256WithRsa, der.null()),
  },
  "RSA-PSS-SHA256": {
    digest: "sha256",
    digestName: "SHA-256",
    digestIdentifier: SHA256,
    signatureIdentifier: PSS,
    certificateIdentifier: PSS,
  },
  "ECDSA-P256-SHA256": {
    digest: "sha256",
    digestName: "SHA-256",
    digestIdentifier: SHA256,
    signatureIdentifier: ECDSA_SHA256,
    certificateIdentifier: ECDSA_SHA256,
  },
  "ECDSA-P384-SHA384": {
    digest: "sha384",
    digestName: "SHA-384",
    digestIdentifier: SHA384,
    signatureIdentifier: ECDSA_SHA384,
    certificateIdentifier: ECDSA_SHA384,
  },
};

function padding(algorithm: SignatureAlgorithm): { padding?: number; saltLength?: number } {
  if (algorithm === "RSA-PSS-SHA256") return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return algorithm === "RSA-SHA256" ? { padding: constants.RSA_PKCS1_PADDING } : {};
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

/** May this key be used with that algorithm? */
export function fits(algorithm: SignatureAlgorithm, key: KeyObject): boolean {
  const kind = key.asymmetricKeyType;
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (algorithm === "RSA-SHA256") return kind === "rsa" && modulusLength >= 2048;
  if (algorithm === "RSA-PSS-SHA256") return (kind === "rsa" || kind === "rsa-pss") && modulusLength >= 2048;
  return kind === "ec" && namedCurve === (algorithm === "ECDSA-P256-SHA256" ? "prime256v1" : "secp384r1");
}

/** Longest signature the key can make, in bytes. */
export function longestSignature(key: KeyObject): number {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  // Ecdsa-Sig-Value: SEQUENCE of two INTEGERs of 33 or 49 bytes at most.
  return modulusLength === undefined ? (namedCurve === "secp384r1" ? 104 : 72) : Math.ceil(modulusLength / 8);
}
