import { fieldLabel } from "./field-labels.ts";
import type { SignatureVerdict, Verdict } from "./model.ts";

/** One Vietnamese sentence for the whole file. */
export function summaryOf(verdict: Verdict["verdict"], signatures: readonly SignatureVerdict[]): string {
  const count = signatures.filter((s) => s.kind === "signature").length;
  const test = signatures.some((s) => s.reasons.some((r) => r.code === "TEST_AUTHORITY"))
    ? " Chứng thư số do tổ chức chứng thực THỬ NGHIỆM cấp, không được tin cậy công khai."
    : "";
  const worst = signatures.find((s) => s.indication === verdict);
  const reason = worst?.reasons[0]?.message ?? "";
  const who = worst === undefined ? "" : `Chữ ký ${fieldLabel(worst.field)}: `;
  switch (verdict) {
    case "TOTAL_PASSED":
      return `Hợp lệ: ${count === 1 ? "chữ ký số" : `cả ${count} chữ ký số`} còn nguyên vẹn, đúng người ký và được tin cậy.${test}`;
    case "TOTAL_FAILED":
      return `Không hợp lệ. ${who}${reason}${test}`;
    case "INDETERMINATE":
      return `Chưa kết luận được là hợp lệ hay không. ${who}${reason}${test}`;
    case "NO_SIGNATURE":
      return signatures.length === 0
        ? "Tệp không có chữ ký số nào."
        : "Tệp chỉ có dấu thời gian, không có chữ ký số của ai.";
    case "UNREADABLE":
      return "Không đọc được tệp nên không kiểm tra được chữ ký.";
  }
}
