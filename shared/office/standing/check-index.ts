import { INSTRUMENTS } from "../../amendments/index.ts";
import { buildDocumentId, type IncomingRecord, parseDocumentId } from "../../exchange/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { DocumentAmendment } from "../amendments/model.ts";
import type { DocumentRecord } from "../model.ts";
import { newCheckCode } from "./check-code.ts";

/**
 * Where public questions about issued documents are answered from: rows by file, by number and by code, and the changes that later
 * documents make. All but the codes can be derived again; they are written in the same commit as the document.
 */

/** A document issued here, or one that came in. */
export type KnownDocument =
  | { source: "issued"; organisationId: string; id: string; part: "issued" | "appendix" | "earlier" }
  | { source: "incoming"; organisationCode: string; id: string; documentId: string };

/** A later document that changes one of that DocumentId. */
export interface KnownChange {
  change: "correction" | "amendment" | "replacement" | "recall";
  by: { kind: string; number: string; notation: string; issuedOn: string; organisation?: string };
  /** Where the changing document lies, when it was issued here. */
  organisationId?: string;
  id?: string;
}

/** Rows of one commit are few: appendices beyond these are found by the document's code and number, not by their own file. */
const APPENDICES_BY_FILE = 40;

/** Partition of what is known of a file. */
export function filePartition(sha256: string): string {
  return `check/file/${sha256}`;
}

/** Partition of the documents of an organisation that bear this number, notation and date. */
export function numberPartition(organisationId: string, issuedOn: string, number: string, notation: string): string {
  return `check/number/${organisationId}/${issuedOn},${number}/${notation}`;
}

/** Partition of the changes that later documents make to the document of this DocumentId. */
export function changesPartition(documentId: string): string {
  return `check/changes/${documentId}`;
}

/** Key of the row that a code leads to. */
export function codeKey(code: string): [string, string] {
  return [`check/code/${code}`, "document"];
}

/** Key of the row that says a document's code. */
export function codeOfKey(organisationId: string, id: string): [string, string] {
  return [`org/${organisationId}/check-codes`, id];
}

/** The rows of a document that was just changed: those of files and numbers it did not have before, and a code once it is issued. */
export function checkOperations(before: DocumentRecord | undefined, after: DocumentRecord): WriteOperation[] {
  const operations = fileOperations(after, before);
  if (after.files.issued === undefined || before?.files.issued !== undefined) return operations;
  return [...operations, ...issueOperations(after), ...codeOperations(after.organisationId, after.id)];
}

/** All rows of an issued document but its code. */
export function allOperations(document: DocumentRecord): WriteOperation[] {
  return [...fileOperations(document), ...issueOperations(document)];
}

/** A new code of a document; of two that are made at once only one is stored. */
export function codeOperations(organisationId: string, id: string, code = newCheckCode()): WriteOperation[] {
  const [pk, sk] = codeKey(code);
  const [ownPk, ownSk] = codeOfKey(organisationId, id);
  return [
    { op: "insert", pk, sk, data: { organisationId, id } },
    { op: "insert", pk: ownPk, sk: ownSk, data: { code } },
  ];
}

function fileOperations(after: DocumentRecord, before?: DocumentRecord): WriteOperation[] {
  const had = new Set(before === undefined ? [] : signedFiles(before).map(([sha256]) => sha256));
  const rows = new Map(signedFiles(after).filter(([sha256]) => !had.has(sha256)));
  return [...rows].map(([sha256, part]) => {
    const { organisationId, id } = after;
    const data: KnownDocument = { source: "issued", organisationId, id, part };
    return { op: "put", pk: filePartition(sha256), sk: `issued/${organisationId}/${id}`, data };
  });
}

/** Signed states of a document by sha256; of a file that is two of them the last. */
function signedFiles({ files, attachments }: DocumentRecord): [string, "issued" | "appendix" | "earlier"][] {
  const signed =
    files.signed === undefined ? [] : [files.signed, ...(files.numbered === undefined ? [] : [files.numbered])];
  const appendices = attachments.slice(0, APPENDICES_BY_FILE).flatMap(({ issued }) => issued ?? []);
  return [
    ...signed.map((sha256): [string, "earlier"] => [sha256, "earlier"]),
    ...appendices.map((sha256): [string, "appendix"] => [sha256, "appendix"]),
    ...(files.issued === undefined ? [] : [[files.issued, "issued"] as [string, "issued"]]),
  ];
}

function issueOperations(document: DocumentRecord): WriteOperation[] {
  const { organisationId, id, number, issuedOn, description } = document;
  if (number === undefined || issuedOn === undefined) return [];
  const name: WriteOperation = {
    op: "put",
    pk: numberPartition(organisationId, issuedOn, number.text, description.notation),
    sk: id,
    data: {},
  };
  const changed = changedBy(document);
  if (changed === undefined) return [name];
  const data: KnownChange = {
    change: changed.change,
    by: { kind: document.kind, number: number.text, notation: description.notation, issuedOn },
    organisationId,
    id,
  };
  return [name, { op: "put", pk: changesPartition(changed.documentId), sk: `issued/${organisationId}/${id}`, data }];
}

const RELATION_CHANGES = {
  amends: "amendment",
  corrects: "correction",
  replaces: "replacement",
  recalls: "recall",
} as const;

/** Which document this one changes, as the exchange names it, and how. */
function changedBy({
  relation,
  amendment,
}: DocumentRecord): { documentId: string; change: KnownChange["change"] } | undefined {
  if (relation?.exchangeId !== undefined)
    return { documentId: relation.exchangeId, change: RELATION_CHANGES[relation.kind] };
  if (amendment?.amended === undefined) return undefined;
  return { documentId: buildDocumentId(amendment.amended), change: amendment.instrument };
}

/** What packets say of their business, as a change of the documents they name. */
const PACKET_CHANGES = { recall: "recall", update: "amendment", replace: "replacement" } as const;

/**
 * The rows of a document that came in and whose signatures passed: its files, and what it changes of documents of the same organisation.
 *
 * @param files sha256 of its files that passed
 */
export function incomingOperations(record: IncomingRecord, files: readonly string[]): WriteOperation[] {
  const { organisationCode, id, documentId, from } = record;
  const known: KnownDocument = { source: "incoming", organisationCode, id, documentId };
  const rows: WriteOperation[] =
    record.business === "recall"
      ? []
      : files
          .slice(0, APPENDICES_BY_FILE)
          .map((sha256) => ({ op: "put", pk: filePartition(sha256), sk: `incoming/${documentId}`, data: known }));
  if (record.business === "new") return rows;
  const data: KnownChange = {
    change: PACKET_CHANGES[record.business],
    by: {
      kind: record.kind.name,
      number: record.number,
      notation: record.notation,
      issuedOn: record.issuedOn,
      organisation: from.name,
    },
  };
  for (const changed of new Set(record.replaces.slice(0, 20))) {
    // Nobody changes the documents of another organisation.
    if (parseDocumentId(changed)?.organisationCode !== from.organisationCode) continue;
    rows.push({ op: "put", pk: changesPartition(changed), sk: `incoming/${documentId}/${record.business}`, data });
  }
  return rows;
}

/** "sửa đổi, bổ sung" */
export function changeWords(change: KnownChange["change"]): string {
  return change === "recall"
    ? "thu hồi"
    : INSTRUMENTS[change satisfies DocumentAmendment["instrument"]].name.toLowerCase();
}
