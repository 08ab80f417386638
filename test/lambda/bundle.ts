import { mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";

/** What SST was asked to build for a function (test/stacks/synthesise.ts). */
export interface FunctionBuild {
  /** "functions/lambda/api.handler" */
  handler: string;
  copyFiles: { from: string; to: string }[];
}

const ROOT = path.resolve(import.meta.dirname, "../..");

/**
 * Bundles a handler as SST does for Node (one ES module, CommonJS bridged) and lays its copied files beside it, in a folder far from the project's
 * node_modules: what is not bundled or copied is not there, as in the cloud.
 *
 * @returns the folder, as Lambda's /var/task, and the size of the bundle in bytes
 */
export async function bundleFunction(fn: FunctionBuild): Promise<{ folder: string; bytes: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-lambda-"));
  const result = await build({
    entryPoints: [path.join(ROOT, fn.handler.replace(/\.handler$/, ".ts"))],
    outfile: path.join(folder, "index.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "esnext",
    mainFields: ["module", "main"],
    minify: true,
    metafile: true,
    logLevel: "error",
    banner: {
      js: 'import { createRequire as requireMaker } from "module"; import { fileURLToPath as toPath } from "url"; const require = requireMaker(import.meta.url); const __filename = toPath(import.meta.url); const __dirname = toPath(new URL(".", import.meta.url));',
    },
  });
  for (const { from, to } of fn.copyFiles) {
    const target = path.join(folder, to);
    mkdirSync(path.dirname(target), { recursive: true });
    symlinkSync(path.resolve(ROOT, from), target);
  }
  return { folder, bytes: Object.values(result.metafile.outputs)[0]!.bytes };
}
