import type { OpenAPIHono } from "@hono/zod-openapi";
import { type Action, PERMISSIONS } from "../../shared/access/index.ts";
import { ERROR_CODES, type ErrorCode } from "../../shared/errors/index.ts";
import { AREAS, areaOf } from "./openapi-areas.ts";
import { ERROR_WORDS } from "./openapi-errors.ts";
import { exampleOf } from "./openapi-example.ts";
import { FACTS } from "./openapi-facts.ts";
import type { Answer, ApiDescription, Operation, Parameter, Shape } from "./openapi-model.ts";
import { FIELD_WORDS, PARAMETER_WORDS, SHAPE_WORDS } from "./openapi-words.ts";

/** Routes that need neither a session nor a key: for everybody, or by what the address itself carries. */
export const OPEN_ROUTES: ReadonlySet<string> = new Set([
  "get /api/health",
  "get /api/openapi.json",
  "get /api/signing/files/{token}",
  "get /api/standing/code/{code}",
  "get /api/standing/{sha256}",
  "get /api/verify/test-root",
  "post /api/access/set-up",
  "post /api/access/sign-in",
  "post /api/identity/sign-in/passkey",
  "post /api/identity/sign-in/passkey/options",
  "post /api/signing/files/{token}",
  "post /api/signing/notify/{ticket}",
  "post /api/standing/code/{code}/match",
  "post /api/verify",
  "post /api/verify/report",
]);

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
const PROBLEM_TYPE = "application/problem+json";

const INTRODUCTION = `Soạn, ký số, phát hành, gửi nhận và kiểm tra văn bản.

Mọi việc làm được trên trang đều làm được qua API, với cùng quyền và cùng lỗi.

**Đăng nhập.** Người dùng lấy phiên ở POST /api/access/sign-in; máy dùng khóa API (vanthu_…) do người dùng tạo, có phạm vi việc được làm. Cả hai gửi kèm ở Authorization: Bearer.

**Lỗi.** Mọi lỗi là application/problem+json (RFC 9457): code để máy đọc, title và hint tiếng Việt, where là chỗ lỗi, faults là từng lỗi khi có nhiều.

**Sửa đồng thời.** Mỗi thay đổi nêu rev (hoặc revision) của lần đọc cuối; người khác đã sửa thì nhận 409 CONFLICT và không có gì bị ghi đè.`;

const described = new WeakMap<OpenAPIHono, ApiDescription>();

/**
 * The description of the API, OpenAPI 3.1: what the routes declare, completed with what the source code says of answers, rights and errors
 * ({@link FACTS}), with Vietnamese words for every field, and with examples. Made once for an app.
 */
export function describeApi(app: OpenAPIHono): ApiDescription {
  const known = described.get(app);
  if (known !== undefined) return known;
  const made = complete(
    app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: { title: "Vanthu", version: "1" },
    }) as unknown as ApiDescription,
  );
  described.set(app, made);
  return made;
}

const texts = new WeakMap<ApiDescription, string>();

/** The description as it is served: written once. */
export function apiText(app: OpenAPIHono): string {
  const description = describeApi(app);
  const text = texts.get(description) ?? JSON.stringify(description);
  texts.set(description, text);
  return text;
}

function complete(raw: ApiDescription): ApiDescription {
  const schemas = completedShapes(raw.components?.schemas ?? {});
  for (const [name, shape] of Object.entries(schemas)) schemas[name] = joined(shape, schemas);
  const paths: ApiDescription["paths"] = {};
  for (const [path, operations] of Object.entries({ ...raw.paths, ...PLAIN_PATHS })) {
    paths[path] = {};
    for (const method of METHODS) {
      const operation = operations[method];
      if (operation !== undefined) paths[path][method] = completedRoute(method, path, operation, schemas);
    }
  }
  const used = new Set(Object.keys(paths).map(areaOf));
  const known = Object.keys(AREAS).filter((area) => used.has(area));
  const unknown = [...used].filter((area) => !(area in AREAS));
  return {
    openapi: "3.1.0",
    info: { title: "Vanthu", version: "1", description: INTRODUCTION },
    servers: [{ url: "/", description: "Máy chủ này" }],
    tags: [...known, ...unknown].map((area) => AREAS[area] ?? { name: area, description: area }),
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: {
          type: "http",
          scheme: "bearer",
          description: "Mã phiên của người dùng, lấy ở POST /api/access/sign-in.",
        },
        apiKey: {
          type: "http",
          scheme: "bearer",
          description:
            "Khóa API của máy (vanthu_…), tạo ở POST /api/identity/api-keys; danh sách kèm theo là phạm vi cần có.",
        },
      },
    },
    security: [{ session: [] }, { apiKey: [] }],
  };
}

/** Routes that are not made with a schema of their own. */
const PLAIN_PATHS: ApiDescription["paths"] = {
  "/api/openapi.json": {
    get: {
      summary: "Mô tả API này (OpenAPI 3.1)",
      responses: {
        200: {
          description: "Tài liệu OpenAPI",
          content: { "application/json": { schema: { type: "object", description: "Tài liệu OpenAPI 3.1" } } },
        },
      },
    } as unknown as Operation,
  },
  "/v1/sendEdoc": {
    post: {
      summary: "Nhận một gói tin edXML của hệ thống khác; mã gói tin ở Idempotency-Key, gửi lại vẫn là một gói",
      parameters: [
        { name: "X-SystemId", in: "header", required: true, schema: { type: "string" } },
        { name: "X-SecretKey", in: "header", required: true, schema: { type: "string" } },
        { name: "Idempotency-Key", in: "header", schema: { type: "string" } },
        { name: "to", in: "query", schema: { type: "string" } },
      ],
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              properties: { file_doc: { type: "string", format: "binary" }, to: { type: "string" } },
              required: ["file_doc"],
            },
          },
          "application/xml": { schema: { type: "string", format: "binary" } },
        },
      },
      responses: {
        200: {
          description: "Đã nhận",
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: { ErrorCode: { type: "string" }, ErrorDesc: { type: "string" }, DocId: { type: "string" } },
                required: ["ErrorCode", "ErrorDesc", "DocId"],
              },
            },
          },
        },
        default: {
          description: "Không nhận: ErrorCode khác 0, problem nói rõ",
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: {
                  ErrorCode: { type: "string" },
                  ErrorDesc: { type: "string" },
                  problem: { $ref: "#/components/schemas/Problem" },
                },
                required: ["ErrorCode", "ErrorDesc"],
              },
            },
          },
        },
      },
    } as unknown as Operation,
  },
};

function completedShapes(raw: Readonly<Record<string, Shape>>): Record<string, Shape> {
  const all: Record<string, Shape> = {};
  for (const name of [...new Set([...Object.keys(raw), ...Object.keys(FACTS.shapes)])].sort()) {
    const own = raw[name];
    const read = FACTS.shapes[name];
    // Read off the code where it was only named; else as it was written.
    const shape = own === undefined || (read !== undefined && isBare(own)) ? said(read!) : own;
    const description = own?.description ?? SHAPE_WORDS[name];
    all[name] = { ...withWords(shape, name), ...(description === undefined ? {} : { description }) };
  }
  return all;
}

/** What is of any shape is an object whose fields are not ours to name. */
function said(read: Shape): Shape {
  return read.type === undefined && read.anyOf === undefined ? { type: "object", additionalProperties: true } : read;
}

function isBare(shape: Shape): boolean {
  return Object.keys(shape).every((key) => key === "type" || key === "description");
}

/** An object that is made of others is told as one, with all its fields. */
function joined(shape: Shape, all: Readonly<Record<string, Shape>>): Shape {
  if (shape.allOf === undefined) return shape;
  const parts = shape.allOf.map((part) =>
    joined(part.$ref === undefined ? part : all[part.$ref.split("/").at(-1)!]!, all),
  );
  if (parts.some((part) => part.type !== "object")) return shape;
  const { allOf: _all, ...rest } = shape;
  return {
    ...rest,
    type: "object",
    properties: Object.assign({}, ...parts.map((part) => part.properties ?? {}), shape.properties ?? {}),
    required: [...new Set([...parts.flatMap((part) => part.required ?? []), ...(shape.required ?? [])])],
    ...(parts.some((part) => part.additionalProperties === true) ? { additionalProperties: true } : {}),
  };
}

/** "One of these, or null", as the standard says it: all of both would fit nothing. */
function orNothing(shape: Shape): Shape {
  const [one, other] = shape.allOf ?? [];
  if (one?.$ref === undefined || !Array.isArray(other?.type) || !other.type.includes("null")) return shape;
  const { allOf: _all, ...rest } = shape;
  return { ...rest, anyOf: [one, { type: "null" }] };
}

/** The shape with words for every field that has none. */
function withWords(given: Shape, owner: string): Shape {
  const shape = orNothing(given);
  const made: Shape = { ...shape };
  if (shape.properties !== undefined) {
    made.properties = {};
    for (const [name, property] of Object.entries(shape.properties)) {
      const words = property.description ?? FIELD_WORDS[`${owner}.${name}`] ?? FIELD_WORDS[name];
      made.properties[name] = { ...withWords(property, owner), ...(words === undefined ? {} : { description: words }) };
    }
  }
  if (shape.items !== undefined) made.items = withWords(shape.items, owner);
  // {} says nothing more than that there may be more.
  if (typeof shape.additionalProperties === "object" && Object.keys(shape.additionalProperties).length === 0)
    made.additionalProperties = true;
  else if (typeof shape.additionalProperties === "object")
    made.additionalProperties = withWords(shape.additionalProperties, owner);
  for (const key of ["anyOf", "oneOf", "allOf", "prefixItems"] as const)
    if (shape[key] !== undefined) made[key] = shape[key].map((part) => withWords(part, owner));
  return made;
}

function completedRoute(method: string, path: string, raw: Operation, schemas: Record<string, Shape>): Operation {
  const area = areaOf(path);
  const route = `${method} ${path}`;
  const facts = FACTS.routes[route];
  const needs = (facts?.needs ?? []) as Action[];
  const open = OPEN_ROUTES.has(route) || path.startsWith("/v1/");
  const responses = completedAnswers(route, raw, open, schemas);
  const operation: Operation = {
    operationId: operationId(method, path),
    tags: [AREAS[area]?.name ?? area],
    summary: raw.summary,
    responses,
    security: open ? [] : [{ session: [] }, ...(facts?.person ? [] : [{ apiKey: needs }])],
  };
  if (raw.description !== undefined) operation.description = raw.description;
  const parameters = (raw.parameters ?? []).map((one) => completedParameter(one));
  if (parameters.length > 0) operation.parameters = parameters;
  if (raw.requestBody !== undefined) {
    const content: Operation["responses"][string]["content"] = {};
    for (const [type, { schema }] of Object.entries(raw.requestBody.content)) {
      const shape = joined(withWords(schema, operation.operationId), schemas);
      content[type] = { schema: shape, ...(type === "application/json" ? { example: exampleOf(shape, schemas) } : {}) };
    }
    operation.requestBody = { ...raw.requestBody, content };
  }
  if (!open && needs.length > 0)
    operation["x-roles"] = [...new Set(needs.flatMap((need) => [...(PERMISSIONS[need]?.roles ?? [])]))];
  return operation;
}

function completedParameter(raw: Parameter): Parameter {
  const description = raw.description ?? raw.schema.description ?? PARAMETER_WORDS[raw.name] ?? FIELD_WORDS[raw.name];
  // What is read off an address is never null, whatever the conversion would take.
  const type = Array.isArray(raw.schema.type) ? raw.schema.type.filter((one) => one !== "null")[0] : raw.schema.type;
  const schema = { ...raw.schema, ...(type === undefined ? {} : { type }) };
  const example = raw.example ?? exampleOf(schema, {}, raw.name);
  return {
    ...raw,
    schema,
    ...(raw.in === "path" ? { required: true } : {}),
    ...(description === undefined ? {} : { description }),
    example,
  };
}

function completedAnswers(
  route: string,
  raw: Operation,
  open: boolean,
  schemas: Record<string, Shape>,
): Operation["responses"] {
  const made: Operation["responses"] = {};
  for (const [status, answer] of Object.entries(raw.responses)) {
    if (status === "default" && answer.content?.[PROBLEM_TYPE] !== undefined) continue;
    made[status] = answer.content === undefined ? answer : { ...answer, content: withExamples(answer, route, schemas) };
  }
  const schema = { $ref: "#/components/schemas/Problem" };
  for (const [status, codes] of byStatus(errorsOf(route, raw, open)))
    made[status] ??= {
      description: codes.map((code) => `${code}: ${ERROR_WORDS[code] ?? ""}`).join("\n"),
      content: { [PROBLEM_TYPE]: { schema, example: problemOf(codes[0]!, status) } },
    };
  made.default ??= {
    description: "Lỗi khác: mã, điều đã xảy ra, chỗ lỗi và cách xử lý",
    content: { [PROBLEM_TYPE]: { schema } },
  };
  return made;
}

function withExamples(answer: Answer, route: string, schemas: Record<string, Shape>): NonNullable<Answer["content"]> {
  const content: NonNullable<Answer["content"]> = {};
  for (const [type, one] of Object.entries(answer.content!)) {
    const shape = joined(withWords(one.schema, route), schemas);
    content[type] = {
      ...one,
      schema: shape,
      ...(type === "application/json" ? { example: exampleOf(shape, schemas) } : {}),
    };
  }
  return content;
}

/** Codes that a route can answer: its own, and those that every route of its kind shares. */
export function errorsOf(route: string, operation: Operation, open: boolean): ErrorCode[] {
  const codes = new Set<string>(FACTS.routes[route]?.errors ?? []);
  const body = JSON.stringify(operation.requestBody ?? {});
  const inputs = operation.requestBody !== undefined || (operation.parameters ?? []).length > 0;
  if (inputs) codes.add("INVALID");
  if (operation.requestBody !== undefined) codes.add("UPLOAD_TOO_LARGE");
  // Files are looked at for marks of secrecy before any route does.
  if (!open && /"(multipart\/form-data|application\/pdf|application\/octet-stream)"/.test(body))
    codes.add("FILE_LOCKED");
  if (/"(rev|revision)"|Rev/.test(body)) codes.add("CONFLICT");
  if (!open) {
    codes.add("SIGN_IN_REQUIRED");
    if (FACTS.routes[route]?.person) codes.add("FORBIDDEN");
    else codes.add("API_KEY_REFUSED");
    if ((FACTS.routes[route]?.needs.length ?? 0) > 0) codes.add("FORBIDDEN");
    if (operation.requestBody !== undefined) codes.add("SECRET_REFUSED");
    const named = JSON.stringify([operation.parameters ?? [], operation.requestBody ?? {}]);
    if (route.includes("{") || /"(programme|id|\w+Id)"/.test(named)) codes.add("NOT_FOUND");
  }
  if (/^post \/api\/verify| \/api\/standing/.test(route)) codes.add("TOO_MANY_CHECKS");
  return [...codes].filter((code): code is ErrorCode => code in ERROR_CODES && code !== "INTERNAL").sort();
}

function byStatus(codes: readonly ErrorCode[]): [string, ErrorCode[]][] {
  const found = new Map<string, ErrorCode[]>();
  for (const code of codes) {
    const status = String(ERROR_CODES[code].status);
    found.set(status, [...(found.get(status) ?? []), code]);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function problemOf(code: ErrorCode, status: string): object {
  return { type: `urn:vanthu:error:${code}`, code, title: ERROR_WORDS[code] ?? code, status: Number(status) };
}

/** "post /api/documents/{id}/submit" → "postDocumentsIdSubmit" */
function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api\//, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
}
