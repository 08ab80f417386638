import { pdfTextBounded } from "../../bounded/index.ts";
import { type Dossier, type DossierDocument, dossierCode, metadataDate } from "../../dossiers/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import type { IncomingRecord } from "../../exchange/index.ts";
import { KINDS } from "../../format/index.ts";
import { attachmentDescription } from "../attachments.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { dossiersOf, holdersPartition } from "../dossiers/records.ts";
import { uploadsOf } from "../dossiers/sources.ts";
import { arrivalsOf, assigneesText, readHandling, symbolOf } from "../incoming/handling-records.ts";
import type { Handling } from "../incoming/model.ts";
import { documentSymbolOf } from "../issuing.ts";
import type { DocumentRecord } from "../model.ts";
import { entryOf, type FullEntry, type IndexEntry } from "./entry.ts";

/** Files of one thing whose text is read, and bytes of each. */
const MOST_FILES = 4;
const MOST_BYTES = 12 * 1024 * 1024;

const STATES: Readonly<Record<DocumentRecord["state"], string>> = {
  draft: "Dự thảo",
  submitted: "Chờ ký",
  approved: "Đã duyệt",
  returned: "Bị trả lại",
  signed: "Đã ký",
  numbered: "Đã cấp số",
  issued: "Đã phát hành",
  sent: "Đã gửi",
  recalled: "Đã thu hồi",
  replaced: "Đã bị thay thế",
  voided: "Đã hủy",
};
const DOSSIER_STATES: Readonly<Record<Dossier["state"], string>> = {
  open: "Đang mở",
  closed: "Đã kết thúc",
  offered: "Chờ nộp lưu",
  kept: "Đã nộp lưu",
};
const PRIORITIES: Readonly<Record<string, string>> = { KHẨN: "1", "THƯỢNG KHẨN": "2", "HỎA TỐC": "3" };
const INCOMING_STATES: Readonly<Record<string, string>> = {
  "01": "Chờ tiếp nhận",
  "02": "Từ chối",
  "03": "Đã tiếp nhận",
  "04": "Đã phân công",
  "05": "Đang xử lý",
  "06": "Hoàn thành",
};

async function typed(context: OfficeContext, organisationId: string, key: string) {
  const item = await context.storage.records.get<{
    values: Record<string, string>;
    additional: { name: string; text: string }[];
  }>(`org/${organisationId}/metadata`, key);
  const { values = {}, additional = [] } = item?.data ?? {};
  return { values, additional: additional.map(({ name, text }) => `${name}: ${text}`).join("; ") };
}

async function holders(
  context: OfficeContext,
  organisationId: string,
  from: "document" | "incoming" | "upload",
  id: string,
) {
  const { items } = await context.storage.records.query(holdersPartition(organisationId, { from, id }));
  return items.map(({ sk }) => sk);
}

/** A document of this office: its description is its content, word for word. */
export async function documentEntry(context: OfficeContext, document: DocumentRecord): Promise<FullEntry> {
  const { id, organisationId, description, kind } = document;
  const [{ values, additional }, held, organisation] = await Promise.all([
    typed(context, organisationId, `document/${id}`),
    holders(context, organisationId, "document", id),
    context.access.organisation(organisationId),
  ]);
  const texts: string[] = [];
  gatherStrings({ ...description, pictures: undefined, appendices: description.appendices }, texts);
  for (const attachment of document.attachments)
    try {
      gatherStrings({ ...(await attachmentDescription(context, attachment)), pictures: undefined }, texts);
    } catch (error) {
      // One damaged file must not keep everything else from being found.
      if (!isVanthuError(error)) throw error;
    }
  return entryOf(
    "document",
    id,
    {
      typeName: kind === "CV" ? "Công văn" : kind === "PL" ? "Phụ lục" : KINDS[kind].name,
      symbol: document.number === undefined ? description.notation : documentSymbolOf(document),
      number: document.number?.text,
      notation: description.notation,
      issuedOn: document.issuedOn,
      issuer: organisation.name,
      subject: document.subject,
      signer: document.signatory?.name ?? description.signature.name,
      position: description.signature.position,
      receivers: [...description.recipients, ...document.sentTo].join("; "),
      priority: PRIORITIES[description.urgency ?? ""] ?? "0",
      pages: document.pages === undefined ? undefined : String(document.pages),
      language: values["9"] ?? "Tiếng Việt",
      note: values["11"],
      dueOn: isoDay(values["16"]),
      state: STATES[document.state],
      additional,
    },
    texts.join(" ¦ "),
    held.length === 0 ? {} : { in: held },
  );
}

/** A document that came in: what its sender says of it, and the text of its files. */
export async function incomingEntry(
  context: OfficeContext,
  organisationId: string,
  record: IncomingRecord,
): Promise<FullEntry> {
  const { id } = record;
  const [{ values, additional }, held, handling, place] = await Promise.all([
    typed(context, organisationId, `incoming/${id}`),
    holders(context, organisationId, "incoming", id),
    readHandling(context, organisationId, id),
    context.storage.records.get<{ number: number }>(arrivalsOf(organisationId), id),
  ]);
  const cancelled = record.cancelled !== undefined;
  return entryOf(
    "incoming",
    id,
    {
      symbol: symbolOf(record),
      number: record.number,
      notation: record.notation,
      issuedOn: record.issuedOn,
      issuer: record.from.name,
      arrivedOn: vietnamDate(new Date(record.arrivedAt)),
      arrivalNumber: place === undefined ? undefined : String(place.data.number),
      // What its sender took back is told no more (Phụ lục VI Phần I.III.8.b).
      ...(cancelled
        ? { state: "Đã hủy theo yêu cầu thu hồi" }
        : {
            typeName: record.kind.name,
            subject: record.subject,
            signer: record.signatory.name,
            position: record.signatory.position,
            priority: String(record.priority),
            pages: record.pages > 0 ? String(record.pages) : undefined,
            language: values["9"] ?? "Tiếng Việt",
            note: values["11"],
            dueOn: handling.dueOn ?? record.dueOn ?? isoDay(values["18"]),
            assignees: assigneesText(handling),
            trace: handling.opinions.map(({ text }) => text).join("; "),
            state: INCOMING_STATES[record.status] ?? "Khác",
            additional,
          }),
    },
    cancelled ? "" : await textOfFiles(context, record.files),
    {
      ...(held.length === 0 ? {} : { in: held }),
      assigned: assignedOf(handling),
    },
  );
}

/** A dossier by its own fields; what lies in it is found for itself. */
export async function dossierEntry(context: OfficeContext, dossier: Dossier): Promise<FullEntry> {
  const { additional } = await typed(context, dossier.organisationId, `dossier/${dossier.id}`);
  return entryOf(
    "dossier",
    dossier.id,
    {
      typeName: "Hồ sơ",
      symbol: dossier.code.notation,
      notation: dossier.code.notation,
      issuedOn: dossier.startedOn,
      subject: dossier.title,
      code: dossierCode(dossier.code),
      retention: dossier.retention,
      rights: dossier.rights,
      maker: dossier.maker.name,
      language: dossier.language,
      note: dossier.note,
      startedOn: dossier.startedOn,
      endedOn: dossier.endedOn,
      documents: String(dossier.documents),
      pages: String(dossier.pages),
      keywords: dossier.keywords,
      dueOn: dossier.keptBack?.until ?? dossier.handOverBy,
      state: DOSSIER_STATES[dossier.state],
      additional,
    },
    dossier.unit ?? "",
    { dossier: rightsOf(dossier) },
  );
}

/** A file that was uploaded into a dossier; undefined when there is none. */
export async function uploadEntry(
  context: OfficeContext,
  organisationId: string,
  id: string,
): Promise<FullEntry | undefined> {
  const item = await context.storage.records.get<Pick<DossierDocument, "facts" | "files">>(
    uploadsOf(organisationId),
    id,
  );
  if (item === undefined) return undefined;
  const { facts, files } = item.data;
  return entryOf(
    "upload",
    id,
    {
      typeName: facts.typeName,
      issuedOn: facts.issuedOn,
      issuer: facts.issuer,
      subject: facts.subject,
      language: facts.language,
      pages: String(facts.pages),
      state: "Tài liệu trong hồ sơ",
    },
    `${files.map(({ name }) => name).join(" ")} ${await textOfFiles(context, files)}`,
    { in: await holders(context, organisationId, "upload", id) },
  );
}

/** What says who may see a dossier. */
export function rightsOf({ access, maker, state }: Dossier): NonNullable<IndexEntry["dossier"]> {
  return { access, makerId: maker.personId, state };
}

/** What says who may see an incoming document. */
export function assignedOf({ assignments }: Pick<Handling, "assignments">): NonNullable<IndexEntry["assigned"]> {
  return {
    people: assignments.flatMap(({ to }) => ("personId" in to ? to.personId : [])),
    units: assignments.flatMap(({ to }) => ("unitId" in to ? to.unitId : [])),
  };
}

/** A dossier by its id; undefined when there is none. */
export async function readDossierAnyway(
  context: OfficeContext,
  organisationId: string,
  id: string,
): Promise<Dossier | undefined> {
  return (await context.storage.records.get<Dossier>(dossiersOf(organisationId, id.slice(0, 4)), id))?.data;
}

async function textOfFiles(
  context: OfficeContext,
  files: readonly { name: string; contentType: string; sha256: string; bytes: number }[],
): Promise<string> {
  const texts: string[] = [];
  for (const { name, contentType, sha256, bytes } of files.slice(0, MOST_FILES)) {
    texts.push(name);
    if (bytes > MOST_BYTES) continue;
    try {
      if (contentType === "application/pdf" || /\.pdf$/i.test(name))
        texts.push(await pdfTextBounded(await context.storage.files.get(sha256)));
      else if (contentType.startsWith("text/"))
        texts.push(new TextDecoder().decode(await context.storage.files.get(sha256)));
    } catch (error) {
      // A file that cannot be read is found by what is known of it.
      if (!isVanthuError(error)) throw error;
    }
  }
  return texts.join(" ¦ ");
}

/** Every text in a value, whatever its shape. */
function gatherStrings(value: unknown, into: string[], depth = 0): void {
  if (depth > 12 || into.length > 20_000) return;
  if (typeof value === "string") into.push(value);
  else if (Array.isArray(value)) for (const one of value) gatherStrings(one, into, depth + 1);
  else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value)) if (key !== "ruleSet") gatherStrings(one, into, depth + 1);
}

/** "2026-12-05" of "05/12/2026". */
function isoDay(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const day = text.split("/").reverse().join("-");
  return metadataDate(day) === text ? day : undefined;
}
