import type { FC } from "hono/jsx";
import type { EvidenceSummary } from "../../../shared/evidence/index.ts";
import { verdictWords } from "../../../shared/verification/index.ts";
import { exactTime } from "./dates.ts";
import { Chip, Scroll, type Tone } from "./pieces.tsx";

const TONES: Record<Parameters<typeof verdictWords>[0], Tone> = {
  TOTAL_PASSED: "good",
  TOTAL_FAILED: "bad",
  INDETERMINATE: "warn",
  NO_SIGNATURE: "plain",
  UNREADABLE: "bad",
};

/** The files of an evidence container: is each covered by its signature, and what are the signatures inside worth? */
export const ContainerFiles: FC<{ container: EvidenceSummary }> = ({ container }) => (
  <section class="card">
    <h2>Các tệp trong gói chứng cứ</h2>
    <p>
      {container.provenAt
        ? `Dấu thời gian chứng minh mọi tệp trong gói đã có như vậy từ ${exactTime(container.provenAt)}.`
        : "Gói không có dấu thời gian được tin cậy nên không chứng minh được thời điểm."}
    </p>
    {container.faults.length > 0 ? (
      <div class="notice bad" role="alert">
        <strong>Lỗi của gói</strong>
        <ul>
          {container.faults.slice(0, 50).map((fault) => (
            <li>
              {fault.message}
              {fault.where ? ` (${fault.where})` : ""}
            </li>
          ))}
        </ul>
      </div>
    ) : null}
    <Scroll label="Tệp trong gói chứng cứ">
      <table>
        <thead>
          <tr>
            <th scope="col">Tệp</th>
            <th scope="col">Danh mục được ký</th>
            <th scope="col">Chữ ký số của tệp</th>
          </tr>
        </thead>
        <tbody>
          {container.files.map((file) => (
            <tr>
              <td>{file.name}</td>
              <td>
                <Chip tone={file.covered ? "good" : "bad"}>{file.covered ? "Có, khớp" : "Không"}</Chip>
              </td>
              <td>
                {file.verdict ? (
                  <>
                    <Chip tone={TONES[file.verdict.verdict]}>{capitalised(verdictWords(file.verdict.verdict))}</Chip>{" "}
                    {file.verdict.verdict === "TOTAL_PASSED" ? "" : file.verdict.summary}
                  </>
                ) : (
                  "–"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </section>
);

function capitalised(words: string): string {
  return words.charAt(0) + words.slice(1).toLocaleLowerCase("vi");
}
