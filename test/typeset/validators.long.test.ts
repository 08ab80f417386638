import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { type TypesetOptions, typeset } from "../../shared/typeset/index.ts";
import { planOf, programmeOf } from "../bench/inputs.ts";
import { throughQpdf } from "../signing/documents.ts";
import { checkTags } from "./tag-check.ts";
import { faultsOfPdfA, type PdfAFault } from "./validators.ts";
import { paragraph, run, table, wordFile } from "./word-file.ts";

const NOW = new Date("2026-11-22T01:02:03Z");
const png = readFileSync(new URL("../../docs/images/phu-luc.png", import.meta.url));
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><circle cx="40" cy="40" r="30" fill="#c00" fill-opacity="0.5"/><text x="5" y="20">Số</text></svg>`;
const picture = (id: string): string =>
  `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="a" descr="Hình ${id}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
/** A picture that what is behind it shines through: 2 × 2 pixels, red, green, blue and alpha. */
function translucent(): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
  };
  const rows = Buffer.from([0, 255, 0, 0, 128, 0, 255, 0, 64, 0, 0, 0, 255, 255, 9, 9, 9, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 6, 0, 0, 0])),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", new Uint8Array()),
  ]);
}

const field = (instruction: string, result: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r>` +
  `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;

/** A file with something of everything that a PDF of ours can hold. */
const everything = wordFile({
  core: "<dc:title>Đủ thứ</dc:title>",
  body:
    paragraph("I. MỞ ĐẦU", '<w:outlineLvl w:val="0"/>') +
    paragraph(
      `${field('HYPERLINK "https://suoilim.khaupha.gov.vn/"', run("Trang của xã"))}<w:r><w:footnoteReference w:id="1"/></w:r>`,
    ) +
    table([2000, 3000], [{ cells: ["TT", "Việc"], properties: "<w:tblHeader/>" }, { cells: ["1", "Rà soát"] }]) +
    picture("anh") +
    picture("net") +
    picture("trong") +
    paragraph(run("Phông khác", '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:b/><w:i/>')),
  footnotes: `<w:footnote w:id="1">${paragraph("<w:r><w:footnoteRef/></w:r><w:r><w:t> Số liệu năm 2026.</w:t></w:r>")}</w:footnote>`,
  media: {
    "media/a.png": { id: "anh", bytes: png },
    "media/c.png": { id: "trong", bytes: translucent() },
    "media/b.svg": { id: "net", bytes: new TextEncoder().encode(svg) },
  },
});

describe("PDF/A, as programs see it that know nothing of ours", () => {
  const made: Record<string, Uint8Array> = {};
  let faults: Record<string, PdfAFault[]>;
  const make = (docx: Uint8Array, options: TypesetOptions = {}): Uint8Array =>
    typeset(docx, { now: NOW, ...options }).pdf;
  const spoiled: Record<string, [from: RegExp, to: string, said: RegExp]> = {
    "a font that is not embedded": [/\/FontFile2 /, "/FontFileX ", /FontFile entry is missing/],
    "no output intent": [/\/OutputIntents/, "/OutputIntentX", /without Color Profile/],
    "a link that opens a program": [/\/S \/URI/, "/S /Launch", /Launch is forbidden/],
    "widths that are not those of the font": [/\/(W|Widths)(?=[ [])( \[\s*(0\s*\[\s*)?)?/, "/$1 [ $3 7 ", /[Ww]idth/],
    "a time that XMP does not know": [/\/CreationDate \(D:2026/, "/CreationDate (D:2025", /match with XMP/],
    "structure that is not there": [/\/StructTreeRoot \d+ 0 R/, "", /StructTreeRoot/],
  };
  beforeAll(() => {
    const plan = renderDocx(planOf(programmeOf(5))).docx;
    made.letter = make(renderDocx(SAMPLE_LETTER).docx);
    made.plan = make(plan);
    made["plan as PDF/UA-1"] = make(plan, { conformance: "PDF/UA-1" });
    made.everything = make(everything);
    made["everything as PDF/UA-1"] = make(everything, { conformance: "PDF/UA-1" });
    const plain = Buffer.from(throughQpdf(made.everything, "--qdf", "--object-streams=disable")).toString("latin1");
    for (const [name, [from, to]] of Object.entries(spoiled)) {
      if (!from.test(plain)) throw new Error(`nothing to spoil for ${name}`);
      made[name] = throughQpdf(
        Buffer.from(plain.replace(from, to), "latin1"),
        "--newline-before-endstream",
        "--warning-exit-0",
      );
    }
    faults = faultsOfPdfA(made);
  });

  it.each(["letter", "plan", "plan as PDF/UA-1", "everything", "everything as PDF/UA-1"])(
    "%s is without fault",
    (name) => {
      expect(faults[name]).toEqual([]);
    },
  );

  it.each(Object.keys(spoiled))("they can tell: %s is found", (name) => {
    expect(faults[name]!.map(({ words }) => words).join("\n")).toMatch(spoiled[name]![2]);
  });
});

/** Word files of other offices, where they are at hand. */
const CORPUS = path.resolve(import.meta.dirname, "../../../shared/corpora/docx");
const MOST = 40;

describe("files of other offices", () => {
  const files = existsSync(CORPUS)
    ? readdirSync(CORPUS, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.docx$/i.test(name))
        .sort((a, b) => statSync(path.join(CORPUS, a)).size - statSync(path.join(CORPUS, b)).size || (a < b ? -1 : 1))
        .slice(0, MOST)
    : [];

  it.skipIf(files.length === 0)(
    "become PDF/A and PDF/UA without fault, whatever their authors did",
    () => {
      const made = Object.fromEntries(
        files.map((name) => {
          const docx = new Uint8Array(readFileSync(path.join(CORPUS, name)));
          return [name, typeset(docx, { now: NOW, conformance: "PDF/UA-1" }).pdf];
        }),
      );
      const faults = Object.entries(made).flatMap(([name, pdf]) =>
        checkTags(pdf).faults.map((fault) => `${name}: ${fault}`),
      );
      expect(faults).toEqual([]);
      const said = Object.entries(faultsOfPdfA(made)).filter(([, each]) => each.length > 0);
      expect(said).toEqual([]);
    },
    180_000,
  );
});
