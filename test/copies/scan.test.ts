import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { readScan } from "../../shared/copies/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { readPdf } from "../../shared/pdf/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { program, temporaryFolder } from "../cli/vanthu.ts";
import { pdfOfJpeg, scannedPage, scannedPng } from "./pictures.ts";

const work = temporaryFolder();
afterAll(() => work.drop());

/** A JPEG of a page by another program. */
function jpeg(dpi: number): Uint8Array {
  writeFileSync(work.at("trang.pdf"), readScan([{ name: "trang.png", bytes: scannedPage(200) }]).pdf);
  const made = program("pdftoppm", ["-jpeg", "-singlefile", "-r", String(dpi), work.at("trang.pdf"), work.at("trang")]);
  expect(made.err).toBe("");
  return new Uint8Array(readBytes("trang.jpg"));
}

function readBytes(name: string): Buffer {
  return readFileSync(work.at(name));
}

function refusal(files: Uint8Array[]): { code: string; message: string; where?: string } {
  try {
    readScan(files.map((bytes, index) => ({ name: `trang-${index + 1}`, bytes })));
  } catch (error) {
    return error as { code: string; message: string; where?: string };
  }
  throw new Error("was taken");
}

describe("Phụ lục I, Phần II, I.2: a scan", () => {
  it("makes one PDF of page pictures at full size, pixels untouched, that other programs read", () => {
    const scan = readScan([
      { name: "1.png", bytes: scannedPage(200, 1) },
      { name: "2.jpg", bytes: jpeg(200) },
      { name: "3.png", bytes: scannedPng({ width: 1654, height: 2339, dpi: 200, colour: "palette" }) },
      { name: "4.png", bytes: scannedPng({ width: 1654, height: 2339, dpi: 200, colour: "rgba" }) },
    ]);
    expect(scan).toMatchObject({ pages: 4, warnings: [] });
    expect(Math.round(scan.resolution)).toBe(200);
    writeFileSync(work.at("quet.pdf"), scan.pdf);
    expect(program("qpdf", ["--check", work.at("quet.pdf")]).code).toBe(0);
    const images = program("pdfimages", ["-list", work.at("quet.pdf")])
      .out.split("\n")
      .slice(2, 6);
    expect(images).toHaveLength(4);
    // x-ppi and y-ppi as poppler counts them: 100 % of the sheet.
    for (const line of images) expect(line).toMatch(/ (199|200|201) +(199|200|201) /);
    for (const page of readPdf(scan.pdf).pages()) {
      expect(Math.abs(page.mediaBox[2] - 595.3)).toBeLessThan(1.5);
      expect(Math.abs(page.mediaBox[3] - 841.9)).toBeLessThan(1.5);
    }
  });

  it("turns a photograph as its camera says", () => {
    const upright = jpeg(200);
    // Exif: big-endian TIFF with orientation 6 (shown turned a quarter clockwise).
    const exif = Buffer.from(
      "ffe1002245786966 00004d4d002a00000008000101120003000000010006000000000000".replaceAll(" ", ""),
      "hex",
    );
    const turned = Buffer.concat([upright.subarray(0, 2), exif, upright.subarray(2)]);
    const [page] = readPdf(readScan([{ name: "anh.jpg", bytes: turned }]).pdf).pages();
    expect(page!.mediaBox[2]).toBeGreaterThan(page!.mediaBox[3]);
  });

  it("refuses less than 200 dpi (c), gray pictures (b), and what is no picture or is damaged", () => {
    expect(refusal([scannedPage(150)])).toMatchObject({ code: "COPY_SCAN_UNFIT", where: "trang-1" });
    expect(refusal([scannedPage(150)]).message).toContain("mục I.2.c");
    expect(refusal([scannedPng({ width: 1654, height: 2339, dpi: 200, colour: "gray" })]).message).toContain(
      "mục I.2.b",
    );
    // A JPEG of one component, told by its frame header (ITU-T T.81, B.2.2).
    const grayFrame = Buffer.from("ffd8ffe000104a46494600010100000100010000ffc0000b080924067601011100ffd9", "hex");
    expect(refusal([grayFrame]).message).toContain("mục I.2.b");
    expect(refusal([scannedPage(200), Buffer.from("không phải ảnh")])).toMatchObject({
      code: "COPY_SCAN_UNFIT",
      where: "trang-2",
    });
    expect(refusal([scannedPage(200).subarray(0, 5000)])).toMatchObject({ code: "COPY_SCAN_UNFIT" });
    const cut = jpeg(200);
    expect(refusal([cut.subarray(0, cut.length - 5000)])).toMatchObject({ code: "COPY_SCAN_UNFIT" });
    // Claims a page of a hundred thousand pixels square: refused before anything is unpacked.
    const bomb = Buffer.from(scannedPage(200));
    bomb.writeUInt32BE(100_000, 16);
    bomb.writeUInt32BE(100_000, 20);
    expect(refusal([bomb])).toMatchObject({ code: "COPY_SCAN_TOO_LARGE" });
  });

  it("takes a camera's 72 dpi for what it is: unknown, so the page is A4, and says so", () => {
    const scan = readScan([{ name: "anh.png", bytes: scannedPng({ width: 2480, height: 3508, dpi: 72 }) }]);
    expect(Math.round(scan.resolution)).toBe(300);
    expect(scan.warnings[0]).toContain("khổ A4");
  });

  it("keeps a scanned PDF byte for byte, and refuses one that is gray, too coarse, no scan, or acts", () => {
    const scan = readScan([{ name: "1.png", bytes: scannedPage(200) }]);
    expect(readScan([{ name: "quet.pdf", bytes: scan.pdf }])).toMatchObject({ pages: 1 });
    expect(Buffer.compare(readScan([{ name: "quet.pdf", bytes: scan.pdf }]).pdf, scan.pdf)).toBe(0);

    const born = typeset(renderDocx({ ...SAMPLE_LETTER, number: "15", date: "2026-11-20" }).docx).pdf;
    expect(refusal([born])).toMatchObject({ code: "COPY_SCAN_UNFIT", where: "trang 1" });

    expect(refusal([pdfOfJpeg(jpeg(200), "DeviceGray")]).message).toContain("mục I.2.b");
    expect(refusal([pdfOfJpeg(jpeg(120), "DeviceRGB", 120)]).message).toContain("mục I.2.c");
    expect(refusal([pdfOfJpeg(jpeg(200), "DeviceRGB", 200, 3)]).message).toContain("mục I.2.d");
    expect(readScan([{ name: "mau.pdf", bytes: pdfOfJpeg(jpeg(200), "DeviceRGB") }]).pages).toBe(1);

    const acting = Buffer.from(scan.pdf).toString("latin1").replace("/Type /Catalog", "/AA <<>> /Type /Catalog");
    writeFileSync(work.at("lenh-hong.pdf"), Buffer.from(acting, "latin1"));
    program("qpdf", [work.at("lenh-hong.pdf"), work.at("lenh.pdf")]);
    expect(refusal([readBytes("lenh.pdf")]).message).toContain("mã lệnh");

    program("qpdf", ["--encrypt", "a", "b", "256", "--", work.at("quet.pdf"), work.at("khoa.pdf")]);
    expect(refusal([readBytes("khoa.pdf")])).toMatchObject({ code: "PDF_ENCRYPTED" });
    expect(refusal([scan.pdf, scannedPage(200)])).toMatchObject({ code: "COPY_SCAN_UNFIT" });
  });
});
