import { describe, expect, it } from "vitest";
import { lint, lintAndFix } from "../../shared/lint/index.ts";
import { openPackage } from "../../shared/opc/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { edited, own, replaced, styled } from "./samples.ts";

/** Everything that can be mended, broken at once. */
const EDITS = [
  replaced('w:left="1701" w:header', 'w:left="1134" w:header'),
  replaced("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do – Hạnh phúc"),
  styled("Độc lập", '<w:color w:val="000000"/><w:sz w:val="20"/><w:lang w:val="vi-VN"/>'),
  replaced(">05</w:t>", ">5</w:t>"),
  replaced(">/KH-UBND<", ">/KH - UBND<"),
  replaced(">09</w:t>", ">9</w:t>"),
  replaced(">01</w:t>", ">1</w:t>"),
  styled("KẾ HOẠCH", '<w:b w:val="0"/><w:i/>'),
  (xml: string) => xml.replace(/Căn cứ chương trình[^<]*/, (text) => text.normalize("NFD")),
  replaced("Nơi nhận:", "Nơi nhận"),
  replaced("- Các phòng, thôn, bản;", "- Các phòng, thôn, bản,"),
  replaced("- Lưu: VT, VP.", "- Lưu: VT, VP"),
  styled("- UBND tỉnh", '<w:sz w:val="28"/>'),
];
const broken = edited(own("nd30"), (xml) => EDITS.reduce((text, edit) => edit(text), xml));

const paragraphs = (docx: Uint8Array): string[] =>
  [
    ...openPackage(docx)
      .text("word/document.xml")!
      .matchAll(/<w:p[ >].*?<\/w:p>/g),
  ].map((match) => match[0]);
const textOf = (paragraph: string): string => paragraph.replace(/<[^>]+>/g, "");

describe("mending", () => {
  const { docx, fixed, report } = lintAndFix(broken);

  it("mends every fixable finding and leaves none", () => {
    expect(lint(broken).findings.every((one) => one.fixable)).toBe(true);
    expect(fixed.map((one) => one.rule).sort()).toEqual(
      [
        "page.margins",
        "text.unicode",
        "motto.hyphens",
        "motto.size",
        "number.leadingZero",
        "number.spaces",
        "placeAndDate.day",
        "placeAndDate.month",
        "kindName.bold",
        "kindName.italic",
        "recipients.head",
        "recipients.punctuation",
        "recipients.size",
      ].sort(),
    );
    expect(report.findings).toEqual([]);
    expect(lint(docx).findings).toEqual([]);
  });

  it("touches nothing else: other parts keep their bytes, other paragraphs their XML", () => {
    const before = openPackage(broken);
    const after = openPackage(docx);
    expect(after.names).toEqual(before.names);
    for (const name of before.names.filter((one) => one !== "word/document.xml"))
      expect(Buffer.from(after.bytes(name)!).equals(before.bytes(name)!), name).toBe(true);
    const [from, to] = [paragraphs(broken), paragraphs(docx)];
    expect(to.length).toBe(from.length);
    const changed = to.filter((paragraph, index) => paragraph !== from[index]).map(textOf);
    expect(changed.map((text) => text.slice(0, 20))).toEqual([
      "Độc lập - Tự do - Hạ",
      "Số: 05/KH-UBND",
      "Suối Lim, ngày 09 th",
      "KẾ HOẠCH",
      "Căn cứ chương trình ",
      "Nơi nhận:",
      "- UBND tỉnh (để báo ",
      "- Các phòng, thôn, b",
      "- Lưu: VT, VP.",
      // The end of the first section: its margins.
      "",
    ]);
    // Formatting that no rule speaks of stays, in the order that Word wants.
    expect(openPackage(docx).text("word/document.xml")).toContain(
      '<w:rPr><w:color w:val="000000"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr>',
    );
  });

  it("gives a file that can be set again, with the words unchanged", () => {
    expect(typeset(docx).pages).toBe(typeset(own("nd30")).pages);
    const words = (bytes: Uint8Array): string => paragraphs(bytes).map(textOf).join("\n");
    expect(words(docx)).toBe(words(own("nd30")));
  });

  it("gives back the same bytes when there is nothing to mend", () => {
    const right = own("hd05");
    expect(lintAndFix(right)).toMatchObject({ fixed: [], report: { ruleSet: "hd05", findings: [] } });
    expect(lintAndFix(right).docx).toBe(right);
  });

  it("leaves a run alone that holds more than the faulty text", () => {
    // Name and degree in one run with the title above it: the size of the one cannot be changed without the other's.
    const joined = edited(own("nd30"), (xml) =>
      xml
        .replace("PHÓ CHỦ TỊCH</w:t></w:r>", "PHÓ CHỦ TỊCH</w:t><w:br/><w:t>(đã ký)</w:t></w:r>")
        .replace(/(<w:r>)(<w:t xml:space="preserve">PHÓ CHỦ)/, '$1<w:rPr><w:sz w:val="32"/></w:rPr>$2'),
    );
    const { findings } = lint(joined);
    expect(findings.map((one) => [one.rule, one.fixable])).toEqual([["position.size", false]]);
    expect(lintAndFix(joined).docx).toBe(joined);
  });

  it("refuses a PDF", () => {
    expect(() => lintAndFix(typeset(own("nd30")).pdf)).toThrow(expect.objectContaining({ code: "LINT_FIX_DOCX_ONLY" }));
  });
});
