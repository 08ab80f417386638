import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the project. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** What a run of the command line gave. */
export interface Run {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `vanthu …` as a user would, from the project's folder. */
export function vanthu(args: string[], env: Record<string, string> = {}): Run {
  return program(process.execPath, [path.join(ROOT, "functions/cli/vanthu.mjs"), ...args], env);
}

/** Runs another program; fails loudly when it is not installed, because what only we check is not checked. */
export function program(name: string, args: string[], env: Record<string, string> = {}): Run {
  const run = spawnSync(name, args, {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  if (run.error) throw new Error(`${name} cannot be run (test/run installs what the tests need): ${run.error.message}`);
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** A folder of its own for a test; `drop` removes it. */
export function temporaryFolder(): { folder: string; at(name: string): string; drop(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-test-"));
  return {
    folder,
    at: (name) => path.join(folder, name),
    drop: () => rmSync(folder, { recursive: true, force: true }),
  };
}
