export { type Face, FontRegistry, glyphOf } from "./fonts/index.ts";
export type { Anchor, Attachment, TypesetResult, TypesetWarning } from "./model.ts";
export type { Op as PageOp, Page as LaidPage } from "./pages/model.ts";
export type * as Resolved from "./resolve/model.ts";
export { resolveDocx } from "./resolve-docx.ts";
export { type Conformance, layout, type TypesetOptions, typeset } from "./typeset.ts";
