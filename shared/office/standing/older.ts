import type { OfficeContext } from "../context.ts";
import { documentsOf, statesOf } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import { allOperations } from "./check-index.ts";

/** Documents that get their rows in one run. */
const PER_RUN = 100;

/** States of documents that the public may ask about. */
const STATES = ["issued", "sent", "recalled"] as const;

/** How far an organisation has come; `after` is a place in the list of the state. */
interface Progress {
  state: (typeof STATES)[number];
  after?: string;
}

/**
 * Gives the rows of the check index (shared/office/standing/check-index.ts) to documents issued before there were such rows. The schedule calls it again and again;
 * one run looks at no more than {@link PER_RUN} documents and goes on where the last one stopped. Public questions never wait for it.
 *
 * @returns how many documents the run looked at
 */
export function olderIndexer(context: OfficeContext): () => Promise<number> {
  const { records } = context.storage;
  const finished = new Set<string>();

  const part = async (organisationId: string, { state, after }: Progress, limit: number) => {
    const { items, next } = await records.query(statesOf(organisationId), {
      prefix: `${state}/`,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    for (const { sk } of items) {
      const document = await records.get<DocumentRecord>(documentsOf(organisationId), sk.slice(state.length + 1));
      if (document !== undefined) await records.commit(allOperations(document.data));
    }
    return { looked: items.length, next };
  };

  return async () => {
    let left = PER_RUN;
    for (const { id } of await context.access.organisations()) {
      if (finished.has(id)) continue;
      const pk = `org/${id}/check-index`;
      if ((await records.get(pk, "done")) === undefined) {
        let at: Progress | undefined = (await records.get<Progress>(pk, "progress"))?.data ?? { state: STATES[0] };
        while (at !== undefined && left > 0) {
          const { looked, next } = await part(id, at, left);
          left -= looked;
          const following: Progress["state"] | undefined = STATES[STATES.indexOf(at.state) + 1];
          at = next !== undefined ? { state: at.state, after: next } : following && { state: following };
        }
        if (at !== undefined) {
          await records.commit([{ op: "put", pk, sk: "progress", data: at }]);
          return PER_RUN - left;
        }
        await records.commit([{ op: "put", pk, sk: "done", data: {} }]);
      }
      finished.add(id);
    }
    return PER_RUN - left;
  };
}
