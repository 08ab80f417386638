import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditEntry } from "../../shared/access/index.ts";
import { openTestOffice, type TestOffice } from "./office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openTestOffice();
});
afterAll(() => office.close());

const event = (organisationId: string, action: string, subject = "vb-1", details?: Record<string, string>) => ({
  organisationId,
  actor: { personId: "p1", name: "Lê Thị Hạnh" },
  at: "2026-03-02T02:00:00.000Z",
  action,
  subject,
  details,
});

/** A trail of three entries of an organisation of its own, and how to spoil an entry of it behind our back. */
async function threeEntries(organisationId: string) {
  const { access, records } = office;
  for (const action of ["document.draft", "document.sign", "document.number"])
    await records.commit(await access.auditOperations(event(organisationId, action, "vb-1", { số: "12", b: "2" })));
  const pk = `audit#${organisationId}`;
  const key = (sequence: number) => `entry#${String(sequence).padStart(10, "0")}`;
  return {
    spoil: async (sequence: number, change: (entry: AuditEntry) => AuditEntry) => {
      const item = await records.get<AuditEntry>(pk, key(sequence));
      await records.commit([{ op: "put", pk, sk: key(sequence), data: change(item!.data) }]);
    },
    remove: async (sequence: number) => {
      const item = await records.get(pk, key(sequence));
      await records.commit([{ op: "remove", pk, sk: key(sequence), rev: item!.rev }]);
    },
    check: () => access.checkAudit(organisationId),
  };
}

describe("the audit trail", () => {
  it("chains what was done, in order, and is proved sound", async () => {
    const { check } = await threeEntries("a");
    const { entries } = await office.access.auditTrail("a");
    expect(entries.map(({ sequence, action }) => [sequence, action])).toEqual([
      [1, "document.draft"],
      [2, "document.sign"],
      [3, "document.number"],
    ]);
    expect(entries[1]!.previous).toBe(entries[0]!.hash);
    expect(await check()).toEqual({ organisationId: "a", entries: 3, hash: entries[2]!.hash, faults: [], sound: true });
    const latest = await office.access.auditTrail("a", { reverse: true, limit: 2 });
    expect(latest.entries.map((entry) => entry.sequence)).toEqual([3, 2]);
    expect((await office.access.auditTrail("a", { reverse: true, after: latest.next })).entries).toHaveLength(1);
    expect(await office.access.checkAudit("chưa có gì")).toMatchObject({ entries: 0, sound: true });
  });

  it("is written with what is done, or not at all", async () => {
    const { access, records } = office;
    const stale = { op: "check" as const, pk: "văn bản", sk: "vb-9", rev: 4 };
    await expect(
      records.commit([...(await access.auditOperations(event("b", "document.sign"))), stale]),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await access.auditTrail("b")).entries).toEqual([]);
    await records.commit(
      await access.auditOperations([
        event("b", "document.number"),
        event("b", "document.seal"),
        event("b", "document.issue"),
      ]),
    );
    expect(await access.checkAudit("b")).toMatchObject({ entries: 3, sound: true });
    await expect(access.auditOperations([event("b", "x"), event("c", "x")])).rejects.toThrow(TypeError);
  });

  it("stays whole when many write at once", async () => {
    const { access } = office;
    const writers = Array.from({ length: 20 }, (_, writer) =>
      access.commitAudited([], event("d", "document.send", `vb-${writer}`)),
    );
    await Promise.all(writers);
    expect(await access.checkAudit("d")).toMatchObject({ entries: 20, sound: true });
    const { entries } = await access.auditTrail("d");
    expect(new Set(entries.map((entry) => entry.subject)).size).toBe(20);
  });

  it("is tried again when only the trail moved, never when what is done itself conflicts", async () => {
    const { access, records } = office;
    const pk = "văn bản d";
    await records.commit([{ op: "insert", pk, sk: "vb-1", data: "dự thảo" }]);
    const sign = (name: string) =>
      access.commitAudited([{ op: "update", pk, sk: "vb-1", rev: 1, data: name }], event("d2", "document.sign", name));
    const signed = await Promise.allSettled(["một", "hai", "ba"].map(sign));
    expect(signed.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    for (const one of signed)
      if (one.status === "rejected")
        expect(one.reason).toMatchObject({ code: "CONFLICT", where: `#0 update ${pk}/vb-1` });
    expect((await access.auditTrail("d2")).entries).toHaveLength(1);
  });

  it("shows a changed entry, whatever was changed in it", async () => {
    const { spoil, check } = await threeEntries("e");
    const { entries } = await office.access.auditTrail("e");
    const original = entries[1]!;
    const changes: Partial<AuditEntry>[] = [
      { at: "2026-03-03T02:00:00.000Z" },
      { actor: { personId: "p2", name: "Lê Thị Hạnh" } },
      { actor: { personId: "p1", name: "Người khác" } },
      { action: "document.draft" },
      { subject: "vb-2" },
      { details: { số: "13", b: "2" } },
      { details: undefined },
      { organisationId: "khác" },
      { sequence: 3 },
      { previous: "0".repeat(64) },
      { hash: "0".repeat(64) },
    ];
    for (const change of changes) {
      await spoil(2, () => ({ ...original, ...change }));
      const { sound, faults } = await check();
      expect(sound, JSON.stringify(change)).toBe(false);
      expect(faults[0]!.sequence, JSON.stringify(change)).toBe(2);
    }
    await spoil(2, () => original);
    expect((await check()).sound).toBe(true);
  });

  it("shows an entry that was removed, also the last one, or added", async () => {
    const middle = await threeEntries("g");
    await middle.remove(2);
    expect((await middle.check()).faults[0]).toMatchObject({ message: "Thiếu nhật ký từ số 2 đến số 2." });
    const last = await threeEntries("h");
    await last.remove(3);
    expect((await last.check()).faults[0]).toMatchObject({ message: expect.stringContaining("bị cắt cuối") });
    const added = await threeEntries("i");
    const extra = { ...event("i", "document.recall"), sequence: 4, previous: "", hash: "" };
    await office.records.commit([{ op: "insert", pk: "audit#i", sk: "entry#0000000004", data: extra }]);
    expect((await added.check()).sound).toBe(false);
  });

  it("tells who came, who was made, changed and locked", async () => {
    const { access, organisation } = office;
    const person = await office.addPerson("chuyen.vien", ["drafter"], "mật khẩu dài");
    const { actor } = await access.signIn("chuyen.vien", "mật khẩu dài");
    await access.changePerson(organisation.id, person.id, { roles: ["clerk"] }, actor);
    for (let i = 0; i < 5; i++) await access.signIn("chuyen.vien", "sai mật khẩu").catch(() => {});
    const { entries } = await access.auditTrail(organisation.id);
    expect(entries.map(({ action, actor: by }) => [action, by.name])).toEqual([
      ["organisation.create", "Hệ thống"],
      ["person.create", "Hệ thống"],
      ["session.start", person.name],
      ["person.change", person.name],
      ["account.lock", "Hệ thống"],
    ]);
    expect(await access.checkAudit(organisation.id)).toMatchObject({ sound: true, entries: 5 });
  });
});
