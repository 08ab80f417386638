import { conclusionOf, proveNumbers, proveTrails } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { configuredTrust } from "../trust-folder.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";
import { printJson } from "./files.ts";

/** `vanthu audit check`: proves the audit chain of every organisation, and that no series of numbers has a gap or a repeat. */
export const audit: Command = {
  name: "audit",
  usage: "check [--data THƯ_MỤC] [--json]",
  summary: "Chứng minh nhật ký không bị sửa và sổ số văn bản không thiếu, không trùng.",
  async run(args) {
    const { values } = readArguments(
      audit,
      args,
      { data: { type: "string" }, json: { type: "boolean", default: false } },
      { min: 1, max: 1 },
    );
    const folder = dataFolder(values.data, { mustExist: true });
    const storage = openSqliteStorage(folder);
    const { records } = storage;
    try {
      const trails = await proveTrails(storage, configuredTrust(folder));
      const series = await proveNumbers(storage);
      const sound = [...trails, ...series].every((check) => check.sound);
      if (values.json) printJson({ sound, trails, series });
      else {
        for (const trail of trails) {
          process.stdout.write(
            `${trail.organisation}: ${trail.entries} dòng nhật ký, ${trail.sound ? "nguyên vẹn" : "CÓ LỖI"}\n`,
          );
          const stamped = trail.seals.filter(({ stamp }) => stamp === "proven").length;
          process.stdout.write(
            `  Dấu từng ngày: ${trail.seals.length}, có dấu thời gian được chứng minh: ${stamped}\n`,
          );
          for (const fault of trail.faults) process.stdout.write(`  ${fault.message}\n`);
        }
        for (const check of series) {
          process.stdout.write(
            `Sổ số ${check.title} (${check.series}): đến số ${check.last}; ${conclusionOf(check)}\n`,
          );
          if (check.gaps.length > 0) process.stdout.write(`  Thiếu số: ${check.gaps.join(", ")}\n`);
          for (const repeat of check.repeats)
            process.stdout.write(`  Số ${repeat.number} sai ở văn bản ${repeat.documentId}\n`);
        }
      }
      return sound ? EXIT.ok : EXIT.findings;
    } finally {
      await records.close();
    }
  },
};
