export { vietnamDate } from "./context.ts";
export { summaryOf } from "./document-file.ts";
export type * from "./model.ts";
export { type OfficeOptions, openOffice } from "./open.ts";
