/**
 * `npm run bench:verify [-- --quick]`: our verdict on a file with three signatures beside pdfsig and PDFBox with BouncyCastle (whole processes), then what
 * many signatures and a large file cost. `--quick` leaves out the file of 100 MB. Exit code 1 when an aim is missed.
 */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { createTestAuthority, signPdf } from "../../shared/signing/index.ts";
import { type VerifyOptions, verifyPdf } from "../../shared/verification/index.ts";
import { signatureJudge } from "../contract/java.ts";
import { type MeasuredRow, measureRow } from "./measure.ts";
import { laidLetter, pdfOf, planOfBytes } from "./sign-inputs.ts";
import type { VerifiedLarge } from "./verify-memory.ts";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const KB = 1024;
const MB = 1024 * KB;
const at = new Date();
const authority = createTestAuthority();
const options: VerifyOptions = {
  trust: [{ certificate: authority.root, scope: "thử nghiệm", source: "bench" }],
  crls: authority.crls,
  offline: true,
};
const person = authority.issueCertificate({ commonName: "Nguyễn Văn Đo", kind: "person" }).signer();
const missed: string[] = [];
const folder = mkdtempSync(path.join(tmpdir(), "vanthu-verify-"));
try {
  await beside();
  await many();
  if (!values.quick) await large();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const line of missed) console.log(`MISSED: ${line}`);
process.exitCode = missed.length === 0 ? 0 : 1;

/** Three signatures on some 300 KB. */
async function beside(): Promise<void> {
  const plan = planOfBytes(300 * KB);
  let pdf = plan.pdf;
  for (const role of ["leader", "seal", "copy"] as const)
    pdf = (await signPdf({ pdf, signer: person, role, at, ...(role === "copy" ? { text: "SAO Y" } : {}) })).pdf;
  refuseUnsound(pdf, 3);
  const file = path.join(folder, "ba-chu-ky.pdf");
  const root = path.join(folder, "root.der");
  writeFileSync(file, pdf);
  writeFileSync(root, authority.root);
  const row = await measureRow({
    name: "verdict on three signatures",
    unit: "ms",
    input: `plan of ${plan.pages} pages, ${Math.round(pdf.length / KB)} KB`,
    ours: {
      name: "vanthu",
      run: () => {
        for (let i = 0; i < 5; i += 1) refuseUnsound(pdf, 3);
      },
    },
    peers: [
      {
        name: "pdfsig (a process, no certificate check)",
        run: () => execFileSync("pdfsig", ["-nocert", file], { stdio: ["ignore", "pipe", "ignore"] }),
      },
      {
        name: "PDFBox + BouncyCastle (a process)",
        run: () => signatureJudge(["judge", root], `${file}\n`),
        runs: 5,
      },
    ],
    runs: values.quick ? 15 : 40,
  });
  // Five verdicts a run, so that one is timed well.
  const each = row.ours.median / 5;
  print({ ...row, ours: { median: round(each), p95: round(row.ours.p95 / 5) } });
  aim(each <= 6, `three signatures: ${round(each)} ms, at most 6 ms`);
}

/** Signatures one on the other: what each costs must not grow. */
async function many(): Promise<void> {
  let pdf = pdfOf(3, 100 * KB);
  const times: [number, number][] = [];
  for (let count = 1; count <= 50; count += 1) {
    pdf = (await signPdf({ pdf, signer: person, role: "copy", text: `Lần ${count}`, appearance: "none", at })).pdf;
    if (count === 10 || count === 25 || count === 50) times.push([count, timeOf(pdf, count)]);
  }
  for (const [count, ms] of times) console.log(`  ${count} signatures: ${round(ms)} ms, ${round(ms / count)} ms each`);
  const [first, , last] = times as [[number, number], [number, number], [number, number]];
  const growth = last[1] / last[0] / (first[1] / first[0]);
  console.log(`  growth of the cost of each from 10 to 50: ×${round(growth)}`);
  aim(growth <= 2, `50 signatures: each costs ×${round(growth)} of what it costs with 10`);
}

function timeOf(pdf: Uint8Array, count: number): number {
  refuseUnsound(pdf, count);
  const times = Array.from({ length: 7 }, () => {
    const started = performance.now();
    refuseUnsound(pdf, count);
    return performance.now() - started;
  });
  return times.toSorted((a, b) => a - b)[3]!;
}

/** A file of 100 MB, in a process of its own so that its memory can be told. */
async function large(): Promise<void> {
  const laid = laidLetter();
  refuseUnsound((await signPdf({ pdf: laid.pdf, signer: person, role: "leader", at, anchors: laid.anchors })).pdf, 1);
  let pdf = pdfOf(60, 100 * MB);
  for (const role of ["leader", "seal"] as const) pdf = (await signPdf({ pdf, signer: person, role, at })).pdf;
  const file = path.join(folder, "lon.pdf");
  writeFileSync(file, pdf);
  const child = fork(path.join(import.meta.dirname, "verify-memory.ts"), [file], { execArgv: ["--expose-gc"] });
  const trust = {
    root: Buffer.from(authority.root).toString("base64"),
    crls: authority.crls.map((crl) => Buffer.from(crl).toString("base64")),
  };
  child.send(trust);
  const [found] = (await once(child, "message")) as [VerifiedLarge];
  console.log(
    `file of ${Math.round(pdf.length / MB)} MB, two signatures: ${found.verdict}, ${Math.round(found.ms)} ms, peak ${round(found.peak / pdf.length)} × the file`,
  );
  aim(found.ms <= 3000, `100 MB: ${Math.round(found.ms)} ms, at most 3,000 ms`);
  aim(found.peak <= 3 * pdf.length, `100 MB: ${round(found.peak / pdf.length)} × the file, at most 3`);
}

function refuseUnsound(pdf: Uint8Array, signatures: number): void {
  const verdict = verifyPdf(pdf, options);
  if (verdict.verdict !== "TOTAL_PASSED" || verdict.signatures.length !== signatures)
    throw new Error(`${verdict.verdict}: ${verdict.summary}`);
}

function print(row: MeasuredRow): void {
  console.log(`${row.name} (${row.input}; ${row.runs} runs)`);
  console.log(`  vanthu: ${row.ours.median} ms, p95 ${row.ours.p95} ms`);
  for (const peer of row.peers)
    console.log(`  ${peer.name}: ${peer.median} ms, p95 ${peer.p95} ms, ${round(peer.median / row.ours.median)}×`);
}

function aim(reached: boolean, what: string): void {
  if (!reached) missed.push(what);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
