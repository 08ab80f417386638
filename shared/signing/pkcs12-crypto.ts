import { createDecipheriv, createHash, pbkdf2Sync } from "node:crypto";
import forge from "node-forge";
import { type DerNode, integerOf, OID, octetsOf, oidOf, sequenceOf } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";

/** A file that wants more rounds than this is refused: opening it would hold the machine. OpenSSL writes 2 048, Windows 2 000. */
const MAX_ROUNDS = 2_000_000;

/** PKCS#12's own password-based encryption (RFC 7292, annex C). */
const LEGACY: Record<string, { cipher: "3des" | "rc2"; keyBytes: number }> = {
  "1.2.840.113549.1.12.1.3": { cipher: "3des", keyBytes: 24 },
  "1.2.840.113549.1.12.1.4": { cipher: "3des", keyBytes: 16 },
  "1.2.840.113549.1.12.1.5": { cipher: "rc2", keyBytes: 16 },
  "1.2.840.113549.1.12.1.6": { cipher: "rc2", keyBytes: 5 },
};
const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const PRF: Record<string, string> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};
const CIPHERS: Record<string, { name: string; keyBytes: number }> = {
  "2.16.840.1.101.3.4.1.2": { name: "aes-128-cbc", keyBytes: 16 },
  "2.16.840.1.101.3.4.1.22": { name: "aes-192-cbc", keyBytes: 24 },
  "2.16.840.1.101.3.4.1.42": { name: "aes-256-cbc", keyBytes: 32 },
  "1.2.840.113549.3.7": { name: "des-ede3-cbc", keyBytes: 24 },
};
/** Digests of the integrity check. */
export const MAC_DIGESTS: Record<string, { name: string; length: number; block: number }> = {
  [OID.sha1]: { name: "sha1", length: 20, block: 64 },
  [OID.sha256]: { name: "sha256", length: 32, block: 64 },
  [OID.sha384]: { name: "sha384", length: 48, block: 128 },
  [OID.sha512]: { name: "sha512", length: 64, block: 128 },
};

/** A fault of a PKCS#12 file. */
export function unreadable(message: string, cause?: unknown): VanthuError {
  return new VanthuError("P12_UNREADABLE", {
    message,
    where: "p12",
    hint: "Xuất lại tệp .p12/.pfx từ phần mềm đã cấp chứng thư số.",
    cause,
  });
}

/** A count of rounds, within bounds. */
export function roundsOf(node: DerNode | undefined): number {
  const rounds = node === undefined ? 1 : Number(integerOf(node));
  if (!(rounds >= 1 && rounds <= MAX_ROUNDS)) throw unreadable("Tệp chứng thư số đòi số vòng băm mật khẩu bất thường.");
  return rounds;
}

/** A password as BMPString with its closing zero (RFC 7292, B.1); an empty one may also be no bytes at all. */
export function bmpPassword(password: string): Buffer {
  return Buffer.from(`${password}\0`, "utf16le").swap16();
}

/**
 * Key derivation of RFC 7292, B.2.
 *
 * @param purpose 1 key, 2 initial vector, 3 integrity
 */
export function derive(
  digest: { name: string; length: number; block: number },
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  purpose: 1 | 2 | 3,
  length: number,
): Buffer {
  const { block } = digest;
  const stretch = (bytes: Uint8Array) => {
    const out = Buffer.alloc(block * Math.ceil(bytes.length / block));
    for (let i = 0; i < out.length; i++) out[i] = bytes[i % bytes.length] ?? 0;
    return out;
  };
  const state = Buffer.concat([stretch(salt), stretch(password)]);
  const parts: Buffer[] = [];
  for (let made = 0; made < length; made += digest.length) {
    let hash = createHash(digest.name).update(Buffer.alloc(block, purpose)).update(state).digest();
    for (let round = 1; round < rounds; round++) hash = createHash(digest.name).update(hash).digest();
    parts.push(hash);
    // I_j = I_j + B + 1 for each block of the state, big-endian.
    const add = stretch(hash).subarray(0, block);
    for (let at = 0; at < state.length; at += block) {
      let carry = 1;
      for (let i = block - 1; i >= 0; i--) {
        carry += (state[at + i] ?? 0) + (add[i] ?? 0);
        state[at + i] = carry & 0xff;
        carry >>= 8;
      }
    }
  }
  return Buffer.concat(parts).subarray(0, length);
}

/**
 * Decrypts by an AlgorithmIdentifier of PKCS#12 or PKCS#5 (RC2, 3DES, PBES2 with AES or 3DES).
 *
 * @returns undefined when what comes out shows that the password is wrong
 * @throws VanthuError P12_UNREADABLE for an algorithm that is not known
 */
export function decrypt(algorithm: DerNode | undefined, data: Uint8Array, password: string): Buffer | undefined {
  const plain = decryptBlocks(algorithm, data, password);
  // One wrong password in 256 leaves a padding that looks right; what is in there is always a SEQUENCE.
  return plain?.[0] === 0x30 ? plain : undefined;
}

function decryptBlocks(algorithm: DerNode | undefined, data: Uint8Array, password: string): Buffer | undefined {
  const [type, parameters] = sequenceOf(algorithm, "AlgorithmIdentifier");
  const oid = oidOf(type);
  if (oid === PBES2) return decryptPbes2(parameters, data, password);
  const legacy = LEGACY[oid];
  if (legacy === undefined) throw unreadable(`Tệp chứng thư số dùng kiểu mã hóa không hỗ trợ (${oid}).`);
  const [salt, count] = sequenceOf(parameters, "PBEParameter");
  const rounds = roundsOf(count);
  const from = (purpose: 1 | 2, length: number) =>
    derive(MAC_DIGESTS[OID.sha1]!, bmpPassword(password), octetsOf(salt), rounds, purpose, length);
  const key = from(1, legacy.keyBytes);
  const iv = from(2, 8);
  if (legacy.cipher === "3des") {
    const whole = key.length === 24 ? key : Buffer.concat([key, key.subarray(0, 8)]);
    return finish("des-ede3-cbc", whole, iv, data);
  }
  // RC2 is what older Windows and OpenSSL put around the certificates; OpenSSL 3 has it no more.
  const rc2 = forge.rc2.createDecryptionCipher(forge.util.createBuffer(key.toString("latin1")), legacy.keyBytes * 8);
  rc2.start(iv.toString("latin1"));
  rc2.update(forge.util.createBuffer(Buffer.from(data).toString("latin1")));
  return rc2.finish() ? Buffer.from(rc2.output.getBytes(), "latin1") : undefined;
}

function decryptPbes2(parameters: DerNode | undefined, data: Uint8Array, password: string): Buffer | undefined {
  const [derivation, encryption] = sequenceOf(parameters, "PBES2-params");
  const [kdf, kdfParameters] = sequenceOf(derivation, "AlgorithmIdentifier");
  const [scheme, iv] = sequenceOf(encryption, "AlgorithmIdentifier");
  const cipher = CIPHERS[oidOf(scheme)];
  if (oidOf(kdf) !== PBKDF2 || cipher === undefined)
    throw unreadable("Tệp chứng thư số dùng kiểu mã hóa không hỗ trợ.");
  const [salt, rounds, ...rest] = sequenceOf(kdfParameters, "PBKDF2-params");
  // Optional keyLength before the PRF, whose default is HMAC-SHA1 (RFC 8018, A.2).
  const prf = rest.find((node) => node.constructed);
  const digest = prf === undefined ? "sha1" : PRF[oidOf(sequenceOf(prf, "AlgorithmIdentifier")[0])];
  if (digest === undefined) throw unreadable("Tệp chứng thư số dùng hàm băm mật khẩu không hỗ trợ.");
  const key = pbkdf2Sync(Buffer.from(password, "utf8"), octetsOf(salt), roundsOf(rounds), cipher.keyBytes, digest);
  return finish(cipher.name, key, octetsOf(iv), data);
}

function finish(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer | undefined {
  try {
    const cipher = createDecipheriv(name, key, iv);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  } catch {
    return undefined;
  }
}
