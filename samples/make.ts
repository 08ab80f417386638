import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Programme } from "../shared/tasks/index.ts";
import { SAMPLE_ORGANISATIONS, SAMPLE_PEOPLE } from "./organisations.ts";
import { SAMPLE_APPENDIX_TITLE, SAMPLE_LETTER, SAMPLE_PARTY_PLAN, SAMPLE_PLAN } from "./plan.ts";
import { SAMPLE_AMENDMENT_BASIS, sampleProgramme, sampleRevision } from "./programme.ts";
import { SAMPLE_TARGETS } from "./tasks.ts";
import { makeWorkbook, type WorkbookRow } from "./workbook.ts";

const HEADER = [
  "STT",
  "Nhiệm vụ",
  "Cơ quan chủ trì",
  "Cơ quan phối hợp",
  "Sản phẩm, kết quả đầu ra",
  "Thời gian hoàn thành",
  "Căn cứ giao",
  "Ghi chú",
];
const WIDTHS = [6, 52, 24, 30, 36, 20, 34, 16];

/** Rows of the task table: each group's row, then its tasks. */
function tableRows(programme: Programme): WorkbookRow[] {
  return programme.groups.flatMap((group): WorkbookRow[] => [
    { group: [group.number, group.name] },
    ...programme.tasks
      .filter((task) => task.groupId === group.id)
      .map((task) => ({
        cells: [
          task.number,
          task.name,
          task.leadAgency,
          task.coordinatingAgencies,
          task.output,
          task.deadline.text,
          task.basis,
          task.note,
        ],
      })),
  ]);
}

/** The workbook that an office would keep: two title rows, the header, groups and tasks. */
export function sampleWorkbook(programme: Programme): Uint8Array {
  return makeWorkbook("Nhiệm vụ", WIDTHS, [
    { title: programme.title.toLocaleUpperCase("vi") },
    {
      title: `(${programme.period[0]!.toLocaleUpperCase("vi")}${programme.period.slice(1)}; bản ${programme.revision})`,
    },
    { header: HEADER },
    ...tableRows(programme),
  ]);
}

/** The same table as tab-separated text; cells with line breaks are quoted. */
export function sampleTable(programme: Programme): string {
  const quote = (cell: string) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const rows = tableRows(programme).map((row) => {
    const cells = "group" in row ? [...row.group] : "cells" in row ? row.cells : [];
    return [...cells, ...Array<string>(HEADER.length - cells.length).fill("")].map(quote).join("\t");
  });
  return `${[HEADER.join("\t"), ...rows].join("\n")}\n`;
}

/** Every sample file by name. */
export function sampleFiles(): Record<string, Uint8Array | string> {
  const first = sampleProgramme("ubnd-hg");
  const second = sampleRevision("ubnd-hg");
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    "nhiem-vu.xlsx": sampleWorkbook(first),
    "nhiem-vu.tsv": sampleTable(first),
    "nhiem-vu-ban-2.xlsx": sampleWorkbook(second),
    "chi-tieu.txt": `${SAMPLE_TARGETS}\n`,
    "ke-hoach.json": json(SAMPLE_PLAN),
    "cong-van.json": json({
      letter: SAMPLE_LETTER,
      appendixTitle: SAMPLE_APPENDIX_TITLE,
      basis: SAMPLE_AMENDMENT_BASIS,
    }),
    "ke-hoach-dang.json": json(SAMPLE_PARTY_PLAN),
    "co-quan.json": json({ organisations: SAMPLE_ORGANISATIONS, people: SAMPLE_PEOPLE }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, data] of Object.entries(sampleFiles()))
    writeFileSync(new URL(`files/${name}`, import.meta.url), data);
}
