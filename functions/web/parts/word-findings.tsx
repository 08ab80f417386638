import type { FC } from "hono/jsx";
import type { Finding } from "../../../shared/lint/index.ts";
import { Chip, Notice } from "./pieces.tsx";

/** Findings shown; the rest is counted. */
const SHOWN = 60;

/** What the format check says of a Word file: place, what the clause wants, what stands there. */
export const WordFindings: FC<{ findings: readonly Finding[]; label: string }> = ({ findings, label }) => {
  if (findings.length === 0)
    return <Notice tone="good" title="Thể thức: không có lỗi nào theo bộ quy tắc của văn bản." />;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return (
    <>
      <p>
        <Chip tone={errors > 0 ? "bad" : "warn"}>
          {errors > 0 ? `${errors} chỗ sai thể thức` : "Không sai thể thức"}
        </Chip>{" "}
        {findings.length > errors ? <Chip tone="warn">{`${findings.length - errors} chỗ nên xem lại`}</Chip> : null}
      </p>
      <ul class="list" aria-label={label}>
        {findings.slice(0, SHOWN).map((finding) => (
          <li>
            <div class="word-finding">
              <Chip tone={finding.severity === "error" ? "bad" : "warn"}>
                {finding.severity === "error" ? "Sai" : "Nên xem lại"}
              </Chip>{" "}
              {finding.where}: phải là {finding.expected}; trong tệp là {finding.found}.
              <p class="small soft">{finding.clause}</p>
            </div>
          </li>
        ))}
      </ul>
      {findings.length > SHOWN ? <p class="small soft">Còn {findings.length - SHOWN} chỗ nữa.</p> : null}
    </>
  );
};
