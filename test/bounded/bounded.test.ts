import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildWorker } from "../../functions/lambda/build-worker.ts";
import {
  importTableBounded,
  inspectTableBounded,
  lintAndFixBounded,
  lintBounded,
  renderBounded,
  typesetBounded,
} from "../../shared/bounded/index.ts";
import { workingCalendar } from "../../shared/calendar/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { lint, lintAndFix } from "../../shared/lint/index.ts";
import { importTable, inspectTable } from "../../shared/tasks/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { openOffices, openService, signedIn } from "../api/service.ts";
import { planOf, programmeOf } from "../bench/inputs.ts";
import { ROOT, vanthu } from "../cli/vanthu.ts";
import { sheetData, workbook } from "../tasks/files.ts";
import { paragraph, wordFile } from "../typeset/word-file.ts";

const NOW = new Date("2026-11-22T01:02:03Z");
const table = { name: "nhiem-vu.xlsx", bytes: new Uint8Array(readFileSync(`${ROOT}/samples/files/nhiem-vu.xlsx`)) };
const plan = planOf(programmeOf(3));
const { docx } = renderDocx(plan);

/** Processes that this one started for files from outside, and that still run. */
function workersOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const state = readFileSync(`/proc/${name}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ");
        return (
          state[0] !== "Z" &&
          state[1] === String(pid) &&
          readFileSync(`/proc/${name}/cmdline`, "utf8").includes("bounded")
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe("a file from outside, read in a worker", () => {
  it("gives what it gives anywhere else", async () => {
    expect(await importTableBounded(table, { today: "2026-11-22" })).toEqual(
      importTable(table, { today: "2026-11-22" }),
    );
    expect(await inspectTableBounded(table)).toEqual(inspectTable(table));
    const wrong = wordFile({ body: paragraph("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM") });
    expect(await lintBounded(wrong)).toEqual(lint(wrong));
    expect(await lintAndFixBounded(wrong)).toEqual(lintAndFix(wrong));
    const there = await typesetBounded(docx, { now: NOW, conformance: "PDF/UA-1" });
    expect(Buffer.compare(there.pdf, typeset(docx, { now: NOW, conformance: "PDF/UA-1" }).pdf)).toBe(0);
    const template = new Uint8Array(readFileSync(`${ROOT}/templates/nd30/plan.docx`));
    expect(Buffer.compare((await renderBounded(template, plan)).docx, renderDocx(plan, { template }).docx)).toBe(0);
  });

  it("counts working days by the calendar that was handed over", async () => {
    const year = { year: 2027, source: "thử", standing: "office" as const };
    const days = [{ day: "2027-03-03", kind: "holiday" as const, name: "Ngày truyền thống" }];
    const file = {
      name: "a.xlsx",
      bytes: workbook([
        {
          name: "A",
          xml: sheetData([
            ["Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
            ["Rà soát", "Sở Nội vụ", "Trong thời hạn 02 ngày làm việc kể từ ngày 01/3/2027"],
          ]),
        },
      ]),
    };
    const on = async (calendar: ReturnType<typeof workingCalendar>) => {
      const read = await importTableBounded(file, { calendar });
      expect(read).toEqual(importTable(file, { calendar }));
      return read.tasks[0]!.deadline;
    };
    expect(await on(workingCalendar([{ ...year, days }]))).not.toEqual(await on(workingCalendar([])));
  });

  it("is told as any other error, and leaves the next file alone", async () => {
    await expect(importTableBounded({ name: "a.xlsx", bytes: docx })).rejects.toMatchObject({
      code: "IMPORT_FILE_MISMATCH",
      hint: expect.any(String),
    });
    const many = workbook([
      {
        name: "A",
        xml: sheetData([
          ["Nhiệm vụ", "Cơ quan chủ trì"],
          ...Array.from({ length: 15_000 }, (_, index) => [`Việc ${index}`, "Sở Nội vụ"]),
        ]),
      },
    ]);
    await expect(importTableBounded({ name: "a.xlsx", bytes: many }, { timeoutMs: 20 })).rejects.toMatchObject({
      code: "READING_TIMEOUT",
    });
    const long = Array.from({ length: 60_000 }, (_unused, index) =>
      paragraph(`chữ ${(index * 7919) % 99991} `.repeat(3)),
    );
    await expect(lintBounded(wordFile({ body: long.join("") }), { memoryMB: 48 })).rejects.toMatchObject({
      code: "READING_MEMORY",
    });
    expect((await importTableBounded(table)).tasks).toHaveLength(28);
  });

  it("may run out of memory in any way: only its own worker ends with it", async () => {
    const long = Array.from({ length: 60_000 }, (_unused, index) =>
      paragraph(`chữ ${(index * 7919) % 99991} `.repeat(3)),
    );
    const word = wordFile({ body: long.join("") });
    // Where the heap gives way differs with its size: in small objects, or in the middle of one large array, where a thread takes all with it.
    for (const memoryMB of [40, 60, 72])
      await expect(lintBounded(word, { memoryMB }), `${memoryMB} MB`).rejects.toMatchObject({ code: "READING_MEMORY" });
    expect((await importTableBounded(table)).tasks).toHaveLength(28);
  });

  it("goes on with the next file when a worker was ended from outside", async () => {
    await inspectTableBounded(table);
    const before = workersOf(process.pid);
    expect(before.length).toBeGreaterThan(0);
    for (const pid of before) process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect(workersOf(process.pid)).toEqual([]));
    expect((await inspectTableBounded(table)).columns.length).toBeGreaterThan(0);
  });

  it("learns nothing of the service's secrets, and does not outlive it", async () => {
    const script = path.join(mkdtempSync(path.join(tmpdir(), "vanthu-bounded-")), "service.ts");
    writeFileSync(
      script,
      `import { readFileSync } from "node:fs";
import { typesetBounded } from "${ROOT}/shared/bounded/index.ts";
await typesetBounded(new Uint8Array(readFileSync(process.argv[2]!)));
`,
    );
    const word = path.join(path.dirname(script), "dai.docx");
    const long = Array.from({ length: 30_000 }, (_unused, index) => paragraph(`Đoạn văn thứ ${index} `.repeat(20)));
    writeFileSync(word, wordFile({ body: long.join("") }));
    const service = spawn(process.execPath, [script, word], {
      env: { ...process.env, VANTHU_SECRET_KEY: "khong-ai-duoc-biet" },
      stdio: "ignore",
    });
    const worker = await vi.waitFor(
      () => {
        const [pid] = workersOf(service.pid!);
        expect(pid && readFileSync(`/proc/${pid}/environ`, "utf8")).toContain("PATH=");
        return pid!;
      },
      { timeout: 20_000 },
    );
    expect(readFileSync(`/proc/${worker}/environ`, "utf8")).not.toContain("khong-ai-duoc-biet");
    service.kill("SIGKILL");
    await vi.waitFor(() => expect(existsSync(`/proc/${worker}`)).toBe(false), { timeout: 5_000 });
    rmSync(path.dirname(script), { recursive: true });
  });

  it("waits for no new worker when one is warm", async () => {
    await importTableBounded(table);
    const times: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const began = performance.now();
      await inspectTableBounded(table);
      times.push(performance.now() - began);
    }
    // A worker that starts needs some hundred milliseconds and more.
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(80);
  });
});

describe("everywhere a stranger's file comes in", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "vanthu-bounded-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A small file with a part that unpacks to 80 MB. */
  const bomb = (name: string): string => {
    const file = path.join(folder, name);
    writeFileSync(
      file,
      wordFile({ body: paragraph("chữ"), media: { "media/a.png": { id: "m", bytes: new Uint8Array(80_000_000) } } }),
    );
    return file;
  };

  it("the command line: lint, import, convert, render with a template of one's own", () => {
    const word = bomb("bom.docx");
    const description = path.join(folder, "mo-ta.json");
    writeFileSync(description, JSON.stringify(plan));
    for (const args of [
      ["lint", word],
      ["lint", word, "--fix", path.join(folder, "ra.docx")],
      ["import", word],
      ["import", word, "--columns"],
      ["convert", word, path.join(folder, "ra.pdf")],
      ["render", description, "--template", word, "-o", path.join(folder, "ra.pdf")],
    ]) {
      const { code, err } = vanthu(args);
      expect(err, args[0]).toContain("PACKAGE_TOO_LARGE");
      expect(code, args[0]).not.toBe(0);
    }
  });

  it("the API, which goes on serving meanwhile", async () => {
    const service = openService();
    try {
      await openOffices(service);
      const drafter = await signedIn(service, "thuan");
      const file = new File([readFileSync(bomb("bom.docx"))], "bom.docx");
      const { id } = await drafter.json<{ id: string }>("/api/programmes", { title: "Chuyển đổi số", period: "2027" });
      for (const address of ["/api/tables/inspect", `/api/tables/programmes/${id}/preview`]) {
        const answer = await drafter.upload(address, { file });
        expect(answer.status).toBe(413);
        expect(await answer.json()).toMatchObject({ code: "PACKAGE_TOO_LARGE" });
      }
      // A table that takes a while to read: others are answered before it.
      const rows = Array.from({ length: 15_000 }, (_unused, index) => [`Việc ${index}`, "Sở Nội vụ"]);
      const bytes = workbook([{ name: "A", xml: sheetData([["Nhiệm vụ", "Cơ quan chủ trì"], ...rows]) }]);
      let over = false;
      const long = drafter
        .upload("/api/tables/inspect", { file: new File([new Uint8Array(bytes)], "a.xlsx") })
        .then((answer) => {
          over = true;
          return answer.status;
        });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await drafter.get("/api/programmes")).status).toBe(200);
      expect(over).toBe(false);
      expect(await long).toBe(200);
    } finally {
      await service.close();
    }
  });

  it("a function in the cloud: the worker lies beside the function's own bundle", async () => {
    writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
    await buildWorker(path.join(folder, "bounded-worker.js"));
    await build({
      entryPoints: [path.join(ROOT, "shared/bounded/index.ts")],
      outfile: path.join(folder, "index.mjs"),
      bundle: true,
      format: "esm",
      platform: "node",
      logLevel: "error",
      banner: { js: 'import { createRequire as m } from "module"; const require = m(import.meta.url);' },
    });
    writeFileSync(
      path.join(folder, "run.mjs"),
      `import { readFileSync } from "node:fs";
import { importTableBounded } from "./index.mjs";
const { tasks } = await importTableBounded({ name: "a.xlsx", bytes: new Uint8Array(readFileSync(process.argv[2])) });
console.log(tasks.length);
`,
    );
    const said = execFileSync(process.execPath, [path.join(folder, "run.mjs"), `${ROOT}/samples/files/nhiem-vu.xlsx`], {
      encoding: "utf8",
    });
    expect(said.trim()).toBe("28");
  });
});
