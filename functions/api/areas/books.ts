import { createRoute, z } from "@hono/zod-openapi";
import type {
  BookView,
  LedgerReport,
  NumberingSettings,
  TakenOverBook,
  TakeOverInput,
} from "../../../shared/office/index.ts";
import { type ApiDesk, body, FILE_FIELD, fileContent, json, multipart, PROBLEM, routes } from "../context.ts";
import { fileAnswer, uploadedFile } from "../files.ts";
import { described } from "../schemas.ts";

const BookSchema = described<BookView>("Book", "Sổ: dãy số, số cuối, số liệu, người mở, số liệu khóa sổ");
const BooksSchema = z.array(BookSchema);
const TakenOverSchema = described<TakenOverBook>("TakenOverBook", "Sổ đã tiếp quản, số dòng nhận được, cảnh báo");
const SettingsSchema = described<NumberingSettings & { rev: number }>(
  "NumberingSettings",
  "Loại văn bản và hội đồng, ban, tổ đánh số riêng",
);
const ReportSchema = described<LedgerReport>("LedgerReport", "Báo cáo không thiếu số, không trùng số");

const BookName = z.object({
  system: z.enum(["state", "party", "incoming"]),
  register: z
    .string()
    .min(1)
    .max(100)
    .openapi({ description: '"chung", mã loại ("QĐ"), "sao", "@" và chữ viết tắt của ban' }),
  period: z
    .string()
    .regex(/^\d{4}(-\d{4})?$/)
    .openapi({ description: "Năm, hoặc nhiệm kỳ 2025-2030" }),
});
const Settings = z.object({
  rev: z.number().int().min(0),
  ownSeries: z
    .array(z.object({ kind: z.string().max(10), fromYear: z.number().int(), toYear: z.number().int().optional() }))
    .max(50),
  bodies: z.array(z.object({ abbreviation: z.string().max(50), name: z.string().max(300) })).max(50),
});
const Year = z.object({ year: z.coerce.number().int().min(1945).max(2200).optional() });

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Các sổ số văn bản",
  responses: { 200: json(BooksSchema, "Sổ mới nhất trước"), default: PROBLEM },
});
const open = createRoute({
  method: "post",
  path: "/",
  summary: "Mở sổ trước khi cấp số đầu tiên",
  request: { body: body(BookName) },
  responses: { 201: json(BookSchema, "Sổ đã mở"), default: PROBLEM },
});
const close = createRoute({
  method: "post",
  path: "/close",
  summary: "Khóa sổ: không cấp số nữa, niêm bằng số liệu",
  request: { body: body(z.object({ series: z.string().max(300), reason: z.string().max(500).optional() })) },
  responses: { 200: json(BookSchema, "Sổ đã khóa"), default: PROBLEM },
});
const takeOver = createRoute({
  method: "post",
  path: "/take-over",
  summary: "Tiếp quản dãy số của hệ thống khác, kèm sổ cũ (.xlsx, .csv) nếu có",
  request: {
    body: multipart(
      BookName.extend({
        last: z.coerce.number().int().min(1).max(99_999_999),
        from: z.string().min(1).max(200),
        file: FILE_FIELD.optional(),
      }),
    ),
  },
  responses: { 200: json(TakenOverSchema, "Sổ đã tiếp quản"), default: PROBLEM },
});
const settings = createRoute({
  method: "get",
  path: "/settings",
  summary: "Cách đánh số của cơ quan",
  responses: { 200: json(SettingsSchema, "Cách đánh số"), default: PROBLEM },
});
const changeSettings = createRoute({
  method: "put",
  path: "/settings",
  summary: "Đổi cách đánh số, từ sổ chưa cấp số nào",
  request: { body: body(Settings) },
  responses: { 200: json(SettingsSchema, "Cách đánh số"), default: PROBLEM },
});
const report = createRoute({
  method: "get",
  path: "/report",
  summary: "Báo cáo chứng minh không thiếu số, không trùng số",
  request: { query: Year },
  responses: { 200: json(ReportSchema, "Từng sổ"), default: PROBLEM },
});
const reportFile = createRoute({
  method: "get",
  path: "/report/file",
  summary: "Báo cáo đó dạng PDF hoặc bảng tính",
  request: { query: Year.extend({ format: z.enum(["pdf", "xlsx"]) }) },
  responses: { 200: fileContent("application/pdf", "Báo cáo"), default: PROBLEM },
});

/** Books of numbers: opened, closed, taken over, proved. */
export function bookRoutes({ office }: ApiDesk) {
  const app = routes();
  const { books } = office;
  app.openapi(list, async (c) => c.json(await books.list(c.get("actor")), 200));
  app.openapi(open, async (c) => c.json(await books.open(c.get("actor"), c.req.valid("json")), 201));
  app.openapi(close, async (c) => {
    const { series, reason } = c.req.valid("json");
    return c.json(await books.close(c.get("actor"), series, reason), 200);
  });
  app.openapi(takeOver, async (c) => {
    const { last, from, file, ...name } = c.req.valid("form");
    const given = file instanceof File && file.size > 0;
    const input: TakeOverInput = { last, from, ...(given ? { file: await uploadedFile(file, "file") } : {}) };
    return c.json(await books.takeOver(c.get("actor"), name, input), 200);
  });
  app.openapi(settings, async (c) => c.json(await books.settings(c.get("actor")), 200));
  app.openapi(changeSettings, async (c) => {
    const { rev, ...wanted } = c.req.valid("json");
    return c.json(await books.changeSettings(c.get("actor"), rev, wanted as NumberingSettings), 200);
  });
  app.openapi(report, async (c) => c.json(await books.report(c.get("actor"), c.req.valid("query").year), 200));
  app.openapi(reportFile, async (c) => {
    const { format, year } = c.req.valid("query");
    return fileAnswer(await books.reportFile(c.get("actor"), format, year)) as never;
  });
  return app;
}
