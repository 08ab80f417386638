import type { FC } from "hono/jsx";
import type { WatchedProgramme } from "../../../shared/office/index.ts";
import { foldVietnamese } from "../../../shared/records/index.ts";
import {
  type Programme,
  TASK_STATUS_LABELS,
  TASK_WARNING_LABELS,
  type Task,
  type TaskStatusCode,
  type TaskWarningCode,
} from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Empty, Scroll } from "./pieces.tsx";
import { NewTargets, TargetTable } from "./target-table.tsx";
import { Percent, percentOf, StatusChip, WarningChips } from "./task-words.tsx";

/** Tasks on one page of the table. */
const PAGE = 100;
/** Lead agencies offered as a filter; with more the search field serves. */
const AGENCIES = 400;

/** What is filtered by, as it stands in the address. */
export interface ProgrammeQuery {
  /** Words to look for, with or without diacritics. */
  tim: string;
  /** Beginning of a status code. */
  tt: string;
  /** Warning code. */
  cb: string;
  /** Lead agency, folded. */
  cq: string;
  /** Page from 1. */
  trang: number;
}

const STATUS_FILTERS: [string, string][] = [
  ["", "Mọi tình trạng"],
  ["open", "Đang thực hiện"],
  ["open-overdue", "– quá hạn"],
  ["open-in-time", "– trong hạn"],
  ["open-without-deadline", "– không hạn"],
  ["done", "Đã hoàn thành"],
  ["done-in-time", "– đúng hạn"],
  ["done-late", "– quá hạn"],
];

/** One revision of a programme: how it stands, the filtered task table by group, targets, basis. */
export const ProgrammeView: FC<{
  watched: WatchedProgramme;
  newest: number;
  mayWrite: boolean;
  typedTargets?: string;
  query: ProgrammeQuery;
}> = (props) => {
  const { watched, query } = props;
  const { programme } = watched;
  if (programme.tasks.length === 0 && programme.targets.length === 0) return <NothingYet {...props} />;
  return (
    <>
      <Standing watched={watched} query={query} address={addressOf(programme, props.newest)} />
      <section class="card">
        <Filter watched={watched} query={query} old={props.newest !== programme.revision} />
        <div id="bang-nhiem-vu">
          <Tasks watched={watched} query={query} newest={props.newest} />
        </div>
        <p class="small no-print">
          Xuất bản này: <a href={`/nhiem-vu/${programme.id}/xuat.xlsx?ban=${programme.revision}`}>Excel (.xlsx)</a> ·{" "}
          <a href={`/nhiem-vu/${programme.id}/xuat.csv?ban=${programme.revision}`}>CSV</a>. Tên cơ quan:{" "}
          <a href="/nhiem-vu/don-vi">danh mục cơ quan</a>.
        </p>
      </section>
      <section class="card" id="chi-tieu">
        <h2>Chỉ tiêu</h2>
        {programme.targets.length === 0 ? (
          <p class="soft">Chưa có chỉ tiêu.</p>
        ) : (
          <TargetTable programme={programme} mayWrite={props.mayWrite} />
        )}
      </section>
      {props.mayWrite ? <NewTargets programme={programme} typed={props.typedTargets} /> : null}
      <BasisAndRevisions programme={programme} newest={props.newest} mayWrite={props.mayWrite} />
    </>
  );
};

const NothingYet: FC<{ watched: WatchedProgramme; mayWrite: boolean; typedTargets?: string }> = (props) => {
  const { programme } = props.watched;
  return (
    <>
      <section class="card">
        <Empty
          title="Chương trình này chưa có nhiệm vụ"
          action={props.mayWrite ? [`/nhiem-vu/${programme.id}/nhap`, "Nhập từ Excel"] : undefined}
        >
          Nhập bảng nhiệm vụ từ tệp .xlsx, .csv hoặc .tsv; hệ thống cho xem trước và chỉ ra từng ô có lỗi.
        </Empty>
      </section>
      {props.mayWrite ? <NewTargets programme={programme} typed={props.typedTargets} /> : null}
    </>
  );
};

/** Counts by status and warning, each a way to its tasks, and the shares as a bar. */
const Standing: FC<{ watched: WatchedProgramme; query: ProgrammeQuery; address: Address }> = ({
  watched,
  query,
  address,
}) => {
  const { totals, programme } = watched;
  const counts = new Map<TaskStatusCode, number>();
  for (const { code } of watched.statuses.values()) counts.set(code, (counts.get(code) ?? 0) + 1);
  const tiles: [number, string, Partial<ProgrammeQuery>][] = [
    [totals.tasks, "nhiệm vụ", {}],
    [totals.done, "đã hoàn thành", { tt: "done" }],
    [totals.open, "đang thực hiện", { tt: "open" }],
    [totals.overdue, "quá hạn", { tt: "open-overdue" }],
    [totals.dueSoon, "sắp đến hạn", { cb: "due-soon" }],
    [totals.stale, "chưa cập nhật tiến độ", { cb: "stale-progress" }],
    [totals.noEvidence, "thiếu minh chứng", { cb: "no-evidence" }],
  ];
  return (
    <>
      <nav class="tiles slim" aria-label="Nhiệm vụ theo tình trạng">
        {tiles.map(([count, name, filter]) => (
          <a
            class="tile"
            href={address(filter)}
            aria-current={
              query.tt === (filter.tt ?? "") && query.cb === (filter.cb ?? "") && Object.keys(filter).length > 0
                ? "true"
                : undefined
            }
          >
            <b>{count.toLocaleString("vi-VN")}</b> {name}
          </a>
        ))}
        {programme.targets.length > 0 ? (
          <a class="tile" href="#chi-tieu">
            <b>{programme.targets.length}</b> chỉ tiêu
          </a>
        ) : null}
      </nav>
      {totals.tasks > 0 ? <StatusBar watched={watched} counts={counts} /> : null}
    </>
  );
};

const BAR: [TaskStatusCode[], string, string][] = [
  [["done-in-time", "done-without-deadline"], "good", "Hoàn thành đúng hạn hoặc không hạn"],
  [["done-late"], "late", TASK_STATUS_LABELS["done-late"]],
  [["open-in-time"], "info", TASK_STATUS_LABELS["open-in-time"]],
  [["open-without-deadline"], "plain", TASK_STATUS_LABELS["open-without-deadline"]],
  [["open-overdue"], "bad", TASK_STATUS_LABELS["open-overdue"]],
];

const StatusBar: FC<{ watched: WatchedProgramme; counts: Map<TaskStatusCode, number> }> = ({ watched, counts }) => {
  const { tasks } = watched.programme;
  const mean = tasks.reduce((sum, task) => sum + percentOf(task), 0) / tasks.length;
  let at = 0;
  const parts = BAR.map(([codes, tone, label]) => {
    const count = codes.reduce((sum, code) => sum + (counts.get(code) ?? 0), 0);
    const part = { tone, label, count, at, width: (count / tasks.length) * 100 };
    at += part.width;
    return part;
  }).filter((part) => part.count > 0);
  return (
    <section class="card">
      <header>
        <h2>Tiến độ chung</h2>
        <span>
          Hoàn thành <b>{share(watched.totals.done, tasks.length)}</b> số nhiệm vụ, tiến độ bình quân{" "}
          <b>{oneDecimal(mean)}%</b>
        </span>
      </header>
      <svg class="status-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        {parts.map((part) => (
          <rect class={part.tone} x={part.at.toFixed(3)} y="0" width={part.width.toFixed(3)} height="1" />
        ))}
      </svg>
      <ul class="legend">
        {parts.map((part) => (
          <li class={part.tone}>
            {part.label}: {part.count.toLocaleString("vi-VN")} ({share(part.count, tasks.length)})
          </li>
        ))}
      </ul>
    </section>
  );
};

const Filter: FC<{ watched: WatchedProgramme; query: ProgrammeQuery; old: boolean }> = ({ watched, query, old }) => {
  const { programme } = watched;
  const agencies = leadAgencies(programme);
  return (
    <form class="filter" method="get" action={`/nhiem-vu/${programme.id}`}>
      {old ? <input type="hidden" name="ban" value={String(programme.revision)} /> : null}
      <div class="field">
        <label for="tim">Tìm trong nhiệm vụ</label>
        <input
          id="tim"
          name="tim"
          type="search"
          value={query.tim}
          placeholder="Gõ không dấu cũng được"
          hx-get={`/nhiem-vu/${programme.id}`}
          hx-trigger="input changed delay:250ms"
          hx-include="closest form"
          hx-select="#bang-nhiem-vu"
          hx-target="#bang-nhiem-vu"
          hx-swap="outerHTML"
        />
      </div>
      <Choice name="tt" label="Tình trạng" value={query.tt} options={STATUS_FILTERS} />
      <Choice
        name="cb"
        label="Cảnh báo"
        value={query.cb}
        options={[
          ["", "Không lọc"],
          ["any", "Có cảnh báo bất kỳ"],
          ...(Object.entries(TASK_WARNING_LABELS) as [string, string][]),
        ]}
      />
      {agencies.length > 1 && agencies.length <= AGENCIES ? (
        <Choice name="cq" label="Cơ quan chủ trì" value={query.cq} options={[["", "Mọi cơ quan"], ...agencies]} />
      ) : null}
      <button type="submit">Lọc</button>
    </form>
  );
};

const Choice: FC<{ name: string; label: string; value: string; options: [string, string][] }> = (props) => (
  <div class="field thin">
    <label for={props.name}>{props.label}</label>
    <select id={props.name} name={props.name}>
      {props.options.map(([value, text]) => (
        <option value={value} selected={value === props.value}>
          {text}
        </option>
      ))}
    </select>
  </div>
);

const Tasks: FC<{ watched: WatchedProgramme; query: ProgrammeQuery; newest: number }> = ({
  watched,
  query,
  newest,
}) => {
  const { programme } = watched;
  const address = addressOf(programme, newest);
  const shown = matching(watched, query);
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const page = Math.min(Math.max(1, query.trang), pages);
  const rows = shown.slice((page - 1) * PAGE, page * PAGE);
  return (
    <>
      <p class="soft small" role="status">
        {shown.length === programme.tasks.length
          ? `${shown.length} nhiệm vụ`
          : `${shown.length} trên ${programme.tasks.length} nhiệm vụ phù hợp`}
        {pages > 1 ? `, trang ${page} trên ${pages}` : ""}
      </p>
      {rows.length === 0 ? (
        <Empty title="Không có nhiệm vụ nào phù hợp">Bớt từ tìm kiếm hoặc chọn “Mọi tình trạng”.</Empty>
      ) : (
        <TaskTable watched={watched} tasks={rows} old={programme.revision !== newest} />
      )}
      {pages > 1 ? <PageLinks page={page} pages={pages} address={(trang) => address({ ...query, trang })} /> : null}
    </>
  );
};

const TaskTable: FC<{ watched: WatchedProgramme; tasks: Task[]; old: boolean }> = ({ watched, tasks, old }) => {
  const { programme } = watched;
  const groups = [{ id: undefined, number: "", name: "" }, ...programme.groups];
  const inGroup = Map.groupBy(tasks, (task) => task.groupId);
  return (
    <Scroll label="Bảng nhiệm vụ">
      <table>
        <thead>
          <tr>
            <th scope="col">TT</th>
            <th scope="col">Nhiệm vụ</th>
            <th scope="col">Chủ trì</th>
            <th scope="col">Sản phẩm</th>
            <th scope="col">Thời gian</th>
            <th scope="col">Tiến độ</th>
            <th scope="col">Tình trạng</th>
          </tr>
        </thead>
        {groups.map((group) => {
          const inside = inGroup.get(group.id) ?? [];
          return inside.length === 0 ? null : (
            <tbody>
              {group.id === undefined ? null : (
                <tr class="group">
                  <th scope="rowgroup" colspan={7}>
                    {group.number}. {group.name}
                  </th>
                </tr>
              )}
              {inside.map((task) => (
                <TaskRow watched={watched} task={task} old={old} />
              ))}
            </tbody>
          );
        })}
      </table>
    </Scroll>
  );
};

const TaskRow: FC<{ watched: WatchedProgramme; task: Task; old: boolean }> = ({ watched, task, old }) => {
  const { programme } = watched;
  const status = watched.statuses.get(task.id)!;
  const percent = percentOf(task);
  return (
    <tr>
      <td class="nowrap">{task.number}</td>
      <td class="lines">
        <a href={`/nhiem-vu/${programme.id}/nhiem-vu/${task.id}${old ? `?ban=${programme.revision}` : ""}`}>
          {task.name}
        </a>
        {task.amendmentNote ? <div class="small soft">Điều chỉnh: {task.amendmentNote}</div> : null}
      </td>
      <td class="lines">
        {task.leadAgency}
        {task.coordinatingAgencies ? <div class="small soft">Phối hợp: {task.coordinatingAgencies}</div> : null}
      </td>
      <td class="lines">{task.output}</td>
      <td>
        <span class="lines">{task.deadline.text}</span>
        {status.due && !task.deadline.text.includes(shortDate(status.due)) ? (
          <div class="small soft nowrap">hạn {shortDate(status.due)}</div>
        ) : null}
        {task.extensions?.length ? (
          <div class="small soft">
            ban đầu: <span class="was">{task.extensions[0]!.before.text}</span>
          </div>
        ) : null}
      </td>
      <td>
        <Percent value={percent} label={`Tiến độ ${percent}%`} />
      </td>
      <td>
        <span class="chips">
          <StatusChip status={status} />
          <WarningChips warnings={watched.warnings.get(task.id)} />
        </span>
      </td>
    </tr>
  );
};

/** Links to the pages of a long list: first, last and those around the present one. */
export const PageLinks: FC<{ page: number; pages: number; address: (page: number) => string }> = (props) => {
  const { page, pages } = props;
  const near = [1, page - 2, page - 1, page, page + 1, page + 2, pages];
  const shown = [...new Set(near)].filter((one) => one >= 1 && one <= pages).sort((a, b) => a - b);
  return (
    <nav class="pages" aria-label="Trang">
      <ul>
        {shown.map((one, index) => (
          <li>
            {index > 0 && one - shown[index - 1]! > 1 ? "… " : ""}
            {one === page ? (
              <b aria-current="page">{one}</b>
            ) : (
              <a href={props.address(one)} aria-label={`Trang ${one}`}>
                {one}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
};

const BasisAndRevisions: FC<{ programme: Programme; newest: number; mayWrite: boolean }> = (props) => {
  const { programme, newest } = props;
  return (
    <section class="card">
      <h2>Căn cứ và các bản</h2>
      {programme.basis.length > 0 ? (
        <ul>
          {programme.basis.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      ) : (
        <p class="soft">Chưa ghi căn cứ.</p>
      )}
      <p>
        Mỗi lần thay đổi thành một bản mới, bản cũ giữ nguyên. Đang xem <b>bản {programme.revision}</b> trên {newest}{" "}
        bản.
      </p>
      <div class="actions">
        <a class="button" href={`/nhiem-vu/${programme.id}/lich-su`}>
          Lịch sử, so sánh, khôi phục
        </a>
        {newest > 1 && props.mayWrite ? (
          <a class="button" href={`/soan-van-ban/dieu-chinh?chuong-trinh=${programme.id}`}>
            Soạn phụ lục điều chỉnh
          </a>
        ) : null}
      </div>
    </section>
  );
};

type Address = (query: Partial<ProgrammeQuery>) => string;

function addressOf(programme: Programme, newest: number): Address {
  return (query) => {
    const parameters = new URLSearchParams();
    if (programme.revision !== newest) parameters.set("ban", String(programme.revision));
    for (const [name, value] of Object.entries(query)) {
      if (value !== "" && !(name === "trang" && value === 1)) parameters.set(name, String(value));
    }
    const text = parameters.toString();
    return `/nhiem-vu/${programme.id}${text === "" ? "" : `?${text}`}`;
  };
}

/** Search words of a task, folded once: revisions share the tasks that did not change. */
const folded = new WeakMap<Task, string>();
const foldedLead = new WeakMap<Task, string>();

function searchText(task: Task): string {
  let text = folded.get(task);
  if (text === undefined) {
    const parts = [task.number, task.name, task.leadAgency, task.coordinatingAgencies, task.output, task.deadline.text];
    text = foldVietnamese(parts.join(" "));
    folded.set(task, text);
  }
  return text;
}

function lead(task: Task): string {
  let text = foldedLead.get(task);
  if (text === undefined) {
    text = foldVietnamese(task.leadAgency);
    foldedLead.set(task, text);
  }
  return text;
}

/** The tasks that the filter lets through, in the order of the table: those of no group, then group by group. */
function matching(watched: WatchedProgramme, query: ProgrammeQuery): Task[] {
  const words = foldVietnamese(query.tim).split(" ").filter(Boolean);
  const inGroup = Map.groupBy(watched.programme.tasks, (task) => task.groupId);
  const ordered = [undefined, ...watched.programme.groups.map((group) => group.id)].flatMap(
    (group) => inGroup.get(group) ?? [],
  );
  return ordered.filter((task) => {
    if (!(watched.statuses.get(task.id)?.code ?? "").startsWith(query.tt)) return false;
    const warnings = watched.warnings.get(task.id);
    if (query.cb === "any" && warnings === undefined) return false;
    if (query.cb !== "" && query.cb !== "any") {
      if (!warnings?.some((one) => one.code === (query.cb as TaskWarningCode))) return false;
    }
    if (query.cq !== "" && lead(task) !== query.cq) return false;
    if (words.length === 0) return true;
    const text = searchText(task);
    return words.every((word) => text.includes(word));
  });
}

/** Lead agencies by name, with how many tasks each has; the value is the folded name, so that spelling alone makes no second one. */
function leadAgencies(programme: Programme): [string, string][] {
  const found = new Map<string, { name: string; count: number }>();
  for (const task of programme.tasks) {
    const key = lead(task);
    if (key === "") continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, { name: task.leadAgency.replaceAll(/\s+/g, " "), count: 1 });
    else known.count += 1;
  }
  return [...found]
    .sort(([, a], [, b]) => a.name.localeCompare(b.name, "vi"))
    .map(([key, { name, count }]) => [key, `${name.slice(0, 80)} (${count})`]);
}

function share(part: number, whole: number): string {
  return `${oneDecimal((part / whole) * 100)}%`;
}

function oneDecimal(value: number): string {
  return value.toLocaleString("vi-VN", { maximumFractionDigits: 1 });
}
