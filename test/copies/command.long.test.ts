import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { createTestAuthority, fillFields, layFields, openPkcs12, signPdf } from "../../shared/signing/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { program, temporaryFolder, vanthu } from "../cli/vanthu.ts";
import { scannedPage } from "./pictures.ts";

/** Copies at the command line: a scan, a signed document, what came of them, and what is refused. */
const work = temporaryFolder();
const trust = temporaryFolder();
afterAll(() => {
  work.drop();
  trust.drop();
});
const PASSWORD = { VANTHU_P12_PASSWORD: "mat-khau-khoa" };
const OFFICE = "Ủy ban nhân dân tỉnh Hương Giang";
const BLOCK = {
  number: "07",
  abbreviation: "UBND",
  place: "Hương Giang",
  date: "2026-11-22",
  signatory: { authority: ["TL. Chủ tịch"], position: "Chánh Văn phòng", name: "Trần Quang Huy" },
  recipients: ["Các phòng chuyên môn", "Lưu: VT"],
};

beforeAll(async () => {
  const authority = createTestAuthority();
  const issue = (commonName: string, kind: "person" | "organisation") =>
    authority.issueCertificate({ commonName, organisation: OFFICE, kind }).toPkcs12(PASSWORD.VANTHU_P12_PASSWORD);
  const seal = issue(OFFICE, "organisation");
  writeFileSync(work.at("dau.p12"), seal);
  const base64 = Buffer.from(authority.root)
    .toString("base64")
    .match(/.{1,64}/g)!;
  writeFileSync(trust.at("goc.pem"), `-----BEGIN CERTIFICATE-----\n${base64.join("\n")}\n-----END CERTIFICATE-----\n`);
  for (const [index, crl] of authority.crls.entries()) writeFileSync(trust.at(`${index}.crl`), crl);

  const { pdf, anchors } = typeset(renderDocx(SAMPLE_LETTER).docx);
  const open = (p12: Uint8Array) => openPkcs12(p12, PASSWORD.VANTHU_P12_PASSWORD);
  const at = new Date();
  const laid = layFields(pdf, anchors, { notation: SAMPLE_LETTER.notation });
  const led = await signPdf({
    pdf: laid,
    signer: open(issue("Lê Thị Minh Nguyệt", "person")),
    role: "leader",
    at,
    anchors,
  });
  const numbered = fillFields(led.pdf, { SoVanBan: "15", NgayBanHanh: "20", ThangBanHanh: "11", NamBanHanh: "2026" });
  writeFileSync(work.at("goc.pdf"), (await signPdf({ pdf: numbered, signer: open(seal), role: "seal", at })).pdf);
  writeFileSync(work.at("trang1.png"), scannedPage(200, 1));
  writeFileSync(work.at("trang2.png"), scannedPage(200, 2));
  writeFileSync(work.at("khoi.json"), JSON.stringify(BLOCK));
  writeFileSync(work.at("mo-ta.json"), JSON.stringify({ ...SAMPLE_LETTER, number: "15", date: "2026-11-20" }));
});

function copy(...args: string[]) {
  return vanthu(["copy", ...args, "--organisation", OFFICE, "--trust", trust.folder], PASSWORD);
}

describe("vanthu copy", () => {
  it("makes a signed electronic sao y of scanned pages, which vanthu verify and pdfsig accept, and of which a paper sao lục may be made", () => {
    const made = copy(
      work.at("trang1.png"),
      work.at("trang2.png"),
      "-o",
      work.at("sao-y.pdf"),
      "--kind",
      "sao-y",
      "--to",
      "dien-tu",
      "--standing",
      "ban-chinh",
      "--p12",
      work.at("dau.p12"),
      "--json",
    );
    expect(made.err).toBe("");
    const said = JSON.parse(made.out);
    expect(said.clause).toBe("NĐ 30/2020/NĐ-CP Điều 25 khoản 1 điểm c");
    expect(said.line).toMatch(/^SAO Y; Ủy ban nhân dân tỉnh Hương Giang; \d\d\/\d\d\/\d{4}; /);
    expect(program("pdfsig", ["-nocert", work.at("sao-y.pdf")]).out).toContain("Signature is Valid");
    const verdict = vanthu(["verify", work.at("sao-y.pdf"), "--trust", trust.folder]);
    expect(verdict.code).toBe(0);
    expect(verdict.out.normalize("NFC")).toContain(`Bản sao điện tử: bản sao y do ${OFFICE} thực hiện, ký số lúc`);

    const again = copy(
      work.at("sao-y.pdf"),
      "-o",
      work.at("x.pdf"),
      "--kind",
      "sao-y",
      "--to",
      "giay",
      "--block",
      work.at("khoi.json"),
    );
    expect(again.code).toBe(1);
    expect(again.err).toContain("COPY_FORBIDDEN");
    expect(again.err).toContain("Điều 3 khoản 10");
    const recopied = copy(
      work.at("sao-y.pdf"),
      "-o",
      work.at("sao-luc.pdf"),
      "--kind",
      "sao-luc",
      "--to",
      "giay",
      "--block",
      work.at("khoi.json"),
    );
    expect(recopied.err).toBe("");
    const text = program("pdftotext", ["-layout", work.at("sao-luc.pdf"), "-"]).out.normalize("NFC");
    expect(text).toContain("SAO Y; Ủy ban nhân dân tỉnh Hương Giang;");
    expect(text).toContain("SAO LỤC");
    expect(text).toContain("Số: 07/SL-UBND");
  });

  it("prints a signed document as a sao y with its block, and refuses an electronic one by the clause", () => {
    const printed = copy(
      work.at("goc.pdf"),
      "-o",
      work.at("giay.pdf"),
      "--kind",
      "sao-y",
      "--to",
      "giay",
      "--block",
      work.at("khoi.json"),
    );
    expect(printed.err).toBe("");
    expect(printed.out).toContain("SAO Y số 07");
    const text = program("pdftotext", ["-layout", work.at("giay.pdf"), "-"]).out.normalize("NFC");
    expect(text).toMatch(/Số:\s+15\/UBND-KGVX/);
    expect(text).toContain("Số: 07/SY-UBND");
    const refused = copy(
      work.at("goc.pdf"),
      "-o",
      work.at("x.pdf"),
      "--kind",
      "sao-y",
      "--to",
      "dien-tu",
      "--p12",
      work.at("dau.p12"),
    );
    expect(refused.err).toContain("COPY_FORBIDDEN");
    expect(refused.err).toContain("Vị trí: NĐ 30/2020/NĐ-CP Điều 25 khoản 1");
  });

  it("makes a signed extract of chosen passages, and refuses words that the document does not have", () => {
    const extract = ["--kind", "trich-sao", "--to", "dien-tu", "--p12", work.at("dau.p12")];
    const made = copy(
      work.at("goc.pdf"),
      "-o",
      work.at("trich.pdf"),
      ...extract,
      "--describe",
      work.at("mo-ta.json"),
      "--passages",
      "1,3",
    );
    expect(made.err).toBe("");
    const text = program("pdftotext", ["-layout", work.at("trich.pdf"), "-"]).out.normalize("NFC");
    expect(text).toContain("TRÍCH SAO; Ủy ban nhân dân tỉnh Hương Giang;");
    expect(text).not.toContain("2. Cơ quan chủ trì");
    const foreign = readFileSync(work.at("mo-ta.json"), "utf8").replace("05/12/2026", "15/12/2026");
    writeFileSync(work.at("mo-ta-sai.json"), foreign);
    const refused = copy(
      work.at("goc.pdf"),
      "-o",
      work.at("x.pdf"),
      ...extract,
      "--describe",
      work.at("mo-ta-sai.json"),
    );
    expect(refused.err).toContain("COPY_PASSAGE_FOREIGN");
  });

  it("refuses a file changed after it was signed, an unknown signer, and a scan whose paper is not named", () => {
    const bytes = readFileSync(work.at("goc.pdf"));
    const at = bytes.indexOf("/MediaBox");
    bytes[at + 12] = bytes[at + 12]! ^ 1;
    writeFileSync(work.at("sua.pdf"), bytes);
    const paper = ["-o", work.at("x.pdf"), "--kind", "sao-y", "--to", "giay", "--block", work.at("khoi.json")];
    expect(copy(work.at("sua.pdf"), ...paper).err).toContain("COPY_SOURCE_UNSOUND");
    const unknown = vanthu(["copy", work.at("goc.pdf"), ...paper, "--organisation", OFFICE], PASSWORD);
    expect(unknown.err).toContain("COPY_SOURCE_UNSOUND");
    const unnamed = copy(work.at("trang1.png"), ...paper);
    expect(unnamed.code).toBe(64);
    expect(unnamed.err).toContain("--standing");
  });
});
