import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../shared/access/index.ts";
import { unpackEdxml } from "../../shared/exchange/index.ts";
import { type Office, openOffice } from "../../shared/office/index.ts";
import { yearOf } from "../../shared/records/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD, SECRETS } from "./office-fixture.ts";

let fixture: OfficeFixture;
let office: Office;
/** Somebody who drafts and is asked to approve what others draft. */
let reviewer: Actor;
let now = new Date("2026-11-23T02:00:00Z");

beforeAll(async () => {
  fixture = await openFixture();
  office = openOffice({ storage: fixture.storage, secrets: SECRETS, clock: () => now });
  const { administrator, sender } = fixture;
  await office.keys.changeSettings(administrator, {
    level: "B-B",
    authorities: [],
    order: "leader-first",
    whenUnreachable: "refuse",
  });
  const { id } = await office.access.createPerson({
    organisationId: sender.id,
    userName: "truong.phong",
    name: "Vũ Đình Khải",
    position: "Trưởng phòng Tổng hợp",
    roles: ["drafter"],
    password: PASSWORD,
  });
  reviewer = { personId: id, organisationId: sender.id, name: "Vũ Đình Khải", roles: ["drafter"] };
});
afterAll(() => fixture.close());

type State = "draft" | "submitted" | "approved" | "signed" | "numbered" | "issued" | "sent";

/** A letter brought to a state. */
async function letterIn(state: State, changes: Parameters<typeof letter>[0] = {}) {
  const { drafter, leader, clerk, receiver } = fixture;
  let document = await office.documents.draft(drafter, letter(changes));
  const steps: [State, () => Promise<typeof document>][] = [
    ["submitted", () => office.documents.submit(drafter, document.id, document.rev)],
    ["approved", () => office.workflow.approve(leader, document.id, document.rev)],
    ["signed", () => office.documents.sign(leader, document.id, document.rev, PASSWORD)],
    ["numbered", () => office.documents.number(clerk, document.id, document.rev)],
    ["issued", () => office.documents.seal(clerk, document.id, document.rev, PASSWORD)],
    ["sent", () => office.documents.send(clerk, document.id, document.rev, [receiver.id])],
  ];
  for (const [reached, step] of steps) {
    if (document.state === state) break;
    if (reached === "approved" && state !== "approved") continue;
    document = await step();
  }
  expect(document.state).toBe(state);
  return document;
}

async function approvalIs(approval: "optional" | "required") {
  await office.workflow.changeSettings(fixture.administrator, { approval });
}

describe("approval (duyệt bản thảo, NĐ30 Điều 11, 12)", () => {
  it("is given by the reviewer who was named, and by nobody of lower standing; the slip keeps the opinion", async () => {
    const { drafter, clerk, leader } = fixture;
    const draft = await letterIn("draft");
    const submitted = await office.documents.submit(drafter, draft.id, draft.rev, {
      reviewerId: reviewer.personId,
      summary: "Trình ký công văn đôn đốc.\nĐề nghị gửi trong tuần.",
    });
    const { id, rev } = submitted;
    for (const other of [drafter, clerk])
      await expect(office.workflow.approve(other, id, rev)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await office.workflow.view(reviewer, id)).turn?.words).toBe("Vũ Đình Khải duyệt hoặc trả lại");
    expect((await office.workflow.waiting(reviewer)).map(({ document }) => document.id)).toContain(id);
    const approved = await office.workflow.approve(reviewer, id, rev, "Nội dung đúng, đề nghị ký.");
    expect(approved).toMatchObject({ state: "approved", approval: { personId: reviewer.personId } });
    expect((await office.workflow.waiting(reviewer)).map(({ document }) => document.id)).not.toContain(id);
    const signed = await office.documents.sign(leader, id, approved.rev, PASSWORD);
    expect(signed.history.map(({ action }) => action)).toEqual(["draft", "submit", "approve", "sign"]);
    const slip = await office.workflow.slip(drafter, id);
    expect(slip.opinions).toMatchObject([
      {
        act: "approve",
        person: reviewer.name,
        position: "Trưởng phòng Tổng hợp",
        text: "Nội dung đúng, đề nghị ký.",
        at: now.toISOString(),
      },
      { act: "sign", person: leader.name },
    ]);
  });

  it("comes with the leader's signature while the office leaves it so, and must come first where the office says so", async () => {
    const { leader } = fixture;
    const one = await letterIn("submitted");
    const signed = await office.documents.sign(leader, one.id, one.rev, PASSWORD);
    expect(signed.history.map(({ action }) => action)).toEqual(["draft", "submit", "approve", "sign"]);
    expect(signed.approval?.personId).toBe(leader.personId);

    await approvalIs("required");
    try {
      const two = await letterIn("submitted");
      await expect(office.documents.sign(leader, two.id, two.rev, PASSWORD)).rejects.toMatchObject({
        code: "APPROVAL_FIRST",
      });
      const view = await office.workflow.view(leader, two.id);
      expect(view.actions.map(({ action }) => action)).toEqual(["withdraw", "return", "approve"]);
      const approved = await office.workflow.approve(leader, two.id, two.rev);
      expect((await office.documents.sign(leader, two.id, approved.rev, PASSWORD)).state).toBe("signed");
    } finally {
      await approvalIs("optional");
    }
  });

  it("refuses as reviewer oneself, a stranger, and who only administers", async () => {
    const { drafter, receivingClerk } = fixture;
    const { id, rev } = await letterIn("draft");
    for (const reviewerId of [drafter.personId, receivingClerk.personId, "khong-co"])
      await expect(office.documents.submit(drafter, id, rev, { reviewerId })).rejects.toMatchObject({
        code: "INVALID",
        where: "reviewerId",
      });
  });

  it("is set by the administrator alone", async () => {
    await expect(office.workflow.changeSettings(fixture.leader, { approval: "required" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("taking back, voiding", () => {
  it("lets whoever submitted withdraw until it is approved, and nobody else", async () => {
    const { drafter, leader } = fixture;
    const submitted = await letterIn("submitted");
    await expect(office.workflow.withdraw(reviewer, submitted.id, submitted.rev)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const draft = await office.workflow.withdraw(drafter, submitted.id, submitted.rev, "Thiếu một nơi nhận");
    expect(draft).toMatchObject({ state: "draft", files: {} });
    const again = await office.documents.submit(drafter, draft.id, draft.rev);
    const approved = await office.workflow.approve(leader, again.id, again.rev);
    await expect(office.workflow.withdraw(drafter, approved.id, approved.rev)).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
  });

  it("voids a numbered document together with its number, with the reason, and leaves no gap", async () => {
    const { clerk, drafter } = fixture;
    const numbered = await letterIn("numbered");
    await expect(office.workflow.void(drafter, numbered.id, numbered.rev, "Nhầm")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(office.workflow.void(clerk, numbered.id, numbered.rev, " ")).rejects.toMatchObject({
      code: "INVALID",
      where: "reason",
    });
    const voided = await office.workflow.void(clerk, numbered.id, numbered.rev, "Văn bản trùng với công văn đã gửi");
    expect(voided.state).toBe("voided");
    const { openLedger } = await import("../../shared/records/index.ts");
    const ledger = openLedger(fixture.storage.records);
    const entry = (await ledger.entries(numbered.number!.series)).find(
      ({ number }) => number === numbered.number!.value,
    );
    expect(entry).toMatchObject({ state: "voided", reason: "Văn bản trùng với công văn đã gửi" });
    expect((await ledger.check(numbered.number!.series)).sound).toBe(true);
    await expect(office.documents.seal(clerk, voided.id, voided.rev, PASSWORD)).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
  });

  it("lets a drafter end the own draft, and never an issued document", async () => {
    const { drafter, clerk } = fixture;
    const draft = await letterIn("draft");
    await expect(office.workflow.void(reviewer, draft.id, draft.rev, "Không cần nữa")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await office.workflow.void(drafter, draft.id, draft.rev, "Không cần nữa")).state).toBe("voided");
    const issued = await letterIn("issued");
    await expect(office.workflow.void(clerk, issued.id, issued.rev, "Sai")).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
  });
});

describe("whose turn it is, and until when", () => {
  it("names who must act at every step, and offers only what is legal", async () => {
    const { drafter, clerk, leader } = fixture;
    const turns: Record<string, string> = {};
    for (const state of ["draft", "submitted", "approved", "signed", "numbered", "issued"] as const)
      turns[state] = (await office.workflow.view(drafter, (await letterIn(state)).id)).turn!.words;
    expect(turns).toEqual({
      draft: "Phạm Văn Thuận trình ký",
      submitted: "Lê Thị Minh Nguyệt ký hoặc trả lại",
      approved: "Lê Thị Minh Nguyệt ký hoặc trả lại",
      signed: "văn thư (Đỗ Thu Hà) cấp số, ghi ngày",
      numbered: "văn thư (Đỗ Thu Hà) đóng dấu, phát hành",
      issued: "văn thư (Đỗ Thu Hà) gửi",
    });
    const submitted = await letterIn("submitted");
    const mine = async (actor: Actor) =>
      (await office.workflow.view(actor, submitted.id)).actions
        .filter((one) => one.mine)
        .map(({ action }) => action)
        .sort();
    expect(await mine(drafter)).toEqual(["withdraw"]);
    expect(await mine(leader)).toEqual(["approve", "return", "sign"]);
    expect(await mine(clerk)).toEqual(["approve", "return"]);
    expect(await mine(reviewer)).toEqual([]);
  });

  it("counts the same day and the next working day, over a weekend and a holiday (Điều 18.1)", async () => {
    const { clerk } = fixture;
    const before = now;
    try {
      // Monday 23/11; Tuesday 24/11 is a holiday (Ngày Văn hóa Việt Nam), so Wednesday is the next working day.
      now = new Date("2026-11-23T03:00:00Z");
      const signed = await letterIn("signed");
      const clock = async () => (await office.workflow.view(clerk, signed.id)).clock;
      expect(await clock()).toMatchObject({ due: "2026-11-23", latest: "2026-11-25", standing: "in-time" });
      now = new Date("2026-11-25T09:00:00Z");
      expect(await clock()).toMatchObject({ standing: "last-day" });
      now = new Date("2026-11-26T01:00:00Z");
      expect(await clock()).toMatchObject({ standing: "late", words: expect.stringContaining("25/11/2026") });
      // What is late comes first.
      const waiting = await office.workflow.waiting(clerk);
      expect(waiting[0]?.clock?.standing).toBe("late");
      expect(waiting.find(({ document }) => document.id === signed.id)?.clock?.standing).toBe("late");
      expect(waiting.at(-1)?.clock).toBeUndefined();
      // Friday: the next working day is Monday.
      now = new Date("2026-11-27T03:00:00Z");
      const friday = await letterIn("signed");
      expect((await office.workflow.view(clerk, friday.id)).clock).toMatchObject({ latest: "2026-11-30" });
      // An urgent document goes at once.
      const urgent = await letterIn("signed", { urgency: "HỎA TỐC" });
      now = new Date("2026-11-28T03:00:00Z");
      expect((await office.workflow.view(clerk, urgent.id)).clock).toMatchObject({
        urgent: true,
        latest: "2026-11-27",
        standing: "late",
      });
      const numbered = await office.documents.number(clerk, friday.id, friday.rev);
      const issued = await office.documents.seal(clerk, numbered.id, numbered.rev, PASSWORD);
      expect((await office.workflow.view(clerk, issued.id)).clock).toMatchObject({ standing: "done" });
      expect(issued.history.slice(-2).map(({ action }) => action)).toEqual(["seal", "issue"]);
    } finally {
      now = before;
    }
  });

  it("lists for each person what waits for that person", async () => {
    const { drafter, leader, clerk } = fixture;
    const ids = async (actor: Actor) => (await office.workflow.waiting(actor)).map(({ document }) => document.id);
    const draft = await letterIn("draft");
    const submitted = await letterIn("submitted");
    const issued = await letterIn("issued");
    expect(await ids(drafter)).toContain(draft.id);
    expect(await ids(reviewer)).not.toContain(draft.id);
    expect(await ids(leader)).toContain(submitted.id);
    expect(await ids(clerk)).toContain(issued.id);
    expect(await ids(clerk)).not.toContain(submitted.id);
  });
});

describe("a document in hand is locked", () => {
  it("keeps others from editing and submitting, names who has it, and ends with its time", async () => {
    const { drafter } = fixture;
    const before = now;
    const { id, rev } = await letterIn("draft");
    const hold = await office.workflow.hold(drafter, id);
    expect(Date.parse(hold.expiresAt) - now.getTime()).toBe(15 * 60_000);
    const held = { code: "DOCUMENT_HELD", where: id, message: expect.stringContaining("Phạm Văn Thuận") };
    await expect(office.documents.edit(reviewer, id, rev, letter())).rejects.toMatchObject(held);
    await expect(office.documents.submit(reviewer, id, rev)).rejects.toMatchObject(held);
    await expect(office.workflow.hold(reviewer, id)).rejects.toMatchObject(held);
    expect((await office.workflow.view(reviewer, id)).hold?.person).toBe(drafter.name);
    try {
      now = new Date(now.getTime() + 10 * 60_000);
      expect(await office.workflow.hold(drafter, id)).toMatchObject({ since: hold.since });
      now = new Date(now.getTime() + 14 * 60_000);
      await expect(office.workflow.hold(reviewer, id)).rejects.toMatchObject(held);
      now = new Date(now.getTime() + 2 * 60_000);
      expect((await office.workflow.hold(reviewer, id)).person).toBe(reviewer.name);
      await office.workflow.release(reviewer, id);
      const edited = await office.documents.edit(drafter, id, rev, letter({ subject: "đôn đốc báo cáo lần hai" }));
      expect(edited.subject).toBe("đôn đốc báo cáo lần hai");
    } finally {
      now = before;
    }
  });

  it("is taken over by a leader or clerk with a reason, and who had it is told", async () => {
    const { drafter, clerk } = fixture;
    const { id, rev } = await letterIn("draft");
    await office.workflow.hold(drafter, id);
    await expect(office.workflow.takeOver(reviewer, id, "Cần sửa gấp")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.workflow.takeOver(clerk, id, "")).rejects.toMatchObject({ code: "INVALID" });
    await office.workflow.takeOver(clerk, id, "Phải gửi trước 11 giờ");
    const told = (await office.notices.list(drafter)).find((one) => one.subject === id);
    expect(told?.text).toContain("Đỗ Thu Hà đã nhận sửa");
    await expect(office.documents.edit(drafter, id, rev, letter())).rejects.toMatchObject({ code: "DOCUMENT_HELD" });
    const edited = await office.documents.edit(clerk, id, rev, letter());
    // Submitting ends the hold.
    await office.documents.submit(clerk, id, edited.rev);
    expect((await office.workflow.view(clerk, id)).hold).toBeUndefined();
  });

  it("says who has a submitted document when somebody wants to edit it", async () => {
    const { drafter } = fixture;
    const { id, rev } = await letterIn("submitted");
    await expect(office.documents.edit(drafter, id, rev, letter())).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
      hint: expect.stringContaining("Lê Thị Minh Nguyệt"),
    });
    await expect(office.workflow.hold(drafter, id)).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
  });

  it("lets only one of two take it at the same moment", async () => {
    const { drafter } = fixture;
    const { id } = await letterIn("draft");
    const both = await Promise.allSettled([drafter, reviewer].map((one) => office.workflow.hold(one, id)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("versions compare", () => {
  it("keeps every submission as it was, and marks the words that differ", async () => {
    const { drafter, leader } = fixture;
    const first = await letterIn("submitted", {
      subject: "báo cáo kết quả quý III",
      body: "Gửi trước ngày 05/12/2026.",
    });
    const returned = await office.documents.return(leader, first.id, first.rev, "Lùi hạn gửi");
    const edited = await office.documents.edit(
      drafter,
      first.id,
      returned.rev,
      letter({ subject: "báo cáo kết quả quý IV", body: "Gửi trước ngày 10/12/2026." }),
    );
    const second = await office.documents.submit(drafter, first.id, edited.rev);
    const versions = await office.workflow.versions(drafter, first.id);
    expect(versions).toMatchObject([
      { version: 1, person: drafter.name, pdf: first.files.pdf, docx: first.files.docx },
      { version: 2, pdf: second.files.pdf },
    ]);
    const { parts, same } = await office.workflow.compare(leader, first.id, 1, 2);
    expect(parts.map(({ part }) => part)).toEqual(["Trích yếu", "Nội dung"]);
    expect(same).toBeGreaterThan(4);
    const changed = (kind: string) =>
      parts.map(({ marks }) => marks.filter((one) => one.kind === kind).map(({ text }) => text.trim()));
    expect(changed("removed")).toEqual([["III"], ["05/12/2026"]]);
    expect(changed("added")).toEqual([["IV"], ["10/12/2026"]]);
    expect((await office.workflow.compare(leader, first.id, 2, 0)).parts).toEqual([]);
    await expect(office.workflow.compare(leader, first.id, 1, 9)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const file = await office.workflow.versionFile(leader, first.id, 1, "pdf");
    expect(pdfText(file.bytes)).toContain("quý III");
  });
});

describe("the submission slip (phiếu trình)", () => {
  it("is made as DOCX and PDF with summary, proposer and every opinion with its time, version by version", async () => {
    const { drafter, leader, clerk } = fixture;
    const draft = await letterIn("draft");
    const submitted = await office.documents.submit(drafter, draft.id, draft.rev, {
      summary: "Đôn đốc các sở gửi báo cáo; đề nghị ký trong ngày.",
    });
    await office.workflow.opinion(clerk, draft.id, "Thể thức đúng, số trang khớp.");
    const returned = await office.documents.return(leader, draft.id, submitted.rev, "Ghi rõ đầu mối liên hệ");
    const pdf = pdfText((await office.workflow.slipFile(drafter, draft.id, "pdf")).bytes);
    for (const words of [
      "PHIẾU TRÌNH",
      "Kính gửi: Lê Thị Minh Nguyệt",
      "đề nghị ký trong ngày",
      "Phạm Văn Thuận",
      "Thể thức đúng, số trang khớp.",
      "Trả lại",
      "09:00 ngày 23/11/2026",
    ])
      expect(pdf).toContain(words);
    expect(pdf.replace(/\s+/g, " ")).toContain("Ghi rõ đầu mối liên hệ");
    const docx = (await office.workflow.slipFile(drafter, draft.id, "docx")).bytes;
    expect(docxText(docx)).toContain("PHIẾU TRÌNH");

    const edited = await office.documents.edit(drafter, draft.id, returned.rev, letter());
    const again = await office.documents.submit(drafter, draft.id, edited.rev);
    expect((await office.workflow.slip(drafter, draft.id)).version).toBe(2);
    expect((await office.workflow.slip(drafter, draft.id, 1)).opinions).toHaveLength(2);
    const signed = await office.documents.sign(leader, again.id, again.rev, PASSWORD);
    expect(pdfText((await office.workflow.slipFile(drafter, draft.id, "pdf")).bytes)).toContain("Ký ban hành");
    await expect(office.workflow.opinion(leader, signed.id, "Muộn")).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    await expect(office.workflow.slip(fixture.receivingClerk, signed.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("recall, replace, amend, correct (NĐ30 Điều 18.3, 18.4)", () => {
  it("recalls for good: frozen, in the register, its standing, and every receiver told by packet", async () => {
    const { clerk, drafter, receivingClerk, receiver, storage } = fixture;
    const sent = await letterIn("sent");
    while ((await office.deliver()).sent > 0);
    await expect(office.workflow.recall(drafter, sent.id, sent.rev, "Sai")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(office.workflow.recall(clerk, sent.id, sent.rev, "  ")).rejects.toMatchObject({ code: "INVALID" });
    now = new Date(now.getTime() + 60_000);
    const recalled = await office.workflow.recall(clerk, sent.id, sent.rev, "Ban hành nhầm thẩm quyền");
    expect(recalled).toMatchObject({ state: "recalled", recall: { reason: "Ban hành nhầm thẩm quyền" } });
    expect((await office.workflow.view(clerk, sent.id)).actions).toEqual([]);
    const deliveries = await office.documents.deliveries(clerk, sent.id);
    expect(deliveries).toHaveLength(2);
    const waiting = deliveries.find(({ state }) => state === "waiting")!;
    expect(unpackEdxml(await storage.files.get(waiting.packet))).toMatchObject({
      kind: "document",
      packet: { business: "recall", attachments: [], businessReason: "Ban hành nhầm thẩm quyền" },
    });
    while ((await office.deliver()).sent > 0);
    const arrived = (await office.incoming.list(receivingClerk)).find(
      (one) => one.business === "recall" && one.number === sent.number!.text,
    );
    expect(arrived?.receiver.organisationCode).toBe(receiver.code);
    const line = (await office.registers.outgoing(clerk, yearOf(sent.issuedOn!))).find(
      (one) => one.documentId === sent.id,
    );
    expect(line?.note).toContain("Đã thu hồi: Ban hành nhầm thẩm quyền");
    expect((await office.standing.ofFile(sent.files.issued!)).state).toBe("recalled");
    for (const late of [
      () => office.documents.send(clerk, sent.id, recalled.rev, [receiver.id]),
      () => office.workflow.recall(clerk, sent.id, recalled.rev, "Lần nữa"),
      () => office.workflow.draftRelated(drafter, sent.id, "amends"),
    ])
      await expect(late()).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
  });

  it.each([
    ["amends", "issued", "amended", "amend"],
    ["corrects", "issued", "amended", "correct"],
    ["replaces", "replaced", "replaced", "replace"],
    ["recalls", "recalled", "recalled", "recall"],
  ] as const)(
    "a document that %s another changes it in the moment it is issued",
    async (kind, state, standing, act) => {
      const { clerk, leader, drafter } = fixture;
      const older = await letterIn("issued");
      const draft = await office.workflow.draftRelated(drafter, older.id, kind);
      expect(draft.relation).toMatchObject({ kind, documentId: older.id });
      expect((await office.documents.get(clerk, older.id)).state).toBe("issued");
      let document = await office.documents.submit(drafter, draft.id, draft.rev);
      document = await office.documents.sign(leader, document.id, document.rev, PASSWORD);
      document = await office.documents.number(clerk, document.id, document.rev);
      document = await office.documents.seal(clerk, document.id, document.rev, PASSWORD);
      const after = await office.documents.get(clerk, older.id);
      expect(after).toMatchObject({ state, changedBy: [{ kind, documentId: document.id }] });
      expect(after.history.at(-1)).toMatchObject({ action: act, note: expect.stringContaining(document.number!.text) });
      expect(await office.standing.ofFile(older.files.issued!)).toMatchObject({
        state: standing,
        by: [{ number: document.number!.text }],
      });
      const { entries } = await office.access.auditTrail(clerk.organisationId, { reverse: true, limit: 4 });
      expect(entries.map(({ action, subject }) => [action, subject])).toEqual(
        expect.arrayContaining([
          [`document.${act}`, older.id],
          ["document.issue", document.id],
        ]),
      );
    },
  );

  it("names the document that recalls, and refuses one that is not issued", async () => {
    const { clerk } = fixture;
    const older = await letterIn("issued");
    const draft = await letterIn("draft");
    await expect(office.workflow.recall(clerk, older.id, older.rev, "Sai", draft.id)).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
    const saying = await letterIn("issued");
    const recalled = await office.workflow.recall(clerk, older.id, older.rev, "Sai", saying.id);
    expect(recalled.recall?.by?.documentId).toBe(saying.id);
    expect((await office.standing.ofFile(older.files.issued!)).words).toContain(saying.number!.text);
  });

  it("leaves alone what is only a draft", async () => {
    const { drafter } = fixture;
    const draft = await letterIn("draft");
    await expect(office.workflow.draftRelated(drafter, draft.id, "amends")).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
  });
});

function pdfText(bytes: Uint8Array): string {
  return execFileSync("pdftotext", ["-layout", "-", "-"], { input: bytes, encoding: "utf8" });
}

function docxText(bytes: Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-slip-"));
  try {
    const file = path.join(folder, "phieu.docx");
    writeFileSync(file, bytes);
    execFileSync("unzip", ["-o", "-q", file, "word/document.xml", "-d", folder]);
    return readFileSync(path.join(folder, "word/document.xml"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
