import type { EvidenceFault } from "./model.ts";

const KINDS = {
  CONTAINER_UNREADABLE: ["failed", "Không đọc được gói chứng cứ: %s."],
  MIMETYPE_WRONG: ["failed", "Gói không mở đầu bằng tệp mimetype của ASiC-E, không nén (ETSI EN 319 162-1, A.1)."],
  NAME_UNSAFE: ["failed", "Tên tệp có thể ghi ra ngoài thư mục hoặc không dùng được trên máy khác."],
  NAME_TWICE: ["failed", "Có hai tệp chỉ khác nhau ở chữ hoa, chữ thường."],
  FILE_NOT_NAMED: ["failed", "Tệp không có trong danh mục được ký: ai cũng có thể đã thêm vào sau."],
  FILE_MISSING: ["failed", "Danh mục có ghi nhưng gói không có tệp này."],
  FILE_CHANGED: ["failed", "Tệp đã bị thay đổi: giá trị băm không khớp danh mục được ký."],
  DIGEST_UNKNOWN: ["indeterminate", "Danh mục dùng thuật toán băm yếu hoặc không được hỗ trợ cho tệp này."],
  MANIFEST_BROKEN: ["failed", "Danh mục không đọc được: %s."],
  SIGNATURE_MISSING: ["failed", "Gói không có chữ ký nào."],
  SIGNATURE_UNKNOWN: [
    "indeterminate",
    "Trong gói có chữ ký mà không danh mục nào chỉ đến, hoặc thuộc loại không được hỗ trợ (XAdES, ERS).",
  ],
  TOO_MANY_DOCUMENTS: ["indeterminate", "Gói có quá nhiều văn bản PDF nên không kiểm tra hết (nhiều hơn %s)."],
} as const satisfies Record<EvidenceFault["code"], readonly [EvidenceFault["severity"], string]>;

/** A fault with its message; `detail` stands for `%s`. */
export function fault(code: EvidenceFault["code"], where?: string, detail = ""): EvidenceFault {
  const [severity, message] = KINDS[code];
  return { code, severity, message: message.replace("%s", () => detail), ...(where === undefined ? {} : { where }) };
}
