import type { CalendarYear } from "../calendar/index.ts";
import type { DocumentDescription, RuleSetId } from "../documents/index.ts";
import type { LintOptions } from "../lint/index.ts";
import type { ImportOptions } from "../tasks/index.ts";
import type { TypesetOptions } from "../typeset/index.ts";
import type { TemplateForm, WordFacts } from "../word/index.ts";

/** A table file under the name it was sent with. */
export interface TableFile {
  name: string;
  bytes: Uint8Array;
}

/** How a table is read, as it can be handed to a worker: of the calendar only the years it is made of. */
export type PortableImportOptions = Omit<ImportOptions, "calendar"> & { years?: readonly CalendarYear[] };

/** What a preview is set with besides its description. */
export interface PreviewOptions {
  /** Bytes of the Word template; the one that comes with Vanthu when absent. */
  template?: Uint8Array;
  /** Files that the PDF will carry. */
  attachments?: TypesetOptions["attachments"];
  /** Is it judged by the rules of form too? Yes when absent. */
  check?: boolean;
}

/** What is done with files from outside. Each room is loaded with the first file that needs it. */
export const JOBS = {
  async typeset(docx: Uint8Array, options: TypesetOptions) {
    const { typeset } = await import("../typeset/index.ts");
    return typeset(docx, options);
  },
  async lint(file: Uint8Array, options: LintOptions) {
    const { lint } = await import("../lint/index.ts");
    return lint(file, options);
  },
  async lintAndFix(docx: Uint8Array, options: LintOptions) {
    const { lintAndFix } = await import("../lint/index.ts");
    return lintAndFix(docx, options);
  },
  async importTable(file: TableFile, { years, ...options }: PortableImportOptions) {
    const { importTable } = await import("../tasks/index.ts");
    const { workingCalendar } = await import("../calendar/index.ts");
    return importTable(file, { ...options, ...(years === undefined ? {} : { calendar: workingCalendar(years) }) });
  },
  async inspectTable(file: TableFile, choice: Parameters<typeof import("../tasks/index.ts").inspectTable>[1]) {
    const { inspectTable } = await import("../tasks/index.ts");
    return inspectTable(file, choice);
  },
  async grids(file: TableFile) {
    const { readAnyGrids } = await import("../tasks/index.ts");
    return readAnyGrids(file);
  },
  async render(template: Uint8Array, description: DocumentDescription) {
    const { renderDocx } = await import("../docx/index.ts");
    return renderDocx(description, { template });
  },
  async preview(description: DocumentDescription, { template, attachments, check = true }: PreviewOptions) {
    const { renderDocx } = await import("../docx/index.ts");
    const { typeset } = await import("../typeset/index.ts");
    const { docx } = renderDocx(description, { ...(template === undefined ? {} : { template }), places: true });
    // Nobody keeps it, so it needs no tags.
    const { pdf, pages, anchors, warnings } = typeset(docx, {
      conformance: "PDF/A-2b",
      ...(attachments === undefined ? {} : { attachments }),
    });
    if (!check) return { pdf, pages, anchors, warnings, findings: [] };
    const { lint } = await import("../lint/index.ts");
    return { pdf, pages, anchors, warnings, findings: lint(docx, { ruleSet: description.ruleSet }).findings };
  },
  async checkTemplate(template: Uint8Array, ruleSet: RuleSetId, form: TemplateForm) {
    const { checkTemplate } = await import("../word/index.ts");
    return checkTemplate(template, ruleSet, form);
  },
  async reviewWord(base: Uint8Array, edited: Uint8Array, facts: WordFacts) {
    const { reviewWord } = await import("../word/index.ts");
    return reviewWord(base, edited, facts);
  },
  async compareWord(before: Uint8Array, after: Uint8Array) {
    const { compareWord, readWord } = await import("../word/index.ts");
    return compareWord(readWord(before), readWord(after));
  },
  async pdfText(pdf: Uint8Array) {
    const { textOfPdf } = await import("../copies/index.ts");
    return { text: textOfPdf(pdf) };
  },
  async checkArchive(zip: Uint8Array) {
    const { checkArchive } = await import("../dossiers/index.ts");
    return checkArchive(zip);
  },
};

/** Name of a job. */
export type JobName = keyof typeof JOBS;
/** What a job is given: the file, and how it is to be read. */
export type JobInput<Name extends JobName> = Parameters<(typeof JOBS)[Name]>;
/** What a job gives. */
export type JobResult<Name extends JobName> = Awaited<ReturnType<(typeof JOBS)[Name]>>;
