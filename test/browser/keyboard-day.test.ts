import { describe, expect, it } from "vitest";
import { type Keyboard, keyboardOnly } from "./keyboard.ts";
import { KEY, openStage, PASSWORD, told, type Visitor, visitor } from "./service.ts";

/** As they are copied from a spreadsheet. */
const ROWS = [
  "TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành",
  "1\tKiện toàn Ban Chỉ đạo chuyển đổi số\tSở Nội vụ\tTrước ngày 30/6/2027",
  "2\tSố hóa hồ sơ hộ tịch\tSở Tư pháp\tQuý III năm 2027",
  "3\tTập huấn kỹ năng số cho cán bộ xã\tSở Khoa học và Công nghệ\tTrước ngày 15/12/2027",
].join("\n");

/** Tab, Shift+Tab, Enter, Space, arrows and letters; the mouse is never moved. In order: each step needs the ones before it. */
describe("a whole day with the keyboard alone", () => {
  const stage = openStage();
  let somebody: Visitor;
  let keys: Keyboard;
  let issued: Buffer;
  let address: string;
  const began = performance.now();

  it("sets the installation up", async () => {
    somebody = await visitor(stage);
    keys = keyboardOnly(somebody.page);
    await somebody.page.goto("/");
    await keys.type(/^Tên cơ quan/, "Ủy ban nhân dân tỉnh Hương Giang");
    await keys.type("Mã định danh", "H98");
    await keys.type("Địa danh", "Hương Giang");
    await keys.type("Họ và tên", "Lê Thị Minh Nguyệt");
    await keys.type("Chức vụ", "Phó Chủ tịch");
    await keys.type("Tên đăng nhập", "nguyet");
    await keys.type("Mật khẩu đăng nhập", PASSWORD);
    for (const role of ["Chuyên viên", "Lãnh đạo", "Văn thư", "Quản trị"]) {
      const box = somebody.page.getByRole("checkbox", { name: new RegExp(`^${role}`) });
      if (!(await box.isChecked())) await keys.space(box);
    }
    await keys.type("Mật khẩu khóa ký", KEY);
    await keys.enter("button", "Thiết lập");
    await told(somebody.page, "Thiết lập xong");
  });

  it("imports tasks from copied cells", async () => {
    const { page } = somebody;
    await keys.enter("link", /^Nhiệm vụ/);
    await page.waitForURL("**/nhiem-vu");
    await keys.type("Tên chương trình", "Chuyển đổi số năm 2027");
    await keys.type("Kỳ thực hiện", "năm 2027");
    await keys.enter("button", "Tạo chương trình");
    await told(page, "Đã tạo chương trình");
    await keys.enter("link", "Nhập từ Excel");
    await keys.type("Các ô đã chép", ROWS);
    await keys.enter("button", "Xem trước");
    await page.getByText(/Đọc được 3 nhiệm vụ/).waitFor();
    await keys.enter("button", /^Nhập /);
    await told(page, "Đã nhập nhiệm vụ");
  });

  it("composes and submits a plan", async () => {
    const { page } = somebody;
    await keys.enter("link", /^Soạn văn bản/);
    await page.waitForURL("**/soan-van-ban");
    await keys.enter("link", /Kế hoạch Chuyển đổi số/);
    await keys.type("Mục đích", "- Đưa công việc hằng ngày lên môi trường số.");
    await keys.type("Yêu cầu", "- Mỗi nhiệm vụ có một cơ quan chủ trì.");
    await keys.type("Tổ chức thực hiện", "Các cơ quan cập nhật tiến độ trước ngày 15 hằng tháng.");
    await keys.enter("button", "Soạn dự thảo");
    await told(page, "Đã soạn dự thảo");
    address = new URL(page.url()).pathname;
    await keys.enter("button", "Trình ký");
    await told(page, "Đã trình ký.");
  });

  it("signs it from the list of what is to be signed", async () => {
    const { page } = somebody;
    await keys.enter("link", /^Trình ký/);
    await page.waitForURL("**/trinh-ky");
    await keys.enter("link", /Kế hoạch/);
    await keys.type("Mật khẩu khóa ký", KEY);
    await keys.enter("button", "Ký số");
    await told(page, "Ký số thành công.");
  });

  it("numbers, seals and issues it", async () => {
    const { page } = somebody;
    await keys.enter("link", /^Cấp số, đóng dấu, gửi/);
    await page.waitForURL("**/van-thu");
    await keys.enter("link", /Kế hoạch/);
    await keys.enter("button", "Cấp số và ghi ngày");
    await told(page, "Đã cấp số");
    await keys.type("Mật khẩu khóa dấu cơ quan", KEY);
    await keys.enter("button", "Đóng dấu, phát hành");
    await told(page, "Đã đóng dấu cơ quan");
    issued = await (await page.request.get(`${address}/pdf`)).body();
  });

  it("adds the receiving organisation and sends it there", async () => {
    const { page } = somebody;
    await keys.enter("link", "Quản trị");
    await page.waitForURL("**/quan-tri");
    await organisation(keys);
    await page.goto(address);
    await keys.space(page.getByRole("checkbox", { name: /Sở Khoa học và Công nghệ/ }));
    await keys.enter("button", "Gửi");
    await told(page, "Đã đưa vào hàng gửi");
  });

  it("checks it as a stranger", async () => {
    const stranger = await visitor(stage);
    const hands = keyboardOnly(stranger.page);
    await stranger.page.goto("/kiem-tra");
    await hands.choose("Tệp PDF đã ký số", { name: "ke-hoach.pdf", mimeType: "application/pdf", buffer: issued });
    await hands.enter("button", "Kiểm tra");
    await stranger.page.locator(".verdict").waitFor();
    expect(await stranger.page.locator(".verdict").textContent()).toContain("Hợp lệ");
    expect([...somebody.faults, ...stranger.faults]).toEqual([]);
    console.log(`${keys.tabs() + hands.tabs()} tabs in ${Math.round((performance.now() - began) / 100) / 10} s`);
  });
});

async function organisation(keys: Keyboard): Promise<void> {
  const { page } = keys;
  await keys.space(page.locator("summary").filter({ hasText: "Thêm cơ quan" }));
  await keys.type(/^Tên cơ quan/, "Sở Khoa học và Công nghệ");
  await keys.type("Mã định danh", "H98.12");
  await keys.type("Địa danh", "Hương Giang");
  await keys.type("Họ và tên", "Cao Hải Yến");
  await keys.type("Chức vụ", "Văn thư");
  await keys.type("Tên đăng nhập", "yen");
  await keys.type("Mật khẩu đăng nhập", PASSWORD);
  await keys.enter("button", "Thêm cơ quan");
  await told(page, "Đã thêm cơ quan");
}
