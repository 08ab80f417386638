import { beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  loadProgramme,
  look,
  openOffice,
  openStage,
  signIn,
  tokenOf,
  told,
  type Visitor,
  visitor,
} from "./service.ts";

const ROWS = [
  "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời gian hoàn thành",
  "I\tHẠ TẦNG SỐ\t\t\t\t",
  "1\tLập bản đồ số hạ tầng viễn thông\tSở Khoa học và Công nghệ\tSở Xây dựng\tBản đồ số\tTrước ngày 30/6/2027",
  "2\tRà soát, làm sạch dữ liệu hộ tịch\tSở Tư pháp\tCông an tỉnh\tBáo cáo\tQuý IV/2026",
  "II\tKỸ NĂNG SỐ\t\t\t\t",
  "3\tTập huấn kỹ năng số cho cán bộ cấp xã\tSở Nội vụ\t\t12 lớp tập huấn\tTrước ngày 31/3/2027",
  "4\tĐào tạo tổ công nghệ số cộng đồng\tĐoàn Thanh niên\t\tBáo cáo\tHằng quý",
];

/** The task table as one who works in it all day uses it: with the keyboard. */
describe("the task table in the browser", () => {
  const stage = openStage();
  let thuan: Visitor;
  let token: string;
  let id: string;
  let address: string;

  beforeAll(async () => {
    await openOffice(stage);
    token = await tokenOf(stage, "thuan");
    id = await loadProgramme(stage, { title: "Chuyển đổi số tỉnh Hương Giang", period: "2026" }, ROWS, token);
    address = `/nhiem-vu/${id}`;
    thuan = await visitor(stage);
    await signIn(thuan.page, "thuan");
  });

  const cell = (row: string, column: string) =>
    thuan.page.locator("tr[data-task]").filter({ hasText: row }).locator(`td[data-o=${column}]`);

  it("edits cells with the keyboard alone: Enter opens and saves, Tab goes on, Esc leaves", async () => {
    const { page } = thuan;
    await page.goto(address);
    await page.getByRole("link", { name: "Sửa trong bảng" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#cach-sua").waitFor();
    await cell("Tập huấn kỹ năng", "chu-tri").locator("a.edit").focus();
    await page.keyboard.press("Enter");
    const field = page.locator("td.editing [name=value]");
    await field.waitFor();
    expect(await field.inputValue()).toBe("Sở Nội vụ");
    await look(page, "70-sua-o");
    await page.keyboard.type("Sở Giáo dục và Đào tạo");
    await page.keyboard.press("Tab");
    // Saved, and the next cell is open.
    await page.locator("#bang-bao").getByText("Đã lưu Chủ trì của nhiệm vụ 3").waitFor();
    await page.locator("td.editing[data-o=san-pham] [name=value]").waitFor();
    await page.keyboard.type("15 lớp tập huấn");
    await page.keyboard.press("Escape");
    await page.locator("td.editing").waitFor({ state: "detached" });
    expect(await cell("Tập huấn kỹ năng", "san-pham").textContent()).toContain("12 lớp tập huấn");
    expect(await cell("Tập huấn kỹ năng", "chu-tri").textContent()).toContain("Sở Giáo dục và Đào tạo");
    expect(await page.evaluate("document.activeElement.closest('td')?.dataset.o")).toBe("san-pham");
    await page.keyboard.press("F2");
    await page.locator("td.editing[data-o=san-pham] [name=value]").fill("20 lớp tập huấn");
    await page.keyboard.press("Enter");
    await page.locator("#bang-bao").getByText("Đã lưu Sản phẩm của nhiệm vụ 3").waitFor();
    expect(await page.evaluate("document.activeElement.closest('td')?.dataset.o")).toBe("san-pham");
    // What cannot be: said beside the cell, the typed stays.
    await cell("Tập huấn kỹ năng", "tien-do").locator("a.edit").click();
    await field.fill("một nửa");
    await page.keyboard.press("Enter");
    await page.locator("td.editing .cell-fault").getByText("từ 0 đến 100").waitFor();
    expect(await field.inputValue()).toBe("một nửa");
    await field.fill("45,5");
    await page.keyboard.press("Enter");
    await page.locator("#bang-bao").getByText("Đã lưu Tiến độ").waitFor();
    expect(await cell("Tập huấn kỹ năng", "tien-do").textContent()).toContain("45,5%");
    await page.locator("#bang-bao").getByRole("button", { name: "Hoàn tác" }).click();
    await told(page, "Đã hoàn tác");
    expect(page.url()).toContain("sua=1");
    expect(await cell("Tập huấn kỹ năng", "tien-do").textContent()).toContain("0%");
  });

  it("tells beside the cell what somebody else put there meanwhile, with both values and who", async () => {
    const { page } = thuan;
    const leader = await tokenOf(stage, "nguyet");
    await cell("Rà soát, làm sạch", "san-pham").locator("a.edit").click();
    const field = page.locator("td.editing [name=value]");
    await field.fill("Cơ sở dữ liệu");
    const { revision, tasks } = await fetched<{ revision: number; tasks: { id: string; number: string }[] }>();
    const task = tasks.find(({ number }) => number === "2")!;
    await ask(
      stage,
      `/api/programmes/${id}/tasks/${task.id}`,
      { revision, edit: { output: "Kế hoạch" } },
      leader,
      "PUT",
    );
    await page.keyboard.press("Enter");
    const fault = page.locator("td.editing .cell-fault");
    await fault.getByText("Người khác vừa sửa ô này").waitFor();
    expect(await fault.textContent()).toMatch(/Kế hoạch.*Lê Thị Minh Nguyệt/s);
    expect(await field.inputValue()).toBe("Cơ sở dữ liệu");
    await look(page, "71-o-xung-dot");
    await page.keyboard.press("Escape");
    await page.locator("td.editing").waitFor({ state: "detached" });
    expect(await cell("Rà soát, làm sạch", "san-pham").textContent()).toContain("Kế hoạch");
  });

  const fetched = async <T>(): Promise<T> =>
    (
      await fetch(`${stage.service.address}/api/programmes/${id}`, { headers: { authorization: `Bearer ${token}` } })
    ).json() as Promise<T>;

  it("sorts by a heading and keeps the columns that were chosen, also for another computer", async () => {
    const { page } = thuan;
    await page.goto(address);
    const heading = page.getByRole("columnheader", { name: /^Nhiệm vụ/ });
    await heading.getByRole("link").focus();
    await page.keyboard.press("Enter");
    await page.locator("th[aria-sort=ascending]").waitFor();
    expect(page.url()).toContain("xep=ten");
    expect(await page.evaluate("document.activeElement.id")).toBe("xep-ten");
    await page.getByText("Cột và cách hiện bảng").click();
    await page.getByLabel("Ghi chú").first().check();
    await page.getByLabel("Tiến độ", { exact: true }).uncheck();
    await page.locator("#cot-hien select[name=phang]").selectOption("1");
    await page.getByRole("button", { name: "Ghi nhớ cho tôi" }).click();
    await told(page, "Đã ghi nhớ cách hiện bảng");
    const other = await visitor(stage, 390);
    await signIn(other.page, "thuan");
    await other.page.goto(`${address}?xep=ten`);
    const headings = (await other.page.locator("table.tasks thead th").allTextContents()).join("|");
    expect(headings).toContain("Ghi chú");
    expect(headings).not.toContain("Tiến độ");
    const names = await other.page.locator("table.tasks td.name").allTextContents();
    expect(names.map((name) => name.trim().slice(0, 3))).toEqual(["Đào", "Lập", "Rà ", "Tập"]);
    await look(other.page, "73-hep-bang");
    expect(other.faults).toEqual([]);
  });

  it("changes many at once, after showing what will change, and takes it back", async () => {
    const { page } = thuan;
    await page.goto(address);
    await page.getByLabel("Chọn mọi nhiệm vụ trên trang này").check();
    await page.getByText("Đang chọn 4 nhiệm vụ.").waitFor();
    await page.getByLabel("Với các nhiệm vụ đã chọn").selectOption({ label: "Báo hoàn thành" });
    await look(page, "74-chon-nhieu");
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await page.getByLabel("Minh chứng").fill("Biên bản nghiệm thu số 12/BB");
    await page.getByRole("button", { name: "Xem trước thay đổi" }).click();
    await page.getByRole("heading", { name: "Những gì sẽ đổi" }).waitFor();
    await look(page, "76-hang-loat-xem");
    const pdf = { name: "bien-ban.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nbiên bản") };
    await page.getByLabel("Tệp minh chứng").setInputFiles(pdf);
    await page.getByRole("button", { name: "Thực hiện 4 nhiệm vụ" }).click();
    await told(page, "Đã sửa các nhiệm vụ đã chọn");
    await page.getByText("Hoàn thành", { exact: false }).first().waitFor();
    await page.locator(".notice").getByRole("button", { name: "Hoàn tác" }).click();
    await told(page, "Đã hoàn tác");
    expect(
      (await fetched<{ tasks: { completedOn?: string; files?: unknown }[] }>()).tasks.filter(
        (one) => one.completedOn ?? one.files,
      ),
    ).toEqual([]);
  });

  it("made no console error and asked nothing of anybody else", () => {
    expect(thuan.faults).toEqual([]);
  });
});
