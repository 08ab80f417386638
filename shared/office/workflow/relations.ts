import type { Actor } from "../../access/index.ts";
import type { INSTRUMENTS } from "../../amendments/index.ts";
import { type DocumentAction, symbolOf, transition, transitionsFrom } from "../../documents/index.ts";
import { buildDocumentId, type PacketBusiness } from "../../exchange/index.ts";
import { formatDateWithSlashes, KINDS } from "../../format/index.ts";
import { yearOf } from "../../records/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { changeOperations, type DocumentChange, historyEntry, readDocumentAnyway } from "../document-file.ts";
import type { DocumentRecord, DocumentRelation, RelationKind } from "../model.ts";

/** What each kind of relation is: the act on the older document, its words, and what a packet says of it (QCVN 102:2016, BussinessDocType). */
export const RELATIONS: Record<
  RelationKind,
  { action: DocumentAction; name: string; passive: string; business: Exclude<PacketBusiness, "new"> }
> = {
  amends: { action: "amend", name: "Sửa đổi, bổ sung", passive: "Được sửa đổi, bổ sung bởi", business: "update" },
  corrects: { action: "correct", name: "Đính chính", passive: "Được đính chính bởi", business: "update" },
  replaces: { action: "replace", name: "Thay thế", passive: "Bị thay thế bởi", business: "replace" },
  recalls: { action: "recall", name: "Thu hồi", passive: "Bị thu hồi bởi", business: "recall" },
};

const OF_INSTRUMENT = { amendment: "amends", correction: "corrects", replacement: "replaces" } as const;

/** What a document does to an issued one: as it says, or as the amendment it was made as says. */
export function relationOf({ relation, amendment, ruleSet }: DocumentRecord): DocumentRelation | undefined {
  if (relation !== undefined) return relation;
  const amended = amendment?.amended;
  if (amendment === undefined || amended === undefined) return undefined;
  return {
    kind: OF_INSTRUMENT[amendment.instrument satisfies keyof typeof INSTRUMENTS],
    // One that was issued elsewhere has no record here.
    documentId: amended.recordId ?? "",
    symbol: symbolOf({ ruleSet, notation: amended.notation, number: amended.number }),
    issuedOn: amended.issuedOn,
    exchangeId: buildDocumentId(amended),
  };
}

/** An issued document as another one names it. */
export function relationTo(kind: RelationKind, document: DocumentRecord, organisationCode?: string): DocumentRelation {
  const { id, ruleSet, description, number, issuedOn } = document;
  const name = { issuedOn: issuedOn!, number: number!.text, notation: description.notation };
  return {
    kind,
    documentId: id,
    symbol: symbolOf({ ruleSet, notation: name.notation, number: name.number }),
    issuedOn: name.issuedOn,
    ...(organisationCode === undefined ? {} : { exchangeId: buildDocumentId({ organisationCode, ...name }) }),
  };
}

/** "Kế hoạch số 15/KH-UBND ngày 24/11/2026" */
export function citedWords(document: Pick<DocumentRecord, "kind">, { symbol, issuedOn }: DocumentRelation): string {
  return `${KINDS[document.kind].name} số ${symbol} ngày ${formatDateWithSlashes(issuedOn)}`;
}

/**
 * What the issuing of a document changes of the one it is about: its record, its history and its line in the register say so from the same
 * moment on (NĐ30 Điều 18.3, 18.4). Nothing for one that was issued elsewhere, and for one that is closed already: that stays as it is.
 */
export async function olderChange(
  context: OfficeContext,
  actor: Actor,
  issued: DocumentRecord,
): Promise<{ change: DocumentChange; also: WriteOperation[] } | undefined> {
  const relation = relationOf(issued);
  if (relation === undefined || relation.documentId === "") return undefined;
  const older = await readDocumentAnyway(context, actor.organisationId, relation.documentId);
  const { action, passive } = RELATIONS[relation.kind];
  if (!transitionsFrom(older.state).some((one) => one.action === action)) return undefined;
  const by = relationTo(relation.kind, issued);
  const words = citedWords(issued, by);
  const at = context.clock().toISOString();
  const change = changeOperations(
    older,
    {
      state: transition(older.state, action),
      changedBy: [...(older.changedBy ?? []), by],
      ...(relation.kind === "recalls" ? { recall: { at, reason: words, by } } : {}),
    },
    historyEntry(context, actor, action as Exclude<DocumentAction, "revise">, words),
  );
  return { change, also: await registerNote(context, older, `${passive} ${words}`) };
}

/** The write that adds a note to a document's line in the outgoing register. */
export async function registerNote(
  { registers }: Pick<OfficeContext, "registers">,
  document: DocumentRecord,
  note: string,
): Promise<WriteOperation[]> {
  const { organisationId, id, issuedOn, number } = document;
  const line = await registers.outgoing.line(organisationId, yearOf(issuedOn!), number!.value, id);
  if (line === undefined) return [];
  return registers.outgoing.change(line, { note: [line.data.note, note].filter(Boolean).join("; ") });
}
