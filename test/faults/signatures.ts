/**
 * `npm run fuzz:signatures [-- --count N] [-- --seed N]`: changes one byte at a time, outside the signatures' own digits, in documents that were
 * signed here, and checks them. None may pass. 20,000 of them take about two minutes. With `--kind structure --seconds N` tokens and objects instead, with
 * `--kind length` bytes put in and taken out, with `--kind append` updates of objects edited at random.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { renderDocx } from "../../shared/docx/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";
import {
  appendUpdate,
  PdfDict,
  PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
  readPdf,
} from "../../shared/pdf/index.ts";
import { fillFields, layFields, signPdf } from "../../shared/signing/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { planOf, programmeOf } from "../bench/inputs.ts";
import { holesOf } from "../verification/attacks/byte-games.ts";
import { appendCompressed } from "../verification/compressed-update.ts";
import { issue, office, SIGNED_AT } from "../verification/support.ts";
import { type Random, randomOf } from "./mutate.ts";

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
  const end = processorMs() + options.seconds * 1000;
  while (processorMs() < end) {
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

/** What a run of {@link mutateLength} or {@link mutateAppended} found. */
export interface ChangedReport {
  mutants: number;
  /** Mutants that passed and show something else than the document; `seed` with `count` 1 gives one again. */
  passed: { document: string; seed: number; what: string }[];
  /** How many passed and show the same to the pixel: descriptions, evidence, what nobody draws. */
  harmless: number;
  verdicts: Record<string, number>;
}

/** For some seconds, puts bytes in and takes bytes out, outside the signatures' own digits: everything behind them moves. */
export async function mutateLength(options: { seed: number; seconds: number }): Promise<ChangedReport> {
  return changed(options, (pdf, holes, random) => {
    let out = Buffer.from(pdf);
    for (let left = 1 + Math.floor(random() * 2); left > 0; left -= 1) {
      const at = Math.floor(random() * out.length);
      if (holes.some(([from, to]) => at > from && at < to)) continue;
      const size = 1 + Math.floor(random() ** 3 * 200);
      const from = Math.floor(random() * (out.length - size));
      const put =
        random() < 0.5
          ? out.subarray(from, from + size)
          : Buffer.alloc(random() < 0.5 ? 1 : size, random() < 0.5 ? 32 : 10);
      const cut = random() < 0.4 ? size : 0;
      out = Buffer.concat([
        out.subarray(0, at),
        random() < 0.5 || cut === 0 ? put : Buffer.alloc(0),
        out.subarray(at + cut),
      ]);
    }
    return new Uint8Array(out);
  });
}

/**
 * For some seconds, appends correct updates of objects edited at random: entries set, taken away, exchanged with those of other objects, streams
 * written over, numbers freed, objects put in another's place, in one to three updates, plain or compressed.
 */
export async function mutateAppended(options: { seed: number; seconds: number }): Promise<ChangedReport> {
  return changed(options, (pdf, _holes, random) => {
    let out = pdf;
    for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) out = appendEdits(out, random);
    return out;
  });
}

/** Time of this process on the processor: how much is tried does not hang on what else the machine does. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function appendEdits(pdf: Uint8Array, random: Random): Uint8Array {
  const file = readPdf(pdf);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const numbers = Array.from({ length: file.size - 1 }, (_, index) => index + 1).filter((num) => {
    try {
      return file.get(num) !== null;
    } catch {
      return false;
    }
  });
  const dicts = numbers.flatMap((num) => {
    const held = file.get(num);
    return held instanceof PdfDict ? [held] : held instanceof PdfStream ? [held.dict] : [];
  });
  const anyValue = (): PdfObject => {
    const kind = random();
    if (kind < 0.4) return new PdfRef(pick(numbers));
    if (kind < 0.7) return pick([...pick(dicts).map.values(), null]);
    if (kind < 0.8) return pick([0, 1, 3, 842, -1, true, [0, 0, 595, 842], [], new PdfDict()]);
    return pick([
      new PdfString(Buffer.from("Khac")),
      new PdfName("Symbol"),
      new PdfName("JavaScript"),
      new PdfRef(file.size),
    ]);
  };
  const anyKey = (): string =>
    pick([...pick(dicts).map.keys(), "V", "AP", "Contents", "Annots", "Resources", "OpenAction", "AA", "DSS", "OC"]);
  const edit = (held: PdfDict): PdfDict => {
    const copy = new PdfDict(held.map);
    for (let left = 1 + Math.floor(random() * 2); left > 0; left -= 1) {
      const how = random();
      if (how < 0.3 && copy.map.size > 0) copy.map.delete(pick([...copy.map.keys()]));
      else if (how < 0.6 && copy.map.size > 0) copy.set(pick([...copy.map.keys()]), anyValue());
      else if (how < 0.7) {
        const key = pick([...copy.map.keys(), "Kids"]);
        const list = file.array(copy.get(key));
        if (list.length > 0) copy.set(key, random() < 0.5 ? list.slice(1) : [...list, anyValue()]);
      } else copy.set(anyKey(), anyValue());
    }
    return copy;
  };
  const objects = new Map<number, PdfObject>();
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) {
    const num = random() < 0.1 ? file.size + left : pick(numbers);
    const held = num >= file.size ? pick(dicts) : file.get(num);
    const how = random();
    if (how < 0.08) objects.set(num, file.get(pick(numbers)));
    else if (how < 0.12) objects.set(num, null);
    else if (held instanceof PdfDict) objects.set(num, edit(held));
    else if (held instanceof PdfStream) {
      const raw = random() < 0.5 ? Buffer.from("BT /F1 14 Tf 72 770 Td (Noi dung khac) Tj ET") : held.raw;
      objects.set(num, new PdfStream(random() < 0.5 ? edit(held.dict) : new PdfDict(), raw));
    } else objects.set(num, anyValue());
  }
  for (const object of objects.values()) if (object instanceof PdfStream) object.dict.map.delete("Length");
  if (file.revisions.at(-1)!.kind === "stream" && random() < 0.5) {
    const free = random() < 0.2 ? [pick(numbers)] : [];
    return appendCompressed(pdf, objects, { free: free.filter((num) => !objects.has(num)) });
  }
  return appendUpdate(file, { objects, ...(random() < 0.05 ? { trailer: { [anyKey()]: anyValue() } } : {}) }).bytes;
}

async function changed(
  options: { seed: number; seconds: number },
  mutate: (pdf: Uint8Array, holes: [number, number][], random: Random) => Uint8Array,
): Promise<ChangedReport> {
  const people = office();
  const documents = await samples(people);
  const shown = new Map(documents.map(([name, pdf]) => [name, pictureOf(pdf)]));
  const report: ChangedReport = { mutants: 0, passed: [], harmless: 0, verdicts: {} };
  const end = processorMs() + options.seconds * 1000;
  for (let seed = options.seed; processorMs() < end; seed += 1) {
    const random = randomOf(seed);
    const [document, pdf, holes] = documents[seed % documents.length]!;
    let mutant: Uint8Array;
    try {
      mutant = mutate(pdf, holes, random);
    } catch (error) {
      // An update on top of one that broke the file.
      if (!isVanthuError(error)) throw error;
      continue;
    }
    if (Buffer.compare(mutant, pdf) === 0) continue;
    const found = verifyPdf(mutant, people.options());
    report.mutants += 1;
    report.verdicts[found.verdict] = (report.verdicts[found.verdict] ?? 0) + 1;
    if (found.verdict !== "TOTAL_PASSED") continue;
    if (pictureOf(mutant) === shown.get(document)) report.harmless += 1;
    else
      report.passed.push({
        document,
        seed,
        what: found.signatures.flatMap((s) => s.changes.map((c) => c.what)).join("; "),
      });
  }
  return report;
}

/** What Poppler draws of all pages, as one hash. */
function pictureOf(pdf: Uint8Array): string {
  const drawn = execFileSync("pdftoppm", ["-r", "40", "-"], {
    input: pdf,
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["pipe", "pipe", "ignore"],
  });
  return createHash("sha256").update(drawn).digest("hex");
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
  const timed = { seed, seconds: Number(values.seconds ?? 60) };
  const kinds: Record<string, () => Promise<{ mutants: number; passed: unknown[]; verdicts: unknown }>> = {
    structure: () => mutateStructure(timed),
    length: () => mutateLength(timed),
    append: () => mutateAppended(timed),
    bytes: () => mutateSigned({ seed, count: Number(values.count ?? 20_000) }),
  };
  const report = await (kinds[values.kind ?? "bytes"] ?? kinds.bytes!)();
  if ("harmless" in report) console.log(`${report.harmless} passed that show the same to the pixel`);
  console.log(`${report.mutants} mutants from seed ${seed}: ${JSON.stringify(report.verdicts)}`);
  for (const one of report.passed) console.log(`PASSED: ${JSON.stringify(one)}`);
  process.exitCode = report.passed.length > 0 ? 1 : 0;
}
