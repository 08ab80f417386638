import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeApi } from "../../functions/api/openapi.ts";
import { areaOf } from "../../functions/api/openapi-areas.ts";
import { openService, type TestService } from "./service.ts";

let service: TestService;
beforeAll(() => {
  service = openService();
});
afterAll(() => service.close());

const read = async (address: string) => {
  const answer = await service.app.request(address);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
/** Text as a reader sees it. */
const seen = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");

describe("the reference of the API", () => {
  it("shows every route at its anchor, each on a page of at most 150 KB", async () => {
    const index = await read("/api/tai-lieu");
    expect(index.status).toBe(200);
    const links = [...index.text.matchAll(/href="(\/api\/tai-lieu\/[^"#]+)#(\w+)"/g)];
    const pages = new Map<string, string>([["/api/tai-lieu", index.text]]);
    const { paths } = describeApi(service.app);
    const told = new Set(links.map(([, , id]) => id));
    for (const operations of Object.values(paths))
      for (const { operationId } of Object.values(operations)) expect(told).toContain(operationId);
    for (const [, page, id] of links) {
      if (!pages.has(page!)) pages.set(page!, (await read(page!.replaceAll("&amp;", "&"))).text);
      expect(pages.get(page!), `${page}#${id}`).toContain(`id="${id}"`);
    }
    for (const [page, text] of pages) {
      expect(Buffer.byteLength(text), page).toBeLessThanOrEqual(150_000);
      expect(text.match(/<script(?![^>]*\bsrc=)/g), page).toBeNull();
      expect(text, page).not.toMatch(/\sstyle="|\son\w+="|(?:src|href)="https?:/);
    }
  }, 20_000);

  it("says of a route who may, what it takes, what it answers and how it is called", async () => {
    const text = seen(
      (await read("/api/tai-lieu/documents?trang=1")).text + (await read("/api/tai-lieu/documents?trang=2")).text,
    );
    expect(text).toContain("/api/documents/{id}/submit");
    expect(text).toContain("chuyên viên, lãnh đạo, văn thư");
    expect(text).toContain("document.submit");
    expect(text).toMatch(/rev +số nguyên .*Số phiên bản của lần đọc cuối/);
    expect(text).toMatch(/409 CONFLICT ?; DOCUMENT_HELD \(Người khác đang sửa văn bản\)/);
    expect(text).toMatch(/curl -X POST "\$VANTHU\/api\/documents\/\w+\/submit"/);
  });

  it("shows each shape of data, and where it is used", async () => {
    const { components } = describeApi(service.app);
    for (const name of Object.keys(components.schemas)) {
      const page = await read(`/api/tai-lieu/du-lieu/${name}`);
      expect(page.status, name).toBe(200);
      expect(Buffer.byteLength(page.text), name).toBeLessThanOrEqual(150_000);
      for (const [, other] of page.text.matchAll(/\/api\/tai-lieu\/du-lieu\/(\w+)"/g))
        expect(components.schemas[other!], `${name} → ${other}`).toBeDefined();
    }
    expect(seen((await read("/api/tai-lieu/du-lieu/Document")).text)).toContain("Soạn từ mô tả");
  }, 20_000);

  it("finds by words with or without marks, and says so when there is nothing", async () => {
    for (const words of ["cấp số", "cap so", "CẤP SỐ"]) {
      const { text } = await read(`/api/tai-lieu?tim=${encodeURIComponent(words)}`);
      expect(text, words).toContain("/api/documents/{id}/number");
      expect(text, words).not.toContain("/api/calendar/policy");
    }
    const none = await read("/api/tai-lieu?tim=khongcogi");
    expect(none.text).toContain("Không có đường nào như vậy");
    const hostile = await read(`/api/tai-lieu?tim=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(hostile.text).not.toContain("<script>alert");
  });

  it("has a page for every area, and none for what there is not", async () => {
    const areas = new Set(Object.keys(describeApi(service.app).paths).map(areaOf));
    for (const area of areas) expect((await read(`/api/tai-lieu/${area}`)).status, area).toBe(200);
    expect((await read("/api/tai-lieu/khong-co")).status).toBe(404);
    expect((await read("/api/tai-lieu/du-lieu/constructor")).status).toBe(404);
    expect((await read("/api/tai-lieu/documents?trang=99")).status).toBe(404);
  }, 20_000);
});
