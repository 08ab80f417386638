import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IncomingDocument } from "../../shared/office/index.ts";
import { codesOf, type IncomingFixture, openIncoming } from "./incoming-support.ts";

let at: IncomingFixture;
beforeAll(async () => {
  at = await openIncoming();
});
afterAll(() => at.close());

/** A document taken to a state of work. */
async function documentIn(state: "01" | "03" | "04" | "05" | "06"): Promise<IncomingDocument> {
  const { incoming } = at.office;
  let document = await at.send();
  const { id } = document;
  if (state >= "03") document = await incoming.accept(at.clerk, id);
  if (state >= "04")
    document = await incoming.assign(at.leader, id, document.handling.rev, {
      lead: { personId: at.handler.personId },
      dueOn: "2026-11-30",
    });
  if (state >= "05") document = await incoming.start(at.handler, id, document.handling.rev);
  if (state >= "06")
    document = await incoming.finish(at.handler, id, document.handling.rev, { note: "Đã triển khai." });
  return document;
}

/** The recall packet of the sender: the document's own code again, no files (as the common library writes it). */
function recall(document: IncomingDocument) {
  return at.send({
    business: "recall",
    documentId: document.documentId,
    number: document.number,
    replaces: [document.documentId],
    businessReason: "Ban hành nhầm bản dự thảo",
  });
}

const waitingOf = () => at.office.incoming.waiting(at.clerk);
const noticesOf = async (actor: typeof at.handler) =>
  (await at.office.notices.list(actor)).filter(({ kind }) => kind === "incoming").length;

describe("the line of a recalled document in the register", () => {
  it("keeps what was noted there, and its history says who cancelled it when", async () => {
    const { office, clerk } = at;
    const document = await documentIn("06");
    const line = (await office.registers.page(clerk, "incoming", { year: 2026, reverse: true })).rows.find(
      ({ document: of }) => of?.id === document.id,
    )!;
    const before = String(line.cells.note);
    expect(before).toContain("Đã triển khai");
    await recall(document);
    await office.incoming.answerChange(clerk, document.id, { agree: true });
    const after = await office.registers.row(clerk, "incoming", 2026, line.key);
    expect(after.cells.note).toMatch(/^Đã triển khai.*; Đã hủy ngày \d\d\/\d\d\/2026 theo yêu cầu thu hồi/);
    const history = await office.registers.history(clerk, "incoming", 2026, line.key);
    expect(history.at(-1)).toMatchObject({
      person: clerk.name,
      changes: [{ column: "note", before, after: after.cells.note }],
    });
  });
});

describe("a document that its sender recalls (NĐ30 Điều 18.4.b; Phụ lục VI, III.8.b and c)", () => {
  for (const state of ["01", "03", "04", "05", "06"] as const) {
    it(`is cancelled in state ${state}, and the sender is told 15`, async () => {
      const { office, clerk, handler } = at;
      const document = await documentIn(state);
      const waiting = await waitingOf();
      const request = await recall(document);
      expect(await waitingOf()).toBe(waiting + 1);
      // Until it is answered nothing is done with the document.
      const rev = (await office.incoming.get(clerk, document.id)).handling.rev;
      await expect(
        state === "01"
          ? office.incoming.accept(clerk, document.id)
          : office.incoming.finish(clerk, document.id, rev, { note: "Lưu" }),
      ).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
      // The request itself is no document for the register.
      await expect(office.incoming.accept(clerk, request.id)).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
      expect((await office.incoming.get(clerk, document.id)).changeAsked).toMatchObject({
        kind: "recall",
        reason: "Ban hành nhầm bản dự thảo",
        by: request.id,
      });
      const cancelled = await office.incoming.answerChange(clerk, document.id, { agree: true });
      expect(cancelled).toMatchObject({
        progress: "cancelled",
        status: "15",
        files: [],
        subject: "(đã hủy theo yêu cầu thu hồi)",
        // What is kept of the recall.
        cancelled: { kind: "recall", reason: "Ban hành nhầm bản dự thảo", staff: clerk.name },
      });
      expect(await waitingOf()).toBe(state === "01" ? waiting - 1 : waiting);
      expect(codesOf(await at.delivery(document.documentId)).at(-1)).toBe("15");
      await expect(office.incoming.file(clerk, document.id, 0)).rejects.toMatchObject({ code: "INCOMING_CANCELLED" });
      await expect(office.copies.look(clerk, { from: "incoming", id: document.id })).rejects.toMatchObject({
        code: "INCOMING_CANCELLED",
      });
      // The number stays taken; the line says why nothing came of it.
      if (state !== "01") {
        const line = (await office.registers.incoming(clerk, 2026)).find(
          ({ documentId }) => documentId === document.id,
        );
        expect(line).toMatchObject({ number: document.entry!.number, note: expect.stringContaining("thu hồi") });
        await expect(office.incoming.paper(clerk, document.id, "stamp", "pdf")).rejects.toMatchObject({
          code: "STATE_FORBIDDEN",
        });
      }
      expect(await noticesOf(handler)).toBe(0);
      expect(await noticesOf(clerk)).toBe(0);
      await office.runIncoming(new Date("2026-12-20T02:00:00Z"));
      expect(await noticesOf(at.leader)).toBe(0);
      await expect(office.incoming.answerChange(clerk, document.id, { agree: true })).rejects.toMatchObject({
        code: "STATE_FORBIDDEN",
      });
    });
  }

  it("may be refused with a reason only once work has begun (16)", async () => {
    const { office, clerk } = at;
    const accepted = await documentIn("03");
    await recall(accepted);
    await expect(
      office.incoming.answerChange(clerk, accepted.id, { agree: false, reason: "Chưa xem xét" }),
    ).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    for (const state of ["05", "06"] as const) {
      const document = await documentIn(state);
      const request = await recall(document);
      await expect(office.incoming.answerChange(clerk, document.id, { agree: false })).rejects.toMatchObject({
        code: "INVALID",
        where: "reason",
      });
      const kept = await office.incoming.answerChange(clerk, document.id, {
        agree: false,
        reason: "Đã triển khai xong",
      });
      expect(kept).toMatchObject({ status: state, progress: state === "05" ? "working" : "done" });
      expect(kept.changeAsked).toBeUndefined();
      expect((await office.incoming.get(clerk, request.id)).progress).not.toBe("waiting");
      const delivery = await at.delivery(document.documentId);
      expect(delivery.statuses.at(-1)).toMatchObject({ code: "16", description: "Đã triển khai xong" });
      expect((await office.incoming.file(clerk, document.id, 0)).bytes.length).toBeGreaterThan(0);
    }
  });

  it("is taken back by status 13 as well; only the clerk of the office that has it answers", async () => {
    const { office, clerk, leader, senderClerk } = at;
    const document = await documentIn("03");
    await at.takeBack(document.documentId, "Gửi nhầm nơi nhận");
    await expect(office.incoming.answerChange(leader, document.id, { agree: true })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(office.incoming.answerChange(senderClerk, document.id, { agree: true })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const cancelled = await office.incoming.answerChange(clerk, document.id, { agree: true });
    expect(cancelled.cancelled).toMatchObject({ kind: "take-back", reason: "Gửi nhầm nơi nhận" });
    expect(codesOf(await at.delivery(document.documentId)).at(-1)).toBe("15");
  });

  it("of a document that never came is rejected with a reason; a stranger cannot recall another's", async () => {
    const { office, clerk } = at;
    const request = await at.send({
      business: "recall",
      documentId: "H98,2026/11/13,999/UBND-KGVX",
      number: "999",
      replaces: ["H98,2026/11/13,999/UBND-KGVX"],
    });
    const rejected = await office.incoming.reject(clerk, request.id, "Cơ quan không nhận được văn bản này");
    expect(rejected.progress).toBe("rejected");
    const document = await documentIn("03");
    await at.send({
      business: "recall",
      from: { organisationCode: "H99", name: "Cơ quan khác" },
      documentId: document.documentId,
      number: "7",
      replaces: [document.documentId],
    });
    expect((await office.incoming.get(clerk, document.id)).changeAsked).toBeUndefined();
  });

  it("is not covered up by an update that comes before its answer", async () => {
    const { office, clerk } = at;
    const document = await documentIn("03");
    const request = await recall(document);
    await at.send({ business: "update", replaces: [document.documentId], number: "778" });
    expect((await office.incoming.get(clerk, document.id)).changeAsked).toMatchObject({
      kind: "recall",
      by: request.id,
    });
  });

  it("an update that is agreed to leaves the earlier document where it stands", async () => {
    const { office, clerk } = at;
    const document = await documentIn("05");
    const update = await at.send({ business: "update", replaces: [document.documentId], number: "777" });
    const answered = await office.incoming.answerChange(clerk, document.id, { agree: true });
    expect(answered).toMatchObject({ status: "05", progress: "working" });
    expect(answered.cancelled).toBeUndefined();
    expect((await office.incoming.accept(clerk, update.id)).progress).toBe("unassigned");
    expect(codesOf(await at.delivery(document.documentId)).at(-1)).toBe("15");
  });
});

describe("a recall that comes before the document it speaks of", () => {
  it("is asked of the document as soon as that comes in", async () => {
    const { office, clerk } = at;
    const documentId = "000.00.00.H98,2026/11/20,0977,TB-UBND";
    const same = { documentId, number: "977" };
    await at.send({ ...same, business: "recall", replaces: [documentId], businessReason: "Ban hành nhầm" });
    const document = await at.send(same);
    expect((await office.incoming.get(clerk, document.id)).changeAsked).toMatchObject({
      kind: "recall",
      reason: "Ban hành nhầm",
    });
    await expect(office.incoming.accept(clerk, document.id)).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    const answered = await office.incoming.answerChange(clerk, document.id, { agree: true });
    expect(answered.status).toBe("15");
  });
});
