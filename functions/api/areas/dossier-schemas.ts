import { z } from "@hono/zod-openapi";
import type { Dossier as StoredDossier } from "../../../shared/dossiers/index.ts";
import type { DossierView as SeenDossier } from "../../../shared/office/index.ts";
import { type ApiDesk, fileContent, PROBLEM, type routes } from "../context.ts";
import { described } from "../schemas.ts";

/** The routes dossiers are answered on, with who asks known. */
export type DossierApp = ReturnType<typeof routes>;
/** The desk dossiers are kept at. */
export type DossierDesk = ApiDesk["office"]["dossiers"];

/** A day, YYYY-MM-DD. */
export const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .openapi({ example: "2026-11-22" });

/** A year of dossiers, 1945 to 2200. */
export const Year = z.coerce.number().int().min(1945).max(2200);

/** The revision last read. */
export const Rev = z.number().int().min(0);

/** An id, 1 to 100 characters. */
export const Id = z.string().min(1).max(100);

/** A reason, 1 to 500 characters. */
export const Reason = z.string().min(1).max(500);

/** The format of a sheet. */
export const Format = z.enum(["docx", "pdf", "xlsx"]);

/** Where a document of a dossier comes from. */
export const Source = z.object({ from: z.enum(["document", "incoming", "upload"]), id: Id });

/** A dossier, as listed. */
export const Dossier = described<StoredDossier>(
  "Dossier",
  "Hồ sơ: mã, tiêu đề, thời hạn bảo quản, trạng thái, số văn bản",
);

/** One dossier with its contents and what may be done. */
export const DossierView = described<SeenDossier>(
  "DossierView",
  "Một hồ sơ với các văn bản trong đó và những việc được làm (actions)",
);

/** Answers with a file. */
export const FILE = { 200: fileContent("application/octet-stream", "Tệp"), default: PROBLEM };
