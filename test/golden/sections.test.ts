import { describe, expect, it } from "vitest";
import { type LaidPage, layout, typeset } from "../../shared/typeset/index.ts";
import {
  A4,
  pageTexts,
  paragraph,
  paragraphs,
  run,
  shownLines,
  shownRules,
  table,
  type WordFile,
  wordFile,
} from "../typeset/word-file.ts";

const LEFT = 56.7;
const TOP = 56.7;
const LONG = "Thành phố triển khai kế hoạch cải cách hành chính gắn với chuyển đổi số toàn diện. ".repeat(3);

const pages = (file: WordFile): LaidPage[] => layout(wordFile(file));
const codes = (file: WordFile): string[] => typeset(wordFile(file)).warnings.map(({ code }) => code);
const field = (name: string): string => `<w:fldSimple w:instr=" ${name} ">${run("?")}</w:fldSimple>`;

describe("sections", () => {
  it("the gutter is added to the left margin, with mirrored margins on the inner side", () => {
    const section = A4.replace('w:gutter="0"', 'w:gutter="400"');
    expect(shownLines(pages({ body: paragraph("x"), section })[0]!)[0]!.x).toBeCloseTo(LEFT + 20, 1);
    const mirrored = A4.replace('w:left="1134"', 'w:left="2000"');
    const file = {
      body: paragraph("a") + paragraph("b", "<w:pageBreakBefore/>"),
      section: mirrored,
      settings: "<w:mirrorMargins/>",
    };
    expect(pages(file).map((page) => Math.round(shownLines(page)[0]!.x))).toEqual([100, 57]);
  });

  it("columns of their own widths have lines of their own lengths", () => {
    const section = `${A4}<w:cols w:num="2" w:equalWidth="0"><w:col w:w="3000" w:space="638"/><w:col w:w="6000"/></w:cols>`;
    const page = pages({
      body: paragraph(`${run("trái")}<w:r><w:br w:type="column"/></w:r>${run("phải")}`),
      section,
    })[0]!;
    const x = page.ops.flatMap((op) => (op.kind === "text" ? [op.x / 20] : []));
    expect(x).toEqual([LEFT, LEFT + 181.9].map((value) => expect.closeTo(value, 1)));
  });

  it("noColumnBalance: columns before a continuous break stay as they are filled", () => {
    const columns = `<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/>${A4}<w:cols w:num="2"/></w:sectPr></w:pPr></w:p>`;
    const body = paragraphs(8, "dòng") + columns + paragraph("Sau");
    const section = `<w:type w:val="continuous"/>${A4}`;
    const first = (settings: string): number =>
      pages({ body, section, settings })[0]!.ops.filter(
        (op) => op.kind === "text" && op.text.startsWith("dòng") && op.x / 20 < 100,
      ).length;
    expect(first("")).toBeLessThan(8);
    expect(first("<w:compat><w:noColumnBalance/></w:compat>")).toBe(8);
  });

  it("a section starts on an odd page, after a blank one where it must", () => {
    const body = paragraph("a", `<w:sectPr>${A4}</w:sectPr>`) + paragraph("b");
    const shown = pages({ body, section: `<w:type w:val="oddPage"/>${A4}` });
    expect(
      shown.map((page) =>
        shownLines(page)
          .map(({ text }) => text)
          .join(),
      ),
    ).toEqual(["a", "", "b"]);
  });

  it("page numbers begin and look as the section says", () => {
    const numbers = '<w:pgNumType w:fmt="upperRoman" w:start="4"/>';
    const shown = pages({
      body: paragraph(field("PAGE")) + paragraph(field("PAGE"), "<w:pageBreakBefore/>"),
      section: A4 + numbers,
    });
    expect(pageTexts(shown)).toEqual([["IV"], ["V"]]);
  });

  it("text stands in the middle or at the foot of a page that asks for it", () => {
    const y = (value: string): number =>
      shownLines(pages({ body: paragraph("x"), section: `${A4}<w:vAlign w:val="${value}"/>` })[0]!)[0]!.y;
    expect(y("center")).toBeCloseTo(841.9 / 2 - 8 + 13.05, -1);
    expect(y("bottom")).toBeGreaterThan(770);
    expect(codes({ body: paragraph("x"), section: `${A4}<w:vAlign w:val="both"/>` })).toEqual(["SECTION_VERTICAL"]);
  });

  it("lines stand round the page, measured from the text or from the edges of the sheet", () => {
    const borders = (from: string, more = ""): string =>
      `${A4}<w:pgBorders w:offsetFrom="${from}"${more}>${["top", "left", "bottom", "right"].map((edge) => `<w:${edge} w:val="single" w:sz="8" w:space="20"/>`).join("")}</w:pgBorders>`;
    const body = paragraph("a") + paragraph("b", "<w:pageBreakBefore/>");
    const rules = (page: LaidPage): number => page.under.filter((op) => op.kind === "line").length;
    expect(pages({ body, section: borders("text") }).map(rules)).toEqual([4, 4]);
    expect(pages({ body, section: borders("text", ' w:display="firstPage"') }).map(rules)).toEqual([4, 0]);
    const edge = pages({ body, section: borders("page") })[0]!.under.find((op) => op.kind === "line")!;
    expect(edge.kind === "line" && edge.y1 / 20).toBeCloseTo(20.5, 1);
    expect(codes({ body, section: borders("text") })).toEqual([]);
    expect(codes({ body, section: borders("text").replaceAll('"single"', '"apples"') })).toEqual(["BORDER_ART"]);
  });

  it("headers and footers may hold tables and pictures of lines, and stand on every page", () => {
    const header = table([4000, 4000], [{ cells: ["SỞ NỘI VỤ", paragraph(field("PAGE"))] }]);
    const shown = pages({
      body: paragraph("a") + paragraph("b", "<w:pageBreakBefore/>"),
      parts: {
        header1: header + paragraph(""),
        footer1: paragraph(run("Trang ") + field("PAGE") + run("/") + field("NUMPAGES")),
      },
      section: `<w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>${A4}`,
    });
    expect(pageTexts(shown).map((texts) => [texts[0]!.replace(/ +\| +/, " "), texts.at(-1)])).toEqual([
      [expect.stringMatching(/^SỞ NỘI VỤ ?1$/), "Trang 1/2"],
      [expect.stringMatching(/^SỞ NỘI VỤ ?2$/), "Trang 2/2"],
    ]);
    expect(shownRules(shown[0]!).length).toBeGreaterThan(4);
  });

  it("a first page with a header of its own and even pages with theirs", () => {
    const shown = pages({
      body: ["a", "b", "c"].map((text, at) => paragraph(text, at === 0 ? "" : "<w:pageBreakBefore/>")).join(""),
      parts: { header1: paragraph("đầu"), header2: paragraph("chẵn"), header3: paragraph("lẻ") },
      settings: "<w:evenAndOddHeaders/>",
      section: `<w:headerReference w:type="first" r:id="header1"/><w:headerReference w:type="even" r:id="header2"/><w:headerReference w:type="default" r:id="header3"/><w:titlePg/>${A4}`,
    });
    expect(pageTexts(shown).map(([header]) => header)).toEqual(["đầu", "chẵn", "lẻ"]);
  });

  it("line numbers are left out, with a warning; the text stands where it would", () => {
    const file = { body: paragraph(LONG), section: `${A4}<w:lnNumType w:countBy="1"/>` };
    expect(shownLines(pages(file)[0]!)[0]).toMatchObject({
      x: expect.closeTo(LEFT, 1),
      y: expect.closeTo(TOP + 13.05, 1),
    });
    expect(codes(file)).toEqual(["LINE_NUMBERS"]);
  });

  it("a grid of lines, turned pages and a coloured sheet are named in warnings", () => {
    expect(codes({ body: paragraph("x"), section: `${A4}<w:docGrid w:type="lines" w:linePitch="360"/>` })).toEqual([
      "LINE_GRID",
    ]);
    expect(codes({ body: paragraph("x"), section: `${A4}<w:textDirection w:val="tbRl"/>` })).toEqual([
      "TEXT_DIRECTION",
    ]);
  });
});
