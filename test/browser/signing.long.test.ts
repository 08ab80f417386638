import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import {
  type IssuedCertificate,
  restoreTestAuthority,
  signPdf,
  type TestAuthority,
  type TestAuthorityState,
} from "../../shared/signing/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import type { Programme } from "../../shared/tasks/index.ts";
import { ACCOUNT, cscService, type RemoteService, vnptGateway } from "../key-holders/remote-simulators.ts";
import {
  ask,
  glance,
  KEY,
  look,
  openOffice,
  openStage,
  signIn,
  tokenOf,
  told,
  type Visitor,
  visitor,
} from "./service.ts";
import { startTokenAgent } from "./token-agent.ts";

const FILE_PASSWORD = "mat-khau-tep-khoa";
const LEADER = "Lê Thị Minh Nguyệt";

/** Signing as leader and clerk see it, in order: keys, connections, many documents at once, the phone, a refusal, the seal, a USB token. */
describe("signing in the browser", () => {
  const stage = openStage();
  const people: Record<string, Visitor> = {};
  let authority: TestAuthority;
  let phoneKey: IssuedCertificate;
  let service: RemoteService;

  async function person(userName: string): Promise<Page> {
    if (people[userName] === undefined) {
      people[userName] = await visitor(stage, 1280, { ignoreHTTPSErrors: true });
      await signIn(people[userName].page, userName);
    }
    return people[userName].page;
  }

  /** Drafts and submits letters; answers their ids. */
  async function letters(...subjects: string[]): Promise<string[]> {
    const token = await tokenOf(stage, "thuan");
    const ids: string[] = [];
    for (const subject of subjects) {
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
        signature: { authority: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"], position: "PHÓ CHỦ TỊCH", name: LEADER },
      };
      const { id, rev } = await ask<{ id: string; rev: number }>(stage, "/api/documents", { description }, token);
      await ask(stage, `/api/documents/${id}/submit`, { rev }, token);
      ids.push(id);
    }
    return ids;
  }

  /** A submitted letter with an amended appendix as a file of its own. */
  async function amendment(): Promise<{ id: string; rev: number }> {
    const token = await tokenOf(stage, "thuan");
    const sample = sampleProgramme("x");
    const programme = { title: sample.title, period: sample.period };
    const made = await ask<Programme>(stage, "/api/programmes", programme, token);
    const put = (next: Programme, revision: number, why: string) => {
      const whole = { ...next, id: made.id, organisationId: made.organisationId, revision };
      const basis = "Thông báo số 118/TB-UBND ngày 18/11/2026";
      return ask<Programme>(stage, `/api/programmes/${made.id}`, { programme: whole, why, basis }, token, "PUT");
    };
    const first = await put(sample, made.revision, "Lập danh mục");
    const second = await put(sampleRevision("x"), first.revision, "Sau phiên họp");
    const asked = {
      programmeId: made.id,
      from: first.revision,
      to: second.revision,
      basis: "Thông báo số 118/TB-UBND ngày 18/11/2026",
      appendixTitle: "Danh mục nhiệm vụ điều chỉnh",
      letter: { ...SAMPLE_LETTER, signature: { ...SAMPLE_LETTER.signature, name: LEADER } },
    };
    const { id, rev } = await ask<{ id: string; rev: number }>(stage, "/api/documents/amendment", asked, token);
    return ask(stage, `/api/documents/${id}/submit`, { rev }, token);
  }

  async function stateOf(id: string): Promise<string> {
    const token = await tokenOf(stage, "thuan");
    return (await ask<{ state: string }>(stage, `/api/documents/${id}`, undefined, token, "GET")).state;
  }

  beforeAll(async () => {
    await openOffice(stage);
    const { records } = openSqliteStorage(stage.service.folder);
    const stored = await records.get<TestAuthorityState>("office", "test-authority");
    await records.close();
    authority = restoreTestAuthority(stored!.data);
    phoneKey = authority.issueCertificate({ commonName: LEADER, kind: "person" });
    service = await vnptGateway(phoneKey);
  });
  afterAll(() => service?.close());

  it("imports a PKCS#12 and marks a certificate that ends soon", async () => {
    const page = await person("nguyet");
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
    await page.goto("/tai-khoan");
    const file = async (p12: Uint8Array, password: string) => {
      await page.getByText("Nhập tệp chứng thư số (.p12, .pfx)").click();
      const form = page.locator('form[action="/tai-khoan/khoa/nhap"]');
      await form
        .locator("input[type=file]")
        .setInputFiles({ name: "nguyet.p12", mimeType: "application/x-pkcs12", buffer: Buffer.from(p12) });
      await form.getByLabel("Mật khẩu của tệp").fill(password);
      await form.getByRole("button", { name: "Nhập chứng thư số" }).click();
    };
    const soon = authority.issueCertificate({
      commonName: LEADER,
      kind: "person",
      title: "Phó Chủ tịch",
      notAfter: inDays(12.5),
    });
    await file(soon.toPkcs12(FILE_PASSWORD), "sai-mat-khau");
    await page.getByRole("alert").waitFor();
    await look(page, "ky-40-nhap-khoa-sai-mat-khau");
    await page.goto("/tai-khoan");
    await file(soon.toPkcs12(FILE_PASSWORD), FILE_PASSWORD);
    await told(page, "Đã nhập chứng thư số");
    expect(await page.getByText(/Còn 12 ngày, hết hạn/).count()).toBe(1);
    await glance(page, "ky-41-tai-khoan-khoa");
  });

  it("signs three documents with one confirmation", async () => {
    const ids = await letters("Chuẩn bị họp tháng 12", "Báo cáo số liệu quý IV", "Rà soát danh mục dịch vụ công");
    const page = await person("nguyet");
    await page.goto("/trinh-ky");
    await glance(page, "ky-42-trinh-ky-can-ky");
    await page.getByText(/^Chọn cả trang/).click();
    await page.getByText("Đang chọn 3 văn bản").waitFor();
    await page.locator(".key-option").filter({ hasText: "Còn 12 ngày" }).getByRole("radio").check();
    await page.locator(".key-option:has(input:checked)").getByLabel("Mật khẩu khóa ký").fill(FILE_PASSWORD);
    await look(page, "ky-43-trinh-ky-chon-khoa");
    await page.getByRole("button", { name: "Ký các văn bản đã chọn" }).click();
    await page.waitForURL(/\/trinh-ky\/lan-ky\//);
    await page.locator(".notice.good").getByText("Đã ký 3 văn bản").waitFor();
    await glance(page, "ky-44-lan-ky-xong");
    for (const id of ids) expect(await stateOf(id)).toBe("signed");
  });

  it("says that a password is wrong, changes nothing, keeps what was chosen, and signs then", async () => {
    const [one, two] = await letters("Mời họp thẩm định", "Tăng cường phòng cháy");
    const page = await person("nguyet");
    await page.goto("/trinh-ky?muc=can-ky&chon=tat-ca");
    const choose = async (password: string) => {
      await page.locator(".key-option").filter({ hasText: "Còn 12 ngày" }).getByRole("radio").check();
      await page.locator(".key-option:has(input:checked)").getByLabel("Mật khẩu khóa ký").fill(password);
      await page.getByRole("button", { name: "Ký các văn bản đã chọn" }).click();
    };
    await choose("khong-phai-mat-khau");
    await page.getByRole("alert").waitFor();
    await look(page, "ky-45-ky-that-bai");
    expect(await stateOf(one!)).toBe("submitted");
    await page.getByText("Đang chọn 2 văn bản").waitFor();
    await choose(FILE_PASSWORD);
    await page.getByText("Đã ký 2 văn bản").waitFor();
    expect(await stateOf(two!)).toBe("signed");
  });

  it("connects a remote signing service, checks it, and links the leader's key", async () => {
    const page = await person("nguyet");
    await page.goto("/quan-tri");
    await page.getByRole("link", { name: "Kết nối ký số" }).click();
    await glance(page, "ky-46-ket-noi-trong");
    await page.getByRole("link", { name: /VNPT SmartCA/ }).click();
    await page.getByLabel("Địa chỉ dịch vụ").fill("http://dich-vu.example");
    await page.getByLabel("Mã ứng dụng").fill("don-vi-thu");
    await page.getByLabel("Mật khẩu ứng dụng").fill("bi-mat");
    await page.getByRole("button", { name: "Lưu kết nối" }).click();
    await page.getByRole("alert").waitFor();
    await look(page, "ky-47-ket-noi-loi");
    await page.getByLabel("Địa chỉ dịch vụ").fill(service.url);
    await page.getByLabel("Mật khẩu ứng dụng").fill("bi-mat");
    await page.getByRole("button", { name: "Lưu kết nối" }).click();
    await told(page, "Đã lưu.");
    await page.getByRole("button", { name: /Kiểm tra/ }).click();
    await page.getByText(/Trả lời tốt lúc/).waitFor();
    await glance(page, "ky-48-ket-noi");
    await page.goto("/quan-tri/chung-thu-so");
    await page.getByText("Liên kết khóa ở dịch vụ ký số từ xa").click();
    const form = page.locator('form[action="/quan-tri/chung-thu-so/khoa/lien-ket"]');
    await form.getByLabel("Của ai").selectOption({ label: `${LEADER}, Phó Chủ tịch` });
    await form.getByLabel("Tài khoản tại dịch vụ").fill("031200000001");
    await form.getByLabel("Mật khẩu tài khoản").fill("mat-khau");
    await form.getByRole("button", { name: "Liên kết" }).click();
    await told(page, "Đã liên kết chứng thư số");
    await glance(page, "ky-49-chung-thu-so");
  });

  /** Chooses everything and the key on the phone. */
  async function askPhone(page: Page): Promise<void> {
    await page.goto("/trinh-ky?muc=can-ky&chon=tat-ca");
    const option = page.locator(".key-option").filter({ hasText: "VNPT SmartCA" }).first();
    await option.getByRole("radio").check();
    await option.getByLabel("Mật khẩu").fill("mat-khau");
    await page.getByRole("button", { name: "Ký các văn bản đã chọn" }).click();
    await page.waitForURL(/\/trinh-ky\/lan-ky\//);
  }

  it("waits for the phone with a countdown, can be left and found again, and is completed", async () => {
    const ids = await letters("Kiểm tra an toàn thông tin", "Tổng kết chuyển đổi số");
    service.phone.decision = "waiting";
    const page = await person("nguyet");
    await askPhone(page);
    await page.getByText("Chờ bạn xác nhận trên điện thoại").waitFor();
    await glance(page, "ky-50-lan-ky-cho");
    const before = await page.locator(".countdown").first().textContent();
    await expect.poll(() => page.locator(".countdown").first().textContent(), { timeout: 6_000 }).not.toBe(before);
    await page.getByRole("link", { name: "Để đó, làm việc khác" }).click();
    await page.getByRole("link", { name: "Đang xử lý (1)" }).waitFor();
    await page.getByRole("link", { name: "Cần ký (0)" }).waitFor();
    await glance(page, "ky-51-dang-xu-ly");
    // The document's own page leads to the act of signing instead of offering another one.
    await page.goto(`/van-ban/${ids[0]}`);
    await page.getByRole("link", { name: "Xem lần ký đang chờ" }).click();
    await page.getByText("Chờ bạn xác nhận trên điện thoại").waitFor();
    service.phone.decision = "signed";
    // The page asks again by itself.
    await page.locator(".notice.good").getByText("Đã ký 2 văn bản").waitFor({ timeout: 30_000 });
    expect(await page.locator("#lan-ky-bao").textContent()).toContain("Đã ký 2/2 văn bản");
    await glance(page, "ky-52-lan-ky-tu-xa-xong");
    for (const id of ids) expect(await stateOf(id)).toBe("signed");
  });

  it("is followed without script by refreshing", async () => {
    const [id] = await letters("Đôn đốc giải ngân");
    service.phone.decision = "waiting";
    const { page, context } = await visitor(stage, 390, { javaScriptEnabled: false });
    await signIn(page, "nguyet");
    await page.goto("/trinh-ky");
    await page.getByRole("checkbox").check();
    const option = page.locator(".key-option").filter({ hasText: "VNPT SmartCA" }).first();
    await option.getByRole("radio").check();
    await option.getByLabel("Mật khẩu").fill("mat-khau");
    await page.getByRole("button", { name: "Ký các văn bản đã chọn" }).click();
    await page.getByText("Chờ bạn xác nhận trên điện thoại").waitFor();
    expect(await page.locator('noscript meta[http-equiv="refresh"], head meta[http-equiv="refresh"]').count()).toBe(1);
    service.phone.decision = "signed";
    await page.getByText("Đã ký 1 văn bản").waitFor({ timeout: 40_000 });
    expect(await stateOf(id!)).toBe("signed");
    await context.close();
  });

  it("shows a refusal on the phone under Thất bại, and signs again with another key", async () => {
    const [id] = await letters("Điều chỉnh kế hoạch vốn");
    service.phone.decision = "waiting";
    const page = await person("nguyet");
    await askPhone(page);
    service.phone.decision = "refused";
    await page
      .getByRole("alert")
      .getByText(/không ký được/)
      .waitFor({ timeout: 30_000 });
    await look(page, "ky-53-lan-ky-tu-choi");
    await page.goto("/trinh-ky?muc=that-bai");
    await page.getByText(/đã từ chối/).waitFor();
    await glance(page, "ky-54-that-bai");
    await page.getByRole("link", { name: /^Ký lại/ }).click();
    expect(await page.getByRole("checkbox").isChecked()).toBe(true);
    const option = page.locator(".key-option").filter({ hasText: "Còn 12 ngày" });
    await option.getByRole("radio").check();
    await option.getByLabel("Mật khẩu khóa ký").fill(FILE_PASSWORD);
    await page.getByRole("button", { name: "Ký các văn bản đã chọn" }).click();
    await page.getByText("Đã ký 1 văn bản").waitFor();
    await page.goto("/trinh-ky?muc=that-bai");
    await page.getByText("Không có lần ký nào thất bại").waitFor();
    expect(await stateOf(id!)).toBe("signed");
  });

  it("gives up what is still waiting", async () => {
    const [id] = await letters("Góp ý dự thảo nghị quyết");
    service.phone.decision = "waiting";
    const page = await person("nguyet");
    page.once("dialog", (dialog) => dialog.accept());
    await askPhone(page);
    await page.getByRole("button", { name: "Thôi ký các văn bản còn lại" }).click();
    // Given up is told apart from failed.
    await page.getByText("Đã hủy: 1 văn bản chưa ký").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(await stateOf(id!)).toBe("submitted");
    await page.goto("/trinh-ky?muc=that-bai");
    await page.locator(".chip").getByText("Đã hủy").waitFor();
    await page.goto("/trinh-ky");
    await page.getByRole("link", { name: "Cần ký (1)" }).waitFor();
  });

  it("takes a scanned seal and shows it cleaned at true size", async () => {
    const page = await person("nguyet");
    const scan = await (await person("thuha")).context().newPage();
    await scan.setViewportSize({ width: 500, height: 500 });
    await scan.setContent('<svg width="480" height="480" viewBox="0 0 480 480"><rect width="480" height="480" fill="#f6f3ea"/><circle cx="240" cy="240" r="200" fill="none" stroke="#c8202a" stroke-width="16"/><circle cx="240" cy="240" r="130" fill="none" stroke="#c8202a" stroke-width="5"/><path d="M240 150l28 88h92l-74 54 28 88-74-54-74 54 28-88-74-54h92z" fill="#c8202a"/></svg>'); // biome-ignore format: one picture
    const picture = await scan.locator("svg").screenshot();
    await scan.close();
    await page.goto("/quan-tri/chung-thu-so");
    await page.getByText("Thêm hình dấu").click();
    const form = page.locator('form[action="/quan-tri/chung-thu-so/hinh"]').first();
    await form.locator("input[type=file]").setInputFiles({ name: "dau.png", mimeType: "image/png", buffer: picture });
    await form.getByLabel(/Đường kính/).fill("36");
    await form.getByRole("button", { name: "Thêm hình" }).click();
    await told(page, "Đã làm sạch và lưu hình");
    const shown = page.getByRole("img", { name: /Hình dấu cơ quan/ });
    // 36 mm are 136 pixels of a screen.
    expect((await shown.boundingBox())!.width).toBeCloseTo(136, -1);
    await look(page, "ky-55-hinh-dau");
  });

  it("numbers and seals; the page shows beforehand where the seal goes", async () => {
    const page = await person("thuha");
    await page.goto("/tai-khoan");
    await page.getByRole("heading", { name: "Chứng thư số của con dấu" }).waitFor();
    await look(page, "ky-62-tai-khoan-van-thu");
    await page.goto("/van-thu");
    await page.getByRole("link", { name: /Chuẩn bị họp tháng 12/ }).click();
    await page.getByRole("button", { name: "Cấp số và ghi ngày" }).click();
    await told(page, "Đã cấp số");
    await look(page, "ky-56-dong-dau-xem-truoc");
    await page.getByRole("img", { name: /chỗ đóng dấu rộng 36 mm/ }).waitFor();
    await page.getByLabel("Mật khẩu khóa dấu cơ quan").fill("sai-mat-khau");
    await page.getByRole("button", { name: "Đóng dấu, phát hành" }).click();
    await page.getByRole("alert").waitFor();
    await look(page, "ky-57-dong-dau-sai-mat-khau");
    await page.getByLabel("Mật khẩu khóa dấu cơ quan").fill(KEY);
    await page.getByRole("button", { name: "Đóng dấu, phát hành" }).click();
    await told(page, "Đã đóng dấu cơ quan");
  });

  it("links a key after consent on the service's own page, has a one-time password sent, and signs with PIN and OTP", async () => {
    const csc = await cscService(phoneKey, { otp: true });
    try {
      const page = await person("nguyet");
      await page.goto("/quan-tri/ket-noi-ky-so/moi?loai=csc");
      await page.getByLabel("Tên gọi").fill("Dịch vụ CSC");
      await page.getByLabel("Địa chỉ dịch vụ").fill(`${csc.url}/csc/v2`);
      await page.getByLabel("Cách vào dịch vụ").selectOption("consent");
      await page.getByLabel("Mã ứng dụng").fill(ACCOUNT.clientId);
      await page.getByLabel("Địa chỉ quay về").fill(`${stage.service.address}/tai-khoan/dong-y`);
      await page.getByLabel("Người ký xác nhận bằng").selectOption("pin-otp");
      await page.getByLabel("Mật khẩu ứng dụng").fill(ACCOUNT.clientSecret);
      await page.getByRole("button", { name: "Lưu kết nối" }).click();
      await told(page, "Đã lưu.");
      await page.goto("/tai-khoan");
      // The phone's key is the same certificate: it gives way.
      page.once("dialog", (dialog) => dialog.accept());
      await page.getByRole("button", { name: /^Gỡ.*VNPT SmartCA/ }).click();
      await told(page, "Đã gỡ chứng thư số");
      await page.getByText("Liên kết khóa ở dịch vụ ký số từ xa").click();
      await page.getByLabel("Kết nối", { exact: true }).selectOption({ label: "Dịch vụ CSC (Ký số từ xa (CSC))" });
      await page.getByRole("button", { name: "Liên kết", exact: true }).click();
      const link = page.getByRole("link", { name: "Đến trang của dịch vụ" });
      await look(page, "ky-63-dong-y");
      // The person agrees there and is brought back.
      await page.goto(csc.agree((await link.getAttribute("href"))!).href);
      await told(page, "Đã liên kết chứng thư số");
      const [id] = await letters("Ký bằng mã OTP");
      await page.goto(`/van-ban/${id}`);
      const option = page.locator(".key-option").filter({ hasText: "Dịch vụ CSC" });
      await option.getByRole("radio").check();
      await option.getByRole("button", { name: "Gửi mã OTP" }).click();
      await option.getByText("Dịch vụ đã gửi mã OTP").waitFor();
      expect(csc.sent).toHaveLength(1);
      await option.getByLabel("Mã PIN").fill("123456");
      await option.getByLabel("Mã OTP", { exact: true }).fill(csc.sent[0]!);
      await look(page, "ky-64-otp");
      await page.getByRole("button", { name: "Ký số" }).click();
      await told(page, "Ký số thành công.");
      expect(await stateOf(id!)).toBe("signed");
    } finally {
      await csc.close();
    }
  });

  it("signs with a USB token through the program on the person's computer", async () => {
    const [id] = await letters("Ký bằng thiết bị");
    const page = await person("nguyet");
    await page.goto(`/van-ban/${id}`);
    await page.getByText("Ký bằng USB token", { exact: true }).click();
    const button = page.getByRole("button", { name: "Ký bằng USB token (VGCA)" });
    await button.click();
    await page.getByText(/Không gọi được phần mềm ký trên máy này/).waitFor();
    await look(page, "ky-58-token-khong-chay");
    const token = authority.issueCertificate({ commonName: LEADER, kind: "person" });
    const agent = await startTokenAgent(
      async (pdf) => (await signPdf({ pdf, signer: token.signer(), role: "leader", at: new Date() })).pdf,
    );
    try {
      agent.act = "cancel";
      await button.click();
      await page.getByText(/Người dùng hủy bỏ/).waitFor();
      agent.act = "other-file";
      await button.click();
      await page.getByText(/không nhận được tệp hợp lệ/).waitFor();
      expect(await stateOf(id!)).toBe("submitted");
      await look(page, "ky-59-token-tep-khac");
      agent.act = "sign";
      await button.click();
      await told(page, "Ký số thành công.");
      expect(agent.orders.at(-1)!.operation).toBe("SignApproved");
      expect(await stateOf(id!)).toBe("signed");
    } finally {
      await agent.close();
    }
  });

  it("seals a letter and its appendix with a USB token, one file after the other", async () => {
    const { id, rev } = await amendment();
    const [leader, clerk] = [await tokenOf(stage, "nguyet"), await tokenOf(stage, "thuha")];
    const signed = await ask<{ rev: number }>(stage, `/api/documents/${id}/sign`, { rev, password: KEY }, leader);
    await ask(stage, `/api/documents/${id}/number`, { rev: signed.rev }, clerk);
    const page = await person("thuha");
    await page.goto(`/van-ban/${id}`);
    await page.getByText("Đóng dấu bằng USB token", { exact: true }).click();
    const organisation = "Ủy ban nhân dân tỉnh Hương Giang";
    const token = authority.issueCertificate({ commonName: organisation, organisation, kind: "organisation" });
    const operation = () => agent.orders.at(-1)!.operation;
    const agent = await startTokenAgent(async (pdf) => {
      const appendix = operation() === "SignAppendix";
      const role = appendix ? ("appendix" as const) : ("seal" as const);
      const text = appendix ? { text: "Phụ lục kèm theo văn bản" } : {};
      return (await signPdf({ pdf, signer: token.signer(), role, at: new Date(), ...text })).pdf;
    });
    try {
      await page.getByRole("button", { name: "Đóng dấu bằng USB token (VGCA)" }).click();
      await page.getByText("(tệp 2/2)").waitFor();
      await told(page, "Đã đóng dấu cơ quan");
      expect(agent.orders.map((one) => one.operation)).toEqual(["SignIssued", "SignAppendix"]);
      const addresses = agent.orders.flatMap(({ order }) => [order.FileName, order.FileUploadHandler]);
      expect(new Set(addresses).size).toBe(4);
      expect(await stateOf(id)).toBe("issued");
    } finally {
      await agent.close();
    }
  });

  it("seals many documents with one confirmation", async () => {
    const ids = await letters("Phân bổ dự toán bổ sung", "Tổ chức hội nghị trực tuyến");
    const [leader, clerk] = [await tokenOf(stage, "nguyet"), await tokenOf(stage, "thuha")];
    for (const id of ids) {
      const { rev } = await ask<{ rev: number }>(stage, `/api/documents/${id}`, undefined, leader, "GET");
      const signed = await ask<{ rev: number }>(stage, `/api/documents/${id}/sign`, { rev, password: KEY }, leader);
      await ask(stage, `/api/documents/${id}/number`, { rev: signed.rev }, clerk);
    }
    const page = await person("thuha");
    await page.goto("/van-thu");
    for (const subject of ["Phân bổ dự toán bổ sung", "Tổ chức hội nghị trực tuyến"])
      await page.getByRole("checkbox", { name: new RegExp(subject, "i") }).check();
    await look(page, "ky-65-dong-dau-nhieu");
    await page.getByLabel("Mật khẩu khóa dấu cơ quan").fill(KEY);
    await page.getByRole("button", { name: "Đóng dấu các văn bản đã chọn" }).click();
    await page.getByText("Đã đóng dấu 2 văn bản").waitFor();
    await look(page, "ky-66-lan-dong-dau-xong");
    for (const id of ids) expect(await stateOf(id)).toBe("issued");
  });

  it("sets how the organisation signs", async () => {
    const page = await person("nguyet");
    await page.goto("/quan-tri/thiet-lap-ky");
    await look(page, "ky-60-thiet-lap-ky");
    await page.getByLabel("Địa chỉ dịch vụ 1").fill("ftp://sai");
    await page.getByRole("button", { name: "Lưu thiết lập" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Địa chỉ dịch vụ 1").fill("http://tsa-mot.example/tsa");
    await page.getByRole("button", { name: "Lưu thiết lập" }).click();
    await told(page, "Đã lưu.");
    await page.getByLabel("Địa chỉ dịch vụ 2").fill("http://tsa-hai.example/tsa");
    await page.getByRole("radio", { name: /^B-LTA/ }).check();
    await page.getByRole("button", { name: "Lưu thiết lập" }).click();
    await page.getByRole("button", { name: /Đưa lên trước/ }).click();
    await told(page, "Đã lưu.");
    expect(await page.getByLabel("Địa chỉ dịch vụ 1").inputValue()).toBe("http://tsa-hai.example/tsa");
    expect(await page.getByRole("radio", { name: /^B-LTA/ }).isChecked()).toBe(true);
  });

  it("is usable on a narrow window", async () => {
    const narrow = await visitor(stage, 390);
    people.narrow = narrow;
    await signIn(narrow.page, "nguyet");
    const [id] = await letters("Xem trên điện thoại");
    const pages: [string, string][] = [
      ["/trinh-ky", "trinh-ky"],
      ["/trinh-ky?muc=da-ky", "trinh-ky-da-ky"],
      [`/van-ban/${id}`, "van-ban-ky"],
      ["/tai-khoan", "tai-khoan"],
      ["/quan-tri/chung-thu-so", "chung-thu-so"],
      ["/quan-tri/ket-noi-ky-so", "ket-noi"],
      ["/quan-tri/ket-noi-ky-so/moi?loai=csc", "ket-noi-csc"],
      ["/quan-tri/thiet-lap-ky", "thiet-lap-ky"],
    ];
    for (const [address, name] of pages) {
      await narrow.page.goto(address);
      await look(narrow.page, `ky-61-hep-${name}`);
    }
  });

  it("lets a person who may not administer see none of the administrator's pages", async () => {
    const page = await person("thuha");
    for (const address of ["/quan-tri/chung-thu-so", "/quan-tri/ket-noi-ky-so", "/quan-tri/thiet-lap-ky"]) {
      expect((await page.goto(address))!.status()).toBe(403);
    }
  });

  it("made no console error and asked nothing of anybody else", () => {
    const faults = Object.entries(people).flatMap(([name, one]) => one.faults.map((fault) => `${name}: ${fault}`));
    // The browser itself says that nobody listened at the program's address.
    expect(faults.filter((fault) => !fault.includes("wss://127.0.0.1:8987"))).toEqual([]);
  });
});
