import { allow, may } from "../../access/index.ts";
import { checkArchiveBounded } from "../../bounded/index.ts";
import {
  type ArchiveEvent,
  type ArchiveExtra,
  type ArchiveKind,
  type ArchivePackage,
  contentsSheet,
  type Dossier,
  type Metadata,
  MOST_PACKAGE_BYTES,
  type NumberedDocument,
  numberDocuments,
  packDossier,
  sheetDocx,
} from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { typeset } from "../../typeset/index.ts";
import { type Verdict, verifyPdf } from "../../verification/index.ts";
import type { OfficeContext } from "../context.ts";
import { documentMetadata, dossierMetadata } from "./metadata.ts";
import type { DossierDesk } from "./model.ts";
import { auditEvent, readContents, readDossier } from "./records.ts";
import { requireAction } from "./rules.ts";
import { seenBy } from "./sources.ts";

const PDF = "application/pdf";
/** Words of PREMIS for what happens to a dossier. */
const EVENT_TYPES: Readonly<Record<string, string>> = {
  open: "creation",
  put: "accession",
  close: "finalization",
  offer: "transfer",
  receive: "ingestion",
  access: "policy assignment",
  freeze: "policy assignment",
};

/** Archive packages: made of dossiers, checked wherever they come from. */
export function packageDesk(context: OfficeContext): Pick<DossierDesk, "exportArchive" | "checkArchive"> {
  return {
    async exportArchive(actor, id, kind) {
      allow(actor, "dossier.read");
      const dossier = await readDossier(context, actor, id);
      requireAction(actor, dossier, "export");
      const contents = await readContents(context, actor.organisationId, id);
      const inCustody = (dossier.state === "offered" || dossier.state === "kept") && may(actor, "archive.keep");
      if (!inCustody && (await seenBy(context, actor, contents)).some(({ hidden }) => hidden))
        throw new VanthuError("FORBIDDEN", {
          message: "Hồ sơ có văn bản giới hạn người xem mà bạn không được xem, nên không xuất được cả gói.",
          where: id,
        });
      if (kind === "AIP_hoso" && dossier.state !== "kept")
        throw new VanthuError("DOSSIER_STATE", {
          message: "Gói lưu trữ (AIP) chỉ lập cho hồ sơ đã nộp lưu.",
          where: id,
          hint: "Dùng gói nộp lưu (SIP), hoặc nộp lưu hồ sơ trước.",
        });
      const session =
        dossier.received === undefined
          ? undefined
          : { number: dossier.received.session, ordinal: dossier.received.ordinal };
      const packed = await packageOf(context, dossier, kind, session);
      await context.access.commitAudited(
        [],
        auditEvent(context, actor, "dossier.export", id, { kind, object: packed.objectId, package: packed.sha256 }),
      );
      return { name: packed.name, contentType: "application/zip", bytes: packed.bytes, sha256: packed.sha256 };
    },

    async checkArchive(actor, bytes) {
      allow(actor, "dossier.read");
      return checkArchiveBounded(bytes);
    },
  };
}

/**
 * The package of a dossier as it stands: files byte for byte, list of contents, the verdict on every signed file. The same dossier gives the
 * same bytes.
 * @throws FILE_DAMAGED
 */
export async function packageOf(
  context: OfficeContext,
  dossier: Dossier,
  kind: ArchiveKind,
  session?: { number: number; ordinal: number },
): Promise<ArchivePackage> {
  const organisation = await context.access.organisation(dossier.organisationId);
  const documents = numberDocuments(await readContents(context, dossier.organisationId, dossier.id));
  requireSize(documents);
  // What was handed over stays what it was: rights or locks of later do not change the package that the record of hand-over names.
  const history =
    kind === "SIP_hoso" && dossier.received !== undefined
      ? dossier.history.slice(0, dossier.history.findLastIndex(({ action }) => action === "receive") + 1)
      : dossier.history;
  const at = history.at(-1)?.at ?? dossier.createdAt;
  const bytes = new Map<string, Uint8Array>();
  for (const { files } of documents)
    for (const { sha256 } of files) if (!bytes.has(sha256)) bytes.set(sha256, await context.storage.files.get(sha256));
  const { events, documentation } = await evidence(context, documents, bytes, at);
  const metadata = new Map<number, Metadata>();
  for (const document of documents) {
    const { source } = document;
    if (source.from === "upload") continue;
    metadata.set(
      document.ordinal,
      (await documentMetadata(context, dossier.organisationId, { from: source.from, id: source.id })).metadata,
    );
  }
  const office = { name: organisation.name, place: organisation.place };
  const list = typeset(sheetDocx(contentsSheet(dossier, documents, office)), { now: new Date(at) }).pdf;
  return packDossier({
    kind,
    dossier,
    documents,
    metadata: { dossier: (await dossierMetadata(context, dossier)).metadata, documents: metadata },
    bytes,
    documentation: [{ name: "Muc-luc-van-ban.pdf", contentType: PDF, bytes: list }, ...documentation],
    organisation: { code: organisation.code, name: organisation.name },
    ...(kind === "AIP_hoso" ? { fonds: organisation.code } : {}),
    ...(session === undefined ? {} : { session }),
    events: [
      ...history
        .filter(({ action }) => action in EVENT_TYPES)
        .map(
          (event): ArchiveEvent => ({
            type: EVENT_TYPES[event.action]!,
            at: event.at,
            detail: `${event.action}${event.note === undefined ? "" : `: ${event.note}`}`,
            agent: event.person,
          }),
        ),
      ...events,
    ],
    at,
  });
}

/** Looked at before anything is read: a dossier may hold more files than memory does. @throws INVALID */
function requireSize(documents: readonly NumberedDocument[]): void {
  const total = documents.reduce((sum, { files }) => sum + files.reduce((all, { bytes }) => all + bytes, 0), 0);
  if (total <= MOST_PACKAGE_BYTES) return;
  throw new VanthuError("INVALID", {
    message: `Hồ sơ có ${Math.ceil(total / 1024 / 1024)} MB tệp, quá ${MOST_PACKAGE_BYTES / 1024 / 1024} MB của một gói.`,
    hint: "Chia hồ sơ thành nhiều tập.",
  });
}

/** The verdict on each PDF as of the package's own time, so that it is the same whenever the package is made: an event, and a file to read. */
async function evidence(
  context: OfficeContext,
  documents: readonly NumberedDocument[],
  bytes: ReadonlyMap<string, Uint8Array>,
  at: string,
): Promise<{ events: ArchiveEvent[]; documentation: ArchiveExtra[] }> {
  const { trust, crls } = await context.keyring.trust();
  const events: ArchiveEvent[] = [];
  const verdicts: { ordinal: number; file: string; verdict: Verdict }[] = [];
  for (const { ordinal, files } of documents)
    for (const { name, contentType, sha256 } of files) {
      if (contentType !== PDF) continue;
      const verdict = verifyPdf(bytes.get(sha256)!, { trust, crls, at: new Date(at), offline: true });
      events.push({
        type: "digital signature validation",
        at,
        detail: `Kiểm tra chữ ký số của ${name}`,
        outcome: `${verdict.verdict}: ${verdict.summary}`,
        agent: "Vanthu",
        file: sha256,
      });
      verdicts.push({ ordinal, file: name, verdict });
    }
  if (verdicts.length === 0) return { events, documentation: [] };
  const json = new TextEncoder().encode(`${JSON.stringify(verdicts, undefined, 1)}\n`);
  return {
    events,
    documentation: [{ name: "Ket-qua-kiem-tra-chu-ky.json", contentType: "application/json", bytes: json }],
  };
}
