import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type KeyConnection,
  type Office,
  openOffice,
  type SigningJob,
  type Unlock,
} from "../../shared/office/index.ts";
import { authorityFetch, createTestAuthority, type IssuedCertificate } from "../../shared/signing/index.ts";
import type { Storage } from "../../shared/storage/index.ts";
import type { Simulator } from "../key-holders/http-simulator.ts";
import { kmsSimulator } from "../key-holders/kms-simulator.ts";
import { ACCOUNT, type CscMind, cscService } from "../key-holders/remote-simulators.ts";
import { pdfsig } from "../signing/outside.ts";
import { letter, type OfficeFixture, openFixture, SECRETS } from "./office-fixture.ts";

const authority = createTestAuthority({ url: "http://ca.example" });
const folder = mkdtempSync(path.join(tmpdir(), "vanthu-places-"));
const running: Simulator[] = [];
let fixture: OfficeFixture;
let storage: Storage;
let office: Office;
let person: IssuedCertificate;
let now = () => new Date();

beforeAll(async () => {
  fixture = await openFixture();
  ({ storage } = fixture);
  office = openOffice({
    storage,
    secrets: SECRETS,
    clock: () => now(),
    fetch: authorityFetch(authority),
    trust: { trust: [{ certificate: authority.root, scope: "NEAC", source: "kiểm thử" }], crls: authority.crls },
  });
  await office.keys.changeSettings(fixture.administrator, {
    level: "B-T",
    authorities: [{ url: "http://ca.example/tsa" }],
    order: "leader-first",
  });
  person = authority.issueCertificate({ commonName: fixture.leader.name, kind: "person" });
});
afterEach(async () => {
  now = () => new Date();
  vi.unstubAllEnvs();
  for (const key of await office.keys.keys(fixture.leader))
    if (key.kind !== "pkcs12") await office.keys.removeKey(fixture.leader, key.id);
  await Promise.all(running.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

const own = () => ({ personId: fixture.leader.personId });
const pem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;

let letters = 0;
async function submitted() {
  const draft = await office.documents.draft(fixture.drafter, letter({ subject: `khóa ở nơi khác, lần ${++letters}` }));
  return office.documents.submit(fixture.drafter, draft.id, draft.rev);
}

function connect(kind: KeyConnection["kind"], settings: Record<string, string>, secrets: Record<string, string> = {}) {
  const input = { kind, name: `Nơi giữ khóa ${++letters}`, settings, enabled: true, secrets };
  return office.keys.saveConnection(fixture.administrator, input);
}

/** Links the leader's key and signs a letter with it. */
async function signedBy(connection: KeyConnection, unlock: Unlock, at = {}): Promise<SigningJob> {
  const key = await office.keys.linkKey(fixture.leader, own(), connection.id, at, unlock);
  return office.keys.sign(fixture.leader, [await submitted()], "leader", key.id, unlock);
}

async function expectSigned(job: SigningJob) {
  expect(job.documents.map(({ state, problem }) => problem ?? state)).toEqual(["signed"]);
  const { bytes } = await office.documents.pdf(fixture.leader, job.documents[0]!.id);
  expect(pdfsig(bytes).get("ChuKyLanhDao")).toContain("Signature is Valid");
  expect((await office.verify(bytes)).signatures[0]).toMatchObject({ level: "B-T", indication: "TOTAL_PASSED" });
}

describe("a key in AWS KMS", () => {
  it("signs digests; under a certificate of another key it signs nothing", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "thu");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "thu");
    const kms = await kmsSimulator(person);
    running.push(kms);
    const settings = { region: "ap-southeast-1", keyId: "alias/lanh-dao", endpoint: kms.url };
    const connection = await connect("aws-kms", { ...settings, certificate: person.chain.map(pem).join("") });
    expect((await office.keys.checkConnection(fixture.administrator, connection.id)).problem).toBeUndefined();
    const job = await signedBy(connection, {});
    await expectSigned(job);
    expect((await office.keys.usable(fixture.leader, "leader")).find(({ kind }) => kind === "aws-kms")?.asks).toEqual(
      [],
    );

    const other = authority.issueCertificate({ commonName: fixture.leader.name, kind: "person" });
    const wrong = await connect("aws-kms", { ...settings, certificate: other.chain.map(pem).join("") });
    const failed = await signedBy(wrong, {});
    expect(failed.documents[0]).toMatchObject({ state: "failed", problem: { code: "SIGN_KEY_MISMATCH" } });
  });
});

describe("a key on a PKCS#11 device", () => {
  const run = (program: string, args: string[]) =>
    execFileSync(program, args, { env: { ...process.env, HOME: folder }, stdio: ["ignore", "pipe", "pipe"] });

  beforeAll(() => {
    const conf = path.join(folder, ".config/softhsm2");
    mkdirSync(conf, { recursive: true });
    mkdirSync(path.join(folder, "tokens"));
    writeFileSync(path.join(conf, "softhsm2.conf"), `directories.tokendir = ${folder}/tokens\nlog.level = ERROR\n`);
    run("softhsm2-util", ["--init-token", "--free", "--label", "lanh-dao", "--pin", "654321", "--so-pin", "87654321"]);
    writeFileSync(path.join(folder, "key.pem"), person.key.export({ type: "pkcs8", format: "pem" }));
    const key = ["--label", "khoa", "--id", "a1", "--pin", "654321"];
    run("softhsm2-util", ["--import", path.join(folder, "key.pem"), "--token", "lanh-dao", ...key]);
  });

  it("asks for the PIN, signs, and a wrong PIN ends the act at once", async () => {
    vi.stubEnv("HOME", folder);
    const settings = {
      module: "/usr/lib/softhsm/libsofthsm2.so",
      tokenLabel: "lanh-dao",
      keyId: "a1",
      certificate: person.chain.map(pem).join(""),
    };
    const connection = await connect("pkcs11", settings);
    const key = await office.keys.linkKey(fixture.leader, own(), connection.id, {});
    expect(key.asks).toEqual(["pin"]);
    const documents = [await submitted(), await submitted()];
    const wrong = await office.keys.sign(fixture.leader, documents, "leader", key.id, { pin: "000000" });
    expect(wrong.documents.map(({ problem }) => problem?.code)).toEqual(Array(2).fill("KEY_HOLDER_UNAUTHORISED"));
    await expectSigned(
      await office.keys.sign(fixture.leader, documents.slice(0, 1), "leader", key.id, { pin: "654321" }),
    );
    await office.keys.removeKey(fixture.leader, key.id);
    // A device whose PIN the administrator has entered asks nobody.
    const unattended = await connect("pkcs11", settings, { pin: "654321" });
    await expectSigned(await signedBy(unattended, {}));
    expect(JSON.stringify(await storage.records.query(`org/${fixture.sender.id}/key-connections`))).not.toContain(
      "654321",
    );
  });
});

describe("a service by CSC API v2", () => {
  async function service(mind: CscMind = {}) {
    const csc = await cscService(person, mind);
    running.push(csc);
    return csc;
  }
  const entry = { clientId: ACCOUNT.clientId };
  const secrets = { clientSecret: ACCOUNT.clientSecret };

  it("is entered by the application itself (client credentials), the person gives a PIN", async () => {
    const csc = await service();
    const connection = await connect("csc", { ...entry, baseUrl: `${csc.url}/csc/v2` }, secrets);
    expect((await office.keys.checkConnection(fixture.administrator, connection.id)).problem).toBeUndefined();
    await expectSigned(await signedBy(connection, { pin: "123456" }));
    const documents = [await submitted(), await submitted(), await submitted()];
    const [key] = (await office.keys.usable(fixture.leader, "leader")).filter(({ kind }) => kind === "csc");
    expect(key!.asks).toEqual(["pin"]);
    // Three documents under one authorisation.
    const before = csc.transactions.size;
    const job = await office.keys.sign(fixture.leader, documents, "leader", key!.id, { pin: "123456" });
    expect([job.state, csc.transactions.size - before]).toEqual(["finished", 1]);
    const wrong = await office.keys.sign(fixture.leader, [await submitted()], "leader", key!.id, { pin: "1" });
    expect(wrong.documents[0]!.problem?.code).toBe("KEY_HOLDER_UNAUTHORISED");
  });

  it("sends a one-time password when asked, and wants the last one", async () => {
    const csc = await service({ otp: true });
    const settings = { ...entry, baseUrl: `${csc.url}/csc/v2`, confirm: "pin-otp" };
    const connection = await connect("csc", settings, secrets);
    const key = await office.keys.linkKey(fixture.leader, own(), connection.id, {});
    expect(key.asks).toEqual(["pin", "otp"]);
    const document = await submitted();
    const without = await office.keys.sign(fixture.leader, [document], "leader", key.id, { pin: "123456", otp: "1" });
    expect(without.documents[0]!.problem?.code).toBe("KEY_HOLDER_UNAUTHORISED");
    await office.keys.sendOtp(fixture.leader, key.id);
    await office.keys.sendOtp(fixture.leader, key.id);
    expect(csc.sent).toHaveLength(2);
    const otp = csc.sent.at(-1)!;
    await expectSigned(await office.keys.sign(fixture.leader, [document], "leader", key.id, { pin: "123456", otp }));
  });

  it("is entered by the person's account (auth/login); the worker goes on without the password", async () => {
    const csc = await service({ byPhone: true });
    const settings = { baseUrl: `${csc.url}/csc/v2`, access: "login", confirm: "device" };
    const connection = await connect("csc", settings);
    const at = { userId: ACCOUNT.userId };
    const bad = office.keys.linkKey(fixture.leader, own(), connection.id, at, { password: "sai" });
    await expect(bad).rejects.toMatchObject({ code: "KEY_HOLDER_UNAUTHORISED" });
    csc.phone.decision = "waiting";
    const job = await signedBy(connection, { password: ACCOUNT.userPassword! }, at);
    expect(job.state).toBe("waiting");
    csc.phone.decision = "signed";
    now = () => new Date(Date.now() + 10_000);
    expect(await office.runSigning()).toMatchObject({ completed: 1 });
    await expectSigned(await office.keys.job(fixture.leader, job.id));
  });

  it("is entered with the person's consent on its own page (OAuth2, PKCE), used once", async () => {
    const csc = await service();
    const redirectUri = "https://vanthu.example/api/keys/consent";
    const settings = { ...entry, baseUrl: `${csc.url}/csc/v2`, access: "consent", redirectUri };
    const connection = await connect("csc", settings, secrets);
    const { address } = await office.keys.consent(fixture.leader, own(), connection.id, {});
    const back = csc.agree(address);
    const [state, code] = [back.searchParams.get("state")!, back.searchParams.get("code")!];
    await expect(office.keys.takeConsent(fixture.clerk, state, code)).rejects.toMatchObject({
      code: "SIGN_HAND_OUT_USED",
    });
    const key = await office.keys.takeConsent(fixture.leader, state, code);
    await expect(office.keys.takeConsent(fixture.leader, state, code)).rejects.toMatchObject({
      code: "SIGN_HAND_OUT_USED",
    });
    const stored = JSON.stringify(await storage.records.query(`org/${fixture.sender.id}/keys`));
    for (const secret of ["the-csc", "the-refresh"]) expect(stored).not.toContain(secret);
    const sign = async () => office.keys.sign(fixture.leader, [await submitted()], "leader", key.id, { pin: "123456" });
    await expectSigned(await sign());
    // Agreed once more, the same key is renewed, not doubled.
    const again = csc.agree((await office.keys.consent(fixture.leader, own(), connection.id, {})).address);
    const renewed = await office.keys.takeConsent(
      fixture.leader,
      again.searchParams.get("state")!,
      again.searchParams.get("code")!,
    );
    expect(renewed.id).toBe(key.id);
    await expectSigned(await sign());
  });
});
