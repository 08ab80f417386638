import type { Actor } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { hiddenFrom } from "../rights/index.ts";
import type { CopyRecord } from "./model.ts";

/** A copy with the store's revision. */
export type RevisedCopy = CopyRecord & { rev: number };

/** Partition of an organisation's copies; sort keys are ids, which sort by time. */
export function copiesOf(organisationId: string): string {
  return `org/${organisationId}/copies`;
}

/** The copy; one of a document that the actor may not see reads as absent. @throws NOT_FOUND */
export async function readCopy(context: OfficeContext, actor: Actor, id: string): Promise<RevisedCopy> {
  const item = await context.storage.records.get<CopyRecord>(copiesOf(actor.organisationId), id);
  if (item === undefined || isOfHidden(item.data, await hiddenFrom(context, actor)))
    throw new VanthuError("NOT_FOUND", { message: "Không có bản sao này.", where: id });
  return { ...item.data, rev: item.rev };
}

/** Is the copy of a document among these, which its reader may not see? */
export function isOfHidden({ source }: CopyRecord, hidden: ReadonlySet<string>): boolean {
  return source.at.from === "document" && hidden.has(source.at.id);
}

/** As {@link readCopy}, at the revision somebody has seen. @throws NOT_FOUND, CONFLICT */
export async function readCopyAt(context: OfficeContext, actor: Actor, id: string, rev: number): Promise<RevisedCopy> {
  const record = await readCopy(context, actor, id);
  if (record.rev === rev) return record;
  throw new VanthuError("CONFLICT", {
    message: "Bản sao đã được người khác thay đổi.",
    where: id,
    hint: "Mở lại bản sao rồi làm lại.",
  });
}

/** Stores a new copy with its line in the audit trail, and whatever must happen in the same moment. */
export async function addCopy(
  context: OfficeContext,
  actor: Actor,
  record: CopyRecord,
  also: WriteOperation[] = [],
): Promise<RevisedCopy> {
  const { form, to, source, file } = record;
  await context.access.commitAudited(
    [{ op: "insert", pk: copiesOf(record.organisationId), sk: record.id, data: record }, ...also],
    {
      organisationId: actor.organisationId,
      actor: { personId: actor.personId, name: actor.name },
      at: record.history[0]!.at,
      action: "copy.make",
      subject: record.id,
      details: {
        form,
        to,
        file,
        source: source.files.join(" "),
        copied: source.text.symbol,
        ...(record.number === undefined ? {} : { number: record.number.symbol }),
      },
    },
  );
  return { ...record, rev: 1 };
}

/** Changes a copy, with one more line of its history. @throws CONFLICT */
export async function changeCopy(
  context: OfficeContext,
  actor: Actor,
  record: RevisedCopy,
  change: Partial<Pick<CopyRecord, "state" | "sentTo" | "file">>,
  entry: { action: CopyRecord["history"][number]["action"]; note?: string },
  also: WriteOperation[] = [],
): Promise<RevisedCopy> {
  const { rev, ...before } = record;
  const at = context.clock().toISOString();
  const data: CopyRecord = {
    ...before,
    ...change,
    history: [...before.history, { at, person: actor.name, ...entry }],
  };
  await context.access.commitAudited(
    [{ op: "update", pk: copiesOf(record.organisationId), sk: record.id, rev, data }, ...also],
    {
      organisationId: actor.organisationId,
      actor: { personId: actor.personId, name: actor.name },
      at,
      action: `copy.${entry.action}`,
      subject: record.id,
      ...(entry.note === undefined ? {} : { details: { note: entry.note } }),
    },
  );
  return { ...data, rev: rev + 1 };
}
