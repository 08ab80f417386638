import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dict, name, type PdfObject, PdfRef, readPdf, textString } from "../../shared/pdf/index.ts";
import { type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { type Maker, type OtherSigners, startOtherSigners } from "./other-signers.ts";
import { update, withEntries } from "./raw-signature.ts";
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

  it("pass in originals that were linearised and compressed, whoever signs, then all others after it", async () => {
    const { sign } = makersOf(others);
    for (const options of [["--linearize"], ["--linearize", "--object-streams=generate"]]) {
      const original = others.qpdf(form, options);
      for (const [name, make] of Object.entries(sign)) {
        let pdf = await make(original);
        expectPassed(verdict(pdf), 1, `${options.join(" ")}: ${name}`);
        // @cantoo/pdf-lib hides the page tree of such a file from iText 5.
        if (name.startsWith("@cantoo") && options.length > 1) continue;
        pdf = await others.java("pdfbox-sign", "visible")(await others.java("itext-sign", "visible")(pdf));
        pdf = await others.java("pdfbox-sign", "stamp")(await others.java("itext-ltv")(pdf));
        expectPassed(verdict(pdf), 3, `${options.join(" ")}: ${name}, iText 5, PDFBox, evidence, timestamp`);
      }
    }
  }, 240_000);

  it("of MuPDF are read, and named weak because it signs with SHA-1", async () => {
    const { pdf, field } = withEmptyField(form);
    const once = await others.mutool(pdf, field);
    const found = verdict(await others.java("itext-sign", "visible")(once));
    expect(found.verdict).toBe("INDETERMINATE");
    expect(found.signatures.map((one) => one.intact && one.changes.every(({ allowed }) => allowed))).toEqual([
      true,
      true,
    ]);
    expect(found.signatures.map((one) => one.weak)).toEqual([true, false]);
  }, 60_000);

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
      // Form and pages of LibreOffice share their resources; Poppler and a visible signature of iText 5 add to them.
      for (const [name, make] of Object.entries(makersOf(others).sign))
        expectPassed(verdict(await make(exported)), 2, `LibreOffice, ${name}`);
      const { "iText 5, CAdES, timestamped, visible": visible, "Poppler and NSS": poppler } = makersOf(others).sign;
      let pdf = exported;
      for (const [count, make] of [visible!, poppler!, visible!].entries()) {
        pdf = await make(pdf);
        expectPassed(verdict(pdf), count + 2, "LibreOffice, then iText 5 and Poppler by turns");
      }
      pdf = await others.java("itext-stamp")(await others.java("itext-ltv")(pdf));
      expectPassed(verdict(pdf), 4, "LibreOffice, iText 5, Poppler, evidence, document timestamp");
    }
  }, 180_000);

  it("fail when a value is changed afterwards, whoever signed and whoever changes it", async () => {
    for (const sign of ["itext-sign", "pdfbox-sign"])
      for (const fill of ["itext-fill", "pdfbox-fill"]) {
        const filled = await others.java(fill, "GhiChu=Muoi trieu")(form);
        const signed = await others.java(sign)(filled);
        const changed = verdict(await others.java(fill, "GhiChu=Chin muoi trieu")(signed));
        expect(changed.verdict, `${sign}, ${fill}`).toBe("TOTAL_FAILED");
        expect(changed.signatures[0]!.changes.some((one) => !one.allowed && one.what.includes("Chin muoi trieu"))).toBe(
          true,
        );
      }
  }, 60_000);
});

/** A field that waits to be signed. */
function withEmptyField(pdf: Uint8Array): { pdf: Uint8Array; field: number } {
  const field = readPdf(pdf).size;
  const made = update(pdf, (file) => {
    const page = file.pages()[0]!;
    const held = file.catalog.get("AcroForm") as PdfObject;
    const form = file.dict(held)!;
    const changed = withEntries(form, { Fields: [...file.array(form.get("Fields")), new PdfRef(field)] });
    const widget = dict({
      Type: name("Annot"),
      Subtype: name("Widget"),
      FT: name("Sig"),
      T: textString("ChoKy"),
      Rect: [100, 100, 300, 150],
      F: 4,
      P: page.ref,
    });
    const root = file.trailer.get("Root") as PdfRef;
    return new Map<number, PdfObject>([
      [field, widget],
      [page.ref.num, withEntries(page.dict, { Annots: [...file.array(page.dict.get("Annots")), new PdfRef(field)] })],
      held instanceof PdfRef ? [held.num, changed] : [root.num, withEntries(file.catalog, { AcroForm: changed })],
    ]);
  });
  return { pdf: made, field };
}

/** Passed, with so many signatures besides document timestamps; says what was wrong otherwise. */
function expectPassed(found: Verdict, signatures: number, name: string): void {
  const why = found.signatures.flatMap((one) => [
    ...one.reasons.map(({ code }) => `${one.field} ${code}`),
    ...one.changes.filter(({ allowed }) => !allowed).map(({ what }) => `${one.field} ${what}`),
  ]);
  expect(`${found.verdict}`, `${name}: ${found.summary} ${why.join("; ")}`).toBe("TOTAL_PASSED");
  expect(found.signatures.filter((one) => one.kind === "signature").length, name).toBe(signatures);
}
