import { isVanthuError } from "../../shared/errors/index.ts";
import { programVersion } from "../../shared/home/index.ts";
import { type Command, EXIT } from "./command.ts";

/** Commands are loaded when they are called: a command must not pay for another's libraries. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import("./start.ts")).start,
  demo: async () => (await import("./demo.ts")).demo,
  import: async () => (await import("./import.ts")).importCommand,
  export: async () => (await import("./export.ts")).exportCommand,
  describe: async () => (await import("./describe.ts")).describe,
  render: async () => (await import("./render.ts")).render,
  convert: async () => (await import("./convert.ts")).convert,
  lint: async () => (await import("./lint.ts")).lint,
  sign: async () => (await import("./sign.ts")).sign,
  extend: async () => (await import("./extend.ts")).extend,
  authority: async () => (await import("./authority.ts")).authority,
  copy: async () => (await import("./copy.ts")).copy,
  verify: async () => (await import("./verify.ts")).verify,
  evidence: async () => (await import("./evidence.ts")).evidence,
  archive: async () => (await import("./archive.ts")).archive,
  amend: async () => (await import("./amend.ts")).amend,
  report: async () => (await import("./report.ts")).report,
  edxml: async () => (await import("./edxml.ts")).edxml,
  audit: async () => (await import("./audit.ts")).audit,
  access: async () => (await import("./access.ts")).access,
  backup: async () => (await import("./backup.ts")).backup,
  restore: async () => (await import("./backup.ts")).restore,
};

/**
 * The command line: `vanthu <command> …`. Answers the exit code.
 * Messages for the user are Vietnamese, on stderr, machine code first.
 */
export async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-v") {
    process.stdout.write(`${programVersion()}\n`);
    return EXIT.ok;
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(await help());
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    process.stderr.write(`USAGE Không có lệnh “${name}”.\nGõ vanthu --help để xem các lệnh.\n`);
    return EXIT.usage;
  }
  try {
    const command = await load();
    if (rest.includes("--help") || rest.includes("-h")) {
      process.stdout.write(`vanthu ${command.name} ${command.usage}\n  ${command.summary}\n`);
      return EXIT.ok;
    }
    return await command.run(rest);
  } catch (error) {
    return report(error);
  }
}

/** Writes an error to stderr and answers its exit code. */
function report(error: unknown): number {
  if (!isVanthuError(error)) {
    process.stderr.write(`INTERNAL Chương trình gặp lỗi ngoài dự kiến.\n${(error as Error)?.stack ?? String(error)}\n`);
    return EXIT.internal;
  }
  let text = `${error.code} ${error.message}`;
  if (error.where) text += `\n  Vị trí: ${error.where}`;
  for (const fault of error.faults ?? [])
    text += `\n  - ${fault.code} ${fault.where ? `${fault.where}: ` : ""}${fault.message}`;
  if (error.hint) text += `\n  Gợi ý: ${error.hint}`;
  process.stderr.write(`${text}\n`);
  if (error.code === "USAGE") return EXIT.usage;
  if (error.code === "INPUT_MISSING") return EXIT.inputMissing;
  return error.status >= 500 ? EXIT.internal : EXIT.findings;
}

async function help(): Promise<string> {
  const lines: string[] = [];
  for (const load of Object.values(COMMANDS)) {
    const command = await load();
    lines.push(`  vanthu ${command.name} ${command.usage}\n      ${command.summary}`);
  }
  return `Vanthu ${programVersion()}: soạn, ký số, phát hành, gửi nhận và kiểm tra văn bản hành chính\n\n${lines.join("\n")}\n`;
}
