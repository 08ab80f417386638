import type { FC } from "hono/jsx";
import type { SnapshotCheck } from "../../../shared/reports/index.ts";
import { Chip, Scroll } from "./pieces.tsx";

const CODES: Record<SnapshotCheck["differences"][number]["code"], string> = {
  FIGURE: "Số liệu",
  TEXT: "Lời văn, bảng",
  FORMAT: "Bản chốt",
};

/** What computing a report again from the data sealed in its PDF found: do the figures follow, does the document say them? */
export const ReportCheck: FC<{ check: SnapshotCheck }> = ({ check }) => (
  <section class={`card signature ${check.matches ? "good" : "bad"}`} aria-label="Số liệu báo cáo">
    <header>
      <h3>Số liệu báo cáo</h3>
      <Chip tone={check.matches ? "good" : "bad"}>{check.matches ? "Khớp bản chốt" : "Không khớp bản chốt"}</Chip>
    </header>
    <p>{check.summary}</p>
    <dl class="facts">
      <dt>Đã tính lại, đối chiếu</dt>
      <dd>
        {check.checked.figures} số liệu, {check.checked.sentences} câu, {check.checked.rows} dòng của bảng
      </dd>
      <dt>Bản chốt số liệu</dt>
      <dd class="mono">sha256 {check.sha256}</dd>
    </dl>
    {check.differences.length > 0 ? (
      <Scroll label="Những chỗ không khớp">
        <table>
          <caption>Những chỗ không khớp</caption>
          <thead>
            <tr>
              <th scope="col">Loại</th>
              <th scope="col">Chỗ</th>
              <th scope="col">Tính lại được</th>
              <th scope="col">Trong báo cáo</th>
            </tr>
          </thead>
          <tbody>
            {check.differences.map((one) => (
              <tr>
                <td>{CODES[one.code]}</td>
                <td>
                  {one.message}
                  {one.where ? <div class="small soft">{one.where}</div> : null}
                </td>
                <td>{one.expected}</td>
                <td>{one.found}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    ) : null}
  </section>
);
