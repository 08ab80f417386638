import { type Actor, allow } from "../access/index.ts";
import { type SigningOrder, symbolOf, transition } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { dateParts, KINDS, numberText } from "../format/index.ts";
import { plainName } from "../key-holders/index.ts";
import { ledgerPartition, seriesFor, yearOf } from "../records/index.ts";
import { appendixText, fillFields, type SignRequest } from "../signing/index.ts";
import { type WriteOperation, withRetry } from "../storage/index.ts";
import { type Verdict, verifyPdf } from "../verification/index.ts";
import { type OfficeContext, vietnamDate } from "./context.ts";
import { changeOperations, commitChange, type DocumentChange, historyEntry, readDocumentAt } from "./document-file.ts";
import type { SigningSettings } from "./key-model.ts";
import type { DocumentDesk, DocumentRecord, Revised } from "./model.ts";
import { careOperations } from "./signing-care.ts";
import type { LevelledPdf } from "./signing-levels.ts";
import type { DocumentToSign, SigningRole } from "./signing-session-model.ts";
import { readSigningSettings } from "./signing-settings.ts";

/** Number and date of a document: after the leader's signature, or before it where the office has set that order. */
export function issuingDesk(context: OfficeContext): Pick<DocumentDesk, "number"> {
  return {
    async number(actor, id, rev) {
      allow(actor, "document.number");
      const document = await readDocumentAt(context, actor, id, rev);
      const order = await orderOf(context, document);
      const state = transition(document.state, "number", order);
      if (document.files.numbered !== undefined) throw alreadyNumbered(document);
      const source = await context.storage.files.get(document.files.signed ?? document.files.pdf!);
      const organisation = await context.access.organisation(actor.organisationId);
      // A number that was taken before the document was returned stays with it, and with its date.
      const issuedOn = document.issuedOn ?? vietnamDate(context.clock());
      const term = organisation.term ?? partyTermOf(issuedOn);
      const series = seriesFor({
        ruleSet: document.ruleSet,
        organisationId: organisation.id,
        kind: document.kind,
        date: issuedOn,
        term,
      });
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
      const kept = document.number;
      if (kept?.series === series) return commitChange(context, actor, await numbered(kept.value));
      // Tried again only when another document took the number first; whoever changed this document meanwhile makes it fail.
      return withRetry(
        async () => {
          const event = { documentId: id, by: actor.personId, at: context.clock().toISOString() };
          const taken = await context.ledger.next(series, event);
          // Edited into another kind after it was returned: its number of the old series will never be used.
          const reason = "Văn bản bị trả lại và đổi sang loại khác, đã lấy số mới.";
          const voided =
            kept === undefined ? [] : await context.ledger.void(kept.series, kept.value, { ...event, reason });
          // Number and document change in one commit: a number is never taken without a document that carries it.
          return commitChange(context, actor, await numbered(taken.number), [...taken.operations, ...voided]);
        },
        { partition: ledgerPartition(series) },
      );
    },
  };
}

/** In which order this document goes: as it began, else as the office has set it. */
async function orderOf(
  context: OfficeContext,
  document: DocumentRecord,
  settings?: Pick<SigningSettings, "order">,
): Promise<SigningOrder> {
  const { signed, numbered } = document.files;
  if (document.state !== "submitted" || signed !== undefined) return "leader-first";
  if (numbered !== undefined) return "number-first";
  return (settings ?? (await readSigningSettings(context, document.organisationId))).order;
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
  const order = await orderOf(context, document, settings);
  transition(document.state, role === "leader" ? "sign" : "seal", order);
  if (role === "leader") {
    requireSignatory(document, actor);
    if (order === "number-first" && document.files.numbered === undefined) throw numberFirst(document);
  } else if (document.files.signed === undefined || document.signatory === undefined) throw leaderFirst(document);
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
  request: Pick<SignRequest, "role" | "anchors" | "text" | "image" | "sealMayTouch">;
}

/**
 * The files of a document that one act signs: the document's own first.
 *
 * @param image PNG of the signature or the seal, as it is to be seen on the document itself
 */
export function filesToSign(document: DocumentRecord, role: SigningRole, at: Date, image?: Uint8Array): FileToSign[] {
  const pictured = image === undefined ? {} : { image };
  const symbol = documentSymbolOf(document);
  const name = `${symbol} ${document.subject}`.replace(/\s+/g, " ").trim().slice(0, 120);
  if (role === "leader") {
    // Where numbers come first, the leader signs the file that has one.
    const file = document.files.numbered ?? document.files.pdf!;
    return [{ name, file, request: { role, anchors: document.anchors ?? [], ...pictured } }];
  }
  const text = appendixText(symbol, at);
  return [
    { name, file: document.files.numbered!, request: { role, ...pictured, sealMayTouch: SEAL_MAY_TOUCH } },
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
}

/** Stores the signed files of a document and says what is to be committed: the document's own file first, then its attachments'. */
export async function recordFiles(
  context: OfficeContext,
  actor: Actor,
  document: Revised<DocumentRecord>,
  role: SigningRole,
  files: readonly LevelledPdf[],
): Promise<SignedChange> {
  const names: string[] = [];
  for (const { pdf } of files) names.push((await context.storage.files.put(pdf, "application/pdf")).sha256);
  if (role === "leader") return { change: signedChange(context, actor, document, names[0]!), also: [] };
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
  const numbered = document.files.numbered === undefined ? {} : { numbered: signed };
  return changeOperations(
    document,
    {
      state: transition(
        document.state,
        "sign",
        document.files.numbered === undefined ? "leader-first" : "number-first",
      ),
      files: { ...document.files, signed, ...numbered },
      signatory: { personId: actor.personId, name: actor.name },
    },
    historyEntry(context, actor, "sign"),
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
  });
  const event = { documentId: document.id, by: actor.personId, at: change.after.history.at(-1)!.at };
  const entry = await context.ledger.issue(document.number!.series, document.number!.value, event);
  return { change, also: [...register, ...entry] };
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

/** Only the person whose name stands in the signature block may sign. */
function requireSignatory(document: DocumentRecord, actor: Actor): void {
  if (plainName(document.description.signature.name) === plainName(actor.name)) return;
  throw new VanthuError("NOT_THE_SIGNATORY", {
    message: "Văn bản này do người khác ký.",
    where: document.description.signature.name,
    hint: "Trả lại văn bản nếu ghi sai người ký.",
  });
}
