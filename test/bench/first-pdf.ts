import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { build } from "esbuild";
import { packagedFont, preparedFace, SHIPPED_FILES } from "../../shared/typeset/fonts/bundled.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** A typesetter packed as it is shipped, code and faces. */
export interface Packed {
  /** Bytes of code and faces. */
  bytes: number;
  /** Program that typesets what it is told ({@link file://./typeset-child.ts}), beside the same faces. */
  child: string;
  /** Milliseconds from starting a process to its PDF being written. */
  first(docx: string): number;
  drop(): void;
}

/** Packs the typesetter into a folder, as the command line's bundle does (functions/cli/vanthu.mjs). */
export async function packTypesetter(folder: string): Promise<Packed> {
  const out = path.join(folder, "packed");
  mkdirSync(path.join(out, "fonts"), { recursive: true });
  const entry = path.join(out, "typeset.mjs");
  const code = await pack(
    'import { readFileSync, writeFileSync } from "node:fs"; import { typeset } from "./shared/typeset/index.ts"; writeFileSync(process.argv[3], typeset(new Uint8Array(readFileSync(process.argv[2]))).pdf);',
  );
  writeFileSync(entry, code);
  const child = path.join(out, "child.mjs");
  writeFileSync(child, await pack('import "./test/bench/typeset-child.ts";'));
  let bytes = code.length;
  for (const name of SHIPPED_FILES) {
    const face = preparedFace(new Uint8Array(readFileSync(packagedFont(name))), name);
    writeFileSync(path.join(out, "fonts", name), face);
    bytes += face.length;
  }
  return {
    bytes,
    child,
    first(docx) {
      const started = performance.now();
      const run = spawnSync(process.execPath, [entry, docx, path.join(out, "first.pdf")], { encoding: "utf8" });
      if (run.status !== 0) throw new Error(run.stderr);
      return performance.now() - started;
    },
    drop: () => rmSync(out, { recursive: true, force: true }),
  };
}

async function pack(contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
  });
  return outputFiles[0]!.contents;
}
