import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rulesOf } from "../../shared/typeset/differences.ts";
import "../../shared/typeset/index.ts";
import { FontRegistry } from "../../shared/typeset/fonts/index.ts";
import { breakLines, breakPlain, Fitter, makeAtoms } from "../../shared/typeset/lines/index.ts";
import type { Paragraph, RunStyle } from "../../shared/typeset/resolve/model.ts";

const STYLE: RunStyle = {
  family: "Times New Roman",
  size: 14,
  bold: false,
  italic: false,
  underline: "none",
  strike: false,
  doubleStrike: false,
  vertical: "baseline",
  caps: false,
  smallCaps: false,
  hidden: false,
  color: "000000",
  spacing: 0,
  scale: 1,
  raise: 0,
};
const STYLES: RunStyle[] = [
  STYLE,
  { ...STYLE, bold: true },
  { ...STYLE, italic: true, size: 12 },
  { ...STYLE, caps: true, spacing: 12 },
  { ...STYLE, family: "Arial", scale: 0.9, vertical: "superscript" },
];
const words = fc.constantFrom(
  "kế",
  "hoạch",
  "57-NQ/TW",
  "-",
  "–",
  "2025 – 2030",
  "\u00a0",
  " ",
  "   ",
  "Ủy ban",
  "nhân-dân",
  "--",
  "-x",
  "²",
  "“ngoặc”",
  "…",
  "môi trường; ",
  "\u2011",
  "₫",
  "■",
  "dài".repeat(30),
);
const text = fc.array(words, { maxLength: 25 }).map((parts) => parts.join(""));
const spaced = fc.array(words, { maxLength: 40 }).map((parts) => parts.join(" "));

const registry = new FontRegistry();
const values = { page: 1, pages: 1, sectionPages: 1, pageFormat: "decimal" };

function context(like: "word" | "libreoffice") {
  const rules = rulesOf(like);
  return {
    fitter: new Fitter(registry, () => {}, rules),
    rules,
    intern: (style: RunStyle): RunStyle => style,
    warn: () => {},
  };
}

describe("paragraphs of nothing but text", () => {
  it("are broken just as by way of atoms", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(text, spaced), fc.constantFrom(...STYLES)), { minLength: 1, maxLength: 4 }),
        fc.constantFrom("left", "center", "right", "both", "distribute"),
        fc.integer({ min: 400, max: 9000 }),
        fc.tuple(
          fc.integer({ min: 0, max: 700 }),
          fc.integer({ min: -700, max: 700 }),
          fc.integer({ min: 0, max: 300 }),
        ),
        fc.boolean(),
        (parts, align, width, [left, first, right], markCounts) => {
          const paragraph = {
            kind: "paragraph",
            style: { align, left, right, first, line: 264, lineRule: "auto", tabs: [] },
            mark: STYLE,
            inlines: parts.map(([content, style]) => ({ kind: "text", text: content, style })),
            where: "đoạn 1",
          } as unknown as Paragraph;
          const around = context("word");
          const mark = around.fitter.fit(STYLE);
          const options = { width, defaultTab: 720, keepShiftReturn: false, markCounts, slashKeepsWord: false };
          const plain = breakPlain(paragraph, mark, around, options);
          if (plain === undefined) return;
          compared += 1;
          expect(plain).toEqual(breakLines(paragraph, makeAtoms(paragraph, values, around), mark, options));
        },
      ),
      { numRuns: 600, seed: 4 },
    );
    // Most of them are of that kind, or nothing would have been shown.
    expect(compared).toBeGreaterThan(150);
  });

  it("are left to the general way where LibreOffice's rules are followed", () => {
    const around = context("libreoffice");
    const paragraph = { style: {}, mark: STYLE, inlines: [{ kind: "text", text: "Kế hoạch", style: STYLE }] };
    const options = { width: 5000, defaultTab: 720, keepShiftReturn: false, markCounts: false, slashKeepsWord: true };
    expect(breakPlain(paragraph as unknown as Paragraph, around.fitter.fit(STYLE), around, options)).toBeUndefined();
  });
});
