import { isVanthuError } from "../errors/index.ts";
import { type ByteSpan, type PdfFile, PdfString } from "../pdf/index.ts";
import { readAllFields, type SignatureEntry, signatureIn } from "./fields.ts";
import { type Finding, finding } from "./findings.ts";
import type { FileDigests, SignedBytes } from "./signed-bytes.ts";

/** A signature with the bytes it covers made sure of. */
export interface SignedRange {
  /** The two signed pieces of the file. */
  signed: SignedBytes;
  /** The byte at which the gap between them begins: no two signatures have the same. */
  gap: number;
  /** Bytes of /Contents. */
  contents: Uint8Array;
  /** Index of the revision that the signature ends, in the whole file's list. */
  revision: number;
  /** Revisions in the whole file. */
  total: number;
  /** The file as it was signed, read again from its own bytes alone. */
  signedFile: PdfFile;
  /** The signed bytes reach the end of the file. */
  wholeFile: boolean;
  /** Where the signed bytes end. */
  end: number;
}

/**
 * Makes sure what a signature covers: /ByteRange is [0 a b c]; the gap is exactly the /Contents token; b + c is the end of a revision;
 * the bytes up to there are by themselves a sound PDF whose own chain ends there and whose form holds this same signature.
 * Anything else lets unsigned bytes show (signature wrapping, incremental saving and shadow attacks).
 */
export function signedRangeOf(
  file: PdfFile,
  entry: SignatureEntry,
  digests: FileDigests,
): { range: SignedRange } | { fault: Finding } {
  const wrong = (detail: string) => ({ fault: finding("BYTE_RANGE_INVALID", detail) });
  const numbers = file.array(entry.dict.get("ByteRange")).map((n) => file.resolve(n));
  const [zero, a, b, c] = numbers;
  if (numbers.length !== 4 || !isOffset(zero) || !isOffset(a) || !isOffset(b) || !isOffset(c)) {
    return wrong("không phải bốn số nguyên không âm");
  }
  const end = b + c;
  if (zero !== 0 || a >= b || end > file.bytes.length)
    return wrong("không đi từ đầu tệp qua một khoảng trống duy nhất");
  const contents = file.resolve(entry.dict.get("Contents"));
  const span = file.spanOf(entry.holder, ...entry.path, "Contents");
  if (!(contents instanceof PdfString) || span === undefined) return wrong("không tìm thấy /Contents trong tệp");
  if (span.start !== a || span.end !== b) return wrong("khoảng trống không trùng với /Contents");
  if (!isPlainHex(file.bytes, span)) return wrong("/Contents không phải chuỗi thập lục phân liền mạch");

  const revision = file.revisions.findIndex(
    (r) =>
      (end > r.end - 3 && end <= r.end && onlyLineEnd(file.bytes, end, r.end)) ||
      (end > r.end && onlyBlank(file.bytes, r.end, end)),
  );
  if (revision < 0) return wrong("không kết thúc ở cuối một lần lưu của tệp");
  let signedFile: PdfFile;
  try {
    signedFile = file.upTo(end);
    const last = signedFile.revisions.at(-1);
    const inside = readAllFields(signedFile).find((f) => f.num === entry.field.num && f.name === entry.field.name);
    const again = inside === undefined ? undefined : signatureIn(signedFile, inside);
    const same = again === undefined ? undefined : signedFile.spanOf(again.holder, ...again.path, "Contents");
    if (last?.xrefOffset !== file.revisions[revision]!.xrefOffset || signedFile.revisions.length !== revision + 1) {
      return wrong("chuỗi lần lưu trong phần được ký khác với tệp");
    }
    if (same?.start !== span.start || same.end !== span.end) return { fault: finding("SIGNATURE_NOT_IN_FORM") };
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return { fault: finding("SIGNED_REVISION_BROKEN", error.message.replace(/\.$/, "")) };
  }
  return {
    range: {
      signed: digests.around(a, b, end),
      gap: a,
      contents: contents.bytes,
      revision,
      total: file.revisions.length,
      signedFile,
      wholeFile: revision === file.revisions.length - 1 && onlyBlank(file.bytes, end, file.bytes.length),
      end,
    },
  };
}

function isOffset(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Which bytes are hexadecimal digits. */
const HEX_DIGIT = new Uint8Array(256);
for (const c of "0123456789abcdefABCDEF") HEX_DIGIT[c.charCodeAt(0)] = 1;

/** `<` hexadecimal digits `>`, nothing between. */
function isPlainHex(bytes: Uint8Array, span: ByteSpan): boolean {
  if (bytes[span.start] !== 0x3c || bytes[span.end - 1] !== 0x3e) return false;
  for (let i = span.start + 1; i < span.end - 1; i++) if (HEX_DIGIT[bytes[i]!] === 0) return false;
  return true;
}

/** Blank bytes behind %%EOF that an original already had are signed along with it. */
function onlyBlank(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > 1000) return false;
  for (let i = from; i < to; i++) if (![0, 9, 10, 12, 13, 32].includes(bytes[i]!)) return false;
  return true;
}

/** Some signers leave the end of line after %%EOF out. */
function onlyLineEnd(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > 2) return false;
  for (let i = from; i < to; i++) if (bytes[i] !== 10 && bytes[i] !== 13) return false;
  return true;
}
