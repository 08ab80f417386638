import { describe, expect, it } from "vitest";
import { createTestAuthority, fillFields, layFields, localSigner, signPdf } from "../../shared/signing/index.ts";
import { type Conformance, typeset } from "../../shared/typeset/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { pdfsig, qpdfCheck } from "../signing/outside.ts";
import { QpdfFile } from "./qpdf-file.ts";
import { checkTags, elements } from "./tag-check.ts";
import { paragraph, run, table, wordFile } from "./word-file.ts";

const NOW = new Date("2026-11-22T01:02:03Z");
const blank = (id: number, name: string): string =>
  `<w:bookmarkStart w:id="${id}" w:name="${name}"/><w:r><w:t xml:space="preserve">        </w:t></w:r><w:bookmarkEnd w:id="${id}"/>`;
const docx = wordFile({
  core: "<dc:title>Kế hoạch năm 2027</dc:title><dc:creator>UBND xã Suối Lim</dc:creator>",
  body:
    paragraph(
      run("Số:") +
        blank(1, "SoVanBan") +
        run("/KH-UBND, ngày") +
        blank(2, "NgayBanHanh") +
        run("tháng") +
        blank(3, "ThangBanHanh") +
        run("năm") +
        blank(4, "NamBanHanh"),
    ) +
    paragraph("I. MỤC ĐÍCH", '<w:outlineLvl w:val="0"/>') +
    table([3000, 5000], [{ cells: ["TT", "Nhiệm vụ"], properties: "<w:tblHeader/>" }, { cells: ["1", "Rà soát"] }]) +
    `<w:p><w:bookmarkStart w:id="9" w:name="ChuKyLanhDao"/></w:p><w:p/><w:p/><w:p><w:bookmarkEnd w:id="9"/></w:p>`,
});

const metadata = (pdf: Uint8Array): string => new QpdfFile(pdf).catalog.at("/Metadata").data.toString("utf8");
const make = (conformance?: Conformance): Uint8Array => typeset(docx, { now: NOW, conformance }).pdf;

describe("what a PDF claims", () => {
  it.each([
    [undefined, "2", "A", false],
    ["PDF/A-2a", "2", "A", false],
    ["PDF/A-2b", "2", "B", false],
    ["PDF/UA-1", "2", "A", true],
  ] as const)("%s: part %s, level %s", (conformance, part, level, accessible) => {
    const xmp = metadata(make(conformance));
    expect(xmp).toContain(`<pdfaid:part>${part}</pdfaid:part>`);
    expect(xmp).toContain(`<pdfaid:conformance>${level}</pdfaid:conformance>`);
    expect(xmp.includes("<pdfuaid:part>1</pdfuaid:part>")).toBe(accessible);
  });

  it("PDF/UA-1 describes its own property, or PDF/A would not know it (ISO 19005-2, 6.6.2.3)", () => {
    const xmp = metadata(make("PDF/UA-1"));
    const schema = /<pdfaExtension:schemas>.*<\/pdfaExtension:schemas>/s.exec(xmp)![0];
    expect(schema).toContain("<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>");
    expect(schema).toContain("<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>");
    for (const entry of ["name>part<", "valueType>Integer<", "category>internal<", "description>"])
      expect(schema).toContain(`<pdfaProperty:${entry}`);
    for (const prefix of xmp.match(/<([a-zA-Z]+):/g)!) expect(xmp).toContain(`xmlns:${prefix.slice(1, -1)}=`);
  });

  it("says the same in the document information as in XMP", () => {
    const pdf = make();
    const info = new QpdfFile(pdf).trailer.at("/Info");
    const xmp = metadata(pdf);
    expect(info.at("/Title").text).toBe("Kế hoạch năm 2027");
    expect(xmp).toContain(">Kế hoạch năm 2027<");
    expect(xmp).toContain(`<rdf:li>${info.at("/Author").text}</rdf:li>`);
    expect(info.at("/CreationDate").text).toBe("D:20261122010203Z");
    expect(xmp).toContain("<xmp:CreateDate>2026-11-22T01:02:03Z</xmp:CreateDate>");
  });

  it("has a title even when the Word file has none", () => {
    const untitled = typeset(
      wordFile({ body: paragraph("Mở đầu") + paragraph("TỜ TRÌNH", '<w:outlineLvl w:val="0"/>') }),
    );
    expect(new QpdfFile(untitled.pdf).trailer.at("/Info").at("/Title").text).toBe("TỜ TRÌNH");
  });

  it("every character of its fonts has a meaning outside the private ranges (PDF/A-2a, 6.2.11.7)", () => {
    const odd = typeset(
      wordFile({ body: paragraph(`Dấu ${run("\uf0b7 \ue000", '<w:rFonts w:ascii="Arial"/>')} riêng`) }),
    );
    const file = new QpdfFile(odd.pdf);
    const maps = Object.values(file.objects)
      .map((object) => Buffer.from(object.stream?.data ?? "", "base64").toString("latin1"))
      .filter((text) => text.includes("beginbfchar"));
    expect(maps.length).toBeGreaterThan(0);
    for (const map of maps) {
      for (const [, code] of map.slice(map.indexOf("beginbfchar")).matchAll(/^<[0-9A-F]{2}> <([0-9A-F]{4})/gm)) {
        const unit = Number.parseInt(code!, 16);
        expect(unit > 0 && !(unit >= 0xe000 && unit <= 0xf8ff) && unit < 0xfffe).toBe(true);
      }
    }
  });
});

describe("the same input", () => {
  it.each(["PDF/A-2a", "PDF/A-2b", "PDF/UA-1"] as const)("gives the same bytes: %s", (conformance) => {
    expect(Buffer.compare(make(conformance), make(conformance))).toBe(0);
  });

  it("another content, another identifier", () => {
    const id = (body: string): string => {
      const { pdf } = typeset(wordFile({ body: paragraph(body) }), { now: NOW });
      return new QpdfFile(pdf).trailer.at("/ID").list[0]!.text;
    };
    expect(id("một")).not.toBe(id("hai"));
  });
});

describe("signing a tagged PDF", () => {
  it("keeps it valid: number fields, leader, number, seal; every signature good, tags without fault", async () => {
    const authority = createTestAuthority();
    const leader = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "EC-P256" });
    const seal = authority.issueCertificate({
      commonName: "UBND xã An Phú",
      kind: "organisation",
      algorithm: "EC-P256",
    });
    const at = new Date("2026-11-22T08:30:15+07:00");
    const { pdf, anchors } = typeset(docx, { now: NOW, conformance: "PDF/UA-1" });
    const laid = layFields(pdf, anchors);
    const first = await signPdf({
      pdf: laid,
      signer: localSigner(leader.key, leader.chain),
      role: "leader",
      at,
      anchors,
    });
    const numbered = fillFields(first.pdf, {
      SoVanBan: "32",
      NgayBanHanh: "05",
      ThangBanHanh: "01",
      NamBanHanh: "2027",
    });
    const both = await signPdf({ pdf: numbered, signer: localSigner(seal.key, seal.chain), role: "seal", at });
    const said = pdfsig(both.pdf);
    expect(said.size).toBe(2);
    for (const block of said.values()) expect(block).toContain("Signature Validation: Signature is Valid.");
    qpdfCheck(both.pdf);
    const { faults, root } = checkTags(both.pdf);
    expect(faults).toEqual([]);
    // Four for number and date, and those of both signatures, which are laid before the first one.
    expect(elements(root, "Form")).toHaveLength(6);
    const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "tạo trong bài kiểm thử" }];
    const verdict = verifyPdf(both.pdf, { trust, crls: authority.crls, at });
    expect(verdict.signatures.map(({ indication }) => indication)).toEqual(["TOTAL_PASSED", "TOTAL_PASSED"]);
  });
});
