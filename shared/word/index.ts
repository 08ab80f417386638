/** Word files that people bring: templates of an office tried before they are used, drafts that come back from Word compared and mended. */
export { refuseActiveContent } from "./active-content.ts";
export { compareWord } from "./compare.ts";
export { saysLine } from "./fields.ts";
export type * from "./model.ts";
export { type ReadWord, readWord } from "./read.ts";
export { reviewWord, type WordFacts } from "./review.ts";
export { SAMPLE, sampleDescription } from "./sample.ts";
export { checkTemplate, type TemplateCheck } from "./template-check.ts";
