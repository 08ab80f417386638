import { type Actor, allow } from "../access/index.ts";
import { symbolOf, transition } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { dateParts, KINDS, numberText } from "../format/index.ts";
import { plainName } from "../key-holders/index.ts";
import { ledgerPartition, seriesFor, yearOf } from "../records/index.ts";
import { appendixText, fillFields, type SignRequest, signPdf } from "../signing/index.ts";
import { type WriteOperation, withRetry } from "../storage/index.ts";
import { verifyPdf } from "../verification/index.ts";
import { type OfficeContext, vietnamDate } from "./context.ts";
import { changeOperations, commitChange, type DocumentChange, historyEntry, readDocumentAt } from "./document-file.ts";
import type { DocumentDesk, DocumentRecord, Revised } from "./model.ts";
import type { DocumentToSign, SigningRole } from "./signing-session-model.ts";

/** From submitted to issued: the leader's signature, number and date, the organisation's seal. */
export function issuingDesk(context: OfficeContext): Pick<DocumentDesk, "sign" | "number" | "seal"> {
  return {
    sign: (actor, id, rev, password) => signWithStoredKey(context, actor, { id, rev }, "leader", password),

    async number(actor, id, rev) {
      allow(actor, "document.number");
      const document = await readDocumentAt(context, actor, id, rev);
      const state = transition(document.state, "number");
      const signed = await context.storage.files.get(document.files.signed!);
      const organisation = await context.access.organisation(actor.organisationId);
      const issuedOn = vietnamDate(context.clock());
      const term = organisation.term ?? partyTermOf(issuedOn);
      const series = seriesFor({
        ruleSet: document.ruleSet,
        organisationId: organisation.id,
        kind: document.kind,
        date: issuedOn,
        term,
      });
      // Tried again only when another document took the number first; whoever changed this document meanwhile makes it fail.
      return withRetry(
        async () => {
          const taken = await context.ledger.next(series, {
            documentId: id,
            by: actor.personId,
            at: context.clock().toISOString(),
          });
          const text = numberText(taken.number);
          const stored = await context.storage.files.put(
            fillFields(signed, fieldValues(text, issuedOn)),
            "application/pdf",
          );
          const change = changeOperations(
            document,
            {
              state,
              files: { ...document.files, numbered: stored.sha256 },
              number: { series, value: taken.number, text },
              issuedOn,
            },
            historyEntry(context, actor, "number", text),
          );
          // Number and document change in one commit: a number is never taken without a document that carries it.
          return commitChange(context, actor, change, taken.operations);
        },
        { partition: ledgerPartition(series) },
      );
    },

    seal: (actor, id, rev, password) => signWithStoredKey(context, actor, { id, rev }, "seal", password),
  };
}

/** Signs or seals with a key of the keyring: of the leader, or of the organisation. */
async function signWithStoredKey(
  context: OfficeContext,
  actor: Actor,
  named: DocumentToSign,
  role: SigningRole,
  password: string,
): Promise<Revised<DocumentRecord>> {
  const document = await documentFor(context, actor, named, role);
  const personId = role === "leader" ? actor.personId : undefined;
  const signer = await context.keyring.signer(actor.organisationId, personId, password);
  const at = context.clock();
  const files: Uint8Array[] = [];
  for (const { file, request } of filesToSign(document, role, at)) {
    const { pdf } = await signPdf({ ...request, pdf: await context.storage.files.get(file), signer, at });
    await refuseUnsound(context, pdf);
    files.push(pdf);
  }
  const { change, also } = await recordFiles(context, actor, document, role, files);
  return commitChange(context, actor, change, also);
}

/** A document that may be signed or sealed now by this actor. */
export async function documentFor(
  context: OfficeContext,
  actor: Actor,
  { id, rev }: DocumentToSign,
  role: SigningRole,
): Promise<Revised<DocumentRecord>> {
  allow(actor, role === "leader" ? "document.sign" : "document.seal");
  const document = await readDocumentAt(context, actor, id, rev);
  transition(document.state, role === "leader" ? "sign" : "seal");
  if (role === "leader") requireSignatory(document, actor);
  return document;
}

/** One file that an act of signing signs. */
interface FileToSign {
  /** What the person sees on a device. */
  name: string;
  /** File name in the store. */
  file: string;
  /** Index of the attachment; absent for the document itself. */
  attachment?: number;
  /** What is asked of the signing room, besides file, key and time. */
  request: Pick<SignRequest, "role" | "anchors" | "text">;
}

/** The files of a document that one act signs: the document's own first. */
export function filesToSign(document: DocumentRecord, role: SigningRole, at: Date): FileToSign[] {
  const symbol = documentSymbolOf(document);
  const name = `${symbol} ${document.subject}`.replace(/\s+/g, " ").trim().slice(0, 120);
  if (role === "leader")
    return [{ name, file: document.files.pdf!, request: { role, anchors: document.anchors ?? [] } }];
  const text = appendixText(symbol, at);
  return [
    { name, file: document.files.numbered!, request: { role } },
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
  files: readonly Uint8Array[],
): Promise<SignedChange> {
  const names: string[] = [];
  for (const pdf of files) names.push((await context.storage.files.put(pdf, "application/pdf")).sha256);
  if (role === "leader") return { change: signedChange(context, actor, document, names[0]!), also: [] };
  const attachments = document.attachments.map((one, index) => ({ ...one, issued: names[index + 1]! }));
  return issuedChange(context, actor, document, names[0]!, attachments);
}

/** The change of a submitted document that its leader has signed; `signed` names the file. @throws STATE_FORBIDDEN */
function signedChange(
  context: OfficeContext,
  actor: Actor,
  document: Revised<DocumentRecord>,
  signed: string,
): DocumentChange {
  return changeOperations(
    document,
    {
      state: transition(document.state, "sign"),
      files: { ...document.files, signed },
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
export async function refuseUnsound(context: OfficeContext, pdf: Uint8Array): Promise<void> {
  const { trust, crls } = await context.keyring.trust();
  const verdict = verifyPdf(pdf, { trust, crls, at: context.clock(), offline: true });
  const sound =
    verdict.verdict === "TOTAL_PASSED" ||
    (verdict.verdict === "INDETERMINATE" &&
      verdict.signatures.every((signature) => signature.intact && signature.cryptographicallyValid));
  if (sound) return;
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
function partyTermOf(date: string): string {
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
