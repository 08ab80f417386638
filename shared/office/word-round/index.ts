export { wordRoundDesk } from "./desk.ts";
export type * from "./model.ts";
