import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

/** Keys that the test authority makes. */
export type KeyKind = "RSA-2048" | "RSA-3072" | "EC-P256" | "EC-P384";

/** 15 random octets after a fixed 0x4b: positive, never with a leading zero (RFC 5280, 4.1.2.2). */
export function newSerial(): Uint8Array {
  return Uint8Array.of(0x4b, ...randomBytes(15));
}

/** A new private key. */
export function generateKey(kind: KeyKind): KeyObject {
  if (kind === "EC-P256") return generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
  if (kind === "EC-P384") return generateKeyPairSync("ec", { namedCurve: "secp384r1" }).privateKey;
  return generateKeyPairSync("rsa", { modulusLength: kind === "RSA-3072" ? 3072 : 2048 }).privateKey;
}

/** A private key as unencrypted PKCS#8 in PEM. */
export function pem(key: KeyObject): string {
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}
