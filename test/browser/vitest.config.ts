import path from "node:path";
import { defineConfig } from "vitest/config";

/** What there is no time for in every run: `npm run test:long`. */
const LONG = "test/browser/**/*.long.test.ts";
const long = process.env.VANTHU_LONG === "1";

/** Tests in a real browser (Debian's Chromium): one file after the other, so that pages are not slowed by their neighbours. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: long ? [LONG] : ["test/browser/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...(long ? [] : [LONG])],
    fileParallelism: false,
    passWithNoTests: true,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
