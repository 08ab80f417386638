import { beforeAll, describe, expect, it } from "vitest";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import type { Programme } from "../../shared/tasks/index.ts";
import { ask, KEY, look, openOffice, openStage, picture, signIn, tokenOf, visitor } from "./service.ts";

const BASIS = "Thông báo số 118/TB-UBND ngày 18/11/2026 của UBND tỉnh";

/** The amended appendix on the pages: comparing, choosing, wording, preview, draft. */
describe("the editor of amended appendices", () => {
  const stage = openStage();
  let programme: Programme;

  beforeAll(async () => {
    await openOffice(stage);
    const [drafter, leader, clerk] = [
      await tokenOf(stage, "thuan"),
      await tokenOf(stage, "nguyet"),
      await tokenOf(stage, "thuha"),
    ];
    const sample = sampleProgramme("x");
    const made = await ask<Programme>(
      stage,
      "/api/programmes",
      { title: sample.title, period: sample.period },
      drafter,
    );
    const put = (next: Programme, revision: number, why: string, basis?: string) =>
      ask<Programme>(
        stage,
        `/api/programmes/${made.id}`,
        {
          programme: { ...next, id: made.id, organisationId: made.organisationId, revision },
          why,
          ...(basis ? { basis } : {}),
        },
        drafter,
        "PUT",
      );
    const first = await put(sample, made.revision, "Lập danh mục");
    // The plan is issued with the first list of tasks.
    let plan = await ask<{ id: string; rev: number }>(
      stage,
      "/api/documents/plan",
      {
        programmeId: made.id,
        subject: "Thực hiện nhiệm vụ chuyển đổi số",
        notation: "KH-UBND",
        opening: "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
        purpose: "Đưa công việc lên môi trường số.",
        requirements: "Có sản phẩm cụ thể.",
        implementation: "Các cơ quan tổ chức thực hiện.",
        recipients: ["Lưu: VT"],
        signature: { authority: [], position: "PHÓ CHỦ TỊCH", name: "Lê Thị Minh Nguyệt" },
      },
      drafter,
    );
    for (const [step, who, more] of [
      ["submit", drafter, {}],
      ["sign", leader, { password: KEY }],
      ["number", clerk, {}],
      ["seal", clerk, { password: KEY }],
    ] as const)
      plan = await ask(stage, `/api/documents/${plan.id}/${step}`, { rev: plan.rev, ...more }, who);
    programme = await put(sampleRevision("x"), first.revision, "Sau phiên họp tháng 11", BASIS);
  });

  it("shows old and new with the changed words, lets choose and word, and drafts both files", async () => {
    const { page, context, faults } = await visitor(stage);
    await signIn(page, "thuan");
    await page.goto(`/soan-van-ban/dieu-chinh?chuong-trinh=${programme.id}`);
    expect(await page.getByLabel("Văn bản được điều chỉnh").locator("option[selected]").textContent()).toContain(
      "Kế hoạch số 01/KH-UBND",
    );
    const rows = page.locator(".change");
    expect(await rows.count()).toBe(11);
    const moved = rows.filter({ hasText: "Số 6." });
    expect(await moved.locator("ins.word").first().textContent()).not.toBe("");
    expect(await moved.locator("del.word").first().textContent()).not.toBe("");
    await look(page, "60-phu-luc-dieu-chinh");
    // Only rows of one kind are shown; nothing is taken out by that.
    await page.getByRole("radio", { name: /^Bổ sung \(2\)/ }).check();
    expect(await rows.filter({ visible: true }).count()).toBe(2);
    await page.getByRole("radio", { name: /^Tất cả/ }).check();
    await rows.first().getByRole("checkbox").uncheck();
    await moved.getByLabel("Nội dung điều chỉnh").fill("Gia hạn đến hết quý II năm 2027");
    await page.getByLabel("Căn cứ điều chỉnh").fill("Thông báo số 200/TB-UBND");
    await page.getByRole("button", { name: "Cập nhật ghi chú" }).click();
    await page.getByText("Đưa vào 10 trên 11 dòng").waitFor();
    expect(await moved.getByLabel(/Nội dung điều chỉnh/).inputValue()).toBe("Gia hạn đến hết quý II năm 2027");
    // The appendix as it will be, beside the page.
    const [preview] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("button", { name: "Xem phụ lục (PDF)" }).click(),
    ]);
    await preview.close();
    // A letter to nobody is refused, and nothing chosen is lost.
    await page.getByRole("button", { name: "Soạn dự thảo" }).click();
    await page.getByRole("alert").waitFor();
    expect(await rows.first().getByRole("checkbox").isChecked()).toBe(false);
    expect(await moved.getByLabel(/Nội dung điều chỉnh/).inputValue()).toBe("Gia hạn đến hết quý II năm 2027");
    await page.getByLabel("Kính gửi").fill("Các sở, ban, ngành");
    await page.getByRole("button", { name: "Soạn dự thảo" }).click();
    await page.locator(".notice.good").waitFor();
    const appendix = await page.request.get(
      (await page.getByRole("link", { name: "Xem", exact: true }).getAttribute("href"))!,
    );
    expect((await appendix.body()).subarray(0, 5).toString()).toBe("%PDF-");
    await look(page, "61-du-thao-dieu-chinh");
    // The draft knows what was chosen, and can be made anew.
    await page.getByRole("link", { name: "Sửa phụ lục" }).click();
    expect(await rows.first().getByRole("checkbox").isChecked()).toBe(false);
    expect(await moved.getByLabel(/Nội dung điều chỉnh/).inputValue()).toBe("Gia hạn đến hết quý II năm 2027");
    expect(await page.getByLabel("Kính gửi").inputValue()).toBe("Các sở, ban, ngành");
    await rows.first().getByRole("checkbox").check();
    await page.getByRole("button", { name: "Lập lại dự thảo" }).click();
    await page.locator(".notice.good").waitFor();
    await page.getByRole("link", { name: "Sửa phụ lục" }).click();
    await page.getByText("Đưa vào 11 trên 11 dòng").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it("works without script, on a narrow screen", async () => {
    const { page, context } = await visitor(stage, 390, { javaScriptEnabled: false });
    await signIn(page, "thuan");
    await page.goto(`/soan-van-ban/dieu-chinh?chuong-trinh=${programme.id}`);
    await page.getByText("Đưa vào, bỏ ra nhiều dòng một lần").click();
    await page.getByRole("button", { name: "Bỏ ra “Bổ sung” (2)" }).click();
    await page.getByText("Đưa vào 9 trên 11 dòng").waitFor();
    await picture(page, "62-dieu-chinh-hep");
    await page.getByLabel("Kính gửi").fill("Các sở, ban, ngành");
    await page.getByRole("button", { name: "Soạn dự thảo" }).click();
    await page.locator(".notice.good").waitFor();
    await context.close();
  });

  it("edits the office's templates with an example of each", async () => {
    const { page, context, faults } = await visitor(stage);
    await signIn(page, "thuan");
    await page.goto("/soan-van-ban/mau-ghi-chu");
    await page.getByLabel("Bổ sung", { exact: true }).pressSequentially("Bổ sung mới theo {căn cứ}");
    await page.getByText("Ví dụ: Bổ sung mới theo Kế hoạch số 15/KH-UBND").waitFor();
    await look(page, "63-mau-ghi-chu");
    await page.getByLabel("Đổi tên", { exact: true }).fill("Đổi tên theo {ngay}");
    await page.getByRole("button", { name: "Lưu mẫu câu" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("{ngay}");
    await page.getByLabel("Đổi tên", { exact: true }).fill("");
    await page.getByRole("button", { name: "Lưu mẫu câu" }).click();
    await page.locator(".notice.good").waitFor();
    await page.goto(`/soan-van-ban/dieu-chinh?chuong-trinh=${programme.id}`);
    const added = page.locator(".change.is-added").first();
    expect(await added.getByLabel("Nội dung điều chỉnh").inputValue()).toBe(
      "Bổ sung mới theo Thông báo số 118/TB-UBND",
    );
    expect(faults).toEqual([]);
    await context.close();
  });
});
