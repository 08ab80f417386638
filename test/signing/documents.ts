import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dict, name, type PdfObject, PdfRef, PdfStream, textString, writePdf } from "../../shared/pdf/index.ts";
import type { Anchor } from "../../shared/typeset/index.ts";
import { inDirectory, run, wordsOn } from "./outside.ts";

/** One page of a plan with blanks for number and date: a row of four tab stops, so that every blank has a known width. */
const PLAN = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="20mm" fo:margin-bottom="20mm" fo:margin-left="30mm" fo:margin-right="20mm"/></style:page-layout>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="6pt"><style:tab-stops><style:tab-stop style:position="16mm"/><style:tab-stop style:position="56mm"/><style:tab-stop style:position="98mm"/><style:tab-stop style:position="122mm"/><style:tab-stop style:position="138mm"/><style:tab-stop style:position="156mm"/></style:tab-stops></style:paragraph-properties><style:text-properties style:font-name="Tinos" fo:font-family="Tinos" fo:font-size="13pt"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/></office:master-styles>
<office:body><office:text>
<text:p text:style-name="P">Số:<text:tab/>/KH-UBND<text:tab/><text:span text:style-name="I">An Phú, ngày<text:tab/>tháng<text:tab/>năm<text:tab/>.</text:span></text:p>
<text:p text:style-name="P">Kế hoạch rà soát hộ nghèo, hộ cận nghèo trên địa bàn xã An Phú: Trưởng các thôn chủ trì, hoàn thành trước ngày 30 tháng 6.</text:p>
<text:p text:style-name="P"><text:tab/><text:tab/>CHỦ TỊCH</text:p><text:p text:style-name="P"/><text:p text:style-name="P"/><text:p text:style-name="P"/>
<text:p text:style-name="P"><text:tab/><text:tab/>Trần Minh Quang</text:p>
</office:text></office:body></office:document>`;

/** PDF 1.6 with a cross-reference table, as LibreOffice writes it; PDF/A-2b when asked. */
export function libreOfficePdf(archival = false): Uint8Array {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "plan.fodt"), PLAN);
    const filter = archival ? 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}' : "pdf";
    // A profile of its own: another LibreOffice may be running.
    const profile = `-env:UserInstallation=file://${directory}/profile`;
    run("soffice", [
      profile,
      "--headless",
      "--convert-to",
      filter,
      "--outdir",
      directory,
      join(directory, "plan.fodt"),
    ]);
    return new Uint8Array(readFileSync(join(directory, "plan.pdf")));
  });
}

/** The same file through qpdf: "--object-streams=generate", "--linearize", "--encrypt …". */
export function throughQpdf(pdf: Uint8Array, ...args: string[]): Uint8Array {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "in.pdf"), pdf);
    run("qpdf", [...args, "in.pdf", "out.pdf"], { cwd: directory });
    return new Uint8Array(readFileSync(join(directory, "out.pdf")));
  });
}

/** Anchors as typesetting gives them, found from the words of the plan. */
export function anchorsOf(pdf: Uint8Array): Anchor[] {
  const words = wordsOn(pdf);
  const rect = (text: string) => {
    const found = words.find((word) => word.text === text);
    if (found === undefined) throw new Error(`no word ${text}`);
    return found.rect;
  };
  const blank = (name: string, before: string, after: string, italic: boolean): Anchor => {
    const [, bottom, left] = rect(before);
    // The font descriptor that LibreOffice writes has no ascent and descent, so pdftotext takes 0.95 and -0.35 em; an anchor's box is the
    // font's own, 0.891 and -0.216 em around the baseline.
    const baseline = bottom + 0.35 * 13;
    const box: Anchor["rect"] = [left + 2, baseline - 0.216 * 13, rect(after)[0] - 2, baseline + 0.891 * 13];
    return { name, page: 0, rect: box, fontSize: 13, bold: false, italic };
  };
  const title = rect("TỊCH");
  const name = rect("Quang");
  const left = rect("Trần")[0];
  return [
    blank("SoVanBan", "Số:", "/KH-UBND", false),
    blank("NgayBanHanh", "ngày", "tháng", true),
    blank("ThangBanHanh", "tháng", "năm", true),
    blank("NamBanHanh", "năm", ".", true),
    {
      name: "ChuKyLanhDao",
      page: 0,
      rect: [left, name[3], name[2], title[1]],
      fontSize: 13,
      bold: true,
      italic: false,
    },
    { name: "HoTenNguoiKy", page: 0, rect: [left, name[1], name[2], name[3]], fontSize: 13, bold: true, italic: false },
  ];
}

/** An anchor in 13 pt upright. */
export function anchor(field: string, rect: Anchor["rect"]): Anchor {
  return { name: field, page: 0, rect, fontSize: 13, bold: false, italic: false };
}

/** A one-page file as small as can be, with a gray square, and one text field ("GhiChu", object 5) for whoever puts it into a form. */
export function onePagePdf({
  page = {},
  form,
}: {
  page?: Record<string, PdfObject>;
  form?: Record<string, PdfObject>;
} = {}): Uint8Array {
  const field = dict({
    Type: name("Annot"),
    Subtype: name("Widget"),
    FT: name("Tx"),
    T: textString("GhiChu"),
    V: textString("Nội dung người ký đã đọc"),
    Rect: [60, 60, 140, 80],
    F: 4,
    P: new PdfRef(3),
  });
  const objects = new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2), AcroForm: form === undefined ? undefined : dict(form) })],
    [2, dict({ Type: name("Pages"), Kids: [new PdfRef(3)], Count: 1, MediaBox: [0, 0, 595, 842] })],
    [3, dict({ Type: name("Page"), Parent: new PdfRef(2), Contents: new PdfRef(4), Resources: dict({}), ...page })],
    [4, new PdfStream(dict({}), Buffer.from("0.9 g 50 50 100 100 re f"))],
    [5, field],
  ]);
  return writePdf({ objects, root: 1, id: new Uint8Array(16) });
}

/** Blanks and signature block for {@link onePagePdf}, as typesetting would place them. */
export const ONE_PAGE_ANCHORS: Anchor[] = [
  anchor("SoVanBan", [100, 700, 140, 714.4]),
  anchor("NgayBanHanh", [340, 700, 360, 714.4]),
  anchor("ThangBanHanh", [400, 700, 420, 714.4]),
  anchor("NamBanHanh", [460, 700, 490, 714.4]),
  anchor("ChuKyLanhDao", [300, 300, 500, 370]),
  anchor("HoTenNguoiKy", [340, 280, 460, 295]),
];
