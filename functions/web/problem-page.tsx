import type { Problem } from "../../shared/errors/index.ts";
import { documentHtml, OpenPage } from "./parts/layout.tsx";
import { ProblemNotice } from "./parts/pieces.tsx";

/** A page that says what went wrong where there is no page to say it on. */
export function problemPage(problem: Problem): ReturnType<typeof documentHtml> {
  const [address, name] =
    problem.status === 429 ? ["/kiem-tra", "Về trang kiểm tra"] : ["/tong-quan", "Về trang chính"];
  return documentHtml(
    <OpenPage
      title={problem.status === 404 ? "Không tìm thấy" : "Không thực hiện được"}
      narrow
      links={[[address!, name!]]}
    >
      <ProblemNotice problem={problem} />
      <p>
        <a class="button" href={address}>
          {name}
        </a>
      </p>
    </OpenPage>,
  );
}
