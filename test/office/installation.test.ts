import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { configuredTrust, TRUST_FOLDER } from "../../functions/trust-folder.ts";
import { parseCertificate } from "../../shared/asn1/index.ts";
import { type MachineReadings, type Office, openOffice } from "../../shared/office/index.ts";
import { createTestAuthority } from "../../shared/signing/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";
import { type OfficeFixture, openFixture, SECRETS } from "./office-fixture.ts";

const authority = createTestAuthority();
const ROOT = parseCertificate(authority.root);
const DAY = 86_400_000;
const place = temporaryFolder();

let fixture: OfficeFixture;
let office: Office;
let now = new Date();
let readings: MachineReadings = {};

beforeAll(async () => {
  fixture = await openFixture();
  office = openOffice({
    storage: fixture.storage,
    secrets: SECRETS,
    trustFolder: configuredTrust(place.folder),
    clock: () => now,
    machine: {
      freeBytes: async () => (await readings.freeBytes?.()) ?? 100e9,
      workers: () =>
        readings.workers?.() ?? [{ name: "gửi văn bản", everyMs: 60_000, lastAt: new Date().toISOString() }],
      backup: async () => (await readings.backup?.()) ?? { configured: true, lastAt: new Date().toISOString() },
    },
  });
});
afterAll(async () => {
  await fixture.close();
  place.drop();
});

describe("the trust list", () => {
  const anchor = { certificate: authority.root, scope: "neac" as const, source: "rootca.gov.vn, 20/11/2026" };
  const foreign = () => ({ ...fixture.administrator, organisationId: fixture.receiver.id });

  it("is changed only by administrators of the organisation that set the installation up", async () => {
    const fingerprint = ROOT.sha256;
    for (const actor of [fixture.leader, fixture.clerk, foreign()])
      await expect(office.installation.addAnchor(actor, { ...anchor, fingerprint })).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    expect(await office.installation.trust(foreign())).toMatchObject({
      mayChange: false,
      why: expect.stringContaining("cơ quan lập ra"),
    });
    expect(await office.installation.trust(fixture.administrator)).toMatchObject({ mayChange: true });
    await expect(office.installation.trust(fixture.leader)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("takes a root in only with the fingerprint that its authority publishes", async () => {
    const add = (change: object) =>
      office.installation.addAnchor(fixture.administrator, { ...anchor, fingerprint: ROOT.sha256, ...change });
    await expect(add({ fingerprint: "0".repeat(64) })).rejects.toMatchObject({ code: "TRUST_FINGERPRINT" });
    await expect(add({ fingerprint: ROOT.sha256.slice(0, 40) })).rejects.toMatchObject({ code: "TRUST_FINGERPRINT" });
    await expect(add({ source: " " })).rejects.toMatchObject({ code: "INVALID", where: "source" });
    await expect(add({ certificate: Buffer.from("không phải chứng thư") })).rejects.toMatchObject({ code: "INVALID" });
    const leaf = authority.issueCertificate({ commonName: "Người ký", kind: "person" }).certificate;
    await expect(add({ certificate: leaf, fingerprint: parseCertificate(leaf).sha256 })).rejects.toMatchObject({
      code: "TRUST_NOT_ANCHOR",
    });
    expect(configuredTrust(place.folder).trust).toEqual([]);
  });

  it("holds at once, lies in the folder with source, day and person, and is read from there at the next start", async () => {
    const typed = ROOT.sha256.toUpperCase().match(/../g)!.join(":");
    const entry = await office.installation.addAnchor(fixture.administrator, { ...anchor, fingerprint: typed });
    // A root that calls itself one for trials stays one, whatever it is put under.
    expect(entry).toMatchObject({ sha256: ROOT.sha256, scope: "test", inUse: true, fixed: false });
    const trusted = (await office.keys.trust()).trust.map(({ certificate }) => parseCertificate(certificate).sha256);
    expect(trusted).toContain(ROOT.sha256);
    const [file] = readdirSync(path.join(place.folder, TRUST_FOLDER, "NEAC"));
    expect(readFileSync(path.join(place.folder, TRUST_FOLDER, "NEAC", file!), "utf8")).toContain(
      "# Nguồn: rootca.gov.vn",
    );
    expect(configuredTrust(place.folder).trust).toMatchObject([
      { file: `NEAC/${file}`, source: anchor.source, addedBy: fixture.administrator.name },
    ]);
    await expect(
      office.installation.addAnchor(fixture.administrator, { ...anchor, fingerprint: ROOT.sha256 }),
    ).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  });

  it("adds nothing that has no line in the trail, and nothing beside a file that is no certificate", async () => {
    const other = createTestAuthority();
    const { sha256: fingerprint } = parseCertificate(other.root);
    const add = () =>
      office.installation.addAnchor(fixture.administrator, { ...anchor, certificate: other.root, fingerprint });
    const before = configuredTrust(place.folder).trust;
    const commit = vi.spyOn(fixture.storage.records, "commit").mockRejectedValueOnce(new Error("đĩa đầy"));
    await expect(add()).rejects.toThrow("đĩa đầy");
    commit.mockRestore();
    expect(configuredTrust(place.folder).trust).toEqual(before);
    const stray = path.join(place.folder, TRUST_FOLDER, "la.pem");
    writeFileSync(stray, "không phải chứng thư");
    await expect(add()).rejects.toMatchObject({ code: "INVALID", where: "la.pem" });
    expect(() => configuredTrust(place.folder)).toThrow("không phải chứng thư");
    rmSync(stray);
    expect(configuredTrust(place.folder).trust).toEqual(before);
    expect((await office.keys.trust()).trust.length).toBe(before.length + 1);
  });

  it("gives a root up again, but not that of its own test authority; both with a line in the trail", async () => {
    const list = await office.installation.trust(fixture.administrator);
    const test = list.anchors.find(({ fixed }) => fixed)!;
    await expect(office.installation.removeAnchor(fixture.administrator, test.sha256)).rejects.toMatchObject({
      code: "TRUST_FIXED",
    });
    await expect(office.installation.removeAnchor(foreign(), ROOT.sha256)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await office.installation.removeAnchor(fixture.administrator, ROOT.sha256);
    expect((await office.installation.trust(fixture.administrator)).anchors).toEqual([test]);
    expect(configuredTrust(place.folder).trust).toEqual([]);
    await expect(office.installation.removeAnchor(fixture.administrator, ROOT.sha256)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const { entries } = await office.access.auditTrail(fixture.sender.id, { reverse: true, limit: 2 });
    expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
      ["trust.remove", ROOT.sha256],
      ["trust.add", ROOT.sha256],
    ]);
  });

  it("cannot be changed where it is packed with the program, and says how it is", async () => {
    const packed = openOffice({ storage: fixture.storage, secrets: SECRETS });
    expect(await packed.installation.trust(fixture.administrator)).toMatchObject({
      mayChange: false,
      why: expect.stringContaining("VANTHU_TRUST_FOLDER"),
    });
    await expect(
      packed.installation.addAnchor(fixture.administrator, { ...anchor, fingerprint: ROOT.sha256 }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("certificates that end", () => {
  const told = async () =>
    (await office.notices.list(fixture.administrator))
      .filter(({ kind }) => kind === "key-ending")
      .map(({ text }) => text);

  it("stand in one list with the days they have left, and are told of at 60, 30 and 7 days and on the day", async () => {
    const began = now.getTime();
    const { leader } = fixture;
    await office.installation.addAnchor(fixture.administrator, {
      certificate: authority.root,
      scope: "neac",
      source: "kiểm thử",
      fingerprint: ROOT.sha256,
    });
    for (const key of await office.keys.keys(leader))
      if (key.owner !== "seal") await office.keys.removeKey(leader, key.id);
    const made = authority.issueCertificate({
      commonName: leader.name,
      kind: "person",
      notAfter: new Date(began + 70 * DAY),
    });
    await office.keys.importPkcs12(
      leader,
      { personId: leader.personId },
      made.toPkcs12("mat-khau-tep"),
      "mat-khau-tep",
    );
    const seen: [string, number, number][] = [];
    for (const day of [0, 11, 41, 64, 71]) {
      now = new Date(began + day * DAY);
      await office.runSigning(now);
      const own = (await office.installation.certificates(fixture.administrator)).find(({ of }) => of === leader.name)!;
      seen.push([own.ending, own.daysLeft!, (await told()).filter((text) => text.includes(leader.name)).length]);
    }
    expect(seen).toEqual([
      ["valid", 69, 0],
      ["within-60", 58, 1],
      ["within-30", 28, 1],
      ["within-7", 5, 1],
      ["over", -2, 1],
    ]);
    const settled = await office.notices.list(fixture.administrator, { settled: true });
    expect(settled.filter(({ kind }) => kind === "key-ending").length).toBeGreaterThanOrEqual(3);
    now = new Date(began);
  });

  it("name keys, seal and anchors, the next to end first", async () => {
    const all = await office.installation.certificates(fixture.administrator);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(["key", "anchor"]));
    expect(all.some(({ of }) => of === "Con dấu cơ quan")).toBe(true);
    const ends = all.map(({ notAfter }) => notAfter!);
    expect(ends).toEqual(ends.toSorted());
    await expect(office.installation.certificates(fixture.clerk)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the health of an installation", () => {
  const stateOf = async (code: string) => {
    const { checks } = await office.installation.health(fixture.administrator);
    const check = checks.find((one) => one.code === code)!;
    expect(check.state === "good" || check.advice !== undefined, `${code}: says what to do`).toBe(true);
    return check.state;
  };

  it("is well where everything works, and only administrators see it", async () => {
    readings = {};
    expect([
      await stateOf("storage"),
      await stateOf("disk"),
      await stateOf("backup"),
      await stateOf("workers"),
    ]).toEqual(Array(4).fill("good"));
    await expect(office.installation.health(fixture.leader)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("says what is wrong: disk, workers, backup, storage", async () => {
    const old = new Date(Date.now() - 3 * DAY).toISOString();
    readings = {
      freeBytes: async () => 300e6,
      workers: () => [{ name: "gửi văn bản", everyMs: 60_000, lastAt: old }],
      backup: async () => ({ configured: true, lastAt: old }),
    };
    expect([await stateOf("disk"), await stateOf("workers"), await stateOf("backup")]).toEqual(["bad", "bad", "bad"]);
    readings = {
      workers: () => [{ name: "gửi văn bản", everyMs: 60_000, lastAt: old, failedAt: new Date().toISOString() }],
      backup: async () => ({ configured: false }),
    };
    expect(await stateOf("backup")).toBe("warn");
    readings = { freeBytes: () => Promise.reject(new Error("ENOENT /var/lib/vanthu")) };
    expect(await stateOf("disk")).toBe("bad");
    expect(JSON.stringify(await office.installation.health(fixture.administrator))).not.toContain("/var/lib");
    const { files } = fixture.storage;
    const put = files.put;
    files.put = async () => {
      throw new Error("đĩa đầy");
    };
    try {
      expect(await stateOf("storage")).toBe("bad");
      expect((await office.installation.health(fixture.administrator)).state).toBe("bad");
    } finally {
      files.put = put;
    }
  });

  it("tells nothing secret", async () => {
    const said = JSON.stringify(await office.installation.health(fixture.administrator));
    expect(said).not.toContain(place.folder);
    expect(said).not.toMatch(/password|secret|BEGIN/i);
  });
});
