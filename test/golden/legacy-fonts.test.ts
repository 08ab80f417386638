import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { pageTexts, paragraph, run, wordFile } from "../typeset/word-file.ts";

const font = (name: string, upper = name): string => `<w:rFonts w:ascii="${name}" w:hAnsi="${upper}"/>`;
const shown = (text: string, properties: string): string =>
  pageTexts(layout(wordFile({ body: paragraph(run(text, properties)) })))[0]!.join("\n");

describe("fonts of the old Vietnamese encodings", () => {
  it("TCVN3 text is set in Unicode letters", () => {
    expect(shown("Céng hßa x· héi chñ nghÜa ViÖt Nam", font(".VnTime"))).toBe("Cộng hòa xã hội chủ nghĩa Việt Nam");
    expect(shown("§éc lËp - Tù do - H¹nh phóc", font(".VnTime"))).toBe("Độc lập - Tự do - Hạnh phúc");
    expect(shown("®­êng tr­íc m­a", font(".VnTime"))).toBe("đường trước mưa");
  });

  it("a TCVN3 font of capitals shows capitals", () => {
    expect(shown("quyÕt ®Þnh", font(".VnTimeH"))).toBe("QUYẾT ĐỊNH");
  });

  it("VNI text, a letter and its mark, is set in Unicode letters", () => {
    expect(shown("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", font("VNI-Times"))).toBe(
      "Cộng hòa xã hội chủ nghĩa Việt Nam",
    );
    expect(shown("Ñoäc laäp - Töï do - Haïnh phuùc", font("VNI-Times"))).toBe("Độc lập - Tự do - Hạnh phúc");
    expect(shown("ÑÖÔØNG NÖÔÙC", font("VNI-Times"))).toBe("ĐƯỜNG NƯỚC");
  });

  it("Unicode text in a font of an old name stays as it is", () => {
    expect(shown("Quyết định", font(".VnTime"))).toBe("Quyết định");
    expect(shown("à", font(".VnTime", "Times New Roman"))).toBe("à");
  });

  it("the conversion is named in a warning", () => {
    const { warnings } = typeset(wordFile({ body: paragraph(run("§éc lËp", font(".VnTime"))) }));
    expect(warnings.map(({ code }) => code)).toEqual(["FONT_LEGACY_ENCODING"]);
  });
});
