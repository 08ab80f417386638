import { createHash } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import {
  dict,
  name,
  PdfDict,
  type PdfFile,
  PdfName,
  type PdfObject,
  type PdfPage,
  PdfRef,
  PdfStream,
  readPdf,
  textString,
  writePdf,
} from "../pdf/index.ts";
import type { Scan, ScanImage } from "./model.ts";
import { type Mark, pageMarks } from "./page-marks.ts";
import { type PagePicture, readPicture } from "./picture-files.ts";

const CLAUSE = "NĐ 30/2020/NĐ-CP Phụ lục I, Phần II, mục I.2";
/** Độ phân giải tối thiểu (I.2.c); a scanner's 200 dpi may be measured a hair less. */
const LEAST_DPI = 200;
const TOLERANCE = 0.98;
/** Phiên bản PDF 1.4 trở lên (I.2.a). */
const LEAST_VERSION = 1.4;
/** Pages of one scan. */
const MAX_PAGES = 500;
/** Part of the page that its picture covers, so that it counts as a scanned page. */
const COVERED = 0.6;
/** A4 in points, and the largest sheet that an office scans (A3 and a little). */
const A4 = { width: 595.276, height: 841.89 } as const;
const LARGEST = 1250;

/**
 * Makes the electronic file of a paper text from what a scanner gave: one PDF, which stays as it is, or page pictures (PNG, JPEG), of
 * which a PDF at full size is made. Checked against Phụ lục I, Phần II, I.2: PDF 1.4 or newer, colour, at least 200 dpi, 100 %.
 *
 * @throws COPY_SCAN_UNFIT naming page and clause, COPY_SCAN_TOO_LARGE, PDF_*
 */
export function readScan(files: readonly ScanImage[], title = "Văn bản số hóa"): Scan {
  const [first] = files;
  if (first === undefined)
    throw new VanthuError("INVALID", {
      message: "Chưa có tệp quét nào.",
      where: "files",
      hint: "Chọn tệp rồi gửi lại.",
    });
  const pdfs = files.filter(({ bytes }) => isPdf(bytes));
  if (pdfs.length > 0 && files.length > 1) {
    throw new VanthuError("COPY_SCAN_UNFIT", {
      message: "Mỗi văn bản quét là một tệp PDF, hoặc nhiều ảnh trang; không gộp PDF với tệp khác.",
      where: pdfs[0]!.name,
      hint: "Quét cả văn bản vào một tệp PDF, hoặc chọn các ảnh trang theo thứ tự.",
    });
  }
  return pdfs.length === 1 ? scannedPdf(first) : fromPictures(files, title);
}

/** Do the bytes begin as a PDF's? */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes("%PDF-");
}

function tooMany(pages: number): VanthuError {
  return new VanthuError("COPY_SCAN_TOO_LARGE", {
    message: `Bản quét có ${pages} trang; mỗi lần nhận tối đa ${MAX_PAGES} trang.`,
    where: "files",
    hint: "Kiểm tra lại tệp, hoặc tách văn bản.",
  });
}

function unfit(where: string, message: string, hint: string): VanthuError {
  return new VanthuError("COPY_SCAN_UNFIT", { message, where, hint });
}

function tooCoarse(where: string, dpi: number): VanthuError {
  return unfit(
    where,
    `Độ phân giải ${Math.floor(dpi)} dpi, thấp hơn mức tối thiểu ${LEAST_DPI} dpi (${CLAUSE}.c).`,
    "Đặt máy quét từ 200 dpi trở lên rồi quét lại.",
  );
}

// ---- page pictures ----

function fromPictures(files: readonly ScanImage[], title: string): Scan {
  if (files.length > MAX_PAGES) throw tooMany(files.length);
  const warnings: string[] = [];
  const objects = new Map<number, PdfObject>();
  const pages: PdfRef[] = [];
  const hash = createHash("sha256");
  let resolution = Number.POSITIVE_INFINITY;
  // 1 catalog, 2 page tree, 3 information; then three objects a page.
  files.forEach((file, index) => {
    const picture = readPicture(file);
    hash.update(file.bytes);
    const { dpi, assumed } = densityOf(picture);
    if (assumed)
      warnings.push(
        `${file.name}: ảnh không ghi độ phân giải thật; trang được đặt theo khổ A4 (${Math.floor(dpi)} dpi).`,
      );
    if (dpi < LEAST_DPI * TOLERANCE) throw tooCoarse(file.name, dpi);
    resolution = Math.min(resolution, dpi);
    const sideways = picture.turns % 2 === 1;
    const [width, height] = [picture.width, picture.height].map((pixels) => (pixels / dpi) * 72) as [number, number];
    const base = 4 + index * 3;
    pages.push(new PdfRef(base));
    objects.set(
      base,
      dict({
        Type: name("Page"),
        Parent: new PdfRef(2),
        MediaBox: sideways ? [0, 0, height, width] : [0, 0, width, height],
        Resources: dict({ XObject: dict({ Im: new PdfRef(base + 2) }) }),
        Contents: new PdfRef(base + 1),
      }),
    );
    objects.set(base + 1, new PdfStream(new PdfDict(), Buffer.from(drawn(picture.turns, width, height), "latin1")));
    objects.set(base + 2, picture.xobject);
  });
  objects.set(1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) }));
  objects.set(2, dict({ Type: name("Pages"), Kids: pages, Count: pages.length }));
  objects.set(3, dict({ Title: textString(title), Producer: textString("Vanthu") }));
  const id = new Uint8Array(hash.digest().subarray(0, 16));
  return { pdf: writePdf({ objects, root: 1, info: 3, id }), pages: pages.length, resolution, warnings };
}

/** The picture over the whole page, turned clockwise as its camera says. */
function drawn(turns: PagePicture["turns"], width: number, height: number): string {
  const n = (value: number) => value.toFixed(3);
  const [w, h] = [n(width), n(height)];
  const matrix = [`${w} 0 0 ${h} 0 0`, `0 -${w} ${h} 0 0 ${w}`, `-${w} 0 0 -${h} ${w} ${h}`, `0 ${w} -${h} 0 ${h} 0`];
  return `q ${matrix[turns]} cm /Im Do Q\n`;
}

/** As the file says, when the sheet it makes is one that exists; cameras write 72, which would make a sheet of metres. */
function densityOf({ width, height, density }: PagePicture): { dpi: number; assumed: boolean } {
  if (density !== undefined && density >= 50 && (Math.max(width, height) / density) * 72 <= LARGEST)
    return { dpi: density, assumed: false };
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return { dpi: Math.max(short / (A4.width / 72), long / (A4.height / 72)), assumed: true };
}

// ---- a scanned PDF ----

function scannedPdf({ name: file, bytes }: ScanImage): Scan {
  const pdf = readPdf(bytes);
  if (pdf.encrypted)
    throw new VanthuError("PDF_ENCRYPTED", {
      message: "Tệp PDF đặt mật khẩu nên không sao được.",
      where: file,
      hint: "Quét lại không đặt mật khẩu.",
    });
  const stated = pdf.resolve(pdf.catalog.get("Version"));
  const version = Math.max(Number(pdf.version), stated instanceof PdfName ? Number(stated.name) || 0 : 0);
  if (version < LEAST_VERSION)
    throw unfit(
      file,
      `Tệp PDF phiên bản ${version}, cần từ 1.4 trở lên (${CLAUSE}.a).`,
      "Lưu lại PDF bằng phần mềm mới hơn.",
    );
  refuseActive(pdf, file);
  const pages = pdf.pages();
  if (pages.length > MAX_PAGES) throw tooMany(pages.length);
  const warnings: string[] = [];
  let resolution = Number.POSITIVE_INFINITY;
  for (const page of pages) {
    const where = `trang ${page.index + 1}`;
    const [x0, y0, x1, y1] = page.mediaBox;
    const [short, long] = [Math.min(x1 - x0, y1 - y0), Math.max(x1 - x0, y1 - y0)];
    if (long > LARGEST || short < 200)
      throw unfit(
        where,
        `Khổ trang ${Math.round(short / 2.835)} × ${Math.round(long / 2.835)} mm không phải khổ giấy thật; cần tỷ lệ số hóa 100% (${CLAUSE}.d).`,
        "Quét lại ở tỷ lệ 100%.",
      );
    const { dpi, colour } = judgePage(pdf, page, where);
    if (!colour)
      throw unfit(where, `Trang quét không phải ảnh màu (${CLAUSE}.b).`, "Đặt máy quét ở chế độ màu rồi quét lại.");
    if (dpi < LEAST_DPI * TOLERANCE) throw tooCoarse(where, dpi);
    resolution = Math.min(resolution, dpi);
    if (Math.abs(short - A4.width) > 12 || Math.abs(long - A4.height) > 12)
      warnings.push(
        `Trang ${page.index + 1} không phải khổ A4 (${Math.round(short / 2.835)} × ${Math.round(long / 2.835)} mm).`,
      );
  }
  return { pdf: bytes, pages: pages.length, resolution, warnings };
}

/** A scan has nothing that acts or can be filled in: what people see must be all there is. */
function refuseActive(pdf: PdfFile, where: string): void {
  const { catalog } = pdf;
  const names = pdf.dict(catalog.get("Names"));
  const action = pdf.resolve(pdf.dict(catalog.get("OpenAction"))?.get("S"));
  const acts = action instanceof PdfName && ["JavaScript", "Launch", "URI", "SubmitForm"].includes(action.name);
  const fields = pdf.array(pdf.dict(catalog.get("AcroForm"))?.get("Fields"));
  if (!names?.has("JavaScript") && !acts && !catalog.has("AA") && fields.length === 0) return;
  throw unfit(
    where,
    "Tệp PDF có mã lệnh hoặc ô điền, không phải bản quét thuần túy.",
    "Gửi tệp do máy quét tạo ra, chưa qua chỉnh sửa.",
  );
}

/** Resolution and colour of the picture that is the page. */
function judgePage(pdf: PdfFile, page: PdfPage, where: string): { dpi: number; colour: boolean } {
  const [x0, y0, x1, y1] = page.mediaBox;
  const area = (x1 - x0) * (y1 - y0);
  const pictures = pageMarks(pdf, page)
    .filter((mark): mark is Mark & { image: PdfStream } => mark.image !== undefined)
    .map((mark) => ({ ...pixelsOf(pdf, mark), part: shownArea(mark, x1 - x0, y1 - y0) / area }));
  const whole = pictures.filter(({ part }) => part >= COVERED);
  const strips = pictures.filter(({ part }) => part >= 0.01);
  const covered = strips.reduce((sum, { part }) => sum + part, 0);
  if (whole.length === 0 && covered < COVERED) {
    throw unfit(
      where,
      "Trang không phải ảnh quét của văn bản giấy.",
      "Sao từ giấy cần bản quét. Văn bản điện tử đã ký số thì chọn sao từ văn bản điện tử.",
    );
  }
  const colour = pictures.some((one) => one.colour);
  // Layers of one page (text over background): the sharpest is what is read. Strips: the coarsest.
  const dpi = whole.length > 0 ? Math.max(...whole.map((one) => one.dpi)) : Math.min(...strips.map((one) => one.dpi));
  return { dpi, colour };
}

function shownArea({ box: [x0, y0, x1, y1] }: Mark, width: number, height: number): number {
  return Math.max(0, Math.min(x1, width) - Math.max(x0, 0)) * Math.max(0, Math.min(y1, height) - Math.max(y0, 0));
}

function pixelsOf(pdf: PdfFile, { box, image }: Mark & { image: PdfStream }): { dpi: number; colour: boolean } {
  const n = (key: string): number => {
    const value = pdf.resolve(image.dict.get(key));
    return typeof value === "number" && value > 0 ? value : 1;
  };
  const [wide, high] = [(box[2] - box[0]) / 72, (box[3] - box[1]) / 72];
  const [width, height] = [n("Width"), n("Height")];
  // A turned page shows the picture's height as its width.
  const turned = width > height !== wide > high && Math.abs(wide - high) > 0.01;
  const dpi = turned ? Math.min(height / wide, width / high) : Math.min(width / wide, height / high);
  return { dpi, colour: hasColour(pdf, image) };
}

function hasColour(pdf: PdfFile, image: PdfStream): boolean {
  const filter = pdf.resolve(image.dict.get("Filter"));
  const last = Array.isArray(filter) ? pdf.resolve(filter.at(-1)) : filter;
  const space = pdf.resolve(image.dict.get("ColorSpace"));
  // JPEG 2000 says its colours itself.
  if (space === null) return last instanceof PdfName && last.name === "JPXDecode";
  return threeColours(pdf, space);
}

function threeColours(pdf: PdfFile, space: PdfObject): boolean {
  if (space instanceof PdfName)
    return space.name === "DeviceRGB" || space.name === "RGB" || space.name === "DeviceCMYK";
  if (!Array.isArray(space)) return false;
  const kind = pdf.resolve(space[0]);
  if (!(kind instanceof PdfName)) return false;
  if (kind.name === "CalRGB" || kind.name === "Lab") return true;
  if (kind.name === "ICCBased") return Number(pdf.resolve(pdf.dict(space[1])?.get("N"))) >= 3;
  if (kind.name === "Indexed" || kind.name === "I") return threeColours(pdf, pdf.resolve(space[1]));
  return false;
}
