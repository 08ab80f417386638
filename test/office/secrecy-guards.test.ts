import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { fileIsLocked, fileIsMarked, nameIsMarked, textIsMarked } from "../../shared/office/secrecy/index.ts";
import { writeZip } from "../../shared/opc/index.ts";
import { dict, name, type PdfObject, PdfRef, PdfStream, textString, writePdf } from "../../shared/pdf/index.ts";
import { program, temporaryFolder } from "../cli/vanthu.ts";
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

it.each([
  ["word/document.xml", "<w:t "],
  ["content.xml", "<"],
  ["content.xml", "<text:p "],
  ["styles.xml", "<draw:a "],
  ["xl/worksheets/sheet1.xml", "<oddHeader>"],
])("a hostile package whose %s never closes its %s costs no more than its length", (part, open) => {
  const file = { name: "a.docx", bytes: writeZip([[part, bytes(open.repeat(100_000))]]) };
  const before = process.cpuUsage();
  expect(fileIsMarked(file)).toBe(false);
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
});

it("a hostile compound file that looks like a .doc in every sector is looked through once", () => {
  const file = Buffer.alloc(16 * 1024 * 1024);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(file);
  for (let at = 512; at < file.length; at += 512) file.writeUInt16LE(0xa5ec, at);
  const before = process.cpuUsage();
  expect(fileIsLocked({ bytes: file })).toBe(false);
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000);
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

describe("a PDF", () => {
  const ref = (number: number) => new PdfRef(number);
  const page = (
    more: Record<string, PdfObject>,
    others: [number, PdfObject][],
    root: Record<string, PdfObject> = {},
  ) => ({
    name: "van-ban.pdf",
    bytes: writePdf({
      objects: new Map<number, PdfObject>([
        [1, dict({ Type: name("Catalog"), Pages: ref(2), ...root })],
        [2, dict({ Type: name("Pages"), Kids: [ref(3)], Count: 1 })],
        [3, dict({ Type: name("Page"), Parent: ref(2), MediaBox: [0, 0, 595, 842], ...more })],
        ...others,
      ]),
      root: 1,
      id: new Uint8Array(16).fill(1),
    }),
  });
  /** "MẬT" drawn by a form: the middle letter has a code of its own, which ToUnicode explains. */
  const lookOfMarking = (): [number, PdfObject][] => {
    const stream = (text: string, entries: Record<string, PdfObject> = {}) => new PdfStream(dict(entries), bytes(text));
    const font = dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Helvetica"), ToUnicode: ref(7) });
    const cmap = ["4D> <004D", "51> <1EAC", "54> <0054"].map((pair) => `<${pair}>`).join("\n");
    return [
      [
        5,
        stream("BT /F1 12 Tf 5 5 Td (MQT) Tj ET", {
          Type: name("XObject"),
          Subtype: name("Form"),
          BBox: [0, 0, 80, 30],
          Resources: dict({ Font: dict({ F1: ref(6) }) }),
        }),
      ],
      [6, font],
      [7, stream(`1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar\n${cmap}\nendbfchar`)],
    ];
  };
  const annotation = (entries: Record<string, PdfObject>) =>
    page({ Annots: [ref(4)] }, [[4, dict({ Type: name("Annot"), Rect: [10, 10, 90, 40], ...entries })]]);

  it.each([
    ["a text written over the page", annotation({ Subtype: name("FreeText"), Contents: textString("TỐI MẬT") })],
    ["a note with formatted text", annotation({ Subtype: name("Text"), RC: textString("<p>MẬT</p>") })],
    ["a stamp of the reader's own", annotation({ Subtype: name("Stamp"), Name: name("TopSecret") })],
    [
      "the look of a stamp",
      page({ Annots: [ref(4)] }, [
        [4, dict({ Type: name("Annot"), Subtype: name("Stamp"), Rect: [10, 10, 90, 40], AP: dict({ N: ref(5) }) })],
        ...lookOfMarking(),
      ]),
    ],
    [
      "the value of a field",
      page({}, [[4, dict({ T: textString("Độ"), FT: name("Tx"), V: textString("TUYỆT MẬT") })]], {
        AcroForm: dict({ Fields: [ref(4)] }),
      }),
    ],
  ])("is known by %s", (_what, file) => {
    expect(fileIsMarked(file)).toBe(true);
  });

  it.each([
    [
      "a note in words",
      annotation({ Subtype: name("Text"), Contents: textString("Đề nghị giữ bí mật thông tin này") }),
    ],
    ["a stamp that says something else", annotation({ Subtype: name("Stamp"), Name: name("Confidential") })],
    ["no annotation", page({}, [])],
  ])("with %s is none", (_what, file) => {
    expect(fileIsMarked(file)).toBe(false);
    expect(fileIsLocked(file)).toBe(false);
  });

  it("that a password locks is known as such", () => {
    const place = temporaryFolder();
    writeFileSync(place.at("mo.pdf"), page({}, []).bytes);
    const run = program("qpdf", ["--encrypt", "bi-mat", "chu", "256", "--", place.at("mo.pdf"), place.at("khoa.pdf")]);
    expect(run.code, run.err).toBe(0);
    const file = { name: "khoa.pdf", bytes: readFileSync(place.at("khoa.pdf")) };
    expect(fileIsLocked(file)).toBe(true);
    expect(fileIsMarked(file)).toBe(false);
    place.drop();
  });
});

describe("a file of Office from before 2007", () => {
  const place = temporaryFolder();
  afterAll(() => place.drop());
  const converted = (text: string, as: "doc" | "xls") => {
    const source = place.at(as === "doc" ? "van-ban.html" : "bang.csv");
    writeFileSync(
      source,
      as === "doc" ? `<meta charset="utf-8"><p>Mở đầu</p><p>${text}</p><p>Hết</p>` : `Số,Nội dung\n1,${text}\n`,
    );
    const filter = as === "doc" ? ["--writer", "--convert-to", "doc:MS Word 97"] : ["--convert-to", "xls:MS Excel 97"];
    const run = program("soffice", [
      "--headless",
      `-env:UserInstallation=file://${place.at("ho-so")}`,
      ...filter,
      ...(as === "xls" ? ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"] : []),
      "--outdir",
      place.folder,
      source,
    ]);
    expect(run.code, run.err).toBe(0);
    const path = place.at(as === "doc" ? "van-ban.doc" : "bang.xls");
    return { name: `tep.${as}`, bytes: readFileSync(path) };
  };

  it("made by another program is read: .doc and .xls, and a sentence is none", () => {
    expect(fileIsMarked(converted("TỐI MẬT", "doc"))).toBe(true);
    expect(fileIsMarked(converted("Giữ bí mật, không ghi MẬT trên bì", "doc"))).toBe(false);
    expect(fileIsMarked(converted("MẬT", "xls"))).toBe(true);
    expect(fileIsLocked(converted("thường", "xls"))).toBe(false);
  }, 60_000);

  const compound = (...parts: Buffer[]) => ({
    name: "cu.doc",
    bytes: Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(1016), ...parts, Buffer.alloc(600)]),
  });
  const between = (text: Buffer) => [Buffer.from("Kinh gui\r", "latin1"), text, Buffer.from("\rHa Noi", "latin1")];

  it.each([
    ["CP1258", Buffer.from([0x4d, 0xc2, 0xf2, 0x54])],
    ["the letters of TCVN3", Buffer.from("TèI MËT", "latin1")],
    ["the letters of VNI", Buffer.from("TUYEÄT MAÄT", "latin1")],
  ])("is known in %s", (_what, text) => {
    expect(fileIsMarked(compound(...between(text)))).toBe(true);
    expect(fileIsMarked(compound(...between(Buffer.concat([Buffer.from("khong ghi chu ", "latin1"), text]))))).toBe(
      false,
    );
  });

  it.each([
    ["TCVN3", "D©n sè vµ mËt ®é d©n c\xad"],
    ["VNI", "Daân soá vaø maät ñoä daân cö"],
  ])("that speaks of mật độ in %s is none", (_what, text) => {
    expect(fileIsMarked(compound(...between(Buffer.from(text, "latin1"))))).toBe(false);
  });

  it("that a password locks is known as such", () => {
    expect(fileIsLocked(compound(Buffer.from("EncryptedPackage", "utf16le")))).toBe(true);
    const fib = Buffer.alloc(512);
    fib.writeUInt16LE(0xa5ec, 0);
    fib.writeUInt16LE(0x0100, 10);
    expect(fileIsLocked(compound(fib, Buffer.from("WordDocument", "utf16le")))).toBe(true);
    fib.writeUInt16LE(0x0000, 10);
    expect(fileIsLocked(compound(fib, Buffer.from("WordDocument", "utf16le")))).toBe(false);
  });
});

it("a package with a locked file in it, and an OpenDocument that is encrypted, are known as locked", () => {
  const plain = writeZip([["a.txt", bytes("chữ")]]);
  expect(fileIsLocked({ bytes: plain })).toBe(false);
  const locked = Uint8Array.from(plain);
  locked[6] = locked[6]! | 1;
  expect(fileIsLocked({ bytes: locked })).toBe(true);
});
