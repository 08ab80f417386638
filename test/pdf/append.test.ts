import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  appendUpdate,
  dict,
  name,
  ObjectNumbers,
  PdfDict,
  PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
  readPdf,
  serialise,
  textOf,
  textString,
} from "../../shared/pdf/index.ts";
import { qpdf, qpdfCheck, sample } from "./files.ts";

const KINDS: [string, () => Uint8Array, string][] = [
  ["table", () => sample("table"), "table"],
  ["stream", () => sample("stream"), "stream"],
  ["object streams", () => qpdf(sample(), "--object-streams=generate"), "stream"],
  ["linearized", () => qpdf(sample(), "--linearize"), "table"],
];

describe("an incremental update", () => {
  it.each(KINDS)("of a file with %s keeps every earlier byte and the kind of cross-reference", (_, make, kind) => {
    const before = make();
    const file = readPdf(before);
    const numbers = new ObjectNumbers(file);
    const added = numbers.next();
    const catalog = new PdfDict(file.catalog.map).set("PageMode", name("UseNone"));
    const root = (file.trailer.get("Root") as PdfRef).num;
    const { bytes, offsets } = appendUpdate(file, {
      objects: new Map<number, PdfObject | { raw: Uint8Array }>([
        [root, catalog],
        [added.num, { raw: Buffer.from("<</Hole <0000>>>") }],
      ]),
    });
    expect(Buffer.compare(bytes.subarray(0, before.length), before)).toBe(0);
    const at = offsets.get(added.num)!;
    expect(Buffer.from(bytes.subarray(at, at + 16)).toString()).toBe("<</Hole <0000>>>");
    expect(qpdfCheck(bytes)).toContain("No syntax or stream encoding errors");

    const after = readPdf(bytes);
    expect(after.revisions).toHaveLength(2);
    expect(after.revisions[1]?.kind).toBe(kind);
    expect(after.catalog.has("PageMode")).toBe(true);
    expect(after.at(0).catalog.has("PageMode")).toBe(false);
    expect(after.at(0).bytes.length).toBe(before.length);
    expect(after.pageCount).toBe(3);
    const [first, second] = after.array(after.trailer.get("ID")) as PdfString[];
    const [was, wasSecond] = file.array(file.trailer.get("ID")) as PdfString[];
    expect(first?.bytes).toEqual(was?.bytes);
    expect(second?.bytes).not.toEqual(wasSecond?.bytes);
  });

  it("is the same bytes for the same input", () => {
    const update = () =>
      appendUpdate(readPdf(sample()), { objects: new Map([[7, dict({ Title: textString("Mới") })]]) }).bytes;
    expect(Buffer.compare(update(), update())).toBe(0);
  });

  it("can be made many times over", () => {
    let bytes = sample("stream");
    for (let i = 0; i < 20; i++)
      bytes = appendUpdate(readPdf(bytes), { objects: new Map([[7, dict({ Title: textString(`Lần ${i}`) })]]) }).bytes;
    const file = readPdf(bytes);
    expect(file.revisions).toHaveLength(21);
    const title = file.at(10).dict(file.trailer.get("Info"))?.get("Title");
    expect(title instanceof PdfString && textOf(title)).toBe("Lần 9");
    expect(qpdfCheck(bytes)).toContain("No syntax");
  });

  it("of an encrypted file is refused", () => {
    const locked = readPdf(qpdf(sample(), "--encrypt", "", "chu", "256", "--"));
    expect(locked.encrypted).toBe(true);
    expect(() => appendUpdate(locked, { objects: new Map() })).toThrowError(/mã hóa/);
  });
});

describe("writing objects", () => {
  it("reads back as the same values", () => {
    const leaf = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
      fc.uint8Array({ maxLength: 40 }).map((b) => new PdfString(b)),
      fc.uint8Array({ maxLength: 40 }).map((b) => new PdfString(b, true)),
      fc.uint8Array({ minLength: 1, maxLength: 12 }).map((b) => new PdfName(Buffer.from(b).toString("latin1"))),
      fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 9 })).map(([n, g]) => new PdfRef(n, g)),
    );
    const { object } = fc.letrec<{ object: PdfObject }>((tie) => ({
      object: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("object"), { maxLength: 4 }),
        fc
          .dictionary(fc.string({ minLength: 1, maxLength: 6, unit: "grapheme-ascii" }), tie("object"), { maxKeys: 4 })
          .map((d) => new PdfDict(Object.entries(d))),
      ),
    }));
    fc.assert(
      fc.property(object, (value) => {
        const file = readPdf(sample());
        const { bytes } = appendUpdate(file, { objects: new Map([[file.size, value]]) });
        const back = readPdf(bytes).get(file.size);
        expect(Buffer.from(serialise(back)).toString("latin1")).toBe(Buffer.from(serialise(value)).toString("latin1"));
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it("writes numbers without exponents, names and text so that every reader gets them", () => {
    const text = (object: PdfObject) => Buffer.from(serialise(object)).toString("latin1");
    expect(text([1e-7, 0.1 + 0.2, -0, 12.5, 1e15])).toBe("[0 0.3 0 12.5 1000000000000000]");
    expect(text(name("Số (1)"))).toBe("/S#e1#bb#91#20#281#29");
    expect(text(new PdfString(Buffer.from("a(b)\\\n")))).toBe("(a\\(b\\)\\\\\\n)");
    for (const words of ["Ủy ban nhân dân xã An Phú", "ASCII only", "𝄞"]) expect(textOf(textString(words))).toBe(words);
    expect(text(new PdfStream(new PdfDict([["Length", 999]]), Buffer.from("abc")))).toBe(
      "<</Length 3>>\nstream\nabc\nendstream",
    );
    expect(() => serialise(Number.NaN)).toThrowError(TypeError);
  });
});
