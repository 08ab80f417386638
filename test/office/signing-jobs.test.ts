import { spawnSync } from "node:child_process";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Office, openOffice, type SigningJob, type SigningKey } from "../../shared/office/index.ts";
import { authorityFetch, createTestAuthority, type Fetch, type IssuedCertificate } from "../../shared/signing/index.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { ROOT, temporaryFolder } from "../cli/vanthu.ts";
import {
  ACCOUNT,
  cscService,
  type RemoteService,
  viettelMySign,
  vnptGateway,
  vnptPartner,
} from "../key-holders/remote-simulators.ts";
import { pdfsig } from "../signing/outside.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD, SECRETS } from "./office-fixture.ts";

/** The authority of the remote services, and its timestamps. */
const authority = createTestAuthority({ url: "http://ca.example" });
const place = temporaryFolder();
let fixture: OfficeFixture;
let storage: Storage;
let office: Office;
let person: IssuedCertificate;
let now = () => new Date();
let network: Fetch = authorityFetch(authority);
const running: RemoteService[] = [];

function officeOver(over: Storage): Office {
  return openOffice({
    storage: over,
    secrets: SECRETS,
    clock: () => now(),
    fetch: (url, init) => network(url, init),
    trust: { trust: [{ certificate: authority.root, scope: "NEAC", source: "kiểm thử" }], crls: authority.crls },
  });
}

beforeAll(async () => {
  storage = openSqliteStorage(place.folder);
  fixture = await openFixture(storage);
  office = officeOver(storage);
  person = authority.issueCertificate({ commonName: fixture.leader.name, kind: "person" });
  await office.keys.changeSettings(fixture.administrator, {
    level: "B-LT",
    authorities: [{ url: "http://ca.example/tsa" }],
    order: "leader-first",
  });
});
afterEach(async () => {
  now = () => new Date();
  network = authorityFetch(authority);
  await Promise.all(running.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await fixture.close();
  place.drop();
});

let letters = 0;
async function submitted() {
  const subject = `trình ký nhiều văn bản, lần ${++letters}`;
  const draft = await office.documents.draft(fixture.drafter, letter({ subject }));
  return office.documents.submit(fixture.drafter, draft.id, draft.rev);
}
const many = async (count: number) => {
  const documents = [];
  for (let i = 0; i < count; i++) documents.push(await submitted());
  return documents;
};
const states = (job: SigningJob) => job.documents.map(({ state, problem }) => problem?.code ?? state);
const testKey = () => `person.${fixture.leader.personId}`;
const stateOf = async (id: string) => (await office.documents.get(fixture.leader, id)).state;
const at = () => ({ personId: fixture.leader.personId });

describe("an act of signing with a key on this machine", () => {
  it("signs what can be signed, each document for itself, and is found again", async () => {
    const documents = await many(4);
    await office.documents.return(fixture.leader, documents[1]!.id, documents[1]!.rev, "Sửa nơi nhận");
    const wanted = [...documents, { id: "khong-co", rev: 1 }];
    const job = await office.keys.sign(fixture.leader, wanted, "leader", testKey(), { password: PASSWORD });
    expect(job.state).toBe("finished");
    expect(states(job)).toEqual(["signed", "CONFLICT", "signed", "signed", "NOT_FOUND"]);
    expect(job.documents[1]!.problem!.hint).toMatch(/\p{L}/u);
    expect(job.documents[0]!.title).toContain("trình ký nhiều văn bản");
    expect(await office.keys.job(fixture.leader, job.id)).toEqual(job);
    expect((await office.keys.jobs(fixture.leader)).map(({ id }) => id)).toContain(job.id);
    expect(await office.keys.jobs(fixture.leader, { open: true })).toEqual([]);
    await expect(office.keys.job(fixture.clerk, job.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const i of [0, 2, 3]) expect(await stateOf(documents[i]!.id)).toBe("signed");
  });

  it("of more than fifty goes on behind the answer, and the record says how far", async () => {
    const documents = await many(60);
    const job = await office.keys.sign(fixture.leader, documents, "leader", testKey(), { password: PASSWORD });
    expect(job.documents.filter(({ state }) => state === "signed").length).toBeGreaterThanOrEqual(50);
    await office.idle();
    const after = await office.keys.job(fixture.leader, job.id);
    expect([after.state, new Set(states(after))]).toEqual(["finished", new Set(["signed"])]);
  });

  it.each(["before", "after"] as const)(
    "interrupted %s its commit: what is signed is signed, the rest says what to do",
    async (die) => {
      const documents = await many(3);
      const run = spawnSync(process.execPath, [path.join(ROOT, "test/office/job-worker.ts")], {
        input: JSON.stringify({
          folder: place.folder,
          actor: fixture.leader,
          documents,
          key: testKey(),
          password: PASSWORD,
          authority: authority.toJSON(),
          die,
        }),
        encoding: "utf8",
      });
      expect([run.signal, run.stderr]).toEqual(["SIGKILL", ""]);
      const [open] = await office.keys.jobs(fixture.leader, { open: true });
      expect(open!.state).toBe("running");
      // The same documents chosen again find the act that is under way.
      const again = await office.keys.sign(fixture.leader, documents, "leader", testKey(), { password: PASSWORD });
      expect(again.id).toBe(open!.id);
      now = () => new Date(Date.now() + 5 * 60_000);
      const told = await office.runSigning();
      expect(told.completed + told.failed).toBe(3);
      const after = await office.keys.job(fixture.leader, open!.id);
      expect(after.state).toBe("finished");
      expect(new Set(states(after))).toEqual(new Set([die === "after" ? "signed" : "SIGN_INTERRUPTED"]));
      for (const { id } of documents) expect(await stateOf(id)).toBe(die === "after" ? "signed" : "submitted");
      now = () => new Date();
      if (die === "after") return;
      const done = await office.keys.sign(fixture.leader, documents, "leader", testKey(), { password: PASSWORD });
      expect(new Set(states(done))).toEqual(new Set(["signed"]));
    },
  );

  it("with a full disk signs nothing and stores nothing; later the same documents are signed", async () => {
    let full = false;
    const files: Storage["files"] = {
      get: (name) => storage.files.get(name),
      has: (name) => storage.files.has(name),
      put: async (bytes, type) => {
        if (full) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        return storage.files.put(bytes, type);
      },
    };
    const cramped = officeOver({ ...storage, files });
    const documents = await many(2);
    full = true;
    const job = await cramped.keys.sign(fixture.leader, documents, "leader", testKey(), { password: PASSWORD });
    expect([job.state, states(job)]).toEqual(["finished", ["INTERNAL", "INTERNAL"]]);
    expect(job.documents[0]!.problem!.hint).toContain("quản trị viên");
    for (const { id } of documents) expect(await stateOf(id)).toBe("submitted");
    full = false;
    const again = await cramped.keys.sign(fixture.leader, documents, "leader", testKey(), { password: PASSWORD });
    expect(states(again)).toEqual(["signed", "signed"]);
  });

  it("signs and seals through the whole line", async () => {
    const [document] = await many(1);
    await office.keys.sign(fixture.leader, [document!], "leader", testKey(), { password: PASSWORD });
    const signed = await office.documents.get(fixture.clerk, document!.id);
    const numbered = await office.documents.number(fixture.clerk, signed.id, signed.rev);
    const job = await office.keys.sign(fixture.clerk, [numbered], "seal", "seal", { password: PASSWORD });
    expect(states(job)).toEqual(["signed"]);
    expect(await stateOf(document!.id)).toBe("issued");
    expect(await office.access.checkAudit(fixture.sender.id)).toMatchObject({ faults: [] });
  });
});

type Kind = "gateway" | "sp769" | "viettel" | "csc";

/** A connection to a simulated service, and the leader's key there. */
async function remote(
  kind: Kind,
): Promise<{ service: RemoteService; key: SigningKey; unlock: Record<string, string> }> {
  const start = { gateway: vnptGateway, sp769: vnptPartner, viettel: viettelMySign, csc: csc }[kind];
  const service = await start(person);
  running.push(service);
  const settings: Record<string, string> = { baseUrl: service.url, clientId: ACCOUNT.clientId };
  if (kind === "gateway" || kind === "sp769") settings.variant = kind;
  if (kind === "viettel") settings.profileId = "adss:ras:profile:001";
  if (kind === "csc") Object.assign(settings, { baseUrl: `${service.url}/csc/v2`, confirm: "device" });
  const connection = await office.keys.saveConnection(fixture.administrator, {
    kind: kind === "viettel" ? "viettel-mysign" : kind === "csc" ? "csc" : "vnpt-smartca",
    name: `Ký từ xa ${kind} ${++letters}`,
    settings,
    enabled: true,
    secrets: { clientSecret: ACCOUNT.clientSecret },
  });
  const unlock: Record<string, string> = kind === "gateway" ? { password: ACCOUNT.userPassword! } : {};
  for (const old of await office.keys.keys(fixture.leader))
    if (old.connection !== undefined) await office.keys.removeKey(fixture.leader, old.id);
  const key = await office.keys.linkKey(fixture.leader, at(), connection.id, { userId: ACCOUNT.userId }, unlock);
  return { service, key, unlock };
}
function csc(holder: IssuedCertificate) {
  return cscService(holder, { byPhone: true });
}

describe("an act of signing that waits for the person's phone", () => {
  it.each<Kind>(["gateway", "sp769", "viettel", "csc"])(
    "%s: is left, found again by another process, and completed by the worker",
    async (kind) => {
      const { service, key, unlock } = await remote(kind);
      service.phone.decision = "waiting";
      expect(key.asks).toContain("device");
      const documents = await many(3);
      const job = await office.keys.sign(fixture.leader, documents, "leader", key.id, unlock);
      expect([job.state, states(job)]).toEqual(["waiting", ["waiting", "waiting", "waiting"]]);
      expect(job.waiting).toHaveLength(1);
      expect(Date.parse(job.waiting![0]!.expiresAt)).toBeGreaterThan(Date.now());
      // Another process, after a restart: it knows no password.
      const another = officeOver(openSqliteStorage(place.folder));
      expect(await another.keys.jobs(fixture.leader, { open: true })).toHaveLength(1);
      now = () => new Date(Date.now() + 10_000);
      expect(await another.runSigning()).toMatchObject({ asked: 1, completed: 0, failed: 0, problems: [] });
      service.phone.decision = "signed";
      now = () => new Date(Date.now() + 20_000);
      // Several workers at once: one asks, documents are signed once.
      const runs = await Promise.all([another.runSigning(), office.runSigning(), another.runSigning()]);
      expect(runs.reduce((sum, one) => sum + one.completed, 0)).toBeGreaterThanOrEqual(3);
      const after = await office.keys.job(fixture.leader, job.id);
      expect([after.state, states(after), after.waiting]).toEqual([
        "finished",
        ["signed", "signed", "signed"],
        undefined,
      ]);
      for (const { id } of documents) {
        const { history } = await office.documents.get(fixture.leader, id);
        expect(history.filter(({ action }) => action === "sign")).toHaveLength(1);
        const { bytes } = await office.documents.pdf(fixture.leader, id);
        expect(pdfsig(bytes).get("ChuKyLanhDao")).toContain("Signature is Valid");
        expect((await office.verify(bytes)).signatures[0]).toMatchObject({ level: "B-LT", indication: "TOTAL_PASSED" });
      }
      expect(service.transactions.size).toBe(1);
      await another.storage.records.close();
    },
  );

  it("keeps no password, and the access token only encrypted", async () => {
    const { service, key, unlock } = await remote("gateway");
    service.phone.decision = "waiting";
    const job = await office.keys.sign(fixture.leader, await many(1), "leader", key.id, unlock);
    const pk = `org/${fixture.sender.id}/signing-jobs/${fixture.leader.personId}`;
    const stored = JSON.stringify(await storage.records.get(pk, job.id));
    expect(stored).toContain('"token":"v1.');
    expect(stored).not.toContain("the-vnpt");
    expect(stored).not.toContain(ACCOUNT.userPassword);
    await office.keys.cancelJob(fixture.leader, job.id);
    // A finished act needs none any more.
    expect(JSON.stringify(await storage.records.get(pk, job.id))).not.toContain('"token"');
  });

  it("the same documents chosen again, or clicked twice, ask the phone once", async () => {
    const { service, key, unlock } = await remote("viettel");
    service.phone.decision = "waiting";
    const documents = await many(2);
    const jobs = await Promise.all(
      [1, 2, 3].map(() => office.keys.sign(fixture.leader, documents, "leader", key.id, unlock)),
    );
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    expect(service.transactions.size).toBe(1);
    await office.keys.cancelJob(fixture.leader, jobs[0]!.id);
  });

  it.each([
    ["refused", "KEY_HOLDER_REFUSED"],
    ["expired", "KEY_HOLDER_EXPIRED"],
  ] as const)("%s by the person: nothing is signed, and it can be asked anew", async (decision, code) => {
    const { service, key, unlock } = await remote("sp769");
    service.phone.decision = "waiting";
    const documents = await many(2);
    const job = await office.keys.sign(fixture.leader, documents, "leader", key.id, unlock);
    service.phone.decision = decision;
    now = () => new Date(Date.now() + 10_000);
    const after = await office.keys.job(fixture.leader, job.id);
    expect([after.state, states(after)]).toEqual(["finished", [code, code]]);
    for (const { id } of documents) expect(await stateOf(id)).toBe("submitted");
    service.phone.decision = "signed";
    const again = await office.keys.sign(fixture.leader, documents, "leader", key.id, unlock);
    expect(again.id).not.toBe(job.id);
    now = () => new Date(Date.now() + 20_000);
    expect(states(await office.keys.job(fixture.leader, again.id))).toEqual(["signed", "signed"]);
  });

  it("given up: what comes late signs nothing", async () => {
    const { service, key, unlock } = await remote("viettel");
    service.phone.decision = "waiting";
    const documents = await many(2);
    const job = await office.keys.sign(fixture.leader, documents, "leader", key.id, unlock);
    const cancelled = await office.keys.cancelJob(fixture.leader, job.id);
    expect([cancelled.state, states(cancelled)]).toEqual(["finished", ["SIGN_CANCELLED", "SIGN_CANCELLED"]]);
    service.phone.decision = "signed";
    now = () => new Date(Date.now() + 10_000);
    await office.runSigning();
    for (const { id } of documents) expect(await stateOf(id)).toBe("submitted");
  });

  it("asks when the service calls, and not before it is due", async () => {
    const { service, key, unlock } = await remote("gateway");
    service.phone.decision = "waiting";
    const documents = await many(1);
    const job = await office.keys.sign(fixture.leader, documents, "leader", key.id, unlock);
    const asked = () => service.asked.filter(({ path: where }) => where.endsWith("gettraninfo")).length;
    service.phone.decision = "signed";
    await office.keys.job(fixture.leader, job.id);
    expect(asked()).toBe(0);
    const ticket = Buffer.from([fixture.sender.id, fixture.leader.personId, job.id].join("/")).toString("base64url");
    for (const wrong of ["", "AAAA", Buffer.from("a/b/c").toString("base64url"), ticket.slice(4)])
      await office.signingNotified(wrong);
    expect((await office.keys.job(fixture.leader, job.id)).state).toBe("waiting");
    await office.signingNotified(ticket);
    expect((await office.keys.job(fixture.leader, job.id)).state).toBe("finished");
    expect(asked()).toBe(1);
  });

  it("a timestamp authority that is down keeps the signature; nobody is asked a second time", async () => {
    const { service, key, unlock } = await remote("csc");
    service.phone.decision = "waiting";
    const documents = await many(2);
    const job = await office.keys.sign(fixture.leader, documents, "leader", key.id, unlock);
    service.phone.decision = "signed";
    network = async () => {
      throw new Error("ECONNREFUSED");
    };
    now = () => new Date(Date.now() + 10_000);
    const waiting = await office.keys.job(fixture.leader, job.id);
    expect([waiting.state, states(waiting)]).toEqual(["waiting", ["TSA_UNREACHABLE", "TSA_UNREACHABLE"]]);
    for (const { id } of documents) expect(await stateOf(id)).toBe("submitted");
    const asked = service.asked.length;
    network = authorityFetch(authority);
    now = () => new Date(Date.now() + 30_000);
    const after = await office.keys.job(fixture.leader, job.id);
    expect([after.state, states(after)]).toEqual(["finished", ["signed", "signed"]]);
    expect(service.asked.length).toBe(asked);
  });

  it("a service that is down is asked again until the time is up", async () => {
    const { service, key, unlock } = await remote("viettel");
    service.phone.decision = "waiting";
    const documents = await many(1);
    const job = await office.keys.sign(fixture.leader, documents, "leader", key.id, unlock);
    await service.close();
    running.splice(0);
    now = () => new Date(Date.now() + 10_000);
    const waiting = await office.keys.job(fixture.leader, job.id);
    expect([waiting.state, waiting.documents[0]!.state]).toEqual(["waiting", "waiting"]);
    expect(waiting.documents[0]!.problem?.message).toContain("Không liên lạc được");
    now = () => new Date(Date.now() + 20 * 60_000);
    const over = await office.keys.job(fixture.leader, job.id);
    expect([over.state, states(over)]).toEqual(["finished", ["SIGN_STATE_EXPIRED"]]);
    expect(await stateOf(documents[0]!.id)).toBe("submitted");
  });

  it("a person who may no longer sign signs nothing more", async () => {
    const { service, key, unlock } = await remote("viettel");
    service.phone.decision = "waiting";
    const documents = await many(1);
    const job = await office.keys.sign(fixture.leader, documents, "leader", key.id, unlock);
    service.phone.decision = "signed";
    await office.access.changePerson(fixture.sender.id, fixture.leader.personId, { roles: ["drafter"] });
    now = () => new Date(Date.now() + 10_000);
    await office.runSigning();
    await office.access.changePerson(fixture.sender.id, fixture.leader.personId, { roles: ["leader"] });
    expect(states(await office.keys.job(fixture.leader, job.id))).toEqual(["FORBIDDEN"]);
    expect(await stateOf(documents[0]!.id)).toBe("submitted");
  });
});
