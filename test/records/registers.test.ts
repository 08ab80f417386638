import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  foldVietnamese,
  INCOMING_COLUMNS,
  type IncomingEntry,
  OUTGOING_COLUMNS,
  type OutgoingEntry,
  openRegisters,
} from "../../shared/records/index.ts";
import { openSqliteStorage, type RecordStore } from "../../shared/storage/index.ts";

const folder = mkdtempSync(join(tmpdir(), "vanthu-registers-"));
let records: RecordStore;
let registers: ReturnType<typeof openRegisters>;
beforeAll(() => {
  records = openSqliteStorage(folder).records;
  registers = openRegisters(records);
});
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const SUBJECTS = ["Kế hoạch chuyển đổi số năm 2026", "Báo cáo kết quả quý III", "Thông báo lịch tiếp công dân"];

const outgoing = (organisationId: string, number: number, year = 2026): OutgoingEntry => ({
  organisationId,
  documentId: `vb-${number}`,
  year,
  number,
  notation: `${number}/KH-UBND`,
  issuedOn: `${year}-03-05`,
  subject: SUBJECTS[number % 3]!,
  signatory: number % 2 ? "Đặng Thị Hòa" : "Lê Văn Ước",
  recipients: "Các phòng chuyên môn; UBND các xã",
  archivedBy: "Văn thư",
  copies: 12,
});

describe("registers of an office", () => {
  it("have the ten columns of NĐ30 Phụ lục IV", () => {
    expect(OUTGOING_COLUMNS).toHaveLength(10);
    expect(INCOMING_COLUMNS).toHaveLength(10);
    expect(OUTGOING_COLUMNS[0]!.header).toBe("Số, ký hiệu văn bản");
    expect(INCOMING_COLUMNS.map((column) => column.header).slice(0, 3)).toEqual(["Ngày đến", "Số đến", "Tác giả"]);
  });

  it("list a year by number, page by page, each organisation its own", async () => {
    for (let number = 1; number <= 25; number++) await records.commit(registers.outgoing.enter(outgoing("a", number)));
    await records.commit(registers.outgoing.enter(outgoing("a", 1, 2025)));
    await records.commit(registers.outgoing.enter(outgoing("b", 7)));
    const first = await registers.outgoing.list("a", 2026, { limit: 20 });
    expect(first.lines.map((line) => line.data.number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const second = await registers.outgoing.list("a", 2026, { limit: 20, after: first.next });
    expect(second.lines.map((line) => line.data.number)).toEqual([21, 22, 23, 24, 25]);
    expect(second.next).toBeUndefined();
    const some = await registers.outgoing.list("a", 2026, { fromNumber: 9, toNumber: 11, reverse: true });
    expect(some.lines.map((line) => line.data.number)).toEqual([11, 10, 9]);
    expect(await registers.outgoing.years("a")).toEqual([2026, 2025]);
    expect(await registers.outgoing.years("c")).toEqual([]);
  });

  it("are searched without marks, over all columns, also page by page", async () => {
    const find = async (search: string) =>
      (await registers.outgoing.list("a", 2026, { search })).lines.map((line) => line.data.number);
    expect(await find("chuyen doi so")).toEqual([3, 6, 9, 12, 15, 18, 21, 24]);
    expect(await find("CÔNG DÂN dang thi hoa")).toEqual([5, 11, 17, 23]);
    expect(await find("25/kh")).toEqual([25]);
    expect(await find("vb-3")).toEqual([]);
    const first = await registers.outgoing.list("a", 2026, { search: "quy iii", limit: 5, reverse: true });
    expect(first.lines.map((line) => line.data.number)).toEqual([25, 22, 19, 16, 13]);
    const rest = await registers.outgoing.list("a", 2026, {
      search: "quy iii",
      limit: 5,
      reverse: true,
      after: first.next,
    });
    expect(rest.lines.map((line) => line.data.number)).toEqual([10, 7, 4, 1]);
    expect(rest.next).toBeUndefined();
  });

  it("take a line once, and its later columns only from who has read it", async () => {
    await expect(records.commit(registers.outgoing.enter(outgoing("a", 1)))).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const line = await registers.outgoing.line("a", 2026, 1, "vb-1");
    await records.commit(
      registers.outgoing.change(line!, { sentOn: "2026-03-06", receipt: "Đã nhận qua Trục liên thông" }),
    );
    const again = await registers.outgoing.line("a", 2026, 1, "vb-1");
    expect(again?.data).toMatchObject({ number: 1, sentOn: "2026-03-06", receipt: "Đã nhận qua Trục liên thông" });
    const late = registers.outgoing.change(line!, { note: "muộn" });
    await expect(records.commit(late)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("hold incoming documents by their arrival number", async () => {
    const entry: IncomingEntry = {
      organisationId: "a",
      documentId: "den-1",
      year: 2026,
      number: 1,
      arrivedOn: "2026-03-06",
      author: "Sở Khoa học và Công nghệ",
      notation: "45/SKHCN-VP",
      issuedOn: "2026-03-05",
      subject: "V/v góp ý dự thảo kế hoạch",
    };
    await records.commit(registers.incoming.enter(entry));
    const { lines } = await registers.incoming.list("a", 2026, { search: "gop y skhcn" });
    expect(lines.map((line) => line.data)).toEqual([entry]);
    const change = registers.incoming.change(lines[0]!, {
      assignee: "Phòng Văn hóa - Xã hội",
      assignedOn: "2026-03-06",
    });
    await records.commit(change);
    expect((await registers.incoming.line("a", 2026, 1, "den-1"))?.data.assignee).toBe("Phòng Văn hóa - Xã hội");
    expect((await registers.outgoing.list("a", 2026, { search: "skhcn" })).lines).toEqual([]);
  });

  it("fold Vietnamese text of any form", () => {
    expect(foldVietnamese("  Kế  hoạch ĐẦU TƯ\nđường ")).toBe("ke hoach dau tu duong");
    expect(foldVietnamese("Quyết định".normalize("NFD"))).toBe(foldVietnamese("Quyết định".normalize("NFC")));
    expect(foldVietnamese("ươ ƯỠ ậ ẵ ỷ")).toBe("uo uo a a y");
  });
});
