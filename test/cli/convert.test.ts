import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLibreOffice, typeset } from "../../shared/typeset/index.ts";
import { paragraph, wordFile } from "../typeset/word-file.ts";
import { program, temporaryFolder, vanthu } from "./vanthu.ts";

const CHART =
  '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="x"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';

describe("vanthu convert", () => {
  const disk = temporaryFolder();
  beforeAll(() => {
    writeFileSync(disk.at("a.docx"), wordFile({ body: paragraph("Nội dung công văn") }));
    writeFileSync(disk.at("b.docx"), wordFile({ body: CHART + paragraph("Nội dung") }));
  });
  afterAll(() => disk.drop());

  it("sets a file by itself, and offers LibreOffice for what lies outside", () => {
    expect(vanthu(["convert", disk.at("a.docx"), disk.at("a.pdf")])).toMatchObject({ code: 0, err: "" });
    const run = vanthu(["convert", disk.at("b.docx"), disk.at("b.pdf")]);
    expect(run.out).toMatch(/CHART_UNSUPPORTED[\s\S]*--engine libreoffice/);
  });

  it("as PDF/UA-1 or without tags on request", () => {
    const asked = (kind: string, ...more: string[]) =>
      vanthu(["convert", disk.at("a.docx"), disk.at(`${kind}.pdf`), "--pdf", kind, ...more]);
    const pdf = (kind: string): string => readFileSync(disk.at(`${kind}.pdf`), "latin1");
    expect(asked("ua-1").code).toBe(0);
    expect(pdf("ua-1")).toContain("<pdfuaid:part>1</pdfuaid:part>");
    expect(asked("a-2b").code).toBe(0);
    expect(pdf("a-2b")).toContain("<pdfaid:conformance>B</pdfaid:conformance>");
    expect(asked("x-9")).toMatchObject({ code: 64, err: expect.stringContaining("ua-1") });
    expect(asked("ua-1", "--engine", "libreoffice").code).toBe(64);
  });

  it("by LibreOffice where it is installed: PDF/A with tags", () => {
    const run = vanthu(["convert", disk.at("a.docx"), disk.at("lo.pdf"), "--engine", "libreoffice", "--json"]);
    expect({ ...run, out: JSON.parse(run.out) }).toMatchObject({ code: 0, out: { pages: 1, engine: "libreoffice" } });
    expect(program("pdftotext", [disk.at("lo.pdf"), "-"]).out).toContain("Nội dung công văn");
    expect(program("pdfinfo", [disk.at("lo.pdf")]).out).toMatch(/Tagged:\s+yes/);
  });

  it("says clearly that LibreOffice is missing, that an option is wrong, that time is up", () => {
    const nowhere = { PATH: path.dirname(process.execPath) };
    const engine = ["convert", disk.at("a.docx"), disk.at("x.pdf"), "--engine", "libreoffice"];
    const missing = vanthu(engine, nowhere);
    expect(missing.code).not.toBe(0);
    expect(missing.err).toMatch(/LIBREOFFICE_MISSING[\s\S]*Gợi ý/);
    expect(vanthu([...engine, "--timeout", "0"])).toMatchObject({ code: 64 });
    expect(vanthu([...engine, "--timeout", "0.05"]).err).toMatch(/LIBREOFFICE_TIMEOUT/);
  });
});

it("LibreOffice in a pool: as many processes as asked for, each with a profile of its own, broken files refused", async () => {
  const libreOffice = openLibreOffice({ processes: 2 });
  try {
    const files = ["một", "hai", "ba"].map((text) => wordFile({ body: paragraph(text) }));
    const made = await Promise.all(files.map((docx) => libreOffice.convert(docx)));
    expect(made.map(({ pages }) => pages)).toEqual([1, 1, 1]);
    await expect(libreOffice.convert(new Uint8Array(40))).rejects.toMatchObject({ code: "FILE_NOT_ZIP" });
    expect(typeset(files[0]!).pages).toBe(1);
  } finally {
    libreOffice.close();
  }
});
