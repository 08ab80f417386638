import type { RuleSetId } from "../documents/model.ts";
import { formatSymbol, RULE_SETS } from "../format/index.ts";
import { copyText } from "../signing/index.ts";
import type { CopyForm } from "./model.ts";
import { FORM_TITLES } from "./rules.ts";

/** Abbreviations of the forms (NĐ30 Phụ lục III, mục I). Party bodies have one for all, BS (HD 36-HD/VPTW, "Số 24-BS/UBKTTU"). */
export const COPY_ABBREVIATIONS: Record<CopyForm, string> = { "sao-y": "SY", "sao-luc": "SL", "trich-sao": "TrS" };
const PARTY_ABBREVIATION = "BS";

/** What follows the number of a copy: "SY-UBND" (State), "BS/UBKTTU" (Party). */
export function copyNotation(ruleSet: RuleSetId, form: CopyForm, organisation: string): string {
  return RULE_SETS[ruleSet].system === "party"
    ? `${PARTY_ABBREVIATION}/${organisation}`
    : `${COPY_ABBREVIATIONS[form]}-${organisation}`;
}

/** Number and notation of a copy without the word "Số": "07/SY-UBND", "24-BS/UBKTTU". */
export function copySymbol(ruleSet: RuleSetId, number: string, notation: string): string {
  return formatSymbol(RULE_SETS[ruleSet], number, notation);
}

/**
 * What decides the series of numbers of a copy. State: one series of its own for all copies of the organisation, by year (Phụ lục I,
 * Phần II, II.1.c: "đánh chung cho các loại bản sao"); Party: kind BS, by term.
 */
export function copySeries(ruleSet: RuleSetId): { ruleSet: RuleSetId; kind?: string; register?: string } {
  return RULE_SETS[ruleSet].system === "party" ? { ruleSet, kind: PARTY_ABBREVIATION } : { ruleSet, register: "sao" };
}

/** Where the abbreviation of the organisation stands in a notation: "UBND" of "KH-UBND", "12/UBND-VX"; "TU" of "KH/TU". */
export function abbreviationIn(ruleSet: RuleSetId, kind: string, notation: string): string | undefined {
  const parts = RULE_SETS[ruleSet].system === "party" ? notation.split("/").slice(1) : notation.split("-");
  // A letter has no kind before the organisation (NĐ30 PL I.II.3.b).
  const found = RULE_SETS[ruleSet].system === "party" || kind === "CV" ? parts[0] : parts.slice(1).join("-");
  return found === undefined || found.trim() === "" ? undefined : found.trim();
}

/** The line at the top right of an electronic copy (Phụ lục I, Phần II, I.3; Phụ lục III, mẫu 3.2). */
export function copySignatureText(form: CopyForm, organisation: string, at: Date): string {
  return copyText(FORM_TITLES[form], organisation, at);
}
