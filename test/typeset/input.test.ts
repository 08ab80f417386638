import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { isVanthuError } from "../../shared/errors/index.ts";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { paragraph, run, shownLines, table, wordFile } from "./word-file.ts";

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
  return "none";
}

function warningsOf(body: string, more: Partial<Parameters<typeof wordFile>[0]> = {}): string[] {
  return typeset(wordFile({ body, ...more })).warnings.map((warning) => warning.code);
}

describe("what is no Word file", () => {
  it("is refused with a code", () => {
    expect(codeOf(() => typeset(strToU8("Đây là chữ thường, không phải Word.")))).toBe("FILE_NOT_ZIP");
    expect(codeOf(() => typeset(zipSync({ "a.txt": strToU8("a") })))).toBe("FILE_WRONG_KIND");
    expect(codeOf(() => typeset(wordFile({ body: "</w:body>" })))).toBe("XML_MALFORMED");
    const cut = wordFile({ body: paragraph("a") });
    expect(codeOf(() => typeset(cut.subarray(0, cut.length - 40)))).toBe("PACKAGE_BROKEN");
  });

  it("with one byte changed inside a part is refused, never set wrongly", () => {
    const docx = wordFile({ body: paragraph("Nội dung ".repeat(200)) });
    const at = Buffer.from(docx).indexOf("word/document.xml") + 60;
    const changed = Uint8Array.from(docx);
    changed[at] = changed[at]! ^ 0x55;
    expect(codeOf(() => typeset(changed))).toBe("PACKAGE_BROKEN");
  });
});

describe("what cannot be done as in Word is said, never silently dropped", () => {
  it("a font that is not there", () => {
    const { warnings } = typeset(
      wordFile({ body: paragraph(run("a", '<w:rFonts w:ascii="Bickham Script" w:hAnsi="Bickham Script"/>')) }),
    );
    expect(warnings).toEqual([
      expect.objectContaining({ code: "FONT_REPLACED", part: "word/document.xml", where: "Bickham Script" }),
    ]);
    expect(warnings[0]!.message).toMatch(/Phông chữ/);
  });

  it("fonts of the old encodings", () => {
    expect(warningsOf(paragraph(run("a", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>')))).toContain(
      "FONT_LEGACY_ENCODING",
    );
  });

  it("tracked changes, comments, equations", () => {
    expect(warningsOf(`<w:p><w:ins w:id="1">${run("a")}</w:ins></w:p>`)).toEqual(["TRACKED_CHANGES"]);
    expect(warningsOf('<w:p><w:commentRangeStart w:id="0"/></w:p>')).toEqual(["COMMENTS_OMITTED"]);
  });

  it("a picture that is neither PNG nor JPEG", () => {
    const drawing =
      '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="m"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';
    expect(warningsOf(drawing, { media: { "media/a.emf": { id: "m", bytes: strToU8("EMF") } } })).toEqual([
      "IMAGE_UNSUPPORTED",
    ]);
    expect(warningsOf(drawing)).toEqual(["IMAGE_MISSING"]);
  });

  it("a character that no font has", () => {
    const { warnings, pdf } = typeset(wordFile({ body: paragraph("漢") }));
    expect(warnings[0]).toMatchObject({ code: "GLYPH_MISSING", where: "đoạn 1" });
    expect(pdf.length).toBeGreaterThan(1000);
  });
});

describe("made-up files end in bounded time", () => {
  it("a word of a million letters in a narrow cell", () => {
    const began = process.cpuUsage();
    const pages = layout(wordFile({ body: table([900], [{ cells: ["x".repeat(200_000)] }]) }));
    expect(pages.length).toBeGreaterThan(10);
    expect(process.cpuUsage(began).user).toBeLessThan(10_000_000);
  });

  it("rows that can neither fit nor be parted", () => {
    const cell = paragraph("cao", '<w:spacing w:line="31000" w:lineRule="exact"/>');
    const pages = layout(
      wordFile({
        body: table([4000], [{ cells: [cell], properties: "<w:cantSplit/>" }, { cells: [cell] }]) + paragraph("sau"),
      }),
    );
    expect(pages.flatMap((page) => shownLines(page).map((line) => line.text))).toEqual(["cao", "cao", "sau"]);
  });

  it("a footnote longer than a page, whose mark stands in a table", () => {
    const footnotes = `<w:footnote w:id="1">${Array.from({ length: 120 }, (_unused, index) => paragraph(`Chú thích ${index}`)).join("")}</w:footnote>`;
    const body =
      table([4000], [{ cells: [paragraph('<w:r><w:footnoteReference w:id="1"/></w:r>')] }]) + paragraph("sau");
    const shown = layout(wordFile({ body, footnotes })).flatMap((page) => shownLines(page).map((line) => line.text));
    expect(shown.filter((text) => text.startsWith("Chú thích"))).toHaveLength(120);
    expect(shown).toContain("sau");
  });

  it("styles that are based on each other in a circle", () => {
    const style = (id: string, on: string): string =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:basedOn w:val="${on}"/></w:style>`;
    const body = paragraph("a", '<w:pStyle w:val="A"/>');
    expect(layout(wordFile({ body, styles: style("A", "B") + style("B", "A") }))).toHaveLength(1);
  });

  it("margins that leave no room", () => {
    const section =
      '<w:pgSz w:w="2000" w:h="2000"/><w:pgMar w:top="1500" w:right="1500" w:bottom="1500" w:left="1500" w:header="0" w:footer="0" w:gutter="0"/>';
    expect(layout(wordFile({ body: paragraph("Một hai ba"), section })).length).toBeGreaterThan(0);
  });
});
