export { openOffice, type OfficeOptions } from "./open.ts";
export type * from "./model.ts";
export { vietnamDate } from "./context.ts";
