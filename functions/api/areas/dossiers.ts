import { createRoute, z } from "@hono/zod-openapi";
import { metadataXml } from "../../../shared/dossiers/index.ts";
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

const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .openapi({ example: "2026-11-22" });
const Year = z.coerce.number().int().min(1945).max(2200);
const Rev = z.number().int().min(0);
const Id = z.string().min(1).max(100);
const Reason = z.string().min(1).max(500);
const Format = z.enum(["docx", "pdf", "xlsx"]);
const Source = z.object({ from: z.enum(["document", "incoming", "upload"]), id: Id });
const Access = z.object({
  level: z.enum(["office", "restricted"]),
  people: z.array(Id).max(200),
  units: z.array(Id).max(50),
});
const Dossier = z
  .looseObject({
    id: z.string(),
    code: z.object({ organId: z.string(), year: z.number(), notation: z.string() }),
    title: z.string(),
    retention: z.string(),
    state: z.enum(["open", "closed", "offered", "kept"]),
    documents: z.number(),
    pages: z.number(),
  })
  .openapi("Dossier");
const DossierView = z
  .looseObject({
    id: z.string(),
    rev: z.number(),
    contents: z.array(z.looseObject({ ordinal: z.number(), source: Source })),
    actions: z.array(z.string()),
  })
  .openapi("DossierView");
const List = z
  .looseObject({ year: z.number(), rev: z.number(), state: z.enum(["draft", "approved"]) })
  .openapi("DossierList");
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
const MetadataAnswer = z.looseObject({ rev: z.number(), title: z.string() }).openapi("Metadata");
const Check = z
  .looseObject({ sound: z.boolean(), faults: z.array(z.looseObject({ code: z.string(), message: z.string() })) })
  .openapi("ArchiveCheck");

const IdParam = z.object({ id: Id });
const YearParam = z.object({ year: Year });
const FILE = { 200: fileContent("application/octet-stream", "Tệp"), default: PROBLEM };
const VIEW = { 200: json(DossierView, "Hồ sơ"), default: PROBLEM };

/** A route with a JSON body that changes a dossier. */
function change<B extends z.ZodType>(path: string, summary: string, schema: B) {
  return createRoute({
    method: "post",
    path: `/{id}/${path}`,
    summary,
    request: { params: IdParam, body: body(schema) },
    responses: VIEW,
  });
}

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
  responses: { 200: json(z.looseObject({ dossiers: z.number() }), "Số liệu"), default: PROBLEM },
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
const handOvers = createRoute({
  method: "get",
  path: "/hand-overs",
  summary: "Hồ sơ đến hạn, quá hạn, chờ nhận, giữ lại và các biên bản giao nhận",
  responses: { 200: json(z.looseObject({ due: z.array(Dossier) }), "Nộp lưu"), default: PROBLEM },
});
const announce = createRoute({
  method: "post",
  path: "/hand-overs/announce",
  summary: "Lưu trữ cơ quan thông báo hồ sơ đến hạn nộp lưu",
  responses: { 200: json(z.object({ told: z.number() }), "Số thông báo mới"), default: PROBLEM },
});
const IdsBody = z.object({ ids: z.array(Id).min(1).max(20) });
const offer = createRoute({
  method: "post",
  path: "/hand-overs/offer",
  summary: "Nộp lưu hồ sơ",
  request: { body: body(IdsBody) },
  responses: { 200: json(z.array(Dossier), "Hồ sơ"), default: PROBLEM },
});
const receive = createRoute({
  method: "post",
  path: "/hand-overs/receive",
  summary: "Lưu trữ cơ quan nhận hồ sơ",
  request: { body: body(IdsBody.extend({ basis: z.string().max(500).optional() })) },
  responses: { 200: json(z.looseObject({ id: z.string(), number: z.number() }), "Lần giao nhận"), default: PROBLEM },
});
const handOverSheet = createRoute({
  method: "get",
  path: "/hand-overs/{id}/{which}/{format}",
  summary: "Mục lục hồ sơ nộp lưu, biên bản giao nhận",
  request: { params: z.object({ id: Id, which: z.enum(["list", "record"]), format: Format }) },
  responses: FILE,
});
const ended = createRoute({
  method: "get",
  path: "/retention-ended",
  summary: "Hồ sơ hết thời hạn bảo quản, đề xuất xét (không tự hủy)",
  responses: { 200: json(z.array(z.looseObject({ endedOn: z.string() })), "Hồ sơ"), default: PROBLEM },
});
const lock = (path: "freeze" | "unfreeze", summary: string) =>
  createRoute({
    method: "post",
    path: `/${path}`,
    summary,
    request: { body: body(z.object({ ids: z.array(Id).min(1).max(1000), reason: Reason })) },
    responses: { 200: json(z.array(Dossier), "Hồ sơ"), default: PROBLEM },
  });
const freeze = lock("freeze", "Khóa các hồ sơ");
const unfreeze = lock("unfreeze", "Mở khóa các hồ sơ");
const checkRoute = createRoute({
  method: "post",
  path: "/archive/check",
  summary: "Kiểm tra gói lưu trữ (TT 05/2025/TT-BNV)",
  request: { body: multipart(z.object({ file: FILE_FIELD })) },
  responses: { 200: json(Check, "Kết quả"), default: PROBLEM },
});
const MetaParam = z.object({ from: z.enum(["document", "incoming", "dossier"]), id: Id });
const metadata = createRoute({
  method: "get",
  path: "/metadata/{from}/{id}",
  summary: "Dữ liệu đặc tả của văn bản, hồ sơ (Phụ lục VI Phần II)",
  request: { params: MetaParam },
  responses: { 200: json(MetadataAnswer, "Dữ liệu đặc tả"), default: PROBLEM },
});
const metadataFile = createRoute({
  method: "get",
  path: "/metadata/{from}/{id}/xml",
  summary: "Dữ liệu đặc tả dạng XML",
  request: { params: MetaParam },
  responses: { 200: fileContent("application/xml", "XML"), default: PROBLEM },
});
const setMetadata = createRoute({
  method: "put",
  path: "/metadata/{from}/{id}",
  summary: "Nhập dữ liệu đặc tả bổ sung",
  request: {
    params: MetaParam,
    body: body(
      z.object({
        rev: Rev,
        values: z.record(z.string().max(10), z.string().max(1000)),
        additional: z.array(z.object({ name: z.string().max(100), text: z.string().max(2000) })).max(50),
      }),
    ),
  },
  responses: { 200: json(MetadataAnswer, "Dữ liệu đặc tả"), default: PROBLEM },
});
const holding = createRoute({
  method: "get",
  path: "/holding/{from}/{id}",
  summary: "Các hồ sơ có văn bản này",
  request: { params: Source },
  responses: { 200: json(z.array(z.looseObject({ ordinal: z.number() })), "Hồ sơ và số thứ tự"), default: PROBLEM },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một hồ sơ",
  request: { params: IdParam },
  responses: VIEW,
});
const edit = change(
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
);
const put = change(
  "documents",
  "Đưa văn bản vào hồ sơ",
  z.object({ rev: Rev, source: Source, note: z.string().max(500).optional() }),
);
const takeOut = change("documents/remove", "Đưa văn bản ra khỏi hồ sơ đang mở", z.object({ rev: Rev, source: Source }));
const close = change("close", "Kết thúc hồ sơ", z.object({ rev: Rev, endedOn: Day }));
const reopen = change("reopen", "Mở lại hồ sơ", z.object({ rev: Rev, reason: Reason }));
const setAccess = change("access", "Quyền xem hồ sơ", z.object({ rev: Rev, access: Access }));
const transfer = change("transfer", "Bàn giao hồ sơ cho người khác", z.object({ rev: Rev, makerId: Id }));
const keepBack = change(
  "keep-back",
  "Giữ lại hồ sơ đến hạn nộp lưu",
  z.object({ rev: Rev, until: Day, consent: Reason }),
);
const returnOffer = change("return", "Lưu trữ trả lại hồ sơ", z.object({ reason: Reason }));
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

/** Dossiers: lists of a year, filing, hand-over, archive packages, metadata. */
export function dossierRoutes({ office }: ApiDesk) {
  const { dossiers } = office;
  const app = routes();
  app.use(withActor(office));

  app.openapi(years, async (c) => c.json(await dossiers.years(c.get("actor")), 200));
  app.openapi(list, async (c) =>
    c.json((await dossiers.list(c.get("actor"), c.req.valid("param").year)) as never, 200),
  );
  app.openapi(saveList, async (c) => {
    const { rev, ...input } = c.req.valid("json");
    return c.json((await dossiers.saveList(c.get("actor"), c.req.valid("param").year, rev, input)) as never, 200);
  });
  app.openapi(approveList, async (c) => {
    const { rev, decision } = c.req.valid("json");
    return c.json((await dossiers.approveList(c.get("actor"), c.req.valid("param").year, rev, decision)) as never, 200);
  });
  app.openapi(listSheet, async (c) => {
    const { year, format } = c.req.valid("param");
    return fileAnswer(await dossiers.listSheet(c.get("actor"), year, format)) as never;
  });
  app.openapi(all, async (c) => {
    const { year, ...filter } = c.req.valid("query");
    return c.json((await dossiers.all(c.get("actor"), year, filter)) as never, 200);
  });
  app.openapi(figures, async (c) =>
    c.json((await dossiers.figures(c.get("actor"), c.req.valid("query").year)) as never, 200),
  );
  app.openapi(open, async (c) => c.json((await dossiers.open(c.get("actor"), c.req.valid("json"))) as never, 201));
  app.openapi(handOvers, async (c) => c.json((await dossiers.handOvers(c.get("actor"))) as never, 200));
  app.openapi(announce, async (c) => c.json({ told: await dossiers.announce(c.get("actor")) }, 200));
  app.openapi(offer, async (c) =>
    c.json((await dossiers.offer(c.get("actor"), c.req.valid("json").ids)) as never, 200),
  );
  app.openapi(receive, async (c) => {
    const { ids, basis } = c.req.valid("json");
    return c.json((await dossiers.receive(c.get("actor"), ids, basis)) as never, 200);
  });
  app.openapi(handOverSheet, async (c) => {
    const { id, which, format } = c.req.valid("param");
    return fileAnswer(await dossiers.handOverSheet(c.get("actor"), id, which, format)) as never;
  });
  app.openapi(ended, async (c) => c.json((await dossiers.retentionEnded(c.get("actor"))) as never, 200));
  app.openapi(freeze, async (c) => {
    const { ids, reason } = c.req.valid("json");
    return c.json((await dossiers.freeze(c.get("actor"), ids, reason)) as never, 200);
  });
  app.openapi(unfreeze, async (c) => {
    const { ids, reason } = c.req.valid("json");
    return c.json((await dossiers.unfreeze(c.get("actor"), ids, reason)) as never, 200);
  });
  app.openapi(checkRoute, async (c) => {
    const { bytes } = await uploadedFile(c.req.valid("form").file, "file");
    return c.json((await dossiers.checkArchive(c.get("actor"), bytes)) as never, 200);
  });
  app.openapi(metadata, async (c) =>
    c.json((await dossiers.metadata(c.get("actor"), c.req.valid("param"))) as never, 200),
  );
  app.openapi(metadataFile, async (c) => {
    const of = c.req.valid("param");
    const bytes = new TextEncoder().encode(metadataXml(await dossiers.metadata(c.get("actor"), of)));
    return fileAnswer({ name: `du-lieu-dac-ta-${of.id}.xml`, contentType: "application/xml", bytes }) as never;
  });
  app.openapi(setMetadata, async (c) => {
    const { rev, ...input } = c.req.valid("json");
    return c.json((await dossiers.setMetadata(c.get("actor"), c.req.valid("param"), rev, input)) as never, 200);
  });
  app.openapi(holding, async (c) =>
    c.json((await dossiers.holding(c.get("actor"), c.req.valid("param"))) as never, 200),
  );
  app.openapi(get, async (c) => c.json((await dossiers.get(c.get("actor"), c.req.valid("param").id)) as never, 200));
  app.openapi(edit, async (c) => {
    const { rev, ...input } = c.req.valid("json");
    return c.json((await dossiers.edit(c.get("actor"), c.req.valid("param").id, rev, input)) as never, 200);
  });
  app.openapi(put, async (c) => {
    const { rev, source, note } = c.req.valid("json");
    return c.json((await dossiers.put(c.get("actor"), c.req.valid("param").id, rev, source, note)) as never, 200);
  });
  app.openapi(takeOut, async (c) => {
    const { rev, source } = c.req.valid("json");
    return c.json((await dossiers.takeOut(c.get("actor"), c.req.valid("param").id, rev, source)) as never, 200);
  });
  app.openapi(close, async (c) => {
    const { rev, endedOn } = c.req.valid("json");
    return c.json((await dossiers.close(c.get("actor"), c.req.valid("param").id, rev, endedOn)) as never, 200);
  });
  app.openapi(reopen, async (c) => {
    const { rev, reason } = c.req.valid("json");
    return c.json((await dossiers.reopen(c.get("actor"), c.req.valid("param").id, rev, reason)) as never, 200);
  });
  app.openapi(setAccess, async (c) => {
    const { rev, access } = c.req.valid("json");
    return c.json((await dossiers.setAccess(c.get("actor"), c.req.valid("param").id, rev, access)) as never, 200);
  });
  app.openapi(transfer, async (c) => {
    const { rev, makerId } = c.req.valid("json");
    return c.json((await dossiers.transfer(c.get("actor"), c.req.valid("param").id, rev, makerId)) as never, 200);
  });
  app.openapi(keepBack, async (c) => {
    const { rev, until, consent } = c.req.valid("json");
    return c.json(
      (await dossiers.keepBack(c.get("actor"), c.req.valid("param").id, rev, until, consent)) as never,
      200,
    );
  });
  app.openapi(returnOffer, async (c) =>
    c.json(
      (await dossiers.returnOffer(c.get("actor"), c.req.valid("param").id, c.req.valid("json").reason)) as never,
      200,
    ),
  );
  app.openapi(upload, async (c) => {
    const { file: held, rev, ...input } = c.req.valid("form");
    const brought = await uploadedFile(held, "file");
    return c.json(
      (await dossiers.upload(c.get("actor"), c.req.valid("param").id, rev, { ...input, file: brought })) as never,
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
  return app;
}
