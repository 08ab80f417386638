import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { baseApp } from "../../functions/api/base-app.ts";

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => vi.restoreAllMocks());

function appThatFails() {
  const app = baseApp({});
  const fail = () => {
    throw new Error("mất liên lạc với kho dữ liệu");
  };
  app.get("/api/hong/:id", fail);
  app.get("/hong/:id", fail);
  return app;
}

describe("a request that fails", () => {
  it("bears one id in its answer, in the problem it is told and in the log of faults", async () => {
    const answer = await appThatFails().request("/api/hong/m2k9?tu=bi-mat");
    const id = answer.headers.get("x-request-id")!;
    expect(answer.status).toBe(500);
    const problem = (await answer.json()) as { instance: string; hint: string };
    expect(problem.instance).toBe(`urn:uuid:${id}`);
    expect(problem.hint).toContain(`mã yêu cầu ${id}`);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ id, fault: "GET /api/hong/:id" });
    expect(lines[0]).not.toMatch(/m2k9|bi-mat/);
  });

  it("shows it on the page, where a person can read it out", async () => {
    const answer = await appThatFails().request("/hong/1");
    const id = answer.headers.get("x-request-id")!;
    expect(await answer.text()).toContain(`mã yêu cầu ${id}`);
    expect(JSON.parse(lines[0]!).id).toBe(id);
  });

  it("of two requests at once each has its own", async () => {
    const app = appThatFails();
    const [one, two] = await Promise.all([app.request("/hong/1"), app.request("/hong/2")]);
    expect(one.headers.get("x-request-id")).not.toBe(two.headers.get("x-request-id"));
    expect(new Set(lines.map((line) => JSON.parse(line).id)).size).toBe(2);
  });
});
