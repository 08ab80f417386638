import { lintAndFixBounded, lintBounded } from "../../shared/bounded/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { isIsoDate, RULE_SETS } from "../../shared/format/index.ts";
import type { Finding, LintOptions, LintReport } from "../../shared/lint/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";

/** `vanthu lint`: a Word or PDF file against the rules of form; errors give exit code 1, warnings alone do not. */
export const lint: Command = {
  name: "lint",
  usage: "TỆP.docx|TỆP.pdf [--rules nd30|hd36|hd05] [--date NGÀY] [--fix KẾT_QUẢ.docx] [--json]",
  summary: "Kiểm tra thể thức văn bản, nêu điều khoản; sửa những lỗi sửa được an toàn.",
  async run(args) {
    const { values, positionals } = readArguments(
      lint,
      args,
      {
        rules: { type: "string" },
        date: { type: "string" },
        fix: { type: "string" },
        json: { type: "boolean", default: false },
      },
      { min: 1, max: 1 },
    );
    const options: LintOptions = { ruleSet: ruleSetOf(values.rules), date: dayOf(values.date) };
    if (values.fix !== undefined && !/\.docx$/i.test(values.fix)) {
      throw new VanthuError("USAGE", {
        message: "--fix cần tên tệp .docx để ghi kết quả.",
        where: `--fix ${values.fix}`,
        hint: `vanthu lint ${lint.usage}`,
      });
    }
    const bytes = readInput(positionals[0]!);
    let report: LintReport;
    let fixed: Finding[] | undefined;
    if (values.fix === undefined) report = await lintBounded(bytes, options);
    else {
      const result = await lintAndFixBounded(bytes, options);
      writeOutput(values.fix, result.docx);
      report = result.report;
      fixed = result.fixed;
    }
    const { ruleSet, findings, notJudged } = report;
    if (values.json) {
      printJson({
        ruleSet,
        findings,
        ...(fixed === undefined ? {} : { fixed }),
        ...(notJudged.length > 0 ? { notJudged } : {}),
      });
    } else {
      process.stdout.write(`Căn cứ kiểm tra: ${RULE_SETS[ruleSet].name}\n`);
      if (fixed !== undefined) print(`Đã sửa ${fixed.length} điểm, ghi vào ${values.fix}`, fixed, true);
      const errors = findings.filter((one) => one.severity === "error").length;
      print(
        findings.length === 0 ? "Không thấy lỗi thể thức." : `${errors} lỗi, ${findings.length - errors} lưu ý`,
        findings,
      );
      if (notJudged.length > 0) process.stdout.write(`Không xét được trong PDF: ${notJudged.join("; ")}.\n`);
    }
    return findings.some((one) => one.severity === "error") ? EXIT.findings : EXIT.ok;
  },
};

function print(title: string, findings: readonly Finding[], done = false): void {
  process.stdout.write(`${title}\n`);
  for (const one of findings) {
    const mark = done ? "ĐÃ SỬA" : one.severity === "error" ? "LỖI" : "LƯU Ý";
    process.stdout.write(
      `  ${mark} ${one.rule} [${one.clause}]${one.fixable && !done ? " (sửa được bằng --fix)" : ""}\n` +
        `      ở: ${one.where}\n      cần: ${one.expected}\n      ${done ? "trước" : "thấy"}: ${one.found}\n`,
    );
  }
}

function ruleSetOf(text: string | undefined): LintOptions["ruleSet"] {
  if (text === undefined || text === "nd30" || text === "hd36" || text === "hd05") return text;
  throw new VanthuError("USAGE", {
    message: "Không có bộ quy tắc này.",
    where: `--rules ${text}`,
    hint: "Chọn nd30, hd36 hoặc hd05.",
  });
}

function dayOf(text: string | undefined): string | undefined {
  if (text === undefined || isIsoDate(text)) return text;
  throw new VanthuError("USAGE", {
    message: "Ngày không đúng.",
    where: `--date ${text}`,
    hint: "Viết dạng 2026-05-27.",
  });
}
