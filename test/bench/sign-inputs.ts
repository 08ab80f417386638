import { createHash } from "node:crypto";
import { renderDocx } from "../../shared/docx/index.ts";
import { dict, name, type PdfObject, PdfRef, PdfStream, writePdf } from "../../shared/pdf/index.ts";
import { layFields } from "../../shared/signing/index.ts";
import { type Anchor, typeset } from "../../shared/typeset/index.ts";
import { planOf, programmeOf } from "./inputs.ts";

/** A file of so many pages and so many bytes in all, the same every time. */
export function pdfOf(pages: number, bytes: number, xref: "table" | "stream" = "table"): Uint8Array {
  const first = writeOf(pages, 0, xref);
  return writeOf(pages, Math.max(0, Math.floor((bytes - first.length) / pages)), xref);
}

function writeOf(pages: number, each: number, xref: "table" | "stream"): Uint8Array {
  const objects = new Map<number, PdfObject>([[1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })]]);
  const kids: PdfRef[] = [];
  for (let page = 0; page < pages; page += 1) {
    const number = 3 + 2 * page;
    objects.set(
      number,
      dict({
        Type: name("Page"),
        Parent: new PdfRef(2),
        MediaBox: [0, 0, 595.28, 841.89],
        Resources: dict({}),
        Contents: new PdfRef(number + 1),
      }),
    );
    objects.set(number + 1, new PdfStream(dict({}), noise(page, each)));
    kids.push(new PdfRef(number));
  }
  objects.set(2, dict({ Type: name("Pages"), Kids: kids, Count: pages }));
  return writePdf({ objects, root: 1, id: new Uint8Array(16).fill(5), xref });
}

/** A comment of page content that does not compress: what pictures are to whoever signs. */
function noise(seed: number, length: number): Uint8Array {
  const text = Buffer.alloc(length, 0x20);
  text.write("%");
  for (let at = 1, n = 0; at < length; at += 88, n += 1)
    text.write(createHash("sha512").update(`${seed} ${n}`).digest("base64"), at, "latin1");
  return new Uint8Array(text);
}

/**
 * A plan of our own typesetter of so many bytes or a little more: fonts, pages, tables, bookmarks. Untagged, so with a cross-reference table: \@signpdf cannot read
 * the streams that tagged files have.
 */
export function planOfBytes(bytes: number): { pdf: Uint8Array; pages: number } {
  for (let tasks = 28; ; tasks = Math.ceil(tasks * 1.15)) {
    const { pdf, pages } = typeset(renderDocx(planOf(programmeOf(tasks))).docx, { conformance: "PDF/A-2b" });
    if (pdf.length >= bytes) return { pdf, pages };
  }
}

/** The sample plan as it goes to the leader: typeset, its fields laid. */
export function laidLetter(): { pdf: Uint8Array; anchors: Anchor[] } {
  const { pdf, anchors } = typeset(renderDocx(planOf(programmeOf(28))).docx);
  return { pdf: layFields(pdf, anchors), anchors };
}
