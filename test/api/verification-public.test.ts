import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import { createCheckApp } from "../../functions/api/check-app.ts";
import { TokenBuckets } from "../../functions/api/rate-limit.ts";
import { openOffice, openPublicOffice } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { issue, office as people } from "../verification/support.ts";
import { issuedLetter, openOffices, openService, signedIn, type TestService } from "./service.ts";

/** A request as @hono/node-server hands it over, from an address. */
const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });

describe("limits of the public check", () => {
  const storage = people();
  const office = openPublicOffice({ trust: { trust: storage.trust, crls: [] } });
  const limits = { check: { burst: 3, perMinute: 6 }, lookUp: { burst: 2, perMinute: 60 } };
  const post = (app: ReturnType<typeof createCheckApp>, address: string, headers: Record<string, string> = {}) =>
    app.request(
      "/api/verify",
      { method: "POST", headers: { "content-type": "application/pdf", ...headers }, body: "%PDF-1.7 hong" },
      from(address),
    );

  it("hold for each address, and say in Vietnamese and in Retry-After when to come again", async () => {
    const app = createCheckApp(office, { publicLimits: limits });
    for (let i = 0; i < 3; i += 1) expect((await post(app, "203.0.113.9")).status).toBe(200);
    const refused = await post(app, "203.0.113.9");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(await refused.json()).toMatchObject({ code: "TOO_MANY_CHECKS", hint: expect.stringContaining("10 giây") });
    expect((await post(app, "203.0.113.10")).status).toBe(200);

    const page = await app.request(
      "/kiem-tra",
      { method: "POST", headers: { "sec-fetch-site": "same-origin" }, body: new FormData() },
      from("203.0.113.9"),
    );
    expect(page.status).toBe(429);
    expect(page.headers.get("retry-after")).not.toBeNull();
    expect(await page.text()).toContain("quá nhiều yêu cầu");
    // The page itself stays open.
    expect((await app.request("/kiem-tra", {}, from("203.0.113.9"))).status).toBe(200);
  });

  it("believe a header only where one is configured, and of it only what the proxy itself wrote", async () => {
    const trusting = createCheckApp(office, { publicLimits: { ...limits, addressHeader: "x-forwarded-for" } });
    for (let i = 0; i < 3; i += 1)
      expect((await post(trusting, "10.0.0.1", { "x-forwarded-for": `198.51.100.${i}, 203.0.113.9` })).status).toBe(
        200,
      );
    expect((await post(trusting, "10.0.0.1", { "x-forwarded-for": "198.51.100.77, 203.0.113.9" })).status).toBe(429);
    expect((await post(trusting, "10.0.0.1", { "x-forwarded-for": "203.0.113.11" })).status).toBe(200);

    const plain = createCheckApp(office, { publicLimits: limits });
    for (let i = 0; i < 3; i += 1) await post(plain, "203.0.113.9", { "x-forwarded-for": `198.51.100.${i}` });
    expect((await post(plain, "203.0.113.9", { "x-forwarded-for": "198.51.100.99" })).status).toBe(429);
  });

  it("count a whole IPv6 network as one, and IPv4 in IPv6 as IPv4", async () => {
    const app = createCheckApp(office, { publicLimits: limits });
    for (const end of ["1", "2", "ffff:1"]) await post(app, `2001:db8:1:2::${end}`);
    expect((await post(app, "2001:0db8:1:2:3:4:5:6")).status).toBe(429);
    expect((await post(app, "2001:db8:1:3::1")).status).toBe(200);
    for (let i = 0; i < 3; i += 1) await post(app, "::ffff:192.0.2.1");
    expect((await post(app, "192.0.2.1")).status).toBe(429);
  });

  it("refill with time, and remember a bounded number of addresses", () => {
    let now = 0;
    const buckets = new TokenBuckets({ burst: 2, perMinute: 30 }, () => now);
    expect([buckets.take("a"), buckets.take("a"), buckets.take("a")]).toEqual([0, 0, 2]);
    now += 2000;
    expect([buckets.take("a"), buckets.take("a")]).toEqual([0, 2]);
    now += 3_600_000;
    expect([buckets.take("a"), buckets.take("a"), buckets.take("a")]).toEqual([0, 0, 2]);
    for (let i = 0; i < 50_000; i += 1) buckets.take(`address ${i}`);
    expect(buckets.size).toBeLessThanOrEqual(20_000);
  });
});

describe("a file that is checked", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-kept-"));
  const storage = openSqliteStorage(folder);
  afterAll(async () => {
    await storage.records.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Names and sizes of everything below a folder. */
  const everything = () =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .sort()
      .map((name) => `${name} ${statSync(path.join(folder, name)).size}`);

  it("is not kept: nothing is written to the store or to the temporary folder", async () => {
    const app = createApp(openOffice({ storage }));
    const { sealed } = await issue(people());
    const check = async () => {
      const form = new FormData();
      form.set("file", new File([new Uint8Array(sealed)], "van-ban.pdf"));
      const page = await app.request("/kiem-tra", {
        method: "POST",
        headers: { "sec-fetch-site": "same-origin" },
        body: form,
      });
      expect(page.status).toBe(200);
      const answer = await app.request("/api/verify", {
        method: "POST",
        headers: { "content-type": "application/pdf" },
        body: new Uint8Array(sealed),
      });
      expect(answer.status).toBe(200);
      const said = (await answer.json()) as { files: { verdict: { signatures: { signedBytes: number }[] } }[] };
      // The bytes up to there are the file as it was signed.
      expect(said.files[0]!.verdict.signatures.map((one) => one.signedBytes)).toEqual([
        expect.any(Number),
        sealed.length,
      ]);
    };
    // Once before: the test authority of the installation and its index are made at first use.
    await check();
    const before = everything();
    const temporary = new Set(readdirSync(tmpdir()));
    await check();
    expect(everything()).toEqual(before);
    const bytes = Buffer.from(sealed).subarray(0, 4096);
    const added = readdirSync(tmpdir()).filter((name) => !temporary.has(name));
    for (const name of added) {
      const file = path.join(tmpdir(), name);
      if (statSync(file).isFile()) expect(readFileSync(file).includes(bytes), name).toBe(false);
    }
  });
});

describe("verification codes and standings over HTTP", () => {
  let service: TestService;
  let id: string;
  let pdf: Uint8Array<ArrayBuffer>;
  let code: string;
  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    ({ id } = await issuedLetter(service));
    const clerk = await signedIn(service, "thuha");
    pdf = new Uint8Array(await (await clerk.get(`/api/documents/${id}/pdf`)).arrayBuffer());
    const page = await (await clerk.get(`/van-ban/${id}`)).text();
    code = /kiem-tra\/ma\/([0-9A-Z]{12})/.exec(page)![1]!;
    expect(page).toContain("Mã kiểm tra");
    expect(page).toContain("<svg");
    const svg = await clerk.get(`/van-ban/${id}/ma-kiem-tra.svg`);
    expect(svg.headers.get("content-type")).toContain("image/svg+xml");
  });
  afterAll(() => service?.close());

  it("a code page says number, date, organisation, sha256 and standing, and not what the document is about", async () => {
    const answer = await service.app.request(`/kiem-tra/ma/${code}`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    for (const fact of ["Ủy ban nhân dân tỉnh Hương Giang", "Còn hiệu lực", "SHA-256"]) expect(text).toContain(fact);
    expect(text).not.toContain("chuyển đổi số quý IV");
    const typed = await service.app.request(`/kiem-tra/ma?ma=${code.slice(0, 6)}-${code.slice(6)}`);
    expect([typed.status, typed.headers.get("location")]).toEqual([
      303,
      `/kiem-tra/ma/${code.slice(0, 6)}-${code.slice(6)}`,
    ]);
    expect(await (await service.app.request(`/api/standing/code/${code}`)).json()).toMatchObject({
      code,
      standing: { state: "in-force" },
    });
  });

  it("tells a slip of the pen from a code that is not there", async () => {
    const wrong = code.slice(0, 11) + (code[11] === "0" ? "1" : "0");
    const slip = await service.app.request(`/kiem-tra/ma/${wrong}`);
    expect(slip.status).toBe(422);
    expect(await slip.text()).toContain("gõ nhầm");
    expect((await service.app.request("/kiem-tra/ma/000000000000")).status).toBe(404);
  });

  it("compares a file with the document of the code", async () => {
    const compare = async (bytes: Uint8Array<ArrayBuffer>) => {
      const form = new FormData();
      form.set("file", new File([bytes], "trong-tay.pdf"));
      const headers = { "sec-fetch-site": "same-origin" };
      return (await service.app.request(`/kiem-tra/ma/${code}`, { method: "POST", headers, body: form })).text();
    };
    expect(await compare(pdf)).toContain("Đúng là bản đã phát hành");
    const changed = pdf.slice();
    changed[changed.length - 1]! ^= 1;
    expect(await compare(changed)).toContain("Không phải tệp của văn bản này");
  });

  it("the machine's answer says how the document stands, and OpenAPI tells of the check, the standing and the code", async () => {
    const answer = await service.app.request("/api/verify", {
      method: "POST",
      headers: { "content-type": "application/pdf" },
      body: pdf,
    });
    const { files } = (await answer.json()) as {
      files: { verdict: { document: { standing: string }; standing: object } }[];
    };
    expect(files[0]!.verdict.standing).toMatchObject({ state: "in-force", found: "file", by: [] });
    expect(files[0]!.verdict.document.standing).toContain("Còn hiệu lực");
    const { paths } = (await (await service.app.request("/api/openapi.json")).json()) as {
      paths: Record<string, object>;
    };
    expect(paths["/api/verify"]).toHaveProperty("post.requestBody.content");
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(["/api/standing/{sha256}", "/api/standing/code/{code}"]));
  });
});
