import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  KEY,
  openOffice,
  openStage,
  PASSWORD,
  picture,
  signIn,
  tokenOf,
  told,
  type Visitor,
  visitor,
} from "./service.ts";

/** The leader reads and signs one document after the other; the clerk numbers many, looks where the seal will stand, sends to a group. */
describe("the leader's and the clerk's work in the browser", () => {
  const stage = openStage();
  const people: Record<string, Visitor> = {};

  async function person(userName: string, width = 1280): Promise<Page> {
    people[`${userName}-${width}`] ??= await visitor(stage, width);
    const { page } = people[`${userName}-${width}`]!;
    if (page.url() === "about:blank") await signIn(page, userName);
    return page;
  }

  beforeAll(async () => {
    await openOffice(stage);
    const administrator = await tokenOf(stage, "nguyet");
    await ask(stage, "/api/access/keys/own", { password: KEY }, administrator);
    await ask(
      stage,
      "/api/access/organisations",
      {
        organisation: { code: "H98.12", name: "Sở Khoa học và Công nghệ", place: "Hương Giang", system: "state" },
        person: { name: "Cao Hải Yến", position: "Văn thư", userName: "yen", password: PASSWORD, roles: ["clerk"] },
      },
      administrator,
    );
    const drafter = await tokenOf(stage, "thuan");
    for (const subject of ["mời họp tuần", "phân công trực", "kiểm kê tài sản"]) {
      const description = {
        ruleSet: "nd30",
        kind: "CV",
        organisation: { name: "Ủy ban nhân dân tỉnh Hương Giang" },
        notation: "UBND-KGVX",
        place: "Hương Giang",
        subject,
        addressees: ["Các sở, ban, ngành"],
        body: "Ủy ban nhân dân tỉnh yêu cầu các cơ quan rà soát, gửi số liệu trước ngày 10/12/2026.",
        recipients: ["Như trên", "Lưu: VT, KGVX"],
        signature: {
          authority: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"],
          position: "PHÓ CHỦ TỊCH",
          name: "Lê Thị Minh Nguyệt",
        },
      };
      const { id, rev } = await ask<{ id: string; rev: number }>(stage, "/api/documents", { description }, drafter);
      await ask(stage, `/api/documents/${id}/submit`, { rev }, drafter);
    }
  });

  it("signs one document after the other with the keyboard alone, each led to by the one before", async () => {
    const page = await person("nguyet");
    await page.goto("/trinh-ky");
    await picture(page, "vt-01-trinh-ky");
    expect(await page.getByText("Chưa mở xem").count()).toBe(3);
    await page.getByText(/^Chọn cả trang/).click();
    await page.getByText("Trong đó 3 văn bản bạn chưa mở xem.").waitFor();
    await page.getByRole("link", { name: /mời họp tuần/ }).click();
    for (let left = 3; left > 0; left -= 1) {
      await page.getByLabel("Mật khẩu khóa ký").focus();
      await page.keyboard.type(KEY);
      await page.keyboard.press("Enter");
      await told(page, "Ký số thành công.");
      if (left === 3) await picture(page, "vt-02-van-ban-tiep-theo");
      if (left === 1) break;
      await page.getByRole("link", { name: /^Văn bản tiếp theo/ }).waitFor();
      // The way on has the focus.
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Ký số" }).waitFor();
    }
    await page.getByText("Không còn văn bản nào chờ bạn").waitFor();
  });

  it("numbers all of them in the entered order", async () => {
    const page = await person("thuha");
    await page.goto("/van-thu");
    await page
      .locator("#cho-cap-so")
      .getByText(/^Chọn cả trang/)
      .click();
    await page.getByLabel(/Thứ tự cấp số: .*kiểm kê/).fill("1");
    await page.getByLabel(/Thứ tự cấp số: .*mời họp/).fill("2");
    await page.getByLabel(/Thứ tự cấp số: .*phân công/).fill("3");
    await picture(page, "vt-03-van-thu");
    await page.getByRole("button", { name: "Cấp số các văn bản đã chọn" }).click();
    // The page asks by itself how far it is.
    await page.locator(".notice.good").getByText("Đã cấp số 3 văn bản").waitFor();
    await picture(page, "vt-04-lan-cap-so");
    const given = await page.locator(".acts li").allTextContents();
    expect(given.map((text) => /Số 0(\d)\//.exec(text)?.[1])).toEqual(["1", "2", "3"]);
    expect(given[0]).toContain("kiểm kê");
  });

  it("shows the seal on the page itself, near and whole, takes another place for it, and seals there", async () => {
    const page = await person("thuha");
    await page.goto("/van-thu");
    await page
      .locator("#cho-dong-dau")
      .getByRole("link", { name: /kiểm kê/ })
      .click();
    await page.locator(".place-sheet.drawn canvas").waitFor();
    // The page was drawn, not only a white sheet.
    const dark = await page.evaluate<number>(`(() => {
      const canvas = document.querySelector(".place-sheet canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at] < 128) count += 1;
      return count;
    })()`);
    expect(dark).toBeGreaterThan(2000);
    await page.getByRole("button", { name: "Xem cả trang" }).click();
    await page.getByRole("button", { name: "Xem gần" }).click();
    await picture(page, "vt-05-xem-truoc-dau");
    const words = page.locator("#cho-dat figcaption");
    const own = await words.textContent();
    await page.getByLabel("Mật khẩu khóa dấu cơ quan").fill(KEY);
    await page.getByRole("navigation", { name: "Chỗ đóng dấu khác" }).getByRole("link").nth(1).click();
    await expect.poll(() => words.textContent(), { timeout: 15_000 }).not.toBe(own);
    await page.locator(".place-sheet.drawn canvas").waitFor();
    // What was typed is still there.
    await page.getByRole("button", { name: "Đóng dấu, phát hành" }).click();
    await told(page, "Đã đóng dấu cơ quan");
  });

  it("keeps a group, sends to it, and sees each receiver's answer come in", async () => {
    const page = await person("thuha");
    await page.goto("/van-thu/nhom-noi-nhan");
    await page.getByLabel("Tên nhóm").fill("Các sở");
    await page.getByLabel(/Sở Khoa học/).check();
    await page.getByRole("button", { name: "Lập nhóm" }).click();
    await told(page, "Đã lưu.");
    await page.goto("/van-thu");
    await page.locator("#cho-gui").getByRole("checkbox").first().check();
    await page.getByLabel(/^Các sở/).check();
    await page.getByRole("button", { name: "Gửi các văn bản đã chọn" }).click();
    await page.locator(".notice.good").getByText("Đã đưa vào hàng gửi 1 văn bản").waitFor();
    await page.goto("/van-thu");
    await page
      .locator("#da-gui")
      .getByRole("link", { name: /Tình trạng gửi/ })
      .click();
    await page.locator("#bao-cao-gui").getByText("Đã đến").waitFor({ timeout: 20_000 });
    await picture(page, "vt-06-tinh-trang-gui");
  });

  it("reads the pages as pictures in a narrow window", async () => {
    const page = await person("nguyet", 390);
    await page.goto("/van-ban");
    await page
      .getByRole("link", { name: /kiểm kê/ })
      .first()
      .click();
    await page.locator(".page-list figure canvas").first().waitFor();
    expect(await page.locator("iframe.paper").isVisible()).toBe(false);
    await picture(page, "vt-07-hep-doc");
    const clerk = await person("thuha", 390);
    await clerk.goto("/van-thu");
    await picture(clerk, "vt-08-hep-van-thu");
  });

  it("made no console error and asked nothing of anybody else", () => {
    expect(Object.entries(people).flatMap(([name, one]) => one.faults.map((fault) => `${name}: ${fault}`))).toEqual([]);
  });
});
