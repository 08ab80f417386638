import path from "node:path";
import { VanthuError } from "../../shared/errors/index.ts";
import { vietnamDate } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { exportCsv, exportXlsx, sampleWorkbook, taskStatus } from "../../shared/tasks/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";
import { writeOutput } from "./files.ts";
import { findProgramme } from "./programme-file.ts";

/** `vanthu export`: a programme as a workbook or CSV that imports back, or the sample to be filled in. */
export const exportCommand: Command = {
  name: "export",
  usage:
    "MÃ --output TỆP.xlsx|TỆP.csv [--data THƯ_MỤC] [--revision N] [--targets] [--separator ;|,] | --sample --output TỆP.xlsx",
  summary: "Xuất chương trình nhiệm vụ ra .xlsx hoặc .csv, nhập lại được; --sample: tệp mẫu.",
  async run(args) {
    const { values, positionals } = readArguments(
      exportCommand,
      args,
      {
        output: { type: "string", short: "o" },
        data: { type: "string" },
        revision: { type: "string" },
        targets: { type: "boolean", default: false },
        separator: { type: "string" },
        sample: { type: "boolean", default: false },
      },
      { min: 0, max: 1 },
    );
    const usage = (message: string) =>
      new VanthuError("USAGE", { message, hint: `vanthu export ${exportCommand.usage}` });
    const { output } = values;
    const ending = output === undefined ? "" : path.extname(output).toLowerCase();
    if (output === undefined || (ending !== ".xlsx" && ending !== ".csv"))
      throw usage("Thiếu --output, hoặc tên tệp không phải .xlsx hay .csv.");
    if (values.sample) {
      if (ending !== ".xlsx" || positionals.length > 0)
        throw usage("Tệp mẫu là một tệp .xlsx, không kèm mã chương trình.");
      writeOutput(output, sampleWorkbook());
      return EXIT.ok;
    }
    const id = positionals[0];
    if (id === undefined) throw usage("Thiếu mã chương trình nhiệm vụ.");
    const { separator } = values;
    if (separator !== undefined && separator !== ";" && separator !== ",") throw usage("Dấu phân cách là ; hoặc ,");
    if (values.revision !== undefined && !/^[1-9]\d{0,8}$/.test(values.revision)) throw usage("Số bản không đúng.");
    const storage = openSqliteStorage(dataFolder(values.data, { mustExist: true }));
    try {
      const revision = values.revision === undefined ? undefined : Number(values.revision);
      const { programme } = await findProgramme(storage, id, revision);
      const today = vietnamDate(new Date());
      const status = (task: (typeof programme.tasks)[number]) => taskStatus(task, today).label;
      const csv = { status, part: values.targets ? ("targets" as const) : ("tasks" as const) };
      const bytes =
        ending === ".xlsx"
          ? exportXlsx(programme, { status })
          : exportCsv(programme, separator === undefined ? csv : { ...csv, separator });
      writeOutput(output, bytes);
      process.stdout.write(
        `${output}: ${programme.tasks.length} nhiệm vụ, ${programme.targets.length} chỉ tiêu, bản ${programme.revision}\n`,
      );
      return EXIT.ok;
    } finally {
      await storage.records.close();
    }
  },
};
