import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Time-based codes by RFC 6238 as every authenticator app knows them: SHA-1, six digits, thirty seconds. */
const STEP_SECONDS = 30;
/** A clock may be a step off, either way (RFC 6238, 5.2). */
const STEPS_OFF = 1;
/** 160 bits, as RFC 4226, section 4, R6 recommends. */
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

/** A new secret. */
export function newTotpSecret(): Uint8Array {
  return new Uint8Array(randomBytes(SECRET_BYTES));
}

/** A secret as people type it and apps scan it. The library is loaded when somebody needs it. */
export async function totpEnrolment(
  secret: Uint8Array,
  userName: string,
  issuer = "Vanthu",
): Promise<{ secret: string; uri: string }> {
  const { TOTP, Secret } = await import("otpauth");
  const kept = new Secret({ buffer: bufferOf(secret) });
  return { secret: kept.base32, uri: new TOTP({ issuer, label: userName, secret: kept }).toString() };
}

/**
 * The time step that a code belongs to, or undefined for a wrong one.
 * @param after steps up to this one were used: a code is never taken twice (RFC 6238, 5.2)
 */
export async function totpStep(
  secret: Uint8Array,
  code: string,
  now: Date,
  after: number | undefined,
): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  const { TOTP, Secret } = await import("otpauth");
  const totp = new TOTP({ secret: new Secret({ buffer: bufferOf(secret) }), period: STEP_SECONDS });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: STEPS_OFF });
  if (delta === null) return undefined;
  const step = Math.floor(now.getTime() / 1000 / STEP_SECONDS) + delta;
  return after === undefined || step > after ? step : undefined;
}

/** Ten codes for the day when the telephone is lost: 80 bits each, "abcd-efgh-ijkm-npqr". */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32]).join("");
    return letters.match(/.{4}/g)!.join("-");
  });
}

/** What is kept of a recovery code. 80 random bits need no slow hash. */
export function recoveryHash(code: string): string {
  return createHash("sha256").update(plainCode(code)).digest("hex");
}

/** Which of the kept codes it is; -1 for none. */
export function recoveryIndex(hashes: readonly string[], code: string): number {
  const hash = Buffer.from(recoveryHash(code), "hex");
  return hashes.findIndex((kept) => timingSafeEqual(Buffer.from(kept, "hex"), hash));
}

/** Does it look like a recovery code, rather than one of an app? */
export function isRecoveryCode(code: string): boolean {
  return /^[a-z2-9]{16}$/.test(plainCode(code));
}

function plainCode(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, "");
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
