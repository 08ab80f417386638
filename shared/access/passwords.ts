import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** A password as it is kept: only its scrypt hash (RFC 7914), with the salt and the cost it was made with. */
export interface PasswordHash {
  /** base64 */
  salt: string;
  /** base64, 32 bytes */
  hash: string;
  cost: number;
  parallel: number;
}

/** N, r and p of OWASP's password storage advice for 32 MB (N = 2^15, r = 8, p = 3). */
export const PASSWORD_COST = 2 ** 15;
const BLOCK = 8;
const PARALLEL = 3;

/**
 * Hashes a new password. About a fifth of a second, off the main thread.
 *
 * @param cost N of scrypt, a power of two
 */
export async function hashPassword(password: string, cost = PASSWORD_COST): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost, PARALLEL);
  return { salt: salt.toString("base64"), hash: hash.toString("base64"), cost, parallel: PARALLEL };
}

/** Is it the password? Without a hash it takes the same time and says no, so that time does not tell which accounts exist. */
export async function matchesPassword(
  password: string,
  stored: PasswordHash | undefined,
  cost = PASSWORD_COST,
): Promise<boolean> {
  const salt = stored ? Buffer.from(stored.salt, "base64") : Buffer.alloc(16);
  const hash = await derive(password, salt, stored?.cost ?? cost, stored?.parallel ?? PARALLEL);
  return stored !== undefined && timingSafeEqual(hash, Buffer.from(stored.hash, "base64"));
}

function derive(password: string, salt: Buffer, N: number, p: number): Promise<Buffer> {
  const options: ScryptOptions = { N, r: BLOCK, p, maxmem: 256 * N * BLOCK };
  // NFKC: "ế" typed by two input methods is one password (RFC 8265 section 4 does it with NFC; we also fold width).
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key))),
  );
}
