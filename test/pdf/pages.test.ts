import { describe, expect, it } from "vitest";
import { appendUpdate, dict, name, type PdfObject, PdfRef, readPdf, writePdf } from "../../shared/pdf/index.ts";
import { qpdf, sample } from "./files.ts";

/** A tree of so many branches with so many pages each; size and rotation stand at the top, and differently in the second branch. */
function tree(branches: number, each: number, counts: (real: number) => number = (real) => real): Uint8Array {
  const objects = new Map<number, PdfObject>([[1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })]]);
  const tops: PdfRef[] = [];
  let next = 3;
  for (let b = 0; b < branches; b += 1) {
    const branch = new PdfRef(next++);
    const kids = Array.from({ length: each }, () => new PdfRef(next++));
    for (const kid of kids) objects.set(kid.num, dict({ Type: name("Page"), Parent: branch }));
    const own = b === 1 ? { Rotate: 180, MediaBox: [0, 0, 100, 200] } : {};
    objects.set(
      branch.num,
      dict({ Type: name("Pages"), Parent: new PdfRef(2), Kids: kids, Count: counts(each), ...own }),
    );
    tops.push(branch);
  }
  objects.set(
    2,
    dict({
      Type: name("Pages"),
      Kids: tops,
      Count: counts(branches * each),
      MediaBox: [0, 0, 595, 842],
      Rotate: 90,
    }),
  );
  return writePdf({ objects, root: 1, id: new Uint8Array(16) });
}

describe("one page of a file", () => {
  it.each([
    ["a flat tree", () => sample()],
    ["a tree of branches", () => tree(4, 3)],
    ["object streams", () => qpdf(tree(3, 5), "--object-streams=generate")],
    ["a linearised file", () => qpdf(tree(3, 5), "--linearize")],
  ])("is the one that walking the tree finds: %s", (_name, make) => {
    const bytes = make();
    const walked = readPdf(bytes).pages();
    for (const page of walked) {
      expect(readPdf(bytes).page(page.index)).toEqual(page);
      expect(readPdf(bytes).pageOf(page.ref)).toEqual(page);
    }
    expect(readPdf(bytes).page(walked.length)).toBeUndefined();
    expect(readPdf(bytes).page(-1)).toBeUndefined();
    expect(readPdf(bytes).pageOf(new PdfRef(9999))).toBeUndefined();
  });

  it("is found by walking where the counts cannot be", () => {
    const bytes = tree(3, 4, () => -1);
    const walked = readPdf(bytes).pages();
    expect(walked).toHaveLength(12);
    expect(readPdf(bytes).page(7)).toEqual(walked[7]);
    expect(readPdf(bytes).pageOf(walked[7]!.ref)).toEqual(walked[7]);
  });

  it("costs no reading of the others", () => {
    const bytes = tree(50, 100);
    const text = Buffer.from(bytes);
    // Every page but the first and the last is broken beyond reading: whoever read them would fail.
    const file = readPdf(bytes);
    const last = file.pages().at(-1)!;
    for (const { ref } of file.pages().slice(1, -1)) {
      const place = file.locate(ref.num) as { offset: number; end: number };
      text.fill(0x28, place.offset + `${ref.num} 0 obj\n`.length, place.end - 8);
    }
    const broken = readPdf(new Uint8Array(text));
    expect(broken.page(0)?.index).toBe(0);
    expect(broken.page(4999)?.ref.num).toBe(last.ref.num);
    expect(broken.pageOf(last.ref)?.index).toBe(4999);
    expect(() => broken.pages()).toThrow();
  });
});

describe("a cross-reference read row by row", () => {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

  it("lists the same objects as before, each found by its number", () => {
    const { revisions } = readPdf(qpdf(sample(), "--object-streams=generate"));
    const { entries } = revisions[0]!;
    const kinds = [...entries.keys()].map((num) => entries.get(num)?.type);
    expect(new Set(kinds)).toEqual(new Set(["free", "offset", "inStream"]));
    expect(entries.get(10_000)).toBeUndefined();
  });

  it("is refused when a row far from what is asked for is broken, stands twice, or lies beyond /Size", () => {
    const sound = text(sample());
    expect(() => readPdf(bytes(sound.replace(/(\d{10}) 00000 n \n(?=trailer)/, "x$1 0000 n \n")))).toThrow(/20 byte/);
    expect(() => readPdf(bytes(sound.replace("/Size 8", "/Size 7")))).toThrow(/Size/);
    const again = sound.replace(/xref\n0 8\n/, "xref\n3 1\n0000000009 00000 n \n0 8\n");
    expect(() => readPdf(bytes(again))).toThrow(/hai lần/);
  });

  it("tells a reference from numbers, whatever stands between its tokens", () => {
    const raw = Buffer.from("[1 0 R 12%\n0%x\r R 1 2 3.5 -4 +5 .5 0 007 1]", "latin1");
    const file = readPdf(sample());
    const updated = appendUpdate(file, { objects: new Map([[8, { raw }]]) });
    expect(readPdf(updated.bytes).get(8)).toEqual([new PdfRef(1), new PdfRef(12), 1, 2, 3.5, -4, 5, 0.5, 0, 7, 1]);
    for (const wrong of ["[1x]", "[1 0 Rx]", "[--1]", "[1.2.3]", `[${"1".repeat(80)}]`]) {
      const { bytes } = appendUpdate(file, { objects: new Map([[8, { raw: Buffer.from(wrong) }]]) });
      expect(() => readPdf(bytes).get(8), wrong).toThrow();
    }
  });
});
