import { describe, expect, it } from "vitest";
import { markWords } from "../../shared/amendments/index.ts";
import { randomOf } from "./random-programme.ts";

const joined = (before: string, after: string, without: "added" | "removed") =>
  markWords(before, after)
    .filter((mark) => mark.kind !== without)
    .map((mark) => mark.text)
    .join("");
const squash = (text: string) => text.replaceAll(/\s+/g, "");

describe("words that changed", () => {
  it("marks whole Vietnamese words, dates and notations, what went before what came", () => {
    expect(markWords("Hoàn thành trước ngày 30/6/2027", "Hoàn thành trước ngày 15/9/2027")).toEqual([
      { kind: "same", text: "Hoàn thành trước ngày " },
      { kind: "removed", text: "30/6/2027" },
      { kind: "added", text: "15/9/2027" },
    ]);
    expect(markWords("Theo Kế hoạch số 07-KH/BCĐ.", "Theo Kế hoạch số 12-KH/BCĐ.")[1]).toEqual({
      kind: "removed",
      text: "07-KH/BCĐ",
    });
    expect(markWords("Sở Tài chính", "Sở Tài chính; Sở Nội vụ")).toEqual([
      { kind: "same", text: "Sở Tài chính" },
      { kind: "added", text: "; Sở Nội vụ" },
    ]);
  });

  it("takes spacing for no change, and says nothing of nothing", () => {
    expect(markWords("a  b", "a b")).toEqual([{ kind: "same", text: "a b" }]);
    expect(markWords("", "")).toEqual([]);
    expect(markWords("", "mới")).toEqual([{ kind: "added", text: "mới" }]);
    expect(markWords("cũ", "")).toEqual([{ kind: "removed", text: "cũ" }]);
  });

  it("gives both texts back, whatever they are", () => {
    const random = randomOf(7);
    const words = ["rà soát", "dữ liệu,", "  ", "\n", "Sở Nội vụ.", "30/6", "(x)", "-", "số", "𝒳"];
    const text = () =>
      Array.from({ length: random(30) }, () => words[random(words.length)]!).join(random(2) ? " " : "");
    for (let round = 0; round < 400; round += 1) {
      const [before, after] = [text(), text()];
      expect(joined(before, after, "removed")).toBe(after);
      expect(squash(joined(before, after, "added"))).toBe(squash(before));
    }
  });

  it("tells the differing middle as a whole once the budget of a page is used up", () => {
    const budget = { cells: 10 };
    expect(markWords("giữ a b giữ", "giữ c b giữ", budget)).toHaveLength(4);
    expect(budget.cells).toBe(9);
    expect(markWords("giữ a x b c giữ", "giữ d x e f giữ", budget).map((mark) => mark.kind)).toEqual([
      ...["same", "removed", "added", "same"],
    ]);
  });

  it("ends soon on the longest cells, alike or not", () => {
    const random = randomOf(3);
    const words = ["rà", "soát", "dữ", "liệu,", "dùng", "chung;", "x.", "-"];
    const cell = () => Array.from({ length: 1700 }, () => words[random(8)]!).join(" ");
    const started = performance.now();
    for (let round = 0; round < 5; round += 1) {
      const [before, after] = [cell(), cell()];
      expect(joined(before, after, "removed")).toBe(after);
    }
    // Some 20 ms each on the machine this was written on.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
