import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeText, parseBlocks, plainText } from "../../shared/documents/index.ts";

const SEEDS = path.join(import.meta.dirname, "../../../shared/seeds");

function texts(source: string): string[] {
  return parseBlocks(source).map((block) => ("inlines" in block ? plainText(block.inlines) : ""));
}

describe("paragraphs", () => {
  it("are parted by blank lines; lines of one paragraph are joined", () => {
    expect(texts("Một câu\nviết trên hai dòng.\n\nĐoạn sau.")).toEqual(["Một câu viết trên hai dòng.", "Đoạn sau."]);
  });

  it("begin at list marks without a blank line, and keep the marks", () => {
    const source = "Gồm:\n- Việc một;\n+ Ai làm: xã.\na) Điểm a\n1. Khoản một\n1.2. Mục con\n(3) Ba";
    expect(texts(source)).toEqual([
      "Gồm:",
      "- Việc một;",
      "+ Ai làm: xã.",
      "a) Điểm a",
      "1. Khoản một",
      "1.2. Mục con",
      "(3) Ba",
    ]);
  });

  it("are centred between arrows or in an aligned block", () => {
    const blocks = parseBlocks("-> *(Có Phụ lục kèm theo)* <-\n\n::: center\nQUYẾT NGHỊ:\nĐiều khoản\n:::\n\nSau.");
    expect(blocks.map((block) => (block.type === "paragraph" ? block.align : ""))).toEqual([
      "center",
      "center",
      "center",
      "justify",
    ]);
    expect(blocks[0]).toMatchObject({ inlines: [{ text: "(Có Phụ lục kèm theo)", italic: true }] });
  });
});

describe("signs inside a paragraph", () => {
  const inlines = (source: string) => {
    const [block] = parseBlocks(source, (label) => (label === "1" ? [{ text: "chú thích" }] : undefined));
    return block !== undefined && "inlines" in block ? block.inlines : [];
  };

  it("style the text between them", () => {
    expect(inlines("a **b** *c* ***d*** __e__ m^2^ H~2~O")).toEqual([
      { text: "a " },
      { text: "b", bold: true },
      { text: " " },
      { text: "c", italic: true },
      { text: " " },
      { text: "d", bold: true, italic: true },
      { text: " " },
      { text: "e", underline: true },
      { text: " m" },
      { text: "2", superscript: true },
      { text: " H" },
      { text: "2", subscript: true },
      { text: "O" },
    ]);
  });

  it("nest", () => {
    expect(inlines("**a *b***")).toEqual([
      { text: "a ", bold: true },
      { text: "b", bold: true, italic: true },
    ]);
    expect(inlines("*a **b***")).toEqual([
      { text: "a ", italic: true },
      { text: "b", italic: true, bold: true },
    ]);
  });

  it("stand for themselves without a partner, next to a blank, or escaped", () => {
    for (const text of ["5 * 3 = 15", "khoảng ~10% và ~ 20%", "a_b_c", "giá **", "[không phải chú thích]", "2^10"]) {
      expect(inlines(text)).toEqual([{ text }]);
    }
    expect(inlines("\\*không nghiêng\\* C:\\\\xa")).toEqual([{ text: "*không nghiêng* C:\\xa" }]);
  });

  it("cite footnotes; a label without a footnote stays in the text", () => {
    expect(inlines("Hài lòng[^1] và[^2].")).toEqual([
      { text: "Hài lòng" },
      { footnote: [{ text: "chú thích" }] },
      { text: " và[^2]." },
    ]);
  });

  it("force a line break with a backslash at the end of a line", () => {
    expect(inlines("Dòng một\\\nDòng hai")).toEqual([{ text: "Dòng một" }, { lineBreak: true }, { text: "Dòng hai" }]);
  });

  it("are read in time that grows with the text, not with its square", () => {
    const start = performance.now();
    parseBlocks(
      `${"*a ".repeat(60_000)}\n\n${"**a*b_ ".repeat(40_000)}\n\n${"[^a ".repeat(40_000)}\n\n${"~^".repeat(60_000)}`,
    );
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("pipe tables", () => {
  it("take widths from the hyphens and alignment from the colons", () => {
    const [block] = parseBlocks("| STT | Nội dung |\n|:-:|------|\n| 1 | Dòng *một*<br>Dòng hai \\| nữa |");
    expect(block).toEqual({
      type: "table",
      table: {
        columns: [
          { header: [{ text: "STT" }], width: 1, align: "center" },
          { header: [{ text: "Nội dung" }], width: 6, align: "left" },
        ],
        rows: [
          {
            cells: [
              [[{ text: "1" }]],
              [[{ text: "Dòng " }, { text: "một", italic: true }], [{ text: "Dòng hai | nữa" }]],
            ],
          },
        ],
        keepRowsWhole: false,
      },
    });
  });

  it("without a rule stay text", () => {
    expect(texts("| a | b |\n\n| c |")).toEqual(["| a | b |", "| c |"]);
  });
});

describe("escapeText", () => {
  it("makes official paragraphs survive as they are", () => {
    const lines = [
      "- 100% hồ sơ * số hóa; tỷ lệ ≥ 37,6% [tạm tính] | cột",
      " + Đơn vị chủ trì: xã.",
      "(1) Về hạ tầng số:",
      "1.1. Công tác chỉ đạo",
      "I- MỤC ĐÍCH",
      "a) Điểm **a** và _b_",
      "# không phải tiêu đề",
      "::: center",
      "-> không giữa <-",
      "| a | b |",
      "-\t100% thủ tục",
      "“ngoặc” ‘đơn’ \\ ^ ~ <br> [^1]",
      "kết thúc bằng \\",
    ];
    expect(texts(lines.map(escapeText).join("\n\n"))).toEqual(lines);
  });

  it("makes any line survive, character for character", () => {
    const letter = fc.constantFrom(..."ab ắ1.-+*_^~[]()|#:<>\\/\t≥“”@{}&`'\"");
    fc.assert(
      fc.property(fc.string({ unit: letter, minLength: 1, maxLength: 40 }), (line) => {
        expect(texts(escapeText(line))).toEqual([line]);
      }),
      { numRuns: 3000 },
    );
  });

  it("makes several lines survive as one paragraph with line breaks", () => {
    expect(texts(escapeText("một\n# hai\n\n- ba "))).toEqual(["một\n# hai\n\n- ba "]);
  });

  it.runIf(existsSync(SEEDS))("makes every line of the five sample documents survive", () => {
    for (const name of readdirSync(SEEDS)) {
      const lines = readFileSync(path.join(SEEDS, name), "utf8")
        .split(/\r?\n/)
        .filter((line) => line !== "");
      expect(texts(lines.map(escapeText).join("\n\n"))).toEqual(lines);
    }
  });
});
