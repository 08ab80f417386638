import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkArchive, readListText } from "../../shared/dossiers/index.ts";
import {
  type Client,
  issuedLetter,
  openOffices,
  openService,
  PASSWORD,
  signedIn,
  type TestService,
} from "./service.ts";

let service: TestService;
let drafter: Client;
let leader: Client;
let archivist: Client;
let stranger: Client;
let letter: string;

beforeAll(async () => {
  service = openService();
  await openOffices(service);
  letter = (await issuedLetter(service)).id;
  const administrator = await signedIn(service, "lam");
  await administrator.json("/api/access/people", {
    name: "Hoàng Thị Lưu",
    position: "Lưu trữ viên",
    userName: "luutru",
    password: PASSWORD,
    roles: ["archivist"],
  });
  [drafter, leader, archivist, stranger] = (await Promise.all(
    ["thuan", "nguyet", "luutru", "yen"].map((name) => signedIn(service, name)),
  )) as [Client, Client, Client, Client];
}, 60_000);
afterAll(() => service.close());

/** A dossier as far as these tests look. */
interface Seen {
  id: string;
  rev: number;
  state: string;
  contents: { ordinal: number; source: { from: string; id: string } }[];
}

const cookieOf = async (userName: string) => {
  const answer = await service.app.request("/dang-nhap", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://localhost" },
    body: new URLSearchParams({ userName, password: PASSWORD }).toString(),
  });
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
};

describe("dossiers over the API", () => {
  it("goes the whole way: list, approval, dossier, document, closing, hand-over, package", async () => {
    const headings = readListText("# Văn phòng | VP\nChuyển đổi số năm 2026 | 20 năm | Phạm Văn Thuận");
    const list = await drafter.json<{ rev: number }>(
      "/api/dossiers/lists/2026",
      { rev: 0, numbering: "whole", headings },
      "PUT",
    );
    await leader.json("/api/dossiers/lists/2026/approve", {
      rev: list.rev,
      decision: { symbol: "01/QĐ-UBND", date: "2026-01-05", issuer: "Chủ tịch UBND tỉnh" },
    });
    let dossier = await drafter.json<Seen>("/api/dossiers", { year: 2026, notation: "01.VP" });
    const address = `/api/dossiers/${dossier.id}`;
    dossier = await drafter.json(`${address}/documents`, {
      rev: dossier.rev,
      source: { from: "document", id: letter },
    });
    expect(dossier.contents).toEqual([expect.objectContaining({ ordinal: 1 })]);
    const uploaded = await drafter.upload(`${address}/files`, {
      rev: String(dossier.rev),
      title: "Ghi chép",
      issuedOn: "2026-03-01",
      file: new File(["Nội dung cuộc họp"], "ghi-chep.txt", { type: "text/plain" }),
    });
    expect(uploaded.status).toBe(200);
    dossier = (await uploaded.json()) as Seen;
    const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    dossier = await drafter.json(`${address}/close`, { rev: dossier.rev, endedOn: day });
    await drafter.json("/api/dossiers/hand-overs/offer", { ids: [dossier.id] });
    const record = await archivist.json<{ id: string; number: number }>("/api/dossiers/hand-overs/receive", {
      ids: [dossier.id],
    });
    expect(record.number).toBe(1);
    const minutes = await archivist.get(`/api/dossiers/hand-overs/${record.id}/record/pdf`);
    expect(minutes.headers.get("content-type")).toBe("application/pdf");
    const zip = new Uint8Array(await (await archivist.get(`${address}/archive/AIP_hoso`)).arrayBuffer());
    expect(checkArchive(zip).faults).toEqual([]);
    const checked = await archivist.upload("/api/dossiers/archive/check", { file: new File([zip], "goi.zip") });
    expect(await checked.json()).toMatchObject({ sound: true, dossier: { code: "H98.2026.01.VP", documents: 2 } });
    zip[zip.length >> 1] = zip[zip.length >> 1]! ^ 1;
    const broken = await archivist.upload("/api/dossiers/archive/check", { file: new File([zip], "goi.zip") });
    expect(await broken.json()).toMatchObject({ sound: false });
  });

  it("gives metadata as JSON and XML", async () => {
    const metadata = await drafter.json<{ table: string; lines: { number: string; values: string[] }[] }>(
      `/api/dossiers/metadata/document/${letter}`,
    );
    expect(metadata.table).toBe("I");
    expect(metadata.lines.find(({ number }) => number === "1.3")!.values).toEqual(["01.VP"]);
    const xml = await (await drafter.get(`/api/dossiers/metadata/document/${letter}/xml`)).text();
    expect(xml).toContain('<FileNotation field="1.3">01.VP</FileNotation>');
  });

  it("answers NOT_FOUND to another organisation at every address of a dossier", async () => {
    const [dossier] = await drafter.json<{ id: string }[]>("/api/dossiers?year=2026");
    const id = dossier!.id;
    for (const address of [
      id,
      `${id}/contents/pdf`,
      `${id}/archive/SIP_hoso`,
      `${id}/files/document/${letter}/0`,
      `metadata/dossier/${id}`,
      `metadata/document/${letter}`,
    ])
      expect((await stranger.get(`/api/dossiers/${address}`)).status, address).toBe(404);
    expect(await stranger.json("/api/dossiers?year=2026")).toEqual([]);
    expect(
      (await stranger.send(`/api/dossiers/${id}/documents`, { rev: 1, source: { from: "document", id: letter } }))
        .status,
    ).toBe(404);
    expect((await stranger.json<{ headings: unknown[] }>("/api/dossiers/lists/2026")).headings).toEqual([]);
  });
});

describe("search and use over the API", () => {
  it("finds, exports, keeps and counts; another organisation finds nothing", async () => {
    const query = { words: "chuyen doi so", show: ["symbol", "subject"] };
    const found = await drafter.json<{ total: number; found: { kind: string }[] }>("/api/search", query);
    expect(found.found.map(({ kind }) => kind).sort()).toEqual(["document", "dossier"]);
    expect(await stranger.json("/api/search", query)).toMatchObject({ total: 0 });
    const docx = await drafter.send("/api/search/export/docx", query);
    expect([docx.status, docx.headers.get("content-disposition")]).toEqual([200, expect.stringContaining(".docx")]);
    const saved = await drafter.json<{ id: string }>("/api/search/saved", { name: "CĐS", query });
    expect(await drafter.json("/api/search/saved")).toEqual([expect.objectContaining({ id: saved.id })]);
    expect((await drafter.send(`/api/search/saved/${saved.id}`, undefined, "DELETE")).status).toBe(204);
  });

  it("notes sign-ins, views, downloads and prints by themselves, over pages and API", async () => {
    const before = await drafter.json<{ counts: { view: number; download: number; print: number } }>(
      `/api/search/uses/document/${letter}`,
    );
    await drafter.get(`/api/documents/${letter}`);
    await drafter.get(`/api/documents/${letter}/pdf`);
    const versions = await drafter.json<{ version: number }[]>(`/api/documents/${letter}/versions`);
    expect((await drafter.get(`/api/documents/${letter}/versions/${versions[0]!.version}/pdf`)).status).toBe(200);
    await drafter.get(`/api/search/print/document/${letter}`);
    const cookie = await cookieOf("thuan");
    const page = await service.app.request(`/van-ban/${letter}`, { headers: { cookie } });
    expect(page.status).toBe(200);
    const after = await drafter.json<typeof before>(`/api/search/uses/document/${letter}`);
    expect(after.counts).toEqual({
      view: before.counts.view + 2,
      download: before.counts.download + 2,
      print: before.counts.print + 1,
    });
    const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const figures = await leader.json<{ signIns: number }>(`/api/search/figures?from=${day}&to=${day}`);
    expect(figures.signIns).toBeGreaterThanOrEqual(8);
    expect((await drafter.get(`/api/search/figures?from=${day}&to=${day}`)).status).toBe(403);
  });
});

describe("pages of dossiers and search", () => {
  it("show list, dossier, hand-over, metadata, package check, search with results, figures; no page needs script", async () => {
    const cookie = await cookieOf("nguyet");
    const [dossier] = await leader.json<{ id: string }[]>("/api/dossiers?year=2026");
    const pages: [string, string][] = [
      ["/ho-so?nam=2026", "Chuyển đổi số năm 2026"],
      ["/ho-so/danh-muc/2026", "Danh mục đã được phê duyệt"],
      ["/ho-so/mo", "Mở hồ sơ ngoài danh mục"],
      [`/ho-so/${dossier!.id}`, "Mục lục văn bản, tài liệu"],
      ["/ho-so/nop-luu", "Biên bản giao nhận (1)"],
      ["/ho-so/kiem-tra-goi", "Gói (.zip)"],
      [`/dac-ta/document/${letter}`, "FileNotation"],
      [`/dac-ta/dossier/${dossier!.id}`, "DocTotal"],
      ["/tim-kiem?tim=chuyen+doi+so", "Tìm thấy 2 kết quả"],
      ["/tim-kiem/thong-ke", "lượt đăng nhập"],
      [`/tim-kiem/lich-su/document/${letter}`, "lượt xem"],
    ];
    for (const [address, words] of pages) {
      const answer = await service.app.request(address, { headers: { cookie } });
      expect([address, answer.status]).toEqual([address, 200]);
      expect(await answer.text()).toContain(words);
    }
    expect((await service.app.request("/ho-so")).status).toBe(303);
  });

  it("take forms: a list is drawn up, with every fault told and what was typed kept", async () => {
    const cookie = await cookieOf("thuan");
    const post = (address: string, fields: Record<string, string>) =>
      service.app.request(address, {
        method: "POST",
        headers: { cookie, "content-type": "application/x-www-form-urlencoded", origin: "http://localhost" },
        body: new URLSearchParams(fields).toString(),
      });
    const bad = await post("/ho-so/danh-muc/2027", {
      rev: "0",
      numbering: "whole",
      text: "# Văn phòng | VP\nHồ sơ lạ | lâu dài | Ai đó",
    });
    expect(bad.status).toBe(422);
    const text = await bad.text();
    expect(text).toContain("Thời hạn bảo quản phải là");
    expect(text).toContain("Hồ sơ lạ | lâu dài");
    const good = await post("/ho-so/danh-muc/2027", {
      rev: "0",
      numbering: "whole",
      text: "# Văn phòng | VP\nHồ sơ thi đua | 10 năm | Phạm Văn Thuận",
    });
    expect([good.status, good.headers.get("location")]).toEqual([303, "/ho-so/danh-muc/2027?xong=da-luu"]);
  });
});
