import type { DocumentRecord, Revised } from "../../../shared/office/index.ts";
import { logFault, problemAnswer, problemOf } from "../../api/problems.ts";
import type { WebContext } from "../desk.tsx";

/** Does the script of the page ask, which stays where it is? */
export function wantsJson(c: WebContext): boolean {
  return (c.req.header("accept") ?? "").includes("application/json");
}

/**
 * Saves for a page that goes on being written in (look/writing.ts): answers the new revision, and for a new draft the addresses that the form
 * has from now on. Errors are problem details.
 *
 * @param hold takes the right to edit a new draft
 */
export async function savedHere(
  c: WebContext,
  save: () => Promise<Revised<DocumentRecord>>,
  hold?: (id: string) => Promise<unknown>,
): Promise<Response> {
  try {
    const { id, rev } = await save();
    c.header("cache-control", "private, no-store");
    if (hold === undefined) return c.json({ rev });
    await hold(id);
    const address = `/van-ban/${id}/sua`;
    return c.json({
      rev,
      address,
      preview: `${address}/xem-truoc`,
      writing: `${c.get("actor").personId}:van-ban:${id}`,
    });
  } catch (error) {
    logFault(error, c);
    return problemAnswer(problemOf(error));
  }
}
