import { createRoute, z } from "@hono/zod-openapi";
import { type ApiDesk, json, PROBLEM, routes, withActor } from "../context.ts";

const State = z.enum(["done", "openInTime", "overdue"]);
const Counts = { done: z.number(), openInTime: z.number(), overdue: z.number() };
const Row = z.object({ key: z.string(), name: z.string(), ...Counts });
const Figures = z
  .object({
    today: z.string(),
    programmes: z.array(z.object({ id: z.string(), title: z.string(), tasks: z.number() })),
    total: z.object(Counts),
    agencies: z.array(Row),
    groups: z.array(Row),
  })
  .openapi("ProgressFigures");
const Tasks = z
  .object({ total: z.number(), tasks: z.array(z.looseObject({ group: z.string() })) })
  .openapi("ProgressTasks");

const figures = createRoute({
  method: "get",
  path: "/",
  summary: "Tiến độ nhiệm vụ theo cơ quan chủ trì và theo nhóm, của mọi chương trình hoặc một chương trình",
  request: { query: z.object({ programmeId: z.string().optional() }) },
  responses: { 200: json(Figures, "Số liệu"), default: PROBLEM },
});
const tasks = createRoute({
  method: "get",
  path: "/tasks",
  summary: "Các nhiệm vụ đứng sau một con số của tiến độ",
  request: {
    query: z.object({
      programmeId: z.string().optional(),
      agency: z.string().optional(),
      group: z.string().optional(),
      state: State.optional(),
      from: z.coerce.number().int().min(0).max(1_000_000).optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
  },
  responses: { 200: json(Tasks, "Nhiệm vụ, quá hạn lâu nhất trước"), default: PROBLEM },
});

/** Progress of tasks over all programmes. */
export function progressRoutes({ office }: ApiDesk) {
  const app = routes();
  app.use(withActor(office));
  app.openapi(figures, async (c) =>
    c.json(await office.progress.figures(c.get("actor"), c.req.valid("query").programmeId), 200),
  );
  app.openapi(tasks, async (c) => {
    const { from, limit, ...filter } = c.req.valid("query");
    const page = { ...(from === undefined ? {} : { from }), ...(limit === undefined ? {} : { limit }) };
    return c.json((await office.progress.tasks(c.get("actor"), given(filter), page)) as never, 200);
  });
  return app;
}

/** Without what is absent. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
