import { type Actor, allow } from "../../access/index.ts";
import { vietnamTime } from "../../calendar/index.ts";
import {
  type DocumentSource,
  type Dossier,
  dossierCode,
  type Metadata,
  type MetadataTable,
  type MetadataValues,
  metadataDate,
  metadataOf,
  numberDocuments,
  requireByHand,
} from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { readDocument, readDocumentAnyway } from "../document-file.ts";
import { arrivalsOf, assigneesText, readHandling, symbolOf } from "../incoming/handling-records.ts";
import { visibleRecord } from "../incoming/reading.ts";
import { documentSymbolOf } from "../issuing.ts";
import type { DossierDesk, MetadataSource } from "./model.ts";
import {
  auditEvent,
  dossiersOf,
  holdersPartition,
  readAnyway,
  readContents,
  readDossier,
  seesDossier,
  sourceKey,
  unitsFor,
} from "./records.ts";
import { requireAction } from "./rules.ts";

interface Typed {
  values: Record<string, string>;
  additional: Metadata["additional"];
}

interface Held {
  metadata: Metadata;
  rev: number;
  title: string;
}

/** Urgency as Priority counts it: 0 none, 1 KHẨN, 2 THƯỢNG KHẨN, 3 HỎA TỐC. State secrets are not kept here, so the rest is never used. */
const PRIORITIES: Readonly<Record<string, string>> = { KHẨN: "1", "THƯỢNG KHẨN": "2", "HỎA TỐC": "3" };
const VIETNAMESE = "Tiếng Việt";

/** Partition of what was typed beyond what the system knows. */
export function typedOf(organisationId: string): string {
  return `org/${organisationId}/metadata`;
}

/** Metadata of documents and dossiers (Phụ lục VI Phần I.III.7, Phần II). */
export function metadataDesk(context: OfficeContext): Pick<DossierDesk, "metadata" | "setMetadata"> {
  async function held(actor: Actor, of: MetadataSource): Promise<Held> {
    if (of.from === "dossier") return dossierMetadata(context, await readDossier(context, actor, of.id));
    // Read through their own doors first: who may not see the document does not see what is said of it.
    if (of.from === "document") await readDocument(context, actor, of.id);
    else await visibleRecord(context, actor, of.id);
    return documentMetadata(context, actor.organisationId, { from: of.from, id: of.id }, actor);
  }

  return {
    async metadata(actor, of) {
      allow(actor, "dossier.read");
      const { metadata, rev, title } = await held(actor, of);
      return { ...metadata, rev, title };
    },

    async setMetadata(actor, of, rev, input) {
      allow(actor, "dossier.keep");
      const before = await held(actor, of);
      if (of.from === "dossier") {
        const dossier = await readDossier(context, actor, of.id, true);
        // Additional metadata of a received dossier are the archive's to write.
        if (dossier.state === "kept") allow(actor, "archive.keep");
        else requireAction(actor, dossier, dossier.state === "open" ? "edit" : "export");
        // What is exported may be locked; what is changed may not (Phần I.IV.1.g).
        if (dossier.frozen !== undefined) throw locked(`dossier/${of.id}`);
      } else await requireUnlocked(context, actor.organisationId, { from: of.from, id: of.id });
      const values = Object.fromEntries(Object.entries(input.values).map(([key, value]) => [key, value.trim()]));
      const additional = input.additional.map(({ name, text }) => ({ name: name.trim(), text: text.trim() }));
      requireByHand(before.metadata.table, values, additional);
      const data: Typed = {
        values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "")),
        additional,
      };
      const key = { pk: typedOf(actor.organisationId), sk: `${of.from}/${of.id}` };
      await context.access.commitAudited(
        [rev === 0 ? { op: "insert", ...key, data } : { op: "update", ...key, rev, data }],
        auditEvent(context, actor, `metadata.${of.from}`, of.id, { fields: Object.keys(data.values).join(" ") }),
      );
      const after = await held(actor, of);
      return { ...after.metadata, rev: after.rev, title: after.title };
    },
  };
}

/** The metadata of a dossier (table III). */
export async function dossierMetadata(context: OfficeContext, dossier: Dossier): Promise<Held> {
  const { typed, rev } = await readTyped(context, dossier.organisationId, `dossier/${dossier.id}`);
  const { code } = dossier;
  const values: MetadataValues = {
    "1.1": code.organId,
    "1.2": String(code.year),
    "1.3": code.notation,
    "2": dossier.title,
    "3": dossier.retention,
    "4": dossier.rights,
    "5": dossier.maker.name,
    "6": dossier.language,
    "7": metadataDate(dossier.startedOn),
    "8": metadataDate(dossier.endedOn),
    "9": String(dossier.documents),
    "10": String(dossier.pages),
    "11": dossier.note ?? "",
  };
  return { metadata: metadataOf("III", values, typed.additional), rev, title: `Hồ sơ ${dossierCode(code)}` };
}

/**
 * The metadata of an outgoing (table I) or incoming (II) document, with the codes of the dossiers that hold it.
 *
 * @param actor only dossiers that this person may see are named; all when absent (packages of the archive)
 */
export async function documentMetadata(
  context: OfficeContext,
  organisationId: string,
  source: DocumentSource,
  actor?: Actor,
): Promise<Held> {
  const { typed, rev } = await readTyped(context, organisationId, sourceKey(source));
  const codes = await holding(context, organisationId, source, actor);
  const common: MetadataValues = {
    "1.1": codes.map(({ code }) => code.organId),
    "1.2": codes.map(({ code }) => String(code.year)),
    "1.3": codes.map(({ code }) => code.notation),
    "2": codes.map(({ ordinal }) => String(ordinal)),
  };
  const own =
    source.from === "document"
      ? await outgoing(context, organisationId, source.id)
      : await incoming(context, organisationId, source.id);
  // What was typed stands only where the system knows nothing better.
  const values: MetadataValues = { ...typed.values, ...common, ...own.values };
  for (const [number, value] of Object.entries(typed.values))
    if ((own.values[number] ?? "") === "" || number === "9") values[number] = value;
  return { metadata: metadataOf(own.table, values, typed.additional), rev, title: own.title };
}

async function outgoing(
  context: OfficeContext,
  organisationId: string,
  id: string,
): Promise<{ table: MetadataTable; values: MetadataValues; title: string }> {
  const document = await readDocumentAnyway(context, organisationId, id);
  const { description, sentTo } = document;
  const organisations = await Promise.all(
    sentTo.map(async (code) => ({ code, name: (await context.access.organisationByCode(code))?.name ?? code })),
  );
  // Receivers reached by the exchange have codes; those only named in "Nơi nhận" have none.
  const named = description.recipients.filter((one) => !/^(lưu|như trên)/i.test(one));
  const names = organisations.length > 0 ? organisations.map(({ name }) => name) : named;
  const entry =
    document.number === undefined || document.issuedOn === undefined
      ? undefined
      : await registerLine(context, organisationId, document.issuedOn, document.number.value, id);
  return {
    table: "I",
    title: `Văn bản ${documentSymbolOf(document)}`,
    values: {
      "3": document.kind === "CV" ? "Công văn" : KINDS[document.kind].name,
      "4": document.number?.text ?? "",
      "5": description.notation,
      "6": metadataDate(document.issuedOn),
      "7": (await context.access.organisation(organisationId)).name,
      "8": document.subject.replaceAll("\n", " "),
      "9": VIETNAMESE,
      "10": document.pages === undefined ? "" : String(document.pages),
      "12.1": description.signature.position,
      "12.2": document.signatory?.name ?? description.signature.name,
      "13.1": organisations.map(({ code }) => code),
      "13.2": names,
      "14": PRIORITIES[description.urgency ?? ""] ?? "0",
      "15": String(entry?.copies ?? Math.max(1, sentTo.length)),
    },
  };
}

async function registerLine(
  context: OfficeContext,
  organisationId: string,
  issuedOn: string,
  number: number,
  id: string,
) {
  const line = await context.registers.outgoing.line(organisationId, Number(issuedOn.slice(0, 4)), number, id);
  return line?.data;
}

async function incoming(
  context: OfficeContext,
  organisationId: string,
  id: string,
): Promise<{ table: MetadataTable; values: MetadataValues; title: string }> {
  const record = await context.inbox.get(id);
  const organisation = await context.access.organisation(organisationId);
  if (record.organisationCode !== organisation.code)
    throw new VanthuError("NOT_FOUND", { message: "Không có văn bản đến này.", where: id });
  const handling = await readHandling(context, organisationId, id);
  const place = await context.storage.records.get<{ year: number; number: number }>(arrivalsOf(organisationId), id);
  const trace = [
    ...handling.opinions.map(({ at, person, text }) => `${dayAndTime(at)} ${person}: ${text}`),
    ...record.history.map(
      ({ at, code, staff, description }) =>
        `${dayAndTime(at)} [${code}] ${[staff, description].filter(Boolean).join(": ")}`,
    ),
  ];
  return {
    table: "II",
    title: `Văn bản đến ${symbolOf(record)}`,
    values: {
      "3": record.kind.name,
      "4": record.number,
      "5": record.notation,
      "6": metadataDate(record.issuedOn),
      "7": record.from.name,
      "8": record.subject,
      "9": VIETNAMESE,
      "10": record.pages > 0 ? String(record.pages) : "",
      "12": place === undefined ? "" : metadataDate(vietnamDate(new Date(record.arrivedAt))),
      "13": place === undefined ? "" : String(place.data.number),
      "14.1": record.signatory.position,
      "14.2": record.signatory.name,
      "15": String(Math.min(9, record.priority)),
      "16": assigneesText(handling),
      "17": trace.join("\n"),
      "18": metadataDate(handling.dueOn ?? record.dueOn),
    },
  };
}

async function holding(context: OfficeContext, organisationId: string, source: DocumentSource, actor?: Actor) {
  const { items } = await context.storage.records.query(holdersPartition(organisationId, source));
  const dossiers = await Promise.all(items.map(({ sk }) => readAnyway(context, organisationId, sk)));
  const units = actor === undefined ? [] : await unitsFor(context, actor, dossiers);
  const seen = actor === undefined ? dossiers : dossiers.filter((one) => seesDossier(actor, one, units));
  return Promise.all(
    seen.map(async ({ id, code }) => {
      const contents = numberDocuments(await readContents(context, organisationId, id));
      return { code, ordinal: contents.find((one) => sourceKey(one.source) === sourceKey(source))?.ordinal ?? 0 };
    }),
  );
}

/** A document in a locked dossier keeps its metadata too (Phần I.III.7.đ, IV.1.g). @throws DOSSIER_FROZEN */
async function requireUnlocked(context: OfficeContext, organisationId: string, source: DocumentSource): Promise<void> {
  const { items } = await context.storage.records.query(holdersPartition(organisationId, source));
  for (const { sk } of items) {
    const item = await context.storage.records.get<Dossier>(dossiersOf(organisationId, sk.slice(0, 4)), sk);
    if (item?.data.frozen !== undefined) throw locked(sourceKey(source));
  }
}

function locked(where: string): VanthuError {
  return new VanthuError("DOSSIER_FROZEN", {
    message: "Hồ sơ đang bị khóa nên không sửa được dữ liệu đặc tả.",
    where,
    hint: "Người có thẩm quyền mở khóa thì mới thay đổi được.",
  });
}

async function readTyped(
  context: OfficeContext,
  organisationId: string,
  key: string,
): Promise<{ typed: Typed; rev: number }> {
  const item = await context.storage.records.get<Typed>(typedOf(organisationId), key);
  return { typed: item?.data ?? { values: {}, additional: [] }, rev: item?.rev ?? 0 };
}

function dayAndTime(at: string): string {
  const local = vietnamTime(new Date(at));
  return `${local.slice(11, 16)} ${metadataDate(local)}`;
}
