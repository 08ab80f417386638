import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What there is no time for in every run: `npm run test:long`. */
const LONG = "test/browser/**/*.long.test.ts";
const long = process.env.VANTHU_LONG === "1";

/** What takes longest, begun first, so that two lanes end at about the same time. */
const LONGEST = ["every-page", "keyboard-day", "days"];
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      (LONGEST.findIndex((name) => moduleId.includes(`/${name}.`)) + LONGEST.length + 1) % (LONGEST.length + 1);
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Tests in a real browser (Debian's Chromium): two files at a time, each waits for its service and its browser half of the time. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    // Pages are looked at in every run, and in all their states when there is time.
    include: long ? [LONG, "test/browser/pages/*.test.ts"] : ["test/browser/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...(long ? [] : [LONG])],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    passWithNoTests: true,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
