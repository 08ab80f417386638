export { selfGrantDesk } from "./desk.ts";
export type * from "./model.ts";
