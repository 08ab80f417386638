import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SigningJob, SigningKey } from "../../shared/office/index.ts";
import { restoreTestAuthority, type TestAuthorityState } from "../../shared/signing/index.ts";
import {
  type Client,
  client,
  issuedLetter,
  KEY,
  LETTER,
  openOffices,
  openService,
  type SeenDocument,
  signedIn,
  type TestService,
} from "./service.ts";

type Who = "drafter" | "leader" | "clerk" | "administrator";
const ROLES: readonly Who[] = ["drafter", "leader", "clerk", "administrator"];
const READERS: readonly Who[] = ["drafter", "leader", "clerk"];

let service: TestService;
let people: Record<Who, Client>;
/** Of the other organisation, with every role there. */
let foreign: Client;
let stranger: Client;
/** What the first organisation has, by the names that addresses use. */
const at: Record<string, string> = {};
let revs: Record<string, number>;
let p12: Uint8Array;
let certificateChain: string[];

beforeAll(async () => {
  service = openService();
  await openOffices(service);
  const [drafter, leader, clerk, administrator, other] = await Promise.all(
    ["thuan", "nguyet", "thuha", "lam", "yen"].map((name) => signedIn(service, name)),
  );
  people = { drafter: drafter!, leader: leader!, clerk: clerk!, administrator: administrator! };
  foreign = other!;
  stranger = client(service);
  await foreign.json("/api/access/keys/own", { password: KEY });

  const me = await people.leader.json<{ actor: { personId: string; organisationId: string } }>("/api/access/me");
  at.leader = me.actor.personId;
  at.organisation = me.actor.organisationId;
  at.leaderKey = (await people.leader.json<SigningKey[]>("/api/keys/usable?role=leader"))[0]!.id;
  at.sealKey = (await people.clerk.json<SigningKey[]>("/api/keys/usable?role=seal"))[0]!.id;
  at.foreignKey = (await foreign.json<SigningKey[]>("/api/keys/usable?role=leader"))[0]!.id;
  at.connection = (await people.administrator.json<{ id: string }>("/api/keys/connections", CONNECTION)).id;
  const issued = await issuedLetter(service);
  const copy = await people.clerk.json<SeenDocument>("/api/copies", {
    source: { from: "document", id: issued.id },
    form: "sao-y",
    to: "paper",
    signatory: at.leader,
    recipients: ["Lưu: VT"],
  });
  Object.assign(at, { issued: issued.id, copy: copy.id });

  const [first, second, third] = [await submitted(), await submitted(), await submitted()];
  const job = await people.leader.json<SigningJob>("/api/signing/jobs", {
    documents: [{ id: first.id, rev: first.rev }],
    role: "leader",
    keyId: at.leaderKey,
    unlock: { password: KEY },
  });
  const chain = await people.leader.json<{ files: { fetchToken: string; returnToken: string }[] }>(
    "/api/signing/hand-outs",
    { document: { id: third.id, rev: third.rev }, role: "leader" },
  );
  Object.assign(at, {
    job: job.id,
    document: second.id,
    fetchToken: chain.files[0]!.fetchToken,
    returnToken: chain.files[0]!.returnToken,
  });
  revs = { document: second.rev, copy: copy.rev };
  const stored = await service.office.storage.records.get<TestAuthorityState>("office", "test-authority");
  const signer = restoreTestAuthority(stored!.data).issueCertificate({
    commonName: "Lê Thị Minh Nguyệt",
    kind: "person",
  });
  p12 = signer.toPkcs12("mat-khau");
  certificateChain = signer.chain.map((one) => Buffer.from(one).toString("base64"));
  const session = await people.leader.json<{ sessionId: string }>("/api/signing/sessions", prepareBody());
  at.session = session.sessionId;
}, 60_000);
afterAll(() => service.close());

let letters = 0;
async function submitted(): Promise<SeenDocument> {
  const description = { ...LETTER, subject: `kiểm tra quyền ký số, lần ${++letters}` };
  const draft = await people.drafter.json<SeenDocument>("/api/documents", { description });
  return people.drafter.json(`/api/documents/${draft.id}/submit`, { rev: draft.rev });
}

/** A blue stroke on white (PNG, 8 bits RGB). */
function picture(): Uint8Array {
  const [width, height] = [400, 160];
  const rows = Buffer.alloc((width * 3 + 1) * height, 255);
  for (let y = 0; y < height; y++) {
    rows[y * (width * 3 + 1)] = 0;
    if (y > 60 && y < 90) for (let x = 60; x < 340; x++) rows.set([20, 40, 180], y * (width * 3 + 1) + 1 + x * 3);
  }
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const parts = [chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), ...parts]);
}

const CONNECTION = {
  kind: "vnpt-smartca",
  name: "VNPT SmartCA",
  settings: { baseUrl: "https://gwsca.example", clientId: "x" },
  enabled: true,
  secrets: { clientSecret: "rat-bi-mat" },
};

const prepareBody = () => ({
  document: { id: at.document, rev: revs.document },
  role: "leader",
  certificateChain,
  algorithm: "RSA-SHA256",
});
const jobBody = (role: string, keyId: string | undefined) => ({
  documents: [{ id: at.document, rev: revs.document }],
  role,
  keyId,
  unlock: { password: "sai-mat-khau" },
});
const linkBody = (owner: unknown) => ({ owner, connectionId: at.connection, at: { userId: "034083000001" } });
const copyBody = () => ({
  source: { from: "document", id: at.issued },
  form: "sao-y",
  to: "paper",
  signatory: at.leader,
  recipients: ["Lưu: VT"],
});
const keyFile = (owner?: string) => ({
  file: new File([Uint8Array.from(p12)], "chu-ky.p12"),
  password: "mat-khau",
  owner: owner ?? "seal",
});
const scan = (): Record<string, string | File> => ({
  file: new File([Uint8Array.from(picture())], "quet.png"),
  standing: "original",
  number: "12",
  notation: "QĐ-UBND",
  issuedOn: "2026-03-02",
  issuer: "Ủy ban nhân dân tỉnh Hương Giang",
  subject: "kiện toàn tổ công tác",
  compared: "true",
});

/** One route, for whom of its own organisation it is. */
interface Route {
  /** Method and address; "{name}" is what {@link at} has. "owner" and "token" stand for several. */
  call: string;
  body?: () => unknown;
  form?: () => Record<string, string | File>;
  may: readonly Who[];
  /** What somebody of another organisation gets who may do the same there; 403 or 404 when absent. */
  foreign?: number;
}

const MINE: readonly Who[] = ["leader", "administrator"];
const SEAL: readonly Who[] = ["clerk", "administrator"];

/** Every route about keys, signing and copies; what removes comes last. */
const ROUTES: readonly Route[] = [
  { call: "GET /api/keys", may: ROLES, foreign: 200 },
  { call: "GET /api/keys/usable?role=leader", may: ["leader"], foreign: 200 },
  { call: "GET /api/keys/usable?role=seal", may: ["clerk"], foreign: 200 },
  { call: "POST /api/keys/import", form: () => keyFile(at.leader), may: MINE },
  // A person's certificate is no seal, here and there: who may is told that (409).
  { call: "POST /api/keys/import", form: () => keyFile(), may: SEAL, foreign: 409 },
  { call: "POST /api/keys/link", body: () => linkBody({ personId: at.leader }), may: MINE },
  { call: "POST /api/keys/link", body: () => linkBody("seal"), may: SEAL },
  { call: "POST /api/keys/consent", body: () => linkBody({ personId: at.leader }), may: MINE },
  { call: "POST /api/keys/consent", body: () => linkBody("seal"), may: SEAL },
  { call: "GET /api/keys/connection-kinds", may: ROLES, foreign: 200 },
  { call: "GET /api/keys/connections", may: ["leader", "clerk", "administrator"], foreign: 200 },
  { call: "POST /api/keys/connections", body: () => CONNECTION, may: ["administrator"], foreign: 201 },
  { call: "PUT /api/keys/connections/{connection}", body: () => CONNECTION, may: ["administrator"] },
  {
    call: "PUT /api/keys/images/{leader}",
    form: () => ({ file: new File([Uint8Array.from(picture())], "ky.png") }),
    may: MINE,
  },
  { call: "GET /api/keys/images/{leader}", may: MINE },
  { call: "GET /api/keys/images/seal", may: SEAL },
  { call: "PUT /api/keys/{leaderKey}/preferred", may: MINE },
  { call: "PUT /api/keys/{sealKey}/preferred", may: SEAL },
  { call: "POST /api/keys/{leaderKey}/otp", may: MINE },
  { call: "POST /api/keys/{sealKey}/otp", may: SEAL },
  { call: "POST /api/signing/jobs", body: () => jobBody("leader", at.leaderKey), may: ["leader"] },
  { call: "POST /api/signing/jobs", body: () => jobBody("seal", at.sealKey), may: ["clerk"] },
  { call: "GET /api/signing/jobs", may: READERS, foreign: 200 },
  { call: "GET /api/signing/jobs/{job}", may: ["leader"] },
  { call: "POST /api/signing/jobs/{job}/cancel", may: ["leader"] },
  { call: "POST /api/signing/sessions", body: prepareBody, may: ["leader"], foreign: 409 },
  { call: "GET /api/signing/sessions/{session}", may: READERS },
  { call: "POST /api/signing/sessions/{session}/complete", body: () => ({ signatures: ["AAAA"] }), may: ["leader"] },
  { call: "GET /api/signing/settings", may: ROLES, foreign: 200 },
  {
    call: "PUT /api/signing/settings",
    body: () => ({ level: "B-LT", authorities: [], order: "leader-first" }),
    may: ["administrator"],
    foreign: 200,
  },
  {
    call: "POST /api/signing/hand-outs",
    body: () => ({ document: { id: at.document, rev: revs.document }, role: "leader" }),
    may: ["leader"],
  },
  {
    call: "POST /api/documents/{document}/token-agent",
    body: () => ({ rev: revs.document, role: "leader" }),
    may: ["leader"],
  },
  { call: "GET /api/copies", may: READERS, foreign: 200 },
  // Too coarse a picture for a scan, which is told to whoever may.
  { call: "POST /api/copies/uploads", form: scan, may: ["clerk"], foreign: 422 },
  { call: "GET /api/copies/source?from=document&id={issued}", may: READERS },
  { call: "GET /api/copies/source/pdf?from=document&id={issued}", may: READERS },
  { call: "POST /api/copies/preview", body: copyBody, may: ["clerk"] },
  { call: "POST /api/copies", body: copyBody, may: ["clerk"] },
  { call: "GET /api/copies/register?year=2026", may: READERS, foreign: 200 },
  { call: "GET /api/copies/settings", may: ROLES, foreign: 200 },
  {
    call: "PUT /api/copies/settings",
    body: () => ({ rev: 0, signatories: [] }),
    may: ["leader", "administrator"],
    foreign: 200,
  },
  { call: "GET /api/copies/{copy}", may: READERS },
  { call: "GET /api/copies/{copy}/pdf", may: READERS },
  { call: "GET /api/copies/{copy}/deliveries", may: READERS },
  { call: "POST /api/copies/{copy}/send", body: () => ({ rev: revs.copy, to: ["x"] }), may: ["clerk"] },
  { call: "POST /api/copies/{copy}/confirm", body: () => ({ rev: revs.copy }), may: ["clerk"] },
  { call: "POST /api/copies/{copy}/cancel", body: () => ({ rev: revs.copy, reason: "in hỏng" }), may: ["clerk"] },
  { call: "POST /api/signing/sessions/{session}/cancel", body: () => ({}), may: ["leader"] },
  // Nothing of another organisation is there to be removed; the picture stays, see below.
  { call: "DELETE /api/keys/images/{leader}", may: MINE, foreign: 204 },
  { call: "DELETE /api/keys/images/seal", may: SEAL, foreign: 204 },
  { call: "DELETE /api/keys/{leaderKey}", may: MINE },
  { call: "DELETE /api/keys/{sealKey}", may: SEAL },
  { call: "POST /api/keys/connections/{connection}/check", may: ["administrator"] },
  { call: "DELETE /api/keys/connections/{connection}", may: ["administrator"] },
];

/** Routes whose right is in what the address carries. */
const BY_TOKEN = [
  "GET /api/keys/consent",
  "GET /api/signing/files/{token}",
  "POST /api/signing/files/{token}",
  "POST /api/signing/notify/{ticket}",
];

async function asked(by: Client, route: Route): Promise<{ status: number; text: string }> {
  const [method, address] = route.call.split(" ") as [string, string];
  const path = address.replace(/\{(\w+)\}/g, (_all, name: string) => at[name]!);
  const form = route.form?.();
  const answer = form === undefined ? await by.send(path, route.body?.(), method) : await by.upload(path, form, method);
  return { status: answer.status, text: await answer.text() };
}

describe("rights over keys, signing and copies", () => {
  it("are stated here for every route there is", async () => {
    const { paths } = await stranger.json<{ paths: Record<string, Record<string, unknown>> }>("/api/openapi.json");
    const there = Object.entries(paths)
      .filter(([path]) => /^\/api\/(keys|signing|copies)(\/|$)|\/token-agent$/.test(path))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    const shape = (call: string) =>
      call
        .replace(/\?.*/, "")
        .replace(/images\/[^/]+$/, "images/*")
        .replace(/\{\w+\}/g, "*")
        .replace(/\/$/, "");
    const known = new Set([...ROUTES.map(({ call }) => call), ...BY_TOKEN].map(shape));
    expect(there.length).toBeGreaterThan(40);
    expect([...new Set(there.map(shape))].filter((one) => !known.has(one))).toEqual([]);
  });

  it.each(ROUTES.map((route, index) => [`${route.call} (${index})`, route] as const))("%s", async (_name, route) => {
    expect((await asked(stranger, route)).status, "without a session").toBe(401);
    for (const who of ROLES.filter((one) => !route.may.includes(one)))
      expect([403, 404], `${who} gets 403 or 404`).toContain((await asked(people[who], route)).status);
    const other = await asked(foreign, route);
    if (route.foreign === undefined) expect([403, 404], other.text).toContain(other.status);
    else expect(other.status, other.text).toBe(route.foreign);
    for (const name of ["leader", "leaderKey", "connection", "copy", "job", "issued", "session"])
      if (
        other.status < 400 &&
        !route.call.includes(`{${name}}`) &&
        !JSON.stringify(route.body?.() ?? "").includes(at[name]!)
      )
        expect(other.text, `${name} of the first organisation`).not.toContain(at[name]!);
    for (const who of route.may) {
      const answer = await asked(people[who], route);
      expect([401, 403], `${who}: ${answer.text}`).not.toContain(answer.status);
      expect(answer.status, answer.text).not.toBe(500);
      for (const secret of ["rat-bi-mat", KEY, "mat-khau"]) expect(answer.text).not.toContain(secret);
    }
  });
});

describe("what another organisation's keys may do", () => {
  it("is nothing to documents here: not signed, not even named", async () => {
    const answer = await foreign.json<SigningJob>("/api/signing/jobs", {
      documents: [{ id: at.document, rev: revs.document }],
      role: "leader",
      keyId: at.foreignKey,
      unlock: { password: KEY },
    });
    expect(answer.documents).toEqual([
      { id: at.document, title: at.document, state: "failed", problem: expect.objectContaining({ code: "NOT_FOUND" }) },
    ]);
    const { state } = await people.leader.json<SeenDocument>(`/api/documents/${at.document}`);
    expect(state).toBe("submitted");
  });
});

describe("tokens of files that were handed out", () => {
  it("serve once, each for its own purpose, and the person must still be allowed to sign", async () => {
    expect((await stranger.get(`/api/signing/files/${at.returnToken}`)).status).toBe(410);
    const { access } = service.office;
    await access.changePerson(at.organisation!, at.leader!, { disabled: true });
    expect((await stranger.get(`/api/signing/files/${at.fetchToken}`)).status).toBe(403);
    await access.changePerson(at.organisation!, at.leader!, { disabled: false });
    expect((await stranger.get(`/api/signing/files/${at.fetchToken}`)).status).toBe(200);
    expect((await stranger.get(`/api/signing/files/${at.fetchToken}`)).status).toBe(410);
  });
});
