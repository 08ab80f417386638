import { defineConfig } from "vitest/config";

/** What takes minutes runs by a command of its own: `npm run test:long`. */
const LONG = "test/**/*.long.test.ts";
const long = process.env.VANTHU_LONG === "1";
const exclude = ["**/node_modules/**", "test/browser/**", ...(long ? [] : [LONG])];

/**
 * Folders whose files watch the process itself (memory, faults), end it, or run programs of their own: each file in a process of its own.
 * All others share one process and its loaded modules, which halves what they cost; they must leave nothing behind in it.
 */
const APART = ["acceptance", "bounded", "cli", "contract", "faults"];
/** And what starts WebAssembly that a process may start only once. */
const ONCE = ["test/golden/metafile.test.ts", "test/golden/svg.test.ts"];
const apart = [...APART.map((folder) => `test/${folder}/**/*${long ? ".long" : ""}.test.ts`), ...(long ? [] : ONCE)];
/**
 * What needs programs that come last (SST, the Lambda client, an S3 server, other Nodes): bundles, stacks, bytes elsewhere. They wait long for those
 * programs, so `test/run` runs them beside the browser's tests.
 */
const late = [
  "test/lambda/*.test.ts",
  "test/stacks/*.test.ts",
  "test/charts/pictures.test.ts",
  "test/contract/storage-s3.test.ts",
  "test/typeset/portable.test.ts",
];

export default defineConfig({
  test: {
    // Two cores: signing, browser and LibreOffice steps share them, so give a slow machine room.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "apart", include: apart, exclude: [...exclude, ...late] } },
      // Beside two browsers a bundle takes its time.
      {
        extends: true,
        test: { name: "late", include: late, exclude, testTimeout: 240_000, maxWorkers: 1 },
      },
      {
        extends: true,
        test: {
          name: "together",
          isolate: false,
          include: [long ? LONG : "test/**/*.test.ts"],
          exclude: [...exclude, ...apart, ...late],
        },
      },
    ],
  },
});
