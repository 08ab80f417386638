import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ask, look, openOffice, openStage, ROOT, signIn, tokenOf, told, type Visitor, visitor } from "./service.ts";

/** Import and export as a drafter does them, in order. */
describe("import and export in the browser", () => {
  const stage = openStage();
  let drafter: Visitor;
  let programme: string;

  beforeAll(async () => {
    await openOffice(stage);
    const made = await ask<{ id: string }>(
      stage,
      "/api/programmes",
      { title: "Chương trình chuyển đổi số năm 2027", period: "2027" },
      await tokenOf(stage, "thuan"),
    );
    programme = `/nhiem-vu/${made.id}`;
    drafter = await visitor(stage);
    await signIn(drafter.page, "thuan");
  });

  it("asks which column is what when a table has no header, with a proposal, and reads it so", async () => {
    const { page } = drafter;
    await page.goto(`${programme}/nhap`);
    await look(page, "40-nhap-chon");
    await page
      .getByLabel("Các ô đã chép")
      .fill(
        [
          "1\tRà soát thủ tục có nhiều hồ sơ trong năm\tSở Thông tin và Truyền thông\tTrước ngày 30/6/2027\tBáo cáo",
          "2\tTập huấn kỹ năng số cho tổ công nghệ cộng đồng\tSở Nội vụ; Hợp tác xã Bản Mới\tQuý III/2027\tBáo cáo",
        ].join("\n"),
      );
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByText("Không tìm thấy hàng tiêu đề").waitFor();
    expect(await page.getByLabel(/^Cột B .*đọc là/).inputValue()).toBe("name");
    expect(await page.getByLabel(/^Cột C .*đọc là/).inputValue()).toBe("leadAgency");
    await page.getByLabel(/^Cột E .*đọc là/).selectOption("note");
    await look(page, "41-nhap-chon-cot");
    await page.getByRole("button", { name: "Đọc bảng với các cột này" }).click();
    await page.getByText("Đọc được 2 nhiệm vụ").waitFor();
  });

  it("suggests the agency that an old name stands for, and changes only what was accepted", async () => {
    const { page } = drafter;
    await page.getByRole("heading", { name: "Tên cơ quan cần xem lại" }).waitFor();
    const choice = page.getByLabel("Sở Thông tin và Truyền thông");
    expect(await choice.inputValue()).toBe("");
    await choice.selectOption("Sở Khoa học và Công nghệ");
    await page.getByLabel("Ghi các tên này vào danh mục").check();
    await look(page, "42-nhap-co-quan");
    await page.getByRole("button", { name: /Nhập tất cả/ }).click();
    await told(page, "Đã nhập nhiệm vụ");
    const table = page.locator("#bang-nhiem-vu");
    expect(await table.textContent()).toContain("Sở Khoa học và Công nghệ");
    expect(await table.textContent()).not.toContain("Sở Thông tin và Truyền thông");
    await page.goto("/nhiem-vu/don-vi?tim=ban+moi");
    await page.getByRole("cell", { name: "Hợp tác xã Bản Mới", exact: true }).waitFor();
  });

  it("gives a workbook that changes nothing when it is imported again", async () => {
    const { page } = drafter;
    await page.goto(programme);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Excel (.xlsx)" }).click(),
    ]);
    const file = await download.path();
    expect(readFileSync(file).subarray(0, 2).toString()).toBe("PK");
    await page.goto(`${programme}/nhap`);
    await page.getByLabel("Tệp .xlsx, .csv hoặc .tsv").setInputFiles({
      name: download.suggestedFilename(),
      mimeType: "application/octet-stream",
      buffer: readFileSync(file),
    });
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByText("nhập vào không thay đổi gì").waitFor();
    await page.getByRole("button", { name: /Nhập tất cả/ }).click();
    await told(page, "Đã nhập nhiệm vụ");
    await page.getByText("Bản 2.").first().waitFor();
  });

  it("shows what an import would remove, and keeps it when asked", async () => {
    const { page } = drafter;
    await page.goto(`${programme}/nhap`);
    await page.getByLabel("Tệp .xlsx, .csv hoặc .tsv").setInputFiles(path.join(ROOT, "samples/files/nhiem-vu.xlsx"));
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByText("bỏ 2 nhiệm vụ").waitFor();
    await page.getByText("Nhiệm vụ sẽ bỏ (2)").click();
    await page.getByText("Cột của bảng", { exact: true }).click();
    await look(page, "43-nhap-thay");
    await page.getByLabel("Giữ: chỉ thêm và cập nhật theo bảng").check();
    await page.getByRole("button", { name: "Đọc lại" }).click();
    await page.getByText("bỏ 0 nhiệm vụ").waitFor();
    await page.getByRole("button", { name: /Nhập tất cả/ }).click();
    await told(page, "Đã nhập nhiệm vụ");
    expect(await page.locator("#bang-nhiem-vu").textContent()).toContain("Tập huấn kỹ năng số");
  });

  it("keeps the directory of agencies", async () => {
    const { page } = drafter;
    await page.goto("/nhiem-vu/don-vi");
    await look(page, "44-don-vi");
    await page.getByRole("link", { name: "Thêm cơ quan" }).click();
    await page.getByLabel("Tên cơ quan").fill("Trung tâm Điều hành thông minh tỉnh");
    await page.getByLabel("Tên viết tắt").fill("IOC tỉnh");
    await page.getByLabel("Tên", { exact: false }).nth(2).fill("Trung tâm Tích hợp dữ liệu tỉnh");
    await look(page, "45-don-vi-them");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await told(page, "Đã lưu");
    await page.getByLabel("Tìm cơ quan").fill("ioc");
    await page.getByRole("button", { name: "Lọc" }).click();
    await page.getByText("1 trên").waitFor();
    await page.getByRole("link", { name: "Sửa Trung tâm Điều hành thông minh tỉnh" }).click();
    page.once("dialog", (dialog) => dialog.accept());
    await page.getByRole("button", { name: "Bỏ khỏi danh mục" }).click();
    await told(page, "Đã lưu");
  });

  it("tells a file over the limit what the limit is, and fits a narrow window", async () => {
    const { page, context, faults } = await visitor(stage, 390);
    await signIn(page, "thuan");
    await page.goto(`${programme}/nhap`);
    await look(page, "46-nhap-hep");
    await page
      .getByLabel("Tệp .xlsx, .csv hoặc .tsv")
      .setInputFiles({ name: "lon.csv", mimeType: "text/csv", buffer: Buffer.alloc(17 * 1024 * 1024, 65) });
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByText("Tệp lớn hơn 16 MB").waitFor({ timeout: 60_000 });
    await page.goto("/nhiem-vu/don-vi");
    await look(page, "47-don-vi-hep");
    expect(faults).toEqual([]);
    await context.close();
    expect(drafter.faults).toEqual([]);
  });
});
