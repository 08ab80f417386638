import { type Actor, allow } from "../../access/index.ts";
import { isIsoDay } from "../../calendar/index.ts";
import {
  contentsSheet,
  type DocumentSource,
  type Dossier,
  type DossierDocument,
  numberDocuments,
  requireRoom,
  shortDay,
} from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import type { Revised } from "../model.ts";
import { refuseMarked } from "../secrecy/index.ts";
import type { DossierDesk, DossierFigures, UploadInput } from "./model.ts";
import { pagesOf } from "./page-count.ts";
import {
  auditEvent,
  changeOperations,
  contentsOf,
  dossiersOf,
  holdersPartition,
  readAnyway,
  readAt,
  readContents,
  readDossier,
  seesDossier,
  sourceKey,
  unitsFor,
} from "./records.ts";
import { requireAction } from "./rules.ts";
import { sheetFile, sheetOffice } from "./sheets.ts";
import { type ReadDocument, readSource, seenBy, uploadsOf } from "./sources.ts";
import { viewOf } from "./view.ts";

const UPLOAD_BYTES = 25 * 1024 * 1024;
/** Kinds of files that can lie in a dossier (Điều 29.3: also pictures, film, sound), by ending. */
const TYPES: Readonly<Record<string, string>> = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  tif: "image/tiff",
  tiff: "image/tiff",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  mp4: "video/mp4",
  xml: "text/xml",
  txt: "text/plain",
  csv: "text/csv",
  asice: "application/vnd.etsi.asic-e+zip",
};

/** Documents are put into dossiers, found in them, taken out. */
export function filingDesk(
  context: OfficeContext,
): Pick<DossierDesk, "all" | "figures" | "get" | "put" | "upload" | "takeOut" | "holding" | "file" | "contentsSheet"> {
  const { records, files } = context.storage;

  async function visible(actor: Actor, year: number): Promise<Dossier[]> {
    const { items } = await records.query<Dossier>(dossiersOf(actor.organisationId, String(year)));
    const dossiers = items.map(({ data }) => data);
    const units = await unitsFor(context, actor, dossiers);
    return dossiers.filter((one) => seesDossier(actor, one, units));
  }

  async function add(
    actor: Actor,
    dossier: Revised<Dossier>,
    source: DocumentSource,
    read: ReadDocument,
    note: string | undefined,
    also: Parameters<OfficeContext["access"]["commitAudited"]>[0] = [],
  ) {
    const contents = await readContents(context, actor.organisationId, dossier.id);
    if (contents.some((one) => sourceKey(one.source) === sourceKey(source)))
      throw new VanthuError("ALREADY_EXISTS", { message: "Văn bản này đã có trong hồ sơ.", where: sourceKey(source) });
    const document: DossierDocument = {
      source,
      ...read,
      addedAt: context.clock().toISOString(),
      addedBy: actor.name,
      ...(note === undefined || note === "" ? {} : { note }),
    };
    const after = [...contents, document];
    requireRoom(after);
    const change = changeOperations(
      context,
      actor,
      dossier,
      {},
      "put",
      // Everybody who sees the dossier reads its history, also who may not see this document.
      read.facts.symbol ||
        (source.from === "upload"
          ? read.facts.subject.slice(0, 80)
          : `${read.facts.typeName} ngày ${shortDay(read.facts.issuedOn)}`),
      after,
    );
    await context.access.commitAudited(
      [
        ...change.operations,
        { op: "insert", pk: contentsOf(actor.organisationId, dossier.id), sk: sourceKey(source), data: document },
        { op: "put", pk: holdersPartition(actor.organisationId, source), sk: dossier.id, data: {} },
        ...also,
      ],
      auditEvent(context, actor, "dossier.put", dossier.id, { document: sourceKey(source) }),
    );
    return viewOf(context, actor, change.after);
  }

  return {
    async all(actor, year, filter = {}) {
      allow(actor, "dossier.read");
      return (await visible(actor, year))
        .filter(
          ({ maker, state }) =>
            (filter.makerId ?? maker.personId) === maker.personId && (filter.state ?? state) === state,
        )
        .sort((a, b) => a.code.notation.localeCompare(b.code.notation, "vi", { numeric: true }));
    },

    async figures(actor, year) {
      allow(actor, "dossier.read");
      const dossiers = await visible(actor, year);
      const byState: DossierFigures["byState"] = {};
      const makers = new Map<string, DossierFigures["byMaker"][number]>();
      for (const { state, maker, documents } of dossiers) {
        byState[state] = (byState[state] ?? 0) + 1;
        const held = makers.get(maker.personId) ?? { ...maker, dossiers: 0, documents: 0 };
        makers.set(maker.personId, { ...held, dossiers: held.dossiers + 1, documents: held.documents + documents });
      }
      return {
        year,
        dossiers: dossiers.length,
        documents: dossiers.reduce((sum, one) => sum + one.documents, 0),
        pages: dossiers.reduce((sum, one) => sum + one.pages, 0),
        byState,
        byMaker: [...makers.values()].sort((a, b) => b.dossiers - a.dossiers || a.name.localeCompare(b.name, "vi")),
      };
    },

    async get(actor, id) {
      allow(actor, "dossier.read");
      return viewOf(context, actor, await readDossier(context, actor, id));
    },

    async put(actor, id, rev, source, note) {
      allow(actor, "dossier.keep");
      const dossier = await readAt(context, actor, id, rev);
      requireAction(actor, dossier, "put");
      requireNote(note);
      return add(actor, dossier, source, await readSource(context, actor, source), note);
    },

    async upload(actor, id, rev, input) {
      allow(actor, "dossier.keep");
      const dossier = await readAt(context, actor, id, rev);
      requireAction(actor, dossier, "put");
      const contentType = checkedUpload(input);
      await refuseMarked(context, actor, { value: [input.title, input.note], files: [input.file] }, "dossiers");
      const { sha256 } = await files.put(input.file.bytes, contentType);
      const pages = input.pages ?? (contentType === "application/pdf" ? pagesOf(input.file.bytes) : 1);
      const read: ReadDocument = {
        facts: {
          typeName: input.typeName?.trim() || "Tài liệu",
          number: "",
          notation: "",
          symbol: "",
          issuedOn: input.issuedOn,
          issuer: input.issuer?.trim() || (await context.access.organisation(actor.organisationId)).name,
          subject: input.title.trim(),
          language: "Tiếng Việt",
          pages,
          signer: { position: "", name: "" },
        },
        files: [{ name: input.file.name, contentType, sha256, bytes: input.file.bytes.length, pages }],
      };
      const uploadId = timeOrderedId(context.clock());
      return add(actor, dossier, { from: "upload", id: uploadId }, read, input.note, [
        { op: "insert", pk: uploadsOf(actor.organisationId), sk: uploadId, data: read },
      ]);
    },

    async takeOut(actor, id, rev, source) {
      allow(actor, "dossier.keep");
      const dossier = await readAt(context, actor, id, rev);
      requireAction(actor, dossier, "put");
      const pk = contentsOf(actor.organisationId, id);
      const item = await records.get<DossierDocument>(pk, sourceKey(source));
      if (item === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Hồ sơ không có văn bản này.", where: sourceKey(source) });
      const contents = await readContents(context, actor.organisationId, id);
      const left = contents.filter((one) => sourceKey(one.source) !== sourceKey(source));
      const change = changeOperations(context, actor, dossier, {}, "take-out", item.data.facts.symbol, left);
      const holders = holdersPartition(actor.organisationId, source);
      const held = await records.get(holders, id);
      await context.access.commitAudited(
        [
          ...change.operations,
          { op: "remove", pk, sk: sourceKey(source), rev: item.rev },
          ...(held === undefined ? [] : [{ op: "remove" as const, pk: holders, sk: id, rev: held.rev }]),
        ],
        auditEvent(context, actor, "dossier.take-out", id, { document: sourceKey(source) }),
      );
      return viewOf(context, actor, change.after);
    },

    async holding(actor, source) {
      allow(actor, "dossier.read");
      const { items } = await records.query(holdersPartition(actor.organisationId, source));
      const dossiers = await Promise.all(items.map(({ sk }) => readAnyway(context, actor.organisationId, sk)));
      const units = await unitsFor(context, actor, dossiers);
      return Promise.all(
        dossiers
          .filter((one) => seesDossier(actor, one, units))
          .map(async (dossier) => {
            const contents = numberDocuments(await readContents(context, actor.organisationId, dossier.id));
            const own = contents.find((one) => sourceKey(one.source) === sourceKey(source));
            return { dossier, ordinal: own?.ordinal ?? 0 };
          }),
      );
    },

    async file(actor, id, source, index) {
      allow(actor, "dossier.read");
      await readDossier(context, actor, id);
      const item = await records.get<DossierDocument>(contentsOf(actor.organisationId, id), sourceKey(source));
      const [seen] = item === undefined ? [] : await seenBy(context, actor, [item.data]);
      const file = seen?.files[index];
      if (file === undefined)
        throw new VanthuError("NOT_FOUND", {
          message: "Hồ sơ không có tệp này.",
          where: `${sourceKey(source)} ${index}`,
        });
      return { name: file.name, contentType: file.contentType, bytes: await files.get(file.sha256) };
    },

    async contentsSheet(actor, id, format) {
      allow(actor, "dossier.read");
      const dossier = await readDossier(context, actor, id);
      const contents = numberDocuments(await readContents(context, actor.organisationId, id));
      const sheet = contentsSheet(dossier, await seenBy(context, actor, contents), await sheetOffice(context, actor));
      return sheetFile(context, sheet, format);
    },
  };
}

/** Media type of an upload. @throws INVALID with what is wrong */
function checkedUpload({ file, title, issuedOn, typeName, issuer, pages, note }: UploadInput): string {
  const invalid = (where: string, message: string): never => {
    throw new VanthuError("INVALID", { message, where });
  };
  const contentType = TYPES[/\.([A-Za-z0-9]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? ""];
  if (contentType === undefined)
    return invalid("file", `Loại tệp này không nhận vào hồ sơ. Nhận: ${Object.keys(TYPES).join(", ")}.`);
  if (file.bytes.length === 0 || file.bytes.length > UPLOAD_BYTES) invalid("file", "Tệp rỗng hoặc quá 25 MB.");
  if (title.trim() === "" || [...title].length > 500) invalid("title", "Tên tài liệu phải có, dài nhất 500 ký tự.");
  if (!isIsoDay(issuedOn)) invalid("issuedOn", "Ngày tài liệu không đúng.");
  if ((typeName ?? "").length > 100 || (issuer ?? "").length > 200)
    invalid("issuer", "Tên loại tối đa 100, tác giả tối đa 200 ký tự.");
  if (pages !== undefined && !(Number.isInteger(pages) && pages >= 1 && pages <= 999))
    invalid("pages", "Số trang từ 1 đến 999.");
  requireNote(note);
  return contentType;
}

function requireNote(note: string | undefined): void {
  if ((note ?? "").length > 500)
    throw new VanthuError("INVALID", { message: "Ghi chú dài nhất 500 ký tự.", where: "note" });
}
