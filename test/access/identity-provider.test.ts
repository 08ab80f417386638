import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Access, type Actor, openAccess, type Provider, type ProviderInput } from "../../shared/access/index.ts";
import { secretBox } from "../../shared/office/index.ts";
import { openTestOffice, type TestOffice } from "./office.ts";
import { startProvider, type TestProvider, throughProvider } from "./provider.ts";

/** OpenID Connect with two real providers at once: who comes in, and everything that is refused. */
const HOME = "http://localhost/dang-nhap/ngoai/";
const SECRET = "mat-khau-ung-dung-1234567890";
const password = "Bình An 2026!";

let office: TestOffice;
let access: Access;
let administrator: Actor;
let clerk: Actor;
const servers: TestProvider[] = [];
const ours: Provider[] = [];
/** Changes what comes over the network, for one test. */
let meddle: ((url: string, answer: Response) => Promise<Response>) | undefined;
/** Machine time and office time are the same here, as they are in life. */
let shift = 0;

const input = (name: string, issuer: string): ProviderInput => ({
  name,
  issuer,
  clientId: "vanthu",
  clientSecret: SECRET,
  claim: "email",
  autoLink: false,
  trustedFactor: false,
  enabled: true,
});
const uriOf = (id: string) => `${HOME}${id}/quay-ve`;

beforeAll(async () => {
  office = await openTestOffice();
  access = openAccess(office.records, () => new Date(Date.now() + shift), {
    secrets: secretBox(new Uint8Array(32).fill(9)),
    ask: async (url, init) => {
      const answer = await fetch(url, init);
      return meddle === undefined ? answer : meddle(url, answer);
    },
  });
  await office.addPerson("quan.tri", ["administrator"], password);
  await office.addPerson("thu.ha", ["clerk"], password);
  administrator = (await access.signIn("quan.tri", password)).actor;
  clerk = (await access.signIn("thu.ha", password)).actor;
  for (const [index, name] of ["Tỉnh", "Bộ"].entries()) {
    const server = await startProvider({ sub: `ma-${index}`, email: "ha@huonggiang.example", email_verified: true });
    const provider = await access.saveProvider(administrator, input(`Đăng nhập ${name}`, server.issuer));
    await server.open(
      [
        { clientId: "vanthu", secret: SECRET, redirectUri: uriOf(provider.id) },
        { clientId: "khac", secret: SECRET, redirectUri: uriOf(provider.id) },
      ],
      "http://localhost/dang-nhap",
    );
    servers.push(server);
    ours.push(provider);
  }
});
afterAll(async () => {
  await Promise.all(servers.map((one) => one.close()));
  await office.close();
});

/** As far as the browser's way back, with what it brings. */
async function walked(which = 0, options: { link?: Actor; browser?: string } = {}) {
  const { id } = ours[which]!;
  const begun = await access.beginProvider(id, uriOf(id), { back: "/van-ban", ...options });
  const back = await throughProvider(begun.address, HOME);
  return { id, query: back.searchParams, browser: begun.browser, address: begun.address };
}

/** The whole way. */
async function came(which = 0, link?: Actor) {
  const { id, query, browser } = await walked(which, link === undefined ? {} : { link });
  return access.finishProvider(id, query, browser, link === undefined ? {} : { actor: link });
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => ({ code: "none", title: "" }),
    (error) => error.toProblem() as { code: string; title: string },
  );

describe("a person at an OpenID Connect provider", () => {
  it("whom nobody linked gets no account and no session", async () => {
    const people = await access.people(office.organisation.id);
    expect(await refusal(came())).toMatchObject({ code: "PROVIDER_UNKNOWN_PERSON" });
    expect(await access.people(office.organisation.id)).toEqual(people);
  });

  it("asks with PKCE, state and nonce", async () => {
    const { address } = await access.beginProvider(ours[0]!.id, uriOf(ours[0]!.id), { back: "/" });
    const asked = new URL(address).searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    expect(asked.get("code_challenge")).toMatch(/^[\w-]{43}$/);
    expect(asked.get("nonce")).toMatch(/^[\w-]{43}$/);
    expect(asked.get("state")).toMatch(/^[\w-]{43}$/);
    expect(asked.get("response_type")).toBe("code");
  });

  it("links the account by the own act, and comes in by it from then on", async () => {
    const answer = await came(0, clerk);
    expect(answer).toMatchObject({ purpose: "link", link: { subject: "ma-0", label: "ha@huonggiang.example" } });
    const entered = await came(0);
    if (entered.purpose !== "sign-in" || entered.step.kind !== "signed-in") throw new Error(JSON.stringify(entered));
    expect(entered.back).toBe("/van-ban");
    expect(entered.step.actor.personId).toBe(clerk.personId);
    const [session] = await access.sessions(clerk, entered.step.token);
    expect(session).toMatchObject({ way: "provider", current: true });
    expect(await access.signOut(entered.step.token)).toEqual({ providerId: ours[0]!.id });
    const there = await access.providerLogout(ours[0]!.id, "http://localhost/dang-nhap");
    expect(there!.address.startsWith(`${servers[0]!.issuer}/session/end?`)).toBe(true);
    expect((await fetch(there!.address)).status).toBe(200);
  });

  it("is one person there and one here: no second link of either", async () => {
    await office.addPerson("nguoi.khac", ["drafter"], password);
    const { actor } = await access.signIn("nguoi.khac", password);
    expect(await refusal(came(0, actor))).toMatchObject({ code: "ALREADY_EXISTS" });
    servers[0]!.account = { ...servers[0]!.account, sub: "ma-khac" };
    expect(await refusal(came(0, clerk))).toMatchObject({ code: "ALREADY_EXISTS" });
    servers[0]!.account = { ...servers[0]!.account, sub: "ma-0" };
  });

  it("is linked by itself only where allowed, by a verified e-mail that an administrator wrote down", async () => {
    await office.addPerson("ba.nam", ["drafter"], password);
    const { actor } = await access.signIn("ba.nam", password);
    const server = servers[1]!;
    await access.expectIdentity(administrator, ours[1]!.id, actor.personId, "Nam@HuongGiang.example");
    server.account = { sub: "nam", email: "nam@huonggiang.example", email_verified: true };
    expect(await refusal(came(1))).toMatchObject({ code: "PROVIDER_UNKNOWN_PERSON" });
    await access.saveProvider(administrator, {
      ...input("Đăng nhập Bộ", server.issuer),
      autoLink: true,
      id: ours[1]!.id,
    });
    server.account = { ...server.account, email_verified: false };
    expect(await refusal(came(1))).toMatchObject({ code: "PROVIDER_UNKNOWN_PERSON" });
    server.account = { sub: "nam", email: "la@huonggiang.example", email_verified: true };
    expect(await refusal(came(1))).toMatchObject({ code: "PROVIDER_UNKNOWN_PERSON" });
    server.account = { sub: "nam", email: "nam@huonggiang.example", email_verified: true };
    const entered = await came(1);
    expect(entered).toMatchObject({ step: { kind: "signed-in", actor: { personId: actor.personId } } });
    // From now on it is the subject: an address that moves to somebody else opens nothing.
    server.account = { sub: "ke-khac", email: "nam@huonggiang.example", email_verified: true };
    expect(await refusal(came(1))).toMatchObject({ code: "ALREADY_EXISTS" });
    server.account = { sub: "nam", email: "doi@huonggiang.example", email_verified: true };
    expect(await came(1)).toMatchObject({ step: { kind: "signed-in" } });
    const { links } = await access.linksOf(administrator, actor.personId);
    expect(links).toHaveLength(1);
    await access.unlink(administrator, ours[1]!.id, actor.personId);
  });

  it("must be of an organisation that the administrator named", async () => {
    const server = servers[0]!;
    const save = (values: string[] | undefined) =>
      access.saveProvider(administrator, {
        ...input("Đăng nhập Tỉnh", server.issuer),
        ...(values === undefined ? {} : { allowed: { claim: "organization", values } }),
        id: ours[0]!.id,
      });
    await save(["H98"]);
    server.account = { ...server.account, organization: "H99" };
    expect(await refusal(came())).toMatchObject({ code: "PROVIDER_UNKNOWN_PERSON" });
    server.account = { ...server.account, organization: "H98" };
    expect(await came()).toMatchObject({ step: { kind: "signed-in" } });
    await save(undefined);
  });

  it("gives the second factor here too where the role demands it, unless the provider is trusted with that", async () => {
    const settings = await access.signInSettings(administrator);
    await access.changeSignInSettings(administrator, { ...settings, secondFactorRoles: ["clerk"] });
    expect(await came()).toMatchObject({ step: { kind: "enrol" } });
    const trusted = { ...input("Đăng nhập Tỉnh", servers[0]!.issuer), trustedFactor: true, id: ours[0]!.id };
    await access.saveProvider(administrator, trusted);
    expect(await came()).toMatchObject({ step: { kind: "signed-in" } });
    await access.changeSignInSettings(administrator, {
      ...settings,
      closed: { ...settings.closed, provider: ["clerk"] },
    });
    expect(await refusal(came())).toMatchObject({ code: "SIGN_IN_WAY_REFUSED" });
    await access.changeSignInSettings(administrator, settings);
  });
});

describe("what comes back from a provider is refused", () => {
  it("when its state is used a second time, or nobody asked", async () => {
    const { id, query, browser } = await walked();
    await access.finishProvider(id, query, browser, {});
    const again = await refusal(access.finishProvider(id, query, browser, {}));
    expect(again).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(again.title).toContain("state");
    query.set("state", "A".repeat(43));
    expect(await refusal(access.finishProvider(id, query, browser, {}))).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(await refusal(access.finishProvider(id, new URLSearchParams(), browser, {}))).toMatchObject({
      code: "PROVIDER_REFUSED",
    });
  });

  it("in another browser than the one that began", async () => {
    const { id, query } = await walked();
    const refused = await refusal(access.finishProvider(id, query, "B".repeat(43), {}));
    expect(refused).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(refused.title).toContain("trình duyệt");
    const without = await walked();
    expect(await refusal(access.finishProvider(id, without.query, undefined, {}))).toMatchObject({
      code: "PROVIDER_REFUSED",
    });
  });

  it("at the other provider's address, or in the other's name (issuer mix-up)", async () => {
    const { query, browser } = await walked(0);
    const other = await refusal(access.finishProvider(ours[1]!.id, query, browser, {}));
    expect(other).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(other.title).toContain("mix-up");
    const named = await walked(0);
    named.query.set("iss", servers[1]!.issuer);
    const wrong = await refusal(access.finishProvider(named.id, named.query, named.browser, {}));
    expect(wrong).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(wrong.title).toContain("iss");
  });

  it("with another sign-in's token (nonce)", async () => {
    const tokens: string[] = [];
    meddle = async (url, answer) => {
      if (!url.endsWith("/token")) return answer;
      const body = (await answer.json()) as { id_token: string };
      tokens.push(body.id_token);
      return Response.json({ ...body, id_token: tokens[0] });
    };
    await came();
    const refused = await refusal(came());
    meddle = undefined;
    expect(refused).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(refused.title).toContain("nonce");
  });

  it("with a token for another program (audience)", async () => {
    // The other client's own sign-in, with our state and nonce, by somebody who sits between.
    const { id } = ours[0]!;
    const begun = await access.beginProvider(id, uriOf(id), { back: "/" });
    const address = new URL(begun.address);
    address.searchParams.set("client_id", "khac");
    const back = await throughProvider(address.href, HOME);
    // Redeemed with the other client's name: the provider answers, the token is for "khac".
    const original = globalThis.fetch;
    globalThis.fetch = (async (url: string, init: RequestInit) => {
      const basic = `Basic ${Buffer.from(`khac:${encodeURIComponent(SECRET).replace(/%20/g, "+")}`).toString("base64")}`;
      const headers = new Headers(init.headers);
      if (String(url).endsWith("/token")) headers.set("authorization", basic);
      return original(url, { ...init, headers });
    }) as typeof fetch;
    const refused = await refusal(access.finishProvider(id, back.searchParams, begun.browser, {}));
    globalThis.fetch = original;
    expect(refused).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(refused.title).toContain("aud");
  });

  it("when it has expired by our clock; a clock that is half a minute off is forgiven", async () => {
    shift = 30_000;
    expect(await came()).toMatchObject({ step: { kind: "signed-in" } });
    shift = -30_000;
    expect(await came()).toMatchObject({ step: { kind: "signed-in" } });
    shift = 3 * 3_600_000;
    const refused = await refusal(came());
    shift = 0;
    expect(refused).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(refused.title).toContain("hết hạn");
  });

  it("when the signature is not the provider's", async () => {
    meddle = async (url, answer) => {
      if (!url.endsWith("/token")) return answer;
      const body = (await answer.json()) as { id_token: string };
      const [head, claims, signature] = body.id_token.split(".");
      const flipped = `${signature![0] === "A" ? "B" : "A"}${signature!.slice(1)}`;
      return Response.json({ ...body, id_token: `${head}.${claims}.${flipped}` });
    };
    const refused = await refusal(came());
    meddle = undefined;
    expect(refused).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(refused.title).toContain("chữ ký");
  });

  it("when it said no, and when it says nothing at all", async () => {
    const { id, query, browser } = await walked();
    const state = query.get("state")!;
    const no = new URLSearchParams({ state, error: "access_denied", iss: servers[0]!.issuer });
    const refused = await refusal(access.finishProvider(id, no, browser, {}));
    expect(refused).toMatchObject({ code: "PROVIDER_REFUSED" });
    expect(refused.title).toContain("từ chối");
    const gone = await access.saveProvider(administrator, input("Nơi không có", "http://127.0.0.1:9"));
    expect(await refusal(access.checkProvider(administrator, gone.id))).toMatchObject({ code: "PROVIDER_UNREACHABLE" });
    await access.removeProvider(administrator, gone.id);
    await access.checkProvider(administrator, ours[0]!.id);
  });
});

describe("providers", () => {
  it("are set up by an administrator; addresses are HTTPS, the issuer stays, the secret is never shown", async () => {
    const bad = (issuer: string) => refusal(access.saveProvider(administrator, input("Xấu", issuer)));
    for (const issuer of ["http://id.example.vn", "ftp://127.0.0.1", "https://u:p@id.example.vn", "javascript:1", ""])
      expect(await bad(issuer)).toMatchObject({ code: "INVALID" });
    await expect(access.saveProvider(clerk, input("Lạ", servers[0]!.issuer))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(
      access.saveProvider(administrator, { ...input("Đổi", servers[1]!.issuer), id: ours[0]!.id }),
    ).rejects.toMatchObject({ code: "INVALID", where: "issuer" });
    const elsewhere = { ...administrator, organisationId: "khac" };
    await expect(access.removeProvider(elsewhere, ours[0]!.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(access.expectIdentity(elsewhere, ours[0]!.id, clerk.personId, "a@b.vn")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(JSON.stringify(await access.providers(administrator))).not.toContain(SECRET);
    const stored = Buffer.concat(readdirSync(office.folder).map((name) => readFileSync(join(office.folder, name))));
    expect(stored.includes(SECRET)).toBe(false);
  });

  it("that are switched off let nobody in", async () => {
    await access.saveProvider(administrator, {
      ...input("Đăng nhập Tỉnh", servers[0]!.issuer),
      enabled: false,
      id: ours[0]!.id,
    });
    expect((await access.providerChoices()).map(({ id }) => id)).toEqual([ours[1]!.id]);
    expect(await refusal(came())).toMatchObject({ code: "FORBIDDEN" });
  });
});
