import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { allow } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { HealthCheck } from "../../../shared/office/index.ts";
import { type Desk, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { exactTime } from "../parts/dates.ts";
import { HEALTH_WORDS } from "../parts/health-words.ts";
import { Chip, Notice } from "../parts/pieces.tsx";

const ADDRESS = "/quan-tri/tinh-trang";

/** How the installation is, part by part, and what to do about what is not well. */
export function healthPages(app: Hono<WebEnv>, desk: Desk): void {
  const { installation } = desk.office;

  const page = async (c: WebContext, problem?: Problem) => {
    const { at, state, checks } = await installation.health(c.get("actor"));
    const wanted = checks.filter((one) => one.state === "bad" || one.state === "warn");
    return show(
      desk,
      c,
      {
        title: "Tình trạng hệ thống",
        lead: `Xem lúc ${exactTime(at)}. Máy giám sát đọc cùng nội dung này ở /api/health/detail.`,
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
        tools: (
          <a class="button" href={ADDRESS}>
            Xem lại
          </a>
        ),
      },
      <>
        <Notice
          tone={HEALTH_WORDS[state].tone}
          title={
            wanted.length === 0
              ? "Mọi phần xem được đều hoạt động tốt."
              : `${wanted.length} phần cần người quản trị xem: ${wanted.map(({ name }) => name.toLocaleLowerCase("vi")).join(", ")}.`
          }
        />
        <section class="card">
          <h2>Từng phần</h2>
          <ul class="list health">
            {checks.map((check) => (
              <Check check={check} />
            ))}
          </ul>
        </section>
        <form method="post" action={`${ADDRESS}/dau-thoi-gian`}>
          <div class="actions">
            <button type="submit" data-busy="Đang hỏi…">
              Hỏi dịch vụ dấu thời gian
            </button>
          </div>
          <p class="hint">
            Xin một dấu thời gian thử ở từng dịch vụ đã khai; dịch vụ có thể tính phí. Câu trả lời cũng cho biết đồng hồ
            máy chủ lệch bao nhiêu và chứng thư của dịch vụ còn hạn đến bao giờ.
          </p>
        </form>
      </>,
    );
  };

  app.get(ADDRESS, (c) => page(c));
  app.post(`${ADDRESS}/dau-thoi-gian`, (c) =>
    step(
      c,
      async () => {
        allow(c.get("actor"), "administer");
        await installation.askTimestamps(c.get("actor"));
        return `${ADDRESS}?xong=da-hoi-dau-thoi-gian`;
      },
      (problem) => page(c, problem),
    ),
  );
}

const Check: FC<{ check: HealthCheck }> = ({ check: { name, state, words, advice, href } }) => (
  <li>
    <div>
      <h3>{href ? <a href={href}>{name}</a> : name}</h3>
      <div>{words}</div>
      {advice ? (
        <div class="small">
          <b>Việc cần làm:</b> {advice}
        </div>
      ) : null}
    </div>
    <Chip tone={HEALTH_WORDS[state].tone}>{HEALTH_WORDS[state].words}</Chip>
  </li>
);
