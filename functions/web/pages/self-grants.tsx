import type { Hono } from "hono";
import type { Problem } from "../../../shared/errors/index.ts";
import { sessionToken } from "../../api/security.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { Chip, Empty } from "../parts/pieces.tsx";

/** What administrators ask to be given themselves: a second person confirms it or does not. */
export function selfGrantPages(app: Hono<WebEnv>, desk: Desk): void {
  const { grants, access } = desk.office;

  const page = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    const waiting = await grants.pending(actor);
    return show(
      desk,
      c,
      {
        title: "Đề nghị tự cấp quyền",
        lead: "Người quản trị không tự cấp cho mình vai trò lãnh đạo, văn thư, kiểm tra hoặc thẩm quyền ký: một quản trị khác hoặc lãnh đạo xác nhận.",
        active: "/quan-tri",
        problem,
      },
      waiting.length === 0 ? (
        <Empty title="Không có đề nghị nào chờ xác nhận">
          Khi người quản trị xin vai trò hoặc thẩm quyền ký cho chính mình, đề nghị hiện ở đây.
        </Empty>
      ) : (
        waiting.map(({ id, at, by, words }) => (
          <section class="card">
            <h2>
              {by.name}: {words} <Chip tone="warn">Chờ xác nhận</Chip>
            </h2>
            <p class="soft">Đề nghị lúc {dateAndTime(at)}</p>
            <form method="post" action={`/quan-tri/de-nghi-quyen/${id}`}>
              <div class="actions">
                {by.personId === actor.personId ? (
                  <p class="small">Người khác xác nhận đề nghị của bạn.</p>
                ) : (
                  <button class="main" type="submit" name="decision" value="confirm">
                    Xác nhận
                  </button>
                )}
                <button type="submit" name="decision" value="refuse">
                  {by.personId === actor.personId ? "Rút đề nghị" : "Không đồng ý"}
                </button>
              </div>
            </form>
          </section>
        ))
      ),
    );
  };

  app.get("/quan-tri/de-nghi-quyen", (c) => page(c));

  app.post("/quan-tri/de-nghi-quyen/:id", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        await access.requireRecentProof(sessionToken(c));
        const decision = form.text("decision") === "confirm" ? "confirm" : "refuse";
        await grants.decide(c.get("actor"), c.req.param("id"), decision);
        return "/quan-tri/de-nghi-quyen?xong=da-luu";
      },
      (problem) => page(c, problem),
    );
  });
}
