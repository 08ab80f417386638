import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { client, openOffices, openService, PASSWORD, signedIn, type TestService } from "./service.ts";

const KB = 1024;
/** What a first visit may load, as sent: the page with everything it names. */
const MOST_SCRIPT = 60 * KB;
const MOST = 150 * KB;

let service: TestService;
let token: string;
let programme: string;

beforeAll(async () => {
  service = openService();
  await openOffices(service);
  const person = { name: "Trần Thị Mọi Việc", position: "Văn phòng", userName: "moiviec", password: PASSWORD };
  const roles = ["drafter", "leader", "clerk", "archivist", "administrator"];
  await (await signedIn(service, "lam")).json("/api/access/people", { ...person, roles });
  token = (
    await client(service).json<{ token: string }>("/api/access/sign-in", { userName: "moiviec", password: PASSWORD })
  ).token;
  const me = client(service, token);
  const made = await me.json<{ id: string; revision: number }>("/api/programmes", {
    title: "Chuyển đổi số tỉnh Hương Giang",
    period: "2026",
  });
  programme = made.id;
  const rows = Array.from(
    { length: 400 },
    (_, index) =>
      `${index + 1}\tXây dựng cơ sở dữ liệu chuyên ngành số ${index + 1}, kết nối với kho dữ liệu dùng chung\tSở số ${index % 17}\tTrước ngày 30/6/2027`,
  );
  const table = ["TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành", ...rows].join("\n");
  const file = new File([`${table}\n`], "nhiem-vu.tsv");
  await me.upload(`/api/programmes/${programme}/import`, { file, revision: String(made.revision) });
});
afterAll(() => service.close());

/** What one address sends to a browser that takes gzip: bytes on the wire and the text. */
async function load(address: string, as?: string): Promise<{ bytes: number; text: string; encoding: string | null }> {
  const answer = await service.app.request(address, {
    headers: { "accept-encoding": "gzip", ...(as === undefined ? {} : { cookie: `vanthu_phien=${as}` }) },
  });
  expect(answer.status, address).toBe(200);
  const sent = Buffer.from(await answer.arrayBuffer());
  const encoding = answer.headers.get("content-encoding");
  return { bytes: sent.length, text: (encoding === "gzip" ? gunzipSync(sent) : sent).toString("utf8"), encoding };
}

/** A page with all that it loads by itself. */
async function weigh(address: string, as?: string) {
  const page = await load(address, as);
  expect(page.encoding, `${address} is compressed`).toBe("gzip");
  const scripts = [...page.text.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => src!);
  const others = [...page.text.matchAll(/<link[^>]* href="([^"]+)"|<img[^>]* src="([^"]+)"/g)].map(
    ([, href, src]) => (href ?? src)!,
  );
  const sum = async (addresses: string[]) => {
    let bytes = 0;
    for (const one of new Set(addresses)) bytes += (await load(one, as)).bytes;
    return bytes;
  };
  const script = await sum(scripts);
  return { script, all: page.bytes + script + (await sum(others)), page: page.bytes };
}

describe("what a page weighs", () => {
  it("is small for whoever is not signed in", async () => {
    for (const address of ["/dang-nhap", "/kiem-tra", "/kiem-tra/ma"]) {
      const { script, all } = await weigh(address);
      expect(script, `${address}: script`).toBeLessThanOrEqual(MOST_SCRIPT);
      expect(all, `${address}: all`).toBeLessThanOrEqual(MOST);
    }
  });

  it("is small on every page of the menu, in the first programme and where a document is composed", async () => {
    const { text } = await load("/tong-quan", token);
    const menu = [...text.matchAll(/<nav class="menu"[\s\S]*?<\/nav>/g)][0]![0];
    const addresses = [...menu.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!);
    expect(addresses.length).toBeGreaterThan(15);
    const heavy: Record<string, number[]> = {};
    for (const address of [...addresses, `/nhiem-vu/${programme}`, "/soan-van-ban/cong-van", "/quan-tri/tinh-trang"]) {
      const { script, all, page } = await weigh(address, token);
      if (script > MOST_SCRIPT || all > MOST) heavy[address] = [script, page, all];
    }
    expect(heavy, "script, page and all in bytes").toEqual({});
  });

  it("is sent as it is where another site made the browser ask, so that its length tells nothing", async () => {
    const asked = (site: string) =>
      service.app.request("/tim-kiem?tim=&noi-dung=mat", {
        headers: { "accept-encoding": "gzip", "sec-fetch-site": site, cookie: `vanthu_phien=${token}` },
      });
    for (const [site, encoding] of [
      ["cross-site", null],
      ["same-site", null],
      ["same-origin", "gzip"],
      ["none", "gzip"],
    ] as const)
      expect((await asked(site)).headers.get("content-encoding"), site).toBe(encoding);
  });

  it("leaves alone what is compressed by itself, and who cannot read gzip", async () => {
    const plain = await service.app.request("/dang-nhap");
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(plain.headers.get("vary")).toContain("Accept-Encoding");
    const sheet = await service.app.request(`/nhiem-vu/${programme}/xuat.xlsx`, {
      headers: { "accept-encoding": "gzip", cookie: `vanthu_phien=${token}` },
    });
    expect(sheet.status).toBe(200);
    expect(sheet.headers.get("content-encoding")).toBeNull();
  });
});
