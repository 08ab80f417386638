import { expect, it } from "vitest";
import { fileIsMarked, nameIsMarked, textIsMarked } from "../../shared/office/secrecy/index.ts";
import { writeZip } from "../../shared/opc/index.ts";
import { wordFile } from "../typeset/word-file.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const word = (body: string, parts?: Record<string, string>) => ({
  name: "van-ban.docx",
  bytes: wordFile({ body, ...(parts === undefined ? {} : { parts }) }),
});
const paragraph = (text: string, run = "") => `<w:p><w:r>${run}<w:t>${text}</w:t></w:r></w:p>`;

it.each([
  ["Cyrillic letters", "МẬТ"],
  ["Greek letters", "ΜẬΤ"],
  ["wide letters", "ＴỐＩ ＭẬＴ"],
  ["mathematical bold", "𝐌Ậ𝐓"],
  ["an invisible blank", "M\u200bẬ\u00adT"],
  ["the urgency beside it", "HỎA TỐC - TỐI MẬT"],
  ["the urgency after it", "MẬT / KHẨN"],
  ["the number of the copy", "MẬT – Bản số: 02"],
  ["a cell of CSV", "1,MẬT,Kế hoạch"],
])("a marking is known with %s", (_what, text) => {
  expect(textIsMarked(`Mở đầu\n${text}\nKết thúc`)).toBe(true);
});

it.each([
  "Văn bản đóng dấu TUYỆT MẬT, TỐI MẬT, MẬT phải đăng ký riêng.",
  "Độ mật gồm: TUYỆT MẬT; TỐI MẬT; MẬT",
  "KHẨN",
  "Bản số 2",
  "Kính gửi: Bà Trần Thị MẬT",
])("a sentence is none: %s", (text) => {
  expect(textIsMarked(text)).toBe(false);
});

it.each(["Báo cáo dịch đau mắt đỏ.docx", "bao-cao-dau-mat-do.pdf", "Đơn tôi mất giấy tờ.pdf", "Đầu mặt cầu.pdf"])(
  "the name of a file that only sounds alike is none: %s",
  (name) => {
    expect(nameIsMarked(name)).toBe(false);
  },
);
it.each(["dau-mat.png", "Dấu mật.png", "TỐI MẬT.pdf", "МẬТ.png", "tối mật.docx"])("the name of a file: %s", (name) => {
  expect(nameIsMarked(name)).toBe(true);
});

it("a Word file: capitals by format, a watermark, a box of text, a part in another folder", () => {
  expect(fileIsMarked(word(paragraph("Số: 12/KH-UBND")))).toBe(false);
  expect(fileIsMarked(word(paragraph("Mật", "<w:rPr><w:caps/></w:rPr>")))).toBe(true);
  expect(fileIsMarked(word(paragraph("Mật", '<w:rPr><w:caps w:val="0"/></w:rPr>')))).toBe(false);
  expect(fileIsMarked(word(`${paragraph("Đầu", "<w:rPr><w:caps/></w:rPr>")}${paragraph("Mật")}`))).toBe(false);
  const watermark =
    '<w:p><w:r><w:pict><v:shape><v:textpath style="font-size:1pt" string="MẬT"/></v:shape></w:pict></w:r></w:p>';
  expect(fileIsMarked(word(watermark))).toBe(true);
  expect(
    fileIsMarked(
      word(
        `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>${paragraph("MẬT")}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`,
      ),
    ),
  ).toBe(true);
  const elsewhere = writeZip([
    ["[Content_Types].xml", bytes("<Types/>")],
    ["noi-dung/document.xml", bytes(`<w:document>${paragraph("MẬT")}</w:document>`)],
  ]);
  expect(fileIsMarked({ name: "van-ban.docx", bytes: elsewhere })).toBe(true);
});

it("the header of a sheet, and an OpenDocument text", () => {
  const sheet = (header: string) =>
    writeZip([
      ["[Content_Types].xml", bytes("<Types/>")],
      [
        "xl/worksheets/sheet1.xml",
        bytes(`<worksheet><headerFooter><oddHeader>${header}</oddHeader></headerFooter></worksheet>`),
      ],
    ]);
  expect(fileIsMarked({ name: "bang.xlsx", bytes: sheet("&amp;C&amp;&quot;Arial,Bold&quot;&amp;14MẬT") })).toBe(true);
  expect(fileIsMarked({ name: "bang.xlsx", bytes: sheet("&amp;CBáo cáo&amp;RTrang &amp;P") })).toBe(false);
  const text = (body: string) =>
    writeZip([
      ["mimetype", bytes("application/vnd.oasis.opendocument.text")],
      ["content.xml", bytes(`<office:text><text:p text:style-name="P1">${body}</text:p></office:text>`)],
    ]);
  expect(fileIsMarked({ name: "van-ban.odt", bytes: text("<text:span>TỐI</text:span> MẬT") })).toBe(true);
  expect(fileIsMarked({ name: "van-ban.odt", bytes: text("Mật độ dân số") })).toBe(false);
});
