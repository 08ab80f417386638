import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import { configuredTrust, TRUST_FOLDER } from "../../functions/trust-folder.ts";
import { commonNameIn } from "../../functions/web/parts/key-words.ts";
import { parseCertificate } from "../../shared/asn1/index.ts";
import { openOffice, secretBox } from "../../shared/office/index.ts";
import { createTestAuthority } from "../../shared/signing/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";
import { type Client, client, ORIGIN, openOffices, PASSWORD, signedIn, type TestService } from "./service.ts";

const place = temporaryFolder();
const authority = createTestAuthority();
const ROOT = parseCertificate(authority.root);
let service: TestService;
let administrator: Client;
let cookie: string;

beforeAll(async () => {
  const storage = openSqliteStorage(place.folder);
  const office = openOffice({
    storage,
    secrets: secretBox(new Uint8Array(32).fill(7)),
    passwordCost: 2 ** 8,
    trustFolder: configuredTrust(place.folder),
  });
  service = { app: createApp(office), office, close: () => storage.records.close() };
  await openOffices(service);
  administrator = await signedIn(service, "lam");
  const { token } = await client(service).json<{ token: string }>("/api/access/sign-in", {
    userName: "lam",
    password: PASSWORD,
  });
  cookie = `vanthu_phien=${token}`;
});
afterAll(async () => {
  await service.close();
  place.drop();
});

const page = async (address: string) => {
  const answer = await service.app.request(address, { headers: { cookie } });
  expect(answer.status, address).toBe(200);
  return answer.text();
};
const send = (address: string, fields: Record<string, string | File>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return service.app.request(address, { method: "POST", headers: { cookie, origin: ORIGIN }, body: form });
};

describe("the start page of administration", () => {
  it("lists what can be administered, each with its state in words and a way there that exists", async () => {
    const text = await page("/quan-tri");
    const start = text.slice(text.indexOf("columns start"), text.indexOf('id="nguoi-dung"'));
    const ways = [...start.matchAll(/href="(\/[^"]+)"/g)].map(([, href]) => href!);
    expect(ways.length).toBeGreaterThan(12);
    for (const way of ways) await page(way);
    for (const words of ["4 người", "Chỉ có thử nghiệm", "Còn hạn", "việc cần xem"]) expect(start).toContain(words);
  });

  it("finds people without diacritics, on a page of their own", async () => {
    expect(await page("/quan-tri/nguoi-dung?tim=minh+nguyet")).toContain("Lê Thị Minh Nguyệt");
    expect(await page("/quan-tri/nguoi-dung?tim=minh+nguyet")).not.toContain("Phạm Văn Thuận");
    expect(await page("/quan-tri/nguoi-dung?tim=khong+ai")).toContain("Không tìm thấy ai");
  });
});

describe("the trust list on a page", () => {
  const file = new File([Buffer.from(authority.root)], "goc.cer");

  it("takes a root in by file and fingerprint, shows it and gives it up", async () => {
    const fields = { file, scope: "neac", source: "trang công bố, 20/11/2026" };
    const refused = await send("/quan-tri/tin-cay/them", { ...fields, fingerprint: "00".repeat(32) });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("không phải chứng thư có vân tay đã nhập");
    const added = await send("/quan-tri/tin-cay/them", { ...fields, fingerprint: ROOT.sha256 });
    expect([added.status, added.headers.get("location")]).toEqual([303, "/quan-tri/tin-cay?xong=da-them-tin-cay"]);
    expect(readdirSync(path.join(place.folder, TRUST_FOLDER, "NEAC")).length).toBe(1);
    expect(commonNameIn("serialNumber=1, CN=Trung tâm A, chi nhánh B, O=Bộ C, C=VN")).toBe("Trung tâm A, chi nhánh B");
    expect(await page("/quan-tri/tin-cay")).toContain("trang công bố, 20/11/2026");
    expect(await page("/quan-tri/han-chung-thu")).toContain("Danh sách tin cậy");
    expect((await send("/quan-tri/tin-cay/go", { sha256: ROOT.sha256 })).status).toBe(303);
    expect(readdirSync(path.join(place.folder, TRUST_FOLDER, "NEAC"))).toEqual([]);
  });

  it("is done by a machine's own routes alike, and by nobody of another organisation", async () => {
    const certificate = Buffer.from(authority.root).toString("base64");
    const body = { certificate, scope: "foreign", source: "công văn 12", fingerprint: ROOT.sha256 };
    const yen = await signedIn(service, "yen");
    expect((await yen.send("/api/installation/trust", body)).status).toBe(403);
    expect(await yen.json("/api/installation/trust")).toMatchObject({ mayChange: false });
    expect((await administrator.send("/api/installation/trust", undefined, "POST")).status, "without a body").toBe(422);
    const added = await administrator.json<{ sha256: string }>("/api/installation/trust", body);
    expect(added.sha256).toBe(ROOT.sha256);
    const gone = await administrator.send(`/api/installation/trust/${added.sha256}`, undefined, "DELETE");
    expect(gone.status).toBe(204);
  });
});

describe("health", () => {
  it("is told in detail to administrators alone; to everybody only that the service answers", async () => {
    expect(Object.keys(await client(service).json("/api/health"))).toEqual(["status", "at"]);
    expect((await client(service).get("/api/health/detail")).status).toBe(401);
    expect((await (await signedIn(service, "nguyet")).get("/api/health/detail")).status).toBe(403);
    const { state, checks } = await administrator.json<{ state: string; checks: { code: string; words: string }[] }>(
      "/api/health/detail",
    );
    expect(state).toBe("warn");
    const text = await page("/quan-tri/tinh-trang");
    for (const { code, words } of checks) if (code !== "storage") expect(text).toContain(words.slice(0, 40));
  });
});

describe("a page that cannot be shown", () => {
  it("says what happened and what to do", async () => {
    const missing = await service.app.request("/khong-co-trang", { headers: { cookie } });
    expect(missing.status).toBe(404);
    expect(await missing.text()).toMatch(/Không tìm thấy[\s\S]*href="\/tim-kiem"/);
    const { token } = await client(service).json<{ token: string }>("/api/access/sign-in", {
      userName: "nguyet",
      password: PASSWORD,
    });
    const forbidden = await service.app.request("/quan-tri", { headers: { cookie: `vanthu_phien=${token}` } });
    expect(forbidden.status).toBe(403);
    expect(await forbidden.text()).toMatch(/Không có quyền[\s\S]*Về trang Tổng quan/);
  });
});
