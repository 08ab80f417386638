import { dict, name, PdfDict, type PdfObject, PdfRef, PdfStream, PdfString, writePdf } from "../../shared/pdf/index.ts";
import {
  createTestAuthority,
  fillFields,
  type IssuedCertificate,
  layFields,
  signPdf,
} from "../../shared/signing/index.ts";
import type { TrustAnchor, VerifyOptions } from "../../shared/verification/index.ts";

/** A letter of two pages, written by the PDF room alone. */
export function letter(xref: "table" | "stream" = "table"): Uint8Array {
  const page = (contents: number) =>
    dict({
      Type: name("Page"),
      Parent: new PdfRef(2),
      MediaBox: [0, 0, 595, 842],
      Contents: new PdfRef(contents),
      Resources: dict({ Font: dict({ F1: new PdfRef(7) }) }),
    });
  const text = (line: string) =>
    new PdfStream(new PdfDict(), Buffer.from(`BT /F1 14 Tf 72 770 Td (${line}) Tj ET`, "latin1"));
  const objects = new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
    [2, dict({ Type: name("Pages"), Kids: [new PdfRef(3), new PdfRef(4)], Count: 2 })],
    [3, page(5)],
    [4, page(6)],
    [5, text("Ke hoach trien khai so hoa ho so nam 2026")],
    [6, text("Noi nhan: cac phong chuyen mon")],
    [7, dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Helvetica") })],
    [8, dict({ Title: new PdfString(Buffer.from("Ke hoach")) })],
  ]);
  return writePdf({ objects, root: 1, info: 8, id: new Uint8Array(16).fill(7), xref });
}

/** Where number and date stand on the letter, as typesetting would say. */
export const ANCHORS = (
  [
    ["SoVanBan", 100, 130],
    ["NgayBanHanh", 300, 330],
    ["ThangBanHanh", 350, 380],
    ["NamBanHanh", 400, 440],
  ] as const
).map(([field, x0, x1]) => ({
  name: field,
  page: 0,
  rect: [x0, 800, x1, 816] as [number, number, number, number],
  fontSize: 12,
  bold: false,
  italic: false,
}));

/** Time of signing in the tests. */
export const SIGNED_AT = new Date();

/** A test authority with a leader and an organisation, and how a verifier trusts it. */
export function office(algorithm: "RSA-2048" | "EC-P256" = "EC-P256") {
  const authority = createTestAuthority();
  const leader = authority.issueCertificate({
    commonName: "Trần Minh Quang",
    organisation: "Ủy ban nhân dân xã An Phú",
    organisationalUnit: "Lãnh đạo Ủy ban",
    kind: "person",
    algorithm,
  });
  const seal = authority.issueCertificate({
    commonName: "Ủy ban nhân dân xã An Phú",
    organisation: "Ủy ban nhân dân xã An Phú",
    kind: "organisation",
    algorithm,
  });
  const trust: TrustAnchor[] = [{ certificate: authority.root, scope: "thử nghiệm", source: "tạo trong bài kiểm thử" }];
  const options = (): VerifyOptions => ({ trust, crls: authority.crls });
  return { authority, leader, seal, trust, options };
}

/** Leader signs, the clerk fills number and date, the organisation seals. */
export async function issue(
  people: { leader: IssuedCertificate; seal: IssuedCertificate },
  xref: "table" | "stream" = "table",
): Promise<{ laid: Uint8Array; signed: Uint8Array; numbered: Uint8Array; sealed: Uint8Array }> {
  const laid = layFields(letter(xref), ANCHORS);
  const signed = (await signPdf({ pdf: laid, signer: people.leader.signer(), role: "leader", at: SIGNED_AT })).pdf;
  const numbered = fillFields(signed, { SoVanBan: "32", NgayBanHanh: "05", ThangBanHanh: "01", NamBanHanh: "2026" });
  const sealed = (await signPdf({ pdf: numbered, signer: people.seal.signer(), role: "seal", at: SIGNED_AT })).pdf;
  return { laid, signed, numbered, sealed };
}
