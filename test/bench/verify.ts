/**
 * `npm run bench:verify [-- --quick]`: our verdict on files with three signatures beside pdfsig and PDFBox with BouncyCastle (whole processes), then what
 * many signatures and large files cost. Each of our verdicts is on a file not seen before, as a service gets them: what is remembered is the
 * authority. `--quick` leaves out the files of 100 MB. Exit code 1 when an aim is missed.
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
import { type Contender, type MeasuredRow, measureRow, summarise } from "./measure.ts";
import { pdfOf, planOfBytes } from "./sign-inputs.ts";
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
/** Files judged a few times before any is timed: code is compiled then. */
const WARM = 30;
const missed: string[] = [];
const folder = mkdtempSync(path.join(tmpdir(), "vanthu-verify-"));
try {
  const plan = planOfBytes(300 * KB);
  await beside(pdfOf(3, 300 * KB), 3, "3 pages", ["pdfsig"]);
  await beside(pdfOf(20, 300 * KB), 20, "20 pages", ["pdfsig"]);
  await beside(plan.pdf, plan.pages, `plan of ${plan.pages} pages`, ["pdfsig", "PDFBox"]);
  await many();
  if (!values.quick) {
    await large("60 pages", pdfOf(60, 100 * MB));
    await large("5,000 pages, cross-reference streams", pdfOf(5000, 100 * MB, "stream"));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const line of missed) console.log(`MISSED: ${line}`);
process.exitCode = missed.length === 0 ? 0 : 1;

/** Signed by leader, seal and copy. The seconds tell one file from another. */
async function signedThrice(plain: Uint8Array, seconds: number): Promise<Uint8Array> {
  let pdf = plain;
  const when = new Date(at.getTime() - seconds * 1000);
  for (const role of ["leader", "seal", "copy"] as const)
    pdf = (await signPdf({ pdf, signer: person, role, at: when, ...(role === "copy" ? { text: "SAO Y" } : {}) })).pdf;
  return pdf;
}

/** Three signatures on some 300 KB. */
async function beside(
  plain: Uint8Array,
  pages: number,
  what: string,
  peers: readonly ("pdfsig" | "PDFBox")[],
): Promise<void> {
  const runs = values.quick ? 15 : 40;
  const files: Uint8Array[] = [];
  for (let i = 0; i < WARM + runs + 1; i += 1) files.push(await signedThrice(plain, i));
  const size = files[0]!.length;
  const file = path.join(folder, "ba-chu-ky.pdf");
  const root = path.join(folder, "root.der");
  writeFileSync(file, files[0]!);
  writeFileSync(root, authority.root);
  const warm = files.splice(0, WARM);
  for (let round = 0; round < 5; round += 1) for (const one of warm) refuseUnsound(one, 3);
  const cpu: number[] = [];
  const others: Contender[] = [
    {
      name: "pdfsig (a process, no certificate check)",
      run: () => execFileSync("pdfsig", ["-nocert", file], { stdio: ["ignore", "pipe", "ignore"] }),
    },
    {
      name: "PDFBox + BouncyCastle (a process)",
      run: () => signatureJudge(["judge", root], `${file}\n`),
      runs: 5,
    },
  ];
  const row = await measureRow({
    name: "verdict on three signatures",
    unit: "ms",
    input: `${what}, ${Math.round(size / KB)} KB`,
    ours: {
      name: "vanthu",
      run: () => {
        const before = process.cpuUsage();
        refuseUnsound(files.pop()!, 3);
        const { user, system } = process.cpuUsage(before);
        cpu.push((user + system) / 1000);
      },
    },
    peers: others.filter(({ name }) => peers.some((peer) => name.startsWith(peer))),
    runs,
  });
  print(row);
  console.log(`  vanthu, time of the processor alone: ${middle(cpu)} ms`);
  // Ten times the pages of what an office sends is told, not judged.
  if (pages <= 20) aim(row.ours.median <= 6, `three signatures on ${what}: ${row.ours.median} ms, at most 6 ms`);
}

/** Signatures one on the other: what each costs must not grow. */
async function many(): Promise<void> {
  let pdf = pdfOf(3, 100 * KB);
  const files: { count: number; pdf: Uint8Array; times: number[] }[] = [];
  for (let count = 1; count <= 50; count += 1) {
    pdf = (await signPdf({ pdf, signer: person, role: "copy", text: `Lần ${count}`, appearance: "none", at })).pdf;
    if (count === 5 || count === 10 || count === 25 || count === 50) files.push({ count, pdf, times: [] });
  }
  // They take turns, so that a busy moment of the machine falls on all of them.
  for (let round = 0; round < 25; round += 1) {
    for (const one of files) {
      const before = process.cpuUsage();
      refuseUnsound(one.pdf, one.count);
      const { user, system } = process.cpuUsage(before);
      if (round >= 5) one.times.push((user + system) / 1000);
    }
  }
  const each = files.map(({ count, times }) => ({ count, ms: middle(times) / count }));
  for (const { count, ms } of each) console.log(`  ${count} signatures: ${round(ms * count)} ms, ${round(ms)} ms each`);
  const [, few, , most] = each;
  const growth = most!.ms / few!.ms;
  console.log(`  growth of the cost of each from 10 to 50: ×${round(growth)}`);
  aim(growth <= 1.3, `50 signatures: each costs ×${round(growth)} of what it costs with 10, at most ×1.3`);
}

/** A file of 100 MB, in a process of its own so that its memory can be told. */
async function large(what: string, plain: Uint8Array): Promise<void> {
  let pdf = plain;
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
    `file of ${Math.round(pdf.length / MB)} MB, ${what}, two signatures: ${found.verdict}, ${Math.round(found.ms)} ms, peak ${round(found.peak / pdf.length)} × the file`,
  );
  aim(found.verdict === "TOTAL_PASSED", `100 MB, ${what}: ${found.verdict}`);
  aim(found.ms <= 3000, `100 MB, ${what}: ${Math.round(found.ms)} ms, at most 3,000 ms`);
  aim(found.peak <= 3 * pdf.length, `100 MB, ${what}: ${round(found.peak / pdf.length)} × the file, at most 3`);
}

function middle(times: readonly number[]): number {
  return summarise([...times]).median;
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
