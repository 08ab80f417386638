export { vietnamDate } from "./context.ts";
export type * from "./model.ts";
export { type OfficeOptions, openOffice } from "./open.ts";
