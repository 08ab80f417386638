import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { A4, paragraph, run, shownLines, shownRules, wordFile } from "../typeset/word-file.ts";

const LEFT = 56.7;
const TOP = 56.7;
const LONG = "Ủy ban nhân dân phường triển khai nhiệm vụ cải cách hành chính trong quý tới. ".repeat(6);
const PAGE =
  '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>';

describe("frames of paragraphs", () => {
  it("a page number in a frame stands in the middle of its footer, beside the footer's text", () => {
    const footer =
      paragraph(PAGE, '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="center" w:y="1"/>') +
      paragraph("Lưu hành nội bộ");
    const file = wordFile({
      body: paragraph("Nội dung"),
      parts: { footer1: footer },
      section: `<w:footerReference w:type="default" r:id="footer1"/>${A4}`,
    });
    const texts = layout(file)[0]!.ops.filter((op) => op.kind === "text");
    const number = texts.find((op) => op.text === "1")!;
    const words = texts.find((op) => op.text.startsWith("Lưu"))!;
    expect(number.x / 20 + number.width / 40).toBeCloseTo(595.3 / 2, 0);
    expect(Math.abs(number.y - words.y)).toBeLessThan(2);
    expect(typeset(file).warnings).toEqual([]);
  });

  it("a dropped initial stands beside the first three lines", () => {
    const initial = paragraph(
      run("Ủ", '<w:position w:val="-9"/><w:sz w:val="112"/>'),
      '<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/><w:spacing w:line="966" w:lineRule="exact"/>',
    );
    const lines = shownLines(layout(wordFile({ body: initial + paragraph(LONG) }))[0]!).filter(
      ({ text }) => text !== "Ủ",
    );
    expect(lines.slice(0, 3).every(({ x }) => x > LEFT + 30)).toBe(true);
    expect(lines[3]!.x).toBeCloseTo(LEFT, 1);
  });

  it("paragraphs with equal frames share one, at its place on the page, with the lines round it", () => {
    const edge = (name: string): string => `<w:${name} w:val="single" w:sz="4" w:space="1"/>`;
    const frame = `<w:framePr w:w="3000" w:h="1500" w:hRule="exact" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="6000" w:y="4000"/><w:pBdr>${["top", "left", "bottom", "right"].map(edge).join("")}</w:pBdr>`;
    const file = wordFile({ body: paragraph("MẬT", frame) + paragraph("Bản số 1", frame) + paragraph("Nội dung") });
    const page = layout(file)[0]!;
    const lines = shownLines(page);
    expect(lines.find(({ text }) => text === "MẬT")!.x).toBeCloseTo(300 + 1, 0);
    expect(lines.find(({ text }) => text === "Bản số 1")!.y).toBeGreaterThan(200 + 16);
    expect(lines.find(({ text }) => text === "Nội dung")!.y).toBeCloseTo(TOP + 13.05, 1);
    expect(shownRules(page)).toHaveLength(4);
    expect(typeset(file).warnings).toEqual([]);
  });

  it("one with nothing after it to hang on stays in the row, with a warning", () => {
    const file = wordFile({ body: paragraph("Cuối", '<w:framePr w:w="3000" w:wrap="around"/>') });
    expect(shownLines(layout(file)[0]!).map(({ text }) => text)).toEqual(["Cuối"]);
    expect(typeset(file).warnings.map(({ code, where }) => [code, where])).toEqual([["FRAME_IN_FLOW", "đoạn 1"]]);
  });
});
