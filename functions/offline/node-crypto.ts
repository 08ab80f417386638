/**
 * What verification asks of `node:crypto`, for a browser without network: the offline page's bundle puts this module in its place
 * ({@link buildOfflineScript}). WebCrypto will not do: it answers asynchronously, is absent on pages opened from a folder in some browsers,
 * and knows neither MD5 nor old curves, which must be named weak and not left unread.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { sha3_256, sha3_384, sha3_512 } from "@noble/hashes/sha3.js";
import { bitStringOf, type DerNode, integerOf, oidOf, readDer, sequenceOf } from "../../shared/asn1/index.ts";

const HASHES = {
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  "sha3-256": sha3_256,
  "sha3-384": sha3_384,
  "sha3-512": sha3_512,
} as const;
type HashName = keyof typeof HASHES;

function hashOf(name: string): (typeof HASHES)[HashName] {
  const known = HASHES[name.toLowerCase() as HashName];
  if (known === undefined) throw new Error(`Digest ${name} is not known here`);
  return known;
}

/** As `crypto.createHash` of Node, for {@link HASHES}. */
export function createHash(name: string): Hash {
  return wrapped(hashOf(name).create());
}

/** What verification uses of Node's `Hash`. */
export interface Hash {
  update(data: Uint8Array | string): Hash;
  copy(): Hash;
  digest(): Buffer;
  digest(encoding: "hex" | "base64"): string;
}

function wrapped(hash: ReturnType<(typeof HASHES)[HashName]["create"]>): Hash {
  const self: Hash = {
    update(data: Uint8Array | string) {
      hash.update(typeof data === "string" ? new TextEncoder().encode(data) : data);
      return self;
    },
    copy: () => wrapped(hash.clone() as typeof hash),
    digest(encoding?: "hex" | "base64") {
      const out = Buffer.from(hash.digest());
      return (encoding === undefined ? out : out.toString(encoding)) as never;
    },
  };
  return self;
}

/** As Node's paddings; only their being told apart matters here. */
export const constants = { RSA_PKCS1_PADDING: 1, RSA_PKCS1_PSS_PADDING: 6 };

/** What verification reads of a Node `KeyObject`, with the key itself beside it. */
export interface KeyObject {
  asymmetricKeyType: "rsa" | "rsa-pss" | "ec" | "ed25519";
  asymmetricKeyDetails: { modulusLength?: number; publicExponent?: bigint; namedCurve?: string };
  rsa?: { modulus: bigint; exponent: bigint };
  point?: Uint8Array;
}

const CURVES = {
  "1.2.840.10045.3.1.7": { name: "prime256v1", curve: p256 },
  "1.3.132.0.34": { name: "secp384r1", curve: p384 },
  "1.3.132.0.35": { name: "secp521r1", curve: p521 },
  "1.3.132.0.10": { name: "secp256k1", curve: secp256k1 },
} as const;

/** Reads a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). @throws Error for a kind that is not known here */
export function createPublicKey(input: { key: Uint8Array; format: "der"; type: "spki" }): KeyObject {
  const [algorithm, bits] = sequenceOf(readDer(input.key), "SubjectPublicKeyInfo");
  const [kind, parameters] = sequenceOf(algorithm, "AlgorithmIdentifier");
  const key = bitStringOf(bits);
  switch (oidOf(kind)) {
    case "1.2.840.113549.1.1.1":
    case "1.2.840.113549.1.1.10": {
      const [modulus, exponent] = sequenceOf(readDer(key), "RSAPublicKey").map((node: DerNode) => integerOf(node));
      if (modulus === undefined || exponent === undefined || modulus <= 0n || exponent <= 1n)
        throw new Error("RSA key without modulus or exponent");
      return {
        asymmetricKeyType: oidOf(kind).endsWith(".10") ? "rsa-pss" : "rsa",
        asymmetricKeyDetails: { modulusLength: modulus.toString(2).length, publicExponent: exponent },
        rsa: { modulus, exponent },
      };
    }
    case "1.2.840.10045.2.1": {
      const found = CURVES[oidOf(parameters) as keyof typeof CURVES];
      if (found === undefined) throw new Error("curve is not known here");
      // Throws when the point is not on the curve, as OpenSSL does.
      found.curve.Point.fromBytes(key).assertValidity();
      return { asymmetricKeyType: "ec", asymmetricKeyDetails: { namedCurve: found.name }, point: key };
    }
    case "1.3.101.112":
      if (key.length !== 32) throw new Error("Ed25519 key of another length");
      return { asymmetricKeyType: "ed25519", asymmetricKeyDetails: {}, point: key };
    default:
      throw new Error("kind of key is not known here");
  }
}

/** As `crypto.verify` of Node for the schemes of `shared/asn1/signature-algorithm.ts`. DSA is not known: such a signature is never valid. */
export function verify(
  digest: string | null | undefined,
  data: Uint8Array,
  how: KeyObject | { key: KeyObject; padding: number; saltLength?: number },
  signature: Uint8Array,
): boolean {
  const key = "key" in how ? how.key : how;
  if (key.asymmetricKeyType === "ed25519") return ed25519.verify(signature, data, key.point!, { zip215: false });
  const hashed = hashOf(digest ?? "")(data);
  if (key.asymmetricKeyType === "ec") {
    const { curve } = Object.values(CURVES).find((one) => one.name === key.asymmetricKeyDetails.namedCurve)!;
    return curve.verify(signature, hashed, key.point!, { prehash: false, lowS: false, format: "der" });
  }
  const opened = openRsa(key.rsa!, signature);
  if (opened === undefined) return false;
  if ("padding" in how && how.padding === constants.RSA_PKCS1_PSS_PADDING)
    return isPss(opened, key.rsa!.modulus, hashed, digest!, how.saltLength ?? hashed.length);
  return isPkcs1(opened, hashed, digest!);
}

/** As `crypto.createVerify` of Node, by {@link verify}: for data that comes in pieces. */
export function createVerify(digest: string): {
  update(data: Uint8Array): void;
  verify(how: Parameters<typeof verify>[2], signature: Uint8Array): boolean;
} {
  const pieces: Uint8Array[] = [];
  return {
    update: (data) => pieces.push(data),
    verify: (how, signature) => verify(digest, Buffer.concat(pieces), how, signature),
  };
}

/** RSAVP1 (RFC 8017, 5.2.2): the signature to the power of the exponent, as many bytes as the modulus has. */
function openRsa(key: { modulus: bigint; exponent: bigint }, signature: Uint8Array): Uint8Array | undefined {
  const bytes = (key.modulus.toString(2).length + 7) >> 3;
  // An exponent this long makes one signature cost minutes; nobody's key has one.
  if (signature.length !== bytes || key.exponent > 1n << 64n || bytes > 2048) return undefined;
  const base = BigInt(`0x${Buffer.from(signature).toString("hex")}`);
  if (base >= key.modulus) return undefined;
  let result = 1n;
  let power = base;
  for (let left = key.exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * power) % key.modulus;
    power = (power * power) % key.modulus;
  }
  return new Uint8Array(Buffer.from(result.toString(16).padStart(bytes * 2, "0"), "hex"));
}

/** DigestInfo up to the digest (RFC 8017, 9.2, note 1; FIPS 202's from the NIST register of hash algorithms). */
const DIGEST_INFO: Record<HashName, string> = {
  md5: "3020300c06082a864886f70d020505000410",
  sha1: "3021300906052b0e03021a05000414",
  sha224: "302d300d06096086480165030402040500041c",
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
  "sha3-256": "3031300d060960864801650304020805000420",
  "sha3-384": "3041300d060960864801650304020905000430",
  "sha3-512": "3051300d060960864801650304020a05000440",
};

/** EMSA-PKCS1-v1_5 (RFC 8017, 9.2): built anew and compared whole, so nothing hides in the padding. */
function isPkcs1(opened: Uint8Array, hashed: Uint8Array, digest: string): boolean {
  const info = Buffer.concat([Buffer.from(DIGEST_INFO[digest.toLowerCase() as HashName], "hex"), hashed]);
  const fill = opened.length - info.length - 3;
  if (fill < 8) return false;
  return Buffer.compare(Buffer.concat([Buffer.of(0, 1), Buffer.alloc(fill, 0xff), Buffer.of(0), info]), opened) === 0;
}

/** EMSA-PSS-VERIFY (RFC 8017, 9.1.2) with MGF1 of the same digest. */
function isPss(opened: Uint8Array, modulus: bigint, hashed: Uint8Array, digest: string, saltLength: number): boolean {
  const emBits = modulus.toString(2).length - 1;
  const emLength = (emBits + 7) >> 3;
  const em = opened.subarray(opened.length - emLength);
  if (opened.length > emLength && opened[0] !== 0) return false;
  if (emLength < hashed.length + saltLength + 2 || em[emLength - 1] !== 0xbc) return false;
  const maskedLength = emLength - hashed.length - 1;
  const stated = em.subarray(maskedLength, emLength - 1);
  const mask = mgf1(stated, maskedLength, digest);
  const block = em.subarray(0, maskedLength).map((byte, at) => byte ^ mask[at]!);
  const unused = 8 * emLength - emBits;
  if (unused > 0 && em[0]! >> (8 - unused) !== 0) return false;
  block[0]! &= 0xff >> unused;
  const salt = block.subarray(maskedLength - saltLength);
  const zeros = block.subarray(0, maskedLength - saltLength - 1);
  if (zeros.some((byte) => byte !== 0) || block[maskedLength - saltLength - 1] !== 1) return false;
  const again = hashOf(digest)(Buffer.concat([Buffer.alloc(8), hashed, salt]));
  return Buffer.compare(again, stated) === 0;
}

/** MGF1 (RFC 8017, B.2.1). */
function mgf1(seed: Uint8Array, length: number, digest: string): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let counter = 0, made = 0; made < length; counter += 1) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    const part = hashOf(digest)(Buffer.concat([seed, number]));
    parts.push(part);
    made += part.length;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Named by rooms that verification shares a bundle with. */
export function randomUUID(): string {
  return globalThis.crypto.randomUUID();
}
