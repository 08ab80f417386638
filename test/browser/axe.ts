import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, Result } from "axe-core";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Rules of WCAG 2.0 to 2.2, A and AA; the PDF viewer in a frame is the browser's own. Run in the page itself: axe's Playwright wrapper opens a
 * tab for each run, at four times the price.
 */
const RUN = `axe.run({ exclude: ["iframe"] }, ${JSON.stringify({
  iframes: false,
  preload: false,
  resultTypes: ["violations"],
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
})})`;

/** What axe finds wrong on the page as it stands, and the rules that it found something to look at for. */
export async function askAxe(page: Page): Promise<{ violations: Result[]; passes: Result[] }> {
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(AXE);
  return page.evaluate<AxeResults>(RUN);
}

/** Does it keep somebody from using the page? */
export function isSerious({ impact }: Result): boolean {
  return impact === "serious" || impact === "critical";
}

/** Its rule, how bad it is, and where. */
export function inWords({ id, impact, nodes }: Result): string {
  return `${id} (${impact}): ${nodes.map((node) => node.target.join(" ")).join("; ")}`;
}
