import type { FC } from "hono/jsx";
import { PERMISSIONS, type Role } from "../../../shared/access/index.ts";
import { ERROR_CODES, type ErrorCode } from "../../../shared/errors/index.ts";
import { ERROR_WORDS } from "../../api/openapi-errors.ts";
import type { Answer, ApiDescription, Operation, Parameter, Shape } from "../../api/openapi-model.ts";
import { FieldTable, nameOf, REFERENCE, TypeWords } from "./api-shape.tsx";
import { ROLE_WORDS } from "./words.ts";

/** A route as the reference shows it. */
export interface Route {
  method: string;
  path: string;
  operation: Operation;
  /** Its place on the pages. */
  href: string;
}

/** Errors that nearly every route can answer: told once on each page. */
const SHARED: readonly ErrorCode[] = [
  "INVALID",
  "SIGN_IN_REQUIRED",
  "API_KEY_REFUSED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONFLICT",
  "UPLOAD_TOO_LARGE",
  "SECRET_REFUSED",
];

/** The shared errors that routes of this page answer, with what they mean. */
export const SharedErrors: FC<{ shown: Route[] }> = ({ shown }) => {
  const told = JSON.stringify(shown.map(({ operation }) => operation.responses));
  return (
    <section class="card">
      <h2>Lỗi chung</h2>
      <dl class="facts">
        {SHARED.filter((code) => told.includes(`${code}:`)).map((code) => (
          <>
            <dt>
              <code>{code}</code> ({ERROR_CODES[code].status})
            </dt>
            <dd>{ERROR_WORDS[code]}</dd>
          </>
        ))}
      </dl>
    </section>
  );
};

/** One route: who may, what it takes, what it answers, and how to ask it by curl. */
export const RouteSection: FC<{ route: Route; all: ApiDescription }> = ({
  route: { method, path, operation },
  all,
}) => {
  const { parameters = [], requestBody } = operation;
  return (
    <section class="card route" id={operation.operationId} aria-labelledby={`${operation.operationId}-ten`}>
      <h2 id={`${operation.operationId}-ten`}>{operation.summary}</h2>
      <p class="call">
        <span class={`method ${method}`}>{method.toUpperCase()}</span> <code>{path}</code>
      </p>
      <Who operation={operation} />
      {parameters.length > 0 ? <ParameterTable parameters={parameters} /> : null}
      {requestBody
        ? Object.entries(requestBody.content).map(([type, { schema }]) => (
            <>
              <h3>
                Gửi lên: <code>{type}</code>
                {requestBody.required ? "" : ", không bắt buộc"}
              </h3>
              <BodyShape schema={schema} all={all} label={`Trường gửi lên, ${operation.summary}`} />
            </>
          ))
        : null}
      <h3>Trả về</h3>
      <Answers responses={operation.responses} />
      <h3>Ví dụ</h3>
      <pre>{curlOf(method, path, operation)}</pre>
    </section>
  );
};

const Who: FC<{ operation: Operation }> = ({ operation }) => {
  if (operation.security.length === 0) return <p class="small">Không cần đăng nhập.</p>;
  const key = operation.security.find((one) => one.apiKey !== undefined);
  const roles = operation["x-roles"] as Role[] | undefined;
  const scopes = key?.apiKey ?? [];
  return (
    <p class="small">
      Ai được gọi: {roles ? roles.map((role) => ROLE_WORDS[role].toLowerCase()).join(", ") : "người đã đăng nhập"}.{" "}
      {key === undefined ? (
        "Chính người dùng, không dùng khóa API."
      ) : scopes.length === 0 ? (
        "Khóa API nào cũng gọi được."
      ) : (
        <>
          Phạm vi của khóa API{scopes.length > 1 ? ", tùy đối tượng" : ""}:{" "}
          {scopes.map((scope, index) => (
            <>
              {index === 0 ? "" : ", "}
              <code>{scope}</code> ({PERMISSIONS[scope as keyof typeof PERMISSIONS]?.label ?? scope})
            </>
          ))}
          .
        </>
      )}
    </p>
  );
};

const WHERE_WORDS: Record<Parameter["in"], string> = {
  path: "trong địa chỉ",
  query: "sau dấu ?",
  header: "tiêu đề HTTP",
};

const ParameterTable: FC<{ parameters: Parameter[] }> = ({ parameters }) => (
  <>
    <h3>Tham số</h3>
    <table class="fields">
      <caption class="visually-hidden">Tham số</caption>
      <thead>
        <tr>
          <th scope="col">Tên</th>
          <th scope="col">Kiểu, giới hạn</th>
          <th scope="col">Ý nghĩa</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map((one) => (
          <tr>
            <td>
              <code>{one.name}</code>{" "}
              <span class="small soft">
                {WHERE_WORDS[one.in]}
                {one.required ? "" : ", không bắt buộc"}
              </span>
            </td>
            <td>
              <TypeWords shape={one.schema} />
            </td>
            <td>{one.description ?? ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

/** What is sent is told whole; a named shape leads to its page as well. */
const BodyShape: FC<{ schema: Shape; all: ApiDescription; label: string }> = ({ schema, all, label }) => {
  if (schema.$ref === undefined) return <FieldTable shape={schema} label={label} />;
  const named = all.components.schemas[nameOf(schema.$ref)] ?? {};
  return (
    <>
      <p>
        <TypeWords shape={schema} />: {named.description ?? ""}
      </p>
      <FieldTable shape={named} label={label} />
    </>
  );
};

const Answers: FC<{ responses: Record<string, Answer> }> = ({ responses }) => {
  const good = Object.entries(responses).filter(([status]) => /^[123]/.test(status));
  const bad = Object.entries(responses).filter(([status]) => /^[45]/.test(status));
  return (
    <>
      <ul class="answers">
        {good.map(([status, one]) => (
          <li>
            <code>{status}</code> {one.description}:{" "}
            {one.content === undefined
              ? "không có nội dung"
              : Object.entries(one.content).map(([type, { schema }]) =>
                  type === "application/json" ? (
                    <TypeWords shape={schema} />
                  ) : (
                    <>
                      tệp <code>{type}</code>
                    </>
                  ),
                )}
          </li>
        ))}
        {good.map(([, one]) => {
          const schema = one.content?.["application/json"]?.schema;
          return schema?.properties === undefined ? null : (
            <li>
              <FieldTable shape={schema} label="Trường trả về" />
            </li>
          );
        })}
        {bad.map(([status, one]) => (
          <li>
            <code>{status}</code>{" "}
            {[...one.description.matchAll(/^([A-Z_0-9]+): (.*)$/gm)].map(([, code, words], index) => (
              <>
                {index === 0 ? "" : "; "}
                <code>{code}</code>
                {SHARED.includes(code as ErrorCode) ? "" : ` (${words!.replace(/\.$/, "")})`}
              </>
            ))}
          </li>
        ))}
      </ul>
      <p class="small soft">
        Mọi lỗi trả về <a href={`${REFERENCE}/du-lieu/Problem`}>Problem</a> (application/problem+json).
      </p>
    </>
  );
};

function jsonOf(example: unknown): string {
  const line = JSON.stringify(example);
  return (line.length < 90 ? line : JSON.stringify(example, null, 2)).replaceAll("'", "’");
}

/** A command that does it, with the description's own examples. */
function curlOf(method: string, path: string, operation: Operation): string {
  const { parameters = [], requestBody } = operation;
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(parameters.find((one) => one.in === "path" && one.name === name)?.example ?? name)),
  );
  const query = parameters
    .filter((one) => one.in === "query" && one.required)
    .map((one) => `${one.name}=${encodeURIComponent(String(one.example))}`)
    .join("&");
  const lines = [
    `curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`} "$VANTHU${address}${query ? `?${query}` : ""}"`,
  ];
  if (operation.security.length > 0) lines.push('-H "Authorization: Bearer $TOKEN"');
  for (const one of parameters) if (one.in === "header" && one.required) lines.push(`-H "${one.name}: …"`);
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (type === "application/json") {
    lines.push('-H "Content-Type: application/json"');
    lines.push(`-d '${jsonOf(content!.example)}'`);
  } else if (type === "multipart/form-data")
    for (const [name, shape] of Object.entries(content!.schema.properties ?? {}))
      if (content!.schema.required?.includes(name))
        lines.push(`-F '${name}=${shape.format === "binary" ? "@tep" : "…"}'`);
  const answer = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
  if (answer?.content !== undefined && !("application/json" in answer.content)) lines.push("-o tep-nhan-duoc");
  return lines.join(" \\\n  ");
}
