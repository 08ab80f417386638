/** How far the letters of a text reach above and below its baseline, in parts of the type size. */
export interface InkExtent {
  above: number;
  below: number;
}

/** Marks that stand on a letter; the horn and the bar of đ do not make it higher. */
const ABOVE = new Set("\u0300\u0301\u0302\u0303\u0306\u0309\u0308\u030a\u030c");
const DOT_BELOW = "\u0323";
const LOW_LETTERS = new Set("acemnorsuvwxzơưı");
const DESCENDING = new Set("gjpqyQ,;()[]{}|/_ç§");
const HIGH_SIGNS_ONLY = new Set("-–—·=+~*\"'“”‘’");
/** Heights of Times New Roman and its like: capitals and ascenders, small letters, the first mark on top and each further one. */
const CAPITAL = 0.69;
const SMALL = 0.47;
const FIRST_MARK = 0.24;
const NEXT_MARK = 0.13;
const DESCENDER = 0.22;

const known = new Map<string, InkExtent>();

/**
 * The extent of one character as drawn. Type is set in boxes higher than its letters; what a seal would hide are the letters, so this is
 * what it must keep clear of. What a font does not say is taken to be as high and low as a letter can be.
 */
export function inkOf(character: string): InkExtent {
  let extent = known.get(character);
  if (extent === undefined) {
    extent = measure(character);
    if (known.size < 4000) known.set(character, extent);
  }
  return extent;
}

function measure(character: string): InkExtent {
  const [base = "", ...marks] = character.normalize("NFD");
  if (base === "") return { above: 0.9, below: DESCENDER };
  const small = LOW_LETTERS.has(base) || HIGH_SIGNS_ONLY.has(base);
  const count = marks.filter((mark) => ABOVE.has(mark)).length;
  const above = (small && base !== "i" ? SMALL : CAPITAL) + (count > 0 ? FIRST_MARK + (count - 1) * NEXT_MARK : 0);
  const below = DESCENDING.has(base) ? DESCENDER : marks.includes(DOT_BELOW) ? 0.2 : 0.02;
  return { above: HIGH_SIGNS_ONLY.has(base) ? CAPITAL : above, below };
}
