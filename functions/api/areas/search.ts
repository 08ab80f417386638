import { createRoute, z } from "@hono/zod-openapi";
import {
  type SavedSearch,
  SEARCH_FIELDS,
  type SearchField,
  type SearchResult,
  type Use,
  type UseEntry,
  type UseFigures,
} from "../../../shared/office/index.ts";
import { type ApiDesk, body, fileContent, json, PROBLEM, routes, withActor } from "../context.ts";
import { fileAnswer } from "../files.ts";
import { described } from "../schemas.ts";

const FIELDS = SEARCH_FIELDS.map(({ key }) => key) as [SearchField, ...SearchField[]];
const Field = z.enum(FIELDS);
const Kind = z.enum(["document", "incoming", "upload", "dossier"]);
const Query = z
  .object({
    words: z.string().max(500).optional(),
    kinds: z.array(Kind).max(4).optional(),
    fields: z.partialRecord(Field, z.string().max(200)).optional(),
    show: z.array(Field).max(16).optional(),
    order: z.object({ field: Field, down: z.boolean().optional() }).optional(),
    page: z.number().int().min(1).max(100_000).optional(),
    pageSize: z.number().int().min(1).max(200).optional(),
  })
  .openapi("SearchQuery");
const Id = z.string().min(1).max(100);
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Of = z.object({ kind: Kind, id: Id });
const Saved = described<SavedSearch>("SavedSearch", "Yêu cầu tìm kiếm đã lưu");
const ResultSchema = described<SearchResult>("SearchResult", "Kết quả tìm kiếm: tổng số và các mục của trang");
const FieldSchema = described<{ key: SearchField; label: string; type?: "day" | "number" }>(
  "SearchFieldName",
  "Một trường tìm và hiển thị được",
);
const FiguresSchema = described<UseFigures>("UseFigures", "Lượt đăng nhập và sử dụng trong một khoảng ngày");
const UsesSchema = described<{ counts: Record<Use, number>; entries: UseEntry[] }>(
  "Uses",
  "Ai đã xem, tải, in và bao nhiêu lần",
);

const find = createRoute({
  method: "post",
  path: "/",
  summary: "Tìm văn bản, hồ sơ theo nội dung và mọi trường dữ liệu đặc tả",
  request: { body: body(Query) },
  responses: {
    200: json(ResultSchema, "Kết quả"),
    default: PROBLEM,
  },
});
const exported = createRoute({
  method: "post",
  path: "/export/{format}",
  summary: "Kết xuất kết quả tìm kiếm (.docx, .pdf, .xlsx)",
  request: { params: z.object({ format: z.enum(["docx", "pdf", "xlsx"]) }), body: body(Query) },
  responses: { 200: fileContent("application/octet-stream", "Tệp"), default: PROBLEM },
});
const fields = createRoute({
  method: "get",
  path: "/fields",
  summary: "Các trường tìm và hiển thị được",
  responses: { 200: json(z.array(FieldSchema), "Trường"), default: PROBLEM },
});
const saved = createRoute({
  method: "get",
  path: "/saved",
  summary: "Yêu cầu tìm kiếm đã lưu",
  responses: { 200: json(z.array(Saved), "Yêu cầu"), default: PROBLEM },
});
const save = createRoute({
  method: "post",
  path: "/saved",
  summary: "Lưu yêu cầu tìm kiếm",
  request: { body: body(z.object({ name: z.string().min(1).max(100), query: Query })) },
  responses: { 201: json(Saved, "Yêu cầu"), default: PROBLEM },
});
const forget = createRoute({
  method: "delete",
  path: "/saved/{id}",
  summary: "Xóa yêu cầu đã lưu",
  request: { params: z.object({ id: Id }) },
  responses: { 204: { description: "Đã xóa" }, default: PROBLEM },
});
const rebuild = createRoute({
  method: "post",
  path: "/rebuild",
  summary: "Lập lại chỉ mục tìm kiếm",
  responses: { 200: json(z.object({ indexed: z.number() }), "Số mục"), default: PROBLEM },
});
const figures = createRoute({
  method: "get",
  path: "/figures",
  summary: "Thống kê lượt truy cập hệ thống, văn bản, hồ sơ",
  request: { query: z.object({ from: Day, to: Day }) },
  responses: { 200: json(FiguresSchema, "Số liệu"), default: PROBLEM },
});
const uses = createRoute({
  method: "get",
  path: "/uses/{kind}/{id}",
  summary: "Lịch sử truy cập và sử dụng một văn bản, hồ sơ",
  request: { params: Of },
  responses: { 200: json(UsesSchema, "Lịch sử"), default: PROBLEM },
});
const print = createRoute({
  method: "get",
  path: "/print/{kind}/{id}",
  summary: "Bản in có đánh dấu in từ hệ thống; bản gốc giữ nguyên",
  request: { params: z.object({ kind: z.enum(["document", "incoming"]), id: Id }) },
  responses: { 200: fileContent("application/pdf", "PDF"), default: PROBLEM },
});

/** Search, saved searches, statistics, history of use. */
export function searchRoutes({ office }: ApiDesk) {
  const { search } = office;
  const app = routes();
  app.use(withActor(office));
  app.openapi(find, async (c) => c.json(await search.find(c.get("actor"), c.req.valid("json")), 200));
  app.openapi(
    exported,
    async (c) =>
      fileAnswer(await search.exportFound(c.get("actor"), c.req.valid("json"), c.req.valid("param").format)) as never,
  );
  app.openapi(fields, (c) => c.json([...SEARCH_FIELDS], 200));
  app.openapi(saved, async (c) => c.json(await search.saved(c.get("actor")), 200));
  app.openapi(save, async (c) => {
    const { name, query } = c.req.valid("json");
    return c.json(await search.save(c.get("actor"), name, query), 201);
  });
  app.openapi(forget, async (c) => {
    await search.forget(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(rebuild, async (c) => c.json(await search.rebuild(c.get("actor")), 200));
  app.openapi(figures, async (c) => {
    const { from, to } = c.req.valid("query");
    return c.json(await search.figures(c.get("actor"), from, to), 200);
  });
  app.openapi(uses, async (c) => c.json(await search.uses(c.get("actor"), c.req.valid("param")), 200));
  app.openapi(print, async (c) => fileAnswer(await search.markedPrint(c.get("actor"), c.req.valid("param"))) as never);
  return app;
}
