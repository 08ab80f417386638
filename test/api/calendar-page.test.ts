import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ORIGIN, openOffices, openService, PASSWORD, type TestService } from "./service.ts";

describe("the page of the working calendar", () => {
  let service: TestService;
  let cookie: string;
  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    const signedIn = await service.app.request("/dang-nhap", {
      method: "POST",
      headers: { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ userName: "lam", password: PASSWORD }),
    });
    cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0]!;
  });
  afterAll(() => service.close());
  const page = async (query: string) => {
    const answer = await service.app.request(`/quan-tri/lich-lam-viec?${query}`, { headers: { cookie } });
    const counted = /class="counted"[^>]*>([\s\S]*?)<\/p>/.exec(await answer.text())?.[1] ?? "";
    return { status: answer.status, counted: counted.replaceAll(/<[^>]+>/g, "") };
  };

  it("counts over Tết, forwards and backwards", async () => {
    expect((await page("nam=2026&tu=2026-02-13&so-ngay=1")).counted).toContain("Thứ Hai, 23/02/2026");
    expect((await page("nam=2026&tu=2026-02-23&so-ngay=-1")).counted).toContain("Thứ Sáu, 13/02/2026");
  });

  it.each(["tu=9999-12-31&so-ngay=5", "tu=0000-01-01&so-ngay=-5", "tu=2026-02-30&so-ngay=5", "so-ngay=1.5"])(
    "%s is answered with a page, not with a failure",
    async (query) => {
      expect((await page(query)).status).toBe(200);
    },
  );

  it.each(["nam=1899", "nam=2200", "nam=abc"])("%s is a year without calendar", async (query) => {
    expect((await page(query)).status).toBe(404);
  });
});
