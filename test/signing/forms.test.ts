import { describe, expect, it } from "vitest";
import { type ErrorCode, isVanthuError } from "../../shared/errors/index.ts";
import { name, PdfRef, PdfString, readPdf, textOf, textString } from "../../shared/pdf/index.ts";
import {
  createTestAuthority,
  fillFields,
  layFields,
  NUMBER_FIELDS,
  numberFields,
  signatureFields,
  signPdf,
} from "../../shared/signing/index.ts";
import { anchor, ONE_PAGE_ANCHORS, onePagePdf } from "./documents.ts";
import { pagePixels, pdfsig, qpdfCheck, wordsOn } from "./outside.ts";

const authority = createTestAuthority({ notBefore: new Date("2026-01-01T00:00:00Z") });
const at = new Date("2026-11-22T08:30:15+07:00");
const leader = authority
  .issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "EC-P256" })
  .signer();
const seal = authority
  .issueCertificate({ commonName: "UBND xã An Phú", kind: "organisation", algorithm: "EC-P256" })
  .signer();

const withField = () =>
  onePagePdf({ page: { Annots: [new PdfRef(5)] }, form: { Fields: [new PdfRef(5)], NeedAppearances: true } });

const block = ONE_PAGE_ANCHORS.slice(4);

async function codeOf(work: () => unknown): Promise<ErrorCode | "nothing thrown"> {
  try {
    await work();
    return "nothing thrown";
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
}

describe("a form that came with the file", () => {
  it("is locked by the leader's signature, number and date are not", async () => {
    const laid = layFields(withField(), [anchor("SoVanBan", [100, 700, 140, 714])]);
    const { pdf } = await signPdf({ pdf: laid, signer: leader, role: "leader", at, anchors: block });
    const file = readPdf(pdf);
    const form = file.dict(file.catalog.get("AcroForm"));
    expect(form?.has("NeedAppearances")).toBe(false);
    expect(form?.get("SigFlags")).toBe(3);
    const permission = file.dict(file.dict(file.catalog.get("Perms"))?.get("DocMDP"));
    const transforms = file.array(permission?.get("Reference")).map((reference) => {
      const entry = file.dict(reference);
      const params = file.dict(entry?.get("TransformParams"));
      return {
        method: entry?.get("TransformMethod"),
        level: params?.get("P"),
        fields: file.array(params?.get("Fields")).map((field) => (field instanceof PdfString ? textOf(field) : field)),
        action: params?.get("Action"),
      };
    });
    expect(transforms).toEqual([
      { method: name("DocMDP"), level: 2, fields: [], action: undefined },
      { method: name("FieldMDP"), level: undefined, fields: ["GhiChu"], action: name("Include") },
    ]);
    const filled = fillFields(pdf, { SoVanBan: "7" });
    const sealed = await signPdf({ pdf: filled, signer: seal, role: "seal", at });
    const said = pdfsig(sealed.pdf);
    expect(said.get("ChuKyLanhDao")).toContain("Signature is Valid");
    expect(said.get("ConDauCoQuan")).toContain("Signature is Valid");
    expect(qpdfCheck(sealed.pdf)).toContain("No syntax or stream encoding errors");
  });

  it("with XFA is refused: what is seen is not what would be signed", async () => {
    const pdf = onePagePdf({ form: { Fields: [], XFA: textString("<xdp/>") } });
    expect(await codeOf(() => signPdf({ pdf, signer: leader, role: "leader", at }))).toBe("SIGN_FORM_XFA");
  });

  it("is not changed by a filling beyond what another's certification allows", async () => {
    const laid = layFields(withField(), [anchor("SoVanBan", [100, 700, 140, 714])]);
    const { pdf } = await signPdf({ pdf: laid, signer: leader, role: "leader", at });
    // As another program certifies: no changes at all. The dictionary keeps its length, so offsets stay.
    const strict = Buffer.from(pdf);
    const place = strict.indexOf("/P 2", strict.indexOf("DocMDP"));
    expect(place).toBeGreaterThan(0);
    strict.write("/P 1", place);
    expect(await codeOf(() => fillFields(strict, { SoVanBan: "7" }))).toBe("FIELD_LOCKED");
    expect(await codeOf(() => signPdf({ pdf: strict, signer: seal, role: "seal", at }))).toBe(
      "SIGN_FORBIDDEN_BY_CERTIFICATION",
    );
  });
});

describe("layFields and numberFields", () => {
  it("lay a field for each anchor there is, once, and tell what stands in it", () => {
    const anchors = [anchor("SoVanBan", [100, 700, 140, 714]), anchor("NamBanHanh", [400, 700, 440, 714])];
    const pdf = layFields(onePagePdf(), anchors);
    expect(numberFields(pdf)).toEqual([{ field: "SoVanBan" }, { field: "NamBanHanh" }]);
    expect(layFields(pdf, anchors)).toBe(pdf);
    const filled = fillFields(pdf, { SoVanBan: "32", NamBanHanh: "2026" });
    expect(numberFields(filled)).toEqual([
      { field: "SoVanBan", value: "32" },
      { field: "NamBanHanh", value: "2026" },
    ]);
    expect(wordsOn(filled).map(({ text }) => text)).toEqual(["32", "2026"]);
    expect(fillFields(filled, {})).toBe(filled);
  });

  it("give the file back as it was when there is no anchor to lay a field on", () => {
    const pdf = onePagePdf();
    expect(layFields(pdf, block)).toBe(pdf);
    expect(layFields(pdf, [{ ...anchor("SoVanBan", [0, 0, 10, 10]), page: 7 }])).toBe(pdf);
  });

  it("take Vietnamese letters and signs in a number (32a, 05-Đ)", () => {
    const pdf = layFields(
      onePagePdf(),
      NUMBER_FIELDS.map((field, i) => anchor(field, [100, 700 - 30 * i, 180, 714 - 30 * i])),
    );
    const filled = fillFields(pdf, {
      SoVanBan: "32a/Đ",
      NgayBanHanh: "mồng năm",
      ThangBanHanh: "01",
      NamBanHanh: "2026",
    });
    expect(wordsOn(filled).map(({ text }) => text)).toEqual(["32a/Đ", "mồng", "năm", "01", "2026"]);
  });

  it("embed at most 40 KB for one style", () => {
    const pdf = onePagePdf();
    expect(layFields(pdf, [anchor("SoVanBan", [100, 700, 140, 714])]).length - pdf.length).toBeLessThan(40_000);
  });
});

describe("pages of every kind", () => {
  it.each([0, 90, 180, 270])(
    "turned by %s degrees show the line of a copy upright at the top right",
    async (rotate) => {
      const pdf = onePagePdf({ page: { Rotate: rotate, MediaBox: [20, 30, 615, 872] } });
      const signed = await signPdf({ pdf, signer: seal, role: "copy", at, text: "SAO Y; Sở Nội vụ" });
      const words = wordsOn(signed.pdf);
      expect(words.map(({ text }) => text).join(" ")).toBe("SAO Y; Sở Nội vụ");
      const [width, height] = rotate % 180 === 0 ? [595, 842] : [842, 595];
      const last = words.at(-1)?.rect ?? [0, 0, 0, 0];
      expect(last[2]).toBeGreaterThan(width - 60);
      expect(last[2]).toBeLessThan(width - 40);
      expect(last[1]).toBeGreaterThan(height - 40);
      // Upright: words follow one another from left to right on one line.
      expect(words[0]?.rect[0]).toBeLessThan(last[0]);
      expect(Math.abs((words[0]?.rect[1] ?? 0) - last[1])).toBeLessThan(1);
      expect(pdfsig(signed.pdf).get("KyBanSao")).toContain("Signature is Valid");
    },
  );

  it("a long line is broken in the margin rather than cut off", async () => {
    const text = `SAO Y; ${"Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Hải Sơn, ".repeat(2)}; 05/01/2026`;
    const signed = await signPdf({ pdf: onePagePdf(), signer: seal, role: "copy", at, text });
    const words = wordsOn(signed.pdf);
    expect(words.map((word) => word.text).join(" ")).toBe(text.replace(/\s+/g, " "));
    expect(Math.min(...words.map(({ rect }) => rect[0]))).toBeGreaterThan(80);
  });

  it("an invisible signature shows nothing and is valid", async () => {
    const pdf = onePagePdf();
    const signed = await signPdf({ pdf, signer: leader, role: "leader", at });
    expect(pdfsig(signed.pdf).get("ChuKyLanhDao")).toContain("Signature is Valid");
    const [before, after] = [pagePixels(pdf), pagePixels(signed.pdf)];
    for (let y = 0; y < 840; y += 7) for (let x = 0; x < 590; x += 7) expect(after(x, y)).toEqual(before(x, y));
    const sealed = await signPdf({ pdf: signed.pdf, signer: seal, role: "seal", at });
    expect(signatureFields(sealed.pdf).map(({ role }) => role)).toEqual(["leader", "seal"]);
    expect(pdfsig(sealed.pdf).get("ConDauCoQuan")).toContain("Signature is Valid");
  });

  it("the empty paragraph of a template is room enough: the name says where the middle is", async () => {
    const anchors = [anchor("ChuKyLanhDao", [400, 340, 400, 355]), anchor("HoTenNguoiKy", [340, 280, 460, 295])];
    const signed = await signPdf({ pdf: onePagePdf(), signer: leader, role: "leader", at, anchors });
    const pixel = pagePixels(signed.pdf);
    const blue: number[] = [];
    for (let y = 290; y < 380; y++)
      for (let x = 200; x < 590; x++) if (pixel(x, y)[2] > pixel(x, y)[0] + 60) blue.push(x);
    expect((Math.min(...blue) + Math.max(...blue)) / 2).toBeGreaterThan(397);
    expect((Math.min(...blue) + Math.max(...blue)) / 2).toBeLessThan(403);
  });
});
