import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Office } from "../../../shared/office/index.ts";
import { type ApiEnv, body, FILE_FIELD, fileContent, json, multipart, PROBLEM } from "../context.ts";
import { fileAnswer, uploadedFile } from "../files.ts";
import { ChangedSchema, ChangedTaskSchema, ReasonBody, TaskParam } from "../programme-schema.ts";
import { IdParam } from "../schemas.ts";
import {
  BulkBody,
  BulkResultSchema,
  bulkRequest,
  TaskPageSchema,
  TaskRowsQuery,
  UndoBody,
} from "../task-table-schema.ts";

const FileParam = TaskParam.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const FilesForm = z.object({
  files: FILE_FIELD,
  revision: z.coerce.number().int().min(1),
  why: z.string().max(2000).optional(),
  basis: z.string().max(2000).optional(),
});

const rows = createRoute({
  method: "get",
  path: "/{id}/tasks",
  summary: "Bảng nhiệm vụ: lọc, tìm không dấu, sắp xếp theo tiếng Việt, từng trang",
  request: { params: IdParam, query: TaskRowsQuery },
  responses: { 200: json(TaskPageSchema, "Một trang"), default: PROBLEM },
});
const previewBulk = createRoute({
  method: "post",
  path: "/{id}/bulk/preview",
  summary: "Xem trước việc sửa nhiều nhiệm vụ; không lưu gì",
  request: { params: IdParam, body: body(BulkBody) },
  responses: { 200: json(BulkResultSchema, "Những gì sẽ đổi"), default: PROBLEM },
});
const bulk = createRoute({
  method: "post",
  path: "/{id}/bulk",
  summary: "Sửa nhiều nhiệm vụ thành một bản: chủ trì, phối hợp, thời hạn, gia hạn, nhóm, hoàn thành, đưa ra",
  request: { params: IdParam, body: body(BulkBody) },
  responses: { 200: json(BulkResultSchema, "Những gì đã đổi"), default: PROBLEM },
});
const undo = createRoute({
  method: "post",
  path: "/{id}/undo",
  summary: "Hoàn tác riêng một bản thành bản mới; thay đổi của người khác sau đó vẫn giữ",
  request: { params: IdParam, body: body(UndoBody) },
  responses: { 200: json(ChangedSchema, "Bản mới"), default: PROBLEM },
});
const attach = createRoute({
  method: "post",
  path: "/{id}/tasks/{taskId}/files",
  summary: "Thêm tệp minh chứng vào một nhiệm vụ",
  request: { params: TaskParam, body: multipart(FilesForm) },
  responses: { 200: json(ChangedTaskSchema, "Bản mới và nhiệm vụ"), default: PROBLEM },
});
const download = createRoute({
  method: "get",
  path: "/{id}/tasks/{taskId}/files/{sha256}",
  summary: "Tải một tệp minh chứng mà nhiệm vụ có hoặc từng có",
  request: { params: FileParam },
  responses: { 200: fileContent("application/octet-stream", "Tệp, với kiểu nội dung của nó"), default: PROBLEM },
});
const detach = createRoute({
  method: "post",
  path: "/{id}/tasks/{taskId}/files/{sha256}/remove",
  summary: "Gỡ một tệp minh chứng; các bản trước vẫn giữ",
  request: { params: FileParam, body: body(ReasonBody) },
  responses: { 200: json(ChangedTaskSchema, "Bản mới và nhiệm vụ"), default: PROBLEM },
});

/** The task table of a programme: rows, one change of many, undo, files of evidence. */
export function addTaskTableRoutes(app: OpenAPIHono<ApiEnv>, { programmes, taskTable }: Office): void {
  app.openapi(rows, async (c) => {
    const { sort, descending, flat, ...query } = c.req.valid("query");
    const page = await taskTable.rows(c.get("actor"), c.req.valid("param").id, {
      ...query,
      ...(sort === undefined ? {} : { by: sort }),
      descending: descending === "true",
      flat: flat === "true",
    });
    return c.json(page, 200);
  });
  app.openapi(previewBulk, async (c) => {
    const request = bulkRequest(c.req.valid("json"));
    const {
      programme: _,
      differences: __,
      ...result
    } = await taskTable.previewBulk(c.get("actor"), c.req.valid("param").id, request);
    return c.json(result, 200);
  });
  app.openapi(bulk, async (c) => {
    const given = c.req.valid("json");
    const options = { onlySound: given.onlySound === true };
    return c.json(await taskTable.bulk(c.get("actor"), c.req.valid("param").id, bulkRequest(given), options), 200);
  });
  app.openapi(undo, async (c) => {
    const { revision, ...reason } = c.req.valid("json");
    const { id } = c.req.valid("param");
    const undone = await programmes.undo(c.get("actor"), id, revision, reason);
    return c.json({ id, revision: undone.revision }, 200);
  });
  app.openapi(attach, async (c) => {
    const { files, revision, ...reason } = c.req.valid("form");
    const { id, taskId } = c.req.valid("param");
    const brought = await Promise.all([files].flat().map((file) => uploadedFile(file, "files")));
    const changed = await taskTable.attach(c.get("actor"), id, revision, taskId, brought, reason);
    const task = changed.tasks.find((one) => one.id === taskId);
    return c.json({ id, revision: changed.revision, ...(task === undefined ? {} : { task }) }, 200);
  });
  app.openapi(download, async (c) => {
    const { id, taskId, sha256 } = c.req.valid("param");
    return fileAnswer(await taskTable.file(c.get("actor"), id, taskId, sha256));
  });
  app.openapi(detach, async (c) => {
    const { revision, ...reason } = c.req.valid("json");
    const { id, taskId, sha256 } = c.req.valid("param");
    const changed = await taskTable.detach(c.get("actor"), id, revision, taskId, sha256, reason);
    const task = changed.tasks.find((one) => one.id === taskId);
    return c.json({ id, revision: changed.revision, ...(task === undefined ? {} : { task }) }, 200);
  });
}
