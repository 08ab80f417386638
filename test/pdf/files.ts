import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  dict,
  name,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
  textString,
  writePdf,
} from "../../shared/pdf/index.ts";

/** A file of three pages of our own. */
export function sample(xref: "table" | "stream" = "table"): Uint8Array {
  const page = (contents: number) =>
    dict({ Type: name("Page"), Parent: new PdfRef(2), Contents: new PdfRef(contents), Resources: new PdfDict() });
  const objects = new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2), Lang: textString("vi-VN") })],
    [
      2,
      dict({
        Type: name("Pages"),
        Kids: [3, 4, 5].map((n) => new PdfRef(n)),
        Count: 3,
        MediaBox: [0, 0, 595.28, 841.89],
        Rotate: 90,
      }),
    ],
    [3, page(6)],
    [4, page(6)],
    [5, page(6)],
    [6, new PdfStream(new PdfDict(), Buffer.from("q 1 0 0 1 72 720 cm Q"))],
    [7, dict({ Title: textString("Kế hoạch số 32 (dự thảo)") })],
  ]);
  return writePdf({ objects, root: 1, info: 7, id: new Uint8Array(16).fill(3), xref });
}

const folder = mkdtempSync(path.join(tmpdir(), "vanthu-pdf-"));

/** Rewrites a file with qpdf. */
export function qpdf(bytes: Uint8Array, ...options: string[]): Uint8Array {
  const [from, to] = [path.join(folder, "in.pdf"), path.join(folder, "out.pdf")];
  writeFileSync(from, bytes);
  execFileSync("qpdf", [...options, from, to], { stdio: "pipe" });
  return new Uint8Array(readFileSync(to));
}

/** What qpdf says of a file; throws when it finds an error or a doubt. */
export function qpdfCheck(bytes: Uint8Array): string {
  const file = path.join(folder, "check.pdf");
  writeFileSync(file, bytes);
  return execFileSync("qpdf", ["--check", file], { stdio: "pipe" }).toString();
}
