/**
 * `npm run bench [-- --quick] [-- --only NAME]`: times every step of the main job beside its peers, prints medians and ratios, writes bench/results.json. `--quick` leaves
 * out what takes minutes; `--only` runs the rows whose name contains NAME, and leaves the file as it is.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { libreOfficeVersion, startWarmLibreOffice } from "./libreoffice.ts";
import { loadPages } from "./load-pages.ts";
import { type MeasuredRow, measureRow } from "./measure.ts";

loadPages();
const { plannedRows } = await import("./rows.ts");

const ROOT = path.resolve(import.meta.dirname, "../..");
const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, only: { type: "string" } } });

const folder = mkdtempSync(path.join(tmpdir(), "vanthu-bench-"));
const libreOffice = libreOfficeVersion();
if (libreOffice === undefined)
  console.log("LibreOffice is not installed: typesetting is measured without its peers (test/run installs it).");
const warm = libreOffice === undefined ? undefined : await startWarmLibreOffice();
const rows: MeasuredRow[] = [];
try {
  for (const planned of plannedRows({ folder, warm, quick: values.quick })) {
    if (values.only !== undefined && !planned.name.includes(values.only)) continue;
    const row = await measureRow(await planned.make());
    rows.push(row);
    print(row);
  }
} finally {
  await warm?.stop();
  rmSync(folder, { recursive: true, force: true });
}

if (values.only === undefined) {
  mkdirSync(path.join(ROOT, "bench"), { recursive: true });
  writeFileSync(
    path.join(ROOT, "bench/results.json"),
    `${JSON.stringify({ machine: machine(), versions: versions(), rows }, null, 2)}\n`,
  );
  console.log("\nbench/results.json");
}
const slow = rows.filter((row) => row.floor !== undefined && row.ours.median > row.floor);
for (const row of slow) console.log(`TOO SLOW: ${row.name}: ${row.ours.median} ms, at most ${row.floor} ms`);
process.exitCode = slow.length === 0 ? 0 : 1;

function print({ name, input, ours, peers, target, runs }: MeasuredRow): void {
  const aim = target === undefined ? "" : `, ${ours.median <= target ? "within" : "over"} the target of ${target} ms`;
  console.log(`\n${name} (${input})`);
  console.log(`  ${"vanthu".padEnd(36)} ${figure(ours.median)} median ${figure(ours.p95)} p95   n=${runs}${aim}`);
  for (const peer of peers)
    console.log(
      `  ${peer.name.padEnd(36)} ${figure(peer.median)} median ${figure(peer.p95)} p95   n=${peer.runs}, ${peer.ratio}× ours`,
    );
}

function figure(ms: number): string {
  return `${ms.toFixed(ms < 100 ? 2 : 0).padStart(9)} ms`;
}

function machine() {
  const [first] = cpus();
  return {
    cpu: first?.model ?? "",
    cores: cpus().length,
    memoryMB: Math.round(totalmem() / 1024 / 1024),
    system: `${process.platform} ${release()} ${process.arch}`,
    measuredOn: new Date().toISOString().slice(0, 10),
  };
}

function versions(): Record<string, string> {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  const own = JSON.parse(readFileSync(path.join(ROOT, "test/package.json"), "utf8")).dependencies as Record<
    string,
    string
  >;
  const commit = (() => {
    try {
      return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
    } catch {
      return "";
    }
  })();
  return {
    vanthu: `${version}${commit === "" ? "" : ` (${commit})`}`,
    node: process.versions.node,
    ...(libreOffice === undefined ? {} : { libreOffice }),
    "@signpdf/signpdf": own["@signpdf/signpdf"]!,
    "@libpdf/core": own["@libpdf/core"]!,
    "@cantoo/pdf-lib": own["@cantoo/pdf-lib"]!,
  };
}
