/**
 * Characters of the symbol fonts Word files use (private use area U+F020–F0FF or plain codes) as Unicode,
 * because those fonts cannot be shipped. Source: Unicode's mapping of Wingdings and Symbol (L2/11-052).
 */
const SYMBOL: Record<number, string> = {
  45: "−",
  97: "α",
  98: "β",
  100: "δ",
  103: "γ",
  108: "λ",
  109: "μ",
  112: "π",
  115: "σ",
  119: "ω",
  68: "Δ",
  83: "Σ",
  87: "Ω",
  163: "≤",
  165: "∞",
  168: "♦",
  172: "←",
  173: "↑",
  174: "→",
  175: "↓",
  176: "°",
  177: "±",
  179: "≥",
  180: "×",
  183: "•",
  184: "÷",
  185: "≠",
  187: "≈",
  188: "…",
  210: "®",
  211: "©",
  212: "™",
  213: "∏",
  214: "√",
  222: "⇒",
  226: "®",
  227: "©",
  229: "∑",
};

const WINGDINGS: Record<number, string> = {
  120: "☒",
  108: "●",
  109: "○",
  110: "■",
  111: "□",
  112: "□",
  113: "□",
  114: "□",
  115: "◆",
  116: "◆",
  117: "◆",
  118: "◆",
  119: "◆",
  158: "·",
  159: "•",
  160: "▪",
  161: "○",
  167: "▪",
  168: "□",
  216: "➢",
  223: "←",
  224: "→",
  225: "↑",
  226: "↓",
  232: "→",
  240: "⇨",
  251: "✗",
  252: "✓",
  253: "☒",
  254: "☑",
  34: "✂",
  40: "☎",
  42: "✉",
  45: "–",
  171: "★",
  178: "✧",
};

/** Stand-ins for signs that none of the shipped fonts has. */
const STAND_INS: Record<string, string> = {
  "➢": "►",
  "✓": "√",
  "✗": "×",
  "☒": "■",
  "☑": "■",
  "◆": "♦",
  "⇨": "►",
  "⇒": "→",
  "☐": "□",
  "✔": "√",
  "✧": "•",
  "★": "*",
  "\u2011": "-",
  "\u2010": "-",
  "\u2022": "•",
  "‣": "►",
  "⁃": "-",
  "❖": "♦",
  "➤": "►",
  "⬜": "□",
  "✕": "×",
  "➔": "→",
  "▶": "►",
  "🔴": "●",
  "🟠": "●",
  "🟡": "●",
  "🟢": "●",
  "🔵": "●",
  "⚫": "●",
  "⚪": "○",
  "✅": "√",
  "❌": "×",
  "➡": "→",
  "⬅": "←",
  "⭐": "*",
  "\u2212": "–",
  "\u202f": "\u00a0",
  "\u2007": "\u00a0",
  "\u2003": "\u0020",
  "\u2002": "\u0020",
  "\u2009": "\u0020",
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
