import { spawnSync } from "node:child_process";
import { sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ErrorCode, VanthuError } from "../../shared/errors/index.ts";
import {
  type KeyHolder,
  type RemoteAccount,
  remoteSigner,
  unlockPkcs12,
  VIETTEL_MYSIGN,
  VNPT_SMARTCA,
} from "../../shared/key-holders/index.ts";
import { type Office, openOffice, type PreparedSession, type SigningOutcome } from "../../shared/office/index.ts";
import { createTestAuthority, type IssuedCertificate, signPdf } from "../../shared/signing/index.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { ROOT, temporaryFolder } from "../cli/vanthu.ts";
import { authority, EVIDENCE } from "../key-holders/outside-keys.ts";
import { ACCOUNT, type RemoteService, viettelMySign, vnptGateway } from "../key-holders/remote-simulators.ts";
import { pdfsig } from "../signing/outside.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD } from "./office-fixture.ts";

const place = temporaryFolder();
let fixture: OfficeFixture;
let storage: Storage;
/** The office with the authority of the remote signers among its anchors. */
let office: Office;
let person: IssuedCertificate;
let seal: IssuedCertificate;
const running: RemoteService[] = [];

beforeAll(async () => {
  storage = openSqliteStorage(place.folder);
  fixture = await openFixture(storage);
  office = openOffice({ storage, trust: EVIDENCE });
  // Sessions are what is tested here; levels and their authorities are in signing-levels.test.ts.
  await office.keys.changeSettings(fixture.administrator, { level: "B-B", authorities: [], order: "leader-first" });
  person = authority.issueCertificate({ commonName: fixture.leader.name, kind: "person" });
  seal = authority.issueCertificate({ commonName: fixture.sender.name, kind: "organisation" });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await fixture.close();
  place.drop();
});

let letters = 0;
async function submitted() {
  // Equal letters prepared in the same second would have equal digests.
  const subject = `điều chỉnh nhiệm vụ chuyển đổi số, lần ${++letters}`;
  const draft = await office.documents.draft(fixture.drafter, letter({ subject }));
  return office.documents.submit(fixture.drafter, draft.id, draft.rev);
}

/** A device that is given the attributes and hashes by itself. */
function device({ digests }: PreparedSession, holder = person): Uint8Array[] {
  return digests.map(({ attributes }) => new Uint8Array(sign("sha256", Buffer.from(attributes, "base64"), holder.key)));
}

const identity = (holder = person) => ({ certificateChain: holder.chain, algorithm: "RSA-SHA256" as const });
const prepare = (document: { id: string; rev: number }, holder = person) =>
  office.signing.prepare(fixture.leader, document, "leader", identity(holder));
const refusal = (code: ErrorCode) => ({ code, hint: expect.stringMatching(/\p{L}/u) });
const states = (outcomes: SigningOutcome[]) => outcomes.map(({ state, error }) => error?.code ?? state);

/** Nothing of a signature is in the document. */
async function expectUnsigned(id: string) {
  const document = await office.documents.get(fixture.leader, id);
  expect(document.state).toBe("submitted");
  expect(document.files.signed).toBeUndefined();
}

/** The document is signed, and poppler says so too. */
async function expectSigned(id: string) {
  const document = await office.documents.get(fixture.leader, id);
  expect(document.state).toBe("signed");
  const { bytes } = await office.documents.pdf(fixture.leader, id);
  expect(pdfsig(bytes).get("ChuKyLanhDao")).toContain("Signature is Valid");
  expect((await office.verify(bytes)).verdict).toBe("TOTAL_PASSED");
}

describe("a signing session", () => {
  it("takes a signature made elsewhere; number and seal follow, the seal by a session too", async () => {
    const document = await submitted();
    const session = await prepare(document);
    expect(session.digests).toHaveLength(1);
    expect(Buffer.from(session.digests[0]!.digest, "base64")).toHaveLength(32);
    const signed = await office.signing.complete(fixture.leader, session.sessionId, device(session), document.id);
    expect(signed.signatory?.name).toBe(fixture.leader.name);
    await expectSigned(document.id);
    const stored = await office.signing.session(fixture.leader, session.sessionId);
    expect(stored).toMatchObject({ status: "completed", result: signed.files.signed, documentId: document.id });

    const numbered = await office.documents.number(fixture.clerk, signed.id, signed.rev);
    const sealing = await office.signing.prepare(fixture.clerk, numbered, "seal", identity(seal));
    const issued = await office.signing.complete(fixture.clerk, sealing.sessionId, device(sealing, seal));
    expect(issued.state).toBe("issued");
    const { bytes } = await office.documents.pdf(fixture.clerk, issued.id);
    const verdict = await office.verify(bytes);
    expect([verdict.verdict, verdict.signatures.map(({ role }) => role)]).toEqual(["TOTAL_PASSED", ["leader", "seal"]]);
    const lines = await office.registers.outgoing(fixture.clerk, Number(issued.issuedOn!.slice(0, 4)));
    expect(lines.map((line) => line.documentId)).toContain(issued.id);
    expect(await office.access.checkAudit(fixture.sender.id)).toMatchObject({ faults: [] });
  });

  it("refuses another key's signature or one over another digest, stores nothing, and still takes the right one", async () => {
    const [one, two] = [await submitted(), await submitted()];
    const [first, second] = [await prepare(one), await prepare(two)];
    const stranger = authority.issueCertificate({ commonName: "Người khác", kind: "person" });
    for (const wrong of [device(first, stranger), device(second), [new Uint8Array(256)], [new Uint8Array()]]) {
      await expect(office.signing.complete(fixture.leader, first.sessionId, wrong)).rejects.toMatchObject({
        ...refusal("SIGN_SIGNATURE_INVALID"),
        status: 409,
      });
    }
    await expectUnsigned(one.id);
    await office.signing.complete(fixture.leader, first.sessionId, device(first));
    await expectSigned(one.id);
    await expectUnsigned(two.id);
  });

  it("is used once, also when two processes complete it at the same moment", async () => {
    const document = await submitted();
    const session = await prepare(document);
    const attempts = await Promise.allSettled(
      [1, 2, 3].map(() =>
        openOffice({ storage, trust: EVIDENCE }).signing.complete(fixture.leader, session.sessionId, device(session)),
      ),
    );
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of attempts)
      if (one.status === "rejected") expect(one.reason).toMatchObject(refusal("SIGN_SESSION_DONE"));
    await expect(office.signing.complete(fixture.leader, session.sessionId, device(session))).rejects.toMatchObject(
      refusal("SIGN_SESSION_DONE"),
    );
    expect(
      (await office.documents.get(fixture.leader, document.id)).history.filter(({ action }) => action === "sign"),
    ).toHaveLength(1);
  });

  it("is for one document, one person, one organisation", async () => {
    const [one, two] = [await submitted(), await submitted()];
    const session = await prepare(one);
    await expect(
      office.signing.complete(fixture.leader, session.sessionId, device(session), two.id),
    ).rejects.toMatchObject(refusal("SIGN_SESSION_OTHER_DOCUMENT"));
    await expect(office.signing.complete(fixture.clerk, session.sessionId, device(session))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(office.signing.session(fixture.receivingClerk, session.sessionId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expectUnsigned(one.id);
  });

  it("ends by its time, by being given up, and when the document changes", async () => {
    const [late, given, changed] = [await submitted(), await submitted(), await submitted()];
    const [a, b, c] = [await prepare(late), await prepare(given), await prepare(changed)];
    const tomorrow = openOffice({ storage, trust: EVIDENCE, clock: () => new Date(Date.now() + 16 * 60_000) });
    await expect(tomorrow.signing.complete(fixture.leader, a.sessionId, device(a))).rejects.toMatchObject(
      refusal("SIGN_STATE_EXPIRED"),
    );
    await office.signing.cancel(fixture.leader, b.sessionId, "ký nhầm văn bản");
    await expect(office.signing.complete(fixture.leader, b.sessionId, device(b))).rejects.toMatchObject({
      ...refusal("SIGN_SESSION_DONE"),
      message: expect.stringContaining("ký nhầm văn bản"),
    });
    await office.documents.return(fixture.leader, changed.id, changed.rev, "Sửa thời hạn");
    await expect(office.signing.complete(fixture.leader, c.sessionId, device(c))).rejects.toMatchObject(
      refusal("SIGN_DOCUMENT_CHANGED"),
    );
    await expectUnsigned(late.id);
  });

  it("checks the certificate before any digest leaves", async () => {
    const document = await submitted();
    const before = await storage.records.query(`org/${fixture.sender.id}/signing-sessions`);
    const name = fixture.leader.name;
    const day = 86_400_000;
    const old = authority.issueCertificate({
      commonName: name,
      kind: "person",
      notBefore: new Date(Date.now() - 2 * day),
      notAfter: new Date(Date.now() - day),
    });
    await expect(prepare(document, old)).rejects.toMatchObject(refusal("SIGN_CERT_NOT_VALID"));
    const unknown = createTestAuthority({ name: "Cơ quan chứng thực khác (thử nghiệm)" }).issueCertificate({
      commonName: name,
      kind: "person",
    });
    await expect(prepare(document, unknown)).rejects.toMatchObject(refusal("SIGN_CERT_UNTRUSTED"));
    const other = authority.issueCertificate({ commonName: "Nguyễn Văn Khác", kind: "person" });
    await expect(prepare(document, other)).rejects.toMatchObject(refusal("SIGN_CERT_OTHER_PERSON"));
    const revoked = authority.issueCertificate({ commonName: name, kind: "person" });
    authority.revoke(revoked.serial, new Date(Date.now() - 1000));
    const knowing = openOffice({ storage, trust: { ...EVIDENCE, crls: authority.crls } });
    await expect(knowing.signing.prepare(fixture.leader, document, "leader", identity(revoked))).rejects.toMatchObject(
      refusal("SIGN_CERT_REVOKED"),
    );
    await expect(office.signing.prepare(fixture.clerk, document, "leader", identity())).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const after = await storage.records.query(`org/${fixture.sender.id}/signing-sessions`);
    expect(after.items.length).toBe(before.items.length);
  });

  it("leaves no half-signed document when the disk is full", async () => {
    let full = false;
    const files: Storage["files"] = {
      get: (name) => storage.files.get(name),
      has: (name) => storage.files.has(name),
      put: async (bytes, type) => {
        if (full) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        return storage.files.put(bytes, type);
      },
    };
    const cramped = openOffice({ storage: { ...storage, files }, trust: EVIDENCE });
    const [one, two] = [await submitted(), await submitted()];
    const session = await cramped.signing.prepare(fixture.leader, one, "leader", identity());
    full = true;
    await expect(cramped.signing.prepare(fixture.leader, two, "leader", identity())).rejects.toThrow("ENOSPC");
    await expect(cramped.signing.complete(fixture.leader, session.sessionId, device(session))).rejects.toThrow(
      "ENOSPC",
    );
    await expectUnsigned(one.id);
    await expectUnsigned(two.id);
    const batch = await cramped.signing.signAll(
      fixture.leader,
      [one, two],
      "leader",
      unlockPkcs12(person.toPkcs12("x"), "x"),
      {},
    );
    expect(states(batch.outcomes)).toEqual(["INTERNAL", "INTERNAL"]);
    await expectUnsigned(one.id);
    full = false;
    // The answer is not lost: the session waits for it.
    await cramped.signing.complete(fixture.leader, session.sessionId, device(session));
    await expectSigned(one.id);
  });

  it.each(["prepared", "before-commit", "after-commit"] as const)("survives a process killed %s", async (die) => {
    const document = await submitted();
    const keyFile = path.join(place.folder, "khoa.pem");
    writeFileSync(keyFile, person.key.export({ type: "pkcs8", format: "pem" }));
    const run = spawnSync(process.execPath, [path.join(ROOT, "test/office/signing-worker.ts")], {
      input: JSON.stringify({
        folder: place.folder,
        actor: fixture.leader,
        document: { id: document.id, rev: document.rev },
        chain: person.chain.map((one) => Buffer.from(one).toString("base64")),
        root: Buffer.from(authority.root).toString("base64"),
        keyFile,
        die,
      }),
      encoding: "utf8",
    });
    expect([run.signal, run.stderr]).toEqual(["SIGKILL", ""]);
    const session: PreparedSession = JSON.parse(run.stdout);
    if (die === "after-commit") {
      await expect(office.signing.complete(fixture.leader, session.sessionId, device(session))).rejects.toMatchObject(
        refusal("SIGN_SESSION_DONE"),
      );
    } else {
      await expectUnsigned(document.id);
      expect((await office.signing.session(fixture.leader, session.sessionId)).status).toBe("open");
      await office.signing.complete(fixture.leader, session.sessionId, device(session));
    }
    await expectSigned(document.id);
  });
});

describe("many documents with one confirmation", () => {
  it("have each their own result with a key on this machine, and no state is left behind", async () => {
    const documents = [await submitted(), await submitted(), await submitted(), await submitted()];
    await office.documents.return(fixture.leader, documents[1]!.id, documents[1]!.rev, "Sửa nơi nhận");
    const p12 = person.toPkcs12(PASSWORD);
    const { outcomes, waiting } = await office.signing.signAll(
      fixture.leader,
      [...documents, { id: "khong-co", rev: 1 }],
      "leader",
      unlockPkcs12(p12, PASSWORD),
      {},
    );
    expect(waiting).toEqual([]);
    expect(states(outcomes)).toEqual(["signed", "CONFLICT", "signed", "signed", "NOT_FOUND"]);
    for (const i of [0, 2, 3]) await expectSigned(documents[i]!.id);
    expect(await office.access.checkAudit(fixture.sender.id)).toMatchObject({ faults: [] });
  });

  it("stops at a locked key, and what was signed stays signed", async () => {
    const [one, two] = [await submitted(), await submitted()];
    const holder = unlockPkcs12(person.toPkcs12("x"), "x");
    expect(states((await office.signing.signAll(fixture.leader, [one], "leader", holder, {})).outcomes)).toEqual([
      "signed",
    ]);
    holder.lock();
    expect(states((await office.signing.signAll(fixture.leader, [two], "leader", holder, {})).outcomes)).toEqual([
      "KEY_HOLDER_LOCKED",
    ]);
    await expectSigned(one.id);
    await expectUnsigned(two.id);
  });
});

describe("a key holder that refuses the batch", () => {
  it("is not asked again for the rest of it", async () => {
    let asked = 0;
    const holder: KeyHolder = {
      kind: "pkcs11",
      label: "Thiết bị thử",
      maxBatch: 1,
      identity: async () => identity(),
      signDigests: async () => {
        asked += 1;
        throw new VanthuError("KEY_HOLDER_UNAUTHORISED", { message: "Sai mã PIN.", hint: "Nhập lại." });
      },
    };
    const documents = [await submitted(), await submitted(), await submitted()];
    const { outcomes } = await office.signing.signAll(fixture.leader, documents, "leader", holder, { pin: "0000" });
    expect(states(outcomes)).toEqual(Array.from({ length: 3 }, () => "KEY_HOLDER_UNAUTHORISED"));
    expect(asked).toBe(1);
  });
});

describe("many documents with one confirmation on the phone", () => {
  async function remote(start: typeof vnptGateway, more: Partial<RemoteAccount> = {}) {
    const service = await start(person);
    running.push(service);
    const profile = start === vnptGateway ? VNPT_SMARTCA : VIETTEL_MYSIGN;
    const account = { ...ACCOUNT, profileId: "adss:ras:profile:001", baseUrl: service.url, ...more };
    return { service, holder: remoteSigner(profile, account) };
  }

  it.each([vnptGateway, viettelMySign])(
    "are signed when the person confirms, whoever asks and however often",
    async (start) => {
      const { service, holder } = await remote(start);
      service.phone.decision = "waiting";
      const documents = [await submitted(), await submitted(), await submitted()];
      const asked = await office.signing.signAll(fixture.leader, documents, "leader", holder, {});
      expect(states(asked.outcomes)).toEqual(["waiting", "waiting", "waiting"]);
      expect(asked.waiting).toHaveLength(1);
      expect(asked.waiting[0]!.message).toContain("điện thoại");
      const { transaction } = asked.waiting[0]!;
      // The state says what is waited for.
      const [first] = asked.outcomes;
      if (first?.state !== "waiting") throw new Error("not waiting");
      expect(await office.signing.session(fixture.leader, first.sessionId)).toMatchObject({
        status: "open",
        transaction,
        holder: { kind: holder.kind },
      });
      expect(states((await office.signing.collect(fixture.leader, holder, transaction)).outcomes)).toEqual([
        "waiting",
        "waiting",
        "waiting",
      ]);
      service.phone.decision = "signed";
      // A callback that comes twice, and a worker that asks at the same moment.
      const another = openOffice({ storage: openSqliteStorage(place.folder), trust: EVIDENCE });
      const answers = await Promise.all([
        office.signing.collect(fixture.leader, holder, transaction),
        office.signing.collect(fixture.leader, holder, transaction),
        another.signing.collect(fixture.leader, (await sameService(start, service)).holder, transaction),
      ]);
      await another.storage.records.close();
      for (const { outcomes } of answers) expect(states(outcomes)).toEqual(["signed", "signed", "signed"]);
      for (const { id } of documents) {
        await expectSigned(id);
        const { history } = await office.documents.get(fixture.leader, id);
        expect(history.filter(({ action }) => action === "sign")).toHaveLength(1);
      }
      const calls = service.asked.length;
      expect(states((await office.signing.collect(fixture.leader, holder, transaction)).outcomes)).toEqual([
        "signed",
        "signed",
        "signed",
      ]);
      expect(service.asked.length).toBe(calls);
    },
  );

  async function sameService(start: typeof vnptGateway, service: RemoteService) {
    const profile = start === vnptGateway ? VNPT_SMARTCA : VIETTEL_MYSIGN;
    return { holder: remoteSigner(profile, { ...ACCOUNT, profileId: "adss:ras:profile:001", baseUrl: service.url }) };
  }

  it.each<["refused" | "expired", ErrorCode]>([
    ["refused", "KEY_HOLDER_REFUSED"],
    ["expired", "KEY_HOLDER_EXPIRED"],
  ])("stay unsigned when the request was %s, and can be asked for anew", async (decision, code) => {
    const { service, holder } = await remote(vnptGateway);
    const documents = [await submitted(), await submitted()];
    const asked = await office.signing.signAll(fixture.leader, documents, "leader", holder, {});
    const { transaction } = asked.waiting[0]!;
    service.phone.decision = decision;
    expect(states((await office.signing.collect(fixture.leader, holder, transaction)).outcomes)).toEqual([code, code]);
    service.phone.decision = "signed";
    // Late: what was given up stays given up.
    expect(states((await office.signing.collect(fixture.leader, holder, transaction)).outcomes)).toEqual([
      "SIGN_SESSION_DONE",
      "SIGN_SESSION_DONE",
    ]);
    for (const { id } of documents) await expectUnsigned(id);
    const again = await office.signing.signAll(fixture.leader, documents, "leader", holder, {});
    const done = await office.signing.collect(fixture.leader, holder, again.waiting[0]!.transaction);
    expect(states(done.outcomes)).toEqual(["signed", "signed"]);
  });

  it("take no signature over another digest, by another key, or none at all, each for itself", async () => {
    for (const fault of [{ wrongSignature: true }, { otherKey: seal.key }]) {
      const { service, holder } = await remote(vnptGateway);
      const document = await submitted();
      const { waiting } = await office.signing.signAll(fixture.leader, [document], "leader", holder, {});
      Object.assign(service.phone, fault);
      const collected = await office.signing.collect(fixture.leader, holder, waiting[0]!.transaction);
      expect(states(collected.outcomes)).toEqual(["SIGN_SIGNATURE_INVALID"]);
      await expectUnsigned(document.id);
    }
    const { service, holder } = await remote(viettelMySign);
    const documents = [await submitted(), await submitted()];
    const { waiting } = await office.signing.signAll(fixture.leader, documents, "leader", holder, {});
    service.phone.incomplete = true;
    const collected = await office.signing.collect(fixture.leader, holder, waiting[0]!.transaction);
    expect(states(collected.outcomes)).toEqual(["signed", "KEY_HOLDER_ANSWER"]);
    await expectSigned(documents[0]!.id);
    await expectUnsigned(documents[1]!.id);
  });

  it("keep waiting while the service is down or slow, and end by their time", async () => {
    const { service, holder } = await remote(vnptGateway, { timeoutMs: 150 });
    const document = await submitted();
    const { waiting } = await office.signing.signAll(fixture.leader, [document], "leader", holder, {});
    const { transaction } = waiting[0]!;
    service.faults.push({ hangUp: true }, { hangUp: true }, { hangUp: true });
    await expect(office.signing.collect(fixture.leader, holder, transaction)).rejects.toMatchObject(
      refusal("KEY_HOLDER_UNREACHABLE"),
    );
    service.faults.push({ delayMs: 400 }, { delayMs: 400 }, { delayMs: 400 });
    await expect(office.signing.collect(fixture.leader, holder, transaction)).rejects.toMatchObject(
      refusal("KEY_HOLDER_TIMEOUT"),
    );
    await expectUnsigned(document.id);
    const later = openOffice({ storage, trust: EVIDENCE, clock: () => new Date(Date.now() + 20 * 60_000) });
    service.phone.decision = "waiting";
    expect(states((await office.signing.collect(fixture.leader, holder, transaction)).outcomes)).toEqual(["waiting"]);
    expect(states((await later.signing.collect(fixture.leader, holder, transaction)).outcomes)).toEqual([
      "SIGN_STATE_EXPIRED",
    ]);
    await expectUnsigned(document.id);
  });

  it("are not asked for at all when the service is down, nor for another person's transaction", async () => {
    const { service, holder } = await remote(vnptGateway);
    await holder.identity();
    const [one, two] = [await submitted(), await submitted()];
    service.faults.push(...Array.from({ length: 3 }, () => ({ hangUp: true })));
    const down = await office.signing.signAll(fixture.leader, [one, two], "leader", holder, {});
    expect(states(down.outcomes)).toEqual(["KEY_HOLDER_UNREACHABLE", "KEY_HOLDER_UNREACHABLE"]);
    const { waiting } = await office.signing.signAll(fixture.leader, [one], "leader", holder, {});
    await expect(office.signing.collect(fixture.clerk, holder, waiting[0]!.transaction)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(office.signing.collect(fixture.leader, holder, "khong-co")).rejects.toMatchObject(
      refusal("NOT_FOUND"),
    );
  });
});

describe("a file signed by a program on the person's computer", () => {
  /** What the program does: signs the whole file it was given. */
  async function agent(document: { id: string }, holder = person): Promise<Uint8Array> {
    const { bytes } = await office.documents.pdf(fixture.leader, document.id);
    return (await signPdf({ pdf: bytes, signer: holder.signer(), role: "leader", at: new Date() })).pdf;
  }

  it("takes the place of a signature; number and seal follow", async () => {
    const document = await submitted();
    const signed = await office.signing.acceptReturned(fixture.leader, document, "leader", {
      file: await agent(document),
    });
    await expectSigned(document.id);
    const numbered = await office.documents.number(fixture.clerk, signed.id, signed.rev);
    expect((await office.documents.seal(fixture.clerk, numbered.id, numbered.rev, PASSWORD)).state).toBe("issued");
  });

  it("is refused when it is another document, unsigned, or by somebody else", async () => {
    const [one, two] = [await submitted(), await submitted()];
    const accept = (file: Uint8Array) => office.signing.acceptReturned(fixture.leader, one, "leader", { file });
    await office.documents.return(fixture.leader, two.id, two.rev, "Đổi nội dung");
    const changed = await office.documents.edit(
      fixture.drafter,
      two.id,
      two.rev + 1,
      letter({ subject: "nội dung khác" }),
    );
    const other = await office.documents.submit(fixture.drafter, changed.id, changed.rev);
    await expect(accept(await agent(other))).rejects.toMatchObject(refusal("RETURNED_FILE_OTHER"));
    await expect(accept((await office.documents.pdf(fixture.leader, one.id)).bytes)).rejects.toMatchObject(
      refusal("RETURNED_FILE_UNSIGNED"),
    );
    const stranger = authority.issueCertificate({ commonName: "Người khác", kind: "person" });
    await expect(accept(await agent(one, stranger))).rejects.toMatchObject(refusal("RETURNED_FILE_SIGNER"));
    const namesake = createTestAuthority({ name: "Cơ quan chứng thực khác (thử nghiệm)" }).issueCertificate({
      commonName: fixture.leader.name,
      kind: "person",
    });
    await expect(accept(await agent(one, namesake))).rejects.toMatchObject(refusal("SIGN_CERT_UNTRUSTED"));
    await expectUnsigned(one.id);
  });
});
