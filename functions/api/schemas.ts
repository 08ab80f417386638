import { z } from "@hono/zod-openapi";
import type { Organisation, Person, Role } from "../../shared/access/index.ts";
import type { AmendmentInstrument } from "../../shared/amendments/index.ts";
import type { DocumentDescription, DocumentKind, DocumentState } from "../../shared/documents/index.ts";
import type { Delivery } from "../../shared/exchange/index.ts";
import type {
  AmendableDocument,
  AmendmentComparison,
  DocumentRecord,
  DocumentSummary,
  IncomingDocument,
  IncomingSummary,
  KeyRecord,
  PlanParts,
  PreviewFinding,
  PreviewPlace,
  Revised,
} from "../../shared/office/index.ts";
import type { IncomingEntry, OutgoingEntry } from "../../shared/records/index.ts";
import type { ImportResult, Programme, ProgrammeSummary, RevisionEntry, TaskField } from "../../shared/tasks/index.ts";
import type { TypesetWarning } from "../../shared/typeset/index.ts";

/**
 * Schemas of the API. Inputs are checked here as far as their shape goes; what the rooms check themselves (a description, a programme, an
 * organisation's code) is only bounded here, so that one rule stands in one place.
 */

/** A value of ours as it is, described for OpenAPI: answers are made by the rooms and need no second check. */
export function described<T>(name: string, description: string) {
  // Nothing is no value of ours: what may be null says so itself (`.nullable()`).
  return z.custom<T>((value) => value !== null && value !== undefined).openapi(name, { type: "object", description });
}

/** A line of text that must say something. */
export const line = z.string().trim().min(1).max(500);
const text = z.string().max(200_000);
/** ISO 8601 date. */
export const isoDate = z.iso.date();

/** Kinds of documents. */
export const KIND = z.enum(["KH", "BC", "CV", "TB", "QĐ", "CTr", "TTr", "HD", "PL"] satisfies DocumentKind[]);

/** Who signs a document, as it is to stand under it. */
export const SignatureSchema = z.object({
  authority: z.array(line).max(10),
  position: z.string().max(500),
  name: z.string().max(500),
  personId: z.string().min(1).max(100).optional(),
});

/** Which days the data of a report come from; the room checks the numbers. */
export const WindowRuleSchema = z.object({
  opensOn: z.number(),
  closesOn: z.number(),
  calendarPeriod: z.boolean(),
  sendWithinWorkingDays: z.number(),
});

/** Roles a person can have. */
export const ROLE = z.enum(["drafter", "leader", "clerk", "archivist", "auditor", "administrator"] satisfies Role[]);
/** States of an outgoing document. */
export const STATE = z.enum([
  "draft",
  "submitted",
  "returned",
  "approved",
  "signed",
  "numbered",
  "issued",
  "sent",
  "recalled",
  "replaced",
  "voided",
] satisfies DocumentState[]);

/** Who is signed in. */
export const ActorSchema = z
  .object({ personId: z.string(), organisationId: z.string(), name: z.string(), roles: z.array(ROLE) })
  .openapi("Actor");
/** An organisation, as answered. */
export const OrganisationSchema = described<Organisation>(
  "Organisation",
  "Cơ quan: mã định danh, tên, địa danh, hệ thống (state, party)",
);
/** A person, as answered. */
export const PersonSchema = described<Person>("Person", "Người dùng: họ tên, chức vụ, tên đăng nhập, vai trò");
/** A key, as answered. */
export const KeySchema = described<Omit<KeyRecord, "p12">>(
  "Key",
  "Khóa ký: của ai, nhãn, thời hạn; không có khóa bí mật",
);

/** An organisation to be made. */
export const NewOrganisation = z
  .object({
    code: z.string().max(35),
    name: line,
    superior: line.optional(),
    place: line,
    system: z.enum(["state", "party"]),
    term: z.string().max(20).optional(),
    address: line.optional(),
    email: line.optional(),
  })
  .openapi("NewOrganisation");
/** What an administrator may change of the own organisation; an empty text takes the value away. */
export const OrganisationChange = z
  .object({
    name: line.optional(),
    superior: z.string().max(300).optional(),
    place: line.optional(),
    term: z.string().max(20).optional(),
    address: z.string().max(300).optional(),
    email: z.string().max(300).optional(),
    parent: z.string().max(100).optional(),
  })
  .openapi("OrganisationChange");
/** A person to be made. */
export const NewPerson = z
  .object({
    name: line,
    position: line,
    userName: z.string().max(64),
    password: z.string().max(256),
    roles: z.array(ROLE).min(1),
  })
  .openapi("NewPerson");

/** A programme, as answered. */
export const ProgrammeSchema = described<Programme>(
  "Programme",
  "Chương trình nhiệm vụ của một bản: nhóm, nhiệm vụ, chỉ tiêu",
);
/** A programme in a list. */
export const ProgrammeSummarySchema = described<ProgrammeSummary>(
  "ProgrammeSummary",
  "Tóm tắt một chương trình nhiệm vụ",
);
/** One revision of a programme. */
export const RevisionSchema = described<RevisionEntry>("Revision", "Một bản của chương trình: khi nào, ai, vì sao");
/** What reading a table gave. */
export const ImportSchema = described<ImportResult>(
  "ImportResult",
  "Kết quả đọc bảng: nhiệm vụ hợp lệ, từng ô bị từ chối, cột đã nhận",
);
/** A programme to be made. */
export const NewProgramme = z
  .object({ title: line, period: line, basis: z.array(line).max(100).optional() })
  .openapi("NewProgramme");

/** A description; its parts are checked by the documents room, which names every fault. */
export const DescriptionSchema = z
  .custom<DocumentDescription>((value) => typeof value === "object" && value !== null)
  .openapi("DocumentDescription", { type: "object", description: "Mô tả văn bản như lệnh `vanthu render` đọc" });
/** A document, as answered. */
export const DocumentSchema = described<Revised<DocumentRecord>>(
  "Document",
  "Văn bản với trạng thái, lịch sử và số phiên bản `rev`",
);
/** A document in a list, as answered. */
export const DocumentSummarySchema = described<DocumentSummary>(
  "DocumentSummary",
  "Văn bản trong danh sách: trạng thái, số, ký hiệu, trích yếu, người ký, lần cập nhật cuối",
);
/** A delivery, as answered. */
export const DeliverySchema = described<Delivery>("Delivery", "Một lần gửi tới một nơi nhận và các trạng thái trả về");
/** A warning of the typesetter. */
export const WarningSchema = described<TypesetWarning>("TypesetWarning", "Chỗ bản PDF trình bày khác Word");

/** What a preview says besides its PDF, as answered. */
export const PreviewSchema = z
  .object({
    /** Base64. */
    pdf: z.string(),
    pages: z.number().int(),
    warnings: z.array(WarningSchema),
    findings: z.array(
      described<PreviewFinding>("PreviewFinding", "Điều còn thiếu hoặc sai, với trường và trang của nó"),
    ),
    places: z.array(described<PreviewPlace>("PreviewPlace", "Chỗ một đoạn của một trường đứng trên trang")),
  })
  .openapi("Preview", { description: "Bản xem trước (PDF dạng base64), không lưu gì" });

/** Columns of a task table. */
const TASK_FIELD = z.enum([
  "number",
  "name",
  "leadAgency",
  "coordinatingAgencies",
  "output",
  "deadline",
  "basis",
  "note",
  "amendmentNote",
] satisfies TaskField[]);
/** What a plan says besides its programme. */
export const PlanSchema = z
  .object({
    ruleSet: z.enum(["nd30", "hd36", "hd05"]).optional(),
    number: z.string().max(20).optional(),
    date: isoDate.optional(),
    year: z.number().int().min(1945).max(2200).optional(),
    addressees: z.array(line).max(100).optional(),
    footnotes: z.record(z.string().max(100), text).optional(),
    urgency: z.string().max(40).optional(),
    commonTasks: text.optional(),
    tasksIn: z.enum(["appendix", "text", "both"]).optional(),
    targetFootnotes: z.record(z.string().max(100), text).optional(),
    appendix: z
      .object({
        title: text.optional(),
        columns: z.array(TASK_FIELD).max(20).optional(),
        headers: z.partialRecord(TASK_FIELD, line).optional(),
        mergeLeadAgency: z.boolean().optional(),
        keepRowsWhole: z.boolean().optional(),
        perGroup: z.boolean().optional(),
      })
      .optional(),
    moreAppendices: z.array(z.looseObject({})).max(50).optional(),
    programmeId: z.string().max(100),
    revision: z.number().int().min(1).optional(),
    period: z.string().max(20).optional(),
    template: z.string().max(100).optional(),
    subject: z.string().max(2000),
    notation: z.string().max(60),
    opening: text,
    purpose: text,
    requirements: text,
    generalAim: text.optional(),
    implementation: text,
    recipients: z.array(line).max(500),
    signature: SignatureSchema,
  })
  .transform((parts) => parts as unknown as PlanParts)
  .openapi("PlanParts", { type: "object" });
/** Two revisions to compare, and what was decided about the rows. */
export const ComparisonSchema = z
  .object({
    programmeId: z.string().max(100),
    from: z.number().int().min(1).optional(),
    to: z.number().int().min(1).optional(),
    documentId: z.string().max(100).optional(),
    amended: z
      .object({
        organisationCode: z.string().max(35).optional(),
        kind: KIND,
        number: z.string().max(10),
        notation: z.string().max(60),
        issuedOn: isoDate,
      })
      .optional(),
    basis: z.string().max(2000).optional(),
    appendix: z.string().max(100).optional(),
    left: z.array(z.string().max(200)).max(20_000).optional(),
    notes: z.record(z.string().max(200), z.string().max(5000)).optional(),
  })
  .openapi("AmendmentComparisonRequest");
/** An amended appendix with its letter. */
export const AmendmentSchema = ComparisonSchema.extend({
  instrument: z.enum(["correction", "amendment", "replacement"] satisfies AmendmentInstrument[]).optional(),
  appendixTitle: line,
  letter: DescriptionSchema,
}).openapi("Amendment");
/** The appendix alone. */
export const AppendixSchema = AmendmentSchema.omit({ letter: true })
  .extend({ letter: DescriptionSchema.optional() })
  .openapi("AmendedAppendix");
/** Rows of a comparison, as answered. */
export const ComparisonResultSchema = described<
  Omit<AmendmentComparison, "from" | "to"> & { from: number; to: number }
>(
  "AmendmentComparison",
  "Các dòng thay đổi với ghi chú, số lượng theo loại, hình thức đề xuất, văn bản được điều chỉnh",
);
/** An issued document that can be amended, as answered. */
export const AmendableSchema = described<AmendableDocument>(
  "AmendableDocument",
  "Văn bản đã ban hành mang theo một bản của chương trình",
);

/** A change of a document names the revision it was made on. */
export const RevSchema = z.object({ rev: z.number().int().min(0) }).openapi("Rev");
/** A step that needs a key. */
export const SecretSchema = RevSchema.extend({ password: z.string().max(256) }).openapi("RevWithKeyPassword");
/** A step that needs a reason. */
export const ReasonSchema = RevSchema.extend({ reason: z.string().trim().min(1).max(2000) }).openapi("RevWithReason");
/** Whom to send to. */
export const SendSchema = RevSchema.extend({ to: z.array(z.string().max(100)).min(1).max(1000) }).openapi(
  "RevWithReceivers",
);

/** An incoming document, as answered. */
export const IncomingSchema = described<IncomingDocument>(
  "Incoming",
  "Văn bản đến với kết quả kiểm tra chữ ký và dòng sổ đến",
);
/** An incoming document in a list, as answered. */
export const IncomingSummarySchema = described<IncomingSummary>(
  "IncomingSummary",
  "Văn bản đến trong danh sách: kết luận kiểm tra (checked), trạng thái, số đến (arrivalNumber)",
);
/** A line of the outgoing register. */
export const OutgoingEntrySchema = described<OutgoingEntry>("OutgoingEntry", "Một dòng sổ đăng ký văn bản đi (10 cột)");
/** A line of the incoming register. */
export const IncomingEntrySchema = described<IncomingEntry>(
  "IncomingEntry",
  "Một dòng sổ đăng ký văn bản đến (10 cột)",
);

/** `{id}` in an address. */
export const IdParam = z.object({ id: z.string().max(100) });
