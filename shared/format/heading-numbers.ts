import type { HeadingNumbering } from "./model.ts";

/** Letters of điểm in the order the decree itself uses (NĐ30: a b c d đ e g h i k l m n o; the rest by common practice). */
export const POINT_LETTERS = [..."abcdđeghiklmnopqrstuvxy"];

const ROMAN: [number, string][] = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

/** A positive whole number in Roman numerals. */
export function roman(value: number): string {
  let rest = value;
  let text = "";
  for (const [worth, sign] of ROMAN) {
    while (rest >= worth) {
      text += sign;
      rest -= worth;
    }
  }
  return text;
}

/** Value of a Roman numeral, or undefined when it is not written as one. */
export function romanValue(text: string): number | undefined {
  let rest = text;
  let value = 0;
  for (const [worth, sign] of ROMAN) {
    while (rest.startsWith(sign)) {
      value += worth;
      rest = rest.slice(sign.length);
    }
  }
  return text !== "" && rest === "" && roman(value) === text ? value : undefined;
}

/** The letter of the nth điểm, from 1; after the last one the letters double ("aa"). */
export function pointLetter(value: number): string {
  const index = (value - 1) % POINT_LETTERS.length;
  return POINT_LETTERS[index]!.repeat(Math.floor((value - 1) / POINT_LETTERS.length) + 1);
}

/**
 * The number of a heading with the sign and the space after it: "I- ", "1. ", "2.1. ", "a) ".
 *
 * @param counters counts of the levels above and of this one, outermost first
 */
export function headingNumber(numbering: HeadingNumbering, counters: readonly number[]): string {
  const own = counters[counters.length - 1] ?? 1;
  switch (numbering.style) {
    case "roman":
      return roman(own) + numbering.after;
    case "arabic":
      return String(own) + numbering.after;
    case "arabic-nested":
      return `${counters[counters.length - 2] || 1}.${own}${numbering.after}`;
    case "letter":
      return pointLetter(own) + numbering.after;
  }
}
