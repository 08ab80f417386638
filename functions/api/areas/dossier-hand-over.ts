import { createRoute, z } from "@hono/zod-openapi";
import type { Dossier as StoredDossier } from "../../../shared/dossiers/index.ts";
import type { HandOverRecord, HandOverView } from "../../../shared/office/index.ts";
import { body, json, PROBLEM } from "../context.ts";
import { fileAnswer } from "../files.ts";
import { described } from "../schemas.ts";
import { Dossier, type DossierApp, type DossierDesk, FILE, Format, Id, Reason } from "./dossier-schemas.ts";

const ViewSchema = described<HandOverView>(
  "HandOverView",
  "Hồ sơ đến hạn, quá hạn, chờ nhận, giữ lại và các lần giao nhận",
);
const RecordSchema = described<HandOverRecord>("HandOverRecord", "Một lần giao nhận hồ sơ");
const EndedSchema = described<{ dossier: StoredDossier; endedOn: string }>(
  "EndedDossier",
  "Hồ sơ hết thời hạn bảo quản và ngày hết hạn",
);

const handOvers = createRoute({
  method: "get",
  path: "/hand-overs",
  summary: "Hồ sơ đến hạn, quá hạn, chờ nhận, giữ lại và các biên bản giao nhận",
  responses: { 200: json(ViewSchema, "Nộp lưu"), default: PROBLEM },
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
  responses: { 200: json(RecordSchema, "Lần giao nhận"), default: PROBLEM },
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
  responses: { 200: json(z.array(EndedSchema), "Hồ sơ"), default: PROBLEM },
});
const lock = (path: "freeze" | "unfreeze", summary: string) =>
  createRoute({
    method: "post",
    path: `/${path}`,
    summary,
    request: { body: body(z.object({ ids: z.array(Id).min(1).max(1000), reason: Reason })) },
    responses: { 200: json(z.array(Dossier), "Hồ sơ"), default: PROBLEM },
  });

/** Hand-over to the archive, ended retention, and locks on many dossiers. */
export function handOverRoutes(app: DossierApp, dossiers: DossierDesk): void {
  app.openapi(handOvers, async (c) => c.json(await dossiers.handOvers(c.get("actor")), 200));
  app.openapi(announce, async (c) => c.json({ told: await dossiers.announce(c.get("actor")) }, 200));
  app.openapi(offer, async (c) => c.json(await dossiers.offer(c.get("actor"), c.req.valid("json").ids), 200));
  app.openapi(receive, async (c) => {
    const { ids, basis } = c.req.valid("json");
    return c.json(await dossiers.receive(c.get("actor"), ids, basis), 200);
  });
  app.openapi(handOverSheet, async (c) => {
    const { id, which, format } = c.req.valid("param");
    return fileAnswer(await dossiers.handOverSheet(c.get("actor"), id, which, format)) as never;
  });
  app.openapi(ended, async (c) => c.json(await dossiers.retentionEnded(c.get("actor")), 200));
  for (const [path, summary] of [
    ["freeze", "Khóa các hồ sơ"],
    ["unfreeze", "Mở khóa các hồ sơ"],
  ] as const) {
    app.openapi(lock(path, summary), async (c) => {
      const { ids, reason } = c.req.valid("json");
      return c.json(await dossiers[path](c.get("actor"), ids, reason), 200);
    });
  }
}
