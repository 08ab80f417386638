import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { agencyChart, burnUpChart, statusChart, toPng, toSvg } from "../../shared/charts/index.ts";
import { composeContent, type DocumentDescription, parseDescription } from "../../shared/documents/index.ts";
import { fillTemplate, readTemplate, renderDocx } from "../../shared/docx/index.ts";
import type { VanthuError } from "../../shared/errors/index.ts";
import { openPackage, parseXml, textOf, type XmlElement } from "../../shared/opc/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { agencies, burnUp, STATUS } from "../charts/series.ts";

const PICTURES = {
  "trang-thai": statusChart(STATUS),
  "co-quan": agencyChart(agencies(6)),
  "tien-do": burnUpChart(burnUp(13, 7)),
};

const REPORT: DocumentDescription = {
  ruleSet: "nd30",
  kind: "BC",
  organisation: { superior: "Tỉnh Khâu Phạ", name: "Ủy ban nhân dân\nxã Suối Lim" },
  number: "12",
  notation: "BC-UBND",
  place: "Suối Lim",
  date: "2026-03-16",
  subject: "Tình hình thực hiện nhiệm vụ quý I năm 2026",
  body: "Mở đầu.\n\n# Kết quả\n\nTình hình chung:\n![Tình hình thực hiện *nhiệm vụ*](trang-thai)\n\n![](co-quan)\n\nTrên đây là báo cáo.",
  appendices: [
    {
      title: "Biểu đồ",
      body: "Diễn biến:\n\n![Tiến độ hoàn thành](tien-do)\n\n![Như Biểu đồ 1](trang-thai)",
      orientation: "landscape",
    },
  ],
  recipients: ["UBND tỉnh", "Lưu: VT"],
  signature: { authority: ["TM. Ủy ban nhân dân"], position: "Chủ tịch", name: "Lò Thị Mây" },
  pictures: PICTURES,
};

function all(element: XmlElement, name: string): XmlElement[] {
  const out = element.name === name ? [element] : [];
  for (const node of element.children) if (typeof node !== "string") out.push(...all(node, name));
  return out;
}

const one = (element: XmlElement, name: string): XmlElement => all(element, name)[0]!;

function faultsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    return ((error as VanthuError).faults ?? []).map(({ code, where }) => `${code} ${where}`);
  }
  return [];
}

describe("pictures of a description", () => {
  it("stand where a line names them, with captions numbered through body and appendices", () => {
    const content = composeContent(parseDescription(JSON.parse(JSON.stringify(REPORT))));
    const captions = [...content.blocks, ...content.appendices[0]!.blocks]
      .filter((block) => block.type === "picture")
      .map(
        ({ name, caption }) => `${name}: ${caption.map((inline) => ("text" in inline ? inline.text : "")).join("")}`,
      );
    expect(captions).toEqual([
      "trang-thai: Biểu đồ 1. Tình hình thực hiện nhiệm vụ",
      "co-quan: ",
      "tien-do: Biểu đồ 2. Tiến độ hoàn thành",
      "trang-thai: Biểu đồ 3. Như Biểu đồ 1",
    ]);
  });

  it("must be given when shown, and shown when given", () => {
    expect(
      faultsOf(() =>
        parseDescription({ ...REPORT, pictures: { "trang-thai": PICTURES["trang-thai"], thua: PICTURES["co-quan"] } }),
      ),
    ).toEqual(["PICTURE_MISSING body", "PICTURE_MISSING appendices[0].body", "PICTURE_UNUSED pictures.thua"]);
    // A name that every object has is no picture.
    expect(
      faultsOf(() => parseDescription({ ...REPORT, body: "![x](toString)", appendices: [], pictures: {} })),
    ).toEqual(["PICTURE_MISSING body"]);
  });

  it("are drawings of bounded size, every fault named by its path", () => {
    const faulty = (drawing: unknown) =>
      faultsOf(() => parseDescription({ ...REPORT, body: "![x](a)", appendices: [], pictures: { a: drawing } }));
    const good = PICTURES["trang-thai"];
    expect(faulty({ ...good, width: 1e9 })).toEqual(["INVALID pictures.a.width"]);
    expect(faulty({ ...good, title: " " })).toEqual(["INVALID pictures.a.title"]);
    expect(
      faulty({ ...good, shapes: [{ kind: "rect", x: 0, y: 0, width: 1, height: 1, fill: 'red" onload="x' }] }),
    ).toEqual(["INVALID pictures.a.shapes[0].fill"]);
    expect(faulty({ ...good, shapes: [{ kind: "script" }] })).toEqual(["INVALID pictures.a.shapes[0].kind"]);
    expect(faulty({ ...good, shapes: Array.from({ length: 5001 }, () => good.shapes[0]) })).toEqual([
      "INVALID pictures.a.shapes",
    ]);
  });

  it("stay text where the sign is escaped or the line says more", () => {
    const content = composeContent(
      parseDescription({ ...REPORT, body: "\\![x](a)\n\nXem ![x](a) nhé.", appendices: [], pictures: undefined }),
    );
    expect(content.blocks.map((block) => (block.type === "paragraph" ? block.inlines : []))).toEqual([
      [{ text: "![x](a)" }],
      [{ text: "Xem ![x](a) nhé./." }],
    ]);
  });
});

describe("pictures in the Word file", () => {
  const { docx } = renderDocx(parseDescription(REPORT));
  const source = openPackage(docx);
  const document = parseXml(source.text("word/document.xml")!, "document");
  const drawings = all(document, "wp:inline");

  it("are PNG with their SVG original, one part for a drawing however often it stands", () => {
    const relations = new Map(
      all(parseXml(source.text("word/_rels/document.xml.rels")!, "rels"), "Relationship").map(({ attributes }) => [
        attributes.Id,
        attributes.Target,
      ]),
    );
    const targets = drawings.map((drawing) => [
      relations.get(one(drawing, "a:blip").attributes["r:embed"]),
      relations.get(one(drawing, "asvg:svgBlip").attributes["r:embed"]),
    ]);
    expect(targets).toEqual(
      [1, 2, 3, 1].map((number) => [`media/bieu-do-${number}.png`, `media/bieu-do-${number}.svg`]),
    );
    expect(one(one(drawings[0]!, "a:extLst"), "a:ext").attributes.uri).toBe("{96DAC541-7B7A-43D3-8B79-37D633B846F1}");
    expect(
      Buffer.from(source.bytes("word/media/bieu-do-1.png")!).equals(Buffer.from(toPng(PICTURES["trang-thai"]))),
    ).toBe(true);
    expect(source.text("word/media/bieu-do-1.svg")).toContain(toSvg(PICTURES["trang-thai"]));
    const types = all(parseXml(source.text("[Content_Types].xml")!, "types"), "Default").map(({ attributes }) => [
      attributes.Extension,
      attributes.ContentType,
    ]);
    expect(types).toEqual(
      expect.arrayContaining([
        ["png", "image/png"],
        ["svg", "image/svg+xml"],
      ]),
    );
  });

  it("say what they show, each under an id of its own", () => {
    const properties = drawings.map((drawing) => one(drawing, "wp:docPr").attributes);
    expect(properties[0]!.descr).toBe(PICTURES["trang-thai"].title);
    expect(properties[1]!.descr).toBe(`${PICTURES["co-quan"].title} ${PICTURES["co-quan"].description}`);
    expect(new Set(properties.map(({ id }) => id)).size).toBe(4);
  });

  it("are kept with their captions, and no wider than the text nor higher than the page", () => {
    const paragraphs = all(document, "w:p");
    drawings.forEach((drawing) => {
      const at = paragraphs.findIndex((paragraph) => all(paragraph, "wp:inline").includes(drawing));
      const style = one(paragraphs[at]!, "w:pStyle").attributes["w:val"];
      expect(style).toBe("VanthuHinh");
      const captioned = /^Biểu đồ \d/.test(textOf(paragraphs[at + 1]));
      expect(all(paragraphs[at]!, "w:keepNext")).toHaveLength(captioned ? 1 : 0);
      if (captioned) expect(one(paragraphs[at + 1]!, "w:pStyle").attributes["w:val"]).toBe("VanthuTenHinh");
    });
    const tall = { ...PICTURES["trang-thai"], width: 300, height: 1900 };
    const wide = { ...PICTURES["trang-thai"], width: 1900, height: 300 };
    const filled = renderDocx(
      parseDescription({
        ...REPORT,
        body: "![Cao](a)\n\n![Rộng](b)\n\nHết.",
        appendices: [],
        pictures: { a: tall, b: wide },
      }),
    );
    const extents = all(parseXml(openPackage(filled.docx).text("word/document.xml")!, "d"), "wp:extent").map(
      ({ attributes }) => [Number(attributes.cx) / 12_700, Number(attributes.cy) / 12_700],
    );
    expect(extents[0]![1]).toBeLessThan(700);
    expect(extents[0]![0]! / extents[0]![1]!).toBeCloseTo(300 / 1900, 3);
    expect(extents[1]![0]).toBeLessThanOrEqual(482);
    // The head of the report; the high picture by itself; the wide one and the signature.
    expect(typeset(filled.docx).pages).toBe(3);
  });

  it("come out the same each time", () => {
    expect(Buffer.from(renderDocx(parseDescription(structuredClone(REPORT))).docx).equals(Buffer.from(docx))).toBe(
      true,
    );
  });

  it("are set as well in a template that has no styles for them, whatever its line height", () => {
    const parts = unzipSync(readTemplate("hd05", "BC"));
    const styles = new TextDecoder().decode(parts["word/styles.xml"]);
    parts["word/styles.xml"] = new TextEncoder().encode(
      styles.replace(/<w:style [^>]*w:styleId="Vanthu(?:Hinh|TenHinh)".*?<\/w:style>/g, ""),
    );
    const content = composeContent(parseDescription({ ...REPORT, ruleSet: "hd05", notation: "BC/ĐU" }));
    const filled = fillTemplate(zipSync(parts), content);
    const document = parseXml(openPackage(filled).text("word/document.xml")!, "d");
    const own = all(document, "w:p").filter((each) => all(each, "wp:inline").length > 0);
    expect(own).toHaveLength(4);
    for (const paragraph of own)
      expect(one(paragraph, "w:spacing").attributes).toEqual({ "w:line": "240", "w:lineRule": "auto" });
    expect(typeset(filled).pages).toBe(typeset(fillTemplate(readTemplate("hd05", "BC"), content)).pages);
  });

  it("are shown by LibreOffice, with their captions", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-pictures-"));
    try {
      writeFileSync(path.join(folder, "bc.docx"), docx);
      execFileSync(
        "soffice",
        [
          "--headless",
          `-env:UserInstallation=file://${folder}/profile`,
          "--convert-to",
          "pdf",
          "--outdir",
          folder,
          path.join(folder, "bc.docx"),
        ],
        { stdio: "pipe", timeout: 120_000 },
      );
      const text = execFileSync("pdftotext", ["-layout", path.join(folder, "bc.pdf"), "-"]).toString();
      for (const number of [1, 2, 3]) expect(text).toMatch(new RegExp(`Biểu đồ ${number}\\. \\S`));
      const images = execFileSync("pdfimages", ["-list", path.join(folder, "bc.pdf")]).toString();
      expect(images.match(/ image /g)?.length).toBeGreaterThanOrEqual(3);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 150_000);
});

describe("pictures from the command line", () => {
  it("come into DOCX and PDF with `vanthu render`", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-pictures-"));
    try {
      writeFileSync(path.join(folder, "bc.json"), JSON.stringify(REPORT));
      const vanthu = path.resolve(import.meta.dirname, "../../functions/cli/vanthu.mjs");
      for (const name of ["bc.docx", "bc.pdf"])
        execFileSync(process.execPath, [vanthu, "render", "bc.json", "-o", name], { cwd: folder, stdio: "pipe" });
      expect(openPackage(readFileSync(path.join(folder, "bc.docx"))).names).toContain("word/media/bieu-do-3.svg");
      const text = execFileSync("pdftotext", ["-layout", path.join(folder, "bc.pdf"), "-"]).toString();
      // Letters of the charts are letters of the PDF.
      for (const label of [
        "Đang thực hiện trong hạn",
        "43,9%",
        "Trung tâm Phục vụ hành chính công",
        "Theo kế hoạch: 100",
      ])
        expect(text).toContain(label);
      expect(execFileSync("pdfimages", ["-list", path.join(folder, "bc.pdf")]).toString()).not.toContain(" image ");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
