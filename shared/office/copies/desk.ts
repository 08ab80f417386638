import { type Actor, allow } from "../../access/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import { copyOffers, copySeries, copySymbol, FORM_WORDS } from "../../copies/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { numberText } from "../../format/index.ts";
import { readPdf } from "../../pdf/index.ts";
import { foldVietnamese, ledgerPartition, NUMBER_RETRY, seriesFor, yearOf } from "../../records/index.ts";
import { type WriteOperation, withRetry } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { partyTermOf } from "../issuing.ts";
import { hiddenFrom, MASKED_SUBJECT } from "../rights/index.ts";
import { careOperations } from "../signing/care.ts";
import { sendingCopies } from "./dispatch.ts";
import { copyFileName, planCopy, planningContext, readDescription, readPassages } from "./making.ts";
import type { CopyDesk, CopyEntry, CopyRecord, CopyRequest, CopyView } from "./model.ts";
import { addCopy, changeCopy, copiesOf, isOfHidden, readCopy, readCopyAt } from "./records.ts";
import { copySettingsDesk, readCopySettings } from "./settings.ts";
import { signCopy } from "./signing.ts";
import { type ReadSource, readSource, refusalOf } from "./sources.ts";
import { copyUploading } from "./uploads.ts";

/** Certified copies: from a source by the decree's rules to a signed file or to paper, numbered, registered, sent. */
export function copyDesk(context: OfficeContext): CopyDesk {
  const { files, records } = context.storage;

  const planned = async (actor: Actor, request: CopyRequest) => {
    const source = await readSource(context, actor, request.source);
    return {
      source,
      plan: planCopy(source, request, await planningContext(context, actor.organisationId)),
    };
  };

  return {
    ...copyUploading(context),
    ...copySettingsDesk(context),
    ...sendingCopies(context),

    async look(actor, at) {
      allow(actor, "document.read");
      const source = await readSource(context, actor, at);
      const settings = await readCopySettings(context, actor.organisationId);
      return viewOf(source, settings);
    },

    async sourcePdf(actor, at) {
      allow(actor, "document.read");
      const { text, files: held } = await readSource(context, actor, at);
      return { name: `${text.symbol.replaceAll("/", "-")}.pdf`, bytes: held[0]!.bytes };
    },

    async preview(actor, request) {
      allow(actor, "document.copy");
      const { plan } = await planned(actor, request);
      if (request.to === "paper") {
        const { pdf, pages } = plan.paper();
        return { pdf, pages };
      }
      return { pdf: plan.files[0]!, pages: readPdf(plan.files[0]!).pageCount, line: plan.line(context.clock()) };
    },

    async make(actor, request, unlock = {}) {
      allow(actor, "document.copy");
      const { source, plan } = await planned(actor, request);
      const at = context.clock();
      const verdict = source.verdict;
      const check =
        verdict === undefined
          ? undefined
          : {
              verdict: verdict.verdict,
              summary: verdict.summary,
              file: (await files.put(new TextEncoder().encode(JSON.stringify(verdict)), "application/json")).sha256,
            };
      const id = timeOrderedId(at);
      const record: Omit<CopyRecord, "state" | "file" | "pages"> = {
        id,
        organisationId: actor.organisationId,
        form: request.form,
        to: request.to,
        ruleSet: plan.ruleSet,
        clause: plan.clause,
        source: {
          at: source.at,
          files: source.files.map(({ sha256 }) => sha256),
          medium: source.medium,
          standing: source.standing,
          text: source.text,
          ...(check === undefined ? {} : { check }),
        },
        madeOn: plan.madeOn,
        signatory: plan.signatory,
        recipients: plan.recipients,
        amount: request.to === "paper" ? plan.amount : 1,
        madeBy: { personId: actor.personId, name: actor.name },
        sentTo: [],
        history: [{ at: at.toISOString(), person: actor.name, action: "make" }],
      };

      if (request.to === "electronic") {
        const line = plan.line(at);
        const name = `${FORM_WORDS[request.form]} ${source.text.symbol}`;
        const signed = await signCopy(context, actor.organisationId, { pdf: plan.files[0]!, line, name, at }, unlock);
        const { sha256 } = await files.put(signed.pdf, "application/pdf");
        const pages = readPdf(signed.pdf).pageCount;
        const care = await careOperations(context, { ...record, of: "copy" }, [signed]);
        return addCopy(context, actor, { ...record, state: "made", file: sha256, pages, line }, care);
      }

      const organisation = await context.access.organisation(actor.organisationId);
      const series = seriesFor({
        ...copySeries(plan.ruleSet),
        organisationId: actor.organisationId,
        date: plan.madeOn,
        term: organisation.term ?? partyTermOf(plan.madeOn),
      });
      const notation = plan.notation();
      return withRetry(
        async () => {
          const taken = await context.ledger.next(series, { documentId: id, by: actor.personId, at: at.toISOString() });
          const text = numberText(taken.number);
          const laid = plan.paper(text);
          const { sha256 } = await files.put(laid.pdf, "application/pdf");
          const number = { series, value: taken.number, text, symbol: copySymbol(plan.ruleSet, text, notation) };
          return addCopy(
            context,
            actor,
            { ...record, state: "printed", file: sha256, pages: laid.pages, block: laid.block, number },
            taken.operations,
          );
        },
        { partition: ledgerPartition(series), ...NUMBER_RETRY },
      );
    },

    async list(actor) {
      allow(actor, "document.read");
      const { items } = await records.query<CopyRecord>(copiesOf(actor.organisationId), { reverse: true, limit: 500 });
      const hidden = await hiddenFrom(context, actor);
      return items.map(({ data }) => data).filter((copy) => !isOfHidden(copy, hidden));
    },

    async get(actor, id) {
      allow(actor, "document.read");
      return readCopy(context, actor, id);
    },

    async pdf(actor, id) {
      allow(actor, "document.read");
      const record = await readCopy(context, actor, id);
      return { name: `${copyFileName(record)}.pdf`, bytes: await files.get(record.file) };
    },

    async confirm(actor, id, rev) {
      allow(actor, "document.copy");
      return finishPaper(actor, id, rev, "signed");
    },

    async cancel(actor, id, rev, reason) {
      allow(actor, "document.copy");
      const why = reason.normalize("NFC").replace(/\s+/g, " ").trim();
      if (why === "" || why.length > 500)
        throw new VanthuError("INVALID", { message: "Cần ghi lý do hủy bản sao.", where: "reason" });
      return finishPaper(actor, id, rev, "void", why);
    },

    async register(actor, year, search = "") {
      allow(actor, "register.read");
      const words = foldVietnamese(search).split(" ").filter(Boolean);
      const hidden = await hiddenFrom(context, actor);
      const entries: CopyEntry[] = [];
      let after: string | undefined;
      do {
        const page = await records.query<CopyRecord>(copiesOf(actor.organisationId), { limit: 200, after });
        for (const { data } of page.items) {
          const entry = entryOf(data);
          if (entry.year !== year) continue;
          if (isOfHidden(data, hidden)) {
            // Number and date only: neither what was copied nor for whom.
            if (words.length === 0) entries.push({ ...entry, copied: MASKED_SUBJECT, signatory: "", recipients: "" });
            continue;
          }
          const text = foldVietnamese(`${entry.symbol} ${entry.copied} ${entry.signatory} ${entry.recipients}`);
          if (words.every((word) => text.includes(word))) entries.push(entry);
        }
        after = page.next;
      } while (after !== undefined);
      return entries;
    },
  };

  /** A copy on paper comes to its end: its number is used, or never will be. */
  async function finishPaper(actor: Actor, id: string, rev: number, state: "signed" | "void", note?: string) {
    const record = await readCopyAt(context, actor, id, rev);
    if (record.state !== "printed" || record.number === undefined) {
      throw new VanthuError("STATE_FORBIDDEN", {
        message:
          record.to === "electronic"
            ? "Bản sao điện tử đã ký số, không có bước này."
            : "Bản sao giấy này đã được xác nhận hoặc đã hủy.",
        where: id,
      });
    }
    const { series, value } = record.number;
    const event = { documentId: id, by: actor.personId, at: context.clock().toISOString() };
    const operations: WriteOperation[] =
      state === "signed"
        ? await context.ledger.issue(series, value, event)
        : await context.ledger.void(series, value, { ...event, reason: note ?? "" });
    const action = state === "signed" ? "sign" : "void";
    return changeCopy(
      context,
      actor,
      record,
      { state },
      { action, ...(note === undefined ? {} : { note }) },
      operations,
    );
  }
}

function viewOf(source: ReadSource, settings: Awaited<ReturnType<typeof readCopySettings>>): CopyView {
  const description = readDescription(source);
  const passages = readPassages(description);
  const refusal = refusalOf(source);
  return {
    source: source.at,
    text: source.text,
    medium: source.medium,
    standing: source.standing,
    pages: source.files.reduce((sum, { bytes }) => sum + readPdf(bytes).pageCount, 0),
    files: source.files.map(({ sha256 }) => sha256),
    ...(source.verdict === undefined
      ? {}
      : { check: { verdict: source.verdict.verdict, summary: source.verdict.summary } }),
    warnings: source.warnings,
    offers: copyOffers(source.standing, source.medium),
    ...(refusal === undefined ? {} : { refusal }),
    ...(passages === undefined ? {} : { passages }),
    ...(description === undefined ? {} : { description }),
    signatories: settings.signatories,
    ...(settings.abbreviation === undefined ? {} : { abbreviation: settings.abbreviation }),
  };
}

/** A copy as a line of the register. */
function entryOf(record: CopyRecord): CopyEntry {
  const { text } = record.source;
  const day = vietnameseDay(text.issuedOn);
  const last = record.history.at(-1);
  return {
    copyId: record.id,
    year: yearOf(record.madeOn),
    symbol: record.number?.symbol ?? "",
    madeOn: record.madeOn,
    form: record.form,
    to: record.to,
    copied: `${text.kindName === "" ? "Công văn" : text.kindName} số ${text.symbol} ngày ${day} của ${text.issuer}: ${text.subject}`,
    signatory: record.signatory.name,
    recipients: record.recipients.join("; "),
    amount: record.amount,
    state: record.state,
    note: record.state === "void" ? `Hủy: ${last?.note ?? ""}` : "",
  };
}
