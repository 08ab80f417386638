import { deflateSync } from "node:zlib";
import {
  PdfDict,
  PdfName,
  type PdfObject,
  type PdfRef,
  PdfStream,
  readPdf,
  serialise,
} from "../../shared/pdf/index.ts";

/** Room for /ByteRange in what {@link sealHole} fills. */
const RANGE = " ".repeat(48);

/** A signature dictionary with room to be filled by {@link sealHole}, in PDF syntax. */
export function holeOf(entries: string, room = 8192): string {
  return `<</Type /Sig /Filter /Adobe.PPKLite ${entries} /ByteRange [${RANGE}] /Contents <${"0".repeat(room * 2)}>>>`;
}

/** Fills the last hole of a file: what lies around it to the end of the file is signed. */
export function sealHole(pdf: Uint8Array, cms: (signed: Uint8Array) => Uint8Array): Uint8Array {
  const out = Buffer.from(pdf);
  const open = out.lastIndexOf("/Contents <0000") + "/Contents ".length;
  const close = out.indexOf(">", open) + 1;
  const range = out.lastIndexOf(`[${RANGE}]`) + 1;
  out.write([0, open, close, out.length - close].join(" ").padEnd(RANGE.length), range, "latin1");
  const made = cms(Buffer.concat([out.subarray(0, open), out.subarray(close)]));
  out.write(Buffer.from(made).toString("hex"), open + 1, "latin1");
  return new Uint8Array(out);
}

/**
 * Appends an update the way Acrobat does: all dictionaries in one compressed object stream, streams and what is raw beside it, a cross-reference
 * stream at the end.
 */
export function appendCompressed(
  pdf: Uint8Array,
  objects: ReadonlyMap<number, PdfObject | string>,
  more: { free?: readonly number[]; trailer?: Record<string, PdfObject>; tail?: string } = {},
): Uint8Array {
  const file = readPdf(pdf);
  const plain = [...objects].filter(([, one]) => typeof one !== "string" && !(one instanceof PdfStream));
  const top = Math.max(file.size, ...[...objects.keys()].map((num) => num + 1));
  const [stream, xref] = [top, top + 1];
  const parts: Buffer[] = [Buffer.from(pdf), Buffer.from("\r\n")];
  let length = pdf.length + 2;
  const write = (text: Uint8Array | string) => {
    const bytes = typeof text === "string" ? Buffer.from(text, "latin1") : Buffer.from(text);
    parts.push(bytes);
    length += bytes.length;
  };
  const rows = new Map<number, [number, number, number]>();
  for (const [num, object] of objects) {
    if (typeof object !== "string" && !(object instanceof PdfStream)) continue;
    rows.set(num, [1, length, 0]);
    write(`${num} 0 obj\r`);
    write(typeof object === "string" ? object : serialise(object));
    write("\rendobj\r");
  }
  if (plain.length > 0) {
    let head = "";
    let body = "";
    plain.forEach(([num, object], index) => {
      head += `${num} ${body.length} `;
      body += `${Buffer.from(serialise(object as PdfObject)).toString("latin1")} `;
      rows.set(num, [2, stream, index]);
    });
    const packed = deflateSync(Buffer.from(head + body, "latin1"));
    rows.set(stream, [1, length, 0]);
    const entries = new PdfDict([
      ["Type", new PdfName("ObjStm")],
      ["N", plain.length],
      ["First", head.length],
      ["Filter", new PdfName("FlateDecode")],
    ]);
    write(`${stream} 0 obj\r`);
    write(serialise(new PdfStream(entries, new Uint8Array(packed))));
    write("\rendobj\r");
  }
  for (const num of more.free ?? []) rows.set(num, [0, 0, 1]);
  const at = length;
  rows.set(xref, [1, at, 0]);
  const nums = [...rows.keys()].sort((a, b) => a - b);
  const data = Buffer.concat(
    nums.map((num) => {
      const [type, second, third] = rows.get(num)!;
      const row = Buffer.alloc(7);
      row.writeUInt8(type, 0);
      row.writeUInt32BE(second, 1);
      row.writeUInt16BE(third, 5);
      return row;
    }),
  );
  const keep = [...file.trailer.map].filter(([key]) => ["Root", "Info", "ID"].includes(key));
  const dict = new PdfDict([
    ["Type", new PdfName("XRef")],
    ["Size", xref + 1],
    ["W", [1, 4, 2]],
    ["Index", nums.flatMap((num) => [num, 1])],
    ["Prev", file.revisions.at(-1)!.xrefOffset],
    ["Filter", new PdfName("FlateDecode")],
    ...keep,
    ...Object.entries(more.trailer ?? {}),
  ]);
  write(`${xref} 0 obj\r`);
  write(serialise(new PdfStream(dict, new Uint8Array(deflateSync(data)))));
  write(`\rendobj\rstartxref\r\n${at}\r\n%%EOF\r\n${more.tail ?? ""}`);
  return new Uint8Array(Buffer.concat(parts));
}

/** The number behind the root reference. */
export function rootOf(pdf: Uint8Array): number {
  return (readPdf(pdf).trailer.get("Root") as PdfRef).num;
}
