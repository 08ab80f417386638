import { VanthuError } from "../errors/index.ts";

/** Refuses input that would cost too much. Errors: PDF_LIMIT. */
export function limitOf(within: boolean, what: string): void {
  if (!within) throw new VanthuError("PDF_LIMIT", { message: `Tệp PDF vượt giới hạn cho phép: ${what}.` });
}
