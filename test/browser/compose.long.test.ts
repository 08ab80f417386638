import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_PLAN } from "../../samples/plan.ts";
import { sampleProgramme } from "../../samples/programme.ts";
import type { Programme } from "../../shared/tasks/index.ts";
import { ask, look, openOffice, openStage, picture, signIn, tokenOf, visitor } from "./service.ts";

/** The preview beside the form, and what keeps typed text from being lost. */
describe("writing with the preview beside it", () => {
  const stage = openStage();
  let programmeId: string;

  beforeAll(async () => {
    await openOffice(stage);
    const token = await tokenOf(stage, "thuan");
    const sample = sampleProgramme("x");
    const { title, period } = sample;
    const made = await ask<Programme>(stage, "/api/programmes", { title, period }, token);
    const { id, organisationId, revision } = made;
    const programme = { ...sample, id, organisationId, revision };
    await ask(stage, `/api/programmes/${id}`, { programme, why: "Lập danh mục" }, token, "PUT");
    programmeId = id;
  });

  it("follows typing, keeps the page, and leads from a finding to its field", async () => {
    const { page, context, faults } = await visitor(stage);
    await signIn(page, "thuan");
    await page.goto(`/soan-van-ban/ke-hoach?chuong-trinh=${programmeId}`);
    const findings = page.locator("[data-findings]");
    const state = page.locator("[data-preview-state]");
    await state.getByText(/Đã cập nhật bản xem trước, \d+ trang, \d+ điều/).waitFor();
    // What is missing is said, and a click leads to its field.
    await findings.getByRole("button", { name: "Chưa viết phần yêu cầu." }).click();
    expect(await focused(page)).toBe("requirements");
    await page.keyboard.type("- Mỗi nhiệm vụ có một cơ quan chủ trì.");
    await findings.getByRole("button", { name: "Chưa viết phần yêu cầu." }).waitFor({ state: "detached" });
    await page.locator('[name="purpose"]').fill(SAMPLE_PLAN.purpose.replace("[^dulieu]", ""));
    // The pages go with the caret: the end of a plan stands on a later page, before the appendix.
    await page.locator('[name="implementation"]').fill("## Sở Tài chính\n\nBố trí kinh phí.");
    await drawn(page);
    const there = await pageShown(page);
    expect(there).toBeGreaterThan(1);
    const before = await ink(page, there);
    for (let edit = 0; edit < 3; edit += 1) {
      const next = drawnNext(page);
      await page.keyboard.type(` Câu thứ ${edit} thêm vào để trang đổi khác.`);
      await next;
      expect(await pageShown(page)).toBe(there);
    }
    expect(await ink(page, there)).not.toBe(before);
    await look(page, "14-soan-ke-hoach-xem-truoc");
    // Signs are put in with the keyboard, and the browser takes them back.
    const text = page.locator('[name="generalAim"]');
    await text.fill("Dữ liệu dùng chung");
    await text.selectText();
    await page.keyboard.press("Control+b");
    expect(await text.inputValue()).toBe("**Dữ liệu dùng chung**");
    await page.keyboard.press("Control+z");
    expect(await text.inputValue()).toBe("Dữ liệu dùng chung");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect(await text.inputValue()).toBe("- Dữ liệu dùng chung");
    // A mistake of writing leads to its line.
    await page.locator('[name="implementation"]').fill("## Sở Tài chính\n\nBố trí **kinh phí.");
    await findings.getByRole("button", { name: /Dấu “\*\*” mở/ }).click();
    expect(
      await page.evaluate(
        "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)",
      ),
    ).toBe("Bố trí **kinh phí.");
    // A name of the directory, found without diacritics, comes before the place of keeping.
    await page.getByLabel("Thêm cơ quan từ danh bạ").fill("so y te");
    await page.locator(".directory [data-found] button").first().click();
    const lines = (await page.locator('[name="recipients"]').inputValue()).split("\n");
    expect(lines.at(-1)).toBe("Lưu: VT");
    expect(faults).toEqual([]);
    await context.close();
  });

  it("saves with Ctrl+S without leaving, and gives back what was not saved", async () => {
    const { page, context, faults } = await visitor(stage);
    await signIn(page, "thuan");
    await page.goto("/soan-van-ban/thong-bao");
    await page.locator('[name="subject"]').fill("Lịch nghỉ Tết");
    await page.locator('[name="body"]').fill("Thông báo lịch nghỉ Tết của cơ quan.");
    await page.keyboard.press("Control+s");
    await page
      .locator("[data-saved]")
      .getByText(/Đã lưu lúc/)
      .waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/van-ban\/\w+\/sua$/);
    await page.locator('[name="body"]').press("Control+End");
    await page.keyboard.type(" Viết thêm chưa lưu.");
    await page.waitForTimeout(600);
    // Left by a fall of the page: what was typed is offered again.
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    expect(await page.locator('[name="body"]').inputValue()).toBe("Thông báo lịch nghỉ Tết của cơ quan.");
    await page.getByRole("button", { name: "Khôi phục phần đang soạn dở" }).click();
    expect(await page.locator('[name="body"]').inputValue()).toContain("Viết thêm chưa lưu.");
    await page.getByRole("button", { name: "Lưu dự thảo" }).click();
    await page.locator(".notice.good").waitFor();
    expect(await page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('vanthu:soan:'))")).toEqual(
      [],
    );
    expect(faults).toEqual([]);
    await context.close();
  });

  it("opens the PDF and puts in names without script, on a narrow screen", async () => {
    const { page, context } = await visitor(stage, 390, { javaScriptEnabled: false });
    await signIn(page, "thuan");
    await page.goto("/soan-van-ban/cong-van");
    await page.locator('[name="subject"]').fill("đôn đốc tiến độ");
    await page.locator('[name="body"]').fill("Đề nghị các sở báo cáo tiến độ.");
    await page.getByLabel("Thêm cơ quan từ danh bạ").fill("Sở Tài chính");
    await page.locator('button[value="them:recipients"]').click();
    expect(await page.locator('[name="recipients"]').inputValue()).toBe("Như trên\nSở Tài chính\nLưu: VT");
    expect(await page.locator('[name="body"]').inputValue()).toBe("Đề nghị các sở báo cáo tiến độ.");
    const [preview] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("button", { name: "Mở PDF" }).click(),
    ]);
    await preview.close();
    await picture(page, "15-soan-cong-van-hep");
    await context.close();
  });
});

async function focused(page: Page): Promise<string> {
  return page.evaluate<string>("document.activeElement.name");
}

/** Waits until the preview shows what is typed. */
async function drawn(page: Page): Promise<void> {
  await drawnNext(page);
}

function drawnNext(page: Page): Promise<unknown> {
  return page.evaluate(
    "new Promise((resolve) => document.querySelector('[data-preview]').addEventListener('vanthu:drawn', resolve, { once: true })).then(() => true)",
  );
}

/** The page that the preview shows, from 1. */
async function pageShown(page: Page): Promise<number> {
  return Number(/Trang (\d+)/.exec((await page.locator("[data-page-now]").textContent()) ?? "")?.[1]);
}

/** The picture of a page, as a number that changes when anything in it does. */
async function ink(page: Page, number: number): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.querySelector('.sheet[data-page="${number}"] canvas');
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) sum = (sum * 31 + data[at]) % 1000000007;
    return sum;
  })()`);
}
