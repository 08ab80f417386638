import { type Actor, allow } from "../access/index.ts";
import { symbolOf, transition } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { dateParts, KINDS, numberText } from "../format/index.ts";
import { ledgerPartition, NUMBER_RETRY, yearOf } from "../records/index.ts";
import { appendixText, fillFields, type SealWish, type SignRequest } from "../signing/index.ts";
import { type WriteOperation, withRetry } from "../storage/index.ts";
import { type Verdict, verifyPdf } from "../verification/index.ts";
import { type OfficeContext, vietnamDate } from "./context.ts";
import { changeOperations, commitChange, type DocumentChange, historyEntry, readDocumentAt } from "./document-file.ts";
import type { SigningSettings } from "./keys/model.ts";
import { requireMandate, requireSignatory } from "./mandates/index.ts";
import type { DocumentDesk, DocumentRecord, HistoryEntry, Revised } from "./model.ts";
import { documentSeries } from "./registers/numbering.ts";
import { careOperations } from "./signing/care.ts";
import type { LevelledPdf } from "./signing/levels.ts";
import type { DocumentToSign, SigningRole } from "./signing/session-model.ts";
import { decisionOperations, olderChange, rulesFor } from "./workflow/index.ts";

/** Number and date of a document: after the leader's signature, or before it where the office has set that order. */
export function issuingDesk(context: OfficeContext): Pick<DocumentDesk, "number"> {
  return {
    async number(actor, id, rev) {
      allow(actor, "document.number");
      const document = await readDocumentAt(context, actor, id, rev);
      if (isSubmitted(document) && document.files.numbered !== undefined) throw alreadyNumbered(document);
      const state = transition(document.state, "number", await rulesFor(context, document));
      const source = await context.storage.files.get(document.files.signed ?? document.files.pdf!);
      const organisation = await context.access.organisation(actor.organisationId);
      const today = vietnamDate(context.clock());
      const seriesOn = (date: string) =>
        documentSeries(context, {
          organisationId: organisation.id,
          ruleSet: document.ruleSet,
          kind: document.kind,
          notation: document.description.notation,
          date,
          term: organisation.term ?? partyTermOf(date),
        });
      const kept = document.number;
      // A number that was taken before the document was returned stays with it, and with its date.
      let issuedOn = document.issuedOn ?? today;
      let { series, unchanged } = await seriesOn(issuedOn);
      if (kept !== undefined && kept.series !== series && issuedOn !== today) {
        // A new number is of the day on which it is taken (NĐ30 Điều 15.1: numbers and days in the order of time).
        issuedOn = today;
        ({ series, unchanged } = await seriesOn(today));
      }
      const numbered = async (value: number) => {
        const text = numberText(value);
        const bytes = fillFields(source, fieldValues(text, issuedOn));
        const { sha256 } = await context.storage.files.put(bytes, "application/pdf");
        return changeOperations(
          document,
          { state, files: { ...document.files, numbered: sha256 }, number: { series, value, text }, issuedOn },
          historyEntry(context, actor, "number", text),
        );
      };
      if (kept?.series === series) return commitChange(context, actor, await numbered(kept.value));
      // Tried again only when another document took the number first; whoever changed this document meanwhile makes it fail.
      return withRetry(
        async () => {
          const event = { documentId: id, by: actor.personId, at: context.clock().toISOString() };
          const taken = await context.ledger.next(series, event);
          // Edited into another kind after it was returned: its number of the old series will never be used.
          const reason = "Văn bản bị trả lại và đổi sang loại khác, đã lấy số mới.";
          const subject = `${KINDS[document.kind].name} ${document.subject.replaceAll("\n", " ")}`;
          const voided =
            kept === undefined ? [] : await context.ledger.void(kept.series, kept.value, { ...event, reason, subject });
          // Number and document change in one commit: a number is never taken without a document that carries it.
          return commitChange(context, actor, await numbered(taken.number), [
            ...taken.operations,
            ...voided,
            unchanged,
          ]);
        },
        { partition: ledgerPartition(series), ...NUMBER_RETRY },
      );
    },
  };
}

/**
 * A document that may be signed or sealed now by this actor.
 *
 * @param settings those of the organisation, where they were just read
 */
export async function documentFor(
  context: OfficeContext,
  actor: Actor,
  { id, rev }: DocumentToSign,
  role: SigningRole,
  settings?: SigningSettings,
): Promise<Revised<DocumentRecord>> {
  allow(actor, role === "leader" ? "document.sign" : "document.seal");
  const document = await readDocumentAt(context, actor, id, rev);
  const rules = await rulesFor(context, document, settings);
  if (role === "leader") {
    if (isSubmitted(document)) {
      await requireSignatory(context, document, actor);
      await requireMandate(context, actor, document);
      if (rules.approval === "required" && document.state === "submitted") throw approvalFirst(document);
      if (rules.order === "number-first" && !rules.numbered) throw numberFirst(document);
    }
    transition(document.state, "sign", rules);
    return document;
  }
  transition(document.state, "seal", rules);
  if (document.files.signed === undefined || document.signatory === undefined) throw leaderFirst(document);
  return document;
}

/** NĐ 30/2020/NĐ-CP Điều 32.2.d: the seal goes only onto what the authorised person has signed. */
function leaderFirst(document: DocumentRecord): VanthuError {
  return new VanthuError("SEAL_BEFORE_LEADER", {
    message: "Văn bản chưa có chữ ký của người có thẩm quyền nên chưa đóng dấu được.",
    where: document.id,
    hint: "Trình người có thẩm quyền ký trước.",
  });
}

/** NĐ 30/2020/NĐ-CP Điều 11.1, where the office wants it as an act of its own. */
function approvalFirst(document: DocumentRecord): VanthuError {
  return new VanthuError("APPROVAL_FIRST", {
    message: "Cơ quan yêu cầu duyệt bản thảo trước khi ký, và văn bản này chưa được duyệt.",
    where: document.id,
    hint: document.reviewer === undefined ? "Duyệt văn bản rồi ký." : `Chờ ${document.reviewer.name} duyệt.`,
  });
}

/** Submitted, approved or not. */
function isSubmitted({ state }: Pick<DocumentRecord, "state">): boolean {
  return state === "submitted" || state === "approved";
}

function numberFirst(document: DocumentRecord): VanthuError {
  return new VanthuError("SIGN_NUMBER_FIRST", {
    message: "Cơ quan cấp số trước khi ký, và văn bản này chưa được cấp số.",
    where: document.id,
    hint: "Đề nghị văn thư cấp số, ghi ngày rồi ký.",
  });
}

function alreadyNumbered(document: DocumentRecord): VanthuError {
  return new VanthuError("STATE_FORBIDDEN", {
    message: `Văn bản đã được cấp số ${document.number?.text ?? ""}.`.replace(" .", "."),
    where: document.id,
    hint: "Văn bản đang chờ người có thẩm quyền ký.",
  });
}

/**
 * Between title and name our templates leave less room than a seal of 36 mm needs: where there is no other place it lies on letters of these
 * two, which stay black under it, as a stamp on paper does.
 */
export const SEAL_MAY_TOUCH = "title-and-name";

/** One file that an act of signing signs. */
interface FileToSign {
  /** What the person sees on a device. */
  name: string;
  /** File name in the store. */
  file: string;
  /** Index of the attachment; absent for the document itself. */
  attachment?: number;
  /** What is asked of the signing room, besides file, key and time. */
  request: Pick<SignRequest, "role" | "anchors" | "text" | "image" | "sealMayTouch" | "sealWish">;
}

/**
 * The files of a document that one act signs: the document's own first.
 *
 * @param image PNG of the signature or the seal, as it is to be seen on the document itself
 * @param sealWish another place for the seal than the solver's own
 */
export function filesToSign(
  document: DocumentRecord,
  role: SigningRole,
  at: Date,
  image?: Uint8Array,
  sealWish?: SealWish,
): FileToSign[] {
  const pictured = image === undefined ? {} : { image };
  const wished = sealWish === undefined ? {} : { sealWish };
  const symbol = documentSymbolOf(document);
  const name = `${symbol} ${document.subject}`.replace(/\s+/g, " ").trim().slice(0, 120);
  if (role === "leader") {
    // Where numbers come first, the leader signs the file that has one.
    const file = document.files.numbered ?? document.files.pdf!;
    return [{ name, file, request: { role, anchors: document.anchors ?? [], ...pictured } }];
  }
  const text = appendixText(symbol, at);
  return [
    { name, file: document.files.numbered!, request: { role, ...pictured, sealMayTouch: SEAL_MAY_TOUCH, ...wished } },
    ...document.attachments.map(
      (one, attachment): FileToSign => ({
        name: one.title.slice(0, 120),
        file: one.pdf!,
        attachment,
        request: { role: "appendix", text },
      }),
    ),
  ];
}

/** Everything that signing a document writes, verified and ready to be committed. */
export interface SignedChange {
  change: DocumentChange;
  also: WriteOperation[];
  /** What it changes of an older document; its writes stand in `also`. */
  older?: DocumentChange;
}

/** Stores the signed files of a document and says what is to be committed: the document's own file first, then its attachments'. */
export async function recordFiles(
  context: OfficeContext,
  actor: Actor,
  document: Revised<DocumentRecord>,
  role: SigningRole,
  files: readonly LevelledPdf[],
  opinion = "",
): Promise<SignedChange> {
  // Between the beginning and the end of an act of signing a mandate may run out or be ended: whatever door it came through, it ends here.
  if (role === "leader") {
    await requireSignatory(context, document, actor);
    await requireMandate(context, actor, document);
  }
  const names: string[] = [];
  for (const { pdf } of files) names.push((await context.storage.files.put(pdf, "application/pdf")).sha256);
  if (role === "leader") {
    const change = signedChange(context, actor, document, names[0]!);
    const at = change.after.history.at(-1)!.at;
    return { change, also: await decisionOperations(context, actor, document.id, "sign", opinion, at) };
  }
  const attachments = document.attachments.map((one, index) => ({ ...one, issued: names[index + 1]! }));
  const issued = await issuedChange(context, actor, document, names[0]!, attachments);
  issued.also.push(...(await careOperations(context, document, files)));
  return issued;
}

/** The change of a submitted document that its leader has signed; `signed` names the file. @throws STATE_FORBIDDEN */
function signedChange(
  context: OfficeContext,
  actor: Actor,
  document: Revised<DocumentRecord>,
  signed: string,
): DocumentChange {
  const withNumber = document.files.numbered !== undefined;
  const sign = historyEntry(context, actor, "sign");
  // Who may sign may approve (NĐ30 Điều 11.1): signing what was only submitted does both.
  const approval = { personId: actor.personId, name: actor.name, at: sign.at };
  const approves = document.state === "submitted";
  const entries: [HistoryEntry, ...HistoryEntry[]] = approves ? [{ ...sign, action: "approve" }, sign] : [sign];
  return changeOperations(
    document,
    {
      state: transition(
        document.state,
        "sign",
        withNumber ? { order: "number-first", numbered: true } : { order: "leader-first" },
      ),
      files: { ...document.files, signed, ...(withNumber ? { numbered: signed } : {}) },
      signatory: { personId: actor.personId, name: actor.name },
      ...(approves ? { approval } : {}),
    },
    ...entries,
  );
}

/**
 * The change of a numbered document that was sealed, with what must happen in the same moment: the line in the outgoing register, and the
 * number's entry in the ledger. `issued` and the attachments name the sealed files. @throws STATE_FORBIDDEN
 */
async function issuedChange(
  context: OfficeContext,
  actor: Actor,
  document: Revised<DocumentRecord>,
  issued: string,
  attachments: DocumentRecord["attachments"],
): Promise<SignedChange> {
  const symbol = documentSymbolOf(document);
  const change = changeOperations(
    document,
    { state: transition(document.state, "seal"), files: { ...document.files, issued }, attachments },
    historyEntry(context, actor, "seal"),
    historyEntry(context, actor, "issue", symbol),
  );
  const register = context.registers.outgoing.enter({
    organisationId: actor.organisationId,
    documentId: document.id,
    year: yearOf(document.issuedOn!),
    number: document.number!.value,
    notation: symbol,
    issuedOn: document.issuedOn!,
    subject: `${KINDS[document.kind].name} ${document.subject.replaceAll("\n", " ")}`.trim(),
    signatory: document.signatory!.name,
    recipients: document.description.recipients.join("; "),
    archivedBy: "Văn thư",
    copies: 1,
    series: document.number!.series,
    kind: document.kind,
  });
  const event = { documentId: document.id, by: actor.personId, at: change.after.history.at(-1)!.at };
  const entry = await context.ledger.issue(document.number!.series, document.number!.value, event);
  const older = await olderChange(context, actor, change.after);
  return {
    change,
    also: [...register, ...entry, ...(older === undefined ? [] : [...older.change.operations, ...older.also])],
    ...(older === undefined ? {} : { older: older.change }),
  };
}

/**
 * What we just signed must stand our own strict check before it is stored. Indeterminate is let through only for what a signing office
 * cannot settle (a root or a revocation list that the administrator has not configured), never for what is wrong in the file.
 * @throws SIGNED_FILE_UNSOUND
 */
export async function refuseUnsound(context: OfficeContext, pdf: Uint8Array): Promise<Verdict> {
  const { trust, crls } = await context.keyring.trust();
  const verdict = verifyPdf(pdf, { trust, crls, at: context.clock(), offline: true });
  const sound =
    verdict.verdict === "TOTAL_PASSED" ||
    (verdict.verdict === "INDETERMINATE" &&
      verdict.signatures.every((signature) => signature.intact && signature.cryptographicallyValid));
  if (sound) return verdict;
  throw new VanthuError("SIGNED_FILE_UNSOUND", {
    message: `Văn bản sau khi ký không đạt kiểm tra: ${verdict.summary}`,
    hint: "Chưa lưu gì. Kiểm tra chứng thư của người ký và của cơ quan.",
  });
}

/** Number and notation as on the document: "32-KH/TU" (Party), "05/KH-UBND" (State). */
export function documentSymbolOf(document: DocumentRecord): string {
  return symbolOf({
    ruleSet: document.ruleSet,
    notation: document.description.notation,
    number: document.number?.text ?? document.description.number,
  });
}

/** What goes into the form fields; the leading zeros are the decree's (NĐ30 Phụ lục I, II.4.b). */
function fieldValues(number: string, issuedOn: string): Parameters<typeof fillFields>[1] {
  const { day, month, year } = dateParts(issuedOn);
  return { SoVanBan: number, NgayBanHanh: day, ThangBanHanh: month, NamBanHanh: year };
}

/**
 * Term of the committee when the organisation has not stated its own: the five years from congress to congress. Party numbers run on
 * through a term (HD 05-HD/VPTW), and terms begin in years that end in 0 or 5.
 */
export function partyTermOf(date: string): string {
  const start = Math.floor(yearOf(date) / 5) * 5;
  return `${start}-${start + 5}`;
}
