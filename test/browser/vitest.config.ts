import path from "node:path";
import { defineConfig } from "vitest/config";

/** What there is no time for in every run: `npm run test:long`. */
const LONG = "test/browser/**/*.long.test.ts";
const long = process.env.VANTHU_LONG === "1";

/** Tests in a real browser (Debian's Chromium): two files at a time, each waits for its service and its browser half of the time. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: long ? [LONG] : ["test/browser/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...(long ? [] : [LONG])],
    maxWorkers: 2,
    passWithNoTests: true,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
