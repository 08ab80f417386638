import { VanthuError } from "../errors/index.ts";

/** Not well-formed PDF syntax at this byte. */
export function syntaxFault(offset: number, what: string): VanthuError {
  return new VanthuError("PDF_SYNTAX", { message: `Tệp PDF sai cú pháp: ${what}.`, where: `byte ${offset}` });
}

/** The cross-reference chain is broken at this byte. */
export function xrefFault(offset: number, what: string): VanthuError {
  return new VanthuError("PDF_XREF", {
    message: `Bảng tham chiếu chéo của tệp PDF bị hỏng: ${what}.`,
    where: `byte ${offset}`,
    hint: "Xin lại bản gốc của tệp; Vanthu không đoán nội dung của tệp hỏng.",
  });
}

/** A bound of {@link PdfLimits} is exceeded. */
export function limitFault(what: string, where?: string): VanthuError {
  return new VanthuError("PDF_LIMIT", { message: `Tệp PDF vượt giới hạn cho phép: ${what}.`, where });
}

/** A stream cannot be decoded. */
export function filterFault(what: string, cause?: unknown): VanthuError {
  return new VanthuError("PDF_FILTER", { message: `Không giải nén được dữ liệu trong tệp PDF: ${what}.`, cause });
}
