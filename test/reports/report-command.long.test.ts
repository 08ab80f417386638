import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { Actor } from "../../shared/access/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import { SNAPSHOT_NAME, type SnapshotCheck } from "../../shared/reports/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { program, temporaryFolder, vanthu } from "../cli/vanthu.ts";
import { reportedProgramme } from "./report-fixture.ts";

const place = temporaryFolder();
afterAll(() => place.drop());
writeFileSync(place.at("chuong-trinh.json"), JSON.stringify(reportedProgramme()));
const make = (output: string, ...more: string[]) =>
  vanthu([
    "report",
    "--programme",
    place.at("chuong-trinh.json"),
    "--period",
    "2027-Q2",
    "-o",
    place.at(output),
    ...more,
  ]);

describe("vanthu report", () => {
  it("makes a PDF that vanthu verify finds to match its snapshot", () => {
    const run = make("bao-cao.pdf", "--json");
    expect(run.err).toBe("");
    expect(run.code).toBe(0);
    const made = JSON.parse(run.out) as { snapshot: { sha256: string }; figures: { id: string; value: number }[] };
    expect(made.figures.find(({ id }) => id === "total")!.value).toBe(29);
    const verified = vanthu(["verify", place.at("bao-cao.pdf"), "--json"]);
    // Nobody has signed it yet; the figures are right.
    expect(verified.code).toBe(3);
    const { report } = JSON.parse(verified.out) as { report: SnapshotCheck };
    expect(report).toMatchObject({ matches: true, sha256: made.snapshot.sha256, differences: [] });
    expect(program("pdfdetach", ["-list", place.at("bao-cao.pdf")]).out).toContain(SNAPSHOT_NAME);
    expect(program("qpdf", ["--check", place.at("bao-cao.pdf")]).code).toBe(0);
  });

  it("verify exits 1 and names the difference when a figure was changed in the file", () => {
    // The data are stored in the clear by qpdf, a digit is changed in them, and the file is put right again.
    expect(make("goc.pdf").code).toBe(0);
    const open = program("qpdf", ["--qdf", "--object-streams=disable", place.at("goc.pdf"), place.at("mo.pdf")]);
    expect(open.err).toBe("");
    const bytes = readFileSync(place.at("mo.pdf"), "latin1");
    const from = Buffer.from('"unit":"nhiệm vụ","value":19').toString("latin1");
    expect(bytes).toContain(from);
    writeFileSync(place.at("sua.pdf"), bytes.replace(from, from.replace(/19$/, "18")), "latin1");
    const run = vanthu(["verify", place.at("sua.pdf")]);
    expect(run.code).toBe(1);
    expect(run.out).toContain("Số liệu KHÔNG khớp");
    expect(run.out).toContain("ghi 18 nhiệm vụ, tính lại từ dữ liệu được 19 nhiệm vụ");
  });

  it("makes a Word file, with the organisation and signatory of a frame", () => {
    const frame = {
      organisation: { name: "Ủy ban nhân dân\ntỉnh Hương Giang" },
      notation: "BC-UBND",
      place: "Hương Giang",
      recipients: ["Chính phủ", "Lưu: VT, KGVX"],
      signature: { authority: ["TM. Ủy ban nhân dân"], position: "Chủ tịch", name: "Nguyễn Văn Bắc" },
      date: "2027-06-15",
      number: "45",
    };
    writeFileSync(place.at("khung.json"), JSON.stringify(frame));
    expect(make("bao-cao.docx", "--frame", place.at("khung.json")).code).toBe(0);
    const lint = vanthu(["lint", place.at("bao-cao.docx"), "--rules", "nd30", "--date", "2027-06-15"]);
    expect(lint.out).not.toMatch(/^ {2}LỖI/m);
    expect(lint.code).toBe(0);
  });

  it("counts a stored programme by the data windows of its office", async () => {
    const storage = openSqliteStorage(place.at("kho"));
    const office = openOffice({ storage });
    const { id: organisationId } = await office.access.createOrganisation({
      code: "H98",
      name: "Ủy ban nhân dân tỉnh Hương Giang",
      place: "Hương Giang",
      system: "state",
    });
    const actor: Actor = { personId: "p", organisationId, name: "Phạm Văn Thuận", roles: ["drafter"] };
    await office.programmes.create(actor, { id: "cds", title: "Chuyển đổi số", period: "2026" });
    const rule = { opensOn: 20, closesOn: 19, calendarPeriod: false, sendWithinWorkingDays: 1 };
    await office.settings.setReports(actor, 0, { rule, remindBefore: 3 });
    await storage.records.close();
    const args = ["--programme", "cds", "--data", place.at("kho"), "--period", "2026-Q1", "-o", place.at("kho.pdf")];
    const run = vanthu(["report", ...args, "--json"]);
    expect(run.err).toBe("");
    expect(JSON.parse(run.out).window).toMatchObject({ from: "2025-12-20", to: "2026-03-19" });
  });

  it("says what is wrong with its arguments and files", () => {
    expect(make("bao-cao.txt")).toMatchObject({ code: 64 });
    expect(vanthu(["report", "--programme", "khong-co.json", "--period", "2027", "-o", place.at("x.pdf")]).code).toBe(
      66,
    );
    writeFileSync(place.at("hong.json"), '{"id":"x"}');
    const broken = vanthu([
      "report",
      "--programme",
      place.at("hong.json"),
      "--period",
      "2027",
      "-o",
      place.at("x.pdf"),
    ]);
    expect(broken.code).toBe(1);
    expect(broken.err).toMatch(/^INVALID/);
    const period = vanthu([
      "report",
      "--programme",
      place.at("hong.json"),
      "--period",
      "2027-Q7",
      "-o",
      place.at("x.pdf"),
    ]);
    expect(period.err).toContain("Kỳ báo cáo không đúng dạng");
  });
});
