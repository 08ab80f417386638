import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { typeset } from "../../shared/typeset/index.ts";
import { paragraph, run, table, wordFile } from "./word-file.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "typeset-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tool(name: string, ...args: string[]): string {
  return execFileSync(name, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function save(name: string, pdf: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, pdf);
  return path;
}

const NOW = new Date("2026-01-09T02:03:04Z");

/** A PNG of 8-bit RGB with alpha, two by two. */
function png(): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 6, 0, 0, 0]);
  const rows = Buffer.from([0, 255, 0, 0, 255, 255, 0, 0, 128, 0, 255, 0, 0, 255, 255, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

const picture = (id: string): string =>
  `<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

function sample(): Uint8Array {
  return wordFile({
    core: "<dc:title>Kế hoạch (số) 01</dc:title><dc:creator>UBND xã Suối Lim</dc:creator>",
    body:
      paragraph(
        run("KẾ HOẠCH ", "<w:b/>") +
          run("nghiêng", "<w:i/>") +
          run(" và Arial", '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'),
      ) +
      paragraph("Rà soát, đôn đốc các cơ quan, đơn vị thực hiện nhiệm vụ được giao.", '<w:jc w:val="both"/>') +
      table([3000, 3000], [{ cells: ["Ơn, ưu tiên, ỷ lại 50 ₫", "≥ 90%"] }]) +
      paragraph(picture("pic")),
    media: { "media/image1.png": { id: "pic", bytes: png() } },
  });
}

describe("the PDF", () => {
  it("is sound to qpdf", () => {
    const { pdf } = typeset(sample(), { now: NOW });
    const path = save("sound.pdf", pdf);
    expect(tool("qpdf", "--check", path)).toContain("No syntax or stream encoding errors found");
    expect(Buffer.from(pdf).toString("latin1").startsWith("%PDF-1.7\n%")).toBe(true);
  });

  it("without tags has a cross-reference table of entries of exactly 20 bytes", () => {
    const { pdf } = typeset(sample(), { now: NOW, conformance: "PDF/A-2b" });
    const path = save("table.pdf", pdf);
    expect(tool("qpdf", "--check", path)).toContain("No syntax or stream encoding errors found");
    const text = Buffer.from(pdf).toString("latin1");
    const size = Number(/\/Size (\d+)/.exec(text)![1]);
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]);
    expect(text.slice(start)).toMatch(
      new RegExp(`^xref\n0 ${size}\n0000000000 65535 f \n(\\d{10} 00000 n \n){${size - 1}}trailer\n`),
    );
  });

  it("says it is PDF/A-2a: XMP, output intent with an sRGB profile, identifier, language", () => {
    const { pdf } = typeset(sample(), { now: NOW });
    const path = save("a2b.pdf", pdf);
    const xmp = tool("pdfinfo", "-meta", path);
    expect(xmp).toContain("<pdfaid:part>2</pdfaid:part>");
    expect(xmp).toContain("<pdfaid:conformance>A</pdfaid:conformance>");
    expect(xmp).toContain("Kế hoạch (số) 01");
    expect(xmp).toContain("2026-01-09T02:03:04Z");
    const info = tool("pdfinfo", "-isodates", path);
    expect(info).toMatch(/Title:\s+Kế hoạch \(số\) 01/);
    expect(info).toMatch(/Author:\s+UBND xã Suối Lim/);
    expect(info).toMatch(/CreationDate:\s+2026-01-09T02:03:04Z/);
    const json = JSON.parse(tool("qpdf", "--json", "--json-key=qpdf", path));
    const objects = Object.values(json.qpdf[1]) as {
      value?: Record<string, unknown>;
      stream?: { dict: Record<string, unknown> };
    }[];
    const catalog = objects.find((object) => object.value?.["/Type"] === "/Catalog")!.value!;
    expect(catalog["/Lang"]).toBe("u:vi-VN");
    const intent = objects.find((object) => object.value?.["/S"] === "/GTS_PDFA1")!.value!;
    expect(intent["/DestOutputProfile"]).toBeDefined();
    expect(Buffer.from(pdf).toString("latin1")).toMatch(/\/ID \[<[0-9A-F]{32}> <[0-9A-F]{32}>\]/);
    // Metadata stays readable without a PDF program.
    expect(Buffer.from(pdf).toString("utf8")).toContain('<?xpacket begin="\ufeff"');
  });

  it("has an ICC profile whose size and tags agree", () => {
    const path = save("icc.pdf", typeset(sample(), { now: NOW }).pdf);
    const json = JSON.parse(
      tool("qpdf", "--json", "--json-key=qpdf", "--json-stream-data=inline", "--decode-level=generalized", path),
    );
    const objects = json.qpdf[1] as Record<string, { value?: Record<string, unknown>; stream?: { data: string } }>;
    const intent = Object.values(objects).find((object) => object.value?.["/S"] === "/GTS_PDFA1")!.value!;
    const profile = Buffer.from(objects[`obj:${intent["/DestOutputProfile"]}`]!.stream!.data, "base64");
    expect(profile.readUInt32BE(0)).toBe(profile.length);
    expect(profile.toString("latin1", 12, 24)).toBe("mntrRGB XYZ ");
    expect(profile.toString("latin1", 36, 40)).toBe("acsp");
    const tags = Array.from({ length: profile.readUInt32BE(128) }, (_unused, index) => {
      const at = 132 + index * 12;
      expect(profile.readUInt32BE(at + 4) + profile.readUInt32BE(at + 8)).toBeLessThanOrEqual(profile.length);
      return profile.toString("latin1", at, at + 4);
    });
    expect(tags).toEqual(["desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"]);
  });

  it("embeds every font as a subset with a way back to Unicode", () => {
    const path = save("fonts.pdf", typeset(sample(), { now: NOW }).pdf);
    const rows = tool("pdffonts", path).split("\n").slice(2).filter(Boolean);
    expect(rows.map((row) => /\+(\S+)/.exec(row)![1]).sort()).toEqual([
      "Arimo-Regular",
      "Tinos-Bold",
      "Tinos-Italic",
      "Tinos-Regular",
    ]);
    for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+\S+\s+TrueType\s+\S+\s+yes yes yes/);
  });

  it("gives its Vietnamese text back with the spaces in place", () => {
    const path = save("text.pdf", typeset(sample(), { now: NOW }).pdf);
    const text = tool("pdftotext", "-layout", path, "-");
    expect(text).toContain("KẾ HOẠCH nghiêng và Arial");
    expect(text).toContain("Rà soát, đôn đốc các cơ quan, đơn vị thực hiện nhiệm vụ được giao.");
    expect(text).toMatch(/Ơn, ưu tiên, ỷ lại 50 ₫\s+≥ 90%/);
  });

  it("draws the letters it names: the page is not blank and looks the same with poppler's own renderer", () => {
    const path = save("draw.pdf", typeset(sample(), { now: NOW }).pdf);
    tool("pdftoppm", "-r", "40", "-gray", "-singlefile", path, join(folder, "draw"));
    const image = readFileSync(join(folder, "draw.pgm"));
    const dark = image.subarray(20).filter((value) => value < 128).length;
    expect(dark).toBeGreaterThan(300);
  });

  it("keeps the transparency of a PNG in a soft mask", () => {
    const path = save("image.pdf", typeset(sample(), { now: NOW }).pdf);
    const kinds = tool("pdfimages", "-list", path)
      .split("\n")
      .slice(2)
      .map((row) => row.trim().split(/\s+/)[2]);
    expect(kinds.filter(Boolean).sort()).toEqual(["image", "smask"]);
  });

  it("is the same to the byte for the same file and time", () => {
    const docx = sample();
    expect(Buffer.compare(typeset(docx, { now: NOW }).pdf, typeset(docx, { now: NOW }).pdf)).toBe(0);
  });
});
