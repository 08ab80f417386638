import type { FC } from "hono/jsx";
import type { ProgrammeSummary, RevisionEntry } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Select } from "./pieces.tsx";

/** What a plan is made of: programme, period, revision. A form of its own, sent by address. */
export const PlanSource: FC<{
  programmes: ProgrammeSummary[];
  programmeId: string;
  history: RevisionEntry[];
  revision: number | undefined;
  period: string | undefined;
  periods: [string, string][];
}> = ({ programmes, programmeId, history, revision, period, periods }) => (
  <details class="card" id="nguon" tabindex={-1} open={programmeId === ""}>
    <summary>Chương trình, kỳ và bản dùng để soạn</summary>
    <form method="get" action="/soan-van-ban/ke-hoach">
      <Select
        scope="nguon-"
        name="chuong-trinh"
        label="Chương trình nhiệm vụ"
        value={programmeId}
        options={programmes.map((one): [string, string] => [
          one.id,
          `${one.title} (${one.period}): ${one.tasks} nhiệm vụ, ${one.targets} chỉ tiêu`,
        ])}
      />
      <div class="pair">
        {programmeId === "" ? (
          <p class="soft">Kỳ (quý, tháng, cả chương trình), bản của chương trình và mẫu chọn ở bước sau.</p>
        ) : (
          <Select
            scope="nguon-"
            name="ky"
            label="Kỳ"
            value={period ?? ""}
            options={[["", "Cả chương trình"], ...periods]}
            hint="Chọn tháng hoặc quý thì phụ lục chỉ có nhiệm vụ đến hạn hoặc lặp lại trong kỳ."
          />
        )}
        {history.length < 2 ? null : (
          <Select
            scope="nguon-"
            name="ban"
            label="Bản của chương trình"
            value={revision === undefined ? "" : String(revision)}
            options={[
              ["", `Mới nhất (bản ${history[0]!.revision})`],
              ...history
                .slice(1)
                .map(({ revision: number, at, why }): [string, string] => [
                  String(number),
                  `Bản ${number} – ${shortDate(at)}${why ? ` – ${why.slice(0, 60)}` : ""}`,
                ]),
            ]}
          />
        )}
      </div>
      <div class="actions">
        <button type="submit" class={programmeId === "" ? "main" : undefined}>
          {programmeId === "" ? "Soạn kế hoạch" : "Dùng lựa chọn này"}
        </button>
      </div>
    </form>
  </details>
);
