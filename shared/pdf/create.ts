import { writeTable, writeXrefStream } from "./append.ts";
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfString } from "./objects.ts";
import { ByteWriter, writeObject } from "./write.ts";

/** What {@link writePdf} writes. */
export interface NewPdf {
  /** Header version; 1.7 when absent (TT 15/2025/TT-BKHCN, Phụ lục I: PDF 1.7 or newer). */
  version?: string;
  /** Every object, numbered from 1 without gaps. */
  objects: Map<number, PdfObject>;
  /** Object number of the catalog. */
  root: number;
  /** Object number of the information dictionary. */
  info?: number;
  /** 16 bytes naming the file; both halves of /ID. */
  id: Uint8Array;
  /** Kind of cross-reference; "table" when absent. */
  xref?: "table" | "stream";
}

/**
 * A whole new file of one revision. The table is one subsection from 0, without which Adobe shows later signatures as
 * invalid once the file is updated.
 */
export function writePdf(pdf: NewPdf): Uint8Array {
  const writer = new ByteWriter();
  writer.write(`%PDF-${pdf.version ?? "1.7"}\n%\u00e2\u00e3\u00cf\u00d3\n`);
  const rows = new Map<number, { offset: number; gen: number; free?: boolean }>([
    [0, { offset: 0, gen: 65_535, free: true }],
  ]);
  const nums = [...pdf.objects.keys()].sort((a, b) => a - b);
  nums.forEach((num, i) => {
    if (num !== i + 1) throw new RangeError(`objects are not numbered 1…n: ${num}`);
    rows.set(num, { offset: writer.length, gen: 0 });
    writer.write(`${num} 0 obj\n`);
    writeObject(writer, pdf.objects.get(num)!);
    writer.write("\nendobj\n");
  });
  const size = nums.length + 1;
  const id = new PdfString(pdf.id, true);
  const trailer = new PdfDict([
    ["Size", size],
    ["Root", new PdfRef(pdf.root)],
  ]);
  if (pdf.info !== undefined) trailer.set("Info", new PdfRef(pdf.info));
  trailer.set("ID", [id, id]);
  const xrefOffset = writer.length;
  if (pdf.xref === "stream") {
    rows.set(size, { offset: xrefOffset, gen: 0 });
    trailer.set("Size", size + 1);
    writeXrefStream(writer, size, trailer, rows);
  } else {
    writeTable(writer, trailer, rows);
  }
  return writer.write(`startxref\n${xrefOffset}\n%%EOF\n`).bytes();
}

/** A name object, for short. */
export function name(text: string): PdfName {
  return new PdfName(text);
}

/** A dictionary from a record, leaving out undefined values. */
export function dict(entries: Record<string, PdfObject | undefined>): PdfDict {
  return new PdfDict(Object.entries(entries).filter((e): e is [string, PdfObject] => e[1] !== undefined));
}
