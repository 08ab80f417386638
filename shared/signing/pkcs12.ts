import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual } from "node:crypto";
import {
  berToDer,
  type DerNode,
  OID,
  octetsOf,
  oidOf,
  parseCertificate,
  publicKeyOf,
  readDer,
  sequenceOf,
} from "../asn1/index.ts";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm, Signer } from "./model.ts";
import { bmpPassword, decrypt, derive, MAC_DIGESTS, roundsOf, unreadable } from "./pkcs12-crypto.ts";
import { localSigner, samePair } from "./signers.ts";

const ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
const BAGS = "1.2.840.113549.1.12.10.1.";
const X509_CERTIFICATE = "1.2.840.113549.1.9.22.1";
/** No real key file comes near. */
const MAX_BYTES = 1_000_000;

/**
 * Opens a PKCS#12 file (.p12, .pfx; RFC 7292): RC2, 3DES and AES, RSA and EC keys, BER or DER. The key stays in memory and is never stored.
 *
 * @param algorithm by default what {@link localSigner} takes for the key
 * @throws VanthuError P12_UNREADABLE, P12_PASSWORD_WRONG, P12_NO_KEY, SIGN_KEY_MISMATCH
 *
 * @example
 * const signer = openPkcs12(await readFile("chu-tich.p12"), password);
 */
export function openPkcs12(bytes: Uint8Array, password: string, algorithm?: SignatureAlgorithm): Signer {
  const { keys, certificates } = contentsOf(bytes, password);
  const [key] = keys;
  if (key === undefined) throw noKey("Tệp không chứa khóa bí mật.");
  const own = certificates.find((certificate) => {
    const publicKey = publicKeyOf(parseCertificate(certificate).publicKey);
    return publicKey !== undefined && samePair(key, publicKey);
  });
  if (own === undefined) throw noKey("Tệp không chứa chứng thư số của khóa bí mật.");
  return localSigner(key, orderChain(own, certificates), algorithm);
}

function noKey(message: string): VanthuError {
  return new VanthuError("P12_NO_KEY", {
    message,
    where: "p12",
    hint: "Khi xuất tệp .p12/.pfx, chọn kèm khóa bí mật và chứng thư số.",
  });
}

/** The certificate, then its issuer, and so on as far as the file has them. */
function orderChain(own: Uint8Array, certificates: Uint8Array[]): Uint8Array[] {
  const rest = certificates.filter((certificate) => certificate !== own).map(parseCertificate);
  const chain = [parseCertificate(own)];
  for (;;) {
    const last = chain[chain.length - 1];
    const next = rest.findIndex((candidate) => candidate.subject.canonical === last?.issuer.canonical);
    const [issuer] = next < 0 || last?.selfIssued ? [] : rest.splice(next, 1);
    if (issuer === undefined) return chain.map((certificate) => certificate.raw);
    chain.push(issuer);
  }
}

interface Contents {
  keys: KeyObject[];
  certificates: Uint8Array[];
}

function contentsOf(bytes: Uint8Array, password: string): Contents {
  if (bytes.length > MAX_BYTES) throw unreadable("Tệp chứng thư số quá lớn.");
  try {
    const [, authSafe, mac] = sequenceOf(readDer(berToDer(bytes).der), "PFX");
    const [type, wrapped] = sequenceOf(authSafe, "ContentInfo");
    if (oidOf(type) !== OID.data)
      throw unreadable("Tệp chứng thư số được bảo vệ bằng chữ ký, không phải bằng mật khẩu.");
    const safe = octetsOf(wrapped?.children[0]);
    if (mac !== undefined && !macFits(mac, safe, password)) throw wrongPassword();
    const contents: Contents = { keys: [], certificates: [] };
    for (const info of sequenceOf(readDer(berToDer(safe).der), "AuthenticatedSafe")) {
      const plain = plainOf(info, password);
      if (plain === undefined) throw wrongPassword();
      collect(readDer(berToDer(plain).der), password, contents, 0);
    }
    return contents;
  } catch (error) {
    if (isVanthuError(error) && error.code.startsWith("P12_")) throw error;
    throw unreadable("Tệp không phải là tệp chứng thư số PKCS#12 (.p12, .pfx), hoặc bị hỏng.", error);
  }
}

function wrongPassword(): VanthuError {
  return new VanthuError("P12_PASSWORD_WRONG", {
    message: "Mật khẩu không mở được tệp chứng thư số.",
    where: "password",
    hint: "Kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi nhập lại.",
  });
}

/** MacData (RFC 7292, 4): an empty password is written as two zero bytes or as none. */
function macFits(mac: DerNode, safe: Uint8Array, password: string): boolean {
  const [digestInfo, salt, rounds] = sequenceOf(mac, "MacData");
  const [algorithm, expected] = sequenceOf(digestInfo, "DigestInfo");
  const digest = MAC_DIGESTS[oidOf(sequenceOf(algorithm, "AlgorithmIdentifier")[0])];
  if (digest === undefined) throw unreadable("Tệp chứng thư số dùng hàm băm không hỗ trợ.");
  const count = roundsOf(rounds);
  const candidates = password === "" ? [bmpPassword(""), Buffer.alloc(0)] : [bmpPassword(password)];
  return candidates.some((candidate) => {
    const key = derive(digest, candidate, octetsOf(salt), count, 3, digest.length);
    const found = createHmac(digest.name, key).update(safe).digest();
    const wanted = octetsOf(expected);
    return found.length === wanted.length && timingSafeEqual(found, wanted);
  });
}

/** Content of a ContentInfo in the safe, decrypted where it is encrypted; undefined when the password is wrong. */
function plainOf(info: DerNode, password: string): Uint8Array | undefined {
  const [type, wrapped] = sequenceOf(info, "ContentInfo");
  const inner = wrapped?.children[0];
  if (oidOf(type) === OID.data) return octetsOf(inner);
  if (oidOf(type) !== ENCRYPTED_DATA) throw unreadable("Tệp chứng thư số có phần được mã hóa bằng khóa công khai.");
  const [, content] = sequenceOf(inner, "EncryptedData");
  const [, algorithm, data] = sequenceOf(content, "EncryptedContentInfo");
  // [0] IMPLICIT OCTET STRING; in BER it may come in pieces.
  const bytes = data?.constructed ? Buffer.concat(data.children.map((piece) => piece.content)) : data?.content;
  return decrypt(algorithm, bytes ?? new Uint8Array(), password);
}

function collect(safe: DerNode, password: string, contents: Contents, depth: number): void {
  for (const bag of sequenceOf(safe, "SafeContents")) {
    const [type, wrapped] = sequenceOf(bag, "SafeBag");
    const value = wrapped?.children[0];
    const oid = oidOf(type);
    if (oid === `${BAGS}1` && value !== undefined) contents.keys.push(keyOf(value.raw));
    else if (oid === `${BAGS}2`) {
      const [algorithm, data] = sequenceOf(value, "EncryptedPrivateKeyInfo");
      const plain = decrypt(algorithm, octetsOf(data), password);
      if (plain === undefined) throw wrongPassword();
      contents.keys.push(keyOf(plain));
    } else if (oid === `${BAGS}3`) {
      const [kind, certificate] = sequenceOf(value, "CertBag");
      if (oidOf(kind) === X509_CERTIFICATE) contents.certificates.push(octetsOf(certificate?.children[0]));
    } else if (oid === `${BAGS}6` && value !== undefined && depth < 4) collect(value, password, contents, depth + 1);
  }
}

function keyOf(pkcs8: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
}
