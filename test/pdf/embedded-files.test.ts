import { describe, expect, it } from "vitest";
import {
  dict,
  embeddedFiles,
  name,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
  readPdf,
  textString,
  writePdf,
} from "../../shared/pdf/index.ts";

/** A PDF of one page whose catalog has these entries; objects 1 to 3 are catalog, pages, page. */
function fileWith(catalog: Record<string, PdfObject>, more: [number, PdfObject][] = []) {
  const objects = new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2), ...catalog })],
    [2, dict({ Type: name("Pages"), Kids: [new PdfRef(3)], Count: 1 })],
    [3, dict({ Type: name("Page"), Parent: new PdfRef(2), MediaBox: [0, 0, 595, 842] })],
    ...more,
  ]);
  return readPdf(writePdf({ objects, root: 1, id: new Uint8Array(16) }));
}

const stream = (text: string) => new PdfStream(new PdfDict([["Length", text.length]]), new TextEncoder().encode(text));
const specification = (label: string, file: number) =>
  dict({ Type: name("Filespec"), UF: textString(label), EF: dict({ F: new PdfRef(file) }) });

describe("files embedded in a PDF", () => {
  it("are found through the nodes of the name tree and among the associated files, each once", () => {
    const tree = dict({ EmbeddedFiles: dict({ Kids: [new PdfRef(4), new PdfRef(5)] }) });
    const file = fileWith({ Names: tree, AF: [new PdfRef(6), new PdfRef(8)] }, [
      [4, dict({ Names: [textString("a"), new PdfRef(6)] })],
      // A node that is its own child.
      [5, dict({ Kids: [new PdfRef(5), new PdfRef(4)], Names: [textString("b")] })],
      [6, specification("số liệu.json", 7)],
      [7, stream("{}")],
      [8, specification("khác.txt", 9)],
      [9, stream("abc")],
    ]);
    const found = embeddedFiles(file);
    expect(found.map((one) => one.name)).toEqual(["số liệu.json", "khác.txt"]);
    expect(new TextDecoder().decode(found[1]!.read())).toBe("abc");
    expect(() => found[1]!.read(2)).toThrow(expect.objectContaining({ code: "PDF_LIMIT" }));
  });

  it("are none where there are none, or only what is broken", () => {
    expect(embeddedFiles(fileWith({}))).toEqual([]);
    const file = fileWith({ Names: new PdfRef(4), AF: [new PdfRef(5), 3] }, [
      [4, dict({ EmbeddedFiles: 7 })],
      [5, dict({ UF: textString("x"), EF: dict({ F: new PdfRef(99) }) })],
    ]);
    expect(embeddedFiles(file)).toEqual([]);
  });
});
