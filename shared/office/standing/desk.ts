import { allow, type Organisation } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { buildDocumentId, type IncomingRecord } from "../../exchange/index.ts";
import { formatDateWithSlashes, KINDS } from "../../format/index.ts";
import { foldVietnamese } from "../../records/index.ts";
import { symbolText, type Verdict } from "../../verification/index.ts";
import type { OfficeContext } from "../context.ts";
import { documentsOf, readDocument } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import { parseCheckCode } from "./check-code.ts";
import {
  allOperations,
  changesPartition,
  changeWords,
  codeKey,
  codeOfKey,
  codeOperations,
  filePartition,
  type KnownChange,
  type KnownDocument,
  numberPartition,
} from "./check-index.ts";
import type { NamedDocument, Standing, StandingChange, StandingDesk, StandingState } from "./model.ts";
import { openStandingRows } from "./rows.ts";

/** Later documents that are looked at for one answer. */
const CHANGES = 50;

/** A document that is known here, with what names it in the exchange. */
interface Found {
  named: NamedDocument;
  documentId: string;
  /** Of a document issued here, its record. */
  record?: DocumentRecord;
}

/** How documents stand today: {@link StandingDesk}. */
export function standingDesk(context: OfficeContext): StandingDesk {
  const { access, clock } = context;
  const { records } = context.storage;
  const rowsOf = openStandingRows(context);

  const readIssued = async (organisationId: string, id: string): Promise<Found | undefined> => {
    const item = await records.get<DocumentRecord>(documentsOf(organisationId), id);
    return item === undefined ? undefined : foundIssued(item.data, await access.organisation(organisationId));
  };

  const readKnown = async (known: KnownDocument): Promise<Found | undefined> => {
    if (known.source === "issued") return readIssued(known.organisationId, known.id);
    const record = await context.inbox.get(known.id);
    return { named: namedIncoming(record), documentId: record.documentId };
  };

  const standingOf = async (found: Found, how: Standing["found"]): Promise<Standing> => {
    // Of a document issued here only its own office can say what became of it; packets from outside cannot.
    const prefix = found.record === undefined ? {} : { prefix: "issued/" };
    const { items } = await records.query<KnownChange>(changesPartition(found.documentId), {
      ...prefix,
      limit: CHANGES,
    });
    const by = new Map<string, StandingChange>();
    for (const { data } of items) {
      const change = await changeOf(data, found.named);
      const key = `${change.issuedOn} ${change.number} ${change.notation} ${change.change}`;
      if (by.get(key)?.rows === undefined) by.set(key, change);
    }
    const changes = [...by.values()].sort((a, b) => a.issuedOn.localeCompare(b.issuedOn));
    const recalled = found.record?.state === "recalled" || changes.some((one) => one.change === "recall");
    const state: StandingState = recalled
      ? "recalled"
      : changes.some((one) => one.change === "replacement")
        ? "replaced"
        : changes.length > 0
          ? "amended"
          : "in-force";
    return {
      state,
      words: wordsOf(state, changes),
      ...(how === undefined ? {} : { found: how }),
      document: found.named,
      by: changes,
      asOf: clock().toISOString(),
    };
  };

  const changeOf = async ({ change, by, organisationId, id }: KnownChange, named: NamedDocument) => {
    const issued =
      organisationId === undefined || id === undefined
        ? undefined
        : (await records.get<DocumentRecord>(documentsOf(organisationId), id))?.data;
    const rows = issued === undefined ? undefined : await rowsOf(issued);
    const kind = issued === undefined ? by.kind : KINDS[issued.kind].name;
    return {
      change,
      what: changeWords(change),
      ...by,
      kind,
      organisation: by.organisation ?? named.organisation,
      ...rows,
    } satisfies StandingChange;
  };

  const byFile = async (sha256: string): Promise<Found | undefined> => {
    // "issued/…" sorts behind "incoming/…": what was issued here speaks for itself.
    const { items } = await records.query<KnownDocument>(filePartition(sha256), { reverse: true, limit: 1 });
    return items[0] === undefined ? undefined : readKnown(items[0].data);
  };

  const byNumber = async ({ document }: Verdict): Promise<Found | undefined> => {
    const { number, notation, issuedOn, organisation } = document;
    if (!number || !notation || !issuedOn || !organisation) return undefined;
    const name = foldVietnamese(organisation);
    const issuer = (await access.organisations()).find((one) => foldVietnamese(one.name) === name);
    if (issuer === undefined) return undefined;
    const { items } = await records.query(numberPartition(issuer.id, issuedOn, number, notation), { limit: 1 });
    return items[0] === undefined ? undefined : readIssued(issuer.id, items[0].sk);
  };

  const coded = async (text: string): Promise<Found & { record: DocumentRecord; code: string }> => {
    const code = parseCheckCode(text);
    if (code === undefined) {
      throw new VanthuError("INVALID", {
        message: "Mã kiểm tra không đúng: mã gồm 12 chữ số và chữ cái, có thể đã gõ nhầm một ký tự.",
        where: "ma",
        hint: "Xem lại mã, hoặc quét mã QR.",
      });
    }
    const item = await records.get<{ organisationId: string; id: string }>(...codeKey(code));
    const found = item === undefined ? undefined : await readIssued(item.data.organisationId, item.data.id);
    if (found?.record === undefined) {
      throw new VanthuError("NOT_FOUND", { message: "Không có văn bản nào mang mã kiểm tra này ở đây.", where: code });
    }
    return { ...found, record: found.record, code };
  };

  const unknown = (): Standing => ({
    state: "unknown",
    words: wordsOf("unknown", []),
    by: [],
    asOf: clock().toISOString(),
  });

  return {
    async ofFile(sha256) {
      const found = /^[0-9a-f]{64}$/.test(sha256) ? await byFile(sha256) : undefined;
      return found === undefined ? unknown() : standingOf(found, "file");
    },

    async ofVerdict(verdict) {
      const file = await byFile(verdict.document.sha256);
      if (file !== undefined) return standingOf(file, "file");
      // What a file says of itself is believed only when its signatures pass. A copy bears the number of its source.
      if (verdict.verdict !== "TOTAL_PASSED" || verdict.document.copy !== undefined) return unknown();
      const found = await byNumber(verdict);
      return found === undefined ? unknown() : standingOf(found, "number");
    },

    async byCode(text) {
      const found = await coded(text);
      const { files, attachments } = found.record;
      return {
        code: found.code,
        document: found.named,
        files: [
          { name: "Văn bản", sha256: files.issued! },
          ...attachments.flatMap(({ issued }, index) =>
            issued === undefined ? [] : [{ name: `Phụ lục kèm theo ${index + 1}`, sha256: issued }],
          ),
        ],
        standing: await standingOf(found, "code"),
      };
    },

    async matchFile(text, sha256) {
      const { files, attachments } = (await coded(text)).record;
      if (files.issued === sha256) return "issued";
      if (attachments.some((one) => one.issued === sha256)) return "appendix";
      return files.signed === sha256 || files.numbered === sha256 ? "earlier" : undefined;
    },

    async codeOf(actor, id) {
      allow(actor, "document.read");
      const { organisationId } = actor;
      const stored = async () => (await records.get<{ code: string }>(...codeOfKey(organisationId, id)))?.data.code;
      const code = await stored();
      if (code !== undefined) return code;
      const document = await readDocument(context, actor, id);
      if (document.files.issued === undefined) {
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Văn bản chưa phát hành nên chưa có mã kiểm tra.",
          where: id,
        });
      }
      try {
        await records.commit([...codeOperations(organisationId, id), ...allOperations(document)]);
      } catch (error) {
        // Somebody else asked at the same moment.
        if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
      }
      return (await stored())!;
    },
  };
}

function foundIssued(record: DocumentRecord, organisation: Organisation): Found | undefined {
  const { number, issuedOn, description, kind, files } = record;
  if (number === undefined || issuedOn === undefined || files.issued === undefined) return undefined;
  const name = { number: number.text, notation: description.notation, issuedOn };
  return {
    named: { kind: KINDS[kind].name, ...name, organisation: organisation.name },
    documentId: buildDocumentId({ organisationCode: organisation.code, ...name }),
    record,
  };
}

function namedIncoming({ kind, number, notation, issuedOn, from }: IncomingRecord): NamedDocument {
  return { kind: kind.name, number, notation, issuedOn, organisation: from.name };
}

/** The standing in one sentence. */
function wordsOf(state: StandingState, by: readonly StandingChange[]): string {
  const cited = (changes: readonly StandingChange[]) =>
    changes.map((one) => `${one.kind} số ${symbolText(one)} ngày ${formatDateWithSlashes(one.issuedOn)}`).join("; ");
  const of = (...kinds: StandingChange["change"][]) => by.filter((one) => kinds.includes(one.change));
  const after = (text: string) => (text === "" ? "" : ` bởi ${text}`);
  switch (state) {
    case "in-force":
      return "Còn hiệu lực: chưa có văn bản nào sửa đổi, thay thế hoặc thu hồi trong dữ liệu của hệ thống này.";
    case "amended":
      return `Còn hiệu lực một phần hoặc đã được đính chính: được sửa đổi, bổ sung hoặc đính chính${after(cited(by))}.`;
    case "replaced":
      return `Đã bị thay thế${after(cited(of("replacement")))}.`;
    case "recalled":
      return `Đã bị thu hồi${after(cited(of("recall")))}.`;
    case "unknown":
      return "Không có trong dữ liệu của hệ thống này nên không biết văn bản còn hiệu lực hay không.";
  }
}
