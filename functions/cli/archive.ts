import path from "node:path";
import { SYSTEM_ACTOR } from "../../shared/access/index.ts";
import { checkArchive } from "../../shared/dossiers/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";
import { printJson, readInput, writeOutput } from "./files.ts";

/** `vanthu archive`: checks an archive package, or makes one of a dossier of this machine's data. */
export const archive: Command = {
  name: "archive",
  usage:
    "check GÓI.zip [--json] | export MÃ_CƠ_QUAN NĂM SỐ_KÝ_HIỆU -o THƯ_MỤC [--kind SIP_hoso|AIP_hoso] [--data THƯ_MỤC] [--json]",
  summary:
    "Gói lưu trữ hồ sơ theo TT 05/2025/TT-BNV (METS, EAD, PREMIS): kiểm tra từng tệp, từng tham chiếu; lập gói từ hồ sơ.",
  async run(args) {
    const [action, ...rest] = args;
    if (action === "check") return check(rest);
    if (action === "export") return exported(rest);
    throw new VanthuError("USAGE", {
      message: "Cần check (kiểm tra gói) hoặc export (lập gói).",
      hint: `vanthu archive ${archive.usage}`,
    });
  },
};

async function check(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(
    archive,
    args,
    { json: { type: "boolean", default: false } },
    { min: 1, max: 1 },
  );
  const result = checkArchive(readInput(positionals[0]!));
  if (values.json) printJson(result);
  else {
    const { sound, dossier, files, faults, objectId, sha256 } = result;
    process.stdout.write(`${positionals[0]}: ${sound ? "gói nguyên vẹn, đúng cấu trúc" : "GÓI KHÔNG ĐẠT"}\n`);
    if (objectId !== undefined) process.stdout.write(`  Định danh: ${objectId}\n`);
    if (dossier !== undefined)
      process.stdout.write(
        `  Hồ sơ ${dossier.code}: ${dossier.title} (${dossier.documents} văn bản, ${dossier.pages} trang)\n`,
      );
    process.stdout.write(`  ${files.length} tệp, SHA-256 của gói ${sha256}\n`);
    for (const { code, message, where } of faults)
      process.stdout.write(`  ! ${message}${where === undefined ? "" : ` ${where}`} [${code}]\n`);
  }
  return result.sound ? EXIT.ok : EXIT.findings;
}

async function exported(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(
    archive,
    args,
    {
      output: { type: "string", short: "o" },
      kind: { type: "string", default: "SIP_hoso" },
      data: { type: "string" },
      json: { type: "boolean", default: false },
    },
    { min: 3, max: 3 },
  );
  const [code, year, notation] = positionals as [string, string, string];
  const { kind } = values;
  if (values.output === undefined || (kind !== "SIP_hoso" && kind !== "AIP_hoso") || !/^\d{4}$/.test(year))
    throw new VanthuError("USAGE", {
      message: "Thiếu -o, hoặc --kind, năm không đúng.",
      hint: `vanthu archive ${archive.usage}`,
    });
  const storage = openSqliteStorage(dataFolder(values.data, { mustExist: true }));
  try {
    const office = openOffice({ storage });
    const organisation = await office.access.organisationByCode(code);
    if (organisation === undefined)
      throw new VanthuError("INPUT_MISSING", { message: "Không có cơ quan mang mã này.", where: code });
    // Who can read the data folder is its keeper; the trail says that it was the command line.
    const keeper = {
      ...SYSTEM_ACTOR,
      organisationId: organisation.id,
      roles: ["archivist" as const, "auditor" as const],
    };
    const { opened } = await office.dossiers.list(keeper, Number(year));
    const id = opened[notation];
    if (id === undefined)
      throw new VanthuError("INPUT_MISSING", { message: `Không có hồ sơ ${notation} năm ${year}.`, where: notation });
    const packed = await office.dossiers.exportArchive(keeper, id, kind);
    const file = path.join(values.output, packed.name);
    writeOutput(file, packed.bytes);
    if (values.json) printJson({ file, sha256: packed.sha256, bytes: packed.bytes.length });
    else process.stdout.write(`${file}: ${packed.bytes.length} byte, SHA-256 ${packed.sha256}\n`);
    return EXIT.ok;
  } finally {
    await storage.records.close();
  }
}
