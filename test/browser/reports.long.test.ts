import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor, Role } from "../../shared/access/index.ts";
import { type Office, openOffice, vietnamDate } from "../../shared/office/index.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { addDays } from "../../shared/tasks/index.ts";
import { look, openStage, PASSWORD, ROOT, signIn, type Visitor, visitor } from "./service.ts";

const TODAY = vietnamDate(new Date());
const YEAR = TODAY.slice(0, 4);

/** Reports in the browser: preview with every figure a link, the schedule, the draft it makes, notices. */
describe("reports in the browser", () => {
  const stage = openStage();
  let storage: Storage;
  let office: Office;
  let drafter: Visitor;
  let page: Page;

  beforeAll(async () => {
    // A second door to the same data, as another worker on this machine would have it.
    storage = openSqliteStorage(stage.service.folder);
    office = openOffice({ storage });
    await fill(office);
    drafter = await visitor(stage);
    page = drafter.page;
    await signIn(page, "thuan");
  });

  afterAll(() => storage?.records.close());

  it("shows a report of the year as it would be, computed from the tasks", async () => {
    await page.goto("/tong-quan");
    await page.getByRole("link", { name: "Báo cáo", exact: true }).click();
    await look(page, "50-bao-cao-trong");
    await page.getByRole("link", { name: "Soạn báo cáo" }).click();
    await page.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
    await page.getByLabel("Năm", { exact: true }).selectOption(YEAR);
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByRole("article", { name: "Nội dung báo cáo" }).waitFor();
    expect(await page.locator("figure.chart svg[role=img]").count()).toBeGreaterThanOrEqual(2);
    expect(await page.locator("a.figure").count()).toBeGreaterThan(10);
    await look(page, "51-bao-cao-xem-truoc");
  });

  it("leads from a figure to exactly the tasks it counts", async () => {
    const figure = page.locator("article.report p a.figure").first();
    const said = Number((await figure.textContent())!.replace(/\D/g, ""));
    await figure.click();
    await page.getByRole("heading", { name: "Số liệu này từ đâu" }).waitFor();
    expect(await page.getByRole("region", { name: "Nhiệm vụ đứng sau số liệu" }).locator("tbody tr").count()).toBe(
      said,
    );
    await look(page, "52-so-lieu-tu-dau");
    await page.goBack();
  });

  it("opens the numbers of a chart as a table", async () => {
    const chart = page.locator("figure.chart").first();
    await chart.getByText("Số liệu của biểu đồ").click();
    await chart.getByRole("table").waitFor();
    expect(await chart.getByRole("row").count()).toBeGreaterThan(2);
  });

  it("sets a schedule up; the report whose window has closed drafts itself and the person is told", async () => {
    await page.goto("/bao-cao");
    await page.getByRole("link", { name: "Đặt lịch báo cáo" }).click();
    await page.getByLabel("Ký hiệu").fill("BC UBND");
    await page.getByLabel("Bắt đầu từ ngày").fill(addDays(TODAY, -40));
    await page.getByRole("button", { name: "Lưu lịch báo cáo" }).click();
    await page.getByRole("alert").getByText("Ký hiệu không được để trống", { exact: false }).first().waitFor();
    await look(page, "53-lich-bao-cao-loi");
    await page.getByLabel("Ký hiệu").fill("BC-UBND");
    await page.getByRole("button", { name: "Lưu lịch báo cáo" }).click();
    await page.getByText("Đã lưu.").waitFor();
    const run = await office.runReportSchedule();
    // The service's own worker may have been first.
    expect(run.failed).toEqual([]);
    await page.reload();
    await page.getByText("Đã soạn", { exact: true }).first().waitFor();
    await look(page, "54-lich-bao-cao");
    await page.goto("/tong-quan");
    await page.getByRole("heading", { name: "Việc cần làm" }).waitFor();
    await look(page, "55-tong-quan-viec-can-lam");
  });

  it("opens the drafted report from the notice, with its figures, its snapshot and the user's own words", async () => {
    await page.goto("/thong-bao");
    await look(page, "56-thong-bao");
    await page.getByRole("link", { name: /đã được soạn tự động/ }).click();
    await page.getByText(/sha256/).waitFor();
    await look(page, "57-van-ban-bao-cao");
    await page.getByRole("link", { name: "Xem số liệu" }).click();
    await page.locator("article.report p a.figure").first().click();
    await page.getByText("Theo bản chốt số liệu của báo cáo").waitFor();
    await page.getByRole("link", { name: "← Số liệu của báo cáo" }).click();
    await page.getByLabel("Kiến nghị, đề xuất").fill("Đề nghị bổ sung kinh phí cho việc số hóa hồ sơ.");
    await look(page, "58-bao-cao-loi-van");
    await page.getByRole("button", { name: "Lưu lời văn" }).click();
    await page.getByText("Đã lưu dự thảo.").waitFor();
    const snapshot = await page.request.get(
      `${new URL(page.url()).pathname.replace("/van-ban/", "/bao-cao/van-ban/")}/ban-chot`,
    );
    expect((await snapshot.json()).format).toMatch(/^vanthu\.bao-cao\//);
  });

  it("tells anybody whether the figures of a report follow from the data sealed in it", async () => {
    const actor = await drafterOf(office);
    const report = (await office.documents.list(actor)).find((one) => one.kind === "BC");
    const { bytes } = await office.documents.pdf(actor, report!.id);
    const anybody = await visitor(stage);
    await anybody.page.goto("/kiem-tra");
    await anybody.page
      .locator("input[type=file]")
      .setInputFiles({ name: "bao-cao.pdf", mimeType: "application/pdf", buffer: Buffer.from(bytes) });
    await anybody.page.getByRole("button", { name: "Kiểm tra", exact: true }).click();
    await anybody.page.getByText("Khớp bản chốt").waitFor();
    await look(anybody.page, "66-kiem-tra-bao-cao");
    expect(anybody.faults).toEqual([]);
  });

  it("settles a notice for good", async () => {
    await page.goto("/thong-bao");
    const before = await page.locator(".notices > li").count();
    await page.getByRole("button", { name: /^Xong/ }).first().click();
    await expect.poll(() => page.locator(".notices > li").count()).toBe(before - 1);
    await page.getByRole("link", { name: "Đã xong" }).click();
    await page.getByText("Phạm Văn Thuận", { exact: false }).first().waitFor();
    await look(page, "59-thong-bao-da-xong");
  });

  it("drafts by hand what the reader chose, as a document like any other", async () => {
    await page.goto(`/bao-cao/moi?phan=Q1&nam=${YEAR}`);
    await page.getByRole("button", { name: "Xem trước" }).click();
    await page.getByLabel("Đánh giá chung").fill("Tiến độ chung bảo đảm.");
    await page.getByRole("button", { name: "Soạn dự thảo báo cáo" }).click();
    await page.getByText("Đã soạn dự thảo.", { exact: false }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/van-ban\//);
  });

  it("explains and changes the data windows of the office", async () => {
    await page.goto("/bao-cao/ky-chot");
    await look(page, "60-ky-chot-so-lieu");
    await page.getByLabel("Kỳ số liệu mở").selectOption({ label: "Từ ngày đầu tiên của kỳ báo cáo" });
    await page.getByLabel("Ngày chốt của tháng cuối kỳ").fill("31");
    await page.getByRole("button", { name: "Lưu cài đặt" }).click();
    await page.getByText("hết ngày cuối của tháng cuối kỳ", { exact: false }).waitFor();
    await page.getByLabel("Ngày chốt của tháng cuối kỳ").fill("45");
    await page.getByRole("button", { name: "Lưu cài đặt" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Theo kỳ của NĐ 09/2019/NĐ-CP" }).click();
    await page.getByText("đến hết ngày 14 của tháng cuối kỳ", { exact: false }).waitFor();
  });

  it("is usable on a telephone and without script", async () => {
    const storageState = await drafter.context.storageState();
    const { page: small, context } = await visitor(stage, 390, { javaScriptEnabled: false, storageState });
    await small.goto(`/bao-cao/moi?phan=&nam=${YEAR}`);
    await small.getByRole("button", { name: "Xem trước" }).click();
    await small.locator("article.report a.figure").first().click();
    await small.getByRole("heading", { name: "Số liệu này từ đâu" }).waitFor();
    await context.close();
    const { page: held, context: phone } = await visitor(stage, 390, { storageState });
    for (const [address, name] of [
      ["/bao-cao", "61-bao-cao-390"],
      [`/bao-cao/moi?ct=&phan=&nam=${YEAR}`, "62-bao-cao-xem-truoc-390"],
      ["/thong-bao", "63-thong-bao-390"],
      ["/bao-cao/ky-chot", "64-ky-chot-390"],
      ["/bao-cao/lich/moi", "65-lich-moi-390"],
    ] as const) {
      await held.goto(address.replace("ct=&", `ct=${await programmeId(office)}&`));
      await look(held, name);
    }
    await phone.close();
  });

  it("goes wrong nowhere", () => {
    expect(drafter.faults).toEqual([]);
  });
});

async function programmeId(office: Office): Promise<string> {
  return (await office.programmes.list(await drafterOf(office)))[0]!.id;
}

async function drafterOf(office: Office): Promise<Actor> {
  const organisation = await office.access.organisationByCode("H98");
  const [person] = (await office.access.people(organisation!.id)).filter((one) => one.userName === "thuan");
  return { personId: person!.id, organisationId: organisation!.id, name: "", roles: ["drafter"] };
}

/** An organisation with a drafter and a leader, and the sample programme with some tasks done. */
async function fill(office: Office): Promise<void> {
  const organisation = await office.access.createOrganisation({
    code: "H98",
    name: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
  });
  const person = async (userName: string, name: string, position: string, roles: Role[]): Promise<Actor> => {
    const input = { organisationId: organisation.id, userName, name, position, roles, password: PASSWORD };
    return { personId: (await office.access.createPerson(input)).id, organisationId: organisation.id, name, roles };
  };
  const thuan = await person("thuan", "Phạm Văn Thuận", "Chuyên viên", ["drafter"]);
  await person("nguyet", "Lê Thị Minh Nguyệt", "Phó Chủ tịch", ["leader"]);
  const { id } = await office.programmes.create(thuan, { title: `Chuyển đổi số năm ${YEAR}`, period: YEAR });
  const bytes = readFileSync(path.join(ROOT, "samples/files/nhiem-vu.xlsx"));
  let programme = await office.programmes.import(thuan, id, 1, { name: "nhiem-vu.xlsx", bytes: new Uint8Array(bytes) });
  const late = addDays(TODAY, -30);
  const tasks = programme.tasks.map((task, index) => {
    if (index % 3 === 0) return { ...task, completedOn: addDays(TODAY, -(10 + index)) };
    if (index % 5 === 1)
      return {
        ...task,
        deadline: { text: `Trước ngày ${late.split("-").reverse().join("/")}`, kind: "before" as const, to: late },
      };
    return task;
  });
  programme = await office.programmes.save(thuan, { ...programme, tasks }, "Cập nhật tiến độ");
}
