import { describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import {
  bodyLines,
  composeContent,
  composePlan,
  composePlanWithParts,
  markupMistakes,
  parseDescription,
  parseUnfinished,
} from "../../shared/documents/index.ts";
import { PLAN } from "../docx/sample.ts";

describe("a text that is still being written", () => {
  it("is read with what is empty told and something in its place", () => {
    const { description, faults } = parseUnfinished({
      ...SAMPLE_LETTER,
      subject: " ",
      notation: "U BND",
      recipients: ["", "Lưu: VT"],
      body: "Xem chú thích[^1].",
    });
    expect(faults.map(({ where }) => where)).toEqual(["subject", "recipients[0]", "notation", "body"]);
    expect(description.recipients).toEqual(["Lưu: VT"]);
    expect(composeContent(description).subjectLines).toEqual(["V/v …"]);
    expect(parseUnfinished(SAMPLE_LETTER)).toEqual({ description: parseDescription(SAMPLE_LETTER), faults: [] });
  });

  it("is refused as any other where no form would send it", () => {
    for (const wrong of [
      null,
      [],
      { ...SAMPLE_LETTER, kind: "XX" },
      { ...SAMPLE_LETTER, subject: 5 },
      { ...SAMPLE_LETTER, body: "a".repeat(2_000_001) },
    ])
      expect(() => parseUnfinished(wrong)).toThrow(/Mô tả văn bản có/);
  });

  it("knows on which line of the text each block begins", () => {
    const body = "Mở đầu\nviết tiếp.\n\n\n# Phần\n- một\n- hai\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nCuối.";
    const lines = bodyLines({ ...SAMPLE_LETTER, body });
    expect(lines).toEqual([0, 4, 5, 6, 8, 12]);
    expect(composeContent({ ...SAMPLE_LETTER, body }).blocks).toHaveLength(lines.length);
  });

  it("leads from the body of a plan back to its parts, line by line", () => {
    const { description, parts } = composePlanWithParts({ ...PLAN, generalAim: "Một\n\nhai" });
    expect(description).toEqual(composePlan({ ...PLAN, generalAim: "Một\n\nhai" }));
    const lines = description.body.split("\n");
    for (const { part, start, end } of parts)
      expect(lines.slice(start, end).join("\n"), part).toBe(part === "generalAim" ? "Một\n\nhai" : PLAN[part]);
    expect(parts.map(({ part }) => part)).toContain("implementation");
  });
});

describe("signs that were most likely meant as such", () => {
  const told = (text: string) => markupMistakes(text).map(({ code, line }) => `${code} ${line}`);

  it("are told with their line", () => {
    expect(told("Đoạn một\n\nCó **đậm dở dang và *nghiêng* đúng.")).toEqual(["sign.open 2"]);
    expect(told("#Thiếu dấu cách\n\n##")).toEqual(["heading.space 0", "heading.empty 2"]);
    expect(told("# Một\n\n### Ba\n\n## Hai\n\n##### Năm")).toEqual(["heading.level 2", "heading.level 6"]);
    expect(told("| a | b |\n| 1 | 2 |")).toEqual(["table.rule 1"]);
    expect(told("| a | b |\n|---|---|\n| 1 | 2 | 3 |")).toEqual(["table.cells 2"]);
    expect(told("::: center\nQUYẾT ĐỊNH:")).toEqual(["fence.open 0"]);
  });

  it("are not seen in a text that is right", () => {
    const right =
      "Căn cứ **Luật**; 5 * 3 = 15; Nghị quyết số 27 (*).\n\n# Một\n\n## Hai\n\n- ý\n\n| a | b \\| c |\n|:-:|---|\n| 1 | 2 |\n\n::: right\nGhi chú\n:::\n\n\\#thẻ \\*sao";
    expect(told(right)).toEqual([]);
    expect(told(composePlan(PLAN).body)).toEqual([]);
  });
});
