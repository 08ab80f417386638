/** The format check: a Word or PDF file against the rule sets, finding by finding with the clause, and the safe mends. */
export { type LintFixResult, lint, lintAndFix } from "./lint.ts";
export type { Finding, Line, LintOptions, LintReport, Severity } from "./model.ts";
export { type Parts, recognise } from "./parts.ts";
export { readDocx } from "./read-docx.ts";
