import { describe, expect, it } from "vitest";
import { layout } from "../../shared/typeset/index.ts";
import { A4, paragraph, run, shownLines, shownRules, wordFile } from "../typeset/word-file.ts";

/** Lines of the first page of a body. */
function lines(body: string, more: Partial<Parameters<typeof wordFile>[0]> = {}) {
  return shownLines(layout(wordFile({ body, ...more }))[0]!);
}

/** A column of so many points, left margin 56.7. */
function column(width: number): string {
  return `<w:pgSz w:w="${1134 * 2 + width * 20}" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>`;
}

const TOP = 56.7;
const LEFT = 56.7;

describe("lines", () => {
  it("a natural line of 14 pt Times is 322 twips, the line gap above the text", () => {
    const [first, second] = lines(paragraph("Dòng một") + paragraph("Dòng hai"));
    expect(second!.y - first!.y).toBeCloseTo(16.1, 2);
    // 16.1 less the descender of 443/2048 em
    expect(first!.y).toBeCloseTo(TOP + 16.1 - 3.05, 1);
  });

  it("spacing 1.15 is 370 twips, the extra below the text, so the first line is not lowered", () => {
    const spacing = '<w:spacing w:line="276" w:lineRule="auto"/>';
    const [first, second] = lines(paragraph("Dòng một", spacing) + paragraph("Dòng hai", spacing));
    expect(second!.y - first!.y).toBeCloseTo(18.5, 2);
    expect(first!.y).toBeCloseTo(lines(paragraph("Dòng một"))[0]!.y, 2);
  });

  it("an exact line has its baseline at four fifths of its height", () => {
    const spacing = '<w:spacing w:line="400" w:lineRule="exact"/>';
    const [first, second] = lines(paragraph("Dòng một", spacing) + paragraph("Dòng hai", spacing));
    expect(first!.y).toBeCloseTo(TOP + 16, 2);
    expect(second!.y - first!.y).toBeCloseTo(20, 2);
  });

  it("a line of at least 20 pt takes its extra above the text", () => {
    const [first] = lines(paragraph("Dòng một", '<w:spacing w:line="400" w:lineRule="atLeast"/>'));
    expect(first!.y).toBeCloseTo(TOP + 20 - 3.05, 1);
  });

  it("the space between paragraphs is the larger of after and before, not their sum", () => {
    const spacing = '<w:spacing w:before="120" w:after="200"/>';
    const [first, second] = lines(paragraph("Một", spacing) + paragraph("Hai", spacing));
    expect(second!.y - first!.y).toBeCloseTo(16.1 + 10, 2);
  });

  it("with doNotUseHTMLParagraphAutoSpacing the spaces add up", () => {
    const spacing = '<w:spacing w:before="120" w:after="200"/>';
    const settings = "<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>";
    const [first, second] = lines(paragraph("Một", spacing) + paragraph("Hai", spacing), { settings });
    expect(second!.y - first!.y).toBeCloseTo(16.1 + 16, 2);
  });

  it("contextual spacing drops the space between paragraphs of one style", () => {
    const spacing = '<w:spacing w:after="200"/><w:contextualSpacing/>';
    const [first, second] = lines(paragraph("Một", spacing) + paragraph("Hai", spacing));
    expect(second!.y - first!.y).toBeCloseTo(16.1, 2);
  });

  it("a line may break after a hyphen, before a letter and before a digit", () => {
    const shown = lines(paragraph("Số 57-NQ rồi 10-2026"), { section: column(60) }).map((line) => line.text);
    expect(shown).toEqual(["Số 57-NQ", "rồi 10-", "2026"]);
  });

  it("a line never breaks after a slash", () => {
    const shown = lines(paragraph("Theo văn bản BCĐ/TWNQ"), { section: column(110) }).map((line) => line.text);
    expect(shown).toEqual(["Theo văn bản", "BCĐ/TWNQ"]);
  });

  it("a number that overflows after its slash breaks at its hyphen, as in Word", () => {
    const shown = lines(paragraph("Thông báo số 17-TB/CQTTBCĐ"), { section: column(140) }).map((line) => line.text);
    expect(shown).toEqual(["Thông báo số 17-", "TB/CQTTBCĐ"]);
  });

  it("a hyphen that starts a word is no break place", () => {
    const shown = lines(paragraph("Nội dung -Một"), { section: column(72) }).map((line) => line.text);
    expect(shown).toEqual(["Nội dung", "-Một"]);
  });

  it("a no-break space holds two words together", () => {
    const shown = lines(paragraph("Ngày 05\u00a0tháng"), { section: column(62) }).map((line) => line.text);
    expect(shown).toEqual(["Ngày", "05\u00a0tháng"]);
  });

  it("a word wider than the column breaks between letters", () => {
    const shown = lines(paragraph("07-KH/BCĐXYZ"), { section: column(50) }).map((line) => line.text);
    expect(shown[0]).toBe("07-");
    expect(shown.slice(1).join("")).toBe("KH/BCĐXYZ");
    expect(shown.length).toBeGreaterThan(2);
  });

  it("a justified line ends at the right edge, the last one does not", () => {
    const shown = lines(
      paragraph("Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai", '<w:jc w:val="both"/>'),
      { section: column(200) },
    );
    expect(shown.length).toBeGreaterThan(1);
    expect(shown[0]!.right).toBeCloseTo(LEFT + 200, 1);
    expect(shown.at(-1)!.right).toBeLessThan(LEFT + 190);
  });

  it("spaces at the end of a line hang and do not shift centred text", () => {
    const center = '<w:jc w:val="center"/>';
    const [plain, spaced] = lines(paragraph(run("Kế hoạch"), center) + paragraph(run("Kế hoạch    "), center));
    expect(spaced!.x).toBe(plain!.x);
  });

  it("the first line has its own indent, a hanging one lies to the left", () => {
    const text = "Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai";
    const first = lines(paragraph(text, '<w:ind w:firstLine="720"/>'), { section: column(200) });
    expect(first.map((line) => line.x).slice(0, 2)).toEqual([LEFT + 36, LEFT]);
    const hanging = lines(paragraph(text, '<w:ind w:left="720" w:hanging="360"/>'), { section: column(200) });
    expect(hanging.map((line) => line.x).slice(0, 2)).toEqual([LEFT + 18, LEFT + 36]);
  });

  it("a tab goes to the next stop; a right tab ends its text there, with dots before it", () => {
    const tabs =
      '<w:tabs><w:tab w:val="left" w:pos="1440"/><w:tab w:val="right" w:leader="dot" w:pos="6000"/></w:tabs>';
    const [line] = lines(
      paragraph(`${run("Mục")}<w:r><w:tab/></w:r>${run("Tên")}<w:r><w:tab/></w:r>${run("Trang 5")}`, tabs),
    );
    expect(line!.text).toMatch(/^Mục \| Tên( \| )?\.+( \| )?Trang 5$/);
    expect(line!.right).toBeCloseTo(LEFT + 300, 1);
  });

  it("a list label hangs to the left of its text and counts by its level", () => {
    const numbering =
      '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="720"/></w:pPr></w:lvl>' +
      '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/><w:pPr><w:ind w:left="1440" w:hanging="720"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>';
    const item = (level: number, text: string): string =>
      paragraph(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="3"/></w:numPr>`);
    const shown = lines(
      item(0, "Mục đích") +
        item(0, "Mục tiêu") +
        item(1, "Chung") +
        item(1, "Riêng") +
        item(0, "Tổ chức") +
        item(1, "Lại"),
      { numbering },
    );
    expect(shown.map((line) => line.text)).toEqual([
      "I. | Mục đích",
      "II. | Mục tiêu",
      "2.1. | Chung",
      "2.2. | Riêng",
      "III. | Tổ chức",
      "3.1. | Lại",
    ]);
    expect(shown[2]!.x).toBeCloseTo(LEFT + 36, 1);
  });

  it("bold set in a paragraph style and in a character style cancels out", () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:rPr><w:b/></w:rPr></w:style>';
    const page = layout(
      wordFile({
        styles,
        body: paragraph(run("đậm ") + run("thường", '<w:rStyle w:val="C"/>'), '<w:pStyle w:val="P"/>'),
      }),
    )[0]!;
    expect(page.ops.filter((op) => op.kind === "text").map((op) => [op.text, op.fitted.style.bold])).toEqual([
      ["đậm ", true],
      ["thường", false],
    ]);
  });

  it("letters written with combining marks are set as single letters", () => {
    expect(lines(paragraph("Kế hoạch".normalize("NFD")))[0]!.text).toBe("Kế hoạch");
  });

  it("a superscript does not make its line higher", () => {
    const [first, second] = lines(
      paragraph(run("Mục tiêu") + run("1", '<w:vertAlign w:val="superscript"/>')) + paragraph("Hai"),
    ).filter((line) => line.text !== "1");
    expect(second!.y - first!.y).toBeCloseTo(16.1, 2);
  });

  it("a lower paragraph border is a rule over the width between the indents", () => {
    const border =
      '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr><w:ind w:left="1000" w:right="2000"/>';
    const rules = shownRules(layout(wordFile({ body: paragraph("Tên cơ quan", border), section: A4 }))[0]!);
    expect(rules).toHaveLength(1);
    expect(rules[0]![0]).toBeCloseTo(LEFT + 50, 1);
    expect(rules[0]![2]).toBeCloseTo(595.3 - 56.7 - 100, 1);
  });
});
