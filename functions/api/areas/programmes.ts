import { createRoute, z } from "@hono/zod-openapi";
import { VanthuError } from "../../../shared/errors/index.ts";
import { type ApiDesk, body, FILE_FIELD, json, multipart, PROBLEM, routes, withActor } from "../context.ts";
import { uploadedFile } from "../files.ts";
import {
  CompareQuery,
  EventSchema,
  EventsQuery,
  HistoryQuery,
  InstantQuery,
  ProgrammeInput,
  RecordedEventSchema,
  RestoreBody,
  RevisionAtSchema,
} from "../programme-schema.ts";
import {
  IdParam,
  ImportSchema,
  NewProgramme,
  ProgrammeSchema,
  ProgrammeSummarySchema,
  RevisionSchema,
} from "../schemas.ts";
import { addChangeRoutes } from "./programme-changes.ts";
import { addTaskTableRoutes } from "./task-table.ts";

const Revision = z.object({ revision: z.coerce.number().int().min(1).optional() });
const PreviewForm = z.object({ file: FILE_FIELD, sheet: z.string().max(200).optional() });
const ImportForm = PreviewForm.extend({
  revision: z.coerce.number().int().min(0),
  onlySound: z.enum(["true", "false"]).optional(),
  why: z.string().max(300).optional(),
  basis: z.string().max(2000).optional(),
  mode: z.enum(["replace", "add"]).optional(),
});
const SaveBody = z.object({
  programme: ProgrammeInput.openapi("ProgrammeInput", { type: "object" }),
  why: z.string().trim().min(1).max(300),
  basis: z.string().max(2000).optional(),
});

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Danh sách chương trình nhiệm vụ",
  responses: { 200: json(z.array(ProgrammeSummarySchema), "Danh sách"), default: PROBLEM },
});
const create = createRoute({
  method: "post",
  path: "/",
  summary: "Tạo chương trình nhiệm vụ",
  request: { body: body(NewProgramme) },
  responses: { 201: json(ProgrammeSchema, "Đã tạo"), default: PROBLEM },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một chương trình, bản mới nhất hoặc bản chỉ định",
  request: { params: IdParam, query: Revision },
  responses: { 200: json(ProgrammeSchema, "Chương trình"), default: PROBLEM },
});
const save = createRoute({
  method: "put",
  path: "/{id}",
  summary: "Lưu thành bản mới",
  request: { params: IdParam, body: body(SaveBody) },
  responses: { 200: json(ProgrammeSchema, "Bản mới"), default: PROBLEM },
});
const history = createRoute({
  method: "get",
  path: "/{id}/history",
  summary: "Các bản, mới nhất trước",
  request: { params: IdParam, query: HistoryQuery },
  responses: { 200: json(z.array(RevisionSchema), "Các bản"), default: PROBLEM },
});
const events = createRoute({
  method: "get",
  path: "/{id}/events",
  summary: "Các thay đổi, bản mới nhất trước: của cả chương trình, một nhiệm vụ, chỉ tiêu, nhóm hoặc một bản",
  request: { params: IdParam, query: EventsQuery },
  responses: { 200: json(z.array(RecordedEventSchema), "Các thay đổi"), default: PROBLEM },
});
const compare = createRoute({
  method: "get",
  path: "/{id}/compare",
  summary: "Khác biệt giữa hai bản",
  request: { params: IdParam, query: CompareQuery },
  responses: { 200: json(z.array(EventSchema), "Khác biệt"), default: PROBLEM },
});
const revisionAt = createRoute({
  method: "get",
  path: "/{id}/revision-at",
  summary: "Bản có hiệu lực tại một thời điểm",
  request: { params: IdParam, query: InstantQuery },
  responses: { 200: json(RevisionAtSchema, "Số của bản, null nếu chưa có bản nào"), default: PROBLEM },
});
const restore = createRoute({
  method: "post",
  path: "/{id}/restore",
  summary: "Khôi phục một bản cũ thành bản mới",
  request: { params: IdParam, body: body(RestoreBody) },
  responses: { 200: json(ProgrammeSchema, "Bản mới"), default: PROBLEM },
});
const preview = createRoute({
  method: "post",
  path: "/{id}/import/preview",
  summary: "Đọc thử bảng, không lưu gì",
  request: { params: IdParam, body: multipart(PreviewForm) },
  responses: { 200: json(ImportSchema, "Kết quả đọc"), default: PROBLEM },
});
const load = createRoute({
  method: "post",
  path: "/{id}/import",
  summary: "Nhập bảng thành bản mới",
  request: { params: IdParam, body: multipart(ImportForm) },
  responses: { 200: json(ProgrammeSchema, "Bản mới"), default: PROBLEM },
});

/** Programmes of tasks. */
export function programmeRoutes({ office }: ApiDesk) {
  const app = routes();
  app.use(withActor(office));

  app.openapi(list, async (c) => c.json(await office.programmes.list(c.get("actor")), 200));
  app.openapi(create, async (c) => c.json(await office.programmes.create(c.get("actor"), c.req.valid("json")), 201));
  app.openapi(get, async (c) =>
    c.json(await office.programmes.get(c.get("actor"), c.req.valid("param").id, c.req.valid("query").revision), 200),
  );
  app.openapi(history, async (c) =>
    c.json(await office.programmes.history(c.get("actor"), c.req.valid("param").id, c.req.valid("query")), 200),
  );

  app.openapi(events, async (c) =>
    c.json(await office.programmes.events(c.get("actor"), c.req.valid("param").id, c.req.valid("query")), 200),
  );
  app.openapi(compare, async (c) => {
    const { from, to } = c.req.valid("query");
    return c.json(await office.programmes.compare(c.get("actor"), c.req.valid("param").id, from, to), 200);
  });
  app.openapi(revisionAt, async (c) => {
    const { instant } = c.req.valid("query");
    const revision = await office.programmes.revisionAt(c.get("actor"), c.req.valid("param").id, instant);
    return c.json({ revision: revision ?? null }, 200);
  });
  app.openapi(restore, async (c) => {
    const { revision, ...change } = c.req.valid("json");
    return c.json(await office.programmes.restore(c.get("actor"), c.req.valid("param").id, revision, change), 200);
  });

  app.openapi(save, async (c) => {
    const { programme, ...reason } = c.req.valid("json");
    if (programme.id !== c.req.valid("param").id)
      throw new VanthuError("INVALID", {
        message: "Mã chương trình trong nội dung khác với địa chỉ.",
        where: "programme.id",
      });
    // The stored one decides whose programme it is, not the request.
    const stored = await office.programmes.get(c.get("actor"), programme.id);
    return c.json(
      await office.programmes.save(c.get("actor"), { ...programme, organisationId: stored.organisationId }, reason),
      200,
    );
  });

  app.openapi(preview, async (c) => {
    const form = c.req.valid("form");
    return c.json(
      await office.programmes.previewImport(c.get("actor"), await uploadedFile(form.file, "file"), form.sheet),
      200,
    );
  });

  app.openapi(load, async (c) => {
    const { file, revision, onlySound, ...rest } = c.req.valid("form");
    const options = { ...rest, onlySound: onlySound === "true" };
    return c.json(
      await office.programmes.import(
        c.get("actor"),
        c.req.valid("param").id,
        revision,
        await uploadedFile(file, "file"),
        options,
      ),
      200,
    );
  });

  addChangeRoutes(app, office);
  addTaskTableRoutes(app, office);
  return app;
}
