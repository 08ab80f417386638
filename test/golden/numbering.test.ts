import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { pageTexts, paragraph, wordFile } from "../typeset/word-file.ts";

interface Level {
  format?: string;
  text: string;
  start?: number;
  more?: string;
}

function list(id: number, levels: Level[]): string {
  const shown = levels.map(
    ({ format = "decimal", text, start = 1, more = "" }, at) =>
      `<w:lvl w:ilvl="${at}"><w:start w:val="${start}"/>${format.startsWith("<") ? format : `<w:numFmt w:val="${format}"/>`}${more}<w:suff w:val="space"/><w:lvlText w:val="${text}"/></w:lvl>`,
  );
  return `<w:abstractNum w:abstractNumId="${id}"><w:multiLevelType w:val="multilevel"/>${shown.join("")}</w:abstractNum>`;
}

const used = (id: number, of = id, more = ""): string =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${more}</w:num>`;

/** Numbers of items at their levels: `0 1 1 0`, or `0/2` for another list. */
function labels(numbering: string, items: string): string[] {
  const body = items
    .split(" ")
    .map((item) => {
      const [level, id = "1"] = item.split("/");
      return paragraph("x", `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${id}"/></w:numPr>`);
    })
    .join("");
  return pageTexts(layout(wordFile({ numbering, body })))[0]!.map((line) => line.replace(/[\u00a0 ]?x$/, ""));
}

describe("numbering", () => {
  it("levels count by themselves and start anew under each item above them", () => {
    const numbering =
      list(1, [{ text: "Điều %1.", format: "decimal" }, { text: "%2." }, { text: "%3)", format: "lowerLetter" }]) +
      used(1);
    expect(labels(numbering, "0 1 2 2 1 2 0 1")).toEqual(["Điều 1.", "1.", "a)", "b)", "2.", "a)", "Điều 2.", "1."]);
  });

  it("a level that is not to restart goes on counting", () => {
    const numbering =
      list(1, [
        { text: "Chương %1", format: "upperRoman" },
        { text: "Điều %2.", more: '<w:lvlRestart w:val="0"/>' },
      ]) + used(1);
    expect(labels(numbering, "0 1 1 0 1")).toEqual(["Chương I", "Điều 1.", "Điều 2.", "Chương II", "Điều 3."]);
  });

  it("two numbers of one list count on; an override of the start begins anew, one of the level changes its look", () => {
    const other = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>';
    const look =
      '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:suff w:val="space"/><w:lvlText w:val="(%1)"/></w:lvl></w:lvlOverride>';
    const numbering = list(1, [{ text: "%1." }]) + used(1) + used(2, 1) + used(3, 1, other) + used(4, 1, look);
    expect(labels(numbering, "0 0/2 0/3 0/3 0/4")).toEqual(["1.", "2.", "5.", "6.", "(G)"]);
  });

  it("legal numbering shows the levels above in digits", () => {
    const numbering =
      list(1, [
        { text: "%1.", format: "upperRoman" },
        { text: "%1.%2.", more: "<w:isLgl/>" },
        { text: "%1.%2.%3.", format: "lowerLetter", more: "<w:isLgl/>" },
      ]) + used(1);
    expect(labels(numbering, "0 0 1 2 2")).toEqual(["I.", "II.", "2.1.", "2.1.a.", "2.1.b."]);
  });

  it("every format that documents of offices use is known", () => {
    const of = (format: string, start: number): string =>
      labels(list(1, [{ text: "%1", format, start }]) + used(1), "0")[0]!;
    expect(
      [
        ["decimal", 12],
        ["decimalZero", 7],
        ["upperRoman", 14],
        ["lowerRoman", 9],
        ["upperLetter", 28],
        ["lowerLetter", 3],
        ["ordinal", 22],
        ["cardinalText", 21],
        ["ordinalText", 12],
        ["vietnameseCounting", 25],
        ["vietnameseCounting", 101],
        ["numberInDash", 4],
        ["hex", 27],
        ["decimalEnclosedCircle", 3],
        ["decimalEnclosedParen", 3],
        ["chicago", 5],
        ["none", 5],
      ].map(([format, start]) => of(String(format), Number(start))),
    ).toEqual(
      [
        "12",
        "07",
        "XIV",
        "ix",
        "BB",
        "c",
        "22nd",
        "Twenty-one",
        "Twelfth",
        "hai mươi lăm",
        "một trăm linh một",
        "- 4 -",
        "1B",
        "③",
        "(3)",
        "**",
        "",
      ].map((text) => text || expect.stringMatching(/^$/)),
    );
  });

  it("a format of its own, `001`, is filled up with noughts", () => {
    const custom =
      '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>';
    expect(labels(list(1, [{ text: "%1", format: custom, start: 9 }]) + used(1), "0 0")).toEqual(["009", "010"]);
  });

  it("a format that is not known is shown as digits and named in a warning", () => {
    const numbering = list(1, [{ text: "%1.", format: "thaiLetters" }]) + used(1);
    expect(labels(numbering, "0")).toEqual(["1."]);
    const file = wordFile({
      numbering,
      body: paragraph("x", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
    });
    expect(typeset(file).warnings.map(({ code, where }) => [code, where])).toEqual([["NUMBER_FORMAT", "đoạn 1"]]);
  });

  it("a style tied to a level numbers its paragraphs; number 0 takes the number away", () => {
    const numbering = list(1, [{ text: "Mục %1.", more: '<w:pStyle w:val="Muc"/>' }]) + used(1);
    const styles =
      '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Muc"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>';
    const body =
      paragraph("a", '<w:pStyle w:val="Muc"/>') +
      paragraph("b", '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>') +
      paragraph("c", '<w:pStyle w:val="Muc"/>');
    expect(pageTexts(layout(wordFile({ numbering, styles, body })))[0]).toEqual([
      "Mục 1.\u00a0a",
      "b",
      "Mục 2.\u00a0c",
    ]);
  });
});
