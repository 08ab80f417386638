import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { composePlan, parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import {
  appendUpdate,
  dict,
  name,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
  readPdf,
  textString,
  writePdf,
} from "../../shared/pdf/index.ts";
import { type Anchor, typeset } from "../../shared/typeset/index.ts";
import { pdfOf } from "../bench/sign-inputs.ts";
import { PLAN } from "../docx/sample.ts";
import { anchorsOf, libreOfficePdf, ONE_PAGE_ANCHORS, onePagePdf, throughQpdf } from "../signing/documents.ts";
import { inDirectory, run } from "../signing/outside.ts";
import { signatureJudge } from "./java.ts";

/** A file to be signed, as one producer or another makes it. */
export interface InputKind {
  name: string;
  pdf: Uint8Array;
  /** Where number, date and signature belong; without them the signatures of leader and seal are invisible. */
  anchors: Anchor[];
  /** How the file's cross-reference is written, and has to stay. */
  xref: "table" | "stream" | "hybrid";
}

/** At least 13 kinds of files, each by a producer or with a feature of its own. */
export function inputKinds(): InputKind[] {
  const { number: _number, date: _date, ...unnumbered } = PLAN;
  const { docx } = renderDocx(parseDescription(composePlan(unnumbered)));
  const plain = typeset(docx, { conformance: "PDF/A-2b" });
  const tagged = typeset(docx);
  const office = libreOfficePdf();
  const archival = libreOfficePdf(true);
  const own = (name: string, pdf: Uint8Array, anchors: Anchor[] = []): InputKind => {
    const xref = readPdf(pdf).revisions.at(-1)!.kind;
    return { name, pdf, anchors, xref };
  };
  return [
    own("PDF/A-2b of our typesetter, xref table", throughQpdf(plain.pdf, "--object-streams=disable"), plain.anchors),
    own("tagged PDF/A-2a of our typesetter", tagged.pdf, tagged.anchors),
    own("xref stream", small("1.7", "stream"), ONE_PAGE_ANCHORS),
    own("object streams", throughQpdf(plain.pdf, "--object-streams=generate"), plain.anchors),
    own("linearised", throughQpdf(plain.pdf, "--linearize", "--object-streams=disable"), plain.anchors),
    own("linearised with object streams", throughQpdf(plain.pdf, "--linearize", "--object-streams=generate")),
    own("hybrid: table and stream", hybridPdf(), ONE_PAGE_ANCHORS),
    own("LibreOffice", office, anchorsOf(office)),
    own("PDF/A-2b of LibreOffice", archival, anchorsOf(archival)),
    own("PDF 2.0", small("2.0"), ONE_PAGE_ANCHORS),
    own("PDF 1.4", small("1.4"), ONE_PAGE_ANCHORS),
    own("rotated page", onePagePdf({ page: { Rotate: 90 } })),
    own("inherited size, resources and rotation", inheritedPdf()),
    own("300 pages", pdfOf(300, 200_000)),
    own(
      "form in the catalog itself",
      onePagePdf({ form: { Fields: [new PdfRef(5)] }, page: { Annots: [new PdfRef(5)] } }),
    ),
    own("form of PDFBox", boxForm()),
    own("mutool", throughMutool(onePagePdf()), ONE_PAGE_ANCHORS),
    own("edited before, spaces at the end", editedPdf(), ONE_PAGE_ANCHORS),
  ];
}

function pageObjects(): Map<number, PdfObject> {
  return new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
    [2, dict({ Type: name("Pages"), Kids: [new PdfRef(3)], Count: 1 })],
    [
      3,
      dict({
        Type: name("Page"),
        Parent: new PdfRef(2),
        MediaBox: [0, 0, 595, 842],
        Resources: dict({}),
        Contents: new PdfRef(4),
      }),
    ],
    [4, new PdfStream(new PdfDict(), Buffer.from("0.9 g 50 50 100 100 re f"))],
  ]);
}

function small(version: string, xref: "table" | "stream" = "table"): Uint8Array {
  return writePdf({ objects: pageObjects(), root: 1, id: new Uint8Array(16).fill(2), version, xref });
}

/** Two levels of page tree; size, resources and rotation come from above. */
function inheritedPdf(): Uint8Array {
  const page = () => dict({ Type: name("Page"), Parent: new PdfRef(5), Contents: new PdfRef(4) });
  const objects = new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
    [2, dict({ Type: name("Pages"), Kids: [new PdfRef(5)], Count: 2, MediaBox: [0, 0, 842, 595], Rotate: 270 })],
    [3, page()],
    [4, new PdfStream(new PdfDict(), Buffer.from("BT /F1 14 Tf 72 500 Td (Bang bieu) Tj ET"))],
    [
      5,
      dict({
        Type: name("Pages"),
        Parent: new PdfRef(2),
        Kids: [new PdfRef(3), new PdfRef(6)],
        Count: 2,
        Resources: dict({ Font: dict({ F1: new PdfRef(7) }) }),
      }),
    ],
    [6, page()],
    [7, dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Helvetica") })],
  ]);
  return writePdf({ objects, root: 1, id: new Uint8Array(16).fill(3) });
}

/**
 * ISO 32000-1, 7.5.8.4: a table for old readers, in which the information dictionary is free, and a stream that says where it is (in an object stream).
 */
function hybridPdf(): Uint8Array {
  const base = Buffer.from(writePdf({ objects: pageObjects(), root: 1, id: new Uint8Array(16).fill(4) }));
  const body = base.subarray(0, base.lastIndexOf("xref\n0 ")).toString("latin1");
  const offsets = [...body.matchAll(/^(\d+) 0 obj$/gm)].map((found) => found.index);
  const hidden = "6 0 << /Title (An trong luong) >>";
  const first = hidden.indexOf("<<");
  let text = body;
  const container = text.length;
  text += `5 0 obj\n<< /Type /ObjStm /N 1 /First ${first} /Length ${hidden.length} >>\nstream\n${hidden}\nendstream\nendobj\n`;
  const stream = text.length;
  // Rows of 1, 4 and 2 bytes: 6 is in stream 5 at 0; 7 is this stream.
  const rows = Buffer.from([2, 0, 0, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  rows.writeUInt32BE(stream, 8);
  text += `7 0 obj\n<< /Type /XRef /Size 8 /Root 1 0 R /W [1 4 2] /Index [6 2] /Length ${rows.length} >>\nstream\n${rows.toString("latin1")}\nendstream\nendobj\n`;
  const table = text.length;
  const row = (offset: number) => `${String(offset).padStart(10, "0")} 00000 n \n`;
  text += `xref\n0 8\n0000000006 65535 f \n${offsets.map(row).join("")}${row(container)}0000000000 00000 f \n${row(stream)}`;
  text += `trailer\n<< /Size 8 /Root 1 0 R /Info 6 0 R /XRefStm ${stream} /ID [<${"04".repeat(16)}> <${"04".repeat(16)}>] >>\nstartxref\n${table}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** Saved once more by somebody who changed the title, with blanks behind the end. */
function editedPdf(): Uint8Array {
  const file = readPdf(onePagePdf());
  const info = new PdfRef(file.size);
  const { bytes } = appendUpdate(file, {
    objects: new Map([[info.num, dict({ Title: textString("Bản sửa lần hai") })]]),
    trailer: { Info: info },
  });
  return new Uint8Array(Buffer.concat([bytes, Buffer.from(" \r\n \n")]));
}

function throughMutool(pdf: Uint8Array): Uint8Array {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "in.pdf"), pdf);
    run("mutool", ["clean", "-gggz", "in.pdf", "out.pdf"], { cwd: directory });
    return new Uint8Array(readFileSync(join(directory, "out.pdf")));
  });
}

function boxForm(): Uint8Array {
  return inDirectory((directory) => {
    signatureJudge(["form", join(directory, "form.pdf")]);
    return new Uint8Array(readFileSync(join(directory, "form.pdf")));
  });
}

/** The same file with a password to open it. */
export function encrypted(pdf: Uint8Array): Uint8Array {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "in.pdf"), pdf);
    execFileSync("qpdf", ["--encrypt", "a", "b", "256", "--", "in.pdf", "out.pdf"], { cwd: directory });
    return new Uint8Array(readFileSync(join(directory, "out.pdf")));
  });
}
