import { createRoute, z } from "@hono/zod-openapi";
import { type ArchiveCheck, type Dossier, type Metadata, metadataXml } from "../../../shared/dossiers/index.ts";
import { body, FILE_FIELD, fileContent, json, multipart, PROBLEM } from "../context.ts";
import { fileAnswer, uploadedFile } from "../files.ts";
import { described } from "../schemas.ts";
import { type DossierApp, type DossierDesk, Id, Rev, Source } from "./dossier-schemas.ts";

const MetadataAnswer = described<Metadata & { rev: number; title: string }>(
  "Metadata",
  "Dữ liệu đặc tả của văn bản hoặc hồ sơ theo Phụ lục VI",
);
const Check = described<ArchiveCheck>("ArchiveCheck", "Kết quả kiểm tra gói lưu trữ: nguyên vẹn hay không, các lỗi");
const HoldingSchema = described<{ dossier: Dossier; ordinal: number }>(
  "HoldingDossier",
  "Hồ sơ có văn bản và số thứ tự của văn bản trong hồ sơ",
);

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
  responses: { 200: json(z.array(HoldingSchema), "Hồ sơ và số thứ tự"), default: PROBLEM },
});

/** Checking archive packages, metadata, and the dossiers that hold a document. */
export function metadataRoutes(app: DossierApp, dossiers: DossierDesk): void {
  app.openapi(checkRoute, async (c) => {
    const { bytes } = await uploadedFile(c.req.valid("form").file, "file");
    return c.json(await dossiers.checkArchive(c.get("actor"), bytes), 200);
  });
  app.openapi(metadata, async (c) => c.json(await dossiers.metadata(c.get("actor"), c.req.valid("param")), 200));
  app.openapi(metadataFile, async (c) => {
    const of = c.req.valid("param");
    const bytes = new TextEncoder().encode(metadataXml(await dossiers.metadata(c.get("actor"), of)));
    return fileAnswer({ name: `du-lieu-dac-ta-${of.id}.xml`, contentType: "application/xml", bytes }) as never;
  });
  app.openapi(setMetadata, async (c) => {
    const { rev, ...input } = c.req.valid("json");
    return c.json(await dossiers.setMetadata(c.get("actor"), c.req.valid("param"), rev, input), 200);
  });
  app.openapi(holding, async (c) => c.json(await dossiers.holding(c.get("actor"), c.req.valid("param")), 200));
}
