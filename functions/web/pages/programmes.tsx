import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { Office } from "../../../shared/office/index.ts";
import { foldVietnamese } from "../../../shared/records/index.ts";
import {
  type Programme,
  parseDeadline,
  parseTargets,
  type Target,
  type Task,
  taskStatus,
} from "../../../shared/tasks/index.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { shortDate, todayOf } from "../parts/dates.ts";
import { Chip, Empty, Field, Scroll, type Tone } from "../parts/pieces.tsx";

const ACTIVE = "/nhiem-vu";

/** Programmes of tasks: the list, one programme with its groups, tasks and targets, one task. */
export function programmePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const list = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const programmes = await office.programmes.list(c.get("actor"));
    const mayWrite = may(c.get("actor"), "programme.edit");
    return show(
      desk,
      c,
      {
        title: "Nhiệm vụ",
        lead: "Chương trình nhiệm vụ và chỉ tiêu mà các kế hoạch, báo cáo, phụ lục được soạn từ đó.",
        active: ACTIVE,
        problem,
      },
      <>
        <section class="card">
          {programmes.length === 0 ? (
            <Empty title="Chưa có chương trình nhiệm vụ nào">
              Tạo một chương trình ở khung dưới, sau đó nhập nhiệm vụ từ Excel (.xlsx), .csv hoặc .tsv.
            </Empty>
          ) : (
            <Scroll label="Danh sách chương trình nhiệm vụ">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Chương trình</th>
                    <th scope="col">Kỳ</th>
                    <th scope="col" class="number">
                      Nhiệm vụ
                    </th>
                    <th scope="col" class="number">
                      Chỉ tiêu
                    </th>
                    <th scope="col" class="number">
                      Bản
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {programmes.map((one) => (
                    <tr>
                      <td>
                        <a href={`/nhiem-vu/${one.id}`}>{one.title}</a>
                      </td>
                      <td class="nowrap">{one.period}</td>
                      <td class="number">{one.tasks}</td>
                      <td class="number">{one.targets}</td>
                      <td class="number">{one.revision}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
        </section>
        {mayWrite ? (
          <section class="card">
            <details open={programmes.length === 0 || problem !== undefined}>
              <summary>Thêm chương trình nhiệm vụ</summary>
              <form method="post" action="/nhiem-vu">
                <Field
                  name="title"
                  label="Tên chương trình"
                  value={typed.title}
                  hint="Ví dụ: Chuyển đổi số năm 2026"
                  maxlength={500}
                />
                <Field
                  name="period"
                  label="Kỳ thực hiện"
                  value={typed.period}
                  hint="Năm hoặc kỳ: 2026, Quý IV/2026"
                  maxlength={60}
                />
                <Field
                  name="basis"
                  label="Căn cứ"
                  rows={3}
                  optional
                  value={typed.basis}
                  hint="Mỗi văn bản làm căn cứ viết trên một dòng."
                />
                <div class="actions">
                  <button class="main" type="submit">
                    Tạo chương trình
                  </button>
                </div>
              </form>
            </details>
          </section>
        ) : null}
      </>,
    );
  };

  app.get("/nhiem-vu", (c) => list(c));

  app.post("/nhiem-vu", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const made = await office.programmes.create(c.get("actor"), {
          title: form.text("title"),
          period: form.text("period"),
          basis: form.lines("basis"),
        });
        return `/nhiem-vu/${made.id}?xong=da-tao-chuong-trinh`;
      },
      (problem) => list(c, problem, form.texts()),
    );
  });

  const one = async (c: WebContext, problem?: Problem, typedTargets?: string) => {
    const asked = Number(c.req.query("ban") ?? "");
    const programme = await office.programmes.get(
      c.get("actor"),
      c.req.param("id") ?? "",
      asked > 0 ? asked : undefined,
    );
    const newest =
      asked > 0 ? (await office.programmes.get(c.get("actor"), programme.id)).revision : programme.revision;
    const mayWrite = may(c.get("actor"), "programme.edit") && programme.revision === newest;
    return show(
      desk,
      c,
      {
        title: programme.title,
        lead: `Kỳ ${programme.period}. Bản ${programme.revision}${programme.revision < newest ? ` (bản mới nhất là ${newest})` : ""}.`,
        back: ["/nhiem-vu", "Nhiệm vụ"],
        active: ACTIVE,
        problem,
        tools: mayWrite ? (
          <>
            <a class="button" href={`/nhiem-vu/${programme.id}/nhap`}>
              Nhập từ Excel
            </a>
            {programme.tasks.length + programme.targets.length > 0 ? (
              <a class="button main" href={`/soan-van-ban/ke-hoach?chuong-trinh=${programme.id}`}>
                Soạn kế hoạch
              </a>
            ) : null}
          </>
        ) : null,
      },
      <ProgrammeView
        programme={programme}
        newest={newest}
        mayWrite={mayWrite}
        typedTargets={typedTargets}
        query={{ tim: c.req.query("tim") ?? "", tt: c.req.query("tt") ?? "" }}
        today={todayOf(office.clock())}
      />,
    );
  };

  app.get("/nhiem-vu/:id", (c) => one(c));

  app.post("/nhiem-vu/:id/chi-tieu", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const programme = await atRevision(office, c, form);
        await office.programmes.save(
          c.get("actor"),
          { ...programme, targets: [...programme.targets, ...targetsFrom(form, programme)] },
          "Thêm chỉ tiêu",
        );
        return `/nhiem-vu/${programme.id}?xong=da-luu#chi-tieu`;
      },
      (problem) => one(c, problem, form.text("targets")),
    );
  });

  const task = async (c: WebContext, problem?: Problem, typed?: Record<string, string>) => {
    const programme = await office.programmes.get(c.get("actor"), c.req.param("id") ?? "");
    const found = programme.tasks.find((each) => each.id === c.req.param("taskId"));
    if (found === undefined) return c.notFound();
    return show(
      desk,
      c,
      {
        title: `Nhiệm vụ ${found.number}`.trim(),
        lead: programme.title,
        back: [`/nhiem-vu/${programme.id}`, programme.title],
        active: ACTIVE,
        problem,
      },
      <TaskForm programme={programme} task={found} typed={typed} mayWrite={may(c.get("actor"), "programme.edit")} />,
    );
  };

  app.get("/nhiem-vu/:id/nhiem-vu/:taskId", (c) => task(c));

  app.post("/nhiem-vu/:id/nhiem-vu/:taskId", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const programme = await atRevision(office, c, form);
        const tasks = programme.tasks.map((each) =>
          each.id === c.req.param("taskId") ? changedTask(each, form, programme) : each,
        );
        await office.programmes.save(c.get("actor"), { ...programme, tasks }, form.text("why"));
        return `/nhiem-vu/${programme.id}?xong=da-luu`;
      },
      (problem) => task(c, problem, form.texts()),
    );
  });
}

/** The programme as the form saw it; the store refuses the change when somebody saved a newer revision since. */
async function atRevision(office: Office, c: WebContext, form: Form): Promise<Programme> {
  return office.programmes.get(c.get("actor"), c.req.param("id") ?? "", form.rev());
}

function changedTask(task: Task, form: Form, programme: Programme): Task {
  const completedOn = form.text("completedOn");
  return {
    ...task,
    name: form.text("name"),
    leadAgency: form.text("leadAgency"),
    coordinatingAgencies: form.text("coordinatingAgencies"),
    output: form.text("output"),
    deadline: parseDeadline(form.text("deadline"), { year: yearIn(programme) }),
    basis: form.text("basis"),
    note: form.text("note"),
    amendmentNote: form.text("amendmentNote"),
    completedOn: completedOn === "" ? undefined : completedOn,
  };
}

/** @throws INVALID when no target could be read */
function targetsFrom(form: Form, programme: Programme): Target[] {
  const targets = parseTargets(form.text("targets"), { year: yearIn(programme) });
  if (targets.length === 0) {
    throw new VanthuError("INVALID", {
      message: "Chưa đọc được chỉ tiêu nào.",
      where: "Chỉ tiêu",
      hint: "Viết mỗi chỉ tiêu trên một dòng, bắt đầu bằng “- ”.",
    });
  }
  return targets.map((target) => ({ ...target, id: `ct-${crypto.randomUUID()}` }));
}

function yearIn(programme: Programme): number | undefined {
  const found = /(?:19|20)\d{2}/.exec(programme.period);
  return found ? Number(found[0]) : undefined;
}

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

const ProgrammeView: FC<{
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

const TaskForm: FC<{ programme: Programme; task: Task; typed?: Record<string, string>; mayWrite: boolean }> = ({
  programme,
  task,
  typed,
  mayWrite,
}) => {
  const value = (name: keyof Task): string => typed?.[name] ?? String(task[name] ?? "");
  return (
    <form class="card" method="post" action={`/nhiem-vu/${programme.id}/nhiem-vu/${task.id}`}>
      <input type="hidden" name="rev" value={String(programme.revision)} />
      <fieldset disabled={!mayWrite}>
        <legend class="visually-hidden">Nội dung nhiệm vụ</legend>
        <Field name="name" label="Tên nhiệm vụ" rows={3} value={value("name")} />
        <div class="pair">
          <Field name="leadAgency" label="Cơ quan chủ trì" rows={2} value={value("leadAgency")} />
          <Field
            name="coordinatingAgencies"
            label="Cơ quan phối hợp"
            rows={2}
            optional
            value={value("coordinatingAgencies")}
          />
        </div>
        <div class="pair">
          <Field name="output" label="Sản phẩm đầu ra" rows={2} optional value={value("output")} />
          <Field name="basis" label="Căn cứ giao" rows={2} optional value={value("basis")} />
        </div>
        <div class="pair">
          <Field
            name="deadline"
            label="Thời gian hoàn thành"
            value={typed?.deadline ?? task.deadline.text}
            hint={understood(task)}
          />
          <Field name="completedOn" label="Ngày hoàn thành thực tế" type="date" optional value={value("completedOn")} />
        </div>
        <Field name="note" label="Ghi chú" rows={2} optional value={value("note")} />
        <Field
          name="amendmentNote"
          label="Nội dung điều chỉnh"
          rows={2}
          optional
          value={value("amendmentNote")}
          hint="Ghi vào cột “Nội dung điều chỉnh” của phụ lục điều chỉnh."
        />
        <Field
          name="why"
          label="Lý do thay đổi"
          value={typed?.why}
          hint="Được lưu cùng bản mới của chương trình."
          maxlength={300}
        />
        {mayWrite ? (
          <div class="actions">
            <button class="main" type="submit">
              Lưu thành bản {programme.revision + 1}
            </button>
            <a class="button" href={`/nhiem-vu/${programme.id}`}>
              Không lưu
            </a>
          </div>
        ) : null}
      </fieldset>
    </form>
  );
};

function understood(task: Task): string {
  const { deadline } = task;
  if (deadline.kind === "recurring") return "Hiểu là: việc thường xuyên, lặp lại.";
  if (deadline.kind === "none") return "Chưa đọc được thành ngày; ghi ví dụ “Trước ngày 30/6/2026” hoặc “Quý II/2026”.";
  return `Hiểu là: ${deadline.from ? `từ ${shortDate(deadline.from)} ` : ""}${deadline.to ? `đến hết ${shortDate(deadline.to)}` : ""}.`;
}
