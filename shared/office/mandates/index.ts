export { giveMandate, mandateDesk } from "./desk.ts";
export { FORM_WORDS, formulaOf, signatureOf } from "./formula.ts";
export type * from "./model.ts";
export { requireSignatory, signerOf } from "./signatory.ts";
export { requireMandate, withGeneralMandates } from "./store.ts";
