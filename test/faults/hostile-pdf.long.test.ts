import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { HostileEnd } from "./hostile-pdf-child.ts";

/** Of the old generation of the child process; what is outside the heap is measured by the child. */
const HEAP_MB = 512;
/** CPU of one verdict; the slowest are files of tens of megabytes. */
const CPU_MS = 15_000;

describe("hostile PDFs", () => {
  const ends: HostileEnd[] = [];
  let last = "";
  let code: number | null = null;
  beforeAll(async () => {
    const child = fork(path.join(import.meta.dirname, "hostile-pdf-child.ts"), [], {
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child.on("message", (said: HostileEnd | { starts: string }) => {
      if ("starts" in said) last = said.starts;
      else ends.push(said);
    });
    [code] = (await once(child, "exit")) as [number | null];
  }, 300_000);

  it("end, all of them, in a process with little memory", () => {
    expect(code, `ended with ${code} in: ${last}`).toBe(0);
    expect(ends.length).toBeGreaterThan(50);
  });

  it("end in a refusal or a finding, never in a pass", () => {
    const allowed = ["UNREADABLE", "TOTAL_FAILED", "INDETERMINATE", "NO_SIGNATURE"];
    expect(ends.filter(({ verdict, reason }) => !allowed.includes(verdict) || reason === "")).toEqual([]);
    for (const name of [
      "a page tree that is its own child",
      "arrays 100,000 deep",
      "an object stream that unpacks to 1 GB",
    ])
      expect(ends.find((end) => end.name === name)?.verdict, name).toBe("UNREADABLE");
  });

  it("take no longer than files that are as they should be", () => {
    expect(ends.filter(({ ms }) => ms > CPU_MS).map(({ name, ms }) => `${name}: ${Math.round(ms)} ms`)).toEqual([]);
  });

  it("leave no more behind than some times their own size", () => {
    const much = ends.filter(({ grown, size }) => grown > 150e6 + 4 * size);
    expect(much.map(({ name, grown }) => `${name}: ${Math.round(grown / 1e6)} MB`)).toEqual([]);
  });
});
