const ROMAN: [number, string][] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

const SYMBOLS = ["*", "†", "‡", "§"];

/** The largest number of a list or page (ST_DecimalNumber: 32 bits). */
const MOST = 2 ** 31 - 1;

/**
 * A number in a Word number format (ISO/IEC 29500-1, 17.18.59). `unknown` is told of formats shown as plain digits. A format of its own
 * (`custom`) is given as its example, `001, 002, 003, ...`.
 */
export function formatNumber(number: number, format: string, unknown: (format: string) => void = () => {}): string {
  // Parts of a number occur in damaged files, and numbers that no list reaches.
  const value = Math.min(Math.max(Math.trunc(number), -MOST), MOST);
  switch (format) {
    case "decimal":
    case "arabic":
    case "decimalHalfWidth":
    case "decimalFullWidth":
    case "decimalFullWidth2":
      return String(value);
    case "decimalZero":
      return value < 10 && value >= 0 ? `0${value}` : String(value);
    case "lowerLetter":
      return letters(value, "a");
    case "upperLetter":
      return letters(value, "A");
    case "lowerRoman":
      return roman(value);
    case "upperRoman":
      return roman(value).toUpperCase();
    case "none":
    case "bullet":
      return "";
    case "chicago":
      return value < 1 ? "" : SYMBOLS[(value - 1) % 4]!.repeat(Math.min(Math.floor((value - 1) / 4) + 1, 64));
    case "numberInDash":
      return `- ${value} -`;
    case "hex":
      return value.toString(16).toUpperCase();
    case "ordinal":
      return `${value}${ordinalEnding(value)}`;
    case "cardinalText":
      return capital(englishWords(value));
    case "ordinalText":
      return capital(englishOrdinal(value));
    case "vietnameseCounting":
      return vietnameseWords(value);
    case "decimalEnclosedCircle":
    case "decimalEnclosedCircleChinese":
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x2460 + value - 1) : String(value);
    case "decimalEnclosedParen":
      return `(${value})`;
    case "decimalEnclosedFullstop":
      return `${value}.`;
    default: {
      const example = /^(0+)\d*\s*,/.exec(format)?.[0].replace(/\s*,/, "");
      if (example !== undefined) return String(value).padStart(Math.min(example.length, 16), "0");
      unknown(format);
      return String(value);
    }
  }
}

/** a … z, aa, bb, … as Word counts. */
function letters(value: number, first: string): string {
  if (value < 1) return "";
  return String.fromCharCode(first.charCodeAt(0) + ((value - 1) % 26)).repeat(
    Math.min(Math.floor((value - 1) / 26) + 1, 64),
  );
}

function roman(value: number): string {
  let rest = Math.min(Math.max(value, 0), 32767);
  let text = "";
  for (const [amount, sign] of ROMAN) {
    while (rest >= amount) {
      text += sign;
      rest -= amount;
    }
  }
  return text;
}

function ordinalEnding(value: number): string {
  const tens = value % 100;
  if (tens >= 11 && tens <= 13) return "th";
  return ["th", "st", "nd", "rd"][value % 10] ?? "th";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const ENGLISH =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const ENGLISH_ORDINALS: Record<string, string> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};

function englishWords(value: number): string {
  if (value < 0 || value > 999_999) return String(value);
  if (value < 20) return ENGLISH[value]!;
  if (value < 100) {
    const tens = ENGLISH_TENS[Math.floor(value / 10) - 2]!;
    return value % 10 === 0 ? tens : `${tens}-${ENGLISH[value % 10]}`;
  }
  const [unit, name] = value < 1000 ? [100, "hundred"] : [1000, "thousand"];
  const head = `${englishWords(Math.floor(value / unit))} ${name}`;
  return value % unit === 0 ? head : `${head} ${englishWords(value % unit)}`;
}

function englishOrdinal(value: number): string {
  return englishWords(value).replace(/[a-z]+$/, (last) =>
    last in ENGLISH_ORDINALS ? ENGLISH_ORDINALS[last]! : last.endsWith("y") ? `${last.slice(0, -1)}ieth` : `${last}th`,
  );
}

const VIETNAMESE = "không một hai ba bốn năm sáu bảy tám chín".split(" ");

/** `mười lăm`, `hai mươi mốt`, `một trăm linh hai` */
function vietnameseWords(value: number): string {
  if (value < 0 || value > 999_999) return String(value);
  if (value < 10) return VIETNAMESE[value]!;
  if (value < 100) {
    const [tens, ones] = [Math.floor(value / 10), value % 10];
    const head = tens === 1 ? "mười" : `${VIETNAMESE[tens]} mươi`;
    if (ones === 0) return head;
    const last = ones === 5 ? "lăm" : ones === 1 && tens > 1 ? "mốt" : VIETNAMESE[ones];
    return `${head} ${last}`;
  }
  if (value < 1000) {
    const rest = value % 100;
    const head = `${VIETNAMESE[Math.floor(value / 100)]} trăm`;
    return rest === 0 ? head : rest < 10 ? `${head} linh ${VIETNAMESE[rest]}` : `${head} ${vietnameseWords(rest)}`;
  }
  const rest = value % 1000;
  const head = `${vietnameseWords(Math.floor(value / 1000))} nghìn`;
  if (rest === 0) return head;
  return rest < 100
    ? `${head} không trăm ${rest < 10 ? "linh " : ""}${vietnameseWords(rest)}`
    : `${head} ${vietnameseWords(rest)}`;
}
