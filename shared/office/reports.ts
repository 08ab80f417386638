import { type Actor, allow } from "../access/index.ts";
import { openCalendar } from "../calendar/index.ts";
import { VanthuError } from "../errors/index.ts";
import { ruleSetFor } from "../format/index.ts";
import {
  composeReport,
  computeReport,
  DEFAULT_WINDOW_RULE,
  nextWindow,
  previousPeriod,
  type ReportInput,
  type ReportPeriod,
  type ReportWindow,
  reportInput,
  reportWindow,
  SNAPSHOT_NAME,
  SNAPSHOT_TYPE,
  sealSnapshot,
  type WindowRule,
} from "../reports/index.ts";
import type { WriteOperation } from "../storage/index.ts";
import type { Programme } from "../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "./context.ts";
import { changeOperations, commitChange, historyEntry, readDocument, readDocumentAt } from "./document-file.ts";
import { createDraft } from "./drafting.ts";
import type { DocumentRecord, Revised } from "./model.ts";
import { reportOf, storedDescription } from "./report-documents.ts";
import type { ReportDesk, ReportDraft, ReportPreview, ReportTexts } from "./report-model.ts";
import { traceFigure } from "./report-trace.ts";
import { readSettings } from "./settings.ts";

/** Periodic reports of the actor's own organisation. */
export function reportDesk(context: OfficeContext): ReportDesk {
  async function preview(
    actor: Actor,
    programmeId: string,
    period: ReportPeriod,
    rule?: WindowRule,
  ): Promise<ReportPreview & { input: ReportInput }> {
    allow(actor, "programme.read");
    const input = await inputOf(context, actor.organisationId, programmeId, period, rule);
    return {
      report: computeReport(input),
      closed: input.window.to < vietnamDate(context.clock()),
      revision: input.programme.revision,
      ...(input.previous === undefined ? {} : { previousRevision: input.previous.revision }),
      input,
    };
  }

  return {
    async window(actor, period, rule) {
      allow(actor, "programme.read");
      return (await windowsOf(context, actor.organisationId, rule)).window(period);
    },

    async preview(actor, programmeId, period, rule) {
      const { input: _input, ...rest } = await preview(actor, programmeId, period, rule);
      return rest;
    },

    draft: (actor, input) => draftReport(context, actor, input),

    async rewrite(actor, documentId, rev, texts) {
      allow(actor, "document.draft");
      const document = await readDocumentAt(context, actor, documentId, rev);
      if (document.state !== "draft" && document.state !== "returned") {
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Báo cáo đã trình, không sửa được nữa.",
          where: documentId,
          hint: "Đề nghị người ký trả lại văn bản rồi sửa.",
        });
      }
      const { report } = await reportOf(context, document);
      const given = textsOf(texts);
      const composed = storedDescription(composeReport(report, { ...document.description, ...given }));
      const { appendices } = document.description;
      const change = changeOperations(
        document,
        {
          state: "draft",
          description: { ...composed, ...(appendices === undefined ? {} : { appendices }) },
          report: { ...document.report!, texts: given },
        },
        historyEntry(context, actor, "edit"),
      );
      return commitChange(context, actor, change);
    },

    async report(actor, documentId) {
      allow(actor, "document.read");
      return (await reportOf(context, await readDocument(context, actor, documentId))).report;
    },

    async trace(actor, documentId, figureId) {
      allow(actor, "document.read");
      const { snapshot, report } = await reportOf(context, await readDocument(context, actor, documentId));
      return traceFigure(snapshot.input, report, figureId);
    },

    async tracePreview(actor, programmeId, period, figureId, rule) {
      const { input, report } = await preview(actor, programmeId, period, rule);
      return traceFigure(input, report, figureId);
    },

    async snapshot(actor, documentId) {
      allow(actor, "document.read");
      const document = await readDocument(context, actor, documentId);
      const { bytes } = await reportOf(context, document);
      return { name: SNAPSHOT_NAME, bytes, sha256: document.report!.snapshot };
    },
  };
}

/**
 * Drafts a report with its sealed snapshot.
 *
 * @param also what is to be committed in the same moment as the document, by its id
 * @throws NOT_FOUND, INVALID, FORBIDDEN
 */
export async function draftReport(
  context: OfficeContext,
  actor: Actor,
  draft: ReportDraft,
  also?: (documentId: string) => Promise<WriteOperation[]>,
): Promise<Revised<DocumentRecord>> {
  allow(actor, "document.draft");
  const organisation = await context.access.organisation(actor.organisationId);
  const input = await inputOf(context, actor.organisationId, draft.programmeId, draft.period, draft.rule);
  const report = computeReport(input);
  const sealed = sealSnapshot(organisation, input, report);
  const texts = textsOf(draft);
  const description = composeReport(report, {
    ruleSet: draft.ruleSet ?? ruleSetFor(organisation.system, vietnamDate(context.clock())),
    organisation: { ...(organisation.superior ? { superior: organisation.superior } : {}), name: organisation.name },
    notation: draft.notation,
    place: organisation.place,
    ...(draft.subject === undefined ? {} : { subject: draft.subject }),
    ...(draft.addressees === undefined ? {} : { addressees: draft.addressees }),
    recipients: draft.recipients,
    signature: draft.signature,
    ...(draft.urgency === undefined ? {} : { urgency: draft.urgency }),
    ...texts,
  });
  await context.storage.files.put(sealed.bytes, SNAPSHOT_TYPE);
  return createDraft(
    context,
    actor,
    storedDescription(description),
    {
      attachments: [],
      programme: { id: input.programme.id, revision: input.programme.revision },
      report: {
        programmeId: input.programme.id,
        period: draft.period,
        window: input.window,
        snapshot: sealed.sha256,
        texts,
      },
    },
    also,
  );
}

function textsOf({ opening, assessment, difficulties, proposals, closing }: ReportTexts): ReportTexts {
  const texts = { opening, assessment, difficulties, proposals, closing };
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));
}

/** Windows as an organisation counts them: by a rule given, else its own, else the decree's, on its own calendar. */
async function windowsOf(
  context: OfficeContext,
  organisationId: string,
  given?: WindowRule,
): Promise<{ window(period: ReportPeriod): ReportWindow; next(period: ReportPeriod): ReportWindow }> {
  const rule = given ?? (await readSettings(context, organisationId)).rule ?? DEFAULT_WINDOW_RULE;
  const calendar = await openCalendar(context.storage.records).working(organisationId);
  return {
    window: (period) => reportWindow(period, rule, calendar),
    next: (period) => nextWindow(period, rule, calendar),
  };
}

/**
 * What a report of a programme is computed from: the revision that was valid at the close of the window, else the newest; and the one at
 * the close of the period before, where there was one.
 * @throws NOT_FOUND, INVALID
 */
async function inputOf(
  context: OfficeContext,
  organisationId: string,
  programmeId: string,
  period: ReportPeriod,
  rule?: WindowRule,
): Promise<ReportInput> {
  const windows = await windowsOf(context, organisationId, rule);
  const window = windows.window(period);
  const before = windows.window(previousPeriod(period));
  const at = (day: string) => programmeAt(context, organisationId, programmeId, day);
  const programme = (await at(window.to)) ?? (await context.programmes.get(organisationId, programmeId));
  const earlier = await at(before.to);
  return reportInput({
    window,
    next: windows.next(period),
    programme,
    ...(earlier === undefined ? {} : { previous: { window: before, programme: earlier } }),
  });
}

/** The programme at the end of a day in Vietnam (UTC+07:00); undefined before its first revision. */
async function programmeAt(
  context: OfficeContext,
  organisationId: string,
  programmeId: string,
  day: string,
): Promise<Programme | undefined> {
  const revision = await context.programmes.revisionAt(organisationId, programmeId, `${day}T23:59:59.999+07:00`);
  return revision === undefined ? undefined : context.programmes.get(organisationId, programmeId, revision);
}
