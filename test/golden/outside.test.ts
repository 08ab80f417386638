import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { VanthuError } from "../../shared/errors/index.ts";
import { openPackage, parseXml, type XmlElement } from "../../shared/opc/index.ts";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { isKnown } from "../../shared/typeset/resolve/known.ts";
import { pageTexts, paragraph, run, type WordFile, wordFile } from "../typeset/word-file.ts";

const CORPUS = path.resolve(import.meta.dirname, "../../../shared/corpora/docx");

const texts = (file: WordFile): string[] => pageTexts(layout(wordFile(file))).flat();
const said = (file: WordFile) => typeset(wordFile(file)).warnings.map(({ code, where }) => [code, where]);

describe("what is outside", () => {
  it("comments are left out and tracked changes shown as accepted, each with a warning and its place", () => {
    const body =
      paragraph("Một") +
      `<w:p><w:commentRangeStart w:id="1"/>${run("Hai")}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>` +
      `<w:p>${run("Ba")}<w:ins w:id="2" w:author="a">${run(" thêm")}</w:ins><w:del w:id="3" w:author="a"><w:r><w:delText> bớt</w:delText></w:r></w:del><w:moveFrom w:id="4">${run(" đi")}</w:moveFrom><w:moveTo w:id="5">${run(" đến")}</w:moveTo></w:p>`;
    expect(texts({ body })).toEqual(["Một", "Hai", "Ba thêm đến"]);
    expect(said({ body })).toEqual([
      ["COMMENTS_OMITTED", "đoạn 2"],
      ["TRACKED_CHANGES", "đoạn 3"],
    ]);
  });

  it("a paragraph whose mark was deleted goes on in the next one; a deleted row is gone", () => {
    const deleted = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>';
    expect(
      texts({ body: paragraph("Nối ", deleted) + paragraph("với sau") + paragraph("", deleted) + paragraph("hết") }),
    ).toEqual(["Nối với sau", "hết"]);
    const row = (text: string, properties: string): string =>
      `<w:tr><w:trPr>${properties}</w:trPr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>${paragraph(text)}</w:tc></w:tr>`;
    const body = `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>${row("giữ", "")}${row("bỏ", '<w:del w:id="2" w:author="a"/>')}</w:tbl>`;
    expect(texts({ body })).toEqual(["giữ"]);
  });

  it("formatting changed while changes were tracked is taken as changed, and said", () => {
    expect(
      said({ body: paragraph("x", '<w:jc w:val="center"/><w:pPrChange w:id="1" w:author="a"><w:pPr/></w:pPrChange>') }),
    ).toEqual([["TRACKED_CHANGES", "đoạn 1"]]);
  });

  it("formulas are shown as text with a warning, in a paragraph and between paragraphs", () => {
    const formula = "<m:oMath><m:r><m:t>a+b=c</m:t></m:r></m:oMath>";
    const body = `<w:p>${formula}</w:p><m:oMathPara>${formula}</m:oMathPara>`;
    expect(texts({ body })).toEqual(["a+b=c", "a+b=c"]);
    expect(said({ body }).map(([code]) => code)).toEqual(["EQUATION_AS_TEXT", "EQUATION_AS_TEXT"]);
  });

  it("content controls, smart tags, custom XML, links and ruby lose none of their text", () => {
    const body =
      `<w:sdt><w:sdtPr/><w:sdtContent>${paragraph("khối")}</w:sdtContent></w:sdt>` +
      `<w:p><w:sdt><w:sdtContent>${run("dòng ")}</w:sdtContent></w:sdt><w:smartTag>${run("thẻ ")}</w:smartTag><w:customXml>${run("riêng ")}</w:customXml><w:hyperlink w:anchor="a">${run("nối")}</w:hyperlink></w:p>` +
      `<w:p><w:r><w:ruby><w:rt>${run("ghi")}</w:rt><w:rubyBase>${run("gốc")}</w:rubyBase></w:ruby></w:r></w:p>`;
    expect(texts({ body })).toEqual(["khối", "dòng thẻ riêng nối", "gốc"]);
    expect(said({ body })).toEqual([["RUBY_OMITTED", "đoạn 3"]]);
  });

  it("parts from other files are named, with what may help", () => {
    const { warnings } = typeset(wordFile({ body: `${paragraph("x")}<w:altChunk r:id="a"/><w:subDoc r:id="b"/>` }));
    expect(warnings.map(({ code }) => code)).toEqual(["ALTCHUNK_OMITTED", "ALTCHUNK_OMITTED"]);
    expect(warnings[0]!.hint).toMatch(/--engine libreoffice/);
  });

  it("an element that nobody knows is named when it has something to show, wherever it stands", () => {
    const strange = `<w:strange>${run("chữ lạ")}</w:strange>`;
    expect(said({ body: strange + paragraph("x") })).toEqual([["CONTENT_UNKNOWN", "đoạn 0"]]);
    expect(said({ body: `<w:p>${strange}</w:p>` })).toEqual([["CONTENT_UNKNOWN", "đoạn 1"]]);
    expect(said({ body: `<w:p><w:r><w:strange><w:t>lạ</w:t></w:strange></w:r></w:p>` })).toEqual([
      ["CONTENT_UNKNOWN", "đoạn 1"],
    ]);
    expect(said({ body: "<w:p><w:strange/></w:p>" })).toEqual([]);
  });

  it.skipIf(!existsSync(CORPUS))(
    "in all files of the corpora every name where text may stand is known, or prints nothing",
    { timeout: 120_000 },
    () => {
      const places = new Set([
        "w:body",
        "w:p",
        "w:r",
        "w:hdr",
        "w:ftr",
        "w:footnote",
        "w:endnote",
        "w:txbxContent",
        "w:sdtContent",
        "w:hyperlink",
        "w:ins",
        "w:smartTag",
      ]);
      const unknown = new Map<string, string>();
      const walk = (element: XmlElement, file: string): void => {
        for (const child of element.children) {
          if (typeof child === "string") continue;
          if (places.has(element.name) && !isKnown(child.name)) unknown.set(child.name, file);
          walk(child, file);
        }
      };
      let read = 0;
      for (const name of globSync("**/*.docx", { cwd: CORPUS })) {
        const opened = openPackage(readFileSync(path.join(CORPUS, name)));
        for (const part of opened.names.filter((each) =>
          /^word\/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$/.test(each),
        )) {
          walk(parseXml(opened.text(part)!, part), `${name}: ${part}`);
          read += 1;
        }
      }
      expect(read).toBeGreaterThan(100);
      expect([...unknown]).toEqual([]);
    },
  );

  it.skipIf(!existsSync(CORPUS))(
    "every file of the corpora is set or refused with a reason, and every warning names its place",
    { timeout: 240_000 },
    () => {
      const kinds = new Set<string>();
      for (const name of globSync("**/*.docx", { cwd: CORPUS })) {
        try {
          const { pages, warnings } = typeset(readFileSync(path.join(CORPUS, name)));
          expect(pages, name).toBeGreaterThan(0);
          for (const { code, where, message } of warnings) {
            kinds.add(code);
            expect(where, `${name} ${code}`).not.toBe("");
            expect(message, `${name} ${code}`).not.toBe("");
          }
        } catch (error) {
          expect(error, name).toBeInstanceOf(VanthuError);
        }
      }
      expect(kinds).not.toContain("CONTENT_UNKNOWN");
    },
  );
});
