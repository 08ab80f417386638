import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attackBase } from "../verification/attacks/base.ts";
import { incrementalSaving, shadows } from "../verification/attacks/object-games.ts";
import { look, openOffice, openStage, visitor } from "./service.ts";

describe("pictures of changed pages", () => {
  const stage = openStage();
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-pictures-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => path.join(folder, `${name}.pdf`);

  beforeAll(async () => {
    await openOffice(stage);
    const base = await attackBase();
    const attacks = [...incrementalSaving(base), ...(await shadows(base))];
    const named = (name: string) => attacks.find((one) => one.name.includes(name))!.bytes;
    writeFileSync(file("thay-trang"), named("Shadow: hide, picture emptied, certified"));
    writeFileSync(file("nguyen-ven"), base.sealed);
    writeFileSync(file("cut-duoi"), base.sealed.subarray(0, base.sealed.length - 400));
  });

  it("show what was signed beside what stands there now, with the differing places marked and said", async () => {
    for (const width of [1280, 390]) {
      const { page, context, faults } = await visitor(stage, width);
      const asked: string[] = [];
      page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
      await page.goto("/kiem-tra");
      expect(asked.filter((one) => one.includes("pdfjs"))).toEqual([]);
      await page.getByLabel("Tệp PDF đã ký số").setInputFiles(file("thay-trang"));
      await page.getByRole("button", { name: "Kiểm tra", exact: true }).click();
      await page
        .getByRole("heading", { name: /Trang 1: khác nhau ở \d+ chỗ/ })
        .first()
        .waitFor();
      const pair = page.locator(".page-pair").first();
      expect(await pair.locator("canvas").count()).toBe(2);
      expect(await pair.getByRole("img", { name: "Trang 1 lúc ký" }).count()).toBe(1);
      expect(await pair.locator(".now rect").count()).toBeGreaterThan(0);
      expect(await pair.locator(".places li").first().textContent()).toMatch(/Lúc ký: .+Hiện nay: /);
      // Both were drawn, and are not the same.
      const [then, now] = await pair
        .locator("canvas")
        .evaluateAll((all) => all.map((one) => (one as unknown as { toDataURL(): string }).toDataURL()));
      expect(then!.length).toBeGreaterThan(5000);
      expect(now).not.toBe(then);
      await page.getByRole("button", { name: "Xem các trang" }).click();
      await page.locator(".page-list canvas").first().waitFor();
      await look(page, `trang-thay-doi-${width}`);
      // The file went to the service once, to be checked; pictures are drawn here.
      expect(asked.filter((one) => one.startsWith("POST"))).toEqual(["POST /kiem-tra"]);
      expect(faults).toEqual([]);
      await context.close();
    }
  });

  it("of an untouched file only what was filled in after the leader signed, closed until asked for", async () => {
    const { page, context, faults } = await visitor(stage);
    await page.goto("/kiem-tra");
    await page.getByLabel("Tệp PDF đã ký số").setInputFiles(file("nguyen-ven"));
    await page.getByRole("button", { name: "Kiểm tra", exact: true }).click();
    const group = page.locator(".pictures details").first();
    await group.waitFor();
    expect(await group.getAttribute("open")).toBeNull();
    await group.locator("summary").click();
    await group.getByRole("heading", { name: /Trang 1: khác nhau/ }).waitFor();
    expect(await group.textContent()).toContain("được phép");
    await look(page, "trang-dien-so");
    expect(faults).toEqual([]);
    await context.close();
  });

  it("a broken file says so, and words stay for who has no script", async () => {
    const { page, context, faults } = await visitor(stage);
    await page.goto("/kiem-tra");
    await page.getByLabel("Tệp PDF đã ký số").setInputFiles(file("cut-duoi"));
    await page.getByRole("button", { name: "Kiểm tra", exact: true }).click();
    await page.getByRole("region", { name: "Kết luận" }).waitFor();
    await page.getByRole("button", { name: "Xem các trang" }).click();
    await page.locator(".page-list").locator("canvas, .absent").first().waitFor();
    expect(faults).toEqual([]);
    await context.close();

    const plain = await visitor(stage, 1280, { javaScriptEnabled: false });
    await plain.page.goto("/kiem-tra");
    await plain.page.getByLabel("Tệp PDF đã ký số").setInputFiles(file("thay-trang"));
    await plain.page.getByRole("button", { name: "Kiểm tra", exact: true }).click();
    await plain.page.getByText("không được phép").first().waitFor();
    expect(await plain.page.locator(".pictures").first().isVisible()).toBe(false);
    await plain.context.close();
  });
});
