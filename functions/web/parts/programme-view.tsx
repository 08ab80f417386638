import type { FC } from "hono/jsx";
import { foldVietnamese } from "../../../shared/records/index.ts";
import { type Programme, type Target, type Task, taskStatus } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Chip, Empty, Field, Scroll, type Tone } from "./pieces.tsx";

const STATUS_TONES: Record<ReturnType<typeof taskStatus>["code"], Tone> = {
  "done-in-time": "good",
  "done-late": "warn",
  "done-without-deadline": "good",
  "open-in-time": "info",
  "open-overdue": "bad",
  "open-without-deadline": "plain",
};

const STATUS_FILTERS: [string, string][] = [
  ["", "Mọi tình trạng"],
  ["open-overdue", "Quá hạn"],
  ["open", "Đang thực hiện"],
  ["done", "Đã hoàn thành"],
];

/** One revision of a programme: counts, the filtered task table by group, targets, basis and revisions. */
export const ProgrammeView: FC<{
  programme: Programme;
  newest: number;
  mayWrite: boolean;
  typedTargets?: string;
  query: { tim: string; tt: string };
  today: string;
}> = (props) => {
  const { programme, query, today } = props;
  const states = new Map(programme.tasks.map((task) => [task.id, taskStatus(task, today)]));
  const words = foldVietnamese(query.tim).split(" ").filter(Boolean);
  const shown = programme.tasks.filter((task) => {
    const text = foldVietnamese(
      [task.number, task.name, task.leadAgency, task.coordinatingAgencies, task.output, task.deadline.text].join(" "),
    );
    return words.every((word) => text.includes(word)) && (states.get(task.id)?.code ?? "").startsWith(query.tt);
  });
  const count = (prefix: string) => [...states.values()].filter((state) => state.code.startsWith(prefix)).length;
  const at = props.newest === programme.revision ? "" : `?ban=${programme.revision}`;
  if (programme.tasks.length === 0 && programme.targets.length === 0) {
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
  }
  return (
    <>
      <div class="tiles">
        <div class="tile">
          <b>{programme.tasks.length}</b> nhiệm vụ
        </div>
        <div class="tile">
          <b>{count("done")}</b> đã hoàn thành
        </div>
        <div class="tile">
          <b>{count("open")}</b> đang thực hiện
        </div>
        <div class="tile">
          <b>{count("open-overdue")}</b> quá hạn
        </div>
        <div class="tile">
          <b>{programme.targets.length}</b> chỉ tiêu
        </div>
      </div>
      <section class="card">
        <form class="filter" method="get" action={`/nhiem-vu/${programme.id}`}>
          {at ? <input type="hidden" name="ban" value={String(programme.revision)} /> : null}
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
          <div class="field thin">
            <label for="tt">Tình trạng</label>
            <select id="tt" name="tt">
              {STATUS_FILTERS.map(([value, text]) => (
                <option value={value} selected={value === query.tt}>
                  {text}
                </option>
              ))}
            </select>
          </div>
          <button type="submit">Lọc</button>
        </form>
        <div id="bang-nhiem-vu">
          <p class="soft small" role="status">
            {shown.length === programme.tasks.length
              ? `${shown.length} nhiệm vụ`
              : `${shown.length} trên ${programme.tasks.length} nhiệm vụ phù hợp`}
          </p>
          <TaskTable programme={programme} tasks={shown} states={states} />
        </div>
      </section>
      <section class="card" id="chi-tieu">
        <h2>Chỉ tiêu</h2>
        {programme.targets.length === 0 ? (
          <p class="soft">Chưa có chỉ tiêu.</p>
        ) : (
          <TargetTable targets={programme.targets} />
        )}
      </section>
      {props.mayWrite ? <NewTargets programme={programme} typed={props.typedTargets} /> : null}
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
          Mỗi lần thay đổi thành một bản mới, bản cũ giữ nguyên:{" "}
          {Array.from({ length: props.newest }, (_, index) => index + 1).map((revision) => (
            <>
              {revision === programme.revision ? (
                <b>bản {revision}</b>
              ) : (
                <a href={`/nhiem-vu/${programme.id}?ban=${revision}`}>bản {revision}</a>
              )}
              {revision < props.newest ? " · " : ""}
            </>
          ))}
        </p>
        {props.newest > 1 && props.mayWrite ? (
          <div class="actions">
            <a class="button" href={`/soan-van-ban/dieu-chinh?chuong-trinh=${programme.id}`}>
              Soạn phụ lục điều chỉnh
            </a>
          </div>
        ) : null}
      </section>
    </>
  );
};

const TaskTable: FC<{ programme: Programme; tasks: Task[]; states: Map<string, ReturnType<typeof taskStatus>> }> = ({
  programme,
  tasks,
  states,
}) => {
  if (tasks.length === 0)
    return <Empty title="Không có nhiệm vụ nào phù hợp">Bớt từ tìm kiếm hoặc chọn “Mọi tình trạng”.</Empty>;
  const groups = [{ id: undefined, number: "", name: "" }, ...programme.groups];
  return (
    <Scroll label="Bảng nhiệm vụ">
      <table>
        <thead>
          <tr>
            <th scope="col">TT</th>
            <th scope="col">Nhiệm vụ</th>
            <th scope="col">Chủ trì</th>
            <th scope="col">Phối hợp</th>
            <th scope="col">Sản phẩm</th>
            <th scope="col">Thời gian</th>
            <th scope="col">Tình trạng</th>
          </tr>
        </thead>
        {groups.map((group) => {
          const inside = tasks.filter((task) => task.groupId === group.id);
          return inside.length === 0 ? null : (
            <tbody>
              {group.id === undefined ? null : (
                <tr class="group">
                  <th scope="rowgroup" colspan={7}>
                    {group.number}. {group.name}
                  </th>
                </tr>
              )}
              {inside.map((task) => {
                const state = states.get(task.id);
                return (
                  <tr>
                    <td class="nowrap">{task.number}</td>
                    <td class="lines">
                      <a href={`/nhiem-vu/${programme.id}/nhiem-vu/${task.id}`}>{task.name}</a>
                      {task.amendmentNote ? <div class="small soft">Điều chỉnh: {task.amendmentNote}</div> : null}
                    </td>
                    <td class="lines">{task.leadAgency}</td>
                    <td class="lines">{task.coordinatingAgencies}</td>
                    <td class="lines">{task.output}</td>
                    <td>
                      <span class="lines">{task.deadline.text}</span>
                      {state?.due ? <div class="small soft nowrap">hạn {shortDate(state.due)}</div> : null}
                    </td>
                    <td>{state ? <Chip tone={STATUS_TONES[state.code]}>{state.label}</Chip> : null}</td>
                  </tr>
                );
              })}
            </tbody>
          );
        })}
      </table>
    </Scroll>
  );
};

const TargetTable: FC<{ targets: Target[] }> = ({ targets }) => (
  <Scroll label="Bảng chỉ tiêu">
    <table>
      <thead>
        <tr>
          <th scope="col">Nhóm</th>
          <th scope="col">Chỉ tiêu</th>
          <th scope="col" class="number">
            Mức
          </th>
          <th scope="col">Chủ trì</th>
          <th scope="col">Thời gian</th>
        </tr>
      </thead>
      <tbody>
        {targets.map((target) => (
          <tr>
            <td>{target.section}</td>
            <td class="lines">{target.text}</td>
            <td class="number">
              {target.value === undefined
                ? ""
                : `${SIGNS[target.comparison]} ${target.value.toLocaleString("vi-VN")} ${target.unit}`}
            </td>
            <td class="lines">{target.leadAgency}</td>
            <td>{target.deadline.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

const SIGNS: Record<Target["comparison"], string> = { "=": "=", ">=": "≥", ">": ">", "<=": "≤", "<": "<", none: "" };

const NewTargets: FC<{ programme: Programme; typed?: string }> = ({ programme, typed }) => (
  <section class="card no-print">
    <details open={typed !== undefined}>
      <summary>Thêm chỉ tiêu</summary>
      <form method="post" action={`/nhiem-vu/${programme.id}/chi-tieu`}>
        <input type="hidden" name="rev" value={String(programme.revision)} />
        <Field
          name="targets"
          label="Chỉ tiêu, viết hoặc dán như trong kế hoạch"
          rows={10}
          value={typed}
          hint="Mỗi chỉ tiêu một dòng bắt đầu bằng “- ”; dưới đó là “+ Đơn vị chủ trì: …” và “+ Thời gian thực hiện: …”. Dòng không có dấu là tên nhóm chỉ tiêu."
        />
        <div class="actions">
          <button class="main" type="submit">
            Thêm chỉ tiêu
          </button>
        </div>
      </form>
    </details>
  </section>
);
