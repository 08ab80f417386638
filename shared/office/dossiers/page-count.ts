import { isVanthuError } from "../../errors/index.ts";
import { readPdf } from "../../pdf/index.ts";

/** PageAmount has 3 digits (Phụ lục VI Phần II.I.10). */
const MOST = 999;

/** Pages of a PDF, 1 where they cannot be counted: the number can then be written by hand. */
export function pagesOf(pdf: Uint8Array): number {
  try {
    return Math.min(MOST, Math.max(1, readPdf(pdf).pages().length));
  } catch (error) {
    if (isVanthuError(error)) return 1;
    throw error;
  }
}
