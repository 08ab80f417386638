import { createRoute, z } from "@hono/zod-openapi";
import { VanthuError } from "../../../shared/errors/index.ts";
import type { AgencyInput, DirectoryAgency, TableImportOptions, TablePreview } from "../../../shared/office/index.ts";
import {
  type AgencyFinding,
  type AgencyMatch,
  IMPORT_FIELD_LABELS,
  type ImportField,
  type TableView,
} from "../../../shared/tasks/index.ts";
import {
  type ApiDesk,
  body,
  FILE_FIELD,
  fileContent,
  json,
  multipart,
  PROBLEM,
  routes,
  withActor,
} from "../context.ts";
import { fileAnswer, uploadedFile } from "../files.ts";
import { described, IdParam, ProgrammeSchema } from "../schemas.ts";
import { TableViewBody, TableViewSchema } from "../task-table-schema.ts";

const PreviewSchema = described<TablePreview>(
  "TablePreview",
  "Kết quả đọc bảng, tên cơ quan cần xem lại, và việc nhập sẽ thêm, thay đổi, bỏ những gì",
);
const ViewSchema = described<TableView>(
  "TableView",
  "Các trang, hàng tiêu đề và các cột với giá trị mẫu và cách đọc đề nghị",
);
const AgencySchema = described<DirectoryAgency>("Agency", "Cơ quan trong danh mục: tên, viết tắt, tên cũ");
const MatchSchema = described<
  Omit<AgencyMatch, "match"> & { match: AgencyMatch["match"] & Partial<Pick<DirectoryAgency, "origin">> }
>("AgencyMatch", "Cơ quan mà một tên có thể chỉ tới");
const FindingSchema = described<AgencyFinding>("AgencyFinding", "Tên trong bảng khác với danh mục, kèm đề nghị");

const FIELDS = Object.keys(IMPORT_FIELD_LABELS);
const TableForm = z.object({
  file: FILE_FIELD,
  sheet: z.string().max(200).optional(),
  headerRow: z.coerce.number().int().min(0).max(1_000_000).optional(),
  mapping: z
    .string()
    .max(5_000)
    .optional()
    .openapi({
      description: `JSON: cột (đếm từ 0; -1 là không có) theo trường, ví dụ {"name":1,"leadAgency":2}. Trường: ${FIELDS.join(", ")}`,
    }),
  renames: z
    .string()
    .max(200_000)
    .optional()
    .openapi({ description: 'JSON: tên mới theo tên trong bảng, ví dụ {"Sở TT&TT":"Sở Khoa học và Công nghệ"}' }),
  mode: z.enum(["replace", "add"]).optional(),
});
const ImportForm = TableForm.extend({
  revision: z.coerce.number().int().min(1),
  onlySound: z.enum(["true", "false"]).optional(),
  learnAgencies: z.enum(["true", "false"]).optional(),
  why: z.string().max(300).optional(),
  basis: z.string().max(500).optional(),
});
const ExportQuery = z.object({
  revision: z.coerce.number().int().min(1).optional(),
  separator: z.enum([";", ","]).optional(),
  part: z.enum(["tasks", "targets"]).optional(),
});
const AgencyBody = z
  .object({
    id: z.string().min(1).max(100).optional(),
    name: z.string().max(300),
    abbreviations: z.array(z.string().max(300)).max(50).optional(),
    formerNames: z
      .array(
        z.object({
          name: z.string().max(300),
          until: z.iso.date().optional(),
          source: z.string().max(300).optional(),
          part: z.string().max(300).optional(),
        }),
      )
      .max(50)
      .optional(),
    parent: z.string().max(100).optional(),
  })
  .openapi("AgencyInput");

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const inspect = createRoute({
  method: "post",
  path: "/inspect",
  summary: "Các trang và cột của một tệp bảng",
  request: { body: multipart(TableForm.pick({ file: true, sheet: true, headerRow: true, mapping: true })) },
  responses: { 200: json(ViewSchema, "Các cột"), default: PROBLEM },
});
const preview = createRoute({
  method: "post",
  path: "/programmes/{id}/preview",
  summary: "Đọc thử bảng với cột, tên cơ quan đã chọn; không lưu gì",
  request: { params: IdParam, body: multipart(TableForm) },
  responses: { 200: json(PreviewSchema, "Kết quả đọc"), default: PROBLEM },
});
const load = createRoute({
  method: "post",
  path: "/programmes/{id}/import",
  summary: "Nhập bảng thành bản mới",
  request: { params: IdParam, body: multipart(ImportForm) },
  responses: { 200: json(ProgrammeSchema, "Bản mới"), default: PROBLEM },
});
const xlsx = createRoute({
  method: "get",
  path: "/programmes/{id}/export.xlsx",
  summary: "Xuất chương trình ra Excel; nhập lại được",
  request: { params: IdParam, query: ExportQuery.pick({ revision: true }) },
  responses: { 200: fileContent(XLSX, "Bảng tính"), default: PROBLEM },
});
const csv = createRoute({
  method: "get",
  path: "/programmes/{id}/export.csv",
  summary: "Xuất nhiệm vụ hoặc chỉ tiêu ra CSV (UTF-8); nhập lại được",
  request: { params: IdParam, query: ExportQuery },
  responses: { 200: fileContent("text/csv", "CSV"), default: PROBLEM },
});
const sample = createRoute({
  method: "get",
  path: "/sample.xlsx",
  summary: "Tệp mẫu để điền",
  responses: { 200: fileContent(XLSX, "Bảng tính"), default: PROBLEM },
});
const list = createRoute({
  method: "get",
  path: "/agencies",
  summary: "Danh mục cơ quan",
  responses: { 200: json(z.array(AgencySchema), "Theo tên"), default: PROBLEM },
});
const save = createRoute({
  method: "post",
  path: "/agencies",
  summary: "Thêm cơ quan, hoặc sửa cơ quan có mã đã cho",
  request: { body: body(AgencyBody) },
  responses: { 200: json(AgencySchema, "Đã lưu"), default: PROBLEM },
});
const remove = createRoute({
  method: "delete",
  path: "/agencies/{id}",
  summary: "Bỏ một cơ quan khỏi danh mục",
  request: { params: IdParam },
  responses: { 204: { description: "Đã bỏ" }, default: PROBLEM },
});
const view = createRoute({
  method: "get",
  path: "/view",
  summary: "Cách hiện bảng nhiệm vụ của người đang dùng",
  responses: { 200: json(TableViewSchema, "Cột, số hàng, cách nhóm"), default: PROBLEM },
});
const setView = createRoute({
  method: "put",
  path: "/view",
  summary: "Ghi nhớ cách hiện bảng nhiệm vụ; mục không nêu thì giữ nguyên",
  request: { body: body(TableViewBody) },
  responses: { 200: json(TableViewSchema, "Đã ghi nhớ"), default: PROBLEM },
});
const match = createRoute({
  method: "get",
  path: "/agencies/match",
  summary: "Một tên có thể là cơ quan nào: đúng tên, viết tắt, tên cũ, gần giống",
  request: { query: z.object({ name: z.string().min(1).max(300) }) },
  responses: { 200: json(z.array(MatchSchema), "Chắc nhất trước"), default: PROBLEM },
});
const inUse = createRoute({
  method: "get",
  path: "/agencies/in-use",
  summary: "Tên cơ quan trong các chương trình mà danh mục chưa có",
  responses: { 200: json(z.array(FindingSchema), "Các tên"), default: PROBLEM },
});
const adopt = createRoute({
  method: "post",
  path: "/agencies/adopt",
  summary: "Ghi các tên vào danh mục",
  request: { body: body(z.object({ names: z.array(z.string().min(1).max(300)).max(500) })) },
  responses: { 200: json(z.object({ added: z.number() }), "Số tên mới"), default: PROBLEM },
});

/** Import and export of programmes, and the directory of agencies. */
export function tableRoutes({ office }: ApiDesk) {
  const { tables, agencies, taskTable } = office;
  const app = routes();
  app.use(withActor(office));

  app.openapi(inspect, async (c) => {
    const { file, ...form } = c.req.valid("form");
    return c.json(await tables.inspect(c.get("actor"), await uploadedFile(file, "file"), optionsOf(form)), 200);
  });
  app.openapi(preview, async (c) => {
    const { file, ...form } = c.req.valid("form");
    const { id } = c.req.valid("param");
    return c.json(await tables.preview(c.get("actor"), id, await uploadedFile(file, "file"), optionsOf(form)), 200);
  });
  app.openapi(load, async (c) => {
    const { file, revision, onlySound, learnAgencies, why, basis, ...form } = c.req.valid("form");
    const { id } = c.req.valid("param");
    const programme = await tables.import(c.get("actor"), id, revision, await uploadedFile(file, "file"), {
      ...optionsOf(form),
      onlySound: onlySound === "true",
      learnAgencies: learnAgencies === "true",
      ...(why === undefined ? {} : { why }),
      ...(basis === undefined ? {} : { basis }),
    });
    return c.json(programme, 200);
  });
  app.openapi(xlsx, async (c) =>
    fileAnswer(await tables.exportXlsx(c.get("actor"), c.req.valid("param").id, c.req.valid("query").revision)),
  );
  app.openapi(csv, async (c) =>
    fileAnswer(await tables.exportCsv(c.get("actor"), c.req.valid("param").id, c.req.valid("query"))),
  );
  app.openapi(sample, async (c) => fileAnswer(await tables.sample(c.get("actor"))));

  app.openapi(view, async (c) => c.json(await taskTable.view(c.get("actor")), 200));
  app.openapi(setView, async (c) => c.json(await taskTable.setView(c.get("actor"), c.req.valid("json")), 200));

  app.openapi(match, async (c) => c.json(await agencies.match(c.get("actor"), c.req.valid("query").name), 200));
  app.openapi(inUse, async (c) => c.json(await agencies.inUse(c.get("actor")), 200));
  app.openapi(list, async (c) => c.json(await agencies.list(c.get("actor")), 200));
  app.openapi(save, async (c) => {
    const input: AgencyInput = c.req.valid("json");
    return c.json(await agencies.save(c.get("actor"), input), 200);
  });
  app.openapi(remove, async (c) => {
    await agencies.remove(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(adopt, async (c) =>
    c.json({ added: await agencies.adopt(c.get("actor"), c.req.valid("json").names) }, 200),
  );

  return app;
}

interface TableFormFields {
  sheet?: string | undefined;
  headerRow?: number | undefined;
  mapping?: string | undefined;
  renames?: string | undefined;
  mode?: "replace" | "add" | undefined;
}

/** @throws INVALID for JSON that is not what it should be */
function optionsOf({ sheet, headerRow, mapping, renames, mode }: TableFormFields): TableImportOptions {
  const columns = mapping === undefined ? undefined : jsonField("mapping", mapping);
  const names = renames === undefined ? undefined : jsonField("renames", renames);
  for (const [field, column] of Object.entries(columns ?? {})) {
    if (FIELDS.includes(field) && Number.isInteger(column) && Number(column) >= -1 && Number(column) < 200) continue;
    throw invalid("mapping", `Không có trường “${field.slice(0, 50)}”, hoặc số cột không đúng.`);
  }
  for (const [from, to] of Object.entries(names ?? {}))
    if (typeof to !== "string" || to.length > 300)
      throw invalid("renames", `Tên mới của “${from.slice(0, 50)}” không đúng.`);
  return {
    ...(sheet === undefined || sheet === "" ? {} : { sheet }),
    ...(headerRow === undefined ? {} : { headerRow }),
    ...(columns === undefined ? {} : { mapping: columns as Partial<Record<ImportField, number>> }),
    ...(names === undefined ? {} : { renames: names as Record<string, string> }),
    ...(mode === undefined ? {} : { mode }),
  };
}

function jsonField(where: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // told below
  }
  throw invalid(where, "Giá trị phải là một đối tượng JSON.");
}

function invalid(where: string, message: string): VanthuError {
  return new VanthuError("INVALID", { message, where });
}
