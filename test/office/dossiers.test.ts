import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkArchive, metadataXml, readListText } from "../../shared/dossiers/index.ts";
import { openPackage } from "../../shared/opc/index.ts";
import { type DossierFixture, LIST_TEXT, openDossierFixture } from "./dossiers-fixture.ts";

let f: DossierFixture;
let first: string;
let second: string;

beforeAll(async () => {
  f = await openDossierFixture();
  [first, second] = [await f.issue(), await f.issue({ subject: "tổng hợp kết quả chuyển đổi số quý III" })];
}, 60_000);
afterAll(() => f.close());

function pdfText(pdf: Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-sheet-"));
  try {
    writeFileSync(path.join(folder, "a.pdf"), pdf);
    return execFileSync("pdftotext", ["-layout", path.join(folder, "a.pdf"), "-"], { encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("list of dossiers of a year (Điều 28)", () => {
  it("is drawn up, approved by the leader alone, told to makers, and then stays as it is", async () => {
    const { office, drafter, leader } = f;
    const headings = readListText(LIST_TEXT);
    const saved = await office.dossiers.saveList(drafter, 2026, 0, { numbering: "whole", headings });
    const decision = { symbol: "05/QĐ-UBND", date: "2026-01-10", issuer: "Chủ tịch Ủy ban nhân dân tỉnh" };
    await expect(office.dossiers.approveList(drafter, 2026, saved.rev, decision)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const approved = await office.dossiers.approveList(leader, 2026, saved.rev, decision);
    expect(approved.state).toBe("approved");
    await expect(
      office.dossiers.saveList(drafter, 2026, approved.rev, { numbering: "whole", headings }),
    ).rejects.toMatchObject({ code: "DOSSIER_STATE" });
    expect((await office.notices.list(drafter)).map(({ kind }) => kind)).toContain("dossier-list");
  });

  it("prints as the form of Phụ lục V.II, as Word, PDF and workbook", async () => {
    const { office, drafter } = f;
    const text = pdfText((await office.dossiers.listSheet(drafter, 2026, "pdf")).bytes);
    for (const words of [
      "DANH MỤC HỒ SƠ",
      "Năm 2026",
      "05/QĐ-UBND",
      "I. VĂN PHÒNG",
      "II. CHUYỂN ĐỔI SỐ",
      "03.CĐS",
      "01 hồ sơ bảo quản vĩnh viễn",
      "02 hồ sơ bảo quản có thời hạn",
    ])
      expect(text).toContain(words);
    expect(openPackage((await office.dossiers.listSheet(drafter, 2026, "docx")).bytes).names).toContain(
      "word/document.xml",
    );
    expect(openPackage((await office.dossiers.listSheet(drafter, 2026, "xlsx")).bytes).names).toContain(
      "xl/workbook.xml",
    );
  });
});

describe("a dossier (Điều 29)", () => {
  it("is opened from the list with its code, title, retention and maker; a second time is refused", async () => {
    const { office, drafter } = f;
    const dossier = await office.dossiers.open(drafter, { year: 2026, notation: "01.VP" });
    expect(dossier).toMatchObject({
      code: { organId: "H98", year: 2026, notation: "01.VP" },
      title: "Chương trình, báo cáo công tác năm",
      retention: "Vĩnh viễn",
      maker: { name: "Phạm Văn Thuận" },
      state: "open",
    });
    await expect(office.dossiers.open(drafter, { year: 2026, notation: "01.VP" })).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
    });
    // Điều 29.2.c: what the list does not foresee is described by whoever opens it.
    await expect(office.dossiers.open(drafter, { year: 2026, notation: "09.VP" })).rejects.toMatchObject({
      code: "INVALID",
    });
    const own = await office.dossiers.open(drafter, {
      year: 2026,
      notation: "09.VP",
      title: "Đoàn kiểm tra đột xuất",
      retention: "10 năm",
    });
    expect(own.retention).toBe("10 năm");
    expect((await office.dossiers.figures(drafter, 2026)).byMaker).toEqual([
      expect.objectContaining({ name: "Phạm Văn Thuận", dossiers: 2 }),
    ]);
  });

  it("holds documents of several kinds by reference; one document lies in several dossiers of several people without a copy", async () => {
    const { office, drafter, other, storage } = f;
    let mine = await dossierOf("01.VP");
    mine = await office.dossiers.put(drafter, mine.id, mine.rev, { from: "document", id: second });
    mine = await office.dossiers.put(drafter, mine.id, mine.rev, { from: "document", id: first });
    mine = await office.dossiers.upload(drafter, mine.id, mine.rev, {
      file: { name: "anh-hop.png", bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47]) },
      title: "Ảnh cuộc họp triển khai",
      typeName: "Ảnh",
      issuedOn: "2026-01-15",
    });
    expect(mine.contents.map(({ ordinal, source }) => [ordinal, source.from])).toEqual([
      [1, "upload"],
      [2, "document"],
      [3, "document"],
    ]);
    expect(mine).toMatchObject({ documents: 3, files: 3, pages: 3 });
    const theirs = await office.dossiers.open(other, { year: 2026, notation: "03.CĐS" });
    await office.dossiers.put(other, theirs.id, theirs.rev, { from: "document", id: first });
    const holding = await office.dossiers.holding(drafter, { from: "document", id: first });
    expect(holding.map(({ dossier }) => dossier.code.notation).sort()).toEqual(["01.VP", "03.CĐS"]);
    // One file in the store, whatever dossiers it lies in.
    const [file] = mine.contents[1]!.files;
    expect(await storage.files.has(file!.sha256)).toBe(true);
    expect((await office.dossiers.file(drafter, mine.id, mine.contents[1]!.source, 0)).bytes.length).toBe(file!.bytes);
    await expect(
      office.dossiers.put(drafter, mine.id, mine.rev, { from: "document", id: first }),
    ).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  });

  it("takes no drafts, nothing of others, and nothing that was changed meanwhile", async () => {
    const { office, drafter, other, receivingClerk } = f;
    const mine = await dossierOf("01.VP");
    const draft = await office.documents.draft(drafter, (await office.documents.get(drafter, first)).description);
    const source = { from: "document" as const, id: draft.id };
    await expect(office.dossiers.put(drafter, mine.id, mine.rev, source)).rejects.toMatchObject({
      code: "DOSSIER_STATE",
    });
    await expect(office.dossiers.put(other, mine.id, mine.rev, { from: "document", id: first })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(
      office.dossiers.put(drafter, mine.id, mine.rev - 1, { from: "document", id: first }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(office.dossiers.get(receivingClerk, mine.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await office.dossiers.all(receivingClerk, 2026)).toEqual([]);
  });

  it("refuses a file with a secrecy marking, and keeps nothing of it", async () => {
    const { office, drafter } = f;
    const mine = await dossierOf("01.VP");
    const input = {
      file: { name: "a.txt", bytes: Buffer.from("TỐI MẬT\nKế hoạch") },
      title: "Tài liệu",
      issuedOn: "2026-02-01",
    };
    await expect(office.dossiers.upload(drafter, mine.id, mine.rev, input)).rejects.toMatchObject({
      code: "SECRET_REFUSED",
    });
    expect((await dossierOf("01.VP")).documents).toBe(3);
  });

  it("has rights of its own: restricted, only people named, its maker, clerks and auditors see it, and each reading is noted", async () => {
    const { office, drafter, other, leader, clerk, auditor } = f;
    const own = await dossierOf("09.VP");
    await office.dossiers.setAccess(drafter, own.id, own.rev, {
      level: "restricted",
      people: [leader.personId],
      units: [],
    });
    await expect(office.dossiers.get(other, own.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await office.dossiers.all(other, 2026)).map(({ code }) => code.notation)).not.toContain("09.VP");
    expect((await office.dossiers.figures(other, 2026)).dossiers).toBe(2);
    for (const actor of [drafter, leader, clerk, auditor])
      expect((await office.dossiers.get(actor, own.id)).title).toBe("Đoàn kiểm tra đột xuất");
    const trail = await office.access.auditTrail(leader.organisationId, { reverse: true, limit: 10 });
    expect(trail.entries.filter(({ action, subject }) => action === "dossier.view" && subject === own.id).length).toBe(
      4,
    );
  });

  it("tells nothing of a restricted document in it to who may not see that, but number, notation and day", async () => {
    const { office, drafter, other, leader } = f;
    const secret = await f.issue({ subject: "phương án nhân sự nội bộ" });
    const document = await office.documents.get(drafter, secret);
    await office.rights.set(leader, secret, document.rev, {
      level: "restricted",
      people: [drafter.personId],
      units: [],
    });
    const mine = await dossierOf("01.VP");
    await office.dossiers.put(drafter, mine.id, mine.rev, { from: "document", id: secret });
    const seen = await office.dossiers.get(other, mine.id);
    const hidden = seen.contents.find(({ source }) => source.id === secret)!;
    expect(hidden).toMatchObject({ hidden: true, files: [] });
    expect(JSON.stringify(seen)).not.toContain("nhân sự nội bộ");
    await expect(office.dossiers.file(other, mine.id, hidden.source, 0)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.dossiers.metadata(other, { from: "document", id: secret })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(pdfText((await office.dossiers.contentsSheet(other, mine.id, "pdf")).bytes)).not.toContain("nhân sự nội bộ");
    const back = await dossierOf("01.VP");
    await office.dossiers.takeOut(drafter, back.id, back.rev, { from: "document", id: secret });
  });

  it("can be locked by order: nothing of it is moved, removed or changed until it is unlocked (Phụ lục VI IV.1.g)", async () => {
    const { office, drafter, leader, other } = f;
    const mine = await dossierOf("01.VP");
    await expect(office.dossiers.freeze(other, [mine.id], "x")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await office.dossiers.freeze(leader, [mine.id], "Thanh tra tỉnh yêu cầu giữ nguyên");
    const locked = await dossierOf("01.VP");
    const source = locked.contents[0]!.source;
    for (const change of [
      () => office.dossiers.takeOut(drafter, mine.id, locked.rev, source),
      () => office.dossiers.edit(drafter, mine.id, locked.rev, { title: "khác" }),
      () => office.dossiers.close(drafter, mine.id, locked.rev, "2026-11-01"),
      () =>
        office.dossiers.setMetadata(drafter, { from: "document", id: first }, 0, {
          values: { "11": "x" },
          additional: [],
        }),
    ])
      await expect(change()).rejects.toMatchObject({ code: "DOSSIER_FROZEN" });
    expect(locked.actions).toEqual([]);
    await office.dossiers.unfreeze(leader, [mine.id], "Đã có kết luận");
  });

  it("prints its list of documents as the form of Phụ lục V.IV", async () => {
    const { office, drafter } = f;
    const mine = await dossierOf("01.VP");
    const text = pdfText((await office.dossiers.contentsSheet(drafter, mine.id, "pdf")).bytes);
    for (const words of ["MỤC LỤC VĂN BẢN, TÀI LIỆU", "Số, ký hiệu hồ sơ: 01.VP", "Ảnh cuộc họp", "chuyển đổi số"])
      expect(text).toContain(words);
  });
});

describe("metadata (Phụ lục VI Phần II)", () => {
  it("of an outgoing document: every automatic field is filled in by itself, codes of all its dossiers too", async () => {
    const { office, drafter } = f;
    const metadata = await office.dossiers.metadata(drafter, { from: "document", id: first });
    const value = (number: string) => metadata.lines.find((one) => one.number === number)!.values;
    expect(value("1.3").sort()).toEqual(["01.VP", "03.CĐS"]);
    expect(value("2").length).toBe(2);
    expect(value("4")).toEqual(["01"]);
    expect(value("10")).toEqual(["1"]);
    // 13.1 waits until it was sent by the exchange; all the others of III.1.g are there now.
    const empty = metadata.lines.filter((one) => one.automatic && one.values.length === 0).map(({ number }) => number);
    expect(empty).toEqual(["13.1"]);
    expect(metadata.lines.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(metadataXml(metadata)).toContain("<FileNotation");
  });

  it("can be added to by hand where the system knows nothing, and no further", async () => {
    const { office, drafter } = f;
    const of = { from: "document" as const, id: second };
    const before = await office.dossiers.metadata(drafter, of);
    const after = await office.dossiers.setMetadata(drafter, of, before.rev, {
      values: { "16": "05/12/2026" },
      additional: [{ name: "Vị trí bản giấy", text: "Kho 2, hộp 14" }],
    });
    expect(after.lines.find(({ number }) => number === "16")!.values).toEqual(["05/12/2026"]);
    expect(after.additional).toEqual([{ name: "Vị trí bản giấy", text: "Kho 2, hộp 14" }]);
    await expect(
      office.dossiers.setMetadata(drafter, of, after.rev, { values: { "4": "99" }, additional: [] }),
    ).rejects.toMatchObject({ code: "INVALID" });
    await expect(
      office.dossiers.setMetadata(drafter, of, before.rev, { values: {}, additional: [] }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("of a dossier counts documents and pages", async () => {
    const mine = await dossierOf("01.VP");
    const metadata = await f.office.dossiers.metadata(f.drafter, { from: "dossier", id: mine.id });
    const value = (number: string) => metadata.lines.find((one) => one.number === number)!.values[0];
    expect([value("1.1"), value("1.2"), value("9"), value("10")]).toEqual(["H98", "2026", "3", "3"]);
  });
});

describe("hand-over to the archive (Điều 30, 31)", () => {
  it("closing sets the day: one year on; notice comes 30 days before, once, to maker and archive", async () => {
    const { office, drafter, archivist } = f;
    let mine = await dossierOf("01.VP");
    mine = await office.dossiers.close(drafter, mine.id, mine.rev, today());
    expect(mine).toMatchObject({
      state: "closed",
      handOverBy: `${Number(today().slice(0, 4)) + 1}${today().slice(4)}`,
    });
    await expect(
      office.dossiers.put(drafter, mine.id, mine.rev, { from: "document", id: first }),
    ).rejects.toMatchObject({ code: "DOSSIER_STATE" });
    const due = async (actor: typeof drafter) =>
      (await office.notices.list(actor)).filter(({ kind }) => kind === "dossier-due").length;
    f.setClock(before(mine.handOverBy!, 31));
    await office.runReportSchedule();
    expect(await due(drafter)).toBe(0);
    f.setClock(before(mine.handOverBy!, 30));
    await office.runReportSchedule();
    await office.runReportSchedule();
    expect([await due(drafter), await due(archivist)]).toEqual([1, 1]);
    expect((await office.dossiers.handOvers(archivist)).due.map(({ code }) => code.notation)).toEqual(["01.VP"]);
    f.setClock(before(mine.handOverBy!, -1));
    expect((await office.dossiers.handOvers(archivist)).overdue.map(({ code }) => code.notation)).toEqual(["01.VP"]);
  });

  it("a dossier kept less than five years is not handed over, but its end comes", async () => {
    const { office, drafter } = f;
    let short = await office.dossiers.open(drafter, { year: 2026, notation: "02.VP" });
    short = await office.dossiers.put(drafter, short.id, short.rev, { from: "document", id: second });
    short = await office.dossiers.close(drafter, short.id, short.rev, today());
    expect(short.handOverBy).toBeUndefined();
    expect(short.retentionEnds).toBe(`${Number(today().slice(0, 4)) + 2}-12-31`);
  });

  it("may be kept back with consent, two years at most (Điều 31.3.d)", async () => {
    const { office, drafter } = f;
    const mine = await dossierOf("01.VP");
    const late = `${Number(mine.handOverBy!.slice(0, 4)) + 2}-12-31`;
    await expect(
      office.dossiers.keepBack(drafter, mine.id, mine.rev, late, "Công văn 7/UBND-VP"),
    ).rejects.toMatchObject({ code: "INVALID" });
    const until = `${Number(mine.handOverBy!.slice(0, 4)) + 1}-06-30`;
    expect(
      (await office.dossiers.keepBack(drafter, mine.id, mine.rev, until, "Công văn 7/UBND-VP")).keptBack?.until,
    ).toBe(until);
  });

  it("is offered by its maker, returned with a reason or received by the archivist with list and record; notices are settled", async () => {
    const { office, drafter, archivist, other } = f;
    const mine = await dossierOf("01.VP");
    await expect(office.dossiers.offer(other, [mine.id])).rejects.toMatchObject({ code: "FORBIDDEN" });
    await office.dossiers.offer(drafter, [mine.id]);
    await office.dossiers.returnOffer(archivist, mine.id, "Thiếu ghi chú về phụ lục");
    expect((await office.notices.list(drafter)).map(({ kind }) => kind)).toContain("dossier-returned");
    await office.dossiers.offer(drafter, [mine.id]);
    await expect(office.dossiers.receive(drafter, [mine.id])).rejects.toMatchObject({ code: "FORBIDDEN" });
    const record = await office.dossiers.receive(archivist, [mine.id]);
    expect(record).toMatchObject({ number: 1, from: { name: "Phạm Văn Thuận" }, to: { name: "Hoàng Thị Lưu" } });
    expect((await dossierOf("01.VP")).state).toBe("kept");
    expect((await office.notices.list(archivist)).filter(({ kind }) => kind === "dossier-offered")).toEqual([]);
    const list = pdfText((await office.dossiers.handOverSheet(archivist, record.id, "list", "pdf")).bytes);
    for (const words of ["MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU", "01.VP", "Viết bằng chữ: Một hồ sơ", "Vĩnh viễn"])
      expect(list).toContain(words);
    const minutes = pdfText((await office.dossiers.handOverSheet(archivist, record.id, "record", "pdf")).bytes);
    for (const words of [
      "BIÊN BẢN",
      "Giao nhận hồ sơ, tài liệu",
      "BÊN GIAO",
      "Phạm Văn Thuận",
      "Hoàng Thị Lưu",
      "Tổng số hồ sơ: 01",
      "Tổng số tệp tin trong hồ sơ: 03",
    ])
      expect(minutes).toContain(words);
  });

  it("lists dossiers whose retention has ended as a proposal; nothing is destroyed", async () => {
    const { office, archivist } = f;
    f.setClock("2040-01-02T03:00:00Z");
    const ended = await office.dossiers.retentionEnded(archivist);
    expect(ended.map(({ dossier }) => dossier.code.notation)).toEqual(["02.VP"]);
    expect((await dossierOf("02.VP")).contents.length).toBe(1);
    expect("destroy" in office.dossiers || "remove" in office.dossiers).toBe(false);
  });
});

describe("archive package of a dossier", () => {
  it("is accepted by the checker, holds the signed PDFs byte for byte, and is the same each time", async () => {
    const { office, archivist, drafter } = f;
    const mine = await dossierOf("01.VP");
    const sip = await office.dossiers.exportArchive(archivist, mine.id, "SIP_hoso");
    const check = checkArchive(sip.bytes);
    expect(check.faults).toEqual([]);
    expect(check.dossier).toMatchObject({ code: "H98.2026.01.VP", documents: 3 });
    const zip = openPackage(sip.bytes);
    const issued = (await office.documents.pdf(drafter, first)).bytes;
    expect(zip.names.some((name) => name.endsWith(".pdf") && Buffer.compare(zip.bytes(name)!, issued) === 0)).toBe(
      true,
    );
    expect(zip.names.some((name) => name.endsWith("documentation/Ket-qua-kiem-tra-chu-ky.json"))).toBe(true);
    const again = await office.dossiers.exportArchive(archivist, mine.id, "SIP_hoso");
    expect(again.sha256).toBe(sip.sha256);
    // What was received is what can be taken out.
    const { records } = await office.dossiers.handOvers(archivist);
    expect(records[0]!.dossiers[0]!.sha256).toBe(sip.sha256);
    const aip = await office.dossiers.exportArchive(archivist, mine.id, "AIP_hoso");
    expect(checkArchive(aip.bytes).sound).toBe(true);
    expect(aip.name).toMatch(/^urn_H98_uuid_/);
  });

  it("is not made of a dossier with documents that the asker may not see, nor by strangers", async () => {
    const { office, receivingClerk, other } = f;
    const mine = await dossierOf("01.VP");
    await expect(office.dossiers.exportArchive(receivingClerk, mine.id, "SIP_hoso")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(office.dossiers.exportArchive(other, mine.id, "SIP_hoso")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

async function dossierOf(notation: string) {
  const { opened } = await f.office.dossiers.list(f.clerk, 2026);
  return f.office.dossiers.get(f.drafter, opened[notation]!);
}

function today(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}

function before(day: string, days: number): string {
  return new Date(Date.parse(`${day}T03:00:00Z`) - days * 86_400_000).toISOString();
}
