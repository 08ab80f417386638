import { describe, expect, it } from "vitest";
import { type LaidPage, layout, typeset } from "../../shared/typeset/index.ts";
import { paragraph, run, shownLines, shownRules, type WordFile, wordFile } from "../typeset/word-file.ts";

function page(file: WordFile): LaidPage {
  return layout(wordFile(file))[0]!;
}

/** The drawn texts with the formatting that each came out with. */
function pieces(file: WordFile) {
  return page(file).ops.flatMap((op) => (op.kind === "text" ? [{ ...op, style: op.fitted.style }] : []));
}

const style = (type: string, id: string, run: string, more = ""): string =>
  `<w:style w:type="${type}" w:styleId="${id}"><w:name w:val="${id}"/>${more}<w:rPr>${run}</w:rPr></w:style>`;

describe("formatting of runs", () => {
  it("a style takes over what the styles it is based on say, the nearest first", () => {
    const styles =
      style("paragraph", "Goc", '<w:b/><w:sz w:val="40"/><w:color w:val="FF0000"/>') +
      style("paragraph", "Giua", '<w:sz w:val="32"/>', '<w:basedOn w:val="Goc"/>') +
      style("paragraph", "Ngon", "<w:i/>", '<w:basedOn w:val="Giua"/>');
    expect(pieces({ styles, body: paragraph("x", '<w:pStyle w:val="Ngon"/>') })[0]!.style).toMatchObject({
      bold: true,
      italic: true,
      size: 16,
      color: "FF0000",
    });
  });

  it("direct formatting wins over the character style, that over the paragraph's, that over the defaults", () => {
    const styles =
      style("paragraph", "Doan", '<w:sz w:val="24"/><w:color w:val="00FF00"/>') +
      style("character", "Chu", '<w:color w:val="0000FF"/>');
    const found = pieces({
      styles,
      body: paragraph(
        run("a ", '<w:rStyle w:val="Chu"/>') + run("b", '<w:rStyle w:val="Chu"/><w:color w:val="FF0000"/>') + run("c"),
        '<w:pStyle w:val="Doan"/>',
      ),
    });
    expect(found.map(({ style: { color, size } }) => [color, size])).toEqual([
      ["0000FF", 12],
      ["FF0000", 12],
      ["00FF00", 12],
    ]);
  });

  it("a circle of styles ends", () => {
    const styles =
      style("paragraph", "A", "<w:b/>", '<w:basedOn w:val="B"/>') +
      style("paragraph", "B", "<w:i/>", '<w:basedOn w:val="A"/>');
    expect(pieces({ styles, body: paragraph("x", '<w:pStyle w:val="A"/>') })[0]!.style.bold).toBe(true);
  });

  it("toggle properties set in a paragraph style and in a character style cancel out; direct ones do not", () => {
    const styles = style("paragraph", "Doan", "<w:b/><w:caps/>") + style("character", "Chu", "<w:b/><w:caps/>");
    const found = pieces({
      styles,
      body: paragraph(
        run("a", '<w:rStyle w:val="Chu"/>') + run("b", '<w:rStyle w:val="Chu"/><w:b/>') + run("c", '<w:b w:val="0"/>'),
        '<w:pStyle w:val="Doan"/>',
      ),
    });
    expect(found.map(({ style: { bold }, text }) => [text, bold])).toEqual([
      ["a", false],
      ["b", true],
      ["C", false],
    ]);
  });

  it("capitals are made of Vietnamese letters with all their marks; small capitals keep their height for real ones", () => {
    const found = pieces({
      body: paragraph(run("Quyết định ữ ợ ậ ", "<w:caps/>")) + paragraph(run("Đảng ủy", "<w:smallCaps/>")),
    });
    expect(found[0]!.text).toBe("QUYẾT ĐỊNH Ữ Ợ Ậ ");
    expect(found.slice(1).map(({ text, fitted }) => [text, Math.round(fitted.size * 10) / 10])).toEqual([
      ["Đ", 14],
      ["ẢNG", 11.2],
      [" ", 14],
      ["ỦY", 11.2],
    ]);
  });

  it("letters are raised, lowered, spaced out and stretched by what is said", () => {
    const found = pieces({
      body: paragraph(
        run("nền ") +
          run("cao", '<w:position w:val="8"/>') +
          run("thấp", '<w:position w:val="-8"/>') +
          run("ab", '<w:spacing w:val="40"/>') +
          run("ab", '<w:w w:val="200"/>'),
      ),
    });
    const base = found[0]!.y;
    expect(found.slice(1, 3).map(({ y }) => y - base)).toEqual([-80, 80]);
    const plain = pieces({ body: paragraph("ab") })[0]!.width;
    expect(found[3]!.width).toBeCloseTo(plain + 80, 1);
    expect(found[4]!.width).toBeCloseTo(2 * plain, 1);
  });

  it("superscripts and subscripts are smaller and moved, and do not change the height of the line", () => {
    const body =
      paragraph(
        run("m") +
          run("2", '<w:vertAlign w:val="superscript"/>') +
          run("H") +
          run("2", '<w:vertAlign w:val="subscript"/>'),
      ) + paragraph("sau");
    const found = pieces({ body });
    expect(found[1]!.fitted.size).toBeCloseTo(14 * 0.65, 2);
    expect(found[1]!.y).toBeLessThan(found[0]!.y);
    expect(found[3]!.y).toBeGreaterThan(found[0]!.y);
    expect(found[4]!.y - found[0]!.y).toBeCloseTo(322, 0);
  });

  it("highlight and shading stand behind the text, the highlight over the shading", () => {
    const fills = (properties: string) =>
      page({ body: paragraph(run("chữ", properties)) }).under.flatMap((op) => (op.kind === "fill" ? [op.color] : []));
    expect(fills('<w:highlight w:val="yellow"/>')).toEqual(["FFFF00"]);
    expect(fills('<w:shd w:val="clear" w:fill="D9E2F3"/>')).toEqual(["D9E2F3"]);
    expect(fills('<w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>')).toEqual(["808080"]);
    expect(fills('<w:highlight w:val="yellow"/><w:shd w:val="clear" w:fill="D9E2F3"/>')).toEqual(["FFFF00"]);
  });

  it("underlines of every kind, one and two strokes through the text are lines of their own", () => {
    const count = (properties: string): number => shownRules(page({ body: paragraph(run("chữ", properties)) })).length;
    for (const kind of ["single", "words", "thick", "dotted", "dash", "dotDash", "wave"])
      expect(count(`<w:u w:val="${kind}"/>`), kind).toBe(1);
    expect(count('<w:u w:val="double"/>')).toBe(2);
    expect(count('<w:u w:val="none"/>')).toBe(0);
    expect(count("<w:strike/>")).toBe(1);
    expect(count("<w:dstrike/>")).toBe(2);
    const line = page({ body: paragraph(run("chữ", '<w:u w:val="single" w:color="FF0000"/>')) }).ops.find(
      (op) => op.kind === "line",
    );
    expect(line?.kind === "line" && line.color).toBe("FF0000");
  });

  it("fonts and colours of the theme are used where a run names them", () => {
    const theme =
      '<a:clrScheme name="a"><a:accent1><a:srgbClr val="1F4E79"/></a:accent1></a:clrScheme><a:fontScheme name="a"><a:majorFont><a:latin typeface="Arial"/></a:majorFont><a:minorFont><a:latin typeface="Cambria"/></a:minorFont></a:fontScheme>';
    const named =
      '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/><w:color w:val="auto" w:themeColor="accent1"/>';
    const body = paragraph(run("a", named) + run("b", '<w:rFonts w:asciiTheme="minorHAnsi"/>') + run("c"));
    expect(pieces({ theme, body }).map(({ style: { family, color } }) => [family, color])).toEqual([
      ["Arial", "1F4E79"],
      ["Cambria", "000000"],
      ["Times New Roman", "000000"],
    ]);
  });

  it("text set with combining marks is the same text as with whole letters", () => {
    const [whole, parts] = ["Quyết định", "Quyết định".normalize("NFD")].map(
      (text) => pieces({ body: paragraph(text) })[0]!,
    );
    expect(parts).toMatchObject({ text: whole!.text, width: whole!.width });
  });

  it("signs of symbol fonts are shown as Unicode; their line is as high as that font asks", () => {
    const body =
      paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>') +
      paragraph('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>') +
      paragraph("sau");
    const lines = shownLines(page({ body }));
    expect(lines.map(({ text }) => text)).toEqual(["√", "•", "sau"]);
    // Symbol is 1.225 high; 14 pt Times 1.149.
    expect(lines[2]!.y - lines[1]!.y).toBeGreaterThan(16.1);
  });

  it("hyphens that do not break, soft hyphens and no-break spaces are what they are", () => {
    const body = paragraph(
      "<w:r><w:t>57</w:t><w:noBreakHyphen/><w:t>NQ</w:t><w:softHyphen/><w:t>/TW\u00a0a</w:t></w:r>",
    );
    expect(shownLines(page({ body }))[0]!.text).toBe("57-NQ/TW\u00a0a");
  });

  it("hidden text is not printed, and a paragraph of hidden text alone takes no line", () => {
    const body =
      paragraph(run("Hiện", "") + run(" ẩn", "<w:vanish/>")) +
      paragraph(run("ẩn", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>") +
      paragraph("sau");
    const lines = shownLines(page({ body }));
    expect(lines.map(({ text }) => text)).toEqual(["Hiện", "sau"]);
    expect(lines[1]!.y - lines[0]!.y).toBeCloseTo(16.1, 1);
  });

  it("an emoji that no font has is a box, with a warning that names it and its place", () => {
    const { warnings } = typeset(wordFile({ body: paragraph("Chào") + paragraph("🚀 Khởi động ⚠️") }));
    expect(warnings.map(({ code, where, message }) => [code, where, /U\+\w+/.exec(message)?.[0]])).toEqual([
      ["GLYPH_MISSING", "đoạn 2", "U+1F680"],
      ["GLYPH_MISSING", "đoạn 2", "U+26A0"],
    ]);
  });
});
