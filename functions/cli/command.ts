import { type ParseArgsConfig, parseArgs } from "node:util";
import { VanthuError } from "../../shared/errors/index.ts";

/** Exit codes of every command (sysexits for the errors). */
export const EXIT = { ok: 0, findings: 1, usage: 64, inputMissing: 66, internal: 70 } as const;

/** One command of the command line; one file each. */
export interface Command {
  name: string;
  /** Arguments, after the name. */
  usage: string;
  /** One Vietnamese line. */
  summary: string;
  /** Answers the exit code; throws VanthuError for what the user can mend. */
  run(args: string[]): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Options and positionals of a command.
 * @throws USAGE with the command's usage as hint
 */
export function readArguments<T extends Options>(
  command: Pick<Command, "name" | "usage">,
  args: string[],
  options: T,
  positionals: { min: number; max: number },
) {
  const hint = `vanthu ${command.name} ${command.usage}`;
  let parsed: ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; args: string[] }>>;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new VanthuError("USAGE", { message: "Tham số của lệnh không đúng.", where: (error as Error).message, hint });
  }
  if (parsed.positionals.length < positionals.min || parsed.positionals.length > positionals.max) {
    throw new VanthuError("USAGE", { message: "Thiếu hoặc thừa tên tệp trong lệnh.", hint });
  }
  return parsed;
}
