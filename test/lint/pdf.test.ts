import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { lint } from "../../shared/lint/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { program, temporaryFolder } from "../cli/vanthu.ts";
import { edited, OWN, own, replaced, styled } from "./samples.ts";

const place = temporaryFolder();
afterAll(place.drop);

const pdf = (name: string, ...edits: ((xml: string) => string)[]): Uint8Array =>
  typeset(edits.length === 0 ? own(name) : edited(own(name), (xml) => edits.reduce((text, edit) => edit(text), xml)))
    .pdf;
const found = (bytes: Uint8Array): string[] => lint(bytes).findings.map((one) => one.rule);

describe("a PDF", () => {
  for (const name of Object.keys(OWN)) {
    it(`of ${name} has nothing to find, and says what was not judged`, () => {
      const report = lint(pdf(name));
      expect(report.findings).toEqual([]);
      expect(report.notJudged).toContain("canh lề, thụt đầu dòng, giãn dòng và cách đoạn");
    });
  }

  it("is read as far as text and type go", () => {
    const edits = [
      replaced(">05</w:t>", ">5</w:t>"),
      replaced(">09</w:t>", ">9</w:t>"),
      replaced("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc"),
      styled("KẾ HOẠCH", '<w:b w:val="0"/>'),
      replaced("- Các phòng, thôn, bản;", "- Các phòng, thôn, bản"),
      replaced("TM. ỦY BAN", "T/M ỦY BAN"),
      styled("Nơi nhận:", '<w:sz w:val="28"/>'),
    ];
    const { findings } = lint(pdf("nd30", ...edits));
    expect(findings.map((one) => one.rule)).toEqual([
      "motto.hyphens",
      "number.leadingZero",
      "placeAndDate.day",
      "kindName.bold",
      "signature.prefix",
      "recipientsHead.size",
      "recipients.punctuation",
    ]);
    expect(findings.every((one) => !one.fixable)).toBe(true);
    expect(findings[1]?.where).toMatch(/^trang 1, dòng \d+ “Số: 5/);
  });

  it("has its paper and its typefaces judged", () => {
    expect(
      found(pdf("nd30", replaced('<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="12240" w:h="15840"/>'))),
    ).toEqual(["page.size"]);
    expect(found(pdf("hd05", styled("Căn cứ chương trình", '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>')))).toEqual([
      "font.family",
    ]);
  });

  it("made by LibreOffice is read the same", () => {
    writeFileSync(place.at("nd30.docx"), own("nd30"));
    writeFileSync(place.at("hd05Letter.docx"), own("hd05Letter"));
    const files = ["nd30", "hd05Letter"];
    program("soffice", [
      `-env:UserInstallation=file://${place.at("profile")}`,
      "--headless",
      "--convert-to",
      "pdf",
      "--outdir",
      place.folder,
      ...files.map((name) => place.at(`${name}.docx`)),
    ]);
    for (const name of files)
      expect(lint(readFileSync(place.at(`${name}.pdf`))), name).toMatchObject({
        ruleSet: name.slice(0, 4),
        findings: [],
      });
  }, 120_000);

  it("without text is judged by its pages only", () => {
    const empty = typeset(
      edited(own("nd30Letter"), (xml) => xml.replace(/<w:body>.*?(<w:sectPr>(?!.*<w:sectPr>))/s, "<w:body><w:p/>$1")),
    ).pdf;
    expect(lint(empty).findings.map((one) => [one.rule, one.severity])).toEqual([["text.none", "warning"]]);
  });

  it("that is encrypted, broken or something else is refused with a reason", () => {
    writeFileSync(place.at("plain.pdf"), pdf("nd30"));
    program("qpdf", ["--encrypt", "", "bi-mat", "256", "--", place.at("plain.pdf"), place.at("locked.pdf")]);
    const code = (code: string) => expect.objectContaining({ code });
    expect(() => lint(readFileSync(place.at("locked.pdf")))).toThrow(code("PDF_ENCRYPTED"));
    expect(() => lint(pdf("nd30").subarray(0, 5000))).toThrow(code("PDF_XREF"));
    expect(() => lint(new TextEncoder().encode("xin chào"))).toThrow(code("FILE_WRONG_KIND"));
    expect(() => lint(new Uint8Array())).toThrow(code("FILE_WRONG_KIND"));
    expect(() => lint(own("nd30").subarray(0, 3000))).toThrow(code("PACKAGE_BROKEN"));
  });
});
