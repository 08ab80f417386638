import { defineConfig } from "vitest/config";

/** What takes minutes runs by a command of its own: `npm run test:long`. */
const LONG = "test/**/*.long.test.ts";
const long = process.env.VANTHU_LONG === "1";

export default defineConfig({
  test: {
    include: long ? [LONG] : ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/browser/**", ...(long ? [] : [LONG])],
    // Two cores: signing, browser and LibreOffice steps share them, so give a slow machine room.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
