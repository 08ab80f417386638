/** Signs that TCVN 5712 (TCVN3, fonts ".VnTime") puts for letters, beside letters where Unicode text never has them: "so¸t", "c©u", "®Õn". */
const TCVN3_SIGNS = /\p{L}[¸µ¶¨¼½¾ª¬]|[©®]\p{Ll}/u;
/** Letters of Latin-1 that no Vietnamese word has: TCVN3 and VNI stand on them ("Së", "Nhieäm vuï"). */
const FOREIGN = /[äåæçëîïñöøûüþÿßÄÅÆÇËÎÏÑÖØÛÜÞ]/gu;

/**
 * Was a text typed with an old Vietnamese font (TCVN3 or VNI), so that what looks right in that font reads as nonsense in Unicode?
 * One foreign letter may be a name ("Müller"); two in one cell, or a sign amid letters, are not.
 */
export function isOldEncoding(text: string): boolean {
  return TCVN3_SIGNS.test(text) || (text.match(FOREIGN)?.length ?? 0) >= 2;
}

/** What to do about it. */
export const OLD_ENCODING_HINT =
  "Bảng được gõ bằng phông chữ cũ (TCVN3 như .VnTime, hoặc VNI). Hãy chuyển mã sang Unicode rồi nhập lại.";
