import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SearchQuery } from "../../shared/office/index.ts";
import { openPackage } from "../../shared/opc/index.ts";
import { type DossierFixture, openDossierFixture } from "./dossiers-fixture.ts";

let f: DossierFixture;
let open: string;
let secret: string;
let dossier: string;

beforeAll(async () => {
  f = await openDossierFixture();
  const { office, drafter, leader } = f;
  open = await f.issue({
    subject: "rà soát hạ tầng số các xã vùng cao",
    body: "Các sở rà soát trạm phát sóng, báo cáo trước ngày 05/12/2026.",
  });
  secret = await f.issue({ subject: "quy hoạch nhân sự khóa mới", body: "Danh sách dự kiến kèm theo." });
  const document = await office.documents.get(drafter, secret);
  await office.rights.set(leader, secret, document.rev, { level: "restricted", people: [drafter.personId], units: [] });
  let one = await office.dossiers.open(drafter, {
    year: 2026,
    notation: "07.VP",
    title: "Hạ tầng số vùng cao",
    retention: "10 năm",
  });
  one = await office.dossiers.put(drafter, one.id, one.rev, { from: "document", id: open });
  one = await office.dossiers.upload(drafter, one.id, one.rev, {
    file: { name: "ghi-chep.txt", bytes: Buffer.from("Biên bản họp thôn Khuổi Luông về cột ăng-ten") },
    title: "Ghi chép cuộc họp",
    issuedOn: "2026-10-01",
  });
  dossier = one.id;
}, 60_000);
afterAll(() => f.close());

const found = async (query: SearchQuery, actor = f.other) =>
  (await f.office.search.find(actor, query)).found.map(({ kind, id }) => `${kind}/${id}`);

describe("search (Phụ lục VI Phần I.III.6)", () => {
  it("finds words of content and fields, with or without marks, and phrases", async () => {
    expect(await found({ words: "tram phat song" })).toEqual([`document/${open}`]);
    expect(await found({ words: "TRẠM phát" })).toEqual([`document/${open}`]);
    expect(await found({ words: '"phát trạm"' })).toEqual([]);
    expect(await found({ words: '"tram phat song"' })).toEqual([`document/${open}`]);
    // Words that meet two by two but never stand in one row.
    expect(await found({ words: '"so cac so ra soat tram"' })).toEqual([]);
    expect(await found({ words: "khuoi luong" })).toEqual([expect.stringContaining("upload/")]);
    expect(new Set(await found({ words: "ha tang so vung cao" }))).toEqual(
      new Set([`document/${open}`, `dossier/${dossier}`]),
    );
  });

  it("finds by every field: text, days from and to, numbers, the code of the dossier", async () => {
    expect(await found({ fields: { code: "07.VP" } })).toEqual(
      expect.arrayContaining([`document/${open}`, `dossier/${dossier}`]),
    );
    expect(await found({ kinds: ["dossier"], fields: { retention: "10 nam" } })).toEqual([`dossier/${dossier}`]);
    expect(await found({ kinds: ["document"], fields: { issuedOn: "2020-01-01..2020-12-31" } })).toEqual([]);
    expect(await found({ kinds: ["document"], fields: { issuedOn: "2020-01-01..", number: "01" } })).toEqual([
      `document/${open}`,
    ]);
    expect(await found({ kinds: ["dossier"], fields: { documents: "2" } })).toEqual([`dossier/${dossier}`]);
    await expect(f.office.search.find(f.other, { fields: { khac: "x" } as never })).rejects.toMatchObject({
      code: "INVALID",
    });
  });

  it("never tells of a restricted document: not in results, not in counts, not in files", async () => {
    const { office, other, drafter } = f;
    const words = "quy hoach nhan su";
    expect(await office.search.find(other, { words })).toMatchObject({ total: 0, byKind: {}, found: [] });
    expect((await office.search.find(drafter, { words })).total).toBe(1);
    const all = await office.search.find(other, {});
    expect(all.found.some(({ id }) => id === secret)).toBe(false);
    expect(all.byKind.document).toBe(1);
    const file = await office.search.exportFound(other, { words }, "docx");
    expect(openPackage(file.bytes).text("word/document.xml")).toContain("Tìm thấy 0 kết quả");
    // A change of rights counts at once.
    const restricted = await office.dossiers.get(drafter, dossier);
    await office.dossiers.setAccess(drafter, dossier, restricted.rev, { level: "restricted", people: [], units: [] });
    expect((await office.search.find(other, {})).byKind).toEqual({ document: 1 });
    // Nor by the code of a dossier that they may not see.
    expect(await found({ fields: { code: "07.VP" } })).toEqual([]);
    const back = await office.dossiers.get(drafter, dossier);
    await office.dossiers.setAccess(drafter, dossier, back.rev, { level: "office", people: [], units: [] });
  });

  it("never tells another organisation anything", async () => {
    expect(await f.office.search.find(f.receivingClerk, {})).toMatchObject({ total: 0 });
    await expect(f.office.search.uses(f.receivingClerk, { kind: "document", id: open })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("takes over changes by itself, and gives the same after it was made anew", async () => {
    const { office, drafter, archivist, other } = f;
    const draft = await office.documents.draft(drafter, {
      ...(await office.documents.get(drafter, open)).description,
      subject: "tập huấn sử dụng flycam",
    });
    expect(await found({ words: "flycam" })).toEqual([`document/${draft.id}`]);
    const { description, rev } = await office.documents.get(drafter, draft.id);
    await office.documents.edit(drafter, draft.id, rev, { ...description, subject: "tập huấn sử dụng máy đo mưa" });
    expect(await found({ words: "flycam" })).toEqual([]);
    expect(await found({ words: "may do mua" })).toEqual([`document/${draft.id}`]);
    const before = await office.search.find(other, { pageSize: 200 });
    await expect(office.search.rebuild(other)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await office.search.rebuild(archivist)).indexed).toBe(5);
    expect(await office.search.find(other, { pageSize: 200 })).toEqual(before);
    expect(await found({ words: '"tram phat song"' })).toContain(`document/${open}`);
  });

  it("shows the fields chosen in the order chosen, and gives results out as Word, PDF and workbook", async () => {
    const { office, other } = f;
    const query: SearchQuery = { show: ["subject", "signer"], order: { field: "subject" } };
    const { found: list } = await office.search.find(other, query);
    expect(list.every(({ values }) => Object.keys(values).every((key) => key === "subject" || key === "signer"))).toBe(
      true,
    );
    const subjects = list.map(({ values }) => values.subject!);
    expect(subjects).toEqual([...subjects].sort((a, b) => a.localeCompare(b, "vi", { numeric: true })));
    const pdf = (await office.search.exportFound(other, query, "pdf")).bytes;
    expect(textOf(pdf)).toContain("KẾT QUẢ TÌM KIẾM");
    expect(textOf(pdf)).toContain("In từ hệ thống Vanthu");
    expect(openPackage((await office.search.exportFound(other, query, "xlsx")).bytes).names).toContain(
      "xl/workbook.xml",
    );
  });

  it("keeps searches of each person for themselves", async () => {
    const { office, other, drafter } = f;
    const saved = await office.search.save(other, "Hạ tầng", { words: "hạ tầng", fields: { issuer: "tỉnh" } });
    expect(await office.search.saved(other)).toEqual([saved]);
    expect(await office.search.saved(drafter)).toEqual([]);
    await expect(office.search.forget(drafter, saved.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await office.search.forget(other, saved.id);
    expect(await office.search.saved(other)).toEqual([]);
  });
});

describe("use of documents (Phụ lục VI Phần I.III.6.a, b, k, l)", () => {
  it("is counted and kept by person and time", async () => {
    const { office, other, drafter, leader } = f;
    await office.search.noteUse(other, { kind: "document", id: open }, "view");
    await office.search.noteUse(drafter, { kind: "document", id: open }, "download");
    await office.search.noteUse(drafter, { kind: "document", id: "khong-co" }, "view");
    await office.search.noteSignIn(f.sender.id);
    const { counts, entries } = await office.search.uses(other, { kind: "document", id: open });
    expect(counts).toEqual({ view: 1, download: 1, print: 0 });
    expect(entries.map(({ person, use }) => `${person} ${use}`).sort()).toEqual([
      "Phạm Văn Thuận download",
      "Đào Duy Khánh view",
    ]);
    const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const figures = await office.search.figures(leader, day, day);
    expect(figures).toMatchObject({ signIns: 1, days: [{ day, signIns: 1, uses: 2 }] });
    await expect(office.search.figures(other, day, day)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.search.uses(other, { kind: "document", id: secret })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("loses no count when many use one thing at the same moment", async () => {
    const { office, other } = f;
    const before = (await office.search.uses(other, { kind: "document", id: open })).counts.view;
    await Promise.all(
      Array.from({ length: 8 }, () => office.search.noteUse(other, { kind: "document", id: open }, "view")),
    );
    expect((await office.search.uses(other, { kind: "document", id: open })).counts.view).toBe(before + 8);
  });

  it("marks every page of a copy for paper, made beside; the original stays byte for byte", async () => {
    const { office, other } = f;
    const before = (await office.documents.pdf(other, open)).bytes;
    const print = await office.search.markedPrint(other, { kind: "document", id: open });
    expect(textOf(print.bytes)).toMatch(/Bản in từ hệ thống Vanthu.*người in: Đào Duy Khánh/);
    expect(Buffer.compare((await office.documents.pdf(other, open)).bytes, before)).toBe(0);
    expect(textOf(before)).not.toContain("Bản in từ hệ thống");
    expect((await office.search.uses(other, { kind: "document", id: open })).counts.print).toBe(1);
    await expect(office.search.markedPrint(other, { kind: "document", id: secret })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

function textOf(pdf: Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-search-"));
  try {
    writeFileSync(path.join(folder, "a.pdf"), pdf);
    return execFileSync("pdftotext", ["-layout", path.join(folder, "a.pdf"), "-"], { encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
