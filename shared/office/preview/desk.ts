import { type Actor, allow } from "../../access/index.ts";
import { previewBounded } from "../../bounded/index.ts";
import { type DocumentDescription, markupMistakes, parseUnfinished } from "../../documents/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import type { Attachment } from "../../typeset/index.ts";
import type { OfficeContext } from "../context.ts";
import { readDocument } from "../document-file.ts";
import { requireMandate } from "../mandates/index.ts";
import type { DocumentDesk, DocumentRecord } from "../model.ts";
import { planOf } from "../programmes/plan-of.ts";
import { fullDescription, keepFigures } from "../reports/documents.ts";
import { refuseMarked } from "../secrecy/index.ts";
import { templateFor } from "../templates/index.ts";
import { formFindings } from "./form-findings.ts";
import { missingParts, missingPlanParts, missingSignatory, openPlaces, unfitParts } from "./missing.ts";
import type { Preview, PreviewFinding, PreviewOptions } from "./model.ts";
import { BODY, type LineSource, pageOf, placesOf, planSource } from "./sources.ts";

/** How a document would look while it is written; nothing is stored. */
export function previewDesk(context: OfficeContext): Pick<DocumentDesk, "preview" | "previewPlan"> {
  return {
    async preview(actor, description, options = {}) {
      allow(actor, "document.draft");
      await refuseMarked(context, actor, { value: description }, "documents");
      const document = options.of === undefined ? undefined : await readDocument(context, actor, options.of);
      return previewOf(context, actor, description, { ...options, ...(document === undefined ? {} : { document }) });
    },

    async previewPlan(actor, parts, options = {}) {
      allow(actor, "document.draft");
      await refuseMarked(context, actor, { value: parts }, "documents");
      const { description, parts: lines, programme, undated } = await planOf(context, actor, parts);
      return previewOf(context, actor, description, {
        ...options,
        source: planSource(lines),
        lacking: missingPlanParts(parts, programme, undated),
      });
    },
  };
}

/** What a preview is made with besides the description. */
interface Previewed extends PreviewOptions {
  /** The draft that is being edited. */
  document?: DocumentRecord;
  /** Where the lines of the body were written. */
  source?: LineSource;
  /** What is known to be missing. */
  lacking?: PreviewFinding[];
  /** An appendix as a file of its own: its letter says who signs and who receives. */
  attached?: boolean;
}

/**
 * The preview of a description, by somebody who may draft and whose text was looked through for secrets.
 * @throws INVALID for what no form sends, TEMPLATE_*, READING_TIMEOUT, READING_MEMORY
 */
export async function previewOf(
  context: OfficeContext,
  actor: Actor,
  given: DocumentDescription,
  { document, source = BODY, lacking = [], attached = false, check = true, signal }: Previewed = {},
): Promise<Preview> {
  const { description, faults } = parseUnfinished(given);
  const full = await withFigures(context, document, description);
  const template = await templateFor(context, actor.organisationId, description);
  const work = previewBounded(full.description, {
    ...(template === undefined ? {} : { template }),
    check,
    ...(full.attachments.length === 0 ? {} : { attachments: full.attachments }),
    signal,
  });
  const signatory = attached ? [] : signatoryFindings(context, actor, description);
  const [set, signed] = await Promise.all([work, signatory]);
  const places = placesOf(full.description, set.anchors, source);
  const inBody = (line: number, finding: PreviewFinding): PreviewFinding => ({ ...finding, ...source(line) });
  const findings = [
    ...(attached ? [] : missingParts(given)).filter(({ field }) => field !== "body" || source === BODY),
    ...lacking,
    ...full.findings,
    ...signed,
    ...unfitParts(attached ? [] : faults).map(({ where, finding }) => ({
      ...finding,
      ...placeOfFault(where, finding, description, source),
    })),
    ...markupMistakes(description.body).map(({ code, line, message, hint }) =>
      inBody(line, { code, kind: "text", severity: "warning", message, hint }),
    ),
    ...openPlaces(description.body).map(({ line, finding }) => inBody(line, finding)),
    ...formFindings(set.findings, full.description, source),
  ];
  return {
    pdf: set.pdf,
    pages: set.pages,
    warnings: set.warnings,
    findings: inOrder(withPages(told(findings), places)),
    places,
  };
}

/** The description with what its form does not show; what an edit took away from the figures of a report is told. */
async function withFigures(
  context: OfficeContext,
  document: DocumentRecord | undefined,
  description: DocumentDescription,
): Promise<{ description: DocumentDescription; attachments: Attachment[]; findings: PreviewFinding[] }> {
  if (document?.report === undefined) return { description, attachments: [], findings: [] };
  const findings: PreviewFinding[] = [];
  try {
    await keepFigures(context, document, description);
  } catch (error) {
    if (!isVanthuError(error) || error.code !== "REPORT_TEXT_FIXED") throw error;
    const { code, message, where, hint } = error;
    findings.push({ code, kind: "text", severity: "error", message: `${message} “${where}”`, hint, field: "body" });
  }
  return { ...(await fullDescription(context, { ...document, description })), findings };
}

async function signatoryFindings(
  context: OfficeContext,
  actor: Actor,
  description: DocumentDescription,
): Promise<PreviewFinding[]> {
  const people = await context.access.people(actor.organisationId);
  const found = missingSignatory(description, people);
  const { signature, kind } = description;
  const person = people.find(({ id, name }) => (signature.personId ?? id) === id && name === signature.name);
  if (found.length > 0 || person === undefined) return found;
  try {
    const { id: personId, name, roles } = person;
    await requireMandate(
      context,
      { personId, organisationId: actor.organisationId, name, roles },
      { kind, description },
    );
  } catch (error) {
    if (!isVanthuError(error) || error.code !== "MANDATE_MISSING") throw error;
    found.push({
      code: "signature.mandate",
      kind: "missing",
      severity: "error",
      message: `${name(signature.name)} chưa có thẩm quyền ký đang còn hiệu lực cho văn bản này (${error.where}).`,
      hint: "Chọn người ký hoặc thẩm quyền ký khác; hoặc nhờ quản trị ghi thẩm quyền.",
      clause: "NĐ30 Điều 13",
      field: "signature.name",
    });
  }
  return found;
}

function name(text: string): string {
  return text === "" ? "Người ký" : text;
}

/** "recipients[2]" → the field and its line; a fault of the body or of footnotes belongs to the text. */
function placeOfFault(
  where: string,
  { message }: PreviewFinding,
  { body }: DocumentDescription,
  source: LineSource,
): { field: string; line?: number } {
  // A footnote or picture is told with its name, which stands in the text.
  const name = where === "body" ? /\[\^[^\]]+\]|\]?\([^()\s]+\)(?= nhưng)/.exec(message)?.[0] : undefined;
  const line = name === undefined ? -1 : body.split(/\r\n?|\n/).findIndex((text) => text.includes(name));
  if (line >= 0) return source(line) ?? { field: "body" };
  const item = /^(recipients|addressees)\[(\d+)\]/.exec(where);
  if (item !== null) return { field: item[1]!, line: Number(item[2]) };
  const appendix = /^appendices\[\d+\]/.exec(where);
  if (appendix !== null) return { field: appendix[0] };
  return { field: /^(footnotes|pictures)/.test(where) ? "body" : where };
}

/**
 * The format check also misses what {@link missingParts} has told already: of one field and one lack only one finding stays. It cannot make out
 * the parts of a page on which half of them are missing.
 */
function told(findings: PreviewFinding[]): PreviewFinding[] {
  const element = (field = "") => field.replace(/\..*$/, "");
  const lacking = new Set(findings.filter(({ kind }) => kind === "missing").map(({ field }) => element(field)));
  const halfWritten = findings.some(({ kind, severity }) => kind === "missing" && severity === "error");
  return findings.filter(({ kind, code, field }) => {
    if (kind !== "form" || !/\.(missing|list)$/.test(code)) return true;
    return !halfWritten && !lacking.has(element(field));
  });
}

function withPages(findings: PreviewFinding[], places: Preview["places"]): PreviewFinding[] {
  return findings.map((finding) => {
    const page = pageOf(places, finding.field, finding.line);
    return page === undefined ? finding : { ...finding, page };
  });
}

function inOrder(findings: PreviewFinding[]): PreviewFinding[] {
  const rank = ({ severity }: PreviewFinding) => (severity === "error" ? 0 : 1);
  return findings
    .map((finding, index) => ({ finding, index }))
    .sort((one, other) => rank(one.finding) - rank(other.finding) || one.index - other.index)
    .map(({ finding }) => finding);
}
