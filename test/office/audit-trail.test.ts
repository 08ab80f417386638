import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditEntry } from "../../shared/access/index.ts";
import { type Office, openOffice, proveTrails } from "../../shared/office/index.ts";
import { openPackage } from "../../shared/opc/index.ts";
import { authorityFetch, createTestAuthority, type Fetch } from "../../shared/signing/index.ts";
import { letter, type OfficeFixture, openFixture, SECRETS } from "./office-fixture.ts";

const DAY = 86_400_000;
/** Eight in the morning in Vietnam. */
let now = new Date(Math.floor(Date.now() / DAY) * DAY + 3_600_000);
const authority = createTestAuthority({ url: "http://ca.example", notBefore: new Date(now.getTime() - 3 * DAY) });
const trust = { trust: [{ certificate: authority.root, scope: "NEAC", source: "kiểm thử" }], crls: authority.crls };
/** The authority, whose clock is the office's. */
const services: Fetch = async (url, init) =>
  url.endsWith("/tsa")
    ? new Response(Buffer.from(authority.timestamp(init.body as Uint8Array, now)))
    : authorityFetch(authority)(url, init);
let network = services;
let fixture: OfficeFixture;
let office: Office;
const folder = mkdtempSync(path.join(tmpdir(), "vanthu-audit-"));

beforeAll(async () => {
  fixture = await openFixture();
  office = openOffice({
    storage: fixture.storage,
    secrets: SECRETS,
    clock: () => now,
    trust,
    fetch: (url, init) => network(url, init),
  });
  await office.keys.changeSettings(fixture.administrator, {
    level: "B-T",
    authorities: [{ url: "http://ca.example/tsa" }],
    order: "leader-first",
  });
});
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

const later = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000);
};

describe("the audit trail of an office", () => {
  it("is read by those who may, filtered, the newest first, page after page", async () => {
    for (const subject of ["bố trí kinh phí", "phân công trực Tết"])
      await office.documents.draft(fixture.drafter, letter({ subject }));
    const { entries } = await office.audit.list(fixture.administrator, { action: "document" });
    expect(entries.map(({ action }) => action)).toEqual(["document.draft", "document.draft"]);
    expect(entries[0]!.sequence).toBeGreaterThan(entries[1]!.sequence);
    const mine = await office.audit.list(fixture.administrator, { personId: fixture.drafter.personId, limit: 1 });
    expect(mine.entries).toHaveLength(1);
    const older = await office.audit.list(fixture.administrator, {
      personId: fixture.drafter.personId,
      limit: 1,
      after: mine.next,
    });
    expect(older.entries[0]!.sequence).toBeLessThan(mine.entries[0]!.sequence);
    expect((await office.audit.list(fixture.administrator, { to: "2020-01-01" })).entries).toEqual([]);
    await expect(office.audit.list(fixture.drafter)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.audit.export(fixture.leader)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("has its head noted once a day, stamped by the office's time-stamping authority", async () => {
    await office.runSigning(now);
    await office.runSigning(now);
    const [seal, ...more] = await office.audit.seals(fixture.administrator);
    expect(more).toEqual([]);
    expect(seal).toMatchObject({ authority: "http://ca.example/tsa", hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const check = await office.audit.check(fixture.administrator);
    expect(check).toMatchObject({ sound: true, faults: [], seals: [{ stamp: "proven" }] });
  });

  it("waits for an authority that does not answer, and has the head stamped later", async () => {
    later(24);
    network = async () => new Response("", { status: 503 });
    await office.runSigning(now);
    const day = (await office.audit.seals(fixture.administrator))[0]!;
    expect(day.token).toBeUndefined();
    network = services;
    await office.runSigning(now);
    expect((await office.audit.seals(fixture.administrator))[0]!.token).toBeUndefined();
    later(1.1);
    // What happened meanwhile does not change the head that was noted.
    await office.documents.draft(fixture.drafter, letter({ subject: "việc đến sau" }));
    await office.runSigning(now);
    const [stamped] = await office.audit.seals(fixture.administrator);
    expect(stamped).toMatchObject({ day: day.day, sequence: day.sequence, hash: day.hash });
    expect(stamped!.token).toBeDefined();
  });

  it("is taken out for others to check, with OpenSSL and a few lines of Python", async () => {
    const { name, bytes } = await office.audit.export(fixture.administrator);
    expect(name).toMatch(/^nhat-ky-.*\.zip$/);
    writeFileSync(path.join(folder, "nhat-ky.zip"), bytes);
    execFileSync("unzip", ["-q", "nhat-ky.zip"], { cwd: folder });
    writeFileSync(path.join(folder, "root.pem"), pem(authority.root));
    const parts = openPackage(bytes);
    const stamps = parts.names.filter((part) => part.endsWith(".tst"));
    expect(stamps).toHaveLength(2);
    for (const stamp of stamps) {
      const args = ["ts", "-verify", "-token_in", "-in", stamp, "-data", stamp.replace(".tst", ".txt")];
      const said = execFileSync("openssl", [...args, "-CAfile", "root.pem", "-untrusted", issuing()], {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      expect(said).toContain("Verification: OK");
    }
    const python = `
import json, hashlib
previous = "0" * 64
for line in open("nhat-ky.jsonl", encoding="utf-8"):
    e = json.loads(line)
    details = [[k, v] for k, v in sorted((e.get("details") or {}).items())]
    fields = [e["sequence"], e["at"], e["actor"]["personId"], e["actor"]["name"], e["organisationId"], e["action"], e["subject"], details, e["previous"]]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    assert e["previous"] == previous, e["sequence"]
    assert hashlib.sha256(text.encode()).hexdigest() == e["hash"], e["sequence"]
    previous = e["hash"]
print(e["sequence"], e["action"])`;
    expect(execFileSync("python3", ["-c", python], { cwd: folder, encoding: "utf8" })).toMatch(/^\d+ audit\.export\n$/);
  });

  it("shows a trail that was written anew as a whole, which its own chain cannot", async () => {
    const pk = `audit#${fixture.sender.id}`;
    const { items } = await fixture.storage.records.query<AuditEntry>(pk, { prefix: "entry#" });
    const head = (await fixture.storage.records.get(pk, "head"))!;
    // An attacker with the store: leaves out the second line and chains the rest again with our own code.
    for (const item of [...items, head])
      await fixture.storage.records.commit([{ op: "remove", pk, sk: item.sk, rev: item.rev }]);
    for (const { data } of items.filter(({ data }) => data.sequence !== 2)) {
      const { sequence: _sequence, hash: _hash, previous: _previous, ...event } = data;
      await office.access.commitAudited([], event);
    }
    expect((await office.access.checkAudit(fixture.sender.id)).sound).toBe(true);
    const check = await office.audit.check(fixture.administrator);
    expect(check.sound).toBe(false);
    expect(check.faults.map(({ message }) => message).join(" ")).toContain("không khớp với dấu đã ghi ngày");
    const [proved] = (await proveTrails(fixture.storage, trust, () => now)).filter(
      ({ organisationId }) => organisationId === fixture.sender.id,
    );
    expect(proved!.sound).toBe(false);
  });

  it("shows a noted head that was changed to fit: its stamp no longer does", async () => {
    const pk = `audit-seals#${fixture.sender.id}`;
    const { items } = await fixture.storage.records.query<Record<string, unknown>>(pk);
    const { sequence, hash } = await office.access.auditHead(fixture.sender.id);
    for (const { sk, data } of items)
      await fixture.storage.records.commit([{ op: "put", pk, sk, data: { ...data, sequence, hash } }]);
    const { sound, seals } = await office.audit.check(fixture.administrator);
    expect(sound).toBe(false);
    expect(seals.map(({ stamp }) => stamp)).toEqual(["broken", "broken"]);
  });
});

function issuing(): string {
  const file = path.join(folder, "issuing.pem");
  writeFileSync(file, pem(authority.issuing));
  return file;
}

function pem(der: Uint8Array): string {
  const lines = Buffer.from(der).toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
