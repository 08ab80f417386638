import { diskFonts } from "./fonts/disk.ts";
import { useFontFiles } from "./fonts/index.ts";

useFontFiles(diskFonts);

export { type Face, FontRegistry, glyphOf } from "./fonts/index.ts";
export { type LibreOffice, type LibreOfficeOptions, openLibreOffice } from "./libreoffice.ts";
export type { Anchor, Attachment, TypesetResult, TypesetWarning } from "./model.ts";
export type { Page as LaidPage } from "./pages/model.ts";
export type * as Resolved from "./resolve/model.ts";
export { resolveDocx } from "./resolve-docx.ts";
export { type Conformance, layout, type TypesetOptions, typeset } from "./typeset.ts";
