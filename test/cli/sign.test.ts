import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { createTestAuthority } from "../../shared/signing/index.ts";
import { program, ROOT, temporaryFolder, vanthu } from "./vanthu.ts";

/** The line at the command line alone: render, the leader's signature, number and seal, verify. */
const work = temporaryFolder();
afterAll(() => work.drop());
const PASSWORD = { VANTHU_P12_PASSWORD: "mat-khau-khoa" };

function pem(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString("base64")
    .match(/.{1,64}/g)!
    .join("\n")}\n-----END CERTIFICATE-----\n`;
}

describe("vanthu render, sign, verify", () => {
  const authority = createTestAuthority();
  const key = (commonName: string, kind: "person" | "organisation") =>
    authority
      .issueCertificate({ commonName, organisation: "Tỉnh ủy Hương Giang", kind })
      .toPkcs12(PASSWORD.VANTHU_P12_PASSWORD);

  it("signs a rendered Party plan in the decree's order, each signature in its place", () => {
    const description = JSON.parse(readFileSync(`${ROOT}/samples/files/ke-hoach-dang.json`, "utf8"));
    const { number: _number, date: _date, ...blank } = description;
    writeFileSync(work.at("mo-ta.json"), JSON.stringify(blank));
    writeFileSync(work.at("lanh-dao.p12"), key("Nguyễn Đức Hiển", "person"));
    writeFileSync(work.at("con-dau.p12"), key("Tỉnh ủy Hương Giang", "organisation"));
    const trust = temporaryFolder();
    writeFileSync(trust.at("goc.pem"), pem(authority.root));
    for (const [index, crl] of authority.crls.entries()) writeFileSync(trust.at(`${index}.crl`), crl);

    expect(vanthu(["render", work.at("mo-ta.json"), "-o", work.at("1.pdf")]).code).toBe(0);
    const early = vanthu(
      ["sign", work.at("1.pdf"), "-o", work.at("x.pdf"), "--p12", work.at("con-dau.p12"), "--role", "seal"],
      PASSWORD,
    );
    expect(early.err).toMatch(/^SEAL_BEFORE_LEADER/);
    const wrong = vanthu(
      ["sign", work.at("1.pdf"), "-o", work.at("x.pdf"), "--p12", work.at("lanh-dao.p12"), "--role", "leader"],
      {
        VANTHU_P12_PASSWORD: "sai",
      },
    );
    expect(wrong.err).toMatch(/^P12_PASSWORD_WRONG/);

    const leader = vanthu(
      ["sign", work.at("1.pdf"), "-o", work.at("2.pdf"), "--p12", work.at("lanh-dao.p12"), "--role", "leader"],
      PASSWORD,
    );
    expect(leader.err).toBe("");
    const seal = ["--role", "seal", "--number", "7", "--date", "2026-03-05"];
    const sealed = vanthu(
      ["sign", work.at("2.pdf"), "-o", work.at("3.pdf"), "--p12", work.at("con-dau.p12"), ...seal, "--json"],
      PASSWORD,
    );
    expect(sealed.err).toBe("");

    const verdict = vanthu(["verify", work.at("3.pdf"), "--trust", trust.folder, "--json"]);
    trust.drop();
    expect(verdict.code).toBe(0);
    expect(JSON.parse(verdict.out).document).toMatchObject({ number: "07", notation: "KH/TU", issuedOn: "2026-03-05" });
    const text = program("pdftotext", ["-layout", "-l", "1", work.at("3.pdf"), "-"]).out.replace(/\s+/g, " ");
    expect(text).toMatch(/Số 07 ?-KH\/TU/);
    expect(text).toMatch(/ngày 05 ?tháng 3 ?năm 2026/);
    expect(program("pdfsig", [work.at("3.pdf")]).out.match(/Signature is Valid/g)).toHaveLength(2);
    expect(program("qpdf", ["--check", work.at("3.pdf")]).code).toBe(0);
  });
});
