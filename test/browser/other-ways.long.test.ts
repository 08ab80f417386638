import path from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  KEY,
  loadProgramme,
  look,
  openOffice,
  openStage,
  PASSWORD,
  ROOT,
  signIn,
  tokenOf,
  visitor,
} from "./service.ts";

/** Ways through the pages that the whole day does not take: without script, by keyboard alone, with an amended appendix. */
describe("other ways through the pages", () => {
  const stage = openStage();

  beforeAll(() => openOffice(stage));

  it("drafts and submits a letter without script", async () => {
    const { page, context } = await visitor(stage, 1280, { javaScriptEnabled: false });
    await signIn(page, "thuan");
    await page.goto("/soan-van-ban/cong-van");
    await page.getByLabel("Trích yếu").fill("chuẩn bị số liệu chuyển đổi số quý IV năm 2026");
    await page.getByLabel("Kính gửi").fill("Các sở, ban, ngành");
    await page
      .getByLabel("Nội dung", { exact: true })
      .fill("Ủy ban nhân dân tỉnh yêu cầu các cơ quan gửi số liệu trước ngày 10/12/2026.");
    await page.getByRole("button", { name: "Soạn dự thảo" }).click();
    await page.getByRole("button", { name: "Trình ký" }).click();
    expect(await page.locator(".notice.good").textContent()).toContain("Đã trình ký");
    await context.close();
  });

  it("keeps what was typed when a form is refused, and says which field", async () => {
    const { page, context } = await visitor(stage);
    await signIn(page, "thuan");
    await page.goto("/soan-van-ban/thong-bao");
    await page.getByLabel("Trích yếu").fill("Kết luận phiên họp tháng 11");
    await page.getByLabel("Ký hiệu").fill("TB UBND");
    await page.getByLabel("Nội dung", { exact: true }).fill("Nội dung đã gõ.");
    await page.getByRole("button", { name: "Soạn dự thảo" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("Ký hiệu");
    expect(await page.getByLabel("Nội dung", { exact: true }).inputValue()).toBe("Nội dung đã gõ.");
    await look(page, "34-soan-co-loi");
    await context.close();
  });

  it("lets the leader sign in and sign by keyboard alone", async () => {
    const { page, context, faults } = await visitor(stage);
    await page.goto("/dang-nhap");
    await look(page, "35-dang-nhap");
    await page.keyboard.type("nguyet");
    await page.keyboard.press("Tab");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL(/tong-quan/);
    await tabTo(page, "văn bản chờ tôi ký");
    await page.keyboard.press("Enter");
    await page.waitForURL(/trinh-ky/);
    await tabTo(page, "chuẩn bị số liệu");
    await page.keyboard.press("Enter");
    await page.waitForURL(/van-ban\//);
    // The browser's PDF viewer takes the focus when it has loaded; a person types after the page stands still.
    await page.waitForLoadState("networkidle");
    await tabTo(page, "password");
    await page.keyboard.type(KEY);
    await page.keyboard.press("Enter");
    await page.locator(".notice.good").getByText("Ký số thành công").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it("makes an amended appendix from two revisions of a programme", async () => {
    const { page, context, faults } = await visitor(stage);
    await signIn(page, "thuan");
    await page.goto("/nhiem-vu");
    await page.getByLabel("Tên chương trình").fill("Chuyển đổi số tỉnh Hương Giang năm 2027");
    await page.getByLabel("Kỳ thực hiện").fill("2027");
    await page.getByRole("button", { name: "Tạo chương trình" }).click();
    for (const file of ["nhiem-vu.xlsx", "nhiem-vu-ban-2.xlsx"]) {
      await page.getByRole("link", { name: "Nhập từ Excel" }).first().click();
      await page.getByLabel("Tệp .xlsx, .csv hoặc .tsv").setInputFiles(path.join(ROOT, "samples/files", file));
      await page.getByRole("button", { name: "Xem trước" }).click();
      await page.getByRole("button", { name: /Nhập tất cả/ }).click();
      await page.locator(".notice.good").getByText("Đã nhập nhiệm vụ").waitFor();
    }
    await page.getByRole("link", { name: "Soạn phụ lục điều chỉnh" }).click();
    await page.getByLabel("Căn cứ điều chỉnh").fill("Thông báo số 118/TB-UBND ngày 18/11/2026");
    await page.getByLabel("Kính gửi").fill("Các sở, ban, ngành");
    await page
      .getByLabel("Nội dung", { exact: true })
      .fill("Ủy ban nhân dân tỉnh điều chỉnh một số nhiệm vụ theo Phụ lục gửi kèm.");
    await look(page, "36-soan-dieu-chinh");
    await page.getByRole("button", { name: "Soạn dự thảo" }).click();
    await page.locator(".notice.good").waitFor();
    const link = page.getByRole("link", { name: "Xem", exact: true });
    const appendix = await page.request.get((await link.getAttribute("href"))!);
    expect((await appendix.body()).subarray(0, 5).toString()).toBe("%PDF-");
    await look(page, "37-dieu-chinh");
    expect(faults).toEqual([]);
    await context.close();
  });

  it("filters 5,000 tasks", async () => {
    const token = await tokenOf(stage, "thuan");
    const rows = Array.from(
      { length: 5000 },
      (_, index) => `${index + 1}\tRà soát thủ tục số ${index + 1} của ngành\tSở Nội vụ\tTrước ngày 30/6/2027`,
    );
    const id = await loadProgramme(
      stage,
      { title: "Chương trình lớn", period: "2027" },
      ["TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành", ...rows],
      token,
    );
    const address = `${stage.service.address}/nhiem-vu/${id}?tim=${encodeURIComponent("thu tuc so 4321")}`;
    const page = await (await fetch(address, { headers: { authorization: `Bearer ${token}` } })).text();
    expect(page).toContain("Rà soát thủ tục số 4321");
    expect(page).not.toContain("Rà soát thủ tục số 4320");
  });

  it("stays light: one page's script and all it loads", async () => {
    const page = await (await fetch(`${stage.service.address}/kiem-tra`)).text();
    const loaded = [...page.matchAll(/(?:src|href)="(\/tep-tinh\/[^"]+)"/g)].map((match) => match[1]!);
    expect(loaded.some((address) => address.endsWith(".js"))).toBe(true);
    const sizes = await Promise.all(
      loaded.map(async (address) => ({
        address,
        bytes: (await (await fetch(stage.service.address + address)).arrayBuffer()).byteLength,
      })),
    );
    const script = sizes.filter((one) => one.address.endsWith(".js")).reduce((sum, one) => sum + one.bytes, 0);
    expect(script).toBeLessThanOrEqual(60 * 1024);
    expect(sizes.reduce((sum, one) => sum + one.bytes, 0) + Buffer.byteLength(page)).toBeLessThanOrEqual(150 * 1024);
  });
});

/** Presses Tab until the focused element's text or name says what is looked for; a person would do the same. */
async function tabTo(page: Page, words: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    const said = await page.evaluate<string>(
      "document.activeElement.matches('a, button, input') ? document.activeElement.textContent + document.activeElement.name : ''",
    );
    if (said.includes(words)) return;
  }
  throw new Error(`Tab does not lead to “${words}”.`);
}
