import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Office, openOffice } from "../../shared/office/index.ts";
import { authorityFetch, createTestAuthority, type IssuedCertificate } from "../../shared/signing/index.ts";
import type { Storage } from "../../shared/storage/index.ts";
import { pdfsig } from "../signing/outside.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD, SECRETS } from "./office-fixture.ts";

/** A real authority as far as this office knows: reached over a network that is this function. */
const authority = createTestAuthority({ url: "http://ca.example" });
let fixture: OfficeFixture;
let office: Office;
let storage: Storage;
let network = authorityFetch(authority);
const folder = mkdtempSync(path.join(tmpdir(), "vanthu-keys-"));

beforeAll(async () => {
  fixture = await openFixture();
  ({ storage } = fixture);
  office = openOffice({
    storage,
    secrets: SECRETS,
    trust: {
      trust: [{ certificate: authority.root, scope: "NEAC", source: "kiểm thử" }],
      crls: [],
    },
    fetch: (url, init) => network(url, init),
  });
  await office.keys.changeSettings(fixture.administrator, {
    level: "B-LT",
    authorities: [{ url: "http://ca.example/tsa" }],
    order: "leader-first",
  });
});
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

let letters = 0;
async function submitted() {
  const subject = `bố trí kinh phí chuyển đổi số, lần ${++letters}`;
  const draft = await office.documents.draft(fixture.drafter, letter({ subject }));
  return office.documents.submit(fixture.drafter, draft.id, draft.rev);
}

/** A PKCS#12 as OpenSSL writes it. */
function opensslP12(holder: IssuedCertificate, password: string, more: string[]): Uint8Array {
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at("key.pem"), holder.key.export({ type: "pkcs8", format: "pem" }));
  const pem = (der: Uint8Array) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
  writeFileSync(at("own.pem"), pem(holder.chain[0]!));
  writeFileSync(at("others.pem"), holder.chain.slice(1).map(pem).join(""));
  const args = ["pkcs12", "-export", "-inkey", at("key.pem"), "-in", at("own.pem"), "-certfile", at("others.pem")];
  execFileSync("openssl", [...args, "-out", at("key.p12"), "-passout", `pass:${password}`, ...more]);
  return new Uint8Array(readFileSync(at("key.p12")));
}

const personal = (algorithm: "RSA-2048" | "EC-P256" | "EC-P384" = "RSA-2048") =>
  authority.issueCertificate({ commonName: fixture.leader.name, kind: "person", algorithm });
const own = () => ({ personId: fixture.leader.personId });

describe("a key that is imported", () => {
  it.each([
    ["modern (AES-256)", "RSA-2048", []],
    ["legacy (RC2-40, 3DES)", "RSA-2048", ["-legacy"]],
    ["elliptic P-256", "EC-P256", []],
    ["elliptic P-384, legacy", "EC-P384", ["-legacy"]],
  ] as const)("%s: is kept encrypted, and signs with its password", async (_name, kind, more) => {
    const holder = personal(kind);
    const p12 = opensslP12(holder, "mật khẩu khóa", [...more]);
    const key = await office.keys.importPkcs12(fixture.leader, own(), p12, "mật khẩu khóa");
    expect(key).toMatchObject({ kind: "pkcs12", test: false, asks: ["password"], owner: own() });
    expect(key.certificate.subject).toBe(fixture.leader.name);
    expect(key.warning).toBeUndefined();
    // Nothing in the store opens with OpenSSL, nor holds the file as it came.
    const stored = JSON.stringify(await storage.records.get(`org/${fixture.sender.id}/keys`, key.id));
    expect(stored).not.toContain(Buffer.from(p12).toString("base64").slice(100, 160));
    expect(stored).not.toContain("mật khẩu");

    const document = await submitted();
    const wrong = office.keys.sign(fixture.leader, [document], "leader", key.id, { password: "sai" });
    await expect(wrong).rejects.toMatchObject({ code: "P12_PASSWORD_WRONG" });
    const job = await office.keys.sign(fixture.leader, [document], "leader", key.id, { password: "mật khẩu khóa" });
    expect(job).toMatchObject({ state: "finished", documents: [{ id: document.id, state: "signed" }] });
    const { bytes } = await office.documents.pdf(fixture.leader, document.id);
    expect(pdfsig(bytes).get("ChuKyLanhDao")).toContain("Signature is Valid");
    const verdict = await office.verify(bytes);
    expect(verdict.signatures.map(({ level, indication }) => [level, indication])).toEqual([["B-LT", "TOTAL_PASSED"]]);
    await office.keys.removeKey(fixture.leader, key.id);
  });

  it("must be the owner's, valid, trusted, not revoked; the same one is taken once", async () => {
    const day = 86_400_000;
    const take = (holder: IssuedCertificate) =>
      office.keys.importPkcs12(fixture.leader, own(), holder.toPkcs12("x"), "x");
    const other = authority.issueCertificate({ commonName: "Nguyễn Văn Khác", kind: "person" });
    await expect(take(other)).rejects.toMatchObject({ code: "SIGN_CERT_OTHER_PERSON" });
    const old = authority.issueCertificate({
      commonName: fixture.leader.name,
      kind: "person",
      notBefore: new Date(Date.now() - 2 * day),
      notAfter: new Date(Date.now() - day),
    });
    await expect(take(old)).rejects.toMatchObject({ code: "SIGN_CERT_NOT_VALID" });
    const stranger = createTestAuthority().issueCertificate({ commonName: fixture.leader.name, kind: "person" });
    await expect(take(stranger)).rejects.toMatchObject({ code: "SIGN_CERT_UNTRUSTED" });
    const revoked = personal();
    authority.revoke(revoked.serial, new Date());
    await expect(take(revoked)).rejects.toMatchObject({ code: "SIGN_CERT_REVOKED" });
    const good = personal();
    const key = await take(good);
    await expect(take(good)).rejects.toMatchObject({ code: "ALREADY_EXISTS", where: key.id });
    await office.keys.removeKey(fixture.leader, key.id);
  });

  it("says so when neither OCSP nor CRL could be asked (TT 15/2025, Phụ lục II)", async () => {
    const before = network;
    network = async () => new Response("", { status: 503 });
    try {
      const key = await office.keys.importPkcs12(fixture.leader, own(), personal().toPkcs12("x"), "x");
      expect(key.warning).toContain("Chưa kiểm tra được");
      await office.keys.removeKey(fixture.leader, key.id);
    } finally {
      network = before;
    }
  });

  it("is a person's own business, the seal's the clerk's, all the administrator's", async () => {
    const p12 = personal().toPkcs12("x");
    const seal = authority.issueCertificate({ commonName: fixture.sender.name, kind: "organisation" }).toPkcs12("x");
    const forbidden = { code: "FORBIDDEN" };
    await expect(office.keys.importPkcs12(fixture.clerk, own(), p12, "x")).rejects.toMatchObject(forbidden);
    await expect(office.keys.importPkcs12(fixture.leader, "seal", seal, "x")).rejects.toMatchObject(forbidden);
    const key = await office.keys.importPkcs12(fixture.clerk, "seal", seal, "x");
    expect((await office.keys.keys(fixture.leader)).map(({ id }) => id)).not.toContain(key.id);
    expect((await office.keys.keys(fixture.clerk)).map(({ id }) => id)).toContain(key.id);
    expect((await office.keys.keys(fixture.administrator)).length).toBeGreaterThan(2);
    await expect(office.keys.removeKey(fixture.leader, key.id)).rejects.toMatchObject(forbidden);
    // A leader cannot sign with the seal, nor a clerk with a leader's key.
    const document = await submitted();
    const asLeader = office.keys.sign(fixture.leader, [document], "leader", key.id, { password: "x" });
    await expect(asLeader).rejects.toMatchObject({ code: "NOT_FOUND" });
    await office.keys.removeKey(fixture.clerk, key.id);
  });

  it("the preferred one is offered first", async () => {
    const key = await office.keys.importPkcs12(fixture.leader, own(), personal().toPkcs12("x"), "x");
    await office.keys.preferKey(fixture.leader, `person.${fixture.leader.personId}`);
    const first = await office.keys.usable(fixture.leader, "leader");
    expect(first.map(({ preferred }) => preferred)).toEqual([true, false]);
    await office.keys.preferKey(fixture.leader, key.id);
    expect((await office.keys.usable(fixture.leader, "leader"))[0]).toMatchObject({ id: key.id, preferred: true });
    await office.keys.removeKey(fixture.leader, key.id);
  });
});

describe("test keys of an older installation", () => {
  it("are read as they were written, and sign", async () => {
    const pk = `org/${fixture.sender.id}/keys`;
    const id = `person.${fixture.leader.personId}`;
    const { data, rev } = (await storage.records.get<Record<string, unknown>>(pk, id))!;
    const { chain: _chain, ...old } = data;
    await storage.records.commit([{ op: "update", pk, sk: id, rev, data: old }]);
    const [key] = await office.keys.usable(fixture.leader, "leader");
    expect(key).toMatchObject({ id, test: true, certificate: { subject: fixture.leader.name } });
    expect(key!.certificate.sha256).toMatch(/^[0-9a-f]{64}$/);
    const document = await submitted();
    const job = await office.keys.sign(fixture.leader, [document], "leader", id, { password: PASSWORD });
    expect(job.documents[0]!.state).toBe("signed");
    const other = await submitted();
    expect((await office.documents.sign(fixture.leader, other.id, other.rev, PASSWORD)).state).toBe("signed");
  });
});

describe("a connection", () => {
  const vnpt = {
    kind: "vnpt-smartca" as const,
    name: "VNPT SmartCA của Văn phòng",
    settings: { baseUrl: "https://gwsca.example", clientId: "don-vi" },
    enabled: true,
  };

  it("keeps its secrets encrypted and gives them to nobody", async () => {
    const secrets = { clientSecret: "rất-bí-mật-2026" };
    const saved = await office.keys.saveConnection(fixture.administrator, { ...vnpt, secrets });
    expect(saved).toMatchObject({ name: vnpt.name, secrets: ["clientSecret"] });
    for (const shown of [saved, await office.keys.connections(fixture.administrator)])
      expect(JSON.stringify(shown)).not.toContain("bí-mật");
    const stored = await storage.records.query(`org/${fixture.sender.id}/key-connections`);
    expect(JSON.stringify(stored)).not.toContain("bí-mật");
    // A change without secrets leaves them as they are.
    const renamed = await office.keys.saveConnection(fixture.administrator, { ...vnpt, id: saved.id, name: "SmartCA" });
    expect(renamed).toMatchObject({ name: "SmartCA", secrets: ["clientSecret"] });
    await office.keys.removeConnection(fixture.administrator, saved.id);
    expect(await office.keys.connections(fixture.administrator)).toEqual([]);
  });

  it("is the administrator's, and every fault is named", async () => {
    await expect(office.keys.saveConnection(fixture.clerk, vnpt)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const wrong = { ...vnpt, name: "", settings: { baseUrl: "http://gwsca.example" } };
    await expect(office.keys.saveConnection(fixture.administrator, wrong)).rejects.toMatchObject({
      code: "INVALID",
      faults: [
        { where: "name" },
        { where: "settings.clientId" },
        { where: "settings.baseUrl" },
        { where: "secrets.clientSecret" },
      ].map((one) => expect.objectContaining(one)),
    });
    const library = { kind: "pkcs11" as const, name: "Token", enabled: true };
    for (const module of ["/tmp/evil.so", "/usr/../tmp/evil.so", "evil.so"]) {
      const settings = { module, tokenLabel: "a", keyId: "01" };
      await expect(office.keys.saveConnection(fixture.administrator, { ...library, settings })).rejects.toMatchObject({
        code: "INVALID",
        where: "settings.module",
      });
    }
  });

  it("cannot keep a secret where the installation has no key", async () => {
    const bare = openOffice({ storage });
    const secrets = { clientSecret: "x" };
    await expect(bare.keys.saveConnection(fixture.administrator, { ...vnpt, secrets })).rejects.toMatchObject({
      code: "SECRET_KEY_MISSING",
    });
  });

  it("says what is wrong when the service does not answer", async () => {
    const saved = await office.keys.saveConnection(fixture.administrator, {
      ...vnpt,
      settings: { baseUrl: "http://127.0.0.1:9", clientId: "x" },
      secrets: { clientSecret: "x" },
    });
    const checked = await office.keys.checkConnection(fixture.administrator, saved.id);
    expect(checked.problem).toContain("Không liên lạc được");
    expect(checked.checkedAt).toMatch(/^\d{4}-/);
    await office.keys.removeConnection(fixture.administrator, saved.id);
  });
});

describe("settings of signing", () => {
  it("are checked, and hold from the next signature on", async () => {
    const settings = { level: "B-LT" as const, authorities: [{ url: "ftp://x" }], order: "leader-first" as const };
    await expect(office.keys.changeSettings(fixture.administrator, settings)).rejects.toMatchObject({
      code: "INVALID",
      where: "authorities.0.url",
    });
    await expect(office.keys.changeSettings(fixture.leader, settings)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await office.keys.settings(fixture.leader)).toMatchObject({ level: "B-LT", order: "leader-first" });
  });

  it("never give out the headers of an authority", async () => {
    const before = await office.keys.settings(fixture.administrator);
    const url = "https://tsa.example/tsr";
    const headers = { Authorization: "Basic YWJj" };
    const changed = { ...before, authorities: [{ url, headers }] };
    expect(JSON.stringify(await office.keys.changeSettings(fixture.administrator, changed))).not.toContain("YWJj");
    expect(JSON.stringify(await office.keys.settings(fixture.administrator))).not.toContain("YWJj");
    // Saved again as it was shown, they stay.
    await office.keys.changeSettings(fixture.administrator, { ...before, authorities: [{ url }] });
    const stored = await storage.records.get<{ authorities: unknown[] }>(
      `org/${fixture.sender.id}/settings`,
      "signing",
    );
    expect(stored?.data.authorities).toEqual([{ url, headers }]);
    await office.keys.changeSettings(fixture.administrator, before);
  });
});
