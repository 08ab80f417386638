import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DossierView } from "../../shared/office/index.ts";
import { openPackage } from "../../shared/opc/index.ts";
import { type DossierFixture, openDossierFixture } from "./dossiers-fixture.ts";

let f: DossierFixture;
let made = 0;

beforeAll(async () => {
  f = await openDossierFixture();
}, 60_000);
afterAll(() => f.close());

const DAY = "2026-10-01";

/** A closed dossier of the drafter with one short note in it. */
async function closed(retention = "20 năm"): Promise<DossierView> {
  const { office, drafter } = f;
  made += 1;
  let one = await office.dossiers.open(drafter, {
    year: 2026,
    notation: `${String(made).padStart(2, "0")}.TH`,
    title: `Việc thứ ${made} về nhân sự`,
    retention,
    startedOn: DAY,
  });
  one = await office.dossiers.upload(drafter, one.id, one.rev, {
    file: { name: "ghi-chep.txt", bytes: Buffer.from(`Ghi chép ${made}`) },
    title: "Ghi chép",
    issuedOn: DAY,
  });
  return office.dossiers.close(drafter, one.id, one.rev, DAY);
}

describe("what is told of restricted dossiers", () => {
  it("records and sheets of a hand-over, and locks, tell who may not see a dossier its code and no more", async () => {
    const { office, drafter, archivist, other, leader, administrator } = f;
    const one = await closed();
    const restricted = await office.dossiers.setAccess(drafter, one.id, one.rev, {
      level: "restricted",
      people: [],
      units: [],
    });
    const [locked] = await office.dossiers.freeze(administrator, [one.id], "Theo yêu cầu thanh tra");
    expect(locked?.frozen).toBeDefined();
    expect(JSON.stringify(locked)).not.toContain("về nhân sự");
    await office.dossiers.unfreeze(administrator, [one.id], "Xong");
    await office.dossiers.offer(drafter, [one.id]);
    const record = await office.dossiers.receive(archivist, [one.id]);
    expect(JSON.stringify(await office.dossiers.handOvers(other))).not.toContain(restricted.title);
    expect(JSON.stringify(await office.dossiers.handOvers(archivist))).toContain(restricted.title);
    const text = async (actor: typeof leader) => {
      const { bytes } = await office.dossiers.handOverSheet(actor, record.id, "list", "docx");
      return openPackage(bytes).text("word/document.xml")!;
    };
    expect(await text(leader)).not.toContain(restricted.title);
    expect(await text(archivist)).toContain(restricted.title);
    const { bytes } = await office.dossiers.handOverSheet(archivist, record.id, "record", "docx");
    const minutes = openPackage(bytes).text("word/document.xml")!;
    for (const half of record.dossiers[0]!.sha256.match(/.{32}/g)!) expect(minutes).toContain(half);
  });

  it("a change of rights is told to those concerned and to leaders, without what the dossier is about (III.3.c)", async () => {
    const { office, drafter, leader, other } = f;
    const one = await closed();
    await office.dossiers.setAccess(drafter, one.id, one.rev, {
      level: "restricted",
      people: [other.personId],
      units: [],
    });
    for (const [actor, kind] of [
      [other, "rights-changed"],
      [leader, "rights-waiting"],
    ] as const) {
      const told = (await office.notices.list(actor)).find(({ subject }) => subject === one.id);
      expect(told).toMatchObject({ kind });
      expect(told?.text).not.toContain(one.title);
    }
  });

  it("a change of rights holds at once and waits for a leader, who confirms it or puts it back (III.3.c)", async () => {
    const { office, drafter, leader, other } = f;
    const restrict = async (people: string[]) => {
      const one = await closed();
      await office.dossiers.setAccess(drafter, one.id, one.rev, { level: "restricted", people, units: [] });
      const waiting = (await office.rights.pending(leader)).find(({ documentId }) => documentId === one.id)!;
      expect(waiting).toMatchObject({ of: "dossier", symbol: `Hồ sơ ${one.code.notation} năm ${one.code.year}` });
      expect(waiting.subject, "a leader who may not see it is not told what it is about").toBeUndefined();
      return { one, waiting };
    };
    const kept = await restrict([other.personId]);
    await office.rights.confirm(leader, kept.one.id, kept.waiting.rev, "confirm");
    expect((await office.dossiers.get(other, kept.one.id)).access.level).toBe("restricted");
    await expect(office.dossiers.get(leader, kept.one.id)).rejects.toMatchObject({ code: "NOT_FOUND" });

    const { one, waiting } = await restrict([]);
    await expect(office.rights.confirm(drafter, one.id, waiting.rev, "revert")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(office.rights.confirm(leader, one.id, waiting.rev - 1, "revert")).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await office.rights.confirm(leader, one.id, waiting.rev, "revert");
    expect((await office.dossiers.get(leader, one.id)).access.level).toBe("office");
    expect((await office.rights.pending(leader)).map(({ documentId }) => documentId)).not.toContain(one.id);
    const said = (await office.notices.list(drafter)).find(({ subject }) => subject === one.id);
    expect(said?.text).toContain("không đồng ý, đã khôi phục");
    const open = (await office.notices.list(leader)).filter(({ kind }) => kind === "rights-waiting");
    expect(open.map(({ subject }) => subject)).not.toContain(one.id);

    const own = await closed();
    await office.dossiers.setAccess(drafter, own.id, own.rev, { level: "restricted", people: [], units: [] });
    const again = (await office.rights.pending(leader)).find(({ documentId }) => documentId === own.id)!;
    await office.dossiers.setAccess(drafter, own.id, again.rev, {
      level: "restricted",
      people: [leader.personId],
      units: [],
    });
    const further = (await office.rights.pending(leader)).find(({ documentId }) => documentId === own.id)!;
    expect(further.change.before.level, "of two changes the first state is what it is put back to").toBe("office");
    await office.rights.confirm(leader, own.id, further.rev, "confirm");
  });

  it("a lock holds for the metadata of a dossier that is closed, too (IV.1.g)", async () => {
    const { office, drafter, archivist } = f;
    const one = await closed();
    await office.dossiers.freeze(archivist, [one.id], "Theo yêu cầu thanh tra");
    await expect(
      office.dossiers.setMetadata(drafter, { from: "dossier", id: one.id }, 0, {
        values: {},
        additional: [{ name: "Kho", text: "2" }],
      }),
    ).rejects.toMatchObject({ code: "DOSSIER_FROZEN" });
  });
});

describe("bounds of dossiers", () => {
  it("as many are received at once as the desk says: one commit holds them with their lines in the trail", async () => {
    const { office, drafter, archivist } = f;
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) ids.push((await closed()).id);
    await office.dossiers.offer(drafter, ids);
    const record = await office.dossiers.receive(archivist, ids);
    expect(record.dossiers.length).toBe(20);
    await expect(office.dossiers.offer(drafter, [...ids, "2026-them"])).rejects.toMatchObject({ code: "INVALID" });
  }, 60_000);

  it("a history of long reasons never makes a dossier too large to be kept", async () => {
    const { office, archivist } = f;
    const one = await closed();
    const reason = "Ế".repeat(500);
    for (let index = 0; index < 130; index += 1) {
      await office.dossiers.freeze(archivist, [one.id], reason);
      await office.dossiers.unfreeze(archivist, [one.id], reason);
    }
    const after = await office.dossiers.get(archivist, one.id);
    expect(Buffer.byteLength(JSON.stringify(after.history))).toBeLessThan(150_000);
    expect(after.history.at(-1)?.action).toBe("unfreeze");
  }, 60_000);

  it("a list too long for one record, or with signs its lines are parted by, is refused with the reason", async () => {
    const { office, drafter } = f;
    const item = { retention: "20 năm", maker: { name: "Phạm Văn Thuận" } };
    const list = (items: { title: string; retention: string; maker: { name: string }; note?: string }[]) =>
      office.dossiers.saveList(drafter, 2027, 0, {
        numbering: "whole",
        headings: [{ title: "Văn phòng", abbreviation: "VP", parts: [{ title: "", items }] }],
      });
    await expect(list(Array.from({ length: 900 }, () => ({ ...item, title: "Ế".repeat(450) })))).rejects.toMatchObject({
      code: "DOSSIER_LIST",
    });
    await expect(list([{ ...item, title: "Quy hoạch | 2026" }])).rejects.toMatchObject({ code: "DOSSIER_LIST" });
    await expect(list([{ ...item, title: "Quy hoạch", note: "x".repeat(501) }])).rejects.toMatchObject({
      code: "DOSSIER_LIST",
    });
  });

  it("days that no calendar has are refused", async () => {
    const { office, drafter } = f;
    const open = (startedOn: string) =>
      office.dossiers.open(drafter, { year: 2026, notation: "90.TH", title: "Việc", retention: "20 năm", startedOn });
    await expect(open("2026-02-30")).rejects.toMatchObject({ code: "INVALID" });
  });

  it("one that is opened again is no longer listed as past its retention", async () => {
    const { office, drafter, archivist } = f;
    const one = await closed("02 năm");
    await office.dossiers.reopen(drafter, one.id, one.rev, "Bổ sung tài liệu");
    f.setClock("2035-01-05T03:00:00Z");
    const ended = (await office.dossiers.retentionEnded(archivist)).map(({ dossier }) => dossier.id);
    f.setClock(new Date().toISOString());
    expect(ended).not.toContain(one.id);
  });

  it("a package is what was handed over, also after rights were changed", async () => {
    const { office, drafter, archivist } = f;
    const one = await closed();
    await office.dossiers.offer(drafter, [one.id]);
    const record = await office.dossiers.receive(archivist, [one.id]);
    const kept = await office.dossiers.get(archivist, one.id);
    await office.dossiers.setAccess(archivist, one.id, kept.rev, { level: "restricted", people: [], units: [] });
    const sip = await office.dossiers.exportArchive(archivist, one.id, "SIP_hoso");
    expect(sip.sha256).toBe(record.dossiers[0]!.sha256);
  });
});
