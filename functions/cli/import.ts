import path from "node:path";
import { SYSTEM_ACTOR } from "../../shared/access/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { importTable } from "../../shared/tasks/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";
import { printJson, readInput } from "./files.ts";
import { findProgramme } from "./programme-file.ts";

/** `vanthu import`: tasks from a table file. Without --data nothing is stored: it is the preview. */
export const importCommand: Command = {
  name: "import",
  usage: "TỆP --programme MÃ [--data THƯ_MỤC] [--sheet TÊN] [--only-sound] [--json]",
  summary: "Đọc bảng nhiệm vụ từ .xlsx, .csv, .tsv, .docx; chỉ lưu khi có --data.",
  async run(args) {
    const { values, positionals } = readArguments(
      importCommand,
      args,
      {
        programme: { type: "string" },
        data: { type: "string" },
        sheet: { type: "string" },
        "only-sound": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
      { min: 1, max: 1 },
    );
    const file = positionals[0]!;
    const result = importTable(
      { name: path.basename(file), bytes: readInput(file) },
      values.sheet ? { sheet: values.sheet } : {},
    );
    if (values.data !== undefined && (result.refused.length === 0 || values["only-sound"])) {
      if (values.programme === undefined) {
        throw new VanthuError("USAGE", {
          message: "Thiếu mã chương trình nhiệm vụ.",
          hint: `vanthu import ${importCommand.usage}`,
        });
      }
      await store(dataFolder(values.data, { mustExist: true }), values.programme, result, file);
    }
    if (values.json)
      printJson({
        tasks: result.tasks.map((task) => withGroup(task, result)),
        refused: result.refused,
        groups: result.groups,
      });
    else {
      process.stdout.write(`${result.tasks.length} nhiệm vụ, ${result.groups.length} nhóm\n`);
      for (const cell of result.refused) {
        process.stdout.write(`  ${cell.code} hàng ${cell.row}, cột ${cell.column} (${cell.header}): ${cell.message}\n`);
      }
    }
    return result.refused.length === 0 ? EXIT.ok : EXIT.findings;
  },
};

type Imported = ReturnType<typeof importTable>;

function withGroup(task: Imported["tasks"][number], result: Imported) {
  const group = result.groups.find((candidate) => candidate.id === task.groupId);
  return { ...task, group: group === undefined ? null : `${group.number}. ${group.name}` };
}

/** Stores the sound rows as a new revision of the programme. */
async function store(folder: string, programmeId: string, result: Imported, file: string): Promise<void> {
  const storage = openSqliteStorage(folder);
  try {
    const { programmes, programme } = await findProgramme(storage, programmeId);
    await programmes.importInto(programme, result, { actor: SYSTEM_ACTOR, why: `Nhập từ tệp ${path.basename(file)}` });
  } finally {
    await storage.records.close();
  }
}
