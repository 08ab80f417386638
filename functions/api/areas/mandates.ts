import { createRoute, z } from "@hono/zod-openapi";
import type { ShownMandate } from "../../../shared/office/index.ts";
import { type ApiDesk, body, json, PROBLEM, routes, withActor } from "../context.ts";
import { described, IdParam, KIND } from "../schemas.ts";
import { SelfGrantSchema } from "./grants.ts";

const MandateSchema = described<ShownMandate>(
  "Mandate",
  "Thẩm quyền ký: ai, hình thức (TM., KT., TL., TUQ., Q.), thay ai, chức vụ, loại văn bản, từ ngày, đến ngày, căn cứ",
);
const NewMandate = z
  .object({
    personId: z.string().max(100),
    form: z.enum(["", "TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T", "T/L"]),
    above: z.string().max(300).optional(),
    onBehalfOf: z.string().max(300).default(""),
    title: z.string().max(300),
    kinds: z.array(KIND).max(20).optional(),
    from: z.string().max(10),
    to: z.string().max(10).optional(),
    basis: z.string().max(300),
  })
  .openapi("NewMandate");

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Mọi thẩm quyền ký đã ghi, mới nhất trước",
  responses: { 200: json(z.array(MandateSchema), "Danh sách"), default: PROBLEM },
});
const offered = createRoute({
  method: "get",
  path: "/offered",
  summary: "Thẩm quyền ký đang có hiệu lực, để chọn người ký khi soạn",
  responses: { 200: json(z.array(MandateSchema), "Danh sách"), default: PROBLEM },
});
const give = createRoute({
  method: "post",
  path: "/",
  summary: "Ghi thẩm quyền ký; thẩm quyền chung theo chức vụ của người đó chấm dứt",
  request: { body: body(NewMandate) },
  responses: {
    201: json(MandateSchema, "Đã ghi"),
    202: json(SelfGrantSchema, "Thẩm quyền ký cho chính mình: chờ người khác xác nhận"),
    default: PROBLEM,
  },
});
const end = createRoute({
  method: "post",
  path: "/{id}/end",
  summary: "Chấm dứt thẩm quyền ký từ hôm nay",
  request: { params: IdParam, body: body(z.object({ reason: z.string().max(500) })) },
  responses: { 200: json(MandateSchema, "Đã chấm dứt"), default: PROBLEM },
});

/** Who may sign for whom. */
export function mandateRoutes({ office }: ApiDesk) {
  const { mandates } = office;
  const app = routes();
  app.use(withActor(office));
  app.openapi(list, async (c) => c.json(await mandates.list(c.get("actor")), 200));
  app.openapi(offered, async (c) => c.json(await mandates.offered(c.get("actor")), 200));
  app.openapi(give, async (c) => {
    const { done, proposal } = await office.grants.giveMandate(c.get("actor"), c.req.valid("json"));
    return proposal === undefined ? c.json(done, 201) : c.json(proposal, 202);
  });
  app.openapi(end, async (c) =>
    c.json(await mandates.end(c.get("actor"), c.req.valid("param").id, c.req.valid("json").reason), 200),
  );
  return app;
}
