import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeApi, OPEN_ROUTES } from "../../functions/api/openapi.ts";
import { AREAS } from "../../functions/api/openapi-areas.ts";
import { ERROR_WORDS } from "../../functions/api/openapi-errors.ts";
import type { ApiDescription, Operation, Shape } from "../../functions/api/openapi-model.ts";
import { PERMISSIONS } from "../../shared/access/index.ts";
import { faultsOf } from "./openapi/validate.ts";
import { PUBLIC, WALK } from "./rights-walk-table.ts";
import { openService, type TestService } from "./service.ts";

let service: TestService;
let api: ApiDescription;
beforeAll(() => {
  service = openService();
  api = describeApi(service.app);
});
afterAll(() => service.close());

const routes = (): [string, Operation][] =>
  Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, one]): [string, Operation] => [`${method} ${path}`, one]),
  );

/** Every schema there is, with where it stands. */
function* shapes(): Generator<[string, Shape]> {
  function* within(where: string, shape: Shape): Generator<[string, Shape]> {
    yield [where, shape];
    for (const [name, one] of Object.entries(shape.properties ?? {})) yield* within(`${where}.${name}`, one);
    for (const one of [shape.items, shape.additionalProperties])
      if (typeof one === "object") yield* within(`${where}[]`, one);
    for (const one of [
      ...(shape.anyOf ?? []),
      ...(shape.oneOf ?? []),
      ...(shape.allOf ?? []),
      ...(shape.prefixItems ?? []),
    ])
      yield* within(`${where}|`, one);
  }
  for (const [name, shape] of Object.entries(api.components.schemas)) yield* within(name, shape);
  for (const [route, one] of routes()) {
    for (const parameter of one.parameters ?? []) yield* within(`${route} ${parameter.name}`, parameter.schema);
    for (const part of [one.requestBody, ...Object.values(one.responses)])
      for (const [type, { schema }] of Object.entries(part?.content ?? {})) yield* within(`${route} ${type}`, schema);
  }
}

describe("the description of the API", () => {
  it("is served as OpenAPI 3.1", async () => {
    const answer = await service.app.request("/api/openapi.json");
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(api)));
    expect(api.openapi).toBe("3.1.0");
  });

  it("describes every route of the API that the app has, and no other", () => {
    const there = new Set(
      service.app.routes
        .filter(
          ({ method, path }) =>
            method !== "ALL" && /^\/(api|v1)\//.test(path) && !path.endsWith("*") && !path.startsWith("/api/tai-lieu"),
        )
        .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, "{$1}")}`),
    );
    const told = new Set(routes().map(([route]) => route));
    // Where the person comes back to from a signing service's page: no machine's business.
    expect([...there].filter((route) => !told.has(route))).toEqual([]);
    expect([...told].filter((route) => !there.has(route))).toEqual([]);
  });

  it("names each route once, in Vietnamese, under an area", () => {
    const ids = routes().map(([, { operationId }]) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const areas = new Set(api.tags.map(({ name }) => name));
    const wrong = routes().filter(
      ([, one]) => !/[À-ỹ]|API|PDF/.test(one.summary ?? "") || one.tags.length !== 1 || !areas.has(one.tags[0]!),
    );
    expect(wrong.map(([route]) => route)).toEqual([]);
    expect(
      api.tags.filter(({ name }) => !Object.values(AREAS).some((area) => area.name === name)).map(({ name }) => name),
    ).toEqual([]);
  });

  it("declares every value of an address, and nothing else as one", () => {
    for (const [route, one] of routes()) {
      const named = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
      const declared = (one.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect(declared.map(({ name }) => name).sort(), route).toEqual(named);
      expect(
        declared.filter(({ required }) => !required),
        route,
      ).toEqual([]);
      expect(
        (one.parameters ?? []).filter(({ description }) => !description).map(({ name }) => name),
        route,
      ).toEqual([]);
    }
  });

  it("says of every answer what it is, and of what kind", () => {
    for (const [route, one] of routes()) {
      const answers = Object.entries(one.responses);
      expect(answers.filter(([status]) => /^[23]/.test(status)).length, route).toBeGreaterThan(0);
      expect(one.responses.default, route).toBeDefined();
      for (const [status, answer] of answers) {
        expect(answer.description, `${route} ${status}`).not.toBe("");
        if (/^[45]/.test(status))
          expect(Object.keys(answer.content ?? {}), `${route} ${status}`).toEqual(["application/problem+json"]);
        if (status === "204" || status === "303") expect(answer.content, route).toBeUndefined();
        if (status === "200" || status === "201") expect(answer.content, route).toBeDefined();
      }
    }
  });

  it("resolves every reference, and has no schema that says nothing", () => {
    const loose: string[] = [];
    for (const [where, shape] of shapes()) {
      if (shape.$ref !== undefined) {
        const name = /^#\/components\/schemas\/(\w+)$/.exec(shape.$ref)?.[1] ?? "";
        if (!Object.hasOwn(api.components.schemas, name)) loose.push(`${where} → ${shape.$ref}`);
        continue;
      }
      if (Object.keys(shape).length === 0) loose.push(where);
      const bare =
        shape.type === "object" &&
        !shape.properties &&
        !shape.additionalProperties &&
        !shape.allOf &&
        !shape.description;
      if (bare) loose.push(where);
    }
    expect(loose).toEqual([]);
    for (const [where, shape] of shapes())
      for (const name of shape.required ?? []) expect(Object.keys(shape.properties ?? {}), where).toContain(name);
  });

  it("says in Vietnamese what each schema and each field is", () => {
    const nameless = Object.entries(api.components.schemas)
      .filter(([, { description }]) => !description)
      .map(([name]) => name);
    expect(nameless.length, nameless.join(", ")).toBeLessThanOrEqual(5);
    const silent: string[] = [];
    let fields = 0;
    for (const [where, shape] of shapes())
      for (const [name, property] of Object.entries(shape.properties ?? {})) {
        fields += 1;
        if (!property.description) silent.push(`${where}.${name}`);
      }
    expect(fields).toBeGreaterThan(1500);
    // A field that is named for the first time may wait for its word in openapi-words.ts, but not many.
    expect(silent.length, silent.join("\n")).toBeLessThanOrEqual(fields / 100);
  });

  it("gives examples that keep to their own schemas", () => {
    let examples = 0;
    for (const [route, one] of routes()) {
      for (const { name, schema, example } of one.parameters ?? [])
        expect(faultsOf(example, schema, api.components.schemas), `${route} ${name}`).toEqual([]);
      for (const part of [one.requestBody, ...Object.values(one.responses)])
        for (const [type, { schema, example }] of Object.entries(part?.content ?? {})) {
          if (!/json$/.test(type)) continue;
          if (example === undefined) continue;
          examples += 1;
          expect(faultsOf(example, schema, api.components.schemas), `${route} ${type}`).toEqual([]);
        }
      if (one.requestBody?.content["application/json"])
        expect(one.requestBody.content["application/json"].example, route).toBeDefined();
    }
    expect(examples).toBeGreaterThan(300);
  });

  it("says for everybody exactly what is for everybody", () => {
    const open = new Set(
      PUBLIC.filter((route) => / \/api\//.test(route) && !route.endsWith("*") && !route.includes("/tai-lieu")).map(
        (route) => {
          const [method, path] = route.split(" ") as [string, string];
          return `${method.toLowerCase()} ${path.replace(/:(\w+)/g, "{$1}")}`;
        },
      ),
    );
    // These need a session to do anything, though they refuse nobody.
    for (const route of ["get /api/keys/consent", "post /api/access/sign-out"]) open.delete(route);
    expect([...OPEN_ROUTES].sort()).toEqual([...open].sort());
  });

  it("says of every route that rights decide on which roles come through, as the walk over all routes found", () => {
    const letters: Record<string, string> = {
      auditor: "k",
      archivist: "v",
      drafter: "d",
      administrator: "q",
      leader: "l",
      clerk: "c",
    };
    const wrong: string[] = [];
    for (const [route, one] of routes()) {
      const [method, path] = route.split(" ") as [string, string];
      const walked = WALK[`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`];
      if (walked === undefined || walked === "") continue;
      const told = one["x-roles"]?.map((role) => letters[role]!) ?? Object.values(letters);
      const passed = walked.replace(/[nf]/g, "").split("");
      // Whoever comes through must have been told of; beyond the role, the thing itself may say no.
      const untold = passed.filter((letter) => !told.includes(letter));
      if (untold.length > 0) wrong.push(`${route}: ${untold.join("")} come through, told are ${told.join("")}`);
    }
    expect(wrong).toEqual([]);
  });

  it("names scopes and errors that there are, each with its Vietnamese meaning", () => {
    const silent = new Set<string>();
    for (const [route, one] of routes()) {
      for (const scope of one.security.flatMap(({ apiKey }) => apiKey ?? []))
        expect(Object.keys(PERMISSIONS), route).toContain(scope);
      for (const [status, { description }] of Object.entries(one.responses)) {
        if (!/^[45]/.test(status)) continue;
        for (const [, code] of description.matchAll(/^([A-Z_]+):/gm)) if (!(code! in ERROR_WORDS)) silent.add(code!);
      }
    }
    expect([...silent]).toEqual([]);
  });
});
