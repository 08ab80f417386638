import path from "node:path";
import { type Actor, SYSTEM_ACTOR } from "../../shared/access/index.ts";
import { importTableBounded, inspectTableBounded } from "../../shared/bounded/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { openOffice, type TableImportOptions, vietnamDate } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import {
  IMPORT_FIELD_LABELS,
  type ImportField,
  type ImportResult,
  reviewAgencies,
  STANDARD_AGENCIES,
  type TableView,
} from "../../shared/tasks/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";
import { printJson, readInput } from "./files.ts";
import { findProgramme } from "./programme-file.ts";

/** `vanthu import`: tasks from a table file. Without --data nothing is stored: it is the preview. */
export const importCommand: Command = {
  name: "import",
  usage:
    "TỆP --programme MÃ [--data THƯ_MỤC] [--sheet TÊN] [--header-row N] [--mapping name=B,leadAgency=C] [--add] [--only-sound] [--columns] [--json]",
  summary: "Đọc bảng nhiệm vụ từ .xlsx, .csv, .tsv, .docx; chỉ lưu khi có --data; --columns: xem các cột.",
  async run(args) {
    const { values, positionals } = readArguments(
      importCommand,
      args,
      {
        programme: { type: "string" },
        data: { type: "string" },
        sheet: { type: "string" },
        "header-row": { type: "string" },
        mapping: { type: "string" },
        add: { type: "boolean", default: false },
        "only-sound": { type: "boolean", default: false },
        columns: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
      { min: 1, max: 1 },
    );
    const name = path.basename(positionals[0]!);
    const file = { name, bytes: readInput(positionals[0]!) };
    const how = {
      ...(values.sheet ? { sheet: values.sheet } : {}),
      ...(values["header-row"] === undefined ? {} : { headerRow: wholeNumber(values["header-row"]) }),
      ...(values.mapping === undefined ? {} : { mapping: readMapping(values.mapping) }),
    };
    if (values.columns) return showColumns(await inspectTableBounded(file, how), values.json);
    if (values.data !== undefined && values.programme === undefined) throw usage("Thiếu mã chương trình nhiệm vụ.");
    const result =
      values.data === undefined
        ? await importTableBounded(file, { ...how, today: vietnamDate(new Date()) })
        : await store(dataFolder(values.data, { mustExist: true }), values.programme!, file, {
            ...how,
            mode: values.add ? "add" : "replace",
            onlySound: values["only-sound"],
          });
    if (values.json)
      printJson({
        tasks: result.tasks.map((task) => withGroup(task, result)),
        refused: result.refused,
        groups: result.groups,
        ...(result.targets === undefined ? {} : { targets: result.targets }),
        notes: result.notes ?? [],
      });
    else printResult(result);
    return result.refused.length === 0 ? EXIT.ok : EXIT.findings;
  },
};

type Imported = ImportResult;

function printResult(result: Imported): void {
  const targets = result.targets === undefined ? "" : `, ${result.targets.length} chỉ tiêu`;
  process.stdout.write(`${result.tasks.length} nhiệm vụ, ${result.groups.length} nhóm${targets}\n`);
  for (const note of result.notes ?? []) process.stdout.write(`  ${note}\n`);
  for (const { text, suggestions } of reviewAgencies(result.tasks, STANDARD_AGENCIES)) {
    const best = suggestions[0];
    if (best?.kind === "former")
      process.stdout.write(`  “${text}” là tên cũ của “${best.match.name}” (${best.former?.source ?? ""})\n`);
  }
  for (const cell of result.refused) {
    const sheet = cell.sheet === undefined ? "" : `trang “${cell.sheet}”, `;
    process.stdout.write(
      `  ${cell.code} ${sheet}hàng ${cell.row}, cột ${cell.column} (${cell.header}): ${cell.message}\n`,
    );
  }
}

function showColumns(view: TableView, asJson: boolean): number {
  if (asJson) {
    printJson(view);
    return EXIT.ok;
  }
  const where = view.headerRow === 0 ? "không có hàng tiêu đề" : `tiêu đề ở hàng ${view.headerRow}`;
  process.stdout.write(`${view.sheet === "" ? "Bảng" : `“${view.sheet}”`}: ${where}\n`);
  for (const { column, header, field, samples } of view.columns) {
    const label = field === "ignored" ? "không dùng" : `${field} (${IMPORT_FIELD_LABELS[field]})`;
    process.stdout.write(`  ${letters(column)}  ${header || "–"} → ${label}; ví dụ: ${samples?.join(" · ") ?? ""}\n`);
  }
  return EXIT.ok;
}

function withGroup(task: Imported["tasks"][number], result: Imported) {
  const group = result.groups.find((candidate) => candidate.id === task.groupId);
  return { ...task, group: group === undefined ? null : `${group.number}. ${group.name}` };
}

/** "name=B,leadAgency=3": columns by letter or number counted from 1; "-" for none. */
function readMapping(text: string): Partial<Record<ImportField, number>> {
  const mapping: Partial<Record<ImportField, number>> = {};
  for (const part of text.split(",")) {
    const [field, column] = part.split("=").map((word) => word.trim());
    const known = (Object.keys(IMPORT_FIELD_LABELS) as ImportField[]).find((candidate) => candidate === field);
    const number = columnNumber(column ?? "");
    if (known === undefined || number === undefined) throw usage(`Không hiểu “${part.trim()}” trong --mapping.`);
    mapping[known] = number;
  }
  return mapping;
}

function columnNumber(text: string): number | undefined {
  if (text === "-") return -1;
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text) - 1;
  if (!/^[a-z]{1,2}$/i.test(text)) return undefined;
  return [...text.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function letters(column: number): string {
  const high = Math.floor(column / 26);
  return `${high > 0 ? String.fromCharCode(64 + high) : ""}${String.fromCharCode(65 + (column % 26))}`;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw usage("--header-row là số hàng trong tệp; 0 khi bảng không có hàng tiêu đề.");
  return Number(text);
}

function usage(message: string): VanthuError {
  return new VanthuError("USAGE", { message, hint: `vanthu import ${importCommand.usage}` });
}

/**
 * Stores the sound rows as a new revision of the programme, as the pages do; nothing where there are faults and all rows are wanted.
 *
 * @returns what was read: by the programme's year and the office's calendar
 */
async function store(
  folder: string,
  programmeId: string,
  file: { name: string; bytes: Uint8Array },
  options: TableImportOptions & { onlySound: boolean },
): Promise<Imported> {
  const storage = openSqliteStorage(folder);
  try {
    const { programme, organisation } = await findProgramme(storage, programmeId);
    const actor: Actor = { ...SYSTEM_ACTOR, organisationId: organisation.id, roles: ["drafter"] };
    const { tables } = openOffice({ storage });
    const { onlySound, ...how } = options;
    const { result } = await tables.preview(actor, programmeId, file, how);
    if (result.refused.length === 0 || onlySound)
      await tables.import(actor, programmeId, programme.revision, file, options);
    return result;
  } finally {
    await storage.records.close();
  }
}
