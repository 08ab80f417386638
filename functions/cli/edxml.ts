import path from "node:path";
import { VanthuError } from "../../shared/errors/index.ts";
import { checkEdxml, type DocumentPacket, packEdxml, unpackEdxml } from "../../shared/exchange/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";
import { readJson } from "./render.ts";

/** `vanthu edxml pack|unpack|check`: exchange packages. */
export const edxml: Command = {
  name: "edxml",
  usage: "pack MÔ_TẢ.json TỆP… -o GÓI.edxml | unpack GÓI.edxml -o THƯ_MỤC | check GÓI.edxml [--json]",
  summary: "Đóng, mở và kiểm tra gói văn bản điện tử edXML.",
  async run(args) {
    const { values, positionals } = readArguments(
      edxml,
      args,
      { output: { type: "string", short: "o" }, json: { type: "boolean", default: false } },
      { min: 2, max: 64 },
    );
    const [verb, first, ...files] = positionals as [string, string, ...string[]];
    if (verb === "check") return check(first, values.json);
    if (values.output === undefined || (verb !== "pack" && verb !== "unpack")) {
      throw new VanthuError("USAGE", { message: "Lệnh edxml không đúng.", hint: `vanthu edxml ${edxml.usage}` });
    }
    return verb === "pack" ? pack(first, files, values.output) : unpack(first, values.output, values.json);
  },
};

const CONTENT_TYPES: Record<string, string> = {
  ".pdf": "application/pdf",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

function pack(descriptionFile: string, files: string[], output: string): number {
  const description = readJson(descriptionFile) as Omit<DocumentPacket, "attachments">;
  const attachments = files.map((file) => ({
    name: path.basename(file),
    description: path.basename(file),
    contentType: CONTENT_TYPES[path.extname(file).toLowerCase()] ?? "application/octet-stream",
    bytes: readInput(file),
  }));
  writeOutput(output, packEdxml({ ...description, attachments }));
  return EXIT.ok;
}

function unpack(file: string, folder: string, json: boolean): number {
  const unpacked = unpackEdxml(readInput(file));
  if (unpacked.kind === "status") {
    printJson(unpacked.status);
    return EXIT.ok;
  }
  const { attachments, ...rest } = unpacked.packet;
  for (const attachment of attachments) {
    // The sender chose the name: only its last part is used, so nothing is written outside the folder.
    writeOutput(path.join(folder, path.basename(attachment.name.replaceAll("\\", "/")) || "tep"), attachment.bytes);
  }
  if (json)
    printJson({ ...rest, attachments: attachments.map(({ bytes, ...entry }) => ({ ...entry, bytes: bytes.length })) });
  else process.stdout.write(`${rest.documentId}: ${attachments.length} tệp trong ${folder}\n`);
  return EXIT.ok;
}

function check(file: string, json: boolean): number {
  const findings = checkEdxml(readInput(file));
  if (json) printJson({ findings });
  else for (const finding of findings) process.stdout.write(`${finding.code} ${finding.where}: ${finding.message}\n`);
  if (!json && findings.length === 0) process.stdout.write("Gói đúng cấu trúc.\n");
  return findings.length === 0 ? EXIT.ok : EXIT.findings;
}
