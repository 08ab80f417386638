import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { typeset } from "../../shared/typeset/index.ts";
import { temporaryFolder, vanthu } from "../cli/vanthu.ts";
import { edited, own, replaced } from "./samples.ts";

const place = temporaryFolder();
afterAll(place.drop);

writeFileSync(place.at("dung.docx"), own("nd30"));
writeFileSync(place.at("dung.pdf"), typeset(own("hd05")).pdf);
writeFileSync(place.at("sai.docx"), edited(own("nd30"), replaced(">05</w:t>", ">5</w:t>")));
writeFileSync(place.at("luu-y.docx"), edited(own("nd30"), replaced("./.", ".")));

describe("vanthu lint", () => {
  it("answers 0 for a file without fault, in words and in JSON", () => {
    const words = vanthu(["lint", place.at("dung.docx")]);
    expect(words).toMatchObject({ code: 0, err: "" });
    expect(words.out).toContain("Không thấy lỗi thể thức.");
    const { code, out } = vanthu(["lint", place.at("dung.docx"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ ruleSet: "nd30", findings: [] });
  });

  it("answers 1 for errors, with everything a reader needs", () => {
    const { code, out } = vanthu(["lint", place.at("sai.docx"), "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ruleSet: "nd30",
      findings: [
        {
          rule: "number.leadingZero",
          clause: "NĐ30 PL I.II.3",
          severity: "error",
          where: expect.stringMatching(/^đoạn \d+ “Số: 5\/KH-UBND”$/),
          expected: "số dưới 10 ghi thêm số 0: 05",
          found: "5",
          fixable: true,
        },
      ],
    });
  });

  it("answers 0 for warnings alone", () => {
    const { code, out } = vanthu(["lint", place.at("luu-y.docx"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out).findings).toMatchObject([{ rule: "endMark", severity: "warning" }]);
  });

  it("takes the rule set and the date it is told", () => {
    expect(JSON.parse(vanthu(["lint", place.at("dung.docx"), "--rules", "hd36", "--json"]).out).ruleSet).toBe("hd36");
    expect(JSON.parse(vanthu(["lint", place.at("dung.pdf"), "--date", "2026-01-09", "--json"]).out).ruleSet).toBe(
      "hd36",
    );
    expect(JSON.parse(vanthu(["lint", place.at("dung.pdf"), "--json"]).out)).toMatchObject({
      ruleSet: "hd05",
      findings: [],
      notJudged: expect.arrayContaining([expect.any(String)]),
    });
  });

  it("mends into another file and leaves the first as it was", () => {
    const before = readFileSync(place.at("sai.docx"));
    const { code, out } = vanthu(["lint", place.at("sai.docx"), "--fix", place.at("sua.docx"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ findings: [], fixed: [{ rule: "number.leadingZero" }] });
    expect(readFileSync(place.at("sai.docx")).equals(before)).toBe(true);
    expect(vanthu(["lint", place.at("sua.docx"), "--json"]).code).toBe(0);
  });

  it("says what is wrong with the call or the file", () => {
    expect(vanthu(["lint"]).code).toBe(64);
    expect(vanthu(["lint", place.at("dung.docx"), "--rules", "nd99"])).toMatchObject({
      code: 64,
      err: expect.stringMatching(/^USAGE /),
    });
    expect(vanthu(["lint", place.at("dung.docx"), "--date", "2026-02-30"]).code).toBe(64);
    expect(vanthu(["lint", place.at("khong-co.docx")]).code).toBe(66);
    writeFileSync(place.at("chu.txt"), "Không phải văn bản Word");
    expect(vanthu(["lint", place.at("chu.txt")])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^FILE_WRONG_KIND /),
    });
    expect(vanthu(["lint", place.at("dung.pdf"), "--fix", place.at("ra.docx")])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^LINT_FIX_DOCX_ONLY /),
    });
    expect(existsSync(place.at("ra.docx"))).toBe(false);
  });
});
