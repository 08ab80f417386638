import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packEvidence } from "../../shared/evidence/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { issue, office } from "../verification/support.ts";
import { look, openOffice, openStage } from "./service.ts";

describe("the page to keep for checking without network", () => {
  const stage = openStage();
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-offline-"));
  const file = path.join(folder, "kiem-tra-chu-ky-so.html");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    await openOffice(stage);
    const page = await (await fetch(`${stage.service.address}/kiem-tra`)).text();
    expect(page).toContain('href="/kiem-tra/ngoai-tuyen"');
    const kept = await fetch(`${stage.service.address}/kiem-tra/ngoai-tuyen`);
    expect(kept.headers.get("content-disposition")).toContain("kiem-tra-chu-ky-so.html");
    writeFileSync(file, Buffer.from(await kept.arrayBuffer()));
  });

  it("opens from a folder, asks for nothing, and says of a file what the service says", async () => {
    const people = office();
    const { sealed } = await issue(people);
    const changed = Uint8Array.from(sealed);
    changed[changed.indexOf(0x54, 200)]! ^= 2;
    for (const [name, bytes] of [
      ["ke-hoach.pdf", sealed],
      ["bi-sua.pdf", changed],
    ] as const)
      writeFileSync(path.join(folder, name), bytes);

    const context = await stage.browser.newContext({ offline: true });
    const page = await context.newPage();
    const asked: string[] = [];
    const faults: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(pathToFileURL(file).href);
    for (const [name, bytes] of [
      ["ke-hoach.pdf", sealed],
      ["bi-sua.pdf", changed],
    ] as const) {
      await page.getByLabel("Tệp PDF đã ký số").setInputFiles(path.join(folder, name));
      const save = page.getByRole("link", { name: "Lưu kết quả (JSON)" });
      await page.getByRole("region", { name: "Kết luận" }).waitFor();
      await page.getByText(name, { exact: true }).waitFor();
      const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
      const said = JSON.parse(readFileSync(await download.path(), "utf8"));
      // The service of this page does not know the authority that signed here.
      const here = verifyPdf(bytes, { trust: [], offline: true });
      expect(said.verdict).toBe(here.verdict);
      // Both say when they checked; a second may lie between.
      const timeless = (signatures: unknown) =>
        JSON.parse(JSON.stringify(signatures, (key, value) => (key === "now" ? { ...value, at: "" } : value)));
      expect(timeless(said.signatures)).toEqual(timeless(here.signatures));
      expect(await page.getByRole("region", { name: /^Chữ ký \d/ }).count()).toBe(here.signatures.length);
    }
    await look(page, "kiem-tra-ngoai-tuyen");
    expect(asked.filter((url) => !/^(?:file|blob|data):/.test(url))).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  it("opens an evidence container, as the public page does", async () => {
    const people = office();
    const { sealed } = await issue(people);
    const { bytes } = await packEvidence({
      files: [{ name: "van-ban/32-KH-UBND.pdf", mime: "application/pdf", bytes: sealed }],
      signer: people.seal.signer(),
      at: new Date(),
      revocation: { certificates: [people.authority.root], crls: people.authority.crls },
    });
    writeFileSync(path.join(folder, "goi.asice"), bytes);
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.getByLabel("gói chứng cứ").setInputFiles(path.join(folder, "goi.asice"));
    await page.getByRole("heading", { name: "Các tệp trong gói chứng cứ" }).waitFor();
    await page.goto(`${stage.service.address}/kiem-tra`);
    await page.getByLabel("gói chứng cứ").setInputFiles(path.join(folder, "goi.asice"));
    const [report] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Tải báo cáo kiểm tra (PDF)" }).click(),
    ]);
    expect(report.suggestedFilename()).toBe("goi.bao-cao-kiem-tra.pdf");
    await page.getByRole("button", { name: "Kiểm tra", exact: true }).click();
    await page.getByRole("heading", { name: "Các tệp trong gói chứng cứ" }).waitFor();
    await look(page, "kiem-tra-goi-chung-cu");
    await context.close();
  });
});
