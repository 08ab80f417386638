/** Files from outside, each read in a worker that is ended when it costs too much: the one way in for what a stranger may have made. */
import type { DocumentDescription, RuleSetId } from "../documents/index.ts";
import type { ArchiveCheck } from "../dossiers/index.ts";
import type { LintFixResult, LintOptions, LintReport } from "../lint/index.ts";
import {
  type Grid,
  type ImportOptions,
  type ImportResult,
  importTable,
  inspectTable,
  readAnyGrids,
  type TableView,
} from "../tasks/index.ts";
import type { TypesetOptions, TypesetResult } from "../typeset/index.ts";
import type { TemplateCheck, TemplateForm, WordComparison, WordFacts, WordReview } from "../word/index.ts";
import type { JobResult, PreviewOptions, TableFile } from "./jobs.ts";
import { type Bounds, inWorker } from "./pool.ts";

export type { Bounds } from "./pool.ts";

/** Reading costs far less than typesetting, and somebody waits for the answer. */
const READING_MS = 20_000;

/** Text of so many bytes is read where it stands: it can neither unpack nor nest. */
const SMALL_TEXT = 256 * 1024;

/**
 * `typeset` for a Word file that comes from outside. Results are those of `typeset`, byte for byte.
 *
 * @throws what `typeset` throws; TYPESET_TIMEOUT and TYPESET_MEMORY when the file was given up
 *
 * @example
 * const { pdf, warnings } = await typesetBounded(upload, { timeoutMs: 20_000, memoryMB: 512 });
 */
export function typesetBounded(
  docx: Uint8Array,
  { timeoutMs, memoryMB, ...options }: TypesetOptions & Bounds = {},
): Promise<TypesetResult> {
  return inWorker("typeset", [docx, options], { timeoutMs, memoryMB });
}

/**
 * `lint` for a Word file or PDF that comes from outside.
 *
 * @throws what `lint` throws; READING_TIMEOUT, READING_MEMORY
 */
export function lintBounded(
  file: Uint8Array,
  { timeoutMs = READING_MS, memoryMB, ...options }: LintOptions & Bounds = {},
): Promise<LintReport> {
  return inWorker("lint", [file, options], { timeoutMs, memoryMB });
}

/**
 * `lintAndFix` for a Word file that comes from outside.
 *
 * @throws what `lintAndFix` throws; READING_TIMEOUT, READING_MEMORY
 */
export function lintAndFixBounded(
  docx: Uint8Array,
  { timeoutMs = READING_MS, memoryMB, ...options }: LintOptions & Bounds = {},
): Promise<LintFixResult> {
  return inWorker("lintAndFix", [docx, options], { timeoutMs, memoryMB });
}

/**
 * `importTable` for a table that comes from outside. Short plain text is read at once.
 *
 * @throws what `importTable` throws; READING_TIMEOUT, READING_MEMORY
 */
export async function importTableBounded(file: TableFile, options: ImportOptions & Bounds = {}): Promise<ImportResult> {
  const { timeoutMs = READING_MS, memoryMB, calendar, ...how } = options;
  if (isShortText(file.bytes)) return importTable(file, { ...how, ...(calendar === undefined ? {} : { calendar }) });
  const years = calendar === undefined ? {} : { years: calendar.given };
  return inWorker("importTable", [file, { ...how, ...years }], { timeoutMs, memoryMB });
}

/**
 * `inspectTable` for a table that comes from outside. Short plain text is read at once.
 *
 * @throws what `inspectTable` throws; READING_TIMEOUT, READING_MEMORY
 */
export async function inspectTableBounded(
  file: TableFile,
  { timeoutMs = READING_MS, memoryMB, ...choice }: Parameters<typeof inspectTable>[1] & Bounds = {},
): Promise<TableView> {
  if (isShortText(file.bytes)) return inspectTable(file, choice);
  return inWorker("inspectTable", [file, choice], { timeoutMs, memoryMB });
}

/**
 * The tables of a file that comes from outside, cell by cell, whatever they are of (.xlsx, .csv, .tsv, .docx). Short plain text is read at
 * once.
 *
 * @throws IMPORT_FILE_KIND, IMPORT_FILE_MISMATCH, IMPORT_TOO_LARGE, IMPORT_EMPTY; READING_TIMEOUT, READING_MEMORY
 */
export async function gridsBounded(
  file: TableFile,
  { timeoutMs = READING_MS, memoryMB }: Bounds = {},
): Promise<Grid[]> {
  if (isShortText(file.bytes)) return readAnyGrids(file);
  return inWorker("grids", [file], { timeoutMs, memoryMB });
}

/**
 * `renderDocx` with a template that comes from outside.
 *
 * @throws what `renderDocx` throws; READING_TIMEOUT, READING_MEMORY
 */
export function renderBounded(
  template: Uint8Array,
  description: DocumentDescription,
  { timeoutMs = READING_MS, memoryMB }: Bounds = {},
): Promise<JobResult<"render">> {
  return inWorker("render", [template, description], { timeoutMs, memoryMB });
}

/** A Word file is filled or compared, typeset and checked, all at once. */
const REVIEW_MS = 60_000;

/**
 * `checkTemplate` for a Word template that an office uploads.
 *
 * @throws what `checkTemplate` throws; READING_TIMEOUT, READING_MEMORY
 */
export function checkTemplateBounded(
  template: Uint8Array,
  ruleSet: RuleSetId,
  form: TemplateForm,
  { timeoutMs = REVIEW_MS, memoryMB }: Bounds = {},
): Promise<TemplateCheck> {
  return inWorker("checkTemplate", [template, ruleSet, form], { timeoutMs, memoryMB });
}

/**
 * `reviewWord` for a Word file that somebody edited.
 *
 * @throws what `reviewWord` throws; READING_TIMEOUT, READING_MEMORY
 */
export function reviewWordBounded(
  base: Uint8Array,
  edited: Uint8Array,
  facts: WordFacts,
  { timeoutMs = REVIEW_MS, memoryMB }: Bounds = {},
): Promise<WordReview> {
  return inWorker("reviewWord", [base, edited, facts], { timeoutMs, memoryMB });
}

/**
 * What differs between two Word files.
 *
 * @throws what `readWord` throws; READING_TIMEOUT, READING_MEMORY
 */
export function compareWordBounded(
  before: Uint8Array,
  after: Uint8Array,
  { timeoutMs = REVIEW_MS, memoryMB }: Bounds = {},
): Promise<WordComparison> {
  return inWorker("compareWord", [before, after], { timeoutMs, memoryMB });
}

/** What somebody is writing costs no more than this; who writes waits for it. */
const PREVIEW_MS = 20_000;

/**
 * A description filled into its template, typeset and checked, with bookmarks for the places of its parts ({@link PLACE_MARKS} of the DOCX
 * room). Nothing is kept.
 *
 * @throws what `renderDocx`, `typeset` and `lint` throw; READING_TIMEOUT, READING_MEMORY
 */
export function previewBounded(
  description: DocumentDescription,
  { timeoutMs = PREVIEW_MS, memoryMB, signal, ...options }: PreviewOptions & Bounds = {},
): Promise<JobResult<"preview">> {
  return inWorker("preview", [description, options], { timeoutMs, memoryMB, signal });
}

/**
 * The text of a PDF that comes from outside, as `textOfPdf` reads it.
 *
 * @throws PDF_* for what is no PDF; READING_TIMEOUT, READING_MEMORY
 */
export async function pdfTextBounded(
  pdf: Uint8Array,
  { timeoutMs = READING_MS, memoryMB }: Bounds = {},
): Promise<string> {
  return (await inWorker("pdfText", [pdf], { timeoutMs, memoryMB })).text;
}

/** A package holds up to a gigabyte, and each of its files is read for its digests. */
const CHECKING_MS = 120_000;

/**
 * `checkArchive` for a package that comes from outside.
 *
 * @throws READING_TIMEOUT, READING_MEMORY
 */
export function checkArchiveBounded(
  zip: Uint8Array,
  { timeoutMs = CHECKING_MS, memoryMB = 1024 }: Bounds = {},
): Promise<ArchiveCheck> {
  return inWorker("checkArchive", [zip], { timeoutMs, memoryMB });
}

/** Neither a ZIP package nor a compound file of old Office, nor long. */
function isShortText(bytes: Uint8Array): boolean {
  const packed = (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0xd0 && bytes[1] === 0xcf);
  return !packed && bytes.length <= SMALL_TEXT;
}
