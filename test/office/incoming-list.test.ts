import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DocumentPacket, packEdxml } from "../../shared/exchange/index.ts";
import type { IncomingDocument } from "../../shared/office/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import { program, temporaryFolder } from "../cli/vanthu.ts";
import { type IncomingFixture, openIncoming, PLAIN_PDF } from "./incoming-support.ts";

let fixture: IncomingFixture;
let waiting: IncomingDocument;
let accepted: IncomingDocument;
let working: IncomingDocument;
let done: IncomingDocument;
let rejected: IncomingDocument;

const incoming = () => fixture.office.incoming;

beforeAll(async () => {
  fixture = await openIncoming();
  const { clerk, leader, handler } = fixture;
  const accept = async () => incoming().accept(clerk, (await fixture.send()).id);
  const assign = (one: IncomingDocument, dueOn: string) =>
    incoming().assign(leader, one.id, one.handling.rev, { lead: { personId: handler.personId }, dueOn });
  done = await assign(await accept(), "2026-11-20");
  done = await incoming().finish(handler, done.id, done.handling.rev, { note: "Đã lưu, không phải trả lời." });
  rejected = await incoming().reject(clerk, (await fixture.send()).id, "Gửi nhầm nơi nhận");
  working = await assign(await accept(), "2026-11-17");
  accepted = await accept();
  waiting = await fixture.send();
});
afterAll(() => fixture.close());

describe("the list of incoming documents", () => {
  it("shows each as it stands, newest first", async () => {
    const shown = await incoming().list(fixture.clerk);
    expect(shown.map(({ id, progress }) => [id, progress])).toEqual([
      [waiting.id, "waiting"],
      [accepted.id, "unassigned"],
      [working.id, "working"],
      [rejected.id, "rejected"],
      [done.id, "done"],
    ]);
    expect(shown[2]).toMatchObject({ assignees: "Trần Văn Bình", arrivalNumber: 2, due: { day: "2026-11-17" } });
    expect(shown[0]!.checked).toBe("NO_SIGNATURE");
    expect(shown[4]!.due).toMatchObject({ state: "kept" });
  });

  it("goes on page by page behind the last one of the page before", async () => {
    const all = (await incoming().list(fixture.clerk)).map(({ id }) => id);
    const paged: string[] = [];
    for (;;) {
      const after = paged.at(-1);
      const page = await incoming().list(fixture.clerk, { limit: 2, ...(after === undefined ? {} : { after }) });
      if (page.length === 0) break;
      paged.push(...page.map(({ id }) => id));
    }
    expect(paged).toEqual(all);
    const open = { progress: ["unassigned" as const, "working" as const], limit: 1 };
    const [first] = await incoming().list(fixture.clerk, open);
    const [second, third] = await incoming().list(fixture.clerk, { ...open, after: first!.id });
    expect([first!.id, second!.id, third]).toEqual([accepted.id, working.id, undefined]);
  });

  it("counts without reading the documents, to everybody what they see", async () => {
    expect(await incoming().counts(fixture.clerk)).toEqual({
      progress: { waiting: 1, unassigned: 1, working: 1, rejected: 1, done: 1, cancelled: 0 },
      mine: 0,
      overdue: 0,
      soon: 1,
    });
    expect(await incoming().counts(fixture.handler)).toMatchObject({
      progress: { waiting: 0, unassigned: 0, working: 1, done: 1 },
      mine: 1,
    });
    expect(await incoming().list(fixture.outsider)).toEqual([]);
    expect((await incoming().list(fixture.handler, { mine: true })).map(({ id }) => id)).toEqual([working.id, done.id]);
  });

  it("follows reassignment, deadlines, days that pass, and what a sender takes back", async () => {
    const { clerk, leader, colleague, handler, outsider, units } = fixture;
    const other = await incoming().accept(clerk, (await fixture.send()).id);
    let now = await incoming().assign(leader, other.id, other.handling.rev, {
      lead: { unitId: units.technical },
      dueOn: "2026-11-18",
    });
    const seen = async (actor: typeof handler) => (await incoming().list(actor)).some(({ id }) => id === other.id);
    expect([await seen(handler), await seen(colleague), await seen(outsider)]).toEqual([true, true, false]);
    now = await incoming().assign(leader, other.id, now.handling.rev, {
      lead: { personId: outsider.personId },
      dueOn: "2026-11-19",
    });
    expect([await seen(handler), await seen(colleague), await seen(outsider)]).toEqual([false, false, true]);
    const before = fixture.now.at;
    fixture.now.at = new Date("2026-11-23T02:00:00.000Z");
    expect(await incoming().counts(clerk)).toMatchObject({ overdue: 2 });
    expect((await incoming().list(clerk, { due: "overdue" })).map(({ id }) => id)).toEqual([other.id, working.id]);
    fixture.now.at = before;
    await fixture.takeBack(other.documentId, "Gửi nhầm bản dự thảo");
    expect((await incoming().list(clerk, { limit: 1 }))[0]!.changeAsked?.kind).toBe("take-back");
    await incoming().answerChange(clerk, other.id, { agree: true });
    const [cancelled] = await incoming().list(clerk, { progress: "cancelled" });
    expect(cancelled).toMatchObject({ id: other.id, subject: "(đã hủy theo yêu cầu thu hồi)" });
  });

  it("says the same as the documents themselves, also of data from before lists had rows of their own", async () => {
    const { records } = fixture.storage;
    const today = await incoming().list(fixture.clerk);
    const counts = await incoming().counts(fixture.clerk);
    const org = `org/${fixture.receiver.id}`;
    for (const pk of ["incoming-summaries", "incoming-places", "incoming-assigned", "incoming-index"]) {
      const { items } = await records.query(`${org}/${pk}`);
      expect(items.length).toBeGreaterThan(0);
      await records.commit(items.map(({ pk, sk, rev }) => ({ op: "remove" as const, pk, sk, rev })));
    }
    const { storage } = fixture;
    const office = openOffice({
      storage: { ...storage, records: { ...records } },
      clock: () => fixture.now.at,
    });
    expect(await office.incoming.list(fixture.clerk)).toEqual(today);
    expect(await office.incoming.counts(fixture.clerk)).toEqual(counts);
    for (const one of today) {
      const whole = await office.incoming.get(fixture.clerk, one.id);
      expect([one.progress, one.due, one.arrivalNumber, one.subject]).toEqual([
        whole.progress,
        whole.due,
        whole.entry?.number,
        whole.subject,
      ]);
    }
  });
});

describe("a file that only a password opens", () => {
  const locked = () => {
    const place = temporaryFolder();
    writeFileSync(place.at("mo.pdf"), PLAIN_PDF);
    const run = program("qpdf", ["--encrypt", "", "chu", "256", "--", place.at("mo.pdf"), place.at("khoa.pdf")]);
    expect(run.code, run.err).toBe(0);
    const bytes = readFileSync(place.at("khoa.pdf"));
    place.drop();
    return bytes;
  };

  it("is not taken when it is written down, and the reason is said", async () => {
    const input = {
      channel: "email" as const,
      from: { name: "Ủy ban nhân dân huyện Sông Lam" },
      number: "32",
      notation: "UBND",
      issuedOn: "2026-11-13",
      kindName: "Công văn",
      subject: "Phối hợp kiểm tra",
      signatory: { position: "Chủ tịch", name: "Hoàng Văn Lâm" },
      files: [{ name: "cong-van.pdf", bytes: locked() }],
    };
    await expect(incoming().register(fixture.clerk, input)).rejects.toMatchObject({ code: "FILE_LOCKED" });
  });

  it("in a packet: nothing is kept, and the sender is told 02 with the reason", async () => {
    const { office, storage, outbox, sender, receiver, clerk } = fixture;
    const before = (await incoming().list(clerk)).length;
    const packet: DocumentPacket = {
      documentId: `${sender.code},2026/11/13,901/UBND`,
      from: { organisationCode: sender.code, name: sender.name },
      to: [{ organisationCode: receiver.code, name: receiver.name }],
      number: "901",
      notation: "UBND",
      place: "Hương Giang",
      issuedOn: "2026-11-13",
      kind: { code: "22", name: "Công văn" },
      subject: "V/v phối hợp kiểm tra",
      signatory: { competence: "", position: "CHỦ TỊCH", name: "Hoàng Văn Lâm" },
      priority: 0,
      pages: 1,
      appendices: [],
      places: [],
      business: "new",
      replaces: [],
      attachments: [{ name: "cong-van.pdf", description: "", contentType: "application/pdf", bytes: locked() }],
      sentAt: fixture.now.at.toISOString(),
    };
    const { sha256 } = await storage.files.put(packEdxml(packet), "application/xml");
    await storage.records.commit(
      outbox.sendOperations({
        kind: "document",
        packet: sha256,
        documentId: packet.documentId,
        from: sender.code,
        recipients: packet.to,
      }),
    );
    await office.deliver();
    expect((await incoming().list(clerk)).length).toBe(before);
    const [status] = (await fixture.delivery(packet.documentId)).statuses;
    expect(status).toMatchObject({ code: "02" });
    expect(status!.description).toContain("mật khẩu");
  });
});

describe("the incoming register", () => {
  it("says of a document that is not assigned to the reader no more than number, sender and date", async () => {
    const { clerk, handler, outsider } = fixture;
    const whole = await fixture.office.registers.incoming(clerk, 2026);
    const line = whole.find(({ documentId }) => documentId === working.id)!;
    expect(line.subject).toContain("trạm quan trắc");
    const seenBy = async (actor: typeof clerk) =>
      (await fixture.office.registers.incoming(actor, 2026)).find(({ documentId }) => documentId === working.id)!;
    expect((await seenBy(handler)).subject).toBe(line.subject);
    expect(await seenBy(outsider)).toMatchObject({
      number: line.number,
      notation: line.notation,
      author: line.author,
      subject: "Văn bản giới hạn người xem",
      signatory: "",
    });
    const page = await fixture.office.registers.page(outsider, "incoming", { year: 2026, search: "quan trac" });
    expect(page.rows.map(({ document }) => document?.id)).not.toContain(working.id);
    const all = await fixture.office.registers.page(outsider, "incoming", { year: 2026 });
    const concealed = all.rows.find(({ number }) => number === line.number)!;
    expect(concealed).toMatchObject({ concealed: true, cells: { subject: "Văn bản giới hạn người xem" } });
    expect(concealed.document, "leads nowhere").toBeUndefined();
    const file = await fixture.office.registers.workbook(outsider, "incoming", { year: 2026 });
    expect(file.bytes.length).toBeGreaterThan(0);
    await expect(
      fixture.office.registers.row(outsider, "incoming", 2026, `${String(line.number).padStart(8, "0")}#${working.id}`),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
