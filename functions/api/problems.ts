import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import { requestId } from "../../shared/access/index.ts";
import { isVanthuError, type Problem, VanthuError } from "../../shared/errors/index.ts";
import { UPLOAD_LIMIT } from "./files.ts";

/** Any error as problem details. Ours speak for themselves; of anything else nothing is told but that it was our fault. */
export function problemOf(error: unknown): Problem {
  if (isVanthuError(error)) return error.toProblem();
  if (error instanceof HTTPException && error.status === 413) return TOO_LARGE.toProblem();
  if (error instanceof HTTPException && error.status < 500) {
    return new VanthuError("INVALID", {
      message: "Yêu cầu gửi lên không đọc được.",
      hint: "Kiểm tra lại định dạng của yêu cầu.",
    }).toProblem();
  }
  const id = requestId();
  return new VanthuError("INTERNAL", {
    message: "Máy chủ gặp lỗi khi xử lý yêu cầu này.",
    hint: `Thử lại sau ít phút; nếu vẫn lỗi, báo người quản trị hệ thống kèm ${id === undefined ? "thời điểm xảy ra" : `mã yêu cầu ${id}`}.`,
  }).toProblem();
}

/** What a body over the limit is told. */
export const TOO_LARGE = new VanthuError("UPLOAD_TOO_LARGE", {
  message: "Dữ liệu gửi lên quá lớn.",
  hint: `Mỗi lần gửi được tối đa ${UPLOAD_LIMIT / 1024 / 1024} MB. Giảm dung lượng tệp rồi gửi lại.`,
});

/** Answers with `application/problem+json` (RFC 9457); `instance` is the request's id, by which the log is searched. */
export function problemAnswer(problem: Problem): Response {
  const id = requestId();
  const said = id === undefined ? problem : { ...problem, instance: `urn:uuid:${id}` };
  return new Response(JSON.stringify(said), {
    status: problem.status,
    headers: { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Logs what was not meant to happen, without the request's content: it may carry personal data. */
export function logFault(error: unknown, c: Context): void {
  if (isVanthuError(error) && error.status < 500) return;
  if (error instanceof HTTPException && error.status < 500) return;
  console.error(
    JSON.stringify({
      at: new Date().toISOString(),
      id: requestId(),
      // The pattern: an address may hold a token or the id of a document.
      fault: `${c.req.method} ${routePath(c, -1)}`,
      error: describe(error),
    }),
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A fault of one input field as zod names it, in Vietnamese. */
export interface SchemaIssue {
  path: PropertyKey[];
  code: string;
  message: string;
}

/** Faults of an input against its schema, each with the field it is in. */
export function invalidInput(issues: readonly SchemaIssue[]): VanthuError {
  const faults = issues.map((issue) => ({
    code: "INVALID" as const,
    message: issue.code === "custom" ? issue.message : wording(issue),
    where: issue.path.map(String).join("."),
  }));
  return new VanthuError("INVALID", {
    message: "Dữ liệu gửi lên thiếu hoặc sai dạng.",
    where: faults[0]?.where,
    hint: "Sửa các trường được nêu rồi gửi lại.",
    faults,
  });
}

function wording(issue: SchemaIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.includes("undefined") ? "Thiếu giá trị." : "Giá trị không đúng kiểu.";
    case "too_small":
      return "Giá trị quá ngắn hoặc quá nhỏ.";
    case "too_big":
      return "Giá trị quá dài hoặc quá lớn.";
    case "invalid_value":
      return "Giá trị không nằm trong danh sách cho phép.";
    case "unrecognized_keys":
      return "Có trường không được dùng ở đây.";
    default:
      return "Giá trị không đúng dạng.";
  }
}
