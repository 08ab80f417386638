/**
 * `npm run memory [-- --runs N]`: typesets different documents over and over in one process, 2,000 times by default, and says what of the memory
 * stays. Memory must be flat: after the first tenth, what is alive may not grow by more than {@link ALLOWED_MB}.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { renderDocx } from "../../shared/docx/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { planOf, programmeOf } from "../bench/inputs.ts";

/** Noise of the heap: code that is compiled late, tables that grow once. */
export const ALLOWED_MB = 12;

/** Megabytes alive after a tenth of the runs and after all of them, and the most the process has held. */
export interface MemoryReport {
  runs: number;
  early: number;
  late: number;
  peak: number;
}

/** Measures in a process of its own, whose memory nobody else uses. */
export async function measureMemory(runs: number): Promise<MemoryReport> {
  const child = fork(import.meta.filename, ["--inside", String(runs)], { execArgv: ["--expose-gc"] });
  const [report] = await once(child, "message");
  return report;
}

/** Every round another document: other words, another length, other letters in the subsets. */
function work(runs: number): MemoryReport {
  const documents = Array.from({ length: 12 }, (_unused, index) => {
    const plan = planOf(programmeOf(2 + index));
    const subject = `${plan.subject} ${String.fromCodePoint(0x400 + index, 0x3b1 + index, 0x1ea1 + index)}`;
    return renderDocx({ ...plan, subject }).docx;
  });
  const alive = (): number => {
    globalThis.gc!();
    globalThis.gc!();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 1024 / 1024;
  };
  let early = 0;
  const mark = Math.max(24, Math.floor(runs / 10));
  for (let run = 1; run <= runs; run += 1) {
    typeset(documents[run % documents.length]!);
    if (run === mark) early = alive();
  }
  return { runs, early, late: alive(), peak: process.resourceUsage().maxRSS / 1024 };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { runs: { type: "string", default: "2000" }, inside: { type: "string" } } });
  if (values.inside !== undefined) process.send!(work(Number(values.inside)), () => process.disconnect());
  else {
    const { runs, early, late, peak } = await measureMemory(Number(values.runs));
    const grown = late - early;
    console.log(
      `${runs} documents: ${early.toFixed(1)} MB alive after a tenth, ${late.toFixed(1)} MB at the end (${grown.toFixed(1)} MB more), peak ${peak.toFixed(0)} MB`,
    );
    process.exitCode = grown > ALLOWED_MB ? 1 : 0;
  }
}
