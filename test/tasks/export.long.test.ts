import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleProgramme } from "../../samples/programme.ts";
import { attribute, childElements, findChild, openPackage, parseXml } from "../../shared/opc/index.ts";
import {
  exportCsv,
  exportXlsx,
  importTable,
  mergeImport,
  type Programme,
  sampleWorkbook,
  taskStatus,
} from "../../shared/tasks/index.ts";
import { randomProgramme } from "./table-programme.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** A programme that has nothing yet. */
function emptied(programme: Programme): Programme {
  return { ...programme, groups: [], tasks: [], targets: [] };
}

describe("what is exported imports back", () => {
  const forms: [string, (programme: Programme) => { name: string; bytes: Uint8Array }][] = [
    [".xlsx", (programme) => ({ name: "a.xlsx", bytes: exportXlsx(programme) })],
    [".csv with ;", (programme) => ({ name: "a.csv", bytes: exportCsv(programme) })],
    [".csv with ,", (programme) => ({ name: "a.csv", bytes: exportCsv(programme, { separator: "," }) })],
  ];
  it.each(forms)(
    "as the same data, from %s",
    (kind, write) => {
      fc.assert(
        fc.property(randomProgramme, (programme) => {
          const result = importTable(write(programme));
          expect(result.refused).toEqual([]);
          const expected = kind === ".xlsx" ? programme : { ...programme, targets: [] };
          // Into an empty programme: the same groups, tasks and targets, with their ids.
          expect(mergeImport(emptied(programme), result, "replace")).toEqual(expected);
          // Into the programme itself: nothing changes, not even the order of keys.
          expect(JSON.stringify(mergeImport(programme, result, "replace"))).toBe(JSON.stringify(programme));
          expect(JSON.stringify(mergeImport(programme, result, "add"))).toBe(JSON.stringify(programme));
        }),
        { numRuns: 150 },
      );
    },
    60_000,
  );

  it("targets by themselves, from .csv", () => {
    fc.assert(
      fc.property(
        randomProgramme.filter(({ targets }) => targets.length > 0),
        (programme) => {
          const result = importTable({ name: "chi-tieu.csv", bytes: exportCsv(programme, { part: "targets" }) });
          expect(result.refused).toEqual([]);
          expect(JSON.stringify(mergeImport(programme, result, "replace"))).toBe(JSON.stringify(programme));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("the workbook", () => {
  const programme = sampleProgramme("ubnd");
  const done = {
    ...programme,
    tasks: programme.tasks.map((task, index) =>
      index > 2
        ? task
        : {
            ...task,
            completedOn: "2026-11-20",
            progress: {
              percent: 62.5,
              on: "2026-11-19",
              result: "- Đã lấy ý kiến",
              evidence: "Tờ trình số 5",
              difficulties: "",
              proposals: "",
            },
          },
    ),
  };
  const bytes = exportXlsx(done, { status: (task) => taskStatus(task, "2026-11-22").label });

  it("opens in LibreOffice with typed dates and percentages, and imports back from what LibreOffice saves", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-export-"));
    const convert = (file: string, to: string) =>
      execFileSync(
        "soffice",
        [
          `-env:UserInstallation=file://${folder}/profile`,
          "--headless",
          "--convert-to",
          to,
          "--outdir",
          folder,
          path.join(folder, file),
        ],
        { timeout: 110_000 },
      );
    try {
      writeFileSync(path.join(folder, "a.xlsx"), bytes);
      convert("a.xlsx", "csv:Text - txt - csv (StarCalc):59,34,76");
      const text = readFileSync(path.join(folder, "a.csv"), "utf8");
      expect(text).toContain("20/11/2026");
      expect(text).toContain("62.5%");
      const names = programme.tasks.map((task) => task.name);
      for (const name of names) expect(text.replaceAll('""', '"')).toContain(name);
      // An office saves it again: ids, groups, dates and progress survive another program.
      convert("a.xlsx", "ods");
      convert("a.ods", "xlsx");
      const result = importTable({ name: "a.xlsx", bytes: new Uint8Array(readFileSync(path.join(folder, "a.xlsx"))) });
      expect(result.refused).toEqual([]);
      expect(mergeImport(done, result, "replace")).toEqual(done);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it("can be filtered, keeps its header in sight, and hides what is not for people", () => {
    const file = openPackage(bytes);
    const sheet = parseXml(file.text("xl/worksheets/sheet1.xml")!);
    expect(attribute(findChild(sheet, "autoFilter"), "ref")).toMatch(/^A3:U\d+$/);
    const pane = findChild(findChild(findChild(sheet, "sheetViews"), "sheetView"), "pane");
    expect(pane?.attributes).toMatchObject({ ySplit: "3", state: "frozen" });
    const hidden = childElements(findChild(sheet, "cols")!).filter((column) => attribute(column, "hidden") === "1");
    expect(hidden).toHaveLength(2);
  });

  it("passes over what it has worked out itself", () => {
    const { mapping } = importTable({ name: "a.xlsx", bytes });
    expect(mapping.filter(({ field }) => field === "ignored").map(({ header }) => header)).toEqual([
      "Hạn cuối (tự tính)",
      "Tình trạng (tự tính)",
    ]);
  });

  it("takes 5,000 tasks in and out in time", () => {
    const large: Programme = {
      ...programme,
      tasks: Array.from({ length: 5000 }, (_, index) => {
        const task = programme.tasks[index % programme.tasks.length]!;
        return { ...task, id: crypto.randomUUID(), number: String(index + 1), name: `${task.name} (đợt ${index + 1})` };
      }),
    };
    exportXlsx(programme);
    let start = performance.now();
    const file = exportXlsx(large);
    const exported = performance.now() - start;
    start = performance.now();
    const result = importTable({ name: "lon.xlsx", bytes: file });
    const imported = performance.now() - start;
    start = performance.now();
    const merged = mergeImport(large, result, "replace");
    const worked = performance.now() - start;
    expect(JSON.stringify(merged)).toBe(JSON.stringify(large));
    console.log(
      `5,000 tasks: export ${exported.toFixed(0)} ms, import ${imported.toFixed(0)} ms, merge ${worked.toFixed(0)} ms, ${file.length} bytes`,
    );
  }, 30_000);
});

describe("CSV", () => {
  it("has no cell that a spreadsheet would run", () => {
    const programme = sampleProgramme("ubnd");
    const risky = {
      ...programme,
      tasks: programme.tasks.map((task, index) => ({
        ...task,
        output: ["=HYPERLINK(1)", "+84", "-1", "@a", "\tx"][index % 5]!,
      })),
    };
    const text = utf8.decode(exportCsv(risky));
    expect(text.startsWith("\ufeff")).toBe(true);
    const cells = importlessCells(text);
    expect(cells.some((cell) => cell.startsWith("'="))).toBe(true);
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });
});

describe("the sample workbook", () => {
  it("imports without a fault: its examples, a group and a target", () => {
    const { tasks, groups, targets, refused, sheet } = importTable({ name: "mau.xlsx", bytes: sampleWorkbook() });
    expect(refused).toEqual([]);
    expect(sheet).toBe("Nhiệm vụ");
    expect(groups).toEqual([{ id: "g1", number: "I", name: "TÊN NHÓM NHIỆM VỤ" }]);
    expect(tasks).toHaveLength(2);
    expect(tasks[0]).toMatchObject({ progress: { percent: 40, on: "2027-03-31" }, deadline: { to: "2027-06-29" } });
    expect(targets).toMatchObject([{ value: 80, unit: "%", comparison: ">=", actual: { value: 71.5 } }]);
  });
});

/** Cells of CSV text by the simplest means at hand. */
function importlessCells(text: string): string[] {
  return [...text.replace("\ufeff", "").matchAll(/(?:^|;|\r\n)(?:"((?:[^"]|"")*)"|([^;\r\n]*))/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
}
