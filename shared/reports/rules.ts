/**
 * Version of figures and wording. A report is checked by the rules that made it: whoever changes what a report counts or says raises this
 * and keeps the old rules beside the new ones.
 */
export const REPORT_RULES = 2;

/** The versions by which a report can be computed again. 1: counts in sentences without a leading zero. */
export const KNOWN_RULES: readonly number[] = [1, REPORT_RULES];
