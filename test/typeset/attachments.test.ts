import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTestAuthority, layFields, localSigner, signPdf } from "../../shared/signing/index.ts";
import { type Attachment, typeset } from "../../shared/typeset/index.ts";
import { inDirectory, pdfsig, qpdfCheck, run } from "../signing/outside.ts";
import { QpdfFile } from "./qpdf-file.ts";
import { paragraph, wordFile } from "./word-file.ts";

const NOW = new Date("2026-11-22T01:02:03Z");
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const docx = wordFile({
  core: "<dc:title>Báo cáo quý III</dc:title>",
  body: paragraph("Báo cáo kết quả thực hiện nhiệm vụ quý III.") + paragraph("Số liệu chi tiết ở tệp đính kèm."),
});
const table: Attachment = {
  name: "Phụ lục số liệu.xlsx",
  bytes: new TextEncoder().encode("không phải bảng tính thật nhưng là dữ liệu kèm theo ".repeat(40)),
  mimeType: XLSX,
  description: "Số liệu của báo cáo",
  relationship: "Data",
  modified: new Date("2026-10-01T00:00:00Z"),
};
const note: Attachment = {
  name: "ghi-chu.txt",
  bytes: new TextEncoder().encode("Đã rà soát."),
  mimeType: "text/plain",
};

/** Names of embedded files as pdfdetach lists them. */
function listed(path: string): string[] {
  return run("pdfdetach", ["-enc", "UTF-8", "-list", path])
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/^\d+: /, "").trim())
    .filter(Boolean);
}

describe("attachments", () => {
  it("come out of the PDF as they went in", () => {
    const { pdf } = typeset(docx, { now: NOW, attachments: [table, note] });
    expect(qpdfCheck(pdf)).toContain("No syntax or stream encoding errors found");
    inDirectory((directory) => {
      const path = join(directory, "a.pdf");
      writeFileSync(path, pdf);
      expect(listed(path).sort()).toEqual([table.name, note.name].sort());
      // By number: pdfdetach reads names on its command line in the locale's encoding.
      listed(path).forEach((name, index) => {
        run("pdfdetach", ["-save", String(index + 1), "-o", join(directory, "out"), path]);
        const { bytes } = [table, note].find((each) => each.name === name)!;
        expect(Buffer.compare(readFileSync(join(directory, "out")), bytes)).toBe(0);
      });
    });
  });

  it("are associated with the document, with size, checksum, dates, kind and purpose (ISO 19005-3, 6.8)", () => {
    const { pdf } = typeset(docx, { now: NOW, attachments: [table, note] });
    const { catalog } = new QpdfFile(pdf);
    const specifications = catalog.at("/AF").list;
    expect(specifications.map((each) => each.at("/UF").text)).toEqual([table.name, note.name]);
    const [first, second] = specifications;
    expect(first!.at("/AFRelationship").text).toBe("Data");
    expect(first!.at("/Desc").text).toBe("Số liệu của báo cáo");
    expect(second!.at("/AFRelationship").text).toBe("Unspecified");
    const file = first!.at("/EF").at("/UF");
    expect(first!.at("/EF").at("/F").reference).toBe(file.reference);
    expect(Buffer.compare(file.data, table.bytes)).toBe(0);
    // qpdf shows names with their escapes resolved or not, by version.
    expect(file.at("/Subtype").text.replace(/#2F/i, "/")).toBe(XLSX);
    expect(file.at("/Params").at("/Size").number).toBe(table.bytes.length);
    expect(file.at("/Params").at("/ModDate").text).toBe("D:20261001000000Z");
    expect(Buffer.from(pdf).toString("latin1")).toContain(
      `/CheckSum <${createHash("md5").update(table.bytes).digest("hex").toUpperCase()}>`,
    );
    const tree = catalog.at("/Names").at("/EmbeddedFiles").at("/Names").list;
    const inTree = tree.filter((_, index) => index % 2 === 1).map((each) => each.reference);
    expect(inTree.sort()).toEqual(specifications.map((each) => each.reference).sort());
  });

  it("make it PDF/A-3, unless all of them are PDF/A themselves", () => {
    const part = (attachments: Attachment[]): string | undefined =>
      /<pdfaid:part>(\d)</.exec(Buffer.from(typeset(docx, { now: NOW, attachments }).pdf).toString("utf8"))?.[1];
    const archived: Attachment = {
      name: "ban-truoc.pdf",
      bytes: typeset(docx, { now: NOW }).pdf,
      mimeType: "application/pdf",
      relationship: "Source",
    };
    expect(part([])).toBe("2");
    expect(part([archived])).toBe("2");
    expect(part([archived, note])).toBe("3");
  });

  it("stay when the document is signed twice", async () => {
    const authority = createTestAuthority();
    const leader = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "EC-P256" });
    const seal = authority.issueCertificate({
      commonName: "UBND xã An Phú",
      kind: "organisation",
      algorithm: "EC-P256",
    });
    const { pdf, anchors } = typeset(
      wordFile({
        body:
          paragraph("Báo cáo") +
          `<w:p><w:bookmarkStart w:id="1" w:name="ChuKyLanhDao"/><w:r><w:t xml:space="preserve">          </w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>`,
      }),
      { now: NOW, attachments: [table] },
    );
    const laid = layFields(pdf, anchors, { leader: true });
    const at = new Date("2026-11-22T08:30:15+07:00");
    const first = await signPdf({
      pdf: laid,
      signer: localSigner(leader.key, leader.chain),
      role: "leader",
      at,
      anchors,
    });
    const both = await signPdf({ pdf: first.pdf, signer: localSigner(seal.key, seal.chain), role: "seal", at });
    const said = pdfsig(both.pdf);
    expect([...said.keys()]).toEqual(["ChuKyLanhDao", "ConDauCoQuan"]);
    for (const block of said.values()) expect(block).toContain("Signature Validation: Signature is Valid.");
    qpdfCheck(both.pdf);
    inDirectory((directory) => {
      const path = join(directory, "signed.pdf");
      writeFileSync(path, both.pdf);
      expect(listed(path)).toEqual([table.name]);
    });
  });

  it.each([
    ["a name that leads elsewhere", [{ ...note, name: "../ghi-chu.txt" }]],
    ["no name", [{ ...note, name: " " }]],
    ["two of one name", [note, note]],
    ["a broken type", [{ ...note, mimeType: "text" }]],
    ["an impossible date", [{ ...note, modified: new Date(Number.NaN) }]],
  ])("with %s are refused", (_, attachments) => {
    expect(() => typeset(docx, { now: NOW, attachments })).toThrowError(
      expect.objectContaining({ code: "ATTACHMENT_INVALID" }),
    );
  });
});
