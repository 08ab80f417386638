import type { FC } from "hono/jsx";
import type { NamedDocument, Standing, StandingState } from "../../../shared/office/index.ts";
import { symbolText, type Verdict } from "../../../shared/verification/index.ts";
import { exactTime, shortDate } from "./dates.ts";
import { Chip, Scroll, type Tone } from "./pieces.tsx";

const STATES: Record<StandingState, { tone: Tone; words: string }> = {
  "in-force": { tone: "good", words: "Còn hiệu lực" },
  amended: { tone: "warn", words: "Đã được sửa đổi, bổ sung" },
  replaced: { tone: "bad", words: "Đã bị thay thế" },
  recalled: { tone: "bad", words: "Đã bị thu hồi" },
  unknown: { tone: "plain", words: "Chưa biết" },
};

/** So many changed rows are shown at once; more open on demand, so that the verdict is not pushed away. */
const ROWS_OPEN = 5;

/** "Kế hoạch số 32/KH-UBND ngày 20/11/2026 của Ủy ban nhân dân tỉnh Hương Giang" */
export function namedDocument(document: NamedDocument): string {
  return `${document.kind} số ${symbolText(document)} ngày ${shortDate(document.issuedOn)} của ${document.organisation}`;
}

/**
 * Where the check itself cannot look anything up (functions/lambda/verify.ts): the way to the service that can. With htmx the answer comes by
 * itself; the file is not sent again, only its hash.
 */
const StandingLink: FC<{ sha256: string; of?: string }> = ({ sha256, of }) => (
  <section class="card standing" aria-label="Tình trạng hiệu lực">
    <h2>
      Tình trạng hiệu lực
      {of === undefined ? "" : `: ${of}`}
    </h2>
    <p>
      <a
        href={`/tinh-trang/${sha256}`}
        hx-get={`/tinh-trang/${sha256}`}
        hx-trigger="load"
        hx-target="closest section"
        hx-select=".standing"
        hx-swap="outerHTML"
      >
        Xem văn bản còn hiệu lực không
      </a>
    </p>
  </section>
);

/** How the document stands today: in force, amended, replaced, recalled; by what, and which rows of its appendix. */
export const StandingCard: FC<{ standing: Standing }> = ({ standing }) => {
  const shown = STATES[standing.state];
  return (
    <section class="card standing" aria-label="Tình trạng hiệu lực">
      <header>
        <h2>Tình trạng hiệu lực</h2>
        <Chip tone={shown.tone}>{shown.words}</Chip>
      </header>
      <p>{standing.words}</p>
      {standing.document && standing.found === "number" ? (
        <p class="small soft">
          Tệp này không trùng từng byte với bản đã phát hành; nhận ra văn bản theo số, ký hiệu, ngày ban hành và cơ quan
          đã ký.
        </p>
      ) : null}
      {standing.by.map((one) => (
        <div class="later">
          <h3>
            {namedDocument(one)}: {one.what}
          </h3>
          {one.rows && one.rows.length > 0 ? (
            <details open={one.rows.length <= ROWS_OPEN}>
              <summary>{one.rows.length} dòng của phụ lục được điều chỉnh</summary>
              <Scroll label={`Các dòng phụ lục do ${one.kind.toLowerCase()} số ${symbolText(one)} điều chỉnh`}>
                <table class="narrow">
                  <thead>
                    <tr>
                      <th scope="col">Dòng của phụ lục</th>
                      <th scope="col">Điều chỉnh</th>
                    </tr>
                  </thead>
                  <tbody>
                    {one.rows.map((row) => (
                      <tr>
                        <td>{row.place}</td>
                        <td>{row.what}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
            </details>
          ) : null}
          {one.moreRows ? <p class="small">Và {one.moreRows} dòng khác.</p> : null}
        </div>
      ))}
      <p class="small soft">
        Tính đến {exactTime(standing.asOf)}. Hệ thống này chỉ biết văn bản phát hành tại đây và văn bản đến qua trục
        liên thông có chữ ký hợp lệ; văn bản khác có thể đã thay đổi hiệu lực mà ở đây không biết.
      </p>
    </section>
  );
};

/** What is known of the standing of a checked file: nothing is shown where nothing is known of it. */
export const VerdictStanding: FC<{ verdict: Verdict & { standing?: Standing }; of?: string }> = ({ verdict, of }) => {
  const { standing, signatures, document } = verdict;
  if (standing === undefined) return signatures.length === 0 ? null : <StandingLink sha256={document.sha256} of={of} />;
  return standing.state === "unknown" ? null : <StandingCard standing={standing} />;
};
