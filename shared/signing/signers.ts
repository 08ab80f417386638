import type { KeyObject } from "node:crypto";
import { parseCertificate, publicKeyOf } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import { defaultAlgorithm, fits, signBytes } from "./algorithms.ts";
import type { SignatureAlgorithm, Signer } from "./model.ts";

/**
 * A key holder whose key is in this process: test certificates and PKCS#12 files. Real keys stay in their devices and are reached
 * through {@link prepareSignature} and {@link completeSignature}.
 *
 * @param key private key
 * @param chain DER certificates, the one of the key first
 * @param algorithm by default PKCS#1 v1.5 with SHA-256 for RSA, ECDSA by the curve
 * @throws VanthuError SIGN_KEY_MISMATCH
 *
 * @example
 * const signed = await signPdf({ pdf, signer: localSigner(key, [certificate, issuer]), role: "leader", at: new Date() });
 */
export function localSigner(key: KeyObject, chain: Uint8Array[], algorithm?: SignatureAlgorithm): Signer {
  const [certificate] = chain;
  if (certificate === undefined) throw mismatch("Thiếu chứng thư số của khóa.");
  const publicKey = publicKeyOf(parseCertificate(certificate).publicKey);
  if (publicKey === undefined) throw mismatch("Khóa công khai trong chứng thư số không đọc được.");
  const chosen = algorithm ?? defaultAlgorithm(publicKey);
  if (!fits(chosen, publicKey)) throw mismatch(`Khóa không dùng được với thuật toán ${chosen}.`);
  if (!samePair(key, publicKey)) throw mismatch("Khóa bí mật không thuộc về chứng thư số.");
  return { certificateChain: [...chain], algorithm: chosen, sign: async (data) => signBytes(chosen, key, data) };
}

/** Do a private and a public key belong together? */
export function samePair(key: KeyObject, publicKey: KeyObject): boolean {
  const [a, b] = [key.export({ format: "jwk" }), publicKey.export({ format: "jwk" })];
  return a.kty === b.kty && a.n === b.n && a.e === b.e && a.crv === b.crv && a.x === b.x && a.y === b.y;
}

function mismatch(message: string): VanthuError {
  return new VanthuError("SIGN_KEY_MISMATCH", { message, where: "signer" });
}
