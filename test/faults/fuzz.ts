/**
 * `npm run fuzz [-- --seconds N] [-- --seed N] [-- --count N]`: changes Word files and workbooks at random, typesets them, checks their form and reads their
 * tables. Every one must end in a PDF that can be read, in findings, in tasks, or in an error with a code, within time and memory. A fault is
 * printed with its seed; `--seed N --count 1` repeats it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { SAMPLE_PLAN } from "../../samples/plan.ts";
import {
  type Bounds,
  importTableBounded,
  inspectTableBounded,
  lintAndFixBounded,
  lintBounded,
  typesetBounded,
} from "../../shared/bounded/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";
import { readPdf } from "../../shared/pdf/index.ts";
import { sampleWorkbook } from "../../shared/tasks/index.ts";
import { planOf, programmeOf } from "../bench/inputs.ts";
import { paragraph, run, table, wordFile } from "../typeset/word-file.ts";
import { mutate, randomOf } from "./mutate.ts";

/** What one run found. */
export interface FuzzReport {
  cases: number;
  /** How often which end came: `PDF`, `findings`, `mended`, `tasks`, `columns`, or the code of the error. */
  ends: Record<string, number>;
  faults: { seed: number; file: string; what: string }[];
}

/** A small file costs milliseconds; what costs this much has no bound of its own. */
const BOUNDS: Bounds = { timeoutMs: 10_000, memoryMB: 512 };
/** How many of the files are workbooks. */
const TABLES = 0.2;
/** Largest file of the corpus that is changed. */
const LARGEST = 150_000;

/** Runs until time or count is over. The same first seed gives the same cases. */
export async function fuzz(options: { seed: number; seconds: number; count?: number }): Promise<FuzzReport> {
  const files = samples();
  const tables = workbooks();
  const report: FuzzReport = { cases: 0, ends: {}, faults: [] };
  const until = performance.now() + options.seconds * 1000;
  for (let seed = options.seed; performance.now() < until && report.cases < (options.count ?? Infinity); seed += 1) {
    const random = randomOf(seed);
    const some = random() < TABLES ? tables : files;
    const [file, bytes] = some[Math.floor(random() * some.length)]!;
    const changed = mutate(bytes, random);
    report.cases += 1;
    for (const way of file.endsWith(".xlsx") ? TABLE_WAYS : WORD_WAYS) {
      const end = await endOf(() => way(changed, file));
      report.ends[end.name] = (report.ends[end.name] ?? 0) + 1;
      if (end.fault !== undefined) report.faults.push({ seed, file, what: end.fault });
    }
  }
  return report;
}

/** Reads a file in one way; answers the name of a good end. */
type Way = (bytes: Uint8Array, file: string) => Promise<string>;

const WORD_WAYS: Way[] = [
  async (docx) => {
    const { pdf, pages } = await typesetBounded(docx, BOUNDS);
    const read = readPdf(pdf).pages().length;
    if (read !== pages || pages === 0) throw new Error(`${pages} pages, ${read} in the PDF`);
    return "PDF";
  },
  async (docx) => {
    await lintBounded(docx, BOUNDS);
    return "findings";
  },
  async (docx) => {
    await lintAndFixBounded(docx, BOUNDS);
    return "mended";
  },
  async (bytes) => {
    await importTableBounded({ name: "a.docx", bytes }, BOUNDS);
    return "tasks";
  },
];

const TABLE_WAYS: Way[] = [
  async (bytes) => {
    await importTableBounded({ name: "a.xlsx", bytes }, BOUNDS);
    return "tasks";
  },
  async (bytes) => {
    await inspectTableBounded({ name: "a.xlsx", bytes }, BOUNDS);
    return "columns";
  },
];

async function endOf(way: () => Promise<string>): Promise<{ name: string; fault?: string }> {
  try {
    return { name: await way() };
  } catch (error) {
    if (!isVanthuError(error)) return { name: "fault", fault: (error as Error).stack ?? String(error) };
    const given = /^(TYPESET_|READING_|PDF_|INTERNAL)/.test(error.code);
    return given ? { name: error.code, fault: error.code } : { name: error.code };
  }
}

/** What is changed: our own documents, a file with a little of everything, and the small files of the corpus where it is present. */
function samples(): [name: string, docx: Uint8Array][] {
  const plan = planOf(programmeOf(6));
  const files: [string, Uint8Array][] = [
    ["kế hoạch", renderDocx(plan).docx],
    ["công văn", renderDocx({ ...plan, kind: "CV", subject: SAMPLE_PLAN.subject, appendices: [] }).docx],
    ["đủ thứ", everything()],
  ];
  const corpus = path.resolve(import.meta.dirname, "../../../shared/corpora/docx");
  if (existsSync(corpus)) {
    for (const name of readdirSync(corpus, { recursive: true, encoding: "utf8" }).sort()) {
      const file = path.join(corpus, name);
      if (/\.docx$/i.test(name) && statSync(file).size < LARGEST)
        files.push([name, new Uint8Array(readFileSync(file))]);
    }
  }
  return files.filter(([, docx]) => docx[0] === 0x50);
}

function workbooks(): [name: string, xlsx: Uint8Array][] {
  const sample = path.resolve(import.meta.dirname, "../../samples/files/nhiem-vu.xlsx");
  return [
    ["mau.xlsx", sampleWorkbook()],
    ["nhiem-vu.xlsx", new Uint8Array(readFileSync(sample))],
  ];
}

function everything(): Uint8Array {
  const box =
    '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor behindDoc="0"><wp:positionH relativeFrom="column"><wp:posOffset>100000</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="1828800" cy="457200"/><a:graphic><a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="rect"/><a:ln w="9525"/></wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>trong hộp</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>';
  const nested = table([2000, 2000], [{ cells: ["a", "b"] }, { cells: ["c", "d"] }]);
  return wordFile({
    body:
      paragraph("Tiêu đề", '<w:pStyle w:val="H"/><w:keepNext/><w:jc w:val="center"/>') +
      paragraph(
        `${run("Một\thai", "<w:b/>")}${run("ba", '<w:u w:val="wave"/>')}<w:r><w:footnoteReference w:id="1"/></w:r>`,
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>',
      ) +
      paragraph("mục một", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>').repeat(3) +
      table(
        [2000, 3000, 3000],
        [
          { cells: ["x", "y", "z"], properties: "<w:tblHeader/>" },
          { cells: ["gộp", "1", nested + paragraph("")], cellProperties: ['<w:vMerge w:val="restart"/>'] },
          { cells: ["", "2", "3"], cellProperties: ["<w:vMerge/>", '<w:vAlign w:val="center"/>'] },
        ],
      ) +
      box +
      `<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:cols w:num="2" w:space="400"/></w:sectPr></w:pPr></w:p>${paragraph("cột ".repeat(120))}`,
    styles:
      '<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>',
    numbering:
      '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    footnotes: `<w:footnote w:id="1">${paragraph("chú thích")}</w:footnote>`,
    parts: {
      header1: paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
      ),
    },
    section:
      '<w:headerReference w:type="default" r:id="header1"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>',
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seconds: { type: "string", default: "60" }, seed: { type: "string" }, count: { type: "string" } },
  });
  const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed);
  console.log(`seeds from ${seed}`);
  const report = await fuzz({
    seed,
    seconds: Number(values.seconds),
    ...(values.count === undefined ? {} : { count: Number(values.count) }),
  });
  console.log(`${report.cases} files`, report.ends);
  for (const { seed: each, file, what } of report.faults) console.log(`FAULT seed ${each} (${file}): ${what}`);
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}
