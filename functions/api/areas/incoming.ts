import { createRoute, z } from "@hono/zod-openapi";
import { VanthuError } from "../../../shared/errors/index.ts";
import type {
  ArrivalStamp,
  DocumentRecord,
  FollowUpLine,
  IncomingCounts,
  IncomingDesk,
  IncomingFigures,
  IncomingReference,
  OtherDocument,
  OutgoingFigures,
  Revised,
} from "../../../shared/office/index.ts";
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
import { fileAnswer, postedForm, uploadedFile } from "../files.ts";
import { described, IdParam, IncomingSchema, IncomingSummarySchema, isoDate } from "../schemas.ts";

const FileParam = IdParam.extend({ index: z.coerce.number().int().min(0).max(1000) });
const INCOMING = { 200: json(IncomingSchema, "Văn bản đến"), default: PROBLEM };
const rev = z.number().int().min(0);
const words = z.string().max(2000);
const personId = z.string().min(1).max(100);
const Assignee = z.union([z.strictObject({ personId }), z.strictObject({ unitId: personId })]);
const Helper = z.union([
  z.strictObject({ personId, dueOn: isoDate.optional() }),
  z.strictObject({ unitId: personId, dueOn: isoDate.optional() }),
]);
const Period = z.object({ from: isoDate, to: isoDate });
const ReferenceSchema = described<IncomingReference>(
  "IncomingReference",
  "Một văn bản đến khác, và nó trùng ở điểm nào",
);

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Văn bản đến, mới nhất trước",
  request: {
    query: z.object({
      progress: z.enum(["waiting", "rejected", "unassigned", "working", "done", "cancelled"]).optional(),
      due: z.enum(["overdue", "soon"]).optional(),
      mine: z.enum(["true"]).optional(),
      search: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(1000).optional(),
      after: z.string().max(100).optional().openapi({ description: "id của văn bản cuối cùng ở trang trước" }),
    }),
  },
  responses: { 200: json(z.array(IncomingSummarySchema), "Danh sách"), default: PROBLEM },
});
const counts = createRoute({
  method: "get",
  path: "/counts",
  summary: "Số văn bản đến mà người hỏi được xem, theo tình hình",
  responses: {
    200: json(
      described<IncomingCounts>("IncomingCounts", "Số văn bản đến theo tình hình, giao cho tôi, quá hạn"),
      "Số đếm",
    ),
    default: PROBLEM,
  },
});
const related = createRoute({
  method: "get",
  path: "/{id}/related",
  summary: "Văn bản mà gói tin này cập nhật, thay thế, thu hồi, và văn bản đang yêu cầu như vậy với nó",
  request: { params: IdParam },
  responses: {
    200: json(
      z.object({ changed: z.array(IncomingSummarySchema), changedBy: z.array(IncomingSummarySchema) }),
      "Văn bản liên quan",
    ),
    default: PROBLEM,
  },
});
const register = createRoute({
  method: "post",
  path: "/",
  summary: "Đăng ký văn bản giấy, thư điện tử hoặc tệp (data là JSON; file là các tệp PDF, JPEG, PNG, TIFF)",
  request: { body: multipart(z.object({ data: z.string(), file: FILE_FIELD })) },
  responses: { 201: json(IncomingSchema, "Văn bản chờ tiếp nhận"), default: PROBLEM },
});
const uploadPacket = createRoute({
  method: "post",
  path: "/packets",
  summary: "Nhận một tệp gói tin edXML được chuyển tới bằng cách khác",
  request: { body: multipart(z.object({ file: FILE_FIELD })) },
  responses: { 201: json(IncomingSchema, "Văn bản chờ tiếp nhận"), default: PROBLEM },
});
const duplicates = createRoute({
  method: "post",
  path: "/duplicates",
  summary: "Có văn bản nào trùng mã, hoặc trùng số, ký hiệu và cơ quan ban hành không",
  request: {
    body: body(
      z.object({
        organisationCode: z.string().max(35).optional(),
        organisation: z.string().max(500),
        number: z.string().max(100),
        notation: z.string().max(100),
        issuedOn: isoDate,
      }),
    ),
  },
  responses: { 200: json(z.array(ReferenceSchema), "Các văn bản trùng"), default: PROBLEM },
});
const assignees = createRoute({
  method: "get",
  path: "/assignees",
  summary: "Người và đơn vị có thể được giao",
  responses: {
    200: json(
      described<Awaited<ReturnType<IncomingDesk["assignees"]>>>("IncomingAssignees", "Người và đơn vị"),
      "Danh sách",
    ),
    default: PROBLEM,
  },
});
const followUp = createRoute({
  method: "get",
  path: "/follow-up",
  summary: "Các dòng của sổ theo dõi giải quyết văn bản đến",
  request: { query: z.object({ year: z.coerce.number().int().min(1945).max(2200) }) },
  responses: {
    200: json(z.array(described<FollowUpLine>("FollowUpLine", "Một dòng sổ theo dõi (7 cột)")), "Các dòng"),
    default: PROBLEM,
  },
});
const figures = createRoute({
  method: "get",
  path: "/figures",
  summary: "Báo cáo tình hình giải quyết văn bản đến",
  request: { query: Period },
  responses: { 200: json(described<IncomingFigures>("IncomingFigures", "Số liệu"), "Số liệu"), default: PROBLEM },
});
const outgoingFigures = createRoute({
  method: "get",
  path: "/outgoing-figures",
  summary: "Báo cáo tình hình giải quyết văn bản đi",
  request: { query: Period },
  responses: { 200: json(described<OutgoingFigures>("OutgoingFigures", "Số liệu"), "Số liệu"), default: PROBLEM },
});
const figuresFile = createRoute({
  method: "get",
  path: "/figures/{which}/{format}",
  summary: "Báo cáo dưới dạng tệp",
  request: {
    params: z.object({ which: z.enum(["incoming", "outgoing"]), format: z.enum(["pdf", "docx", "xlsx"]) }),
    query: Period,
  },
  responses: { 200: fileContent("application/octet-stream", "Tệp"), default: PROBLEM },
});
const answeredBy = createRoute({
  method: "get",
  path: "/answered-by/{id}",
  summary: "Văn bản đến mà một văn bản của cơ quan trả lời",
  request: { params: IdParam },
  responses: {
    200: json(ReferenceSchema.nullable(), "Văn bản đến; null khi không trả lời văn bản nào"),
    default: PROBLEM,
  },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một văn bản đến",
  request: { params: IdParam },
  responses: INCOMING,
});
const accept = createRoute({
  method: "post",
  path: "/{id}/accept",
  summary: "Tiếp nhận, vào sổ đến; knownDuplicates: đã so với các văn bản trùng",
  request: {
    params: IdParam,
    body: {
      required: false,
      content: { "application/json": { schema: z.object({ knownDuplicates: z.boolean().optional() }) } },
    },
  },
  responses: INCOMING,
});
const reject = createRoute({
  method: "post",
  path: "/{id}/reject",
  summary: "Từ chối kèm lý do",
  request: { params: IdParam, body: body(z.object({ reason: z.string().trim().min(1).max(500) })) },
  responses: INCOMING,
});
const assign = createRoute({
  method: "post",
  path: "/{id}/assign",
  summary: "Phân phối: đơn vị hoặc người chủ trì, phối hợp, thời hạn, ý kiến",
  request: {
    params: IdParam,
    body: body(
      z.strictObject({
        rev,
        lead: Assignee,
        with: z.array(Helper).max(40).optional(),
        opinion: words.optional(),
        dueOn: isoDate.optional(),
        workingDays: z.number().int().optional(),
        onBehalfOf: z.string().max(100).optional(),
      }),
    ),
  },
  responses: INCOMING,
});
const assignWithinUnit = createRoute({
  method: "post",
  path: "/{id}/assign-within-unit",
  summary: "Lãnh đạo đơn vị giao cho người trong đơn vị",
  request: {
    params: IdParam,
    body: body(
      z.strictObject({ rev, people: z.array(personId).max(40), opinion: words.optional(), dueOn: isoDate.optional() }),
    ),
  },
  responses: INCOMING,
});
const comment = createRoute({
  method: "post",
  path: "/{id}/comments",
  summary: "Ghi ý kiến chỉ đạo (lãnh đạo) hoặc đề xuất (người giải quyết)",
  request: { params: IdParam, body: body(z.strictObject({ rev, text: words })) },
  responses: INCOMING,
});
const start = createRoute({
  method: "post",
  path: "/{id}/start",
  summary: "Nhận giải quyết",
  request: { params: IdParam, body: body(z.strictObject({ rev })) },
  responses: INCOMING,
});
const finish = createRoute({
  method: "post",
  path: "/{id}/finish",
  summary: "Kết thúc giải quyết: bằng văn bản trả lời hoặc ghi kết quả",
  request: {
    params: IdParam,
    body: body(z.strictObject({ rev, note: words.optional(), answerSymbol: z.string().max(200).optional() })),
  },
  responses: INCOMING,
});
const reopen = createRoute({
  method: "post",
  path: "/{id}/reopen",
  summary: "Giải quyết lại, kèm lý do",
  request: { params: IdParam, body: body(z.strictObject({ rev, reason: words })) },
  responses: INCOMING,
});
const dossier = createRoute({
  method: "put",
  path: "/{id}/dossier",
  summary: "Số và ký hiệu hồ sơ",
  request: { params: IdParam, body: body(z.strictObject({ rev, dossier: z.string().max(200) })) },
  responses: INCOMING,
});
const draftAnswer = createRoute({
  method: "post",
  path: "/{id}/answers",
  summary: "Soạn công văn trả lời, liên kết hai chiều",
  request: { params: IdParam, body: body(z.strictObject({ rev })) },
  responses: {
    201: json(described<Revised<DocumentRecord>>("AnswerDraft", "Dự thảo công văn trả lời"), "Dự thảo"),
    default: PROBLEM,
  },
});
const answerChange = createRoute({
  method: "post",
  path: "/{id}/change-answer",
  summary: "Đồng ý (15) hoặc từ chối (16) yêu cầu thu hồi, lấy lại, cập nhật, thay thế của nơi gửi",
  request: {
    params: IdParam,
    body: body(z.strictObject({ agree: z.boolean(), reason: words.optional(), asked: z.string().max(40).optional() })),
  },
  responses: INCOMING,
});
const stamp = createRoute({
  method: "get",
  path: "/{id}/stamp",
  summary: "Dấu đến dưới dạng dữ liệu",
  request: { params: IdParam },
  responses: { 200: json(described<ArrivalStamp>("ArrivalStamp", "Dấu đến"), "Dấu đến"), default: PROBLEM },
});
const paper = createRoute({
  method: "get",
  path: "/{id}/papers/{paper}/{format}",
  summary: "Trang dấu đến, phiếu giải quyết, hoặc cả hai, thành tệp riêng",
  request: {
    params: IdParam.extend({ paper: z.enum(["stamp", "slip", "stamp-and-slip"]), format: z.enum(["pdf", "docx"]) }),
  },
  responses: { 200: fileContent("application/pdf", "Tệp"), default: PROBLEM },
});
const file = createRoute({
  method: "get",
  path: "/{id}/files/{index}",
  summary: "Một tệp của văn bản đến",
  request: { params: FileParam },
  responses: { 200: fileContent("application/octet-stream", "Tệp"), default: PROBLEM },
});

const OtherSchema = z.strictObject({
  channel: z.enum(["paper", "email", "file"]),
  from: z.strictObject({
    name: z.string().max(500),
    organisationCode: z.string().max(100).optional(),
    address: z.string().max(500).optional(),
  }),
  number: z.string().max(100),
  notation: z.string().max(100),
  issuedOn: z.string().max(20),
  kindName: z.string().max(200),
  subject: z.string().max(2000),
  signatory: z.strictObject({ position: z.string().max(500), name: z.string().max(500) }),
  dueOn: z.string().max(20).optional(),
  priority: z.number().int().optional(),
  pages: z.number().int().optional(),
}) satisfies z.ZodType<Omit<OtherDocument, "files">>;

/** The data of a document that is written down, from the JSON beside its files. @throws INVALID */
function otherDocument(text: unknown): Omit<OtherDocument, "files"> {
  let value: unknown;
  try {
    value = JSON.parse(typeof text === "string" ? text : "");
  } catch (cause) {
    throw new VanthuError("INVALID", { message: "Trường data không phải JSON.", where: "data", cause });
  }
  const read = OtherSchema.safeParse(value);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => ({
    code: "INVALID" as const,
    message: "Giá trị không đúng.",
    where: issue.path.join(".") || "data",
  }));
  throw new VanthuError("INVALID", { message: "Thông tin văn bản đến không đúng.", where: faults[0]!.where, faults });
}

/** Incoming documents: what came, accepting, rejecting, assigning, answering, recalls, papers and figures. */
export function incomingRoutes({ office }: ApiDesk) {
  const { incoming } = office;
  const app = routes();
  app.use(withActor(office));

  app.openapi(list, async (c) => {
    const { mine, ...filter } = c.req.valid("query");
    return c.json(
      await incoming.list(c.get("actor"), { ...filter, ...(mine === undefined ? {} : { mine: true }) }),
      200,
    );
  });
  app.openapi(counts, async (c) => c.json(await incoming.counts(c.get("actor")), 200));
  app.openapi(related, async (c) => c.json(await incoming.related(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(register, async (c) => {
    const form = await postedForm(c);
    const files = await Promise.all(
      [form.file ?? []]
        .flat()
        .flatMap((one) => (one instanceof File && one.size > 0 ? [uploadedFile(one, "file")] : [])),
    );
    return c.json(await incoming.register(c.get("actor"), { ...otherDocument(form.data), files }), 201);
  });
  app.openapi(uploadPacket, async (c) => {
    const { bytes } = await uploadedFile((await postedForm(c)).file, "file");
    return c.json(await incoming.uploadPacket(c.get("actor"), bytes), 201);
  });
  app.openapi(duplicates, async (c) => c.json(await incoming.duplicates(c.get("actor"), c.req.valid("json")), 200));
  app.openapi(assignees, async (c) => c.json(await incoming.assignees(c.get("actor")), 200));
  app.openapi(followUp, async (c) => c.json(await incoming.followUp(c.get("actor"), c.req.valid("query").year), 200));
  app.openapi(figures, async (c) => c.json(await incoming.figures(c.get("actor"), c.req.valid("query")), 200));
  app.openapi(outgoingFigures, async (c) =>
    c.json(await incoming.outgoingFigures(c.get("actor"), c.req.valid("query")), 200),
  );
  app.openapi(figuresFile, async (c) => {
    const { which, format } = c.req.valid("param");
    return fileAnswer(await incoming.figuresFile(c.get("actor"), c.req.valid("query"), which, format)) as never;
  });
  app.openapi(answeredBy, async (c) =>
    c.json((await incoming.answeredBy(c.get("actor"), c.req.valid("param").id)) ?? null, 200),
  );
  app.openapi(get, async (c) => c.json(await incoming.get(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(accept, async (c) => {
    const sent = (c.req.header("content-type") ?? "").startsWith("application/json") ? c.req.valid("json") : {};
    return c.json(await incoming.accept(c.get("actor"), c.req.valid("param").id, sent), 200);
  });
  app.openapi(reject, async (c) => {
    const rejected = await incoming.reject(c.get("actor"), c.req.valid("param").id, c.req.valid("json").reason);
    return c.json(rejected, 200);
  });
  app.openapi(assign, async (c) => {
    const { rev, ...input } = c.req.valid("json");
    return c.json(await incoming.assign(c.get("actor"), c.req.valid("param").id, rev, input), 200);
  });
  app.openapi(assignWithinUnit, async (c) => {
    const { rev, ...input } = c.req.valid("json");
    return c.json(await incoming.assignWithinUnit(c.get("actor"), c.req.valid("param").id, rev, input), 200);
  });
  app.openapi(comment, async (c) => {
    const { rev, text } = c.req.valid("json");
    return c.json(await incoming.comment(c.get("actor"), c.req.valid("param").id, rev, text), 200);
  });
  app.openapi(start, async (c) =>
    c.json(await incoming.start(c.get("actor"), c.req.valid("param").id, c.req.valid("json").rev), 200),
  );
  app.openapi(finish, async (c) => {
    const { rev, ...result } = c.req.valid("json");
    return c.json(await incoming.finish(c.get("actor"), c.req.valid("param").id, rev, result), 200);
  });
  app.openapi(reopen, async (c) => {
    const { rev, reason } = c.req.valid("json");
    return c.json(await incoming.reopen(c.get("actor"), c.req.valid("param").id, rev, reason), 200);
  });
  app.openapi(dossier, async (c) => {
    const { rev, dossier } = c.req.valid("json");
    return c.json(await incoming.setDossier(c.get("actor"), c.req.valid("param").id, rev, dossier), 200);
  });
  app.openapi(draftAnswer, async (c) =>
    c.json(await incoming.draftAnswer(c.get("actor"), c.req.valid("param").id, c.req.valid("json").rev), 201),
  );
  app.openapi(answerChange, async (c) =>
    c.json(await incoming.answerChange(c.get("actor"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(stamp, async (c) => c.json(await incoming.stamp(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(paper, async (c) => {
    const { id, paper, format } = c.req.valid("param");
    return fileAnswer(await incoming.paper(c.get("actor"), id, paper, format)) as never;
  });
  app.openapi(file, async (c) => {
    const { id, index } = c.req.valid("param");
    const found = await incoming.file(c.get("actor"), id, index);
    // What others sent is only ever saved: its type is theirs to claim, not ours to serve.
    return fileAnswer({ ...found, contentType: "application/octet-stream" }) as never;
  });

  return app;
}
