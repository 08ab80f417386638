/**
 * Characters of the symbol fonts Word files use (private use area U+F020–F0FF or plain codes) as Unicode,
 * because those fonts cannot be shipped. Source: Unicode's mapping of Wingdings and Symbol (L2/11-052).
 */
const SYMBOL: Record<number, string> = {
  0x2d: "−", 0x61: "α", 0x62: "β", 0x64: "δ", 0x67: "γ", 0x6c: "λ", 0x6d: "μ", 0x70: "π", 0x73: "σ", 0x77: "ω", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω",
  0xa3: "≤", 0xa5: "∞", 0xa8: "♦", 0xac: "←", 0xad: "↑", 0xae: "→", 0xaf: "↓", 0xb0: "°", 0xb1: "±", 0xb3: "≥", 0xb4: "×", 0xb7: "•", 0xb8: "÷", 0xb9: "≠",
  0xbb: "≈", 0xbc: "…", 0xd2: "®", 0xd3: "©", 0xd4: "™", 0xd5: "∏", 0xd6: "√", 0xde: "⇒", 0xe2: "®", 0xe3: "©", 0xe5: "∑",
};

const WINGDINGS: Record<number, string> = {
  0x6c: "●", 0x6d: "○", 0x6e: "■", 0x6f: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "◆", 0x77: "◆",
  0x9e: "·", 0x9f: "•", 0xa0: "▪", 0xa1: "○", 0xa7: "▪", 0xa8: "□", 0xd8: "➢", 0xdf: "←", 0xe0: "→", 0xe1: "↑", 0xe2: "↓",
  0xe8: "→", 0xf0: "⇨", 0xfb: "✗", 0xfc: "✓", 0xfd: "☒", 0xfe: "☑", 0x22: "✂", 0x28: "☎", 0x2a: "✉", 0x2d: "–", 0xab: "★", 0xb2: "✧",
};

/** Stand-ins for signs that none of the shipped fonts has. */
const STAND_INS: Record<string, string> = {
  "➢": "►", "✓": "√", "✗": "×", "☒": "□", "☑": "□", "◆": "♦", "⇨": "►", "⇒": "→", "☐": "□", "✔": "√", "✧": "•", "★": "*",
  "\u2011": "-", "\u2010": "-", "\u2022": "•", "‣": "►", "⁃": "-", "❖": "♦", "➤": "►", "⬜": "□", "✕": "×", "➔": "→", "\u2212": "–", "\u202f": "\u00a0",
  "\u2007": "\u00a0", "\u2003": "\u0020", "\u2002": "\u0020", "\u2009": "\u0020",
};

const WINGDINGS_FONTS = /^wingdings/i;

/** Is this a font whose letters are signs? */
export function isSymbolFont(family: string): boolean {
  return family === "Symbol" || WINGDINGS_FONTS.test(family);
}

/** The Unicode text for a text in a symbol font; characters without a mapping stay. */
export function symbolText(text: string, family: string): string {
  const map = WINGDINGS_FONTS.test(family) ? WINGDINGS : SYMBOL;
  let result = "";
  for (const char of text) {
    const code = char.codePointAt(0)!;
    result += map[code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code] ?? char;
  }
  return result;
}

/** Another character for one that no font has, or undefined. */
export function standIn(char: string): string | undefined {
  return STAND_INS[char];
}
