import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pdfTextBounded } from "../../shared/bounded/index.ts";
import type { DocumentRecord } from "../../shared/office/index.ts";
import { dict, name, type PdfDict, type PdfObject, PdfRef, PdfStream, writePdf } from "../../shared/pdf/index.ts";
import { type DossierFixture, openDossierFixture } from "./dossiers-fixture.ts";
import { letter } from "./office-fixture.ts";

let f: DossierFixture;
let model: DocumentRecord;

beforeAll(async () => {
  f = await openDossierFixture();
  const { rev: _rev, ...record } = await f.office.documents.draft(f.drafter, letter());
  model = record;
}, 60_000);
afterAll(() => f.close());

/** Documents written as records, as many as are given. */
async function write(made: Partial<DocumentRecord>[]): Promise<void> {
  for (const [at, changes] of made.entries())
    await f.storage.records.commit([
      {
        op: "insert",
        pk: `org/${f.sender.id}/documents`,
        sk: changes.id!,
        data: { ...model, ...changes, state: "issued", issuedOn: `2026-03-${String(1 + (at % 28)).padStart(2, "0")}` },
      },
    ]);
}

describe("the search index", () => {
  it("holds whatever texts come: long words of three bytes a letter, fields full to the brim", async () => {
    // Words that no two documents share, so that every one takes a place in the rows of words.
    const words = (seed: number, many: number) =>
      Array.from({ length: many }, (_, at) =>
        Array.from({ length: 30 }, (_, letter) =>
          String.fromCodePoint(0x4e00 + ((seed * 7919 + at * 104_729 + letter * 31 * (at + 1)) % 20_000)),
        ).join(""),
      ).join(" ");
    await write(
      Array.from({ length: 70 }, (_, seed) => ({
        id: `w${String(seed).padStart(4, "0")}`,
        subject: `khối ${seed} ${words(seed, 20)}`,
        description: {
          ...model.description,
          recipients: [words(seed + 1, 20)],
          signature: { ...model.description.signature, position: words(seed + 2, 20), name: words(seed + 3, 20) },
          notation: words(seed + 4, 20),
          body: words(seed + 100, 250),
        },
      })),
    );
    const { indexed } = await f.office.search.rebuild(f.archivist);
    expect(indexed).toBe(71);
    expect((await f.office.search.find(f.drafter, { words: '"khoi 33"' })).found.map(({ id }) => id)).toEqual([
      "w0033",
    ]);
  }, 60_000);

  it("goes on where it stopped, and takes over the newest of many changes", async () => {
    const { office, drafter } = f;
    const draft = await office.documents.draft(drafter, letter({ subject: "đo đạc lần 0" }));
    let { rev } = draft;
    for (let at = 1; at <= 12; at += 1)
      rev = (await office.documents.edit(drafter, draft.id, rev, letter({ subject: `đo đạc lần ${at}` }))).rev;
    // Many at the same moment: none may put an older form over a newer one.
    await Promise.all(Array.from({ length: 6 }, () => office.search.find(drafter, { words: "do dac" })));
    expect((await office.search.find(drafter, { words: '"do dac lan 12"' })).found.map(({ id }) => id)).toEqual([
      draft.id,
    ]);
    expect((await office.search.find(drafter, { words: '"do dac lan 11"' })).total).toBe(0);
  });

  it("takes days as offices write them, and says what it does not understand", async () => {
    const { office, drafter } = f;
    const total = async (issuedOn: string) => (await office.search.find(drafter, { fields: { issuedOn } })).total;
    expect(await total("05/03/2026")).toBe(await total("2026-03-05"));
    expect(await total("5/3/2026")).toBeGreaterThan(0);
    expect(await total("01/03/2026..31/03/2026")).toBe(70);
    expect(await total("..28/02/2026")).toBe(0);
    for (const wrong of ["31/02/2026", "hôm qua", "2026-13-01"])
      await expect(office.search.find(drafter, { fields: { issuedOn: wrong } })).rejects.toMatchObject({
        code: "INVALID",
      });
    await expect(office.search.find(drafter, { fields: { pages: "ba" } })).rejects.toMatchObject({ code: "INVALID" });
  });
});

describe("PDFs from outside", () => {
  it("are read in a worker: one that costs too much is given up, and the service goes on meanwhile", async () => {
    const content = new TextEncoder().encode(
      `BT /F1 9 Tf ${"1 0 0 1 9 9 Tm (aaaaaaaaaaaaaaaa) Tj ".repeat(250_000)} ET`,
    );
    const font = dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Helvetica") });
    const pdf = writePdf({
      objects: new Map<number, PdfObject>([
        [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
        [2, dict({ Type: name("Pages"), Kids: Array.from({ length: 400 }, () => new PdfRef(3)), Count: 400 })],
        [
          3,
          dict({
            Type: name("Page"),
            Parent: new PdfRef(2),
            MediaBox: [0, 0, 595, 842],
            Contents: new PdfRef(4),
            Resources: dict({ Font: dict({ F1: font }) }),
          }),
        ],
        [4, new PdfStream(dict({ Length: content.length }) as PdfDict, content)],
      ]),
      root: 1,
      id: new Uint8Array(16).fill(1),
    });
    let beats = 0;
    const timer = setInterval(() => (beats += 1), 20);
    const outcome = await pdfTextBounded(pdf, { timeoutMs: 1_500, memoryMB: 256 }).then(
      () => "read",
      (error: { code: string }) => error.code,
    );
    clearInterval(timer);
    expect(outcome).toMatch(/^(READING_TIMEOUT|READING_MEMORY|PDF_[A-Z_]+)$/);
    expect(beats).toBeGreaterThan(10);
  }, 30_000);
});
