import type { FC } from "hono/jsx";
import {
  dueWords,
  type IncomingCounts,
  type IncomingFilter,
  type IncomingSummary,
  incomingSymbol,
  PROGRESS_WORDS,
} from "../../../shared/office/index.ts";
import { dateAndTime, shortDate } from "./dates.ts";
import { DUE_TONES, PRIORITY_WORDS, PROGRESS_TONES } from "./incoming-words.ts";
import { Chip, Empty, Scroll, Select } from "./pieces.tsx";
import { VerdictChip } from "./verdict.tsx";

/** What a tab of the list shows, and how many there are. */
export interface IncomingTab {
  key: string;
  name: string;
  filter: Pick<IncomingFilter, "progress" | "mine" | "due">;
  count(counts: IncomingCounts): number;
}

/** Tabs by where documents stand. */
export const INCOMING_TABS: IncomingTab[] = [
  {
    key: "",
    name: "Tất cả",
    filter: { progress: ["waiting", "unassigned", "working", "done"] },
    count: ({ progress }) => progress.waiting + progress.unassigned + progress.working + progress.done,
  },
  {
    key: "cua-toi",
    name: "Giao cho tôi",
    filter: { mine: true, progress: "working" },
    count: ({ mine }) => mine,
  },
  { key: "cho-tiep-nhan", name: "Chờ tiếp nhận", filter: { progress: "waiting" }, count: (of) => of.progress.waiting },
  {
    key: "cho-phan-phoi",
    name: "Chờ phân phối",
    filter: { progress: "unassigned" },
    count: (of) => of.progress.unassigned,
  },
  {
    key: "dang-giai-quyet",
    name: "Đang giải quyết",
    filter: { progress: "working" },
    count: (of) => of.progress.working,
  },
  { key: "qua-han", name: "Quá hạn", filter: { due: "overdue" }, count: ({ overdue }) => overdue },
  { key: "da-giai-quyet", name: "Đã giải quyết", filter: { progress: "done" }, count: (of) => of.progress.done },
  {
    key: "da-huy",
    name: "Từ chối, thu hồi",
    filter: { progress: ["cancelled", "rejected"] },
    count: ({ progress }) => progress.cancelled + progress.rejected,
  },
];

/** Most rows of one page. */
export const INCOMING_ROWS = 100;

/** Tabs with their counts, filters, and the rows. */
export const IncomingList: FC<{
  tab: string;
  search: string;
  due: string;
  counts: IncomingCounts;
  shown: IncomingSummary[];
  /** Address of the page behind this one. */
  next?: string;
}> = ({ tab, search, due, counts, shown, next }) => (
  <>
    <nav class="tabs" aria-label="Tình hình">
      {INCOMING_TABS.map(({ key, name, count }) => (
        <a
          href={key === "" ? "/van-ban-den" : `/van-ban-den?muc=${key}`}
          aria-current={key === tab ? "page" : undefined}
        >
          {name} ({count(counts)})
        </a>
      ))}
    </nav>
    <section class="card">
      <form class="filter" method="get" action="/van-ban-den">
        {tab === "" ? null : <input type="hidden" name="muc" value={tab} />}
        <div class="field">
          <label for="tim">Tìm theo số, ký hiệu, trích yếu, cơ quan gửi, người được giao</label>
          <input id="tim" name="tim" type="search" value={search} placeholder="Gõ không dấu cũng được" />
        </div>
        <Select
          name="han"
          label="Thời hạn"
          value={due}
          thin
          options={[
            ["", "Tất cả"],
            ["soon", "Sắp đến hạn"],
            ["overdue", "Quá hạn"],
          ]}
        />
        <button type="submit">Lọc</button>
      </form>
      {shown.length === 0 ? (
        <Empty title={search === "" && due === "" ? "Không có văn bản nào ở mục này" : "Không có văn bản nào phù hợp"}>
          Văn bản do cơ quan khác gửi qua trục liên thông sẽ hiện ở đây kèm kết quả kiểm tra chữ ký.
        </Empty>
      ) : (
        <Scroll label="Danh sách văn bản đến">
          <table>
            <thead>
              <tr>
                <th scope="col" class="number">
                  Số đến
                </th>
                <th scope="col" class="wide-only">
                  Đến lúc
                </th>
                <th scope="col">Số, ký hiệu và cơ quan gửi</th>
                <th scope="col">Loại và trích yếu</th>
                <th scope="col">Chữ ký</th>
                <th scope="col">Giao cho</th>
                <th scope="col">Tình hình</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <Row one={one} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {next === undefined ? null : (
        <p>
          <a class="button" href={next} rel="next">
            Xem các văn bản trước đó
          </a>
        </p>
      )}
    </section>
  </>
);

const Row: FC<{ one: IncomingSummary }> = ({ one }) => (
  <tr>
    <td class="number">{one.arrivalNumber ?? ""}</td>
    <td class="wide-only">{dateAndTime(one.arrivedAt)}</td>
    <td>
      <span>{incomingSymbol(one)}</span>
      <div class="small soft">{one.from.name}</div>
    </td>
    <td>
      <a href={`/van-ban-den/${one.id}`}>
        <b>{one.kind.name}</b> {one.subject}
      </a>
      {one.business === "recall" ? (
        <>
          {" "}
          <Chip tone="warn">Yêu cầu thu hồi</Chip>
        </>
      ) : null}
      {one.priority > 0 ? (
        <>
          {" "}
          <Chip tone="bad">{PRIORITY_WORDS[one.priority] ?? "Khẩn"}</Chip>
        </>
      ) : null}
      {one.changeAsked ? (
        <div>
          <Chip tone="warn">Nơi gửi có yêu cầu</Chip>
        </div>
      ) : null}
    </td>
    <td>{one.channel === "paper" ? <span class="soft">Bản giấy</span> : <VerdictChip verdict={one.checked} />}</td>
    <td>{one.assignees}</td>
    <td>
      <Chip tone={PROGRESS_TONES[one.progress]}>{PROGRESS_WORDS[one.progress]}</Chip>
      {one.due ? (
        <div class="small">
          <Chip tone={DUE_TONES[one.due.state]}>{dueWords(one.due)}</Chip>
          <div class="soft">Hạn {shortDate(one.due.day)}</div>
        </div>
      ) : null}
    </td>
  </tr>
);
