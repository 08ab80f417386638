import { describe, expect, it } from "vitest";
import {
  COPY_RULES,
  type CopyForm,
  copyNotation,
  copyOffers,
  copySeries,
  copySignatureText,
  copySymbol,
  judgeCopy,
  type Medium,
  requireAllowed,
  type Standing,
} from "../../shared/copies/index.ts";

const MEDIA: Medium[] = ["paper", "electronic"];
const FORMS: CopyForm[] = ["sao-y", "sao-luc", "trich-sao"];

/** Điều 25 as the decree writes it: form, from, to. */
const DECREE = [
  ["sao-y", "paper", "paper"],
  ["sao-y", "electronic", "paper"],
  ["sao-y", "paper", "electronic"],
  ["sao-luc", "paper", "paper"],
  ["sao-luc", "paper", "electronic"],
  ["sao-luc", "electronic", "paper"],
  ["trich-sao", "paper", "paper"],
  ["trich-sao", "paper", "electronic"],
  ["trich-sao", "electronic", "electronic"],
  ["trich-sao", "electronic", "paper"],
].map((way) => way.join(" "));

describe("Điều 25: what may be made from what", () => {
  it("allows exactly the ten ways of the decree, each with its clause", () => {
    expect(COPY_RULES.map(({ form, from, to }) => `${form} ${from} ${to}`).sort()).toEqual([...DECREE].sort());
    for (const rule of COPY_RULES) expect(rule.clause).toMatch(/^NĐ 30\/2020\/NĐ-CP Điều 25 khoản [123] điểm/);
    const right: Record<CopyForm, Standing> = { "sao-y": "original", "sao-luc": "sao-y", "trich-sao": "authentic" };
    for (const form of FORMS)
      for (const from of MEDIA)
        for (const to of MEDIA)
          expect(judgeCopy(right[form], { form, from, to }).allowed, `${form} ${from} ${to}`).toBe(
            DECREE.includes(`${form} ${from} ${to}`),
          );
  });

  it("knows no sao y and no sao lục from electronic to electronic, and says what to do instead", () => {
    const offer = judgeCopy("original", { form: "sao-y", from: "electronic", to: "electronic" });
    expect(offer).toMatchObject({ allowed: false, clause: "NĐ 30/2020/NĐ-CP Điều 25 khoản 1" });
    expect(offer.why).toContain("gửi, dùng trực tiếp");
    expect(judgeCopy("sao-y", { form: "sao-luc", from: "electronic", to: "electronic" })).toMatchObject({
      allowed: false,
      clause: "NĐ 30/2020/NĐ-CP Điều 25 khoản 2 điểm a",
    });
  });

  it("makes a sao lục of a sao y only (Điều 3.11, 25.2.b)", () => {
    for (const standing of ["original", "authentic", "sao-luc", "trich-sao"] as const) {
      const offer = judgeCopy(standing, { form: "sao-luc", from: "paper", to: "electronic" });
      expect(offer.allowed, standing).toBe(false);
      expect(offer.clause).toContain("Điều 3 khoản 11");
    }
    expect(judgeCopy("sao-y", { form: "sao-luc", from: "paper", to: "electronic" }).allowed).toBe(true);
  });

  it("makes sao y and trích sao of an original or authentic text only (Điều 3.10, 3.12), and nothing of a sao lục or trích sao", () => {
    for (const standing of ["sao-y", "sao-luc", "trich-sao"] as const) {
      expect(judgeCopy(standing, { form: "sao-y", from: "paper", to: "electronic" }).clause).toContain(
        "Điều 3 khoản 10",
      );
      expect(judgeCopy(standing, { form: "trich-sao", from: "paper", to: "paper" }).clause).toContain(
        "Điều 3 khoản 12",
      );
    }
    for (const standing of ["sao-luc", "trich-sao"] as const)
      for (const from of MEDIA) expect(copyOffers(standing, from).some((one) => one.allowed)).toBe(false);
  });

  it("refuses with one clear error that names the clause", () => {
    expect(() => requireAllowed("original", { form: "sao-luc", from: "electronic", to: "paper" })).toThrowError(
      expect.objectContaining({
        code: "COPY_FORBIDDEN",
        where: "NĐ 30/2020/NĐ-CP Điều 3 khoản 11, Điều 25 khoản 2 điểm b",
      }),
    );
  });
});

describe("Phụ lục I, Phần II: what stands on a copy", () => {
  it("writes form, organisation and time on an electronic copy (I.3.c, mẫu 3.2)", () => {
    const at = new Date("2026-11-22T01:05:09Z");
    expect(copySignatureText("sao-luc", "Sở Nội vụ tỉnh Hương Giang", at)).toBe(
      "SAO LỤC; Sở Nội vụ tỉnh Hương Giang; 22/11/2026; 08:05:09 +07:00",
    );
  });

  it("numbers copies on paper with SY, SL, TrS in one series (II.1.c, Phụ lục III.I); Party copies with BS", () => {
    expect(copySymbol("nd30", "7", copyNotation("nd30", "sao-y", "UBND"))).toBe("07/SY-UBND");
    expect(copyNotation("nd30", "sao-luc", "SNV")).toBe("SL-SNV");
    expect(copyNotation("nd30", "trich-sao", "SNV")).toBe("TrS-SNV");
    expect(copySymbol("hd05", "24", copyNotation("hd05", "trich-sao", "UBKTTU"))).toBe("24-BS/UBKTTU");
    expect(copySeries("nd30")).toEqual({ ruleSet: "nd30", register: "sao" });
    expect(copySeries("hd05")).toEqual({ ruleSet: "hd05", kind: "BS" });
  });
});
