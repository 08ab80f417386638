import type { Hono } from "hono";
import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import { barPatterns } from "../../../shared/charts/index.ts";
import type { ProgressFilter, ProgressTask } from "../../../shared/office/index.ts";
import { askedNumber, type Desk, show, type WebEnv } from "../desk.tsx";
import { shortDate } from "../parts/dates.ts";
import { Chip, Empty, PageLinks, Scroll, Select, type Tone } from "../parts/pieces.tsx";
import {
  PROGRESS_BY,
  PROGRESS_STATES,
  ProgrammeChoice,
  type ProgressBy,
  ProgressTable,
  ProgressTotal,
  tasksAddress,
} from "../parts/progress-table.tsx";

/** Tasks on one page. */
const PAGE = 50;
/** Longest task name in the list, in characters. */
const NAME_LENGTH = 220;

/** Progress in full, and the tasks behind every figure of it, over all programmes. */
export function progressPages(app: Hono<WebEnv>, desk: Desk): void {
  const { progress } = desk.office;

  app.get("/tong-quan/tien-do", async (c) => {
    const by: ProgressBy = c.req.query("theo") === "nhom" ? "nhom" : "co-quan";
    const programmeId = c.req.query("ct") ?? "";
    const figures = await progress.figures(c.get("actor"), programmeId || undefined);
    const rows = by === "nhom" ? figures.groups : figures.agencies;
    const other = (to: ProgressBy) =>
      `/tong-quan/tien-do?theo=${to}${programmeId ? `&ct=${encodeURIComponent(programmeId)}` : ""}`;
    return show(
      desk,
      c,
      {
        title: PROGRESS_BY[by].title,
        lead: `Tính đến ${shortDate(figures.today)}. Bấm vào một con số để xem các nhiệm vụ.`,
        back: ["/tong-quan", "Tổng quan"],
        active: "/tong-quan",
      },
      <>
        <nav class="tabs" aria-label="Xếp theo">
          {(["co-quan", "nhom"] as const).map((one) => (
            <a href={other(one)} aria-current={one === by ? "page" : undefined}>
              {PROGRESS_BY[one].head}
            </a>
          ))}
        </nav>
        <ProgrammeChoice
          action="/tong-quan/tien-do"
          figures={figures}
          programmeId={programmeId}
          hidden={{ theo: by }}
        />
        <section class="card">
          {rows.length === 0 ? (
            <Empty title="Chưa có nhiệm vụ nào" action={["/nhiem-vu", "Đến trang Nhiệm vụ"]}>
              Nhập nhiệm vụ từ bảng Excel; tiến độ sẽ hiện ở đây.
            </Empty>
          ) : (
            <>
              {raw(barPatterns())}
              <ProgressTotal total={figures.total} programmeId={programmeId} />
              <ProgressTable by={by} rows={rows} programmeId={programmeId} />
            </>
          )}
        </section>
      </>,
    );
  });

  app.get("/tong-quan/nhiem-vu", async (c) => {
    const actor = c.get("actor");
    const asked = (name: string) => c.req.query(name) ?? "";
    const query = { ct: asked("ct"), cq: asked("cq"), nh: asked("nh"), tt: asked("tt") };
    const state = PROGRESS_STATES.find(({ tt }) => tt === query.tt)?.state;
    const filter: ProgressFilter = {
      ...(query.ct ? { programmeId: query.ct } : {}),
      ...(query.cq ? { agency: query.cq } : {}),
      ...(query.nh ? { group: query.nh } : {}),
      ...(state ? { state } : {}),
    };
    const page = askedNumber(c, "trang", 1);
    const [figures, found] = await Promise.all([
      progress.figures(actor, filter.programmeId),
      progress.tasks(actor, filter, { from: (page - 1) * PAGE, limit: PAGE }),
    ]);
    const choice = (name: "cq" | "nh", rows: typeof figures.agencies): [string, string][] => {
      const known = rows.some(({ key }) => key === query[name]);
      return [
        ["", "Tất cả"],
        ...(query[name] && !known ? [[query[name], query[name]] as [string, string]] : []),
        ...rows.map(({ key, name: words }): [string, string] => [
          key,
          words.length > 60 ? `${words.slice(0, 59)}…` : words,
        ]),
      ];
    };
    return show(
      desk,
      c,
      {
        title: "Nhiệm vụ theo tiến độ",
        lead: "Nhiệm vụ của mọi chương trình, việc quá hạn lâu nhất ở trên.",
        back: ["/tong-quan#tien-do", "Tổng quan"],
        active: "/tong-quan",
      },
      <>
        <form class="filter" method="get" action="/tong-quan/nhiem-vu">
          <Select
            name="ct"
            label="Chương trình"
            thin
            value={query.ct}
            options={[
              ["", "Tất cả"],
              ...figures.programmes.map(({ id, title }): [string, string] => [
                id,
                title.length > 70 ? `${title.slice(0, 69)}…` : title,
              ]),
            ]}
          />
          <Select name="cq" label="Cơ quan chủ trì" thin value={query.cq} options={choice("cq", figures.agencies)} />
          <Select name="nh" label="Nhóm nhiệm vụ" thin value={query.nh} options={choice("nh", figures.groups)} />
          <Select
            name="tt"
            label="Tình trạng"
            thin
            value={state ? query.tt : ""}
            options={[["", "Tất cả"], ...PROGRESS_STATES.map(({ tt, name }): [string, string] => [tt, name])]}
          />
          <button type="submit">Lọc</button>
        </form>
        <section class="card">
          <h2>{found.total.toLocaleString("vi-VN")} nhiệm vụ</h2>
          {found.tasks.length === 0 ? (
            <Empty
              title="Không có nhiệm vụ nào"
              action={found.total > 0 || Object.keys(filter).length > 0 ? ["/tong-quan/nhiem-vu", "Bỏ lọc"] : undefined}
            >
              Không nhiệm vụ nào khớp với điều kiện lọc.
            </Empty>
          ) : (
            <TaskTable tasks={found.tasks} />
          )}
          {found.total > PAGE ? (
            <PageLinks
              page={page}
              pages={Math.ceil(found.total / PAGE)}
              address={(one) => {
                const address = tasksAddress(query);
                return one === 1 ? address : `${address}${address.includes("?") ? "&" : "?"}trang=${one}`;
              }}
            />
          ) : null}
        </section>
      </>,
    );
  });
}

const TONES: Record<string, Tone> = { "open-overdue": "bad", "done-late": "warn" };

const TaskTable: FC<{ tasks: ProgressTask[] }> = ({ tasks }) => (
  <Scroll label="Nhiệm vụ">
    <table>
      <thead>
        <tr>
          <th scope="col">Nhiệm vụ</th>
          <th scope="col">Cơ quan chủ trì</th>
          <th scope="col">Thời hạn</th>
          <th scope="col" class="number">
            Tiến độ
          </th>
          <th scope="col">Tình trạng</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map(({ programme, task, group, status }) => (
          <tr>
            <td>
              <a href={`/nhiem-vu/${programme.id}/nhiem-vu/${task.id}`}>
                {task.number ? `${task.number}. ` : ""}
                {task.name.length > NAME_LENGTH ? `${task.name.slice(0, NAME_LENGTH - 1)}…` : task.name}
              </a>
              <div class="small soft">
                {programme.title} · {group}
              </div>
            </td>
            <td>{task.leadAgency}</td>
            <td>{status.due ? shortDate(status.due) : task.deadline.text}</td>
            <td class="number">{status.code.startsWith("done") ? "100%" : `${task.progress?.percent ?? 0}%`}</td>
            <td>
              <Chip tone={TONES[status.code] ?? (status.code.startsWith("done") ? "good" : "info")}>
                {status.label}
              </Chip>
              {status.code === "open-overdue" && status.daysLeft !== undefined ? (
                <div class="small">{-status.daysLeft} ngày</div>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);
