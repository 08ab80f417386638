import { beforeAll, describe, expect, it } from "vitest";
import { type ErrorCode, isVanthuError } from "../../shared/errors/index.ts";
import {
  appendixText,
  copyText,
  createTestAuthority,
  fillFields,
  layFields,
  signatureFields,
  signPdf,
} from "../../shared/signing/index.ts";
import { ONE_PAGE_ANCHORS, onePagePdf, throughQpdf } from "./documents.ts";
import { pdfsig, wordsOn } from "./outside.ts";

const authority = createTestAuthority();
const at = new Date();
const leader = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" }).signer();
const seal = authority.issueCertificate({ commonName: "Ủy ban nhân dân xã An Phú", kind: "organisation" }).signer();
const anchors = ONE_PAGE_ANCHORS;
const pdf = layFields(onePagePdf(), anchors);
let signed: Uint8Array;

beforeAll(async () => {
  signed = (await signPdf({ pdf, signer: leader, role: "leader", at, anchors })).pdf;
});

async function codeOf(work: () => unknown): Promise<ErrorCode | "nothing thrown"> {
  try {
    await work();
    return "nothing thrown";
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
}

describe("the order of signing", () => {
  it("refuses the seal before the leader (NĐ30 Điều 32.2.d)", async () => {
    expect(await codeOf(() => signPdf({ pdf, signer: seal, role: "seal", at }))).toBe("SEAL_BEFORE_LEADER");
  });

  it("refuses a second leader, a second seal, and a leader after another signature", async () => {
    expect(await codeOf(() => signPdf({ pdf: signed, signer: leader, role: "leader", at }))).toBe(
      "SIGN_ALREADY_CERTIFIED",
    );
    const sealed = (await signPdf({ pdf: signed, signer: seal, role: "seal", at })).pdf;
    expect(await codeOf(() => signPdf({ pdf: sealed, signer: seal, role: "seal", at }))).toBe("SIGN_ALREADY_SEALED");
    const copied = await signPdf({
      pdf,
      signer: seal,
      role: "copy",
      at,
      text: copyText("SAO Y", "UBND xã An Phú", at),
    });
    expect(await codeOf(() => signPdf({ pdf: copied.pdf, signer: leader, role: "leader", at }))).toBe("SIGN_NOT_FIRST");
  });

  it("does not fill number and date after the seal", async () => {
    const sealed = (await signPdf({ pdf: signed, signer: seal, role: "seal", at })).pdf;
    expect(await codeOf(() => fillFields(sealed, { SoVanBan: "33" }))).toBe("FIELD_AFTER_SEAL");
  });
});

describe("files and values that cannot be signed or filled", () => {
  it("refuses an encrypted file with the reason", async () => {
    const encrypted = throughQpdf(pdf, "--encrypt", "", "chủ", "256", "--");
    expect(await codeOf(() => signPdf({ pdf: encrypted, signer: leader, role: "leader", at }))).toBe("PDF_ENCRYPTED");
    expect(await codeOf(() => fillFields(encrypted, { SoVanBan: "1" }))).toBe("PDF_ENCRYPTED");
  });

  it("refuses what is not a PDF", async () => {
    const text = Buffer.from("đây không phải là PDF");
    expect(await codeOf(() => signPdf({ pdf: text, signer: leader, role: "leader", at }))).toBe("PDF_HEADER");
  });

  it("names a missing field, a value too long, and control characters", async () => {
    expect(await codeOf(() => fillFields(onePagePdf(), { SoVanBan: "1" }))).toBe("FIELD_MISSING");
    expect(await codeOf(() => fillFields(signed, { NgayBanHanh: "ngày năm tháng một" }))).toBe("FIELD_VALUE_TOO_LONG");
    expect(await codeOf(() => fillFields(signed, { SoVanBan: "1\n2" }))).toBe("INVALID");
  });

  it("refuses an expired certificate, one not valid yet, and one of another purpose", async () => {
    const old = authority.issueCertificate({
      commonName: "Lê Thị Hạnh",
      kind: "person",
      algorithm: "EC-P256",
      notBefore: new Date("2020-01-01T00:00:00Z"),
      notAfter: new Date("2022-01-01T00:00:00Z"),
    });
    expect(await codeOf(() => signPdf({ pdf, signer: old.signer(), role: "leader", at }))).toBe("SIGN_CERT_NOT_VALID");
    const early = new Date(at.getTime() - 30 * 86_400_000);
    expect(await codeOf(() => signPdf({ pdf, signer: leader, role: "leader", at: early }))).toBe("SIGN_CERT_NOT_VALID");
    const issuer = { ...leader, certificateChain: [authority.issuing], algorithm: "ECDSA-P256-SHA256" as const };
    expect(await codeOf(() => signPdf({ pdf, signer: issuer, role: "leader", at }))).toBe("SIGN_CERT_USAGE");
  });

  it("refuses an image that is not a PNG", async () => {
    const image = Buffer.from("GIF89a");
    expect(await codeOf(() => signPdf({ pdf, signer: leader, role: "leader", at, anchors, image }))).toBe(
      "SIGN_IMAGE_UNREADABLE",
    );
  });
});

describe("appendices and copies", () => {
  it("write their line at the top right of the first page, in the top margin", async () => {
    const time = new Date("2026-01-05T08:30:15+07:00");
    const own = createTestAuthority({ notBefore: new Date("2026-01-01T00:00:00Z") });
    const signer = own.issueCertificate({ commonName: "Sở Nội vụ tỉnh Hải Sơn", kind: "organisation" }).signer();
    const appendix = await signPdf({ pdf, signer, role: "appendix", at: time, text: appendixText("15/QĐ-SNV", time) });
    const words = wordsOn(appendix.pdf).filter(({ rect }) => rect[1] > 842 - 57);
    expect(words.map(({ text }) => text).join(" ")).toBe("Số: 15/QĐ-SNV; 05/01/2026; 08:30:15 +07:00");
    expect(words.at(-1)?.rect[2]).toBeGreaterThan(540);
    expect(pdfsig(appendix.pdf).get("KyPhuLuc")).toContain("Signature is Valid");

    const copy = await signPdf({
      pdf: signed,
      signer: seal,
      role: "copy",
      at,
      text: copyText("SAO Y", "Ủy ban nhân dân xã An Phú", at),
    });
    expect(signatureFields(copy.pdf).map(({ field, role }) => [field, role])).toContainEqual(["KyBanSao", "copy"]);
    const said = pdfsig(copy.pdf);
    expect(said.get("ChuKyLanhDao")).toContain("Signature is Valid");
    expect(said.get("KyBanSao")).toContain("Signature is Valid");
  });

  it("refuse to go without their line", async () => {
    expect(await codeOf(() => signPdf({ pdf, signer: seal, role: "appendix", at }))).toBe("INVALID");
  });
});
