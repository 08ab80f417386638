import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import {
  type Bounds,
  importTableBounded,
  inspectTableBounded,
  lintAndFixBounded,
  lintBounded,
  renderBounded,
} from "../../shared/bounded/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";
import { planOf, programmeOf } from "../bench/inputs.ts";
import { sheetData, workbook } from "../tasks/files.ts";
import { paragraph, table, wordFile } from "../typeset/word-file.ts";

/** Bounds of every case here: small, so that a case that is not bounded by itself shows. */
const BOUNDS: Bounds = { timeoutMs: 12_000, memoryMB: 512 };

/** Every way in which a file from outside is read without being typeset. */
const WAYS: Record<string, (bytes: Uint8Array) => Promise<unknown>> = {
  "the check of form": (bytes) => lintBounded(bytes, BOUNDS),
  "mending the form": (bytes) => lintAndFixBounded(bytes, BOUNDS),
  "tasks of a Word file": (bytes) => importTableBounded({ name: "a.docx", bytes }, BOUNDS),
  "tasks of a workbook": (bytes) => importTableBounded({ name: "a.xlsx", bytes }, BOUNDS),
  "columns of a table": (bytes) => inspectTableBounded({ name: "a.xlsx", bytes }, BOUNDS),
  "a template": (bytes) => renderBounded(bytes, planOf(programmeOf(2)), BOUNDS),
};

/** Code of the error; "read" when there was none. */
async function endOf(way: (bytes: Uint8Array) => Promise<unknown>, bytes: Uint8Array): Promise<string> {
  try {
    await way(bytes);
    return "read";
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
}

/** A Word file and a workbook in one, so that every way in finds what it looks for. */
function both(document: string, sheet: string, more: Record<string, Uint8Array> = {}): Uint8Array {
  const word = unzipSync(wordFile({ body: "" }));
  const book = unzipSync(workbook([{ name: "Nhiệm vụ", xml: sheet }]));
  return zipSync({
    ...book,
    ...word,
    "word/document.xml": strToU8(document),
    "xl/worksheets/sheet1.xml": strToU8(sheet),
    ...more,
  } as Record<string, Uint8Array>);
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const DOCUMENT = (body: string, before = ""): string =>
  `${before}<w:document ${W}><w:body>${body}</w:body></w:document>`;
const SHEET = (content: string, before = ""): string =>
  `${before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${content}</worksheet>`;

/** 80 MB in less than 300 KB. */
const BOMB = both(DOCUMENT(""), SHEET(""), { "word/media/a.xml": new Uint8Array(80_000_000) });
const MILLION = millionCells();

/** A Word table and a sheet of a thousand rows of a thousand cells. */
function millionCells(): Uint8Array {
  const row = `<w:tr>${"<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>".repeat(1000)}</w:tr>`;
  const cells = sheetData([Array.from({ length: 1000 }, (_unused, index) => `${(index * 7919) % 9973}`)]);
  const rows = /<sheetData>(.*)<\/sheetData>/s.exec(cells)![1]!;
  // Every row another one, or the package would be a bomb by its ratio.
  const many = (make: (index: number) => string): string =>
    Array.from({ length: 1000 }, (_unused, index) => make(index)).join("");
  return both(
    DOCUMENT(`<w:tbl>${many((index) => row.replaceAll(">a<", `>${(index * 104729) % 1299709}<`))}</w:tbl>`),
    SHEET(`<sheetData>${many((index) => rows.replaceAll("7", `${index}`))}</sheetData>`),
  );
}

describe.each(Object.entries(WAYS))("hostile files: %s", (_name, way) => {
  it("a part that unpacks to a thousand times its size is refused before it is unpacked", async () => {
    expect(BOMB.length).toBeLessThan(300_000);
    expect(await endOf(way, BOMB)).toBe("PACKAGE_TOO_LARGE");
  });

  it("external and growing entities: a document type is refused, whatever it declares", async () => {
    const laughs = Array.from(
      { length: 30 },
      (_unused, index) => `<!ENTITY x${index + 1} "&x${index};&x${index};">`,
    ).join("");
    for (const declared of [
      '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      `<!DOCTYPE d [<!ENTITY x0 "ha">${laughs}]>`,
    ])
      expect(
        await endOf(
          way,
          both(
            DOCUMENT("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", declared),
            SHEET('<sheetData><row r="1"><c t="inlineStr"><is><t>&x;</t></is></c></row></sheetData>', declared),
          ),
        ),
      ).toBe("XML_DOCTYPE");
  });

  it("elements nested twenty thousand deep", async () => {
    const deep = (name: string): string => `<${name}>`.repeat(20_000) + `</${name}>`.repeat(20_000);
    expect(await endOf(way, both(DOCUMENT(deep("w:sdtContent")), SHEET(deep("sheetData"))))).toBe("XML_TOO_DEEP");
  });

  it("a file cut off anywhere, one behind a password, an old one", async () => {
    const whole = both(DOCUMENT(paragraph("Nội dung ".repeat(50))), SHEET(""));
    for (const share of [0.3, 0.6, 0.99])
      expect(["PACKAGE_BROKEN", "FILE_NOT_ZIP"]).toContain(
        await endOf(way, whole.subarray(0, Math.floor(whole.length * share))),
      );
    const ole = new Uint8Array(4096);
    ole.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect(["FILE_NOT_ZIP", "FILE_WRONG_KIND", "IMPORT_FILE_KIND", "IMPORT_FILE_MISMATCH"]).toContain(
      await endOf(way, ole),
    );
    ole.set(new Uint8Array(Buffer.from("EncryptedPackage", "utf16le")), 1024);
    expect(["FILE_ENCRYPTED", "FILE_WRONG_KIND", "IMPORT_FILE_KIND", "IMPORT_FILE_MISMATCH"]).toContain(
      await endOf(way, ole),
    );
  });

  it("a million cells end in time, in an error or not", async () => {
    const began = performance.now();
    const end = await endOf(way, MILLION);
    expect(end === "read" || /^(READING_|IMPORT_|XML_TOO_DEEP|DOCX_|PACKAGE_TOO_LARGE|TEMPLATE_)/.test(end), end).toBe(
      true,
    );
    expect(performance.now() - began).toBeLessThan(40_000);
  }, 120_000);
});

describe("what leads outside, of files that are read", () => {
  it("is never fetched, and macros are left alone", async () => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(request.url ?? "");
      response.end("x");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const relation = (kind: string): string =>
      `<Relationship Id="${kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${at}/${kind}" TargetMode="External"/>`;
    const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${["image", "styles", "externalLink", "sharedStrings"].map(relation).join("")}</Relationships>`;
    const word = unzipSync(
      wordFile({
        body: table([3000, 3000], [{ cells: ["Nhiệm vụ", "Cơ quan chủ trì"] }, { cells: ["Rà soát", "Sở Nội vụ"] }]),
      }),
    );
    word["word/_rels/document.xml.rels"] = strToU8(
      strFromU8(word["word/_rels/document.xml.rels"]!).replace(
        "</Relationships>",
        `${relation("image")}</Relationships>`,
      ),
    );
    word["word/vbaProject.bin"] = new Uint8Array(512);
    const docx = zipSync(word);
    const book = unzipSync(
      workbook([
        {
          name: "A",
          xml: sheetData([
            ["Nhiệm vụ", "Cơ quan chủ trì"],
            ["Rà soát", "Sở Nội vụ"],
          ]),
        },
      ]),
    );
    book["xl/worksheets/_rels/sheet1.xml.rels"] = strToU8(relations);
    book["xl/vbaProject.bin"] = new Uint8Array(512);
    expect((await importTableBounded({ name: "a.docx", bytes: docx })).tasks).toHaveLength(1);
    expect((await importTableBounded({ name: "a.xlsx", bytes: zipSync(book) })).tasks).toHaveLength(1);
    await lintBounded(docx);
    await new Promise((resolve) => setTimeout(resolve, 100));
    server.close();
    expect(requests).toEqual([]);
  });
});
