import { randomInt } from "node:crypto";

/** Crockford's digits: no I, L, O, U, which are taken for others when read aloud or from paper. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 55 random bits: with the limits on asking nobody finds one by guessing. */
const RANDOM_DIGITS = 11;

/** A new verification code: eleven random digits in base 32 and one that tells slips of the pen. Not derived from the document. */
export function newCheckCode(): string {
  const random = Array.from({ length: RANDOM_DIGITS }, () => DIGITS[randomInt(DIGITS.length)]!).join("");
  return random + DIGITS[checkDigit(random)]!;
}

/** The code that somebody typed or scanned, as it is stored; undefined when it can be none. Spaces, hyphens, case, O and I are forgiven. */
export function parseCheckCode(text: string): string | undefined {
  const code = text
    .slice(0, 64)
    .toUpperCase()
    .replace(/[\s\-–]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  if (code.length !== RANDOM_DIGITS + 1 || [...code].some((digit) => !DIGITS.includes(digit))) return undefined;
  return DIGITS[checkDigit(code.slice(0, -1))] === code.at(-1) ? code : undefined;
}

/** "7K2M-Q4XW-90TC" for reading. */
export function spokenCheckCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1-");
}

/** Luhn's check in base 32: one wrong digit, and nearly every swap of neighbours, shows. */
function checkDigit(digits: string): number {
  let sum = 0;
  [...digits].reverse().forEach((digit, index) => {
    const value = DIGITS.indexOf(digit) * (index % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / DIGITS.length) + (value % DIGITS.length);
  });
  return (DIGITS.length - (sum % DIGITS.length)) % DIGITS.length;
}
