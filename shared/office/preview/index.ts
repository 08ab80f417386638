/** Previews of what is being written: composed, filled, typeset and checked, with the places of its parts; nothing is stored. */
export { previewDesk, previewOf } from "./desk.ts";
export type * from "./model.ts";
