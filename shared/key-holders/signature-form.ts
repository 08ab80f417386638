import { der, readDer } from "../asn1/index.ts";
import { isVanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm } from "../signing/index.ts";

/** Bytes of r and of s, where an algorithm has them. */
const ECDSA_HALF: Partial<Record<SignatureAlgorithm, number>> = { "ECDSA-P256-SHA256": 32, "ECDSA-P384-SHA384": 48 };

/**
 * A signature as CMS wants it. Devices and services give ECDSA signatures as r‖s (PKCS#11, IEEE P1363) or as DER (RFC 3279, 2.2.3); both are
 * understood, anything else is handed on as it is for the verification to refuse.
 */
export function cmsSignature(algorithm: SignatureAlgorithm, bytes: Uint8Array): Uint8Array {
  const half = ECDSA_HALF[algorithm];
  if (half === undefined || bytes.length !== 2 * half || isDer(bytes)) return bytes;
  return der.sequence(der.integer(bytes.subarray(0, half)), der.integer(bytes.subarray(half)));
}

function isDer(bytes: Uint8Array): boolean {
  try {
    return bytes[0] === 0x30 && readDer(bytes).children.length === 2;
  } catch (error) {
    if (isVanthuError(error)) return false;
    throw error;
  }
}
