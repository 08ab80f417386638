import type { Child, FC } from "hono/jsx";
import type { ProgrammeEvent, RevisionEntry } from "../../../shared/tasks/index.ts";
import { dateAndTime } from "./dates.ts";
import { changesInWords } from "./programme-events.tsx";

/** A revision with at most so many changes names them at once. */
const FEW_CHANGES = 5;
/** Edits of one person that follow each other within this time, in milliseconds, stand together when there are so many. */
const SITTING_MS = 10 * 60_000;
const MANY_EDITS = 4;

/** Revisions of a programme, newest first, small edits of one sitting folded together; `events`: the changes of those that are {@link isShort}. */
export const RevisionList: FC<{
  id: string;
  entries: RevisionEntry[];
  events: ReadonlyMap<number, ProgrammeEvent[]>;
  newest: number;
  mayRestore: boolean;
}> = ({ id, entries, events, newest, mayRestore }) => (
  <>
    {sittings(entries).map((sitting) => {
      const revisions = sitting.map((entry) => (
        <Revision id={id} entry={entry} newest={newest} events={events.get(entry.revision)} mayRestore={mayRestore} />
      ));
      return sitting.length < MANY_EDITS ? (
        revisions
      ) : (
        <Sitting id={id} entries={sitting}>
          {revisions}
        </Sitting>
      );
    })}
  </>
);

/**
 * Revisions of one person shortly after one another, as edits of single cells make them, together: none is left out, the list stays readable.
 */
function sittings(entries: RevisionEntry[]): RevisionEntry[][] {
  const found: RevisionEntry[][] = [];
  for (const entry of entries) {
    const last = found.at(-1)?.at(-1);
    const near =
      last !== undefined &&
      last.actor.personId === entry.actor.personId &&
      isQuick(last) &&
      isQuick(entry) &&
      Date.parse(last.at) - Date.parse(entry.at) <= SITTING_MS;
    if (near) found.at(-1)!.push(entry);
    else found.push([entry]);
  }
  return found;
}

/** An edit without a document behind it that changed a thing or two. */
function isQuick(entry: RevisionEntry): boolean {
  return entry.basis === undefined && isShort(entry) && entry.revision > 1;
}

/** Many small edits of one person in one sitting. */
const Sitting: FC<{ id: string; entries: RevisionEntry[]; children?: Child }> = ({ id, entries, children }) => {
  const [newest, oldest] = [entries[0]!, entries.at(-1)!];
  return (
    <details class="sitting">
      <summary>
        <span>
          Bản {oldest.revision} đến {newest.revision}: {entries.length} lần sửa liền nhau
          <span class="small soft">
            {" "}
            {newest.actor.name}, {dateAndTime(oldest.at)} đến {dateAndTime(newest.at)}
          </span>
        </span>
      </summary>
      <p class="small">
        <a href={`/nhiem-vu/${id}/so-sanh?tu=${oldest.revision - 1}&den=${newest.revision}`}>
          Xem gộp thay đổi của cả {entries.length} lần
        </a>
      </p>
      {children}
    </details>
  );
};

const Revision: FC<{
  id: string;
  entry: RevisionEntry;
  newest: number;
  events?: ProgrammeEvent[];
  mayRestore: boolean;
}> = ({ id, entry, newest, events, mayRestore }) => {
  const { revision } = entry;
  return (
    <article class="revision">
      <header>
        <h3>
          <a href={`/nhiem-vu/${id}?ban=${revision}`}>Bản {revision}</a>
          {revision === newest ? " (mới nhất)" : ""}
        </h3>
        <span class="small soft">
          {entry.actor.name}, {dateAndTime(entry.at)}
        </span>
      </header>
      <div>
        {entry.why || <span class="soft">Không ghi lý do</span>}
        {entry.basis ? <div class="small">Căn cứ: {entry.basis}</div> : null}
      </div>
      {events === undefined ? (
        <div class="small soft">{changesInWords(entry.changes)}</div>
      ) : (
        <ul class="small">
          {events.map((event) => (
            <li>
              {changesInWords({ [event.kind]: 1 }).replace(/: 1$/, "")}: {event.title}
            </li>
          ))}
        </ul>
      )}
      <p class="small">
        {revision > 1 ? (
          <a href={`/nhiem-vu/${id}/so-sanh?tu=${revision - 1}&den=${revision}`}>
            Xem thay đổi so với bản {revision - 1}
          </a>
        ) : null}
        {revision < newest && mayRestore ? (
          <>
            {revision > 1 ? " · " : ""}
            <a href={`/nhiem-vu/${id}/khoi-phuc?ban=${revision}`}>Khôi phục bản này</a>
          </>
        ) : null}
        {revision > 1 && mayRestore ? (
          <>
            {" · "}
            <a href={`/nhiem-vu/${id}/hoan-tac?ban=${revision}`}>Hoàn tác riêng bản này</a>
          </>
        ) : null}
      </p>
    </article>
  );
};

/** Does a revision change so little that its changes are named at once? */
export function isShort({ changes }: RevisionEntry): boolean {
  return changes !== undefined && Object.values(changes).reduce((sum, count) => sum + count, 0) <= FEW_CHANGES;
}
