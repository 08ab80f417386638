import { VanthuError } from "../../shared/errors/index.ts";
import type { LevelOptions, SignatureLevel } from "../../shared/signing/index.ts";
import { readInput } from "./files.ts";

const LEVELS: SignatureLevel[] = ["B-B", "B-T", "B-LT", "B-LTA"];

/** Arguments of the commands that reach a signature level, besides `--level` itself. */
export const LEVEL_ARGUMENTS = {
  tsa: { type: "string", multiple: true },
  crl: { type: "string", multiple: true },
  timeout: { type: "string", default: "15" },
} as const;

/**
 * What `--level`, `--tsa`, `--crl` and `--timeout` ask for.
 *
 * @throws USAGE, INPUT_MISSING
 */
export function levelOptions(
  values: { level: string; tsa?: string[]; crl?: string[]; timeout: string },
  hint: string,
): Required<LevelOptions> {
  const { level, tsa = [], crl = [], timeout } = values;
  const refuse = (message: string, where: string) => new VanthuError("USAGE", { message, where, hint });
  if (!LEVELS.includes(level as SignatureLevel))
    throw refuse("Mức chữ ký phải là B-B, B-T, B-LT hoặc B-LTA.", `--level ${level}`);
  if (level !== "B-B" && tsa.length === 0)
    throw refuse("Ký từ mức B-T trở lên cần địa chỉ dịch vụ cấp dấu thời gian (--tsa).", `--level ${level}`);
  for (const url of tsa)
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      throw refuse("Địa chỉ dịch vụ cấp dấu thời gian phải là http hoặc https.", `--tsa ${url}`);
  const seconds = Number(timeout);
  if (!(seconds >= 0.1 && seconds <= 600))
    throw refuse("Thời gian chờ phải từ 0,1 đến 600 giây.", `--timeout ${timeout}`);
  const timeoutMs = 1000 * seconds;
  return {
    level: level as SignatureLevel,
    timestamp: { authorities: tsa.map((url) => ({ url })), timeoutMs },
    // Whoever signs at the command line asks from his own machine; servers of his own network may be meant.
    revocation: { timeoutMs, privateHosts: true, crls: crl.map(readInput) },
  };
}
