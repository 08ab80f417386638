import { z } from "@hono/zod-openapi";
import type { EvidenceSummary } from "../../shared/evidence/index.ts";
import type { Verdict } from "../../shared/verification/index.ts";

/** An instant with its offset. */
const instant = z.string().openapi({ format: "date-time", example: "2026-11-22T10:05:00+07:00" });
const sha256 = z.string().openapi({ pattern: "^[0-9a-f]{64}$" });
const reasons = z.array(
  z.object({
    code: z.string().openapi({ description: "Mã ổn định để máy đọc; danh sách trong docs/kiem-tra-chu-ky.md" }),
    message: z.string().openapi({ description: "Tiếng Việt" }),
  }),
);
const indication = z.enum(["TOTAL_PASSED", "INDETERMINATE", "TOTAL_FAILED"]);
const whole = z.enum(["TOTAL_PASSED", "TOTAL_FAILED", "INDETERMINATE", "NO_SIGNATURE", "UNREADABLE"]);

const CertificateSchema = z
  .object({
    commonName: z.string(),
    organisation: z.string().optional(),
    unit: z.string().optional().openapi({ description: "Đơn vị quản lý" }),
    serial: z.string().optional(),
    notBefore: instant.optional(),
    notAfter: instant.optional(),
    sha256: sha256.optional(),
  })
  .openapi("CertificateSummary");

const ChangeSchema = z
  .object({
    class: z.enum(["lta", "form", "signature", "annotation", "metadata", "other"]),
    allowed: z.boolean().openapi({ description: "Chữ ký (DocMDP, FieldMDP) và chính sách có cho phép không" }),
    page: z.number().int().optional().openapi({ description: "Từ 1" }),
    object: z.string().openapi({ description: "Đối tượng PDF", example: "12 0" }),
    what: z.string().openapi({ description: "Tiếng Việt: người đọc thấy gì" }),
  })
  .openapi("DocumentChange");

const SignatureSchema = z
  .object({
    field: z.string().openapi({ description: "Ô ký, hoặc tệp chữ ký trong gói chứng cứ" }),
    kind: z.enum(["signature", "document-timestamp"]),
    role: z.enum(["leader", "seal", "appendix", "copy"]).optional(),
    signer: CertificateSchema,
    issuer: CertificateSchema,
    indication: indication.openapi({ description: "Tại thời điểm ký đã chứng minh được (ETSI EN 319 102-1)" }),
    subIndication: z.string().optional(),
    intact: z.boolean(),
    cryptographicallyValid: z.boolean(),
    trusted: z.boolean(),
    trustScope: z.string().optional(),
    algorithm: z.object({ digest: z.string(), signature: z.string(), keyBits: z.number().int() }),
    weak: z.boolean(),
    signedAt: instant.optional(),
    timeSource: z.enum(["timestamp", "document-timestamp", "container", "claimed"]),
    level: z.enum(["B-B", "B-T", "B-LT", "B-LTA", "none"]),
    coverage: z.enum(["whole-file", "revision", "partial"]),
    changesAfter: z.enum(["none", "lta", "form", "annotation", "metadata", "other"]),
    changes: z.array(ChangeSchema),
    now: z
      .object({ valid: z.enum(["yes", "no", "unknown"]), at: instant, reasons })
      .optional()
      .openapi({ description: "Chứng thư số và thuật toán ấy còn dùng được để ký vào lúc kiểm tra không" }),
    revocation: z.object({
      checked: z.boolean(),
      status: z.enum(["good", "revoked", "unknown"]),
      source: z.string().optional(),
      message: z.string(),
    }),
    reasons: reasons.openapi({ description: "Nặng nhất trước" }),
  })
  .openapi("SignatureVerdict");

const shape = z.object({
  verdict: whole,
  summary: z.string().openapi({ description: "Một câu tiếng Việt" }),
  document: z.looseObject({
    sha256,
    bytes: z.number().int(),
    pages: z.number().int(),
    revisions: z.number().int(),
    number: z.string().optional(),
    notation: z.string().optional(),
    issuedOn: z.string().optional().openapi({ format: "date" }),
    organisation: z.string().optional(),
    standing: z.string().optional().openapi({ description: "Tình trạng văn bản hôm nay, nếu hệ thống biết" }),
    copy: z
      .object({
        form: z.enum(["sao-y", "sao-luc", "trich-sao"]),
        organisation: z.string(),
        time: z.string(),
        signedByIt: z.boolean(),
      })
      .optional(),
  }),
  signatures: z.array(SignatureSchema),
});

/** The verdict on one file, field by field. Answers are made by the room and need no second check: further fields may come with them. */
export const VerdictSchema = z
  .looseObject(shape.shape)
  .openapi("Verdict", { description: "Kết luận kiểm tra một tệp" }) as unknown as z.ZodType<Verdict>;

/** What lies in an evidence container and is wrong with it. */
export const EvidenceSummarySchema = z
  .object({
    provenAt: instant.optional().openapi({ description: "Dấu thời gian của gói chứng minh mọi tệp đã có từ lúc này" }),
    files: z.array(
      z.object({
        name: z.string(),
        mime: z.string(),
        size: z.number().int(),
        sha256,
        covered: z.boolean().openapi({ description: "Có trong danh mục được ký và khớp giá trị băm" }),
        verdict: VerdictSchema.optional(),
      }),
    ),
    faults: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(["failed", "indeterminate"]),
        message: z.string(),
        where: z.string().optional(),
      }),
    ),
  })
  .openapi("EvidenceSummary") as unknown as z.ZodType<EvidenceSummary>;
