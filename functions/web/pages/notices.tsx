import type { Hono } from "hono";
import type { Problem } from "../../../shared/errors/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { NoticeList } from "../parts/notice-list.tsx";
import { Empty } from "../parts/pieces.tsx";

/** What somebody must do: told once, settled by whoever does it. */
export function noticePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const list = async (c: WebContext, problem?: Problem) => {
    const settled = c.req.query("muc") === "da-xong";
    const actor = c.get("actor");
    const notices = await office.notices.list(actor, { settled });
    return show(
      desk,
      c,
      {
        title: "Thông báo",
        lead: "Việc mà hệ thống nhắc tôi hoặc vai trò của tôi; mỗi việc chỉ nhắc một lần.",
        active: "/thong-bao",
        problem,
      },
      <>
        <nav class="tabs" aria-label="Nhóm thông báo">
          <a href="/thong-bao" aria-current={settled ? undefined : "page"}>
            Cần làm
          </a>
          <a href="/thong-bao?muc=da-xong" aria-current={settled ? "page" : undefined}>
            Đã xong
          </a>
        </nav>
        <section class="card">
          {notices.length === 0 ? (
            <Empty title={settled ? "Chưa có việc nào đã xong" : "Không có việc nào cần làm"}>
              Báo cáo tự soạn, kỳ số liệu sắp chốt, nhiệm vụ quá hạn và chứng thư số sắp hết hạn sẽ hiện ở đây.
            </Empty>
          ) : (
            <NoticeList notices={notices} />
          )}
        </section>
      </>,
    );
  };

  app.get("/thong-bao", (c) => list(c));
  for (const [path, does] of [
    ["doc", office.notices.read],
    ["xong", office.notices.done],
  ] as const) {
    app.post(`/thong-bao/${path}`, async (c) => {
      const form = await formOf(c);
      return step(
        c,
        async () => {
          await does(c.get("actor"), form.text("id"));
          return form.text("ve") === "tong-quan" ? "/tong-quan" : "/thong-bao";
        },
        (problem) => list(c, problem),
      );
    });
  }
}
