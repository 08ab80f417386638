import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VanthuError } from "../../shared/errors/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import type { RecordStore } from "../../shared/storage/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD } from "./office-fixture.ts";

let fixture: OfficeFixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

/** A letter brought to a state. */
async function letterIn(state: "draft" | "submitted" | "signed" | "numbered" | "issued") {
  const { office, drafter, leader, clerk } = fixture;
  let document = await office.documents.draft(drafter, letter());
  if (state === "draft") return document;
  document = await office.documents.submit(drafter, document.id, document.rev);
  if (state === "submitted") return document;
  document = await office.documents.sign(leader, document.id, document.rev, PASSWORD);
  if (state === "signed") return document;
  document = await office.documents.number(clerk, document.id, document.rev);
  if (state === "numbered") return document;
  return office.documents.seal(clerk, document.id, document.rev, PASSWORD);
}

describe("the order of the decree: sign, number, seal", () => {
  it("refuses to number what is not signed and to seal what has no number", async () => {
    const { office, clerk } = fixture;
    const submitted = await letterIn("submitted");
    await expect(office.documents.number(clerk, submitted.id, submitted.rev)).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
    await expect(office.documents.seal(clerk, submitted.id, submitted.rev, PASSWORD)).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
  });

  it("locks a document once it is submitted, and opens it again when it is returned with a reason", async () => {
    const { office, drafter, leader } = fixture;
    const submitted = await letterIn("submitted");
    await expect(office.documents.edit(drafter, submitted.id, submitted.rev, letter())).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
    await expect(office.documents.return(leader, submitted.id, submitted.rev, "  ")).rejects.toMatchObject({
      code: "INVALID",
    });
    const returned = await office.documents.return(leader, submitted.id, submitted.rev, "Bổ sung thời hạn gửi báo cáo");
    expect(returned.history.at(-1)).toMatchObject({
      action: "return",
      note: "Bổ sung thời hạn gửi báo cáo",
      person: leader.name,
    });
    const edited = await office.documents.edit(
      drafter,
      returned.id,
      returned.rev,
      letter({ subject: "gửi báo cáo trước ngày 05/12/2026" }),
    );
    expect(edited.state).toBe("draft");
    expect((await office.documents.submit(drafter, edited.id, edited.rev)).state).toBe("submitted");
  });

  it("lets only the person named in the signature block sign, with the password of their own key", async () => {
    const { office, leader } = fixture;
    const submitted = await letterIn("submitted");
    const other = { ...leader, name: "Hà Quốc Bình" };
    await expect(office.documents.sign(other, submitted.id, submitted.rev, PASSWORD)).rejects.toMatchObject({
      code: "NOT_THE_SIGNATORY",
    });
    await expect(office.documents.sign(leader, submitted.id, submitted.rev, "sai")).rejects.toMatchObject({
      code: "P12_PASSWORD_WRONG",
    });
    expect((await office.documents.get(leader, submitted.id)).state).toBe("submitted");
  });

  it("gives roles what is theirs and nothing more", async () => {
    const { office, drafter, clerk, leader } = fixture;
    const submitted = await letterIn("submitted");
    const { id, rev } = submitted;
    await expect(office.documents.sign(drafter, id, rev, PASSWORD)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.documents.sign(clerk, id, rev, PASSWORD)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.documents.number(leader, id, rev)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("shows an organisation nothing of another's documents", async () => {
    const { office, receivingClerk } = fixture;
    const issued = await letterIn("issued");
    await expect(office.documents.get(receivingClerk, issued.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.documents.pdf(receivingClerk, issued.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      office.documents.send(receivingClerk, issued.id, issued.rev, [receivingClerk.organisationId]),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await office.documents.list(receivingClerk)).toEqual([]);
  });
});

describe("several at once", () => {
  it("numbers many documents at the same moment without gap or repeat", async () => {
    const { office, clerk } = fixture;
    const signed = [];
    for (let n = 0; n < 6; n += 1) signed.push(await letterIn("signed"));
    const numbered = await Promise.all(
      signed.map((document) => office.documents.number(clerk, document.id, document.rev)),
    );
    const values = numbered.map((document) => document.number!.value).sort((a, b) => a - b);
    expect(new Set(values).size).toBe(6);
    expect(values.at(-1)! - values[0]!).toBe(5);
  });

  it("numbers one document once, however often it is asked for", async () => {
    const { office, clerk } = fixture;
    const signed = await letterIn("signed");
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => office.documents.number(clerk, signed.id, signed.rev)),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(["CONFLICT", "NUMBER_GIVEN"]).toContain(result.reason.code);
  });

  it("tells the second of two editors that somebody was quicker", async () => {
    const { office, drafter } = fixture;
    const draft = await letterIn("draft");
    await office.documents.edit(drafter, draft.id, draft.rev, letter({ subject: "bản thứ nhất" }));
    await expect(
      office.documents.edit(drafter, draft.id, draft.rev, letter({ subject: "bản thứ hai" })),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await office.documents.get(drafter, draft.id)).subject).toBe("bản thứ nhất");
  });
});

describe("a store that fails in the middle", () => {
  it("leaves the document as it was and takes no number, wherever the write breaks off", async () => {
    const { clerk, storage } = fixture;
    const signed = await letterIn("signed");
    const failing: RecordStore = {
      ...storage.records,
      get: (pk, sk) => storage.records.get(pk, sk),
      query: (pk, range) => storage.records.query(pk, range),
      commit: () => Promise.reject(new VanthuError("INTERNAL", { message: "Đĩa đầy." })),
    };
    const broken = openOffice({ storage: { records: failing, files: storage.files } });
    await expect(broken.documents.number(clerk, signed.id, signed.rev)).rejects.toMatchObject({ code: "INTERNAL" });
    const after = await fixture.office.documents.get(clerk, signed.id);
    expect(after).toEqual(signed);
    const numbered = await fixture.office.documents.number(clerk, signed.id, signed.rev);
    expect(numbered.state).toBe("numbered");
  });
});

describe("sent and received", () => {
  it("goes to the receiver's inbox, is checked, accepted into the register, and the status comes back", async () => {
    const { office, clerk, receivingClerk, receiver, sender } = fixture;
    const issued = await letterIn("issued");
    const sent = await office.documents.send(clerk, issued.id, issued.rev, [receiver.id]);
    expect((await office.documents.deliveries(clerk, sent.id)).map((delivery) => delivery.state)).toEqual(["waiting"]);
    await office.deliver();
    const incoming = (await office.incoming.list(receivingClerk)).find(
      (candidate) => candidate.number === issued.number!.text,
    );
    expect(incoming?.checked).toBe("TOTAL_PASSED");
    expect((await office.incoming.get(receivingClerk, incoming!.id)).verdict?.signatures).toHaveLength(2);
    const accepted = await office.incoming.accept(receivingClerk, incoming!.id);
    expect(accepted.entry).toMatchObject({ author: sender.name, number: expect.any(Number) });
    await expect(office.incoming.accept(receivingClerk, incoming!.id)).rejects.toBeInstanceOf(VanthuError);
    await office.deliver();
    expect((await office.documents.deliveries(clerk, sent.id))[0]).toMatchObject({ status: "03" });
    const file = await office.incoming.file(receivingClerk, incoming!.id, 0);
    expect(Buffer.from(file.bytes).equals(Buffer.from((await office.documents.pdf(clerk, issued.id)).bytes))).toBe(
      true,
    );
    const year = Number(issued.issuedOn!.slice(0, 4));
    const outgoing = (await office.registers.outgoing(clerk, year)).find((line) => line.documentId === issued.id);
    expect(outgoing).toMatchObject({ signatory: "Lê Thị Minh Nguyệt", sentOn: issued.issuedOn });
    expect(
      (await office.registers.incoming(receivingClerk, year)).some((line) => line.documentId === incoming!.id),
    ).toBe(true);
  });

  it("counts what waits as it goes through, and lists every document however many came in", async () => {
    const { office, clerk, drafter, receivingClerk, receiver, storage } = fixture;
    const before = {
      submitted: await office.documents.count(clerk, ["submitted"]),
      clerk: await office.documents.count(clerk, ["signed", "numbered", "issued"]),
      waiting: await office.incoming.waiting(receivingClerk),
    };
    const submitted = await letterIn("submitted");
    expect(await office.documents.count(drafter, ["submitted"])).toBe(before.submitted + 1);
    const returned = await office.documents.return(fixture.leader, submitted.id, submitted.rev, "Sửa lại");
    expect(await office.documents.count(drafter, ["submitted"])).toBe(before.submitted);
    const edited = await office.documents.edit(drafter, returned.id, returned.rev, letter());
    const again = await office.documents.submit(drafter, edited.id, edited.rev);
    expect(await office.documents.count(drafter, ["submitted"])).toBe(before.submitted + 1);
    expect((await office.documents.list(drafter, { state: "submitted" })).map(({ id }) => id)).toContain(again.id);

    const issued = await letterIn("issued");
    expect(await office.documents.count(clerk, ["signed", "numbered", "issued"])).toBe(before.clerk + 1);
    const [summary] = await office.documents.list(clerk, { state: "issued" });
    expect(summary).toMatchObject({
      id: issued.id,
      signatory: "Lê Thị Minh Nguyệt",
      number: { text: issued.number!.text },
    });
    await office.documents.send(clerk, issued.id, issued.rev, [receiver.id]);
    await office.deliver();
    expect(await office.documents.count(clerk, ["signed", "numbered", "issued"])).toBe(before.clerk);
    expect(await office.incoming.waiting(receivingClerk)).toBe(before.waiting + 1);
    const arrived = (await office.incoming.list(receivingClerk))[0]!;
    const accepted = await office.incoming.accept(receivingClerk, arrived.id);
    expect(await office.incoming.waiting(receivingClerk)).toBe(before.waiting);
    expect((await office.incoming.list(receivingClerk))[0]).toMatchObject({ arrivalNumber: accepted.entry!.number });

    // More than one page of the store: the oldest must still be found.
    const pk = `exchange/incoming/${receiver.code}`;
    const old = Array.from({ length: 110 }, (_, index) => ({ ...arrived, id: `0${String(index).padStart(4, "0")}` }));
    for (let from = 0; from < old.length; from += 100)
      await storage.records.commit(
        old.slice(from, from + 100).map((data) => ({ op: "put" as const, pk, sk: data.id, data })),
      );
    // They came before lists had rows of their own.
    const { items } = await storage.records.query(`org/${receiver.id}/incoming-index`);
    await storage.records.commit(items.map(({ pk, sk, rev }) => ({ op: "remove" as const, pk, sk, rev })));
    const anew = openOffice({ storage: { ...storage, records: { ...storage.records } } });
    expect((await anew.incoming.list(receivingClerk)).at(-1)?.id).toBe("00000");
  });

  it("sends again, when somebody asks for it, what was given up", async () => {
    const { clerk, drafter, receiver, storage } = fixture;
    const issued = await letterIn("issued");
    // What earlier tests left in the queue goes out first.
    while ((await fixture.office.deliver()).sent > 0);
    let reachable = false;
    const office = openOffice({
      storage,
      remote: () => ({
        async send() {
          if (reachable) return { receiptId: "r-1" };
          throw new VanthuError("EXCHANGE_REFUSED", { message: "Trục liên thông từ chối." });
        },
      }),
    });
    const sent = await office.documents.send(clerk, issued.id, issued.rev, [receiver.id]);
    expect((await office.deliver()).givenUp).toBe(1);
    const [given] = await office.documents.deliveries(clerk, sent.id);
    expect(given).toMatchObject({ state: "dead" });
    await expect(office.documents.resend(drafter, sent.id, given!.messageId)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await office.documents.resend(clerk, sent.id, given!.messageId))[0]).toMatchObject({ state: "waiting" });
    reachable = true;
    await office.deliver();
    expect((await office.documents.deliveries(clerk, sent.id))[0]).toMatchObject({ state: "sent", receiptId: "r-1" });
    await expect(office.documents.resend(clerk, sent.id, given!.messageId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const { entries } = await office.access.auditTrail(clerk.organisationId, { reverse: true, limit: 1 });
    expect(entries[0]).toMatchObject({ action: "document.resend", subject: sent.id });
  });

  it("a rejection needs a reason and reaches the sender with it", async () => {
    const { office, clerk, receivingClerk, receiver } = fixture;
    const issued = await letterIn("issued");
    const sent = await office.documents.send(clerk, issued.id, issued.rev, [receiver.id]);
    await office.deliver();
    const incoming = (await office.incoming.list(receivingClerk)).find(
      (candidate) => candidate.number === issued.number!.text,
    )!;
    await expect(office.incoming.reject(receivingClerk, incoming.id, "")).rejects.toBeInstanceOf(VanthuError);
    await office.incoming.reject(receivingClerk, incoming.id, "Gửi nhầm cơ quan");
    await office.deliver();
    const [delivery] = await office.documents.deliveries(clerk, sent.id);
    expect(delivery).toMatchObject({ status: "02" });
    expect(delivery!.statuses.at(-1)!.description).toContain("Gửi nhầm cơ quan");
  });
});
