import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * Bundles the worker that reads files from outside (shared/bounded/worker.ts) into one module, to lie beside a function's own bundle: what SST bundles is
 * one file, and a worker needs another.
 */
export async function buildWorker(file: string): Promise<void> {
  await build({
    entryPoints: [path.join(ROOT, "shared/bounded/worker.ts")],
    outfile: file,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    logLevel: "error",
    legalComments: "none",
    absWorkingDir: ROOT,
    // For packages that are CommonJS still.
    banner: {
      js: 'import { createRequire as requireMaker } from "module"; const require = requireMaker(import.meta.url);',
    },
  });
}

// As a program: node functions/lambda/build-worker.ts FILE
if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] !== undefined)
  await buildWorker(path.resolve(process.argv[2]));
