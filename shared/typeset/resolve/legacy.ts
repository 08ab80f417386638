/**
 * Texts in the fonts of the old Vietnamese encodings as Unicode. TCVN3 (`.VnTime`, `.VnArial`, …: TCVN 5712:1993, VN3) gives each letter one
 * code of 0xA1–0xFE; VNI (`VNI-Times`, …) a letter and a code for its mark.
 */

const TCVN3 = pairs(
  "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợïùóúñủòũôụõừøứöử÷ữùựúỳýýûỷüỹþỵ" +
    "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ",
);
TCVN3.set("\u00ad", "ư");

/** VNI: letters of one code. */
const VNI_SINGLE = pairs("ñđÑĐæỉóĩòịôơöưîỵÆỈÓĨÒỊÔƠÖƯÎỴ");

/** VNI: the marks behind a, e, o, u, y and the letters ô (ơ) and ö (ư), in lower case. */
const VNI_MARKS: Record<string, string> = {
  ø: "\u0300",
  ù: "\u0301",
  û: "\u0309",
  õ: "\u0303",
  ï: "\u0323",
  ê: "\u0306",
  è: "\u0306\u0300",
  é: "\u0306\u0301",
  ú: "\u0306\u0309",
  ü: "\u0306\u0303",
  ë: "\u0306\u0323",
  â: "\u0302",
  à: "\u0302\u0300",
  á: "\u0302\u0301",
  å: "\u0302\u0309",
  ã: "\u0302\u0303",
  ä: "\u0302\u0323",
};
const VNI_BASES: Record<string, string> = { ô: "ơ", ö: "ư", Ô: "Ơ", Ö: "Ư" };

function pairs(list: string): Map<string, string> {
  const letters = [...list];
  return new Map(Array.from({ length: letters.length / 2 }, (_unused, at) => [letters[2 * at]!, letters[2 * at + 1]!]));
}

/** Is this a font of an old Vietnamese encoding? */
export function isLegacyFont(family: string): boolean {
  return /^(\.vn|vni[- ])/i.test(family);
}

/** A text whose letters are beyond these encodings is Unicode, whatever its font is called. */
function isUnicode(text: string): boolean {
  return /[\u0100-\u1fff]/.test(text);
}

/** The text in Unicode, and the font of today that looks like the old one. */
export function fromLegacy(text: string, family: string): { text: string; family: string } {
  const sans = /arial|helve|avant|swiss/i.test(family);
  const mono = /courier/i.test(family);
  const today = mono ? "Courier New" : sans ? "Arial" : "Times New Roman";
  if (isUnicode(text)) return { text, family: today };
  if (/^vni/i.test(family)) return { text: fromVni(text), family: today };
  let plain = "";
  for (const letter of text) plain += TCVN3.get(letter) ?? letter;
  // The fonts of capitals (`.VnTimeH`) show every letter as a capital.
  return { text: /h$/i.test(family) ? plain.toUpperCase() : plain, family: today };
}

function fromVni(text: string): string {
  return text
    .replace(
      /([aeouyôöAEOUYÔÖ])([øùûõïêèéúüëâàáåãäØÙÛÕÏÊÈÉÚÜËÂÀÁÅÃÄ])|[ñÑìíæóòôöîÌÍÆÓÒÔÖÎ]/g,
      (all, base?: string, mark?: string) =>
        base === undefined ? (VNI_SINGLE.get(all) ?? all) : (VNI_BASES[base] ?? base) + VNI_MARKS[mark!.toLowerCase()]!,
    )
    .normalize("NFC");
}
