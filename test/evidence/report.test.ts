import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { verificationReport } from "../../shared/evidence/index.ts";
import { type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { letter } from "../verification/support.ts";
import { contents, officeWithServices } from "./support.ts";

/** The text of a PDF as pdftotext reads it, line ends folded. */
function textOf(pdf: Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-report-"));
  writeFileSync(path.join(folder, "a.pdf"), pdf);
  return execFileSync("pdftotext", ["-layout", "a.pdf", "-"], { cwd: folder, encoding: "utf8" }).replace(/\s+/g, " ");
}

describe("the verification report", async () => {
  const people = officeWithServices();
  const [document] = await contents(people);
  const options = { trust: people.trust, crls: people.authority.crls };
  const at = new Date("2026-11-22T03:05:00Z");
  const report = (verdict: Verdict, online = false) =>
    verificationReport([{ name: "32-KH-UBND.pdf", verdict }], { at, online, trust: people.trust, by: "Nguyễn Thu Hà" });

  it("shows all that Thông tư 15/2025/TT-BKHCN wants, for then and for now, and how it was checked", () => {
    const verdict = verifyPdf(document!.bytes, options);
    const text = textOf(report(verdict, true));
    for (const said of [
      "BÁO CÁO Kiểm tra chữ ký số",
      "Lập lúc 10:05:00 ngày 22/11/2026",
      "HỢP LỆ",
      "Chữ ký 1/2: Chữ ký của người có thẩm quyền",
      "Chữ ký 2/2: Chữ ký của cơ quan, tổ chức",
      "Người ký",
      "Trần Minh Quang",
      "Cơ quan, đơn vị quản lý",
      "Tổ chức cấp chứng thư",
      "Hiệu lực chứng thư số",
      "Thời điểm ký",
      "Toàn vẹn",
      "Hiệu lực khi ký",
      "Hiệu lực lúc kiểm tra",
      "Thu hồi",
      "Thay đổi sau khi ký",
      "Điền “32” vào ô “số văn bản”",
      "Trực tuyến",
      "Danh sách tổ chức được tin cậy",
      "Nguyễn Thu Hà",
    ])
      expect(text).toContain(said);
    expect(text.replaceAll(" ", "")).toContain(verdict.document.sha256);
  });

  it("says as clearly that a file was changed, is unsigned or cannot be read", () => {
    const changed = document!.bytes.slice();
    changed[Buffer.from(changed).indexOf("trien khai")]! ^= 1;
    expect(textOf(report(verifyPdf(changed, options)))).toMatch(/KHÔNG HỢP LỆ.*DIGEST_MISMATCH/);
    expect(textOf(report(verifyPdf(letter(), options)))).toContain("KHÔNG CÓ CHỮ KÝ");
    expect(textOf(report(verifyPdf(new Uint8Array(), options)))).toContain("KHÔNG ĐỌC ĐƯỢC");
    expect(textOf(report(verifyPdf(document!.bytes, { trust: [] })))).toContain("CHƯA KẾT LUẬN ĐƯỢC");
  });

  it("is the same for the same verdict and conditions, and escapes what a file says of itself", () => {
    const verdict = verifyPdf(document!.bytes, options);
    expect(Buffer.compare(report(verdict), report(verdict))).toBe(0);
    const [signature] = verdict.signatures;
    const evil = { ...signature!, signer: { ...signature!.signer, commonName: '<w:p>&"\u0000]]>' } };
    expect(textOf(report({ ...verdict, signatures: [evil] }))).toContain('<w:p>&"]]>');
  });
});
