import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proveNumbers } from "../../shared/office/index.ts";
import { type IncomingEntry, type OutgoingEntry, openLedger, openRegisters } from "../../shared/records/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";
import { type OfficeFixture, openFixture } from "./office-fixture.ts";

const place = temporaryFolder();
let fixture: OfficeFixture;
const LINES = 10_000;
const KINDS = [
  ["KH", "Kế hoạch"],
  ["QĐ", "Quyết định"],
  ["BC", "Báo cáo"],
] as const;

const outgoing = (number: number): OutgoingEntry => {
  const [kind, name] = KINDS[number % 3]!;
  return {
    organisationId: fixture.sender.id,
    documentId: `vb-${number}`,
    year: 2026,
    number,
    series: `${fixture.sender.id}/nn/chung/2026`,
    kind,
    notation: `${String(number).padStart(2, "0")}/${kind}-UBND`,
    issuedOn: `2026-${String(1 + Math.floor((number - 1) / 1000)).padStart(2, "0")}-15`,
    subject: `${name} ${number % 50 === 0 ? "đầu tư công trung hạn" : "chuyển đổi số"} lần ${number}`,
    signatory: number % 2 ? "Lê Thị Minh Nguyệt" : "Đặng Văn Ước",
    recipients: "Các sở, ban, ngành; UBND các xã",
    archivedBy: number % 10 === 0 ? "Phòng Kinh tế" : "Văn thư",
    copies: 12,
    ...(number % 4 === 0 ? { sentOn: "2026-10-20" } : {}),
  };
};

beforeAll(async () => {
  fixture = await openFixture();
  const { records } = fixture.storage;
  const registers = openRegisters(records);
  for (let from = 1; from <= LINES; from += 90) {
    const batch = [];
    for (let number = from; number < from + 90 && number <= LINES; number++)
      batch.push(registers.outgoing.enter(outgoing(number))[0]!);
    await records.commit(batch);
  }
  await records.commit([registers.outgoing.enter(outgoing(1))[1]!]);
  const arrival: IncomingEntry = {
    organisationId: fixture.sender.id,
    documentId: "den-1",
    year: 2026,
    number: 1,
    arrivedOn: "2026-03-06",
    author: "Sở Tài chính",
    notation: "45/STC-NS",
    issuedOn: "2026-03-05",
    subject: "V/v góp ý dự toán",
  };
  await records.commit(registers.incoming.enter(arrival));
});
afterAll(async () => {
  await fixture.close();
  place.drop();
});

const soffice = (file: string, to: string) =>
  execFileSync("soffice", [`-env:UserInstallation=file://${place.folder}/lo`, "--headless", "--convert-to", to, "--outdir", place.folder, file], { stdio: "pipe", timeout: 170_000 }); // biome-ignore format: one call

describe("the registers of Phụ lục IV", () => {
  it("have the decree's columns in the decree's order", () => {
    const count = Object.fromEntries(
      fixture.office.registers.forms(fixture.clerk).map(({ name, columns }) => [name, columns.length]),
    );
    expect(count).toEqual({ outgoing: 10, incoming: 10, postal: 6, loans: 9, following: 7, copies: 8 });
  });

  it("are paged, searched without diacritics over all columns, and filtered, at 10,000 lines", async () => {
    const { office, clerk } = fixture;
    const ask = async (query: object) => office.registers.page(clerk, "outgoing", { year: 2026, ...query });
    const first = await ask({ reverse: true });
    expect(first.rows.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, i) => LINES - i));
    expect((await ask({ reverse: true, after: first.next })).rows[0]!.number).toBe(LINES - 50);
    expect((await ask({ search: "dau tu cong trung han", limit: 3 })).rows.map(({ number }) => number)).toEqual([50, 100, 150]); // biome-ignore format: one thought
    // A day is found as it is written.
    expect((await ask({ search: "15/03/2026 dang van uoc", limit: 1 })).rows[0]!.number).toBe(2002);
    const numbers = async (query: object) => (await ask({ limit: 500, toNumber: 100, ...query })).rows.map(({ number }) => number); // biome-ignore format: one thought
    expect(await numbers({ kind: "QĐ", toNumber: 10 })).toEqual([1, 4, 7, 10]);
    expect(await numbers({ unit: "phong kinh te" })).toHaveLength(10);
    expect(await numbers({ signatory: "nguyet" })).toHaveLength(50);
    expect(await numbers({ state: "sent" })).toHaveLength(25);
    expect(await numbers({ state: "issued" })).toHaveLength(75);
    expect((await ask({ from: "2026-10-01", to: "2026-10-31", limit: 1 })).rows[0]!.number).toBe(9001);
    await expect(ask({ state: "lạ" })).rejects.toMatchObject({ code: "INVALID", where: "state" });

    // A page and a search cost the same wherever they are; figures of this process alone.
    const cost = async (work: () => Promise<unknown>) => {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    expect(await cost(() => ask({ fromNumber: 9_000 }))).toBeLessThan(150);
    expect(await cost(() => ask({ search: "khong co dong nao" }))).toBeLessThan(2_500);
  });

  it("columns kept by hand change with their history; who comes second is told; the decree's own do not change", async () => {
    const { office, clerk, drafter, receivingClerk } = fixture;
    const { rows } = await office.registers.page(clerk, "outgoing", { year: 2026, limit: 1 });
    const { key, rev } = rows[0]!;
    const keep = (cells: Record<string, string>, at = rev, by = clerk) =>
      office.registers.keep(by, "outgoing", 2026, key, at, cells);
    await expect(keep({ note: "x" }, rev, drafter)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(keep({ note: "x" }, rev, receivingClerk)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(keep({ subject: "khác" })).rejects.toMatchObject({ code: "INVALID", where: "subject" });
    await expect(keep({ sentOn: "2026-02-30", copies: "ba" })).rejects.toMatchObject({
      code: "INVALID",
      faults: [{ where: "copies" }, { where: "sentOn" }],
    });
    const kept = await keep({ receipt: "Bưu tá Hòa ký", sentOn: "2026-01-16", copies: "20" });
    expect(kept.cells).toMatchObject({ receipt: "Bưu tá Hòa ký", sentOn: "2026-01-16", copies: 20 });
    await expect(keep({ note: "muộn" })).rejects.toMatchObject({ code: "CONFLICT" });
    await keep({ receipt: "" }, kept.rev);
    const history = await office.registers.history(clerk, "outgoing", 2026, key);
    expect(history.map(({ person, changes }) => [person, changes.length])).toEqual([
      [clerk.name, 3],
      [clerk.name, 1],
    ]);
    expect(history[1]!.changes[0]).toEqual({ column: "receipt", before: "Bưu tá Hòa ký", after: "" });
    const { entries } = await office.access.auditTrail(clerk.organisationId, { reverse: true, limit: 1 });
    expect(entries[0]).toMatchObject({ action: "register.keep", subject: "vb-1" });
  });

  it("sổ gửi văn bản đi bưu điện and sổ sử dụng bản lưu are written by hand", async () => {
    const { office, clerk } = fixture;
    await expect(office.registers.enter(clerk, "outgoing", {})).rejects.toMatchObject({ code: "INVALID" });
    await expect(office.registers.enter(clerk, "postal", { notation: "05/KH-UBND" })).rejects.toMatchObject({
      code: "INVALID",
      faults: [{ where: "sentOn" }, { where: "recipients" }, { where: "envelopes" }],
    });
    const post = (sentOn: string, notation: string) =>
      office.registers.enter(clerk, "postal", { sentOn, notation, recipients: "UBND xã Nà Tấu", envelopes: "2" });
    await post("2026-05-07", "07/KH-UBND");
    await post("2026-05-06", "05/KH-UBND; 06/BC-UBND");
    const { rows } = await office.registers.page(clerk, "postal", { year: 2026 });
    expect(rows.map(({ cells }) => cells.notation)).toEqual(["05/KH-UBND; 06/BC-UBND", "07/KH-UBND"]);
    const loan = await office.registers.enter(clerk, "loans", {
      takenOn: "2026-06-01",
      reader: "Phạm Văn Thuận",
      notation: "05/KH-UBND ngày 15/01/2026",
      subject: "Kế hoạch chuyển đổi số",
      allowedBy: "Lê Thị Minh Nguyệt",
    });
    const back = await office.registers.keep(clerk, "loans", 2026, loan.key, loan.rev, { returnedOn: "2026-06-09" });
    expect(back.cells.returnedOn).toBe("2026-06-09");
    expect((await office.registers.page(clerk, "loans", { year: 2026, search: "thuan" })).rows).toHaveLength(1);
  });

  it("show a voided number with its reason, and the numbers before from another system", async () => {
    const { office, clerk, storage } = fixture;
    const ledger = openLedger(storage.records);
    const series = `${clerk.organisationId}/nn/chung/2027`;
    const at = "2027-02-03T02:00:00Z";
    const taken = await ledger.next(series, { documentId: "vb-x", by: clerk.personId, at });
    await storage.records.commit(taken.operations);
    await storage.records.commit(
      await ledger.void(series, 1, {
        documentId: "vb-x",
        by: clerk.personId,
        at,
        reason: "Lãnh đạo rút lại",
        notation: "01/KH-UBND",
      }),
    );
    const { rows } = await office.registers.page(clerk, "outgoing", { year: 2027, state: "voided" });
    expect(rows[0]).toMatchObject({ voided: true, cells: { notation: "01/KH-UBND", note: "Lãnh đạo rút lại" } });
    expect((await office.registers.page(clerk, "outgoing", { year: 2027, state: "issued" })).rows).toEqual([]);
    await expect(
      office.registers.keep(clerk, "outgoing", 2027, rows[0]!.key, rows[0]!.rev, { note: "khác" }),
    ).rejects.toMatchObject({ code: "INVALID" });
  });

  it("print as a PDF to bind: A4 landscape, cover and first page, head repeated, pages counted", async () => {
    const { office, clerk } = fixture;
    await expect(office.registers.print(clerk, "outgoing", { year: 2026 })).rejects.toMatchObject({
      code: "REGISTER_TOO_LONG",
    });
    const query = { year: 2026, fromNumber: 1, toNumber: 60 };
    const { name, bytes } = await office.registers.print(clerk, "outgoing", query, { volume: 2 });
    expect(name).toBe("so-van-ban-di-2026-quyen-2.pdf");
    const file = path.join(place.folder, name);
    writeFileSync(file, bytes);
    const info = execFileSync("pdfinfo", [file], { encoding: "utf8" });
    expect(info).toMatch(/Page size:\s+841\.9 x 595\.3/);
    const pages = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
    for (const leaf of pages.slice(0, 2)) {
      expect(leaf).toContain("SỔ ĐĂNG KÝ VĂN BẢN ĐI");
      expect(leaf).toContain("Từ số 01 đến số 60");
      expect(leaf).toContain("Quyển số: 02");
    }
    expect(pages[1]).toContain("NGƯỜI CÓ THẨM QUYỀN");
    expect(pages.length).toBeGreaterThan(5);
    pages.slice(2).forEach((page, index) => {
      expect(page.trimStart().split("\n")[0]!.trim()).toBe(String(index + 1));
      expect(page).toContain("(10)");
      expect(page.replace(/\s+/g, " ")).toContain("Người ký");
    });
    execFileSync("qpdf", ["--check", file], { stdio: "pipe" });
  });

  it("are opened by LibreOffice, as Word file and as workbook with real dates", async () => {
    const { office, clerk } = fixture;
    const query = { year: 2026, fromNumber: 1, toNumber: 40 };
    const word = await office.registers.print(clerk, "outgoing", query, { format: "docx" });
    const sheet = await office.registers.workbook(clerk, "outgoing", query);
    for (const { name, bytes } of [word, sheet]) writeFileSync(path.join(place.folder, name), bytes);
    soffice(path.join(place.folder, word.name), "pdf");
    const info = execFileSync("pdfinfo", [path.join(place.folder, word.name.replace("docx", "pdf"))], { encoding: "utf8" }); // biome-ignore format: one call
    expect(info).toMatch(/Page size:\s+84\d(\.\d+)? x 59\d/);
    // Dates come out as this pattern only when the cell holds a date.
    soffice(path.join(place.folder, sheet.name), "csv:Text - txt - csv (StarCalc):59,34,76,1");
    const csv = readFileSync(path.join(place.folder, sheet.name.replace("xlsx", "csv")), "utf8").replaceAll('"', "");
    expect(csv).toContain("01/QĐ-UBND;15/01/2026;Quyết định chuyển đổi số lần 1;");
    expect(csv).toContain("(1);(2);(3)");
  }, 180_000);
});

describe("the report that proves no gap and no repeat", () => {
  it("names what is missing, doubled, voided and reserved too long; the command line says the same", async () => {
    const { office, receivingClerk: clerk, storage } = fixture;
    const ledger = openLedger(storage.records);
    const series = `${clerk.organisationId}/nn/chung/2026`;
    const at = "2026-11-02T02:00:00Z";
    for (const documentId of ["a", "b", "c", "d"])
      await storage.records.commit((await ledger.next(series, { documentId, by: clerk.personId, at })).operations);
    const event = { by: clerk.personId, at };
    await storage.records.commit(
      await ledger.void(series, 2, { documentId: "b", ...event, reason: "Ghi sai thẩm quyền" }),
    );
    await storage.records.commit(await ledger.issue(series, 1, { documentId: "a", ...event }));
    const sound = await office.books.report(clerk, 2026);
    expect(sound.series[0]).toMatchObject({
      title: "Văn bản đi năm 2026",
      last: 4,
      counts: { issued: 1, voided: 1, reserved: 2 },
      gaps: [],
      voided: [{ number: 2, reason: "Ghi sai thẩm quyền" }],
      withoutLine: [{ number: 1, documentId: "a" }],
      sound: false,
    });
    expect(sound.series[0]!.late.map(({ number }) => number)).toEqual([3, 4]);

    const item = (await storage.records.get(`ledger#${series}`, "number#00000003"))!;
    await storage.records.commit([{ op: "remove", pk: item.pk, sk: item.sk, rev: item.rev }]);
    const broken = await office.books.report(clerk, 2026);
    expect(broken).toMatchObject({ sound: false, series: [{ gaps: [3], sound: false }] });
    // `vanthu audit check` says the same.
    const proved = await proveNumbers(storage);
    expect(proved.find((one) => one.series === series)).toMatchObject({ gaps: [3], sound: false });
    for (const format of ["pdf", "xlsx"] as const) {
      const { name, bytes } = await office.books.reportFile(clerk, format, 2026);
      writeFileSync(path.join(place.folder, name), bytes);
    }
    const text = execFileSync("pdftotext", ["-layout", path.join(place.folder, "bao-cao-so-van-ban-2026.pdf"), "-"], { encoding: "utf8" }); // biome-ignore format: one call
    expect(text).toContain("BÁO CÁO KIỂM TRA SỐ VĂN BẢN");
    expect(text.replace(/\s+/g, " ")).toContain("CÓ LỖI");
    expect(text).toContain("Ghi sai thẩm quyền");
    soffice(path.join(place.folder, "bao-cao-so-van-ban-2026.xlsx"), "csv:Text - txt - csv (StarCalc):59,34,76,1");
    expect(readFileSync(path.join(place.folder, "bao-cao-so-van-ban-2026.csv"), "utf8")).toContain("thiếu số");
    expect((await office.books.report(fixture.clerk, 2026)).series.map(({ series: one }) => one)).not.toContain(series);
  }, 180_000);
});
