/**
 * `npm run bench:typeset [-- --full] [-- --quick] [-- --only NAME]`: our typesetter beside LibreOffice started for each file and LibreOffice kept open, on
 * the same files in the same run, turn by turn; then the first PDF of a new process, the size of what is shipped, filling Word files, and memory over
 * many documents. `--full` has LibreOffice set the table of 5,000 rows too, which takes it minutes; `--quick` leaves that table and the many documents out.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { ALLOWED_MB, measureMemory } from "../faults/memory.ts";
import { type Packed, packTypesetter } from "./first-pdf.ts";
import { letter, wideAppendix, widePlan } from "./inputs.ts";
import { coldLibreOffice, libreOfficeVersion, startWarmLibreOffice } from "./libreoffice.ts";
import { type Summary, summarise } from "./measure.ts";

/** One document to be set, how often by whom, and what is aimed at. */
interface Case {
  name: string;
  describe(): DocumentDescription;
  /** `warmUp`: runs before those that are measured, while code is still being compiled. */
  runs: { warmUp: number; ours: number; cold: number; warm: number; filling: number };
  /** Issue 4, "Cost": milliseconds, times faster than LibreOffice cold and warm, megabytes. */
  aims: { ms: number; cold: number; warm: number; memoryMB?: number };
}

const CASES: Case[] = [
  {
    name: "letter",
    describe: letter,
    runs: { warmUp: 300, ours: 100, cold: 3, warm: 10, filling: 60 },
    aims: { ms: 5, cold: 25, warm: 5 },
  },
  {
    name: "plan-16-pages",
    describe: () => widePlan(16),
    runs: { warmUp: 80, ours: 60, cold: 3, warm: 8, filling: 40 },
    aims: { ms: 30, cold: 25, warm: 5 },
  },
  {
    name: "200-rows",
    describe: () => wideAppendix(200),
    runs: { warmUp: 50, ours: 40, cold: 3, warm: 5, filling: 30 },
    aims: { ms: 90, cold: 25, warm: 5 },
  },
  {
    name: "5000-rows",
    describe: () => wideAppendix(5000),
    runs: { warmUp: 2, ours: 7, cold: 1, warm: 1, filling: 5 },
    aims: { ms: 2500, cold: 80, warm: 5, memoryMB: 500 },
  },
];

/** What a service of 512 MB gives its heap; without a word V8 lets garbage lie as long as the machine has room. */
const HEAP_MB = 256;

const { values } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const cases = CASES.filter(
  ({ name }) => (values.only === undefined || name.includes(values.only)) && !(values.quick && name === "5000-rows"),
);
const folder = mkdtempSync(path.join(tmpdir(), "vanthu-bench-"));
const version = libreOfficeVersion();
console.log(version ?? "LibreOffice is not installed: only our own figures.");
let unmet = 0;
const medians = new Map<string, number>();
try {
  const packed = await packTypesetter(folder);
  start(packed);
  for (const one of cases) await measure(one, packed);
  packed.drop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const few = medians.get("200-rows");
const many = medians.get("5000-rows");
if (few !== undefined && many !== undefined) {
  console.log("\nlinear");
  aim("5,000 rows against 200 rows", many / few, "at most", 30, "×");
}
if (!values.quick && values.only === undefined) await memory();
console.log(unmet === 0 ? "\nAll aims met." : `\n${unmet} aims not met.`);
process.exitCode = unmet === 0 ? 0 : 1;

function aim(what: string, value: number, way: "at most" | "at least", target: number, unit: string): void {
  const met = way === "at most" ? value <= target : value >= target;
  if (!met) unmet += 1;
  console.log(`    ${met ? "met    " : "NOT MET"}  ${what}: ${round(value)}${unit}, ${way} ${target}${unit}`);
}

function round(value: number): number {
  return value < 10 ? Math.round(value * 100) / 100 : Math.round(value);
}

/** A process that has never set anything, packed as it is shipped. */
function start(packed: Packed): void {
  const file = path.join(folder, "first.docx");
  writeFileSync(file, renderDocx(letter()).docx);
  packed.first(file);
  const times = summarise(Array.from({ length: 15 }, () => packed.first(file)));
  console.log(`\nfirst PDF of a new process\n    ${line("vanthu", times)}`);
  aim("first PDF, from starting Node", times.median, "at most", 250, " ms");
  aim("code and faces", packed.bytes / 1024 / 1024, "at most", 6, " MB");
}

async function measure({ name, describe, runs, aims }: Case, packed: Packed): Promise<void> {
  const description = describe();
  const file = path.join(folder, `${name}.docx`);
  writeFileSync(file, renderDocx(description).docx);
  const child = fork(packed.child, { stdio: "inherit", execArgv: [`--max-old-space-size=${HEAP_MB}`] });
  const ours: number[] = [];
  const cold: number[] = [];
  const warm: number[] = [];
  let last = await ask(child, file);
  for (let index = 1; index < runs.warmUp; index += 1) last = await ask(child, "");
  const theirs = version !== undefined && (values.full || name !== "5000-rows");
  const startCold = theirs ? coldLibreOffice() : undefined;
  const listener = theirs ? await startWarmLibreOffice() : undefined;
  const pdf = path.join(folder, `${name}.pdf`);
  // Their first run makes the profile, or loads what later runs find loaded; minutes are not spent on that.
  if (runs.cold > 1) startCold?.(file);
  if (runs.warm > 1) await listener?.convert(file, pdf);
  for (let round = 0; round < Math.max(runs.ours, runs.cold, runs.warm); round += 1) {
    if (round < runs.ours) {
      last = await ask(child, "");
      ours.push(last.ms);
    }
    if (startCold !== undefined && round < runs.cold) {
      const started = performance.now();
      startCold(file);
      cold.push(performance.now() - started);
    }
    if (listener !== undefined && round < runs.warm) warm.push(await listener.convert(file, pdf));
  }
  const theirPeak = listener?.peakMB() ?? 0;
  await listener?.stop();
  child.disconnect();

  const mine = summarise(ours);
  const filling = fill(description, runs.filling);
  medians.set(name, mine.median);
  console.log(`\n${name} (${last.pages} pages, DOCX ${Math.round(statSync(file).size / 1024)} KB)`);
  console.log(`    ${line("vanthu", mine, { runs: ours.length, peakMB: last.peakMB, bytes: last.bytes })}`);
  const others: [string, number[], number, number][] = [
    ["LibreOffice, started for each file", cold, aims.cold, 0],
    ["LibreOffice, kept open", warm, aims.warm, theirPeak],
  ];
  for (const [what, times, , peakMB] of others) {
    if (times.length === 0) continue;
    console.log(`    ${line(what, summarise(times), { runs: times.length, peakMB, bytes: statSync(pdf).size })}`);
  }
  console.log(`    ${line("filling the Word file", filling)}`);
  aim("median", mine.median, "at most", aims.ms, " ms");
  if (aims.memoryMB !== undefined) aim("peak memory", last.peakMB, "at most", aims.memoryMB, " MB");
  for (const [what, times, target] of others)
    if (times.length > 0) aim(`against ${what}`, summarise(times).median / mine.median, "at least", target, "×");
  aim("filling against typesetting", filling.median / mine.median, "at most", 1, "×");
}

/** Making the Word file, as warm as typesetting it was measured. */
function fill(description: DocumentDescription, runs: number): Summary {
  const times = Array.from({ length: runs * 2 }, () => {
    const started = performance.now();
    renderDocx(description);
    return performance.now() - started;
  });
  return summarise(times.slice(runs));
}

/** Different documents over and over in one process: what is alive may not grow. */
async function memory(): Promise<void> {
  const { runs, early, late, peak } = await measureMemory(2000);
  console.log(`\nmemory over ${runs} documents in one process`);
  console.log(
    `    alive after a tenth of them ${early.toFixed(1)} MB, after all ${late.toFixed(1)} MB, peak ${Math.round(peak)} MB`,
  );
  aim("grown", late - early, "at most", ALLOWED_MB, " MB");
}

function line(name: string, { median, p95 }: Summary, more?: { runs: number; peakMB: number; bytes: number }): string {
  const times = `${name.padEnd(36)} ${median.toFixed(1).padStart(9)} ms median ${p95.toFixed(1).padStart(9)} ms p95`;
  if (more === undefined) return times;
  const peak = more.peakMB === 0 ? "" : `  ${more.peakMB} MB peak`;
  return `${times}  ${Math.round(more.bytes / 1024)} KB${peak}  n=${more.runs}`;
}

/** One run in the child. */
async function ask(
  child: ChildProcess,
  file: string,
): Promise<{ ms: number; pages: number; bytes: number; peakMB: number }> {
  child.send(file);
  const [answer] = await once(child, "message");
  return answer;
}
