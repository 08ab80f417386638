import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { openOffice } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { program, temporaryFolder, vanthu } from "../cli/vanthu.ts";
import { openFixture } from "./amendment-office.ts";

/** `vanthu amend` over a data folder. */
describe("vanthu amend", () => {
  const work = temporaryFolder();
  const data = work.at("data");
  let id: string;

  beforeAll(async () => {
    const storage = openSqliteStorage(data);
    const { drafter, sender } = await openFixture(storage);
    const office = openOffice({ storage });
    const sample = sampleProgramme(sender.id);
    const made = await office.programmes.create(drafter, { title: sample.title, period: sample.period });
    id = made.id;
    const first = await office.programmes.save(drafter, { ...sample, id, revision: made.revision }, "Lập danh mục");
    await office.programmes.save(
      drafter,
      { ...sampleRevision(sender.id), id, revision: first.revision },
      { why: "Sau phiên họp", basis: "Thông báo số 118/TB-UBND ngày 18/11/2026 của UBND tỉnh" },
    );
    await storage.records.close();
  });
  afterAll(() => work.drop());

  const amend = (...more: string[]) =>
    vanthu(["amend", "--programme", id, "--from", "2", "--to", "3", "--data", data, ...more]);

  it("writes the appendix as PDF with every note, and proposes the instrument", () => {
    const file = work.at("phu-luc.pdf");
    const run = amend("-o", file);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain("11 nhiệm vụ thay đổi");
    expect(run.out).toContain("Đề xuất sửa đổi, bổ sung");
    const text = program("pdftotext", ["-raw", file, "-"]).out.replaceAll(/\s+/g, "");
    expect(text).toContain("Nhiệmvụbổsung");
    expect(text).toContain("Điềuchỉnhsảnphẩmđầura");
    expect(program("pdfinfo", [file]).out).toMatch(/Page size:\s+841\.\d+ x 595/);
  });

  it("takes the rows asked for, by position or from a file with notes", () => {
    const docx = work.at("phu-luc.docx");
    const some = amend("-o", docx, "--rows", "1,3-4", "--json");
    expect(some.code).toBe(0);
    const { rows, left } = JSON.parse(some.out) as { rows: { taskId: string; note: string }[]; left: string[] };
    expect(rows.map((row) => row.taskId)).toEqual(["t1", "t6", "t8"]);
    expect(left).toHaveLength(8);
    expect(readFileSync(docx).subarray(0, 2).toString()).toBe("PK");
    const choice = work.at("dong.json");
    writeFileSync(
      choice,
      JSON.stringify([
        { taskId: "t1", take: false },
        { taskId: "t6", note: "Gia hạn một quý" },
      ]),
    );
    const noted = amend("-o", docx, "--rows", choice, "--json", "--appendix", "Phụ lục II");
    const chosen = (JSON.parse(noted.out) as { rows: { taskId: string; note: string }[] }).rows;
    expect(chosen.find((row) => row.taskId === "t6")!.note).toBe("Gia hạn một quý");
    expect(chosen.find((row) => row.taskId === "t8")!.note).toContain("số 08 Phụ lục II");
    expect(chosen).toHaveLength(10);
  });

  it("refuses rows that are not there and revisions that are the same", () => {
    expect(amend("-o", work.at("x.pdf"), "--rows", "1,40")).toMatchObject({ code: 64 });
    writeFileSync(work.at("sai.json"), '[{"id": 1}]');
    expect(amend("-o", work.at("x.pdf"), "--rows", work.at("sai.json")).err).toMatch(/^INVALID/);
    const same = vanthu([
      "amend",
      "--programme",
      id,
      "--from",
      "3",
      "--to",
      "3",
      "--data",
      data,
      "-o",
      work.at("x.pdf"),
    ]);
    expect(same.err).toMatch(/^NOTHING_AMENDED/);
  });
});
