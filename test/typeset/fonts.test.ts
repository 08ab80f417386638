import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { typeset } from "../../shared/typeset/index.ts";
import { paragraph, run, wordFile } from "./word-file.ts";

const require = createRequire(import.meta.url);
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fonts-"));
  cpSync(require.resolve("@expo-google-fonts/arimo/500Medium/Arimo_500Medium.ttf"), join(folder, "medium.TTF"));
  writeFileSync(join(folder, "broken.ttf"), "không phải phông chữ");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("fonts", () => {
  it.each([
    ["Times New Roman", "Tinos-Regular"],
    ["Arial", "Arimo-Regular"],
    ["Courier New", "Cousine"],
    ["Calibri", "Carlito"],
    ["Cambria", "Caladea-Regular"],
  ])("%s is set in a face of the same widths, without a warning", (family, face) => {
    const { pdf, warnings } = typeset(
      wordFile({ body: paragraph(run("Kế hoạch", `<w:rFonts w:ascii="${family}" w:hAnsi="${family}"/>`)) }),
    );
    expect(Buffer.from(pdf).toString("latin1")).toMatch(new RegExp(`/BaseFont /[A-Z]{6}\\+${face}`));
    expect(warnings).toEqual([]);
  });

  it("a font of a configured folder is used under its own name; a broken file there is passed over", () => {
    const docx = wordFile({
      body: paragraph(run("Kế hoạch", '<w:rFonts w:ascii="Arimo Medium" w:hAnsi="Arimo Medium"/>')),
    });
    const { pdf, warnings } = typeset(docx, { fontFolders: [folder] });
    expect(Buffer.from(pdf).toString("latin1")).toMatch(/\/BaseFont \/[A-Z]{6}\+Arimo-Medium/);
    expect(warnings).toEqual([]);
    expect(typeset(docx).warnings.map((warning) => warning.code)).toEqual(["FONT_REPLACED"]);
  });

  it("a sign that the face lacks is taken from another one", () => {
    const { pdf, warnings } = typeset(
      wordFile({ body: paragraph(run("α → ■ ₫", '<w:rFonts w:ascii="Cambria" w:hAnsi="Cambria"/>')) }),
    );
    expect(warnings.filter((warning) => warning.code === "GLYPH_MISSING")).toEqual([]);
    expect(Buffer.from(pdf).toString("latin1")).toContain("+Tinos-Regular");
  });
});
