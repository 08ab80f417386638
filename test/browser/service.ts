import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

/** Root of the project. */
export const ROOT = path.resolve(import.meta.dirname, "../..");
const SHOTS = path.join(ROOT, "test/output/pages");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** The real service as `vanthu start` runs it, on an empty data folder. */
export interface Service {
  address: string;
  folder: string;
  /** Asks it to end (SIGTERM) and answers its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `vanthu start` on a free port. */
export async function startService(): Promise<Service> {
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

/** Debian's Chromium, with nothing of its own going out. */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM))
    throw new Error(
      `Chromium is needed for the browser tests: install the Debian package "chromium" (looked for ${CHROMIUM}).`,
    );
  mkdirSync(SHOTS, { recursive: true });
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** One person at a browser of their own. What goes wrong on any page is kept in `faults`. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  faults: string[];
}

/** Opens a browser window whose console errors, page errors and requests to anywhere else are noted. */
export async function visitor(browser: Browser, service: Service, width = 1280): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: service.address,
    viewport: { width, height: 860 },
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
  });
  context.setDefaultTimeout(15_000);
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
export async function signIn(page: Page, userName: string, password: string): Promise<void> {
  await page.goto("/dang-nhap");
  await page.getByLabel("Tên đăng nhập").fill(userName);
  await page.getByLabel("Mật khẩu").fill(password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.waitForURL((url) => url.pathname !== "/dang-nhap");
}

/** Looks at a page: axe finds nothing serious, nothing is wider than the window; with VANTHU_PICTURES a picture is kept in test/output/pages. */
export async function look(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .exclude("iframe")
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const serious = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
  const told = serious.map(
    (one) => `${name}: ${one.id} (${one.nodes.map((node) => node.target.join(" ")).join("; ")})`,
  );
  expect(told).toEqual([]);
  const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
  expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(0);
  // Pictures cost a minute of a whole run: they are made when somebody wants to look (VANTHU_PICTURES=1).
  if (process.env.VANTHU_PICTURES) await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}
