import { VanthuError } from "../errors/index.ts";
import { RULE_SETS, type RuleSet, ruleSetFor } from "../format/index.ts";
import { applyFixes, canApply } from "./fix.ts";
import { excerpt, fold } from "./fold.ts";
import type { Finding, Judged, LintFile, LintOptions, LintReport, Severity } from "./model.ts";
import { type Parts, recognise } from "./parts.ts";
import { NATIONAL_NAME, PARTY_NAME } from "./parts-header.ts";
import { type LintDocx, readDocx } from "./read-docx.ts";
import { PDF_NOT_JUDGED, readPdfForLint } from "./read-pdf.ts";
import { judgeBasis, judgeBody, judgeEndMark, judgeHeadings } from "./rules/body.ts";
import { judgeAppendices, judgeRecipients, judgeSignature } from "./rules/end.ts";
import { judgeAddressees, judgeHeader, judgeTitle } from "./rules/header.ts";
import type { Judgement } from "./rules/judge.ts";
import { judgeLook } from "./rules/judge.ts";
import { dateOf, judgeDate, judgeNumber } from "./rules/number-and-date.ts";
import { judgePage, judgePageNumber } from "./rules/page.ts";
import { judgeComposed, judgeFonts } from "./rules/text.ts";

/** Mending may bring up what another fault hid (a size in a line that was not read as a recipient); more rounds than that are not needed. */
const ROUNDS = 5;

/**
 * Checks a Word or PDF file against the rules of form. The rule set is told from the header: "ĐẢNG CỘNG SẢN VIỆT NAM" means
 * the Party guidance in force on the document's date, anything else Decree 30/2020/NĐ-CP.
 *
 * @throws FILE_WRONG_KIND for anything but DOCX and PDF; what `resolveDocx` and `readPdf` throw for broken files
 *
 * @example
 * const { ruleSet, findings } = lint(readFileSync("ke-hoach.docx"));
 */
export function lint(bytes: Uint8Array, options: LintOptions = {}): LintReport {
  const { rules, findings, file } = judgeFile(open(bytes), options);
  return {
    ruleSet: rules.id,
    findings: findings.map((one) => shown(one, file)),
    notJudged: file.source === "pdf" ? [...PDF_NOT_JUDGED] : [],
  };
}

/** What mending a Word file gives: the file, what was mended, and what is still to be done by hand. */
export interface LintFixResult {
  docx: Uint8Array;
  fixed: Finding[];
  report: LintReport;
}

/**
 * Mends what can be mended safely: sizes, bold and italic, margins, leading zeros, the punctuation of "Nơi nhận", spaces round
 * hyphens, composed Unicode. Only those places of the main part change; every other part of the file stays as it is.
 *
 * @throws LINT_FIX_DOCX_ONLY for a PDF; otherwise like {@link lint}
 */
export function lintAndFix(bytes: Uint8Array, options: LintOptions = {}): LintFixResult {
  let docx = bytes;
  const fixed: Finding[] = [];
  for (let round = 0; ; round += 1) {
    const file = open(docx);
    if (file.source === "pdf") {
      throw new VanthuError("LINT_FIX_DOCX_ONLY", {
        message: "Chỉ sửa được tệp Word (.docx), không sửa PDF.",
        hint: "Sửa trong tệp Word rồi xuất lại PDF.",
      });
    }
    const { rules, findings } = judgeFile(file, options);
    const mendable = findings.filter((one) => fixable(one, file));
    if (mendable.length === 0 || round === ROUNDS) {
      return {
        docx,
        fixed,
        report: { ruleSet: rules.id, findings: findings.map((one) => shown(one, file)), notJudged: [] },
      };
    }
    docx = applyFixes(
      docx,
      file as LintDocx,
      mendable.flatMap((one) => one.fixes),
    );
    fixed.push(...mendable.map((one) => shown(one, file)));
  }
}

function open(bytes: Uint8Array): LintFile {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readDocx(bytes);
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 5));
  if (head === "%PDF-") return readPdfForLint(bytes);
  throw new VanthuError("FILE_WRONG_KIND", {
    message: "Chỉ kiểm tra được tệp Word (.docx) hoặc PDF.",
    where: "byte 0",
    hint: "Tệp .doc cũ: mở bằng Word rồi lưu lại dạng .docx.",
  });
}

function fixable(one: Judged, file: LintFile): boolean {
  return file.source === "docx" && one.fixes.length > 0 && one.fixes.every((fix) => canApply(file as LintDocx, fix));
}

function shown({ fixes, ...finding }: Judged, file: LintFile): Finding {
  return { ...finding, fixable: fixable({ fixes, ...finding }, file) };
}

function judgeFile(file: LintFile, options: LintOptions): { file: LintFile; rules: RuleSet; findings: Judged[] } {
  const rules = RULE_SETS[options.ruleSet ?? detect(file, options.date)];
  const parts = recognise(file, rules.system);
  const findings: Judged[] = [];
  // In a text without a header we recognise, nothing that rests on recognition is mended.
  const recognised = parts.appendixOnly || parts.nationalName !== undefined || parts.number !== undefined;
  const j: Judgement = {
    file,
    parts,
    rules,
    add: ({ fixes = [], rule, clause, severity = severityOf(clause), where, expected, found }) => {
      const mends = recognised || fixes.every((fix) => fix.kind === "nfc" || fix.kind === "margin") ? fixes : [];
      findings.push({ rule, clause, severity, where, expected, found: excerpt(found, 160), fixes: mends });
    },
  };
  judgePage(j);
  if (file.lines.length > 0) judgePageNumber(j);
  judgeFonts(j);
  judgeComposed(j);
  if (file.lines.every((line) => line.text === "")) {
    j.add({
      rule: "text.none",
      clause: rules.font.clause,
      severity: "warning",
      where: "toàn tệp",
      expected: "văn bản có chữ để kiểm tra",
      found: file.source === "pdf" ? "PDF không có lớp chữ (bản quét)" : "tệp không có chữ",
    });
    return { file, rules, findings };
  }
  if (!parts.appendixOnly) judgeDocument(j);
  judgeAppendices(j);
  return { file, rules, findings };
}

/** Where the text of law is silent and the clause is only custom, nobody can be said to have broken it. */
function severityOf(clause: string): Severity {
  return /(^|; )thông lệ$/.test(clause) ? "warning" : "error";
}

function judgeDocument(j: Judgement): void {
  judgeHeader(j);
  judgeNumber(j);
  judgeDate(j);
  if (j.parts.urgency !== undefined)
    judgeLook(j, "urgency", [j.parts.urgency], j.rules.elements.urgency, { align: true });
  judgeTitle(j);
  judgeAddressees(j);
  judgeBasis(j);
  judgeBody(j);
  judgeHeadings(j);
  judgeEndMark(j);
  judgeSignature(j);
  judgeRecipients(j);
}

/** Told by the first of the two names that stands in the header; failing both, by the form of the number. */
function detect(file: LintFile, date: string | undefined): RuleSet["id"] {
  const head = file.lines.filter((line) => line.text !== "").slice(0, 80);
  const party = head.findIndex((line) => fold(line.text) === PARTY_NAME);
  const state = head.findIndex((line) => fold(line.text) === NATIONAL_NAME);
  const partyNumber = state < 0 && head.some((line) => /^số \d+-\p{L}+\/\p{L}+$/u.test(fold(line.text)));
  const attached = head.some(
    (line) => /số[\s\u00a0.…\d]*-\p{L}+\/\p{L}+/u.test(fold(line.text)) && /^\(/.test(line.text),
  );
  const system =
    party >= 0
      ? state >= 0 && state < party
        ? "state"
        : "party"
      : state < 0 && (partyNumber || attached)
        ? "party"
        : "state";
  if (system === "state") return "nd30";
  const parts: Parts = recognise(file, system);
  return ruleSetFor(
    "party",
    date ?? dateOf(parts.placeAndDate) ?? attachedDate(parts) ?? new Date().toISOString().slice(0, 10),
  );
}

/** The date in an appendix's "(Kèm theo …)" line. */
function attachedDate(parts: Parts): string | undefined {
  const text = parts.appendices
    .flatMap((one) => one.attachedTo)
    .map((line) => line.text)
    .join(" ");
  const words =
    /ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})/.exec(text) ??
    /ngày\s+(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text);
  return words === null ? undefined : `${words[3]}-${words[2]!.padStart(2, "0")}-${words[1]!.padStart(2, "0")}`;
}
