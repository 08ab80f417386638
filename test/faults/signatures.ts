/**
 * `npm run fuzz:signatures [-- --count N] [-- --seed N]`: changes one byte at a time, outside the signatures' own digits, in documents that were
 * signed here, and checks them. None may pass. 20,000 of them take about two minutes. With `--kind structure --seconds N` tokens and objects instead.
 */
import { parseArgs } from "node:util";
import { renderDocx } from "../../shared/docx/index.ts";
import { fillFields, layFields, signPdf } from "../../shared/signing/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { planOf, programmeOf } from "../bench/inputs.ts";
import { holesOf } from "../verification/attacks/byte-games.ts";
import { issue, office, SIGNED_AT } from "../verification/support.ts";
import { randomOf } from "./mutate.ts";

/** What one run found. */
export interface MutantReport {
  mutants: number;
  /** Mutants that passed, by document, byte and bit. */
  passed: { document: string; at: number; bit: number }[];
  /** How often which verdict came. */
  verdicts: Record<string, number>;
}

/** Changes `count` bytes, one in each copy. The same seed gives the same mutants. */
export async function mutateSigned(options: { seed: number; count: number }): Promise<MutantReport> {
  const people = office();
  const documents = await samples(people);
  const report: MutantReport = { mutants: 0, passed: [], verdicts: {} };
  const random = randomOf(options.seed);
  while (report.mutants < options.count) {
    const [document, pdf, holes] = documents[report.mutants % documents.length]!;
    const at = Math.floor(random() * pdf.length);
    if (holes.some(([from, to]) => at > from && at < to - 1)) continue;
    const bit = Math.floor(random() * 8);
    pdf[at]! ^= 1 << bit;
    const { verdict } = verifyPdf(pdf, people.options());
    pdf[at]! ^= 1 << bit;
    report.mutants += 1;
    report.verdicts[verdict] = (report.verdicts[verdict] ?? 0) + 1;
    if (verdict === "TOTAL_PASSED") report.passed.push({ document, at, bit });
  }
  return report;
}

/** What a run of {@link mutateStructure} found. */
export interface StructureReport {
  mutants: number;
  passed: { document: string; seedAt: number }[];
  verdicts: Record<string, number>;
}

/**
 * For some seconds, changes signed documents token by token, outside the signatures' own digits: tokens and whole objects are exchanged, written over by
 * others or blanked, at unchanged length so that the cross-reference still leads somewhere.
 */
export async function mutateStructure(options: { seed: number; seconds: number }): Promise<StructureReport> {
  const people = office();
  const documents = await samples(people);
  const report: StructureReport = { mutants: 0, passed: [], verdicts: {} };
  const random = randomOf(options.seed);
  const end = performance.now() + options.seconds * 1000;
  while (performance.now() < end) {
    const [document, pdf, holes] = documents[report.mutants % documents.length]!;
    const mutant = Buffer.from(pdf);
    const free = ([from, to]: [number, number]) => holes.every(([start, stop]) => to <= start || from >= stop);
    const whole = random() < 0.2 ? /\d+ 0 obj[\s\S]*?endobj/g : /[^\s<>[\]()/]+/g;
    const spans = [...mutant.toString("latin1").matchAll(whole)]
      .map((match): [number, number] => [match.index, match.index + match[0].length])
      .filter(free);
    for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) {
      const a = spans[Math.floor(random() * spans.length)]!;
      const b = spans[Math.floor(random() * spans.length)]!;
      const size = Math.min(a[1] - a[0], b[1] - b[0]);
      const [held, other] = [
        Buffer.from(mutant.subarray(a[0], a[0] + size)),
        Buffer.from(mutant.subarray(b[0], b[0] + size)),
      ];
      const how = random();
      if (how < 0.2) mutant.fill(32, a[0], a[1]);
      else {
        mutant.set(other, a[0]);
        if (how < 0.6) mutant.set(held, b[0]);
      }
    }
    if (mutant.equals(pdf)) continue;
    const { verdict } = verifyPdf(mutant, people.options());
    report.mutants += 1;
    report.verdicts[verdict] = (report.verdicts[verdict] ?? 0) + 1;
    if (verdict === "TOTAL_PASSED") report.passed.push({ document, seedAt: report.mutants });
  }
  return report;
}

/** Documents of three kinds, each leader, number, seal: letters with either cross-reference, and a typeset plan. */
async function samples(people: ReturnType<typeof office>): Promise<[string, Uint8Array, [number, number][]][]> {
  const { pdf, anchors } = typeset(renderDocx(planOf(programmeOf(4))).docx);
  const certified = await signPdf({
    pdf: layFields(pdf, anchors),
    signer: people.leader.signer(),
    role: "leader",
    at: SIGNED_AT,
    anchors,
  });
  const numbered = fillFields(certified.pdf, { SoVanBan: "32" });
  const sealed = await signPdf({ pdf: numbered, signer: people.seal.signer(), role: "seal", at: SIGNED_AT });
  const documents: [string, Uint8Array][] = [
    ["letter", (await issue(people)).sealed],
    ["letter with a cross-reference stream", (await issue(people, "stream")).sealed],
    ["plan", sealed.pdf],
  ];
  return documents.map(([name, bytes]) => {
    if (verifyPdf(bytes, people.options()).verdict !== "TOTAL_PASSED")
      throw new Error(`${name} does not pass unchanged`);
    return [name, bytes.slice(), holesOf(bytes)];
  });
}

if (import.meta.main) {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { count: text, seed: text, kind: text, seconds: text } });
  const seed = Number(values.seed ?? 1);
  const report =
    values.kind === "structure"
      ? await mutateStructure({ seed, seconds: Number(values.seconds ?? 60) })
      : await mutateSigned({ seed, count: Number(values.count ?? 20_000) });
  console.log(`${report.mutants} mutants from seed ${seed}: ${JSON.stringify(report.verdicts)}`);
  for (const one of report.passed) console.log(`PASSED: ${JSON.stringify(one)}`);
  process.exitCode = report.passed.length > 0 ? 1 : 0;
}
