import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  dict,
  name,
  PdfDict,
  type PdfFile,
  type PdfObject,
  PdfRef,
  PdfStream,
  readPdf,
  textString,
} from "../../shared/pdf/index.ts";
import { type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { type AttackBase, attackBase } from "./attacks/base.ts";
import { signedAs } from "./attacks/twofold-games.ts";
import { update, withEntries } from "./raw-signature.ts";
import { letter, office, SIGNED_AT } from "./support.ts";

/** What the attacks of twofold-games.ts look like when nobody means harm. */
let base: AttackBase;
beforeAll(async () => {
  base = await attackBase();
});

const [PAGES, PAGE, CONTENTS, FONT] = [2, 3, 5, 7];
const NEW = readPdf(letter()).size;
const BESIDE = [100, 300, 500, 340];
const MDP3 =
  "/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 3 /V /1.2>>>>]";
const pageOf = (file: PdfFile) => file.get(PAGE) as PdfDict;
const rootOf = (file: PdfFile) => (file.trailer.get("Root") as PdfRef).num;
const plain = (content: string) => new PdfStream(new PdfDict(), Buffer.from(content));
const looks = (content: string, more: Record<string, PdfObject> = {}) =>
  new PdfStream(
    dict({
      Type: name("XObject"),
      Subtype: name("Form"),
      BBox: [60, 760, 460, 800],
      Resources: dict({
        Font: dict({ F1: new PdfRef(FONT) }),
        ExtGState: dict({ R0: dict({ Type: name("ExtGState"), AIS: false, BM: name("Multiply") }) }),
      }),
      ...more,
    }),
    Buffer.from(content),
  );

function expectPassed(pdf: Uint8Array, what: string): Verdict {
  const verdict = verifyPdf(pdf, base.options());
  const why = verdict.signatures.flatMap(({ changes }) => changes.filter(({ allowed }) => !allowed).map((c) => c.what));
  expect(verdict.verdict, `${what}: ${verdict.summary} ${why.join("; ")}`).toBe("TOTAL_PASSED");
  return verdict;
}

const annotated = (pdf: Uint8Array, entries: Record<string, PdfObject>, look?: PdfStream) =>
  update(pdf, (file) => {
    const page = pageOf(file);
    const annotation = dict({
      Type: name("Annot"),
      F: 4,
      ...entries,
      ...(look === undefined ? {} : { AP: dict({ N: new PdfRef(file.size + 1) }) }),
    });
    return new Map<number, PdfObject>([
      [file.size, annotation],
      ...(look === undefined ? [] : [[file.size + 1, look] as [number, PdfObject]]),
      [PAGE, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(file.size)] })],
    ]);
  });

describe("what looks like an attack and is none", () => {
  it("marks on the text as Acrobat, Foxit and Preview draw them, and icons beside it", async () => {
    const start = await signedAs(base, letter(), { entries: MDP3 });
    const over = { Rect: [60, 760, 460, 800] };
    const zigzag = Array.from({ length: 80 }, (_, i) => `${72 + 4 * i} ${i % 2 ? 764 : 766} l`).join(" ");
    const marks: [string, string, Record<string, PdfObject>][] = [
      ["Highlight", "1 1 0 rg /R0 gs 70 764 m 400 764 l 400 786 l 70 786 l f", {}],
      [
        "Highlight",
        "q /R0 gs 1 0.82 0 rg 70 764 330 22 re f 70 784 330 14 re f Q",
        { Group: dict({ S: name("Transparency") }) },
      ],
      ["Underline", "0 0 1 RG 1 w 72 766 m 400 766 l S", {}],
      ["StrikeOut", "1 0 0 RG 1.5 w 72 774 m 400 774 l S", {}],
      ["Squiggly", `1 0 0 RG 0.8 w 72 766 m ${zigzag} S`, {}],
    ];
    for (const [kind, content, more] of marks)
      expectPassed(annotated(start, { Subtype: name(kind), ...over }, looks(content, more)), content);
    for (const C of [
      [1, 0, 0],
      [0, 0, 1],
      [1, 1, 0],
    ])
      expectPassed(annotated(start, { Subtype: name("Highlight"), ...over, C }), `highlighter ${C.join(" ")}`);
    const icon = looks("1 0.8 0 rg 60 760 400 40 re f 0 G 2 w 70 770 m 90 770 l S");
    expectPassed(annotated(start, { Subtype: name("Text"), Rect: [540, 700, 560, 720], F: 28 }, icon), "note's icon");
  });

  it("comments beside words and pictures", async () => {
    const image = new PdfStream(
      dict({
        Type: name("XObject"),
        Subtype: name("Image"),
        Width: 1,
        Height: 1,
        BitsPerComponent: 8,
        ColorSpace: name("DeviceGray"),
      }),
      Uint8Array.of(60),
    );
    const pictured = update(letter(), (file) => {
      const resources = withEntries(file.dict(pageOf(file).get("Resources"))!, {
        XObject: dict({ Anh: new PdfRef(NEW) }),
      });
      return new Map<number, PdfObject>([
        [NEW, image],
        [PAGE, withEntries(pageOf(file), { Resources: resources })],
        [CONTENTS, plain("BT /F1 14 Tf 72 770 Td (Ke hoach) Tj ET q 200 0 0 60 150 490 cm /Anh Do Q")],
      ]);
    });
    const start = await signedAs(base, pictured, { entries: MDP3 });
    expectPassed(annotated(start, { Subtype: name("FreeText"), Rect: BESIDE, Contents: textString("Đã đọc") }), "note");
  });

  it("fields on dots and beside words filled in, boxes ticked, a font brought along", async () => {
    const field = (num: number, title: string, y: number, more: Record<string, PdfObject>) =>
      [
        num,
        dict({
          Type: name("Annot"),
          Subtype: name("Widget"),
          FT: name("Tx"),
          T: textString(title),
          Rect: [72, y, 272, y + 20],
          F: 4,
          P: new PdfRef(PAGE),
          DA: textString("/Helv 12 Tf 0 g"),
          ...more,
        }),
      ] as [number, PdfObject];
    const faces = dict({ N: dict({ Yes: new PdfRef(NEW + 4), Off: new PdfRef(NEW + 5) }) });
    const form = update(
      letter(),
      (file) =>
        new Map<number, PdfObject>([
          field(NEW, "YKien", 600, {}),
          field(NEW + 1, "DongY", 560, { FT: name("Btn"), V: name("Off"), AS: name("Off"), AP: faces }),
          [NEW + 4, looks("0 0 m 10 10 l S")],
          [NEW + 5, looks("q Q")],
          [PAGE, withEntries(pageOf(file), { Annots: [new PdfRef(NEW), new PdfRef(NEW + 1)] })],
          [
            CONTENTS,
            plain(
              "BT /F1 14 Tf 72 770 Td (Ke hoach) Tj 0 -167 Td (................................) Tj 0 22 Td (Y kien cua don vi:) Tj ET",
            ),
          ],
          [
            rootOf(file),
            withEntries(file.catalog, {
              AcroForm: dict({
                Fields: [new PdfRef(NEW), new PdfRef(NEW + 1)],
                DR: dict({ Font: dict({ F1: new PdfRef(FONT) }) }),
              }),
            }),
          ],
        ]),
    );
    const filled = update(await signedAs(base, form), (file) => {
      const held = file.dict(file.catalog.get("AcroForm"))!;
      const dr = dict({ Font: dict({ F1: new PdfRef(FONT), Helv: new PdfRef(FONT) }) });
      const look = looks("1 g 0 0 200 20 re f /Tx BMC q 0 g BT /F1 12 Tf 2 5 Td (Nhat tri) Tj ET Q EMC", {
        BBox: [0, 0, 200, 20],
      });
      return new Map<number, PdfObject>([
        [file.size, look],
        [
          NEW,
          withEntries(file.get(NEW) as PdfDict, {
            V: textString("Nhat tri"),
            AP: dict({ N: new PdfRef(file.size) }),
          }),
        ],
        [NEW + 1, withEntries(file.get(NEW + 1) as PdfDict, { V: name("Yes"), AS: name("Yes") })],
        [rootOf(file), withEntries(file.catalog, { AcroForm: withEntries(held, { DR: dr }) })],
      ]);
    });
    expectPassed(filled, "form filled in");
  });

  it("pages in a deeper tree that state what they inherited, their lengths cut", async () => {
    const deep = update(letter(), (file) => {
      const page = withEntries(pageOf(file), { Parent: new PdfRef(NEW) });
      const [box, resources] = [[0, 0, 595.276, 841.8898], page.get("Resources")!];
      page.map.delete("MediaBox");
      page.map.delete("Resources");
      return new Map<number, PdfObject>([
        [
          PAGES,
          withEntries(file.get(PAGES) as PdfDict, { Kids: [new PdfRef(NEW), new PdfRef(4)], Resources: resources }),
        ],
        [
          NEW,
          dict({ Type: name("Pages"), Kids: [new PdfRef(PAGE)], Count: 1, Parent: new PdfRef(PAGES), MediaBox: box }),
        ],
        [PAGE, page],
      ]);
    });
    const stated = update(
      await signedAs(base, deep),
      (file) =>
        new Map([
          [
            PAGE,
            withEntries(pageOf(file), {
              MediaBox: [0, 0, 595.28, 841.89],
              Resources: (file.get(PAGES) as PdfDict).get("Resources")!,
              Rotate: 0,
              PieceInfo: dict({ Acme: dict({ Private: dict({}) }) }),
            }),
          ],
        ]),
    );
    expectPassed(stated, "stated");
  });

  it("names added to shared resources that contents in several parts do not use", async () => {
    const shared = update(
      letter(),
      (file) =>
        new Map<number, PdfObject>([
          [NEW, dict({ Font: dict({ F1: new PdfRef(FONT) }) })],
          [NEW + 1, plain("BT /F1")],
          [NEW + 2, plain("14 Tf 72 770 Td (Ke hoach) Tj ET")],
          [
            PAGE,
            withEntries(pageOf(file), {
              Resources: new PdfRef(NEW),
              Contents: [new PdfRef(NEW + 1), new PdfRef(NEW + 2)],
            }),
          ],
        ]),
    );
    const grown = update(
      await signedAs(base, shared),
      (file) =>
        new Map<number, PdfObject>([
          [file.size, looks("q Q")],
          [NEW, withEntries(file.get(NEW) as PdfDict, { XObject: dict({ Hinh: new PdfRef(file.size) }) })],
        ]),
    );
    expectPassed(grown, "grown");
  });
});

describe("what one process remembers of files and trust", () => {
  it("changes no verdict: each file under each trust as a process of its own says", () => {
    const strangers = office();
    const files = [base.sealed, base.other, base.sealedStream, base.certified];
    const trusts = [base.people, strangers];
    const asked = [0, 1, 2, 3, 0, 3, 2, 1].flatMap((file) =>
      (file % 2 === 0 ? [0, 1] : [1, 0]).map((trust) => [file, trust, file] as const),
    );
    const short = (verdict: Verdict) => [
      verdict.verdict,
      verdict.document.sha256,
      ...verdict.signatures.map((one) => [one.indication, one.signer.commonName, one.trusted, one.revocation.status]),
    ];
    const at = new Date(SIGNED_AT.getTime() + 60_000);
    const here = asked.map(([file, trust]) => {
      const { trust: anchors, authority } = trusts[trust]!;
      return short(verifyPdf(files[file]!, { trust: anchors, crls: authority.crls, at }));
    });
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-alone-"));
    try {
      for (const [i, bytes] of files.entries()) writeFileSync(path.join(folder, `${i}.pdf`), bytes);
      trusts.forEach(({ trust, authority }, i) => {
        writeFileSync(path.join(folder, `${i}.cer`), trust[0]!.certificate);
        for (const [k, crl] of authority.crls.entries()) writeFileSync(path.join(folder, `${i}-${k}.crl`), crl);
      });
      const module = path.resolve("shared/verification/index.ts");
      const alone = (file: number, trust: number): unknown =>
        JSON.parse(
          execFileSync(
            process.execPath,
            [
              "--input-type=module",
              "-e",
              `import { readFileSync } from "node:fs";
              import { verifyPdf } from ${JSON.stringify(module)};
              const read = (name) => new Uint8Array(readFileSync(${JSON.stringify(`${folder}/`)} + name));
              const { verdict, document, signatures } = verifyPdf(read("${file}.pdf"), {
                trust: [{ certificate: read("${trust}.cer"), scope: "thử nghiệm", source: "bài kiểm thử" }],
                crls: ${JSON.stringify(trusts[trust]!.authority.crls.map((_, k) => `${trust}-${k}.crl`))}.map(read),
                at: new Date(${at.getTime()}),
              });
              console.log(JSON.stringify([verdict, document.sha256, ...signatures.map((one) =>
                [one.indication, one.signer.commonName, one.trusted, one.revocation.status])]));`,
            ],
            { stdio: ["ignore", "pipe", "ignore"] },
          ).toString(),
        );
      const fresh = new Map<string, unknown>();
      for (const file of [0, 1]) for (const trust of [0, 1]) fresh.set(`${file} ${trust}`, alone(file, trust));
      asked.forEach(([file, trust], i) => {
        const expected = fresh.get(`${file} ${trust}`) ?? here[asked.findIndex(([f, t]) => f === file && t === trust)];
        expect(here[i], `${file} ${trust}`).toEqual(expected);
      });
      expect(here.filter(([verdict]) => verdict === "TOTAL_PASSED").length).toBe(8);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
