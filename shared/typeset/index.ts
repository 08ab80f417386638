export type { Anchor, TypesetResult, TypesetWarning } from "./model.ts";
