import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bareFonts, browserBundle, here, NOW, portableDocuments } from "../typeset/portable-bundle.ts";
import { startBrowser } from "./chromium.ts";

/** What the bundle leaves in the page. */
interface Bundle {
  provideFonts(fonts: Map<string, Uint8Array>): void;
  typeset(docx: Uint8Array, options: { now: Date }): { pdf: Uint8Array };
}

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

it("a Word file becomes the same PDF in a page as on the server, byte for byte", async () => {
  const page = await browser.newPage();
  await page.addScriptTag({ content: await browserBundle("iife") });
  const fonts = [...bareFonts()].map(([name, bytes]) => [name, base64(bytes)] as const);
  for (const [name, docx] of portableDocuments()) {
    const made = await page.evaluate(
      ([faces, file, now]) => {
        const { vanthu } = globalThis as unknown as { vanthu: Bundle };
        const bytes = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        vanthu.provideFonts(new Map(faces.map(([face, text]) => [face, bytes(text)])));
        const { pdf } = vanthu.typeset(bytes(file), { now: new Date(now) });
        let text = "";
        for (let at = 0; at < pdf.length; at += 8192) text += String.fromCharCode(...pdf.subarray(at, at + 8192));
        return btoa(text);
      },
      [fonts, base64(docx), NOW.getTime()] as const,
    );
    expect(made === base64(here(docx)), name).toBe(true);
  }
});
