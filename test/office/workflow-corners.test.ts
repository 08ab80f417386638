import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { type Office, openOffice } from "../../shared/office/index.ts";
import { openLedger, openRegisters } from "../../shared/records/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD, SECRETS } from "./office-fixture.ts";

let fixture: OfficeFixture;
let office: Office;
let now = new Date("2026-11-23T02:00:00Z");

beforeAll(async () => {
  fixture = await openFixture();
  office = openOffice({ storage: fixture.storage, secrets: SECRETS, clock: () => now });
});
afterAll(() => fixture.close());

async function orderIs(order: "leader-first" | "number-first") {
  await office.keys.changeSettings(fixture.administrator, {
    level: "B-B",
    authorities: [],
    order,
    whenUnreachable: "refuse",
  });
}

async function issued(changes: Partial<DocumentDescription> = {}) {
  const { drafter, leader, clerk } = fixture;
  let document = await office.documents.draft(drafter, letter(changes));
  document = await office.documents.submit(drafter, document.id, document.rev);
  document = await office.documents.sign(leader, document.id, document.rev, PASSWORD);
  document = await office.documents.number(clerk, document.id, document.rev);
  return office.documents.seal(clerk, document.id, document.rev, PASSWORD);
}

describe("numbers and their days (NĐ30 Điều 15.1: in the order of time)", () => {
  it("a number that is taken anew after a return bears the day it is taken, in the book of that day", async () => {
    const { drafter, clerk, leader } = fixture;
    await orderIs("number-first");
    now = new Date("2026-12-30T02:00:00Z");
    const books = await office.books.settings(clerk);
    await office.books.changeSettings(clerk, books.rev, {
      ownSeries: [{ kind: "TB", fromYear: 2026 }],
      bodies: [],
    });
    let document = await office.documents.draft(drafter, letter());
    document = await office.documents.submit(drafter, document.id, document.rev);
    document = await office.documents.number(clerk, document.id, document.rev);
    expect(document).toMatchObject({ issuedOn: "2026-12-30", number: { value: 1 } });
    const first = document.number!;
    document = await office.documents.return(leader, document.id, document.rev, "Đổi thành thông báo");
    document = await office.documents.edit(drafter, document.id, document.rev, {
      ...letter({ kind: "TB", notation: "TB-UBND", subject: "Lịch họp tháng 01" }),
      addressees: undefined,
    });
    document = await office.documents.submit(drafter, document.id, document.rev);
    // 1 January in Vietnam.
    now = new Date("2026-12-31T18:00:00Z");
    document = await office.documents.number(clerk, document.id, document.rev);
    expect(document.issuedOn).toBe("2027-01-01");
    expect(document.number!.series).toMatch(/\/TB\/2027$/);
    const [old] = await openLedger(fixture.storage.records).entries(first.series);
    expect(old).toMatchObject({ number: 1, state: "voided" });
    await orderIs("leader-first");
  });
});

describe("voided numbers in the register", () => {
  it("a Party number stands among those of the year it was given in, not of the year it was voided in", async () => {
    const { storage, sender, clerk } = fixture;
    const ledger = openLedger(storage.records);
    const series = `${sender.id}/dang/KH/2025-2030`;
    const event = { documentId: "dang-1", by: clerk.personId };
    const { operations } = await ledger.next(series, { ...event, at: "2026-12-30T02:00:00Z" });
    await storage.records.commit(operations);
    const voided = { ...event, at: "2027-01-08T02:00:00Z", reason: "Không ban hành nữa" };
    await storage.records.commit(await ledger.void(series, 1, voided));
    const { outgoing } = openRegisters(storage.records);
    const inYear = async (year: number) =>
      (await outgoing.list(sender.id, year, { where: (line) => line.documentId === "dang-1" })).lines.length;
    expect([await inYear(2026), await inYear(2027)]).toEqual([1, 0]);
  });
});

describe("what follows from an issued document", () => {
  it("a draft about a restricted document is as restricted as that one", async () => {
    const { leader, drafter, sender } = fixture;
    const { id: otherId } = await office.access.createPerson({
      organisationId: sender.id,
      userName: "nguoi.khac",
      name: "Tạ Quang Bửu Sơn",
      position: "Chuyên viên",
      roles: ["drafter"],
      password: PASSWORD,
    });
    const other = {
      personId: otherId,
      organisationId: sender.id,
      name: "Tạ Quang Bửu Sơn",
      roles: ["drafter" as const],
    };
    const older = await issued({ subject: "khen thưởng đột xuất" });
    await office.rights.set(leader, older.id, older.rev, { level: "restricted", people: [], units: [] });
    await expect(office.documents.get(other, older.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const draft = await office.workflow.draftRelated(drafter, older.id, "replaces");
    await expect(office.documents.get(other, draft.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await office.documents.list(other)).map(({ id }) => id)).not.toContain(draft.id);
    expect((await office.documents.get(drafter, draft.id)).state).toBe("draft");
  });

  it("a document that was recalled is not sent again; the recall itself may be", async () => {
    const { clerk, receiver } = fixture;
    const document = await issued();
    const sent = await office.documents.send(clerk, document.id, document.rev, [receiver.id]);
    const deaden = async () => {
      const waiting = (await office.documents.deliveries(clerk, sent.id)).filter(({ state }) => state === "waiting");
      for (const { messageId } of waiting) await giveUp(sent.id, messageId);
      return waiting.map(({ messageId }) => messageId);
    };
    const [first] = await deaden();
    now = new Date(now.getTime() + 60_000);
    await office.workflow.recall(clerk, sent.id, sent.rev, "Sai số liệu");
    const [recall] = await deaden();
    now = new Date(now.getTime() + 60_000);
    await expect(office.documents.resend(clerk, sent.id, first!)).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    const after = await office.documents.resend(clerk, sent.id, recall!);
    expect(after.find(({ messageId }) => messageId === recall)?.state).toBe("waiting");
  });
});

describe("the submission slip", () => {
  it("is never so full of opinions that nobody can decide any more", async () => {
    const { drafter, leader } = fixture;
    const draft = await office.documents.draft(drafter, letter());
    const submitted = await office.documents.submit(drafter, draft.id, draft.rev);
    let refused = false;
    for (let round = 0; round < 40 && !refused; round++)
      await office.workflow.opinion(leader, draft.id, "ế".repeat(4_000)).catch((error) => {
        expect(error).toMatchObject({ code: "INVALID", where: "opinion" });
        refused = true;
      });
    expect(refused).toBe(true);
    const returned = await office.documents.return(leader, draft.id, submitted.rev, "ế".repeat(4_000));
    expect(returned.state).toBe("returned");
    expect((await office.workflow.slip(drafter, draft.id)).opinions.at(-1)?.act).toBe("return");
  });
});

describe("the pages of an office with many documents", () => {
  it("show them page by page; the clerk sees the newest of what only grows, and how many there are", async () => {
    const { storage, sender, drafter } = fixture;
    now = new Date(now.getTime() + 60_000);
    const document = await office.documents.draft(drafter, letter());
    const [summary] = await office.documents.list(drafter, { limit: 1 });
    expect(summary!.id).toBe(document.id);
    for (let start = 0; start < 320; start += 40)
      await storage.records.commit(
        Array.from({ length: 40 }, (_, index) => {
          const id = `zz${String(start + index).padStart(8, "0")}`;
          const data = { ...summary, id, state: "sent", subject: `Văn bản thứ ${start + index}` };
          return [
            { op: "insert" as const, pk: `org/${sender.id}/document-summaries`, sk: id, data },
            { op: "insert" as const, pk: `org/${sender.id}/document-states`, sk: `sent/${id}`, data: {} },
          ];
        }).flat(),
      );
    const app = createApp(office, {});
    const origin = "http://localhost";
    const form = { origin, "content-type": "application/x-www-form-urlencoded" };
    const body = new URLSearchParams({ userName: "thuha", password: PASSWORD });
    const entered = await app.request("/dang-nhap", { method: "POST", headers: form, body });
    const cookie = entered.headers.get("set-cookie")!.split(";")[0]!;
    const page = async (address: string) => (await app.request(address, { headers: { cookie } })).text();
    const rows = (text: string) => text.match(/<tr>/g)?.length ?? 0;
    const all = await page("/van-ban?tt=sent");
    expect(rows(all)).toBe(101);
    expect(all).toContain("Văn bản thứ 319");
    expect(await page("/van-ban?tt=sent&trang=4")).toContain("Văn bản thứ 0<");
    const clerks = await page("/van-thu");
    expect(rows(clerks)).toBeLessThan(100);
    expect(clerks).toContain("320 văn bản");
    expect(await page("/tong-quan")).toMatch(/<b>320<\/b> Đã gửi/);
  });
});

/** As the outbox does it when a receiver cannot be reached for days. */
async function giveUp(id: string, messageId: string): Promise<void> {
  const { records } = fixture.storage;
  const { clerk, sender } = fixture;
  const document = await office.documents.get(clerk, id);
  const given = (await office.documents.deliveries(clerk, id)).find((one) => one.messageId === messageId)!;
  const { items } = await records.query<Record<string, unknown>>(`exchange/sent/${given.documentId}`);
  const row = items.find(({ data }) => data.messageId === messageId)!;
  expect(document.sentTo).toHaveLength(1);
  const data = { ...row.data, state: "dead", nextAt: undefined };
  await records.commit([
    { op: "update", pk: row.pk, sk: row.sk, rev: row.rev, data },
    { op: "put", pk: `exchange/dead/${sender.code}`, sk: messageId, data },
  ]);
}
