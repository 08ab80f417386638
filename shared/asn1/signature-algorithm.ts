import { constants, createPublicKey, createVerify, type KeyObject, verify } from "node:crypto";
import { type DerNode, TAG } from "./der.ts";
import { DIGEST_NAMES, OID } from "./oids.ts";
import { Remembered } from "./remembered.ts";
import { integerOf, oidOf, sequenceOf } from "./values.ts";

/** AlgorithmIdentifier (RFC 5280, 4.1.1.2). */
export interface AlgorithmIdentifier {
  oid: string;
  parameters?: DerNode;
  raw: Uint8Array;
}

/** A signature algorithm understood. `digest` in node:crypto's words; absent for Ed25519. */
export interface SignatureScheme {
  family: "RSA" | "RSA-PSS" | "ECDSA" | "DSA" | "Ed25519";
  digest?: string;
  /** RSA-PSS only. */
  saltLength?: number;
}

/** Reads an AlgorithmIdentifier. */
export function algorithmOf(node: DerNode | undefined): AlgorithmIdentifier {
  const [oid, parameters] = sequenceOf(node, "AlgorithmIdentifier");
  return { oid: oidOf(oid), parameters, raw: node!.raw };
}

const SCHEMES: Readonly<Record<string, SignatureScheme>> = {
  [OID.md5WithRsa]: { family: "RSA", digest: "md5" },
  [OID.sha1WithRsa]: { family: "RSA", digest: "sha1" },
  [OID.sha224WithRsa]: { family: "RSA", digest: "sha224" },
  [OID.sha256WithRsa]: { family: "RSA", digest: "sha256" },
  [OID.sha384WithRsa]: { family: "RSA", digest: "sha384" },
  [OID.sha512WithRsa]: { family: "RSA", digest: "sha512" },
  [OID.ecdsaSha1]: { family: "ECDSA", digest: "sha1" },
  [OID.ecdsaSha224]: { family: "ECDSA", digest: "sha224" },
  [OID.ecdsaSha256]: { family: "ECDSA", digest: "sha256" },
  [OID.ecdsaSha384]: { family: "ECDSA", digest: "sha384" },
  [OID.ecdsaSha512]: { family: "ECDSA", digest: "sha512" },
  [OID.dsaSha1]: { family: "DSA", digest: "sha1" },
  [OID.dsaSha256]: { family: "DSA", digest: "sha256" },
  [OID.ed25519]: { family: "Ed25519" },
};

/**
 * The scheme that an identifier names; undefined when it is not known. In CMS `rsaEncryption` and `ecPublicKey` may stand
 * alone, then the digest is that of the SignerInfo (RFC 3370, 3.2): give it as `digestOid`.
 */
export function schemeOf(algorithm: AlgorithmIdentifier, digestOid?: string): SignatureScheme | undefined {
  const known = SCHEMES[algorithm.oid];
  if (known !== undefined) return known;
  const digest = digestOid === undefined ? undefined : DIGEST_NAMES[digestOid];
  if (algorithm.oid === OID.rsaEncryption && digest !== undefined) return { family: "RSA", digest };
  if (algorithm.oid === OID.ecPublicKey && digest !== undefined) return { family: "ECDSA", digest };
  if (algorithm.oid === OID.dsa && digest !== undefined) return { family: "DSA", digest };
  return algorithm.oid === OID.rsaPss ? pssOf(algorithm.parameters) : undefined;
}

/** RSASSA-PSS-params (RFC 4055, 3.1): defaults SHA-1 and 20; only MGF1 with the same digest is known. */
function pssOf(parameters: DerNode | undefined): SignatureScheme | undefined {
  if (parameters === undefined || !parameters.is(TAG.sequence)) return undefined;
  let digest = "sha1";
  let mgfDigest = "sha1";
  let saltLength = 20;
  for (const field of parameters.children) {
    const [value] = field.children;
    if (field.isContext(0)) digest = DIGEST_NAMES[algorithmOf(value).oid] ?? "";
    else if (field.isContext(1)) {
      const mgf = algorithmOf(value);
      if (mgf.oid !== OID.mgf1) return undefined;
      mgfDigest = DIGEST_NAMES[algorithmOf(mgf.parameters).oid] ?? "";
    } else if (field.isContext(2)) saltLength = Number(integerOf(value));
    else if (field.isContext(3) && integerOf(value) !== 1n) return undefined;
  }
  if (digest === "" || mgfDigest !== digest || saltLength < 0 || saltLength > 512) return undefined;
  return { family: "RSA-PSS", digest, saltLength };
}

/** Keys read lately: reading one costs more than checking a signature with it. */
const KEYS = new Map<string, KeyObject>();
const MAX_KEYS = 256;

/** A public key from SubjectPublicKeyInfo, or undefined when OpenSSL cannot read it. */
export function publicKeyOf(spki: Uint8Array): KeyObject | undefined {
  if (spki.length > 20_000) return undefined;
  const id = Buffer.from(spki.buffer, spki.byteOffset, spki.length).toString("latin1");
  const known = KEYS.get(id);
  if (known !== undefined) return known;
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    if (KEYS.size >= MAX_KEYS) KEYS.clear();
    KEYS.set(id, key);
    return key;
  } catch {
    return undefined;
  }
}

/**
 * Is `signature` the signature over `data`, or over its pieces one after the other, by the key of `spki`? RSA PKCS#1 v1.5 and PSS, ECDSA (DER), DSA, Ed25519.
 * False for anything that does not fit together; never throws. Whether the algorithm is strong enough is not judged here.
 */
export function verifySignature(
  algorithm: AlgorithmIdentifier,
  spki: Uint8Array,
  data: Uint8Array | readonly Uint8Array[],
  signature: Uint8Array,
  digestOid?: string,
): boolean {
  const named = Buffer.from(digestOid ?? "", "latin1");
  const pieces = data instanceof Uint8Array ? [data] : data;
  return ANSWERS.of([algorithm.raw, named, spki, signature, ...pieces], () =>
    verifyAnew(algorithm, spki, data, signature, digestOid),
  );
}

/** A certificate and a revocation list are checked for every signature of every file of the same authority. */
const ANSWERS = new Remembered<boolean>(4096, 65_536);

function verifyAnew(
  algorithm: AlgorithmIdentifier,
  spki: Uint8Array,
  data: Uint8Array | readonly Uint8Array[],
  signature: Uint8Array,
  digestOid: string | undefined,
): boolean {
  const signed = (digest: string | undefined, how: Parameters<typeof verify>[2]) => {
    if (data instanceof Uint8Array) return verify(digest, data, how, signature);
    // Without making one of them: they may be a file of a hundred megabytes.
    const verifier = createVerify(digest!);
    for (const piece of data) verifier.update(piece);
    return verifier.verify(how, signature);
  };
  try {
    const scheme = schemeOf(algorithm, digestOid);
    const key = publicKeyOf(spki);
    if (scheme === undefined || key === undefined) return false;
    switch (scheme.family) {
      case "RSA":
        if (key.asymmetricKeyType !== "rsa") return false;
        return signed(scheme.digest, { key, padding: constants.RSA_PKCS1_PADDING });
      case "RSA-PSS":
        if (key.asymmetricKeyType !== "rsa" && key.asymmetricKeyType !== "rsa-pss") return false;
        return signed(scheme.digest, {
          key,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: scheme.saltLength,
        });
      case "ECDSA":
        return key.asymmetricKeyType === "ec" && signed(scheme.digest, key);
      case "DSA":
        return key.asymmetricKeyType === "dsa" && signed(scheme.digest, key);
      case "Ed25519":
        // RFC 8032, 5.1.7: the bytes are gone through twice, so they have to be in one piece.
        return (
          key.asymmetricKeyType === "ed25519" &&
          verify(null, data instanceof Uint8Array ? data : Buffer.concat(data), key, signature)
        );
    }
  } catch {
    return false;
  }
}
