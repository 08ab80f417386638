import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { METADATA_FIELDS } from "../../shared/dossiers/index.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const text = readFileSync(path.join(ROOT, "docs/phu-luc-vi.md"), "utf8");

/** Rows of the tables: number of the line, what Vanthu does, test files. */
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| Mục") && !line.startsWith("| ---"))
  .map((line) => {
    const [, code = "", , how = "", tests = ""] = line.split("|").map((cell) => cell.trim());
    return { code, how, tests: [...tests.matchAll(/`([^`]+)`/g)].map((match) => match[1]!) };
  });

const lettered = (section: string, letters: string) => letters.split(" ").map((letter) => `${section}.${letter}`);

/** Every line of Part I, and every field of Part II. */
const LINES = [
  ...lettered("I", "1 2 3 4 5"),
  ...lettered("II", "1 2 3 4 5 6 7 8"),
  ...lettered("III.1", "a b c d đ e g h i k l m n o"),
  ...lettered("III.2", "a b c"),
  ...lettered("III.3", "a b c"),
  ...lettered("III.4", "a b c d đ e g"),
  ...lettered("III.5", "a b c d đ e g"),
  ...lettered("III.6", "a b c d đ e g h i k l"),
  ...lettered("III.7", "a b c d đ"),
  ...lettered("III.8", "a b c"),
  ...lettered("IV.1", "a b c d đ e g"),
  ...lettered("IV", "2 3"),
  ...lettered("V", "1 2 3 4 5 6"),
  ...(["I", "II", "III"] as const).flatMap((table) =>
    METADATA_FIELDS[table].map(({ number, english }) => `${table}.${number} ${english}`),
  ),
];

describe("the table of Phụ lục VI", () => {
  it("has every line of the decree, once, in its order", () => {
    expect(rows.map(({ code }) => code)).toEqual(LINES);
  });

  it("says of each line what does it, and names at least one test file that exists", () => {
    for (const { code, how, tests } of rows) {
      expect(how.length, code).toBeGreaterThan(3);
      expect(tests.length, code).toBeGreaterThan(0);
      for (const file of tests) expect(existsSync(path.join(ROOT, file)), `${code}: ${file}`).toBe(true);
    }
  });

  it("has the lines that the decree's own text has, where that text lies beside the project", () => {
    const source = path.resolve(ROOT, "../shared/reference/nd30/Phuluc6.md");
    if (!existsSync(source)) return;
    const decree = readFileSync(source, "utf8");
    const points = decree.slice(0, decree.indexOf("Phần II\n")).match(/^- [a-zđ]\) /gm)!.length;
    expect(LINES.filter((code) => /\.[a-zđ]$/.test(code)).length).toBe(points);
  });
});
