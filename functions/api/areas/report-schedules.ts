import { createRoute, z } from "@hono/zod-openapi";
import type { ReportSchedule, ReportScheduleView, ReportSettings } from "../../../shared/office/index.ts";
import { type ApiDesk, body, json, PROBLEM, routes, withActor } from "../context.ts";
import { described, IdParam, isoDate, line, WindowRuleSchema } from "../schemas.ts";

const ScheduleSchema = described<ReportScheduleView>(
  "ReportSchedule",
  "Lịch báo cáo: chương trình, loại kỳ, người phụ trách, các kỳ số liệu và tình trạng từng kỳ",
);
const SettingsSchema = described<ReportSettings & { rev: number }>(
  "ReportSettings",
  "Cài đặt báo cáo: kỳ chốt số liệu của cơ quan, số ngày làm việc nhắc trước",
);
const Kind = z.enum(["month", "quarter", "six-months", "nine-months", "year"] satisfies ReportSchedule["kind"][]);
const Save = z
  .object({
    /** 0 for a new one. */
    rev: z.number().int().min(0),
    programmeId: line,
    kind: Kind,
    notation: z.string().max(60),
    recipients: z.array(line).max(100),
    signature: z.object({ authority: z.array(line).max(10), position: line, name: line }),
    responsible: line,
    rule: WindowRuleSchema.optional(),
    enabled: z.boolean(),
    since: isoDate.optional(),
  })
  .openapi("ReportScheduleInput");
const Remove = z.object({ rev: z.number().int().min(1) });
const SaveSettings = z
  .object({ rev: z.number().int().min(0), rule: WindowRuleSchema.optional(), remindBefore: z.number() })
  .openapi("ReportSettingsInput");

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Lịch báo cáo của cơ quan",
  responses: { 200: json(z.array(ScheduleSchema), "Lịch báo cáo"), default: PROBLEM },
});
const save = createRoute({
  method: "put",
  path: "/",
  summary: "Đặt hoặc sửa lịch báo cáo: mỗi chương trình và loại kỳ một lịch",
  request: { body: body(Save) },
  responses: { 200: json(ScheduleSchema, "Đã lưu"), default: PROBLEM },
});
const settings = createRoute({
  method: "get",
  path: "/settings",
  summary: "Cài đặt báo cáo của cơ quan",
  responses: { 200: json(SettingsSchema, "Cài đặt"), default: PROBLEM },
});
const saveSettings = createRoute({
  method: "put",
  path: "/settings",
  summary: "Lưu cài đặt báo cáo; không có rule thì theo NĐ 09/2019/NĐ-CP",
  request: { body: body(SaveSettings) },
  responses: { 200: json(SettingsSchema, "Đã lưu"), default: PROBLEM },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một lịch báo cáo với các kỳ số liệu",
  request: { params: IdParam },
  responses: { 200: json(ScheduleSchema, "Lịch báo cáo"), default: PROBLEM },
});
const remove = createRoute({
  method: "delete",
  path: "/{id}",
  summary: "Bỏ lịch báo cáo; báo cáo đã soạn vẫn còn",
  request: { params: IdParam, body: body(Remove) },
  responses: { 204: { description: "Đã bỏ" }, default: PROBLEM },
});

/** Schedules of reports that draft themselves, and what the office sets for them. */
export function reportScheduleRoutes({ office }: ApiDesk) {
  const app = routes();
  app.use(withActor(office));
  app.openapi(list, async (c) => c.json(await office.reportSchedules.list(c.get("actor")), 200));
  app.openapi(save, async (c) => {
    const { rev, ...input } = c.req.valid("json");
    return c.json(await office.reportSchedules.save(c.get("actor"), rev, input), 200);
  });
  app.openapi(settings, async (c) => c.json(await office.settings.reports(c.get("actor")), 200));
  app.openapi(saveSettings, async (c) => {
    const { rev, ...input } = c.req.valid("json");
    return c.json(await office.settings.setReports(c.get("actor"), rev, input), 200);
  });
  app.openapi(get, async (c) => c.json(await office.reportSchedules.get(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(remove, async (c) => {
    await office.reportSchedules.remove(c.get("actor"), c.req.valid("param").id, c.req.valid("json").rev);
    return c.body(null, 204);
  });
  return app;
}
