import type { FC } from "hono/jsx";
import type { WaitingDocument } from "../../../shared/office/index.ts";
import { dateAndTime } from "./dates.ts";
import { symbolWords, titleWords } from "./document-parts.tsx";
import { ClockChip } from "./workflow.tsx";

/** The overview shows so many; the others are on the pages of their step. */
const SHOWN = 8;

/** Outgoing documents that wait for the reader, what for and until when; the most pressing first. Nothing when none waits. */
export const WaitingBox: FC<{ waiting: readonly WaitingDocument[] }> = ({ waiting }) =>
  waiting.length === 0 ? null : (
    <section class="card" id="van-ban-cho-toi">
      <header>
        <h2>Văn bản chờ tôi</h2>
        <span class="small soft">
          {waiting.length} văn bản{waiting.length > SHOWN ? `, dưới đây là ${SHOWN} văn bản gấp nhất` : ""}
        </span>
      </header>
      <ul class="list">
        {waiting.slice(0, SHOWN).map(({ document, name, clock }) => (
          <li>
            <div>
              <a href={`/van-ban/${document.id}`}>{titleWords(document)}</a>
              <div class="small soft">
                {symbolWords(document)} · {document.changedBy}, {dateAndTime(document.changedAt)}
              </div>
              <div class="small">
                Chờ tôi: <b>{name}</b>
                {clock ? `. ${clock.words}` : ""}
              </div>
            </div>
            <ClockChip clock={clock} />
          </li>
        ))}
      </ul>
    </section>
  );
