/**
 * `npm run bench:fidelity [-- FILE.docx … | --only TEXT] [--lines] [--json]`: sets Word files and compares each with LibreOffice's PDF of the same file (or, where a PDF lies
 * beside it under the same name, with that one as Word made it). Without files: our own templates filled, and the Word files of `../shared/corpora/docx`. Writes
 * bench/fidelity.json and docs/doi-chieu-trinh-bay.md.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { VanthuError } from "../../../shared/errors/index.ts";
import { typeset } from "../../../shared/typeset/index.ts";
import { compareFidelity, type Fidelity } from "./compare.ts";
import { ownDocuments } from "./own-documents.ts";
import { reasonOf } from "./reasons.ts";
import { referenceMaker } from "./reference.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const CORPUS = path.join(ROOT, "../shared/corpora/docx");
const OUT = path.join(ROOT, "test/output/fidelity");

interface Result {
  file: string;
  reference: "LibreOffice" | "Word" | "none";
  refused?: string;
  warnings: string[];
  fidelity?: Fidelity;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    json: { type: "boolean", default: false },
    lines: { type: "boolean", default: false },
  },
});
mkdirSync(path.join(OUT, "ours"), { recursive: true });
const referenceOf = referenceMaker(path.join(OUT, "libreoffice"));
const files =
  positionals.length > 0
    ? positionals.map((file) => ({ name: path.basename(file), file: path.resolve(file) }))
    : [
        ...ownDocuments(path.join(OUT, "documents")),
        ...globSync("**/*.docx", { cwd: CORPUS })
          .sort()
          .map((name) => ({ name, file: path.join(CORPUS, name) })),
      ].filter(({ name }) => values.only === undefined || name.includes(values.only));

const results = files.map(({ name, file }) => {
  const result = measure(name, file);
  if (!values.json) print(result);
  return result;
});
if (values.json) console.log(JSON.stringify(results, null, 2));
else summarise(results);
if (positionals.length === 0 && values.only === undefined) {
  writeFileSync(path.join(ROOT, "bench/fidelity.json"), `${JSON.stringify(results.map(short), null, 2)}\n`);
  writeFileSync(path.join(ROOT, "docs/doi-chieu-trinh-bay.md"), table(results));
}

function measure(name: string, file: string): Result {
  const ours = path.join(OUT, "ours", `${name.replaceAll("/", "__")}.pdf`);
  const word = file.replace(/\.docx$/, ".pdf");
  const reference = existsSync(word) ? word : referenceOf(file);
  try {
    const { pdf, warnings } = typeset(readFileSync(file), existsSync(word) ? {} : { like: "libreoffice" });
    writeFileSync(ours, pdf);
    const said = [...new Set(warnings.map((warning) => warning.code))];
    if (reference === undefined) return { file: name, reference: "none", warnings: said };
    const fidelity = compareFidelity(ours, reference);
    return { file: name, reference: existsSync(word) ? "Word" : "LibreOffice", warnings: said, fidelity };
  } catch (error) {
    if (!(error instanceof VanthuError)) throw error;
    return { file: name, reference: "none", refused: error.code, warnings: [] };
  }
}

function print({ file, reference, refused, warnings, fidelity }: Result): void {
  if (fidelity === undefined) {
    console.log(`${file}\n  ${refused === undefined ? "no reference" : `refused: ${refused}`}`);
    return;
  }
  const { pages, matched, lines, pageStarts, shift, words, missing, doubled, examples } = fidelity;
  console.log(
    `${file}\n  ${reference}: pages ${pages.ours}/${pages.reference}, matched ${share(matched)}, lines ${share(lines)}, page starts ${share(pageStarts)}, ` +
      `shift ${shift.median.toFixed(2)}/${shift.p99.toFixed(2)} pt, words ${words}, missing ${missing.length}, doubled ${doubled.length}` +
      (warnings.length > 0 ? `; ${warnings.join(" ")}` : ""),
  );
  if (missing.length > 0) console.log(`    missing: ${missing.slice(0, 12).join(" ")}`);
  if (doubled.length > 0) console.log(`    doubled: ${doubled.slice(0, 12).join(" ")}`);
  for (const example of examples.slice(0, values.lines ? undefined : 3)) console.log(`    ${example}`);
}

function summarise(all: Result[]): void {
  const compared = all.filter((result) => result.fidelity !== undefined);
  const equal = compared.filter(({ fidelity }) => fidelity!.pages.ours === fidelity!.pages.reference);
  const own = compared.filter(({ file }) => file.startsWith("vanthu-"));
  const law = compared.filter(({ file }) => file.startsWith("ericphan28+van-ban-plus"));
  for (const [name, group] of [
    ["own templates and seeds", own],
    ["Vietnamese law text", law],
  ] as const) {
    if (group.length === 0) continue;
    const figures = group.map((result) => result.fidelity!);
    const least = (pick: (one: Fidelity) => number): string => share(Math.min(...figures.map(pick)));
    console.log(
      `${name}: ${group.length} files, lines at least ${least((one) => one.lines)}, pages equal in ` +
        `${figures.filter(({ pages }) => pages.ours === pages.reference).length}, words missing ` +
        `${figures.reduce((sum, { missing }) => sum + missing.length, 0)}, doubled ${figures.reduce((sum, { doubled }) => sum + doubled.length, 0)}`,
    );
  }
  const lost = compared.filter(({ fidelity }) => fidelity!.missing.length > 0);
  const unexplained = compared.filter((result) => differs(result) && reasonOf(result.file) === undefined);
  for (const { file } of unexplained) console.log(`No reason is given for ${file} (test/bench/fidelity/reasons.ts)`);
  console.log(
    `\n${all.length} files: ${compared.length} compared, ${all.filter((result) => result.refused).length} refused; ` +
      `page count equal in ${equal.length} (${share(equal.length / Math.max(1, compared.length))}); words missing in ${lost.length}; without a reason ${unexplained.length}`,
  );
}

/** Another number of pages, words that are not there, or a line or page that starts elsewhere. */
function differs({ fidelity }: Result): boolean {
  if (fidelity === undefined) return false;
  const { pages, missing, lines, pageStarts } = fidelity;
  return pages.ours !== pages.reference || missing.length > 0 || lines < 1 || pageStarts < 1;
}

/** The table of every comparison with the reasons, for people. */
function table(all: Result[]): string {
  const compared = all.filter((result) => result.fidelity !== undefined);
  const equal = compared.filter(({ fidelity }) => fidelity!.pages.ours === fidelity!.pages.reference).length;
  const rows = compared.map((result) => {
    const { pages, lines, pageStarts, missing, doubled, shift } = result.fidelity!;
    const cells = [
      result.file.split("/").slice(-2).join("/"),
      result.reference,
      `${pages.ours}/${pages.reference}`,
      share(lines),
      share(pageStarts),
      `${missing.length}/${doubled.length}`,
      `${shift.median.toFixed(1)}/${shift.p99.toFixed(1)}`,
      differs(result) ? (reasonOf(result.file) ?? "chưa rõ") : "",
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return `# Đối chiếu trình bày với LibreOffice và Word

Bảng này do \`npm run bench:fidelity\` ghi. Trang: của Vanthu/của bản đối chiếu. Dòng: phần dòng bắt đầu ở cùng một chữ. Đầu trang: phần trang
bắt đầu ở cùng một chữ. Thiếu/thừa: số từ của bản đối chiếu không thấy trong bản của Vanthu, và số từ có nhiều hơn. Lệch: độ xê dịch của một từ, tính
bằng điểm (pt), trung vị và bách phân vị 99; từ 0,5 đến 1 pt là do hai chương trình ghi khung chữ khác nhau. Chỗ LibreOffice đã biết là khác Word được đặt riêng ra, từng
chỗ một, trong \`shared/typeset/differences.ts\`.

Số trang bằng nhau ở ${equal}/${compared.length} tệp (${share(equal / Math.max(1, compared.length))}).${without(all)}

| Tệp | Đối chiếu với | Trang | Dòng | Đầu trang | Thiếu/thừa | Lệch (pt) | Vì sao khác |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

/** Files that were set, but that the other program could not turn into a PDF. */
function without(all: Result[]): string {
  const files = all.filter(({ fidelity, refused }) => fidelity === undefined && refused === undefined);
  const names = files.map(({ file }) => file.split("/").at(-1));
  return names.length === 0 ? "" : ` Không có bản đối chiếu (LibreOffice không chuyển được): ${names.join(", ")}.`;
}

function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function short({ file, reference, refused, warnings, fidelity }: Result) {
  if (fidelity === undefined) return { file, reference, refused, warnings };
  const { pages, matched, lines, pageStarts, shift, words, missing, doubled } = fidelity;
  return {
    file,
    reference,
    warnings,
    pages,
    words,
    missing: missing.length,
    doubled: doubled.length,
    matched: Number(matched.toFixed(4)),
    lines: Number(lines.toFixed(4)),
    pageStarts: Number(pageStarts.toFixed(4)),
    shift,
  };
}
