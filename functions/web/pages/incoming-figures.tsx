import type { Hono } from "hono";
import { vietnamDate } from "../../../shared/calendar/index.ts";
import type { IncomingPeriod } from "../../../shared/office/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { problemOf } from "../../api/problems.ts";
import { type Desk, show, type WebContext, type WebEnv } from "../desk.tsx";
import { IncomingFiguresView, PeriodForm } from "../parts/incoming-figures.tsx";

/** Reports on how incoming and outgoing documents were dealt with in a period. */
export function incomingFiguresPages(app: Hono<WebEnv>, desk: Desk): void {
  const { incoming } = desk.office;
  const asked = (c: WebContext): IncomingPeriod => {
    const today = vietnamDate(desk.office.clock());
    return { from: c.req.query("tu") || `${today.slice(0, 7)}-01`, to: c.req.query("den") || today };
  };

  app.get("/van-ban-den/bao-cao", async (c) => {
    const actor = c.get("actor");
    const period = asked(c);
    const page = {
      title: "Tình hình giải quyết văn bản",
      lead: "Báo cáo tình hình giải quyết văn bản đến và văn bản đi trong một kỳ (NĐ 30/2020/NĐ-CP Phụ lục VI, mục V).",
      back: ["/van-ban-den", "Văn bản đến"] as [string, string],
      active: "/van-ban-den",
    };
    try {
      const figures = await incoming.figures(actor, period);
      const outgoing = await incoming.outgoingFigures(actor, period);
      return await show(desk, c, page, <IncomingFiguresView period={period} figures={figures} outgoing={outgoing} />);
    } catch (error) {
      return show(desk, c, { ...page, problem: problemOf(error) }, <PeriodForm period={period} />);
    }
  });

  app.get("/van-ban-den/bao-cao/:which/:format", async (c) => {
    const which = c.req.param("which") === "di" ? "outgoing" : "incoming";
    const format = (["pdf", "docx", "xlsx"] as const).find((one) => one === c.req.param("format"));
    if (format === undefined) return c.notFound();
    const file = await incoming.figuresFile(c.get("actor"), asked(c), which, format);
    return fileAnswer(file, format === "pdf");
  });
}
