import { beforeAll, describe, expect, it } from "vitest";
import {
  appendixText,
  cleanSignatureImage,
  createTestAuthority,
  fillFields,
  layFields,
  signPdf,
} from "../../shared/signing/index.ts";
import { type Conformance, typeset } from "../../shared/typeset/index.ts";
import { type PdfValue, QpdfFile } from "../typeset/qpdf-file.ts";
import { checkTags, elements } from "../typeset/tag-check.ts";
import { paragraph, run, wordFile } from "../typeset/word-file.ts";
import { drawSeal, drawSignature, encoded, photograph, sheet } from "./appearance-photos.ts";
import { pdfsig, qpdfCheck, wordsOn } from "./outside.ts";

const authority = createTestAuthority();
const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" }).signer();
const office = authority.issueCertificate({ commonName: "Ủy ban nhân dân xã An Phú", kind: "organisation" }).signer();
const at = new Date("2026-11-22T08:30:15+07:00");

const blank = (id: number, name: string): string =>
  `<w:bookmarkStart w:id="${id}" w:name="${name}"/><w:r><w:t xml:space="preserve">        </w:t></w:r><w:bookmarkEnd w:id="${id}"/>`;
const centred = '<w:jc w:val="center"/><w:ind w:left="4500"/>';
/** Room of about 40 mm between title and name, for a seal of 36 mm. */
const docx = wordFile({
  core: "<dc:title>Kế hoạch năm 2027</dc:title><dc:creator>UBND xã An Phú</dc:creator>",
  body:
    paragraph(run("Số:") + blank(1, "SoVanBan") + run("/KH-UBND, ngày") + blank(2, "NgayBanHanh")) +
    paragraph("I. MỤC ĐÍCH", '<w:outlineLvl w:val="0"/>') +
    paragraph("Rà soát hộ nghèo, hộ cận nghèo trên địa bàn xã.") +
    paragraph("KT. CHỦ TỊCH", centred) +
    `<w:p><w:pPr>${centred}<w:spacing w:line="2268" w:lineRule="exact"/></w:pPr><w:bookmarkStart w:id="9" w:name="ChuKyLanhDao"/><w:r><w:t xml:space="preserve"> </w:t></w:r><w:bookmarkEnd w:id="9"/></w:p>` +
    `<w:p><w:pPr>${centred}</w:pPr><w:bookmarkStart w:id="10" w:name="HoTenNguoiKy"/>${run("Trần Minh Quang")}<w:bookmarkEnd w:id="10"/></w:p>`,
});

let signature: Uint8Array;
let seal: Uint8Array;

beforeAll(async () => {
  const paper = sheet(700, 360);
  drawSignature(paper, [60, 40, 580, 280], 9);
  const photo = encoded(paper, photograph(paper, { ink: [30, 40, 120] }), "png");
  signature = (await cleanSignatureImage(photo, { kind: "signature" })).png;
  const stamp = sheet(500, 500);
  drawSeal(stamp, 250, 250, 220);
  const scan = encoded(stamp, photograph(stamp, { ink: [205, 30, 35] }), "png");
  seal = (await cleanSignatureImage(scan, { kind: "seal", widthMm: 36 })).png;
});

/** Leader, number, seal, with their pictures. */
async function issued(conformance: Conformance): Promise<Uint8Array> {
  const { pdf, anchors } = typeset(docx, { now: at, conformance });
  const sealSize = { widthMm: 36, heightMm: 36 };
  const first = await signPdf({
    pdf: layFields(pdf, anchors),
    signer: person,
    role: "leader",
    at,
    anchors,
    image: signature,
    sealSize,
  });
  const numbered = fillFields(first.pdf, { SoVanBan: "32", NgayBanHanh: "05" });
  const both = await signPdf({ pdf: numbered, signer: office, role: "seal", at, image: seal });
  expect([first.placement?.steps, both.placement?.steps]).toEqual([[], []]);
  return both.pdf;
}

/** Rules of PDF/A-2 on what a signature adds: annotations (6.3), pictures (6.2.8), transparency (6.2.10), fonts (6.2.11.4). */
function archivalFaults(pdf: Uint8Array): string[] {
  const file = new QpdfFile(pdf);
  const faults: string[] = [];
  const intent = file.catalog.at("/OutputIntents").list[0]?.at("/DestOutputProfile");
  if (intent?.at("/N").number !== 3) faults.push("no RGB output intent");
  const visit = (resources: PdfValue, where: string): void => {
    for (const key of resources.at("/XObject").keys) {
      const object = resources.at("/XObject").at(key);
      if (object.at("/Subtype").text === "Form") visit(object.at("/Resources"), where);
      if (object.at("/Subtype").text !== "Image") continue;
      if (!["DeviceRGB", "DeviceGray"].includes(object.at("/ColorSpace").text)) faults.push(`${where}: colour space`);
      if (object.at("/Interpolate").json === true || object.at("/Alternates").exists) faults.push(`${where}: picture`);
      const mask = object.at("/SMask");
      if (mask.exists && mask.at("/ColorSpace").text !== "DeviceGray") faults.push(`${where}: soft mask`);
    }
    for (const key of resources.at("/ExtGState").keys) {
      const state = resources.at("/ExtGState").at(key);
      if (state.at("/BM").exists && !["Normal", "Multiply"].includes(state.at("/BM").text))
        faults.push(`${where}: blend mode`);
      if (state.at("/TR").exists || state.at("/HTP").exists) faults.push(`${where}: graphics state`);
    }
    for (const key of resources.at("/Font").keys) {
      const font = resources.at("/Font").at(key);
      const under = font.at("/DescendantFonts").list[0] ?? font;
      if (!under.at("/FontDescriptor").at("/FontFile2").exists) faults.push(`${where}: font not embedded`);
      if (!font.at("/ToUnicode").exists) faults.push(`${where}: font without meaning`);
    }
  };
  let widgets = 0;
  for (const page of file.pages) {
    for (const widget of page.at("/Annots").list) {
      const where = widget.at("/T").text;
      if (widget.at("/Subtype").text !== "Widget") continue;
      widgets++;
      const flags = widget.at("/F").number;
      // Print; not Invisible, Hidden, ToggleNoView or NoView (6.3.2).
      if ((flags & 4) === 0 || (flags & (1 | 2 | 32 | 256)) !== 0) faults.push(`${where}: flags`);
      if (widget.at("/AP").keys.join() !== "/N") faults.push(`${where}: appearance is not /N alone`);
      if (widget.at("/A").exists || widget.at("/AA").exists) faults.push(`${where}: action`);
      visit(widget.at("/AP").at("/N").at("/Resources"), where);
    }
  }
  if (widgets === 0) faults.push("no widget");
  if (file.catalog.at("/AcroForm").at("/NeedAppearances").json === true) faults.push("NeedAppearances");
  return faults;
}

describe("PDF/A stays PDF/A with pictures of signature and seal", () => {
  it.each(["PDF/A-2a", "PDF/A-2b"] as const)("%s", async (conformance) => {
    const pdf = await issued(conformance);
    expect(archivalFaults(pdf)).toEqual([]);
    const xmp = new QpdfFile(pdf).catalog.at("/Metadata").data.toString("utf8");
    expect(xmp).toContain(`<pdfaid:conformance>${conformance.at(-1)!.toUpperCase()}</pdfaid:conformance>`);
    expect(qpdfCheck(pdf)).toContain("No syntax or stream encoding errors");
    expect([...pdfsig(pdf).values()].every((said) => said.includes("Signature is Valid"))).toBe(true);
  });

  it("every field is a Form element that leads to its widget (OBJR), and the tags have no fault (ISO 14289-1, 7.18)", async () => {
    const { faults, root } = checkTags(await issued("PDF/A-2a"));
    expect(faults).toEqual([]);
    const fields = elements(root, "Form").map((form) => form.value.at("/K").list[0]!.at("/Obj").at("/T").text);
    expect(fields.sort()).toEqual(["ChuKyLanhDao", "ConDauCoQuan", "NgayBanHanh", "SoVanBan"]);
  });

  it("the line on an appendix as well: tagged, its letters embedded, its diacritics there", async () => {
    const { pdf } = typeset(docx, { now: at, conformance: "PDF/A-2a" });
    const text = appendixText("32/KH-UBND", at);
    const signed = await signPdf({ pdf, signer: office, role: "appendix", at, text });
    expect(archivalFaults(signed.pdf)).toEqual([]);
    const { faults, root } = checkTags(signed.pdf);
    expect(faults).toEqual([]);
    expect(elements(root, "Form")).toHaveLength(1);
    expect(
      wordsOn(signed.pdf)
        .map((word) => word.text)
        .join(" "),
    ).toContain(text);
  });
});
