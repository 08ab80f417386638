import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "../chromium.ts";
import { ROOT } from "../service.ts";
import { NO_PAGES, PAGES, type PageLine } from "./catalogue.ts";
import { type PreparedOffice, prepareOffice } from "./office.ts";
import type { Viewer } from "./people.ts";
import {
  axeFindings,
  type Finding,
  frameFindings,
  keepPicture,
  openContext,
  openWindow,
  resize,
  WIDTHS,
  type Window,
  weighing,
} from "./visit.ts";

/** Where pictures of all pages lie after a run, by name and width. */
const PICTURES = path.join(ROOT, "test/output/pages");
/** So many windows are looked at side by side. */
const LANES = 2;

/**
 * Each page once; in every state that the catalogue has with VANTHU_LONG=1; those whose names begin with one of VANTHU_PAGES, for whoever works on a
 * page.
 */
const BEGINNINGS = process.env.VANTHU_PAGES?.split(",");
const CHOSEN = PAGES.filter(({ name, route }) => {
  if (BEGINNINGS !== undefined) return BEGINNINGS.some((one) => name.startsWith(one));
  return process.env.VANTHU_LONG === "1" || name === PAGES.find((line) => line.route === route)!.name;
});

/** Pages that people come to first, or stay at, by name. */
const FIRST_PAGES = ["dang-nhap", "tong-quan-nguoi-soan", "chuong-trinh", "soan-ke-hoach", "kiem-tra"];
const kb = (bytes: number) => Math.round(bytes / 102.4) / 10;

describe("every page", () => {
  let office: PreparedOffice;
  let browser: Browser;
  const contexts = new Map<Viewer, Promise<BrowserContext>>();

  beforeAll(async () => {
    [office, browser] = await Promise.all([
      prepareOffice(),
      startBrowser({ viewer: Boolean(process.env.VANTHU_PICTURES) }),
    ]);
    mkdirSync(PICTURES, { recursive: true });
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await office?.close();
  });

  const addressOf = (as: Viewer) => (as === "first" ? office.empty.address : office.address);
  const contextOf = (as: Viewer) => {
    if (!contexts.has(as)) contexts.set(as, openContext(browser, addressOf(as), as));
    return contexts.get(as)!;
  };

  it("of the app stands in the catalogue, and nothing else does", () => {
    const routes = office.app.routes
      .filter(({ method, path: route }) => method === "GET" && !/^\/(?:api\/(?!tai-lieu)|v1\/)/.test(route))
      .map(({ path: route }) => route)
      // Doors against too many requests stand before the pages.
      .filter((route) => !route.endsWith("/*") || route.includes(":"));
    const known = new Set([...PAGES, ...NO_PAGES].map(({ route }) => route));
    expect([...new Set(routes)].filter((route) => !known.has(route)).sort()).toEqual([]);
    expect([...known].filter((route) => route !== "*" && !routes.includes(route)).sort()).toEqual([]);
    const names = PAGES.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it("that is none answers no HTML", async () => {
    const wrong: string[] = [];
    for (const { route, as, address } of NO_PAGES) {
      const context = await contextOf(as);
      const answer = await context.request.get(address?.(office.ids) ?? route, { maxRedirects: 0 });
      const type = answer.headers()["content-type"] ?? "";
      if (
        answer.status() === 200 &&
        type.startsWith("text/html") &&
        answer.headers()["content-disposition"] === undefined
      )
        wrong.push(`${route}: ${answer.status()} ${type}`);
      if (answer.status() >= 500) wrong.push(`${route}: ${answer.status()}`);
    }
    expect(wrong).toEqual([]);
  });

  it("is sound at both widths: WCAG 2.2 AA, console, requests, width, heading, title, words", async () => {
    const findings: Finding[] = [];
    const titles = new Map<string, string>();
    // By viewer: a tab that is used again has its scripts compiled already.
    const waiting = CHOSEN.toSorted((a, b) => a.as.localeCompare(b.as));
    const began = performance.now();
    const lane = async () => {
      const windows = new Map<Viewer, Window>();
      for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) {
        try {
          const window = windows.get(line.as) ?? (await openWindow(await contextOf(line.as), addressOf(line.as)));
          windows.set(line.as, window);
          findings.push(...(await look(line, window, titles)));
        } catch (error) {
          findings.push(fault(line, String(error).split("\n")[0]!));
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const told = findings.map(({ page, what }) => `${page}: ${what}`);
    console.log(
      `${CHOSEN.length} looks at ${WIDTHS.join(" and ")} px in ${Math.round((performance.now() - began) / 1000)} s; ${findings.length} findings${told.length > 0 ? `:\n${told.join("\n")}` : ""}`,
    );
    expect(findings.filter(({ serious }) => serious).map(({ page, what }) => `${page}: ${what}`)).toEqual([]);
  }, 480_000);

  it("is light on a first visit: 60 KB of script, 150 KB in all without fonts, as sent", async () => {
    const weights: [string, number, number][] = [];
    for (const name of FIRST_PAGES) {
      const line = PAGES.find((one) => one.name === name)!;
      // A context of its own has nothing in its cache.
      const context = await openContext(browser, addressOf(line.as), line.as);
      const { page } = await openWindow(context, addressOf(line.as));
      const weigh = await weighing(page);
      await page.goto(line.address?.(office.ids) ?? line.route, { waitUntil: "load" });
      const { script, all } = weigh();
      weights.push([name, script, all]);
      await context.close();
    }
    console.log(weights.map(([name, script, all]) => `${name}: ${kb(script)} KB of script, ${kb(all)} KB`).join("\n"));
    expect(weights.filter(([, script, all]) => script === 0 || script > 60 * 1024 || all > 150 * 1024)).toEqual([]);
  });

  const fault = (line: PageLine, what: string): Finding => ({ page: line.name, what, serious: true });

  async function look(line: PageLine, { page, takeFaults }: Window, titles: Map<string, string>): Promise<Finding[]> {
    const found: Finding[] = [];
    for (const width of WIDTHS) {
      await resize(page, width);
      if (width === WIDTHS[0]) {
        const answer = await page.goto(line.address?.(office.ids) ?? line.route, { waitUntil: "load" });
        if (answer?.status() !== (line.status ?? 200)) found.push(fault(line, `answered ${answer?.status()}`));
        const words = await page.evaluate<string>("document.querySelector('main')?.innerText ?? ''");
        const stands = typeof line.stands === "string" ? words.includes(line.stands) : line.stands.test(words);
        if (!stands)
          found.push(fault(line, `does not say ${line.stands}: ${words.replace(/\s+/g, " ").slice(0, 300)}`));
      }
      const name = `${line.name}-${width}`;
      const { title, findings } = await frameFindings(page, name);
      found.push(...findings, ...(await axeFindings(page, name)));
      await keepPicture(page, PICTURES, name);
      const other = titles.get(title);
      if (other !== undefined && other !== line.route) found.push(fault(line, `has the title of ${other}: ${title}`));
      titles.set(title, line.route);
    }
    const expected = line.status === undefined ? [] : [/Failed to load resource/];
    const faults = takeFaults().filter((one) => !expected.some((words) => words.test(one)));
    return [...found, ...faults.map((what) => fault(line, what))];
  }
});
