import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Actor } from "../../../shared/access/index.ts";
import { type ApiEnv, body, FILE_FIELD, fileContent, json, multipart, PROBLEM } from "../context.ts";
import { fileAnswer, uploadedFile } from "../files.ts";
import {
  Day,
  type DossierApp,
  type DossierDesk,
  DossierView,
  FILE,
  Format,
  Id,
  Reason,
  Rev,
  Source,
} from "./dossier-schemas.ts";

const Access = z.object({
  level: z.enum(["office", "restricted"]),
  people: z.array(Id).max(200),
  units: z.array(Id).max(50),
});
const IdParam = z.object({ id: Id });
const VIEW = { 200: json(DossierView, "Hồ sơ"), default: PROBLEM };

const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một hồ sơ",
  request: { params: IdParam },
  responses: VIEW,
});
const upload = createRoute({
  method: "post",
  path: "/{id}/files",
  summary: "Tải tài liệu khác (ảnh, ghi âm, tệp) vào hồ sơ",
  request: {
    params: IdParam,
    body: multipart(
      z.object({
        file: FILE_FIELD,
        rev: z.coerce.number().int().min(1),
        title: z.string().max(500),
        typeName: z.string().max(100).optional(),
        issuedOn: Day,
        issuer: z.string().max(200).optional(),
        pages: z.coerce.number().int().min(1).max(999).optional(),
        note: z.string().max(500).optional(),
      }),
    ),
  },
  responses: VIEW,
});
const file = createRoute({
  method: "get",
  path: "/{id}/files/{from}/{source}/{index}",
  summary: "Tệp của một văn bản trong hồ sơ",
  request: {
    params: z.object({
      id: Id,
      from: z.enum(["document", "incoming", "upload"]),
      source: Id,
      index: z.coerce.number().int().min(0).max(999),
    }),
  },
  responses: FILE,
});
const contents = createRoute({
  method: "get",
  path: "/{id}/contents/{format}",
  summary: "Mục lục văn bản, tài liệu trong hồ sơ",
  request: { params: z.object({ id: Id, format: Format }) },
  responses: FILE,
});
const archive = createRoute({
  method: "get",
  path: "/{id}/archive/{kind}",
  summary: "Gói lưu trữ của hồ sơ",
  request: { params: z.object({ id: Id, kind: z.enum(["SIP_hoso", "AIP_hoso"]) }) },
  responses: { 200: fileContent("application/zip", "Gói ZIP"), default: PROBLEM },
});

/** Answers a change of a dossier that comes as JSON with the dossier as it then stands. */
function change<B extends z.ZodType>(
  app: DossierApp,
  path: string,
  summary: string,
  schema: B,
  does: (actor: Actor, id: string, input: z.output<B>) => Promise<unknown>,
): void {
  const route = createRoute({
    method: "post",
    path: `/{id}/${path}`,
    summary,
    request: { params: IdParam, body: body(schema) },
    responses: VIEW,
  });
  app.openapi(route, (async (c: Context<ApiEnv>) => {
    // The compiler cannot follow a schema left open; the route has checked the body against it.
    const input = c.req.valid("json" as never) as z.output<B>;
    const { id } = c.req.valid("param" as never) as z.output<typeof IdParam>;
    return c.json((await does(c.get("actor"), id, input)) as never, 200);
  }) as never);
}

/** One dossier: its changes, files, sheets and packages. */
export function oneDossierRoutes(app: DossierApp, dossiers: DossierDesk): void {
  app.openapi(get, async (c) => c.json(await dossiers.get(c.get("actor"), c.req.valid("param").id), 200));
  change(
    app,
    "edit",
    "Sửa thông tin hồ sơ đang mở",
    z.object({
      rev: Rev,
      notation: z.string().max(20).optional(),
      title: z.string().max(500).optional(),
      retention: z.string().max(30).optional(),
      rights: z.string().max(30).optional(),
      language: z.string().max(50).optional(),
      startedOn: Day.optional(),
      note: z.string().max(500).optional(),
      keywords: z.string().max(500).optional(),
      kind: z.enum(["other", "construction"]).optional(),
      unit: z.string().max(200).optional(),
    }),
    (actor, id, { rev, ...input }) => dossiers.edit(actor, id, rev, input),
  );
  change(
    app,
    "documents",
    "Đưa văn bản vào hồ sơ",
    z.object({ rev: Rev, source: Source, note: z.string().max(500).optional() }),
    (actor, id, { rev, source, note }) => dossiers.put(actor, id, rev, source, note),
  );
  change(
    app,
    "documents/remove",
    "Đưa văn bản ra khỏi hồ sơ đang mở",
    z.object({ rev: Rev, source: Source }),
    (actor, id, { rev, source }) => dossiers.takeOut(actor, id, rev, source),
  );
  change(app, "close", "Kết thúc hồ sơ", z.object({ rev: Rev, endedOn: Day }), (actor, id, { rev, endedOn }) =>
    dossiers.close(actor, id, rev, endedOn),
  );
  change(app, "reopen", "Mở lại hồ sơ", z.object({ rev: Rev, reason: Reason }), (actor, id, { rev, reason }) =>
    dossiers.reopen(actor, id, rev, reason),
  );
  change(app, "access", "Quyền xem hồ sơ", z.object({ rev: Rev, access: Access }), (actor, id, { rev, access }) =>
    dossiers.setAccess(actor, id, rev, access),
  );
  change(
    app,
    "transfer",
    "Bàn giao hồ sơ cho người khác",
    z.object({ rev: Rev, makerId: Id }),
    (actor, id, { rev, makerId }) => dossiers.transfer(actor, id, rev, makerId),
  );
  change(
    app,
    "keep-back",
    "Giữ lại hồ sơ đến hạn nộp lưu",
    z.object({ rev: Rev, until: Day, consent: Reason }),
    (actor, id, { rev, until, consent }) => dossiers.keepBack(actor, id, rev, until, consent),
  );
  change(app, "return", "Lưu trữ trả lại hồ sơ", z.object({ reason: Reason }), (actor, id, { reason }) =>
    dossiers.returnOffer(actor, id, reason),
  );
  app.openapi(upload, async (c) => {
    const { file: held, rev, ...input } = c.req.valid("form");
    const brought = await uploadedFile(held, "file");
    return c.json(
      await dossiers.upload(c.get("actor"), c.req.valid("param").id, rev, { ...input, file: brought }),
      200,
    );
  });
  app.openapi(file, async (c) => {
    const { id, from, source, index } = c.req.valid("param");
    return fileAnswer(await dossiers.file(c.get("actor"), id, { from, id: source }, index)) as never;
  });
  app.openapi(contents, async (c) => {
    const { id, format } = c.req.valid("param");
    return fileAnswer(await dossiers.contentsSheet(c.get("actor"), id, format)) as never;
  });
  app.openapi(archive, async (c) => {
    const { id, kind } = c.req.valid("param");
    return fileAnswer(await dossiers.exportArchive(c.get("actor"), id, kind)) as never;
  });
}
