import { createRoute, z } from "@hono/zod-openapi";
import type { RegisterForm, RegisterPage, RegisterQuery, RegisterRow } from "../../../shared/office/index.ts";
import type { LineChange } from "../../../shared/records/index.ts";
import { type ApiDesk, body, fileContent, json, PROBLEM, routes, withActor } from "../context.ts";
import { fileAnswer } from "../files.ts";
import { described, IncomingEntrySchema, OutgoingEntrySchema } from "../schemas.ts";
import { bookRoutes } from "./books.ts";

const FormSchema = described<RegisterForm>("RegisterForm", "Mẫu sổ theo Phụ lục IV: tên, căn cứ, các cột");
const FormsSchema = z.array(FormSchema);
const PageSchema = described<RegisterPage>("RegisterPage", "Một trang của sổ: mẫu, các dòng, chỗ đọc tiếp");
const RowSchema = described<RegisterRow>("RegisterRow", "Một dòng sổ");
const HistorySchema = z.array(described<LineChange>("RegisterLineChange", "Một lần ghi tay vào dòng sổ"));

const REGISTER_NAMES = ["outgoing", "incoming", "postal", "loans", "following", "copies"] as const;
const year = z.coerce.number().int().min(1945).max(2200);
const text = z.string().max(200).optional();
const day = z.iso.date().optional();
const number = z.coerce.number().int().min(0).max(99_999_999).optional();
const Search = z.object({ year, search: text });
const Register = z.object({ register: z.enum(REGISTER_NAMES) });
const Line = Register.extend({ year, key: z.string().max(400) });
const Lines = z.object({
  year,
  search: text,
  kind: text,
  unit: text,
  signatory: text,
  state: z.enum(["issued", "sent", "passed", "waiting", "voided", "taken-over"]).optional(),
  from: day,
  to: day,
  fromNumber: number,
  toNumber: number,
  series: z.string().max(300).optional(),
  reverse: z.enum(["true", "false"]).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  after: z.string().max(400).optional(),
});
const Cells = z.record(z.string().max(60), z.string().max(2_000));
const Print = Lines.extend({
  format: z.enum(["pdf", "docx"]).optional(),
  volume: z.coerce.number().int().min(1).max(999).optional(),
});
const Alike = z.object({
  code: text,
  notation: z.string().max(200),
  author: z.string().max(300),
  issuedOn: z.iso.date(),
});

const outgoing = createRoute({
  method: "get",
  path: "/outgoing",
  summary: "Sổ đăng ký văn bản đi của một năm",
  request: { query: Search },
  responses: { 200: json(z.array(OutgoingEntrySchema), "Các dòng theo số"), default: PROBLEM },
});
const incoming = createRoute({
  method: "get",
  path: "/incoming",
  summary: "Sổ đăng ký văn bản đến của một năm",
  request: { query: Search },
  responses: { 200: json(z.array(IncomingEntrySchema), "Các dòng theo số đến"), default: PROBLEM },
});
const alike = createRoute({
  method: "get",
  path: "/incoming/alike",
  summary: "Dòng sổ văn bản đến có thể là cùng một văn bản (Phụ lục VI, Phần I, III.1.h)",
  request: { query: Alike },
  responses: { 200: json(z.array(IncomingEntrySchema), "Các dòng giống"), default: PROBLEM },
});
const forms = createRoute({
  method: "get",
  path: "/forms",
  summary: "Các sổ theo Phụ lục IV và các cột của chúng",
  responses: { 200: json(FormsSchema, "Mẫu sổ"), default: PROBLEM },
});
const lines = createRoute({
  method: "get",
  path: "/{register}/lines",
  summary: "Một trang dòng của một sổ: tìm không dấu, lọc, đọc tiếp",
  request: { params: Register, query: Lines },
  responses: { 200: json(PageSchema, "Các dòng"), default: PROBLEM },
});
const enter = createRoute({
  method: "post",
  path: "/{register}/lines",
  summary: "Ghi một dòng của sổ ghi tay (sổ gửi bưu điện, sổ sử dụng bản lưu)",
  request: { params: Register, body: body(z.object({ cells: Cells })) },
  responses: { 201: json(RowSchema, "Dòng đã ghi"), default: PROBLEM },
});
const line = createRoute({
  method: "get",
  path: "/{register}/lines/{year}/{key}",
  summary: "Một dòng sổ",
  request: { params: Line },
  responses: { 200: json(RowSchema, "Dòng sổ"), default: PROBLEM },
});
const keep = createRoute({
  method: "put",
  path: "/{register}/lines/{year}/{key}",
  summary: "Ghi các cột ghi tay (ký nhận, ghi chú, ngày chuyển, số bản…), có lịch sử",
  request: { params: Line, body: body(z.object({ rev: z.number().int().min(1), cells: Cells })) },
  responses: { 200: json(RowSchema, "Dòng đã ghi"), default: PROBLEM },
});
const history = createRoute({
  method: "get",
  path: "/{register}/lines/{year}/{key}/history",
  summary: "Những lần ghi tay vào một dòng, cũ trước",
  request: { params: Line },
  responses: { 200: json(HistorySchema, "Lịch sử"), default: PROBLEM },
});
const print = createRoute({
  method: "get",
  path: "/{register}/print",
  summary: "Sổ để đóng quyển: bìa, trang đầu, các dòng (PDF hoặc Word)",
  request: { params: Register, query: Print },
  responses: { 200: fileContent("application/pdf", "Sổ"), default: PROBLEM },
});
const workbook = createRoute({
  method: "get",
  path: "/{register}/workbook",
  summary: "Sổ dạng bảng tính",
  request: { params: Register, query: Lines },
  responses: {
    200: fileContent("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Bảng tính"),
    default: PROBLEM,
  },
});

/** The registers of Phụ lục IV, and under `/books` the books of their numbers. */
export function registerRoutes({ office }: ApiDesk) {
  const app = routes();
  const { registers } = office;
  app.use(withActor(office));
  app.route("/books", bookRoutes({ office }));
  app.openapi(outgoing, async (c) => {
    const { year, search } = c.req.valid("query");
    return c.json(await registers.outgoing(c.get("actor"), year, search), 200);
  });
  app.openapi(incoming, async (c) => {
    const { year, search } = c.req.valid("query");
    return c.json(await registers.incoming(c.get("actor"), year, search), 200);
  });
  app.openapi(alike, async (c) => c.json(await registers.alike(c.get("actor"), c.req.valid("query")), 200));
  app.openapi(forms, (c) => c.json(registers.forms(c.get("actor")), 200));
  app.openapi(lines, async (c) => {
    const { register } = c.req.valid("param");
    return c.json(await registers.page(c.get("actor"), register, queryOf(c.req.valid("query"))), 200);
  });
  app.openapi(enter, async (c) => {
    const { register } = c.req.valid("param");
    return c.json(await registers.enter(c.get("actor"), register, c.req.valid("json").cells), 201);
  });
  app.openapi(line, async (c) => {
    const { register, year, key } = c.req.valid("param");
    return c.json(await registers.row(c.get("actor"), register, year, key), 200);
  });
  app.openapi(keep, async (c) => {
    const { register, year, key } = c.req.valid("param");
    const { rev, cells } = c.req.valid("json");
    return c.json(await registers.keep(c.get("actor"), register, year, key, rev, cells), 200);
  });
  app.openapi(history, async (c) => {
    const { register, year, key } = c.req.valid("param");
    return c.json(await registers.history(c.get("actor"), register, year, key), 200);
  });
  app.openapi(print, async (c) => {
    const { format, volume, ...query } = c.req.valid("query");
    const { register } = c.req.valid("param");
    return fileAnswer(
      await registers.print(c.get("actor"), register, queryOf(query), {
        ...(format === undefined ? {} : { format }),
        ...(volume === undefined ? {} : { volume }),
      }),
    ) as never;
  });
  app.openapi(
    workbook,
    async (c) =>
      fileAnswer(
        await registers.workbook(c.get("actor"), c.req.valid("param").register, queryOf(c.req.valid("query"))),
      ) as never,
  );
  return app;
}

function queryOf({ reverse, ...query }: z.infer<typeof Lines>): RegisterQuery {
  return { ...query, ...(reverse === undefined ? {} : { reverse: reverse === "true" }) } as RegisterQuery;
}
