import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { parseDocumentId, unpackEdxml } from "../../shared/exchange/index.ts";
import type { DocumentRecord, Revised } from "../../shared/office/index.ts";
import type { Programme } from "../../shared/tasks/index.ts";
import { issueDocument, type OfficeFixture, openFixture, SAMPLE_LETTER } from "./amendment-office.ts";

const BASIS = "Thông báo số 118/TB-UBND ngày 18/11/2026 của UBND tỉnh";

/** From an issued plan to a sent amendment, through the desk. */
describe("amending an issued plan", () => {
  let fixture: OfficeFixture;
  let programme: Programme;
  let plan: Revised<DocumentRecord>;

  beforeAll(async () => {
    fixture = await openFixture();
    const { office, drafter, sender } = fixture;
    const sample = sampleProgramme(sender.id);
    const made = await office.programmes.create(drafter, { title: sample.title, period: sample.period });
    const first = await office.programmes.save(
      drafter,
      { ...sample, id: made.id, revision: made.revision },
      "Lập danh mục",
    );
    const draft = await office.documents.draftPlan(drafter, {
      programmeId: made.id,
      subject: "Thực hiện nhiệm vụ",
      notation: "KH-UBND",
      opening: "Mở đầu.",
      purpose: "Mục đích.",
      requirements: "Yêu cầu.",
      implementation: "Tổ chức.",
      recipients: ["Lưu: VT"],
      signature: SAMPLE_LETTER.signature,
    });
    plan = await issueDocument(fixture, draft);
    const second = sampleRevision(sender.id);
    programme = await office.programmes.save(
      drafter,
      { ...second, id: made.id, revision: first.revision },
      { why: "Sau phiên họp", basis: BASIS },
    );
  });
  afterAll(() => fixture?.close());

  const draftWith = (more: object) => {
    const { office, drafter } = fixture;
    const request = {
      programmeId: programme.id,
      documentId: plan.id,
      letter: SAMPLE_LETTER,
      appendixTitle: "Danh mục",
    };
    return office.amendments.draft(drafter, { ...request, ...more });
  };

  it("lists the issued documents that carry the programme", async () => {
    const { office, drafter, receivingClerk } = fixture;
    const found = await office.amendments.documents(drafter, programme.id);
    expect(found).toMatchObject([{ recordId: plan.id, kind: "KH", number: "01", revision: 2, amendment: false }]);
    expect(found[0]!.citation).toMatch(/^Kế hoạch số 01\/KH-UBND ngày \d\d\/\d\d?\/\d{4}$/);
    expect(await office.amendments.documents(receivingClerk, programme.id)).toEqual([]);
  });

  it("keeps what the clerk chose, and proposes and counts by what is taken", async () => {
    const { office, drafter } = fixture;
    const choice = { left: ["t1", "t28"], notes: { t6: "Gia hạn đến hết quý II năm 2027", t8: "" } };
    const compared = await office.amendments.compare(drafter, {
      programmeId: programme.id,
      documentId: plan.id,
      ...choice,
    });
    expect(compared.rows.filter((row) => row.taken)).toHaveLength(9);
    expect(compared.proposal.changed).toBe(9);
    expect(compared.counts.find(([kind]) => kind === "added")).toEqual(["added", 2]);
    const draft = await draftWith(choice);
    expect(draft.amendment).toMatchObject({
      from: 2,
      to: 3,
      rows: 9,
      left: ["t1", "t28"],
      notes: { t6: "Gia hạn đến hết quý II năm 2027" },
      instrument: "amendment",
      amended: { recordId: plan.id, number: "01", notation: "KH-UBND", kind: "KH" },
    });
    const rows = draft.attachments[0]!.description.appendices![0]!.table!.rows;
    const cells = rows.flatMap((row) => ("cells" in row ? [row.cells] : []));
    expect(cells).toHaveLength(9);
    expect(cells.map((row) => row[8])).toContain("Gia hạn đến hết quý II năm 2027");
    expect(cells.map((row) => row[8])).toContain(
      "Nhiệm vụ số 08 Phụ lục cập nhật lại tên theo Thông báo số 118/TB-UBND",
    );
  });

  it("is made anew with other rows while it is a draft, and follows its letter when that is edited", async () => {
    const { office, drafter, leader } = fixture;
    const draft = await draftWith({ left: ["t1"] });
    const again = { programmeId: programme.id, documentId: plan.id, letter: SAMPLE_LETTER, appendixTitle: "Tên khác" };
    const changed = await office.amendments.redraft(drafter, draft.id, draft.rev, { ...again, left: ["t6", "t8"] });
    expect(changed.amendment).toMatchObject({ rows: 9, left: ["t6", "t8"] });
    expect(changed.attachments).toHaveLength(1);
    expect(changed.attachments[0]!.title).toBe("Tên khác");
    await expect(office.amendments.redraft(drafter, draft.id, draft.rev, again)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const marked = { ...again, letter: { ...SAMPLE_LETTER, body: "MẬT\n\nNội dung." } };
    await expect(office.amendments.redraft(drafter, draft.id, changed.rev, marked)).rejects.toMatchObject({
      code: "SECRET_REFUSED",
    });
    const letter = { ...SAMPLE_LETTER, notation: "UBND-TH" };
    const edited = await office.documents.edit(drafter, changed.id, changed.rev, letter);
    expect(edited.attachments[0]!.description).toMatchObject({ notation: "UBND-TH" });
    expect(edited.attachments[0]!.description.appendices![0]!.attachedTo).toContain("/UBND-TH ngày");
    const submitted = await office.documents.submit(drafter, edited.id, edited.rev);
    await expect(office.amendments.redraft(drafter, draft.id, submitted.rev, again)).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
    const returned = await office.documents.return(leader, submitted.id, submitted.rev, "Bớt dòng");
    expect((await office.amendments.redraft(drafter, draft.id, returned.rev, again)).state).toBe("draft");
  });

  it("drafts, shows and submits a list that would outgrow a record of the store", async () => {
    const { office, drafter } = fixture;
    const made = await office.programmes.create(drafter, { title: "Chương trình lớn", period: "2027" });
    const [task] = sampleProgramme(made.organisationId).tasks;
    const tasks = Array.from({ length: 1500 }, (_, index) => {
      const { groupId: _none, ...rest } = { ...task!, id: `n${index}`, number: String(index + 1) };
      return { ...rest, name: `${rest.name} số ${index}` };
    });
    const { revision } = await office.programmes.save(drafter, { ...made, tasks }, "Lập");
    const changed = tasks.map((one) => ({ ...one, leadAgency: "Văn phòng Ủy ban nhân dân tỉnh" }));
    await office.programmes.save(drafter, { ...made, revision, tasks: changed }, "Đổi cơ quan chủ trì");
    const request = { programmeId: made.id, from: revision, letter: SAMPLE_LETTER, appendixTitle: "Danh mục" };
    const draft = await office.amendments.draft(drafter, request);
    expect(draft.amendment).toMatchObject({ rows: 1500, instrument: "replacement" });
    expect(draft.attachments[0]!.content).toMatch(/^[0-9a-f]{64}$/);
    const edited = await office.documents.edit(drafter, draft.id, draft.rev, { ...SAMPLE_LETTER, notation: "UBND-TH" });
    expect(edited.attachments[0]!.content).not.toBe(draft.attachments[0]!.content);
    const submitted = await office.documents.submit(drafter, edited.id, edited.rev);
    const { bytes } = await office.documents.attachment(drafter, submitted.id, 0);
    expect(bytes.length).toBeGreaterThan(200_000);
  });

  it("collapses changes over several revisions into the net one, with the last basis of each field", async () => {
    const { office, drafter, sender } = fixture;
    const sample = sampleProgramme(sender.id);
    const made = await office.programmes.create(drafter, { title: "Chương trình khác", period: "2027" });
    let now = await office.programmes.save(drafter, { ...sample, id: made.id, revision: made.revision }, "Lập");
    const first = now.revision;
    const save = async (id: string, change: object, basis: string) => {
      const tasks = now.tasks.map((task) => (task.id === id ? { ...task, ...change } : task));
      now = await office.programmes.save(drafter, { ...now, tasks }, { why: "Điều chỉnh", basis });
    };
    const { name } = now.tasks.find((task) => task.id === "t2")!;
    await save("t2", { name: "Tên tạm" }, "Kế hoạch số 1/KH-UBND");
    await save("t3", { output: "Sản phẩm lần một" }, "Kế hoạch số 2/KH-UBND");
    await save("t3", { output: "Sản phẩm lần hai" }, "Kế hoạch số 3/KH-UBND ngày 02/3/2027 của UBND tỉnh");
    await save("t3", { leadAgency: "Sở Nội vụ và Lao động" }, "Kế hoạch số 4/KH-UBND");
    await save("t2", { name }, "Kế hoạch số 5/KH-UBND");
    const { rows } = await office.amendments.compare(drafter, { programmeId: made.id, from: first });
    expect(rows.map(({ row, note }) => [row.taskId, note])).toEqual([
      [
        "t3",
        "Điều chỉnh cơ quan chủ trì theo Kế hoạch số 4/KH-UBND; điều chỉnh sản phẩm đầu ra theo Kế hoạch số 3/KH-UBND",
      ],
    ]);
    expect(rows[0]!.row.changes.find((change) => change.field === "output")!.source).toMatchObject({
      basis: "Kế hoạch số 3/KH-UBND ngày 02/3/2027 của UBND tỉnh",
      person: drafter.name,
    });
  });

  it("refuses what is not there: unknown rows, nothing taken, another's document, one that is not issued", async () => {
    const { office, drafter, receivingClerk } = fixture;
    await expect(draftWith({ left: ["khong-co"] })).rejects.toMatchObject({ code: "INVALID", where: "khong-co" });
    const all = programme.tasks.map((task) => task.id);
    const compared = await office.amendments.compare(drafter, { programmeId: programme.id, documentId: plan.id });
    const every = compared.rows.map(({ row }) => row.taskId);
    expect(all.length).toBeGreaterThan(every.length);
    await expect(draftWith({ left: every })).rejects.toMatchObject({ code: "NOTHING_AMENDED" });
    await expect(draftWith({ from: 3, to: 3 })).rejects.toMatchObject({ code: "NOTHING_AMENDED" });
    await expect(draftWith({ appendixTitle: " " })).rejects.toMatchObject({ code: "INVALID", where: "appendixTitle" });
    const draft = await draftWith({});
    await expect(draftWith({ documentId: draft.id })).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    await expect(
      office.amendments.compare(receivingClerk, { programmeId: programme.id, documentId: plan.id }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.amendments.compare(drafter, { programmeId: programme.id, to: 3 })).rejects.toMatchObject({
      code: "INVALID",
      where: "from",
    });
    await expect(
      office.amendments.compare(drafter, {
        programmeId: programme.id,
        from: 2,
        amended: { kind: "KH", number: "3/KH", notation: "KH-UBND", issuedOn: "2026-11-20" },
      }),
    ).rejects.toMatchObject({ code: "INVALID", where: "amended.number" });
    await expect(
      office.amendments.compare(drafter, {
        programmeId: programme.id,
        from: 2,
        amended: { kind: "KH", number: "3", notation: "KH-UBND", issuedOn: "2026-02-30" },
      }),
    ).rejects.toMatchObject({ code: "INVALID", where: "amended.issuedOn" });
  });

  it("writes in the office's own words once they are stored, and refuses a lost update of them", async () => {
    const { office, drafter } = fixture;
    const { rev } = await office.amendments.wording(drafter);
    await office.amendments.saveWording(drafter, rev, { added: "Bổ sung mới theo {căn cứ}" });
    const { rows } = await office.amendments.compare(drafter, { programmeId: programme.id, documentId: plan.id });
    expect(rows.find(({ row }) => row.taskId === "t29")!.note).toBe("Bổ sung mới theo Thông báo số 118/TB-UBND");
    await expect(office.amendments.saveWording(drafter, rev, {})).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(office.amendments.saveWording(drafter, rev + 1, { added: "{sai}" })).rejects.toMatchObject({
      code: "INVALID",
    });
    expect((await office.amendments.wording(drafter)).own).toEqual({ added: "Bổ sung mới theo {basis}" });
    await office.amendments.saveWording(drafter, rev + 1, {});
  });

  it("tells the receiver which document is updated, and marks it there", async () => {
    const { office, clerk, receiver, receivingClerk, storage } = fixture;
    plan = await office.documents.send(clerk, plan.id, plan.rev, [receiver.id]);
    await office.deliver();
    const [arrived] = await office.incoming.list(receivingClerk);
    await office.incoming.accept(receivingClerk, arrived!.id);
    const letter = await issueDocument(fixture, await draftWith({}));
    await office.documents.send(clerk, letter.id, letter.rev, [receiver.id]);
    await office.deliver();
    const [delivery] = await office.documents.deliveries(clerk, letter.id);
    const unpacked = unpackEdxml(await storage.files.get(delivery!.packet));
    if (unpacked.kind !== "document") throw new Error("a document was sent");
    expect(unpacked.packet.business).toBe("update");
    expect(parseDocumentId(unpacked.packet.replaces[0]!)).toEqual({
      organisationCode: "H98",
      issuedOn: plan.issuedOn,
      number: "01",
      notation: "KH-UBND",
    });
    const incoming = await office.incoming.list(receivingClerk);
    expect(incoming.find((one) => one.kind.name === "Kế hoạch")!.changeAsked).toMatchObject({ kind: "update" });
    const update = incoming.find((one) => one.kind.name === "Công văn")!;
    expect(update.business).toBe("update");
    expect((await office.incoming.accept(receivingClerk, update.id)).status).toBe("03");
    expect((await office.amendments.documents(clerk, programme.id))[0]).toMatchObject({ amendment: true, revision: 3 });
  });

  it("seals the appendix as a file of its own, signed by the organisation", async () => {
    const { office, clerk } = fixture;
    const letter = await issueDocument(fixture, await draftWith({ instrument: "replacement" }));
    const { bytes } = await office.documents.attachment(clerk, letter.id, 0);
    const verdict = await office.verify(bytes);
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(letter.amendment).toMatchObject({ instrument: "replacement", proposed: "amendment" });
  });

  it("carries the appendix over to the draft that replaces the letter, and names the new letter in it", async () => {
    const { office, clerk, drafter } = fixture;
    const letter = await issueDocument(fixture, await draftWith({}));
    const { bytes: old } = await office.documents.attachment(clerk, letter.id, 0);
    const draft = await office.workflow.draftRelated(drafter, letter.id, "replaces", {
      ...letter.description,
      notation: "UBND-TH",
    });
    expect(draft.attachments).toHaveLength(1);
    expect(draft.attachments[0]).toMatchObject({ title: letter.attachments[0]!.title });
    expect(draft.attachments[0]!.issued, "a file of the older letter is not the draft's").toBeUndefined();
    const { bytes } = await office.documents.attachment(drafter, draft.id, 0);
    expect(Buffer.from(bytes).equals(Buffer.from(old))).toBe(false);
    expect(draft.attachments[0]!.description.appendices![0]!.attachedTo).toContain("UBND-TH");
    const correction = await office.workflow.draftRelated(drafter, letter.id, "corrects");
    expect(correction.attachments).toEqual([]);
  });
});
