#!/usr/bin/env node
// The `vanthu` command. Plain JavaScript, because it must start on any Node ≥ 20: it finds a Node ≥ 24 (the one that `npm ci`
// brings), bundles the sources when they are newer than the last bundle, and runs it.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(import.meta.url);

if (Number(process.versions.node.split(".")[0]) < 24) {
  const node = broughtNode();
  if (node === undefined) {
    process.stderr.write(
      "USAGE Cần Node.js từ 24 trở lên. Chạy `npm ci` để cài kèm, hoặc cài Node.js 24 rồi chạy lại.\n",
    );
    process.exit(70);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 128 : 70)));
} else {
  // Whoever reads our output may stop reading (`vanthu … | head`): that is no fault.
  process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 70));
  const { main } = await import(pathToFileURL(await bundle()).href);
  process.exitCode = await main(process.argv.slice(2));
}

/** The Node binary from the optional dependency of this platform. */
function broughtNode() {
  try {
    return path.join(
      path.dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`)),
      "bin/node",
    );
  } catch {
    return undefined;
  }
}

/** Path of the bundled command line; made anew when a source has changed. The folder is named by the state of the sources, so parallel starts agree. */
async function bundle() {
  const hash = createHash("sha256");
  for (const folder of ["shared", "functions", "samples"]) fingerprint(path.join(root, folder), hash);
  const name = hash.digest("hex").slice(0, 16);
  const dist = path.join(root, "dist");
  const entry = path.join(dist, name, "main.js");
  if (existsSync(entry)) return entry;
  const esbuild = await import("esbuild");
  const draft = path.join(dist, `.${name}-${process.pid}`);
  mkdirSync(draft, { recursive: true });
  await esbuild.build({
    // The worker that reads strangers' files is started from a file of its own (shared/bounded/pool.ts).
    entryPoints: {
      main: path.join(root, "functions/cli/main.ts"),
      "bounded-worker": path.join(root, "shared/bounded/worker.ts"),
    },
    outdir: draft,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    packages: "external",
    sourcemap: "linked",
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
    logLevel: "warning",
    absWorkingDir: root,
  });
  // The verifier for the page that is kept for checking without network.
  const { buildOfflineScript } = await import("../offline/build.ts");
  writeFileSync(path.join(draft, "offline-check.js"), await buildOfflineScript());
  // The faces, without what typesetting never reads (shared/typeset/fonts/bare.ts).
  const { preparedFace, packagedFont, SHIPPED_FILES } = await import("../../shared/typeset/fonts/bundled.ts");
  mkdirSync(path.join(draft, "fonts"));
  for (const file of SHIPPED_FILES)
    writeFileSync(
      path.join(draft, "fonts", file),
      preparedFace(new Uint8Array(readFileSync(packagedFont(file))), file),
    );
  try {
    renameSync(draft, path.join(dist, name));
  } catch {
    rmSync(draft, { recursive: true, force: true }); // another start was quicker
  }
  for (const old of readdirSync(dist)) {
    const age = Date.now() - statSync(path.join(dist, old)).mtimeMs;
    if (old !== name && age > 3_600_000) rmSync(path.join(dist, old), { recursive: true, force: true });
  }
  return entry;
}

function fingerprint(folder, hash) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) fingerprint(file, hash);
    else if (/\.(ts|tsx|mjs|json|css)$/.test(entry.name)) {
      const { mtimeMs, size } = statSync(file);
      hash.update(`${file}\0${mtimeMs}\0${size}\n`);
    }
  }
}
