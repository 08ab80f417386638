import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentDisposition } from "../../functions/api/files.ts";
import { packEdxml } from "../../shared/exchange/index.ts";
import { samplePacket } from "../exchange/sample-packet.ts";
import {
  client,
  KEY,
  LETTER,
  ORIGIN,
  openOffices,
  openService,
  PASSWORD,
  type SeenDocument,
  signedIn,
  type TestService,
} from "./service.ts";

const PERSON = { name: "Vũ Đình Lâm", position: "Quản trị", userName: "lam", roles: ["administrator"] };
const ORGANISATION = { code: "H97", name: "Ủy ban nhân dân tỉnh", place: "Hương Giang", system: "state" };

describe("the first set-up", () => {
  let service: TestService;
  beforeAll(() => {
    service = openService();
  });
  afterAll(() => service.close());
  const setUp = (password: string) =>
    client(service).send("/api/access/set-up", {
      organisation: ORGANISATION,
      person: { ...PERSON, password },
      keyPassword: KEY,
    });

  it("leaves nothing behind when it is refused, so that it can be done again", async () => {
    expect((await setUp("ngan")).status).toBe(422);
    expect(await service.office.access.organisations()).toEqual([]);
    expect((await setUp(PASSWORD)).status).toBe(201);
    const [organisation] = await service.office.access.organisations();
    const { entries } = await service.office.access.auditTrail(organisation!.id);
    expect(entries.map((entry) => `${entry.actor.name}: ${entry.action}`)).toEqual([
      "Hệ thống: organisation.create",
      "Hệ thống: person.create",
      "Vũ Đình Lâm: key.issue",
    ]);
  });

  it("is won by one of two at once", async () => {
    const other = openService();
    const answers = await Promise.all(
      ["H1", "H2"].map((code) =>
        client(other).send("/api/access/set-up", {
          organisation: { ...ORGANISATION, code },
          person: { ...PERSON, userName: code.toLowerCase().padEnd(4, "x"), password: PASSWORD },
          keyPassword: KEY,
        }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 403]);
    expect(await other.office.access.organisations()).toHaveLength(1);
    await other.close();
  });
});

describe("hostile requests", () => {
  let service: TestService;
  beforeAll(async () => {
    service = openService();
    await openOffices(service);
  });
  afterAll(() => service.close());

  it("adds an organisation with its first person, or neither", async () => {
    const administrator = await signedIn(service, "lam");
    const add = (userName: string) =>
      administrator.send("/api/access/organisations", {
        organisation: { ...ORGANISATION, code: "H98.77" },
        person: { ...PERSON, userName, password: PASSWORD },
      });
    expect((await add("lam")).status).toBe(409);
    expect((await add("lam.2")).status).toBe(201);
  });

  it("does not let an administrator shut themselves out, over the API either", async () => {
    const administrator = await signedIn(service, "lam");
    const { actor } = await administrator.json<{ actor: { personId: string } }>("/api/access/me");
    const address = `/api/access/people/${actor.personId}`;
    expect((await administrator.send(address, { disabled: true }, "PATCH")).status).toBe(403);
    expect((await administrator.send(address, { roles: ["drafter"] }, "PATCH")).status).toBe(403);
    expect((await administrator.send(address, { position: "Quản trị mạng" }, "PATCH")).status).toBe(200);
  });

  it("lets the administrator alone change what the organisation is called and its term", async () => {
    const administrator = await signedIn(service, "lam");
    const drafter = await signedIn(service, "thuan");
    const change = { superior: "Chính phủ", term: "2025-2030" };
    expect((await drafter.send("/api/access/organisation", change, "PATCH")).status).toBe(403);
    expect(await administrator.json("/api/access/organisation", change, "PATCH")).toMatchObject({
      ...change,
      code: "H98",
    });
    const { token } = await service.office.access.signIn("lam", PASSWORD);
    const answer = await service.app.request("/quan-tri/thong-tin", {
      method: "POST",
      headers: {
        cookie: `vanthu_phien=${token}`,
        origin: ORIGIN,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({
        ownName: "Ủy ban nhân dân tỉnh Hương Giang",
        ownSuperior: "",
        ownPlace: "Hương Giang",
      }),
    });
    expect(answer.headers.get("location")).toBe("/quan-tri?xong=da-luu");
    const { organisation } = await administrator.json<{ organisation: object }>("/api/access/me");
    expect(organisation).toMatchObject({ term: "2025-2030" });
    expect(organisation).not.toHaveProperty("superior");
    expect(await (await administrator.get("/quan-tri")).text()).toContain("Thông tin cơ quan");
  });

  it("tells an administrator, who reads no documents, nothing of them", async () => {
    const drafter = await signedIn(service, "thuan");
    const administrator = await signedIn(service, "lam");
    const { id } = await drafter.json<SeenDocument>("/api/documents", { description: LETTER });
    const programme = await drafter.json<{ id: string }>("/api/programmes", { title: "Kín", period: "2027" });
    expect((await administrator.get(`/api/documents/${id}/warnings`)).status).toBe(403);
    const amendment = { programmeId: programme.id, from: 1, to: 1, basis: "x", appendixTitle: "x", letter: LETTER };
    expect((await administrator.send("/api/documents/amendment", amendment)).status).toBe(403);
  });

  it("takes names of JavaScript's own for names of nothing", async () => {
    const drafter = await signedIn(service, "thuan");
    for (const name of ["constructor", "toString", "__proto__"]) {
      expect((await drafter.get(`/soan-van-ban/${name}`)).status, name).toBe(404);
      const overview = await drafter.get(`/tong-quan?xong=${name}`);
      expect(overview.status, name).toBe(200);
      expect(await overview.text()).not.toContain("native code");
    }
  });

  it("answers a form that cannot be read as the sender's mistake", async () => {
    const broken = (address: string) =>
      service.app.request(address, {
        method: "POST",
        headers: { "content-type": "multipart/form-data", origin: ORIGIN },
        body: "không phải biểu mẫu",
      });
    for (const address of ["/kiem-tra", "/api/verify", "/dang-nhap"])
      expect((await broken(address)).status, address).toBe(422);
  });

  it("keeps what was typed after a conflict, but not at the cost of the other's change", async () => {
    const drafter = await signedIn(service, "thuan");
    const draft = await drafter.json<SeenDocument>("/api/documents", { description: LETTER });
    const token = (await service.office.access.signIn("thuan", PASSWORD)).token;
    const save = (rev: string, subject: string) =>
      service.app.request(`/van-ban/${draft.id}/sua`, {
        method: "POST",
        headers: {
          cookie: `vanthu_phien=${token}`,
          origin: ORIGIN,
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams({
          ...{ rev, subject, notation: LETTER.notation, place: LETTER.place, body: LETTER.body },
          addressees: "Các sở",
          recipients: "Lưu: VT",
          signatory: "Lê Thị Minh Nguyệt",
        }),
      });
    const rev = String(draft.rev);
    expect((await save(rev, "bản của người thứ nhất")).status).toBe(303);
    const refused = await save(rev, "bản của người thứ hai");
    expect(refused.status).toBe(409);
    const page = await refused.text();
    expect(page).toContain("bản của người thứ hai");
    const again = await save(/name="rev" value="(\d+)"/.exec(page)![1]!, "bản của người thứ hai");
    expect(again.status).toBe(409);
    expect((await drafter.json<{ subject: string }>(`/api/documents/${draft.id}`)).subject).toContain("thứ nhất");
  });

  it("checks every file of a packet or none", async () => {
    const [file] = samplePacket().attachments;
    const attachments = Array.from({ length: 21 }, (_, index) => ({
      ...file!,
      name: `${index}.pdf`,
      bytes: new TextEncoder().encode("%PDF-1.7\n"),
    }));
    const answer = await service.app.request("/api/verify", {
      method: "POST",
      headers: { "content-type": "application/xml" },
      body: new Uint8Array(packEdxml({ ...samplePacket(), attachments })),
    });
    expect(await answer.json()).toMatchObject({ code: "EDXML_TOO_LARGE" });
  });

  it("stores no programme that its own pages could not show", async () => {
    const drafter = await signedIn(service, "thuan");
    const programme = await drafter.json<{ id: string }>("/api/programmes", { title: "Số hóa", period: "2027" });
    const address = `/api/programmes/${programme.id}`;
    const save = (change: object) =>
      drafter.send(address, { programme: { ...programme, ...change }, why: "thử" }, "PUT");
    for (const change of [{ title: 3 }, { tasks: null }, { tasks: [{ id: "t" }] }, { basis: {} }, { targets: [null] }])
      expect((await save(change)).status, JSON.stringify(change)).toBe(422);
    expect((await drafter.get(`/nhiem-vu/${programme.id}`)).status).toBe(200);
    const plan = { programmeId: programme.id, ruleSet: "constructor" };
    expect((await drafter.send("/api/documents/plan", plan)).status).toBe(422);
  });

  it("names a file whatever its name", () => {
    expect(contentDisposition("Kế hoạch\r\nX: 1/..\\a\ud800.pdf", false)).toBe(
      "attachment; filename=\"Ke hoachX: 1..a.pdf\"; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1chX%3A%201..a%EF%BF%BD.pdf",
    );
  });
});
