import type { Context, Hono } from "hono";
import { fileAnswer } from "../../api/files.ts";
import type { Desk, WebEnv } from "../desk.tsx";

/** Files of programmes to take away: the workbook, CSV, and the sample to be filled in. Comes before the pages of one programme. */
export function exportPages(app: Hono<WebEnv>, desk: Desk): void {
  const { tables } = desk.office;

  app.get("/nhiem-vu/mau-nhap.xlsx", async (c) => fileAnswer(await tables.sample(c.get("actor"))));

  app.get("/nhiem-vu/:id/xuat.xlsx", async (c) =>
    fileAnswer(await tables.exportXlsx(c.get("actor"), c.req.param("id"), revisionOf(c))),
  );

  app.get("/nhiem-vu/:id/xuat.csv", async (c) => {
    const revision = revisionOf(c);
    return fileAnswer(
      await tables.exportCsv(c.get("actor"), c.req.param("id"), {
        ...(revision === undefined ? {} : { revision }),
        separator: c.req.query("dau") === "," ? "," : ";",
        part: c.req.query("phan") === "chi-tieu" ? "targets" : "tasks",
      }),
    );
  });
}

/** `?ban=3`; without it the newest. */
function revisionOf(c: Context): number | undefined {
  const text = c.req.query("ban") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
