import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { scannedPage } from "../copies/pictures.ts";
import { ask, KEY, look, openOffice, openStage, signIn, tokenOf, told, visitor } from "./service.ts";

/** A clerk copies a document of the office and a scan, without needing to know the decree by heart. */
describe("Sao văn bản", () => {
  const stage = openStage();
  let letter: string;

  beforeAll(async () => {
    await openOffice(stage);
    const [leader, drafter, clerk] = await Promise.all(["nguyet", "thuan", "thuha"].map((one) => tokenOf(stage, one)));
    await ask(stage, "/api/access/keys/own", { password: KEY }, leader);
    type Step = { id: string; rev: number };
    let document = await ask<Step>(stage, "/api/documents", { description: SAMPLE_LETTER }, drafter);
    const step = async (name: string, token: string | undefined, more: object = {}) => {
      document = await ask<Step>(stage, `/api/documents/${document.id}/${name}`, { rev: document.rev, ...more }, token);
    };
    await step("submit", drafter);
    await step("sign", leader, { password: KEY });
    await step("number", clerk);
    await step("seal", clerk, { password: KEY });
    letter = document.id;
  });

  it("offers from a document what may be made of it, explains the rest, and makes a paper sao y", async () => {
    const { page, context, faults } = await visitor(stage);
    await signIn(page, "thuha");
    await page.goto(`/van-ban/${letter}`);
    await page.getByRole("link", { name: "Sao văn bản này" }).click();
    await page.getByRole("heading", { name: /^Sao Công văn số 01\/UBND-KGVX/ }).waitFor();
    await page.getByText("Hình thức không được làm từ văn bản này, và vì sao").click();
    await page.getByText("Không có hình thức sao y từ văn bản điện tử sang văn bản điện tử").waitFor();
    await look(page, "sao-chon-hinh-thuc");

    await page.getByRole("link", { name: "Chọn sao y sang văn bản giấy" }).click();
    await page.getByLabel("Nơi nhận bản sao").fill("Các phòng chuyên môn\nLưu: VT");
    await look(page, "sao-y-giay");
    await page.getByRole("button", { name: "Cấp số, tạo bản in" }).click();
    await told(page, "Đã cấp số và lập bản in.");
    await page.getByText("Bản sao giấy số 01/SY-UBND").waitFor();
    await look(page, "sao-y-giay-xong");
    await page.getByRole("button", { name: "Xác nhận đã ký, đóng dấu" }).click();
    await page.getByText("số 01/SY-UBND đã dùng").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it("makes a signed extract of the passages that were ticked, after a word about a wrong password", async () => {
    const { page, context, faults } = await visitor(stage);
    await signIn(page, "thuha");
    await page.goto(`/sao-van-ban/nguon/van-ban/${letter}?lam=trich-sao.electronic`);
    await page.getByText("Góc trên, bên phải trang đầu sẽ ghi").waitFor();
    await page.getByLabel(/^1\. Các cơ quan thực hiện/).check();
    await page.getByLabel("Mật khẩu khóa dấu cơ quan").fill("sai");
    await page.getByRole("button", { name: "Ký số, tạo bản sao" }).click();
    await page.locator(".notice.bad").waitFor();
    expect(await page.getByLabel(/^1\. Các cơ quan thực hiện/).isChecked()).toBe(true);
    await look(page, "trich-sao");
    await page.getByLabel("Mật khẩu khóa dấu cơ quan").fill(KEY);
    await page.getByRole("button", { name: "Ký số, tạo bản sao" }).click();
    await told(page, "Đã ký số bản sao.");
    await page.getByText(/^TRÍCH SAO; Ủy ban nhân dân tỉnh Hương Giang;/).waitFor();
    await look(page, "trich-sao-xong");
    expect(faults).toEqual([]);
    await context.close();
  });

  it("takes a scan in on a telephone's width, and makes an electronic sao y of it", async () => {
    const { page, context, faults } = await visitor(stage, 390);
    await signIn(page, "thuha");
    await page.goto("/sao-van-ban/tai-len");
    await look(page, "sao-tai-len-hep");
    await page.locator("#tep").setInputFiles([
      { name: "trang-1.png", mimeType: "image/png", buffer: Buffer.from(scannedPage(200, 1)) },
      { name: "trang-2.png", mimeType: "image/png", buffer: Buffer.from(scannedPage(200, 2)) },
    ]);
    await page.getByLabel(/^Tên loại/).fill("Quyết định");
    await page.getByLabel("Ngày ban hành").fill("2026-11-02");
    await page.getByLabel("Số", { exact: true }).fill("218");
    await page.getByLabel("Ký hiệu").fill("QĐ-UBND");
    await page.getByLabel("Cơ quan ban hành").fill("Ủy ban nhân dân xã Nà Tấu");
    await page.getByLabel("Trích yếu").fill("Về việc cử cán bộ tham gia tổ công nghệ số cộng đồng");
    await page.getByLabel(/^Đã đối chiếu bản quét/).check();
    await page.getByLabel("Văn bản không chứa bí mật nhà nước.").check();
    await page.getByRole("button", { name: "Tải lên, chọn hình thức sao" }).click();
    await page.getByRole("link", { name: "Chọn sao y sang văn bản điện tử" }).click();
    await page.getByLabel("Mật khẩu khóa dấu cơ quan").fill(KEY);
    await look(page, "sao-y-dien-tu-hep");
    await page.getByRole("button", { name: "Ký số, tạo bản sao" }).click();
    await told(page, "Đã ký số bản sao.");
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Tải bản sao" }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("SAO Y 218-QĐ-UBND.pdf");
    expect(existsSync(await saved.path())).toBe(true);
    await page.goto("/sao-van-ban/so");
    await look(page, "so-ban-sao-hep");
    expect(faults).toEqual([]);
    await context.close();
  });

  it("lets the leader say who signs copies", async () => {
    const { page, context, faults } = await visitor(stage);
    await signIn(page, "nguyet");
    await page.goto("/sao-van-ban/cai-dat");
    const added = page.getByRole("group", { name: "Thêm người" }).first();
    await added.getByLabel(/^Họ và tên/).fill("Trần Quang Huy");
    await added.getByLabel(/^Chức vụ/).fill("Chánh Văn phòng");
    await added.getByLabel(/^Quyền hạn ký/).fill("TL. CHỦ TỊCH");
    await look(page, "sao-cai-dat");
    await page.getByRole("button", { name: "Lưu" }).click();
    await told(page, "Đã lưu.");
    await page.goto(`/sao-van-ban`);
    await look(page, "sao-danh-sach");
    expect(faults).toEqual([]);
    await context.close();
  });
});
