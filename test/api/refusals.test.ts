import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  client,
  issuedLetter,
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

describe("what the app refuses", () => {
  let service: TestService;
  let letter: SeenDocument;

  beforeAll(async () => {
    service = openService({ uploadLimit: 2_000_000 });
    await openOffices(service);
    letter = await issuedLetter(service);
  });
  afterAll(() => service.close());

  it("answers problems as problem+json, every fault named", async () => {
    const drafter = await signedIn(service, "thuan");
    const answer = await drafter.send("/api/documents", { description: { ...LETTER, subject: "", place: undefined } });
    expect(answer.status).toBe(422);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    const problem = (await answer.json()) as { code: string; type: string; faults: { where: string }[] };
    expect(problem).toMatchObject({ code: "INVALID", type: "urn:vanthu:error:INVALID", status: 422 });
    expect(problem.faults.map((fault) => fault.where)).toEqual(expect.arrayContaining(["subject", "place"]));
    const shape = (await (await drafter.send("/api/programmes", { title: 3 })).json()) as {
      faults: { where: string; message: string }[];
    };
    expect(shape.faults.map((fault) => fault.where)).toEqual(expect.arrayContaining(["title", "period"]));
  });

  it("tells of a missing route as of a missing page", async () => {
    expect(await (await service.app.request("/api/khong-co")).json()).toMatchObject({
      code: "NO_SUCH_PAGE",
      status: 404,
    });
    const page = await service.app.request("/khong-co");
    expect(page.status).toBe(404);
    expect(await page.text()).toContain("Không tìm thấy");
  });

  it("keeps the text of unexpected errors to itself", async () => {
    const broken = openService();
    broken.office.storage.records.get = () => Promise.reject(new Error("secret path"));
    const answer = await broken.app.request("/api/health");
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret path");
    await broken.close();
  });

  it("does not let in without the right password", async () => {
    const wrong = await client(service).send("/api/access/sign-in", { userName: "thuan", password: "sai-mat-khau" });
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({ code: "SIGN_IN_FAILED" });
    expect((await client(service).get("/api/documents")).status).toBe(401);
    expect((await client(service, "x".repeat(43)).get("/api/documents")).status).toBe(401);
    const page = await service.app.request("/van-ban");
    expect(page.status).toBe(303);
    expect(page.headers.get("location")).toBe("/dang-nhap?ve=%2Fvan-ban");
  });

  it("gives browsers a cookie that script cannot read, and takes no way back to other sites", async () => {
    const answer = await signInForm(service, { back: "//evil.example/" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/tong-quan");
    expect(answer.headers.get("set-cookie")).toMatch(/HttpOnly/);
    expect(answer.headers.get("set-cookie")).toMatch(/SameSite=Lax/);
  });

  it("ends a session for good", async () => {
    const drafter = await signedIn(service, "thuan");
    expect((await drafter.send("/api/access/sign-out", undefined, "POST")).status).toBe(204);
    expect((await drafter.get("/api/access/me")).status).toBe(401);
  });

  it("refuses changes that another site sets off", async () => {
    const cookie = (await signInForm(service)).headers.get("set-cookie")!.split(";")[0]!;
    const change = (headers: Record<string, string>, address = "/nhiem-vu") =>
      service.app.request(address, {
        method: "POST",
        headers: { cookie, "content-type": "application/x-www-form-urlencoded", ...headers },
        body: "title=A&period=2027",
      });
    expect((await change({ origin: "https://evil.example", "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await change({ origin: "https://evil.example" })).status).toBe(403);
    expect((await change({})).status).toBe(403);
    expect((await change({ origin: ORIGIN, "sec-fetch-site": "same-origin" })).status).toBe(303);
    const json = await service.app.request("/api/programmes", {
      method: "POST",
      headers: { cookie, "content-type": "application/json", "sec-fetch-site": "cross-site" },
      body: "{}",
    });
    expect(await json.json()).toMatchObject({ code: "CROSS_SITE" });
    const plain = await service.app.request("/api/programmes", {
      method: "POST",
      headers: { cookie, "content-type": "text/plain", "sec-fetch-site": "same-origin" },
      body: "{}",
    });
    expect(plain.status).toBe(422);
  });

  it("sends every page with a policy that lets nothing inline or foreign run", async () => {
    const policy = (await service.app.request("/kiem-tra")).headers.get("content-security-policy")!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    const page = await (await service.app.request("/kiem-tra")).text();
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/);
    const address = /href="(\/tep-tinh\/[^"]+\.css)"/.exec(page)![1]!;
    expect((await service.app.request(address)).headers.get("cache-control")).toContain("immutable");
  });

  it("bounds what it reads", async () => {
    const big = new Uint8Array(2_500_000);
    const declared = await service.app.request("/api/verify", {
      method: "POST",
      headers: { "content-type": "application/pdf", "content-length": String(big.length) },
      body: big,
    });
    expect(declared.status).toBe(413);
    expect(await declared.json()).toMatchObject({ code: "UPLOAD_TOO_LARGE" });
    const form = new FormData();
    form.set("file", new File([big], "to.pdf"));
    expect(
      (
        await service.app.request("/kiem-tra", {
          method: "POST",
          headers: { "sec-fetch-site": "same-origin" },
          body: form,
        })
      ).status,
    ).toBe(413);
    expect(
      (
        await service.app.request("/api/verify", {
          method: "POST",
          headers: { "content-type": "application/pdf" },
          body: new Uint8Array(0),
        })
      ).status,
    ).toBe(422);
  });

  it("lets each role do its own step only, each step in its turn", async () => {
    const drafter = await signedIn(service, "thuan");
    const clerk = await signedIn(service, "thuha");
    const draft = await drafter.json<SeenDocument>("/api/documents", { description: LETTER });
    const address = `/api/documents/${draft.id}`;
    expect((await clerk.send(`${address}/number`, { rev: draft.rev })).status).toBe(409);
    const submitted = await drafter.json<SeenDocument>(`${address}/submit`, { rev: draft.rev });
    for (const [step, body] of [
      ["sign", { password: KEY }],
      ["number", {}],
      ["seal", { password: KEY }],
    ] as const) {
      expect((await drafter.send(`${address}/${step}`, { rev: submitted.rev, ...body })).status, step).toBe(403);
    }
    expect((await drafter.send(`${address}/submit`, { rev: draft.rev })).status).toBe(409);
  });

  it("shows nothing of one organisation to another", async () => {
    const stranger = await signedIn(service, "yen");
    const drafter = await signedIn(service, "thuan");
    const programme = await drafter.json<{ id: string; revision: number }>("/api/programmes", {
      title: "Kín",
      period: "2027",
    });
    const address = `/api/documents/${letter.id}`;
    const { rev } = letter;
    const requests: [string, unknown?, string?][] = [
      [address],
      [`${address}/pdf`],
      [`${address}/docx`],
      [`${address}/deliveries`],
      [`${address}/warnings`],
      [`${address}/attachments/0`],
      [address, { rev, description: LETTER }, "PUT"],
      [`${address}/submit`, { rev }],
      [`${address}/return`, { rev, reason: "x" }],
      [`${address}/sign`, { rev, password: KEY }],
      [`${address}/number`, { rev }],
      [`${address}/seal`, { rev, password: KEY }],
      [`${address}/send`, { rev, to: ["x"] }],
      [`/api/programmes/${programme.id}`],
      [`/api/programmes/${programme.id}/history`],
      [`/api/programmes/${programme.id}`, { programme: { ...programme }, why: "x" }, "PUT"],
      [`/van-ban/${letter.id}`],
      [`/van-ban/${letter.id}/pdf`],
      [`/nhiem-vu/${programme.id}`],
    ];
    for (const [at, body, method] of requests) {
      const answer = await stranger.send(at, body, method);
      expect([403, 404], `${method ?? "GET/POST"} ${at}`).toContain(answer.status);
    }
    expect(await stranger.json("/api/documents")).toEqual([]);
    expect(await stranger.json("/api/programmes")).toEqual([]);
    const people = await stranger.json<{ userName: string; id: string }[]>("/api/access/people");
    expect(people.map((one) => one.userName)).toEqual(["yen"]);
    const administrator = await signedIn(service, "lam");
    const own = await administrator.json<{ id: string }[]>("/api/access/people");
    expect((await stranger.send(`/api/access/people/${own[0]!.id}`, { disabled: true }, "PATCH")).status).toBe(404);
    expect(
      (await stranger.send(`/api/access/people/${own[0]!.id}/password`, { replacement: "moi-hoan-toan" })).status,
    ).toBe(404);
  });

  it("is set up once only", async () => {
    const again = await client(service).send("/api/access/set-up", {
      organisation: { code: "H99", name: "Cơ quan khác", place: "Nơi khác", system: "state" },
      person: { name: "Kẻ lạ", position: "Không", userName: "la", password: PASSWORD, roles: ["administrator"] },
      keyPassword: KEY,
    });
    expect(again.status).toBe(403);
    expect((await service.app.request("/bat-dau")).headers.get("location")).toBe("/dang-nhap");
  });
});

function signInForm(service: TestService, more: Record<string, string> = {}): Promise<Response> {
  return Promise.resolve(
    service.app.request("/dang-nhap", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN },
      body: new URLSearchParams({ userName: "thuan", password: PASSWORD, ...more }),
    }),
  );
}
