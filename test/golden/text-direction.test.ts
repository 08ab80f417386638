import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { paragraph, table, wordFile } from "../typeset/word-file.ts";

const LEFT = 56.7;

/** Words of the first page with their boxes, as pdftotext reads them. */
function words(docx: Uint8Array): Map<string, { x0: number; y0: number; x1: number; y1: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-turned-"));
  try {
    const file = path.join(folder, "a.pdf");
    writeFileSync(file, typeset(docx).pdf);
    const found = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8" });
    const boxes = found.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g);
    return new Map([...boxes].map(([, x0, y0, x1, y1, text]) => [text!, { x0: +x0!, y0: +y0!, x1: +x1!, y1: +y1! }]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function turned(direction: string, rest = ""): string {
  return `<w:textDirection w:val="${direction}"/>${rest}`;
}

describe("text direction in cells", () => {
  it("btLr runs upwards: its first word stands lowest, at the left of the cell", () => {
    const row = {
      cells: ["Một Hai", "Bên"],
      cellProperties: [turned("btLr"), ""],
      properties: '<w:trHeight w:val="2000"/>',
    };
    const found = words(wordFile({ body: table([1500, 3000], [row]) }));
    expect(found.get("Một")!.y0).toBeGreaterThan(found.get("Hai")!.y1 - 1);
    expect(found.get("Một")!.x0).toBeLessThan(LEFT + 10);
  });

  it("tbRl runs downwards: its first word stands highest, at the right of the cell", () => {
    const row = {
      cells: ["Một Hai", "Bên"],
      cellProperties: [turned("tbRl"), ""],
      properties: '<w:trHeight w:val="2000"/>',
    };
    const found = words(wordFile({ body: table([1500, 3000], [row]) }));
    expect(found.get("Một")!.y1).toBeLessThan(found.get("Hai")!.y0 + 1);
    expect(found.get("Một")!.x1).toBeGreaterThan(LEFT + 75 - 10);
  });

  it("turned text is broken for the height of its row; a row without a height grows until the lines stand in the column", () => {
    const text = "Phòng Tổ chức cán bộ và Thi đua khen thưởng";
    const fixed = {
      cells: [text],
      cellProperties: [turned("btLr")],
      properties: '<w:trHeight w:val="2400" w:hRule="exact"/>',
    };
    const free = { cells: [text], cellProperties: [turned("btLr")] };
    const heights = [fixed, free].map((row) => {
      const page = layout(wordFile({ body: table([700], [row]) }))[0]!;
      const rules = page.ops.filter((op) => op.kind === "line").map((op) => op.y2);
      return Math.max(...rules) - Math.min(...rules);
    });
    expect(heights[0]).toBeCloseTo(2400, -1);
    expect(heights[1]).toBeGreaterThan(2400);
  });

  it("a turned cell over several rows takes their height, and adds none", () => {
    const rows = [1, 2, 3, 4].map((row) => ({
      cells: [row === 1 ? "Lĩnh vực" : "", `Việc ${row}`],
      cellProperties: [turned("btLr", row === 1 ? '<w:vMerge w:val="restart"/>' : "<w:vMerge/>"), ""],
    }));
    const [page] = layout(wordFile({ body: table([700, 4000], rows) + paragraph("Sau") }));
    const texts = page!.ops.filter((op) => op.kind === "text");
    const baseline = (text: string) => texts.find((op) => op.text === text)!.y;
    expect(baseline("Sau") - baseline("Việc 4")).toBeLessThan(400);
    expect(typeset(wordFile({ body: table([700, 4000], rows) })).warnings).toEqual([]);
  });

  it("merged turned cells that begin one row below the other are laid in bounded time", () => {
    const steps = 18;
    const columns = Array.from({ length: steps }, (_unused, column) => column);
    const rows = columns.map((row) => ({
      cells: columns.map((column) => (column === row ? "Việc" : "")),
      cellProperties: columns.map((column) =>
        column > row ? "" : turned("btLr", column === row ? '<w:vMerge w:val="restart"/>' : "<w:vMerge/>"),
      ),
    }));
    const started = performance.now();
    const pages = layout(wordFile({ body: table(new Array<number>(steps).fill(500), rows) }));
    expect(pages.flatMap(({ ops }) => ops.filter((op) => op.kind === "image"))).toHaveLength(steps);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("letters that stand on their own for Chinese are said", () => {
    const row = { cells: ["Chữ"], cellProperties: [turned("lrTbX")] };
    expect(typeset(wordFile({ body: table([1500], [row]) })).warnings.map(({ code }) => code)).toEqual([
      "TEXT_DIRECTION",
    ]);
  });
});
