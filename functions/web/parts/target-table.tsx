import type { FC } from "hono/jsx";
import { withUnit } from "../../../shared/format/index.ts";
import { isReached } from "../../../shared/reports/index.ts";
import type { Programme, Target } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Chip, Field, Scroll } from "./pieces.tsx";

/** Targets shown at once; a programme has some dozens. */
const SHOWN = 300;

const SIGNS: Record<Target["comparison"], string> = { "=": "", ">=": "≥", ">": ">", "<=": "≤", "<": "<", none: "" };

/** Planned and actual value of every target, and whether it is reached. */
export const TargetTable: FC<{ programme: Programme; mayWrite: boolean }> = ({ programme, mayWrite }) => (
  <>
    <Scroll label="Bảng chỉ tiêu">
      <table>
        <thead>
          <tr>
            <th scope="col">Nhóm</th>
            <th scope="col">Chỉ tiêu</th>
            <th scope="col" class="number">
              Kế hoạch
            </th>
            <th scope="col" class="number">
              Thực hiện
            </th>
            <th scope="col">Kết quả</th>
            <th scope="col">Chủ trì</th>
            <th scope="col">Thời gian</th>
          </tr>
        </thead>
        <tbody>
          {programme.targets.slice(0, SHOWN).map((target) => (
            <tr>
              <td>{target.section}</td>
              <td class="lines">
                {mayWrite ? <a href={`/nhiem-vu/${programme.id}/chi-tieu/${target.id}`}>{target.text}</a> : target.text}
              </td>
              <td class="number">{plannedText(target)}</td>
              <td class="number">
                {target.actual === undefined ? (
                  <span class="soft">chưa có</span>
                ) : (
                  <>
                    {withUnit(target.actual.value, target.unit)}
                    <div class="small soft">{shortDate(target.actual.on)}</div>
                  </>
                )}
              </td>
              <td>
                <ReachedChip target={target} />
              </td>
              <td class="lines">{target.leadAgency}</td>
              <td>{target.deadline.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
    {programme.targets.length > SHOWN ? (
      <p class="small">Còn {programme.targets.length - SHOWN} chỉ tiêu nữa; xuất ra Excel để xem đủ.</p>
    ) : null}
  </>
);

/** Reached, not reached, or nothing measured yet. */
const ReachedChip: FC<{ target: Target }> = ({ target }) => {
  if (target.actual === undefined) return <Chip tone="plain">Chưa đo</Chip>;
  const reached = isReached(target.comparison, target.value, target.actual.value);
  if (reached === undefined) return <Chip tone="info">Đã có kết quả</Chip>;
  return reached ? <Chip tone="good">Đạt</Chip> : <Chip tone="warn">Chưa đạt</Chip>;
};

/** "≥ 80%" */
function plannedText(target: Target): string {
  return target.value === undefined ? "" : `${SIGNS[target.comparison]} ${withUnit(target.value, target.unit)}`.trim();
}

/** Adds targets as they are written in a plan. */
export const NewTargets: FC<{ programme: Programme; typed?: string }> = ({ programme, typed }) => (
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

/** What one target reached: planned beside measured, and the form to enter what was measured. */
export const TargetForm: FC<{
  programme: Programme;
  target: Target;
  today: string;
  typed?: Record<string, string>;
  mayWrite: boolean;
}> = ({ programme, target, today, typed, mayWrite }) => (
  <>
    <section class="card">
      <h2>Kế hoạch và thực hiện</h2>
      <p class="lines">{target.text}</p>
      <dl class="facts">
        <dt>Kế hoạch</dt>
        <dd>{plannedText(target) || "chưa đọc được thành số"}</dd>
        <dt>Thực hiện</dt>
        <dd>
          {target.actual === undefined
            ? "chưa có"
            : `${withUnit(target.actual.value, target.unit)}, đo ngày ${shortDate(target.actual.on)}`}{" "}
          <ReachedChip target={target} />
        </dd>
        {target.actual?.evidence ? (
          <>
            <dt>Minh chứng</dt>
            <dd class="lines">{target.actual.evidence}</dd>
          </>
        ) : null}
        <dt>Chủ trì</dt>
        <dd>{target.leadAgency || "–"}</dd>
        <dt>Thời gian</dt>
        <dd>{target.deadline.text || "–"}</dd>
      </dl>
    </section>
    {mayWrite ? (
      <form class="card" method="post" action={`/nhiem-vu/${programme.id}/chi-tieu/${target.id}`}>
        <h2>Cập nhật kết quả</h2>
        <input type="hidden" name="rev" value={typed?.rev ?? String(programme.revision)} />
        <div class="pair">
          <Field
            name="value"
            label={`Giá trị thực hiện${target.unit ? ` (${target.unit})` : ""}`}
            value={typed?.value ?? (target.actual === undefined ? "" : String(target.actual.value).replace(".", ","))}
            hint="Số thập phân viết dấu phẩy: 78,5"
            maxlength={30}
          />
          <Field name="on" label="Ngày đo" type="date" value={typed?.on ?? today} />
        </div>
        <Field
          name="evidence"
          label="Minh chứng"
          rows={2}
          optional
          value={typed?.evidence ?? ""}
          hint="Số văn bản hoặc địa chỉ của số liệu."
        />
        <div class="actions">
          <button class="main" type="submit">
            Lưu kết quả
          </button>
          <a class="button" href={`/nhiem-vu/${programme.id}#chi-tieu`}>
            Không lưu
          </a>
        </div>
      </form>
    ) : null}
  </>
);
