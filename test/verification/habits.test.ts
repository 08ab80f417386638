import { beforeAll, describe, expect, it } from "vitest";
import {
  dict,
  name,
  PdfDict,
  type PdfFile,
  type PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
  readPdf,
  textString,
} from "../../shared/pdf/index.ts";
import { type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { appendCompressed, holeOf, rootOf, sealHole } from "./compressed-update.ts";
import { OpenSsl } from "./openssl.ts";
import { signRaw, update, withEntries } from "./raw-signature.ts";
import { letter } from "./support.ts";

/** What signing programs write that is right and looks odd; each file of this kind was a false alarm somewhere. */
const openssl = new OpenSsl();
let certificate: Uint8Array;
beforeAll(() => {
  certificate = openssl.certificate("ky", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
});
const cms = (data: Uint8Array) => openssl.cms("ky", data, "-cades", "-md", "sha256");
const PADES = "/SubFilter /ETSI.CAdES.detached";
const [PAGES, PAGE, FONT] = [2, 3, 7];

const verify = (pdf: Uint8Array): Verdict =>
  verifyPdf(pdf, {
    trust: [{ certificate, scope: "nội bộ", source: "bài kiểm thử" }],
    at: new Date(Date.now() + 86_400_000),
  });

function expectPassed(pdf: Uint8Array, signatures: number, what: string): Verdict {
  const verdict = verify(pdf);
  const why = verdict.signatures.flatMap(({ field, reasons, changes }) => [
    ...reasons.map(({ code }) => `${field} ${code}`),
    ...changes.filter(({ allowed }) => !allowed).map((one) => `${field} ${one.what}`),
  ]);
  expect(verdict.verdict, `${what}: ${verdict.summary} ${why.join("; ")}`).toBe("TOTAL_PASSED");
  expect(verdict.signatures.length, what).toBe(signatures);
  return verdict;
}

const signed = (pdf: Uint8Array, field = "Signature1", entries = "", widget: Record<string, PdfObject> = {}) =>
  signRaw(pdf, { field, subFilter: "ETSI.CAdES.detached", entries, cms, widget });
const certified = (pdf: Uint8Array, p: 1 | 2 | 3) =>
  signed(
    pdf,
    "Signature1",
    `/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P ${p} /V /1.2>>>>]`,
  );
const pageOf = (file: PdfFile) => file.get(PAGE) as PdfDict;

/** Objects of an invisible field with a hole, a page that shows it and a form that lists it. */
function fieldWithHole(file: PdfFile, field: string, more: Record<string, PdfObject> = {}) {
  const num = file.size;
  const page = pageOf(file);
  const form = file.dict(file.catalog.get("AcroForm"));
  const widget = dict({
    Type: name("Annot"),
    Subtype: name("Widget"),
    FT: name("Sig"),
    T: textString(field),
    V: new PdfRef(num + 1),
    Rect: [0, 0, 0, 0],
    F: 132,
    P: new PdfRef(PAGE),
    ...more,
  });
  return new Map<number, PdfObject | string>([
    [num, widget],
    [num + 1, holeOf(PADES)],
    [PAGE, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(num)] })],
    [
      (file.trailer.get("Root") as PdfRef).num,
      withEntries(file.catalog, {
        AcroForm: dict({ SigFlags: 3, Fields: [...file.array(form?.get("Fields")), new PdfRef(num)] }),
      }),
    ],
  ]);
}

/** A document with an empty form of text fields, default resources and a group of fields. */
function withForm(): Uint8Array {
  return update(letter(), (file) => {
    const [form, group, note, other, helv] = [0, 1, 2, 3, 4].map((n) => file.size + n) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const text = (title: string, y: number, more: Record<string, PdfObject>) =>
      dict({
        Type: name("Annot"),
        Subtype: name("Widget"),
        FT: name("Tx"),
        T: textString(title),
        Rect: [72, y, 272, y + 20],
        P: new PdfRef(PAGE),
        DA: textString("/Helv 12 Tf 0 g"),
        F: 4,
        ...more,
      });
    return new Map<number, PdfObject>([
      [
        form,
        dict({
          Fields: [new PdfRef(group), new PdfRef(other)],
          DA: textString("/Helv 0 Tf 0 g"),
          DR: dict({ Font: dict({ Helv: new PdfRef(helv) }) }),
        }),
      ],
      [group, dict({ T: textString("don"), Kids: [new PdfRef(note)] })],
      [note, text("GhiChu", 600, { Parent: new PdfRef(group) })],
      [other, text("YKien", 560, {})],
      [helv, dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Helvetica") })],
      [rootOf(letter()), withEntries(file.catalog, { AcroForm: new PdfRef(form) })],
      [PAGE, withEntries(pageOf(file), { Annots: [new PdfRef(note), new PdfRef(other)] })],
    ]);
  });
}

const fieldNamed = (file: PdfFile, title: string): number => {
  for (let num = 1; num < file.size; num++) {
    const held = file.get(num);
    if (held instanceof PdfDict && held.get("T") instanceof PdfString) {
      if (Buffer.compare((held.get("T") as PdfString).bytes, textString(title).bytes) === 0) return num;
    }
  }
  throw new Error(`no field ${title}`);
};

/** A value and its looks, as Acrobat writes them. */
const filled = (pdf: Uint8Array, title: string, value: string) =>
  update(pdf, (file) => {
    const num = fieldNamed(file, title);
    const looks = new PdfStream(
      dict({
        Type: name("XObject"),
        Subtype: name("Form"),
        BBox: [0, 0, 200, 20],
        Resources: dict({ Font: dict({ Helv: new PdfRef(fieldNamed(file, "GhiChu") + 2) }) }),
      }),
      Buffer.from(`/Tx BMC q BT /Helv 12 Tf 2 5 Td (${value}) Tj ET Q EMC`),
    );
    return new Map<number, PdfObject>([
      [file.size, looks],
      [
        num,
        withEntries(file.get(num) as PdfDict, {
          V: textString(value),
          AP: dict({ N: new PdfRef(file.size) }),
          MK: dict({}),
        }),
      ],
    ]);
  });

const evidence = (pdf: Uint8Array, round: number) =>
  update(pdf, (file) => {
    const num = file.size;
    return new Map<number, PdfObject>([
      [num, new PdfStream(dict({}), certificate)],
      [
        num + 1,
        dict({
          Type: name("DSS"),
          Certs: [new PdfRef(num)],
          VRI: dict({
            [`AB${round}`.padEnd(40, "0")]: dict({ Cert: [new PdfRef(num)], TU: textString("D:20261122000000Z") }),
          }),
        }),
      ],
      [
        (file.trailer.get("Root") as PdfRef).num,
        withEntries(file.catalog, {
          DSS: new PdfRef(num + 1),
          Extensions: dict({ ADBE: dict({ BaseVersion: name("1.7"), ExtensionLevel: 8 }) }),
        }),
      ],
    ]);
  });

const note = (pdf: Uint8Array, entries: Record<string, PdfObject>) =>
  update(pdf, (file) => {
    const page = pageOf(file);
    const annotation = dict({ Type: name("Annot"), P: new PdfRef(PAGE), F: 4, ...entries });
    return new Map<number, PdfObject>([
      [file.size, annotation],
      [PAGE, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(file.size)] })],
    ]);
  });

describe("habits of signing programs", () => {
  it("blank bytes behind the end of the file, signed with it or left out", () => {
    for (const tail of ["\r\n\r\n", " \n", "\n\n\n \n", "\0\0"]) {
      const file = readPdf(letter("stream"));
      const pdf = sealHole(appendCompressed(letter("stream"), fieldWithHole(file, "Signature1"), { tail }), cms);
      expectPassed(pdf, 1, JSON.stringify(tail));
      expectPassed(signed(pdf, "Signature2"), 2, `${JSON.stringify(tail)}, signed again`);
    }
    expectPassed(new Uint8Array([...signed(letter()), 10, 13, 10]), 1, "after the signature");
  });

  it("a table that points at the end of line before each object, or counts fewer objects than there are (PDFBox)", () => {
    const early = Buffer.from(
      Buffer.from(letter())
        .toString("latin1")
        .replace(/^(\d{10}) 00000 n/gm, (_row, at) => `${String(Number(at) - 1).padStart(10, "0")} 00000 n`),
      "latin1",
    );
    expectPassed(signed(signed(new Uint8Array(early)), "Signature2"), 2, "one byte early");
    const once = signed(letter());
    const fewer = update(once, () => new Map([[8, dict({ Title: textString("Ten moi") })]]));
    const at = Buffer.from(fewer).lastIndexOf("/Size ");
    const small = Buffer.from(fewer);
    small.write("9".padEnd(2), at + 6, "latin1");
    const { signatures } = expectPassed(new Uint8Array(small), 1, "/Size 9");
    expect(signatures[0]!.changes.map((one) => one.what).join()).toContain("/Size");
  });

  it("dictionaries in compressed streams, signature beside them, one signer after the other (Acrobat)", () => {
    let pdf = letter("stream");
    for (const field of ["Signature1", "Signature2", "Signature3"])
      pdf = sealHole(appendCompressed(pdf, fieldWithHole(readPdf(pdf), field)), cms);
    expectPassed(pdf, 3, "three in compressed updates");
    const root = readPdf(pdf).catalog;
    const dss = readPdf(pdf).size;
    const extended = appendCompressed(
      pdf,
      new Map<number, PdfObject>([
        [dss, dict({ Certs: [new PdfRef(dss + 1)] })],
        [dss + 1, new PdfStream(dict({}), certificate)],
        [rootOf(pdf), withEntries(root, { DSS: new PdfRef(dss) })],
      ]),
    );
    expectPassed(extended, 3, "with evidence in a compressed update");
  });

  it("originals that were linearised, compressed or hybrid", () => {
    openssl.file("thu.pdf", letter());
    for (const options of [
      ["--linearize"],
      ["--object-streams=generate"],
      ["--linearize", "--object-streams=generate"],
    ]) {
      openssl.qpdf(...options, "thu.pdf", "qpdf.pdf");
      const pdf = openssl.read("qpdf.pdf");
      const file = readPdf(pdf);
      const page = file.pages()[0]!.ref.num;
      expect(page).toBeGreaterThan(0);
      expectPassed(signed(signed(pdf), "Signature2"), 2, options.join(" "));
    }
    const hybrid = hybridOf(letter());
    expect(readPdf(hybrid).revisions.at(-1)!.kind).toBe("hybrid");
    expectPassed(signed(signed(hybrid), "Signature2"), 2, "hybrid");
  });

  it("the signature dictionary inside its field, the widget beside it, the field in a group", () => {
    const inField = (file: PdfFile) => {
      const objects = fieldWithHole(file, "Signature1");
      const num = file.size;
      const text = `<</Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /Rect [0 0 0 0] /F 132 /V ${holeOf(PADES)}>>`;
      return new Map([...objects, [num, text], [num + 1, dict({})]] as [number, PdfObject | string][]);
    };
    expectPassed(
      sealHole(appendCompressed(letter("stream"), inField(readPdf(letter("stream")))), cms),
      1,
      "in the field",
    );
    const apart = (pdf: Uint8Array, title: string) => {
      const file = readPdf(pdf);
      const objects = fieldWithHole(file, title);
      const num = file.size;
      const widget = dict({
        Type: name("Annot"),
        Subtype: name("Widget"),
        Parent: new PdfRef(num),
        Rect: [300, 100, 400, 140],
        F: 132,
        P: new PdfRef(PAGE),
      });
      const page = pageOf(file);
      objects.set(
        num,
        dict({ FT: name("Sig"), T: textString(title), V: new PdfRef(num + 1), Kids: [new PdfRef(num + 2)] }),
      );
      objects.set(num + 2, widget);
      objects.set(PAGE, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(num + 2)] }));
      return sealHole(appendCompressed(pdf, objects), cms);
    };
    expectPassed(apart(apart(letter("stream"), "A"), "B"), 2, "widgets beside their fields");
    const first = signed(withForm());
    const grouped = signRaw(first, { field: "Signature2", subFilter: "ETSI.CAdES.detached", cms });
    const regrouped = readPdf(grouped);
    expect(regrouped.size).toBeGreaterThan(0);
    expectPassed(grouped, 2, "with a group of fields in the form");
  });

  it("seed values, locks and long field names in any language", () => {
    const pdf = signed(withForm(), "Chữ ký của người phê duyệt – cấp 1", "", {
      SV: dict({
        Type: name("SV"),
        Ff: 0,
        SubFilter: [name("ETSI.CAdES.detached")],
        DigestMethod: [textString("SHA256")],
      }),
      Lock: dict({ Type: name("SigFieldLock"), Action: name("Include"), Fields: [textString("don.GhiChu")] }),
    });
    expectPassed(pdf, 1, "lock");
    expectPassed(filled(pdf, "YKien", "Dong y"), 1, "a field that is not locked");
    expect(verify(filled(pdf, "GhiChu", "Sua")).verdict).toBe("TOTAL_FAILED");
    const whole = signed(withForm(), "Ky", "", {
      Lock: dict({ Type: name("SigFieldLock"), Action: name("Exclude"), Fields: [textString("YKien")] }),
    });
    expectPassed(filled(whole, "YKien", "Dong y"), 1, "all but one locked");
    expect(verify(filled(whole, "GhiChu", "Sua")).verdict).toBe("TOTAL_FAILED");
  });

  it("a lock that certifies as well (ISO 32000-2, table 236)", () => {
    const locked = (p: number) =>
      signed(withForm(), "Ky", "", {
        Lock: dict({ Type: name("SigFieldLock"), Action: name("Include"), Fields: [textString("YKien")], P: p }),
      });
    expectPassed(evidence(locked(1), 1), 1, "evidence after P 1");
    expectPassed(filled(locked(2), "GhiChu", "Dong y"), 1, "filled in after P 2");
    expect(verify(filled(locked(1), "GhiChu", "Sua")).verdict).toBe("TOTAL_FAILED");
    expect(verify(signed(locked(1), "Ky2")).verdict).toBe("TOTAL_FAILED");
  });

  it("fields filled in by Acrobat between signatures, certified and not", () => {
    for (const start of [certified(withForm(), 2), signed(withForm())]) {
      let pdf = filled(start, "YKien", "Dong y");
      pdf = signed(pdf, "Signature2");
      pdf = filled(pdf, "GhiChu", "Da nhan");
      pdf = signed(pdf, "Signature3");
      const { signatures } = expectPassed(pdf, 3, "filled in between");
      expect(signatures.map((one) => one.changesAfter)).toEqual(["form", "form", "none"]);
    }
  });

  it("evidence and its renewal after certification that forbids everything", () => {
    let pdf = evidence(certified(letter(), 1), 1);
    pdf = evidence(pdf, 2);
    const { signatures } = expectPassed(pdf, 1, "evidence twice after DocMDP 1");
    expect(signatures[0]!.changesAfter).toBe("lta");
  });

  it("comments beside the text where DocMDP 3 allows them, changed and taken away again", () => {
    const start = certified(letter(), 3);
    const beside = { Rect: [300, 300, 400, 340] };
    const kinds: (Record<string, PdfObject> & { Subtype: PdfName })[] = [
      { Subtype: name("Text"), Rect: [60, 760, 80, 780], Contents: textString("Đã đọc") },
      { Subtype: name("FreeText"), ...beside, Contents: textString("Đã đọc"), DA: textString("/Helv 12 Tf") },
      { Subtype: name("Highlight"), Rect: [70, 765, 200, 785], QuadPoints: [70, 785, 200, 785, 70, 765, 200, 765] },
      { Subtype: name("Stamp"), ...beside, Name: name("Approved") },
      { Subtype: name("Ink"), ...beside, InkList: [[300, 300, 400, 340]] },
      {
        Subtype: name("Link"),
        Rect: [70, 765, 200, 785],
        A: dict({ S: name("URI"), URI: textString("https://vi-du.vn") }),
      },
    ];
    for (const entries of kinds) {
      const pdf = note(start, entries);
      const { signatures } = expectPassed(pdf, 1, entries.Subtype.name);
      expect(signatures[0]!.changesAfter).toBe("annotation");
      const num = readPdf(pdf).size - 1;
      const changed = update(pdf, (file) => new Map([[num, withEntries(file.get(num) as PdfDict, { C: [1, 0, 0] })]]));
      expectPassed(changed, 1, `${entries.Subtype.name}, changed`);
      const gone = update(
        pdf,
        (file) => new Map([[PAGE, withEntries(pageOf(file), { Annots: pageOf(readPdf(start)).get("Annots")! })]]),
      );
      expectPassed(gone, 1, `${entries.Subtype.name}, taken away`);
    }
  });

  it("catalog, page and description rewritten along with the next signature", () => {
    const tagged = update(
      letter(),
      (file) =>
        new Map<number, PdfObject>([
          [PAGE, withEntries(pageOf(file), { MediaBox: [0, 0, 595.303937007874, 841.889763779528] })],
        ]),
    );
    const next = update(signed(tagged), (file) => {
      const num = file.size;
      return new Map<number, PdfObject>([
        [num, new PdfStream(dict({ Type: name("Metadata"), Subtype: name("XML") }), Buffer.from("<x:xmpmeta/>"))],
        [
          (file.trailer.get("Root") as PdfRef).num,
          withEntries(file.catalog, {
            Metadata: new PdfRef(num),
            Version: name("1.7"),
            MarkInfo: dict({ Marked: true }),
          }),
        ],
        [
          PAGE,
          withEntries(pageOf(file), {
            MediaBox: [0, 0, 595.304, 841.89],
            StructParents: 0,
            Tabs: name("S"),
            LastModified: textString("D:20261122090000+07'00'"),
            PieceInfo: dict({ Acme: dict({ LastModified: textString("D:20261122090000+07'00'"), Private: dict({}) }) }),
          }),
        ],
        [8, dict({ Title: textString("Kế hoạch"), ModDate: textString("D:20261122090000+07'00'") })],
      ]);
    });
    expectPassed(signed(next, "Signature2"), 2, "rewritten");
  });

  it("pages that state what they inherited", () => {
    const inherits = update(letter(), (file) => {
      const page = withEntries(pageOf(file), {});
      const [box, resources] = [page.get("MediaBox")!, page.get("Resources")!];
      page.map.delete("MediaBox");
      page.map.delete("Resources");
      return new Map<number, PdfObject>([
        [PAGE, page],
        [PAGES, withEntries(file.get(PAGES) as PdfDict, { MediaBox: box, Resources: resources })],
      ]);
    });
    const stated = (resources: PdfObject | undefined) =>
      update(signed(inherits), (file) => {
        const above = file.get(PAGES) as PdfDict;
        return new Map([
          [
            PAGE,
            withEntries(pageOf(file), {
              MediaBox: above.get("MediaBox")!,
              Resources: resources ?? above.get("Resources")!,
              Rotate: 0,
            }),
          ],
        ]);
      });
    expectPassed(stated(undefined), 1, "inherited entries stated");
    const symbol = dict({
      Font: dict({ F1: dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Symbol") }) }),
    });
    expect(verify(stated(symbol)).verdict).toBe("TOTAL_FAILED");
  });

  it("updates that change nothing: none at all, the same again, private entries, a number freed that nobody used", () => {
    expectPassed(
      update(signed(letter()), () => new Map()),
      1,
      "an empty update",
    );
    const same = (file: PdfFile) =>
      new Map([PAGES, PAGE, FONT].map((num) => [num, file.get(num)] as [number, PdfObject]));
    expectPassed(update(signed(letter()), same), 1, "the same objects again");
    const spare = update(letter("stream"), (file) => new Map([[file.size, dict({ Khong: 1 })]]));
    const num = readPdf(spare).size - 2;
    const freed = appendCompressed(signed(spare), new Map(), { free: [num], trailer: { AcmeLog: 1 } });
    expectPassed(freed, 1, "an unused number freed");
  });
});

/** The same document with its catalog hidden in a compressed stream for newer readers, and listed in the table for older ones (7.5.8.4). */
function hybridOf(pdf: Uint8Array): Uint8Array {
  const compressed = appendCompressed(pdf, new Map<number, PdfObject>([[readPdf(pdf).size, dict({ Phu: 1 })]]));
  const text = Buffer.from(compressed).toString("latin1");
  const stream = readPdf(compressed).revisions.at(-1)!.xrefOffset;
  const cut = text.slice(0, text.lastIndexOf("startxref"));
  const first = readPdf(pdf);
  const root = rootOf(pdf);
  return new Uint8Array(
    Buffer.from(
      `${cut}xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size ${readPdf(compressed).size}/Root ${root} 0 R/Prev ${first.revisions.at(-1)!.xrefOffset}/XRefStm ${stream}>>\nstartxref\n${cut.length}\n%%EOF\n`,
      "latin1",
    ),
  );
}
