import type { Actor } from "../../access/index.ts";
import type { DocumentFacts, DocumentSource, DossierDocument, DossierFile } from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import type { OfficeContext } from "../context.ts";
import { readDocument } from "../document-file.ts";
import { readHandling, sees as seesIncoming } from "../incoming/handling-records.ts";
import { visibleRecord } from "../incoming/reading.ts";
import { documentSymbolOf } from "../issuing.ts";
import type { DocumentRecord } from "../model.ts";
import { hiddenFrom } from "../rights/index.ts";
import type { SeenDocument } from "./model.ts";

/** What is kept of a document that a dossier holds. */
export type ReadDocument = { facts: DocumentFacts; files: DossierFile[] };

const VIETNAMESE = "Tiếng Việt";
const PDF = "application/pdf";
/** Only what is final goes into a dossier (Điều 29.4.b: drafts are taken out). */
const FINAL: readonly DocumentRecord["state"][] = ["issued", "sent", "recalled", "replaced"];

/** Partition of files that were uploaded into dossiers. */
export function uploadsOf(organisationId: string): string {
  return `org/${organisationId}/dossier-uploads`;
}

/**
 * A document as a dossier keeps it, read as this actor may.
 * @throws NOT_FOUND, DOSSIER_STATE for a draft or what was not accepted
 */
export async function readSource(context: OfficeContext, actor: Actor, source: DocumentSource): Promise<ReadDocument> {
  if (source.from === "document") return outgoing(context, actor, source.id);
  if (source.from === "incoming") return incoming(context, actor, source.id);
  const item = await context.storage.records.get<ReadDocument>(uploadsOf(actor.organisationId), source.id);
  if (item === undefined)
    throw new VanthuError("NOT_FOUND", {
      message: "Không có tệp này trong các tệp đã tải lên hồ sơ.",
      where: source.id,
    });
  return item.data;
}

async function outgoing(context: OfficeContext, actor: Actor, id: string): Promise<ReadDocument> {
  const document = await readDocument(context, actor, id);
  if (!FINAL.includes(document.state))
    throw new VanthuError("DOSSIER_STATE", {
      message: "Văn bản chưa phát hành, chưa đưa vào hồ sơ được.",
      where: id,
      hint: "Đưa vào hồ sơ khi văn bản đã được ký số, cấp số và đóng dấu.",
    });
  return outgoingFacts(context, document);
}

/** What a dossier keeps of an issued document. */
async function outgoingFacts(context: OfficeContext, document: DocumentRecord): Promise<ReadDocument> {
  const { description, files, attachments } = document;
  const organisation = await context.access.organisation(document.organisationId);
  const symbol = documentSymbolOf(document);
  const base = symbol.replace(/[^\p{L}\p{N}-]+/gu, "-");
  const named = async (sha256: string | undefined, name: string, pages?: number): Promise<DossierFile[]> =>
    sha256 === undefined
      ? []
      : [
          {
            name,
            contentType: PDF,
            sha256,
            bytes: (await context.storage.files.get(sha256)).length,
            ...(pages === undefined ? {} : { pages }),
          },
        ];
  const held = await named(files.issued, `${base}.pdf`, document.pages);
  for (const [index, attachment] of attachments.entries())
    held.push(...(await named(attachment.issued, `${base}-phu-luc-${index + 1}.pdf`)));
  return {
    facts: {
      typeName: document.kind === "CV" ? "Công văn" : KINDS[document.kind].name,
      number: document.number?.text ?? description.number ?? "",
      notation: description.notation,
      symbol,
      issuedOn: document.issuedOn ?? document.createdAt.slice(0, 10),
      issuer: organisation.name,
      subject: document.subject.replaceAll("\n", " "),
      language: VIETNAMESE,
      pages: document.pages ?? 1,
      signer: {
        position: description.signature.position,
        name: document.signatory?.name ?? description.signature.name,
      },
    },
    files: held,
  };
}

async function incoming(context: OfficeContext, actor: Actor, id: string): Promise<ReadDocument> {
  const record = await visibleRecord(context, actor, id);
  if (record.status === "01" || record.status === "02" || record.cancelled !== undefined || record.files.length === 0)
    throw new VanthuError("DOSSIER_STATE", {
      message: "Văn bản đến chưa được tiếp nhận vào sổ (hoặc đã bị từ chối, hủy) nên chưa đưa vào hồ sơ được.",
      where: id,
      hint: "Văn thư tiếp nhận văn bản trước, rồi đưa vào hồ sơ.",
    });
  const { number, notation, from, kind, signatory } = record;
  return {
    facts: {
      typeName: kind.name,
      number,
      notation,
      symbol: number === "" ? notation : `${number}${notation.includes("/") ? "-" : "/"}${notation}`,
      issuedOn: record.issuedOn,
      issuer: from.name,
      subject: record.subject,
      language: VIETNAMESE,
      pages: Math.max(1, record.pages),
      signer: { position: signatory.position, name: signatory.name },
    },
    files: record.files.map(({ name, contentType, sha256, bytes }) => ({ name, contentType, sha256, bytes })),
  };
}

/** What stands for the subject of a document that the reader of a dossier may not see. */
const HIDDEN_SUBJECT = "Văn bản giới hạn người xem";

/** Documents of a dossier as this actor may see them: of a hidden one only number, notation and day. */
export async function seenBy<T extends DossierDocument>(
  context: OfficeContext,
  actor: Actor,
  documents: readonly T[],
): Promise<(T & Pick<SeenDocument, "hidden">)[]> {
  const hidden = documents.some(({ source }) => source.from === "document")
    ? await hiddenFrom(context, actor)
    : new Set<string>();
  const isHidden = async ({ source }: DossierDocument): Promise<boolean> => {
    if (source.from === "document") return hidden.has(source.id);
    if (source.from === "upload") return false;
    if (!seesIncoming(actor, await readHandling(context, actor.organisationId, source.id))) return true;
    // What its sender took back is given out no more, wherever it lies (Điều 18.4.b, Phụ lục VI Phần I.III.8.b).
    return (await context.inbox.get(source.id)).cancelled !== undefined;
  };
  return Promise.all(
    documents.map(async (one) => {
      if (!(await isHidden(one))) return one;
      const { note: _note, ...rest } = one;
      return {
        ...(rest as T),
        facts: { ...one.facts, subject: HIDDEN_SUBJECT, signer: { position: "", name: "" } },
        files: [],
        hidden: true,
      };
    }),
  );
}
