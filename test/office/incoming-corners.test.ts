import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor, Person, Role } from "../../shared/access/index.ts";
import { packStatus } from "../../shared/exchange/index.ts";
import { codesOf, type IncomingFixture, openIncoming } from "./incoming-support.ts";

let at: IncomingFixture;
beforeAll(async () => {
  at = await openIncoming();
});
afterAll(() => at.close());

async function accepted() {
  const { id } = await at.send();
  return at.office.incoming.accept(at.clerk, id);
}

describe("an incoming document that nobody was assigned to", () => {
  it("is finished, taken up again, and then waits to be assigned like any other", async () => {
    const { incoming } = at.office;
    const { id, handling } = await accepted();
    const done = await incoming.finish(at.clerk, id, handling.rev, { note: "Lưu để biết." });
    expect(done.progress).toBe("done");
    const again = await incoming.reopen(at.clerk, id, done.handling.rev, "Lãnh đạo yêu cầu giải quyết.");
    expect(again.progress).toBe("unassigned");
    const assigned = await incoming.assign(at.leader, id, again.handling.rev, {
      lead: { personId: at.handler.personId },
    });
    expect(assigned.progress).toBe("working");
  });
});

describe("what a finished document says of its answers", () => {
  it("names an answer made elsewhere once, however often it is finished", async () => {
    const { incoming } = at.office;
    const { id, handling } = await accepted();
    const first = await incoming.finish(at.clerk, id, handling.rev, { answerSymbol: "12/SKHCN-VP" });
    const again = await incoming.reopen(at.clerk, id, first.handling.rev, "Ghi lại kết quả.");
    const second = await incoming.finish(at.clerk, id, again.handling.rev, { answerSymbol: "12/SKHCN-VP" });
    expect(second.handling.finished?.note).toBe("Đã trả lời bằng văn bản số 12/SKHCN-VP.");
  });
});

describe("the follow-up book", () => {
  it("says how a document ended only to those who may see it (NĐ30 Điều 23.1)", async () => {
    const { incoming } = at.office;
    const { id, handling } = await accepted();
    await incoming.finish(at.clerk, id, handling.rev, { note: "Không đồng ý cấp kinh phí." });
    const line = async (actor: Actor) => (await incoming.followUp(actor, 2026)).find((one) => one.id === id);
    expect((await line(at.leader))?.note).toBe("Không đồng ý cấp kinh phí.");
    expect((await line(at.outsider))?.note).toBe("");
  });
});

describe("two who ask for an answer at the same moment", () => {
  it("make one letter: the other is told, and no letter is left unlinked", async () => {
    const { documents, incoming } = at.office;
    const { id, handling } = await accepted();
    const before = (await documents.list(at.clerk)).length;
    const asked = await Promise.allSettled([1, 2, 3].map(() => incoming.draftAnswer(at.clerk, id, handling.rev)));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of asked) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "CONFLICT" });
    expect((await documents.list(at.clerk)).length).toBe(before + 1);
    expect((await incoming.get(at.clerk, id)).answerDocuments).toHaveLength(1);
    const trail = await at.office.access.auditTrail(at.receiver.id);
    expect(trail.entries.filter(({ action, subject }) => action === "incoming.answer" && subject === id)).toHaveLength(
      1,
    );
  });

  it("who may read the letter but not what it answers is told its symbol, not its content", async () => {
    const { incoming } = at.office;
    const { id, handling, subject } = await accepted();
    const letter = await incoming.draftAnswer(at.clerk, id, handling.rev);
    expect(await incoming.answeredBy(at.clerk, letter.id)).toMatchObject({ id, subject });
    const told = await incoming.answeredBy(at.outsider, letter.id);
    expect(told?.number).not.toBe("");
    expect(told?.subject).not.toContain("quan trắc");
  });
});

describe("a person with posts in two units", () => {
  it("hands on for the unit they head, though the other one is assigned first", async () => {
    const { incoming } = at.office;
    const { technical, finance } = at.units;
    const both: Actor = { ...at.head, units: [finance, technical] };
    const { id, handling } = await accepted();
    const assigned = await incoming.assign(at.clerk, id, handling.rev, {
      lead: { unitId: finance },
      with: [{ unitId: technical }],
    });
    const handed = await incoming.assignWithinUnit(both, id, assigned.handling.rev, {
      people: [at.handler.personId, at.handler.personId],
    });
    expect(handed.handling.assignments.filter(({ withinUnit }) => withinUnit === technical)).toHaveLength(1);
  });
});

describe("a unit of more people than one commit tells", () => {
  it("has everybody told", async () => {
    const { access, incoming, notices } = at.office;
    const unit = await access.createUnit({ organisationId: at.receiver.id, name: "Chi cục Đo lường", symbol: "DL" });
    const roles: Role[] = ["drafter"];
    const people = Array.from({ length: 45 }, (_, index): Person => {
      const posts = [{ id: "chinh", title: "Chuyên viên", roles, unitId: unit.id }];
      const id = `do-luong-${index}`;
      const names = { name: `Cán bộ ${index}`, userName: id, position: "Chuyên viên" };
      return { id, organisationId: at.receiver.id, ...names, roles, posts };
    });
    // Written as the directory stores them: their passwords would take half a minute to derive.
    const pk = `people#${at.receiver.id}`;
    await at.storage.records.commit(people.map((data) => ({ op: "insert", pk, sk: data.id, data })));
    const { id, handling } = await accepted();
    await incoming.assign(at.clerk, id, handling.rev, { lead: { unitId: unit.id } });
    for (const { id: personId, name } of people)
      expect(await notices.list({ personId, organisationId: at.receiver.id, name, roles }), name).toHaveLength(1);
  });
});

describe("requests of a sender that cross", () => {
  const recall = (document: { documentId: string; number: string }) =>
    at.send({
      business: "recall",
      documentId: document.documentId,
      number: document.number,
      replaces: [document.documentId],
      businessReason: "Ban hành nhầm",
    });

  it("an answer to the request that was read does not answer another one that came in since", async () => {
    const { incoming } = at.office;
    const document = await accepted();
    await at.takeBack(document.documentId, "Gửi nhầm nơi nhận");
    const seen = (await incoming.get(at.clerk, document.id)).changeAsked!;
    await recall(document);
    await expect(incoming.answerChange(at.clerk, document.id, { agree: true, asked: seen.at })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect((await incoming.get(at.clerk, document.id)).progress).toBe("unassigned");
  });

  it("a take-back does not cover up a recall: its answer closes the recall's packet", async () => {
    const { incoming } = at.office;
    const waiting = await incoming.waiting(at.clerk);
    const document = await accepted();
    const request = await recall(document);
    await at.takeBack(document.documentId, "Gửi nhầm nơi nhận");
    await incoming.answerChange(at.clerk, document.id, { agree: true });
    expect((await incoming.get(at.clerk, request.id)).progress).toBe("done");
    expect(await incoming.waiting(at.clerk)).toBe(waiting);
  });
});

describe("a status packet that is brought by hand", () => {
  it("says nothing about documents of another organisation", async () => {
    const { incoming, access } = at.office;
    const other = await access.createOrganisation({
      code: "H98.77",
      name: "Sở Xây dựng",
      place: "Hương Giang",
      system: "state",
    });
    const { id } = await access.createPerson({
      organisationId: other.id,
      userName: "van.thu.khac",
      name: "Văn thư khác",
      position: "Văn thư",
      roles: ["clerk"],
      password: "mat-khau-thu-2026",
    });
    const stranger: Actor = { personId: id, organisationId: other.id, name: "Văn thư khác", roles: ["clerk"] };
    const { documentId } = await at.send();
    const forged = packStatus({
      from: { organisationCode: at.receiver.code, name: at.receiver.name },
      to: { organisationCode: at.sender.code, name: at.sender.name },
      documentId,
      code: "06",
      description: "Đã giải quyết xong",
      at: at.now.at.toISOString(),
    });
    await expect(incoming.uploadPacket(stranger, forged)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(codesOf(await at.delivery(documentId))).toEqual(["01"]);
  });
});

describe("the notice that a document came in", () => {
  it("goes away two weeks after the document was accepted, so that counting a clerk's notices stays quick", async () => {
    const { notices } = at.office;
    const arrival = { key: "incoming-new/", days: 24 * 3_600_000 };
    const { id } = await accepted();
    const pk = `org/${at.receiver.id}/notices/role:clerk`;
    const kept = async () =>
      (await at.storage.records.query(pk)).items.filter(({ sk }) => sk === `notice#${arrival.key}${id}`);
    const [settled] = await kept();
    expect(settled!.expiresAt).toBe(at.now.at.getTime() + 14 * arrival.days);
    const shown = (await notices.list(at.clerk, { settled: true })).find(({ subject }) => subject === id);
    expect(shown).not.toHaveProperty("keptMs");
  });
});
