import type { FC } from "hono/jsx";
import type { Actor } from "../../../shared/access/index.ts";
import type { Office } from "../../../shared/office/index.ts";
import type { Programme } from "../../../shared/tasks/index.ts";
import { askedNumber, type WebContext } from "../desk.tsx";

/** The way to take a revision back, where it was just made or where it stands in the history. */
export const UndoOffer: FC<{ programmeId: string; revision: number; back: string; label?: string }> = (props) => (
  <form class="undo no-print" method="post" action={`/nhiem-vu/${props.programmeId}/hoan-tac`}>
    <input type="hidden" name="revision" value={String(props.revision)} />
    <input type="hidden" name="ve" value={props.back} />
    <button type="submit">{props.label ?? "Hoàn tác"}</button>
  </form>
);

/**
 * The revision that a step of this person made, from what the step answered. None when it changed nothing: the answer is then the newest
 * revision, and that may be somebody else's, which is not theirs to take back.
 *
 * @param seen the revision the step went by
 */
export async function ownRevision(
  { programmes }: Pick<Office, "programmes">,
  actor: Actor,
  { id, revision }: Pick<Programme, "id" | "revision">,
  seen: number,
): Promise<number | undefined> {
  if (revision <= seen) return undefined;
  const [entry] = await programmes.history(actor, id, { before: revision + 1, limit: 1 });
  return entry?.actor.personId === actor.personId ? revision : undefined;
}

/** Parameter that tells the page of a finished step which revision it made; nothing when it made none. */
export async function madeRevision(
  office: Pick<Office, "programmes">,
  actor: Actor,
  answered: Pick<Programme, "id" | "revision">,
  seen: number,
): Promise<string> {
  const revision = await ownRevision(office, actor, answered, seen);
  return revision === undefined ? "" : `&ban-moi=${revision}`;
}

/** The offer to take back the revision that a finished step made, on the page it led to; leads back to that page. */
export function undoOffer(c: WebContext, programmeId: string, mayWrite: boolean) {
  const revision = askedNumber(c, "ban-moi", 0);
  if (revision < 2 || !mayWrite) return undefined;
  const address = new URL(c.req.url);
  for (const name of ["xong", "ban-moi"]) address.searchParams.delete(name);
  return <UndoOffer programmeId={programmeId} revision={revision} back={`${address.pathname}${address.search}`} />;
}

/** An address that a form leads back to: a page of this programme, otherwise the programme itself. */
export function ownBack(address: string, programmeId: string): string {
  const own = `/nhiem-vu/${programmeId}`;
  const rest = address.slice(own.length);
  return address.startsWith(own) && /^(?:[/?#][^\\\s]*)?$/.test(rest) ? address : own;
}
