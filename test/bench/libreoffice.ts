import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { peakMemory } from "./memory.ts";

/** A LibreOffice that stays running. */
export interface WarmLibreOffice {
  /** Converts to PDF; answers the milliseconds of loading and writing, without the way there and back. */
  convert(docx: string, pdf: string): Promise<number>;
  /** Most memory it has held so far, in MB. */
  peakMB(): number;
  stop(): Promise<void>;
}

/** Its version in words, or undefined when it is not installed. */
export function libreOfficeVersion(): string | undefined {
  try {
    return execFileSync("soffice", ["--version"], { encoding: "utf8" }).trim().split(" ").slice(0, 2).join(" ");
  } catch {
    return undefined;
  }
}

/** Converts with a LibreOffice started for this one file, as a service without a listener would. The profile is made beforehand by the first, unmeasured run. */
export function coldLibreOffice(): (docx: string) => void {
  const profile = mkdtempSync(path.join(tmpdir(), "vanthu-soffice-"));
  return (docx) => {
    execFileSync(
      "soffice",
      [`-env:UserInstallation=file://${profile}`, "--headless", "--convert-to", "pdf", "--outdir", profile, docx],
      {
        stdio: "pipe",
        timeout: 500_000,
      },
    );
  };
}

/**
 * Starts the listener (test/bench/warm-listener.py).
 * @throws Error when LibreOffice or python3-uno is missing
 */
export async function startWarmLibreOffice(): Promise<WarmLibreOffice> {
  const child = spawn("/usr/bin/python3", [path.join(import.meta.dirname, "warm-listener.py")], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said = (said + text).slice(-1000);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`LibreOffice's listener ended (python3-uno installed?): ${said}`);
    return value as string;
  };
  await answer();
  return {
    async convert(docx, pdf) {
      child.stdin.write(`${docx}\t${pdf}\n`);
      return Number(await answer());
    },
    peakMB: () => peakMemory(child.pid),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
