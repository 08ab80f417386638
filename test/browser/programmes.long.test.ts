import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { loadProgramme, look, openOffice, openStage, signIn, tokenOf, told, type Visitor, visitor } from "./service.ts";

/** Day so many days from today in Vietnam, "dd/MM/yyyy". */
function inDays(count: number): string {
  const day = new Date(Date.now() + 7 * 3_600_000 + count * 86_400_000).toISOString().slice(0, 10);
  return day.split("-").reverse().join("/");
}

const HEAD = "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời gian hoàn thành";

/** Tasks in two groups: overdue, due within days, far off, recurring, unread. */
const ROWS = [
  "I\tCÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH\t\t\t\t",
  `1\tKiện toàn Ban Chỉ đạo chuyển đổi số của tỉnh\tSở Khoa học và Công nghệ\tSở Nội vụ\tQuyết định\t${inDays(-40)}`,
  `2\tXây dựng quy chế làm việc của Tổ giúp việc\tVăn phòng UBND tỉnh\t\tQuy chế\t${inDays(2)}`,
  "3\tGiao ban tiến độ với các sở, ban, ngành\tSở Khoa học và Công nghệ\tCác sở, ban, ngành\tThông báo kết luận\tHằng tháng",
  "II\tHẠ TẦNG SỐ VÀ DỮ LIỆU\t\t\t\t",
  `4\tLập bản đồ số hạ tầng viễn thông\tSở Khoa học và Công nghệ\tSở Xây dựng\tBản đồ số\t${inDays(200)}`,
  `5\tRà soát, làm sạch dữ liệu hộ tịch\tSở Tư pháp\tCông an tỉnh\tBáo cáo\t${inDays(-10)}`,
  `6\tTập huấn kỹ năng số cho cán bộ cấp xã\tSở Nội vụ\t\t12 lớp tập huấn\t${inDays(120)}`,
];

/** Programmes over time, as a drafter, a leader and an administrator see and change them. */
describe("programmes over time in the browser", () => {
  const stage = openStage();
  let thuan: Visitor;
  let nguyet: Visitor;
  let address: string;

  beforeAll(async () => {
    await openOffice(stage);
    const made = await load("Chuyển đổi số tỉnh Hương Giang", ROWS, await tokenOf(stage, "thuan"));
    address = `/nhiem-vu/${made}`;
    thuan = await visitor(stage);
    nguyet = await visitor(stage);
    await signIn(thuan.page, "thuan");
    await signIn(nguyet.page, "nguyet");
  });

  /** A programme with these rows; answers its id. */
  const load = (title: string, rows: string[], token: string): Promise<string> =>
    loadProgramme(stage, { title, period: inDays(0).slice(6) }, [HEAD, ...rows], token);

  async function openTask(page: Page, name: RegExp): Promise<void> {
    await page.goto(address);
    await page.locator("#bang-nhiem-vu").getByRole("link", { name }).click();
    await page.getByRole("heading", { name: "Lịch sử nhiệm vụ" }).waitFor();
  }

  it("shows how tasks stand and filters by status, warning and agency", async () => {
    const { page } = thuan;
    await page.goto(address);
    await look(page, "40-chuong-trinh");
    await page.getByRole("link", { name: /2 quá hạn/ }).click();
    await page.getByText("2 trên 6 nhiệm vụ phù hợp").waitFor();
    await page.goto(address);
    await page.getByLabel("Cảnh báo").selectOption({ label: "Sắp đến hạn" });
    await page.getByRole("button", { name: "Lọc" }).click();
    await page.getByText("1 trên 6 nhiệm vụ phù hợp").waitFor();
    expect(await page.locator("#bang-nhiem-vu").textContent()).toContain("Xây dựng quy chế làm việc");
    await page.goto(address);
    await page.getByLabel("Cơ quan chủ trì").selectOption({ label: "Sở Khoa học và Công nghệ (3)" });
    await page.getByRole("button", { name: "Lọc" }).click();
    await page.getByText("3 trên 6 nhiệm vụ phù hợp").waitFor();
  });

  it("points out on the overview what needs somebody", async () => {
    const { page } = thuan;
    await page.goto("/tong-quan");
    const box = page.locator("#can-chu-y");
    await box.getByText("Quá hạn 40 ngày").waitFor();
    await look(page, "41-tong-quan-can-chu-y");
    await box.getByRole("link", { name: /Kiện toàn Ban Chỉ đạo/ }).click();
    await page.getByText("Quá hạn 40 ngày").first().waitFor();
    await look(page, "42-nhiem-vu-qua-han");
  });

  it("reports progress with evidence and completes a task", async () => {
    const { page } = thuan;
    await openTask(page, /Lập bản đồ số/);
    await page.getByText("Báo cáo tiến độ", { exact: true }).click();
    await page.getByLabel("Tỷ lệ hoàn thành").fill("45,5");
    await page.getByLabel("Kết quả thực hiện").fill("Đã khảo sát 8/12 huyện, thị xã, thành phố.");
    await page.getByRole("textbox", { name: /^Minh chứng/ }).fill("Báo cáo số 21/BC-SKHCN");
    await page.getByRole("button", { name: "Ghi tiến độ" }).click();
    await told(page, "Đã ghi báo cáo tiến độ");
    await page.locator(".rail").getByText("45,5%").waitFor();
    await look(page, "43-nhiem-vu-tien-do");
    await page.getByText("Báo cáo tiến độ", { exact: true }).first().click();
    await page.getByLabel("Tỷ lệ hoàn thành").fill("một nửa");
    await page.getByRole("button", { name: "Ghi tiến độ" }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("Tỷ lệ hoàn thành").inputValue()).toBe("một nửa");
    await openTask(page, /Rà soát, làm sạch/);
    await page.getByText("Báo hoàn thành", { exact: true }).first().click();
    await page.getByRole("button", { name: "Báo hoàn thành" }).click();
    await told(page, "Đã báo hoàn thành");
    await page.locator(".rail").getByText("Hoàn thành quá hạn").waitFor();
  });

  it("extends a deadline on a document's basis and keeps the original beside it", async () => {
    const { page } = thuan;
    await openTask(page, /Kiện toàn Ban Chỉ đạo/);
    await page.getByText("Gia hạn", { exact: true }).first().click();
    await page.getByLabel("Thời hạn mới").fill(`Trước ngày ${inDays(60)}`);
    await page.getByLabel("Văn bản cho phép gia hạn").fill("Công văn số 88/UBND-KGVX ngày 12/10/2026");
    await page.getByRole("button", { name: "Gia hạn" }).click();
    await told(page, "Đã gia hạn");
    const rail = page.locator(".rail");
    await rail.getByText("Thời hạn ban đầu").waitFor();
    expect(await rail.locator(".deadlines").textContent()).toContain(inDays(-40));
    expect(await rail.locator(".deadlines .now").textContent()).toContain(`Trước ngày ${inDays(60)}`);
    await look(page, "44-nhiem-vu-gia-han");
    await page.goto(address);
    await page.getByText("ban đầu:").waitFor();
  });

  it("tells two people who edit one task what each changed, and loses nothing", async () => {
    await openTask(thuan.page, /Tập huấn kỹ năng số/);
    await openTask(nguyet.page, /Tập huấn kỹ năng số/);
    const first = nguyet.page;
    await first.getByLabel("Sản phẩm đầu ra").fill("15 lớp tập huấn");
    await first.locator("#sua").getByLabel("Ghi chú").fill("Kinh phí từ nguồn sự nghiệp");
    await first.getByLabel("Lý do thay đổi").fill("Tăng số lớp");
    await first.getByRole("button", { name: "Lưu thành bản mới" }).click();
    await told(first, "Đã lưu");
    const second = thuan.page;
    await second.getByLabel("Sản phẩm đầu ra").fill("10 lớp tập huấn trực tuyến");
    await second.getByLabel("Lý do thay đổi").fill("Giảm kinh phí");
    await second.getByRole("button", { name: "Lưu thành bản mới" }).click();
    const conflict = second.locator(".conflict");
    await conflict.waitFor();
    expect(await conflict.locator("tbody tr").count()).toBe(1);
    const row = await conflict.locator("tbody tr").textContent();
    for (const words of ["12 lớp tập huấn", "15 lớp", "Lê Thị Minh Nguyệt", "10 lớp tập huấn trực tuyến"])
      expect(row).toContain(words);
    expect(await second.getByLabel("Sản phẩm đầu ra").inputValue()).toBe("10 lớp tập huấn trực tuyến");
    expect(await second.locator("#sua").getByLabel("Ghi chú").inputValue()).toBe("Kinh phí từ nguồn sự nghiệp");
    expect(await second.getByLabel("Lý do thay đổi").inputValue()).toBe("Giảm kinh phí");
    await look(second, "45-trung-thay-doi");
    await second.getByRole("button", { name: "Lưu thành bản mới" }).click();
    await told(second, "Đã lưu");
    expect(await second.locator("#sua").getByLabel("Ghi chú").inputValue()).toBe("Kinh phí từ nguồn sự nghiệp");
    await second.locator(".history").getByText("Giảm kinh phí").waitFor();
  });

  it("adds a task and a target, and measures the target", async () => {
    const { page } = thuan;
    await page.goto(address);
    await page.getByRole("link", { name: "Thêm nhiệm vụ" }).click();
    await page.getByLabel("Nhóm nhiệm vụ").selectOption({ index: 2 });
    await page.getByLabel("Số thứ tự").fill("7");
    await page.getByLabel("Tên nhiệm vụ").fill("Mở cổng dữ liệu dùng chung của tỉnh");
    await page.getByLabel("Cơ quan chủ trì").fill("Sở Khoa học và Công nghệ");
    await page.getByLabel("Thời gian hoàn thành").fill(`Trước ngày ${inDays(300)}`);
    await look(page, "46-them-nhiem-vu");
    await page.getByRole("button", { name: "Thêm nhiệm vụ" }).click();
    await told(page, "Đã thêm nhiệm vụ");
    await page.getByText("Thêm chỉ tiêu", { exact: true }).first().click();
    await page
      .getByLabel("Chỉ tiêu, viết hoặc dán")
      .fill(
        "- Tỷ lệ hồ sơ thủ tục hành chính nộp trực tuyến đạt từ 80% trở lên.\n+ Đơn vị chủ trì: Văn phòng UBND tỉnh.",
      );
    await page.getByRole("button", { name: "Thêm chỉ tiêu" }).click();
    await told(page, "Đã lưu");
    await page
      .locator("#chi-tieu")
      .getByRole("link", { name: /Tỷ lệ hồ sơ/ })
      .click();
    await page.getByLabel("Giá trị thực hiện").fill("82,4");
    await page.getByRole("textbox", { name: /^Minh chứng/ }).fill("Báo cáo số 30/BC-VP");
    await look(page, "47-chi-tieu");
    await page.getByRole("button", { name: "Lưu kết quả" }).click();
    await told(page, "Đã lưu");
    expect(await page.locator("#chi-tieu tbody tr").textContent()).toMatch(/82,4%.*Đạt/);
    await look(page, "48-chuong-trinh-chi-tieu");
  });

  it("moves a task, takes it out, and still shows what it was", async () => {
    const { page } = thuan;
    await openTask(page, /Mở cổng dữ liệu dùng chung/);
    await page.getByText("Chuyển nhóm, chuyển vị trí").click();
    await page.getByLabel("Đứng sau nhiệm vụ số").fill("99");
    await page.getByRole("button", { name: "Chuyển", exact: true }).click();
    await page.getByRole("alert").getByText("Không có nhiệm vụ số “99”").waitFor();
    await page.getByLabel("Đứng sau nhiệm vụ số").fill("4");
    await page.getByRole("button", { name: "Chuyển", exact: true }).click();
    await told(page, "Đã lưu");
    await page.goto(address);
    const names = await page.locator("#bang-nhiem-vu tbody tr:not(.group) a").allTextContents();
    expect(names.indexOf("Mở cổng dữ liệu dùng chung của tỉnh")).toBe(4);
    await openTask(page, /Mở cổng dữ liệu dùng chung/);
    const taskAddress = page.url();
    await page.getByText("Đưa ra khỏi chương trình", { exact: true }).first().click();
    await page.getByLabel("Lý do đưa ra").fill("Đã giao trong kế hoạch khác");
    page.once("dialog", (dialog) => dialog.accept());
    await page.getByRole("button", { name: "Đưa ra khỏi chương trình" }).click();
    await told(page, "Đã đưa nhiệm vụ ra khỏi chương trình");
    await page.goto(taskAddress.replace(/[?].*/, ""));
    await page.getByText("Đã giao trong kế hoạch khác").waitFor();
    await look(page, "48b-nhiem-vu-da-dua-ra");
    await page
      .getByRole("link", { name: /^bản \d+$/ })
      .first()
      .click();
    await page.getByRole("link", { name: "Xem nhiệm vụ hiện nay" }).waitFor();
    expect(await page.getByRole("button", { name: "Lưu thành bản mới" }).count()).toBe(0);
  });

  it("tells the history, compares two revisions with the changed words marked, and restores one", async () => {
    const { page } = thuan;
    await page.goto(address);
    await page.getByRole("link", { name: "Lịch sử", exact: true }).click();
    await page.getByText("Căn cứ: Công văn số 88/UBND-KGVX ngày 12/10/2026").waitFor();
    await look(page, "49-lich-su");
    await page.getByLabel("So sánh từ bản").selectOption("2");
    await page.getByRole("button", { name: "So sánh" }).click();
    await page.getByRole("heading", { name: /^So sánh bản 2 với bản/ }).waitFor();
    const marked = async (tag: string) =>
      (await page.locator(`${tag}.word`).allTextContents()).map((one) => one.trim());
    expect(await marked("ins")).toContain("10");
    expect(await marked("del")).toContain("12");
    await look(page, "50-so-sanh");
    await page.goto(`${address}/lich-su`);
    await page.getByRole("link", { name: "Khôi phục bản này" }).last().click();
    await page.goto(`${address}/khoi-phuc?ban=2`);
    await look(page, "51-khoi-phuc");
    await page.getByLabel("Lý do khôi phục").fill("Trở lại danh mục đã ban hành");
    await page.getByRole("button", { name: /Khôi phục thành bản/ }).click();
    await told(page, "Đã khôi phục");
    await page.locator("#bang-nhiem-vu").getByText("6 nhiệm vụ", { exact: true }).waitFor();
    await page.goto(`${address}/lich-su`);
    await page.getByText("Trở lại danh mục đã ban hành").waitFor();
  });

  it("shows the working calendar, and the administrator changes it", async () => {
    await thuan.page.goto("/tong-quan");
    await thuan.page.getByRole("link", { name: "Lịch làm việc" }).click();
    await thuan.page.getByText("Theo thông báo chính thức").waitFor();
    expect(await thuan.page.getByRole("button", { name: "Lưu ngày" }).count()).toBe(0);
    const { page } = nguyet;
    await page.goto("/quan-tri/lich-lam-viec?nam=2026");
    await look(page, "52-lich-lam-viec");
    await page.goto("/quan-tri/lich-lam-viec?nam=2027&tu=2027-02-03&so-ngay=1");
    await page.getByText("Thứ Năm, 11/02/2027").waitFor();
    await page.getByText("Ghi thêm hoặc sửa một ngày").click();
    await page.getByLabel("Ngày", { exact: true }).fill("2027-02-11");
    await page.getByLabel("Loại ngày").selectOption({ label: "Nghỉ hoán đổi" });
    await page.getByLabel("Tên ngày").fill("Nghỉ hoán đổi, làm bù ngày 20/02/2027");
    await page.getByLabel("Văn bản làm căn cứ").fill("Thông báo số 05/TB-UBND ngày 04/01/2027");
    await page.getByRole("button", { name: "Lưu ngày" }).click();
    await told(page, "Đã lưu lịch làm việc");
    await page.getByText("Cơ quan đã chỉnh").waitFor();
    await page.goto("/quan-tri/lich-lam-viec?nam=2027&tu=2027-02-03&so-ngay=1");
    await page.getByText("Thứ Sáu, 12/02/2027").waitFor();
    await look(page, "53-lich-lam-viec-2027");
    await page.getByText("Ghi thêm hoặc sửa một ngày").click();
    await page.getByLabel("Ngày", { exact: true }).fill("2027-03-06");
    await page.getByLabel("Loại ngày").selectOption({ label: "Nghỉ bù" });
    await page.getByLabel("Tên ngày").fill("Nghỉ bù");
    await page.getByRole("button", { name: "Lưu ngày" }).click();
    await page
      .getByRole("alert")
      .getByText(/vốn đã được nghỉ/)
      .first()
      .waitFor();
    await page.getByLabel("Sắp đến hạn trước").fill("1");
    await page.getByRole("button", { name: "Lưu nhắc việc" }).click();
    await told(page, "Đã lưu cài đặt nhắc việc");
  });

  it("is usable on a narrow window", async () => {
    const narrow = await visitor(stage, 390);
    const { page } = narrow;
    await signIn(page, "nguyet");
    for (const [path, name] of [
      ["/tong-quan", "54-hep-tong-quan"],
      [address, "55-hep-chuong-trinh"],
      [`${address}/lich-su`, "56-hep-lich-su"],
      [`${address}/so-sanh?tu=2&den=6`, "57-hep-so-sanh"],
      ["/quan-tri/lich-lam-viec", "58-hep-lich-lam-viec"],
      [`${address}/them-nhiem-vu`, "59-hep-them"],
    ] as const) {
      await page.goto(path);
      await look(page, name);
    }
    await openTask(page, /Kiện toàn Ban Chỉ đạo/);
    await look(page, "60-hep-nhiem-vu");
    expect(narrow.faults).toEqual([]);
  });

  it("lists 5,000 tasks by pages", async () => {
    const token = await tokenOf(stage, "thuan");
    const rows = Array.from({ length: 5000 }, (_, index) => {
      const agency = ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"][index % 3];
      return `${index + 1}\tRà soát thủ tục số ${index + 1}\t${agency}\t\tBáo cáo\t${inDays((index % 400) - 200)}`;
    });
    const id = await load("Chương trình lớn", rows, token);
    const answer = await fetch(`${stage.service.address}/nhiem-vu/${id}?cb=any&trang=2`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await answer.text();
    expect(text.match(/<tr[ >]/g)!.length).toBe(51);
    expect(text.length).toBeLessThan(300_000);
  });

  it("made no console error and asked nothing of anybody else", () => {
    expect([...thuan.faults, ...nguyet.faults]).toEqual([]);
  });
});
