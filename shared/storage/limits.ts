import { VanthuError } from "../errors/index.ts";
import type { WriteOperation } from "./ports.ts";

/** DynamoDB's limit for an item, names and keys included; the port keeps it for every adapter. */
export const ITEM_BYTES = 400 * 1024;
/** DynamoDB's limit on operations in one transaction (TransactWriteItems). */
export const COMMIT_OPERATIONS = 100;
/** DynamoDB's limit on the bytes of one transaction. */
export const COMMIT_BYTES = 4 * 1024 * 1024;
/** DynamoDB's limits for keys, in bytes of UTF-8. */
const PARTITION_KEY_BYTES = 2048;
const SORT_KEY_BYTES = 1024;
/** Attribute names and numbers (rev, expiresAt, ttl) that an adapter stores beside keys and data. */
const OVERHEAD_BYTES = 128;

/** An operation that passed the rules, with its data as the JSON text that adapters store. */
export type CheckedOperation =
  | { op: "insert" | "put"; pk: string; sk: string; json: string; expiresAt?: number }
  | { op: "update"; pk: string; sk: string; rev: number; json: string; expiresAt?: number }
  | { op: "remove" | "check"; pk: string; sk: string; rev: number };

/**
 * Holds a commit to the rules of the port, before any adapter sees it.
 * @throws INVALID for too many operations, one item twice, bad keys, revisions or data; ITEM_TOO_LARGE
 */
export function checkOperations(operations: WriteOperation[]): CheckedOperation[] {
  if (operations.length > COMMIT_OPERATIONS)
    throw new VanthuError("INVALID", {
      message: `Một lần ghi chỉ gồm tối đa ${COMMIT_OPERATIONS} thao tác (nhận được ${operations.length}).`,
      hint: "Chia thành nhiều lần ghi.",
    });
  const seen = new Set<string>();
  let total = 0;
  return operations.map((operation, index) => {
    const { op, pk, sk } = operation;
    const where = nameOperation(operation, index);
    checkKey(pk, PARTITION_KEY_BYTES, where);
    checkKey(sk, SORT_KEY_BYTES, where);
    const item = JSON.stringify([pk, sk]);
    if (seen.has(item)) throw invalid("Một lần ghi chỉ được chạm vào mỗi bản ghi một lần.", where);
    seen.add(item);
    if ("rev" in operation) checkRevision(operation.rev, op === "check" ? 0 : 1, where);
    if (op === "remove" || op === "check") return { op, pk, sk, rev: operation.rev };

    const json = JSON.stringify(operation.data);
    if (json === undefined) throw invalid("Bản ghi không có dữ liệu.", where);
    const { expiresAt } = operation;
    if (expiresAt !== undefined && !Number.isSafeInteger(expiresAt))
      throw invalid("Thời điểm hết hạn phải là số nguyên mili giây.", where);
    const size = Buffer.byteLength(json) + Buffer.byteLength(pk) + Buffer.byteLength(sk) + OVERHEAD_BYTES;
    if (size > ITEM_BYTES)
      throw new VanthuError("ITEM_TOO_LARGE", {
        message: `Bản ghi lớn ${Math.ceil(size / 1024)} KB, vượt quá giới hạn ${ITEM_BYTES / 1024} KB.`,
        where,
        hint: "Lưu nội dung lớn thành tệp rồi ghi mã sha256 của tệp vào bản ghi.",
      });
    total += size;
    if (total > COMMIT_BYTES)
      throw invalid(`Một lần ghi chỉ được tối đa ${COMMIT_BYTES / 1024 / 1024} MB dữ liệu.`, where);
    return op === "update" ? { op, pk, sk, rev: operation.rev, json, expiresAt } : { op, pk, sk, json, expiresAt };
  });
}

/** Could an item have this key? What comes from an address may be anything; DynamoDB answers a bad key with an error of its own. */
export function couldBeKey(pk: string, sk: string): boolean {
  return isKey(pk, PARTITION_KEY_BYTES) && isKey(sk, SORT_KEY_BYTES);
}

function isKey(key: string, limit: number): boolean {
  return key !== "" && key.isWellFormed() && Buffer.byteLength(key) <= limit;
}

/** CONFLICT for the operation whose condition failed. */
export function conflict(
  operation: { op: string; pk: string; sk: string },
  index: number,
  cause?: unknown,
): VanthuError {
  return new VanthuError("CONFLICT", {
    message: "Dữ liệu vừa được người khác thay đổi.",
    where: nameOperation(operation, index),
    hint: "Tải lại rồi thực hiện lại thao tác.",
    cause,
  });
}

/** The item that a CONFLICT is about, as `pk/sk`. */
export function conflictItem(error: VanthuError): string {
  return error.where?.replace(/^#\d+ \w+ /, "") ?? "";
}

/** @throws INVALID unless it is the lower-case hexadecimal of a sha256 (and so safe as a file name) */
export function checkFileName(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw invalid("Tên tệp lưu trữ phải là mã sha256 (64 chữ số thập lục phân viết thường).", sha256.slice(0, 80));
}

/** FILE_DAMAGED for a stored file whose bytes have another sha256 than its name. */
export function damagedFile(sha256: string): VanthuError {
  return new VanthuError("FILE_DAMAGED", {
    message: "Tệp lưu trữ đã bị hỏng hoặc bị sửa: nội dung không còn khớp với mã sha256 của tệp.",
    where: sha256,
    hint: "Khôi phục tệp này từ bản sao lưu.",
  });
}

/** NOT_FOUND for a file that is not in the store. */
export function missingFile(sha256: string): VanthuError {
  return new VanthuError("NOT_FOUND", { message: "Không có tệp này trong kho lưu trữ.", where: sha256 });
}

function nameOperation(operation: { op: string; pk: string; sk: string }, index: number): string {
  return `#${index} ${operation.op} ${operation.pk}/${operation.sk}`;
}

function checkKey(key: string, limit: number, where: string): void {
  if (typeof key !== "string" || key === "") throw invalid("Khóa của bản ghi không được để trống.", where);
  // U+10FFFF marks the end of a prefix range; NUL ends a string in SQLite; a lone surrogate has no UTF-8.
  if (/[\0\u{10ffff}]/u.test(key) || !key.isWellFormed())
    throw invalid("Khóa của bản ghi có ký tự không dùng được.", where);
  if (Buffer.byteLength(key) > limit) throw invalid(`Khóa của bản ghi dài quá ${limit} byte.`, where);
}

function checkRevision(rev: number, least: number, where: string): void {
  if (!Number.isSafeInteger(rev) || rev < least) throw invalid("Số lần ghi (rev) không hợp lệ.", where);
}

function invalid(message: string, where: string): VanthuError {
  return new VanthuError("INVALID", { message, where });
}
