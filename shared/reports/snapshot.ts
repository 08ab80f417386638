import { createHash } from "node:crypto";
import { z } from "zod";
import { VanthuError } from "../errors/index.ts";
import type { Attachment } from "../typeset/index.ts";
import { canonicalJson } from "./canonical-json.ts";
import { computeReport } from "./compute.ts";
import { checkIds } from "./input.ts";
import type { Report, ReportInput, ReportSnapshot } from "./model.ts";
import { REPORT_RULES } from "./rules.ts";

/** Name of the snapshot among the files attached to a PDF. */
export const SNAPSHOT_NAME = "so-lieu-bao-cao.json";
/** Its media type. */
export const SNAPSHOT_TYPE = "application/json";
/** What {@link ReportSnapshot.format} says. */
const SNAPSHOT_FORMAT = "vanthu.bao-cao/1";
/** Largest snapshot that is read, bytes: a yearly report over 5,000 tasks has about four million. */
export const SNAPSHOT_LIMIT = 48 * 1024 * 1024;

/** A snapshot as it is stored and attached. */
export interface SealedSnapshot {
  /** Canonical JSON (RFC 8785), UTF-8. */
  bytes: Uint8Array;
  /** Of the bytes, lower-case hexadecimal. */
  sha256: string;
}

/**
 * The sealed basis of a report: what it was computed from and what came out, as canonical JSON. Equal input gives equal bytes.
 *
 * @param report the input's report where it is already computed
 * @throws INVALID when a text holds half a character, or something is larger than a reader takes: what is sealed can be read
 */
export function sealSnapshot(
  organisation: ReportSnapshot["organisation"],
  input: ReportInput,
  report: Report = computeReport(input),
): SealedSnapshot {
  const { code, name } = organisation;
  const snapshot: ReportSnapshot = {
    format: SNAPSHOT_FORMAT,
    organisation: { code, name },
    rules: REPORT_RULES,
    input,
    figures: report.figures,
  };
  checkReadable(snapshot);
  const bytes = new TextEncoder().encode(canonicalJson(snapshot));
  if (bytes.length > SNAPSHOT_LIMIT) throw tooLarge("Số liệu của báo cáo quá lớn, không chốt được.", SNAPSHOT_NAME);
  return { bytes, sha256: sha256Of(bytes) };
}

/** A sealed snapshot as a PDF carries it. */
export function snapshotAttachment(bytes: Uint8Array, { programme, window }: Report): Attachment {
  return {
    name: SNAPSHOT_NAME,
    bytes,
    mimeType: SNAPSHOT_TYPE,
    description: `Bản chốt số liệu: ${programme.title}, ${window.label}`,
    relationship: "Data",
  };
}

/** sha256 of bytes, lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const day = z.iso.date();
const id = z.string().min(1).max(200);
const text = z.string().max(50_000);
const count = z.number().int().min(0).max(1_000_000);
const year = z.number().int().min(2000).max(2199);
const period = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("month"), year, month: z.number().int().min(1).max(12) }),
  z.strictObject({
    kind: z.literal("quarter"),
    year,
    quarter: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  }),
  z.strictObject({ kind: z.literal("six-months"), year }),
  z.strictObject({ kind: z.literal("nine-months"), year }),
  z.strictObject({ kind: z.literal("year"), year }),
]);
const reportWindow = z.strictObject({ period, label: z.string().max(200), from: day, to: day, sendBy: day });
const deadline = z.strictObject({
  text,
  kind: z.enum(["before", "within", "recurring", "none"]),
  from: day.optional(),
  to: day.optional(),
  every: z.enum(["continuous", "day", "week", "month", "quarter", "half-year", "year"]).optional(),
});
const extensions = z.array(z.strictObject({ before: deadline, changedOn: day, basis: text })).max(1000);
const task = z.strictObject({
  id,
  groupId: id.optional(),
  number: text,
  name: text,
  leadAgency: text,
  deadline,
  completedOn: day.optional(),
  extensions: extensions.optional(),
  progress: z
    .strictObject({
      percent: z.number().min(0).max(100),
      on: day,
      result: text,
      evidence: text,
      difficulties: text,
      proposals: text,
    })
    .optional(),
});
const earlierTask = z.strictObject({
  id,
  number: text,
  name: text,
  deadline,
  completedOn: day.optional(),
  extensions: extensions.optional(),
});
const target = z.strictObject({
  id,
  section: text,
  text,
  metric: text,
  comparison: z.enum(["=", ">=", ">", "<=", "<", "none"]),
  value: z.number().optional(),
  unit: text,
  leadAgency: text,
  coordinatingAgencies: text,
  deadline,
  actual: z.strictObject({ value: z.number(), on: day, evidence: text }).optional(),
});
const MOST_TASKS = 50_000;
const schema: z.ZodType<ReportSnapshot> = z.strictObject({
  format: z.literal(SNAPSHOT_FORMAT),
  organisation: z.strictObject({ code: z.string().max(200), name: z.string().max(1000) }),
  rules: count,
  input: z.strictObject({
    window: reportWindow,
    next: reportWindow,
    firstRecordedOn: day.optional(),
    programme: z.strictObject({
      id,
      title: text,
      period: text,
      revision: count,
      groups: z.array(z.strictObject({ id, number: text, name: text })).max(5000),
      tasks: z.array(task).max(MOST_TASKS),
      targets: z.array(target).max(5000),
    }),
    previous: z
      .strictObject({ window: reportWindow, revision: count, tasks: z.array(earlierTask).max(MOST_TASKS) })
      .optional(),
  }),
  figures: z
    .array(
      z.strictObject({
        id: z.string().max(300),
        label: text,
        value: z.number(),
        unit: text,
        tasks: z.array(id).max(2 * MOST_TASKS),
        targets: z.array(id).max(5000),
      }),
    )
    .max(200_000),
}) as z.ZodType<ReportSnapshot>;

/**
 * Reads a snapshot from outside. Its form alone is judged here; whether its figures follow from its data is `checkSnapshot`'s.
 * @throws REPORT_SNAPSHOT_UNREADABLE, INVALID when an id stands twice
 */
export function readSnapshot(bytes: Uint8Array): ReportSnapshot {
  if (bytes.length > SNAPSHOT_LIMIT) throw unreadable(`lớn hơn ${SNAPSHOT_LIMIT} byte`);
  let value: unknown;
  let written: string;
  try {
    written = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(written);
  } catch (cause) {
    throw unreadable("không phải JSON", cause);
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw unreadable(issue.path.join(".") || "gốc");
  }
  checkIds(result.data.input.programme, result.data.input.previous?.tasks);
  // The seal is of these bytes: another spelling of the same data is another file.
  if (canonicalJson(value) !== written) throw unreadable("không ở dạng chuẩn (RFC 8785)");
  return result.data;
}

/** @throws INVALID for what {@link readSnapshot} would refuse */
function checkReadable(snapshot: ReportSnapshot): void {
  const result = schema.safeParse(snapshot);
  if (result.success) return;
  const issue = result.error.issues[0]!;
  const where = issue.path.join(".") || "gốc";
  if (issue.code !== "too_big") throw tooLarge("Dữ liệu của chương trình có mục không chốt được trong báo cáo.", where);
  const most = Number(issue.maximum).toLocaleString("vi");
  if (issue.origin === "array") throw tooLarge(`Báo cáo có quá nhiều mục, tối đa ${most}.`, where);
  const what = issue.path.at(-1) === "id" || issue.path.at(-1) === "groupId" ? "Mã" : "Nội dung";
  throw tooLarge(`${what} quá dài, không chốt được trong báo cáo: tối đa ${most} ký tự.`, where);
}

function tooLarge(message: string, where: string): VanthuError {
  return new VanthuError("INVALID", {
    message,
    where,
    hint: "Sửa mục này trong chương trình nhiệm vụ rồi lập lại báo cáo.",
  });
}

function unreadable(where: string, cause?: unknown): VanthuError {
  return new VanthuError("REPORT_SNAPSHOT_UNREADABLE", {
    message: "Bản chốt số liệu của báo cáo không đọc được.",
    where,
    hint: "Tệp số liệu có thể đã bị thay hoặc do chương trình khác lập; đề nghị nơi gửi gửi lại báo cáo.",
    ...(cause === undefined ? {} : { cause }),
  });
}
