import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { askAxe, inWords, isSerious } from "../axe.ts";
import { PASSWORD, USER_NAMES, type Viewer } from "./people.ts";

/** Widths that every page is looked at. */
export const WIDTHS = [1280, 390] as const;

/** What was found wrong on a page: `serious` fails the test, the rest is listed. */
export interface Finding {
  page: string;
  what: string;
  serious: boolean;
}

/** A window of somebody; what goes wrong in it is taken by {@link takeFaults}. */
export interface Window {
  page: Page;
  takeFaults(): string[];
}

/** Opens a browser context for a viewer, signed in as far as they are. */
export async function openContext(browser: Browser, address: string, as: Viewer): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: WIDTHS[0], height: 860 },
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
  const userName = USER_NAMES[as];
  if (userName !== undefined) {
    const { origin } = new URL(address);
    const answer = await context.request.post("/dang-nhap", {
      form: { userName, password: PASSWORD },
      headers: { origin },
      maxRedirects: 0,
    });
    if (answer.status() !== 303) throw new Error(`${userName} cannot sign in: ${answer.status()}`);
  }
  return context;
}

/** Opens a window whose console, script errors, failed answers and requests to anywhere else are noted. */
export async function openWindow(context: BrowserContext, address: string): Promise<Window> {
  const page = await context.newPage();
  let faults: string[] = [];
  const inside = [address, "chrome-extension:", "chrome:", "data:", "blob:", "about:"];
  page.on("console", (message) => {
    const of = message.type();
    if (of === "error" || of === "warning") faults.push(`console ${of}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!inside.some((start) => request.url().startsWith(start))) faults.push(`asked outside: ${request.url()}`);
  });
  page.on("response", (response) => {
    const theAnswer = response.request().isNavigationRequest() && response.frame() === page.mainFrame();
    if (response.status() >= 400 && !theAnswer) faults.push(`answered ${response.status()}: ${response.url()}`);
  });
  return {
    page,
    takeFaults() {
      const taken = faults;
      faults = [];
      return taken;
    },
  };
}

/** What axe says of the page as it stands. */
export async function axeFindings(page: Page, name: string): Promise<Finding[]> {
  const { violations } = await askAxe(page);
  return violations.map((one) => ({ page: name, what: inWords(one), serious: isSerious(one) }));
}

/** Heading, title and width of the page as it stands, as far as they are wrong; and its title. */
export async function frameFindings(page: Page, name: string): Promise<{ title: string; findings: Finding[] }> {
  const seen = await page.evaluate<{ title: string; h1: string[]; over: number; lang: string; squeezed: string[] }>(`({
    title: document.title,
    h1: [...document.querySelectorAll("h1")].map((one) => one.textContent.trim()),
    over: document.documentElement.scrollWidth - window.innerWidth,
    lang: document.documentElement.lang,
    squeezed: [...document.querySelectorAll("th, td, dt, dd, p, li, label, legend, button, a, h1, h2, h3, h4")]
      .filter((one) => one.innerText && one.innerText.trim().length > 8 && one.clientWidth > 2 && one.clientWidth < 40 && one.clientHeight > 4 * one.clientWidth)
      .map((one) => one.innerText.replace(/\\s+/g, "").slice(0, 30)),
  })`);
  const wrong: string[] = [];
  if (seen.h1.length !== 1 || seen.h1[0] === "") wrong.push(`headings of the first level: ${JSON.stringify(seen.h1)}`);
  if (!/\S · Vanthu$/.test(seen.title)) wrong.push(`title: ${JSON.stringify(seen.title)}`);
  if (seen.lang !== "vi") wrong.push(`language: ${seen.lang}`);
  if (seen.over > 0) wrong.push(`${seen.over} px wider than the window`);
  for (const words of seen.squeezed.slice(0, 3)) wrong.push(`words squeezed to letters one below another: ${words}`);
  return { title: seen.title, findings: wrong.map((what) => ({ page: name, what, serious: true })) };
}

/** Counts what the browser takes in from now on: bytes as they were transferred, of scripts and of everything but fonts. */
export async function weighing(page: Page): Promise<() => { script: number; all: number }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const kinds = new Map<string, string>();
  const sum = { script: 0, all: 0 };
  devtools.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind === "Script") sum.script += encodedDataLength;
    if (kind !== "Font") sum.all += encodedDataLength;
  });
  return () => sum;
}

/** Another width, laid out and drawn: a picture that is taken earlier shows what was there before. */
export async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 860 });
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
}

/** Keeps a picture of the whole page, as small as a person can still read. */
export async function keepPicture(page: Page, folder: string, name: string): Promise<void> {
  // Playwright's own way resizes the window for it and takes half as long again.
  const devtools = await page.context().newCDPSession(page);
  const { cssContentSize } = await devtools.send("Page.getLayoutMetrics");
  const { data } = await devtools.send("Page.captureScreenshot", {
    format: "jpeg",
    quality: 60,
    captureBeyondViewport: true,
    optimizeForSpeed: true,
    clip: { x: 0, y: 0, width: cssContentSize.width, height: cssContentSize.height, scale: 1 },
  });
  await devtools.detach();
  writeFileSync(path.join(folder, `${name}.jpg`), Buffer.from(data, "base64"));
}
