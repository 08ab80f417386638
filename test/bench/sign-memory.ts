/** Signs a file of 100 MB in a process of its own and tells its parent how much memory that took at most, besides the program itself. */
import { completeSignature, createTestAuthority, prepareSignature, signPdf } from "../../shared/signing/index.ts";
import { peakMemory } from "./memory.ts";
import { pdfOf } from "./sign-inputs.ts";

const MB = 1024 * 1024;
const small = pdfOf(10, MB);
const signer = createTestAuthority().issueCertificate({ commonName: "Bench", kind: "person" }).signer();

async function sign(pdf: Uint8Array): Promise<Uint8Array> {
  const request = { pdf, signer, role: "leader" as const, at: new Date() };
  if (process.argv[2] === "signPdf") return (await signPdf(request)).pdf;
  const { state, preparedPdf } = prepareSignature(request);
  const signature = await signer.sign(new Uint8Array(Buffer.from(state.attributes, "base64")));
  // As a batch does: the prepared file is needed no more.
  return completeSignature(state, preparedPdf, signature, new Date(), { inPlace: true }).pdf;
}

await sign(small);
const before = peakMemory(process.pid);
// Made in place: what making the file takes is not counted.
const pdf = widened(small, 100 * MB);
const signed = await sign(pdf);
const fileMB = Math.round(pdf.length / MB);
process.send?.({ megabytes: peakMemory(process.pid) - before, fileMB, bytes: signed.length });

/** The same file with white space before its cross-reference, which is where it says that it is. */
function widened(source: Uint8Array, size: number): Uint8Array {
  const text = Buffer.from(source.buffer, source.byteOffset, source.length);
  const start = text.lastIndexOf("xref\n0 ");
  const tail = text.subarray(start);
  const moved = size - tail.length;
  const end = Buffer.from(tail.toString("latin1").replace(/startxref\n\d+/, `startxref\n${moved}`), "latin1");
  const out = new Uint8Array(moved + end.length).fill(0x20);
  out.set(source.subarray(0, start));
  out.set(end, moved);
  return out;
}
