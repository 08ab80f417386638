import { createRoute, z } from "@hono/zod-openapi";
import type { CalendarDay, OfficeYear } from "../../../shared/calendar/index.ts";
import { VanthuError } from "../../../shared/errors/index.ts";
import type { AttentionTask, AttentionTotals } from "../../../shared/office/index.ts";
import type { ProgrammeSummary, TaskStatus, TaskWarning } from "../../../shared/tasks/index.ts";
import { type ApiDesk, body, json, PROBLEM, routes, withActor } from "../context.ts";
import { described, IdParam } from "../schemas.ts";

/** Counting lays out every year between: the years that the calendar is computed for. */
const IsoDay = z.iso
  .date()
  .refine((day) => day >= "1900-01-01" && day <= "2199-12-31", { message: "Ngày trong các năm 1900 đến 2199." });
const Kind = z.enum(["holiday", "day-off-in-lieu", "swapped-off", "swapped-working"]);
const Rev = z.coerce.number().int().min(0);
const YearParam = z.object({ year: z.coerce.number().int().min(1).max(9999) });
const DayParam = YearParam.extend({ day: IsoDay });
const RevQuery = z.object({ rev: Rev });

const DaySchema = z.object({ day: IsoDay, kind: Kind, name: z.string() }).openapi("CalendarDay");
const YearSchema = described<OfficeYear>(
  "OfficeYear",
  "Lịch của năm, những gì cơ quan đã chỉnh, số phiên bản để sửa tiếp",
);
const DayBody = z.object({ kind: Kind, name: z.string().max(500), source: z.string().max(1000), rev: Rev });
const PolicyBody = z.object({
  dueSoonWorkingDays: z.number(),
  staleDays: z.number(),
  evidenceDays: z.number(),
  rev: z.number().int().min(0),
});
const PolicySchema = PolicyBody.openapi("WarningPolicy");
const CountQuery = z.object({
  from: IsoDay,
  to: IsoDay.optional(),
  count: z.coerce.number().int().min(-10_000).max(10_000).optional(),
});
const CountSchema = z
  .object({ from: IsoDay, to: IsoDay, workingDays: z.number(), special: z.array(DaySchema) })
  .openapi("WorkingDays");
interface Overview {
  programmes: { programme: ProgrammeSummary; totals: AttentionTotals }[];
  urgent: AttentionTask[];
  /** How many more there are. */
  more: number;
}
interface Watched {
  /** ISO day in Vietnam. */
  today: string;
  revision: number;
  totals: AttentionTotals;
  tasks: { id: string; status: TaskStatus; warnings: TaskWarning[] }[];
}
const OverviewSchema = described<Overview>(
  "AttentionOverview",
  "Mỗi chương trình với số nhiệm vụ theo tình trạng, và các nhiệm vụ gấp nhất",
);
const WatchedSchema = described<Watched>("AttentionProgramme", "Từng nhiệm vụ với tình trạng và cảnh báo hôm nay");

const getYear = createRoute({
  method: "get",
  path: "/years/{year}",
  summary: "Lịch làm việc của một năm",
  request: { params: YearParam },
  responses: { 200: json(YearSchema, "Lịch của năm"), default: PROBLEM },
});
const putDay = createRoute({
  method: "put",
  path: "/years/{year}/days/{day}",
  summary: "Ghi thêm hoặc sửa một ngày (quản trị)",
  request: { params: DayParam, body: body(DayBody) },
  responses: { 200: json(YearSchema, "Lịch của năm"), default: PROBLEM },
});
const deleteDay = createRoute({
  method: "delete",
  path: "/years/{year}/days/{day}",
  summary: "Bỏ một ngày (quản trị)",
  request: { params: DayParam, query: RevQuery },
  responses: { 200: json(YearSchema, "Lịch của năm"), default: PROBLEM },
});
const restoreYear = createRoute({
  method: "delete",
  path: "/years/{year}",
  summary: "Trở lại lịch gốc của năm (quản trị)",
  request: { params: YearParam, query: RevQuery },
  responses: { 200: json(YearSchema, "Lịch của năm"), default: PROBLEM },
});
const count = createRoute({
  method: "get",
  path: "/working-days",
  summary: "Đếm ngày làm việc: giữa hai ngày, hoặc cộng một số ngày",
  request: { query: CountQuery },
  responses: { 200: json(CountSchema, "Kết quả đếm"), default: PROBLEM },
});
const getPolicy = createRoute({
  method: "get",
  path: "/policy",
  summary: "Cài đặt nhắc việc",
  responses: { 200: json(PolicySchema, "Cài đặt"), default: PROBLEM },
});
const putPolicy = createRoute({
  method: "put",
  path: "/policy",
  summary: "Sửa cài đặt nhắc việc (quản trị)",
  request: { body: body(PolicyBody) },
  responses: { 200: json(PolicySchema, "Cài đặt"), default: PROBLEM },
});
const overview = createRoute({
  method: "get",
  path: "/attention",
  summary: "Nhiệm vụ cần chú ý của mọi chương trình",
  request: { query: z.object({ limit: z.coerce.number().int().min(1).max(500).optional() }) },
  responses: { 200: json(OverviewSchema, "Tổng số và các việc gấp nhất"), default: PROBLEM },
});
const watched = createRoute({
  method: "get",
  path: "/attention/{id}",
  summary: "Tình trạng và cảnh báo của từng nhiệm vụ trong một chương trình",
  request: { params: IdParam, query: z.object({ revision: z.coerce.number().int().min(1).optional() }) },
  responses: { 200: json(WatchedSchema, "Tình trạng hôm nay"), default: PROBLEM },
});

/** Working calendar, and which tasks need somebody by it. */
export function calendarRoutes({ office }: ApiDesk) {
  const app = routes();
  app.use(withActor(office));
  const { calendar, attention } = office;

  app.openapi(getYear, async (c) => c.json(await calendar.year(c.get("actor"), c.req.valid("param").year), 200));
  app.openapi(putDay, async (c) => {
    const { year, day } = c.req.valid("param");
    const { rev, source, ...what } = c.req.valid("json");
    return c.json(await calendar.setDay(c.get("actor"), year, rev, { day, ...what }, source), 200);
  });
  app.openapi(deleteDay, async (c) => {
    const { year, day } = c.req.valid("param");
    return c.json(await calendar.removeDay(c.get("actor"), year, c.req.valid("query").rev, day), 200);
  });
  app.openapi(restoreYear, async (c) =>
    c.json(await calendar.restoreYear(c.get("actor"), c.req.valid("param").year, c.req.valid("query").rev), 200),
  );
  app.openapi(count, async (c) => {
    const { from, to, count: days } = c.req.valid("query");
    if ((to === undefined) === (days === undefined)) {
      throw new VanthuError("INVALID", {
        message: "Cần đúng một trong hai: to (đến ngày) hoặc count (số ngày).",
        where: "to",
      });
    }
    const working = await calendar.working(c.get("actor"));
    const end = to ?? working.addWorkingDays(from, days!);
    const [first, last] = from <= end ? [from, end] : [end, from];
    const special: CalendarDay[] = [];
    for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1)
      special.push(...(working.year(year)?.days ?? []).filter(({ day }) => day >= first && day <= last));
    return c.json({ from, to: end, workingDays: working.workingDaysBetween(from, end), special }, 200);
  });
  app.openapi(getPolicy, async (c) => c.json(await calendar.policy(c.get("actor")), 200));
  app.openapi(putPolicy, async (c) => {
    const { rev, ...policy } = c.req.valid("json");
    return c.json(await calendar.setPolicy(c.get("actor"), rev, policy), 200);
  });
  app.openapi(overview, async (c) => c.json(await attention.overview(c.get("actor"), c.req.valid("query").limit), 200));
  app.openapi(watched, async (c) => {
    const found = await attention.of(c.get("actor"), c.req.valid("param").id, c.req.valid("query").revision);
    const tasks = found.programme.tasks.map(({ id }) => ({
      id,
      status: found.statuses.get(id)!,
      warnings: found.warnings.get(id) ?? [],
    }));
    return c.json({ today: found.today, revision: found.programme.revision, totals: found.totals, tasks }, 200);
  });
  return app;
}
