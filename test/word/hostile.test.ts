import { describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { reviewWordBounded } from "../../shared/bounded/index.ts";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";
import { openPackage } from "../../shared/opc/index.ts";
import { checkTemplate, compareWord, readWord, reviewWord } from "../../shared/word/index.ts";
import { changed } from "./word-files.ts";

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

const DOCX = renderDocx(SAMPLE_LETTER).docx;
const XML = openPackage(DOCX).text("word/document.xml")!;

/** A table of so many rows in a letter. */
function long(rows: number, word: (row: number) => string): DocumentDescription {
  const columns = [
    { header: "STT", width: 1 },
    { header: "Nhiệm vụ", width: 5 },
    { header: "Cơ quan", width: 3 },
  ];
  const cells = (row: number) => ({ cells: [String(row), word(row), `Sở thứ ${row % 20}`] });
  return {
    ...SAMPLE_LETTER,
    appendices: [{ title: "Danh mục", table: { columns, rows: Array.from({ length: rows }, (_, row) => cells(row)) } }],
  };
}

describe("Word files made to do harm", () => {
  it("give an error of ours or an answer, never anything else", () => {
    const next = random(20261122);
    const tags = [...new Set([...XML.matchAll(/<\/?w:[a-zA-Z]+[^>]*>/g)].map(([tag]) => tag))];
    let answered = 0;
    for (let round = 0; round < 24; round += 1) {
      const bad = changed(DOCX, (xml) => {
        const at = Math.floor(next() * xml.length);
        const length = Math.floor(next() * 200);
        const piece = next() < 0.5 ? tags[Math.floor(next() * tags.length)]! : xml.slice(at, at + length);
        return xml.slice(0, at) + piece + xml.slice(at + (next() < 0.5 ? length : 0));
      });
      try {
        reviewWord(DOCX, bad, { description: SAMPLE_LETTER });
        answered += 1;
      } catch (error) {
        expect(isVanthuError(error), String(error)).toBe(true);
      }
      try {
        checkTemplate(bad, "nd30", "letter");
      } catch (error) {
        expect(isVanthuError(error), String(error)).toBe(true);
      }
    }
    expect(answered).toBeGreaterThan(1);
  });

  it("with whole elements taken out or doubled are compared all the same", () => {
    const next = random(7);
    const elements = [...XML.matchAll(/<w:(p|r|tbl|tr|bookmarkStart)\b[^>]*?(?:\/>|>.*?<\/w:\1>)/gs)].map(
      ([one]) => one,
    );
    for (let round = 0; round < 16; round += 1) {
      const one = elements[Math.floor(next() * elements.length)]!;
      const bad = changed(DOCX, (xml) => xml.replace(one, next() < 0.5 ? "" : one + one));
      try {
        const review = reviewWord(DOCX, bad, { description: SAMPLE_LETTER });
        expect(review.places.length).toBe(6);
      } catch (error) {
        expect(isVanthuError(error), String(error)).toBe(true);
      }
    }
  });

  it("with thousands of changed rows are compared within seconds of processor time", () => {
    const before = readWord(
      renderDocx(long(800, (row) => `Việc số ${row} của chương trình, làm trong quý ${row % 4}`)).docx,
    );
    const after = readWord(
      renderDocx(long(800, (row) => `Nhiệm vụ ${row * 7} khác hẳn, giao cho tháng ${row % 12}`)).docx,
    );
    const began = process.cpuUsage();
    const compared = compareWord(before, after);
    const spent = process.cpuUsage(began);
    expect(compared.total).toBeGreaterThan(700);
    expect((spent.user + spent.system) / 1e6).toBeLessThan(4);
  });

  it("that nest without end are given up in the worker, which lives on", async () => {
    const deep = changed(DOCX, (xml) => xml.replace("<w:body>", `<w:body>${"<w:sdt><w:sdtContent>".repeat(4_000)}`));
    await expect(reviewWordBounded(DOCX, deep, { description: SAMPLE_LETTER })).rejects.toMatchObject({
      code: expect.stringMatching(/^(XML_TOO_DEEP|XML_MALFORMED|PACKAGE_TOO_LARGE|READING_)/),
    });
    const sound = await reviewWordBounded(DOCX, DOCX, { description: SAMPLE_LETTER });
    expect(sound.comparison.total).toBe(0);
  });
});
