/**
 * `node test/bench/preview.ts [edits]`: how long after a pause in typing the preview is drawn, on a real service in Debian's Chromium: a plan of
 * 16 pages with its appendix, and a letter. Prints the median and the 95th percentile over the edits, the service's share of them, and the aim.
 * Ends with 1 when a median is over the aim.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { SAMPLE_LETTER, SAMPLE_PLAN } from "../../samples/plan.ts";
import { startBrowser } from "../browser/chromium.ts";
import { programmeOf } from "./inputs.ts";
import { summarise } from "./measure.ts";

/** Milliseconds from the last key to the new page on the screen. */
const AIM = 300;
/** Pages of the plan that is typed in. */
const PAGES = 16;
const EDITS = Number(process.argv[2] ?? 20);
const PASSWORD = "mat-khau-dai";
const ROOT = path.resolve(import.meta.dirname, "../..");

/** What one edit cost: from the last key to the picture, and the service's part of it. */
interface Edit {
  /** All of it, in milliseconds, to the frame after the pages were put in. */
  drawn: number;
  /** From the last key to the request; from there to the answer; opening the PDF; drawing what is seen. */
  waited: number;
  answered: number;
  opened: number;
  painted: number;
  /** What the service says it took, of `answered`. */
  server: number;
  pages: number;
}

const folder = mkdtempSync(path.join(tmpdir(), "vanthu-preview-"));
const service = spawn(process.execPath, ["functions/cli/vanthu.mjs", "start", "--port", "0", "--data", folder], {
  cwd: ROOT,
  stdio: ["ignore", "pipe", "inherit"],
});
const address = await new Promise<string>((resolve, reject) => {
  let said = "";
  service.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
    const found = /http:\/\/[\w.:]+/.exec(said);
    if (found) resolve(found[0]);
  });
  service.once("exit", (code) => reject(new Error(`vanthu start ended with ${code}: ${said}`)));
});
const browser = await startBrowser({ viewer: true });
try {
  const programmeId = await openOffice();
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: 1280, height: 860 },
    locale: "vi-VN",
  });
  const page = await context.newPage();
  await page.goto("/dang-nhap");
  await page.getByLabel("Tên đăng nhập").fill("thuan");
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.waitForURL("**/tong-quan");

  await page.goto(`/soan-van-ban/ke-hoach?chuong-trinh=${programmeId}`);
  for (const part of ["purpose", "requirements", "generalAim", "implementation"] as const)
    await page.locator(`[name="${part}"]`).fill(SAMPLE_PLAN[part]!.replace("[^dulieu]", ""));
  report(`kế hoạch ${PAGES} trang có phụ lục`, await typed(page, '[name="requirements"]', PAGES));
  report(`kế hoạch ${PAGES} trang, gõ ở phần cuối`, await typed(page, '[name="implementation"]', PAGES));

  await page.evaluate("onbeforeunload = null");
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto("/soan-van-ban/cong-van");
  await page.locator('[name="subject"]').fill(SAMPLE_LETTER.subject);
  await page.locator('[name="addressees"]').fill(SAMPLE_LETTER.addressees!.join("\n"));
  await page.locator('[name="body"]').fill(SAMPLE_LETTER.body);
  report("công văn", await typed(page, '[name="body"]'));
} finally {
  await browser.close();
  const ended = new Promise((resolve) => service.once("exit", resolve));
  service.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

/** Types a word after a pause, again and again, at the end of a field; the first few warm everything up and are not counted. */
async function typed(page: Page, field: string, pages?: number): Promise<Edit[]> {
  await page.waitForTimeout(1500);
  await page.evaluate(`(() => {
    const panel = document.querySelector("[data-preview]");
    panel.addEventListener("vanthu:drawn", (event) => requestAnimationFrame(() => setTimeout(() => {
      const { since, asked, answered, opened, drawn, server, pages } = event.detail;
      window.lastDrawn = { since, pages, server, drawn: performance.now() - since, waited: asked - since, answered: answered - asked, opened: opened - answered, painted: drawn - opened };
    })));
    document.querySelector(${JSON.stringify(field)}).addEventListener("input", () => { window.lastKey = performance.now(); });
  })()`);
  const box = page.locator(field);
  await box.focus();
  await box.press("Control+End");
  const edits: Edit[] = [];
  for (let edit = 0; edit < EDITS + 4; edit += 1) {
    await page.keyboard.type(` sửa ${edit}`, { delay: 30 });
    // The policy of the pages forbids the evaluating that waitForFunction does.
    for (let tries = 0; !(await page.evaluate("window.lastDrawn?.since >= window.lastKey - 5")); tries += 1) {
      if (tries > 1000) throw new Error("the preview was not drawn");
      await page.waitForTimeout(20);
    }
    const last = await page.evaluate<Edit>("window.lastDrawn");
    if (pages !== undefined && last.pages !== pages) throw new Error(`${last.pages} pages instead of ${pages}`);
    if (edit >= 4) edits.push(last);
    await page.waitForTimeout(250);
  }
  return edits;
}

function report(name: string, edits: Edit[]): void {
  const all = summarise(edits.map(({ drawn }) => drawn));
  const server = summarise(edits.map((one) => one.server));
  const verdict = all.median <= AIM ? "within" : "OVER";
  console.log(`\npreview: ${name}, n=${edits.length}`);
  console.log(
    `  pause to drawn  ${all.median.toFixed(0).padStart(5)} ms median ${all.p95.toFixed(0).padStart(5)} ms p95, ${verdict} the aim of ${AIM} ms`,
  );
  console.log(
    `  of it service   ${server.median.toFixed(0).padStart(5)} ms median ${server.p95.toFixed(0).padStart(5)} ms p95`,
  );
  const part = (name: "waited" | "answered" | "opened" | "painted") =>
    summarise(edits.map((one) => one[name])).median.toFixed(0);
  console.log(
    `  medians: waiting for the pause ${part("waited")}, answer ${part("answered")}, opening the PDF ${part("opened")}, drawing ${part("painted")} ms`,
  );
  if (all.median > AIM) process.exitCode = 1;
}

async function ask<T>(at: string, body: unknown, token?: string, method = "POST"): Promise<T> {
  const answer = await fetch(`${address}${at}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
  return answer.json() as Promise<T>;
}

/** An office with a drafter and a programme whose plan has as many pages as wanted; answers the programme's id. */
async function openOffice(): Promise<string> {
  const person = (name: string, position: string, userName: string, roles: string[]) => ({
    name,
    position,
    userName,
    password: PASSWORD,
    roles,
  });
  await ask("/api/access/set-up", {
    organisation: { code: "H98", name: "Ủy ban nhân dân tỉnh Hương Giang", place: "Hương Giang", system: "state" },
    person: person("Lê Thị Minh Nguyệt", "Phó Chủ tịch", "nguyet", ["leader", "administrator"]),
    keyPassword: "khoa-ky-dai",
  });
  const tokenOf = async (userName: string) =>
    (await ask<{ token: string }>("/api/access/sign-in", { userName, password: PASSWORD })).token;
  await ask(
    "/api/access/people",
    person("Phạm Văn Thuận", "Chuyên viên", "thuan", ["drafter"]),
    await tokenOf("nguyet"),
  );
  const token = await tokenOf("thuan");
  let made = await ask<{ id: string; revision: number; organisationId: string }>(
    "/api/programmes",
    { title: "Chuyển đổi số quý IV năm 2026 và năm 2027", period: "2026-2027" },
    token,
  );
  for (let tasks = 70; tasks <= 200; tasks += 4) {
    const { id, organisationId, revision } = made;
    const programme = { ...programmeOf(tasks), id, organisationId, revision };
    made = await ask(`/api/programmes/${id}`, { programme, why: "Đo" }, token, "PUT");
    const preview = await ask<{ pages: number }>(
      "/api/documents/plan/preview",
      { ...SAMPLE_PLAN, footnotes: undefined, purpose: SAMPLE_PLAN.purpose.replace("[^dulieu]", ""), programmeId: id },
      token,
    );
    if (preview.pages >= PAGES) return id;
  }
  throw new Error(`no plan of ${PAGES} pages`);
}
