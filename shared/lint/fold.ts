const TONES = "\u0300\u0301\u0309\u0303\u0323";
/** "oa", "oe", "uy" that end a syllable with the tone on the second vowel: HOÀ, which is the same word as HÒA. */
const SECOND_VOWEL = new RegExp(`(o)([ae])([${TONES}])(?![a-z])|(u)(y)([${TONES}])(?![a-z])`, "g");

/**
 * A text as it is compared: normal form, lower case, tone marks of "òa/oà", "úy/uý" on one place, every kind of dash one
 * hyphen, white space single. Only for comparing, never for showing.
 *
 * @example fold("CỘNG HOÀ") === fold("Cộng hòa")
 */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(SECOND_VOWEL, (_all, o = "", a = "", one = "", u = "", y = "", other = "") => o + one + a + u + other + y)
    .normalize("NFC")
    .replace(/[\u2010-\u2015\u2212\u00ad]/g, "-")
    .replace(/[\s\u00a0\u200b\u2060\ufeff]+/g, " ")
    .trim();
}

/** Is every letter here a capital (and is there one)? */
export function isCapitals(text: string): boolean {
  const plain = text.normalize("NFC");
  return /\p{L}/u.test(plain) && plain === plain.toLocaleUpperCase("vi");
}

/** Nothing but the strokes that people type for a line: "_____", "-----", "* * *". */
export function isDecoration(text: string): boolean {
  return /^[\s*_=~.\-\u2010-\u2015\u00a0]+$/.test(text);
}

/** A text short enough for a message. */
export function excerpt(text: string, length = 48): string {
  const plain = text.replace(/[\s\u00a0]+/g, " ").trim();
  return plain.length <= length ? plain : `${plain.slice(0, length - 1)}…`;
}

/** A number as Vietnamese writes it: comma before the decimals, at most one of them. */
export function figure(value: number): string {
  return String(Math.round(value * 10) / 10).replace(".", ",");
}
