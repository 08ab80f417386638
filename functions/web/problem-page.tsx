import type { Child } from "hono/jsx";
import type { Problem } from "../../shared/errors/index.ts";
import { exactTime } from "./parts/dates.ts";
import { documentHtml, OpenPage } from "./parts/layout.tsx";
import { ProblemNotice } from "./parts/pieces.tsx";

/** What happened, by status, and what somebody can do about it besides what the problem's own hint says. */
interface Kind {
  title: string;
  advice: (now: Date) => Child;
  /** Where to go from here; the first is the way most people want. */
  ways: [string, string][];
}

const HOME: [string, string] = ["/tong-quan", "Về trang Tổng quan"];

const NOT_FOUND: Kind = {
  title: "Không tìm thấy",
  advice: () => (
    <ul>
      <li>Địa chỉ gõ tay hoặc chép lại có thể thiếu, thừa ký tự.</li>
      <li>Văn bản, hồ sơ có thể thuộc cơ quan khác, hoặc bạn không còn quyền xem.</li>
      <li>Tìm lại theo số, ký hiệu, trích yếu ở trang Tìm kiếm.</li>
    </ul>
  ),
  ways: [HOME, ["/tim-kiem", "Tìm kiếm"]],
};
const FORBIDDEN: Kind = {
  title: "Không có quyền",
  advice: () => <p>Trang hoặc việc này dành cho vai trò khác trong cơ quan; người có vai trò đó làm được ngay.</p>,
  ways: [HOME, ["/tai-khoan", "Xem vai trò của tôi"]],
};
const TOO_OFTEN: Kind = {
  title: "Yêu cầu quá nhiều",
  advice: () => <p>Giới hạn này giữ cho dịch vụ trả lời được mọi người; hết thời gian chờ là dùng lại được.</p>,
  ways: [["/kiem-tra", "Về trang kiểm tra"]],
};
const FAULT: Kind = {
  title: "Hệ thống gặp lỗi",
  advice: (now) => (
    <ul>
      <li>Việc vừa làm có thể chưa được ghi. Mở lại trang để xem trước khi làm lại.</li>
      <li>
        Vẫn lỗi thì báo người quản trị, kèm thời điểm <b>{exactTime(now.toISOString())}</b> và việc đang làm.
      </li>
    </ul>
  ),
  ways: [HOME],
};
const REFUSED: Kind = { title: "Không thực hiện được", advice: () => null, ways: [HOME] };

function kindOf(status: number): Kind {
  if (status === 404) return NOT_FOUND;
  if (status === 403) return FORBIDDEN;
  if (status === 429) return TOO_OFTEN;
  return status >= 500 ? FAULT : REFUSED;
}

/** A page that says what went wrong where there is no page to say it on, and what to do now. */
export function problemPage(problem: Problem, now: Date = new Date()): ReturnType<typeof documentHtml> {
  const kind = kindOf(problem.status);
  return documentHtml(
    <OpenPage title={kind.title} narrow links={[kind.ways[0]!]}>
      <ProblemNotice problem={problem} />
      {kind.advice(now)}
      <div class="actions">
        {kind.ways.map(([address, name], index) => (
          <a class={index === 0 ? "button main" : "button"} href={address}>
            {name}
          </a>
        ))}
      </div>
    </OpenPage>,
  );
}
