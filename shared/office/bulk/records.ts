import { VanthuError } from "../../errors/index.ts";
import type { StoredItem } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { BulkAct, BulkKind } from "./model.ts";

/** A document of a stored act. */
export interface BulkDocument {
  id: string;
  /** That the person saw. */
  rev: number;
  title: string;
  state: "waiting" | "done" | "failed";
  result?: string;
  problem?: { code: string; message: string; hint?: string };
}

/** An act as it is stored. */
export interface BulkRecord {
  id: string;
  organisationId: string;
  kind: BulkKind;
  startedAt: string;
  requester: { personId: string; name: string };
  state: BulkAct["state"];
  /** With kind "send": ids and names of the receivers. */
  to?: { id: string; name: string }[];
  documents: BulkDocument[];
  /** Last sign of life of whoever works on it. */
  beatAt: string;
}

/** Acts are shown for so long. */
const KEPT_MS = 90 * 86_400_000;

/** Partition of a person's acts. */
export function actsOf({ organisationId, personId }: { organisationId: string; personId: string }): string {
  return `org/${organisationId}/bulk-acts/${personId}`;
}

function stopsOf(organisationId: string): string {
  return `org/${organisationId}/bulk-stops`;
}

/** @throws NOT_FOUND */
export async function readAct(
  context: OfficeContext,
  person: { organisationId: string; personId: string },
  id: string,
): Promise<StoredItem<BulkRecord>> {
  const item = await context.storage.records.get<BulkRecord>(actsOf(person), id);
  if (item !== undefined) return item;
  throw new VanthuError("NOT_FOUND", {
    message: "Không có lần làm này, hoặc đã quá cũ.",
    where: id,
    hint: "Mở trang Cấp số, đóng dấu, gửi.",
  });
}

/** Inserts an act (without a revision), or replaces it at its revision. @throws CONFLICT when another process works on it */
export async function saveAct(context: OfficeContext, act: BulkRecord, rev?: number): Promise<void> {
  const data = { ...act, beatAt: context.clock().toISOString() };
  const { organisationId, requester } = act;
  const place = { pk: actsOf({ organisationId, personId: requester.personId }), sk: act.id, data };
  const expiresAt = Date.parse(act.startedAt) + KEPT_MS;
  await context.storage.records.commit([
    rev === undefined ? { op: "insert", ...place, expiresAt } : { op: "update", ...place, rev, expiresAt },
  ]);
}

/** Has any process that works on this act end before its next documents. */
export async function askToStop(context: OfficeContext, { organisationId, id }: BulkRecord): Promise<void> {
  const expiresAt = context.clock().getTime() + 86_400_000;
  await context.storage.records.commit([{ op: "put", pk: stopsOf(organisationId), sk: id, data: {}, expiresAt }]);
}

/** Was it asked to stop? */
export async function isStopped(context: OfficeContext, { organisationId, id }: BulkRecord): Promise<boolean> {
  return (await context.storage.records.get(stopsOf(organisationId), id)) !== undefined;
}

/** An act as its page shows it. */
export function shownAct({ id, kind, startedAt, requester, state, to, documents }: BulkRecord): BulkAct {
  return {
    id,
    kind,
    startedAt,
    requester,
    state,
    ...(to === undefined ? {} : { to: to.map(({ name }) => name) }),
    documents: documents.map(({ rev: _rev, ...document }) => document),
  };
}
