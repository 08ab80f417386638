import path from "node:path";
import { VanthuError } from "../../shared/errors/index.ts";
import { programVersion } from "../../shared/home/index.ts";
import { proveTrails } from "../../shared/office/index.ts";
import { backUpFolder, checkBackup, openSqliteStorage, restoreFolder } from "../../shared/storage/index.ts";
import { SECRET_KEY_FILE } from "../secret-key.ts";
import { configuredTrust, TRUST_FOLDER } from "../trust-folder.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";
import { printJson } from "./files.ts";

const JSON_ARGUMENT = { json: { type: "boolean", default: false } } as const;

/** `vanthu backup`: backs the data folder up while the service runs, or reads a backup again. */
export const backup: Command = {
  name: "backup",
  usage: "-o THƯ_MỤC [--data THƯ_MỤC] [--with-key] [--json] | check THƯ_MỤC [--json]",
  summary:
    "Sao lưu toàn bộ dữ liệu ngay khi dịch vụ đang chạy; lần sau chỉ chép tệp mới. check đọc lại cả bản sao lưu.",
  async run(args) {
    if (args[0] === "check") return check(args.slice(1));
    const { values } = readArguments(
      backup,
      args,
      {
        output: { type: "string", short: "o" },
        data: { type: "string" },
        "with-key": { type: "boolean", default: false },
        ...JSON_ARGUMENT,
      },
      { min: 0, max: 0 },
    );
    if (values.output === undefined) throw usage("Thiếu -o: thư mục để sao lưu vào.");
    const folder = dataFolder(values.data, { mustExist: true });
    const others = [TRUST_FOLDER, ...(values["with-key"] ? [SECRET_KEY_FILE] : [])];
    const { manifest, copied } = await backUpFolder(folder, values.output, { program: programVersion(), others });
    if (values.json) printJson({ folder: path.resolve(values.output), copied, ...manifest });
    else {
      const { count } = manifest.files;
      process.stdout.write(`Đã sao lưu vào ${values.output}: ${count} tệp, chép mới ${copied}.\n`);
      if (!values["with-key"])
        process.stdout.write(`Khóa hệ thống (${SECRET_KEY_FILE}) không nằm trong bản sao lưu: giữ riêng khóa này.\n`);
    }
    return EXIT.ok;
  },
};

async function check(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(backup, args, JSON_ARGUMENT, { min: 1, max: 1 });
  const manifest = await checkBackup(positionals[0]!);
  if (values.json) printJson(manifest);
  else process.stdout.write(`Bản sao lưu lúc ${manifest.at} nguyên vẹn: ${manifest.files.count} tệp.\n`);
  return EXIT.ok;
}

/** `vanthu restore`: makes a new data folder of a backup, and proves its audit trails. */
export const restore: Command = {
  name: "restore",
  usage: "BẢN_SAO_LƯU --data THƯ_MỤC_MỚI [--json]",
  summary: "Khôi phục dữ liệu từ bản sao lưu vào một thư mục mới, kiểm tra từng tệp và nhật ký.",
  async run(args) {
    const { values, positionals } = readArguments(
      restore,
      args,
      { data: { type: "string" }, ...JSON_ARGUMENT },
      { min: 1, max: 1 },
    );
    if (values.data === undefined) throw usage("Thiếu --data: thư mục mới để khôi phục vào.");
    const manifest = await restoreFolder(positionals[0]!, values.data);
    const storage = openSqliteStorage(values.data);
    try {
      const trails = await proveTrails(storage, configuredTrust(values.data));
      const sound = trails.every((trail) => trail.sound);
      const said = trails.map(({ organisation, entries, faults }) => ({ organisation, entries, faults }));
      if (values.json) printJson({ folder: path.resolve(values.data), at: manifest.at, sound, trails: said });
      else {
        process.stdout.write(`Đã khôi phục dữ liệu lúc ${manifest.at} vào ${values.data}.\n`);
        for (const { organisation, entries, faults } of said) {
          process.stdout.write(
            `${organisation}: ${entries} dòng nhật ký, ${faults.length === 0 ? "nguyên vẹn" : "CÓ LỖI"}\n`,
          );
          for (const { message } of faults) process.stdout.write(`  ${message}\n`);
        }
        if (manifest.others[SECRET_KEY_FILE] === undefined)
          process.stdout.write(
            `Chép khóa hệ thống (${SECRET_KEY_FILE}) đã giữ riêng vào thư mục này trước khi chạy.\n`,
          );
      }
      return sound ? EXIT.ok : EXIT.findings;
    } finally {
      await storage.records.close();
    }
  },
};

function usage(message: string): VanthuError {
  return new VanthuError("USAGE", {
    message,
    hint: `vanthu backup ${backup.usage}\n  vanthu restore ${restore.usage}`,
  });
}
