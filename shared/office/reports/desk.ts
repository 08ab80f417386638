import { type Actor, allow } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { ruleSetFor } from "../../format/index.ts";
import {
  composeReport,
  computeReport,
  type ReportInput,
  type ReportPeriod,
  reportInput,
  SNAPSHOT_NAME,
  SNAPSHOT_TYPE,
  sealSnapshot,
  type WindowRule,
} from "../../reports/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { changeOperations, commitChange, historyEntry, readDocument, readDocumentAt } from "../document-file.ts";
import { createDraft } from "../drafting.ts";
import type { DocumentRecord, Revised } from "../model.ts";
import { holdOperations } from "../workflow/index.ts";
import { reportOf, storedDescription } from "./documents.ts";
import { reportSources, windowsOf } from "./input.ts";
import type { ReportDesk, ReportDraft, ReportPreview, ReportTexts } from "./model.ts";
import { traceFigure } from "./trace.ts";

/** Periodic reports of the actor's own organisation. */
export function reportDesk(context: OfficeContext): ReportDesk {
  async function preview(
    actor: Actor,
    programmeId: string,
    period: ReportPeriod,
    rule?: WindowRule,
  ): Promise<ReportPreview & { input: ReportInput }> {
    allow(actor, "programme.read");
    const { closesOn, ...sources } = await reportSources(context, actor.organisationId, programmeId, period, rule);
    const input = reportInput(sources);
    return {
      report: computeReport(input),
      closed: closesOn < vietnamDate(context.clock()),
      closesOn,
      revision: input.programme.revision,
      ...(input.previous === undefined ? {} : { previousRevision: input.previous.revision }),
      ...(input.firstRecordedOn === undefined ? {} : { firstRecordedOn: input.firstRecordedOn }),
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
      const holds = await holdOperations(context, actor, documentId, false);
      const { report } = await reportOf(context, document);
      const given = textsOf(texts);
      const composedWith = (words: ReportTexts) =>
        storedDescription(composeReport(report, { ...document.description, ...words }));
      if (composedWith(document.report!.texts).body !== document.description.body) {
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Nội dung báo cáo đã được sửa tay; lập lại lời văn ở đây sẽ làm mất phần đã sửa.",
          where: documentId,
          hint: "Sửa lời văn ngay trong nội dung văn bản (nút Sửa ở trang văn bản).",
        });
      }
      const composed = composedWith(given);
      const { appendices } = document.description;
      const change = changeOperations(
        document,
        {
          state: "draft",
          description: { ...composed, ...(appendices === undefined ? {} : { appendices }) },
          report: { ...document.report!, texts: given },
          word: undefined,
        },
        historyEntry(context, actor, "edit"),
      );
      return commitChange(context, actor, change, holds);
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
  const { organisationId } = actor;
  const input = reportInput(await reportSources(context, organisationId, draft.programmeId, draft.period, draft.rule));
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
