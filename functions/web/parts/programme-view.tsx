import type { FC } from "hono/jsx";
import type { WatchedProgramme } from "../../../shared/office/index.ts";
import { type Programme, TASK_WARNING_LABELS, type Task } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Empty, PageLinks, Scroll, Select } from "./pieces.tsx";
import { addressOf, leadAgencies, matching, type ProgrammeQuery } from "./programme-query.ts";
import { Standing } from "./programme-standing.tsx";
import { NewTargets, TargetTable } from "./target-table.tsx";
import { Percent, percentOf, StatusChip, WarningChips } from "./task-words.tsx";

/** Tasks on one page of the table. */
const PAGE = 100;
/** Lead agencies offered as a filter; with more the search field serves. */
const AGENCIES = 400;

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
      <Select thin name="tt" label="Tình trạng" value={query.tt} options={STATUS_FILTERS} />
      <Select
        thin
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
        <Select thin name="cq" label="Cơ quan chủ trì" value={query.cq} options={[["", "Mọi cơ quan"], ...agencies]} />
      ) : null}
      <button type="submit">Lọc</button>
    </form>
  );
};

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
          ? `${shown.length.toLocaleString("vi-VN")} nhiệm vụ`
          : `${shown.length.toLocaleString("vi-VN")} trên ${programme.tasks.length.toLocaleString("vi-VN")} nhiệm vụ phù hợp`}
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
