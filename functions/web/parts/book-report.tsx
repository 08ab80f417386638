import type { FC } from "hono/jsx";
import { conclusionOf, type LedgerReport } from "../../../shared/office/index.ts";
import { NumberCells, NumberHeads } from "./book-table.tsx";
import { shortDate } from "./dates.ts";
import { Chip, Empty, Notice, Scroll } from "./pieces.tsx";

/** The proof of numbers: every book with gaps and repeats, then voided numbers and those held too long. */
export const BookReport: FC<{ report: LedgerReport }> = ({ report }) => {
  const voided = report.series.flatMap((line) => line.voided.map((one) => ({ ...one, title: line.title })));
  const late = report.series.flatMap((line) => line.late.map((one) => ({ ...one, title: line.title })));
  return (
    <>
      <Notice
        tone={report.sound ? "good" : "bad"}
        title={
          report.sound ? "Không thiếu số, không trùng số." : "Có sổ bị lỗi: xem cột kết luận, và báo người quản trị."
        }
      />
      <section class="card">
        <h2>Từng sổ</h2>
        {report.series.length === 0 ? (
          <Empty title="Chưa có sổ nào">Số đầu tiên của năm mở sổ.</Empty>
        ) : (
          <Scroll label="Từng sổ">
            <table>
              <caption class="visually-hidden">Số liệu và kết luận của từng sổ</caption>
              <thead>
                <tr>
                  <th scope="col">Sổ</th>
                  <NumberHeads words={["Số trước đó", "Số cuối", "Phát hành", "Đang giữ", "Đã hủy"]} />
                  <th scope="col">Số thiếu</th>
                  <th scope="col">Số trùng</th>
                  <th scope="col">Kết luận</th>
                </tr>
              </thead>
              <tbody>
                {report.series.map((line) => (
                  <tr class={line.sound ? undefined : "bad"}>
                    <th scope="row">{line.title}</th>
                    <NumberCells
                      values={[line.before, line.last, line.counts.issued, line.counts.reserved, line.counts.voided]}
                    />
                    <td>{listed(line.gaps) || "Không"}</td>
                    <td>{listed(line.repeats.map(({ number }) => number)) || "Không"}</td>
                    <td>
                      <Chip tone={line.sound ? (line.late.length > 0 ? "warn" : "good") : "bad"}>
                        {conclusionOf(line)}
                      </Chip>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </section>
      {voided.length === 0 ? null : (
        <section class="card">
          <h2>Số đã hủy</h2>
          <Scroll label="Số đã hủy">
            <table>
              <caption class="visually-hidden">Số đã hủy và lý do</caption>
              <thead>
                <tr>
                  <th scope="col">Sổ</th>
                  <th scope="col" class="number">
                    Số
                  </th>
                  <th scope="col">Ngày hủy</th>
                  <th scope="col">Lý do</th>
                </tr>
              </thead>
              <tbody>
                {voided.map(({ title, number, at, reason }) => (
                  <tr>
                    <td>{title}</td>
                    <td class="number">{number}</td>
                    <td>{shortDate(at)}</td>
                    <td>{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </section>
      )}
      {late.length === 0 ? null : (
        <section class="card">
          <h2>Số giữ quá ngày làm việc tiếp theo</h2>
          <p class="hint">NĐ 30/2020/NĐ-CP Điều 15.2, 18.1: phát hành trong ngày, chậm nhất ngày làm việc tiếp theo.</p>
          <ul>
            {late.map(({ title, number, at, workingDays, documentId }) => (
              <li>
                {`${title}, số ${number}, cấp ${shortDate(at)}, đã ${workingDays} ngày làm việc: `}
                <a href={`/van-ban/${documentId}`}>mở văn bản</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

/** "3, 7, 12…" */
function listed(numbers: readonly number[]): string {
  return numbers.slice(0, 40).join(", ") + (numbers.length > 40 ? "…" : "");
}
