import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import { barPatterns, barSwatch, progressBar } from "../../../shared/charts/index.ts";
import type { ProgressFigures, ProgressRow, ProgressState } from "../../../shared/office/index.ts";
import { Empty, Select } from "./pieces.tsx";

/** What the bars are made of, from the left: the words of Government reporting. `tt` is what stands in addresses. */
export const PROGRESS_STATES: readonly { state: ProgressState; tt: string; name: string }[] = [
  { state: "done", tt: "xong", name: "Hoàn thành" },
  { state: "openInTime", tt: "dang-lam", name: "Đang thực hiện" },
  { state: "overdue", tt: "qua-han", name: "Quá hạn" },
];

/** How a table is ordered: by lead agency or by group. `parameter` names the filter of one row in addresses. */
export type ProgressBy = "co-quan" | "nhom";
/** What each order is called, and how its rows stand in addresses. */
export const PROGRESS_BY: Readonly<
  Record<ProgressBy, { parameter: "cq" | "nh"; title: string; head: string; rest: string }>
> = {
  "co-quan": { parameter: "cq", title: "Tiến độ theo cơ quan chủ trì", head: "Cơ quan chủ trì", rest: "cơ quan" },
  nhom: { parameter: "nh", title: "Tiến độ theo nhóm nhiệm vụ", head: "Nhóm nhiệm vụ", rest: "nhóm" },
};

/** The list of tasks behind a figure. */
export function tasksAddress(query: Partial<Record<"ct" | "cq" | "nh" | "tt", string>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given as [string, string][]).toString();
  return `/tong-quan/nhiem-vu${text === "" ? "" : `?${text}`}`;
}

/** Tasks by agency or group: a bar for each row and its values as links to the tasks. `most`: so many rows, the rest is on a page of its own. */
export const ProgressTable: FC<{
  by: ProgressBy;
  rows: readonly ProgressRow[];
  programmeId: string;
  most?: number;
}> = ({ by, rows, programmeId, most }) => {
  const { parameter, title, head, rest } = PROGRESS_BY[by];
  const shown = rows.slice(0, most);
  const longest = Math.max(...rows.map(sizeOf), 1);
  const more = rows.length - shown.length;
  const id = `tien-do-${by}`;
  const whole = `/tong-quan/tien-do?theo=${by}${programmeId === "" ? "" : `&ct=${encodeURIComponent(programmeId)}`}`;
  return (
    <figure class="progress" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <table class="progress-table" aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" class="bar-cell">
              <span class="visually-hidden">Biểu đồ</span>
            </th>
            {PROGRESS_STATES.map(({ state, name }) => (
              <th scope="col" class="number">
                {raw(barSwatch(state))} {name}
              </th>
            ))}
            <th scope="col" class="number">
              Tổng
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const of = { ct: programmeId, [parameter]: row.key };
            return (
              <tr>
                <th scope="row">
                  <a href={tasksAddress(of)}>{row.name}</a>
                </th>
                <td class="bar-cell">{raw(progressBar(row, longest))}</td>
                {PROGRESS_STATES.map(({ state, tt, name }) => (
                  <td class="number" data-label={name}>
                    {row[state] === 0 ? (
                      <span class="soft">0</span>
                    ) : (
                      <a
                        href={tasksAddress({ ...of, tt })}
                        aria-label={`${row.name}: ${row[state]} ${name.toLowerCase()}`}
                      >
                        {row[state]}
                      </a>
                    )}
                  </td>
                ))}
                <td class="number" data-label="Tổng">
                  {sizeOf(row)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {more > 0 ? (
        <p class="small">
          <a href={whole}>
            Xem đủ {rows.length} {rest}
          </a>
        </p>
      ) : null}
    </figure>
  );
};

/** All tasks together, which programme is looked at, and both tables. */
export const ProgressBox: FC<{ figures: ProgressFigures; programmeId: string; most: number }> = (props) => {
  const { figures, programmeId, most } = props;
  const all = sizeOf(figures.total);
  return (
    <section class="card" id="tien-do">
      <header>
        <h2>Tiến độ nhiệm vụ</h2>
        <ProgrammeChoice action="/tong-quan#tien-do" figures={figures} programmeId={programmeId} />
      </header>
      {all === 0 ? (
        <Empty
          title="Chưa có nhiệm vụ nào để tính tiến độ"
          action={figures.programmes.length === 0 ? ["/nhiem-vu", "Tạo chương trình nhiệm vụ"] : undefined}
        >
          Nhập nhiệm vụ từ bảng Excel; tiến độ theo cơ quan và theo nhóm sẽ hiện ở đây.
        </Empty>
      ) : (
        <>
          {raw(barPatterns())}
          <ProgressTotal total={figures.total} programmeId={programmeId} />
          <ProgressTable by="co-quan" rows={figures.agencies} programmeId={programmeId} most={most} />
          <ProgressTable by="nhom" rows={figures.groups} programmeId={programmeId} most={most} />
        </>
      )}
    </section>
  );
};

/** The whole as one bar, with its values. */
export const ProgressTotal: FC<{ total: ProgressFigures["total"]; programmeId: string }> = ({ total, programmeId }) => {
  const all = sizeOf(total);
  return (
    <div class="progress-total">
      {raw(progressBar(total, all))}
      <ul class="key">
        {PROGRESS_STATES.map(({ state, tt, name }) => (
          <li>
            {raw(barSwatch(state))}{" "}
            <a href={tasksAddress({ ct: programmeId, tt })}>
              {name} <b>{total[state].toLocaleString("vi-VN")}</b>
            </a>{" "}
            <span class="soft">({Math.round((total[state] / all) * 100)}%)</span>
          </li>
        ))}
        <li>
          <a href={tasksAddress({ ct: programmeId })}>
            Tất cả <b>{all.toLocaleString("vi-VN")}</b>
          </a>
        </li>
      </ul>
    </div>
  );
};

/** Which programme is looked at; nothing to choose where there is one at most. */
export const ProgrammeChoice: FC<{
  action: string;
  figures: Pick<ProgressFigures, "programmes">;
  programmeId: string;
  hidden?: Record<string, string>;
}> = ({ action, figures: { programmes }, programmeId, hidden = {} }) =>
  programmes.length < 2 ? null : (
    <form class="filter" method="get" action={action}>
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Select
        name="ct"
        label="Chương trình"
        thin
        value={programmeId}
        options={[
          ["", `Tất cả (${programmes.length})`],
          ...programmes.map(({ id, title }): [string, string] => [
            id,
            title.length > 70 ? `${title.slice(0, 69)}…` : title,
          ]),
        ]}
      />
      <button type="submit">Xem</button>
    </form>
  );

function sizeOf({ done, openInTime, overdue }: Record<ProgressState, number>): number {
  return done + openInTime + overdue;
}
