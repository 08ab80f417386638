import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLibreOffice } from "../../shared/typeset/index.ts";
import { wordsOn } from "../signing/outside.ts";
import { paragraph, wordFile } from "./word-file.ts";

/** Processes of this machine with something in their command line. */
const processesWith = (text: string): string[] =>
  execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(text));

describe("the second engine", () => {
  let folder: string;
  const outer = process.env.TMPDIR;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "vanthu-engine-"));
    // What other tests leave beside it is no concern of this one.
    process.env.TMPDIR = mkdtempSync(path.join(folder, "tam-"));
  });
  afterAll(() => {
    if (outer === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = outer;
    rmSync(folder, { recursive: true, force: true });
  });
  const docx = (text: string): Uint8Array => wordFile({ body: paragraph(text) });
  /** Profiles that the engine has now. */
  const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("vanthu-soffice-"));

  /** A program in LibreOffice's place that writes down when it begins and ends and with which profile. */
  function standIn(name: string, script: string): { command: string; log(): string[] } {
    const command = path.join(folder, name);
    const log = path.join(folder, `${name}.log`);
    writeFileSync(log, "");
    writeFileSync(command, `#!/bin/sh\nlog=${log}\n${script}\n`);
    chmodSync(command, 0o755);
    return { command, log: () => readFileSync(log, "utf8").split("\n").filter(Boolean) };
  }

  it("sets several files at a time, each process with a profile of its own, and leaves nothing behind", async () => {
    const engine = openLibreOffice({ processes: 2 });
    const words = ["một", "hai", "ba"];
    const made = await Promise.all(words.map((word) => engine.convert(docx(`Văn bản số ${word}`))));
    made.forEach(({ pdf, pages }, index) => {
      expect(pages).toBe(1);
      expect(wordsOn(pdf).map(({ text }) => text)).toContain(words[index]);
    });
    expect(left()).toHaveLength(2);
    engine.close();
    expect(left()).toEqual([]);
  });

  it("has never more processes than it may, none with another's profile", async () => {
    const { command, log } = standIn("cham", 'echo "begin $1" >> $log; sleep 0.4; echo "end $1" >> $log');
    const engine = openLibreOffice({ processes: 2, command });
    const ends = await Promise.allSettled(Array.from({ length: 5 }, () => engine.convert(docx("a"))));
    engine.close();
    // It gives no PDF: each file is told so.
    expect(ends.map((end) => end.status === "rejected" && end.reason.code)).toEqual(
      Array(5).fill("LIBREOFFICE_FAILED"),
    );
    const open = new Set<string>();
    let most = 0;
    for (const line of log()) {
      const [what, profile] = line.split(" ") as [string, string];
      if (what === "begin") {
        expect(open.has(profile)).toBe(false);
        open.add(profile);
      } else open.delete(profile);
      most = Math.max(most, open.size);
    }
    expect(most).toBe(2);
  });

  it("is ended with all that it started when its time is over, and the next file has its turn", async () => {
    const mark = `vanthu-${process.pid}`;
    const { command } = standIn("treo", `sh -c 'sleep 60 # ${mark}' &\nsleep 60`);
    const engine = openLibreOffice({ timeoutMs: 500, command });
    const began = performance.now();
    await expect(engine.convert(docx("a"))).rejects.toMatchObject({ code: "LIBREOFFICE_TIMEOUT" });
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(processesWith(mark)).toEqual([]);
    await expect(engine.convert(docx("b"))).rejects.toMatchObject({ code: "LIBREOFFICE_TIMEOUT" });
    engine.close();
    expect(left()).toEqual([]);
  });

  it("says that it is not installed, and asks nothing of a file that is none", async () => {
    const engine = openLibreOffice({ command: "khong-co-soffice" });
    await expect(engine.convert(docx("a"))).rejects.toMatchObject({
      code: "LIBREOFFICE_MISSING",
      hint: expect.stringContaining("--engine own"),
    });
    await expect(engine.convert(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({ code: "FILE_NOT_ZIP" });
    engine.close();
  });
});
