import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { describeText, parseBlocks, parseDescription, plainText } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { typeset } from "../../shared/typeset/index.ts";

/** Each block of a body: "heading 2|1. Mục đích", "paragraph|…". */
function blocks(body: string): string[] {
  return parseBlocks(body, () => []).map((block) =>
    block.type === "table"
      ? "table"
      : `${block.type}${block.type === "heading" ? ` ${block.level}` : ""}|${plainText("inlines" in block ? block.inlines : block.caption)}`,
  );
}

describe("text of a Word file", () => {
  const text = [
    " *",
    "\tĐẢNG CỘNG SẢN VIỆT NAM",
    "\t[bookmark: _Hlk1]Số 08-KH/TU",
    "\tHương Giang, ngày 05 tháng 6 năm 2026",
    "KẾ HOẠCH",
    "[bookmark: _Hlk2]triển khai phong trào đọc sách ",
    "trong các cơ quan đảng",
    "-----",
    "",
    "Ban Thường vụ Tỉnh ủy ban hành Kế hoạch như sau:",
    "I- MỤC ĐÍCH",
    "1. Mục đích",
    "\t- Mỗi đảng viên đọc ít nhất 05 cuốn [sách] *hay* một năm[footnoteRef:1]. [1:  Theo danh mục của Ban Tuyên giáo và Dân vận.] ",
    "(Có Phụ lục số 01: Danh mục sách",
    "dành cho đảng viên kèm theo)",
    "2. Các chi bộ tổ chức tọa đàm, ghi sổ tay và báo cáo kết quả.",
    "\tNơi nhận:",
    "- Các đảng ủy trực thuộc,",
    "- Lưu VPTU.",
  ].join("\n");
  const { description, warnings } = describeText(text, {
    organisation: { name: "Tỉnh ủy Hương Giang" },
    signature: { authority: ["T/M BAN THƯỜNG VỤ"], position: "PHÓ BÍ THƯ", name: "Nguyễn Đức Hiển" },
  });

  it("gives head, footnote, recipients; what it lost comes from the defaults", () => {
    expect(warnings).toEqual([]);
    expect(description).toMatchObject({
      ruleSet: "hd05",
      kind: "KH",
      organisation: { name: "Tỉnh ủy Hương Giang" },
      number: "08",
      notation: "KH/TU",
      place: "Hương Giang",
      date: "2026-06-05",
      subject: "triển khai phong trào đọc sách\ntrong các cơ quan đảng",
      footnotes: { "1": "Theo danh mục của Ban Tuyên giáo và Dân vận." },
      recipients: ["Các đảng ủy trực thuộc", "Lưu VPTU"],
      signature: { name: "Nguyễn Đức Hiển" },
    });
    expect(parseDescription(description)).toEqual(description);
  });

  it("gives the body with headings by their numbers, signs kept as text", () => {
    expect(blocks(description.body)).toEqual([
      "paragraph|Ban Thường vụ Tỉnh ủy ban hành Kế hoạch như sau:",
      "heading 1|I- MỤC ĐÍCH",
      "heading 2|1. Mục đích",
      "paragraph|- Mỗi đảng viên đọc ít nhất 05 cuốn [sách] *hay* một năm.",
      "paragraph|(Có Phụ lục số 01: Danh mục sách\ndành cho đảng viên kèm theo)",
      "paragraph|2. Các chi bộ tổ chức tọa đàm, ghi sổ tay và báo cáo kết quả.",
    ]);
  });

  it("belongs to the rule set of its date", () => {
    expect(describeText(text.replace("05 tháng 6 năm 2026", "05 tháng 5 năm 2026"), {}).description.ruleSet).toBe(
      "hd36",
    );
  });
});

describe("text of a PDF", () => {
  const printed = [
    "ỦY BAN NHÂN DÂN",
    "TỈNH HƯƠNG GIANG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 15/KH-UBND",
    "Hương Giang, ngày 12 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Chăm sóc và phát triển các vườn chè cổ thụ",
    "trên địa bàn tỉnh Hương Giang năm 2026",
    "",
    "Thực hiện Thông báo số 07-",
    "TB/BCĐ về cây chè, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
    "I. YÊU CẦU",
    "1. Đối với các sở, ngành của tỉnh và các địa phương có vườn chè đã được",
    "công nhận từ năm trước",
    "- Kiểm đếm từng cây, gắn mã và lập sổ theo dõi sinh trưởng; phối hợp với viện",
    "nghiên cứu chọn cây đầu dòng, giữ nguồn gen phục vụ phát triển kinh tế",
    "\f- xã hội của các bản vùng cao.",
    "- Không chặt tỉa trái mùa.",
    "Các xã chịu trách nhiệm trước Ủy ban nhân dân tỉnh về kết quả./.",
    "Nơi nhận:",
    "- Các sở, ngành;",
    "- Ủy ban nhân dân các xã có",
    "vườn chè;",
    "- Lưu: VT, NNMT.",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Lê Thị Minh Nguyệt",
  ];
  // A blank line after every printed line, none at a page break, two where the page shows a gap.
  const text = printed
    .map((line) => (line === "" ? " \n" : line.startsWith("\f") ? `${line}\n\n` : `${line} \n\n`))
    .join("")
    .replace("kinh tế \n\n", "kinh tế \n");
  const { description } = describeText(text);

  it("gives the head of a State document", () => {
    expect(description).toMatchObject({
      ruleSet: "nd30",
      kind: "KH",
      organisation: { name: "ỦY BAN NHÂN DÂN TỈNH HƯƠNG GIANG" },
      number: "15",
      notation: "KH-UBND",
      date: "2026-01-12",
      subject: "Chăm sóc và phát triển các vườn chè cổ thụ\ntrên địa bàn tỉnh Hương Giang năm 2026",
      recipients: ["Các sở, ngành", "Ủy ban nhân dân các xã có vườn chè", "Lưu: VT, NNMT"],
      signature: {
        authority: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"],
        position: "PHÓ CHỦ TỊCH",
        name: "Lê Thị Minh Nguyệt",
      },
    });
  });

  it("puts wrapped lines together to paragraphs, over page breaks too", () => {
    expect(blocks(description.body)).toEqual([
      "paragraph|Thực hiện Thông báo số 07-TB/BCĐ về cây chè, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
      "heading 1|I. YÊU CẦU",
      "heading 2|1. Đối với các sở, ngành của tỉnh và các địa phương có vườn chè đã được công nhận từ năm trước",
      "paragraph|- Kiểm đếm từng cây, gắn mã và lập sổ theo dõi sinh trưởng; phối hợp với viện nghiên cứu chọn cây đầu dòng, giữ nguồn gen phục vụ phát triển kinh tế - xã hội của các bản vùng cao.",
      "paragraph|- Không chặt tỉa trái mùa.",
      "paragraph|Các xã chịu trách nhiệm trước Ủy ban nhân dân tỉnh về kết quả./.",
    ]);
  });
});

describe("text that a program takes out of our own PDF", () => {
  it("gives the same document again", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-text-"));
    try {
      const file = path.join(folder, "a.pdf");
      const letter = { ...SAMPLE_LETTER, number: "15", date: "2026-11-24" };
      writeFileSync(file, typeset(renderDocx(letter).docx).pdf);
      const { description } = describeText(execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }));
      expect(description).toMatchObject({
        ruleSet: "nd30",
        kind: "CV",
        number: "15",
        notation: letter.notation,
        date: letter.date,
        addressees: letter.addressees,
        recipients: letter.recipients,
        signature: letter.signature,
      });
      expect(blocks(description.body)).toEqual(blocks(letter.body.replace(/\.$/, "./.")));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("Markdown from text recognition", () => {
  const text = [
    "**ĐẢNG BỘ TỈNH HƯƠNG GIANG  \nĐẢNG ỦY XÃ BẠCH SA**",
    "\\*",
    "**ĐẢNG CỘNG SẢN VIỆT NAM**",
    "Số 21-CV/ĐU",
    "*Bạch Sa, ngày 03 tháng 3 năm 2026*",
    "V/v trồng cây  \nven suối",
    "- Kính gửi:* - Các chi bộ,  \n- Đoàn Thanh niên xã.",
    "## **1. Việc cần làm<sup>1</sup>**",
    "a) Có  $\\geq 60\\%$  hộ dân *tham gia*; mỗi thôn trồng 2\\*50 cây, chọn giống cây bản địa phù hợp với",
    "<sup>1</sup> Theo phân công của Đảng ủy.",
    "Đất bãi bồi của địa phương.",
    "### Nơi nhận:",
    "- Như trên,\n- Lưu VPĐU.",
    "**T/M ĐẢNG ỦY  \nPHÓ BÍ THƯ**",
    "**Hoàng Văn Sơn**",
    "**PHỤ LỤC**  \n**DANH SÁCH CÁC THÔN**  \n*(Kèm theo Công văn số 21-CV/ĐU)*",
    "**I- THÔN VEN SUỐI**",
    "- Thôn Nà Mây<sup>1</sup>.",
    "<sup>1</sup> Gồm cả xóm Đồi.",
  ].join("\n\n");
  const { description } = describeText(text);

  it("gives a letter with its addressees and its appendix, footnotes paired run by run", () => {
    expect(description).toMatchObject({
      ruleSet: "hd36",
      kind: "CV",
      organisation: { superior: "ĐẢNG BỘ TỈNH HƯƠNG GIANG", name: "ĐẢNG ỦY XÃ BẠCH SA" },
      number: "21",
      notation: "CV/ĐU",
      subject: "V/v trồng cây\nven suối",
      addressees: ["Các chi bộ", "Đoàn Thanh niên xã"],
      footnotes: { "1": "Theo phân công của Đảng ủy.", "2-1": "Gồm cả xóm Đồi." },
      signature: { authority: ["T/M ĐẢNG ỦY"], position: "PHÓ BÍ THƯ", name: "Hoàng Văn Sơn" },
      appendices: [{ label: "PHỤ LỤC", title: "DANH SÁCH CÁC THÔN", attachedTo: "(Kèm theo Công văn số 21-CV/ĐU)" }],
    });
    expect(parseDescription(description)).toEqual(description);
  });

  it("joins what the foot of a page cut, reads formulas, keeps emphasis", () => {
    expect(blocks(description.body)).toEqual([
      "heading 2|1. Việc cần làm",
      "paragraph|a) Có ≥ 60% hộ dân tham gia; mỗi thôn trồng 2*50 cây, chọn giống cây bản địa phù hợp với Đất bãi bồi của địa phương.",
    ]);
    expect(description.body).toContain("*tham gia*");
    expect(blocks(description.appendices![0]!.body!)).toEqual([
      "heading 1|I- THÔN VEN SUỐI",
      "paragraph|- Thôn Nà Mây.",
    ]);
  });
});

describe("an appendix with a table", () => {
  it("becomes a document of its own with the table whole", () => {
    const text =
      "Phụ lục\nDANH MỤC NHIỆM VỤ\n(Ban hành kèm theo Công văn số 12/CV-BCĐ ngày 4/5/2026 của Ban Chỉ đạo)\n\nSTT\tNhiệm vụ\tChủ trì\tThời hạn\nI\tNHÓM MỘT\t\t\n1\tViệc một\tSở A\tQuý II/2026\nSTT\tNhiệm vụ\tChủ trì\tThời hạn\n\tcòn tiếp\t\t";
    const { description } = describeText(text, { place: "Hương Giang" });
    expect(description).toMatchObject({
      kind: "PL",
      number: "12",
      notation: "CV-BCĐ",
      organisation: { name: "Ban Chỉ đạo" },
    });
    expect(description.appendices).toMatchObject([
      {
        title: "DANH MỤC NHIỆM VỤ",
        orientation: "landscape",
        table: {
          rows: [
            { group: { number: "I", title: "NHÓM MỘT" } },
            { cells: ["1", "Việc một còn tiếp", "Sở A", "Quý II/2026"] },
          ],
        },
      },
    ]);
  });
});

describe("any text", () => {
  it("an empty one is refused", () => {
    expect(() => describeText(" \n")).toThrow(expect.objectContaining({ code: "INVALID" }));
  });

  it("is read in time, however it is made", () => {
    for (const piece of ["**", "*a", "[1: ", "$\\geq ", "<sup>1</sup> ", "(Kèm ", "I. ", "\t", "- a\n", "\\"]) {
      const started = performance.now();
      describeText(`x ${piece.repeat(20_000)}`);
      expect(performance.now() - started, piece).toBeLessThan(5_000);
    }
  }, 60_000);
});
