export type { Anchor, TypesetResult, TypesetWarning } from "./model.ts";
export type { Op as PageOp, Page as LaidPage } from "./pages/model.ts";
export { layout, type TypesetOptions, typeset } from "./typeset.ts";
