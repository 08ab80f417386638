import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DocumentRecord, Office, Revised, SigningSettings } from "../../shared/office/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import { openLedger } from "../../shared/records/index.ts";
import {
  authorityFetch,
  createTestAuthority,
  type Fetch,
  restoreTestAuthority,
  type TestAuthorityState,
} from "../../shared/signing/index.ts";
import type { Storage } from "../../shared/storage/index.ts";
import { pdfsig } from "../signing/outside.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD, SECRETS } from "./office-fixture.ts";
import { KEY_DOORS } from "./seal-doors.ts";

let fixture: OfficeFixture;
let office: Office;
let storage: Storage;
const BEFORE: SigningSettings = { level: "B-LT", authorities: [], order: "leader-first" };
const outside = createTestAuthority({ url: "http://ca.example" });
let network: Fetch = authorityFetch(outside);

beforeAll(async () => {
  fixture = await openFixture();
  ({ storage } = fixture);
  office = officeAt();
});
afterEach(async () => {
  network = authorityFetch(outside);
  await office.keys.changeSettings(fixture.administrator, BEFORE);
});
afterAll(() => fixture.close());

function officeAt(clock?: () => Date): Office {
  return openOffice({
    storage,
    secrets: SECRETS,
    fetch: (url, init) => network(url, init),
    trust: { trust: [{ certificate: outside.root, scope: "NEAC", source: "kiểm thử" }], crls: outside.crls },
    ...(clock === undefined ? {} : { clock }),
  });
}

const set = (changes: Partial<SigningSettings>) =>
  office.keys.changeSettings(fixture.administrator, { ...BEFORE, ...changes });

let letters = 0;
async function submitted(over = office) {
  const subject = `mức chữ ký của văn bản, lần ${++letters}`;
  const draft = await over.documents.draft(fixture.drafter, letter({ subject }));
  return over.documents.submit(fixture.drafter, draft.id, draft.rev);
}
async function issued(over = office): Promise<Revised<DocumentRecord>> {
  const document = await submitted(over);
  const signed = await over.documents.sign(fixture.leader, document.id, document.rev, PASSWORD);
  const numbered = await over.documents.number(fixture.clerk, signed.id, signed.rev);
  return over.documents.seal(fixture.clerk, numbered.id, numbered.rev, PASSWORD);
}
async function levelsOf(id: string, over = office) {
  const { bytes } = await over.documents.pdf(fixture.clerk, id);
  const verdict = await over.verify(bytes);
  const signatures = verdict.signatures.filter(({ kind }) => kind === "signature");
  return {
    bytes,
    verdict: verdict.verdict,
    levels: signatures.map(({ role, level }) => `${role} ${level}`),
    all: verdict,
  };
}

describe("the level of an office's signatures", () => {
  it("is B-LT unless something else is set: the test authority's own services, asked without a network", async () => {
    network = async () => {
      throw new Error("no network");
    };
    const document = await issued();
    const { bytes, verdict, levels } = await levelsOf(document.id);
    expect([verdict, levels]).toEqual(["TOTAL_PASSED", ["leader B-LT", "seal B-LT"]]);
    for (const [, words] of pdfsig(bytes)) expect(words).toContain("Signature is Valid");
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-level-"));
    writeFileSync(path.join(folder, "a.pdf"), bytes);
    expect(execFileSync("qpdf", ["--check", path.join(folder, "a.pdf")], { encoding: "utf8" })).toContain("No syntax");
    rmSync(folder, { recursive: true });
  });

  it.each(["B-B", "B-T", "B-LTA"] as const)("%s when it is set", async (level) => {
    await set({ level });
    const { verdict, levels, all } = await levelsOf((await issued()).id);
    expect([verdict, levels]).toEqual(["TOTAL_PASSED", [`leader ${level}`, `seal ${level}`]]);
    expect(all.signatures.filter(({ kind }) => kind === "document-timestamp")).toHaveLength(level === "B-LTA" ? 1 : 0);
  });

  it("an authority that is down: a clear error, nothing stored; up again, the same document is signed", async () => {
    await set({ authorities: [{ url: "http://ca.example/tsa" }] });
    network = async () => {
      throw new Error("ECONNREFUSED");
    };
    const document = await submitted();
    const files = async () => (await office.documents.get(fixture.leader, document.id)).files;
    const before = await files();
    await expect(office.documents.sign(fixture.leader, document.id, document.rev, PASSWORD)).rejects.toMatchObject({
      code: "TSA_UNREACHABLE",
      hint: expect.stringContaining("dấu thời gian"),
    });
    const job = await office.keys.sign(fixture.leader, [document], "leader", `person.${fixture.leader.personId}`, {
      password: PASSWORD,
    });
    expect(job.documents[0]).toMatchObject({ state: "failed", problem: { code: "TSA_UNREACHABLE" } });
    expect(await files()).toEqual(before);
    network = authorityFetch(outside);
    expect((await office.documents.sign(fixture.leader, document.id, document.rev, PASSWORD)).state).toBe("signed");
  });

  it("the next authority is asked when one is down", async () => {
    await set({ level: "B-T", authorities: [{ url: "http://down.example/tsa" }, { url: "http://ca.example/tsa" }] });
    network = async (url, init) => {
      if (url.includes("down")) throw new Error("ECONNREFUSED");
      return authorityFetch(outside)(url, init);
    };
    const { levels } = await levelsOf((await issued()).id);
    expect(levels).toEqual(["leader B-T", "seal B-T"]);
  });

  it("a lower level where the settings allow it; the worker brings the file to its level, and old bytes stay", async () => {
    await set({ authorities: [{ url: "http://ca.example/tsa" }], whenUnreachable: "lower-level" });
    network = async () => {
      throw new Error("ECONNREFUSED");
    };
    const document = await issued();
    const before = await levelsOf(document.id);
    expect(before.levels).toEqual(["leader B-B", "seal B-B"]);
    const failed = await office.runSigning();
    expect([failed.renewed, failed.problems.length]).toEqual([0, 1]);
    const told = (await office.notices.list(fixture.administrator)).filter(({ kind }) => kind === "signing-care");
    expect(told.map(({ subject }) => subject)).toEqual([document.id]);

    network = authorityFetch(outside);
    const later = new Date(Date.now() + 2 * 3_600_000);
    expect(await office.runSigning(later)).toMatchObject({ renewed: 1, problems: [] });
    const after = await levelsOf(document.id);
    expect([after.verdict, after.levels]).toEqual(["TOTAL_PASSED", ["leader B-LT", "seal B-LT"]]);
    expect(Buffer.compare(after.bytes.subarray(0, before.bytes.length), before.bytes)).toBe(0);
    expect((await office.documents.get(fixture.clerk, document.id)).history.at(-1)).toMatchObject({ action: "renew" });
    expect(await office.notices.list(fixture.administrator)).toEqual([]);
    expect(await office.runSigning(later)).toMatchObject({ renewed: 0, problems: [] });
  });

  it("a real certificate is never stamped by the test authority", async () => {
    const person = outside.issueCertificate({ commonName: fixture.leader.name, kind: "person" });
    const key = await office.keys.importPkcs12(
      fixture.leader,
      { personId: fixture.leader.personId },
      person.toPkcs12("x"),
      "x",
    );
    const document = await submitted();
    const job = await office.keys.sign(fixture.leader, [document], "leader", key.id, { password: "x" });
    expect(job.documents[0]).toMatchObject({ state: "failed", problem: { code: "TSA_NOT_CONFIGURED" } });
    expect((await office.documents.get(fixture.leader, document.id)).state).toBe("submitted");
    await office.keys.removeKey(fixture.leader, key.id);
  });
});

describe("document timestamps", () => {
  it("are renewed before the certificate behind them ends, and not before it is time", async () => {
    await set({ level: "B-LTA" });
    const document = await issued();
    const years = (count: number) => new Date(Date.now() + count * 365.25 * 86_400_000);
    expect(await officeAt(() => years(5)).runSigning(years(5))).toMatchObject({ renewed: 0 });
    // The test authority's services are certified for ten years from a day ago.
    const at = () => years(9.9);
    const late = officeAt(at);
    // By then the certificates of the signers have run out: the timestamps prove that they had not.
    const run = await late.runSigning(at());
    expect(run.problems).toEqual([]);
    // Others of this office are due by then too.
    expect(run.renewed).toBeGreaterThan(0);
    const { bytes } = await late.documents.pdf(fixture.clerk, document.id);
    const stamps = (await late.verify(bytes)).signatures.filter(({ kind }) => kind === "document-timestamp");
    expect(stamps).toHaveLength(2);
  });
});

describe("electronic copies", () => {
  it("have their document timestamp renewed as documents have", async () => {
    await set({ level: "B-LTA" });
    const document = await issued();
    const { signatories } = await office.copies.settings(fixture.clerk);
    const copy = await office.copies.make(
      fixture.clerk,
      {
        source: { from: "document", id: document.id },
        form: "trich-sao",
        to: "electronic",
        signatory: signatories[0]!.id,
        recipients: ["Lưu: VT"],
      },
      { password: PASSWORD },
    );
    const stampsIn = async (over: Office) => {
      const { bytes } = await over.copies.pdf(fixture.clerk, copy.id);
      const { signatures } = await over.verify(bytes);
      return { bytes, stamps: signatures.filter(({ kind }) => kind === "document-timestamp").length };
    };
    const first = await stampsIn(office);
    const at = () => new Date(Date.now() + 9.9 * 365.25 * 86_400_000);
    const late = officeAt(at);
    const run = await late.runSigning(at());
    expect(run.problems).toEqual([]);
    const second = await stampsIn(late);
    expect([first.stamps, second.stamps]).toEqual([1, 2]);
    // What was signed stays as it was.
    expect(Buffer.compare(second.bytes.subarray(0, first.bytes.length), first.bytes)).toBe(0);
    const { history } = await late.copies.get(fixture.clerk, copy.id);
    expect(history.at(-1)).toMatchObject({ action: "renew", note: "B-LTA" });
    expect((await late.runSigning(at())).renewed).toBe(0);
  });
});

describe("the services of the test authority", () => {
  it("are made once for an installation from before they existed, and kept", async () => {
    const stored = (await storage.records.get<TestAuthorityState>("office", "test-authority"))!;
    const { services: _services, ...old } = stored.data;
    await storage.records.commit([{ op: "update", pk: stored.pk, sk: stored.sk, rev: stored.rev, data: old }]);
    const [one, two] = [officeAt(), officeAt()];
    await Promise.all([one.keys.trust(), two.keys.trust()]);
    const now = (await storage.records.get<TestAuthorityState>("office", "test-authority"))!;
    expect(now.data.services).toBeDefined();
    expect(now.data.root).toBe(stored.data.root);
    const document = await issued(two);
    const stamp = restoreTestAuthority(now.data).timestampCertificate;
    const { bytes } = await two.documents.pdf(fixture.clerk, document.id);
    expect(Buffer.from(bytes).includes(Buffer.from(stamp))).toBe(true);
    expect((await levelsOf(document.id, officeAt())).verdict).toBe("TOTAL_PASSED");
    office = officeAt();
  });
});

describe("the number first", () => {
  it("number and date stand in the file that the leader signs; then the seal", async () => {
    await set({ order: "number-first" });
    const document = await submitted();
    await expect(office.documents.sign(fixture.leader, document.id, document.rev, PASSWORD)).rejects.toMatchObject({
      code: "SIGN_NUMBER_FIRST",
    });
    const numbered = await office.documents.number(fixture.clerk, document.id, document.rev);
    expect([numbered.state, numbered.number?.text, numbered.files.signed]).toEqual([
      "submitted",
      expect.any(String),
      undefined,
    ]);
    await expect(office.documents.number(fixture.clerk, numbered.id, numbered.rev)).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
    const signed = await office.documents.sign(fixture.leader, numbered.id, numbered.rev, PASSWORD);
    expect(signed.state).toBe("numbered");
    // What the leader signed had the number already: nothing was filled in behind the signature.
    const leader = await storage.files.get(signed.files.signed!);
    const verdict = await office.verify(leader);
    expect(verdict.signatures.map(({ changesAfter, coverage }) => [changesAfter, coverage]).at(0)?.[0]).not.toBe(
      "form",
    );
    const sealed = await office.documents.seal(fixture.clerk, signed.id, signed.rev, PASSWORD);
    const { verdict: word, levels } = await levelsOf(sealed.id);
    expect([word, levels]).toEqual(["TOTAL_PASSED", ["leader B-LT", "seal B-LT"]]);
    expect(sealed.history.map(({ action }) => action)).toEqual([
      "draft",
      "submit",
      "number",
      "approve",
      "sign",
      "seal",
      "issue",
    ]);
  });

  it("a document that is returned keeps its number; and its date", async () => {
    await set({ order: "number-first" });
    const document = await submitted();
    const numbered = await office.documents.number(fixture.clerk, document.id, document.rev);
    const returned = await office.documents.return(fixture.leader, numbered.id, numbered.rev, "Sửa thời hạn");
    expect([returned.number, returned.files]).toEqual([numbered.number, {}]);
    const edited = await office.documents.edit(
      fixture.drafter,
      returned.id,
      returned.rev,
      letter({ subject: "sửa lại" }),
    );
    const again = await office.documents.submit(fixture.drafter, edited.id, edited.rev);
    const renumbered = await office.documents.number(fixture.clerk, again.id, again.rev);
    expect(renumbered.number).toEqual(numbered.number);
    // The order may be set anew meanwhile: a document ends as it began.
    await set({ order: "leader-first" });
    const signed = await office.documents.sign(fixture.leader, renumbered.id, renumbered.rev, PASSWORD);
    const sealed = await office.documents.seal(fixture.clerk, signed.id, signed.rev, PASSWORD);
    expect(sealed.state).toBe("issued");
  });

  it("a number of the Party goes with the kind of document: of another kind it takes a new one, and the old is voided", async () => {
    await set({ order: "number-first" });
    const party = (kind: "BC" | "TB") =>
      letter({ ruleSet: "hd36", kind, notation: `${kind}/TU`, subject: "tình hình chuyển đổi số" });
    const draft = await office.documents.draft(fixture.drafter, party("BC"));
    const sent = await office.documents.submit(fixture.drafter, draft.id, draft.rev);
    const first = await office.documents.number(fixture.clerk, sent.id, sent.rev);
    const back = await office.documents.return(fixture.leader, first.id, first.rev, "Đổi loại văn bản");
    const changed = await office.documents.edit(fixture.drafter, back.id, back.rev, party("TB"));
    const resubmitted = await office.documents.submit(fixture.drafter, changed.id, changed.rev);
    const second = await office.documents.number(fixture.clerk, resubmitted.id, resubmitted.rev);
    expect(second.number!.series).not.toBe(first.number!.series);
    const ledger = openLedger(storage.records);
    const entries = await ledger.entries(first.number!.series);
    expect(entries).toMatchObject([
      { number: first.number!.value, state: "voided", reason: expect.stringContaining("loại khác") },
    ]);
    expect((await ledger.check(first.number!.series)).sound).toBe(true);
  });
});

describe("the seal goes only onto what the authorised person has signed (NĐ 30/2020/NĐ-CP Điều 32)", () => {
  it.each(Object.entries(KEY_DOORS))("through the door %s", async (_name, door) => {
    for (const order of ["leader-first", "number-first"] as const) {
      await set({ order });
      let document = await submitted();
      if (order === "number-first") document = await office.documents.number(fixture.clerk, document.id, document.rev);
      expect(await door(office, fixture, document)).toMatch(/STATE_FORBIDDEN|SEAL_BEFORE_LEADER/);
      const after = await office.documents.get(fixture.clerk, document.id);
      expect([after.state, after.files.issued, after.rev]).toEqual(["submitted", undefined, document.rev]);
    }
  });

  it("nor onto a record that somebody altered: the file itself is asked", async () => {
    const document = await submitted();
    const numbered = await (async () => {
      await set({ order: "number-first" });
      return office.documents.number(fixture.clerk, document.id, document.rev);
    })();
    const pk = `org/${fixture.sender.id}/documents`;
    const item = (await storage.records.get<DocumentRecord>(pk, document.id))!;
    const signatory = { personId: fixture.leader.personId, name: fixture.leader.name };
    const forged = {
      ...item.data,
      state: "numbered",
      signatory,
      files: { ...item.data.files, signed: numbered.files.numbered },
    };
    await storage.records.commit([{ op: "update", pk, sk: document.id, rev: item.rev, data: forged }]);
    for (const door of [KEY_DOORS["documents.seal"]!, KEY_DOORS["keys.sign"]!])
      expect(await door(office, fixture, { ...numbered, rev: item.rev + 1 })).toBe("SEAL_BEFORE_LEADER");
  });
});
