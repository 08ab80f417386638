export { bulkDesk } from "./desk.ts";
export type * from "./model.ts";
