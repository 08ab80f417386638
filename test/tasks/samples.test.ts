import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { sampleFiles } from "../../samples/make.ts";
import { SAMPLE_ORGANISATIONS, SAMPLE_PEOPLE } from "../../samples/organisations.ts";
import { SAMPLE_LETTER, SAMPLE_PARTY_PLAN } from "../../samples/plan.ts";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { parseDescription } from "../../shared/documents/index.ts";
import { importTable } from "../../shared/tasks/index.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../samples/files");
const SEEDS = path.resolve(import.meta.dirname, "../../../shared/seeds");
const files = sampleFiles();

describe("the sample files", () => {
  it("are what samples/make.ts makes", () => {
    expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(files).sort());
    for (const [name, data] of Object.entries(files)) {
      const stored = readFileSync(path.join(FOLDER, name));
      // JSON files are laid out by the formatter.
      if (name.endsWith(".json")) expect(JSON.parse(stored.toString()), name).toEqual(JSON.parse(String(data)));
      else expect(Buffer.compare(stored, Buffer.from(data)), name).toBe(0);
    }
  });

  it("import to the sample programme, from the workbook and from the text alike", () => {
    const sample = sampleProgramme("ubnd");
    for (const name of ["nhiem-vu.xlsx", "nhiem-vu.tsv"]) {
      const result = importTable({ name, bytes: new Uint8Array(Buffer.from(files[name]!)) });
      expect(result.refused).toEqual([]);
      expect(result.groups).toEqual(sample.groups);
      expect(result.tasks).toEqual(sample.tasks);
    }
    const second = importTable({ name: "ban-2.xlsx", bytes: files["nhiem-vu-ban-2.xlsx"] as Uint8Array });
    expect(second.tasks.map((task) => task.name)).toEqual(sampleRevision("ubnd").tasks.map((task) => task.name));
  });

  it("open in LibreOffice with the same cells", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-samples-"));
    try {
      writeFileSync(path.join(folder, "a.xlsx"), files["nhiem-vu.xlsx"]!);
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      execFileSync(
        "soffice",
        [
          profile,
          "--headless",
          "--convert-to",
          "csv:Text - txt - csv (StarCalc):44,34,76",
          "--outdir",
          folder,
          path.join(folder, "a.xlsx"),
        ],
        { timeout: 110_000 },
      );
      const result = importTable({ name: "a.csv", bytes: new Uint8Array(readFileSync(path.join(folder, "a.csv"))) });
      expect(result.tasks).toEqual(sampleProgramme("ubnd").tasks);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it("are realistic: enough tasks, groups, targets, agencies, and readable deadlines", () => {
    const { tasks, groups, targets } = sampleProgramme("ubnd");
    expect(tasks.length).toBeGreaterThanOrEqual(24);
    expect(groups.length).toBeGreaterThanOrEqual(5);
    expect(targets.length).toBeGreaterThanOrEqual(12);
    expect(new Set(tasks.map((task) => task.leadAgency)).size).toBeGreaterThanOrEqual(4);
    for (const { deadline } of [...tasks, ...targets]) expect(deadline.kind, deadline.text).not.toBe("none");
    const ids = new Set(SAMPLE_ORGANISATIONS.map((organisation) => organisation.id));
    expect(SAMPLE_PEOPLE.every((person) => ids.has(person.organisationId))).toBe(true);
    expect(parseDescription(SAMPLE_LETTER)).toEqual(SAMPLE_LETTER);
    expect(parseDescription(SAMPLE_PARTY_PLAN)).toEqual(SAMPLE_PARTY_PLAN);
  });
});

describe.skipIf(!existsSync(SEEDS))("beside the real documents", () => {
  it("share no run of 14 words with them", () => {
    const words = (text: string) =>
      text
        .normalize("NFC")
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [];
    const runs = (list: string[]) => list.slice(13).map((_, index) => list.slice(index, index + 14).join(" "));
    const real = new Set(
      readdirSync(SEEDS).flatMap((name) => runs(words(readFileSync(path.join(SEEDS, name), "utf8")))),
    );
    const folder = path.resolve(import.meta.dirname, "../../samples");
    for (const name of ["tasks.ts", "plan.ts", "programme.ts", "organisations.ts"]) {
      expect(runs(words(readFileSync(path.join(folder, name), "utf8"))).filter((run) => real.has(run))).toEqual([]);
    }
  });
});
