import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Client,
  issuedLetter,
  KEY,
  LETTER,
  openOffices,
  openService,
  PASSWORD,
  type SeenDocument,
  signedIn,
  type TestService,
} from "../api/service.ts";

let service: TestService;
/** thuan drafts, nguyet signs, thuha is the clerk, lam administers; the others read. */
const people: Record<string, Client> = {};
const ids: Record<string, string> = {};
let hall: string;
let issued: SeenDocument;
const SUBJECT = LETTER.subject;

beforeAll(async () => {
  service = openService();
  await openOffices(service);
  const lam = await signedIn(service, "lam");
  people.lam = lam;
  hall = (await lam.json<{ id: string }>("/api/access/units", { name: "Văn phòng", symbol: "VP" })).id;
  const desk = await lam.json<{ id: string }>("/api/access/units", {
    name: "Tổ giúp việc",
    symbol: "TGV",
    parentId: hall,
  });
  for (const [userName, name, role] of [
    ["maian", "Mai Thị An", "drafter"],
    ["cuong", "Hồ Mạnh Cường", "drafter"],
    ["dung", "Tạ Việt Dũng", "leader"],
    ["giang", "Vi Hương Giang", "auditor"],
    ["khanh", "Lò Văn Khánh", "archivist"],
  ] as const)
    await lam.json("/api/access/people", { name, position: "Cán bộ", userName, password: PASSWORD, roles: [role] });
  for (const one of await lam.json<{ id: string; userName: string }[]>("/api/access/people"))
    ids[one.userName] = one.id;
  await lam.json(
    `/api/access/people/${ids.cuong}/posts`,
    { posts: [{ title: "Chuyên viên", roles: ["drafter"], unitId: desk.id }] },
    "PUT",
  );
  for (const userName of ["thuan", "nguyet", "thuha", "maian", "cuong", "dung", "giang", "khanh"])
    people[userName] = await signedIn(service, userName);
  issued = await issuedLetter(service);
  await people.thuha!.json("/api/copies", {
    source: { from: "document", id: issued.id },
    form: "sao-y",
    to: "paper",
    signatory: ids.nguyet,
    recipients: ["Lưu: VT"],
  });
}, 120_000);
afterAll(() => service.close());

const restrict = async (by: Client, rights: { level: string; people?: string[]; units?: string[] }) => {
  const { rev } = await people.thuha!.json<SeenDocument>(`/api/documents/${issued.id}`);
  return by.send(`/api/rights/${issued.id}`, { rev, ...rights }, "PUT");
};
/** Addresses that show a document, its files, or that it is there. */
const DOORS = () => [
  `/api/documents/${issued.id}`,
  `/api/documents/${issued.id}/pdf`,
  `/api/documents/${issued.id}/docx`,
  `/api/documents/${issued.id}/warnings`,
  `/api/documents/${issued.id}/deliveries`,
  `/api/rights/${issued.id}`,
  `/api/standing/${issued.id}`,
  `/van-ban/${issued.id}`,
  `/van-ban/${issued.id}/pdf`,
  `/api/copies/source?from=document&id=${issued.id}`,
];
const reads = async (who: string) => (await people[who]!.get(`/api/documents/${issued.id}`)).status === 200;

describe("rights of one document (NĐ30 Phụ lục VI, Phần I, III.3.b)", () => {
  it("a restricted one is read by those named, who drafts, signs, keeps and audits it, and by nobody else", async () => {
    for (const who of ["thuan", "nguyet", "thuha", "maian", "cuong", "dung", "giang", "khanh"])
      expect(await reads(who), who).toBe(true);
    expect((await restrict(people.thuan!, { level: "restricted", people: [ids.maian!] })).status).toBe(200);
    for (const who of ["thuan", "nguyet", "thuha", "maian", "giang"]) expect(await reads(who), who).toBe(true);
    for (const who of ["cuong", "dung", "khanh"]) expect(await reads(who), who).toBe(false);
  });

  it("every door is shut to the others: pages, files, lists, search, copies, standing", async () => {
    for (const who of ["cuong", "dung", "khanh"]) {
      for (const door of DOORS())
        expect((await people[who]!.get(door)).status, `${who}: ${door}`).toBeGreaterThanOrEqual(403);
      for (const list of ["/api/documents", "/van-ban", "/api/copies", "/tong-quan", "/sao-van-ban", "/trinh-ky"]) {
        const answer = await people[who]!.get(list);
        const text = await answer.text();
        // A leader's own warning about the change names the document by its id.
        if (list !== "/tong-quan" || who !== "dung") expect(text, `${who}: ${list}`).not.toContain(issued.id);
        expect(text, `${who}: ${list}`).not.toContain(SUBJECT);
      }
    }
    const { length } = await people.maian!.json<unknown[]>("/api/documents");
    expect(length).toBe((await people.cuong!.json<unknown[]>("/api/documents")).length + 1);
  });

  it("its line in the registers shows number and date but not the subject, and no search finds it", async () => {
    const year = new Date().getFullYear();
    const line = async (who: string, search = "") => {
      const address = `/api/registers/outgoing?year=${year}${search && `&search=${encodeURIComponent(search)}`}`;
      const found = await people[who]!.json<{ notation: string; subject: string }[] | { lines: never[] }>(address);
      return (Array.isArray(found) ? found : found.lines) as { notation: string; subject: string; issuedOn: string }[];
    };
    const [open] = await line("maian");
    const [masked] = await line("cuong");
    expect(open!.subject).toContain(SUBJECT);
    expect(masked!.notation).toBe(open!.notation);
    expect(masked!.issuedOn).toBe(open!.issuedOn);
    expect(JSON.stringify(masked)).not.toContain(SUBJECT);
    expect(await line("maian", "chuyen doi so")).toHaveLength(1);
    expect(await line("cuong", "chuyen doi so")).toHaveLength(0);
    for (const page of ["/so-van-ban-di", `/so-van-ban-di?nam=${year}&tim=chuyen`])
      expect(await (await people.cuong!.get(page)).text()).not.toContain(SUBJECT);
    const copies = await (await people.cuong!.get(`/api/copies/register?year=${year}`)).text();
    expect(copies).not.toContain("UBND-KGVX");
  });

  it("units let in whoever holds a post in them or under them", async () => {
    await restrict(people.thuan!, { level: "restricted", units: [hall] });
    expect(await reads("cuong")).toBe(true);
    expect(await reads("maian")).toBe(false);
    expect((await restrict(people.thuan!, { level: "restricted", units: ["không-có"] })).status).toBe(422);
    expect((await restrict(people.thuan!, { level: "restricted", people: ["không-có"] })).status).toBe(422);
  });

  it("may not be set by whoever does not work on it", async () => {
    expect((await restrict(people.maian!, { level: "office" })).status).toBe(404);
    expect((await restrict(people.cuong!, { level: "office" })).status).toBe(403);
    expect((await restrict(people.giang!, { level: "office" })).status).toBe(403);
  });

  it("every reading of a restricted document is in the trail, whoever reads", async () => {
    const seen = async () => {
      const { entries } = await service.office.access.auditTrail(
        (await people.lam!.json<{ organisation: { id: string } }>("/api/access/me")).organisation.id,
        { reverse: true, limit: 5 },
      );
      return entries.filter(({ action }) => action === "document.view").map(({ actor }) => actor.personId);
    };
    for (const who of ["giang", "thuha"]) {
      await people[who]!.get(`/api/documents/${issued.id}/pdf`);
      expect((await seen())[0], who).toBe(ids[who]);
    }
    const before = await seen();
    await people.dung!.get(`/api/documents/${issued.id}`);
    expect(await seen(), "who may not read leaves no reading").toEqual(before);
  });

  it("one request of a person is one reading, however many desks its page asks", async () => {
    const { organisation } = await people.lam!.json<{ organisation: { id: string } }>("/api/access/me");
    const views = async () => {
      const { entries } = await service.office.access.auditTrail(organisation.id);
      return entries.filter(({ action, subject }) => action === "document.view" && subject === issued.id).length;
    };
    const before = await views();
    expect((await people.giang!.get(`/van-ban/${issued.id}`)).status).toBe(200);
    expect(await views()).toBe(before + 1);
    await people.giang!.get(`/van-ban/${issued.id}`);
    expect(await views(), "another page load is another reading").toBe(before + 2);
    const counts = `/api/documents/delivery-counts?id=${issued.id}`;
    expect(await (await people.thuha!.get(counts)).text()).toContain(issued.id);
    expect(await (await people.dung!.get(counts)).text()).not.toContain(issued.id);
    expect(await views(), "figures in a list of many are no reading").toBe(before + 2);
  });
});

describe("a change of rights (III.3.c)", () => {
  const notices = async (who: string) =>
    (await people[who]!.json<{ kind: string; text: string }[]>("/api/notices")).filter(({ kind }) =>
      kind.startsWith("rights-"),
    );

  it("is told to those concerned and warns leaders, without saying what the document is about", async () => {
    expect((await notices("nguyet")).map(({ kind }) => kind)).toContain("rights-changed");
    const warned = (await notices("dung")).filter(({ kind }) => kind === "rights-waiting");
    expect(warned).toHaveLength(1);
    expect(JSON.stringify(warned)).not.toContain(SUBJECT);
    const [waiting] =
      await people.dung!.json<{ documentId: string; subject?: string; change: { before: unknown } }[]>("/api/rights");
    expect(waiting).toMatchObject({ documentId: issued.id, change: { before: { level: "office" } } });
    expect(waiting!.subject).toBeUndefined();
    const page = await (await people.dung!.get("/quyen-xem")).text();
    expect(page).toContain("UBND-KGVX");
    expect(page).not.toContain(SUBJECT);
  });

  it("stands until a leader confirms it; others may not; a leader may put it back", async () => {
    const rev = async () => (await people.thuha!.json<SeenDocument>(`/api/documents/${issued.id}`)).rev;
    const decide = async (who: string, decision: string) =>
      (await people[who]!.send(`/api/rights/${issued.id}/confirm`, { rev: await rev(), decision })).status;
    for (const who of ["thuan", "thuha", "giang", "lam"]) expect(await decide(who, "confirm"), who).toBe(403);
    expect(await decide("dung", "confirm")).toBe(204);
    expect(await people.dung!.json("/api/rights")).toEqual([]);
    expect((await notices("dung")).filter(({ kind }) => kind === "rights-waiting")).toEqual([]);
    expect(await decide("dung", "confirm")).toBe(409);
    expect(await reads("cuong")).toBe(true);

    await restrict(people.thuha!, { level: "office" });
    expect(await reads("maian")).toBe(true);
    expect(await decide("dung", "revert")).toBe(204);
    expect(await reads("maian")).toBe(false);
    expect(await reads("cuong")).toBe(true);
    expect((await notices("thuha")).some(({ text }) => text.includes("khôi phục"))).toBe(true);
  });

  it("by a leader needs no other's word", async () => {
    expect((await restrict(people.nguyet!, { level: "office" })).status).toBe(200);
    expect(await people.dung!.json("/api/rights")).toEqual([]);
    expect(await reads("khanh")).toBe(true);
  });

  it("of a draft keeps it from those who are not named, also where it is signed", async () => {
    const draft = await people.maian!.json<SeenDocument>("/api/documents", {
      description: { ...LETTER, subject: "chuyện riêng của tổ" },
    });
    const closed = await people.maian!.json<SeenDocument>(
      `/api/rights/${draft.id}`,
      { rev: draft.rev, level: "restricted" },
      "PUT",
    );
    expect((await people.thuan!.get(`/api/documents/${draft.id}`)).status).toBe(404);
    const signer = await people.nguyet!.get(`/api/documents/${draft.id}`);
    expect(signer.status, "who is to sign sees the draft").toBe(200);
    const sent = await people.maian!.json<SeenDocument>(`/api/documents/${draft.id}/submit`, { rev: closed.rev });
    expect((await people.dung!.send(`/api/documents/${draft.id}/return`, { rev: sent.rev, reason: "x" })).status).toBe(
      404,
    );
    const signed = await people.nguyet!.json<SeenDocument>(`/api/documents/${draft.id}/sign`, {
      rev: sent.rev,
      password: KEY,
    });
    expect(signed.state).toBe("signed");
  });
});
