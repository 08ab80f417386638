import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { isVanthuError } from "../../shared/errors/index.ts";
import { lint, lintAndFix } from "../../shared/lint/index.ts";
import { wordFile } from "../typeset/word-file.ts";

/** A4 with the margins of the decree. */
const SECTION =
  '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>';

interface Look {
  size?: number;
  bold?: boolean;
  italic?: boolean;
  /** Inside w:pPr. */
  paragraph?: string;
}

function run(text: string, { size = 14, bold = false, italic = false }: Look = {}): string {
  const properties = `<w:rPr>${bold ? "<w:b/>" : ""}${italic ? "<w:i/>" : ""}<w:sz w:val="${size * 2}"/></w:rPr>`;
  const content = text
    .split(/([\t\n])/)
    .map((part) => (part === "\t" ? "<w:tab/>" : part === "\n" ? "<w:br/>" : `<w:t xml:space="preserve">${part}</w:t>`))
    .join("");
  return `<w:r>${properties}${content}</w:r>`;
}

function p(text: string, look: Look = {}): string {
  return `<w:p><w:pPr>${look.paragraph ?? '<w:jc w:val="center"/>'}</w:pPr>${run(text, look)}</w:p>`;
}

const JUSTIFIED = '<w:spacing w:before="120" w:after="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>';
const body = (text: string, look: Look = {}): string => p(text, { paragraph: JUSTIFIED, ...look });

const TITLE =
  p("KẾ HOẠCH", { bold: true }) + p("Phòng, chống cháy rừng mùa khô năm 2026", { bold: true }) + p("_____________");
const TEXT =
  body(
    "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh Khâu Phạ về bảo vệ rừng, Ủy ban nhân dân xã Suối Lim ban hành Kế hoạch với các nội dung sau:",
  ) +
  body("I. MỤC ĐÍCH", { bold: true }) +
  body(
    "Giữ an toàn cho 1.200 ha rừng phòng hộ của xã trong suốt mùa khô, không để xảy ra cháy lớn và không có thiệt hại về người.",
  ) +
  body("II. NHIỆM VỤ", { bold: true }) +
  body(
    "Các thôn, bản phân công người trực gác ở chòi canh, báo ngay khi thấy khói và huy động dân quân tại chỗ dập lửa ban đầu./.",
  );

function cell(content: string): string {
  return `<w:tc><w:tcPr><w:tcW w:w="4500" w:type="dxa"/></w:tcPr>${content}</w:tc>`;
}

function row(left: string, right: string): string {
  return `<w:tr>${cell(left)}${cell(right)}</w:tr>`;
}

function table(...rows: string[]): string {
  return `<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="4500"/><w:gridCol w:w="4500"/></w:tblGrid>${rows.join("")}</w:tbl>`;
}

const left = '<w:jc w:val="left"/>';
const SIGNED = table(
  row(
    p("Nơi nhận:", { size: 12, bold: true, italic: true, paragraph: left }) +
      p("- UBND tỉnh (để báo cáo);\n- Các thôn, bản;\n- Lưu: VT.", { size: 11, paragraph: left }),
    p("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", { bold: true }) + p("") + p("") + p("") + p("Lò Thị Mây", { bold: true }),
  ),
);

const ORGANISATION = { size: 13, bold: true };
const HEADER_IN_TABLE = table(
  row(
    p("TỈNH KHÂU PHẠ", { size: 13 }) +
      p("ỦY BAN NHÂN DÂN\nXÃ SUỐI LIM", ORGANISATION) +
      p("Số: 12/KH-UBND", { size: 13 }),
    p("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", ORGANISATION) +
      p("Độc lập - Tự do - Hạnh phúc", { bold: true }) +
      p("________________") +
      p("Suối Lim, ngày 15 tháng 3 năm 2026", { italic: true }),
  ),
);

const STOPS = '<w:tabs><w:tab w:val="center" w:pos="1800"/><w:tab w:val="center" w:pos="6300"/></w:tabs>';
function columns(leftText: string, leftLook: Look, rightText: string, rightLook: Look): string {
  return `<w:p><w:pPr>${STOPS}</w:pPr>${run(`\t${leftText}`, leftLook)}${run("\t", leftLook)}${run(rightText, rightLook)}</w:p>`;
}
const HEADER_IN_TABS =
  columns("ỦY BAN NHÂN DÂN", ORGANISATION, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ORGANISATION) +
  columns("XÃ SUỐI LIM", ORGANISATION, "Độc lập - Tự do - Hạnh phúc", { bold: true }) +
  columns("_______", { size: 13 }, "________________", { size: 13 }) +
  columns("Số: 12/KH-UBND", { size: 13 }, "Suối Lim, ngày 15 tháng 3 năm 2026", { italic: true });

function textBox(content: string): string {
  return (
    `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">` +
    `<wps:wsp><wps:txbx><w:txbxContent>${content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>` +
    `<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
  );
}
const HEADER_IN_BOXES =
  textBox(p("ỦY BAN NHÂN DÂN", ORGANISATION) + p("XÃ SUỐI LIM", ORGANISATION) + p("Số: 12/KH-UBND", { size: 13 })) +
  textBox(
    p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ORGANISATION) +
      p("Độc lập - Tự do - Hạnh phúc", { bold: true }) +
      p("________________") +
      p("Suối Lim, ngày 15 tháng 3 năm 2026", { italic: true }),
  );

const found = (docx: Uint8Array): string[] => lint(docx).findings.map((one) => one.rule);
const document = (header: string, rest = TITLE + TEXT + SIGNED): Uint8Array =>
  wordFile({ body: header + rest, section: SECTION });

describe("a document made by other hands", () => {
  it("is recognised with its header in a table, with line breaks inside paragraphs", () => {
    expect(lint(document(HEADER_IN_TABLE))).toEqual({ ruleSet: "nd30", findings: [], notJudged: [] });
  });

  it("is recognised with its header typed with tabs", () => {
    expect(found(document(HEADER_IN_TABS))).toEqual([]);
    const broken = HEADER_IN_TABS.replace("Số: 12/", "Số: 7/").replace("ngày 15 tháng 3", "ngày 5 tháng 03");
    expect(found(document(broken))).toEqual(["number.leadingZero", "placeAndDate.day", "placeAndDate.month"]);
  });

  it("is recognised with its header in text boxes, and mended there", () => {
    expect(found(document(HEADER_IN_BOXES))).toEqual([]);
    const broken = document(HEADER_IN_BOXES.replace("Số: 12/", "Số: 7/"));
    expect(found(broken)).toEqual(["number.leadingZero"]);
    expect(lintAndFix(broken).report.findings).toEqual([]);
  });

  it("counts numbers that Word makes itself", () => {
    const numbering =
      '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1)"/><w:suff w:val="space"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>';
    const numbered = TEXT.replaceAll(/I+\. (MỤC|NHIỆM)/g, "$1").replaceAll(
      /(<w:p><w:pPr>)(<w:spacing w:before="120" w:after="120"\/><w:ind w:firstLine="720"\/><w:jc w:val="both"\/><\/w:pPr><w:r><w:rPr><w:b\/>)/g,
      '$1<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>$2',
    );
    const docx = wordFile({ body: HEADER_IN_TABLE + TITLE + numbered + SIGNED, section: SECTION, numbering });
    expect(found(docx)).toEqual(["headings.sign"]);
  });

  it("says of every part that is not there where it is expected", () => {
    const { findings } = lint(
      document(
        "",
        body(
          "Kính mời các đồng chí đến dự hội nghị sơ kết công tác sáu tháng đầu năm tại hội trường Ủy ban nhân dân xã vào lúc 8 giờ.",
        ),
      ),
    );
    const missing = findings.filter((one) => one.rule.endsWith(".missing"));
    expect(missing.map((one) => one.rule)).toEqual([
      "nationalName.missing",
      "motto.missing",
      "organisation.missing",
      "number.missing",
      "placeAndDate.missing",
      "kindName.missing",
      "signature.missing",
      "recipients.missing",
    ]);
    for (const one of missing) expect(one.where).not.toBe("");
    // Without a header that we recognise, no look is changed: it may be a text of another sort.
    expect(findings.filter((one) => one.fixable)).toEqual([]);
  });

  it("has a page number at the bottom, or none at all", () => {
    const pages = `${TITLE}${TEXT.repeat(12)
      .replaceAll("./.", ".")
      .replaceAll(/I+\. (?=MỤC|NHIỆM)/g, "")}`;
    const footer =
      '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>';
    const docx = wordFile({
      body: HEADER_IN_TABLE + pages,
      section: `<w:footerReference w:type="default" r:id="footer1"/>${SECTION}<w:titlePg/>`,
      parts: { footer1: footer },
    });
    expect(found(docx)).toContain("pageNumber.place");
    expect(found(document(HEADER_IN_TABLE, pages))).toContain("pageNumber.missing");
  });
});

/** Word files of other projects, where they lie beside the repository. */
const CORPUS = path.resolve(import.meta.dirname, "../../../shared/corpora/docx");

describe.skipIf(!existsSync(CORPUS))("Word files from elsewhere", () => {
  const files = globSync("**/*.docx", { cwd: CORPUS });

  it("are judged or refused with a reason, each in bounded time", () => {
    expect(files.length).toBeGreaterThan(20);
    const slow: string[] = [];
    for (const file of files) {
      const started = performance.now();
      try {
        const { report } = lintAndFix(readFileSync(path.join(CORPUS, file)));
        expect(
          report.findings.filter((one) => one.fixable),
          file,
        ).toEqual([]);
      } catch (error) {
        if (!isVanthuError(error)) throw new Error(file, { cause: error });
      }
      if (performance.now() - started > 5000) slow.push(file);
    }
    expect(slow).toEqual([]);
  }, 120_000);

  it("finds in the decree itself only what it does differently from what it asks of administrative documents", () => {
    const [decree] = files.filter((file) => file.endsWith("30_2020_ND_CP.docx"));
    const { findings, ruleSet } = lint(readFileSync(path.join(CORPUS, decree!)));
    expect(ruleSet).toBe("nd30");
    expect(findings.map((one) => one.rule)).toEqual(["text.unicode", "number.pattern", "kindName.missing"]);
  });
});
