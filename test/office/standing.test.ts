import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { type DocumentPacket, packEdxml } from "../../shared/exchange/index.ts";
import type { DocumentRecord, Office, Revised } from "../../shared/office/index.ts";
import { issueDocument, type OfficeFixture, openFixture, SAMPLE_LETTER } from "../amendments/amendment-office.ts";
import { elsewhere, fileOf } from "./standing-support.ts";

describe("standing of documents issued here", () => {
  let fixture: OfficeFixture;
  let office: Office;
  let plan: Revised<DocumentRecord>;
  let amendment: Revised<DocumentRecord>;

  beforeAll(async () => {
    fixture = await openFixture();
    const { drafter, sender } = fixture;
    office = fixture.office;
    const sample = sampleProgramme(sender.id);
    const made = await office.programmes.create(drafter, { title: sample.title, period: sample.period });
    const first = await office.programmes.save(drafter, { ...sample, id: made.id, revision: made.revision }, "Lập");
    plan = await issueDocument(
      fixture,
      await office.documents.draftPlan(drafter, {
        programmeId: made.id,
        subject: "Thực hiện nhiệm vụ",
        notation: "KH-UBND",
        opening: "Mở đầu.",
        purpose: "Mục đích.",
        requirements: "Yêu cầu.",
        implementation: "Tổ chức.",
        recipients: ["Lưu: VT"],
        signature: SAMPLE_LETTER.signature,
      }),
    );
    const second = sampleRevision(sender.id);
    await office.programmes.save(
      drafter,
      { ...second, id: made.id, revision: first.revision },
      { why: "Sau phiên họp" },
    );
    const before = await office.standing.ofFile(plan.files.issued!);
    expect(before).toMatchObject({ state: "in-force", found: "file", by: [] });
    amendment = await issueDocument(
      fixture,
      await office.amendments.draft(drafter, {
        programmeId: made.id,
        documentId: plan.id,
        letter: SAMPLE_LETTER,
        appendixTitle: "Danh mục",
        left: ["t1"],
      }),
    );
  });
  afterAll(() => fixture?.close());

  it("an amended document says by what, and which rows of its appendix, without their content", async () => {
    const standing = await office.standing.ofFile(plan.files.issued!);
    expect(standing).toMatchObject({
      state: "amended",
      document: { kind: "Kế hoạch", number: "01", notation: "KH-UBND", organisation: fixture.sender.name },
      by: [{ change: "amendment", number: amendment.number!.text, issuedOn: amendment.issuedOn }],
    });
    const rows = standing.by[0]!.rows!;
    expect(rows).toHaveLength(amendment.amendment!.rows);
    for (const row of rows) expect(row.place).toMatch(/^Phụ lục.*, số /);
    const told = JSON.stringify(standing);
    for (const task of sampleRevision("x").tasks) expect(told).not.toContain(task.name);
    expect(standing.words).toContain(`số ${amendment.number!.text}`);
    expect((await office.standing.ofFile(amendment.files.issued!)).state).toBe("in-force");
  });

  it("is found by every signed state of the file, and by nothing else", async () => {
    for (const sha256 of [plan.files.signed!, plan.files.numbered!, plan.files.issued!])
      expect((await office.standing.ofFile(sha256)).state).toBe("amended");
    expect((await office.standing.ofFile(amendment.attachments[0]!.issued!)).document?.number).toBe(
      amendment.number!.text,
    );
    expect((await office.standing.ofFile(plan.files.pdf!)).state).toBe("unknown");
    expect((await office.standing.ofFile("không phải sha256")).state).toBe("unknown");
  });

  it("the public check says it in the verdict, also of a file with more evidence added, never of one that fails", async () => {
    const bytes = await fixture.storage.files.get(plan.files.issued!);
    const verdict = await office.verify(bytes);
    expect(verdict.standing).toMatchObject({ state: "amended", found: "file" });
    expect(verdict.document.standing).toBe(verdict.standing!.words);
    // The same signed document, one line end longer: not the same file, but the same number signed by the same organisation.
    const longer = Buffer.concat([bytes, Buffer.from("\n")]);
    const again = await office.verify(longer);
    if (again.verdict === "TOTAL_PASSED") expect(again.standing).toMatchObject({ state: "amended", found: "number" });
    const forged = Buffer.from(bytes);
    forged[forged.indexOf("endstream") - 30]! ^= 1;
    const refused = await office.verify(forged);
    expect(refused.verdict).not.toBe("TOTAL_PASSED");
    expect(refused.standing?.state ?? "unknown").toBe("unknown");
  });

  it("documents issued before there were these rows get them from the schedule, none from a public question", async () => {
    const { records } = fixture.storage;
    for (const sha256 of [plan.files.signed!, plan.files.numbered!, plan.files.issued!]) {
      for (const item of (await records.query(`check/file/${sha256}`)).items)
        await records.commit([{ op: "remove", pk: item.pk, sk: item.sk, rev: item.rev }]);
    }
    const done = await records.get(`org/${fixture.sender.id}/check-index`, "done");
    if (done !== undefined) await records.commit([{ op: "remove", pk: done.pk, sk: done.sk, rev: done.rev }]);
    const { openOffice } = await import("../../shared/office/index.ts");
    const reopened = openOffice({ storage: fixture.storage });
    expect((await reopened.standing.ofFile(plan.files.issued!)).state).toBe("unknown");
    await reopened.runReportSchedule();
    expect((await reopened.standing.ofFile(plan.files.issued!)).state).toBe("amended");
    expect(await records.get(`org/${fixture.sender.id}/check-index`, "done")).toBeDefined();
  });

  it("a code leads to the document in one read, tells slips of the pen, and knows its files", async () => {
    const code = await office.standing.codeOf(fixture.clerk, plan.id);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(await office.standing.codeOf(fixture.drafter, plan.id)).toBe(code);
    const written = `${code.slice(0, 4)}-${code.slice(4, 8).toLowerCase()} ${code.slice(8)}`;
    const found = await office.standing.byCode(written);
    expect(found).toMatchObject({
      code,
      document: { number: "01" },
      files: [{ sha256: plan.files.issued }],
      standing: { state: "amended", found: "code" },
    });
    for (let at = 0; at < 12; at += 1) {
      const wrong = code.slice(0, at) + (code[at] === "7" ? "8" : "7") + code.slice(at + 1);
      await expect(office.standing.byCode(wrong)).rejects.toMatchObject({ code: "INVALID" });
    }
    expect(await office.standing.matchFile(code, plan.files.issued!)).toBe("issued");
    expect(await office.standing.matchFile(code, plan.files.signed!)).toBe("earlier");
    expect(await office.standing.matchFile(code, amendment.files.issued!)).toBeUndefined();
    const draft = await office.documents.draft(fixture.drafter, SAMPLE_LETTER);
    await expect(office.standing.codeOf(fixture.drafter, draft.id)).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    await expect(office.standing.codeOf(fixture.receivingClerk, plan.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("an issued document without a code gets one at first asking", async () => {
    const { records } = fixture.storage;
    const own = (await records.get<{ code: string }>(`org/${fixture.sender.id}/check-codes`, plan.id))!;
    await records.commit([{ op: "remove", pk: own.pk, sk: own.sk, rev: own.rev }]);
    const [one, two] = await Promise.all([
      office.standing.codeOf(fixture.clerk, plan.id),
      office.standing.codeOf(fixture.drafter, plan.id),
    ]);
    expect(one).toBe(two);
    expect(one).not.toBe(own.data.code);
  });

  it("the packet's first file tells its code", async () => {
    // An amendment that was issued since is noted on the plan's own record.
    const { rev } = await office.documents.get(fixture.clerk, plan.id);
    const sent = await office.documents.send(fixture.clerk, plan.id, rev, [fixture.receiver.id]);
    await office.deliver();
    const [incoming] = await office.incoming.list(fixture.receivingClerk);
    const code = await office.standing.codeOf(fixture.clerk, sent.id);
    expect(incoming!.files[0]!.description.replaceAll("-", "")).toContain(code);
  });
});

describe("standing of documents that came in", () => {
  let fixture: OfficeFixture;
  beforeAll(async () => {
    fixture = await openFixture();
  });
  afterAll(() => fixture?.close());

  it("follows the packets of the same organisation, when their signatures pass", async () => {
    const { receiver } = fixture;
    const other = elsewhere(fixture);
    const office = other.here;
    const receive = (packet: DocumentPacket, id: string) =>
      office.incoming.receive(packEdxml(packet), id, receiver.code);
    const first = await other.packet("32");
    await receive(first, "m-1");
    const sha256 = fileOf(first);
    const standing = () => office.standing.ofFile(sha256);
    expect(await standing()).toMatchObject({
      state: "in-force",
      document: { number: "32", organisation: other.name },
    });

    // What changes nothing: another organisation's packet; a file that the sender did not sign; one that bears another number.
    const recall = { business: "recall", replaces: [first.documentId] } as const;
    const genuine = await other.packet("7", { ...recall, replaces: [first.documentId] });
    const [file] = genuine.attachments;
    await receive({ ...genuine, from: { organisationCode: "H11", name: "Cơ quan khác" } }, "m-2");
    await receive({ ...genuine, attachments: [{ ...file!, bytes: other.unsigned }] }, "m-3");
    await receive({ ...genuine, number: "8", documentId: "H77,2026/11/20,8/KH-UBND" }, "m-4");
    expect((await standing()).state).toBe("in-force");

    const changes = [
      ["update", "40", "amended"],
      ["replace", "41", "replaced"],
      ["recall", "42", "recalled"],
    ] as const;
    for (const [business, number, state] of changes) {
      await receive(await other.packet(number, { business, replaces: [first.documentId] }), `m-${business}`);
      const now = await standing();
      expect(now.state, business).toBe(state);
      expect(now.by.map((one) => one.number)).toContain(number);
    }
  });
});
