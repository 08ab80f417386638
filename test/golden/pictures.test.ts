import { describe, expect, it } from "vitest";
import { layout } from "../../shared/typeset/index.ts";
import { paragraph, paragraphs, run, shownLines, wordFile } from "../typeset/word-file.ts";

/** A picture of one pixel, 100 points high in its line. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const PICTURE =
  '<w:r><w:drawing><wp:inline><wp:extent cx="1270000" cy="1270000"/><wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="p1"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>';
const media = { "media/p.png": { id: "p1", bytes: new Uint8Array(PIXEL) } };

describe("pictures in their line", () => {
  it("a spacing of several lines does not stretch a picture: the line is as high as it, with room for what hangs below", () => {
    const gap = (spacing: string): number => {
      const body = paragraph("trên") + paragraph(PICTURE, spacing) + paragraph("dưới");
      const lines = shownLines(layout(wordFile({ body, media }))[0]!);
      return lines[1]!.y - lines[0]!.y;
    };
    const single = gap("");
    expect(single).toBeCloseTo(16.1 + 100 + 3, 0);
    expect(gap('<w:spacing w:line="360" w:lineRule="auto"/>')).toBeCloseTo(single, 1);
  });

  it("the space after what ends a page is not carried to the next one", () => {
    const spaced = '<w:spacing w:after="400"/>';
    const body = paragraph(`${run("a")}<w:r><w:br w:type="page"/></w:r>`, spaced) + paragraph("b") + paragraphs(2, "c");
    const lines = shownLines(layout(wordFile({ body }))[1]!);
    expect(lines[0]!.y).toBeCloseTo(56.7 + 13.05, 1);
  });
});
