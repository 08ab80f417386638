import type { FC } from "hono/jsx";
import type { WaitingDocument } from "../../../shared/office/index.ts";
import { titleWords } from "./document-parts.tsx";

/** What a person decides about (approve, sign), or what the clerk does: the two do not stand in one row. */
const DECIDING: ReadonlySet<WaitingDocument["action"]> = new Set(["approve", "sign"]);

/** Documents that wait for a person for the same kind of work, in the order of their pressure. */
export interface WaitingRow {
  documents: readonly WaitingDocument[];
  /** "ký", "duyệt", "cấp số"…: of the documents in the row, where it is one and the same. */
  verb: string;
}

/** The row that a document stands in, or stood in before it was done with `done` ("sign", "send"…); undefined when it never waited for this person. */
export function rowOf(
  waiting: readonly WaitingDocument[],
  id: string,
  done?: WaitingDocument["action"],
): WaitingRow | undefined {
  const own = waiting.find(({ document }) => document.id === id);
  const action = done ?? own?.action;
  if (action === undefined) return undefined;
  const documents = DECIDING.has(action)
    ? waiting.filter((one) => DECIDING.has(one.action))
    : waiting.filter((one) => one.action === action);
  const names = new Set(documents.map(({ name }) => name));
  return { documents, verb: names.size === 1 ? [...names][0]! : "duyệt, ký" };
}

/** The way to the documents before and after this one, while it waits. */
export const WaitingSteps: FC<{ row: WaitingRow | undefined; id: string }> = ({ row, id }) => {
  const at = row?.documents.findIndex(({ document }) => document.id === id) ?? -1;
  if (row === undefined || at < 0 || row.documents.length < 2) return null;
  const [before, after] = [row.documents[at - 1], row.documents[at + 1]];
  return (
    <nav class="waiting-steps no-print" aria-label="Các văn bản đang chờ bạn">
      <span>
        Văn bản <b>{at + 1}</b> trong <b>{row.documents.length}</b> văn bản chờ bạn {row.verb}
      </span>
      <span class="ways">
        {before ? (
          <a href={`/van-ban/${before.document.id}`}>
            ← Trước<span class="visually-hidden">: {titleWords(before.document)}</span>
          </a>
        ) : null}
        {after ? (
          <a href={`/van-ban/${after.document.id}`}>
            Sau →<span class="visually-hidden">: {titleWords(after.document)}</span>
          </a>
        ) : null}
      </span>
    </nav>
  );
};

/** After a document was done: the way to the next one, which has the focus, so that Enter goes on. */
export const NextWaiting: FC<{ row: WaitingRow | undefined; id: string; list: [string, string] }> = ({
  row,
  id,
  list,
}) => {
  if (row === undefined) return null;
  const left = row.documents.filter(({ document }) => document.id !== id);
  const [next] = left;
  return (
    <p class="next-waiting no-print">
      {next === undefined ? (
        <>
          Không còn văn bản nào chờ bạn {row.verb}. <a href={list[0]}>{list[1]}</a>
        </>
      ) : (
        <>
          <a class="button main" href={`/van-ban/${next.document.id}`} autofocus>
            Văn bản tiếp theo<span class="visually-hidden">: {titleWords(next.document)}</span>
          </a>{" "}
          <span class="soft">
            Còn {left.length} văn bản chờ bạn {row.verb}.
          </span>
        </>
      )}
    </p>
  );
};
