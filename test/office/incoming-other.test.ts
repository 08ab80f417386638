import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packEdxml } from "../../shared/exchange/index.ts";
import type { OtherDocument } from "../../shared/office/index.ts";
import { type IncomingFixture, MONDAY, openIncoming, PLAIN_PDF } from "./incoming-support.ts";

let at: IncomingFixture;
beforeAll(async () => {
  at = await openIncoming();
});
afterAll(() => at.close());

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
const paper = (change: Partial<OtherDocument> = {}): OtherDocument => ({
  channel: "paper",
  from: { name: "Công ty Cổ phần Nước sạch Hương Giang", address: "Số 5 đường Bờ Sông" },
  number: "45",
  notation: "CV-NSHG",
  issuedOn: "2026-11-12",
  kindName: "Công văn",
  subject: "Đề nghị thẩm định thiết bị đo chất lượng nước",
  signatory: { position: "Giám đốc", name: "Ngô Văn Sáu" },
  files: [{ name: "quet.pdf", bytes: PLAIN_PDF }],
  ...change,
});
const text = (pdf: Uint8Array) => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "vanthu-paper-")), "a.pdf");
  writeFileSync(file, pdf);
  return execFileSync("pdftotext", ["-layout", file, "-"]).toString("utf8").normalize("NFC");
};

describe("a document that no exchange carried (NĐ30 Điều 21.1, 22)", () => {
  it("is registered with its scan and gets the next number of one series with electronic ones (Điều 22.2)", async () => {
    const { office, clerk } = at;
    const first = await office.incoming.accept(clerk, (await at.send()).id);
    const entered = await office.incoming.register(clerk, paper());
    expect(entered).toMatchObject({ channel: "paper", progress: "waiting", status: "01" });
    expect(entered.verdict?.verdict).toBe("NO_SIGNATURE");
    expect(await office.incoming.waiting(clerk)).toBe(1);
    const accepted = await office.incoming.accept(clerk, entered.id);
    expect(accepted.entry).toMatchObject({
      number: first.entry!.number + 1,
      author: "Công ty Cổ phần Nước sạch Hương Giang",
      notation: "45/CV-NSHG",
    });
    expect((await office.incoming.file(clerk, entered.id, 0)).bytes).toEqual(PLAIN_PDF);
    // No status is queued to anybody.
    expect((await office.deliver()).failed).toBe(0);
    const assigned = await office.incoming.assign(at.leader, entered.id, accepted.handling.rev, {
      lead: { personId: at.handler.personId },
    });
    expect(await office.incoming.finish(at.handler, entered.id, assigned.handling.rev, { note: "Lưu." })).toMatchObject(
      {
        progress: "done",
      },
    );
    expect(await office.deliver()).toMatchObject({ sent: 0, failed: 0 });
  });

  it("takes PDF, JPEG, PNG and TIFF by what the bytes are, and names every fault of the rest", async () => {
    const { office, clerk } = at;
    const pictures = [
      { name: "trang-1.png", bytes: PNG },
      { name: "trang-2.jpg", bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0]) },
      { name: "trang-3.tif", bytes: new Uint8Array([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]) },
    ];
    const entered = await office.incoming.register(clerk, paper({ number: "46", channel: "email", files: pictures }));
    expect(entered.files.map(({ contentType }) => contentType)).toEqual(["image/png", "image/jpeg", "image/tiff"]);
    const bad = paper({
      subject: " ",
      issuedOn: "2027-01-01",
      files: [{ name: "tep.pdf", bytes: new TextEncoder().encode("<html><script>") }],
    });
    await expect(office.incoming.register(clerk, bad)).rejects.toMatchObject({
      faults: [
        { where: "issuedOn", code: "INVALID" },
        { where: "subject", code: "INVALID" },
        { where: "files[0]", code: "INCOMING_FILE" },
      ],
    });
    await expect(office.incoming.register(at.handler, paper())).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.incoming.register(clerk, paper({ channel: "email", files: [] }))).rejects.toMatchObject({
      code: "INCOMING_FILE",
    });
  });

  it("may be a packet file brought by hand: the same file twice is one document", async () => {
    const { office, clerk, receiver, sender } = at;
    const packet = packEdxml({
      documentId: "H98,2026/11/10,9/BC-UBND",
      from: { organisationCode: sender.code, name: sender.name },
      to: [{ organisationCode: receiver.code, name: receiver.name }],
      number: "9",
      notation: "BC-UBND",
      place: "Hương Giang",
      issuedOn: "2026-11-10",
      kind: { code: "14", name: "Báo cáo" },
      subject: "Kết quả quan trắc",
      signatory: { competence: "", position: "CHỦ TỊCH", name: "Lê Thị Ánh" },
      priority: 1,
      pages: 1,
      appendices: [],
      places: [],
      business: "new",
      replaces: [],
      attachments: [{ name: "a.pdf", description: "", contentType: "application/pdf", bytes: PLAIN_PDF }],
      sentAt: MONDAY.toISOString(),
    });
    const first = await office.incoming.uploadPacket(clerk, packet);
    const second = await office.incoming.uploadPacket(clerk, packet);
    expect(second.id).toBe(first.id);
    await expect(office.incoming.uploadPacket(at.senderClerk, packet)).rejects.toMatchObject({
      code: "EXCHANGE_RECEIVER_UNKNOWN",
    });
  });
});

describe("documents that look the same (Phụ lục VI, III.1.h)", () => {
  it("are told before a second gets a number: same code, or same number, notation and organisation", async () => {
    const { office, clerk, sender } = at;
    const first = await office.incoming.accept(clerk, (await at.send({ number: "500" })).id);
    // The paper original of what came by the exchange, the name in another case.
    const again = await office.incoming.register(
      clerk,
      paper({
        from: { name: sender.name.toUpperCase() },
        number: "0500",
        notation: "UBND-KGVX",
        issuedOn: "2026-11-13",
      }),
    );
    expect(again.duplicates).toMatchObject([{ id: first.id, same: "symbol", arrivalNumber: first.entry!.number }]);
    await expect(office.incoming.accept(clerk, again.id)).rejects.toMatchObject({
      code: "INCOMING_DUPLICATE",
      where: first.id,
    });
    expect((await office.incoming.get(clerk, again.id)).progress).toBe("waiting");
    const code = await at.send({ number: "500", subject: "Gửi lại" });
    expect(code.duplicates.map(({ same }) => same)).toContain("code");
    expect(
      await office.incoming.duplicates(clerk, {
        organisation: sender.name,
        organisationCode: sender.code,
        number: "500",
        notation: "UBND-KGVX",
        issuedOn: "2026-11-13",
      }),
    ).not.toHaveLength(0);
    const known = await office.incoming.accept(clerk, again.id, { knownDuplicates: true });
    expect(known.progress).toBe("unassigned");
    // Another organisation's documents look like nothing here.
    const like = { organisation: sender.name, organisationCode: sender.code, number: "500", notation: "UBND-KGVX" };
    expect(await office.incoming.duplicates(at.senderClerk, { ...like, issuedOn: "2026-11-13" })).toEqual([]);
  });
});

describe("papers beside the received file", () => {
  it("the stamp ĐẾN: 35 mm by 50 mm with its four parts (Phụ lục IV, V); the file that came stays as it was", async () => {
    const { office, clerk, leader } = at;
    let document = await office.incoming.accept(clerk, (await at.send({ number: "610" })).id);
    const { id } = document;
    const before = await office.incoming.file(clerk, id, 0);
    document = await office.incoming.assign(leader, id, document.handling.rev, {
      lead: { unitId: at.units.technical },
      with: [{ personId: at.outsider.personId, dueOn: "2026-11-19" }],
      opinion: "Tham mưu góp ý.",
      dueOn: "2026-11-24",
    });
    document = await office.incoming.setDossier(at.handler, id, document.handling.rev, "12/KHCN");
    expect(await office.incoming.stamp(clerk, id)).toEqual({
      organisation: "Sở Khoa học và Công nghệ",
      number: document.entry!.number,
      arrivedOn: "2026-11-16",
      passedTo: "Phòng Kỹ thuật; Vũ Thanh Hoa",
      dossier: "12/KHCN",
    });
    const stamp = await office.incoming.paper(clerk, id, "stamp", "pdf");
    const words = text(stamp.bytes);
    for (const part of [
      "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
      "ĐẾN",
      `Số: ${document.entry!.number}`,
      "Ngày: 16/11/2026",
      "Chuyển: Phòng Kỹ thuật",
      "Số và ký hiệu HS: 12/KHCN",
    ])
      expect(words).toContain(part);
    // The size of the frame, as an independent program draws it.
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-stamp-"));
    writeFileSync(path.join(folder, "a.pdf"), stamp.bytes);
    execFileSync("pdftoppm", ["-r", "254", "-singlefile", path.join(folder, "a.pdf"), path.join(folder, "a")]);
    const { width, height } = redFrame(path.join(folder, "a.ppm"));
    expect(Math.abs(width / 10 - 50)).toBeLessThan(1);
    expect(Math.abs(height / 10 - 35)).toBeLessThan(1);
    expect(await office.incoming.file(clerk, id, 0)).toEqual(before);
  });

  it("the handling slip says the three opinions (Phụ lục IV, VII), as PDF and as Word", async () => {
    const { office, clerk, leader, head, handler } = at;
    let document = await office.incoming.accept(clerk, (await at.send({ number: "611" })).id);
    const { id } = document;
    const blank = text((await office.incoming.paper(clerk, id, "slip", "pdf")).bytes);
    expect(blank).toContain("PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN");
    expect(blank).toContain("……");
    document = await office.incoming.assign(leader, id, document.handling.rev, {
      lead: { unitId: at.units.technical },
      opinion: "Giao Phòng Kỹ thuật tham mưu.\nBáo cáo trước khi gửi.",
      workingDays: 5,
    });
    document = await office.incoming.assignWithinUnit(head, id, document.handling.rev, {
      people: [handler.personId],
      opinion: "Đồng chí Bình thực hiện.",
    });
    document = await office.incoming.comment(handler, id, document.handling.rev, "Đề xuất góp ý Điều 4.");
    const slip = await office.incoming.paper(clerk, id, "stamp-and-slip", "pdf");
    const words = text(slip.bytes).replace(/\s+/g, " ");
    for (const part of [
      "1. Ý kiến của lãnh đạo cơ quan, tổ chức",
      "Giao Phòng Kỹ thuật tham mưu.",
      "- Giao đơn vị, cá nhân chủ trì: Phòng Kỹ thuật",
      "- Thời hạn giải quyết: 23/11/2026",
      "Nguyễn Tiến Dũng",
      "2. Ý kiến của lãnh đạo đơn vị",
      "- Giao cho cá nhân: Trần Văn Bình",
      "3. Ý kiến đề xuất của người giải quyết",
      "Đề xuất góp ý Điều 4.",
      "Số và ký hiệu HS:",
    ])
      expect(words).toContain(part);
    const docx = await office.incoming.paper(clerk, id, "slip", "docx");
    expect(Buffer.from(docx.bytes.subarray(0, 2)).toString()).toBe("PK");
    await expect(office.incoming.paper(clerk, (await at.send()).id, "stamp", "pdf")).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
  });
});

describe("figures of a period (Phụ lục VI, V.2 and V.4)", () => {
  it("count incoming documents by state, by unit, on time and late; files say the same", async () => {
    const { office, clerk, leader, handler } = at;
    const before = await office.incoming.figures(clerk, { from: "2026-11-01", to: "2026-11-30" });
    const first = await office.incoming.accept(clerk, (await at.send()).id);
    await office.incoming.assign(leader, first.id, 1, { lead: { unitId: at.units.finance }, dueOn: "2026-11-18" });
    const second = await office.incoming.accept(clerk, (await at.send()).id);
    const assigned = await office.incoming.assign(leader, second.id, 1, {
      lead: { personId: handler.personId },
      dueOn: "2026-11-18",
    });
    at.now.at = new Date("2026-11-19T02:00:00Z");
    await office.incoming.finish(handler, second.id, assigned.handling.rev, { note: "Trễ." });
    const figures = await office.incoming.figures(clerk, { from: "2026-11-01", to: "2026-11-30" });
    expect(figures.totals.total).toBe(before.totals.total + 2);
    expect(figures.totals.late).toBe(before.totals.late + 1);
    expect(figures.byAssignee.find(({ name }) => name === "Phòng Kế hoạch - Tài chính")).toMatchObject({
      kind: "unit",
      total: 1,
      overdue: 1,
    });
    const { totals } = figures;
    expect(totals.unassigned + totals.working + totals.overdue + totals.done + totals.cancelled).toBe(totals.total);
    expect((await office.incoming.figures(clerk, { from: "2026-12-01", to: "2026-12-31" })).totals.total).toBe(0);
    const period = { from: "2026-11-01", to: "2026-11-30" };
    const pdf = text((await office.incoming.figuresFile(clerk, period, "incoming", "pdf")).bytes).replace(/\s+/g, " ");
    expect(pdf).toMatch(/Phòng Kế hoạch - [\d ]*Tài chính/);
    expect(pdf.toLocaleLowerCase("vi")).toContain("tình hình giải quyết văn bản đến");
    const xlsx = await office.incoming.figuresFile(clerk, period, "incoming", "xlsx");
    expect(Buffer.from(xlsx.bytes.subarray(0, 2)).toString()).toBe("PK");
    const out = await office.incoming.outgoingFigures(clerk, period);
    expect(out.totals.total).toBe(0);
    expect((await office.incoming.figuresFile(clerk, period, "outgoing", "docx")).bytes.length).toBeGreaterThan(1000);
    await expect(office.incoming.figures(clerk, { from: "2026-12-01", to: "2026-11-01" })).rejects.toMatchObject({
      code: "INVALID",
      where: "from",
    });
  });
});

/** Width and height in pixels of the red frame on a page. */
function redFrame(file: string): { width: number; height: number } {
  const ppm = readFileSync(file);
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 40).toString("latin1"))!;
  const [across, down] = [Number(head[1]), Number(head[2])];
  const at = head[0].length;
  let [left, right, top, bottom] = [across, 0, down, 0];
  for (let y = 0; y < down; y += 1)
    for (let x = 0; x < across; x += 1) {
      const pixel = at + (y * across + x) * 3;
      if (ppm[pixel]! < 140 || ppm[pixel + 1]! > 90 || ppm[pixel + 2]! > 90) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  return { width: right - left + 1, height: bottom - top + 1 };
}
