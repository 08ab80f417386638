import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Programme } from "../../shared/tasks/index.ts";
import { type Client, ORIGIN, openOffices, openService, PASSWORD, signedIn, type TestService } from "./service.ts";

describe("what was reached of a target", () => {
  let service: TestService;
  let drafter: Client;
  let cookie: string;
  let id: string;
  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    drafter = await signedIn(service, "thuan");
    const answer = await post("/dang-nhap", { userName: "thuan", password: PASSWORD });
    cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0]!;
    id = (await drafter.json<Programme>("/api/programmes", { title: "Chuyển đổi số", period: "2026" })).id;
    await post(`/nhiem-vu/${id}/chi-tieu`, {
      rev: "1",
      targets: "- Đạt 95% hồ sơ được xử lý trực tuyến\n- Có 1.200 cán bộ được tập huấn",
    });
  });
  afterAll(() => service.close());

  const post = (address: string, fields: Record<string, string>) =>
    service.app.request(address, {
      method: "POST",
      headers: { origin: ORIGIN, cookie, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });
  const programme = () => drafter.json<Programme>(`/api/programmes/${id}`);
  /** Types a value measured yesterday, as the form of the target at a place sends it. */
  async function measure(index: number, value: string): Promise<Programme["targets"][number]> {
    const { revision, targets } = await programme();
    const on = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const address = `/nhiem-vu/${id}/chi-tieu/${targets[index]!.id}`;
    await post(address, { rev: String(revision), value, on, evidence: "Báo cáo số 12" });
    return (await programme()).targets[index]!;
  }

  it.each([
    ["1.234", 1234],
    ["1.234,5", 1234.5],
    ["0.125", 0.125],
    ["78,5", 78.5],
  ])("reads %s as people write numbers", async (typed, value) => {
    expect((await measure(1, typed)).actual!.value).toBe(value);
  });

  it("is judged on the page as in the report: more than asked for is reached", async () => {
    const target = await measure(0, "97");
    expect(target).toMatchObject({ comparison: "=", value: 95 });
    const answer = await service.app.request(`/nhiem-vu/${id}/chi-tieu/${target.id}`, { headers: { cookie } });
    expect(await answer.text()).toContain('<span class="chip good">Đạt</span>');
    const preview = `/api/reports/preview/figure?programme=${id}&period=2026&figure=targets.reached`;
    const { targets } = await drafter.json<{ targets: { id: string; reached: boolean }[] }>(preview);
    expect(targets.find((one) => one.id === target.id)?.reached).toBe(true);
  });
});
