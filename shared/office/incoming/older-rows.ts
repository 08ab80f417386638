import type { IncomingRecord } from "../../exchange/index.ts";
import { COMMIT_OPERATIONS, type WriteOperation, withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { rowOperations, rowsOf } from "./summary-rows.ts";

/** Organisations of which this process has seen that all rows are there; the same store is opened once a process, tests open several. */
const complete = new WeakMap<object, Set<string>>();
const STEP = 200;
/** Documents whose rows are written in one commit: each has a few, and a commit takes a hundred. */
const TOGETHER = 12;

/** Says that every document of an organisation has its row. */
const markOf = (organisationId: string) => ({ pk: `org/${organisationId}/incoming-index`, sk: "complete" });

/**
 * Makes the rows of documents that came in before rows were kept. New documents bring theirs along, so this happens once for an organisation:
 * when data is migrated, or with the first list before that.
 */
export async function ensureRows(
  context: Pick<OfficeContext, "storage" | "access" | "inbox">,
  organisationId: string,
): Promise<void> {
  const { records } = context.storage;
  const known = complete.get(records) ?? new Set<string>();
  complete.set(records, known);
  if (known.has(organisationId)) return;
  const mark = markOf(organisationId);
  if ((await records.get(mark.pk, mark.sk)) === undefined) {
    await makeRows(context, organisationId);
    await records.commit([{ op: "put", ...mark, data: {} }]);
  }
  known.add(organisationId);
}

async function makeRows(
  context: Pick<OfficeContext, "storage" | "access" | "inbox">,
  organisationId: string,
): Promise<void> {
  const { code } = await context.access.organisation(organisationId);
  let after: string | undefined;
  do {
    const page = await context.inbox.list(code, { limit: STEP, after });
    for (let at = 0; at < page.records.length; at += TOGETHER)
      await writeRows(context, organisationId, page.records.slice(at, at + TOGETHER));
    after = page.next;
  } while (after !== undefined);
}

async function writeRows(
  context: Pick<OfficeContext, "storage" | "access" | "inbox">,
  organisationId: string,
  arrived: readonly IncomingRecord[],
): Promise<void> {
  const { records } = context.storage;
  const missing = async (id: string) => (await records.get(rowsOf(organisationId), id)) === undefined;
  await withRetry(async () => {
    const operations: WriteOperation[] = [];
    for (const record of arrived) {
      // Work goes on meanwhile: whoever changed a document since it was read has written its row, or makes this try again.
      if (!(await missing(record.id))) continue;
      const own = await rowOperations(context, organisationId, record.id, { record });
      if (operations.length + own.length > COMMIT_OPERATIONS) await records.commit(operations.splice(0));
      operations.push(...own);
    }
    await records.commit(operations);
  });
}
