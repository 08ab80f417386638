import { describeApi } from "../../../functions/api/openapi.ts";
import type { ApiDescription, Operation } from "../../../functions/api/openapi-model.ts";
import type { TestService } from "../service.ts";
import { faultsOf } from "./validate.ts";

/** A service whose every answer under /api is held against the description. */
export interface WatchedService extends TestService {
  /** What the description does not say, a line each, once each. */
  faults(): string[];
  /** Routes that answered well: "post /api/documents". */
  seen: Set<string>;
}

/** Holds each answer of a service against the description of the API, as a reader of it would. */
export function watchAnswers(service: TestService): WatchedService {
  const faults = new Set<string>();
  const seen = new Set<string>();
  const description = describeApi(service.app);
  const request: typeof service.app.request = async (input, init, ...rest) => {
    const answer = await service.app.request(input, init, ...rest);
    const address = typeof input === "string" ? input : input instanceof URL ? input.pathname : input.url;
    const path = new URL(address, "http://localhost").pathname;
    if (path.startsWith("/api/") && !path.startsWith("/api/tai-lieu")) {
      const method = (init?.method ?? "GET").toLowerCase();
      for (const fault of await compared(description, method, path, answer.clone(), seen)) faults.add(fault);
    }
    return answer;
  };
  const app = new Proxy(service.app, {
    get: (target, name) => (name === "request" ? request : Reflect.get(target, name, target)),
  });
  return { ...service, app, seen, faults: () => [...faults] };
}

async function compared(
  all: ApiDescription,
  method: string,
  path: string,
  answer: Response,
  seen: Set<string>,
): Promise<string[]> {
  const found = routeOf(all, method, path);
  if (answer.status === 500) return [`${method} ${path}: 500 ${await answer.text()}`];
  if (found === undefined) return answer.status === 404 ? [] : [`${method} ${path} is not described`];
  const route = `${method} ${found.path}`;
  const own = found.operation.responses[String(answer.status)];
  const described = own ?? found.operation.responses.default;
  const type = (answer.headers.get("content-type") ?? "").split(";")[0]!.trim();
  if (answer.status < 400) {
    seen.add(route);
    if (own === undefined) return [`${route}: ${answer.status} is not described`];
  }
  if (described === undefined) return [`${route}: ${answer.status} is not described`];
  if (described.content === undefined)
    return type === "" ? [] : [`${route}: ${answer.status} comes as ${type}, described without content`];
  const content = described.content[type];
  if (content === undefined)
    return [`${route}: ${answer.status} comes as ${type}, described as ${Object.keys(described.content).join(", ")}`];
  if (!/json$/.test(type) || content.schema.format === "binary") return [];
  const value: unknown = await answer.json();
  const wrong = faultsOf(value, content.schema, all.components.schemas).map(
    (fault) => `${route} ${answer.status} ${fault.replace(/\[\d+\]/g, "[]")}`,
  );
  const code = (value as { code?: string } | null)?.code;
  if (answer.status >= 400 && code !== undefined && own !== undefined && !own.description.includes(`${code}:`))
    wrong.push(`${route}: ${code} is not told of`);
  if (answer.status >= 400 && answer.status < 500 && own === undefined && code !== undefined)
    wrong.push(`${route}: ${answer.status} ${code} is not told of`);
  return wrong;
}

/** The route that an address belongs to: one with fixed words before one with values. */
function routeOf(
  all: ApiDescription,
  method: string,
  path: string,
): { path: string; operation: Operation } | undefined {
  const fitting = Object.keys(all.paths)
    .filter((template) => all.paths[template]![method] !== undefined)
    .filter((template) => new RegExp(`^${template.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`).test(path))
    .sort((a, b) => a.split("{").length - b.split("{").length);
  const [first] = fitting;
  return first === undefined ? undefined : { path: first, operation: all.paths[first]![method]! };
}
