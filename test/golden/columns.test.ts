import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { A4, paragraph, paragraphs, shownLines, wordFile } from "../typeset/word-file.ts";

const TOP = 56.7;
const LINE = 16.1;
const TWO = `${A4}<w:cols w:num="2" w:space="567"/>`;

/** A section that ends here; what follows goes on at the same page. */
function section(blocks: string, properties: string): string {
  return `${blocks}<w:p><w:pPr><w:sectPr>${properties}</w:sectPr></w:pPr></w:p>`;
}

const CONTINUOUS = `<w:type w:val="continuous"/>${A4}`;

/** Baselines of the lines in each column, from the top of the page. */
function columns(docx: Uint8Array, page = 0): { left: string[]; right: string[]; sau?: number } {
  const texts = layout(docx)[page]!.ops.filter((op) => op.kind === "text");
  const of = (right: boolean) => texts.filter((op) => op.text !== "Sau" && op.x > 5500 === right).map((op) => op.text);
  const after = texts.find((op) => op.text === "Sau");
  return { left: of(false), right: of(true), sau: after === undefined ? undefined : after.y / 20 };
}

describe("columns", () => {
  it("before a continuous break they are made equal, and what follows stands under the longer one", () => {
    // Nine lines and the empty one that holds the section's end.
    const body = section(paragraphs(9, "Dòng"), TWO) + paragraph("Sau");
    const shown = columns(wordFile({ body, section: CONTINUOUS }));
    expect(shown.left).toHaveLength(5);
    expect(shown.right).toHaveLength(4);
    expect(shown.sau).toBeCloseTo(TOP + 5 * LINE + 13.05, 0);
  });

  it("only those of the last page are, when the section fills more", () => {
    const small = (properties: string) => properties.replace('w:h="16838"', `w:h="${2268 + 322 * 10 + 20}"`);
    const body = section(paragraphs(25, "Dòng"), small(TWO)) + paragraph("Sau");
    const file = wordFile({ body, section: small(CONTINUOUS) });
    expect(columns(file).left).toHaveLength(10);
    expect(columns(file).right).toHaveLength(10);
    expect(columns(file, 1).left).toEqual(["Dòng 21", "Dòng 22", "Dòng 23"]);
    expect(columns(file, 1).right).toEqual(["Dòng 24", "Dòng 25"]);
  });

  it("at the end of the document they are filled one after the other", () => {
    const shown = columns(wordFile({ body: paragraphs(6, "Dòng"), section: TWO }));
    expect(shown.left).toHaveLength(6);
  });

  it("nothing is said of them any more, and nothing is lost or doubled", () => {
    const body = section(paragraphs(9, "Dòng"), TWO) + paragraph("Sau");
    const file = wordFile({ body, section: CONTINUOUS });
    expect(typeset(file).warnings).toEqual([]);
    expect(shownLines(layout(file)[0]!).flatMap((line) => line.text.split(" | "))).toHaveLength(10);
  });
});
