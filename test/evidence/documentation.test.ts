import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

describe("docs/kiem-tra-chu-ky.md", () => {
  it.each([
    ["shared/verification/findings.ts", /^ {2}([A-Z][A-Z0-9_]+): \{/gm],
    ["shared/verification/standing-now.ts", /^ {2}(NOW_[A-Z_]+): /gm],
    ["shared/evidence/faults.ts", /^ {2}([A-Z][A-Z_]+): \[/gm],
  ])("explains every code of %s", (file, pattern) => {
    const codes = [...read(file).matchAll(pattern)].map((match) => match[1]!);
    expect(codes.length).toBeGreaterThan(5);
    const text = read("docs/kiem-tra-chu-ky.md");
    expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });
});
