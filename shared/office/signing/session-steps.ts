import type { Actor } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { type DigestToSign, digestOf } from "../../key-holders/index.ts";
import { prepareSignature, type SignerIdentity } from "../../signing/index.ts";
import type { StoredItem, WriteOperation } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { auditEventOf, readDocument } from "../document-file.ts";
import { documentFor, filesToSign, recordFiles, refuseUnsound, type SignedChange } from "../issuing.ts";
import { checkSigner, requireName } from "../keys/checks.ts";
import { imageFor } from "../keys/images.ts";
import type { SigningSettings } from "../keys/model.ts";
import type { DocumentRecord, Revised } from "../model.ts";
import { checkedText } from "../workflow/index.ts";
import { completeAtLevel, type LevelledPdf, levelFor, timestampOptions } from "./levels.ts";
import type { DocumentToSign, SessionPart, SigningRole, SigningSession } from "./session-model.ts";
import { readSigningSettings } from "./settings.ts";

/** A session with its prepared files, still in memory. */
export interface OpenedSession {
  session: SigningSession;
  prepared: Uint8Array[];
  /** The document as it was prepared, while nothing else can have come between; read again where it is absent. */
  document?: Revised<DocumentRecord>;
}

/** What all documents of one act share, read once. */
export interface ActOfSigning {
  settings: SigningSettings;
  /** PNG that a signature of this person, or the seal, shows. */
  image?: Uint8Array;
}

/** What an act of this actor in this role needs. */
export async function actOf(context: OfficeContext, actor: Actor, role: SigningRole): Promise<ActOfSigning> {
  const settings = await readSigningSettings(context, actor.organisationId);
  const image = await imageFor(context, actor, role);
  return { settings, ...(image === undefined ? {} : { image }) };
}

/** How long a stored session is kept for looking up what came of it; then it is gone. */
export const KEPT_MS = 30 * 86_400_000;
const VALID_MINUTES = 15;

/** Partition of an organisation's signing sessions. */
function sessionsOf(organisationId: string): string {
  return `org/${organisationId}/signing-sessions`;
}

/**
 * Checks the certificate before a digest leaves: valid, meant for signing, trusted, not revoked, and of who is to sign; and that what the
 * office's level needs is configured.
 *
 * @returns what could not be checked (Vietnamese)
 */
export async function requireFitting(
  context: OfficeContext,
  actor: Actor,
  role: SigningRole,
  identity: SignerIdentity,
): Promise<string | undefined> {
  const checked = await checkSigner(context, identity);
  requireName(checked.certificate, await nameOnCertificate(context, actor, role), role === "seal");
  const settings = await readSigningSettings(context, actor.organisationId);
  if (settings.level !== "B-B" && settings.whenUnreachable !== "lower-level")
    await timestampOptions(context, settings, await context.keyring.isTest(identity.certificateChain[0]!));
  return checked.warning;
}

/** Prepares the files of a document whose signer's certificate was checked ({@link requireFitting}). Nothing is stored. */
export async function openSession(
  context: OfficeContext,
  actor: Actor,
  { id, rev, sealWish, opinion }: DocumentToSign,
  role: SigningRole,
  identity: SignerIdentity,
  holder: SigningSession["holder"],
  validMinutes = VALID_MINUTES,
  act?: ActOfSigning,
): Promise<OpenedSession> {
  const { settings, image } = act ?? (await actOf(context, actor, role));
  const document = await documentFor(context, actor, { id, rev }, role, settings);
  const at = context.clock();
  const level = levelFor(role, settings.level);
  const expiresAt = new Date(at.getTime() + validMinutes * 60_000).toISOString();
  const parts: SessionPart[] = [];
  const prepared: Uint8Array[] = [];
  for (const { name, file, attachment, request } of filesToSign(document, role, at, image, sealWish)) {
    const pdf = await context.storage.files.get(file);
    const made = prepareSignature({ ...request, pdf, signer: identity, at, level });
    const { certificateChain: _chain, ...state } = made.state;
    parts.push({
      name,
      ...(attachment === undefined ? {} : { attachment }),
      prepared: state.documentSha256,
      state: { ...state, preparedAt: at.toISOString(), expiresAt },
    });
    prepared.push(made.preparedPdf);
  }
  return {
    prepared,
    document,
    session: {
      id: timeOrderedId(at),
      organisationId: actor.organisationId,
      documentId: id,
      documentRev: rev,
      role,
      parts,
      certificateChain: identity.certificateChain.map((der) => Buffer.from(der).toString("base64")),
      algorithm: identity.algorithm,
      requester: { personId: actor.personId, name: actor.name },
      holder,
      level,
      ...(opinion === undefined || opinion.trim() === "" ? {} : { opinion: checkedText(opinion, "opinion", "") }),
      createdAt: at.toISOString(),
      expiresAt,
      status: "open",
    },
  };
}

/** Whom a certificate must speak of: the leader, or the organisation. */
export async function nameOnCertificate(context: OfficeContext, actor: Actor, role: SigningRole): Promise<string> {
  return role === "leader" ? actor.name : (await context.access.organisation(actor.organisationId)).name;
}

/** The writes that store an opened session; the prepared files are stored first. */
export async function storeSession(context: OfficeContext, opened: OpenedSession): Promise<WriteOperation> {
  for (const pdf of opened.prepared) await context.storage.files.put(pdf, "application/pdf");
  return sessionWrite(opened.session);
}

/** Inserts a session, or replaces it at its revision. */
export function sessionWrite(session: SigningSession, rev?: number): WriteOperation {
  const place = { pk: sessionsOf(session.organisationId), sk: session.id, data: session };
  const expiresAt = Date.parse(session.createdAt) + KEPT_MS;
  return rev === undefined ? { op: "insert", ...place, expiresAt } : { op: "update", ...place, rev, expiresAt };
}

/** @throws NOT_FOUND */
export async function readSession(
  context: OfficeContext,
  actor: Actor,
  id: string,
): Promise<StoredItem<SigningSession>> {
  const item = await context.storage.records.get<SigningSession>(sessionsOf(actor.organisationId), id);
  if (item !== undefined) return item;
  throw new VanthuError("NOT_FOUND", {
    message: "Không có lần ký này, hoặc đã quá cũ.",
    where: id,
    hint: "Mở văn bản và gửi yêu cầu ký mới.",
  });
}

/** What the holder is given of a session. */
export function digestsOf({ parts }: SigningSession): DigestToSign[] {
  return parts.map(({ state, name }) => digestOf(state, name));
}

/**
 * Puts signatures into the prepared files and verifies them, twice: each signature against the announced certificate before it is embedded,
 * then each whole file by the strict check. Stores the files and says what is to be committed; the document itself is not touched.
 *
 * @param known what was just read; that the document did not change since is then told by the commit, which names its revision
 */
export async function finishSession(
  context: OfficeContext,
  actor: Actor,
  session: SigningSession,
  prepared: readonly Uint8Array[],
  signatures: readonly Uint8Array[],
  known: { document?: Revised<DocumentRecord>; settings?: SigningSettings } = {},
): Promise<SignedChange> {
  const document = known.document ?? (await readDocument(context, actor, session.documentId));
  if (document.rev !== session.documentRev) throw documentChanged(session);
  if (signatures.length !== session.parts.length) {
    throw new VanthuError("INVALID", {
      message: `Cần ${session.parts.length} chữ ký, nhận được ${signatures.length}.`,
      where: "signatures",
    });
  }
  const { certificateChain, level = "B-B" } = session;
  const settings = known.settings ?? (await readSigningSettings(context, actor.organisationId));
  const files: LevelledPdf[] = [];
  for (const [index, { state }] of session.parts.entries()) {
    const whole = { ...state, certificateChain };
    const file = await completeAtLevel(context, settings, level, whole, prepared[index]!, signatures[index]!);
    await refuseUnsound(context, file.pdf);
    files.push(file);
  }
  return recordFiles(context, actor, document, session.role, files, session.opinion);
}

/** The session as completed, naming the file that came of it. */
export function completed(session: SigningSession, { change }: SignedChange): SigningSession {
  const { signed, issued } = change.after.files;
  return { ...session, status: "completed", result: (session.role === "leader" ? signed : issued)! };
}

/** One commit: document, register, session, audit line. */
export async function commitFinished(
  context: OfficeContext,
  actor: Actor,
  finished: readonly SignedChange[],
): Promise<void> {
  const operations = finished.flatMap(({ change, also }) => [...change.operations, ...also]);
  await context.access.commitAudited(
    operations,
    finished.flatMap(({ change, older }) =>
      [change, ...(older === undefined ? [] : [older])].map((one) => auditEventOf(actor, one)),
    ),
  );
}

/** Only whoever asked for a session completes it or gives it up. @throws FORBIDDEN */
export function requireRequester(actor: Actor, session: SigningSession): void {
  if (session.requester.personId === actor.personId) return;
  throw new VanthuError("FORBIDDEN", {
    message: "Lần ký này do người khác yêu cầu.",
    where: session.id,
    hint: `Chỉ ${session.requester.name} hoàn tất được.`,
  });
}

/** May the session still be completed by this actor, now? @throws FORBIDDEN, SIGN_SESSION_DONE, SIGN_STATE_EXPIRED */
export function requireOpen(context: OfficeContext, actor: Actor, session: SigningSession): void {
  requireRequester(actor, session);
  if (session.status !== "open") throw sessionDone(session);
  if (context.clock().toISOString() > session.expiresAt) {
    throw new VanthuError("SIGN_STATE_EXPIRED", {
      message: "Đã quá thời hạn chờ chữ ký. Văn bản chưa được ký.",
      where: session.id,
      hint: "Mở văn bản và gửi yêu cầu ký mới.",
    });
  }
}

/** A session is used once. */
export function sessionDone(session: SigningSession): VanthuError {
  const done = session.status === "completed";
  return new VanthuError("SIGN_SESSION_DONE", {
    message: done ? "Lần ký này đã hoàn tất trước đó." : `Lần ký này đã hủy${session.note ? `: ${session.note}` : "."}`,
    where: session.id,
    hint: done ? "Mở văn bản để xem bản đã ký." : "Muốn ký thì gửi yêu cầu ký mới.",
  });
}

/** The document is no longer what was prepared. */
export function documentChanged(session: SigningSession): VanthuError {
  return new VanthuError("SIGN_DOCUMENT_CHANGED", {
    message: "Văn bản đã thay đổi trong lúc chờ chữ ký, nên chữ ký này không dùng được.",
    where: session.documentId,
    hint: "Mở lại văn bản, xem bản mới rồi ký lại.",
  });
}

/** Any error as one of ours, for the outcome of one document among many. */
export function asOurs(error: unknown): VanthuError {
  if (isVanthuError(error)) return error;
  return new VanthuError("INTERNAL", {
    message: "Hệ thống gặp lỗi khi lưu kết quả ký. Văn bản này chưa được ký.",
    hint: "Báo quản trị viên kiểm tra nơi lưu trữ, rồi ký lại.",
    cause: error,
  });
}
