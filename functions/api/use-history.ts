import type { MiddlewareHandler } from "hono";
import type { Actor } from "../../shared/access/index.ts";
import type { FoundKind, Office, Use } from "../../shared/office/index.ts";
import { logFault } from "./problems.ts";

/** Addresses of pages and of the API at which a document or dossier is seen or taken away. Ids never have a slash in them. */
const PLACES: readonly [RegExp, FoundKind, Use][] = [
  [/^\/van-ban\/([a-z0-9]{12,40})$/, "document", "view"],
  [/^\/van-ban\/([a-z0-9]{12,40})\/(?:pdf|docx|phu-luc\/\d+|ban-trinh\/\d+\.(?:pdf|docx))$/, "document", "download"],
  [/^\/api\/documents\/([a-z0-9]{12,40})$/, "document", "view"],
  [
    /^\/api\/documents\/([a-z0-9]{12,40})\/(?:pdf|docx|attachments\/\d+|versions\/\d+\/(?:pdf|docx))$/,
    "document",
    "download",
  ],
  [/^\/van-ban-den\/([A-Za-z0-9-]{12,60})$/, "incoming", "view"],
  [/^\/van-ban-den\/([A-Za-z0-9-]{12,60})\/tep\/\d+$/, "incoming", "download"],
  [/^\/api\/incoming\/([A-Za-z0-9-]{12,60})$/, "incoming", "view"],
  [/^\/api\/incoming\/([A-Za-z0-9-]{12,60})\/files\/\d+$/, "incoming", "download"],
  [/^\/ho-so\/(\d{4}-[a-z0-9]{12,40})$/, "dossier", "view"],
  [/^\/api\/dossiers\/(\d{4}-[a-z0-9]{12,40})$/, "dossier", "view"],
  [/^\/(?:ho-so|api\/dossiers)\/(\d{4}-[a-z0-9]{12,40})\/(?:goi|archive)\/[A-Za-z_]+$/, "dossier", "download"],
];

/**
 * Notes who saw, took away or printed which document, after it was answered with success (NĐ30 Phụ lục VI Phần I.III.5.a, 6.l). A fault
 * of noting is logged and does not keep the answer from its reader.
 */
export function useHistory(office: Office): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const token = await newSession(c.req.path, c.res);
    if (token !== undefined) {
      try {
        await office.search.noteSignIn((await office.access.actorOf(token)).organisationId);
      } catch (error) {
        logFault(error, c);
      }
      return;
    }
    if (c.req.method !== "GET" || c.res.status >= 300) return;
    const actor = (c.var as { actor?: Actor }).actor;
    if (actor === undefined) return;
    for (const [pattern, kind, use] of PLACES) {
      const id = pattern.exec(c.req.path)?.[1];
      if (id === undefined) continue;
      try {
        await office.search.noteUse(actor, { kind, id }, use);
      } catch (error) {
        logFault(error, c);
      }
      return;
    }
  };
}

/** The token of the session that an answer gives: in the cookie of a page, in the JSON of the API's sign-in. */
async function newSession(path: string, answer: Response): Promise<string | undefined> {
  const cookie = answer.headers.getSetCookie().find((one) => /^(?:__Host-)?vanthu_phien=[^;]/.test(one));
  if (cookie !== undefined) return decodeURIComponent(cookie.slice(cookie.indexOf("=") + 1).split(";")[0]!);
  if (answer.status !== 200 || !/^\/api\/(?:access\/sign-in|identity\/)/.test(path)) return undefined;
  if (!(answer.headers.get("content-type") ?? "").includes("json")) return undefined;
  const body: unknown = await answer.clone().json();
  const token =
    typeof body === "object" && body !== null && "token" in body && "actor" in body ? body.token : undefined;
  return typeof token === "string" ? token : undefined;
}
