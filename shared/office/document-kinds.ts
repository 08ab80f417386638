import type { WriteOperation } from "../storage/index.ts";
import type { OfficeContext } from "./context.ts";
import type { DocumentRecord, DocumentSummary } from "./model.ts";

/** Organisations of which this process has seen that every document has its place. */
const complete = new WeakMap<object, Set<string>>();
const STEP = 500;
const COMMIT = 90;

/** Partition of an organisation's documents by kind: "BC/id". A document whose kind was changed keeps its old place too: its summary says what it is. */
export function kindsOf(organisationId: string): string {
  return `org/${organisationId}/document-kinds`;
}

/** The write that notes a document under its kind; none while the kind stays. */
export function kindOperations(
  before: Pick<DocumentRecord, "kind"> | undefined,
  { organisationId, kind, id }: Pick<DocumentRecord, "organisationId" | "kind" | "id">,
): WriteOperation[] {
  if (before?.kind === kind) return [];
  return [{ op: "put", pk: kindsOf(organisationId), sk: `${kind}/${id}`, data: {} }];
}

/** Notes documents from before kinds were: once for an organisation, when data is migrated or with the first question before that. */
export async function ensureKinds(
  { storage: { records } }: Pick<OfficeContext, "storage">,
  organisationId: string,
  summaries: string,
): Promise<void> {
  const known = complete.get(records) ?? new Set<string>();
  complete.set(records, known);
  if (known.has(organisationId)) return;
  const mark = { pk: `org/${organisationId}/document-index`, sk: "kinds" };
  if ((await records.get(mark.pk, mark.sk)) === undefined) {
    let after: string | undefined;
    do {
      const page = await records.query<DocumentSummary>(summaries, { limit: STEP, after });
      const operations = page.items.flatMap(({ sk: id, data: { kind } }) =>
        kindOperations(undefined, { organisationId, kind, id }),
      );
      for (let at = 0; at < operations.length; at += COMMIT) await records.commit(operations.slice(at, at + COMMIT));
      after = page.next;
    } while (after !== undefined);
    await records.commit([{ op: "put", ...mark, data: {} }]);
  }
  known.add(organisationId);
}
