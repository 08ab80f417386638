import type { FC } from "hono/jsx";
import type { BulkAct, BulkKind } from "../../../shared/office/index.ts";
import { dateAndTime } from "./dates.ts";
import { Chip, Notice, Scroll, Step, type Tone } from "./pieces.tsx";

/** Where an act on many documents is watched. */
export function bulkAddress({ id }: Pick<BulkAct, "id">): string {
  return `/van-thu/lan-lam/${encodeURIComponent(id)}`;
}

/** What an act of each kind is called. */
export const BULK_WORDS: Record<BulkKind, { name: string; verb: string; done: string; next: string }> = {
  number: { name: "Lần cấp số", verb: "cấp số", done: "Đã cấp số", next: "Bước tiếp theo là đóng dấu, phát hành." },
  send: {
    name: "Lần gửi",
    verb: "gửi",
    done: "Đã đưa vào hàng gửi",
    next: "Tình trạng của từng nơi nhận hiện ở trang của từng văn bản và ở mục Đã gửi.",
  },
};

type State = BulkAct["documents"][number]["state"];

const TONES: Record<State, Tone> = { waiting: "info", done: "good", failed: "bad" };

function count(act: BulkAct, ...states: State[]): number {
  return act.documents.filter(({ state }) => states.includes(state)).length;
}

/** "đã cấp số 3/5 văn bản, 1 không được": told aloud when it changes, and in lists. */
export function bulkProgress(act: BulkAct): string {
  const failed = count(act, "failed");
  const done = `${BULK_WORDS[act.kind].done} ${count(act, "done")}/${act.documents.length} văn bản`;
  return failed === 0 ? done : `${done}, ${failed} không được`;
}

/** Says how an act stands, so that a page that asks again is only renewed when something changed. */
export function bulkStanding(act: BulkAct): string {
  return `${act.state[0]}${count(act, "done")}-${count(act, "failed")}`;
}

/** An act on many documents: how far it is, what came of each, how to stop it or go on from here. */
export const BulkActView: FC<{ act: BulkAct }> = ({ act }) => {
  const address = bulkAddress(act);
  const words = BULK_WORDS[act.kind];
  const open = act.state === "running";
  const [over, failed] = [count(act, "done", "failed"), count(act, "failed")];
  return (
    <div
      id="lan-lam"
      data-say={open ? bulkProgress(act) : `Xong. ${bulkProgress(act)}.`}
      hx-get={open ? `${address}?da-co=${bulkStanding(act)}` : undefined}
      hx-trigger={open ? "every 1s" : undefined}
      hx-select="#lan-lam"
      hx-swap="outerHTML"
    >
      {open ? (
        <Notice tone="info" title={`Đang ${words.verb}: ${over}/${act.documents.length} văn bản`}>
          <p>Có thể rời trang này; việc vẫn được làm tiếp và tìm lại được ở trang Cấp số, đóng dấu, gửi.</p>
        </Notice>
      ) : failed === 0 ? (
        <Notice tone="good" title={`${words.done} ${act.documents.length} văn bản`}>
          <p>{words.next}</p>
        </Notice>
      ) : (
        <Notice tone="bad" title={`${failed} trong ${act.documents.length} văn bản không ${words.verb} được`}>
          <p>
            {failed === act.documents.length ? "" : "Các văn bản khác đã xong. "}Văn bản không {words.verb} được vẫn
            nguyên như trước; xem lý do ở từng văn bản dưới đây.
          </p>
        </Notice>
      )}
      <section class="card">
        <header>
          <h2>Từng văn bản</h2>
          <span class="soft">{bulkProgress(act)}</span>
        </header>
        <progress
          max={act.documents.length}
          value={over}
          aria-label={`Đã có kết quả ${over} trong ${act.documents.length} văn bản`}
        ></progress>
        {act.to ? (
          <p class="small">
            Nơi nhận: {act.to.slice(0, 12).join("; ")}
            {act.to.length > 12 ? ` và ${act.to.length - 12} nơi khác` : ""}.
          </p>
        ) : null}
        <ul class="list acts">
          {act.documents.map((document) => (
            <li>
              <div>
                <a href={`/van-ban/${document.id}`}>{document.title}</a>
                {document.result ? <div class="small">{document.result}</div> : null}
                {document.problem ? (
                  <p class="reason">
                    Lý do: {document.problem.message}
                    {document.problem.hint ? <span class="soft"> {document.problem.hint}</span> : null}
                  </p>
                ) : null}
              </div>
              <Chip tone={TONES[document.state]}>
                {document.state === "done"
                  ? words.done
                  : document.state === "failed"
                    ? `Không ${words.verb} được`
                    : "Đang chờ lượt"}
              </Chip>
            </li>
          ))}
        </ul>
      </section>
      <div class="actions">
        {open ? (
          <>
            <a class="button" href={address}>
              Cập nhật
            </a>
            <a class="button" href="/van-thu">
              Để đó, làm việc khác
            </a>
            <Step
              action={`${address}/dung`}
              name="Dừng, không làm các văn bản còn lại"
              main={false}
              ask={`Dừng lại? Những văn bản chưa ${words.verb} sẽ không được làm trong lần này.`}
              busy="Đang dừng…"
            />
          </>
        ) : (
          <a class="button main" href="/van-thu" autofocus>
            Về Cấp số, đóng dấu, gửi
          </a>
        )}
      </div>
    </div>
  );
};

/** Acts that are not finished, and those of late, to be found again. */
export const BulkActs: FC<{ acts: BulkAct[]; label: string }> = ({ acts, label }) => (
  <Scroll label={label}>
    <table>
      <thead>
        <tr>
          <th scope="col">Bắt đầu</th>
          <th scope="col">Việc</th>
          <th scope="col">Kết quả</th>
        </tr>
      </thead>
      <tbody>
        {acts.map((act) => (
          <tr>
            <td class="nowrap">{dateAndTime(act.startedAt)}</td>
            <td>
              <a href={bulkAddress(act)}>
                {BULK_WORDS[act.kind].name}
                <span class="visually-hidden"> lúc {dateAndTime(act.startedAt)}</span>
              </a>
            </td>
            <td>
              <Chip tone={act.state === "running" ? "info" : count(act, "failed") > 0 ? "bad" : "good"}>
                {act.state === "running" ? "Đang làm" : count(act, "failed") > 0 ? "Có văn bản không được" : "Xong"}
              </Chip>{" "}
              <span class="small soft">{bulkProgress(act)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);
