import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { baseApp } from "../../functions/api/base-app.ts";
import type { SigningJob } from "../../shared/office/index.ts";
import { restoreTestAuthority, type TestAuthorityState } from "../../shared/signing/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD } from "./office-fixture.ts";

let fixture: OfficeFixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const REMOTE = {
  kind: "csc" as const,
  name: "Ký số từ xa",
  settings: { baseUrl: "https://ky-so.example/csc/v2", clientId: "vanthu", access: "client" },
  enabled: true,
};

describe("secrets of a connection", () => {
  it("go to the address they were entered for: another address wants them anew", async () => {
    const { office, administrator } = fixture;
    const { id } = await office.keys.saveConnection(administrator, { ...REMOTE, secrets: { clientSecret: "bi-mat" } });
    for (const settings of [
      { ...REMOTE.settings, baseUrl: "https://ke-gian.example/csc/v2" },
      { ...REMOTE.settings, oauthUrl: "https://ke-gian.example" },
    ]) {
      await expect(office.keys.saveConnection(administrator, { ...REMOTE, settings, id })).rejects.toMatchObject({
        code: "INVALID",
        where: "secrets.clientSecret",
      });
    }
    const kept = (await office.keys.connections(administrator)).find((one) => one.id === id);
    expect(kept!.settings).toEqual(REMOTE.settings);
    // Another path of the same service, and another address with the secret entered anew, are nobody's harm.
    const path = { ...REMOTE.settings, baseUrl: "https://ky-so.example/csc/v2.1" };
    await office.keys.saveConnection(administrator, { ...REMOTE, settings: path, id });
    const moved = { ...REMOTE.settings, baseUrl: "https://moi.example/csc/v2" };
    const secrets = { clientSecret: "bi-mat" };
    expect(await office.keys.saveConnection(administrator, { ...REMOTE, settings: moved, secrets, id })).toMatchObject({
      settings: moved,
      secrets: ["clientSecret"],
    });
  });

  it("and tokens of its keys neither: a connection that keys use does not move to another machine", async () => {
    const { office, administrator, leader, storage, sender } = fixture;
    const { id } = await office.keys.saveConnection(administrator, { ...REMOTE, secrets: { clientSecret: "bi-mat" } });
    const pk = `org/${sender.id}/keys`;
    const [own] = (await storage.records.query<{ id: string; personId?: string }>(pk)).items.filter(
      ({ data }) => data.personId === leader.personId,
    );
    const { pk: _pk, sk: _sk, rev: _rev } = own!;
    await storage.records.commit([
      { op: "insert", pk, sk: "khoa-csc", data: { ...own!.data, id: "khoa-csc", kind: "csc", connection: { id } } },
    ]);
    const settings = { ...REMOTE.settings, baseUrl: "https://ke-gian.example/csc/v2" };
    const secrets = { clientSecret: "moi" };
    await expect(office.keys.saveConnection(administrator, { ...REMOTE, settings, secrets, id })).rejects.toMatchObject(
      { code: "INVALID", where: "settings.baseUrl" },
    );
  });

  it("a service names no OAuth2 address without HTTPS, or that is none", async () => {
    const { office, administrator, leader } = fixture;
    for (const oauth2 of ["javascript:alert(1)//", "http://ke-gian.example", "không phải địa chỉ"]) {
      const server = createServer((_request, answer) => {
        answer.setHeader("content-type", "application/json").end(JSON.stringify({ oauth2 }));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        const settings = { baseUrl, clientId: "x", access: "consent", redirectUri: "https://vanthu.example/dong-y" };
        const { id } = await office.keys.saveConnection(administrator, { ...REMOTE, settings });
        const asked = office.keys.consent(leader, { personId: leader.personId }, id, {});
        await expect(asked).rejects.toMatchObject({ code: "KEY_HOLDER_ANSWER" });
      } finally {
        server.close();
      }
    }
  });
});

describe("a seal's certificate", () => {
  it("serves the organisation that brought it, not another that takes its name", async () => {
    const { office, administrator, storage, sender, receiver } = fixture;
    const authority = restoreTestAuthority(
      (await storage.records.get<TestAuthorityState>("office", "test-authority"))!.data,
    );
    const file = authority.issueCertificate({ commonName: sender.name, kind: "organisation" }).toPkcs12("mat-khau");
    await office.keys.importPkcs12(administrator, "seal", file, "mat-khau");
    await office.access.changeOrganisation(receiver.id, { name: sender.name });
    const thief = { ...administrator, personId: "ke-mao-danh", organisationId: receiver.id };
    await expect(office.keys.importPkcs12(thief, "seal", file, "mat-khau")).rejects.toMatchObject({
      code: "SIGN_CERT_OTHER_PERSON",
    });
    expect(await office.keys.keys(thief)).toEqual([]);
    await office.access.changeOrganisation(receiver.id, { name: receiver.name });
  });
});

describe("a key whose connection is gone", () => {
  it("does not take the others from the list", async () => {
    const { office, leader, storage, sender } = fixture;
    const pk = `org/${sender.id}/keys`;
    const own = (await storage.records.query<{ personId?: string }>(pk)).items.find(
      ({ data }) => data.personId === leader.personId,
    )!;
    const data = { ...own.data, id: "khoa-mo-coi", kind: "csc", connection: { id: "khong-con" } };
    await storage.records.commit([{ op: "insert", pk, sk: "khoa-mo-coi", data }]);
    expect((await office.keys.keys(leader)).map(({ id }) => id)).toContain("khoa-mo-coi");
    expect((await office.keys.usable(leader, "leader")).map(({ id }) => id)).toContain(own.sk);
  });
});

interface StoredJob {
  state: SigningJob["state"];
  beatAt: string;
  documents: { state: string }[];
}

describe("giving up an act of signing that another process works on, or worked on", () => {
  /** A job as the store has it while a process signs, or after that process died. */
  const underWay = async (beatAt: Date) => {
    const { office, drafter, leader, storage, sender } = fixture;
    const draft = await office.documents.draft(drafter, letter({ subject: `bỏ lần ký ${beatAt.getTime()}` }));
    const { id, rev } = await office.documents.submit(drafter, draft.id, draft.rev);
    const key = (await office.keys.usable(leader, "leader")).find(({ kind }) => kind === "pkcs12");
    const job = await office.keys.sign(leader, [{ id, rev }], "leader", key!.id, { password: PASSWORD });
    expect(job.documents[0]!.state).toBe("signed");
    const pk = `org/${sender.id}/signing-jobs/${leader.personId}`;
    const item = (await storage.records.get<StoredJob>(pk, job.id))!;
    const data = {
      ...item.data,
      state: "running",
      beatAt: beatAt.toISOString(),
      documents: [{ ...item.data.documents[0]!, state: "queued" }],
    };
    const open = {
      op: "insert" as const,
      pk: "signing-open",
      sk: `${sender.id}/${leader.personId}/${job.id}`,
      data: {},
    };
    const claim = (item.data as unknown as { claim: string }).claim;
    await storage.records.commit([
      { op: "update", pk, sk: job.id, rev: item.rev, data },
      open,
      { op: "insert", pk: `org/${sender.id}/signing-claims`, sk: claim, data: { id: job.id } },
    ]);
    return job.id;
  };

  it("does not say of a signed document that it was not signed: the process had died after its commit", async () => {
    const id = await underWay(new Date(Date.now() - 10 * 60_000));
    const job = await fixture.office.keys.cancelJob(fixture.leader, id);
    expect(job).toMatchObject({ state: "finished", documents: [{ state: "signed" }] });
  });

  it("leaves it to the process that is at work, which stops before its next documents", async () => {
    const id = await underWay(new Date());
    const job = await fixture.office.keys.cancelJob(fixture.leader, id);
    expect(job).toMatchObject({ state: "running", documents: [{ state: "running" }] });
  });
});

describe("a session that has its signatures but no timestamp yet", () => {
  it("shows how it stands, not the signatures: they are no other reader's", async () => {
    const { office, drafter, storage, sender } = fixture;
    const pk = `org/${sender.id}/signing-sessions`;
    const data = { id: "phien-cho", organisationId: sender.id, status: "open", signatures: ["Y2h1LWt5"] };
    await storage.records.commit([{ op: "insert", pk, sk: "phien-cho", data }]);
    const seen = await office.signing.session(drafter, "phien-cho");
    expect([seen.status, JSON.stringify(seen).includes("Y2h1LWt5")]).toEqual(["open", false]);
  });
});

describe("a log line", () => {
  it("carries no token of a file that was handed out", async () => {
    const lines: string[] = [];
    const spy = vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
    const app = baseApp({});
    app.post("/api/signing/files/:token", () => {
      throw new Error("đĩa đầy");
    });
    const answer = await app.request("/api/signing/files/abc.bi-mat", { method: "POST" });
    spy.mockRestore();
    expect(answer.status).toBe(500);
    expect(JSON.parse(lines[0] ?? "").fault).toBe("POST /api/signing/files/:token");
    expect(lines.join("\n")).not.toContain("bi-mat");
  });
});
