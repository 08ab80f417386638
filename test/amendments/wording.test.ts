import { describe, expect, it } from "vitest";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import {
  checkWording,
  compareRevisions,
  exampleNote,
  readableTemplate,
  shortCitation,
} from "../../shared/amendments/index.ts";
import { parseDeadline, type RecordedEvent } from "../../shared/tasks/index.ts";

const from = sampleProgramme("ubnd");
const to = sampleRevision("ubnd");

function event(
  revision: number,
  kind: RecordedEvent["kind"],
  id: string,
  fields: string[],
  basis: string,
): RecordedEvent {
  return {
    kind,
    subject: "task",
    id,
    title: "",
    fields: fields.map((field) => ({ field })),
    revision,
    at: `2026-11-2${revision}T03:00:00.000Z`,
    actor: { personId: "p", name: `Người sửa ${revision}` },
    why: `Lý do ${revision}`,
    basis,
  };
}

describe("the office's own templates", () => {
  it("take placeholders by key or by word, and leave out what says the default", () => {
    expect(checkWording({ added: "Bổ sung mới ({căn cứ})", renamed: " ", removed: "Bỏ số {Số}, {phụ lục}" })).toEqual({
      added: "Bổ sung mới ({basis})",
      removed: "Bỏ số {number}, {appendix}",
    });
    expect(checkWording({ added: "Nhiệm vụ bổ sung theo {căn cứ}" })).toEqual({});
    expect(readableTemplate("Bổ sung ({basis})")).toBe("Bổ sung ({căn cứ})");
    expect(exampleNote("Gia hạn từ {oldDeadline} đến {deadline}")).toBe("Gia hạn từ Quý I/2027 đến Quý II/2027");
  });

  it("name every unknown placeholder, open brace and unknown kind at once", () => {
    const wrong = { added: "Theo {ngay}", moved: "Sang {nhóm", renamed: "x".repeat(301), other: "x", note: 5 };
    let faults: { where?: string; message: string }[] = [];
    try {
      checkWording(wrong);
    } catch (error) {
      expect(error).toMatchObject({ code: "INVALID" });
      faults = (error as { faults: typeof faults }).faults;
    }
    expect(faults.map((fault) => fault.where)).toEqual(["added", "moved", "renamed", "other", "note"]);
    expect(faults[0]!.message).toContain("{ngay}");
    expect(faults[0]!.message).toContain("{căn cứ}");
  });

  it("write a day as the rest of the document does", () => {
    const [task, ...rest] = from.tasks;
    const done = (completedOn: string) =>
      compareRevisions(from, { ...from, tasks: [{ ...task!, completedOn }, ...rest] })[0]!.note;
    expect(done("2027-03-05")).toBe("Nhiệm vụ đã hoàn thành ngày 05/3/2027");
    expect(done("2027-01-20")).toBe("Nhiệm vụ đã hoàn thành ngày 20/01/2027");
  });

  it("go without what leads to a basis when there is none", () => {
    const [task] = from.tasks;
    const other = { ...from, tasks: [{ ...task!, output: "Khác" }, ...from.tasks.slice(1)] };
    const note = (output: string) => compareRevisions(from, other, { wording: { output } })[0]!.note;
    expect(note("Đổi sản phẩm ({basis})")).toBe("Đổi sản phẩm");
    expect(note("Đổi sản phẩm theo {basisFull}, số {number}")).toBe("Đổi sản phẩm, số 01");
    expect(note("Đổi sản phẩm theo {basis}")).toBe("Đổi sản phẩm");
  });
});

describe("the basis of a change", () => {
  it("is the last one recorded for the field, with who, when and why", () => {
    const events = [
      event(2, "deadline", "t6", ["deadline"], "Thông báo số 90/TB-UBND ngày 01/9/2026"),
      event(3, "deadline", "t6", ["deadline"], "Quyết định số 5/QĐ-UBND ngày 02/10/2026 của UBND tỉnh"),
      event(4, "deadline", "t6", ["deadline"], ""),
      event(5, "deadline", "t6", ["deadline"], "Sau bản so sánh"),
      event(2, "add", "t29", [], "Kế hoạch số 15/KH-UBND"),
    ];
    const rows = compareRevisions(from, { ...to, revision: 4 }, { events, basis: "Thông báo số 118/TB-UBND" });
    const row = (id: string) => rows.find((one) => one.taskId === id)!;
    expect(row("t6").note).toBe("Điều chỉnh lại thời gian hoàn thành theo Quyết định số 5/QĐ-UBND");
    expect(row("t6").bases).toEqual(["Quyết định số 5/QĐ-UBND ngày 02/10/2026 của UBND tỉnh"]);
    expect(row("t6").source).toMatchObject({ revision: 4, person: "Người sửa 4", why: "Lý do 4" });
    expect(row("t29").note).toBe("Nhiệm vụ bổ sung theo Kế hoạch số 15/KH-UBND");
    expect(row("t8").note).toContain("Thông báo số 118/TB-UBND");
  });

  it("is named for each change where changes rest on different documents", () => {
    const [task, ...rest] = from.tasks;
    const changed = { ...task!, name: "Tên khác", deadline: parseDeadline("Quý I/2028"), output: "Sản phẩm khác" };
    const events = [
      event(2, "rename", "t1", ["name"], "Kế hoạch số 1/KH-UBND"),
      event(3, "deadline", "t1", ["deadline"], "Kế hoạch số 2/KH-UBND"),
      event(3, "output", "t1", ["output"], "Kế hoạch số 2/KH-UBND"),
    ];
    const [row] = compareRevisions(from, { ...from, revision: 3, tasks: [changed, ...rest] }, { events });
    expect(row!.note).toBe(
      "Nhiệm vụ số 01 Phụ lục cập nhật lại tên theo Kế hoạch số 1/KH-UBND; điều chỉnh lại thời gian hoàn thành; điều chỉnh sản phẩm đầu ra theo Kế hoạch số 2/KH-UBND",
    );
  });

  it("is what “Căn cứ giao” newly names, and never what gave the task before", () => {
    const [task, ...rest] = from.tasks;
    const note = (basis: string) =>
      compareRevisions(from, { ...from, tasks: [{ ...task!, output: "Khác", basis }, ...rest] })[0]!.note;
    expect(note(`${task!.basis}; Kế hoạch số 9/KH-UBND ngày 01/02/2027 của UBND tỉnh`)).toBe(
      "Điều chỉnh sản phẩm đầu ra theo Kế hoạch số 9/KH-UBND",
    );
    expect(note(task!.basis)).toBe("Điều chỉnh sản phẩm đầu ra");
  });

  it("is cited by number and notation", () => {
    expect(shortCitation("Kế hoạch số 15-KH/BCĐ ngày 10/04/2027 của Ban Chỉ đạo tỉnh")).toBe("Kế hoạch số 15-KH/BCĐ");
    expect(shortCitation("Thông báo số: 118/TB-UBND, ngày 18/11/2026")).toBe("Thông báo số: 118/TB-UBND");
    expect(shortCitation("Ý kiến của Chủ tịch ngày 5/5/2027")).toBe("Ý kiến của Chủ tịch ngày 5/5/2027");
    expect(shortCitation("Kế hoạch số 1/KH-UBND ngày 2/1/2027; Thông báo số 2/TB-UBND của UBND tỉnh.")).toBe(
      "Kế hoạch số 1/KH-UBND; Thông báo số 2/TB-UBND",
    );
  });
});

describe("kinds of change", () => {
  const [task, ...rest] = from.tasks;
  const kinds = (change: object, before: object = {}) =>
    compareRevisions(
      { ...from, tasks: [{ ...task!, ...before }, ...rest] },
      { ...from, revision: 2, tasks: [{ ...task!, ...before, ...change }, ...rest] },
    ).flatMap((row) => row.kinds);

  it("tell basis and note only where nothing else changed", () => {
    expect(kinds({ basis: "Khác" })).toEqual(["basis"]);
    expect(kinds({ note: "(Đã thực hiện)" })).toEqual(["note"]);
    expect(kinds({ note: "(Đã thực hiện)", basis: "Khác" })).toEqual(["basis", "note"]);
    expect(kinds({ note: "(Đã thực hiện)", completedOn: "2026-11-01" })).toEqual(["completed"]);
  });

  it("tell an extension from another new deadline, and completion from its undoing", () => {
    const later = { deadline: parseDeadline("Trước ngày 30/6/2028") };
    const change = { before: task!.deadline, changedOn: "2026-11-01", basis: "" };
    expect(kinds({ ...later, extensions: [change] })).toEqual(["extended"]);
    expect(kinds(later)).toEqual(["deadline"]);
    expect(kinds({ completedOn: undefined }, { completedOn: "2026-11-01" })).toEqual(["reopened"]);
    expect(kinds({ number: "99", amendmentNote: "x" })).toEqual([]);
  });
});
