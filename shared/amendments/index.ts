/** The room of amendments: two revisions of a programme become the rows of an amended appendix, and the appendix a document. */
export { type AppendixOptions, amendedAppendix, amendmentTable } from "./appendix.ts";
export { type AmendmentRow, type CompareOptions, compareRevisions, type FieldChange } from "./compare.ts";
export { type AmendmentKind, type AmendmentWording, DEFAULT_WORDING } from "./wording.ts";
