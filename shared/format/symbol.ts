import type { RuleSetId } from "../documents/model.ts";
import { formatNumber } from "./numbers.ts";
import { RULE_SETS } from "./rule-sets.ts";

/** No-break spaces that hold the place of a number not yet given; wide enough for three figures; more are set closer. */
const NUMBER_BLANK = "\u00a0".repeat(6);

/**
 * Number and symbol of a document as on its first page: "Số 32-KH/TU"; the number is blank while none is given.
 */
export function documentSymbol(document: { ruleSet: RuleSetId; number?: string; notation: string }): string {
  return formatNumber(RULE_SETS[document.ruleSet], document.number ?? NUMBER_BLANK, document.notation);
}
