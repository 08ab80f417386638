import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { FontRegistry, typeset } from "../../shared/typeset/index.ts";
import { cut, difference, type Pixels, readPng, readPpm } from "../charts/pixels.ts";
import { paragraph, wordFile } from "../typeset/word-file.ts";
import {
  dib,
  emf,
  emr,
  emrBitmap,
  emrFont,
  emrText,
  meta,
  metaBitmap,
  metaFont,
  metaText,
  wmf,
} from "./metafile-writer.ts";

const CORNER = 56.7;
const DPI = 144;

beforeAll(async () => {
  await initWasm(readFileSync(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
});

/** A Word file with the picture, 300 by 200 points. */
function picture(bytes: Uint8Array, name: string, crop = ""): Uint8Array {
  const run =
    `<w:r><w:drawing><wp:inline><wp:extent cx="${300 * 12_700}" cy="${200 * 12_700}"/><wp:docPr id="1" name="Hình"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
    `<pic:pic><pic:blipFill><a:blip r:embed="m"/>${crop}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
  return wordFile({ body: paragraph(run), media: { [`media/${name}`]: { id: "m", bytes } } });
}

function shown(bytes: Uint8Array, name: string, crop = ""): { pixels: Pixels; text: string; warnings: string[] } {
  const { pdf, warnings } = typeset(picture(bytes, name, crop));
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-metafile-"));
  try {
    writeFileSync(path.join(folder, "a.pdf"), pdf);
    const page = readPpm(execFileSync("pdftoppm", ["-r", String(DPI), path.join(folder, "a.pdf")], { maxBuffer: 1e9 }));
    const text = execFileSync("pdftotext", ["-layout", path.join(folder, "a.pdf"), "-"]).toString();
    const corner = Math.round((CORNER * DPI) / 72);
    return { pixels: cut(page, corner, corner, 600, 400), text, warnings: warnings.map(({ code }) => code) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What it should look like, said in SVG and drawn by another program. */
function drawn(content: string): Pixels {
  const fonts = new FontRegistry();
  const fontBuffers = [0, 1].map((style) => new Uint8Array(readFileSync(fonts.face("Tinos", style === 1, false).key)));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">${content}</svg>`;
  return readPng(
    new Resvg(svg, {
      background: "#ffffff",
      fitTo: { mode: "width", value: 600 },
      font: { fontBuffers, defaultFontFamily: "Tinos" },
    })
      .render()
      .asPng(),
  );
}

const u16 = (value: number) => ({ u16: value });
const RED = 0x0000aa;
const BLUE = 0x996633;
const checker = dib(4, 4, (x, y) => ((x + y) % 2 === 0 ? [32, 32, 32] : [220, 200, 160]));
const CHECKER = (x: number, y: number, step: number): string =>
  Array.from({ length: 16 }, (_unused, index) => {
    const [column, row] = [index % 4, index >> 2];
    return `<rect x="${x + column * step}" y="${y + row * step}" width="${step}" height="${step}" fill="${(column + row) % 2 === 0 ? "#202020" : "#dcc8a0"}"/>`;
  }).join("");

describe("an EMF picture", () => {
  const samples: [string, Uint8Array[], string][] = [
    [
      "pens, brushes and shapes",
      [
        emr(38, 1, 0, 4, 0, RED),
        emr(39, 2, 0, BLUE, 0),
        emr(37, 1),
        emr(37, 2),
        emr(43, 10, 10, 90, 60),
        emr(42, 120, 10, 180, 60),
        emr(37, 0x80000005),
        emr(44, 200, 10, 290, 60, 30, 30),
        emr(27, 10, 80),
        emr(54, 290, 80),
        emr(37, 0x80000008),
        emr(37, 2),
        emr(86, 0, 0, -1, -1, 3, u16(20), u16(180), u16(60), u16(110), u16(100), u16(180)),
        emr(37, 1),
        emr(37, 0x80000005),
        emr(85, 0, 0, -1, -1, 4, u16(120), u16(180), u16(140), u16(90), u16(200), u16(90), u16(220), u16(180)),
        emr(47, 230, 110, 290, 170, 290, 140, 260, 110),
      ],
      '<g stroke="#aa0000" stroke-width="4" stroke-linejoin="round" stroke-linecap="round" fill="#336699"><rect x="10" y="10" width="80" height="50"/><ellipse cx="150" cy="35" rx="30" ry="25"/><g fill="none"><rect x="200" y="10" width="90" height="50" rx="15"/><path d="M10 80H290M120 180C140 90 200 90 220 180"/><path d="M290 140A30 30 0 0 0 260 110L260 140Z"/></g></g><path d="M20 180L60 110L100 180Z" fill="#336699"/>',
    ],
    [
      "a mapping of its own, a world transform and a saved state",
      [
        emr(17, 8),
        emr(10, -1000, -1000),
        emr(9, 3000, 2000),
        emr(12, 0, 0),
        emr(11, 300, 200),
        emr(39, 1, 0, BLUE, 0),
        emr(37, 1),
        emr(37, 0x80000008),
        emr(33),
        emr(36, { real: 0.5 }, { real: 0 }, { real: 0 }, { real: 0.5 }, { real: 1000 }, { real: 0 }, 2),
        emr(43, -1000, -1000, 1000, 1000),
        emr(34, -1),
        emr(43, -900, 500, -100, 900),
      ],
      '<g fill="#336699"><rect x="150" y="50" width="100" height="100"/><rect x="10" y="150" width="80" height="40"/></g>',
    ],
    [
      "paths filled and stroked, and a clip",
      [
        emr(38, 1, 0, 3, 0, 0),
        emr(39, 2, 0, 0x00a5ff, 0),
        emr(37, 1),
        emr(37, 2),
        emr(59),
        emr(27, 20, 20),
        emr(54, 100, 20),
        emr(54, 60, 90),
        emr(61),
        emr(60),
        emr(63, 0, 0, -1, -1),
        emr(33),
        emr(30, 150, 20, 200, 100),
        emr(37, 0x80000008),
        emr(42, 130, 20, 270, 160),
        emr(34, -1),
        emr(75, 48, 5, 32, 1, 1, 16, 10, 120, 60, 190, 10, 120, 60, 190),
        emr(43, 0, 100, 300, 200),
      ],
      '<path d="M20 20H100L60 90Z" fill="#ffa500" stroke="#000" stroke-width="3" stroke-linejoin="round"/><clipPath id="a"><rect x="150" y="20" width="50" height="80"/></clipPath><circle cx="200" cy="90" r="70" fill="#ffa500" clip-path="url(#a)"/><rect x="10" y="120" width="50" height="70" fill="#ffa500"/>',
    ],
    [
      "text and a bitmap",
      [
        emrFont(1, -24, "Times New Roman"),
        emr(37, 1),
        emr(24, 0x0000aa),
        emr(22, 24),
        emrText(20, 50, "Ủy ban nhân dân"),
        emr(22, 30),
        emrFont(2, -16, "Times New Roman", true),
        emr(37, 2),
        emr(24, 0),
        emrText(150, 90, "Đúng hạn 45,5%"),
        emr(22, 24),
        emrFont(3, -14, "Times New Roman", false, 900),
        emr(37, 3),
        emrText(30, 190, "Trục đứng"),
        emrBitmap(200, 110, 80, 80, checker, [4, 4]),
      ],
      `<g font-size="24"><text x="20" y="50" fill="#aa0000">Ủy ban nhân dân</text><text x="150" y="90" font-size="16" font-weight="bold" text-anchor="middle">Đúng hạn 45,5%</text><text transform="translate(30 190) rotate(-90)" font-size="14">Trục đứng</text></g>${CHECKER(200, 110, 20)}`,
    ],
  ];

  it.each(samples)("with %s looks as it should", (_name, records, svg) => {
    const { pixels, warnings } = shown(emf(300, 200, records), "a.emf");
    expect(warnings).toEqual([]);
    expect(difference(pixels, drawn(svg))).toBeLessThan(0.03);
  });

  it("is found by its words, pressed to the width the record gives", () => {
    const wide = emf(300, 200, [
      emrFont(1, -20, "Times New Roman"),
      emr(37, 1),
      emr(22, 24),
      emrText(10, 50, "Đúng hạn", 25),
    ]);
    const { text, pixels } = shown(wide, "a.emf");
    expect(text).toContain("Đúng hạn");
    let right = 0;
    pixels.grey.forEach((level, at) => {
      if (level < 128) right = Math.max(right, (at % pixels.width) / 2);
    });
    expect(right).toBeGreaterThan(190);
    expect(right).toBeLessThan(212);
  });

  it("is told by its bytes, whatever its name, and says what it leaves out", () => {
    const records = [
      emr(43, 10, 10, 90, 60),
      emr(114, ...Array.from({ length: 25 }, () => 0)),
      emr(76, 0, 0, -1, -1, 0, 0, 9, 9, 0x8800c6, 0, 0, { real: 1 }, 0, 0, { real: 1 }, 0, 0, 0, 0, 100, 40, 140, 12),
    ];
    const { warnings } = shown(emf(300, 200, records), "a.wmf");
    expect(warnings).toEqual(["IMAGE_PARTIAL"]);
  });
});

describe("a WMF picture", () => {
  it("with pens, brushes, shapes, text and a bitmap looks as it should", () => {
    const records = [
      meta(0x020b, 0, 0),
      meta(0x020c, 2000, 3000),
      meta(0x02fa, 0, 40, 0, 0x00aa, 0),
      meta(0x02fc, 0, 0x6633, 0x0099, 0),
      meta(0x012d, 0),
      meta(0x012d, 1),
      meta(0x041b, 600, 900, 100, 100),
      meta(0x0418, 600, 1800, 100, 1200),
      meta(0x0324, 3, 200, 1800, 600, 1100, 1000, 1800),
      meta(0x0214, 800, 100),
      meta(0x0213, 800, 2900),
      metaFont(-240, "Times New Roman", 163),
      meta(0x012d, 2),
      meta(0x012e, 24),
      metaText(1200, 1200, Uint8Array.from([0xd0, 0xfa, 0x6e, 0x67])),
      metaBitmap(2000, 1100, 800, 800, checker, [4, 4]),
    ];
    const { pixels, warnings, text } = shown(wmf(3000, 2000, 960, records), "a.wmf");
    expect(warnings).toEqual([]);
    // Windows-1258: "Đúng".
    expect(text).toContain("Đúng");
    const svg = `<g stroke="#aa0000" stroke-width="4" stroke-linejoin="round" stroke-linecap="round" fill="#336699"><rect x="10" y="10" width="80" height="50"/><ellipse cx="150" cy="35" rx="30" ry="25"/><path d="M20 180L60 110L100 180ZM10 80H290"/></g><text x="120" y="120" font-size="24">Đúng</text>${CHECKER(200, 110, 20)}`;
    expect(difference(pixels, drawn(svg))).toBeLessThan(0.03);
  });

  it("is cut to what is left over when rectangles are taken out", () => {
    const records = [
      meta(0x020c, 200, 300),
      meta(0x02fc, 0, 0, 0, 0),
      meta(0x012d, 0),
      ...Array.from({ length: 100 }, (_unused, row) => meta(0x0415, row + 1, 300, row, 100 + row)),
      meta(0x041b, 200, 300, 0, 0),
    ];
    const { pixels, warnings } = shown(wmf(300, 200, 96, records), "a.wmf");
    expect(warnings).toEqual([]);
    expect(difference(pixels, drawn('<path d="M0 0H100L200 100H300V200H0Z"/>'))).toBeLessThan(0.02);
  });
});

describe("a bitmap", () => {
  /** Dark and sand above, red and blue below, interlaced. */
  const GIF =
    "R0lGODlhGAAYAPEAACAgIKAgIDNmmdzIoCH5BAAAAAAALAAAAAAYABgAQAJGhI82y70JgZsj2Iut2LzvmFBORgbeKZQZ6oGI2LgHzMgKXakX2+k7v/FpgAKbBGfEDZJIm5JJg8KEJiKVmBJir1Zt14ctAAA7";

  it("of GIF is drawn", () => {
    const { pixels, warnings } = shown(Buffer.from(GIF, "base64"), "a.gif");
    expect(warnings).toEqual([]);
    const four =
      '<rect width="150" height="100" fill="#202020"/><rect x="150" width="150" height="100" fill="#dcc8a0"/><rect y="100" width="150" height="100" fill="#a02020"/><rect x="150" y="100" width="150" height="100" fill="#336699"/>';
    expect(difference(pixels, drawn(four))).toBeLessThan(0.01);
  });

  it("of BMP is drawn", () => {
    const file = Buffer.concat([Buffer.from("BM"), Buffer.alloc(12), checker.header, checker.bits]);
    file.writeUInt32LE(file.length, 2);
    file.writeUInt32LE(54, 10);
    const { pixels, warnings } = shown(file, "a.bmp");
    expect(warnings).toEqual([]);
    expect(difference(pixels, drawn(`<g transform="scale(3.75 2.5)">${CHECKER(0, 0, 20)}</g>`))).toBeLessThan(0.01);
  });
});

describe("a picture that is cut at its edges in Word", () => {
  const half = '<a:srcRect l="50000" b="25000"/>';
  const disc = '<circle cx="10" cy="10" r="9" fill="#336699"/><rect x="12" width="8" height="4" fill="#a02020"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">${disc}</svg>`;
  const right = `<g transform="scale(30 13.3333) translate(-10 0)">${disc}</g>`;

  it("shows only what is left, as vectors or as pixels", () => {
    const vectors = shown(new TextEncoder().encode(svg), "a.svg", half);
    expect(vectors.warnings).toEqual([]);
    expect(difference(vectors.pixels, drawn(right))).toBeLessThan(0.02);
    const png = new Resvg(svg, { background: "#ffffff", fitTo: { mode: "width", value: 400 } }).render().asPng();
    const pixels = shown(png, "a.png", half);
    expect(pixels.warnings).toEqual([]);
    expect(difference(pixels.pixels, drawn(right))).toBeLessThan(0.02);
  });

  it("may have room added instead", () => {
    const { pixels } = shown(new TextEncoder().encode(svg), "a.svg", '<a:srcRect l="-100000"/>');
    expect(difference(pixels, drawn(`<g transform="translate(150 0) scale(7.5 10)">${disc}</g>`))).toBeLessThan(0.02);
  });

  it("is shown whole, with a warning, when nothing would be left", () => {
    const { warnings } = shown(new TextEncoder().encode(svg), "a.svg", '<a:srcRect l="60000" r="40000"/>');
    expect(warnings).toEqual(["IMAGE_CHANGED"]);
  });
});

describe("a picture that cannot be drawn", () => {
  it("leaves a frame that says so, and a warning", () => {
    const { text, warnings, pixels } = shown(new TextEncoder().encode("GIF89a…"), "a.gif");
    expect(warnings).toEqual(["IMAGE_UNSUPPORTED"]);
    expect(text).toContain("Hình không in được");
    expect(pixels.grey.some((level) => level < 200)).toBe(true);
  });

  it("may be an EMF of EMF+ alone, or a broken one", () => {
    const plus = emf(300, 200, [emr(70, 16, 0x2b464d45, 0, 0, 0)]);
    expect(shown(plus, "a.emf").warnings).toEqual(["IMAGE_UNSUPPORTED"]);
    expect(shown(emf(300, 200, [emr(43, 10, 10, 90, 60)]).subarray(0, 116), "a.emf").warnings).toEqual([
      "IMAGE_UNSUPPORTED",
    ]);
    const endless = emf(300, 200, [emr(90, 0, 0, -1, -1, 0x7fffffff, 0x7fffffff, 1)]);
    expect(shown(endless, "a.emf").warnings).toEqual(["IMAGE_UNSUPPORTED"]);
  });

  it("says why in Vietnamese, whatever is broken", () => {
    const astray = emf(300, 200, [emr(43, 10, 10, 90, 60)]);
    new DataView(astray.buffer).setInt32(4, -16, true);
    const [warning] = typeset(picture(astray, "a.emf")).warnings;
    expect(warning).toMatchObject({ code: "IMAGE_UNSUPPORTED", message: expect.stringContaining("tệp hỏng") });
  });

  it("is read in bounded time, however many objects it makes", () => {
    const palettes = Array.from({ length: 30_000 }, () => meta(0x00f7, 0));
    const started = performance.now();
    shown(wmf(300, 200, 96, palettes), "a.wmf");
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("is read in bounded time, however it is broken", () => {
    const good = [
      emf(300, 200, [
        emr(59),
        emr(27, 1, 1),
        emr(54, 9, 9),
        emr(60),
        emr(64, 0, 0, -1, -1),
        emrFont(1, -20, "Arial"),
        emr(37, 1),
        emrText(10, 50, "abc", 9),
        emrBitmap(0, 0, 9, 9, checker, [4, 4]),
        emr(75, 48, 5, 32, 1, 1, 16, 0, 0, 9, 9, 0, 0, 9, 9),
        emr(43, 0, 0, 9, 9),
      ]),
      wmf(300, 200, 96, [
        meta(0x020c, 200, 300),
        metaFont(-20, "Arial"),
        meta(0x012d, 0),
        metaText(9, 9, Uint8Array.of(65, 66)),
        meta(0x0538, 2, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4),
        metaBitmap(0, 0, 9, 9, checker, [4, 4]),
        meta(0x06ff, 0, 6, 0, 0, 1, 0, 0, 0, 9, 9, 2, 0, 9, 0, 9, 2),
      ]),
    ];
    const started = performance.now();
    fc.assert(
      fc.property(
        fc.constantFrom(...good),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 }),
        (bytes, changes) => {
          const broken = bytes.slice();
          for (const [at, value] of changes) broken[at % broken.length] = value;
          typeset(picture(broken, "a.emf"));
        },
      ),
      { numRuns: 120 },
    );
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});
