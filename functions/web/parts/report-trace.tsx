import type { FC } from "hono/jsx";
import type { FigureTrace } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import { Chip, PageLinks, Scroll } from "./pieces.tsx";
import { StatusChip } from "./task-words.tsx";

/** So many rows on one page; a figure may count thousands. */
const TRACE_PAGE = 200;

/** Rows of a list of facts: which window the figures are of, and which revision they were computed from. */
export const WindowFacts: FC<Pick<FigureTrace, "window" | "programme">> = ({ window, programme }) => (
  <>
    <dt>Kỳ số liệu</dt>
    <dd>
      {window.label}: từ {shortDate(window.from)} đến hết {shortDate(window.to)}
    </dd>
    <dt>Tính từ</dt>
    <dd>
      <a href={`/nhiem-vu/${encodeURIComponent(programme.id)}?ban=${programme.revision}`}>
        {programme.title}, bản {programme.revision}
      </a>
    </dd>
  </>
);

/** A figure with the tasks and targets that it counts, as they stood when the window closed. */
export const FigureTraceView: FC<{
  trace: FigureTrace;
  page: number;
  address(page: number): string;
  /** Ids of the tasks that are still in the programme: those have a page of their own. */
  present: ReadonlySet<string>;
}> = ({ trace, page, address, present }) => {
  const pages = Math.max(1, Math.ceil(trace.tasks.length / TRACE_PAGE));
  const shown = trace.tasks.slice((page - 1) * TRACE_PAGE, page * TRACE_PAGE);
  return (
    <>
      <section class="card">
        <dl class="facts">
          <dt>Số liệu</dt>
          <dd>{trace.figure.label}</dd>
          <dt>Giá trị</dt>
          <dd>
            <b>{trace.written}</b>
          </dd>
          <WindowFacts window={trace.window} programme={trace.programme} />
        </dl>
      </section>
      {trace.tasks.length > 0 ? (
        <section class="card">
          <header>
            <h2>Nhiệm vụ đứng sau số liệu</h2>
            <Chip tone="plain">{trace.tasks.length} nhiệm vụ</Chip>
          </header>
          <Scroll label="Nhiệm vụ đứng sau số liệu">
            <table>
              <thead>
                <tr>
                  <th scope="col">TT</th>
                  <th scope="col">Nhiệm vụ</th>
                  <th scope="col">Cơ quan chủ trì</th>
                  <th scope="col">Thời hạn</th>
                  <th scope="col">Tình trạng khi chốt</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((task) => (
                  <tr>
                    <td>{task.number}</td>
                    <td>
                      {present.has(task.id) ? (
                        <a
                          href={`/nhiem-vu/${encodeURIComponent(trace.programme.id)}/nhiem-vu/${encodeURIComponent(task.id)}`}
                        >
                          {task.name}
                        </a>
                      ) : (
                        task.name
                      )}
                    </td>
                    <td class="lines">{task.leadAgency}</td>
                    <td>{task.deadline}</td>
                    <td>
                      <StatusChip status={task.status} />
                      {task.completedOn ? <div class="small soft">Xong ngày {shortDate(task.completedOn)}</div> : null}
                      {task.overdueDays ? <div class="small">Quá hạn {task.overdueDays} ngày</div> : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {pages > 1 ? <PageLinks page={page} pages={pages} address={address} /> : null}
        </section>
      ) : null}
      {trace.targets.length > 0 ? (
        <section class="card">
          <h2>Chỉ tiêu đứng sau số liệu</h2>
          <Scroll label="Chỉ tiêu đứng sau số liệu">
            <table>
              <thead>
                <tr>
                  <th scope="col">Chỉ tiêu</th>
                  <th scope="col">Kế hoạch</th>
                  <th scope="col">Thực hiện</th>
                  <th scope="col">Kết quả</th>
                </tr>
              </thead>
              <tbody>
                {trace.targets.map((target) => (
                  <tr>
                    <td>{target.text}</td>
                    <td class="nowrap">{target.planned}</td>
                    <td class="nowrap">{target.actual === "" ? "Chưa có số liệu" : target.actual}</td>
                    <td>
                      {target.reached === undefined ? null : (
                        <Chip tone={target.reached ? "good" : "warn"}>{target.reached ? "Đạt" : "Chưa đạt"}</Chip>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </section>
      ) : null}
      {trace.tasks.length === 0 && trace.targets.length === 0 ? (
        <section class="card">
          <p class="soft">Không có nhiệm vụ hay chỉ tiêu nào ứng với số liệu này (giá trị bằng không).</p>
        </section>
      ) : null}
    </>
  );
};
