import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { program, temporaryFolder, vanthu } from "../cli/vanthu.ts";

/** The main job, as a newcomer runs it; every output is looked at by programs that are not ours. */
const work = temporaryFolder();
const demo = work.at("demo");
const file = (name: string) => `${demo}/${name}`;
let report: { passed: boolean; ms: number; steps: { name: string; ms: number; files: string[]; notes: string[] }[] };

beforeAll(() => {
  const run = vanthu(["demo", "--out", demo, "--json"]);
  expect(run.err).toBe("");
  expect(run.code).toBe(0);
  report = JSON.parse(run.out);
});
afterAll(() => work.drop());

/** Signed bytes and CMS of each signature, read from the file without our own code. */
function signaturesOf(pdf: Buffer): { signed: Buffer; cms: Buffer }[] {
  const found = [];
  for (const match of pdf.toString("latin1").matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)) {
    const [a, b, c, d] = match.slice(1).map(Number) as [number, number, number, number];
    const hex = pdf.subarray(a + b + 1, c - 1).toString("latin1");
    const padded = Buffer.from(hex, "hex");
    // The DER says its own length; the rest of the hole is zero.
    const lengthBytes = padded[1]! & 0x7f;
    const length = padded.readUIntBE(2, lengthBytes);
    found.push({
      signed: Buffer.concat([pdf.subarray(a, a + b), pdf.subarray(c, c + d)]),
      cms: padded.subarray(0, 2 + lengthBytes + length),
    });
  }
  return found;
}

describe("vanthu demo", () => {
  it("tells each step with its time and leaves every file it names", () => {
    expect(report.passed).toBe(true);
    expect(report.steps.length).toBeGreaterThanOrEqual(15);
    for (const step of report.steps) {
      expect(step.ms, step.name).toBeGreaterThanOrEqual(0);
      for (const name of step.files) expect(existsSync(file(name)), name).toBe(true);
    }
    const kept = report.steps.flatMap((step) => step.files);
    for (const ending of [".docx", "-du-thao.pdf", "-da-ky.pdf", ".edxml", ".verdict.json"]) {
      expect(
        kept.some((name) => name.endsWith(ending)),
        ending,
      ).toBe(true);
    }
    expect(existsSync(file("data/vanthu.sqlite"))).toBe(true);
  });

  it("works on a realistic programme: at least 20 tasks, 10 targets, 3 agencies", () => {
    const counts = /(\d+) nhiệm vụ, (\d+) nhóm, (\d+) chỉ tiêu/.exec(
      report.steps.flatMap((step) => step.notes).join("\n"),
    );
    expect(Number(counts?.[1])).toBeGreaterThanOrEqual(20);
    expect(Number(counts?.[3])).toBeGreaterThanOrEqual(10);
    const text = program("pdftotext", ["-layout", file("01-ke-hoach.pdf"), "-"]).out;
    for (const agency of ["Sở Nội vụ", "Sở Tài chính", "Sở Khoa học và Công"]) expect(text).toContain(agency);
  });

  it.each(["01-ke-hoach.pdf", "02-cong-van.pdf"])(
    "%s: leader and seal are valid for pdfsig, the leader still after the seal",
    (name) => {
      const text = program("pdfsig", [file(name)]).out;
      expect(text.match(/Signature Validation: Signature is Valid\./g)).toHaveLength(2);
      expect(text.match(/Signature Type: ETSI\.CAdES\.detached/g)).toHaveLength(2);
      expect(text.indexOf("ChuKyLanhDao")).toBeLessThan(text.indexOf("ConDauCoQuan"));
      // B-LT: behind the seal stand the certificates and revocation data of both (DSS), and nothing else.
      expect(text.match(/Not total document signed/g)).toHaveLength(2);
      const { signatures } = JSON.parse(vanthu(["verify", file(name), "--trust", file("tin-cay"), "--json"]).out);
      expect(signatures.at(-1)).toMatchObject({ role: "seal", changesAfter: "lta" });
    },
  );

  it.each(["01-ke-hoach.pdf", "02-cong-van.pdf", "02-phu-luc-dieu-chinh.pdf"])(
    "%s: every signature verifies in openssl cms -verify -cades",
    (name) => {
      const signatures = signaturesOf(readFileSync(file(name)));
      expect(signatures).toHaveLength(name.includes("phu-luc") ? 1 : 2);
      for (const { signed, cms } of signatures) {
        writeFileSync(work.at("signed"), signed);
        writeFileSync(work.at("cms"), cms);
        const run = program("openssl", [
          ...[
            "cms",
            "-verify",
            "-cades",
            "-binary",
            "-inform",
            "DER",
            "-in",
            work.at("cms"),
            "-content",
            work.at("signed"),
          ],
          ...["-CAfile", file("tin-cay/thu-nghiem-goc.pem"), "-purpose", "any", "-out", work.at("content")],
        ]);
        expect(run.err).toContain("successful");
        expect(run.code).toBe(0);
      }
    },
  );

  it("the number and the date stand in the sealed file, and the bytes the leader signed are its prefix", () => {
    const signed = readFileSync(file("01-ke-hoach-da-ky.pdf"));
    const sealed = readFileSync(file("01-ke-hoach.pdf"));
    expect(sealed.subarray(0, signed.length).equals(signed)).toBe(true);
    const text = program("pdftotext", ["-layout", "-l", "1", file("01-ke-hoach.pdf"), "-"]).out;
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const year = today.slice(0, 4);
    expect(text.replace(/\s+/g, " ")).toMatch(/Số: 01 ?\/KH-UBND/);
    expect(text.replace(/\s+/g, " ")).toMatch(new RegExp(`ngày \\d{2} ?tháng \\d{1,2} ?năm ${year}`));
  });

  it("every PDF is clean for qpdf and has its fonts embedded as subsets", () => {
    for (const name of ["01-ke-hoach-du-thao.pdf", "01-ke-hoach.pdf", "02-cong-van.pdf", "02-phu-luc-dieu-chinh.pdf"]) {
      expect(program("qpdf", ["--check", file(name)]).code, name).toBe(0);
      const fonts = program("pdffonts", [file(name)])
        .out.split("\n")
        .slice(2)
        .filter((line) => line.trim() !== "");
      expect(fonts.length).toBeGreaterThan(0);
      for (const font of fonts) expect(font, name).toMatch(/^[A-Z]{6}\+.*\byes yes\b/);
    }
  });

  it("the separate appendix says number and time of signing at the top right (NĐ30 Phụ lục I, III.1.d)", () => {
    const text = program("pdftotext", ["-layout", "-l", "1", file("02-phu-luc-dieu-chinh.pdf"), "-"]).out;
    expect(text).toMatch(/Số: 02\/UBND-KGVX; \d{2}\/\d{2}\/\d{4}; \d{2}:\d{2}:\d{2} \+07:00/);
    expect(
      program("pdftotext", ["-l", "1", file("02-phu-luc-dieu-chinh.pdf"), "-"]).out.replace(/\s+/g, " "),
    ).toContain("Nội dung điều chỉnh");
  });
});

describe("vanthu verify on the demo's files", () => {
  const trust = () => ["--trust", file("tin-cay")];

  it("passes the issued plan, and says that the authority is not publicly trusted", () => {
    const run = vanthu(["verify", file("01-ke-hoach.pdf"), ...trust(), "--json"]);
    const verdict = JSON.parse(run.out);
    expect(run.code).toBe(0);
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(verdict.summary).toContain("không được tin cậy công khai");
    expect(verdict.signatures.map((signature: { role: string }) => signature.role)).toEqual(["leader", "seal"]);
    expect(verdict.document).toMatchObject({ number: "01" });
    for (const signature of verdict.signatures)
      expect(signature).toMatchObject({ intact: true, cryptographicallyValid: true, trusted: true, level: "B-LT" });
  });

  it("is indeterminate without a trusted root (2), finds no signature in the draft (3), cannot read rubbish (4)", () => {
    expect(vanthu(["verify", file("01-ke-hoach.pdf")]).code).toBe(2);
    expect(vanthu(["verify", file("01-ke-hoach-du-thao.pdf")]).code).toBe(3);
    writeFileSync(work.at("rubbish.pdf"), "đây không phải là PDF");
    const run = vanthu(["verify", work.at("rubbish.pdf"), "--json"]);
    expect(run.code).toBe(4);
    expect(JSON.parse(run.out).verdict).toBe("UNREADABLE");
  });

  it("fails a file changed by one byte, wherever the byte is, and says so in Vietnamese", () => {
    const sealed = readFileSync(file("01-ke-hoach.pdf"));
    const contents = [...sealed.toString("latin1").matchAll(/\/Contents\s*</g)].map((match) => match.index);
    // What was signed ends with the seal's revision; behind it stands only what helps to verify (DSS).
    const ranges = [...sealed.toString("latin1").matchAll(/\/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)/g)];
    const signedEnd = Math.max(...ranges.map((range) => Number(range[3]) + Number(range[4])));
    for (const at of [20, 5000, Math.floor(sealed.length / 2), contents[0]! - 40, signedEnd - 40]) {
      const run = verifyTampered(sealed, at);
      expect([1, 4], `byte ${at}`).toContain(run.code);
      expect(JSON.parse(run.out).summary).toMatch(/[Kk]hông/);
    }
    // The signature value is the OCTET STRING of 256 bytes before the timestamp; two hexadecimal digits a byte. Another digit, not just
    // another byte: what is no digit makes the file unreadable (4), which is a different answer.
    const { cms } = signaturesOf(sealed)[1]!;
    const value = Buffer.from(cms).toString("hex").lastIndexOf("04820100") + "04820100".length;
    const digit = sealed.indexOf("<", contents.at(-1)!) + 1 + value + 40;
    expect(verifyTampered(sealed, digit, sealed[digit] === 0x30 ? 0x31 : 0x30).code).toBe(1);
  });

  function verifyTampered(pdf: Buffer, at: number, byte = pdf[at]! ^ 1) {
    const tampered = Buffer.from(pdf);
    tampered[at] = byte;
    writeFileSync(work.at("tampered.pdf"), tampered);
    return vanthu(["verify", work.at("tampered.pdf"), ...trust(), "--json"]);
  }

  it("checks the PDFs inside the exchange packet", () => {
    expect(vanthu(["verify", file("04-goi-02.edxml"), ...trust()]).code).toBe(0);
    expect(vanthu(["edxml", "check", file("04-goi-02.edxml")]).code).toBe(0);
  });

  it("vanthu audit check proves trail and ledger of the demo's store", () => {
    const run = vanthu(["audit", "check", "--data", file("data"), "--json"]);
    expect(run.code).toBe(0);
    const check = JSON.parse(run.out);
    expect(check.sound).toBe(true);
    expect(check.series.some((series: { last: number }) => series.last === 2)).toBe(true);
  });
});
