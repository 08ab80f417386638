import { describe, expect, it } from "vitest";
import {
  appendUpdate,
  PdfDict,
  type PdfFile,
  type PdfObject,
  PdfRef,
  PdfStream,
  readPdf,
  serialise,
} from "../../shared/pdf/index.ts";
import { qpdf, sample } from "./files.ts";

/** A stream whose length another object says; with the longer length more of the same bytes belongs to it. */
const TWO_LENGTHS = Buffer.from(
  "<</Length 9 0 R>>\nstream\nq 1 0 0 1 0 0 cm Q\nendstream\nendobj\n(what follows)\nendstream",
  "latin1",
);
const SHORT = "q 1 0 0 1 0 0 cm Q".length;
const LONG = TWO_LENGTHS.lastIndexOf("\nendstream") - TWO_LENGTHS.indexOf("q 1");

function saved(pdf: Uint8Array, objects: Record<number, PdfObject | { raw: Uint8Array }>): Uint8Array {
  return appendUpdate(readPdf(pdf), {
    objects: new Map(Object.entries(objects).map(([num, object]) => [Number(num), object])),
  }).bytes;
}

/** Seven savings that give, take, swap and hide objects. */
function history(xref: "table" | "stream"): Uint8Array {
  let pdf = sample(xref);
  pdf = saved(pdf, { 6: { raw: TWO_LENGTHS }, 9: SHORT, 12: new PdfDict([["Next", new PdfRef(14)]]) });
  pdf = saved(pdf, { 9: LONG, 14: new PdfDict([["Kind", 1]]) });
  const page = readPdf(pdf).pages()[1]!;
  pdf = saved(pdf, { [page.ref.num]: new PdfDict([...page.dict.map, ["Rotate", 180]]), 12: 7 });
  pdf = saved(pdf, { 9: SHORT, 14: new PdfDict([["Kind", 2]]) });
  const again = readPdf(pdf).pages()[2]!;
  const root = readPdf(pdf).catalog.get("Pages") as PdfRef;
  pdf = saved(pdf, { [again.ref.num]: new PdfDict([...again.dict.map, ["Dur", 4]]) });
  pdf = saved(pdf, {
    [root.num]: new PdfDict([...readPdf(pdf).dict(root)!.map, ["MediaBox", [0, 0, 595, new PdfRef(15)]]]),
    15: 842,
  });
  pdf = saved(pdf, { 15: 421 });
  return saved(pdf, { 2: new PdfDict([...readPdf(pdf).catalog.map, ["Kids", []]]) });
}

/** All that a view shows, as text. */
function shown(view: PdfFile): string[] {
  const out = [`size ${view.size}`];
  for (let num = 0; num < view.size; num += 1) {
    const value = view.get(num);
    const at = JSON.stringify(view.locate(num));
    const raw = value instanceof PdfStream ? Buffer.from(value.raw).toString("latin1") : "";
    out.push(`${num} ${Buffer.from(serialise(value)).toString("latin1")} ${raw} ${at}`);
    out.push(JSON.stringify(view.spanOf(num, "Length") ?? view.spanOf(num, "Kind") ?? null));
  }
  try {
    for (const { ref, index, mediaBox, rotate, dict } of view.pages())
      out.push(
        `${index}: ${ref.num} ${mediaBox.join(" ")} ${rotate} ${Buffer.from(serialise(dict)).toString("latin1")}`,
      );
  } catch (error) {
    out.push(String(error));
  }
  return out;
}

describe("the views of one file share what they read", () => {
  for (const xref of ["table", "stream"] as const) {
    it(`and each shows what its own bytes alone show (cross-reference ${xref})`, () => {
      const bytes = history(xref);
      const file = readPdf(bytes);
      const alone = file.revisions.map((r) => shown(readPdf(bytes.subarray(0, r.end))));
      const order = [8, 7, 5, 0, 6, 3, 1, 4, 7, 2, 0, 5, 6, 1, 3];
      for (const revision of order) {
        expect(shown(file.at(revision)), `revision ${revision}`).toEqual(alone[revision]);
        const { end } = file.revisions[revision]!;
        expect(shown(file.upTo(end)), `first ${end} bytes`).toEqual(alone[revision]);
        // A view of a view is the view of the file.
        if (revision > 0) expect(shown(file.at(revision).at(revision - 1))).toEqual(alone[revision - 1]);
      }
      expect(alone[4]).not.toEqual(alone[2]);
    });
  }

  it("also where objects stand in object streams and a later saving writes the stream's number anew", () => {
    const packed = qpdf(sample(), "--object-streams=generate");
    const file = readPdf(packed);
    const entry = Array.from({ length: file.size }, (_, num) => file.entry(num)).find(
      (one) => one?.type === "inStream",
    );
    if (entry?.type !== "inStream") throw new Error("qpdf packed nothing");
    const stream = file.get(entry.stream) as PdfStream;
    // The same objects in another order of bytes: what is read of the old stream must not serve for the new one.
    const data = Buffer.from("7 0 8 3 41 42 ", "latin1");
    const other = new PdfStream(
      new PdfDict([
        ["Type", stream.dict.get("Type")!],
        ["N", 2],
        ["First", 8],
      ]),
      data,
    );
    const bytes = saved(packed, { [entry.stream]: other });
    const now = readPdf(bytes);
    const before = shown(now.at(0));
    expect(() => shown(now)).toThrow(/không chứa đối tượng|luồng/);
    expect(shown(now.at(0))).toEqual(before);
    expect(before).toEqual(shown(readPdf(packed)));
  });

  it("keeps the length that each view gives a stream", () => {
    const file = readPdf(history("table"));
    const lengths = [1, 2, 3, 4, 1, 2].map((revision) => (file.at(revision).get(6) as PdfStream).raw.length);
    expect(lengths).toEqual([SHORT, LONG, LONG, SHORT, SHORT, LONG]);
  });

  it("and refuses streams that need one another for their length in one view though not in another", () => {
    let pdf = sample();
    pdf = saved(pdf, { 6: { raw: TWO_LENGTHS }, 9: SHORT });
    pdf = saved(pdf, { 9: { raw: Buffer.from("<</Length 6 0 R>>\nstream\nabc\nendstream", "latin1") } });
    const file = readPdf(pdf);
    expect((file.at(1).get(6) as PdfStream).raw.length).toBe(SHORT);
    expect(() => file.get(6)).toThrow(/cần chính nó/);
    expect((file.at(1).get(6) as PdfStream).raw.length).toBe(SHORT);
  });

  it("decodes an object stream again where another view gives it another length", () => {
    const raw = Buffer.from(
      "<</Type /ObjStm /N 2 /First 10 /Length 9 0 R>>\nstream\n8 0 10 23 1 \nendstream\nendobj\n   (more)\nendstream",
      "latin1",
    );
    const [short, long] = ["8 0 10 23 1 ".length, raw.lastIndexOf("\nendstream") - raw.indexOf("8 0 10 23")];
    const packed = saved(saved(sample("stream"), { 20: { raw }, 9: short }), { 9: long });
    // What a cross-reference stream would say of 10: it stands in 20 as the second.
    const inside = (revision: number) => {
      const view = readPdf(packed);
      const entry = { type: "inStream", stream: 20, index: 1 } as const;
      for (const one of [view, view.at(1), view.at(2)]) one.entry = (num) => (num === 10 ? entry : find(one, num));
      const [first, then] = revision === 1 ? [view.at(1), view.at(2)] : [view.at(2), view.at(1)];
      return [first, then].map((one) => {
        try {
          return Buffer.from(serialise(one.get(10))).toString();
        } catch (error) {
          return (error as { code: string }).code;
        }
      });
    };
    const find = (view: PdfFile, num: number) => Object.getPrototypeOf(view).entry.call(view, num);
    expect(inside(1)).toEqual(["PDF_SYNTAX", "(more)"]);
    expect(inside(2)).toEqual(["(more)", "PDF_SYNTAX"]);
  });

  it("does not see what was written after its own end", () => {
    const first = sample();
    const hidden = { raw: Buffer.from("<</Length 19>>\nstream\n7 0 obj\n42\nendobj\n  \nendstream", "latin1") };
    const { bytes, offsets } = appendUpdate(readPdf(first), { objects: new Map([[20, hidden]]) });
    const target = offsets.get(20)! + hidden.raw.indexOf("7 0 obj");
    // The first cross-reference is made to say that 7 stands in what comes later.
    const { offset } = readPdf(first).entry(7) as { offset: number };
    const row = `${String(offset).padStart(10, "0")} 00000 n`;
    const text = Buffer.from(bytes)
      .toString("latin1")
      .replace(row, `${String(target).padStart(10, "0")} 00000 n`);
    const file = readPdf(Buffer.from(text, "latin1"));
    expect(file.get(7)).toBe(42);
    expect(() => file.at(0).get(7)).toThrow();
    expect(() => file.upTo(file.revisions[0]!.end).get(7)).toThrow();
    expect(file.get(7)).toBe(42);
  });

  it("does not take the cross-reference of a part from what was written after it", () => {
    const text = Buffer.from(sample()).toString("latin1");
    const first = (at: number) =>
      Buffer.from(text.replace("/Size", `/XRefStm ${String(at).padStart(10, "0")} /Size`), "latin1");
    const raw = Buffer.from("<</Type /XRef /Size 8 /W [1 2 1] /Index [0 0] /Length 0>>\nstream\n\nendstream", "latin1");
    const draft = first(0).length;
    // The saving after it brings the stream; where that lands hangs on the first saving's length alone.
    const bytes = (at: number) => {
      const tail = `21 0 obj\n${raw.toString("latin1")}\nendobj\n`;
      const xref = draft + tail.length;
      const start = text.slice(text.lastIndexOf("startxref") + 10).split("\n")[0];
      const row = `${String(draft).padStart(10, "0")} 00000 n \n`;
      const end = `xref\n21 1\n${row}trailer\n<</Size 22 /Root 1 0 R /Prev ${start}>>\nstartxref\n${xref}\n%%EOF\n`;
      return Buffer.concat([first(at), Buffer.from(tail + end, "latin1")]);
    };
    const file = readPdf(bytes(draft));
    const { end } = file.revisions[0]!;
    expect(file.revisions.map((r) => r.kind)).toEqual(["hybrid", "table"]);
    expect(() => readPdf(bytes(draft).subarray(0, end))).toThrow(/XRefStm/);
    expect(() => file.upTo(end)).toThrow(/XRefStm/);
  });

  it("a part that ends elsewhere than a saving is read by its own end", () => {
    const bytes = history("table");
    const file = readPdf(bytes);
    const { end } = file.revisions[2]!;
    expect(shown(file.upTo(end - 1))).toEqual(shown(readPdf(bytes.subarray(0, end - 1))));
    expect(file.upTo(end - 1).revisions.map((r) => r.end)).toEqual([
      ...file.revisions.slice(0, 2).map((r) => r.end),
      end - 1,
    ]);
    expect(() => file.upTo(end - 4)).toThrow(/%%EOF/);
    expect(() => file.upTo(end + 9)).toThrow();
  });
});
