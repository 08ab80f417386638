import { sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../shared/access/index.ts";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { type NewMandate, type Office, openOffice, type SigningKey, signatureOf } from "../../shared/office/index.ts";
import { type IssuedCertificate, restoreTestAuthority, type TestAuthorityState } from "../../shared/signing/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD, SECRETS } from "./office-fixture.ts";

let fixture: OfficeFixture;
let office: Office;
let signer: IssuedCertificate;
let key: SigningKey;
/** Everything happens at the time that a test sets. */
let now = new Date();

beforeAll(async () => {
  fixture = await openFixture();
  office = openOffice({ storage: fixture.storage, secrets: SECRETS, clock: () => now });
  await office.keys.changeSettings(fixture.administrator, { level: "B-B", authorities: [], order: "leader-first" });
  const stored = await office.storage.records.get<TestAuthorityState>("office", "test-authority");
  signer = restoreTestAuthority(stored!.data).issueCertificate({ commonName: fixture.leader.name, kind: "person" });
  key = (await office.keys.usable(fixture.leader, "leader"))[0]!;
});
afterAll(() => fixture.close());

const day = (days: number) => new Date(now.getTime() + (days * 24 + 7) * 3_600_000).toISOString().slice(0, 10);
const deputy = (changes: Partial<NewMandate> = {}): NewMandate => ({
  personId: fixture.leader.personId,
  form: "KT.",
  above: "TM. Ủy ban nhân dân",
  onBehalfOf: "Chủ tịch",
  title: "Phó Chủ tịch",
  from: day(0),
  basis: "Quyết định số 15/QĐ-UBND về phân công nhiệm vụ",
  ...changes,
});
/** The mandates of the leader are these and no others. */
async function given(...mandates: NewMandate[]) {
  for (const one of await office.mandates.list(fixture.administrator))
    if (one.personId === fixture.leader.personId && one.endedAt === undefined)
      await office.mandates.end(fixture.administrator, one.id, "Thay quy chế");
  for (const one of mandates) await office.mandates.give(fixture.administrator, one);
}
let letters = 0;
async function submitted(changes: Partial<DocumentDescription> = {}) {
  const subject = `phân công ký văn bản, lần ${++letters}`;
  const draft = await office.documents.draft(fixture.drafter, letter({ subject, ...changes }));
  return office.documents.submit(fixture.drafter, draft.id, draft.rev);
}
const identity = () => ({ certificateChain: signer.chain, algorithm: "RSA-SHA256" as const });

/** Every door through which a leader signs; each answers the code it refuses with, or "signed". */
const DOORS: Record<string, (document: { id: string; rev: number }) => Promise<string>> = {
  "the person's key kept here": async ({ id, rev }) => {
    await office.documents.sign(fixture.leader, id, rev, PASSWORD);
    return "signed";
  },
  "a session for a key kept elsewhere": async (document) => {
    const session = await office.signing.prepare(fixture.leader, document, "leader", identity());
    const signatures = session.digests.map(
      ({ attributes }) => new Uint8Array(sign("sha256", Buffer.from(attributes, "base64"), signer.key)),
    );
    await office.signing.complete(fixture.leader, session.sessionId, signatures);
    return "signed";
  },
  "a batch": async (document) => {
    const { id } = await office.keys.sign(fixture.leader, [document], "leader", key.id, { password: PASSWORD });
    await office.idle();
    const done = await office.keys.job(fixture.leader, id);
    return done.documents[0]?.problem?.code ?? done.documents[0]!.state;
  },
  "a file handed out to be signed": async (document) => {
    await office.signing.handOut(fixture.leader, document, "leader");
    return "signed";
  },
};
const through = (door: string, document: { id: string; rev: number }) =>
  DOORS[door]!(document).catch((error: { code?: string }) => error.code ?? String(error));

describe("the formula of a signature (NĐ30 Điều 13; Phụ lục I, Phần I, II.7)", () => {
  it("follows from the mandate", () => {
    const block = (mandate: Partial<Parameters<typeof signatureOf>[0]>) => {
      const given = signatureOf(
        { form: "", onBehalfOf: "", title: "CHỦ TỊCH", personId: "a", ...mandate },
        { name: "A" },
      );
      return [...given.authority, given.position].join(" / ");
    };
    expect(block({})).toBe("CHỦ TỊCH");
    expect(block({ form: "TM.", onBehalfOf: "ỦY BAN NHÂN DÂN" })).toBe("TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH");
    expect(block({ form: "KT.", onBehalfOf: "GIÁM ĐỐC", title: "PHÓ GIÁM ĐỐC" })).toBe("KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC");
    expect(block({ form: "KT.", above: "TM. ỦY BAN NHÂN DÂN", onBehalfOf: "CHỦ TỊCH", title: "PHÓ CHỦ TỊCH" })).toBe(
      "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
    );
    expect(block({ form: "TL.", onBehalfOf: "BỘ TRƯỞNG", title: "CHÁNH VĂN PHÒNG" })).toBe(
      "TL. BỘ TRƯỞNG / CHÁNH VĂN PHÒNG",
    );
    expect(block({ form: "TUQ.", onBehalfOf: "GIÁM ĐỐC", title: "TRƯỞNG PHÒNG" })).toBe("TUQ. GIÁM ĐỐC / TRƯỞNG PHÒNG");
    expect(block({ form: "Q.", title: "GIÁM ĐỐC" })).toBe("Q. GIÁM ĐỐC");
    expect(block({ form: "T/M", onBehalfOf: "BAN THƯỜNG VỤ", title: "BÍ THƯ" })).toBe("T/M BAN THƯỜNG VỤ / BÍ THƯ");
    expect(block({ form: "K/T", onBehalfOf: "TRƯỞNG BAN", title: "PHÓ TRƯỞNG BAN" })).toBe(
      "K/T TRƯỞNG BAN / PHÓ TRƯỞNG BAN",
    );
  });

  it("is offered to whoever composes, with the person's id, and passes into the document", async () => {
    await given(deputy());
    const [offer] = await office.mandates.offered(fixture.drafter);
    expect(offer).toMatchObject({
      person: fixture.leader.name,
      signature: {
        authority: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"],
        position: "PHÓ CHỦ TỊCH",
        name: fixture.leader.name,
        personId: fixture.leader.personId,
      },
    });
    const document = await submitted({ signature: offer!.signature });
    expect(document.signer).toBe(fixture.leader.personId);
    expect(await through("the person's key kept here", document)).toBe("signed");
  });
});

describe("a mandate", () => {
  it("names its document, and what the clause wants of its form", async () => {
    const refused = (input: NewMandate) =>
      office.mandates.give(fixture.administrator, input).then(
        () => [],
        (error: { faults?: { where: string }[] }) => error.faults?.map(({ where }) => where),
      );
    expect(await refused(deputy({ basis: " " }))).toEqual(["basis"]);
    expect(await refused(deputy({ form: "TUQ.", above: "" }))).toEqual(["to", "kinds"]);
    expect(await refused(deputy({ form: "TL.", above: "" }))).toEqual(["kinds"]);
    expect(await refused(deputy({ form: "K/T", above: "" }))).toEqual(["form"]);
    expect(await refused(deputy({ onBehalfOf: "" }))).toEqual(["onBehalfOf"]);
    expect(await refused(deputy({ form: "", above: "" }))).toEqual(["onBehalfOf"]);
    expect(await refused(deputy({ above: "ỦY BAN" }))).toEqual(["above"]);
    expect(await refused(deputy({ from: "2026-02-30" }))).toContain("from");
    expect(await refused(deputy({ to: day(-1) }))).toEqual(["to"]);
  });

  it("is given and ended by administrators only, each time with a line in the trail", async () => {
    for (const actor of [fixture.drafter, fixture.leader, fixture.clerk])
      await expect(office.mandates.give(actor, deputy())).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      office.mandates.give(fixture.administrator, deputy({ personId: fixture.receivingClerk.personId })),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await given(deputy());
    const [one] = (await office.mandates.list(fixture.drafter)).filter(({ inForce }) => inForce);
    await office.mandates.end(fixture.administrator, one!.id, "Luân chuyển công tác");
    const { entries } = await office.access.auditTrail(fixture.sender.id, { reverse: true, limit: 2 });
    expect(entries.map(({ action, details }) => [action, details?.formula ?? details?.reason])).toEqual([
      ["mandate.end", "Luân chuyển công tác"],
      ["mandate.give", "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"],
    ]);
    await expect(office.mandates.end(fixture.administrator, one!.id, "lần nữa")).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
  });

  it("written down ends the general one that came with the post", async () => {
    const person = await office.access.createPerson({
      organisationId: fixture.sender.id,
      userName: "binh",
      name: "Hà Quốc Bình",
      position: "Chánh Văn phòng",
      roles: ["leader"],
      password: PASSWORD,
    });
    const held = async () =>
      (await office.mandates.list(fixture.leader)).filter((one) => one.personId === person.id && one.inForce);
    expect(await held()).toEqual([expect.objectContaining({ general: true, from: day(0) })]);
    await office.mandates.give(
      fixture.administrator,
      deputy({ personId: person.id, form: "TL.", above: "", title: "Chánh Văn phòng", kinds: ["CV"] }),
    );
    expect(await held()).toEqual([expect.objectContaining({ form: "TL.", kinds: ["CV"] })]);
  });
});

describe("signing without authority", () => {
  describe.each(Object.keys(DOORS))("by %s", (door) => {
    it.each([
      ["without any mandate", () => given()],
      ["with one for other kinds", () => given(deputy({ kinds: ["KH", "BC"] }))],
      ["with one of another formula", () => given(deputy({ form: "KT.", above: "" }))],
      ["with one that begins tomorrow", () => given(deputy({ from: day(1) }))],
      ["with one that ended yesterday", () => given(deputy({ from: day(-9), to: day(-1) }))],
    ] as const)("%s is refused, and nothing is signed", async (_how, mandates) => {
      const document = await submitted();
      await mandates();
      expect(await through(door, document)).toBe("MANDATE_MISSING");
      expect(await office.documents.get(fixture.leader, document.id)).toMatchObject({
        state: "submitted",
        rev: document.rev,
      });
    });

    it("of a document that names another person of the same name is refused", async () => {
      await given(deputy());
      const twin = await office.access.createPerson({
        organisationId: fixture.sender.id,
        userName: `trung-ten-${++letters}`,
        name: fixture.leader.name,
        position: "Phó Chủ tịch",
        roles: ["leader"],
        password: PASSWORD,
      });
      try {
        await expect(submitted(), "nobody of two was chosen").rejects.toMatchObject({
          code: "INVALID",
          where: "signature.personId",
        });
        const document = await submitted({ signature: { ...letter().signature, personId: twin.id } });
        expect(await through(door, document)).toBe("NOT_THE_SIGNATORY");
        const own = await submitted({ signature: { ...letter().signature, personId: fixture.leader.personId } });
        expect(await through(door, own)).toBe("signed");
      } finally {
        await office.access.changePerson(fixture.sender.id, twin.id, { roles: ["drafter"] });
      }
    });
  });

  it("ends acts of signing that had begun when the mandate ended", async () => {
    await given(deputy());
    const document = await submitted();
    const session = await office.signing.prepare(fixture.leader, document, "leader", identity());
    await given();
    const signatures = session.digests.map(
      ({ attributes }) => new Uint8Array(sign("sha256", Buffer.from(attributes, "base64"), signer.key)),
    );
    await expect(office.signing.complete(fixture.leader, session.sessionId, signatures)).rejects.toMatchObject({
      code: "MANDATE_MISSING",
    });
    expect((await office.documents.get(fixture.leader, document.id)).state).toBe("submitted");
  });

  it("is judged by the day in Việt Nam", async () => {
    // 23:30 on the last day there is 16:30 UTC; half an hour later it has ended.
    const last = new Date(`${day(10)}T16:30:00.000Z`);
    const before = now;
    try {
      await given(deputy({ to: day(10) }));
      const [one, other] = [await submitted(), await submitted()];
      now = last;
      expect(await through("the person's key kept here", one)).toBe("signed");
      now = new Date(last.getTime() + 45 * 60_000);
      expect(await through("the person's key kept here", other)).toBe("MANDATE_MISSING");
    } finally {
      now = before;
    }
  });

  it("gives leaders from before mandates were kept the general one of their post, visible and in the trail", async () => {
    const { records } = office.storage;
    const place = `mandates#${fixture.sender.id}`;
    const { items } = await records.query(place);
    for (const { pk, sk, rev } of items) await records.commit([{ op: "remove", pk, sk, rev }]);
    const document = await submitted({ signature: { ...letter().signature, personId: fixture.leader.personId } });
    expect(await through("the person's key kept here", document)).toBe("signed");
    const found = (await office.mandates.list(fixture.administrator)).filter(
      ({ personId }) => personId === fixture.leader.personId,
    );
    expect(found).toEqual([expect.objectContaining({ general: true, inForce: true, from: day(0) })]);
  });

  it("is refused to an actor of no account, whatever roles it claims", async () => {
    await given();
    const document = await submitted();
    const ghost: Actor = { ...fixture.leader, personId: "không-có" };
    await expect(office.documents.sign(ghost, document.id, document.rev, PASSWORD)).rejects.toMatchObject({
      code: "NOT_THE_SIGNATORY",
    });
  });
});
