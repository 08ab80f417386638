import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type DocumentDescription, parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import {
  canonicalJson,
  checkSnapshot,
  composeReport,
  computeReport,
  missingFromReport,
  type ReportSnapshot,
  readSnapshot,
  SNAPSHOT_NAME,
  SNAPSHOT_TYPE,
  sealSnapshot,
} from "../../shared/reports/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { program, temporaryFolder } from "../cli/vanthu.ts";
import { sampleInput } from "./report-fixture.ts";

const ORGANISATION = { code: "H98", name: "Ủy ban nhân dân tỉnh Hương Giang" };
const input = sampleInput();
const report = computeReport(input);
const sealed = sealSnapshot(ORGANISATION, input, report);

const described = (ruleSet: DocumentDescription["ruleSet"] = "nd30", of = report) =>
  parseDescription(
    composeReport(of, {
      ruleSet,
      organisation: { name: ORGANISATION.name },
      notation: ruleSet === "nd30" ? "BC-UBND" : "BC/TU",
      place: "Hương Giang",
      addressees: ["Chính phủ"],
      recipients: ["Như trên", ruleSet === "nd30" ? "Lưu: VT, KGVX" : "Lưu Văn phòng Tỉnh ủy"],
      signature: { authority: ["TM. Ủy ban nhân dân"], position: "Chủ tịch", name: "Lê Thị Minh Nguyệt" },
      assessment: "Các sở, xã, phường đã chủ động; kết quả **chưa đều**.",
    }),
  );

/** The PDF of a description with a file attached as the snapshot. */
const pdfOf = (description: DocumentDescription, bytes: Uint8Array | undefined = sealed.bytes, name = SNAPSHOT_NAME) =>
  typeset(renderDocx(description).docx, {
    now: new Date("2027-06-15T02:00:00Z"),
    attachments: bytes === undefined ? [] : [{ name, bytes, mimeType: SNAPSHOT_TYPE, relationship: "Data" }],
  }).pdf;

/** The snapshot changed by hand, and written canonically again. */
function forged(change: (snapshot: ReportSnapshot) => void): Uint8Array {
  const snapshot = JSON.parse(new TextDecoder().decode(sealed.bytes)) as ReportSnapshot;
  change(snapshot);
  return new TextEncoder().encode(canonicalJson(snapshot));
}

describe("the sealed snapshot", () => {
  it("is named by its sha256, the same for the same data, and reads back whole", () => {
    expect(sealed.sha256).toBe(createHash("sha256").update(sealed.bytes).digest("hex"));
    expect(sealSnapshot(ORGANISATION, sampleInput()).sha256).toBe(sealed.sha256);
    const snapshot = readSnapshot(sealed.bytes);
    expect(canonicalJson(snapshot.figures)).toBe(canonicalJson(report.figures));
    expect(canonicalJson(computeReport(snapshot.input))).toBe(canonicalJson(report));
  });

  it("carries nothing of a task that the report does not use", () => {
    const { tasks } = readSnapshot(sealed.bytes).input.programme;
    const fields = new Set(tasks.flatMap((task) => Object.keys(task)));
    expect([...fields].sort()).toEqual([
      "completedOn",
      "deadline",
      "extensions",
      "groupId",
      "id",
      "leadAgency",
      "name",
      "number",
      "progress",
    ]);
    expect(tasks.map(({ progress }) => `${progress?.result ?? ""}${progress?.evidence ?? ""}`).join("")).toBe("");
  });

  it("is refused when it is another spelling, too deep, too large or not one at all", () => {
    const text = new TextDecoder().decode(sealed.bytes);
    for (const wrong of [
      ` ${text}`,
      "{}",
      "[".repeat(100_000),
      text.replace("vanthu.bao-cao/1", "vanthu.bao-cao/9"),
      text.replace('"deadline":', '"deadLine":'),
      "\u0000",
    ])
      expect(() => readSnapshot(new TextEncoder().encode(wrong))).toThrow(
        expect.objectContaining({ code: "REPORT_SNAPSHOT_UNREADABLE" }),
      );
  });
});

describe("checking a report", () => {
  const pdf = pdfOf(described());

  it("finds every figure, sentence and table row again", () => {
    const check = checkSnapshot(pdf)!;
    expect(check.differences).toEqual([]);
    expect(check).toMatchObject({ matches: true, sha256: sealed.sha256 });
    expect(check.checked.figures).toBe(report.figures.length);
    expect(check.checked.sentences).toBe(report.sections.flatMap(({ sentences }) => sentences).length);
    expect(check.checked.rows).toBeGreaterThan(80);
    expect(check.summary).toMatch(/^Số liệu khớp/);
  });

  it("does so for documents of the Party as well", () => {
    for (const ruleSet of ["hd36", "hd05"] as const)
      expect(checkSnapshot(pdfOf(described(ruleSet)))!.differences).toEqual([]);
  });

  it("the file in the PDF is the snapshot to the byte, for other programs too", () => {
    const place = temporaryFolder();
    writeFileSync(place.at("bao-cao.pdf"), pdf);
    const detached = program("pdfdetach", ["-save", "1", "-o", place.at("so-lieu.json"), place.at("bao-cao.pdf")]);
    expect(detached.err).toBe("");
    expect(program("sha256sum", [place.at("so-lieu.json")]).out.slice(0, 64)).toBe(sealed.sha256);
    const text = program("pdftotext", ["-layout", place.at("bao-cao.pdf"), "-"]).out.replace(/\s+/g, " ");
    expect(text).toContain("10 nhiệm vụ đã hoàn thành (đạt 34,5%)");
    place.drop();
  });

  it("tells a figure that was changed in the snapshot", () => {
    const check = checkSnapshot(
      pdfOf(
        described(),
        forged(({ figures }) => {
          figures.find(({ id }) => id === "done")!.value = 12;
        }),
      ),
    )!;
    expect(check.matches).toBe(false);
    expect(check.differences).toEqual([
      expect.objectContaining({ code: "FIGURE", where: "done", expected: "10 nhiệm vụ", found: "12 nhiệm vụ" }),
    ]);
  });

  it("tells a figure whose tasks were changed, left out or invented", () => {
    const checked = (change: (snapshot: ReportSnapshot) => void) => checkSnapshot(pdfOf(described(), forged(change)))!;
    const moved = checked(({ figures }) => {
      figures.find(({ id }) => id === "done")!.tasks.reverse();
    });
    expect(moved.differences.map(({ where }) => where)).toEqual(["done"]);
    expect(checked(({ figures }) => void figures.splice(3, 1)).differences[0]).toMatchObject({ found: "" });
    const invented = { id: "them", label: "Thêm", value: 1, unit: "", tasks: [], targets: [] };
    expect(checked(({ figures }) => void figures.push(invented)).differences[0]).toMatchObject({ where: "them" });
  });

  it("tells data that were changed: a task said to be done that was not", () => {
    const check = checkSnapshot(
      pdfOf(
        described(),
        forged(({ input: { programme } }) => {
          programme.tasks.find(({ id }) => id === "t24")!.completedOn = "2026-12-01";
        }),
      ),
    )!;
    expect(check.matches).toBe(false);
    expect(check.differences.map(({ where }) => where)).toEqual(
      expect.arrayContaining(["done", "status.open-overdue"]),
    );
    expect(check.differences.length).toBeLessThanOrEqual(50);
  });

  it("tells data and figures changed together, because the document says something else", () => {
    const other = sampleInput();
    other.programme.tasks.find(({ id }) => id === "t24")!.completedOn = "2026-12-01";
    const check = checkSnapshot(pdfOf(described(), sealSnapshot(ORGANISATION, other).bytes))!;
    expect(check.matches).toBe(false);
    expect(check.differences.every(({ code }) => code === "TEXT")).toBe(true);
    expect(check.differences[0]).toMatchObject({
      expected: expect.stringContaining("11 nhiệm vụ đã hoàn thành"),
      found: expect.stringContaining("10nhiệmvụđãhoànthành"),
    });
  });

  it("tells a document whose sentence or table was changed", () => {
    const original = described();
    const changed = (from: string, to: string) => {
      expect(original.body).toContain(from);
      return checkSnapshot(pdfOf({ ...original, body: original.body.replace(from, to) }))!;
    };
    const sentence = changed("có 08 nhiệm vụ quá hạn", "có 03 nhiệm vụ quá hạn");
    expect(sentence.differences).toEqual([expect.objectContaining({ code: "TEXT", where: "Nhiệm vụ quá hạn, câu 1" })]);
    const row = changed("| Sở Khoa học và Công nghệ | 7 | 2 |", "| Sở Khoa học và Công nghệ | 7 | 5 |");
    expect(row.differences).toEqual([
      expect.objectContaining({ code: "TEXT", where: "Kết quả thực hiện nhiệm vụ theo cơ quan chủ trì, hàng 1" }),
    ]);
    const appendices = structuredClone(original.appendices!);
    const first = appendices[0]!.table!.rows.find((one) => "cells" in one)!;
    if ("cells" in first) first.cells[4] = "Hoàn thành quá hạn";
    const list = checkSnapshot(pdfOf({ ...original, appendices }))!;
    expect(list.differences).toEqual([expect.objectContaining({ code: "TEXT" })]);
  });

  it("computes a report of the first rules as those wrote it: counts without a leading zero", () => {
    const first = computeReport(input, 1);
    const bytes = forged((snapshot) => {
      snapshot.rules = 1;
    });
    const old = described("nd30", first);
    expect([described().body, old.body].map((body) => /có (0?8) nhiệm vụ quá hạn/.exec(body)?.[1])).toEqual([
      "08",
      "8",
    ]);
    expect(checkSnapshot(pdfOf(old, bytes))).toMatchObject({ matches: true });
    expect(checkSnapshot(pdfOf(described(), bytes))).toMatchObject({ matches: false });
  });

  it("is not asked of a document without a snapshot, and never throws at what others send", () => {
    expect(checkSnapshot(pdfOf(described(), undefined, "khac.json"))).toBeUndefined();
    expect(checkSnapshot(pdfOf(described(), sealed.bytes, "khac.json"))).toBeUndefined();
    expect(checkSnapshot(new TextEncoder().encode("%PDF-1.7 hỏng"))).toBeUndefined();
    const broken = checkSnapshot(pdfOf(described(), new TextEncoder().encode("{}")))!;
    expect(broken).toMatchObject({ matches: false, differences: [{ code: "FORMAT" }] });
    const later = checkSnapshot(
      pdfOf(
        described(),
        forged((snapshot) => {
          snapshot.rules = 3;
        }),
      ),
    )!;
    expect(later.differences).toEqual([expect.objectContaining({ code: "FORMAT", where: "rules" })]);
    const twice = checkSnapshot(
      pdfOf(
        described(),
        forged(({ input: { programme } }) => void programme.tasks.push(programme.tasks[0]!)),
      ),
    )!;
    expect(twice).toMatchObject({ matches: false, differences: [{ code: "FORMAT" }] });
    const window = checkSnapshot(
      pdfOf(
        described(),
        forged(({ input: { window: one } }) => {
          one.label = "Quý I năm 2027";
        }),
      ),
    )!;
    expect(window.differences[0]).toMatchObject({ code: "FORMAT", where: "input.window" });
  });
});

describe("a writer's own words", () => {
  it("may stand before, between and after what follows from the figures", () => {
    const { body } = described();
    const more = body.replace(
      /\n\n# NHIỆM VỤ QUÁ HẠN|\n\n# Nhiệm vụ quá hạn/,
      (all) => `\r\n\r\nLời giải trình thêm.${all}`,
    );
    expect(more).not.toBe(body);
    expect(missingFromReport(report, { body: more })).toBeUndefined();
    expect(checkSnapshot(pdfOf({ ...described(), body: more }))!.matches).toBe(true);
  });

  it("may not take their place", () => {
    const { body } = described();
    expect(
      missingFromReport(report, { body: body.replace("đã hoàn thành 01 nhiệm vụ", "đã hoàn thành 07 nhiệm vụ") }),
    ).toBe("Có 07 nhiệm vụ đến hạn trong kỳ, đã hoàn thành 01 nhiệm vụ.");
    expect(missingFromReport(report, { body: body.replace("| **Tổng số** |", "| **Tổng** |") })).toContain("|");
  });
});
