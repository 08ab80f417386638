import type { DocumentKind } from "../documents/model.ts";
import type { RuleSet } from "./model.ts";

/** A document number as written: below 10 with a leading zero (NĐ30 PL I.II.3.c). Anything not a plain number stays as given. */
export function numberText(number: string | number): string {
  const text = String(number);
  return /^\d$/.test(text) ? `0${text}` : text;
}

/**
 * How many of something, in the sentences of a document: one digit with a leading zero ("05 nhiệm vụ"), from a thousand on with points
 * ("1.234"); none stays "0". The leading zero follows NĐ30 PL I.II.3.c, as offices write every count.
 *
 * @param count whole, not negative
 */
export function countText(count: number): string {
  return count > 0 && count < 10 ? numberText(count) : numberForm(count);
}

/** From here on a number has no decimals that could be told. */
const WHOLE = 1e15;

/**
 * A number as Vietnamese writes it: "1.234", "45,5"; at most six decimals, so that 94,999 that misses 95 is not read as 95.
 */
export function numberForm(value: number): string {
  const size = Math.abs(value);
  const rounded = size < WHOLE ? Math.round(size * 1e6) / 1e6 : Math.round(size);
  const [whole, decimals] = (size < WHOLE ? String(rounded) : BigInt(rounded).toString()).split(".") as [
    string,
    string?,
  ];
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ".");
  return `${value < 0 && rounded !== 0 ? "-" : ""}${grouped}${decimals === undefined ? "" : `,${decimals}`}`;
}

/** A number with its unit: "45,5%", "12 nhiệm vụ", "95". */
export function withUnit(value: number, unit: string): string {
  const word = unit.trim();
  if (word === "") return numberForm(value);
  return word.startsWith("%") ? `${numberForm(value)}${word}` : `${numberForm(value)} ${word}`;
}

/**
 * Number and symbol without the word "Số": "05/KH-UBND" (State), "32-KH/TU" (Party).
 *
 * @param notation what follows the number, without the sign between: "KH-UBND", "KH/TU"
 */
export function formatSymbol(ruleSet: RuleSet, number: string | number, notation: string): string {
  return `${numberText(number)}${ruleSet.number.value.between}${notation}`;
}

/**
 * Number and symbol as they stand on the page: "Số: 05/KH-UBND" (NĐ30, with colon) or "Số 32-KH/TU" (Party, without).
 */
export function formatNumber(ruleSet: RuleSet, number: string | number, notation: string): string {
  return `${ruleSet.number.value.before}${formatSymbol(ruleSet, number, notation)}`;
}

/**
 * The notation that a rule set makes of a kind and the abbreviations of body and unit.
 * State: "KH-UBND", letters "UBND-KGVX"; Party: "KH/TU", letters "CV/TU".
 */
export function notationFor(ruleSet: RuleSet, kind: DocumentKind, organisation: string, unit?: string): string {
  if (ruleSet.system === "party") return `${kind}/${organisation}`;
  // A letter has no kind in its symbol; the drafting unit or the field stands there (NĐ30 PL I.II.3.b).
  if (kind === "CV") return unit === undefined || unit === "" ? organisation : `${organisation}-${unit}`;
  return `${kind}-${organisation}`;
}
