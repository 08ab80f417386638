import type { FC } from "hono/jsx";
import type { IncomingSummary } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import { Chip } from "./pieces.tsx";

/** The overview shows so many; the others are on the page of incoming documents. */
const SHOWN = 8;

/** Incoming documents whose time to be dealt with runs out or has: overdue longest first. Nothing when there is none. */
export const IncomingDueBox: FC<{ due: readonly IncomingSummary[] }> = ({ due }) => {
  if (due.length === 0) return null;
  const sorted = due.toSorted((a, b) => (a.due!.day < b.due!.day ? -1 : 1));
  return (
    <section class="card" id="van-ban-den-den-han">
      <header>
        <h2>Văn bản đến sắp hết hạn giải quyết</h2>
        <span class="small soft">
          {due.length} văn bản{due.length > SHOWN ? `, dưới đây là ${SHOWN} văn bản gấp nhất` : ""}
        </span>
      </header>
      <ul class="list">
        {sorted.slice(0, SHOWN).map((one) => (
          <li>
            <div>
              <a href={`/van-ban-den/${one.id}`}>{one.subject}</a>
              <div class="small soft">
                {one.number ? `${one.number}/${one.notation}` : one.notation} · {one.from.name}
                {one.assignees ? ` · ${one.assignees}` : ""}
              </div>
            </div>
            <DueChip due={one.due!} />
          </li>
        ))}
      </ul>
      {due.length > SHOWN ? (
        <p class="small">
          <a href="/van-ban-den">Tất cả văn bản đến</a>
        </p>
      ) : null}
    </section>
  );
};

const DueChip: FC<{ due: NonNullable<IncomingSummary["due"]> }> = ({ due: { state, days, day } }) =>
  state === "overdue" ? (
    <Chip tone="bad">
      Quá hạn {days} ngày làm việc ({shortDate(day)})
    </Chip>
  ) : (
    <Chip tone="warn">
      {days === 0 ? `Hạn hôm nay (${shortDate(day)})` : `Còn ${days} ngày làm việc (${shortDate(day)})`}
    </Chip>
  );
