import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codesOf, type IncomingFixture, MONDAY, openIncoming } from "./incoming-support.ts";

let at: IncomingFixture;
beforeAll(async () => {
  at = await openIncoming();
});
afterAll(() => at.close());

const day = (offset: number) => new Date(MONDAY.getTime() + offset * 24 * 3_600_000);
const unread = async (actor: Parameters<typeof at.office.notices.list>[0]) =>
  (await at.office.notices.list(actor)).filter(({ kind }) => kind === "incoming").map(({ text }) => text);

describe("work on an incoming document (NĐ30 Điều 20 to 24)", () => {
  it("goes from the exchange to the answer; the sender is told each step (Phụ lục VI, III.1.o)", async () => {
    const { office, clerk, leader, head, handler, outsider } = at;
    at.now.at = MONDAY;
    let document = await at.send({ dueOn: "2026-11-27" });
    expect(document.progress).toBe("waiting");
    // Phụ lục VI, III.1.i: told of what is new.
    expect(await unread(clerk)).toEqual([expect.stringContaining("Văn bản đến mới: Công văn")]);
    document = await office.incoming.accept(clerk, document.id);
    expect(document).toMatchObject({ progress: "unassigned", entry: { number: 1 }, handling: { dueOn: "2026-11-27" } });
    expect(await unread(clerk)).toEqual([]);

    // Nobody but leaders and clerks sees it before it is assigned.
    await expect(office.incoming.get(handler, document.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    document = await office.incoming.assign(leader, document.id, document.handling.rev, {
      lead: { unitId: at.units.technical },
      with: [{ unitId: at.units.finance, dueOn: "2026-11-20" }],
      opinion: "Phòng Kỹ thuật tham mưu văn bản góp ý.",
      dueOn: "2026-11-25",
    });
    expect(document).toMatchObject({
      progress: "working",
      status: "04",
      entry: { assignee: "Phòng Kỹ thuật; Phòng Kế hoạch - Tài chính", assignedOn: "2026-11-16" },
      due: { day: "2026-11-25", state: "later" },
    });
    expect(await unread(handler)).toHaveLength(1);
    expect((await office.incoming.list(outsider, { mine: true })).map(({ id }) => id)).toEqual([document.id]);

    document = await office.incoming.assignWithinUnit(head, document.id, document.handling.rev, {
      people: [handler.personId],
      opinion: "Đồng chí Bình soạn góp ý, trình trước ngày 20.",
      dueOn: "2026-11-20",
    });
    document = await office.incoming.comment(
      handler,
      document.id,
      document.handling.rev,
      "Đề xuất góp ý ba điều về kinh phí.",
    );
    expect(document.status).toBe("05");
    expect(document.handling.opinions.map(({ kind }) => kind)).toEqual(["leader", "unit", "proposal"]);

    // What is on the way out counts as an answer only once it is issued.
    const draft = await office.incoming.draftAnswer(handler, document.id, document.handling.rev);
    expect(draft.description.addressees).toEqual([at.sender.name]);
    expect((await office.incoming.answeredBy(handler, draft.id))?.id).toBe(document.id);
    document = await office.incoming.get(handler, document.id);
    expect(document.answerDocuments).toMatchObject([{ id: draft.id, state: "draft" }]);
    await expect(office.incoming.finish(handler, document.id, document.handling.rev, {})).rejects.toMatchObject({
      code: "INVALID",
      where: "note",
    });
    document = await office.incoming.finish(handler, document.id, document.handling.rev, {
      answerSymbol: "88/SKHCN-KT",
      note: "Gửi bản giấy.",
    });
    expect(document).toMatchObject({
      progress: "done",
      status: "06",
      answerSymbols: "88/SKHCN-KT",
      due: { state: "kept" },
    });
    expect(codesOf(await at.delivery(document.documentId))).toEqual(["01", "03", "04", "05", "06"]);
    expect(await unread(handler)).toEqual([]);
    // The book that follows the work (Phụ lục IV, VIII).
    expect(await office.incoming.followUp(clerk, 2026)).toMatchObject([
      {
        arrivalNumber: 1,
        assignees: expect.stringContaining("Trần Văn Bình"),
        dueOn: "2026-11-25",
        progress: "Đã giải quyết, đúng hạn",
        answer: "88/SKHCN-KT",
        note: "Đã trả lời bằng văn bản số 88/SKHCN-KT. Gửi bản giấy.",
      },
    ]);
  });

  it("counts deadlines in working days and lets one on a day off end on the next working day (BLDS 2015 Điều 148.5)", async () => {
    const { office, clerk, handler } = at;
    at.now.at = MONDAY;
    let document = await office.incoming.accept(clerk, (await at.send()).id);
    const assign = (input: object) =>
      office.incoming.assign(clerk, document.id, document.handling.rev, {
        lead: { personId: handler.personId },
        ...input,
      });
    await expect(assign({ dueOn: "2026-11-13" })).rejects.toMatchObject({ code: "INVALID", where: "dueOn" });
    await expect(assign({ workingDays: 0 })).rejects.toMatchObject({ code: "INVALID", where: "workingDays" });
    document = await assign({ workingDays: 5 });
    expect(document.handling.dueOn).toBe("2026-11-23");
    // A Saturday.
    document = await assign({ dueOn: "2026-11-21" });
    expect(document.due).toMatchObject({ day: "2026-11-23" });
    // Assigned anew: the sender was told once.
    expect(codesOf(await at.delivery(document.documentId))).toEqual(["01", "03", "04"]);
    at.now.at = day(7);
    expect((await office.incoming.get(clerk, document.id)).due).toMatchObject({ state: "soon", days: 0 });
    // 24 November is a day off (Ngày Văn hóa Việt Nam).
    at.now.at = day(9);
    expect((await office.incoming.get(clerk, document.id)).due).toMatchObject({ state: "overdue", days: 1 });
    expect((await office.incoming.list(clerk, { due: "overdue" })).map(({ id }) => id)).toEqual([document.id]);
    document = await office.incoming.finish(handler, document.id, document.handling.rev, { note: "Lưu để biết." });
    expect(document.due).toMatchObject({ state: "missed", days: 1 });
  });

  it("reminds once of what is due, overdue or assigned to nobody, and settles it (Phụ lục VI, III.1.l and m)", async () => {
    const { office, clerk, leader, handler } = at;
    at.now.at = MONDAY;
    const left = await office.incoming.accept(clerk, (await at.send({ subject: "V/v không ai nhận" })).id);
    let document = await office.incoming.accept(clerk, (await at.send()).id);
    document = await office.incoming.assign(leader, document.id, document.handling.rev, {
      lead: { personId: handler.personId },
      dueOn: "2026-11-20",
    });
    await office.runIncoming(at.now.at);
    // Điều 23.1: the next working day is still in time.
    await office.runIncoming(day(1));
    expect((await unread(leader)).filter((text) => text.includes("chưa được phân phối"))).toEqual([]);
    at.now.at = day(2);
    await office.runIncoming(at.now.at);
    expect((await unread(leader)).filter((text) => text.includes("chưa được phân phối sau 2 ngày"))).toHaveLength(1);
    at.now.at = day(4);
    await office.runIncoming(at.now.at);
    expect(await unread(handler)).toContainEqual(expect.stringContaining("Sắp đến hạn"));
    at.now.at = day(7);
    await office.runIncoming(at.now.at);
    const told = await office.runIncoming(at.now.at);
    expect(told.notices).toBe(0);
    expect(await unread(handler)).toContainEqual(expect.stringContaining("Quá hạn giải quyết (20/11/2026)"));
    expect(await unread(leader)).toContainEqual(expect.stringContaining("Quá hạn giải quyết (20/11/2026)"));
    document = await office.incoming.get(handler, document.id);
    await office.incoming.finish(handler, document.id, document.handling.rev, { note: "Đã báo cáo trực tiếp." });
    expect((await unread(handler)).filter((text) => text.includes(document.number))).toEqual([]);
    await office.incoming.assign(leader, left.id, left.handling.rev, { lead: { personId: handler.personId } });
    expect((await unread(leader)).filter((text) => text.includes("chưa được phân phối"))).toEqual([]);
  });

  it("gives one number to one document, however many accept it at once, and none is left out (Điều 22.2)", async () => {
    const { office, clerk } = at;
    at.now.at = MONDAY;
    const documents = [await at.send(), await at.send(), await at.send()];
    const tried = await Promise.allSettled(
      documents.flatMap(({ id }) => [office.incoming.accept(clerk, id), office.incoming.accept(clerk, id)]),
    );
    const taken = tried.flatMap((one) => (one.status === "fulfilled" ? [one.value.entry!.number] : []));
    expect(taken).toHaveLength(3);
    const numbers = (await office.registers.incoming(clerk, 2026)).map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("lets only those concerned act, and only on what they saw", async () => {
    const { office, clerk, leader, handler, colleague, outsider, auditor, senderClerk } = at;
    at.now.at = MONDAY;
    let document = await office.incoming.accept(clerk, (await at.send()).id);
    const { id } = document;
    const lead = { personId: handler.personId };
    await expect(office.incoming.assign(handler, id, 1, { lead })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.incoming.assign(auditor, id, 1, { lead })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.incoming.get(senderClerk, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.incoming.assign(senderClerk, id, 1, { lead })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      office.incoming.assign(leader, id, 1, { lead: { personId: senderClerk.personId } }),
    ).rejects.toMatchObject({ code: "INVALID" });
    document = await office.incoming.assign(leader, id, 1, { lead });
    // Two at once: the second is told to look again.
    await expect(office.incoming.assign(clerk, id, 1, { lead })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(office.incoming.comment(outsider, id, 2, "Góp ý")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.incoming.start(leader, id, 2)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await office.incoming.get(auditor, id)).id).toBe(id);
    expect(await office.incoming.list(colleague, { progress: "unassigned" })).toEqual([]);
    document = await office.incoming.start(handler, id, 2);
    expect(document.status).toBe("05");
    document = await office.incoming.finish(handler, id, document.handling.rev, { note: "Lưu." });
    await expect(office.incoming.comment(handler, id, document.handling.rev, "Thêm")).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
    document = await office.incoming.reopen(leader, id, document.handling.rev, "Cần bổ sung số liệu.");
    expect(document.progress).toBe("working");
    document = await office.incoming.finish(handler, id, document.handling.rev, { note: "Đã bổ sung." });
    expect(codesOf(await at.delivery(document.documentId))).toEqual(["01", "03", "04", "05", "06"]);
  });
});
