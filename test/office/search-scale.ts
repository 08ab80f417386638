import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DocumentRecord } from "../../shared/office/index.ts";
import { type DossierFixture, openDossierFixture } from "./dossiers-fixture.ts";

const WORDS =
  "báo cáo kết quả thực hiện nhiệm vụ chuyển đổi số cải cách hành chính đất đai trường học y tế giao thông nước sạch nông thôn mới an toàn thông tin".split(
    " ",
  );

/** The same words for the same number. */
function sentence(seed: number, length: number): string {
  let state = Math.imul(seed, 2654435761);
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return WORDS[(state >>> 8) % WORDS.length]!;
  }).join(" ");
}

/** Search over so many documents: right, and at little cost. */
export function searchAtScale(many: number): void {
  let f: DossierFixture;
  beforeAll(async () => {
    f = await openDossierFixture();
    const { office, drafter, storage, sender } = f;
    const model = await office.documents.draft(drafter, {
      ...(await import("../../samples/plan.ts")).SAMPLE_LETTER,
    });
    const { rev: _rev, ...record } = model;
    // Written as records: what is measured is finding, not drafting.
    for (let at = 0; at < many; at += 50)
      await storage.records.commit(
        Array.from({ length: 50 }, (_, index) => {
          const number = at + index + 1;
          const id = `x${String(number).padStart(11, "0")}`;
          const data: DocumentRecord = {
            ...record,
            id,
            subject: `${sentence(number, 12)} đợt ${number}`,
            description: { ...record.description, subject: `đợt ${number}`, body: sentence(number + 7, 150) },
            number: { series: "x", value: number, text: String(number) },
            issuedOn: `2026-${String(1 + (number % 12)).padStart(2, "0")}-15`,
            state: "issued",
          };
          return { op: "insert" as const, pk: `org/${sender.id}/documents`, sk: id, data };
        }),
      );
    const start = process.cpuUsage();
    await office.search.rebuild(f.archivist);
    const { user, system } = process.cpuUsage(start);
    console.info(`index of ${many}: ${((user + system) / 1e6).toFixed(1)} s of processor`);
  }, 400_000);
  afterAll(() => f.close());

  describe(`search over ${many} documents`, () => {
    it("finds one among all, a phrase, and counts what is common; each costs little once the index is warm", async () => {
      const { office, drafter } = f;
      expect((await office.search.find(drafter, {})).total).toBe(many + 1);
      expect((await office.search.find(drafter, { words: `"dot ${many - 3}"` })).found.map(({ id }) => id)).toEqual([
        `x${String(many - 3).padStart(11, "0")}`,
      ]);
      const common = await office.search.find(drafter, { words: "thông", pageSize: 50 });
      expect(common.total).toBeGreaterThan(many / 2);
      expect(
        (await office.search.find(drafter, { fields: { number: "17", issuedOn: "2026-06-01..2026-06-30" } })).total,
      ).toBe(1);
      const queries = [
        { words: "an toan thong tin" },
        { words: '"chuyen doi so"' },
        { words: `dot ${many >> 1}` },
        { fields: { subject: "nong thon" } },
      ];
      for (const query of queries) await office.search.find(drafter, query);
      const start = process.cpuUsage();
      for (const query of queries) await office.search.find(drafter, query);
      const { user, system } = process.cpuUsage(start);
      const each = (user + system) / 1000 / queries.length;
      console.info(`search: ${many} documents, ${each.toFixed(0)} ms of processor a search`);
      expect(each).toBeLessThan(600);
    }, 60_000);
  });
}
