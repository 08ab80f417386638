import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isVanthuError } from "../../shared/errors/index.ts";
import {
  decodeStream,
  PdfDict,
  PdfName,
  PdfRef,
  PdfStream,
  PdfString,
  readPdf,
  textOf,
} from "../../shared/pdf/index.ts";
import { qpdf, sample } from "./files.ts";

const code = (read: () => unknown): string => {
  try {
    read();
    return "none";
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
};

/** A file of the given objects, numbered from 1 in order. */
function fileOf(...objects: string[]): Uint8Array {
  let text = "%PDF-1.7\n";
  const rows = objects.map((object, i) => {
    const row = `${String(text.length).padStart(10, "0")} 00000 n \n`;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return row;
  });
  const xref = text.length;
  const table = `xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${rows.join("")}`;
  const trailer = `trailer\n<</Size ${rows.length + 1}/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text + table + trailer, "latin1"));
}

describe("reading", () => {
  it("gives pages with inherited size and rotation, and text as written", () => {
    for (const kind of ["table", "stream"] as const) {
      const file = readPdf(sample(kind));
      expect(file.version).toBe("1.7");
      expect(file.revisions.map((r) => r.kind)).toEqual([kind]);
      expect(file.pageCount).toBe(3);
      expect(file.pages()[2]).toMatchObject({
        index: 2,
        mediaBox: [0, 0, 595.28, 841.89],
        rotate: 90,
        ref: new PdfRef(5),
      });
      const title = file.dict(file.trailer.get("Info"))?.get("Title");
      expect(title instanceof PdfString && textOf(title)).toBe("Kế hoạch số 32 (dự thảo)");
    }
  });

  it("follows every kind of cross-reference that qpdf writes", () => {
    for (const options of [
      ["--linearize"],
      ["--object-streams=generate"],
      ["--object-streams=generate", "--linearize"],
    ]) {
      const file = readPdf(qpdf(sample(), ...options));
      expect(file.pageCount, options.join(" ")).toBe(3);
      expect(file.revisions).toHaveLength(1);
    }
  });

  it("decodes streams through filters and predictors", () => {
    const text = (filter: string, data: string) => {
      const file = readPdf(fileOf(`<</Length ${data.length}/Filter/${filter}>>\nstream\n${data}\nendstream`));
      return Buffer.from(decodeStream(file.get(1) as PdfStream, file)).toString("latin1");
    };
    expect(text("ASCIIHexDecode", "56616E 746875>")).toBe("Vanthu");
    expect(text("ASCII85Decode", '87cURD]i,"Ebo80~>')).toBe("Hello World!");
    expect(text("RunLengthDecode", "\u0002Van\u00fet\u0080")).toBe("Vanttt");
    expect(text("LZWDecode", "\u0080\u000b\u0060\u0050\u0022\u000c\u000c\u0085\u0001")).toBe("-----A---B");
    expect(code(() => text("DCTDecode", "x"))).toBe("PDF_FILTER");
    expect(code(() => text("FlateDecode", "not deflated"))).toBe("PDF_FILTER");
  });

  it("gives null for what is free, absent or of another generation", () => {
    const file = readPdf(sample());
    expect(file.get(0)).toBeNull();
    expect(file.get(99)).toBeNull();
    expect(file.get(new PdfRef(1, 5))).toBeNull();
    expect(file.get(1)).toBeInstanceOf(PdfDict);
  });

  it("tells where a value stands", () => {
    const bytes = sample();
    const file = readPdf(bytes);
    const span = file.spanOf(1, "Lang")!;
    expect(Buffer.from(bytes.subarray(span.start, span.end)).toString()).toBe("(vi-VN)");
    const place = file.locate(1) as { offset: number; end: number };
    expect(Buffer.from(bytes.subarray(place.offset, place.end)).toString()).toMatch(/^1 0 obj[\s\S]*endobj$/);
  });

  it("does not read pages to open a file", () => {
    // The page tree is broken; only asking for it shows.
    const bytes = fileOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[>>");
    const file = readPdf(bytes);
    expect(file.size).toBe(3);
    expect(code(() => file.pageCount)).toBe("PDF_SYNTAX");
  });
});

describe("what is not a sound PDF is refused, never repaired", () => {
  const good = Buffer.from(sample()).toString("latin1");
  const read = (text: string) => code(() => readPdf(new Uint8Array(Buffer.from(text, "latin1"))).pages());

  it("no header, or one further down", () => {
    expect(read("")).toBe("PDF_HEADER");
    expect(read("PK\u0003\u0004")).toBe("PDF_HEADER");
    expect(read(`\n${good}`)).toBe("PDF_HEADER");
  });

  it("a broken or missing cross-reference", () => {
    expect(read(good)).toBe("none");
    expect(read(good.replace("startxref", "startxxxx"))).toBe("PDF_XREF");
    expect(read(good.replace(/startxref\n\d+/, "startxref\n5"))).toMatch(/PDF_(XREF|SYNTAX)/);
    expect(read(good.replace(/startxref\n\d+/, "startxref\n99999999"))).toBe("PDF_XREF");
    expect(read(good.replace(" 65535 f ", " 6553x f "))).toBe("PDF_XREF");
    expect(read(good.replace("/Size 8", "/Size 3"))).toBe("PDF_XREF");
    expect(read(good.slice(0, -7))).toBe("PDF_XREF");
    expect(read(`${good}garbage`)).toBe("PDF_XREF");
  });

  it("a chain of sections that turns in a circle", () => {
    const at = good.lastIndexOf("xref\n0");
    const looped = good.replace("/Root 1 0 R", `/Root 1 0 R/Prev ${at}`);
    expect(read(looped)).toBe("PDF_XREF");
  });

  it("an object that is not where it should be", () => {
    expect(read(good.replace("2 0 obj", "9 0 obj"))).toBe("PDF_SYNTAX");
    expect(read(good.replace("\nendobj", "\nendxxx"))).toBe("PDF_SYNTAX");
  });

  it("one key twice in a dictionary: readers choose differently", () => {
    expect(read(good.replace("/Type /Catalog", "/Pages 9 0 R "))).toBe("PDF_SYNTAX");
  });

  it("a page tree that turns in a circle", () => {
    expect(read(good.replace("[3 0 R 4 0 R 5 0 R]", "[3 0 R 4 0 R 2 0 R]"))).toBe("PDF_SYNTAX");
  });

  it("nesting without end", () => {
    const deep = good.replace("(vi-VN)", `${"[".repeat(5000)}${"]".repeat(5000)}`);
    const end = deep.indexOf("xref\n0");
    const moved = deep.replace(/startxref\n\d+/, `startxref\n${end}`);
    expect(code(() => readPdf(new Uint8Array(Buffer.from(moved, "latin1"))).get(1))).toBe("PDF_LIMIT");
  });

  it("a stream that unpacks beyond the limit", () => {
    const zeros = new PdfStream(new PdfDict([["Filter", new PdfName("FlateDecode")]]), deflated(50_000_000));
    expect(code(() => decodeStream(zeros, readPdf(sample()), 1_000_000))).toBe("PDF_LIMIT");
  });

  it("more objects or savings than the limits allow", () => {
    expect(code(() => readPdf(sample(), { xrefEntries: 4 }))).toBe("PDF_LIMIT");
  });
});

describe("whatever the bytes", () => {
  it("an error is one of ours", () => {
    const bytes = [sample("table"), sample("stream"), qpdf(sample(), "--object-streams=generate", "--linearize")];
    fc.assert(
      fc.property(
        fc.nat(2),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (which, edits) => {
          const mutant = bytes[which]!.slice();
          for (const [at, value] of edits) mutant[at % mutant.length] = value;
          try {
            const file = readPdf(mutant);
            for (let num = 0; num < file.size && num < 50; num++) file.get(num);
            file.pages();
          } catch (error) {
            if (!isVanthuError(error)) throw error;
          }
        },
      ),
      { numRuns: 1500, seed: 20261122 },
    );
  });
});

function deflated(length: number): Uint8Array {
  return new Uint8Array(deflateSync(Buffer.alloc(length)));
}
