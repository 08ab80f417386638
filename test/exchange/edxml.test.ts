import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { isVanthuError } from "../../shared/errors/index.ts";
import {
  buildDocumentId,
  checkEdxml,
  type DocumentPacket,
  isOrganisationCode,
  packEdxml,
  packStatus,
  parseDocumentId,
  unpackEdxml,
} from "../../shared/exchange/index.ts";
import { RECEIVER, SENDER, samplePacket } from "./sample-packet.ts";

const REFERENCE = path.resolve(import.meta.dirname, "../../../shared/reference/edxml");
const SCHEMA = path.join(REFERENCE, "edxml-derived-UNOFFICIAL.xsd");
const SAMPLES = path.join(REFERENCE, "generated_by_EdXML102_lib");

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (source: string) => new TextEncoder().encode(source);

function packetOf(packed: Uint8Array): DocumentPacket {
  const unpacked = unpackEdxml(packed);
  if (unpacked.kind !== "document") throw new Error("not a document");
  return unpacked.packet;
}

function refusal(packed: Uint8Array): { code: string; message: string; where?: string; faults?: { where?: string }[] } {
  try {
    unpackEdxml(packed);
  } catch (error) {
    if (isVanthuError(error)) return error;
    throw error;
  }
  throw new Error("the packet was read");
}

describe("edXML packets", () => {
  it("reads back exactly what was packed", () => {
    const packet = samplePacket({
      answers: "H99,2026/10/01,115/UBND-VX",
      answersTasks: ["NV-01"],
      content: "Kèm hai phụ lục",
      attachments: [
        ...samplePacket().attachments,
        {
          name: "ghi-chu.txt",
          description: "Ghi chú",
          contentType: "text/plain",
          bytes: bytes("nén trước khi gửi ".repeat(100)),
        },
      ],
    });
    const { warnings, ...unpacked } = unpackEdxml(packEdxml(packet));
    expect(unpacked).toEqual({ kind: "document", packet });
    expect(warnings).toEqual([]);
  });

  it("carries recall, update and replacement with the document they speak of", () => {
    for (const business of ["recall", "update", "replace"] as const) {
      const packet = samplePacket({
        business,
        businessReason: "Đính chính phụ lục",
        replaces: ["H99.07,2026/11/01,30/KH-UBND"],
      });
      if (business === "recall") packet.attachments = [];
      expect(packetOf(packEdxml(packet))).toEqual(packet);
    }
  });

  it("carries a status, with local time on the wire", () => {
    const status = {
      from: RECEIVER,
      to: { organisationCode: SENDER.organisationCode, name: "" },
      documentId: samplePacket().documentId,
      code: "02" as const,
      description: "Gửi nhầm nơi nhận",
      staff: "Phạm Thu Hà",
      at: "2026-11-20T17:30:00.000Z",
    };
    const packed = packStatus(status);
    expect(text(packed)).toContain("<edXML:Timestamp>2026/11/21 00:30:00</edXML:Timestamp>");
    expect(unpackEdxml(packed)).toEqual({ kind: "status", status, warnings: [] });
    expect(checkEdxml(packed)).toEqual([]);
  });

  it("keeps to the schema derived from the common library (xmllint)", () => {
    if (!existsSync(SCHEMA)) return expect(checkEdxml(packEdxml(samplePacket()))).toEqual([]);
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-edxml-"));
    const packets = {
      new: packEdxml(
        samplePacket({
          answers: "H99,2026/10/01,115/UBND-VX",
          answersTasks: ["NV-01"],
          copies: 20,
          sphere: "Nội bộ",
          typist: "TVB",
        }),
      ),
      replace: packEdxml(samplePacket({ business: "replace", replaces: ["H99.07,2026/11/01,30/KH-UBND"] })),
      recall: packEdxml(
        samplePacket({ business: "recall", replaces: ["H99.07,2026/11/01,30/KH-UBND"], attachments: [] }),
      ),
      status: packStatus({
        from: RECEIVER,
        to: SENDER,
        documentId: samplePacket().documentId,
        code: "03",
        description: "",
        at: "2026-11-20T03:00:00Z",
      }),
    };
    for (const [name, packed] of Object.entries(packets)) {
      const file = path.join(folder, `${name}.edxml`);
      writeFileSync(file, packed);
      expect(checkEdxml(packed), name).toEqual([]);
      execFileSync("xmllint", ["--noout", "--nonet", "--schema", SCHEMA, file], { stdio: "pipe" });
    }
  });

  it("reads the library's own packets, and packs what it read to the same again", () => {
    if (!existsSync(SAMPLES)) return;
    const names = readdirSync(SAMPLES).filter((name) => name.endsWith(".edxml"));
    expect(names.length).toBeGreaterThanOrEqual(5);
    for (const name of names) {
      const sample = readFileSync(path.join(SAMPLES, name));
      expect(checkEdxml(sample), name).toEqual([]);
      const unpacked = unpackEdxml(sample);
      if (unpacked.kind === "status") {
        expect(unpacked.status).toMatchObject({
          code: "03",
          description: "Đã tiếp nhận",
          at: "2018-09-30T02:00:00.000Z",
        });
        continue;
      }
      expect(unpacked.packet.documentId).toBe("000.00.00.G22,2018/09/30,7816/VPCP-TTĐT");
      expect(unpacked.packet.to.map((to) => to.organisationCode)).toEqual(["000.00.00.H41", "000.00.00.G14"]);
      if (name === "edoc_new.edxml") {
        expect(text(unpacked.packet.attachments[0]!.bytes)).toMatch(/^%PDF-1\.4/);
        expect(unpacked.warnings.map((warning) => warning.code)).toEqual(["EDXML_SIGNATURE_SHA1"]);
      }
      expect(packetOf(packEdxml(unpacked.packet)), name).toEqual(unpacked.packet);
    }
  });

  it("tolerates another order, TraceHeader before Bussiness, and no prefixes", () => {
    const reordered = text(packEdxml(samplePacket()))
      .replace(/(<edXML:Bussiness>.*<\/edXML:Bussiness>)(<edXML:TraceHeader>.*<\/edXML:TraceHeader>)/, "$2$1")
      .replace(/(<edXML:DocumentId>[^<]*<\/edXML:DocumentId>)(<edXML:Code>.*?)(<\/edXML:MessageHeader>)/, "$2$1$3")
      .replace("<edXML:TraceHeaderList>", '<edXML:TraceHeaderList id="t" version="1.0" mustUnderstand="1">');
    expect(packetOf(bytes(reordered))).toEqual(samplePacket());
    expect(packetOf(bytes(reordered.replaceAll("edXML:", "")))).toEqual(samplePacket());
    expect(checkEdxml(bytes(reordered)).map((finding) => finding.code)).toContain("EDXML_ORDER");
  });

  it("decides zipped or raw by the attachment and its bytes", () => {
    const zipped = Buffer.from(zipSync({ "goc.pdf": bytes("%PDF-1.7 trong gói") })).toString("base64");
    const raw = Buffer.from("%PDF-1.7\nmẫu\n%%EOF\n").toString("base64");
    const packed = text(packEdxml(samplePacket()));
    const saysZip = packed.replaceAll("<ContentType>application/pdf", "<ContentType>application/zip");
    expect(text(packetOf(bytes(saysZip.replace(raw, zipped))).attachments[0]!.bytes)).toBe("%PDF-1.7 trong gói");
    const honest = unpackEdxml(bytes(saysZip));
    expect(honest.warnings.map((warning) => warning.code)).toEqual(["EDXML_ATTACHMENT_KIND"]);
    expect(honest.kind === "document" && text(honest.packet.attachments[0]!.bytes)).toMatch(/^%PDF-1\.7/);
  });

  it("never lets a name choose a folder", () => {
    const packed = text(packEdxml(samplePacket())).replaceAll("ke-hoach-32.pdf", "..\\..\\etc/ma.pdf");
    expect(packetOf(bytes(packed)).attachments[0]!.name).toBe("ma.pdf");
  });
});

describe("packets that are refused", () => {
  it("names every fault at once", () => {
    const broken = text(packEdxml(samplePacket()))
      .replace("H99.07.012", "h99 07")
      .replace("2026/11/20</edXML:PromulgationDate>", "2026/02/30</edXML:PromulgationDate>")
      .replace(/<edXML:Subject>.*<\/edXML:Subject>/, "<edXML:Subject> </edXML:Subject>");
    const error = refusal(bytes(broken));
    expect(error.code).toBe("EDXML_INVALID");
    expect(error.faults?.map((fault) => fault.where)).toEqual([
      "MessageHeader/PromulgationInfo/PromulgationDate",
      "MessageHeader/To[1]/OrganId",
      "MessageHeader/Subject",
    ]);
  });

  it("says which other format it is", () => {
    const packed = text(packEdxml(samplePacket()));
    const foreign = (namespace: string) =>
      refusal(bytes(packed.replaceAll("http://www.mic.gov.vn/TBT/QCVN_102_2016", namespace)));
    expect(foreign("http://www.go.vn/eDoc")).toMatchObject({
      code: "EDXML_NAMESPACE",
      message: expect.stringContaining("eDoc"),
    });
    expect(foreign("http://edxml.gov.vn/schema").message).toContain("mã độc");
    expect(foreign("urn:khac").where).toContain("urn:khac");
  });

  it("refuses DOCTYPE, other encodings, other files and bombs within bounds", () => {
    const packed = text(packEdxml(samplePacket()));
    expect(refusal(bytes(packed.replace("?>\n", '?>\n<!DOCTYPE edXML [<!ENTITY a "b">]>'))).code).toBe("XML_DOCTYPE");
    expect(refusal(Buffer.from(`\ufeff${packed}`, "utf16le")).code).toBe("XML_MALFORMED");
    expect(refusal(bytes("%PDF-1.7")).code).toBe("XML_MALFORMED");
    expect(refusal(bytes(packed.slice(0, -20))).code).toBe("XML_MALFORMED");
    expect(() => unpackEdxml(packEdxml(samplePacket()), { packetBytes: 1000 })).toThrow(/giới hạn/);
    const bomb = Buffer.from(zipSync({ "a.txt": new Uint8Array(60_000_000) }, { level: 9 })).toString("base64");
    const withBomb = packed
      .replace(/(ContentTransferEncoded[^>]*>)[^<]*/, `$1${bomb}`)
      .replaceAll("<ContentType>application/pdf", "<ContentType>application/zip");
    expect(refusal(bytes(withBomb)).code).toBe("PACKAGE_TOO_LARGE");
  });

  it("refuses a status outside the list and a rejection without a reason", () => {
    const status = text(
      packStatus({
        from: RECEIVER,
        to: SENDER,
        documentId: "x",
        code: "02",
        description: "Sai nơi nhận",
        at: "2026-11-20T03:00:00Z",
      }),
    );
    expect(refusal(bytes(status.replace(">02<", ">09<"))).where).toBe("MessageHeader/StatusCode");
    expect(refusal(bytes(status.replace("Sai nơi nhận", ""))).where).toBe("MessageHeader/Description");
  });

  it("refuses to pack what could not be read", () => {
    expect(() => packEdxml(samplePacket({ to: [] }))).toThrow(/nơi nhận/);
    expect(() => packEdxml(samplePacket({ business: "update" }))).toThrow(/thu hồi, cập nhật hoặc thay thế/);
    expect(() => packEdxml(samplePacket({ attachments: [] }))).toThrow(/tệp văn bản/);
  });

  it("finds the same faults as xmllint in broken packets", () => {
    const packed = text(packEdxml(samplePacket()));
    const broken = {
      EDXML_MISSING: packed.replace(/<edXML:Code>.*?<\/edXML:Code>/, ""),
      EDXML_VALUE: packed.replace("<edXML:Priority>1<", "<edXML:Priority>9<"),
      EDXML_UNEXPECTED: packed.replace("<edXML:Subject>", "<edXML:Note>x</edXML:Note><edXML:Subject>"),
      EDXML_REPEATED: packed.replace(/(<edXML:Subject>.*?<\/edXML:Subject>)/, "$1$1"),
    };
    for (const [code, source] of Object.entries(broken)) {
      expect(
        checkEdxml(bytes(source)).map((finding) => finding.code),
        code,
      ).toContain(code);
      if (!existsSync(SCHEMA)) continue;
      expect(
        () =>
          execFileSync("xmllint", ["--noout", "--nonet", "--schema", SCHEMA, "-"], { input: source, stdio: "pipe" }),
        code,
      ).toThrow(/validates|Schemas validity error/);
    }
  });
});

describe("codes", () => {
  it("knows the form of organisation codes", () => {
    for (const code of ["H63", "G09.01", "H37.DN.001", "000.00.00.G22"])
      expect(isOrganisationCode(code), code).toBe(true);
    for (const code of ["", "h63", "H63.", ".H63", "H63 01", "H63/01", "A".repeat(36)])
      expect(isOrganisationCode(code), code).toBe(false);
  });

  it("builds document ids and takes them apart", () => {
    const reference = { organisationCode: "H99.07", issuedOn: "2026-11-20", number: "32", notation: "KH-UBND/2026" };
    expect(buildDocumentId(reference)).toBe("H99.07,2026/11/20,32/KH-UBND/2026");
    expect(parseDocumentId(buildDocumentId(reference))).toEqual(reference);
    expect(parseDocumentId("32/KH-UBND")).toBeUndefined();
  });
});
