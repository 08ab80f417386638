import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { type Actor, inPerson, isApiKey, withApiKey } from "../../shared/access/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import type { Office } from "../../shared/office/index.ts";
import { invalidInput } from "./problems.ts";
import { refuseMarkedRequest } from "./secrecy.ts";
import { bearerToken, sessionToken, signInFrom } from "./security.ts";

/** What routes of the API find in the context. */
export interface ApiEnv {
  Variables: { actor: Actor };
}

/** What a group of routes is made with. */
export interface ApiDesk {
  office: Office;
}

/** A group of routes whose inputs are checked against their schemas; every fault is named. */
export function routes(): OpenAPIHono<ApiEnv> {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.error.issues);
    },
  });
}

/**
 * Lets only requests with a valid session (bearer token or cookie) or a machine's key (bearer token) pass. What is done with a key says so
 * in the trail.
 *
 * @throws SIGN_IN_REQUIRED, API_KEY_REFUSED, TOO_MANY_ATTEMPTS
 */
export function withActor(office: Office): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.header("cache-control", "private, no-store");
    const pass = async (actor: Actor) => {
      c.set("actor", actor);
      await refuseMarkedRequest(office, actor, c);
      await next();
    };
    const bearer = bearerToken(c);
    if (!isApiKey(bearer)) return pass(await office.access.actorOf(sessionToken(c)));
    const { actor, key } = await office.access.actorOfKey(bearer, signInFrom(c));
    return withApiKey(key, () => pass(actor));
  };
}

/**
 * For acts that open new doors: the person behind the session must have proved lately who it is. Machines' keys do none of them.
 *
 * @throws FORBIDDEN, PROOF_NEEDED, SIGN_IN_REQUIRED
 */
export async function requireProvedPerson(office: Office, c: Context<ApiEnv>): Promise<void> {
  inPerson(c.get("actor"));
  await office.access.requireRecentProof(sessionToken(c));
}

/**
 * JSON bodies only come with their own content type: a form of another site cannot send it without asking first.
 *
 * @throws INVALID
 */
export function jsonOrFiles(): MiddlewareHandler {
  return async (c, next) => {
    const type = (c.req.header("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
    const known = [
      "application/json",
      "multipart/form-data",
      "application/pdf",
      "application/xml",
      "text/xml",
      "application/octet-stream",
    ];
    const bodyless =
      c.req.method === "GET" ||
      c.req.method === "HEAD" ||
      (type === "" && !(Number(c.req.header("content-length") ?? 0) > 0));
    if (!bodyless && !known.includes(type)) {
      throw new VanthuError("INVALID", {
        message: "Kiểu nội dung của yêu cầu không được nhận.",
        where: "Content-Type",
        hint: `Dùng một trong: ${known.join(", ")}.`,
      });
    }
    await next();
  };
}

const ProblemSchema = z
  .object({
    type: z.string(),
    code: z.string(),
    title: z.string(),
    status: z.number(),
    where: z.string().optional(),
    hint: z.string().optional(),
    instance: z.string().optional().openapi({ description: "Mã của lần lỗi này, để tìm trong nhật ký của máy chủ" }),
    faults: z
      .array(
        z.object({ code: z.string(), message: z.string(), where: z.string().optional(), hint: z.string().optional() }),
      )
      .optional(),
  })
  .openapi("Problem");

/** Every route may answer with problem details (RFC 9457). */
export const PROBLEM = {
  description: "Lỗi: mã, điều đã xảy ra, chỗ lỗi và cách xử lý",
  content: { "application/problem+json": { schema: ProblemSchema } },
};

/** A JSON answer. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** A JSON body that must be there. */
export function body<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}

/** A multipart body; files are checked by the route itself. */
export function multipart<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "multipart/form-data": { schema } } };
}

/** A file as an answer. */
export function fileContent(contentType: string, description: string) {
  return { description, content: { [contentType]: { schema: z.string().openapi({ format: "binary" }) } } };
}

/** A file field as OpenAPI describes it. */
export const FILE_FIELD = z.any().openapi({ type: "string", format: "binary" });
