import { createRoute, z } from "@hono/zod-openapi";
import type {
  DeliveryCounts,
  Office,
  SignaturePlaceFound,
  SignaturePlaceMissing,
} from "../../../shared/office/index.ts";
import { json, PROBLEM, type routes } from "../context.ts";
import { DeliverySchema, described, IdParam } from "../schemas.ts";
import { RoleSchema, SealWishSchema } from "../signing-schemas.ts";

const CountsSchema = described<Record<string, DeliveryCounts>>(
  "DeliveryCounts",
  "Theo mã văn bản: bao nhiêu nơi nhận đang chờ gửi, đã gửi, đã tiếp nhận, từ chối, không gửi được",
);
const PlaceSchema = described<
  (SignaturePlaceFound & { found: true }) | (SignaturePlaceMissing & { found: false }) | { found: false; hidden: true }
>(
  "SignaturePlace",
  "Chữ ký hoặc con dấu sẽ nằm ở đâu trên trang (điểm, từ góc dưới bên trái), hình nhìn thấy, các chỗ khác chọn được; hoặc vì sao không có chỗ",
);
const OpenedSchema = described<Record<string, string>>(
  "OpenedDocuments",
  "Theo mã văn bản: lúc mình mở xem bản đang trình; văn bản chưa mở xem thì không có trong kết quả",
);
const ids = z.object({ id: z.union([z.string().max(100), z.array(z.string().max(100)).max(100)]).optional() });

const counts = createRoute({
  method: "get",
  path: "/delivery-counts",
  summary: "Tình trạng gửi của nhiều văn bản, theo số nơi nhận",
  request: { query: ids },
  responses: { 200: json(CountsSchema, "Số nơi nhận theo tình trạng"), default: PROBLEM },
});
const opened = createRoute({
  method: "get",
  path: "/opened",
  summary: "Văn bản trình mà mình đã mở xem",
  request: { query: ids },
  responses: { 200: json(OpenedSchema, "Lúc mở xem"), default: PROBLEM },
});
const resendAll = createRoute({
  method: "post",
  path: "/{id}/resend-all",
  summary: "Gửi lại mọi lần gửi đã ngừng của văn bản",
  request: { params: IdParam },
  responses: { 200: json(z.array(DeliverySchema), "Các lần gửi"), default: PROBLEM },
});
const place = createRoute({
  method: "get",
  path: "/{id}/signature-place",
  summary: "Xem trước chỗ đặt chữ ký hoặc con dấu; không cần khóa, không ghi gì",
  request: { params: IdParam, query: z.object({ role: RoleSchema, wish: SealWishSchema.optional() }) },
  responses: { 200: json(PlaceSchema, "Chỗ đặt, hoặc vì sao không có chỗ"), default: PROBLEM },
});

/** Where a signature will stand, what was opened, and how sending goes. Before the routes of one document: these words are no ids. */
export function sendingRoutes(app: ReturnType<typeof routes>, { documents, signing, workflow }: Office): void {
  app.openapi(counts, async (c) => {
    const found = await documents.deliveryCounts(c.get("actor"), [c.req.valid("query").id ?? []].flat());
    return c.json(Object.fromEntries(found), 200);
  });
  app.openapi(opened, async (c) => {
    const found = await workflow.opened(c.get("actor"), [c.req.valid("query").id ?? []].flat());
    return c.json(Object.fromEntries(found), 200);
  });
  app.openapi(resendAll, async (c) => c.json(await documents.resendAll(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(place, async (c) => {
    const { role, wish } = c.req.valid("query");
    const found = await signing.place(c.get("actor"), c.req.valid("param").id, role, wish);
    if (found === undefined) return c.json({ found: false, hidden: true } as const, 200);
    return "problem" in found
      ? c.json({ found: false, ...found } as const, 200)
      : c.json({ found: true, ...found } as const, 200);
  });
}
