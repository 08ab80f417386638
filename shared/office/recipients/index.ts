export { recipientDesk } from "./desk.ts";
export type * from "./model.ts";
