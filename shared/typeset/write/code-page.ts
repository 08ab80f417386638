/** Vowels with their marks, and đ: 67 letters, each small and capital. */
const LETTERS = "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ";

/** What stands in Vietnamese documents besides letters and ASCII. */
const SIGNS = "\u00a0–—‘’“”…•§°²³€₫×½«»·−≤≥";

const SPACE = 0x20;
const DELETE = 0x7f;
const CARRIAGE_RETURN = 0x0d;

/**
 * Codes of a font's letters by their code points, the same in every document: ASCII as it is, then the Vietnamese letters and signs from 128 up and
 * below the space. Code 32 is the space, because a reader widens that one (ISO 32000-1, 9.3.3); 0 is none, and a carriage return would have to be
 * written as two bytes.
 */
export const CODES: ReadonlyMap<number, number> = (() => {
  const codes = new Map<number, number>();
  for (let code = SPACE; code < DELETE; code += 1) codes.set(code, code);
  const free: number[] = [];
  for (let code = DELETE; code < 256; code += 1) free.push(code);
  for (let code = 1; code < SPACE; code += 1) if (code !== CARRIAGE_RETURN) free.push(code);
  for (const letter of LETTERS + LETTERS.toUpperCase() + SIGNS) codes.set(letter.codePointAt(0)!, free.shift()!);
  return codes;
})();

/** First code of a font for other characters: none of them is a space. */
export const FIRST_FREE = 0x21;
/** Last code of such a font. */
export const LAST_FREE = 0xff;
