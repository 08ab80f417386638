import { describe, expect, it } from "vitest";
import { type ErrorCode, isVanthuError } from "../../shared/errors/index.ts";
import { acceptSignedFile } from "../../shared/key-holders/index.ts";
import { fillFields, type IssuedCertificate, signPdf } from "../../shared/signing/index.ts";
import { authority, EVIDENCE, LAID, ONE_PAGE_ANCHORS } from "./outside-keys.ts";

const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" });
const announced = { certificate: person.certificate };

async function signed(pdf: Uint8Array, holder: IssuedCertificate = person, role: "leader" | "seal" = "leader") {
  return (await signPdf({ pdf, signer: holder.signer(), role, at: new Date(), anchors: ONE_PAGE_ANCHORS })).pdf;
}

function codeOf(sent: Uint8Array, returned: Uint8Array, by: Parameters<typeof acceptSignedFile>[2] = announced) {
  try {
    acceptSignedFile(sent, returned, by, EVIDENCE);
    return "accepted";
  } catch (error) {
    if (isVanthuError(error)) return error.code satisfies ErrorCode;
    throw error;
  }
}

/** An update by hand, as any program may append one: new bodies for objects of the file. */
function appended(pdf: Uint8Array, objects: Record<number, string>): Uint8Array {
  const text = Buffer.from(pdf).toString("latin1");
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)![1]);
  const size = Math.max(...[...text.matchAll(/\/Size (\d+)/g)].map((one) => Number(one[1])));
  const root = [...text.matchAll(/\/Root (\d+) 0 R/g)].at(-1)![1];
  let body = "\n";
  const entries: string[] = [];
  for (const [number, content] of Object.entries(objects)) {
    entries.push(`${number} 1\n${String(pdf.length + body.length).padStart(10, "0")} 00000 n \n`);
    body += `${number} 0 obj\n${content}\nendobj\n`;
  }
  const xref = pdf.length + body.length;
  body += `xref\n${entries.join("")}trailer\n<< /Size ${size} /Root ${root} 0 R /Prev ${start} >>\nstartxref\n${xref}\n%%EOF\n`;
  return new Uint8Array(Buffer.concat([pdf, Buffer.from(body, "latin1")]));
}

/** Number and body of the page's content stream. */
function contentOf(pdf: Uint8Array): number {
  return Number(/\/Contents (?:\[\s*)?(\d+) 0 R/.exec(Buffer.from(pdf).toString("latin1"))![1]);
}

describe("a file that comes back signed", () => {
  it("is taken when it is the sent bytes and a signature by the announced person", async () => {
    const returned = await signed(LAID);
    const { signatures, verdict } = acceptSignedFile(LAID, returned, announced, EVIDENCE);
    expect(signatures.map(({ signer }) => signer.commonName)).toEqual(["Trần Minh Quang"]);
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    // By name alone, however it is written.
    expect(codeOf(LAID, returned, { commonName: " TRẦN  MINH QUANG".normalize("NFD") })).toBe("accepted");
  });

  it("is taken when the sent file was signed already, and only the new signature counts", async () => {
    const leader = await signed(LAID);
    const organisation = authority.issueCertificate({ commonName: "UBND xã An Phú", kind: "organisation" });
    const numbered = fillFields(leader, { SoVanBan: "32", NgayBanHanh: "05", ThangBanHanh: "01", NamBanHanh: "2026" });
    const sealed = await signed(numbered, organisation, "seal");
    expect(acceptSignedFile(numbered, sealed, { commonName: "UBND xã An Phú" }, EVIDENCE).signatures).toHaveLength(1);
    expect(codeOf(numbered, sealed, announced)).toBe("RETURNED_FILE_SIGNER");
    // The number was not this program's to fill in.
    expect(codeOf(leader, sealed, { commonName: "UBND xã An Phú" })).toBe("RETURNED_FILE_CHANGED");
  });

  it("is refused when it is another file, cut, altered, blown up, or not signed", async () => {
    const returned = await signed(LAID);
    const altered = Uint8Array.from(returned);
    altered[300] = altered[300]! ^ 1;
    expect(codeOf(LAID, altered)).toBe("RETURNED_FILE_OTHER");
    expect(codeOf(LAID, LAID.subarray(0, LAID.length - 10))).toBe("RETURNED_FILE_OTHER");
    expect(codeOf(LAID, new Uint8Array(Buffer.concat([returned, Buffer.alloc(9 * 1024 * 1024)])))).toBe(
      "RETURNED_FILE_OTHER",
    );
    expect(codeOf(LAID, LAID)).toBe("RETURNED_FILE_UNSIGNED");
    expect(codeOf(LAID, returned.subarray(0, returned.length - 40))).not.toBe("accepted");
    expect(codeOf(LAID, returned, {})).toBe("INVALID");
  });

  it("is refused when content was changed before it was signed, though the signature itself is right", async () => {
    const forged = appended(LAID, {
      [contentOf(LAID)]: "<< /Length 27 >>\nstream\nBT /F1 12 Tf (khac) Tj ET  \nendstream",
    });
    const returned = await signed(forged);
    expect(codeOf(LAID, returned)).toBe("RETURNED_FILE_CHANGED");
    // A number filled in is a change too.
    const numbered = fillFields(LAID, { SoVanBan: "99" });
    expect(codeOf(LAID, await signed(numbered))).toBe("RETURNED_FILE_CHANGED");
  });

  it("is refused when something follows the signature", async () => {
    const returned = await signed(LAID);
    const later = appended(returned, {
      [contentOf(LAID)]: "<< /Length 27 >>\nstream\nBT /F1 12 Tf (khac) Tj ET  \nendstream",
    });
    expect(codeOf(LAID, later)).toBe("RETURNED_FILE_CHANGED");
    expect(codeOf(LAID, new Uint8Array(Buffer.concat([returned, Buffer.from("% thêm\n")])))).toBe(
      "RETURNED_FILE_CHANGED",
    );
  });

  it("is refused when its signature is broken or by somebody else", async () => {
    const returned = await signed(LAID);
    const broken = Uint8Array.from(returned);
    // In the appearance of the signature, behind the sent bytes.
    const at = Buffer.from(returned).indexOf("/Subtype /Form", LAID.length);
    broken[at + 9] = broken[at + 9]! ^ 2;
    expect(codeOf(LAID, broken)).not.toBe("accepted");
    const stranger = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" });
    expect(codeOf(LAID, await signed(LAID, stranger))).toBe("RETURNED_FILE_SIGNER");
  });
});
