import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { VanthuError } from "../../errors/index.ts";

/**
 * Locks the bytes of a key file with its own password by modern means, whatever the file was encrypted with before (RC2 and 3DES of old
 * PKCS#12 files protect nothing today): scrypt (RFC 7914; N = 2^15, r = 8, p = 1: 32 MB, some 60 ms) and AES-256-GCM.
 */
export async function lockKeyFile(file: Uint8Array, password: string): Promise<Uint8Array> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", await derived(password, salt), nonce);
  const head = Buffer.concat([Buffer.from([FORMAT]), salt, nonce]);
  cipher.setAAD(head);
  return new Uint8Array(Buffer.concat([head, cipher.update(file), cipher.final(), cipher.getAuthTag()]));
}

/** @throws VanthuError P12_PASSWORD_WRONG */
export async function unlockKeyFile(locked: Uint8Array, password: string): Promise<Uint8Array> {
  const all = Buffer.from(locked);
  const head = all.subarray(0, HEAD_BYTES);
  try {
    const key = await derived(password, head.subarray(1, 1 + SALT_BYTES));
    const decipher = createDecipheriv("aes-256-gcm", key, head.subarray(1 + SALT_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(head).setAuthTag(all.subarray(-TAG_BYTES));
    const plain = decipher.update(all.subarray(HEAD_BYTES, -TAG_BYTES));
    return new Uint8Array(Buffer.concat([plain, decipher.final()]));
  } catch {
    throw new VanthuError("P12_PASSWORD_WRONG", {
      message: "Mật khẩu không mở được chứng thư số.",
      where: "password",
      hint: "Nhập lại mật khẩu của tệp chứng thư số.",
    });
  }
}

const FORMAT = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + SALT_BYTES + NONCE_BYTES;

function derived(password: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
