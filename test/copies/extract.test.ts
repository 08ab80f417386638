import { writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { compactText, makeExtract, passagesOf, requireFromSource, textOfPdf } from "../../shared/copies/index.ts";
import { type DocumentDescription, describeText } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { program, temporaryFolder } from "../cli/vanthu.ts";

const work = temporaryFolder();
afterAll(() => work.drop());

const ORIGINAL: DocumentDescription = { ...SAMPLE_LETTER, number: "15", date: "2026-11-20" };
const PLAN: DocumentDescription = {
  ...ORIGINAL,
  kind: "KH",
  notation: "KH-UBND",
  subject: "Chuyển đổi số năm 2027",
  body: "# MỤC TIÊU\n\nNgười dân nộp hồ sơ trực tuyến.\n\n# NHIỆM VỤ\n\n## Hạ tầng\n\nPhủ sóng các thôn.\n\n## Dữ liệu\n\nLàm sạch dữ liệu dân cư.",
  appendices: [{ title: "Danh mục nhiệm vụ", body: "Nhiệm vụ thứ nhất." }],
};

function textOf(pdf: Uint8Array): string {
  writeFileSync(work.at("trich.pdf"), pdf);
  expect(program("qpdf", ["--check", work.at("trich.pdf")]).code).toBe(0);
  return program("pdftotext", ["-layout", work.at("trich.pdf"), "-"]).out.normalize("NFC");
}

describe("Điều 25.3.b: an extract is made anew", () => {
  it("carries all parts of the original's form, the chosen passages word for word, marks what is left out, and says it is signed", () => {
    const text = textOf(makeExtract(ORIGINAL, [1, 3]).pdf).replace(/\s+/g, " ");
    for (const part of [
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
      "Số: 15/UBND-KGVX",
      "ngày 20 tháng 11 năm 2026",
      "Kính gửi:",
      "PHÓ CHỦ TỊCH",
      "(Đã ký)",
      "Lê Thị Minh Nguyệt",
      "Lưu: VT",
    ])
      expect(text).toContain(part);
    expect(text).toContain("1. Các cơ quan thực hiện nhiệm vụ theo Phụ lục gửi kèm Công văn này");
    expect(text).toContain("3. Sở Khoa học và Công nghệ cập nhật nhiệm vụ");
    expect(text).not.toContain("2. Cơ quan chủ trì");
    expect(text.match(/\[\.\.\.\]/g)).toHaveLength(3);
  });

  it("keeps the numbers that headings have in the original", () => {
    const passages = passagesOf(PLAN);
    const data = passages.filter(({ text }) => /Dữ liệu|Làm sạch/.test(text)).map(({ index }) => index);
    const text = textOf(makeExtract(PLAN, data).pdf);
    expect(text).toMatch(/2\. Dữ liệu/);
    expect(text).not.toContain("Hạ tầng");
    expect(text).toContain("KẾ HOẠCH");
    const appendix = passages.find(({ kind }) => kind === "appendix")!;
    expect(textOf(makeExtract(PLAN, [appendix.index]).pdf)).toContain("Nhiệm vụ thứ nhất");
  });

  it("refuses an extract of nothing, of passages that are not there, and of a text without number or date", () => {
    expect(() => makeExtract(ORIGINAL, [])).toThrowError(expect.objectContaining({ code: "COPY_EXTRACT_EMPTY" }));
    expect(() => makeExtract(ORIGINAL, [99])).toThrowError(expect.objectContaining({ code: "INVALID" }));
    const { number: _number, ...unnumbered } = ORIGINAL;
    expect(() => makeExtract(unnumbered, [0])).toThrowError(
      expect.objectContaining({ code: "INVALID", where: "number" }),
    );
  });

  it("refuses passages that do not stand in the source word for word (Điều 3.12)", () => {
    const source = compactText(textOfPdf(typeset(renderDocx(ORIGINAL).docx).pdf));
    expect(() => requireFromSource(ORIGINAL, [0, 1, 2, 3, 4], source)).not.toThrow();
    const altered = { ...ORIGINAL, body: ORIGINAL.body.replace("05/12/2026", "25/12/2026") };
    expect(() => requireFromSource(altered, [0, 1, 2, 3, 4], source)).toThrowError(
      expect.objectContaining({ code: "COPY_PASSAGE_FOREIGN", where: "passages[2]" }),
    );
    expect(() => requireFromSource(altered, [1], source)).not.toThrow();
  });
});

describe("the text of a PDF for an extract", () => {
  it("reads head and signature block in their columns, so that the document can be described", () => {
    const { description } = describeText(textOfPdf(typeset(renderDocx(ORIGINAL).docx).pdf));
    expect(description).toMatchObject({
      kind: "CV",
      number: "15",
      notation: "UBND-KGVX",
      date: "2026-11-20",
      place: "Hương Giang",
      signature: {
        authority: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"],
        position: "PHÓ CHỦ TỊCH",
        name: "Lê Thị Minh Nguyệt",
      },
    });
    expect(description.organisation.name).toMatch(/ỦY BAN NHÂN DÂN TỈNH\s+HƯƠNG GIANG/);
    expect(description.body.split("\n\n")).toHaveLength(5);
  });
});
