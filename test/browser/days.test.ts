import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import {
  ask,
  glance,
  KEY,
  look,
  openStage,
  PASSWORD,
  ROOT,
  signIn,
  tokenOf,
  told,
  type Visitor,
  visitor,
} from "./service.ts";

const SAMPLE = path.join(ROOT, "samples/files");

/** The days of drafter, leader, clerk, the receiving office and a stranger who checks, on an empty machine, in order: each step needs the ones before it. */
describe("whole days in the browser", () => {
  const stage = openStage();
  const people: Record<string, Visitor> = {};
  let issued: Buffer;

  async function person(userName: string): Promise<Page> {
    if (people[userName] === undefined) {
      people[userName] = await visitor(stage);
      if (userName !== "lam") await signIn(people[userName].page, userName);
    }
    return people[userName].page;
  }

  it("sets the installation up", async () => {
    const page = await person("lam");
    await page.goto("/");
    expect(new URL(page.url()).pathname).toBe("/bat-dau");
    await glance(page, "01-bat-dau");
    await page.getByLabel("Tên cơ quan", { exact: true }).fill("Ủy ban nhân dân tỉnh Hương Giang");
    await page.getByLabel("Mã định danh").fill("H98");
    await page.getByLabel("Địa danh").fill("Hương Giang");
    await newPerson(page, "Vũ Đình Lâm", "Quản trị hệ thống", "lam", ["Quản trị"]);
    await page.getByLabel("Mật khẩu khóa ký").fill(KEY);
    await page.getByRole("button", { name: "Thiết lập" }).click();
    await told(page, "Thiết lập xong");
  });

  it("adds people and a receiving organisation", async () => {
    const page = await person("lam");
    await page.goto("/quan-tri");
    for (const [name, position, userName, role] of [
      ["Lê Thị Minh Nguyệt", "Phó Chủ tịch", "nguyet", "Lãnh đạo"],
      ["Phạm Văn Thuận", "Chuyên viên", "thuan", "Chuyên viên"],
      ["Đỗ Thu Hà", "Văn thư", "thuha", "Văn thư"],
    ] as const) {
      const form = page.locator('form[action="/quan-tri/nguoi-dung"]');
      await page.getByText("Thêm người dùng", { exact: true }).first().click();
      await newPerson(form, name, position, userName, [role]);
      await form.getByRole("button", { name: "Thêm người dùng" }).click();
      await told(page, "Đã thêm người dùng");
    }
    await page.getByText("Thêm cơ quan", { exact: true }).first().click();
    const form = page.locator('form[action="/quan-tri/co-quan"]');
    await form.getByLabel("Tên cơ quan", { exact: true }).fill("Sở Khoa học và Công nghệ");
    await form.getByLabel("Cơ quan cấp trên").fill("Ủy ban nhân dân tỉnh Hương Giang");
    await form.getByLabel("Mã định danh").fill("H98.12");
    await form.getByLabel("Địa danh").fill("Hương Giang");
    await newPerson(form, "Cao Hải Yến", "Văn thư", "yen", ["Quản trị", "Văn thư"]);
    await form.getByRole("button", { name: "Thêm cơ quan" }).click();
    await told(page, "Đã thêm cơ quan");
    await glance(page, "02-quan-tri");
  });

  it("gives the leader a signing key of her own", async () => {
    const page = await person("nguyet");
    await page.goto("/tai-khoan");
    await page.getByLabel("Mật khẩu khóa ký").fill(KEY);
    await page.getByRole("button", { name: "Tạo khóa thử nghiệm" }).click();
    await told(page, "Đã cấp khóa ký");
    await glance(page, "03-tai-khoan");
  });

  it("imports tasks after a preview", async () => {
    const page = await person("thuan");
    await glance(page, "04-tong-quan-trong");
    await page.goto("/nhiem-vu");
    await glance(page, "05-nhiem-vu-trong");
    await page.getByLabel("Tên chương trình").fill("Chuyển đổi số tỉnh Hương Giang quý IV năm 2026 và năm 2027");
    await page.getByLabel("Kỳ thực hiện").fill("2026-2027");
    await page.getByLabel("Căn cứ").fill("Chương trình số 12-CTr/TU ngày 20/8/2026 của Tỉnh ủy Hương Giang");
    await page.getByRole("button", { name: "Tạo chương trình" }).click();
    await page.getByRole("link", { name: "Nhập từ Excel" }).first().click();
    await glance(page, "06-nhap-chon-tep");
    await page.getByLabel("Tệp .xlsx, .csv hoặc .tsv").setInputFiles(path.join(SAMPLE, "nhiem-vu.xlsx"));
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByText(/Đọc được \d+ nhiệm vụ/).waitFor();
    await look(page, "07-nhap-xem-truoc");
    await page.getByRole("button", { name: /Nhập tất cả/ }).click();
    await told(page, "Đã nhập nhiệm vụ");
    await page.getByText("Thêm chỉ tiêu", { exact: true }).first().click();
    await page.getByLabel("Chỉ tiêu, viết hoặc dán").fill(readFileSync(path.join(SAMPLE, "chi-tieu.txt"), "utf8"));
    await page.getByRole("button", { name: "Thêm chỉ tiêu" }).click();
    await told(page, "Đã lưu.");
    await glance(page, "08-chuong-trinh");
  });

  it("names every faulty cell of a bad table and stores nothing", async () => {
    const page = await person("thuan");
    await page.getByRole("link", { name: "Nhập từ Excel" }).first().click();
    await page
      .getByLabel("Các ô đã chép")
      .fill(
        "TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành\n1\tRà soát danh mục\tSở Nội vụ\tTrước ngày 30/6/2027\n2\t\tSở Tài chính\tTrước ngày 31/02/2027\n",
      );
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByText("Các ô có lỗi").first().waitFor();
    await look(page, "09-nhap-co-loi");
    await page.getByRole("link", { name: "Không nhập" }).click();
  });

  it("filters tasks without diacritics while typing", async () => {
    const page = await person("thuan");
    await page.goto("/nhiem-vu");
    await page.getByRole("link", { name: /Chuyển đổi số/ }).click();
    const before = await page.locator("#bang-nhiem-vu tbody tr:not(.group)").count();
    await page.getByLabel("Tìm trong nhiệm vụ").pressSequentially("kien toan ban");
    await page.getByText(/1 trên \d+ nhiệm vụ/).waitFor();
    expect(before).toBeGreaterThan(10);
    expect(await page.locator("#bang-nhiem-vu tbody tr:not(.group)").count()).toBe(1);
  });

  it("composes a plan beside its PDF and submits it", async () => {
    const page = await person("thuan");
    await page.goto("/soan-van-ban");
    await glance(page, "10-soan-van-ban");
    await page.getByRole("link", { name: /Kế hoạch Chuyển đổi số/ }).click();
    await page
      .getByLabel("Mục đích")
      .fill(
        "- Đưa công việc hằng ngày của các cơ quan trong tỉnh lên môi trường số.\n\n- Bớt giấy tờ, bớt số lần người dân phải đi lại.",
      );
    await page
      .getByLabel("Yêu cầu")
      .fill("- Mỗi nhiệm vụ có một cơ quan chủ trì, một sản phẩm kiểm đếm được và một thời hạn cụ thể.");
    await page
      .getByLabel("Tổ chức thực hiện")
      .fill(
        "## Sở Khoa học và Công nghệ\n\nLà cơ quan đầu mối, đôn đốc các cơ quan được giao nhiệm vụ.\n\n## Các sở, ban, ngành\n\nCập nhật tiến độ trước ngày 15 hằng tháng.",
      );
    await glance(page, "11-soan-ke-hoach");
    await page.getByRole("button", { name: "Soạn dự thảo" }).click();
    await told(page, "Đã soạn dự thảo");
    const pdf = await page.request.get(`${new URL(page.url()).pathname}/pdf`);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
    await glance(page, "12-du-thao");
    await page.getByRole("button", { name: "Trình ký" }).click();
    await told(page, "Đã trình ký.");
  });

  it("returns it with a reason, corrects it, submits it again", async () => {
    const leader = await person("nguyet");
    await leader.goto("/trinh-ky");
    await glance(leader, "13-trinh-ky");
    await leader
      .getByRole("link", { name: /Kế hoạch/ })
      .first()
      .click();
    await leader.getByLabel("Lý do trả lại").fill("Bổ sung Sở Tài chính vào nơi nhận.");
    await leader.getByRole("button", { name: "Trả lại" }).click();
    await told(leader, "Đã trả lại người soạn");
    const drafter = await person("thuan");
    await drafter.goto("/tong-quan");
    await drafter.getByRole("link", { name: /bị trả lại/ }).click();
    await drafter
      .getByRole("link", { name: /Kế hoạch/ })
      .first()
      .click();
    await drafter.getByRole("link", { name: "Sửa dự thảo" }).click();
    await drafter.getByText("Bổ sung Sở Tài chính").waitFor();
    await look(drafter, "14-sua-du-thao");
    await drafter.getByLabel("Nơi nhận").fill("Các sở, ban, ngành\nSở Tài chính\nLưu: VT, KGVX");
    await drafter.getByRole("button", { name: "Lưu dự thảo" }).click();
    await drafter.getByRole("button", { name: "Trình ký" }).click();
    await told(drafter, "Đã trình ký.");
  });

  it("is signed by the leader; a wrong key password says so", async () => {
    const page = await person("nguyet");
    await page.goto("/trinh-ky");
    await page
      .getByRole("link", { name: /Kế hoạch/ })
      .first()
      .click();
    await glance(page, "15-ky");
    await page.getByLabel("Mật khẩu khóa ký").fill("khong-phai-khoa");
    await page.getByRole("button", { name: "Ký số" }).click();
    await page.getByRole("alert").waitFor();
    await look(page, "16-ky-sai-mat-khau");
    await page.getByLabel("Mật khẩu khóa ký").fill(KEY);
    await page.getByRole("button", { name: "Ký số" }).click();
    await told(page, "Ký số thành công.");
  });

  it("is numbered, sealed and sent by the clerk", async () => {
    const page = await person("thuha");
    await page.goto("/van-thu");
    await glance(page, "17-van-thu");
    await page
      .getByRole("link", { name: /Kế hoạch/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Cấp số và ghi ngày" }).click();
    await told(page, "Đã cấp số");
    await page.getByLabel("Mật khẩu khóa dấu cơ quan").fill(KEY);
    await glance(page, "18-dong-dau");
    await page.getByRole("button", { name: "Đóng dấu, phát hành" }).click();
    await told(page, "Đã đóng dấu cơ quan");
    issued = await (await page.request.get(`${new URL(page.url()).pathname}/pdf`)).body();
    await page.getByLabel(/Sở Khoa học và Công nghệ/).check();
    await glance(page, "19-gui");
    await page.getByRole("button", { name: "Gửi", exact: true }).click();
    await told(page, "Đã đưa vào hàng gửi");
  });

  it("arrives with its verdict and is taken in by the receiver's clerk", async () => {
    const page = await person("yen");
    await expect.poll(async () => { await page.goto("/van-ban-den"); return page.getByRole("link", { name: /Kế hoạch/ }).count(); }, { timeout: 20_000 }).toBe(1); // biome-ignore format: one thought
    await glance(page, "20-van-ban-den");
    await page.getByRole("link", { name: /Kế hoạch/ }).click();
    await glance(page, "21-van-ban-den-chi-tiet");
    expect(await page.locator(".verdict").textContent()).toContain("Hợp lệ");
    await page.getByRole("button", { name: "Tiếp nhận, vào sổ" }).click();
    await told(page, "Đã tiếp nhận và vào sổ");
    await page.goto("/so-van-ban-den");
    await glance(page, "22-so-van-ban-den");
    expect(await page.locator("table.register tbody tr").count()).toBe(1);
  });

  it("tells the sender that it was accepted", async () => {
    const page = await person("thuha");
    // The page asks again by itself every few seconds.
    await page.locator("#noi-nhan").getByText("Đã tiếp nhận", { exact: true }).waitFor({ timeout: 30_000 });
    await glance(page, "23-da-gui");
    await page.goto("/so-van-ban-di");
    await glance(page, "24-so-van-ban-di");
    expect(await page.locator("table.register tbody tr").count()).toBe(1);
    await page.goto("/van-ban");
    await glance(page, "25-van-ban");
    await page.goto("/tong-quan");
    await glance(page, "26-tong-quan");
  });

  it("is assigned, taken up and answered at the receiver", async () => {
    const page = await person("yen");
    await page.goto("/van-ban-den");
    await page.getByRole("link", { name: /Kế hoạch/ }).click();
    const herself = page.locator("#chu-tri option").filter({ hasText: "Cao Hải Yến" });
    await page.locator("#chu-tri").selectOption((await herself.getAttribute("value"))!);
    await page.getByLabel("Ý kiến chỉ đạo").fill("Lập kế hoạch của Sở, báo cáo trước ngày 15.");
    await page.getByRole("button", { name: "Phân phối" }).click();
    await told(page, "Đã phân phối");
    await page.getByRole("button", { name: "Nhận giải quyết" }).click();
    await told(page, "Đã nhận giải quyết");
    await page.getByRole("button", { name: "Soạn công văn trả lời" }).click();
    await told(page, "Đã soạn dự thảo công văn trả lời");
    await glance(page, "34-tra-loi");
  });

  it("goes on in the leader's day with two letters, signed at once", async () => {
    const token = await tokenOf(stage, "thuan");
    for (const subject of ["chuẩn bị họp giao ban tháng 12", "rà soát dịch vụ công trực tuyến"]) {
      const description = { ...SAMPLE_LETTER, subject };
      const { id, rev } = await ask<{ id: string; rev: number }>(stage, "/api/documents", { description }, token);
      await ask(stage, `/api/documents/${id}/submit`, { rev }, token);
    }
    const page = await person("nguyet");
    await page.goto("/trinh-ky");
    await page.getByText(/^Chọn cả trang/).click();
    await page.getByText("Đang chọn 2 văn bản").waitFor();
    await page.getByLabel("Mật khẩu khóa ký").first().fill(KEY);
    await page.getByRole("button", { name: "Ký các văn bản đã chọn" }).click();
    await page.waitForURL(/\/trinh-ky\/lan-ky\//);
    await page.locator(".notice.good").getByText("Đã ký 2 văn bản").waitFor();
  });

  it("goes on in the drafter's day: the tasks change, the amended appendix is drafted", async () => {
    const page = await person("thuan");
    await page.goto("/nhiem-vu");
    await page.getByRole("link", { name: /Chuyển đổi số/ }).click();
    await page.getByRole("link", { name: "Nhập từ Excel" }).first().click();
    await page.getByLabel(/^Tệp .xlsx/).setInputFiles(path.join(SAMPLE, "nhiem-vu-ban-2.xlsx"));
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByText(/Đọc được \d+ nhiệm vụ/).waitFor();
    await page
      .getByRole("button", { name: /^Nhập / })
      .first()
      .click();
    await told(page, "Đã nhập nhiệm vụ");
    await page.goto("/soan-van-ban");
    await page.getByRole("link", { name: /Phụ lục điều chỉnh/ }).click();
    expect(await page.locator(".change").count()).toBeGreaterThan(5);
    await page.getByLabel("Căn cứ điều chỉnh").fill("Thông báo số 118/TB-UBND ngày 18/11/2026");
    await page.getByLabel("Kính gửi").fill("Các sở, ban, ngành");
    await look(page, "36-soan-dieu-chinh");
    await page.getByRole("button", { name: "Soạn dự thảo" }).click();
    await told(page, "Đã soạn dự thảo");
    await page.getByRole("button", { name: "Trình ký" }).click();
    await told(page, "Đã trình ký.");
  });

  it("ends with a report of the year, drafted from the same tasks", async () => {
    const page = await person("thuan");
    await page.goto("/bao-cao/moi");
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByLabel("Đánh giá chung").fill("Tiến độ chung bảo đảm.");
    await look(page, "37-bao-cao");
    await page.getByRole("button", { name: "Soạn dự thảo báo cáo" }).click();
    await told(page, "Đã soạn dự thảo");
    expect(new URL(page.url()).pathname).toMatch(/^\/van-ban\//);
  });

  it("is checked by anybody at /kiem-tra, and a changed byte shows", async () => {
    const stranger = await visitor(stage);
    people.stranger = stranger;
    const { page } = stranger;
    await page.goto("/kiem-tra");
    await glance(page, "27-kiem-tra");
    const check = async (name: string, buffer: Buffer) => {
      await page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/pdf", buffer });
      await page.getByRole("button", { name: "Kiểm tra", exact: true }).click();
      await page.locator(".verdict").waitFor();
    };
    await check("ke-hoach.pdf", issued);
    expect(await page.locator(".verdict").textContent()).toContain("Hợp lệ");
    expect(await page.locator(".signature").count()).toBe(2);
    expect(await page.getByText("CHỨNG THƯ THỬ NGHIỆM").count()).toBe(2);
    await look(page, "28-kiem-tra-hop-le");
    const tampered = Buffer.from(issued);
    const at = Math.floor(tampered.indexOf("endstream") - 20);
    tampered[at] = tampered[at]! ^ 1;
    await page.goto("/kiem-tra");
    await check("ke-hoach-sua.pdf", tampered);
    expect(await page.locator(".verdict").textContent()).toMatch(/Không hợp lệ|Không đọc được tệp/);
    await look(page, "29-kiem-tra-bi-sua");
  });

  it("is usable on a narrow window", async () => {
    const narrow = await visitor(stage, 390);
    people.narrow = narrow;
    await signIn(narrow.page, "thuan");
    await glance(narrow.page, "30-hep-tong-quan");
    await narrow.page.goto("/nhiem-vu");
    await narrow.page.getByRole("link", { name: /Chuyển đổi số/ }).click();
    await narrow.page.waitForURL("**/nhiem-vu/*");
    await glance(narrow.page, "31-hep-chuong-trinh");
    await narrow.page.goto("/van-ban");
    await narrow.page
      .getByRole("link", { name: /Kế hoạch/ })
      .first()
      .click();
    await narrow.page.waitForURL("**/van-ban/*");
    await glance(narrow.page, "32-hep-van-ban");
    await narrow.page.goto("/kiem-tra");
    await glance(narrow.page, "33-hep-kiem-tra");
  });

  it("made no console error and asked nothing of anybody else", () => {
    expect(Object.entries(people).flatMap(([name, one]) => one.faults.map((fault) => `${name}: ${fault}`))).toEqual([]);
  });
});

async function newPerson(
  form: Page | ReturnType<Page["locator"]>,
  name: string,
  position: string,
  userName: string,
  roles: string[],
): Promise<void> {
  await form.getByLabel("Họ và tên").fill(name);
  await form.getByLabel("Chức vụ").fill(position);
  await form.getByLabel("Tên đăng nhập").fill(userName);
  await form.getByLabel("Mật khẩu đăng nhập").fill(PASSWORD);
  for (const role of ["Chuyên viên", "Lãnh đạo", "Văn thư", "Quản trị"]) {
    await form.getByRole("checkbox", { name: new RegExp(`^${role}`) }).setChecked(roles.includes(role));
  }
}
