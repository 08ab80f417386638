import { sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../shared/access/index.ts";
import type { SigningJob, SigningKey } from "../../shared/office/index.ts";
import {
  openPkcs12,
  restoreTestAuthority,
  signPdf,
  type TestAuthority,
  type TestAuthorityState,
} from "../../shared/signing/index.ts";
import { ACCOUNT, type RemoteService, viettelMySign } from "../key-holders/remote-simulators.ts";
import {
  type Client,
  client,
  KEY,
  LETTER,
  openOffices,
  openService,
  type SeenDocument,
  signedIn,
  type TestService,
} from "./service.ts";

let service: TestService;
let drafter: Client;
let leader: Client;
let clerk: Client;
let administrator: Client;
let stranger: Client;
let authority: TestAuthority;
const LEADER = "Lê Thị Minh Nguyệt";

beforeAll(async () => {
  service = openService();
  await openOffices(service);
  [drafter, leader, clerk, administrator] = (await Promise.all(
    ["thuan", "nguyet", "thuha", "lam"].map((name) => signedIn(service, name)),
  )) as [Client, Client, Client, Client];
  stranger = client(service);
  const stored = await service.office.storage.records.get<TestAuthorityState>("office", "test-authority");
  authority = restoreTestAuthority(stored!.data);
});
afterAll(() => service.close());

let letters = 0;
async function submitted(): Promise<SeenDocument> {
  const description = { ...LETTER, subject: `ký số qua giao diện lập trình, lần ${++letters}` };
  const draft = await drafter.json<SeenDocument>("/api/documents", { description });
  return drafter.json(`/api/documents/${draft.id}/submit`, { rev: draft.rev });
}
const whoIs = async (by: Client) => (await by.json<{ actor: Actor }>("/api/access/me")).actor;
const wanted = ({ id, rev }: SeenDocument) => ({ id, rev });
const stateOf = async (id: string) => (await leader.json<SeenDocument>(`/api/documents/${id}`)).state;
async function problem(answer: Response | Promise<Response>) {
  const given = await answer;
  const { code, title, hint } = (await given.json()) as { code: string; title: string; hint?: string };
  expect([given.headers.get("content-type"), title]).toEqual([
    expect.stringContaining("problem+json"),
    expect.stringMatching(/\p{L}/u),
  ]);
  return { status: given.status, code, hint };
}

describe("keys over the API", () => {
  it("are imported, listed without anything secret, preferred and removed", async () => {
    const person = authority.issueCertificate({ commonName: LEADER, kind: "person", algorithm: "EC-P256" });
    const file = new File([Uint8Array.from(person.toPkcs12("mật khẩu"))], "chu-ky.p12");
    const { personId: me } = await whoIs(leader);
    const answer = await leader.upload("/api/keys/import", { file, password: "mật khẩu", owner: me });
    expect(answer.status).toBe(201);
    const key = (await answer.json()) as SigningKey;
    const again = leader.upload("/api/keys/import", { file, password: "mật khẩu", owner: me });
    expect(await problem(again)).toMatchObject({ status: 409, code: "ALREADY_EXISTS" });
    const wrong = leader.upload("/api/keys/import", { file, password: "sai", owner: me });
    expect(await problem(wrong)).toMatchObject({ status: 422, code: "P12_PASSWORD_WRONG" });
    await leader.send(`/api/keys/${key.id}/preferred`, undefined, "PUT");
    const [first, ...others] = await leader.json<SigningKey[]>("/api/keys/usable?role=leader");
    expect([first!.id, others.length]).toEqual([key.id, 1]);
    const listed = await (await leader.get("/api/keys")).text();
    for (const secret of ["locked", "p12", "PRIVATE", "v1."]) expect(listed).not.toContain(secret);
    expect((await leader.send(`/api/keys/${key.id}`, undefined, "DELETE")).status).toBe(204);
    expect(await problem(stranger.get("/api/keys"))).toMatchObject({ status: 401 });
  });

  it("connections belong to the administrator; their secrets come back to nobody", async () => {
    const input = {
      kind: "vnpt-smartca",
      name: "VNPT SmartCA",
      settings: { baseUrl: "https://gwsca.example", clientId: "x" },
      enabled: true,
      secrets: { clientSecret: "rất-bí-mật" },
    };
    expect(await problem(leader.send("/api/keys/connections", input))).toMatchObject({ status: 403 });
    const made = await administrator.json<{ id: string }>("/api/keys/connections", input);
    expect(await (await administrator.get("/api/keys/connections")).text()).not.toContain("bí-mật");
    const wrong = { ...input, settings: { baseUrl: "http://gwsca.example" } };
    const bad = administrator.send(`/api/keys/connections/${made.id}`, wrong, "PUT");
    expect(await problem(bad)).toMatchObject({ status: 422, code: "INVALID" });
    expect((await administrator.send(`/api/keys/connections/${made.id}`, undefined, "DELETE")).status).toBe(204);
  });
});

describe("acts of signing over the API", () => {
  it("sign many documents at once; settings say the level", async () => {
    const settings = await administrator.json<Record<string, unknown>>("/api/signing/settings");
    expect(settings).toMatchObject({ level: "B-LT", order: "leader-first", whenUnreachable: "refuse" });
    const saved = administrator.send("/api/signing/settings", { ...settings, level: "B-X" }, "PUT");
    expect(await problem(saved)).toMatchObject({ status: 422 });
    const documents = [await submitted(), await submitted()];
    const [key] = await leader.json<SigningKey[]>("/api/keys/usable?role=leader");
    const job = await leader.json<SigningJob>("/api/signing/jobs", {
      documents: documents.map(wanted),
      role: "leader",
      keyId: key!.id,
      unlock: { password: KEY },
    });
    expect(job.documents.map(({ state }) => state)).toEqual(["signed", "signed"]);
    expect(await leader.json(`/api/signing/jobs/${job.id}`)).toEqual(job);
    expect(await leader.json("/api/signing/jobs?open=true")).toEqual([]);
    expect(await problem(clerk.get(`/api/signing/jobs/${job.id}`))).toMatchObject({ status: 404 });
  });

  it("wait for the phone; the service's call makes them due and does nothing else", async () => {
    const person = authority.issueCertificate({ commonName: LEADER, kind: "person" });
    const remote: RemoteService = await viettelMySign(person);
    try {
      remote.phone.decision = "waiting";
      const { id } = await administrator.json<{ id: string }>("/api/keys/connections", {
        kind: "viettel-mysign",
        name: "MySign",
        settings: { baseUrl: remote.url, clientId: ACCOUNT.clientId },
        enabled: true,
        secrets: { clientSecret: ACCOUNT.clientSecret },
      });
      const me = await whoIs(leader);
      const key = await leader.json<SigningKey>("/api/keys/link", {
        owner: { personId: me.personId },
        connectionId: id,
        at: { userId: ACCOUNT.userId },
      });
      const document = await submitted();
      const job = await leader.json<SigningJob>("/api/signing/jobs", {
        documents: [wanted(document)],
        role: "leader",
        keyId: key.id,
      });
      expect(job.state).toBe("waiting");
      remote.phone.decision = "signed";
      const before = remote.asked.length;
      for (const ticket of ["AAAA", "..%2F..", Buffer.from("a/b/c").toString("base64url")])
        expect((await stranger.send(`/api/signing/notify/${ticket}`, {})).status).toBe(204);
      const ticket = Buffer.from([me.organisationId, me.personId, job.id].join("/")).toString("base64url");
      expect((await stranger.send(`/api/signing/notify/${ticket}`, { tranStatus: 1 })).status).toBe(204);
      expect(remote.asked.length).toBe(before);
      expect(await service.office.runSigning()).toMatchObject({ asked: 1, completed: 1 });
      expect(await stateOf(document.id)).toBe("signed");
    } finally {
      await remote.close();
    }
  });
});

describe("sessions for machines", () => {
  const chainOf = (holder: ReturnType<TestAuthority["issueCertificate"]>) =>
    holder.chain.map((one) => Buffer.from(one).toString("base64"));
  const prepare = (document: SeenDocument, holder: ReturnType<TestAuthority["issueCertificate"]>) =>
    leader.send("/api/signing/sessions", {
      document: wanted(document),
      role: "leader",
      certificateChain: chainOf(holder),
      algorithm: "RSA-SHA256",
    });
  const signed = (digests: { attributes: string }[], holder: ReturnType<TestAuthority["issueCertificate"]>) =>
    digests.map(({ attributes }) => sign("sha256", Buffer.from(attributes, "base64"), holder.key).toString("base64"));

  it("prepare and complete; a mismatch is a 409 and nothing is stored", async () => {
    const person = authority.issueCertificate({ commonName: LEADER, kind: "person" });
    const thief = authority.issueCertificate({ commonName: LEADER, kind: "person" });
    const [one, two] = [await submitted(), await submitted()];
    const made = await prepare(one, person);
    expect(made.status).toBe(201);
    const session = (await made.json()) as { sessionId: string; digests: { attributes: string }[] };
    const address = `/api/signing/sessions/${session.sessionId}/complete`;
    const other = (await (await prepare(two, person)).json()) as typeof session;
    for (const signatures of [signed(session.digests, thief), signed(other.digests, person)]) {
      expect(await problem(leader.send(address, { signatures }))).toMatchObject({
        status: 409,
        code: "SIGN_SIGNATURE_INVALID",
      });
    }
    const right = signed(session.digests, person);
    expect(await problem(leader.send(address, { signatures: right, documentId: two.id }))).toMatchObject({
      status: 409,
      code: "SIGN_SESSION_OTHER_DOCUMENT",
    });
    expect(await problem(clerk.send(address, { signatures: right }))).toMatchObject({ status: 403 });
    expect([await stateOf(one.id), await stateOf(two.id)]).toEqual(["submitted", "submitted"]);
    expect(await leader.json(address, { signatures: right, documentId: one.id })).toMatchObject({ state: "signed" });
    expect(await problem(leader.send(address, { signatures: right }))).toMatchObject({
      status: 409,
      code: "SIGN_SESSION_DONE",
    });
    await leader.send(`/api/signing/sessions/${other.sessionId}/cancel`, { note: "thôi" });
    expect(await leader.json(`/api/signing/sessions/${other.sessionId}`)).toMatchObject({ status: "cancelled" });
  });

  it("check the certificate before any digest leaves", async () => {
    const stranger = authority.issueCertificate({ commonName: "Người Khác", kind: "person" });
    expect(await problem(prepare(await submitted(), stranger))).toMatchObject({
      status: 409,
      code: "SIGN_CERT_OTHER_PERSON",
    });
  });
});

describe("a file handed out to a signing program on the person's computer", () => {
  interface Order {
    operation: string;
    message: { FileName: string; FileUploadHandler: string; DocNumber?: string };
  }
  const agent = async (document: SeenDocument, by = leader, role = "leader") =>
    by.json<Order>(`/api/documents/${document.id}/token-agent`, { rev: document.rev, role });
  const upload = (address: string, bytes: Uint8Array) =>
    stranger.upload(new URL(address).pathname, {
      uploadfile: new File([Uint8Array.from(bytes)], "a.signed.pdf", { type: "application/pdf" }),
    });

  it("is fetched once, given back once, and then the document is signed", async () => {
    const document = await submitted();
    const { operation, message } = await agent(document);
    expect(operation).toBe("SignApproved");
    const fetched = await stranger.get(new URL(message.FileName).pathname);
    expect([fetched.status, fetched.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    const pdf = new Uint8Array(await fetched.arrayBuffer());
    expect(await problem(stranger.get(new URL(message.FileName).pathname))).toMatchObject({
      status: 410,
      code: "SIGN_HAND_OUT_USED",
    });
    // Another file, and a file that only grew, are refused; the right one is still taken then.
    const person = authority.issueCertificate({ commonName: LEADER, kind: "person" });
    const other = await problem(upload(message.FileUploadHandler, new Uint8Array([...pdf, 10, 10])));
    expect(other.code).toMatch(/RETURNED_FILE/);
    expect(await stateOf(document.id)).toBe("submitted");
    const signed = await signPdf({ pdf, signer: person.signer(), role: "leader", at: new Date() });
    const taken = await upload(message.FileUploadHandler, signed.pdf);
    expect([taken.status, await taken.json()]).toEqual([200, expect.objectContaining({ Status: true })]);
    expect(await stateOf(document.id)).toBe("signed");
    expect(await problem(upload(message.FileUploadHandler, signed.pdf))).toMatchObject({ status: 410 });
    // The office's level holds for it as for every other.
    const { bytes } = await service.office.documents.pdf(await whoIs(leader), document.id);
    expect((await service.office.verify(bytes)).signatures[0]).toMatchObject({ level: "B-LT" });
  });

  it("cannot be fetched with the address for giving back, nor by a made-up one", async () => {
    const { message } = await agent(await submitted());
    expect((await stranger.get(new URL(message.FileUploadHandler).pathname)).status).toBe(410);
    expect((await upload(message.FileName, new Uint8Array([1]))).status).toBe(410);
    for (const token of ["x", "a.b", `${"A".repeat(22)}.${"B".repeat(43)}`])
      expect((await stranger.get(`/api/signing/files/${token}`)).status).toBe(410);
  });

  it("the clerk seals so too, with number and date for the program", async () => {
    const document = await submitted();
    const signed = await leader.json<SeenDocument>(`/api/documents/${document.id}/sign`, {
      rev: document.rev,
      password: KEY,
    });
    const numbered = await clerk.json<SeenDocument>(`/api/documents/${document.id}/number`, { rev: signed.rev });
    expect(
      await problem(leader.send(`/api/documents/${document.id}/token-agent`, { rev: numbered.rev, role: "seal" })),
    ).toMatchObject({ status: 403 });
    const { operation, message } = await agent(numbered, clerk, "seal");
    expect([operation, message.DocNumber]).toEqual(["SignIssued", numbered.number!.text]);
    const fetched = await stranger.get(new URL(message.FileName).pathname);
    const [sealKey] = (await service.office.keys.list((await whoIs(clerk)).organisationId)).filter(
      ({ personId }) => personId === undefined,
    );
    const signer = openPkcs12(await service.office.storage.files.get(sealKey!.p12), KEY);
    const pdf = new Uint8Array(await fetched.arrayBuffer());
    const sealed = await signPdf({ pdf, signer, role: "seal", at: new Date() });
    expect((await upload(message.FileUploadHandler, sealed.pdf)).status).toBe(200);
    expect(await stateOf(document.id)).toBe("issued");
  });

  it("hand-outs for other programs name their addresses", async () => {
    const document = await submitted();
    const made = await leader.json<{ files: { fetchUrl: string; returnUrl: string }[] }>("/api/signing/hand-outs", {
      document: wanted(document),
      role: "leader",
    });
    expect(made.files).toHaveLength(1);
    expect((await stranger.get(new URL(made.files[0]!.fetchUrl).pathname)).status).toBe(200);
  });
});

describe("the description of the API", () => {
  it("has every route of keys and signing, with what it answers", async () => {
    const { paths } = (await (await service.app.request("/api/openapi.json")).json()) as {
      paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>;
    };
    const ours = Object.entries(paths).filter(([path]) => /^\/api\/(keys|signing)|token-agent/.test(path));
    expect(ours.length).toBeGreaterThanOrEqual(25);
    for (const [path, methods] of ours)
      for (const route of Object.values(methods))
        expect([path, route.summary]).toEqual([path, expect.stringMatching(/\p{L}/u)]);
  });
});
