import type { Preview } from "../../shared/office/index.ts";

/** A preview as JSON: its PDF in base64. */
export function previewAnswer({ pdf, ...rest }: Preview): Omit<Preview, "pdf"> & { pdf: string } {
  return { ...rest, pdf: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("base64") };
}
