import path from "node:path";
import { defineConfig } from "vitest/config";

/** Tests in a real browser (Debian's Chromium): one file after the other, so that pages are not slowed by their neighbours. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: ["test/browser/**/*.test.ts"],
    fileParallelism: false,
    passWithNoTests: true,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
