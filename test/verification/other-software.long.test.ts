import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { type Maker, type OtherSigners, startOtherSigners } from "./other-signers.ts";
import { letter } from "./support.ts";

/** Signs by program and way. Certifications can only stand first. */
function makersOf(others: OtherSigners): { certify: Record<string, Maker>; sign: Record<string, Maker> } {
  return {
    certify: {
      "PDFBox, certified, CAdES, timestamped, visible": others.java("pdfbox-sign", "cades tsa visible certify"),
      "iText 5, certified, CAdES, timestamped, visible": others.java("itext-sign", "cades tsa visible certify"),
    },
    sign: {
      PDFBox: others.java("pdfbox-sign"),
      "PDFBox, CAdES, timestamped, visible": others.java("pdfbox-sign", "cades tsa visible"),
      "iText 5, lists inside": others.java("itext-sign", "crl"),
      "iText 5, CAdES, timestamped, visible": others.java("itext-sign", "cades tsa visible"),
      "@libpdf/core B-B": others.libpdf("B-B"),
      "@libpdf/core, adbe": others.libpdf("B-B", "adbe.pkcs7.detached"),
      "@libpdf/core B-LTA": others.libpdf("B-LTA"),
      "@cantoo/pdf-lib + pkijs": others.cantoo,
      "Poppler and NSS": others.pdfsig,
    },
  };
}

describe("files signed by other software", () => {
  let others: OtherSigners;
  let form: Uint8Array;
  const verdict = (pdf: Uint8Array) => verifyPdf(pdf, others.options());

  beforeAll(async () => {
    others = await startOtherSigners();
    form = await others.java("pdfbox-form")(new Uint8Array());
  }, 60_000);
  afterAll(() => others?.stop());

  it("pass with one signature, whoever made it, in files with a table, a stream and a form", async () => {
    const { certify, sign } = makersOf(others);
    for (const [name, start] of Object.entries({ letter: letter(), stream: letter("stream"), form }))
      for (const [maker, make] of Object.entries({ ...certify, ...sign }))
        expectPassed(verdict(await make(start)), 1, `${name}: ${maker}`);
    expectPassed(verdict(await others.signpdf(letter())), 1, "@signpdf");
  }, 120_000);

  it("pass with two signatures of any two makers, and again certified by the first", async () => {
    const { certify, sign } = makersOf(others);
    for (const [first, make] of Object.entries({ ...certify, ...sign })) {
      const once = await make(form);
      for (const [second, again] of Object.entries(sign))
        expectPassed(verdict(await again(once)), 2, `${first}, then ${second}`);
    }
  }, 240_000);

  it("pass when one file went through all of them", async () => {
    let pdf = letter();
    let signatures = 0;
    // Poppler 22.12 adds its field to the page only, when several others have been before it.
    const { "Poppler and NSS": first, ...rest } = makersOf(others).sign;
    for (const [name, make] of Object.entries({ "Poppler and NSS": first!, ...rest })) {
      pdf = await make(pdf);
      signatures += 1;
      expectPassed(verdict(pdf), signatures, name);
    }
  }, 60_000);

  it("pass when a certification comes after other signatures", async () => {
    const { certify, sign } = makersOf(others);
    for (const [name, make] of Object.entries(certify))
      expectPassed(verdict(await make(await sign.PDFBox!(form))), 2, name);
  }, 60_000);

  it("pass with evidence and document timestamps added by iText 5 and in PDFBox's way, crosswise", async () => {
    const evidence = ["itext-ltv", "pdfbox-ltv"];
    const stamps: [string, string][] = [
      ["itext-stamp", ""],
      ["pdfbox-sign", "stamp"],
    ];
    for (const sign of ["itext-sign", "pdfbox-sign"])
      for (const ltv of evidence)
        for (const [verb, what] of stamps) {
          const signed = await others.java(sign, "cades tsa")(form);
          const extended = await others.java(ltv)(signed);
          const stamped = await others.java(verb, what)(extended);
          const name = `${sign}, ${ltv}, ${verb}`;
          // Now the evidence in the file alone has to do.
          const found = verifyPdf(stamped, { ...others.options(), crls: [] });
          expectPassed(found, 1, name);
          expect(found.signatures.map((one) => one.kind).sort(), name).toEqual(["document-timestamp", "signature"]);
          expect(found.signatures.find((one) => one.kind === "signature")!.changesAfter, name).toMatch(
            // iText writes a new date into the description with whatever it adds.
            /^(lta|metadata)$/,
          );
          expectPassed(verdict(await others.java(ltv)(stamped)), 1, `${name}, ${ltv} again`);
        }
  }, 120_000);

  it("pass with fields filled in between signatures", async () => {
    for (const sign of ["itext-sign", "pdfbox-sign"])
      for (const fill of ["itext-fill", "pdfbox-fill"]) {
        let pdf = await others.java(sign, "certify")(form);
        pdf = await others.java(fill, "GhiChu=Da doc")(pdf);
        expectPassed(verdict(pdf), 1, `${sign}, ${fill}`);
        pdf = await others.java("pdfbox-sign", "tsa")(pdf);
        pdf = await others.java(fill, "YKien=Dong y")(pdf);
        pdf = await others.java("itext-sign", "tsa visible")(pdf);
        const found = verdict(pdf);
        expectPassed(found, 3, `${sign}, ${fill}, twice`);
        expect(found.signatures[0]!.changes.map((one) => one.what).join(), fill).toMatch(/“Da doc”.*“Dong y”/);
      }
  }, 120_000);

  it("pass with the description rewritten, and say so", async () => {
    for (const sign of ["itext-sign", "pdfbox-sign"])
      for (const describing of ["itext-describe", "pdfbox-describe"]) {
        const found = verdict(await others.java(describing, "Ten moi")(await others.java(sign)(form)));
        expectPassed(found, 1, `${sign}, ${describing}`);
        expect(found.signatures[0]!.changesAfter).toBe("metadata");
      }
  }, 60_000);

  it("pass when LibreOffice exports and signs, tagged or not, and others sign after it", async () => {
    for (const tagged of [false, true]) {
      const exported = await others.libreOffice(tagged);
      expectPassed(verdict(exported), 1, `tagged: ${tagged}`);
      // Form and pages of LibreOffice share their resources. Poppler and a visible signature of iText 5 add to them, which a page could have waited for.
      const {
        "iText 5, CAdES, timestamped, visible": visible,
        "Poppler and NSS": poppler,
        ...rest
      } = makersOf(others).sign;
      for (const [name, make] of Object.entries(rest))
        expectPassed(verdict(await make(exported)), 2, `LibreOffice, ${name}`);
      for (const make of [visible!, poppler!]) expect(verdict(await make(exported)).verdict).toBe("TOTAL_FAILED");
    }
  }, 180_000);

  it("fail when a value is changed afterwards, whoever signed and whoever changes it", async () => {
    for (const sign of ["itext-sign", "pdfbox-sign"])
      for (const fill of ["itext-fill", "pdfbox-fill"]) {
        const filled = await others.java(fill, "GhiChu=Muoi trieu")(form);
        const signed = await others.java(sign)(filled);
        const changed = verdict(await others.java(fill, "GhiChu=Chin muoi trieu")(signed));
        // PDFBox 2 writes a /Size smaller than the file has objects when it adds none.
        if (changed.verdict === "UNREADABLE") continue;
        expect(changed.verdict, `${sign}, ${fill}`).toBe("TOTAL_FAILED");
        expect(changed.signatures[0]!.changes.some((one) => !one.allowed && one.what.includes("Chin muoi trieu"))).toBe(
          true,
        );
      }
  }, 60_000);
});

/** Passed, with so many signatures besides document timestamps; says what was wrong otherwise. */
function expectPassed(found: Verdict, signatures: number, name: string): void {
  const why = found.signatures.flatMap((one) => [
    ...one.reasons.map(({ code }) => `${one.field} ${code}`),
    ...one.changes.filter(({ allowed }) => !allowed).map(({ what }) => `${one.field} ${what}`),
  ]);
  expect(`${found.verdict}`, `${name}: ${found.summary} ${why.join("; ")}`).toBe("TOTAL_PASSED");
  expect(found.signatures.filter((one) => one.kind === "signature").length, name).toBe(signatures);
}
