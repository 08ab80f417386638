import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Chromium as Debian packages it: without a window of its own, and whole. */
const SHELL = "/usr/bin/chromium-headless-shell";
const WHOLE = "/usr/bin/chromium";

/**
 * Starts Debian's Chromium, with nothing of its own going out; CHROMIUM names another one. The one without a window (package
 * `chromium-headless-shell`) costs half as much where there is one, but has no viewer: a PDF in a frame stays empty.
 * @param options.viewer with the viewer of PDF files
 * @throws Error when there is none
 */
export async function startBrowser({ viewer = false } = {}): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? (!viewer && existsSync(SHELL) ? SHELL : WHOLE);
  if (!existsSync(executablePath))
    throw new Error(
      `Chromium is needed for the browser tests: install the Debian package "chromium" (looked for ${executablePath}).`,
    );
  return chromium.launch({
    executablePath,
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
