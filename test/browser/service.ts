import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { askAxe, inWords, isSerious } from "./axe.ts";
import { startBrowser } from "./chromium.ts";

/** Root of the project. */
export const ROOT = path.resolve(import.meta.dirname, "../..");
const SHOTS = path.join(ROOT, "test/output/pages");
/** Somebody wants to look. */
const PICTURES = Boolean(process.env.VANTHU_PICTURES);

/** Password of every account here, and of every key. */
export const PASSWORD = "mat-khau-dai";
export const KEY = "khoa-ky-dai";

/** The real service as `vanthu start` runs it, on an empty data folder. */
export interface Service {
  address: string;
  folder: string;
  /** Asks it to end (SIGTERM) and answers its exit code. */
  stop(): Promise<number | null>;
}

/** What the tests of a describe share: set before their own `beforeAll`, ended after their own `afterAll`. */
export interface Stage {
  service: Service;
  browser: Browser;
}

/** Starts a service and a browser for the tests of this describe; the service must end by itself, with nothing left open. */
export function openStage(): Stage {
  const stage = {} as Stage;
  beforeAll(async () => {
    stage.service = await startService();
    stage.browser = await startBrowser({ viewer: PICTURES });
  });
  afterAll(async () => {
    await stage.browser?.close();
    if (stage.service !== undefined) expect(await stage.service.stop()).toBe(0);
  });
  return stage;
}

/**
 * Asks the API, as a machine would.
 * @throws Error with the problem's text when the answer is 400 or above
 */
export async function ask<T>(
  { service }: Stage,
  address: string,
  body: unknown,
  token?: string,
  method = "POST",
): Promise<T> {
  const form = body instanceof FormData;
  const answer = await fetch(`${service.address}${address}`, {
    method,
    headers: {
      ...(form ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: form ? body : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
  return answer.json() as Promise<T>;
}

/** A person's token for the API. */
export async function tokenOf(stage: Stage, userName: string): Promise<string> {
  return (await ask<{ token: string }>(stage, "/api/access/sign-in", { userName, password: PASSWORD })).token;
}

/** The organisation with its leader and administrator (nguyet), a drafter (thuan) and a clerk (thuha). */
export async function openOffice(stage: Stage): Promise<void> {
  const person = (name: string, position: string, userName: string, roles: string[]) => ({
    name,
    position,
    userName,
    password: PASSWORD,
    roles,
  });
  await ask(stage, "/api/access/set-up", {
    organisation: { code: "H98", name: "Ủy ban nhân dân tỉnh Hương Giang", place: "Hương Giang", system: "state" },
    person: person("Lê Thị Minh Nguyệt", "Phó Chủ tịch", "nguyet", ["leader", "administrator"]),
    keyPassword: KEY,
  });
  const administrator = await tokenOf(stage, "nguyet");
  await ask(stage, "/api/access/people", person("Phạm Văn Thuận", "Chuyên viên", "thuan", ["drafter"]), administrator);
  await ask(stage, "/api/access/people", person("Đỗ Thu Hà", "Văn thư", "thuha", ["clerk"]), administrator);
}

/** Makes a programme of these tab-separated rows, the first of them the header; answers its id. */
export async function loadProgramme(
  stage: Stage,
  programme: { title: string; period: string },
  rows: string[],
  token: string,
): Promise<string> {
  const { id, revision } = await ask<{ id: string; revision: number }>(stage, "/api/programmes", programme, token);
  const form = new FormData();
  form.set("file", new File([`${rows.join("\n")}\n`], "nhiem-vu.tsv"));
  form.set("revision", String(revision));
  await ask(stage, `/api/programmes/${id}/import`, form, token);
  return id;
}

async function startService(): Promise<Service> {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-browser-"));
  const child = spawn(process.execPath, ["functions/cli/vanthu.mjs", "start", "--port", "0", "--data", folder], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const address = await addressFrom(child);
  return {
    address,
    folder,
    async stop() {
      const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

function addressFrom(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const found = /http:\/\/[\w.:]+/.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) => reject(new Error(`vanthu start ended with ${code}: ${said}`)));
  });
}

/** One person at a browser of their own. What goes wrong on any page is kept in `faults`. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  faults: string[];
}

/** Opens a browser window whose console errors, page errors and requests to anywhere else are noted. */
export async function visitor(
  { browser, service }: Stage,
  width = 1280,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: service.address,
    viewport: { width, height: 860 },
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    // The browser itself reports every answer ≥ 400; tests provoke some on purpose and look at the page.
    if (message.text().startsWith("Failed to load resource")) return;
    faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  context.on("request", (request) => {
    // The built-in PDF viewer is a part of the browser.
    const inside = [service.address, "chrome-extension:", "chrome:", "data:", "blob:"];
    if (!inside.some((start) => request.url().startsWith(start))) faults.push(`request: ${request.url()}`);
  });
  return { page, context, faults };
}

/** Signs a person in. */
export async function signIn(page: Page, userName: string): Promise<void> {
  await page.goto("/dang-nhap");
  await page.getByLabel("Tên đăng nhập").fill(userName);
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.waitForURL((url) => url.pathname !== "/dang-nhap");
}

/** Waits for the message of a finished step. */
export async function told(page: Page, text: string): Promise<void> {
  await page.locator(".notice.good").getByText(text).waitFor();
}

/** Windows narrower than this are looked at a second time: the same page at the width of a telephone. */
const NARROW = 600;

/**
 * Looks at a page: axe finds nothing serious, nothing is wider than the window; a picture is kept when asked for. In a narrow window axe looks only
 * when there is time (VANTHU_LONG=1): the words, names and colours are those of the wide one.
 */
export async function look(page: Page, name: string): Promise<void> {
  if ((page.viewportSize()?.width ?? NARROW) >= NARROW || process.env.VANTHU_LONG === "1")
    await noSeriousFault(page, name);
  await glance(page, name);
}

/** As {@link look} without axe: for pages that `pages/catalogue.ts` has, which axe sees there at both widths. */
export async function glance(page: Page, name: string): Promise<void> {
  expect(await overflowOf(page), `${name} is wider than the window`).toBeLessThanOrEqual(0);
  await picture(page, name);
}

/** By how many pixels the page is wider than its window. Asked again where a link that was just clicked still led on. */
async function overflowOf(page: Page, again = 3): Promise<number> {
  await page.waitForLoadState();
  return page
    .evaluate<number>("document.documentElement.scrollWidth - window.innerWidth")
    .catch((error) => (again > 0 ? overflowOf(page, again - 1) : Promise.reject(error)));
}

async function noSeriousFault(page: Page, name: string): Promise<void> {
  const { violations, passes } = await askAxe(page);
  expect(passes.length, `axe found nothing to look at on ${name}`).toBeGreaterThan(0);
  expect(violations.filter(isSerious).map((one) => `${name}: ${inWords(one)}`)).toEqual([]);
}

/** Keeps a picture in test/output/pages when somebody wants to look (VANTHU_PICTURES=1): pictures cost a minute of a whole run. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(SHOTS, { recursive: true });
  // The browser's PDF viewer draws in its own time.
  if ((await page.locator("iframe").count()) > 0) await page.waitForTimeout(2500);
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}
