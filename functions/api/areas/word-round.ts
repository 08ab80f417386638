import { createRoute, z } from "@hono/zod-openapi";
import type { ConfirmedFields, WordProposal, WordProposalView, WordVersion } from "../../../shared/office/index.ts";
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
import { DOCX, fileAnswer, uploadedFile } from "../files.ts";
import { DocumentSchema, described, IdParam, RevSchema } from "../schemas.ts";

const ProposalSchema = described<WordProposal>("WordProposal", "Tệp Word đã tải lên, chờ nhận hoặc bỏ");
const ViewSchema = described<WordProposalView>(
  "WordProposalView",
  "Tệp Word đã tải lên: chỗ khác với dự thảo, chỗ ghi số, ngày, chữ ký, các phần của văn bản đổi theo",
);
const VersionSchema = described<WordVersion>("WordVersion", "Bản Word đã nhận làm bố cục của dự thảo");
const FieldsSchema = z
  .partialRecord(
    z.enum(["notation", "subject", "addressees", "recipients", "authority", "position", "name"]),
    z.string().max(20_000),
  )
  .openapi({ description: "Phần không đọc chắc được, ghi đúng như trên bản Word; danh sách: mỗi dòng một mục" });

const ProposalParam = IdParam.extend({ proposal: z.string().min(1).max(100) });
const VersionParam = IdParam.extend({ version: z.coerce.number().int().min(1).max(1_000_000) });

const propose = createRoute({
  method: "post",
  path: "/{id}/word",
  summary: "Tải lên tệp Word đã sửa và so với dự thảo; chưa thay đổi dự thảo",
  request: { params: IdParam, body: multipart(z.object({ file: FILE_FIELD })) },
  responses: { 201: json(ViewSchema, "Kết quả so sánh"), default: PROBLEM },
});
const proposals = createRoute({
  method: "get",
  path: "/{id}/word",
  summary: "Tệp Word chờ nhận hoặc bỏ, mới nhất trước",
  request: { params: IdParam },
  responses: { 200: json(z.array(ProposalSchema), "Danh sách"), default: PROBLEM },
});
const proposal = createRoute({
  method: "get",
  path: "/{id}/word/{proposal}",
  summary: "Một tệp Word chờ nhận, với mọi chỗ khác",
  request: { params: ProposalParam },
  responses: { 200: json(ViewSchema, "Kết quả so sánh"), default: PROBLEM },
});
const proposalPdf = createRoute({
  method: "get",
  path: "/{id}/word/{proposal}/pdf",
  summary: "Bản PDF dàn từ tệp Word chờ nhận",
  request: { params: ProposalParam },
  responses: { 200: fileContent("application/pdf", "Tệp PDF"), default: PROBLEM },
});
const proposalDocx = createRoute({
  method: "get",
  path: "/{id}/word/{proposal}/docx",
  summary: "Tệp Word chờ nhận, như sẽ được nhận",
  request: { params: ProposalParam },
  responses: { 200: fileContent(DOCX, "Tệp DOCX"), default: PROBLEM },
});
const accept = createRoute({
  method: "post",
  path: "/{id}/word/{proposal}/accept",
  summary: "Nhận tệp Word làm bố cục của dự thảo",
  request: { params: ProposalParam, body: body(RevSchema.extend({ fields: FieldsSchema.optional() })) },
  responses: { 200: json(DocumentSchema, "Văn bản sau thay đổi"), default: PROBLEM },
});
const discard = createRoute({
  method: "delete",
  path: "/{id}/word/{proposal}",
  summary: "Bỏ tệp Word đã tải lên",
  request: { params: ProposalParam },
  responses: { 204: { description: "Đã bỏ" }, default: PROBLEM },
});
const leave = createRoute({
  method: "post",
  path: "/{id}/word-leave",
  summary: "Rời bản Word, trở lại bố cục theo biểu mẫu",
  request: { params: IdParam, body: body(RevSchema) },
  responses: { 200: json(DocumentSchema, "Văn bản sau thay đổi"), default: PROBLEM },
});
const versions = createRoute({
  method: "get",
  path: "/{id}/word-versions",
  summary: "Các bản Word đã nhận, mới nhất trước",
  request: { params: IdParam },
  responses: { 200: json(z.array(VersionSchema), "Danh sách"), default: PROBLEM },
});
const versionFile = createRoute({
  method: "get",
  path: "/{id}/word-versions/{version}/docx",
  summary: "Tệp của một bản Word đã nhận",
  request: { params: VersionParam },
  responses: { 200: fileContent(DOCX, "Tệp DOCX"), default: PROBLEM },
});
const restore = createRoute({
  method: "post",
  path: "/{id}/word-versions/{version}/restore",
  summary: "So một bản Word cũ với dự thảo hiện tại để nhận lại",
  request: { params: VersionParam },
  responses: { 201: json(ViewSchema, "Kết quả so sánh"), default: PROBLEM },
});

/** Drafts worked on in Word: uploaded, compared, taken or left. */
export function wordRoundRoutes({ office }: ApiDesk) {
  const desk = office.wordRound;
  const app = routes();
  app.use(withActor(office));

  app.openapi(propose, async (c) => {
    const file = await uploadedFile(c.req.valid("form").file, "file");
    return c.json(await desk.propose(c.get("actor"), c.req.valid("param").id, file), 201);
  });
  app.openapi(proposals, async (c) => c.json(await desk.proposals(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(proposal, async (c) => {
    const { id, proposal: one } = c.req.valid("param");
    return c.json(await desk.proposal(c.get("actor"), id, one), 200);
  });
  app.openapi(proposalPdf, async (c) => {
    const { id, proposal: one } = c.req.valid("param");
    const file = await desk.proposalFile(c.get("actor"), id, one, "pdf");
    return fileAnswer({ ...file, contentType: "application/pdf" }) as never;
  });
  app.openapi(proposalDocx, async (c) => {
    const { id, proposal: one } = c.req.valid("param");
    const file = await desk.proposalFile(c.get("actor"), id, one, "docx");
    return fileAnswer({ ...file, contentType: DOCX }) as never;
  });
  app.openapi(accept, async (c) => {
    const { id, proposal: one } = c.req.valid("param");
    const { rev, fields } = c.req.valid("json");
    return c.json(await desk.accept(c.get("actor"), id, rev, one, fields as ConfirmedFields | undefined), 200);
  });
  app.openapi(discard, async (c) => {
    const { id, proposal: one } = c.req.valid("param");
    await desk.discard(c.get("actor"), id, one);
    return c.body(null, 204);
  });
  app.openapi(leave, async (c) =>
    c.json(await desk.leave(c.get("actor"), c.req.valid("param").id, c.req.valid("json").rev), 200),
  );
  app.openapi(versions, async (c) => c.json(await desk.versions(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(versionFile, async (c) => {
    const { id, version } = c.req.valid("param");
    const file = await desk.versionFile(c.get("actor"), id, version);
    return fileAnswer({ ...file, contentType: DOCX }) as never;
  });
  app.openapi(restore, async (c) => {
    const { id, version } = c.req.valid("param");
    return c.json(await desk.restore(c.get("actor"), id, version), 201);
  });
  return app;
}
