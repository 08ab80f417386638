import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { agencyChart, burnUpChart, type Drawing, statusChart, toPng, toSvg } from "../../shared/charts/index.ts";
import { FontRegistry, typeset } from "../../shared/typeset/index.ts";
import { cut, difference, type Pixels, readPng, readPpm } from "../charts/pixels.ts";
import { agencies, burnUp, STATUS } from "../charts/series.ts";
import { paragraph, wordFile } from "../typeset/word-file.ts";

/** Text area's corner on the page, in points: margins of 1134 twips. */
const CORNER = 56.7;
const DPI = 144;
const fonts = new FontRegistry();
const fallback = toPng({
  width: 40,
  height: 40,
  title: "Thay thế",
  shapes: [{ kind: "rect", x: 0, y: 0, width: 40, height: 40, fill: "#00ff00" }],
});

beforeAll(async () => {
  await initWasm(readFileSync(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
});

/** A Word file with one inline picture: PNG, and the given SVG as its original. */
function picture(svg: string | Uint8Array, width: number, height: number): Uint8Array {
  const [cx, cy] = [Math.round(width * 12_700), Math.round(height * 12_700)];
  const blip =
    '<a:blip r:embed="png"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="svg"/></a:ext></a:extLst></a:blip>';
  const run =
    `<w:r><w:drawing><wp:inline><wp:extent cx="${cx}" cy="${cy}"/><wp:docPr id="1" name="Hình" descr="Mô tả"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
    `<pic:pic><pic:blipFill>${blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
  return wordFile({
    body: paragraph(run),
    media: {
      "media/a.png": { id: "png", bytes: fallback },
      "media/a.svg": { id: "svg", bytes: typeof svg === "string" ? new TextEncoder().encode(svg) : svg },
    },
  });
}

/** The picture as it stands on the page, and its words. */
function shown(
  svg: string,
  width: number,
  height: number,
): { pixels: Pixels; text: string; warnings: string[]; pdf: Uint8Array; page: Pixels } {
  const { pdf, warnings } = typeset(picture(svg, width, height), { now: new Date(0) });
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-svg-"));
  try {
    writeFileSync(path.join(folder, "a.pdf"), pdf);
    const page = readPpm(execFileSync("pdftoppm", ["-r", String(DPI), path.join(folder, "a.pdf")], { maxBuffer: 1e9 }));
    const text = execFileSync("pdftotext", ["-layout", path.join(folder, "a.pdf"), "-"]).toString();
    const corner = Math.round((CORNER * DPI) / 72);
    const pixels = cut(page, corner, corner, Math.round((width * DPI) / 72), Math.round((height * DPI) / 72));
    return { page, pixels, text, warnings: warnings.map(({ code, message }) => `${code} ${message}`), pdf };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same as another program draws it. */
function drawn(svg: string, width: number): Pixels {
  const fontBuffers = ["Tinos", "Arimo"].flatMap((name) =>
    [0, 1, 2, 3].map((style) => new Uint8Array(readFileSync(fonts.face(name, (style & 1) > 0, (style & 2) > 0).key))),
  );
  const value = Math.round((width * DPI) / 72);
  const options = {
    background: "#ffffff",
    fitTo: { mode: "width" as const, value },
    font: { fontBuffers, defaultFontFamily: "Tinos", serifFamily: "Tinos", sansSerifFamily: "Arimo" },
  };
  return readPng(new Resvg(svg, options).render().asPng());
}

const wrap = (content: string, attributes = 'width="300" height="200"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`;

describe("a chart in the PDF", () => {
  const charts: [string, Drawing][] = [
    ["of status", statusChart(STATUS)],
    ["of agencies", agencyChart(agencies(12))],
    ["burn-up", burnUpChart(burnUp(13, 7))],
  ];

  it.each(charts)("%s looks as its SVG does, with its words as text", (_name, drawing) => {
    const svg = toSvg(drawing);
    const { pixels, text, warnings, pdf } = shown(svg, drawing.width, drawing.height);
    expect(warnings).toEqual([]);
    expect(difference(pixels, drawn(svg, drawing.width))).toBeLessThan(0.01);
    for (const shape of drawing.shapes)
      if (shape.kind === "text") expect(text.replace(/\s+/g, " ")).toContain(shape.text.split(" ")[0]);
    expect(Buffer.from(pdf).toString("latin1")).not.toContain("/Subtype /Image");
  });

  it("would not pass for another chart", () => {
    const [, drawing] = charts[0]!;
    const other = statusChart(STATUS.map((part, index) => ({ ...part, value: part.value + index * 3 })));
    expect(
      difference(shown(toSvg(drawing), drawing.width, drawing.height).pixels, drawn(toSvg(other), drawing.width)),
    ).toBeGreaterThan(0.05);
  });
});

describe("an SVG picture", () => {
  const samples: Record<string, string> = {
    "paths with every command": wrap(
      '<path d="M10 10h60v40H10z m80,0 l40 0 0 40 -40 0z' +
        " ".repeat(70) +
        '" fill="#336699"/><path d="M20 100c20-40 60-40 80 0s60 40 80 0" fill="none" stroke="#aa0000" stroke-width="4"/>' +
        '<path d="M20 150q30-40 60 0t60 0T200 150" fill="none" stroke="#000" stroke-width="2"/><path d="M220 40a30 20 30 1 1 40 30A15 15 0 0 0 230 60z" fill="#228822" stroke="#000"/>' +
        '<path d="M220,120 A 25 25 0 0 1 270 120 L245,160Z M235 125h20v10h-20z" fill="#884400" fill-rule="evenodd"/><path d="M10 180 1e1 190.5.5 199" stroke="#00f" fill="none"/>',
    ),
    "shapes, dashes, joins and caps": wrap(
      '<rect x="10" y="10" width="80" height="50" rx="12" fill="#dddddd" stroke="#333" stroke-width="3"/><circle cx="150" cy="40" r="28" fill="rgb(20%, 40%, 60%)"/><ellipse cx="240" cy="40" rx="40" ry="20" fill="none" stroke="teal" stroke-width="5" stroke-dasharray="9 4"/>' +
        '<line x1="20" y1="90" x2="280" y2="90" stroke="#000" stroke-width="8" stroke-linecap="round" stroke-dasharray="20,16" stroke-dashoffset="6"/><polyline points="20,180 60,120 100,180 140,120" fill="none" stroke="purple" stroke-width="8" stroke-linejoin="round"/><polygon points="180 180 220 110 260 180" style="fill: orange; stroke: black; stroke-width: 2px"/>',
    ),
    "transforms and inherited properties": wrap(
      '<g transform="translate(150 100) rotate(30)" fill="#446688"><rect x="-60" y="-30" width="120" height="60"/><g transform="scale(.5)" fill="#ffcc00"><circle r="40"/><g transform="matrix(1 0.3 0 1 10 10)"><rect width="50" height="30"/></g></g></g><rect width="40" height="20" transform="skewX(20) translate(20,10)" fill="crimson"/>',
    ),
    "a view box in the middle of its viewport": wrap(
      '<rect x="-50" y="-50" width="100" height="100" fill="#cfe0f0" stroke="#123" stroke-width="4"/><circle r="20" fill="#a00"/>',
      'width="300" height="150" viewBox="-60 -60 120 120"',
    ),
    "opacity and faint fills": wrap(
      '<rect width="150" height="100" fill="#000080"/><rect x="80" y="40" width="150" height="100" fill="#ff0000" fill-opacity="0.4"/><circle cx="120" cy="120" r="50" opacity=".5" fill="green"/><g opacity="0.3"><rect x="200" width="90" height="190"/></g><line x1="0" y1="190" x2="300" y2="10" stroke="#000" stroke-width="12" stroke-opacity=".25"/>',
    ),
    "text in its places": wrap(
      '<text x="10" y="30" font-family="Times New Roman" font-size="20">Ủy ban nhân dân</text><text x="290" y="60" text-anchor="end" font-size="18" font-weight="bold">Đúng hạn 45,5%</text><text x="150" y="90" text-anchor="middle" font-family="Arimo, sans-serif" font-size="16" fill="#a02020">Số <tspan font-style="italic">nhiệm vụ</tspan></text><text x="20" y="60" font-size="12">km<tspan dx="4" dy="-6" font-size="9">2</tspan></text>' +
        '<text transform="translate(40 190) rotate(-90)" font-size="14">Trục đứng</text><text x="70" y="120" font-size="14">Dòng một<tspan x="70" dy="18">dòng hai</tspan><tspan x="70" y="160">dòng ba</tspan></text><text x="180" y="150" font-size="14" opacity="0.5">Chữ   mờ</text>',
    ),
  };

  it.each(Object.entries(samples))("with %s looks as another program draws it", (_name, svg) => {
    const height = /height="150"/.test(svg.slice(0, 90)) ? 150 : 200;
    const { pixels, warnings } = shown(svg, 300, height);
    expect(warnings).toEqual([]);
    expect(difference(pixels, drawn(svg, 300))).toBeLessThan(0.015);
  });

  it("is found by its words", () => {
    const { text } = shown(samples["text in its places"]!, 300, 200);
    for (const words of ["Ủy ban nhân dân", "Đúng hạn 45,5%", "dòng ba"]) expect(text).toContain(words);
  });

  it("is stretched to the size it has in Word", () => {
    const { pixels } = shown(wrap('<rect width="150" height="200" fill="#000"/>'), 200, 50);
    expect(pixels.grey[pixels.width * 40 + 190]).toBe(0);
    expect(pixels.grey[pixels.width * 40 + 210]).toBe(255);
  });

  it("is clipped to its frame", () => {
    const { page } = shown(wrap('<rect x="-500" y="-500" width="2000" height="2000" fill="#000"/>'), 100, 50);
    const at = (x: number, y: number): number => {
      const pixel = (points: number) => Math.round(((CORNER + points) * DPI) / 72);
      return page.grey[pixel(y) * page.width + pixel(x)]!;
    };
    expect([at(5, 5), at(95, 45)]).toEqual([0, 0]);
    expect([at(-5, 5), at(5, -5), at(105, 45), at(95, 55)]).toEqual([255, 255, 255, 255]);
  });

  it("is not changed by what draws nothing: notes of editors, titles, definitions nobody uses", () => {
    const quiet = wrap(
      '<title>Tên</title><desc>x</desc><metadata><rdf:RDF xmlns:rdf="r"/></metadata><defs><linearGradient id="a"/><clipPath id="b"/></defs><sodipodi:namedview xmlns:sodipodi="s"/><rect display="none" width="9" height="9"/><rect visibility="hidden" width="9" height="9" filter="none"/>',
    );
    const { warnings, pixels } = shown(quiet, 30, 20);
    expect(warnings).toEqual([]);
    expect(pixels.grey.every((level) => level === 255)).toBe(true);
  });
});

describe("an SVG picture outside the subset", () => {
  const outside: [string, string | Uint8Array][] = [
    ["a gradient", wrap('<defs><linearGradient id="a"/></defs><rect width="10" height="10" fill="url(#a)"/>')],
    ["a style sheet", wrap("<style>rect{fill:red}</style><rect width='10' height='10'/>")],
    ["a script", wrap("<script>alert(1)</script>")],
    ["a picture from elsewhere", wrap('<image href="http://192.0.2.1/a.png" width="10" height="10"/>')],
    ["a foreign object", wrap("<foreignObject><p/></foreignObject>")],
    ["a use", wrap('<use href="#a"/>')],
    ["a link", wrap('<a href="http://192.0.2.1/"><rect width="1" height="1"/></a>')],
    ["a clip", wrap('<rect width="10" height="10" clip-path="url(#a)"/>')],
    ["a filter in a style", wrap('<rect width="10" height="10" style="filter:url(#a)"/>')],
    ["text on a path", wrap('<text><textPath href="#a">x</textPath></text>')],
    ["letters placed one by one", wrap('<text x="1 2 3">abc</text>')],
    ["the opacity of a group", wrap('<g opacity=".5"><rect width="9" height="9"/><rect width="9" height="9"/></g>')],
    ["an animation", wrap('<rect width="9" height="9"><animate/></rect><animate/>')],
    ["a document type", `<!DOCTYPE svg [<!ENTITY a "b">]>${wrap("")}`],
    ["an entity of its own", wrap("<text>&a;</text>")],
    ["broken XML", "<svg><g></svg>"],
    ["no SVG at all", "<html/>"],
    ["no size", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["a size of nothing", wrap("", 'width="0" height="10"')],
    ["a huge number", wrap('<rect width="1e300" height="1"/>')],
    ["a broken path", wrap('<path d="M0 0 L 10"/>')],
    ["a path that begins nowhere", wrap('<path d="L 10 10"/>')],
    ["deep nesting", wrap(`${"<g>".repeat(60)}${"</g>".repeat(60)}`)],
    ["too many shapes", wrap("<rect/>".repeat(20_001))],
    ["too long a path", wrap(`<path d="M0 0${"h1".repeat(200_001)}"/>`)],
    ["bytes that are no text", Uint8Array.of(0x3c, 0x73, 0x76, 0x67, 0xff)],
  ];

  it.each(outside)("(%s) gives way to the other picture, with a warning", (_name, svg) => {
    const file = picture(svg, 40, 40);
    const { pdf, warnings } = typeset(file, { now: new Date(0) });
    expect(warnings.map(({ code }) => code)).toEqual(["SVG_FALLBACK"]);
    expect(Buffer.from(pdf).toString("latin1")).toContain("/Subtype /Image");
  });

  it("is read in bounded time", () => {
    const started = performance.now();
    for (const svg of [
      wrap(`<path d="${"M0 0".repeat(150_000)}"/>`),
      wrap(`<text>${"a".repeat(60_000)}</text>`),
      wrap(`<polyline points="${"1,".repeat(390_000)}"/>`),
      wrap(`<g transform="${"scale(1)".repeat(50_000)}"/>`),
      wrap("<text>".repeat(5000)),
    ])
      typeset(picture(svg, 40, 40));
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});
