import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import { openLedger, seriesFor } from "../../shared/records/index.ts";
import { withRetry } from "../../shared/storage/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD } from "./office-fixture.ts";

let fixture: OfficeFixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

/** The service as it runs at another time: an instant with its offset. */
const officeAt = (instant: string) => openOffice({ storage: fixture.storage, clock: () => new Date(instant) });

const seriesOf = (year: number, register?: string) =>
  seriesFor({ ruleSet: "nd30", organisationId: fixture.sender.id, date: `${year}-06-01`, register });

/** Numbers that a clerk gives without documents of their own, as other rooms do it. */
async function reserve(series: string, ids: string[], at = "2026-11-20T02:00:00Z") {
  const ledger = openLedger(fixture.storage.records);
  for (const documentId of ids)
    await withRetry(async () => {
      const { operations } = await ledger.next(series, { documentId, by: fixture.clerk.personId, at });
      await fixture.storage.records.commit(operations);
    });
  return ledger;
}

async function numbered(changes: Partial<DocumentDescription>) {
  const { office, drafter, leader, clerk } = fixture;
  let document = await office.documents.draft(drafter, letter(changes));
  document = await office.documents.submit(drafter, document.id, document.rev);
  document = await office.documents.sign(leader, document.id, document.rev, PASSWORD);
  return office.documents.number(clerk, document.id, document.rev);
}

const now = new Date();
const year = new Date(now.getTime() + 7 * 3_600_000).getUTCFullYear();

describe("series of an office (NĐ30 Điều 15.1)", () => {
  it("an advisory body counts for itself, a kind of its own from the year set, the rest in common", async () => {
    const { office, clerk, drafter } = fixture;
    const { rev } = await office.books.settings(clerk);
    await expect(office.books.changeSettings(drafter, rev, { ownSeries: [], bodies: [] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const set = await office.books.changeSettings(clerk, rev, {
      ownSeries: [{ kind: "TB", fromYear: year }],
      bodies: [{ abbreviation: "BCĐCĐS", name: "Ban Chỉ đạo chuyển đổi số" }],
    });
    const common = await numbered({});
    const body = await numbered({ notation: "BCĐCĐS-VP" });
    expect(common.number).toMatchObject({ value: 1, series: seriesOf(year) });
    expect(body.number).toMatchObject({ value: 1, series: seriesOf(year, "@BCĐCĐS") });
    const titles = (await office.books.list(clerk)).map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining([`Văn bản đi năm ${year}`, `Ban Chỉ đạo chuyển đổi số năm ${year}`]));

    // In the middle of the year's book nothing is divided anew; from the next year on it may be.
    const wanted = (fromYear: number) => ({ ...set, ownSeries: [...set.ownSeries, { kind: "CV" as const, fromYear }] });
    await expect(office.books.changeSettings(clerk, set.rev, wanted(year))).rejects.toMatchObject({
      code: "BOOK_IN_USE",
      where: seriesOf(year),
    });
    await expect(office.books.changeSettings(clerk, set.rev, { ...set, bodies: [] })).rejects.toMatchObject({
      code: "BOOK_IN_USE",
    });
    const later = await office.books.changeSettings(clerk, set.rev, wanted(year + 1));
    expect(later.ownSeries).toContainEqual({ kind: "CV", fromYear: year + 1 });
    expect((await numbered({})).number).toMatchObject({ value: 2, series: seriesOf(year) });
    await expect(office.books.changeSettings(clerk, set.rev, set)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is refused with the place of every mistake", async () => {
    const { office, clerk } = fixture;
    const { rev, ...set } = await office.books.settings(clerk);
    const refused = async (changes: object, where: string) =>
      expect(office.books.changeSettings(clerk, rev, { ...set, ...changes })).rejects.toMatchObject({
        code: "INVALID",
        where,
      });
    await refused({ ownSeries: [{ kind: "XX", fromYear: year }] }, "ownSeries[0].kind");
    await refused({ ownSeries: [{ kind: "QĐ", fromYear: 12 }] }, "ownSeries[0].fromYear");
    await refused({ bodies: [{ abbreviation: "a/b", name: "Tổ" }] }, "bodies[0].abbreviation");
    await refused({ bodies: [{ abbreviation: "TỔ1", name: " " }] }, "bodies[0].name");
  });
});

describe("books (sổ)", () => {
  it("Vietnamese time decides the year; at New Year the next book opens by itself and the old one closes when finished", async () => {
    const { clerk, storage } = fixture;
    const old = seriesOf(2030, "sao");
    const ledger = await reserve(old, ["sao-1", "sao-2", "sao-3"], "2030-12-30T03:00:00Z");
    const event = { by: clerk.personId, at: "2030-12-31T03:00:00Z" };
    await storage.records.commit(await ledger.issue(old, 1, { documentId: "sao-1", ...event }));
    await storage.records.commit(await ledger.void(old, 2, { documentId: "sao-2", ...event, reason: "Bản in hỏng" }));

    // 23:59 in Hà Nội it is still the old year, one minute later the new one.
    await officeAt("2030-12-31T23:59:00+07:00").turnBooks();
    expect(await ledger.book(seriesOf(2031, "sao"))).toBeUndefined();
    const newYear = officeAt("2031-01-01T00:00:30+07:00");
    await newYear.turnBooks();
    expect(await ledger.book(seriesOf(2031, "sao"))).toMatchObject({ last: 0, opened: { by: "system" } });
    // Number 3 is still on a document that is not out: the old book stays open for it, and only for it.
    expect((await ledger.book(old))?.closed).toBeUndefined();

    await storage.records.commit(await ledger.issue(old, 3, { documentId: "sao-3", ...event }));
    await officeAt("2031-01-02T08:00:00+07:00").turnBooks();
    const closed = (await ledger.book(old))?.closed;
    expect(closed).toMatchObject({ first: 1, last: 3, counts: { issued: 2, voided: 1 }, by: "system" });
    expect(closed?.sha256).toMatch(/^[0-9a-f]{64}$/);
    await expect(ledger.next(old, { documentId: "muộn", ...event })).rejects.toMatchObject({ code: "NUMBER_CLOSED" });
    const { entries } = await newYear.access.auditTrail(fixture.sender.id, { reverse: true, limit: 5 });
    expect(entries.find(({ action }) => action === "number.book.close")).toMatchObject({
      subject: old,
      details: { sha256: closed!.sha256 },
    });
  });

  it("a closed book is proved by its figures: one changed line is found", async () => {
    const { storage } = fixture;
    const old = seriesOf(2030, "sao");
    const ledger = openLedger(storage.records);
    expect(await ledger.check(old)).toMatchObject({ sound: true });
    const item = (await storage.records.get<object>(`ledger#${old}`, "number#00000002"))!;
    await storage.records.commit([
      { op: "put", pk: item.pk, sk: item.sk, data: { ...item.data, reason: "lý do khác" } },
    ]);
    expect(await ledger.check(old)).toMatchObject({ sealBroken: true, sound: false });
    await storage.records.commit([{ op: "put", pk: item.pk, sk: item.sk, data: item.data }]);
    expect(await ledger.check(old)).toMatchObject({ sound: true });
  });

  it("the clerk opens and closes; early only with a reason, never while numbers are reserved", async () => {
    const { office, clerk, leader, receivingClerk } = fixture;
    const book = { system: "state", register: "sao", period: String(year) } as const;
    await expect(office.books.open(leader, book)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const opened = await office.books.open(clerk, book);
    expect(opened).toMatchObject({ title: `Bản sao năm ${year}`, last: 0, running: true });
    await expect(office.books.open(clerk, book)).rejects.toMatchObject({ code: "NUMBER_CLOSED" });
    await expect(office.books.open(clerk, { ...book, register: "QĐ" })).rejects.toMatchObject({ code: "INVALID" });
    await expect(office.books.open(clerk, { ...book, period: "2020" })).rejects.toMatchObject({ code: "INVALID" });
    await expect(office.books.close(clerk, opened.series)).rejects.toMatchObject({ code: "INVALID", where: "reason" });
    await expect(office.books.close(receivingClerk, opened.series, "x")).rejects.toMatchObject({ code: "NOT_FOUND" });

    const ledger = await reserve(opened.series, ["bs-1"]);
    await expect(office.books.close(clerk, opened.series, "Sáp nhập")).rejects.toMatchObject({
      code: "BOOK_NOT_FINISHED",
    });
    const event = { documentId: "bs-1", by: clerk.personId, at: new Date().toISOString(), reason: "Không dùng" };
    await fixture.storage.records.commit(await ledger.void(opened.series, 1, event));
    const closed = await office.books.close(clerk, opened.series, "Sáp nhập cơ quan");
    expect(closed).toMatchObject({ running: false, closed: { reason: "Sáp nhập cơ quan", counts: { voided: 1 } } });
    await expect(office.books.close(clerk, opened.series, "lần nữa")).rejects.toMatchObject({ code: "NUMBER_CLOSED" });
  });
});

describe("taking over a running series", () => {
  const CSV = [
    "Số, ký hiệu văn bản;Ngày tháng văn bản;Tên loại và trích yếu nội dung văn bản;Người ký;Nơi nhận văn bản;Đơn vị, người nhận bản lưu;Số lượng bản;Ngày chuyển;Ký nhận;Ghi chú",
    "(1);(2);(3);(4);(5);(6);(7);(8);(9);(10)",
    "01/QĐ-SKHCN;05/01/2026;Quyết định thành lập Tổ giúp việc;Đinh Công Trứ;Các phòng;Văn thư;3;05/01/2026;;",
    "02/KH-SKHCN;09/01/2026;Kế hoạch kiểm tra an toàn bức xạ;Đinh Công Trứ;Các đơn vị;Văn thư;5;10/01/2026;Đã nhận;gửi lại",
    "04/SKHCN-VP;12/02/2026;V/v báo cáo số liệu;Cao Minh Quý;UBND tỉnh;Văn thư;1;;;",
  ].join("\n");
  const file = (text: string, name = "so-cu.csv") => ({ name, bytes: new TextEncoder().encode(text) });
  const book = { system: "state", register: "chung", period: "2026" } as const;
  const officeIn2026 = () => officeAt("2026-11-22T09:00:00+07:00");

  it("refuses a file with mistakes, naming each line, and takes nothing", async () => {
    const office = officeIn2026();
    const { receivingClerk } = fixture;
    const bad = CSV.replace("12/02/2026", "31/02/2026").replace("02/KH", "01/KH").replace("09/01/2026", "09/01/2025");
    await expect(
      office.books.takeOver(receivingClerk, book, { last: 50, from: "Phần mềm cũ", file: file(bad) }),
    ).rejects.toMatchObject({
      code: "REGISTER_LINE_UNREADABLE",
      faults: [{ where: "dòng 4" }, { where: "dòng 4" }, { where: "dòng 5" }],
    });
    await expect(
      office.books.takeOver(receivingClerk, book, { last: 50, from: "Phần mềm cũ", file: file("a;b\n1;2") }),
    ).rejects.toMatchObject({ code: "IMPORT_HEADER_NOT_FOUND" });
    await expect(
      office.books.takeOver(receivingClerk, book, { last: 50, from: "x", file: file("%PDF-1.4", "so.xlsx") }),
    ).rejects.toMatchObject({ code: "IMPORT_FILE_MISMATCH" });
    expect(await office.books.list(receivingClerk)).toEqual([]);
    expect(await office.registers.outgoing(receivingClerk, 2026)).toEqual([]);
  });

  it("goes on behind the last number, with the old lines in the register, audited; again while nothing was given", async () => {
    const office = officeIn2026();
    const { receivingClerk, storage } = fixture;
    const first = await office.books.takeOver(receivingClerk, book, { last: 57, from: "Phần mềm cũ", file: file(CSV) });
    expect(first).toMatchObject({ lines: 3, book: { before: 57, last: 57, taken: { lines: 3, from: "Phần mềm cũ" } } });
    expect(first.warnings.join()).toContain("03");
    const taken = await office.books.takeOver(receivingClerk, book, { last: 58, from: "Phần mềm cũ", file: file(CSV) });
    expect(taken.book).toMatchObject({ before: 58, last: 58 });
    const lines = await office.registers.outgoing(receivingClerk, 2026);
    expect(lines.map(({ number, notation, kind, sentOn }) => [number, notation, kind, sentOn])).toEqual([
      [1, "01/QĐ-SKHCN", "QĐ", "2026-01-05"],
      [2, "02/KH-SKHCN", "KH", "2026-01-10"],
      [4, "04/SKHCN-VP", undefined, undefined],
    ]);
    const ledger = openLedger(storage.records);
    const { number, operations } = await ledger.next(taken.book.series, {
      documentId: "vb-moi",
      by: receivingClerk.personId,
      at: "2026-11-22T02:00:00Z",
    });
    expect(number).toBe(59);
    await storage.records.commit(operations);
    await expect(office.books.takeOver(receivingClerk, book, { last: 60, from: "Phần mềm cũ" })).rejects.toMatchObject({
      code: "BOOK_IN_USE",
    });
    const { entries } = await office.access.auditTrail(receivingClerk.organisationId, { reverse: true, limit: 1 });
    expect(entries[0]).toMatchObject({ action: "number.take-over", details: { last: "58", lines: "3" } });
  });

  it("gives no number while old lines are being written, and can be done again when it broke off", async () => {
    const office = officeIn2026();
    const { receivingClerk, storage } = fixture;
    const ledger = openLedger(storage.records);
    const series = `${receivingClerk.organisationId}/den/chung/2026`;
    const taking = { at: "2026-11-22T02:00:00Z", by: "x", last: 9, lines: 2, from: "sổ giấy" };
    await storage.records.commit(await ledger.hold(series, taking));
    await expect(ledger.next(series, { documentId: "d", by: "x", at: taking.at })).rejects.toMatchObject({
      code: "BOOK_TAKING_OVER",
    });
    const incoming = { ...book, system: "incoming" } as const;
    const text = [
      'Ngày đến,Số đến,Tác giả,"Số, ký hiệu văn bản",Ngày tháng văn bản,Tên loại và trích yếu nội dung văn bản,Đơn vị hoặc người nhận,Ngày chuyển,Ký nhận,Ghi chú',
      "06/01/2026,1,Sở Tài chính,15/STC-NS,05/01/2026,V/v quyết toán,Phòng Kế hoạch,06/01/2026,,",
      "07/01/2026,2,Sở Tài chính,015/STC-NS,05/01/2026,V/v quyết toán,Phòng Kế hoạch,07/01/2026,,",
    ].join("\n");
    const { book: view, warnings } = await office.books.takeOver(receivingClerk, incoming, {
      last: 2,
      from: "sổ giấy",
      file: file(text),
    });
    expect(view).toMatchObject({ before: 2, last: 2 });
    expect(view.taking).toBeUndefined();
    // NĐ30 Phụ lục VI, Phần I, III.1.h: the clerk is told of what seems to be registered twice.
    expect(warnings.join()).toContain("trùng");
  });

  it("of two who take one book over at the same time one does, and no old line stands behind the number", async () => {
    const office = officeIn2026();
    const { receivingClerk } = fixture;
    const wanted = { system: "incoming", register: "chung", period: "2030" } as const;
    const lines = (count: number) =>
      file(
        [
          "Ngày đến;Số đến;Tác giả;Số, ký hiệu văn bản;Ngày tháng văn bản;Tên loại và trích yếu nội dung văn bản",
          ...Array.from(
            { length: count },
            (_, at) => `06/01/2030;${at + 1};Sở Tài chính;${at + 1}/STC;05/01/2030;V/v số ${at}`,
          ),
        ].join("\n"),
      );
    const done = await Promise.allSettled(
      [90, 300, 30].map((last, at) =>
        officeAt(`2026-11-22T09:00:0${at}+07:00`).books.takeOver(receivingClerk, wanted, {
          last,
          from: "sổ giấy",
          file: lines(last),
        }),
      ),
    );
    for (const one of done)
      if (one.status === "rejected")
        expect(["CONFLICT", "BOOK_TAKING_OVER"]).toContain((one.reason as { code: string }).code);
    const book = (await office.books.list(receivingClerk)).find(({ period }) => period === "2030")!;
    expect(done.some(({ status }) => status === "fulfilled")).toBe(true);
    expect(book.taking).toBeUndefined();
    const numbers = (await office.registers.incoming(receivingClerk, 2030)).map(({ number }) => number);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(book.last);
    expect(numbers).toHaveLength(book.taken!.lines);
  });

  it("finds what is already in the incoming register: by code, or number, notation and organisation", async () => {
    const { receivingClerk, storage } = fixture;
    const office = officeIn2026();
    const like = { notation: "15 / STC-NS", author: "SỞ TÀI CHÍNH", issuedOn: "2026-01-05" };
    expect((await office.registers.alike(receivingClerk, like)).map(({ number }) => number).sort()).toEqual([1, 2]);
    expect(await office.registers.alike(receivingClerk, { ...like, issuedOn: "2025-01-05" })).toEqual([]);
    expect(await office.registers.alike(receivingClerk, { ...like, author: "Sở Nội vụ" })).toEqual([]);
    const { openRegisters } = await import("../../shared/records/index.ts");
    await storage.records.commit(
      openRegisters(storage.records).incoming.enter({
        organisationId: receivingClerk.organisationId,
        documentId: "den-ma",
        year: 2026,
        number: 3,
        arrivedOn: "2026-02-02",
        author: "Sở Nội vụ",
        notation: "7/SNV",
        issuedOn: "2026-02-01",
        subject: "V/v",
        code: "H98.05,2026/02/01,7/SNV",
      }),
    );
    const byCode = await office.registers.alike(receivingClerk, {
      ...like,
      notation: "khác",
      code: "h98.05,2026/02/01,7/snv",
    });
    expect(byCode.map(({ documentId }) => documentId)).toEqual(["den-ma"]);
    expect(await office.registers.alike(fixture.clerk, like)).toEqual([]);
  });
});
