import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { typesetBounded } from "../../shared/bounded/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";
import { paragraph, run, table, wordFile } from "../typeset/word-file.ts";
import { randomOf } from "./mutate.ts";

/** Bounds of every case here: small, so that a case that is not bounded by itself shows. */
const BOUNDS = { timeoutMs: 12_000, memoryMB: 512 };

/** Code of the error, or of every warning when the file could be set. */
async function outcome(
  docx: Uint8Array,
  bounds = BOUNDS,
): Promise<{ error?: string; warnings: string[]; pages: number }> {
  try {
    const { warnings, pages } = await typesetBounded(docx, bounds);
    return { warnings: [...new Set(warnings.map((warning) => warning.code))], pages };
  } catch (error) {
    if (isVanthuError(error)) return { error: error.code, warnings: [], pages: 0 };
    throw error;
  }
}

/** A Word file with some of its parts replaced or added. */
function withParts(parts: Record<string, string | Uint8Array>, body = paragraph("Nội dung")): Uint8Array {
  const files = unzipSync(wordFile({ body }));
  for (const [name, content] of Object.entries(parts))
    files[name] = new Uint8Array(typeof content === "string" ? strToU8(content) : content);
  return zipSync(files);
}

const DOCUMENT =
  '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>';
const PICTURE =
  '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="m"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';

function png(width: number, height: number, data: Uint8Array, colorType = 2): Uint8Array {
  const bytes: number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const chunk = (type: string, content: Uint8Array): void => {
    const size = content.length;
    bytes.push((size >>> 24) & 255, (size >>> 16) & 255, (size >>> 8) & 255, size & 255, ...strToU8(type));
    for (const byte of content) bytes.push(byte);
    bytes.push(0, 0, 0, 0);
  };
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head[8] = 8;
  head[9] = colorType;
  chunk("IHDR", head);
  chunk("IDAT", data);
  chunk("IEND", new Uint8Array(0));
  return Uint8Array.from(bytes);
}

function pictured(name: string, bytes: Uint8Array): Uint8Array {
  return wordFile({ body: PICTURE + paragraph("sau"), media: { [`media/${name}`]: { id: "m", bytes } } });
}

describe("packages that lie about themselves", () => {
  it("a part that unpacks to a thousand times its size is refused before it is unpacked", async () => {
    const bomb = withParts({ "word/media/a.xml": new Uint8Array(80_000_000) });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await outcome(bomb)).toMatchObject({ error: "PACKAGE_TOO_LARGE" });
  });

  it("a part that unpacks to more than it declares is refused at its declared size", async () => {
    const docx = withParts({ "word/document.xml": new Uint8Array(900_000) });
    const view = new DataView(docx.buffer, docx.byteOffset);
    for (let at = 0; at + 46 < docx.length; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) === 900_000)
        view.setUint32(at + 24, 1000, true);
    }
    expect(await outcome(docx)).toMatchObject({ error: "PACKAGE_BROKEN" });
  });

  it("thousands of parts are refused", async () => {
    const parts = Object.fromEntries(Array.from({ length: 5000 }, (_unused, index) => [`x/${index}.xml`, "a"]));
    expect(await outcome(withParts(parts))).toMatchObject({ error: "PACKAGE_TOO_LARGE" });
  });

  it("a file cut off anywhere is refused", async () => {
    const docx = wordFile({ body: paragraph("Nội dung ".repeat(50)) });
    for (const share of [0.02, 0.3, 0.6, 0.9, 0.999]) {
      const { error } = await outcome(docx.subarray(0, Math.floor(docx.length * share)));
      expect(["PACKAGE_BROKEN", "FILE_NOT_ZIP"]).toContain(error);
    }
  });

  it("a file behind a password is named as such, an old .doc as what it is", async () => {
    const ole = new Uint8Array(4096);
    ole.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect(await outcome(ole)).toMatchObject({ error: "FILE_NOT_ZIP" });
    await expect(typesetBounded(ole)).rejects.toMatchObject({ hint: expect.stringContaining(".doc") });
    ole.set(new Uint8Array(Buffer.from("EncryptedPackage", "utf16le")), 1024);
    expect(await outcome(ole)).toMatchObject({ error: "FILE_ENCRYPTED" });
  });
});

describe("XML that is meant to hurt", () => {
  it("external and growing entities: a document type is refused, whatever it declares", async () => {
    const laughs = Array.from(
      { length: 30 },
      (_unused, index) => `<!ENTITY x${index + 1} "&x${index};&x${index};">`,
    ).join("");
    for (const declared of [
      '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      `<!DOCTYPE d [<!ENTITY x0 "ha">${laughs}<!ENTITY x "&x30;">]>`,
      '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">',
    ])
      expect(await outcome(withParts({ "word/document.xml": declared + DOCUMENT }))).toMatchObject({
        error: "XML_DOCTYPE",
      });
    expect(await outcome(withParts({ "word/document.xml": DOCUMENT }))).toMatchObject({ error: "XML_MALFORMED" });
  });

  it("elements nested twenty thousand deep", async () => {
    const body = `${"<w:sdt><w:sdtContent>".repeat(10_000)}${"</w:sdtContent></w:sdt>".repeat(10_000)}`;
    expect(await outcome(wordFile({ body }))).toMatchObject({ error: "XML_TOO_DEEP" });
  });

  it("tables nested as deep as XML may be", async () => {
    let body = paragraph("trong cùng");
    for (let depth = 0; depth < 100; depth += 1) body = table([9000], [{ cells: [body + paragraph("")] }]);
    const { error, pages } = await outcome(wordFile({ body }));
    expect(error !== undefined || pages > 0).toBe(true);
  });
});

describe("tables without measure", () => {
  it("a million cells", async () => {
    let seed = 1;
    const rows = Array.from({ length: 1000 }, () => {
      const cells = Array.from({ length: 1000 }, () => {
        seed = (seed * 1103515245 + 12345) & 0x7fffffff;
        return `<w:tc><w:p><w:r><w:t>${seed.toString(36)}</w:t></w:r></w:p></w:tc>`;
      });
      return `<w:tr>${cells.join("")}</w:tr>`;
    });
    const began = performance.now();
    const { error, pages } = await outcome(wordFile({ body: `<w:tbl>${rows.join("")}</w:tbl>` }), {
      timeoutMs: 15_000,
      memoryMB: 512,
    });
    if (error === undefined) expect(pages).toBeGreaterThan(0);
    else expect(["TYPESET_TIMEOUT", "TYPESET_MEMORY", "DOCX_TOO_LONG", "XML_TOO_DEEP"]).toContain(error);
    expect(performance.now() - began).toBeLessThan(40_000);
  }, 120_000);

  it("a cell over two thousand million columns, a skip before the row as long, and grid columns of no width", async () => {
    const grid = '<w:tblGrid><w:gridCol w:w="0"/><w:gridCol w:w="-5"/><w:gridCol w:w="99999999999"/></w:tblGrid>';
    const row = (before: string, properties: string): string =>
      `<w:tr><w:trPr>${before}</w:trPr><w:tc><w:tcPr>${properties}</w:tcPr>${paragraph("ô")}</w:tc></w:tr>`;
    const body =
      `<w:tbl>${grid}${row("", '<w:gridSpan w:val="2000000000"/>')}` +
      `${row('<w:gridBefore w:val="2000000000"/>', "")}${row('<w:gridAfter w:val="1999999999"/>', '<w:vMerge w:val="restart"/>')}${row("", "<w:vMerge/>")}</w:tbl>`;
    const { error, pages } = await outcome(wordFile({ body: body + paragraph("sau") }));
    expect(error).toBeUndefined();
    expect(pages).toBeGreaterThan(0);
  });
});

describe("pictures without measure, and broken ones", () => {
  it("50,000 × 50,000 pixels in PNG and JPEG are not shown, and said", async () => {
    const jpeg = Uint8Array.from([
      0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xc3, 0x50, 0xc3, 0x50, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 0xff, 0xd9, 0, 0,
      0,
    ]);
    for (const [name, bytes] of [
      ["a.png", png(50_000, 50_000, deflateSync(new Uint8Array(1000)))],
      ["b.png", png(50_000, 50_000, deflateSync(new Uint8Array(1000)), 6)],
      ["c.jpeg", jpeg],
    ] as const)
      expect(await outcome(pictured(name, bytes)), name).toMatchObject({ warnings: ["IMAGE_UNSUPPORTED"], pages: 1 });
  });

  it("a PNG whose data is cut off or not what its head says is not put into the PDF", async () => {
    const whole = deflateSync(new Uint8Array((100 * 3 + 1) * 100));
    for (const data of [whole.subarray(0, 20), deflateSync(new Uint8Array(50)), new Uint8Array(40)])
      expect(await outcome(pictured("a.png", png(100, 100, data)))).toMatchObject({ warnings: ["IMAGE_UNSUPPORTED"] });
    expect(await outcome(pictured("a.png", png(100, 100, whole)))).toMatchObject({ warnings: [] });
  });

  it("SVG, EMF, WMF, GIF and BMP of noise or of nothing", async () => {
    const noise = Uint8Array.from({ length: 5000 }, (_unused, index) => (index * 7919 + (index >> 3)) & 255);
    const heads: Record<string, number[]> = {
      "a.emf": [1, 0, 0, 0, 108, 0, 0, 0],
      "a.wmf": [0xd7, 0xcd, 0xc6, 0x9a, 0, 0],
      "a.gif": [...strToU8("GIF89a"), 0x50, 0xc3, 0x50, 0xc3, 0xf7],
      "a.bmp": [...strToU8("BM")],
      "a.svg": [...strToU8('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e9 1e9"><use href="#a"/>')],
    };
    for (const [name, head] of Object.entries(heads)) {
      for (const bytes of [Uint8Array.from([...head, ...noise]), Uint8Array.from(head), new Uint8Array(0)]) {
        const { error, warnings, pages } = await outcome(pictured(name, bytes));
        expect({ name, error, pages }).toEqual({ name, error: undefined, pages: 1 });
        expect(warnings.length, name).toBeGreaterThan(0);
      }
    }
  });
});

describe("broken fonts in a folder of fonts", () => {
  it("are passed over, or used as far as they go: nothing hangs, nothing but a PDF comes", async () => {
    const path = createRequire(import.meta.url).resolve("@expo-google-fonts/arimo/500Medium/Arimo_500Medium.ttf");
    const font = new Uint8Array(readFileSync(path));
    const view = new DataView(font.buffer);
    const tables = Array.from({ length: view.getUint16(4) }, (_unused, index) => {
      const at = 12 + 16 * index;
      return { at: view.getUint32(at + 8), length: view.getUint32(at + 12) };
    });
    const style = '<w:rFonts w:ascii="Arimo Medium" w:hAnsi="Arimo Medium"/>';
    const docx = wordFile({ body: paragraph(run("Kế hoạch năm 2027: Ủy ban nhân dân, ệ ỗ ự", style)) });
    const folder = mkdtempSync(join(tmpdir(), "phong-"));
    const used = { own: 0, other: 0 };
    try {
      for (let seed = 0; seed < 60; seed += 1) {
        const random = randomOf(seed);
        const pick = (count: number): number => Math.floor(random() * count);
        const broken = font.slice(0, random() < 0.1 ? pick(font.length) : font.length);
        for (let left = 1 + pick(6); left > 0; left -= 1) {
          const table = tables[pick(tables.length)]!;
          // Heads of tables say how long and how many.
          const from = table.at + pick(Math.min(table.length, random() < 0.5 ? 40 : table.length));
          for (let at = from; at < from + pick(20); at += 1)
            broken[at] = random() < 0.5 ? pick(256) : [0, 255][pick(2)]!;
        }
        const fonts = join(folder, `${seed}`);
        mkdirSync(fonts);
        writeFileSync(join(fonts, "a.ttf"), broken);
        const { pdf } = await typesetBounded(docx, { ...BOUNDS, fontFolders: [fonts] });
        used[Buffer.from(pdf).includes("+Arimo-Medium") ? "own" : "other"] += 1;
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(used.own).toBeGreaterThan(5);
    expect(used.other).toBeGreaterThan(5);
  });
});

describe("what leads outside", () => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.end("x");
  });
  afterAll(() => server.close());

  it("pictures, parts and templates elsewhere are never fetched", async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const kinds = ["image", "oleObject", "subDocument", "aFChunk", "styles", "header", "footer", "attachedTemplate"];
    const relations = kinds
      .map(
        (kind) =>
          `<Relationship Id="${kind === "image" ? "m" : kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${at}/${kind}" TargetMode="External"/>`,
      )
      .join("");
    const linked = PICTURE.replace("r:embed", "r:link");
    const docx = withParts(
      {
        "word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations}</Relationships>`,
      },
      `${linked}${PICTURE}<w:altChunk r:id="aFChunk"/><w:p><w:subDoc r:id="subDocument"/></w:p>${paragraph("sau")}`,
    );
    const { error, warnings } = await outcome(docx);
    expect(error).toBeUndefined();
    expect(warnings).toContain("EXTERNAL_IGNORED");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(requests).toEqual([]);
  });

  it("macros are left alone, and said", async () => {
    expect(await outcome(withParts({ "word/vbaProject.bin": new Uint8Array(512) }))).toMatchObject({
      warnings: ["MACROS_IGNORED"],
      pages: 1,
    });
  });
});

describe("layouts that never settle", () => {
  const field = (code: string): string =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;
  const reference = '<w:headerReference w:type="default" r:id="header1"/>';
  const page =
    '<w:pgSz w:w="6000" w:h="4000"/><w:pgMar w:top="400" w:right="400" w:bottom="400" w:left="400" w:header="100" w:footer="100" w:gutter="0"/>';

  it.each([
    ["a header taller than its page", { parts: { header1: paragraph("cao").repeat(200) }, section: reference + page }],
    [
      "a header that needs more room the more pages there are",
      {
        parts: { header1: `<w:p>${run("trang ".repeat(60))}${field("NUMPAGES").repeat(200)}</w:p>` },
        section: reference + page,
      },
    ],
    [
      "rows that may not be parted and are kept with the next",
      {
        body: table(
          [4000],
          Array.from({ length: 300 }, () => ({
            cells: [paragraph("hàng", "<w:keepNext/><w:keepLines/>").repeat(3)],
            properties: "<w:cantSplit/><w:tblHeader/>",
          })),
        ),
      },
    ],
    [
      "footnotes longer than pages, each called in the last line of one",
      {
        body: Array.from({ length: 40 }, (_unused, index) =>
          paragraph(`${run("chữ ".repeat(80))}<w:r><w:footnoteReference w:id="${index + 1}"/></w:r>`),
        ).join(""),
        footnotes: Array.from(
          { length: 40 },
          (_unused, index) =>
            `<w:footnote w:id="${index + 1}">${paragraph("chú thích ".repeat(90)).repeat(4)}</w:footnote>`,
        ).join(""),
        section: page,
      },
    ],
    [
      "tabs, indents and sizes beyond all measure",
      {
        body: paragraph(
          run("a\tb", '<w:sz w:val="1999999"/><w:spacing w:val="-31680"/><w:w w:val="600"/>'),
          '<w:ind w:left="-999999" w:firstLine="9999999"/><w:tabs><w:tab w:val="decimal" w:pos="-31680"/></w:tabs><w:spacing w:line="1" w:lineRule="exact" w:before="99999999"/>',
        ),
      },
    ],
    [
      "a page of no size",
      { section: '<w:pgSz w:w="0" w:h="0"/><w:pgMar w:top="-9" w:right="0" w:bottom="0" w:left="0"/>' },
    ],
    [
      "columns without end",
      { section: `${page}<w:cols w:num="1000000" w:space="1"/>`, body: paragraph("chữ ".repeat(500)) },
    ],
  ])("%s", async (_name, file) => {
    const { error, pages } = await outcome(wordFile({ body: paragraph("Nội dung"), ...file }));
    if (error === undefined) expect(pages).toBeGreaterThan(0);
    else expect(["DOCX_TOO_LONG", "TYPESET_TIMEOUT", "TYPESET_MEMORY"]).toContain(error);
  });

  it("a style that is based on ten thousand others", async () => {
    const styles = Array.from(
      { length: 10_000 },
      (_unused, index) =>
        `<w:style w:type="paragraph" w:styleId="S${index}"><w:basedOn w:val="S${index + 1}"/><w:rPr><w:sz w:val="${20 + (index % 9)}"/></w:rPr></w:style>`,
    ).join("");
    expect(await outcome(wordFile({ body: paragraph("a", '<w:pStyle w:val="S0"/>'), styles }))).toMatchObject({
      pages: 1,
    });
  });
});

describe("a worker that is ended", () => {
  it("when time is up, and the next file is set as if nothing had been", async () => {
    const long = wordFile({
      body: Array.from({ length: 20_000 }, (_unused, index) => paragraph(`chữ dài ${(index * 7919) % 99991}`)).join(""),
    });
    const began = performance.now();
    await expect(typesetBounded(long, { timeoutMs: 30 })).rejects.toMatchObject({ code: "TYPESET_TIMEOUT" });
    expect(performance.now() - began).toBeLessThan(3000);
    expect(await outcome(wordFile({ body: paragraph("ngắn") }))).toMatchObject({ pages: 1 });
  });

  it("when memory is up", async () => {
    const body = Array.from({ length: 60_000 }, (_unused, index) =>
      paragraph(`chữ ${(index * 7919) % 99991} `.repeat(3)),
    );
    const large = wordFile({ body: body.join("") });
    await expect(typesetBounded(large, { memoryMB: 48 })).rejects.toMatchObject({ code: "TYPESET_MEMORY" });
  });
});
