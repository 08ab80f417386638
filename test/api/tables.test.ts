import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../cli/vanthu.ts";
import { type Client, openOffices, openService, signedIn, type TestService } from "./service.ts";

const TABLE = readFileSync(`${ROOT}/samples/files/nhiem-vu.xlsx`);
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

describe("tables over the API", () => {
  let service: TestService;
  let drafter: Client;
  let id: string;
  const csv = (text: string, name = "a.csv") => new File([text], name);

  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    drafter = await signedIn(service, "thuan");
    ({ id } = await drafter.json<{ id: string }>("/api/programmes", { title: "Chuyển đổi số", period: "2027" }));
  });
  afterAll(() => service.close());

  it("inspects, previews, imports, exports and imports back", async () => {
    const file = new File([TABLE], "nhiem-vu.xlsx");
    const view = await (await drafter.upload("/api/tables/inspect", { file })).json();
    expect(view).toMatchObject({ headerRow: 3, sheet: expect.any(String) });
    const preview = await (await drafter.upload(`/api/tables/programmes/${id}/preview`, { file })).json();
    expect(preview).toMatchObject({ effect: { added: 28 }, result: { refused: [] } });
    const stored = await drafter.upload(`/api/tables/programmes/${id}/import`, { file, revision: "1", why: "Lần đầu" });
    expect(await stored.json()).toMatchObject({ revision: 2 });
    const exported = await drafter.get(`/api/tables/programmes/${id}/export.xlsx`);
    expect(exported.headers.get("content-type")).toBe(XLSX);
    const bytes = await exported.arrayBuffer();
    const again = await drafter.upload(`/api/tables/programmes/${id}/import`, {
      file: new File([new Uint8Array(bytes)], "a.xlsx"),
      revision: "2",
    });
    expect(await again.json()).toMatchObject({ revision: 2 });
    const text = await (await drafter.get(`/api/tables/programmes/${id}/export.csv?separator=,`)).text();
    expect(text.split("\n")[0]).toContain("TT,Nhiệm vụ,Cơ quan chủ trì");
    expect((await drafter.get("/api/tables/sample.xlsx")).status).toBe(200);
  });

  it("takes a mapping and renamed agencies, and refuses what is none", async () => {
    const fields = { file: csv("a,b,c\n1,Việc một,Sở TT&TT"), headerRow: "1", revision: "2", mode: "add" };
    const mapping = JSON.stringify({ number: 0, name: 1, leadAgency: 2 });
    const renames = JSON.stringify({ "Sở TT&TT": "Sở Khoa học và Công nghệ" });
    const stored = await drafter.upload(`/api/tables/programmes/${id}/import`, { ...fields, mapping, renames });
    const { tasks } = (await stored.json()) as { tasks: { name: string; leadAgency: string }[] };
    expect(tasks.at(-1)).toMatchObject({ name: "Việc một", leadAgency: "Sở Khoa học và Công nghệ" });
    for (const wrong of ["{", "[]", '{"khác":1}', '{"name":"B"}', '{"name":999}']) {
      const answer = await drafter.upload(`/api/tables/programmes/${id}/preview`, {
        file: fields.file,
        mapping: wrong,
      });
      expect([wrong, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([wrong, 422, "INVALID"]);
    }
  });

  it("keeps the directory of agencies", async () => {
    const agency = await drafter.json<{ id: string }>("/api/tables/agencies", {
      name: "Quỹ Học bổng tỉnh",
      abbreviations: ["QHB"],
    });
    const [best] = await drafter.json<{ kind: string; match: { id: string } }[]>("/api/tables/agencies/match?name=QHB");
    expect([best!.kind, best!.match.id]).toEqual(["abbreviation", agency.id]);
    expect((await drafter.send(`/api/tables/agencies/${agency.id}`, undefined, "DELETE")).status).toBe(204);
    expect(await drafter.json("/api/tables/agencies/adopt", { names: ["Quỹ Học bổng tỉnh"] })).toEqual({ added: 1 });
    expect((await drafter.json<unknown[]>("/api/tables/agencies")).length).toBeGreaterThan(30);
  });

  it("tells the limit of a file", async () => {
    const answer = await drafter.upload(`/api/tables/programmes/${id}/preview`, {
      file: csv("x".repeat(17 * 1024 * 1024)),
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      413,
      { code: "IMPORT_TOO_LARGE", title: expect.stringContaining("16 MB") },
    ]);
  });

  it("is described", async () => {
    const { paths } = (await (await service.app.request("/api/openapi.json")).json()) as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(paths).filter((path) => path.startsWith("/api/tables"))).toHaveLength(12);
  });
});
