import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "vanthu-start-"));

/** Runs `vanthu start`; `ready` is its first line, `end` its exit code and all it said. */
function start(args: string[]) {
  const child = spawn(process.execPath, ["functions/cli/vanthu.mjs", "start", "--data", folder, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ready = new Promise<string>((resolve) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const address = /http:\/\/[\w.:]+/.exec(said)?.[0];
      if (address) resolve(address);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
  });
  const end = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, said })),
  );
  return { child, ready, end };
}

describe("vanthu start", () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("serves until it is asked to stop, then ends with 0", async () => {
    const running = start(["--port", "0"]);
    const address = await running.ready;
    expect((await fetch(`${address}/api/health`)).status).toBe(200);
    expect((await fetch(address, { redirect: "manual" })).status).toBe(303);

    const second = await start(["--port", new URL(address).port]).end;
    expect(second.code).toBe(64);
    expect(second.said).toMatch(/^USAGE Cổng \d+ đang có chương trình khác dùng/);

    running.child.kill("SIGTERM");
    expect((await running.end).code).toBe(0);
  });

  it("refuses a port that is none", async () => {
    const { code, said } = await start(["--port", "chín"]).end;
    expect(code).toBe(64);
    expect(said).toContain("Cổng phải là số");
  });
});
