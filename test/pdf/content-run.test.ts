import { describe, expect, it } from "vitest";
import { isVanthuError } from "../../shared/errors/index.ts";
import {
  dict,
  name,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfTextReader,
  readPdf,
  writePdf,
} from "../../shared/pdf/index.ts";
import { createTestAuthority, signPdf } from "../../shared/signing/index.ts";

/** A page whose form draws itself ten times, twelve deep: a million million runs. */
function trap(): Uint8Array {
  const resources = dict({ XObject: dict({ F: new PdfRef(5) }) });
  const form = dict({ Type: name("XObject"), Subtype: name("Form"), BBox: [0, 0, 9, 9], Resources: resources });
  const objects = new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
    [2, dict({ Type: name("Pages"), Kids: [new PdfRef(3)], Count: 1, MediaBox: [0, 0, 595, 842] })],
    [3, dict({ Type: name("Page"), Parent: new PdfRef(2), Contents: new PdfRef(4), Resources: resources })],
    [4, new PdfStream(dict({}), Buffer.from("/F Do"))],
    [5, new PdfStream(form, Buffer.from("/F Do ".repeat(10)))],
  ]);
  return writePdf({ objects, root: 1, id: new Uint8Array(16) });
}

const codeOf = (error: unknown) => (isVanthuError(error) ? error.code : String(error));

describe("content that draws itself over and over", () => {
  it("ends in a refusal when its text is read", () => {
    const file = readPdf(trap());
    expect(() => new PdfTextReader(file).read(file.pages()[0]!)).toThrow(
      expect.objectContaining({ code: "PDF_LIMIT" }) as Error,
    );
  });

  it("is not signed where the page must be read for a place", async () => {
    const signer = createTestAuthority().issueCertificate({ commonName: "Lê Văn Ký", kind: "person" }).signer();
    const request = { pdf: trap(), signer, role: "copy" as const, text: "SAO Y", at: new Date() };
    expect(await signPdf(request).then(() => "signed", codeOf)).toBe("PDF_LIMIT");
  });
});
