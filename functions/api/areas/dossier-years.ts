import { createRoute, z } from "@hono/zod-openapi";
import type { DossierFigures, ListView } from "../../../shared/office/index.ts";
import { body, json, PROBLEM } from "../context.ts";
import { fileAnswer } from "../files.ts";
import { described } from "../schemas.ts";
import {
  Day,
  Dossier,
  type DossierApp,
  type DossierDesk,
  DossierView,
  FILE,
  Format,
  Id,
  Rev,
  Year,
} from "./dossier-schemas.ts";

const List = described<ListView>("DossierList", "Danh mục hồ sơ của một năm; opened: hồ sơ đã mở theo ký hiệu");
const FiguresSchema = described<DossierFigures>("DossierFigures", "Thống kê hồ sơ của một năm");
const Headings = z
  .array(
    z.object({
      title: z.string().max(500),
      abbreviation: z.string().max(20),
      parts: z
        .array(
          z.object({
            title: z.string().max(500),
            items: z
              .array(
                z.object({
                  title: z.string().max(500),
                  retention: z.string().max(30),
                  maker: z.object({ personId: z.string().max(100).optional(), name: z.string().max(100) }),
                  note: z.string().max(500).optional(),
                }),
              )
              .max(1000),
          }),
        )
        .max(200),
    }),
  )
  .max(200);
const YearParam = z.object({ year: Year });

const years = createRoute({
  method: "get",
  path: "/lists",
  summary: "Các năm có danh mục hồ sơ",
  responses: { 200: json(z.array(z.number()), "Năm"), default: PROBLEM },
});
const list = createRoute({
  method: "get",
  path: "/lists/{year}",
  summary: "Danh mục hồ sơ của một năm",
  request: { params: YearParam },
  responses: { 200: json(List, "Danh mục"), default: PROBLEM },
});
const saveList = createRoute({
  method: "put",
  path: "/lists/{year}",
  summary: "Lập hoặc sửa dự thảo danh mục hồ sơ",
  request: {
    params: YearParam,
    body: body(z.object({ rev: Rev, numbering: z.enum(["whole", "heading"]), headings: Headings })),
  },
  responses: { 200: json(List, "Danh mục"), default: PROBLEM },
});
const approveList = createRoute({
  method: "post",
  path: "/lists/{year}/approve",
  summary: "Phê duyệt danh mục hồ sơ",
  request: {
    params: YearParam,
    body: body(
      z.object({
        rev: Rev,
        decision: z.object({ symbol: z.string().max(200), date: Day, issuer: z.string().max(200) }),
      }),
    ),
  },
  responses: { 200: json(List, "Danh mục"), default: PROBLEM },
});
const listSheet = createRoute({
  method: "get",
  path: "/lists/{year}/sheet/{format}",
  summary: "Danh mục hồ sơ theo mẫu Phụ lục V",
  request: { params: z.object({ year: Year, format: Format }) },
  responses: FILE,
});
const all = createRoute({
  method: "get",
  path: "/",
  summary: "Hồ sơ của một năm",
  request: {
    query: z.object({
      year: Year,
      makerId: Id.optional(),
      state: z.enum(["open", "closed", "offered", "kept"]).optional(),
    }),
  },
  responses: { 200: json(z.array(Dossier), "Hồ sơ"), default: PROBLEM },
});
const figures = createRoute({
  method: "get",
  path: "/figures",
  summary: "Thống kê hồ sơ của một năm",
  request: { query: YearParam },
  responses: { 200: json(FiguresSchema, "Số liệu"), default: PROBLEM },
});
const open = createRoute({
  method: "post",
  path: "/",
  summary: "Mở hồ sơ, theo danh mục hoặc ngoài danh mục",
  request: {
    body: body(
      z.object({
        year: z.number().int().min(1945).max(2200),
        notation: z.string().min(1).max(20),
        title: z.string().max(500).optional(),
        retention: z.string().max(30).optional(),
        rights: z.string().max(30).optional(),
        language: z.string().max(50).optional(),
        startedOn: Day.optional(),
        note: z.string().max(500).optional(),
        keywords: z.string().max(500).optional(),
        kind: z.enum(["other", "construction"]).optional(),
        makerId: Id.optional(),
        unit: z.string().max(200).optional(),
      }),
    ),
  },
  responses: { 201: json(DossierView, "Hồ sơ"), default: PROBLEM },
});

/** The lists of a year, its dossiers and figures, and opening a dossier. */
export function dossierYearRoutes(app: DossierApp, dossiers: DossierDesk): void {
  app.openapi(years, async (c) => c.json(await dossiers.years(c.get("actor")), 200));
  app.openapi(list, async (c) => c.json(await dossiers.list(c.get("actor"), c.req.valid("param").year), 200));
  app.openapi(saveList, async (c) => {
    const { rev, ...input } = c.req.valid("json");
    return c.json(await dossiers.saveList(c.get("actor"), c.req.valid("param").year, rev, input), 200);
  });
  app.openapi(approveList, async (c) => {
    const { rev, decision } = c.req.valid("json");
    return c.json(await dossiers.approveList(c.get("actor"), c.req.valid("param").year, rev, decision), 200);
  });
  app.openapi(listSheet, async (c) => {
    const { year, format } = c.req.valid("param");
    return fileAnswer(await dossiers.listSheet(c.get("actor"), year, format)) as never;
  });
  app.openapi(all, async (c) => {
    const { year, ...filter } = c.req.valid("query");
    return c.json(await dossiers.all(c.get("actor"), year, filter), 200);
  });
  app.openapi(figures, async (c) => c.json(await dossiers.figures(c.get("actor"), c.req.valid("query").year), 200));
  app.openapi(open, async (c) => c.json(await dossiers.open(c.get("actor"), c.req.valid("json")), 201));
}
