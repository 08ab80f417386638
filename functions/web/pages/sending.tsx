import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { summaryOf } from "../../../shared/office/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime, shortDate } from "../parts/dates.ts";
import { symbolWords, titleWords } from "../parts/document-parts.tsx";
import { Empty } from "../parts/pieces.tsx";
import { Deliveries, DeliveryReport, isUnderWay } from "../parts/sending.tsx";

/** How the receivers of one document stand: a page of its own that renews itself, prints, and lets what was given up be sent again. */
export function sendingPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    const id = c.req.param("id") ?? "";
    const [document, deliveries] = await Promise.all([
      office.documents.get(actor, id),
      office.documents.deliveries(actor, id),
    ]);
    const open = deliveries.some(isUnderWay);
    const address = `/van-ban/${id}/tinh-trang-gui`;
    return show(
      desk,
      c,
      {
        title: "Tình trạng gửi",
        lead: `${titleWords(document)}, ${symbolWords(summaryOf(document))}${document.issuedOn ? ` ngày ${shortDate(document.issuedOn)}` : ""}`,
        back: [`/van-ban/${id}`, "Văn bản"],
        active: "/van-ban",
        refresh: open ? 10 : undefined,
        problem,
        tools: (
          <button type="button" data-print>
            In báo cáo
          </button>
        ),
      },
      deliveries.length === 0 ? (
        <section class="card">
          <Empty title="Văn bản chưa được gửi qua trục liên thông">
            Gửi ở trang văn bản hoặc trang Cấp số, đóng dấu, gửi; tình trạng của từng nơi nhận sẽ hiện ở đây.
          </Empty>
        </section>
      ) : (
        <>
          <section
            class="card"
            id="bao-cao-gui"
            hx-get={open ? address : undefined}
            hx-trigger={open ? "every 5s" : undefined}
            hx-select="#bao-cao-gui"
            hx-swap="outerHTML"
          >
            <DeliveryReport deliveries={deliveries} />
            <p class="small soft">Lập lúc {dateAndTime(office.clock().toISOString())}.</p>
          </section>
          <section class="card no-print" id="noi-nhan">
            <h2>Từng nơi nhận</h2>
            <div
              class="deliveries"
              hx-get={`/van-ban/${id}/tinh-trang-gui`}
              hx-trigger={open ? "every 5s" : undefined}
              hx-select="#noi-nhan > .deliveries"
              hx-swap="outerHTML"
            >
              <Deliveries deliveries={deliveries} document={document} maySend={may(actor, "document.send")} />
            </div>
          </section>
        </>
      ),
    );
  };

  app.get("/van-ban/:id/tinh-trang-gui", (c) => page(c));

  app.post("/van-ban/:id/gui-lai", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await office.documents.resend(c.get("actor"), id, form.text("messageId"));
        return `/van-ban/${id}?xong=da-gui`;
      },
      (problem) => page(c, problem),
    );
  });
  app.post("/van-ban/:id/gui-lai-tat-ca", async (c) => {
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await office.documents.resendAll(c.get("actor"), id);
        return `/van-ban/${id}?xong=da-gui`;
      },
      (problem) => page(c, problem),
    );
  });
}
