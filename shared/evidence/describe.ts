import { verdictWords } from "../verification/index.ts";
import type { EvidenceSummary } from "./model.ts";

/** What lies in a container as Vietnamese text for the command line. */
export function describeEvidence({ files, faults, provenAt }: EvidenceSummary): string {
  const lines = [`Gói chứng cứ có ${files.length} tệp:`];
  for (const { name, size, covered, verdict } of files) {
    const own = verdict === undefined ? "" : `; chữ ký số: ${verdictWords(verdict.verdict)}`;
    lines.push(
      `   ${covered ? "-" : "!"} ${name} (${size} byte): ${covered ? "khớp danh mục được ký" : "KHÔNG được ký"}${own}`,
    );
    if (verdict !== undefined && verdict.verdict !== "TOTAL_PASSED") lines.push(`     ${verdict.summary}`);
  }
  for (const { code, message, where } of faults)
    lines.push(`   ! ${message}${where === undefined ? "" : ` (${where})`} [${code}]`);
  lines.push(
    provenAt === undefined
      ? "   Không có dấu thời gian được tin cậy cho cả gói."
      : `   Mọi tệp đã có như vậy từ ${provenAt.slice(11, 19)} ngày ${provenAt.slice(0, 10).split("-").reverse().join("/")}.`,
  );
  return lines.join("\n");
}
