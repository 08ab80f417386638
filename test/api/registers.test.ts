import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BookView, LedgerReport, RegisterPage, RegisterRow, TakenOverBook } from "../../shared/office/index.ts";
import {
  client,
  issuedLetter,
  ORIGIN,
  openOffices,
  openService,
  PASSWORD,
  signedIn,
  type TestService,
} from "./service.ts";

let service: TestService;
const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear();
beforeAll(async () => {
  service = openService();
  await openOffices(service);
  await issuedLetter(service);
});
afterAll(() => service.close());

/** A person in a browser without script. */
async function browser(userName: string) {
  const answer = await service.app.request("/dang-nhap", {
    method: "POST",
    headers: { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ userName, password: PASSWORD }),
  });
  const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0]!;
  return {
    get: async (path: string) => service.app.request(path, { headers: { cookie } }),
    post: async (path: string, fields: Record<string, string>) =>
      service.app.request(path, {
        method: "POST",
        headers: { cookie, origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields),
      }),
  };
}

describe("registers and books over the API", () => {
  it("a machine reads, writes and takes out registers as the clerk's pages do", async () => {
    const clerk = await signedIn(service, "thuha");
    const page = await clerk.json<RegisterPage>(`/api/registers/outgoing/lines?year=${year}&search=chuyen+doi+so`);
    expect(page.form.columns.map(({ header }) => header)[0]).toBe("Số, ký hiệu văn bản");
    const row = page.rows[0]!;
    expect(row.cells).toMatchObject({ notation: "01/UBND-KGVX", signatory: "Lê Thị Minh Nguyệt" });
    const address = `/api/registers/outgoing/lines/${year}/${encodeURIComponent(row.key)}`;
    const kept = await clerk.json<RegisterRow>(address, { rev: row.rev, cells: { note: "Bản chính tại VT" } }, "PUT");
    expect(kept.cells.note).toBe("Bản chính tại VT");
    expect((await clerk.send(address, { rev: row.rev, cells: { note: "x" } }, "PUT")).status).toBe(409);
    expect(await clerk.json(`${address}/history`)).toMatchObject([{ changes: [{ column: "note" }] }]);
    const loan = await clerk.send("/api/registers/loans/lines", { cells: {} });
    expect([loan.status, ((await loan.json()) as { faults: unknown[] }).faults.length]).toEqual([422, 5]);

    const pdf = await clerk.get(`/api/registers/outgoing/print?year=${year}`);
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    const sheet = await clerk.get(`/api/registers/outgoing/workbook?year=${year}`);
    expect(sheet.headers.get("content-disposition")).toContain(`so-van-ban-di-${year}.xlsx`);
    expect((await clerk.get("/api/registers/outgoing/lines")).status).toBe(422);
    expect((await clerk.get(`/api/registers/x/lines?year=${year}`)).status).toBe(422);
  });

  it("books are opened, taken over and proved; settings have a revision", async () => {
    const clerk = await signedIn(service, "thuha");
    const report = await clerk.json<LedgerReport>(`/api/registers/books/report?year=${year}`);
    expect(report).toMatchObject({
      sound: true,
      series: [{ title: `Văn bản đi năm ${year}`, last: 1, gaps: [], repeats: [] }],
    });
    const book = { system: "incoming", register: "chung", period: String(year) };
    const taken = await clerk.upload("/api/registers/books/take-over", { ...book, last: "41", from: "sổ giấy" });
    expect([taken.status, ((await taken.json()) as TakenOverBook).book.last]).toEqual([200, 41]);
    const again = await clerk.upload("/api/registers/books/take-over", {
      ...book,
      system: "state",
      last: "9",
      from: "x",
    });
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, "BOOK_IN_USE"]);
    const settings = await clerk.json<{ rev: number }>("/api/registers/books/settings");
    const set = { rev: settings.rev, ownSeries: [{ kind: "QĐ", fromYear: year + 1 }], bodies: [] };
    expect(await clerk.json("/api/registers/books/settings", set, "PUT")).toMatchObject({ rev: settings.rev + 1 });
    const list = await clerk.json<BookView[]>("/api/registers/books");
    const outgoing = list.find(({ system }) => system === "state")!;
    const closed = await clerk.json<BookView>("/api/registers/books/close", {
      series: outgoing.series,
      reason: "Giải thể",
    });
    expect(closed.closed?.sha256).toMatch(/^[0-9a-f]{64}$/);
    for (const format of ["pdf", "xlsx"])
      expect((await clerk.get(`/api/registers/books/report/file?format=${format}`)).status).toBe(200);
  });

  it("who may not, and another organisation, get nothing", async () => {
    const drafter = await signedIn(service, "thuan");
    const other = await signedIn(service, "yen");
    const clerk = await signedIn(service, "thuha");
    const [book] = await clerk.json<BookView[]>("/api/registers/books");
    const { rows } = await clerk.json<RegisterPage>(`/api/registers/outgoing/lines?year=${year}`);
    const line = `/api/registers/outgoing/lines/${year}/${encodeURIComponent(rows[0]!.key)}`;
    expect((await drafter.send(line, { rev: 1, cells: { note: "x" } }, "PUT")).status).toBe(403);
    expect((await drafter.send("/api/registers/books/close", { series: book!.series, reason: "x" })).status).toBe(403);
    expect((await other.get(line)).status).toBe(404);
    expect((await other.get(`${line}/history`)).status).toBe(404);
    expect((await other.send(line, { rev: 1, cells: { note: "x" } }, "PUT")).status).toBe(404);
    expect((await other.send("/api/registers/books/close", { series: book!.series, reason: "x" })).status).toBe(404);
    expect((await other.json<RegisterPage>(`/api/registers/outgoing/lines?year=${year}`)).rows).toEqual([]);
    expect(await other.json("/api/registers/books")).toEqual([]);
    expect((await client(service).get(`/api/registers/outgoing/lines?year=${year}`)).status).toBe(401);
  });
});

describe("the pages of registers and books", () => {
  it("every register is shown with its columns and numbers, and leads to its line", async () => {
    const clerk = await browser("thuha");
    for (const [address, title, columns] of [
      ["/so-van-ban-di", "Sổ đăng ký văn bản đi", 10],
      ["/so-van-ban-den", "Sổ đăng ký văn bản đến", 0],
      ["/so-van-ban/theo-doi-giai-quyet", "Sổ theo dõi giải quyết văn bản đến", 0],
      ["/so-van-ban/gui-buu-dien", "Sổ gửi văn bản đi bưu điện", 0],
      ["/so-van-ban/su-dung-ban-luu", "Sổ sử dụng bản lưu", 0],
      ["/so-van-ban/ban-sao", "Sổ đăng ký bản sao", 0],
    ] as const) {
      const answer = await clerk.get(address);
      const html = await answer.text();
      expect([address, answer.status]).toEqual([address, 200]);
      expect(html).toContain(`${title} năm ${year}`);
      if (columns > 0) expect(html).toContain(`(${columns})`);
    }
    const html = await (await clerk.get("/so-van-ban-di")).text();
    const line = /href="(\/so-van-ban-di\/dong\?[^"]+)"/.exec(html)![1]!.replaceAll("&amp;", "&");
    const form = await (await clerk.get(line)).text();
    const rev = /name="rev" value="(\d+)"/.exec(form)![1]!;
    const saved = await clerk.post(line, { rev, receipt: "Bưu tá ký", archivedBy: "Văn thư", copies: "3", sentOn: "", note: "" }); // biome-ignore format: one form
    expect([saved.status, saved.headers.get("location")]).toEqual([303, expect.stringContaining("xong=da-luu")]);
    expect(await (await clerk.get(line)).text()).toContain("Lịch sử ghi tay");
    const wrong = await clerk.post(line, { rev: String(Number(rev) + 1), copies: "nhiều" });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain("phải là số nguyên");
    expect((await clerk.get("/so-van-ban-di/so.pdf")).headers.get("content-type")).toBe("application/pdf");
    expect((await clerk.get("/so-van-ban-di/so.xlsx")).status).toBe(200);
  });

  it("a line is written by hand, a book closed, the proof shown; a reader sees no forms", async () => {
    const clerk = await browser("thuha");
    const loans = "/so-van-ban/su-dung-ban-luu";
    const entered = await clerk.post(`${loans}/them`, {
      takenOn: `${year}-06-01`,
      reader: "Phạm Văn Thuận",
      notation: "01/UBND-KGVX",
      subject: "chuẩn bị số liệu",
      allowedBy: "Lê Thị Minh Nguyệt",
    });
    expect(entered.status).toBe(303);
    expect(await (await clerk.get(`${loans}?tim=thuan`)).text()).toContain("Phạm Văn Thuận");
    const report = await (await clerk.get("/so-van-ban/bao-cao")).text();
    expect(report).toContain("Không thiếu số, không trùng số.");
    expect((await clerk.get("/so-van-ban/bao-cao.pdf")).status).toBe(200);
    const opened = await clerk.post("/so-van-ban/quan-ly/mo", { book: "state/sao", period: String(year) });
    expect(opened.status).toBe(303);
    const refused = await clerk.post("/so-van-ban/quan-ly/cach-danh-so", { rev: "0", ownSeries: "QĐ", bodies: "" });
    expect(refused.status).toBe(422);
    const books = await (await clerk.get("/so-van-ban/quan-ly")).text();
    expect(books).toContain("Tiếp quản dãy số đang dùng");
    const reader = await browser("thuan");
    expect(await (await reader.get("/so-van-ban/quan-ly")).text()).not.toContain("Tiếp quản dãy số đang dùng");
    expect((await reader.post("/so-van-ban/quan-ly/mo", { book: "state/sao", period: "2030" })).status).toBe(403);
  });
});
