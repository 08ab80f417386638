import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { ROOT, temporaryFolder, vanthu } from "./vanthu.ts";

/** Bad input gets a clear error in Vietnamese, with code, place and hint, and leaves nothing half-written. */
const work = temporaryFolder();
afterAll(() => work.drop());

const DOCX = unzipSync(readFileSync(`${ROOT}/templates/nd30/plan.docx`));
const XLSX = unzipSync(readFileSync(`${ROOT}/samples/files/nhiem-vu.xlsx`));

function refused(run: { code: number | null; err: string }, code: string, words: RegExp): void {
  expect(run.err.split(" ")[0]).toBe(code);
  expect(run.err).toMatch(words);
  expect(run.err).toMatch(/Vị trí: \S/);
  expect(run.err).toMatch(/Gợi ý: \S/);
  expect(run.err).not.toMatch(/\n {4}at /);
}

describe("a file that is not what its name says", () => {
  it("a .docx that is text", () => {
    writeFileSync(work.at("bao-cao.docx"), "Báo cáo");
    const run = vanthu(["convert", work.at("bao-cao.docx"), work.at("bao-cao.pdf")]);
    expect(run.code).toBe(1);
    refused(run, "FILE_NOT_ZIP", /không phải/);
    expect(existsSync(work.at("bao-cao.pdf"))).toBe(false);
  });

  it("a .docx that is a workbook", () => {
    writeFileSync(work.at("bang.docx"), zipSync(XLSX));
    const run = vanthu(["convert", work.at("bang.docx"), work.at("bang.pdf")]);
    expect(run.code).toBe(1);
    expect(run.err).toMatch(/^(FILE_WRONG_KIND|PACKAGE_BROKEN)/);
    expect(existsSync(work.at("bang.pdf"))).toBe(false);
  });

  it("an .xlsx that is text", () => {
    writeFileSync(work.at("nhiem-vu.xlsx"), "STT;Nhiệm vụ");
    const run = vanthu(["import", work.at("nhiem-vu.xlsx")]);
    expect(run.code).toBe(1);
    expect(run.err).toMatch(/Gợi ý: \S/);
  });

  it("a .p12 that is no key", () => {
    writeFileSync(work.at("khoa.p12"), "không phải khóa");
    const run = vanthu(
      [
        "sign",
        `${ROOT}/samples/files/nhiem-vu.xlsx`,
        "-o",
        work.at("ky.pdf"),
        "--p12",
        work.at("khoa.p12"),
        "--role",
        "leader",
      ],
      {
        VANTHU_P12_PASSWORD: "x",
      },
    );
    expect(run.code).toBe(1);
    expect(run.err).toMatch(/^P12_/);
    expect(existsSync(work.at("ky.pdf"))).toBe(false);
  });
});

describe("a table that cannot be imported", () => {
  it("an empty sheet", () => {
    const sheet =
      '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>';
    const parts = { ...XLSX };
    for (const name of Object.keys(parts)) if (/worksheets\/sheet\d+\.xml$/.test(name)) parts[name] = strToU8(sheet);
    writeFileSync(work.at("trong.xlsx"), zipSync(parts));
    const run = vanthu(["import", work.at("trong.xlsx")]);
    expect(run.code).toBe(1);
    refused(run, run.err.split(" ")[0]!, /^IMPORT_/);
  });

  it("faulty rows are named by row, column and reason, and nothing is stored without being asked", () => {
    const lines = [
      "STT\tNhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành",
      "1\tXây kho dữ liệu\tSở Nội vụ\tQuý I/2027",
      "2\t\tSở Y tế\t",
      "1\tSố hóa hồ sơ\tSở Tư pháp\t",
    ];
    writeFileSync(work.at("loi.tsv"), `${lines.join("\n")}\n`);
    const run = vanthu(["import", work.at("loi.tsv"), "--json"]);
    const result = JSON.parse(run.out);
    expect(run.code).toBe(1);
    expect(result.refused).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          row: 3,
          column: 2,
          header: "Nhiệm vụ",
          code: expect.any(String),
          message: expect.any(String),
        }),
        expect.objectContaining({ row: 4, column: 1, header: "STT" }),
      ]),
    );
    expect(readdirSync(work.folder).filter((name) => name.includes("data"))).toEqual([]);
  });
});

describe("a template or a description with a fault", () => {
  const description = work.at("mo-ta.json");
  const sound = JSON.parse(readFileSync(`${ROOT}/samples/files/ke-hoach-dang.json`, "utf8"));

  it("a template with an unknown tag: the tag and its place are named", () => {
    writeFileSync(description, JSON.stringify(sound));
    const document = new TextDecoder().decode(DOCX["word/document.xml"]);
    const broken = document.replace("</w:body>", "<w:p><w:r><w:t>Kính trình {ten_la_lung}</w:t></w:r></w:p></w:body>");
    writeFileSync(work.at("mau.docx"), zipSync({ ...DOCX, "word/document.xml": strToU8(broken) }));
    const run = vanthu(["render", description, "-o", work.at("ra.pdf"), "--template", work.at("mau.docx")]);
    expect(run.code).toBe(1);
    refused(run, run.err.split(" ")[0]!, /ten_la_lung/);
    expect(run.err).toMatch(/^TEMPLATE_/);
    expect(existsSync(work.at("ra.pdf"))).toBe(false);
  });

  it("a description with several faults: every one is named with its path", () => {
    const { subject: _left, ...rest } = sound;
    writeFileSync(description, JSON.stringify({ ...rest, kind: "XX", date: "2026-02-30" }));
    const run = vanthu(["render", description, "-o", work.at("ra.pdf")]);
    expect(run.code).toBe(1);
    for (const path of ["subject", "kind", "date"]) expect(run.err).toContain(path);
    expect(existsSync(work.at("ra.pdf"))).toBe(false);
  });

  it("JSON that is not JSON", () => {
    writeFileSync(description, "{ ruleSet: nd30");
    const run = vanthu(["render", description, "-o", work.at("ra.docx")]);
    expect(run.code).toBe(1);
    refused(run, "INVALID", /JSON/);
    expect(existsSync(work.at("ra.docx"))).toBe(false);
  });
});

describe("wrong use", () => {
  it.each([
    [["khong-co-lenh-nay"], 64],
    [["convert", "mot-tep.docx"], 64],
    [["sign", "a.pdf", "--role", "leader"], 64],
    [["verify", "khong-co.pdf"], 66],
    [["audit", "check", "--data", "khong-co-thu-muc"], 66],
  ])("vanthu %j ends with %i", (args, code) => {
    const run = vanthu(args as string[]);
    expect(run.code).toBe(code);
    expect(run.err).toMatch(/^(USAGE|INPUT_MISSING) /);
  });
});
