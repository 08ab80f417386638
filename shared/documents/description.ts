import { z } from "zod";
import { type Fault, VanthuError } from "../errors/index.ts";
import { isIsoDate } from "../format/index.ts";
import { drawingSchema } from "./drawing-schema.ts";
import { footnoteFaults } from "./footnote-labels.ts";
import type { DocumentDescription } from "./model.ts";
import { pictureFaults } from "./picture-names.ts";

/** Bounds on a description from outside. Letters, not bytes. */
const LIMITS = {
  line: 2000,
  text: 2_000_000,
  cell: 50_000,
  rows: 20_000,
  columns: 30,
  appendices: 200,
  list: 500,
  pictures: 100,
} as const;

const line = z.string().trim().min(1).max(LIMITS.line);
const text = z.string().max(LIMITS.text);
const lines = z.array(line).max(LIMITS.list);

const column = z.strictObject({
  header: z.string().max(LIMITS.line),
  width: z.number().positive().max(1_000_000),
  align: z.enum(["left", "center", "justify"]).optional(),
});

const row = z.union([
  z.strictObject({
    group: z.strictObject({ number: z.string().max(LIMITS.line), title: z.string().max(LIMITS.cell) }),
  }),
  z.strictObject({
    cells: z.array(z.string().max(LIMITS.cell)),
    mergeDown: z.array(z.boolean()).optional(),
  }),
]);

const table = z
  .strictObject({
    columns: z.array(column).min(1).max(LIMITS.columns),
    rows: z.array(row).max(LIMITS.rows),
    markup: z.boolean().optional(),
    keepRowsWhole: z.boolean().optional(),
  })
  .superRefine((value, context) => {
    value.rows.forEach((entry, index) => {
      if (!("cells" in entry)) return;
      const wrong = entry.cells.length !== value.columns.length;
      if (wrong) {
        const message = `Hàng có ${entry.cells.length} ô, bảng có ${value.columns.length} cột.`;
        context.addIssue({ code: "custom", path: ["rows", index, "cells"], message });
      }
      if (entry.mergeDown !== undefined && entry.mergeDown.length > value.columns.length) {
        const message = "Có nhiều dấu gộp ô hơn số cột.";
        context.addIssue({ code: "custom", path: ["rows", index, "mergeDown"], message });
      }
    });
  });

const appendix = z.strictObject({
  title: z.string().max(LIMITS.line),
  label: z.string().max(LIMITS.line).optional(),
  attachedTo: z.string().max(LIMITS.line).optional(),
  orientation: z.enum(["portrait", "landscape"]).optional(),
  body: text.optional(),
  table: table.optional(),
});

const description = z.strictObject({
  ruleSet: z.enum(["nd30", "hd36", "hd05"]),
  kind: z.enum(["KH", "BC", "CV", "TB", "QĐ", "CTr", "TTr", "HD", "PL"]),
  organisation: z.strictObject({
    superior: z.string().max(LIMITS.line).optional(),
    name: line,
    formalName: line.optional(),
  }),
  number: z
    .string()
    .regex(/^\d{1,6}[a-zđ]?$/i, "Số văn bản chỉ gồm chữ số, có thể thêm một chữ cái (ví dụ 05, 125, 12b).")
    .optional(),
  notation: z
    .string()
    .regex(/^\S.{0,58}\S?$/u, "Ký hiệu không được để trống, không quá 60 ký tự.")
    .refine(
      (value) => !/[\s:]/.test(value),
      "Ký hiệu không có dấu cách, không có dấu hai chấm (ví dụ KH-UBND, KH/TU).",
    ),
  place: line,
  date: z
    .string()
    .refine(isIsoDate, "Ngày phải là ngày có thật, viết dạng năm-tháng-ngày (ví dụ 2026-01-09).")
    .optional(),
  year: z.number().int().min(1945).max(2200).optional(),
  subject: z.string().trim().min(1).max(LIMITS.line),
  addressees: lines.optional(),
  body: text,
  appendices: z.array(appendix).max(LIMITS.appendices).optional(),
  recipients: lines,
  signature: z.strictObject({
    authority: z.array(line).max(10),
    position: z.string().max(LIMITS.line),
    name: z.string().max(LIMITS.line),
    personId: z.string().min(1).max(100).optional(),
  }),
  footnotes: z.record(z.string().regex(/^[^\]\s]{1,64}$/), z.string().max(LIMITS.cell)).optional(),
  pictures: z
    .record(z.string().regex(/^[^()\s]{1,64}$/), drawingSchema)
    .refine((value) => Object.keys(value).length <= LIMITS.pictures, "Quá nhiều hình.")
    .optional(),
  urgency: z.enum(["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"]).optional(),
  template: z.string().min(1).max(100).optional(),
});

/**
 * Checks a description that came as JSON, from a file or over the network. Everything that is wrong is named at once, each with its path.
 *
 * @param json parsed JSON
 * @throws INVALID with `faults`: `where` is the path ("appendices[0].table.rows[3].cells")
 */
export function parseDescription(json: unknown): DocumentDescription {
  const result = description.safeParse(json, { reportInput: true });
  const faults: Fault[] = result.success ? [] : result.error.issues.flatMap(faultsOf);
  if (result.success) faults.push(...footnoteFaults(result.data), ...pictureFaults(result.data));
  if (faults.length > 0) {
    throw new VanthuError("INVALID", {
      message: `Mô tả văn bản có ${faults.length} lỗi: ${faults[0]!.where}: ${faults[0]!.message}`,
      where: faults[0]!.where,
      hint: "Sửa các trường được nêu rồi thử lại.",
      faults,
    });
  }
  return result.data as DocumentDescription;
}

/** What stands on the page for what is not written yet. */
const BLANK = "…";
/** Fields that may be absent or unfit while a text is being written, and what stands for them then; the others are lists, numbers, dates. */
const UNFINISHED: Record<string, string> = { subject: BLANK, notation: BLANK, place: BLANK, body: "" };
const UNFINISHED_LISTS = ["recipients", "addressees"];

/**
 * As {@link parseDescription}, for a text that is still being written: what is empty or unfit in the fields that a person fills in is told
 * and something stands for it, so that the rest can be shown. Footnotes and pictures that are missing are told too.
 *
 * @throws INVALID for what no form would send: other types, unknown fields, values over the bounds
 */
export function parseUnfinished(json: unknown): { description: DocumentDescription; faults: Fault[] } {
  const given = structuredClone(json) as Partial<DocumentDescription>;
  const faults: Fault[] = [];
  if (typeof given === "object" && given !== null) fillUp(given, faults);
  for (let round = 0; ; round += 1) {
    const result = description.safeParse(given, { reportInput: true });
    if (result.success) {
      faults.push(...footnoteFaults(result.data), ...pictureFaults(result.data));
      return { description: result.data as DocumentDescription, faults };
    }
    const unfit = result.error.issues.filter((issue) => isUnfinished(issue, given));
    if (round > 0 || unfit.length < result.error.issues.length) parseDescription(given);
    for (const issue of unfit) {
      faults.push(...faultsOf(issue));
      const key = String(issue.path[0]) as "subject";
      if (UNFINISHED[key] === undefined) delete given[key];
      else given[key] = UNFINISHED[key];
    }
  }
}

/** Takes out empty lines and writes {@link BLANK} where a field is empty. */
function fillUp(given: Partial<DocumentDescription>, faults: Fault[]): void {
  const empty = (where: string) => faults.push(fault(where, "Không được để trống."));
  for (const [key, blank] of Object.entries(UNFINISHED) as ["subject", string][]) {
    const value = given[key];
    if (value !== undefined && (typeof value !== "string" || value.trim() !== "")) continue;
    empty(key);
    given[key] = blank;
  }
  for (const key of UNFINISHED_LISTS as ["recipients", "addressees"]) {
    const value = given[key];
    if (!Array.isArray(value)) continue;
    given[key] = value.filter((line, index) => {
      if (typeof line !== "string" || line.trim() !== "") return true;
      empty(`${key}[${index}]`);
      return false;
    });
  }
}

/** A field of text that was written in a way that does not do, but is text and not too long. */
function isUnfinished(issue: z.core.$ZodIssue, given: Partial<DocumentDescription>): boolean {
  const key = String(issue.path[0]);
  const forgiven = UNFINISHED[key] !== undefined || key === "number" || key === "date";
  return (
    forgiven &&
    issue.path.length === 1 &&
    typeof given[key as "subject"] === "string" &&
    (issue.code === "custom" || issue.code === "invalid_format")
  );
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const where = pathText(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => fault(pathText([...issue.path, key]), "Không có trường này trong mô tả văn bản."));
  }
  return [fault(where, messageOf(issue))];
}

function fault(where: string, message: string): Fault {
  return { code: "INVALID", where, message };
}

const TYPE_NAMES: Record<string, string> = {
  string: "chuỗi",
  number: "số",
  boolean: "true hoặc false",
  array: "danh sách",
  object: "đối tượng",
  record: "đối tượng",
};

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "Thiếu trường này.";
      return `Giá trị phải là ${TYPE_NAMES[issue.expected] ?? issue.expected}.`;
    case "invalid_value":
      return `Giá trị phải là một trong: ${issue.values.join(", ")}.`;
    case "too_small":
      if (issue.origin === "string") return "Không được để trống.";
      return issue.origin === "number" ? "Giá trị quá nhỏ." : "Danh sách không được rỗng.";
    case "too_big":
      return `Vượt giới hạn cho phép (${issue.maximum}).`;
    case "invalid_union":
      return 'Hàng phải là {"group": {"number", "title"}} hoặc {"cells": [...]}.';
    case "invalid_key":
      return issue.path[0] === "pictures"
        ? "Tên hình không hợp lệ (không có dấu cách, không có dấu ngoặc)."
        : "Tên chú thích không hợp lệ (không có dấu cách, không có dấu ]).";
    case "custom":
    case "invalid_format":
      return issue.message;
    default:
      return "Giá trị không hợp lệ.";
  }
}

function pathText(path: readonly PropertyKey[]): string {
  let out = "";
  for (const step of path) out += typeof step === "number" ? `[${step}]` : `${out === "" ? "" : "."}${String(step)}`;
  return out === "" ? "(gốc)" : out;
}
