import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACTIONS, DATA } from "./page-actions-table.ts";
import { openService, type TestService } from "./service.ts";

let service: TestService;
let all: Set<string>;
beforeAll(() => {
  service = openService();
  all = new Set(
    service.app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`),
  );
});
afterAll(() => service.close());

const isMachine = (route: string) => / \/(api|v1)\//.test(route);
/** Limits and checks before a route stand under addresses ending in "*". */
const isOwn = (route: string) => !route.endsWith("*") || route.includes("/tep-tinh/");

describe("everything that pages do and show", () => {
  it("changes things by actions that a machine has too, or says why it needs none", () => {
    const actions = [...all].filter((route) => !route.startsWith("GET ") && !isMachine(route) && isOwn(route));
    expect(actions.length).toBeGreaterThan(180);
    expect(
      actions.filter((route) => !(route in ACTIONS)),
      "actions of pages without a line in page-actions-table.ts",
    ).toEqual([]);
    expect(
      Object.keys(ACTIONS).filter((route) => !all.has(route)),
      "lines of actions that are gone",
    ).toEqual([]);
  });

  it("shows what a machine can read too, or says why there is nothing to read", () => {
    const pages = [...all].filter((route) => route.startsWith("GET ") && !isMachine(route) && isOwn(route));
    expect(pages.length).toBeGreaterThan(120);
    expect(
      pages.filter((route) => !(route in DATA)),
      "pages without a line in page-actions-table.ts",
    ).toEqual([]);
    expect(
      Object.keys(DATA).filter((route) => !all.has(route)),
      "lines of pages that are gone",
    ).toEqual([]);
  });

  it("names routes of the API that there are", () => {
    for (const [page, routes] of [...Object.entries(ACTIONS), ...Object.entries(DATA)]) {
      if (routes.startsWith("— ")) continue;
      for (const route of routes.split(", ")) {
        expect(isMachine(route), `${page}: ${route}`).toBe(true);
        expect(all.has(route), `${page}: ${route}`).toBe(true);
      }
    }
  });

  it("keeps few things for pages alone", () => {
    expect(Object.values(ACTIONS).filter((route) => route.startsWith("— ")).length).toBeLessThanOrEqual(6);
  });
});
