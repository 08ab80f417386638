/** Reads a report of vitest and prints "PASSED FAILED SKIPPED"; files that could not even be loaded count as failed, and so does a run that broke off. */
import { readFileSync } from "node:fs";

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

const [file, code] = process.argv.slice(2);
let report: Report | undefined;
try {
  report = JSON.parse(readFileSync(file!, "utf8")) as Report;
} catch {
  // No report: the run broke off before its end.
}
const broken =
  report?.testResults.filter(
    (one) => one.status === "failed" && !one.assertionResults.some((test) => test.status === "failed"),
  ).length ?? 0;
let failed = (report?.numFailedTests ?? 0) + broken;
if (code !== "0" && failed === 0) failed = 1;
console.log(`${report?.numPassedTests ?? 0} ${failed} ${(report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)}`);
