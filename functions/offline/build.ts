import path from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** Rooms behind the index of the evidence room that checking never enters. */
const NOT_VERIFYING = /[\\/]shared[\\/](signing|typeset|home)[\\/]/;

/**
 * Rooms are entered through their index, which also names what reads files and starts workers: of those, what is not used is left out.
 * Modules of shared/ do nothing when they are merely loaded.
 */
const ROOMS: Plugin = {
  name: "rooms",
  setup(of) {
    // Stand-ins are for what the verifier asks of Node. What signs and typesets is left out whole; should any of it be used after all, the build says so.
    of.onResolve({ filter: /^node:/ }, (asked) =>
      NOT_VERIFYING.test(asked.importer) ? { path: asked.path, external: true, sideEffects: false } : undefined,
    );
    of.onResolve({ filter: /^\.{1,2}\// }, (asked) => {
      const found = path.resolve(asked.resolveDir, asked.path);
      return found.includes(`${path.sep}shared${path.sep}`) ? { path: found, sideEffects: false } : undefined;
    });
  },
};

/** How the script of the offline page is bundled: the verifier as it is, with a browser's stand-ins for what it asks of Node. */
const OPTIONS: BuildOptions = {
  entryPoints: [path.join(HERE, "check.tsx")],
  bundle: true,
  minify: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  // Bytes above 127 would be read wrongly where a page is saved in another encoding.
  charset: "ascii",
  jsx: "automatic",
  jsxImportSource: "hono/jsx",
  logLevel: "error",
  legalComments: "none",
  absWorkingDir: path.resolve(HERE, "../.."),
  alias: {
    "node:crypto": path.join(HERE, "node-crypto.ts"),
    "node:zlib": path.join(HERE, "node-zlib.ts"),
  },
  external: ["node:*"],
  plugins: [ROOMS],
  inject: [path.join(HERE, "buffer.ts")],
};

/**
 * Bundles the verifier into one script for a browser, some 850 KB (220 KB gzipped). It may ask nothing else of Node.
 *
 * @returns the script's text
 * @throws Error naming what is still asked of Node
 */
export async function buildOfflineScript(): Promise<string> {
  const { outputFiles, metafile } = await build({ ...OPTIONS, write: false, metafile: true });
  const asked = Object.values(metafile!.outputs).flatMap((output) => output.imports.map((one) => one.path));
  if (asked.length > 0) throw new Error(`The offline page would need ${asked.join(", ")}.`);
  return outputFiles![0]!.text;
}

// As a program: node functions/offline/build.ts FILE
if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] !== undefined) {
  const { mkdirSync, writeFileSync } = await import("node:fs");
  mkdirSync(path.dirname(process.argv[2]), { recursive: true });
  writeFileSync(process.argv[2], await buildOfflineScript());
}
