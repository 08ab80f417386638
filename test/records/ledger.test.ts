import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numberText } from "../../shared/format/index.ts";
import { type Ledger, openLedger, seriesFor } from "../../shared/records/index.ts";
import {
  createTable,
  dynamoRecords,
  openSqliteStorage,
  type RecordStore,
  withRetry,
} from "../../shared/storage/index.ts";
import { type DynamoDbLocal, startDynamoDbLocal } from "../contract/dynamodb-local.ts";
import { expectSound, numberAtOnce } from "./many-clerks.ts";

const folder = mkdtempSync(join(tmpdir(), "vanthu-ledger-"));
const at = "2026-11-22T08:00:00.000Z";
let records: RecordStore;
let ledger: Ledger;
beforeAll(() => {
  records = openSqliteStorage(folder).records;
  ledger = openLedger(records);
});
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Takes the next number as an office does: in one commit, again when somebody was quicker. */
const take = (series: string, documentId: string) =>
  withRetry(async () => {
    const { number, operations } = await ledger.next(series, { documentId, by: "văn thư", at });
    await records.commit(operations);
    return number;
  });

describe("the series of a document", () => {
  const organisationId = "ubnd";

  it("of the State is the calendar year's (NĐ30 Điều 15)", () => {
    const series = (date: string, register?: string) => seriesFor({ ruleSet: "nd30", organisationId, date, register });
    expect(series("2026-01-01")).toBe(series("2026-12-31"));
    expect(series("2026-12-31")).not.toBe(series("2027-01-01"));
    expect(series("2026-05-01", "mật")).not.toBe(series("2026-05-01"));
    expect(series("2026-05-01")).not.toBe(seriesFor({ ruleSet: "incoming", organisationId, date: "2026-05-01" }));
  });

  it("of the Party is the kind's in a term, whichever guidance was in force", () => {
    const series = (ruleSet: "hd36" | "hd05", kind: string, term = "2025-2030") =>
      seriesFor({ ruleSet, organisationId, kind, term, date: "2026-05-27" });
    expect(series("hd36", "KH")).toBe(series("hd05", "KH"));
    expect(series("hd05", "KH")).not.toBe(series("hd05", "CV"));
    expect(series("hd05", "KH")).not.toBe(series("hd05", "KH", "2020-2025"));
    const congress = (kind: string) =>
      seriesFor({ ruleSet: "hd05", organisationId, kind, term: "2025-2030", register: "đại hội" });
    expect(congress("BC")).toBe(congress("NQ"));
  });

  it("is refused without what it depends on", () => {
    const refused = (where: string) => expect.objectContaining({ code: "INVALID", where });
    expect(() => seriesFor({ ruleSet: "nd30", organisationId })).toThrow(refused("date"));
    expect(() => seriesFor({ ruleSet: "nd30", organisationId, date: "2026-02-30" })).toThrow(refused("date"));
    expect(() => seriesFor({ ruleSet: "nd30", organisationId, date: "22/11/2026" })).toThrow(refused("date"));
    expect(() => seriesFor({ ruleSet: "hd05", organisationId, kind: "KH" })).toThrow(refused("term"));
    expect(() => seriesFor({ ruleSet: "hd05", organisationId, term: "2025-2030" })).toThrow(refused("kind"));
    expect(() => seriesFor({ ruleSet: "nd30", organisationId: "a/b", date: "2026-01-01" })).toThrow(
      refused("organisationId"),
    );
  });

  it("writes numbers below ten with a zero", () => {
    expect([1, 9, 10, 127].map(numberText)).toEqual(["01", "09", "10", "127"]);
  });
});

describe("the number ledger", () => {
  it("counts from 1, each series for itself", async () => {
    expect([await take("o/a", "1"), await take("o/a", "2"), await take("o/b", "3")]).toEqual([1, 2, 1]);
    expect(await ledger.series("o")).toEqual(["o/a", "o/b"]);
    expect((await ledger.entries("o/a")).map(({ number, documentId, state }) => [number, documentId, state])).toEqual([
      [1, "1", "reserved"],
      [2, "2", "reserved"],
    ]);
  });

  it("takes no number when the caller's commit fails", async () => {
    const { operations } = await ledger.next("o/c", { documentId: "1", by: "văn thư", at });
    const stale = [...operations, { op: "check" as const, pk: "văn bản", sk: "không có", rev: 3 }];
    await expect(records.commit(stale)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await take("o/c", "2")).toBe(1);
  });

  it("gives a document one number only", async () => {
    await take("o/d", "1");
    await expect(take("o/d", "1")).rejects.toMatchObject({ code: "NUMBER_GIVEN", where: "1" });
  });

  it("issues a number once, or voids it with a reason, and never gives it again", async () => {
    const series = "o/e";
    for (const documentId of ["1", "2", "3"]) await take(series, documentId);
    const event = { documentId: "1", by: "văn thư", at };
    await records.commit(await ledger.issue(series, 1, event));
    await expect(ledger.issue(series, 1, event)).rejects.toMatchObject({ code: "NUMBER_CLOSED" });
    await expect(ledger.void(series, 1, { ...event, reason: "nhầm" })).rejects.toMatchObject({ code: "NUMBER_CLOSED" });
    await expect(ledger.issue(series, 3, event)).rejects.toMatchObject({ code: "NUMBER_CLOSED" });

    const voided = { documentId: "2", by: "văn thư", at };
    await expect(ledger.void(series, 2, { ...voided, reason: " " })).rejects.toMatchObject({ code: "INVALID" });
    await records.commit(await ledger.void(series, 2, { ...voided, reason: "Lãnh đạo rút lại văn bản" }));
    expect(await take(series, "2")).toBe(4);
    expect((await ledger.entries(series))[1]).toMatchObject({ state: "voided", reason: "Lãnh đạo rút lại văn bản" });
    expect(await ledger.check(series)).toEqual({
      series,
      before: 0,
      last: 4,
      counts: { reserved: 2, issued: 1, voided: 1 },
      gaps: [],
      repeats: [],
      voided: [{ number: 2, documentId: "2", at, reason: "Lãnh đạo rút lại văn bản" }],
      reserved: [
        { number: 3, documentId: "3", at, by: "văn thư" },
        { number: 4, documentId: "2", at, by: "văn thư" },
      ],
      sound: true,
    });
  });

  it("of two who take a series over at once, only who held it last sets its number", async () => {
    const series = "o/nn/chung/2031";
    const taking = (by: string, last: number) => ({ at: "2026-01-05T02:00:00Z", by, last, lines: 1, from: "sổ giấy" });
    await records.commit(await ledger.hold(series, taking("an", 90)));
    await records.commit(await ledger.hold(series, taking("binh", 300)));
    await expect(ledger.begin(series, 90, taking("an", 90))).rejects.toMatchObject({ code: "BOOK_TAKING_OVER" });
    await records.commit(await ledger.begin(series, 300, taking("binh", 300)));
    await expect(ledger.begin(series, 90, taking("an", 90))).rejects.toMatchObject({ code: "BOOK_TAKING_OVER" });
    expect(await ledger.book(series)).toMatchObject({ last: 300, taken: { by: "binh" } });
  });

  it("goes on behind numbers that were given on paper", async () => {
    await records.commit(await ledger.begin("o/f", 127));
    expect(await take("o/f", "1")).toBe(128);
    expect(await ledger.check("o/f")).toMatchObject({ before: 127, last: 128, sound: true });
    await expect(ledger.begin("o/f", 5)).rejects.toMatchObject({ code: "BOOK_IN_USE" });
    await expect(ledger.begin("o/g", -1)).rejects.toMatchObject({ code: "INVALID" });
  });

  it("an arrival number is used when it is given, so that its book can close (Điều 22)", async () => {
    const series = seriesFor({ ruleSet: "incoming", organisationId: "o", date: "2026-03-01" });
    expect(await take(series, "đến-1")).toBe(1);
    expect(await ledger.check(series)).toMatchObject({ counts: { reserved: 0, issued: 1 }, sound: true });
    const { seal, operations } = await ledger.close(series, { by: "văn thư", at });
    await records.commit(operations);
    expect(seal).toMatchObject({ first: 1, last: 1, counts: { issued: 1, voided: 0 } });
    await expect(take(series, "đến-2")).rejects.toMatchObject({ code: "NUMBER_CLOSED" });
  });

  it("finds a number that was taken out, doubled or slipped in", async () => {
    const series = "o/h";
    for (const documentId of ["1", "2", "3"]) await take(series, documentId);
    const { items } = await records.query<{ number: number }>(`ledger#${series}`, { prefix: "number#" });
    const [, second, third] = items;
    await records.commit([{ op: "remove", pk: second!.pk, sk: second!.sk, rev: second!.rev }]);
    expect(await ledger.check(series)).toMatchObject({ gaps: [2], sound: false });
    await records.commit([{ op: "put", pk: second!.pk, sk: second!.sk, data: { ...third!.data, number: 2 } }]);
    expect(await ledger.check(series)).toMatchObject({ gaps: [], repeats: [{ number: 3, documentId: "3" }] });
    await records.commit([{ op: "put", pk: second!.pk, sk: second!.sk, data: second!.data }]);
    expect(await ledger.check(series)).toMatchObject({ sound: true });
    await records.commit([
      { op: "put", pk: second!.pk, sk: "number#00000009", data: { ...third!.data, number: 9, documentId: "9" } },
    ]);
    expect(await ledger.check(series)).toMatchObject({ repeats: [{ number: 9, documentId: "9" }], sound: false });
  });
});

describe("many clerks at once", () => {
  it("64 in four processes: no gap, no repeat, and every document carries its own number", async () => {
    const series = "ubnd/nn/chung/2026";
    const place = join(folder, "many");
    await numberAtOnce(place, series, { processes: 4, clerks: 16, documents: 5 });
    const shared = openSqliteStorage(place).records;
    await expectSound(shared, series, 320);
    await shared.close();
  });

  describe("on DynamoDB", () => {
    let server: DynamoDbLocal;
    beforeAll(async () => {
      server = await startDynamoDbLocal();
      await createTable("ledger", server.options);
    });
    afterAll(() => server?.stop());

    it("16 in two processes: no gap, no repeat", async () => {
      const series = "tu/dang/KH/2025-2030";
      await numberAtOnce(JSON.stringify(server.options), series, { processes: 2, clerks: 8, documents: 3 });
      const cloud = dynamoRecords("ledger", server.options);
      await expectSound(cloud, series, 48);
      await cloud.close();
    });
  });
});
