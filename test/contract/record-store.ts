import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { COMMIT_OPERATIONS, ITEM_BYTES, type RecordStore, withRetry } from "../../shared/storage/index.ts";

/** What every record store must do; run it against each adapter. */
export function recordStoreContract(open: () => RecordStore): void {
  let records: RecordStore;
  beforeAll(() => {
    records = open();
  });
  /** A partition of its own for each test, so that a kept store may be used again. */
  const fresh = () => `thử-${randomUUID()}`;
  const fails = (code: string, where?: string) =>
    expect.objectContaining(where === undefined ? { code } : { code, where: expect.stringContaining(where) });

  describe("one item", () => {
    it("is inserted once, read back as it was, and counts its writes", async () => {
      const pk = fresh();
      const data = {
        tên: "Kế hoạch số 12",
        rỗng: "",
        không: null,
        số: [1, 2.5, -3],
        sâu: { a: { b: [{}] } },
        nul: "a\0b",
      };
      await records.commit([{ op: "insert", pk, sk: "một", data }]);
      expect(await records.get(pk, "một")).toEqual({ pk, sk: "một", rev: 1, data });
      await records.commit([{ op: "update", pk, sk: "một", rev: 1, data: "khác" }]);
      expect(await records.get(pk, "một")).toEqual({ pk, sk: "một", rev: 2, data: "khác" });
      await expect(records.commit([{ op: "insert", pk, sk: "một", data: 0 }])).rejects.toEqual(fails("CONFLICT"));
      expect((await records.get(pk, "một"))?.rev).toBe(2);
    });

    it("is absent under a key that no item can have, as addresses of pages give them", async () => {
      const pk = fresh();
      for (const sk of ["", "x".repeat(5000), "\ud800"]) expect(await records.get(pk, sk)).toBeUndefined();
    });

    it("is absent before and after", async () => {
      const pk = fresh();
      expect(await records.get(pk, "một")).toBeUndefined();
      await records.commit([{ op: "insert", pk, sk: "một", data: 1 }]);
      await records.commit([{ op: "remove", pk, sk: "một", rev: 1 }]);
      expect(await records.get(pk, "một")).toBeUndefined();
      expect(await records.query(pk)).toEqual({ items: [] });
    });

    it("is updated and removed only at the revision that was read", async () => {
      const pk = fresh();
      await records.commit([{ op: "insert", pk, sk: "một", data: 1 }]);
      for (const rev of [2, 7]) {
        const stale = records.commit([{ op: "update", pk, sk: "một", rev, data: 2 }]);
        await expect(stale).rejects.toEqual(fails("CONFLICT", "#0 update"));
        await expect(records.commit([{ op: "remove", pk, sk: "một", rev }])).rejects.toEqual(fails("CONFLICT"));
      }
      await expect(records.commit([{ op: "update", pk, sk: "hai", rev: 1, data: 2 }])).rejects.toEqual(
        fails("CONFLICT"),
      );
      await expect(records.commit([{ op: "remove", pk, sk: "hai", rev: 1 }])).rejects.toEqual(fails("CONFLICT"));
      expect(await records.get(pk, "một")).toMatchObject({ rev: 1, data: 1 });
      expect(await records.get(pk, "hai")).toBeUndefined();
    });

    it("is put whether it is there or not", async () => {
      const pk = fresh();
      for (const n of [1, 2, 3]) await records.commit([{ op: "put", pk, sk: "một", data: n }]);
      expect(await records.get(pk, "một")).toMatchObject({ rev: 3, data: 3 });
    });
  });

  describe("a commit", () => {
    it("of nothing does nothing", async () => {
      await records.commit([]);
    });

    it("is all or nothing, and names the first operation that failed", async () => {
      const pk = fresh();
      await records.commit([
        { op: "insert", pk, sk: "a", data: 1 },
        { op: "insert", pk, sk: "b", data: 1 },
      ]);
      const commit = records.commit([
        { op: "insert", pk, sk: "c", data: 1 },
        { op: "update", pk, sk: "a", rev: 1, data: 2 },
        { op: "update", pk, sk: "b", rev: 9, data: 2 },
        { op: "insert", pk, sk: "a2", data: 1 },
      ]);
      await expect(commit).rejects.toEqual(fails("CONFLICT", `#2 update ${pk}/b`));
      expect((await records.query(pk)).items.map(({ sk, rev, data }) => [sk, rev, data])).toEqual([
        ["a", 1, 1],
        ["b", 1, 1],
      ]);
    });

    it("checks a revision, or absence, without writing", async () => {
      const pk = fresh();
      await records.commit([{ op: "insert", pk, sk: "a", data: 1 }]);
      await records.commit([
        { op: "check", pk, sk: "a", rev: 1 },
        { op: "check", pk, sk: "không có", rev: 0 },
        { op: "put", pk, sk: "b", data: 1 },
      ]);
      expect((await records.get(pk, "a"))?.rev).toBe(1);
      for (const [sk, rev] of [
        ["a", 0],
        ["a", 2],
        ["không có", 1],
      ] as const) {
        const commit = records.commit([
          { op: "put", pk, sk: "b", data: 2 },
          { op: "check", pk, sk, rev },
        ]);
        await expect(commit).rejects.toEqual(fails("CONFLICT", "#1 check"));
      }
      expect((await records.get(pk, "b"))?.data).toBe(1);
    });

    it("spans partitions", async () => {
      const [one, two] = [fresh(), fresh()];
      await records.commit([
        { op: "insert", pk: one, sk: "a", data: 1 },
        { op: "insert", pk: two, sk: "a", data: 2 },
      ]);
      expect((await records.get(two, "a"))?.data).toBe(2);
    });

    it(`takes ${COMMIT_OPERATIONS} operations and refuses more`, async () => {
      const pk = fresh();
      const inserts = Array.from({ length: COMMIT_OPERATIONS + 1 }, (_, i) => ({
        op: "insert" as const,
        pk,
        sk: String(i),
        data: i,
      }));
      await expect(records.commit(inserts)).rejects.toEqual(fails("INVALID"));
      await records.commit(inserts.slice(1));
      expect((await records.query(pk)).items).toHaveLength(COMMIT_OPERATIONS);
    });

    it("refuses to touch one item twice", async () => {
      const pk = fresh();
      const commit = records.commit([
        { op: "put", pk, sk: "a", data: 1 },
        { op: "check", pk, sk: "a", rev: 0 },
      ]);
      await expect(commit).rejects.toEqual(fails("INVALID", "#1 check"));
      expect(await records.get(pk, "a")).toBeUndefined();
    });

    it("takes an item of almost 400 KB, and refuses a larger one, counted in bytes of UTF-8", async () => {
      const pk = fresh();
      await records.commit([{ op: "insert", pk, sk: "vừa", data: "x".repeat(ITEM_BYTES - 300) }]);
      expect((await records.get<string>(pk, "vừa"))?.data).toHaveLength(ITEM_BYTES - 300);
      for (const data of ["x".repeat(ITEM_BYTES), "ệ".repeat(ITEM_BYTES / 3)]) {
        const commit = records.commit([
          { op: "put", pk, sk: "nhỏ", data: 1 },
          { op: "insert", pk, sk: "quá", data },
        ]);
        await expect(commit).rejects.toEqual(fails("ITEM_TOO_LARGE", "#1 insert"));
      }
      expect(await records.get(pk, "nhỏ")).toBeUndefined();
    });

    it("takes almost 4 MB and refuses more", async () => {
      const pk = fresh();
      const large = (n: number) =>
        Array.from({ length: n }, (_, i) => ({ op: "put" as const, pk, sk: String(i), data: "x".repeat(380_000) }));
      await expect(records.commit(large(12))).rejects.toEqual(fails("INVALID"));
      await records.commit(large(11));
      // Far beyond one page of a DynamoDB answer (1 MB): still everything.
      expect((await records.query(pk)).items).toHaveLength(11);
      expect((await records.query(pk, { limit: 7, reverse: true })).items).toHaveLength(7);
    });

    it("refuses keys, revisions and data that a store cannot keep", async () => {
      const pk = fresh();
      for (const sk of ["", "a\0b", "\ud800", "\u{10ffff}", "ệ".repeat(400)])
        await expect(records.commit([{ op: "put", pk, sk, data: 1 }])).rejects.toEqual(fails("INVALID"));
      await expect(records.commit([{ op: "put", pk, sk: "a", data: undefined }])).rejects.toEqual(fails("INVALID"));
      for (const rev of [0, -1, 1.5, Number.NaN])
        await expect(records.commit([{ op: "update", pk, sk: "a", rev, data: 1 }])).rejects.toEqual(fails("INVALID"));
    });

    it("lets no parallel increment get lost", async () => {
      const pk = fresh();
      await records.commit([{ op: "insert", pk, sk: "đếm", data: 0 }]);
      const increment = () =>
        withRetry(async () => {
          const { rev, data } = (await records.get<number>(pk, "đếm"))!;
          await records.commit([{ op: "update", pk, sk: "đếm", rev, data: data + 1 }]);
        });
      const workers = Array.from({ length: 8 }, async () => {
        for (let i = 0; i < 5; i++) await increment();
      });
      await Promise.all(workers);
      expect(await records.get(pk, "đếm")).toMatchObject({ rev: 41, data: 40 });
    });
  });

  describe("a query", () => {
    const pk = fresh();
    // By bytes of UTF-8, which is neither the dictionary's order nor that of UTF-16 (where 😀 would come before ～).
    const keys = ["a#1", "a#2", "a#3", "b", "an", "z", "án", "ân", "ăn", "đi", "ưu", "ệ", "～", "😀"].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    const sks = async (range?: Parameters<RecordStore["query"]>[1]) =>
      (await records.query(pk, range)).items.map((item) => item.sk);

    beforeAll(async () => {
      await records.commit(keys.map((sk) => ({ op: "put", pk, sk, data: sk })));
      await records.commit([{ op: "put", pk: `${pk}#khác`, sk: "a#1", data: 0 }]);
    });

    it("answers one partition in the order of UTF-8 bytes, both ways", async () => {
      expect(await sks()).toEqual(keys);
      expect(await sks({ reverse: true })).toEqual([...keys].reverse());
      expect(keys.indexOf("～")).toBeLessThan(keys.indexOf("😀"));
    });

    it("keeps to a prefix", async () => {
      expect(await sks({ prefix: "a#" })).toEqual(["a#1", "a#2", "a#3"]);
      expect(await sks({ prefix: "a" })).toEqual(["a#1", "a#2", "a#3", "an"]);
      expect(await sks({ prefix: "đ" })).toEqual(["đi"]);
      expect(await sks({ prefix: "😀" })).toEqual(["😀"]);
      expect(await sks({ prefix: "x" })).toEqual([]);
      expect(await sks({ prefix: "" })).toEqual(keys);
    });

    it("keeps to inclusive bounds, which narrow each other", async () => {
      expect(await sks({ from: "a#2", to: "an" })).toEqual(["a#2", "a#3", "an"]);
      expect(await sks({ from: "ệ" })).toEqual(keys.slice(keys.indexOf("ệ")));
      expect(await sks({ to: "b" })).toEqual(["a#1", "a#2", "a#3", "an", "b"]);
      expect(await sks({ prefix: "a#", from: "a#2" })).toEqual(["a#2", "a#3"]);
      expect(await sks({ prefix: "a#", from: "a", to: "a#2" })).toEqual(["a#1", "a#2"]);
      expect(await sks({ from: "z", to: "a" })).toEqual([]);
      expect(await sks({ prefix: "a", from: "b" })).toEqual([]);
    });

    it("goes through a range page by page, both ways, and ends exactly", async () => {
      for (const reverse of [false, true])
        for (const limit of [1, 5, 7, keys.length]) {
          const seen: string[] = [];
          let after: string | undefined;
          let pages = 0;
          do {
            const page = await records.query(pk, { limit, reverse, after });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items.map((item) => item.sk));
            after = page.next;
            pages += 1;
          } while (after !== undefined);
          expect(seen).toEqual(reverse ? [...keys].reverse() : keys);
          expect(pages).toBe(Math.ceil(keys.length / limit));
        }
    });

    it("goes on behind a key that has gone, inside its bounds", async () => {
      expect(await sks({ after: "a#25", prefix: "a#" })).toEqual(["a#3"]);
      expect(await sks({ after: "a#25", prefix: "a#", reverse: true })).toEqual(["a#2", "a#1"]);
      expect(await sks({ after: "zz", prefix: "a#" })).toEqual([]);
    });

    it("refuses a limit that is none", async () => {
      for (const limit of [0, -1, 1.5]) await expect(records.query(pk, { limit })).rejects.toEqual(fails("INVALID"));
    });
  });

  describe("an item that expires", () => {
    it("reads as absent from that moment", async () => {
      const pk = fresh();
      const expiresAt = Date.now() + 2000;
      await records.commit([
        { op: "insert", pk, sk: "phiên", data: 1, expiresAt },
        { op: "insert", pk, sk: "mãi", data: 1 },
      ]);
      expect(await records.get(pk, "phiên")).toEqual({ pk, sk: "phiên", rev: 1, data: 1, expiresAt });
      expect((await records.query(pk)).items).toHaveLength(2);
      await sleep(expiresAt - Date.now() + 20);
      expect(await records.get(pk, "phiên")).toBeUndefined();
      expect((await records.query(pk)).items.map((item) => item.sk)).toEqual(["mãi"]);
    });

    it("counts as absent for conditions, and may be inserted again", async () => {
      const pk = fresh();
      await records.commit([{ op: "insert", pk, sk: "a", data: 1, expiresAt: Date.now() - 1 }]);
      await expect(records.commit([{ op: "update", pk, sk: "a", rev: 1, data: 2 }])).rejects.toEqual(fails("CONFLICT"));
      await expect(records.commit([{ op: "remove", pk, sk: "a", rev: 1 }])).rejects.toEqual(fails("CONFLICT"));
      await expect(records.commit([{ op: "check", pk, sk: "a", rev: 1 }])).rejects.toEqual(fails("CONFLICT"));
      await records.commit([{ op: "check", pk, sk: "a", rev: 0 }]);
      await records.commit([{ op: "insert", pk, sk: "a", data: 3 }]);
      const item = await records.get(pk, "a");
      expect(item).toMatchObject({ data: 3 });
      expect(item?.expiresAt).toBeUndefined();
    });

    it("does not fill a page or promise a next one", async () => {
      const pk = fresh();
      const gone = Date.now() - 1000;
      await records.commit(
        Array.from({ length: 20 }, (_, i) => ({
          op: "put" as const,
          pk,
          sk: String(i).padStart(2, "0"),
          data: i,
          expiresAt: i % 5 === 0 ? undefined : gone,
        })),
      );
      const first = await records.query(pk, { limit: 3 });
      expect(first.items.map((item) => item.data)).toEqual([0, 5, 10]);
      expect(await records.query(pk, { limit: 3, after: first.next })).toEqual({
        items: [expect.objectContaining({ data: 15 })],
      });
      expect((await records.query(pk, { limit: 4 })).next).toBeUndefined();
    });
  });
}
