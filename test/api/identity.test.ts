import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startProvider, type TestProvider, throughProvider } from "../access/provider.ts";
import {
  type Client,
  client,
  issuedLetter,
  LETTER,
  ORIGIN,
  openOffices,
  openService,
  PASSWORD,
  signedIn,
  type TestService,
} from "./service.ts";

/** Signing in over HTTP: cookies, keys of machines at every door of the API, a provider through the pages. */
let service: TestService;
let administrator: Client;
let clerk: Client;
let provider: TestProvider;
beforeAll(async () => {
  service = openService();
  await openOffices(service);
  administrator = await signedIn(service, "lam");
  clerk = await signedIn(service, "thuha");
  provider = await startProvider({ sub: "ha-01", email: "ha@huonggiang.example", email_verified: true });
});
afterAll(async () => {
  await provider.close();
  await service.close();
});

const form = (address: string, fields: Record<string, string>, cookies = "", app = service.app) =>
  app.request(address, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", cookie: cookies },
    body: new URLSearchParams(fields).toString(),
  });
const cookieOf = (answer: Response, name: string) =>
  answer.headers.getSetCookie().find((one) => one.startsWith(`${name}=`));

async function newKey(by: Client, scopes: string[], more: object = {}): Promise<string> {
  return (
    await by.json<{ key: string }>("/api/identity/api-keys", { name: "Phần mềm một cửa", scopes, days: 30, ...more })
  ).key;
}

describe("the session cookie", () => {
  it("is out of reach of script and other sites, and over HTTPS of other hosts", async () => {
    const plain = cookieOf(await form("/dang-nhap", { userName: "thuha", password: PASSWORD }), "vanthu_phien")!;
    expect(plain).toMatch(/HttpOnly/);
    expect(plain).toMatch(/SameSite=Lax/);
    const secure = openService({ secureCookies: true });
    await openOffices(secure);
    const answer = await form("/dang-nhap", { userName: "thuha", password: PASSWORD }, "", secure.app);
    const kept = cookieOf(answer, "__Host-vanthu_phien")!;
    expect(kept).toMatch(/HttpOnly/);
    expect(kept).toMatch(/Secure/);
    expect(kept).toMatch(/Path=\//);
    expect(kept).not.toMatch(/Domain/);
    const pair = kept.split(";")[0]!;
    const asked = (cookie: string) => secure.app.request("/tong-quan", { headers: { cookie } });
    expect((await asked(pair)).status).toBe(200);
    // A cookie that another host of the domain could plant is not ours.
    expect((await asked(pair.replace("__Host-", ""))).status).toBe(303);
    await secure.close();
  });

  it("is a new one with each sign-in; the session that was there is over, and nobody is signed in by a token they brought", async () => {
    const first = cookieOf(await form("/dang-nhap", { userName: "thuha", password: PASSWORD }), "vanthu_phien")!.split(
      ";",
    )[0]!;
    const second = cookieOf(
      await form("/dang-nhap", { userName: "thuha", password: PASSWORD }, first),
      "vanthu_phien",
    )!;
    expect(second.startsWith(first)).toBe(false);
    expect((await service.app.request("/tong-quan", { headers: { cookie: first } })).status).toBe(303);
    const planted = `vanthu_phien=${"P".repeat(43)}`;
    const third = cookieOf(
      await form("/dang-nhap", { userName: "thuha", password: PASSWORD }, planted),
      "vanthu_phien",
    )!;
    expect(third).not.toContain("PPPP");
    expect((await service.app.request("/tong-quan", { headers: { cookie: planted } })).status).toBe(303);
  });

  it("leads on only to paths of our own", async () => {
    for (const back of ["https://xau.example/", "//xau.example", "/\\xau.example", "javascript:alert(1)"]) {
      const answer = await form("/dang-nhap", { userName: "thuha", password: PASSWORD, back });
      expect(answer.headers.get("location")).toBe("/tong-quan");
    }
  });
});

describe("an API key", () => {
  it("opens every area of the API within its scopes, and no page", async () => {
    const key = await newKey(clerk, ["document.read", "document.draft", "register.read"]);
    const machine = client(service, key);
    await machine.json("/api/documents");
    const { id } = await machine.json<{ id: string }>("/api/documents", { description: LETTER });
    await machine.json(`/api/documents/${id}`);
    for (const [address, body] of [
      ["/api/documents/x/number", { rev: 1 }],
      ["/api/incoming", undefined],
      ["/api/identity/settings", undefined],
    ] as const) {
      const answer = await machine.send(address, body);
      expect([403, 404], address).toContain(answer.status);
    }
    for (const page of ["/tong-quan", "/van-ban", "/quan-tri"]) {
      const answer = await machine.get(page);
      expect(answer.status).toBe(303);
      expect(answer.headers.get("location")).toContain("/dang-nhap");
    }
  });

  it("needs no origin, unlike a cookie; but is not taken as a cookie", async () => {
    const key = await newKey(clerk, ["document.read", "document.draft"]);
    const send = (headers: Record<string, string>) =>
      service.app.request("/api/documents", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ description: LETTER }),
      });
    expect((await send({ authorization: `Bearer ${key}` })).status).toBe(201);
    expect((await send({ cookie: `vanthu_phien=${key}`, "sec-fetch-site": "same-origin" })).status).toBe(401);
    expect((await send({ authorization: `Bearer ${key}`, "sec-fetch-site": "cross-site" })).status).toBe(403);
  });

  it("does none of what only the person does", async () => {
    const key = await newKey(administrator, ["administer", "directory.read"]);
    const machine = client(service, key);
    await machine.json("/api/access/people");
    for (const [address, body] of [
      ["/api/identity/api-keys", { name: "x", scopes: ["administer"], days: 1 }],
      ["/api/identity/totp", {}],
      ["/api/identity/sessions", undefined],
      ["/api/identity/passkeys", undefined],
      [
        "/api/identity/providers",
        {
          name: "x",
          issuer: "https://x.example",
          clientId: "x",
          claim: "sub",
          autoLink: true,
          trustedFactor: true,
          enabled: true,
        },
      ],
    ] as const)
      expect((await machine.send(address, body)).status, address).toBe(403);
  });

  it("signs with a stored key only when its scope says so", async () => {
    const drafter = await signedIn(service, "thuan");
    const leader = await signedIn(service, "nguyet");
    const letter = await drafter.json<{ id: string; rev: number }>("/api/documents", { description: LETTER });
    const { rev } = await drafter.json<{ rev: number }>(`/api/documents/${letter.id}/submit`, { rev: letter.rev });
    const without = client(service, await newKey(leader, ["document.read", "document.return"]));
    const refused = await without.send(`/api/documents/${letter.id}/sign`, {
      rev,
      password: "khoa-ky-dai",
      reason: "",
    });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "FORBIDDEN", where: "document.sign" });
    const [leaderPerson] = (await administrator.json<{ id: string; userName: string }[]>("/api/access/people")).filter(
      ({ userName }) => userName === "nguyet",
    );
    const given = await administrator.send("/api/identity/api-keys", {
      name: "x",
      scopes: ["document.sign"],
      days: 1,
      personId: leaderPerson!.id,
    });
    expect(given.status).toBe(422);
  });

  it("is named in the trail beside its owner; the key itself stands nowhere", async () => {
    const key = await newKey(clerk, ["document.read", "document.draft"]);
    await client(service, key).json("/api/documents", { description: LETTER });
    const [organisation] = await service.office.access.organisations();
    const all = await Promise.all(
      (await service.office.access.organisations()).map(({ id }) =>
        service.office.access.auditTrail(id, { reverse: true, limit: 50 }),
      ),
    );
    const entries = all.flatMap((one) => one.entries);
    const drafted = entries.find(({ action, details }) => action === "document.draft" && details?.apiKey !== undefined);
    expect(drafted).toMatchObject({ actor: { name: "Đỗ Thu Hà" } });
    expect(drafted!.details!.apiKey).toMatch(/^Phần mềm một cửa \([\w-]{16}\)$/);
    expect(JSON.stringify(entries)).not.toContain(key.slice(8));
    expect(organisation).toBeDefined();
  });

  it("is refused when revoked, at once", async () => {
    const key = await newKey(clerk, ["document.read"]);
    const [listed] = await clerk.json<{ id: string }[]>("/api/identity/api-keys");
    await clerk.send(`/api/identity/api-keys/${listed!.id}`, undefined, "DELETE");
    const answer = await client(service, key).get("/api/documents");
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: "API_KEY_REFUSED" });
  });
});

describe("sessions over the API", () => {
  it("are listed and ended; the second factor is asked for by name", async () => {
    const again = await signedIn(service, "thuha");
    const list = await again.json<{ id: string; current: boolean }[]>("/api/identity/sessions");
    expect(list.filter(({ current }) => current)).toHaveLength(1);
    expect(await again.json("/api/identity/sessions/end-others", {})).toEqual({ ended: list.length - 1 });
    expect((await clerk.get("/api/access/me")).status).toBe(401);
    clerk = again;
    const people = await administrator.json<{ id: string; userName: string }[]>("/api/access/people");
    const yen = (await (await signedIn(service, "yen")).json<{ id: string }[]>("/api/access/people"))[0]!;
    for (const [method, address] of [
      ["GET", `/api/identity/people/${yen.id}/sessions`],
      ["DELETE", `/api/identity/people/${yen.id}/sessions`],
      ["DELETE", `/api/identity/people/${yen.id}/second-factor`],
    ] as const)
      expect((await administrator.send(address, undefined, method)).status, address).toBe(404);
    const thuan = people.find(({ userName }) => userName === "thuan")!;
    expect((await clerk.send(`/api/identity/people/${thuan.id}/sessions`, undefined, "DELETE")).status).toBe(403);
  });
});

describe("an identity provider through the pages", () => {
  it("is set up, linked, used and left; two tabs at once do not disturb each other", async () => {
    const { id } = await administrator.json<{ id: string }>("/api/identity/providers", {
      name: "Đăng nhập tỉnh",
      issuer: provider.issuer,
      clientId: "vanthu",
      clientSecret: "mat-khau-ung-dung",
      claim: "email",
      autoLink: false,
      trustedFactor: true,
      enabled: true,
    });
    const home = `${ORIGIN}/dang-nhap/ngoai/${id}/quay-ve`;
    await provider.open(
      [{ clientId: "vanthu", secret: "mat-khau-ung-dung", redirectUri: home }],
      `${ORIGIN}/dang-nhap`,
    );
    expect(await (await service.app.request("/dang-nhap")).text()).toContain("Đăng nhập bằng Đăng nhập tỉnh");
    const begin = async (cookies = "", query = "") => {
      const answer = await service.app.request(`/dang-nhap/ngoai/${id}?ve=/van-ban${query}`, {
        headers: { cookie: cookies },
      });
      expect(answer.status).toBe(303);
      return {
        address: answer.headers.get("location")!,
        cookie: cookieOf(answer, "vanthu_trinh_duyet")!.split(";")[0]!,
      };
    };
    const back = async (address: string, cookies: string) => {
      const url = await throughProvider(address, home);
      return service.app.request(url.pathname + url.search, {
        headers: { cookie: cookies, "sec-fetch-site": "cross-site" },
      });
    };
    // Nobody is linked yet.
    const stranger = await begin();
    const unknown = await back(stranger.address, stranger.cookie);
    expect(unknown.status).toBe(403);
    expect(await unknown.text()).toContain("chưa liên kết");

    const session = cookieOf(
      await form("/dang-nhap", { userName: "thuha", password: PASSWORD }),
      "vanthu_phien",
    )!.split(";")[0]!;
    // Another site cannot set it off, nor an old session whose person has not proved who it is.
    const forced = await service.app.request(`/dang-nhap/ngoai/${id}?lien-ket=1`, {
      headers: { cookie: session, "sec-fetch-site": "cross-site" },
    });
    expect(forced.status).toBe(403);
    const linking = await begin(session, "&lien-ket=1");
    const linked = await back(linking.address, `${session}; ${linking.cookie}`);
    expect(linked.headers.get("location")).toBe("/van-ban?xong=da-lien-ket");

    const one = await begin();
    const two = await begin(one.cookie);
    expect(two.cookie).toBe(one.cookie);
    const entered = await back(two.address, two.cookie);
    expect(entered.headers.get("location")).toBe("/van-ban");
    const cookie = cookieOf(entered, "vanthu_phien")!.split(";")[0]!;
    expect((await service.app.request("/van-ban", { headers: { cookie } })).status).toBe(200);
    expect((await back(one.address, one.cookie)).headers.get("location")).toBe("/van-ban");

    const left = await form("/dang-xuat", {}, cookie);
    expect(left.headers.get("location")).toBe(`/dang-nhap?da-xuat=${id}`);
    const page = await (await service.app.request(left.headers.get("location")!)).text();
    expect(page).toContain(`${provider.issuer}/session/end?`);
  });
});

describe("the guide to signing in (docs/dang-nhap.md)", () => {
  it("shows calls of a machine that work as they stand", async () => {
    await issuedLetter(service);
    const guide = readFileSync(path.resolve(import.meta.dirname, "../../docs/dang-nhap.md"), "utf8");
    const calls = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) =>
      block!
        .replace(/\\\n\s*/g, " ")
        .split("\n")
        .filter((line) => line.startsWith("curl ")),
    );
    expect(calls.length).toBeGreaterThanOrEqual(4);
    const names: Record<string, string> = { VANTHU: ORIGIN, MAT_KHAU: PASSWORD };
    for (const call of calls) {
      const filled = call.replace(/\$\{?(\w+)\}?/g, (_all, name: string) => names[name] ?? "");
      const words = [...filled.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");
      const headers: Record<string, string> = {};
      let method = "GET";
      let body: string | undefined;
      let address = "";
      for (let i = 1; i < words.length; i++) {
        if (words[i] === "-H") {
          const [name, ...value] = words[++i]!.split(":");
          headers[name!.toLowerCase()] = value.join(":").trim();
        } else if (words[i] === "-d") body = words[++i]!;
        else if (words[i] === "-X") method = words[++i]!;
        else if (!words[i]!.startsWith("-")) address = words[i]!;
      }
      const answer = await service.app.request(address, {
        method: body !== undefined && method === "GET" ? "POST" : method,
        headers,
        ...(body === undefined ? {} : { body }),
      });
      expect(answer.status, call).toBeLessThan(300);
      const said = (await answer
        .clone()
        .json()
        .catch(() => ({}))) as { token?: string; key?: string; view?: { id: string } };
      if (said.token) names.PHIEN = said.token;
      if (said.key) names.KHOA = said.key;
      if (said.view) names.MA_KHOA = said.view.id;
    }
    expect(names.KHOA).toMatch(/^vanthu_/);
  });
});
