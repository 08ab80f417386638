import { createHash } from "node:crypto";
import type { SignatureVerdict, Verdict } from "../verification/index.ts";
import type { EvidenceFault, EvidenceFile } from "./model.ts";

/** The verdict on a container: the worst of its faults, its signatures and the signed documents in it. */
export function wholeVerdict(
  bytes: Uint8Array,
  signatures: SignatureVerdict[],
  files: readonly EvidenceFile[],
  faults: readonly EvidenceFault[],
): Verdict {
  const { verdict, summary } = concluded(signatures, files, faults);
  return {
    verdict,
    summary,
    document: { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length, pages: 0, revisions: 0 },
    signatures,
  };
}

function concluded(
  signatures: readonly SignatureVerdict[],
  files: readonly EvidenceFile[],
  faults: readonly EvidenceFault[],
): Pick<Verdict, "verdict" | "summary"> {
  const unreadable = faults.find(({ code }) => code === "CONTAINER_UNREADABLE");
  if (unreadable !== undefined) return { verdict: "UNREADABLE", summary: unreadable.message };
  const unsigned = signatures.length === 0 && faults.every(({ code }) => code !== "FILE_CHANGED");
  if (unsigned) return { verdict: "NO_SIGNATURE", summary: "Gói không có chữ ký nào bảo đảm cho các tệp bên trong." };
  for (const indication of ["TOTAL_FAILED", "INDETERMINATE"] as const) {
    const opening = indication === "TOTAL_FAILED" ? "Không hợp lệ." : "Chưa kết luận được là hợp lệ hay không.";
    const severity = indication === "TOTAL_FAILED" ? "failed" : "indeterminate";
    const signature = signatures.find((one) => one.indication === indication);
    const own = faults.find((one) => one.severity === severity);
    if (own !== undefined) {
      const where = own.where === undefined ? "" : ` (${own.where})`;
      return { verdict: indication, summary: `${opening} ${own.message.replace(/\.$/, "")}${where}.` };
    }
    if (signature !== undefined)
      return { verdict: indication, summary: `${opening} Chữ ký của gói: ${signature.reasons[0]?.message ?? ""}` };
    const document = files.find(({ verdict }) => {
      const found = verdict?.verdict === "UNREADABLE" ? "TOTAL_FAILED" : verdict?.verdict;
      return found === indication;
    });
    if (document !== undefined)
      return { verdict: indication, summary: `${opening} Tệp ${document.name}: ${document.verdict!.summary}` };
  }
  const documents = files.filter(({ verdict }) => verdict !== undefined).length;
  const inside = documents === 0 ? "" : `, ${documents} văn bản ký số trong gói đều hợp lệ`;
  const test = signatures.some(({ reasons }) => reasons.some(({ code }) => code === "TEST_AUTHORITY"))
    ? " Chứng thư số do tổ chức chứng thực THỬ NGHIỆM cấp, không được tin cậy công khai."
    : "";
  return {
    verdict: "TOTAL_PASSED",
    summary: `Hợp lệ: gói có ${files.length} tệp, đều còn nguyên như lúc được ký${inside}.${test}`,
  };
}
