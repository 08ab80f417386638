import { describe, expect, it } from "vitest";
import {
  documentSymbol,
  formatDate,
  formatNumber,
  headingNumber,
  isIsoDate,
  notationFor,
  pointLetter,
  RULE_SETS,
  roman,
  romanValue,
  ruleSetFor,
  textWidth,
} from "../../shared/format/index.ts";

describe("ruleSetFor", () => {
  it("knows the day on which HD05 took over from HD36", () => {
    expect(ruleSetFor("party", "2026-05-26")).toBe("hd36");
    expect(ruleSetFor("party", "2026-05-27")).toBe("hd05");
    expect(ruleSetFor("state", "2026-05-27")).toBe("nd30");
  });
});

describe("number and symbol", () => {
  it("has a colon and a slash for the State, neither for the Party", () => {
    expect(formatNumber(RULE_SETS.nd30, "5", "KH-UBND")).toBe("Số: 05/KH-UBND");
    expect(formatNumber(RULE_SETS.hd36, 32, "KH/TU")).toBe("Số 32-KH/TU");
    expect(documentSymbol({ ruleSet: "hd05", number: "2008", notation: "CV/HU" })).toBe("Số 2008-CV/HU");
  });

  it("leaves a blank while no number is given", () => {
    expect(documentSymbol({ ruleSet: "nd30", notation: "KH-UBND" })).toMatch(/^Số: \u00a0+\/KH-UBND$/);
  });

  it("names the kind in the symbol, save for State letters", () => {
    expect(notationFor(RULE_SETS.nd30, "KH", "UBND")).toBe("KH-UBND");
    expect(notationFor(RULE_SETS.nd30, "CV", "UBND", "KGVX")).toBe("UBND-KGVX");
    expect(notationFor(RULE_SETS.hd05, "CV", "TU")).toBe("CV/TU");
  });
});

describe("dates", () => {
  it("pad days below 10 and the first two months only", () => {
    expect(formatDate("Lai Châu", "2026-01-09")).toBe("Lai Châu, ngày 09 tháng 01 năm 2026");
    expect(formatDate("Thành phố Hồ Chí Minh", "2019-06-29")).toBe("Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019");
    expect(formatDate("Huế", "2026-10-31")).toBe("Huế, ngày 31 tháng 10 năm 2026");
  });

  it("must exist", () => {
    expect([isIsoDate("2026-02-28"), isIsoDate("2026-02-29"), isIsoDate("26-2-28"), isIsoDate("2026-13-01")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("heading numbers", () => {
  it("are Roman, Arabic, nested, lettered", () => {
    const [first, second, third, fourth] = RULE_SETS.hd36.headings.value;
    expect([
      headingNumber(first, [4]),
      headingNumber(second, [4, 2]),
      headingNumber(third, [4, 2, 3]),
      headingNumber(fourth, [4, 2, 3, 5]),
    ]).toEqual(["IV- ", "2. ", "2.3. ", "đ) "]);
    expect(headingNumber(RULE_SETS.nd30.headings.value[0], [9])).toBe("IX. ");
  });

  it("follow the decree's letters: no ă, â, f, j, w, z", () => {
    expect(Array.from({ length: 7 }, (_, index) => pointLetter(index + 1)).join("")).toBe("abcdđeg");
    expect(pointLetter(24)).toBe("aa");
  });

  it("read Roman numerals back", () => {
    for (let value = 1; value < 400; value += 1) expect(romanValue(roman(value))).toBe(value);
    expect(romanValue("IIII")).toBeUndefined();
  });
});

describe("rule sets as data", () => {
  it("cite a clause for every rule", () => {
    for (const ruleSet of Object.values(RULE_SETS)) {
      for (const [name, rule] of Object.entries(ruleSet.elements))
        expect(rule.clause, `${ruleSet.id} ${name}`).not.toBe("");
      expect(ruleSet.page.clause).toMatch(ruleSet.system === "state" ? /^NĐ30/ : /^HD/);
    }
  });

  it("use values inside their own ranges", () => {
    for (const { elements, page } of Object.values(RULE_SETS)) {
      for (const { size } of Object.values(elements)) expect(size.use >= size.min && size.use <= size.max).toBe(true);
      for (const side of [page.value.top, page.value.bottom, page.value.left, page.value.right]) {
        expect(side.use >= side.min && side.use <= side.max).toBe(true);
      }
    }
  });
});

describe("textWidth", () => {
  it("measures Times New Roman, tone marks taking no room", () => {
    expect(textWidth("aă", 1000)).toBe(888);
    expect(textWidth("ỦY BAN", 10, true)).toBeCloseTo(textWidth("UY BAN", 10, true), 5);
    expect(textWidth("Độc lập - Tự do - Hạnh phúc", 14, true)).toBeGreaterThan(165);
  });
});
