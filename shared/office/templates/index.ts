export { type ChosenTemplate, chosenTemplate, templateFor } from "./chosen.ts";
export { templateDesk } from "./desk.ts";
export type * from "./model.ts";
