import { VanthuError } from "../errors/index.ts";
import { PdfFile } from "./file.ts";
import { DEFAULT_LIMITS, type PdfLimits } from "./limits.ts";
import { latin1 } from "./parse.ts";
import { PdfSource } from "./source.ts";
import { readRevisions } from "./xref.ts";

/**
 * Opens a PDF: header, `startxref`, the chain of cross-reference tables, streams and hybrids. Objects are read later, one by one,
 * so the cost does not grow with the pages. There is no recovery: a file whose cross-reference is wrong is refused, since
 * whoever guesses may see another document than the one signed.
 * Errors: PDF_HEADER, PDF_XREF, PDF_SYNTAX, PDF_FILTER, PDF_LIMIT, with the byte in `where`.
 *
 * @example
 * const file = readPdf(bytes);
 * file.resolve(file.catalog.get("AcroForm"));
 */
export function readPdf(bytes: Uint8Array, limits: Partial<PdfLimits> = {}): PdfFile {
  const header = /^%PDF-([12]\.\d)(?=[\r\n \t])/.exec(latin1(bytes.subarray(0, 16)));
  if (header === null) {
    throw new VanthuError("PDF_HEADER", {
      message: "Tệp không phải là PDF (không bắt đầu bằng %PDF-).",
      where: "byte 0",
      hint: "Kiểm tra lại tệp đã chọn.",
    });
  }
  const all = { ...DEFAULT_LIMITS, ...limits };
  const source = new PdfSource();
  return new PdfFile(bytes, header[1]!, readRevisions(bytes, all, source.sections), all, source);
}
