import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { askedNumber, type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import type { Typed } from "../parts/document-fields.tsx";
import { titleWords } from "../parts/document-parts.tsx";
import { TextFields, textsFrom, typedTexts } from "../parts/report-forms.tsx";
import { FigureTraceView, WindowFacts } from "../parts/report-trace.tsx";
import { ReportView } from "../parts/report-view.tsx";
import { presentTasks } from "./reports.tsx";

/** A drafted or issued report, computed from its sealed snapshot: every figure with the tasks it counted at its time. */
export function reportDocumentPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const one = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    const actor = c.get("actor");
    const id = c.req.param("id") ?? "";
    const [document, report] = await Promise.all([office.documents.get(actor, id), office.reports.report(actor, id)]);
    const address = `/bao-cao/van-ban/${id}`;
    const open = document.state === "draft" || document.state === "returned";
    return show(
      desk,
      c,
      {
        title: "Số liệu của báo cáo",
        lead: titleWords(document),
        back: [`/van-ban/${id}`, "Văn bản"],
        active: "/bao-cao",
        problem,
      },
      <>
        <section class="card">
          <dl class="facts">
            <WindowFacts window={report.window} programme={report.programme} />
            <dt>Bản chốt số liệu</dt>
            <dd>
              <a href={`${address}/ban-chot`}>Tải bản chốt số liệu (JSON)</a>
              <div class="mono">sha256 {document.report?.snapshot}</div>
            </dd>
          </dl>
        </section>
        <section class="card">
          <ReportView report={report} address={(figure) => `${address}/so-lieu?so=${encodeURIComponent(figure)}`} />
        </section>
        {open && may(actor, "document.draft") ? (
          <section class="card" id="loi-van">
            <h2>Lời văn của người soạn</h2>
            <p class="soft">Số liệu giữ nguyên theo bản chốt; chỉ phần chữ dưới đây được thay.</p>
            <form method="post" action={address}>
              <input type="hidden" name="rev" value={typed.rev ?? String(document.rev)} />
              <TextFields typed={{ ...typedTexts(document.report?.texts ?? {}), ...typed }} />
              <div class="actions">
                <button class="main" type="submit" data-busy="Đang lưu…">
                  Lưu lời văn
                </button>
              </div>
            </form>
          </section>
        ) : null}
      </>,
    );
  };

  app.get("/bao-cao/van-ban/:id", (c) => one(c));
  app.post("/bao-cao/van-ban/:id", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await office.reports.rewrite(c.get("actor"), id, form.rev(), textsFrom(form));
        return `/van-ban/${id}?xong=da-sua`;
      },
      (problem) => one(c, problem, form.texts()),
    );
  });

  app.get("/bao-cao/van-ban/:id/so-lieu", async (c) => {
    const id = c.req.param("id");
    const figure = c.req.query("so") ?? "";
    const trace = await office.reports.trace(c.get("actor"), id, figure);
    const address = `/bao-cao/van-ban/${id}`;
    return show(
      desk,
      c,
      {
        title: "Số liệu này từ đâu trong báo cáo",
        lead: "Theo bản chốt số liệu của báo cáo, không đổi khi nhiệm vụ thay đổi về sau.",
        back: [address, "Số liệu của báo cáo"],
        active: "/bao-cao",
      },
      <FigureTraceView
        trace={trace}
        page={askedNumber(c, "trang", 1)}
        present={await presentTasks(office, c.get("actor"), trace)}
        address={(page) => `${address}/so-lieu?so=${encodeURIComponent(figure)}&trang=${page}`}
      />,
    );
  });

  app.get("/bao-cao/van-ban/:id/ban-chot", async (c) => {
    const { name, bytes } = await office.reports.snapshot(c.get("actor"), c.req.param("id"));
    return fileAnswer({ name, bytes, contentType: "application/json" });
  });
}
