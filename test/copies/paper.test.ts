import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { type CopyBlock, makePaperCopy, setCopyBlock } from "../../shared/copies/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { dict, name, PdfDict, PdfRef, PdfStream, writePdf } from "../../shared/pdf/index.ts";
import { createTestAuthority, fillFields, layFields, openPkcs12, signPdf } from "../../shared/signing/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { program, temporaryFolder } from "../cli/vanthu.ts";

const work = temporaryFolder();
afterAll(() => work.drop());

const BLOCK: CopyBlock = {
  ruleSet: "nd30",
  form: "sao-y",
  organisation: "Sở Khoa học và Công nghệ",
  number: "07",
  notation: "SY-SKHCN",
  place: "Hương Giang",
  date: "2026-11-22",
  signatory: { authority: ["TL. Giám đốc"], position: "Chánh Văn phòng", name: "Trần Quang Huy" },
  recipients: ["Ban Giám đốc", "Các phòng, đơn vị thuộc Sở", "Lưu: VT"],
};

/** A letter of one paragraph: half a page. */
const SHORT = { ...SAMPLE_LETTER, number: "15", date: "2026-11-20", body: "Đề nghị các cơ quan gửi báo cáo đúng hạn." };

function textOf(pdf: Uint8Array, ...args: string[]): string {
  writeFileSync(work.at("ban-sao.pdf"), pdf);
  expect(program("qpdf", ["--check", work.at("ban-sao.pdf")]).code).toBe(0);
  return program("pdftotext", ["-layout", ...args, work.at("ban-sao.pdf"), "-"]).out.normalize("NFC");
}

/** Words of a page with their boxes, by poppler; y is counted from the top. */
function wordsOf(pdf: Uint8Array): { text: string; x: number; y: number; end: number }[] {
  writeFileSync(work.at("ban-sao.pdf"), pdf);
  const { out } = program("pdftotext", ["-bbox", work.at("ban-sao.pdf"), "-"]);
  return [...out.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)].map(
    ([, x, y, , end, text]) => ({ text: text!.normalize("NFC"), x: Number(x), y: Number(y), end: Number(end) }),
  );
}

describe("Phụ lục I, Phần II, II: a copy on paper", () => {
  it("puts all parts of form 3.1 right under the end of the text, on the same sheet (II.2.a)", () => {
    const copy = makePaperCopy([typeset(renderDocx(SHORT).docx).pdf], BLOCK, "Công văn 15/UBND-KGVX");
    expect(copy).toMatchObject({ pages: 1, block: "same-page" });
    const text = textOf(copy.pdf);
    for (const part of [
      "SAO Y",
      "SỞ KHOA HỌC VÀ CÔNG",
      "Số: 07/SY-SKHCN",
      "Hương Giang, ngày 22 tháng 11 năm 2026",
      "TL. GIÁM ĐỐC",
      "CHÁNH VĂN PHÒNG",
      "Trần Quang Huy",
      "- Các phòng, đơn vị thuộc Sở;",
      "- Lưu: VT.",
    ])
      expect(text).toContain(part);
    expect(text.indexOf("Lê Thị Minh Nguyệt")).toBeLessThan(text.indexOf("SAO Y"));
    const words = wordsOf(copy.pdf);
    const name = words.find(({ text: word }) => word === "Nguyệt")!;
    const form = words.find(({ text: word }) => word === "SAO")!;
    expect(form.y - name.end).toBeGreaterThan(5);
    expect(form.y - name.end).toBeLessThan(40);
    // Nothing in the lower margin of 20 mm.
    expect(Math.max(...words.map(({ end }) => end))).toBeLessThan(841.9 - 56);
  });

  it("sets the block in the sizes of the decree: form bold 13–14, number 13, date italic, recipients 11 (II.2.b, c)", () => {
    writeFileSync(work.at("khoi.pdf"), setCopyBlock(BLOCK).pdf);
    const { out } = program("pdftohtml", ["-xml", "-stdout", "-i", "-noroundcoord", work.at("khoi.pdf")]);
    const fonts = new Map(
      [...out.matchAll(/<fontspec id="(\d+)" size="([\d.]+)"/g)].map(([, id, size]) => [id, Number(size)]),
    );
    const lines = [...out.matchAll(/font="(\d+)">(.*?)<\/text>/g)].map(([, font, inner]) => ({
      size: fonts.get(font)! / 1.5,
      inner: inner!.normalize("NFC"),
    }));
    const sized = (part: string) => lines.find(({ inner }) => inner.includes(part))!;
    expect(sized("SAO Y").inner).toContain("<b>");
    expect(Math.round(sized("SAO Y").size)).toBe(14);
    expect(Math.round(sized("Số: 07/SY-SKHCN").size)).toBe(13);
    expect(sized("ngày 22 tháng 11").inner).toContain("<i>");
    expect(Math.round(sized("Lưu: VT").size)).toBe(11);
    expect(sized("Nơi nhận").inner).toMatch(/<i>|<b>/);
  });

  it("draws a solid line over the full width of the text above the block (II.2.a)", () => {
    const { pdf, top } = setCopyBlock(BLOCK);
    writeFileSync(work.at("khoi.pdf"), pdf);
    program("pdftoppm", ["-r", "72", "-gray", "-singlefile", work.at("khoi.pdf"), work.at("khoi")]);
    const image = readFileSync(work.at("khoi.pgm"));
    const [, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(image.subarray(0, 40).toString("latin1"))!.map(Number);
    const pixels = image.subarray(image.length - width! * height!);
    const row = Math.round(height! - top);
    const dark = (y: number) => pixels.subarray(y * width!, (y + 1) * width!).filter((value) => value < 160).length;
    // 165 mm between the margins are 468 points.
    expect(Math.max(dark(row - 1), dark(row), dark(row + 1))).toBeGreaterThan(460);
  });

  it("takes a sheet of its own when the last page has no room, with the text unchanged before it", () => {
    const filled = (paragraphs: number) => {
      const body = Array.from({ length: paragraphs }, (_, at) => `${at + 1}. ${SAMPLE_LETTER.body.slice(0, 240)}`);
      return typeset(renderDocx({ ...SHORT, body: body.join("\n\n") }).docx);
    };
    const tried = [3, 4, 5, 6].map((paragraphs) => ({ original: filled(paragraphs), paragraphs }));
    const { original } = tried.find((one) => makePaperCopy([one.original.pdf], BLOCK, "x").block === "own-page")!;
    const copy = makePaperCopy([original.pdf], BLOCK, "x");
    expect(copy).toMatchObject({ block: "own-page", pages: original.pages + 1 });
    expect(textOf(copy.pdf, "-l", String(original.pages)).trim()).toBe(textOf(original.pdf).trim());
  });

  it("prints signatures, seal and the number filled in later, and leaves nothing to click or to verify", async () => {
    const authority = createTestAuthority();
    const key = (commonName: string, kind: "person" | "organisation") =>
      openPkcs12(authority.issueCertificate({ commonName, organisation: "UBND", kind }).toPkcs12("x"), "x");
    const { number: _number, date: _date, ...blank } = SHORT;
    const { pdf, anchors } = typeset(renderDocx(blank).docx);
    const at = new Date();
    const laid = layFields(pdf, anchors, { notation: blank.notation });
    const led = await signPdf({ pdf: laid, signer: key("Lê Thị Minh Nguyệt", "person"), role: "leader", at, anchors });
    const numbered = fillFields(led.pdf, { SoVanBan: "15", NgayBanHanh: "20", ThangBanHanh: "11", NamBanHanh: "2026" });
    const issued = await signPdf({ pdf: numbered, signer: key("UBND", "organisation"), role: "seal", at });
    const copy = makePaperCopy([issued.pdf], BLOCK, "x");
    const text = textOf(copy.pdf);
    expect(text).toMatch(/Số:\s+15\/UBND-KGVX/);
    expect(text).toMatch(/ngày\s+20\s+tháng\s+11\s+năm\s+2026/);
    // The red of the seal and the blue of the signature are on the sheet.
    program("pdftoppm", ["-r", "100", "-singlefile", work.at("ban-sao.pdf"), work.at("mau")]);
    const image = readFileSync(work.at("mau.ppm"));
    let [red, blue] = [0, 0];
    for (let i = 16; i + 2 < image.length; i += 3) {
      const [r, g, b] = [image[i]!, image[i + 1]!, image[i + 2]!];
      if (r > 150 && g < 110 && b < 110) red += 1;
      if (b > 110 && r < 90 && g < 110) blue += 1;
    }
    expect(red).toBeGreaterThan(20);
    expect(blue).toBeGreaterThan(10);
    expect(program("pdfsig", [work.at("ban-sao.pdf")]).out).toMatch(/does not contain any signatures/);
    expect(Buffer.from(copy.pdf).toString("latin1")).not.toContain("/AcroForm");
  });

  it("copies what was issued as files of their own along with the text: a full copy (Điều 3.10)", () => {
    const letter = typeset(renderDocx(SHORT).docx).pdf;
    const appendix = typeset(
      renderDocx({
        ...SHORT,
        kind: "PL",
        subject: "Danh sách",
        appendices: [{ title: "Danh sách tổ công nghệ số", body: "Thôn Đông, thôn Đoài." }],
      }).docx,
    ).pdf;
    const copy = makePaperCopy([letter, appendix], BLOCK, "x");
    expect(copy.pages).toBe(2);
    const text = textOf(copy.pdf, "-f", "2");
    expect(text.indexOf("Thôn Đoài".toLowerCase()) >= 0 || text.includes("thôn Đoài")).toBe(true);
    expect(text).toContain("SAO Y");
  });

  it("writes a Party copy as Party documents are written", () => {
    const copy = makePaperCopy(
      [typeset(renderDocx(SHORT).docx).pdf],
      {
        ...BLOCK,
        ruleSet: "hd05",
        form: "sao-luc",
        organisation: "Ủy ban Kiểm tra Tỉnh ủy",
        number: "24",
        notation: "BS/UBKTTU",
        signatory: { authority: ["T/L Ban Thường vụ"], position: "Chánh Văn phòng", name: "Hồ Sỹ Tuân" },
      },
      "x",
    );
    const text = textOf(copy.pdf);
    expect(text).toContain("Số 24-BS/UBKTTU");
    expect(text).toContain("SAO LỤC");
    expect(text).toContain("T/L BAN THƯỜNG VỤ");
  });

  it("refuses a block that takes more than one sheet, and one without a real date", () => {
    const many = Array.from({ length: 95 }, (_, at) => `Ủy ban nhân dân xã số ${at + 1}`);
    expect(() => setCopyBlock({ ...BLOCK, recipients: many })).toThrowError(
      expect.objectContaining({ code: "COPY_BLOCK_TOO_LONG" }),
    );
    expect(() => setCopyBlock({ ...BLOCK, date: "2026-02-30" })).toThrowError(
      expect.objectContaining({ code: "INVALID" }),
    );
  });
});

describe("pages of other programs", () => {
  it("keeps turned and landscape pages as they are and gives the block an upright sheet", () => {
    writeFileSync(work.at("dung.pdf"), typeset(renderDocx(SHORT).docx).pdf);
    program("qpdf", [work.at("dung.pdf"), "--rotate=90:1", work.at("xoay.pdf")]);
    const copy = makePaperCopy([readFileSync(work.at("xoay.pdf"))], BLOCK, "x");
    expect(copy).toMatchObject({ pages: 2, block: "own-page" });
    writeFileSync(work.at("ban-sao.pdf"), copy.pdf);
    const info = program("pdfinfo", ["-l", "2", work.at("ban-sao.pdf")]).out;
    expect(info).toMatch(/Page +1 rot: +90/);
    expect(info).toMatch(/Page +2 rot: +0/);
  });

  it("takes object streams, linearised files and several files with the same names, and looks the same to poppler", () => {
    writeFileSync(work.at("dung.pdf"), typeset(renderDocx(SHORT).docx).pdf);
    for (const args of [["--object-streams=generate"], ["--linearize"]]) {
      program("qpdf", [...args, work.at("dung.pdf"), work.at("khac.pdf")]);
      const copy = makePaperCopy([readFileSync(work.at("khac.pdf")), readFileSync(work.at("dung.pdf"))], BLOCK, "x");
      expect(copy).toMatchObject({ pages: 2, block: "same-page" });
      const pages = (file: string, page: string) =>
        program("pdftoppm", [
          "-r",
          "40",
          "-f",
          page,
          "-l",
          page,
          "-singlefile",
          work.at(file),
          work.at(`${file}-${page}`),
        ]).code;
      writeFileSync(work.at("ghep.pdf"), copy.pdf);
      expect([pages("dung.pdf", "1"), pages("ghep.pdf", "1")]).toEqual([0, 0]);
      expect(Buffer.compare(readFileSync(work.at("dung.pdf-1.ppm")), readFileSync(work.at("ghep.pdf-1.ppm")))).toBe(0);
    }
  });

  it("refuses a file with a password, and ends on one whose objects go round in circles", () => {
    writeFileSync(work.at("dung.pdf"), typeset(renderDocx(SHORT).docx).pdf);
    program("qpdf", ["--encrypt", "a", "b", "256", "--", work.at("dung.pdf"), work.at("khoa.pdf")]);
    expect(() => makePaperCopy([readFileSync(work.at("khoa.pdf"))], BLOCK, "x")).toThrowError(
      expect.objectContaining({ code: "PDF_ENCRYPTED" }),
    );
    // A form that draws itself, again and again.
    const form = new PdfStream(
      dict({
        Type: name("XObject"),
        Subtype: name("Form"),
        BBox: [0, 0, 10, 10],
        Resources: dict({ XObject: dict({ A: new PdfRef(5) }) }),
      }),
      Buffer.from("/A Do /A Do /A Do /A Do"),
    );
    const circle = writePdf({
      root: 1,
      id: new Uint8Array(16),
      objects: new Map([
        [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
        [2, dict({ Type: name("Pages"), Kids: [new PdfRef(3)], Count: 1 })],
        [
          3,
          dict({
            Type: name("Page"),
            Parent: new PdfRef(2),
            MediaBox: [0, 0, 595.3, 841.9],
            Resources: dict({ XObject: dict({ A: new PdfRef(5) }) }),
            Contents: new PdfRef(4),
          }),
        ],
        [4, new PdfStream(new PdfDict(), Buffer.from("/A Do"))],
        [5, form],
      ] as [number, PdfDict | PdfStream][]),
    });
    expect(() => makePaperCopy([circle], BLOCK, "x")).toThrowError(expect.objectContaining({ code: "PDF_LIMIT" }));
  });
});
