/** The room of amendments: two revisions of a programme become the rows of an amended appendix, and the appendix a document. */
export { type AppendixOptions, amendedAppendix, carriedBy } from "./appendix.ts";
export { changesBeyondTasks } from "./beyond.ts";
export { checkWording, exampleNote, readableTemplate } from "./check-wording.ts";
export { shortCitation } from "./citation.ts";
export {
  type AmendedField,
  type AmendmentRow,
  type CompareOptions,
  compareRevisions,
  FIELD_LABELS,
  type FieldChange,
} from "./compare.ts";
export {
  type AmendmentInstrument,
  INSTRUMENTS,
  type InstrumentContext,
  type InstrumentProposal,
  proposeInstrument,
} from "./instrument.ts";
export { type LetterContext, letterTexts } from "./letter.ts";
export { markWords, type WordBudget, type WordMark } from "./marks.ts";
export { issuedPlaces, type TaskPlace } from "./places.ts";
export type { ChangeSource } from "./sources.ts";
export {
  AMENDMENT_KINDS,
  type AmendmentKind,
  type AmendmentWording,
  DEFAULT_WORDING,
  KIND_LABELS,
  PLACEHOLDERS,
} from "./wording.ts";
