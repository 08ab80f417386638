import { z } from "@hono/zod-openapi";
import { type ApiDesk, fileContent, PROBLEM, type routes } from "../context.ts";

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
export const Dossier = z
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

/** One dossier with its contents and what may be done. */
export const DossierView = z
  .looseObject({
    id: z.string(),
    rev: z.number(),
    contents: z.array(z.looseObject({ ordinal: z.number(), source: Source })),
    actions: z.array(z.string()),
  })
  .openapi("DossierView");

/** Answers with a file. */
export const FILE = { 200: fileContent("application/octet-stream", "Tệp"), default: PROBLEM };
