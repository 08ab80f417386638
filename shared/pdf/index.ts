/**
 * The PDF syntax room (ISO 32000): objects, the strict reader, the serialiser and the incremental writer.
 * It knows nothing of signatures.
 */
export { type AppendedPdf, appendUpdate, ObjectNumbers, type PdfUpdate, type RawObject } from "./append.ts";
export { operationsOf } from "./content.ts";
export {
  advanceOf,
  boxOf,
  ContentRunner,
  IDENTITY,
  inherited,
  type Matrix,
  matrixOf,
  multiply,
  type Painter,
  type TextState,
} from "./content-run.ts";
export { dict, type NewPdf, name, writePdf } from "./create.ts";
export { type EmbeddedFile, embeddedFiles } from "./embedded-files.ts";
export { type ObjectLocation, PdfFile } from "./file.ts";
export { decodeStream } from "./filters.ts";
export { DEFAULT_LIMITS, type PdfLimits } from "./limits.ts";
export { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from "./objects.ts";
export { type Glyphs, PdfTextReader } from "./page-text.ts";
export type { PdfPage } from "./pages.ts";
export { type ByteSpan, latin1 } from "./parse.ts";
export { readPdf } from "./read.ts";
export { textOf, textString } from "./text-string.ts";
export { ByteWriter, serialise } from "./write.ts";
export type { PdfRevision } from "./xref.ts";
export type { XrefEntries, XrefEntry } from "./xref-entries.ts";
