/** How a finding bears on the indication (ETSI EN 319 102-1, 5.1.3). */
export type Severity = "failed" | "indeterminate" | "note";

/** One thing found about a signature. */
export interface Finding {
  code: FindingCode;
  severity: Severity;
  /** Sub-indication of EN 319 102-1 that goes with it. */
  sub?: string;
  /** Vietnamese. */
  message: string;
}

interface Kind {
  severity: Severity;
  sub?: string;
  message: string;
}

/** Everything that can be said about a signature, worst kinds first. `%s` takes a detail. */
const KINDS = {
  // the file and the dictionary
  BYTE_RANGE_INVALID: { severity: "failed", sub: "FORMAT_FAILURE", message: "Phạm vi ký (/ByteRange) sai: %s." },
  SIGNED_REVISION_BROKEN: {
    severity: "failed",
    sub: "FORMAT_FAILURE",
    message: "Phần được ký không phải là một tệp PDF trọn vẹn: %s.",
  },
  SIGNATURE_NOT_IN_FORM: {
    severity: "failed",
    sub: "FORMAT_FAILURE",
    message: "Trong bản được ký, chữ ký không thuộc ô ký này.",
  },
  SIGNATURE_REMOVED: {
    severity: "failed",
    sub: "FORMAT_FAILURE",
    message: "Chữ ký đã bị gỡ khỏi bản hiện tại của tệp.",
  },
  FORBIDDEN_CHANGE: {
    severity: "failed",
    sub: "FORMAT_FAILURE",
    message: "Văn bản đã bị sửa sau khi ký, ngoài những gì chữ ký cho phép: %s.",
  },
  CHANGES_UNREADABLE: {
    severity: "failed",
    sub: "FORMAT_FAILURE",
    message: "Không đọc được phần thêm vào sau khi ký nên không thể coi là nguyên vẹn: %s.",
  },
  SUBFILTER_UNSUPPORTED: {
    severity: "indeterminate",
    sub: "FORMAT_FAILURE",
    message: "Loại chữ ký %s không được hỗ trợ nên không kiểm tra được.",
  },
  CMS_MALFORMED: { severity: "failed", sub: "FORMAT_FAILURE", message: "Dữ liệu chữ ký (CMS) không đọc được: %s." },
  PADDING_NOT_ZERO: {
    severity: "indeterminate",
    sub: "FORMAT_FAILURE",
    message: "Sau dữ liệu chữ ký có byte lạ, nơi có thể giấu dữ liệu không được ký.",
  },
  SIGNER_COUNT: {
    severity: "failed",
    sub: "FORMAT_FAILURE",
    message: "Chữ ký CMS phải có đúng một người ký, ở đây có %s.",
  },
  ONLY_SEEN: {
    severity: "indeterminate",
    sub: "FORMAT_FAILURE",
    message:
      "Chỉ để tham khảo: tệp không đọc được đúng cấu trúc nên không kiểm tra chữ ký này; tên người ký là do tệp tự ghi.",
  },
  // integrity and cryptography
  DIGEST_MISMATCH: {
    severity: "failed",
    sub: "HASH_FAILURE",
    message: "Nội dung được ký đã bị thay đổi: giá trị băm không khớp.",
  },
  SIGNATURE_INVALID: {
    severity: "failed",
    sub: "SIG_CRYPTO_FAILURE",
    message: "Chữ ký không khớp với khóa công khai trong chứng thư số.",
  },
  ALGORITHM_UNKNOWN: {
    severity: "indeterminate",
    sub: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    message: "Thuật toán %s không được hỗ trợ nên không kiểm tra được.",
  },
  WEAK_ALGORITHM: {
    severity: "indeterminate",
    sub: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    message:
      "Thuật toán yếu: %s. Thông tư 15/2025/TT-BKHCN, Phụ lục I đòi hỏi RSA từ 2048 bit hoặc ECDSA từ 256 bit, băm SHA-2 hoặc SHA-3.",
  },
  NO_SIGNED_ATTRIBUTES: {
    severity: "indeterminate",
    sub: "SIG_CONSTRAINTS_FAILURE",
    message: "Chữ ký CMS không có thuộc tính được ký, không gắn chắc với một chứng thư số.",
  },
  CONTENT_ENCAPSULATED: {
    severity: "indeterminate",
    sub: "SIG_CONSTRAINTS_FAILURE",
    message: "Chữ ký CMS mang nội dung bên trong thay vì ký tách rời như tiêu chuẩn PDF đòi hỏi.",
  },
  CONTENT_TYPE_WRONG: {
    severity: "indeterminate",
    sub: "SIG_CONSTRAINTS_FAILURE",
    message: "Thuộc tính kiểu nội dung (content-type) thiếu hoặc sai.",
  },
  ATTRIBUTES_NOT_DER: {
    severity: "indeterminate",
    sub: "SIG_CONSTRAINTS_FAILURE",
    message: "Chữ ký được tính trên thuộc tính không xếp theo DER như RFC 5652 đòi hỏi.",
  },
  SIGNER_CERTIFICATE_MISSING: {
    severity: "indeterminate",
    sub: "NO_SIGNING_CERTIFICATE_FOUND",
    message: "Không tìm thấy chứng thư số của người ký.",
  },
  SIGNER_CERTIFICATE_UNREADABLE: {
    severity: "indeterminate",
    sub: "NO_SIGNING_CERTIFICATE_FOUND",
    message: "Chứng thư số của người ký không đọc được.",
  },
  CERTIFICATE_REFERENCE_WRONG: {
    severity: "indeterminate",
    sub: "SIG_CONSTRAINTS_FAILURE",
    message: "Chứng thư số không phải là chứng thư mà chữ ký chỉ đến (signing-certificate).",
  },
  CERTIFICATE_REFERENCE_MISSING: {
    severity: "indeterminate",
    sub: "SIG_CONSTRAINTS_FAILURE",
    message: "Chữ ký thiếu thuộc tính signing-certificate.",
  },
  // the certificate
  NO_CERTIFICATE_CHAIN: {
    severity: "indeterminate",
    sub: "NO_CERTIFICATE_CHAIN_FOUND",
    message: "Chứng thư số không dẫn đến tổ chức chứng thực nào được cấu hình tin cậy.",
  },
  CHAIN_INVALID: {
    severity: "indeterminate",
    sub: "CHAIN_CONSTRAINTS_FAILURE",
    message: "Đường dẫn chứng thực không hợp lệ: %s.",
  },
  CHAIN_SIGNATURE_BROKEN: {
    severity: "indeterminate",
    sub: "CERTIFICATE_CHAIN_GENERAL_FAILURE",
    message: "Chứng thư số không do tổ chức ghi trong nó ký.",
  },
  CERTIFICATE_EXPIRED: {
    severity: "indeterminate",
    sub: "OUT_OF_BOUNDS_NO_POE",
    message: "Chứng thư số hết hạn ngày %s và không có dấu thời gian chứng minh chữ ký có trước đó.",
  },
  SIGNED_AFTER_EXPIRY: {
    severity: "failed",
    sub: "EXPIRED",
    message: "Ký sau khi chứng thư số hết hạn (%s).",
  },
  SIGNED_BEFORE_VALIDITY: {
    severity: "failed",
    sub: "NOT_YET_VALID",
    message: "Ký trước khi chứng thư số có hiệu lực (%s).",
  },
  KEY_USAGE_WRONG: {
    severity: "indeterminate",
    sub: "CHAIN_CONSTRAINTS_FAILURE",
    message: "Chứng thư số không được cấp để ký văn bản (%s).",
  },
  REVOKED: {
    severity: "failed",
    sub: "REVOKED",
    message: "Chứng thư số đã bị thu hồi ngày %s, trước khi ký.",
  },
  REVOKED_NO_PROOF: {
    severity: "indeterminate",
    sub: "REVOKED_NO_POE",
    message: "Chứng thư số bị thu hồi ngày %s; không có dấu thời gian chứng minh chữ ký có trước đó.",
  },
  CA_REVOKED: {
    severity: "indeterminate",
    sub: "REVOKED_CA_NO_POE",
    message: "Chứng thư số của tổ chức chứng thực trung gian đã bị thu hồi ngày %s.",
  },
  REVOCATION_UNKNOWN: {
    severity: "indeterminate",
    sub: "TRY_LATER",
    message:
      "Chưa kiểm tra được chứng thư số có bị thu hồi hay không (không có CRL, OCSP dùng được). Theo Thông tư 15/2025/TT-BKHCN, Phụ lục II, hãy coi đây là cảnh báo và kiểm tra lại khi có thông tin.",
  },
  CLAIMED_TIME_IN_FUTURE: {
    severity: "indeterminate",
    sub: "SIG_CONSTRAINTS_FAILURE",
    message: "Thời điểm ký ghi trong chữ ký (%s) muộn hơn lúc kiểm tra.",
  },
  // timestamps
  TIMESTAMP_INVALID: {
    severity: "indeterminate",
    sub: "SIG_CONSTRAINTS_FAILURE",
    message: "Dấu thời gian trong chữ ký không hợp lệ: %s.",
  },
  TIMESTAMP_UNTRUSTED: {
    severity: "note",
    message: "Dấu thời gian không được dùng làm chứng cứ: %s.",
  },
  TIMESTAMP_ORDER: {
    severity: "indeterminate",
    sub: "TIMESTAMP_ORDER_FAILURE",
    message: "Dấu thời gian sớm hơn thời điểm ký ghi trong chữ ký.",
  },
  // remarks
  TEST_AUTHORITY: {
    severity: "note",
    message:
      "Chứng thư số do tổ chức chứng thực THỬ NGHIỆM cấp: không có giá trị pháp lý và không được tin cậy công khai.",
  },
  SIGNED_BEFORE_REVOCATION: {
    severity: "note",
    message: "Chứng thư số bị thu hồi ngày %s, sau khi ký; dấu thời gian chứng minh chữ ký có trước khi thu hồi.",
  },
  NOT_BASELINE: {
    severity: "note",
    message: "Chữ ký không theo mức cơ sở của ETSI (EN 319 142-1 với PDF, EN 319 122-1 với CAdES): %s.",
  },
  ALLOWED_CHANGES: { severity: "note", message: "Sau khi ký có thay đổi được phép: %s." },
} as const satisfies Record<string, Kind>;

/** A code of a finding; the reason codes of the verdict. */
export type FindingCode = keyof typeof KINDS;

/** A finding with its message; `detail` stands for `%s`. */
export function finding(code: FindingCode, detail = ""): Finding {
  const kind: Kind = KINDS[code];
  return {
    code,
    severity: kind.severity,
    ...(kind.sub === undefined ? {} : { sub: kind.sub }),
    message: kind.message.replace("%s", () => detail),
  };
}

const RANK: Record<Severity, number> = { failed: 0, indeterminate: 1, note: 2 };

/** Worst first; within one severity in the order found. The same finding twice is told once. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings
    .filter((f) => {
      const key = `${f.code} ${f.message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}
