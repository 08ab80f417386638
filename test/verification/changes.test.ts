import { beforeAll, describe, expect, it } from "vitest";
import {
  appendUpdate,
  dict,
  name,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
  readPdf,
  textOf,
  textString,
} from "../../shared/pdf/index.ts";
import { fillFields, layFields, signPdf } from "../../shared/signing/index.ts";
import { type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { update, withEntries } from "./raw-signature.ts";
import { ANCHORS, issue, letter, office, SIGNED_AT } from "./support.ts";

const people = office();
let files: Awaited<ReturnType<typeof issue>>;
beforeAll(async () => {
  files = await issue(people);
});

const verify = (pdf: Uint8Array): Verdict => verifyPdf(pdf, people.options());

/** The field of this name in the form. */
function fieldNumber(pdf: Uint8Array, field: string): number {
  const file = readPdf(pdf);
  const form = file.dict(file.catalog.get("AcroForm"));
  for (const ref of file.array(form?.get("Fields"))) {
    const title = file.resolve(file.dict(ref)?.get("T"));
    if (ref instanceof PdfRef && title instanceof PdfString && textOf(title) === field) return ref.num;
  }
  throw new Error(`no field ${field}`);
}

function expectForbidden(verdict: Verdict, kind: string): void {
  expect(verdict.verdict).toBe("TOTAL_FAILED");
  const last = verdict.signatures.at(-1)!;
  // The signature itself is right: that is what makes the attack work elsewhere.
  expect(last).toMatchObject({
    intact: true,
    cryptographicallyValid: true,
    indication: "TOTAL_FAILED",
    changesAfter: kind,
  });
  expect(last.reasons[0]?.code).toBe("FORBIDDEN_CHANGE");
  expect(last.changes.some((c) => !c.allowed)).toBe(true);
}

describe("changes after signing that are never allowed", () => {
  const stream = (line: string) => new PdfStream(new PdfDict(), Buffer.from(`BT /F1 14 Tf 72 770 Td (${line}) Tj ET`));

  it("other text on a page", () => {
    const verdict = verify(update(files.sealed, () => new Map([[5, stream("Noi dung khac")]])));
    expectForbidden(verdict, "other");
    expect(verdict.signatures.at(-1)?.changes[0]).toMatchObject({ class: "other", page: 1, object: "5 0" });
    expect(verdict.summary).toMatch(/^Không hợp lệ/);
  });

  it("a page pointing to other content", () => {
    const forged = update(files.sealed, (file) => {
      const page = file.get(3) as PdfDict;
      return new Map<number, PdfObject>([
        [3, withEntries(page, { Contents: new PdfRef(file.size) })],
        [file.size, stream("Noi dung khac")],
      ]);
    });
    expectForbidden(verify(forged), "other");
  });

  it("another font behind the same text", () => {
    const font = dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Symbol") });
    expectForbidden(verify(update(files.sealed, () => new Map([[7, font]]))), "other");
  });

  it("a page more or a page less", () => {
    const less = update(
      files.sealed,
      (file) => new Map([[2, withEntries(file.get(2) as PdfDict, { Kids: [new PdfRef(3)], Count: 1 })]]),
    );
    expectForbidden(verify(less), "other");
    const swapped = update(
      files.sealed,
      (file) => new Map([[2, withEntries(file.get(2) as PdfDict, { Kids: [new PdfRef(4), new PdfRef(3)] })]]),
    );
    expectForbidden(verify(swapped), "other");
  });

  it("another document root", () => {
    const file = readPdf(files.sealed);
    const objects = new Map<number, PdfObject>([
      [file.size, withEntries(file.catalog, { PageMode: name("UseOutlines") })],
    ]);
    const { bytes } = appendUpdate(file, { objects, trailer: { Root: new PdfRef(file.size) } });
    expectForbidden(verify(bytes), "other");
  });

  it("a script that runs on opening", () => {
    const forged = update(files.sealed, (file) => {
      const root = file.trailer.get("Root") as PdfRef;
      const action = dict({ S: name("JavaScript"), JS: textString("app.alert(1)") });
      return new Map([[root.num, withEntries(file.catalog, { OpenAction: action })]]);
    });
    expectForbidden(verify(forged), "other");
  });

  it("a text field laid over the page", () => {
    const forged = update(files.sealed, (file) => {
      const num = file.size;
      const form = file.catalog.get("AcroForm") as PdfRef;
      const page = file.get(3) as PdfDict;
      const widget = dict({
        Type: name("Annot"),
        Subtype: name("Widget"),
        FT: name("Tx"),
        T: textString("Che"),
        Rect: [0, 0, 500, 500],
        P: new PdfRef(3),
      });
      return new Map<number, PdfObject>([
        [num, widget],
        [3, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(num)] })],
        [
          form.num,
          withEntries(file.get(form) as PdfDict, {
            Fields: [...file.array(file.dict(form)?.get("Fields")), new PdfRef(num)],
          }),
        ],
      ]);
    });
    expectForbidden(verify(forged), "other");
  });

  it("a note on the page", () => {
    const forged = update(files.sealed, (file) => {
      const page = file.get(3) as PdfDict;
      const note = dict({
        Type: name("Annot"),
        Subtype: name("FreeText"),
        Rect: [72, 700, 300, 760],
        Contents: textString("Đã hủy"),
      });
      return new Map<number, PdfObject>([
        [file.size, note],
        [3, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(file.size)] })],
      ]);
    });
    expectForbidden(verify(forged), "annotation");
  });

  it("listing a page's content as an annotation to free it for change", () => {
    const forged = update(files.sealed, (file) => {
      const page = file.get(3) as PdfDict;
      return new Map<number, PdfObject>([
        [5, stream("Noi dung khac")],
        [3, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(5)] })],
      ]);
    });
    expect(
      verify(forged)
        .signatures.at(-1)
        ?.changes.some((c) => c.object === "5 0" && c.class === "other"),
    ).toBe(true);
  });

  it("moving, taking away or replacing a signature", () => {
    const seal = fieldNumber(files.sealed, "ConDauCoQuan");
    const moved = update(
      files.sealed,
      (file) => new Map([[seal, withEntries(file.get(seal) as PdfDict, { Rect: [0, 0, 300, 300] })]]),
    );
    expectForbidden(verify(moved), "other");

    const emptied = update(files.sealed, (file) => {
      const held = withEntries(file.get(seal) as PdfDict, {});
      held.map.delete("V");
      return new Map([[seal, held]]);
    });
    const verdict = verify(emptied);
    expect(verdict.verdict).toBe("TOTAL_FAILED");
    expect(verdict.signatures).toHaveLength(2);
    expect(verdict.signatures[1]?.reasons.map((r) => r.code)).toContain("SIGNATURE_REMOVED");

    const leader = fieldNumber(files.sealed, "ChuKyLanhDao");
    const swapped = update(files.sealed, (file) => {
      const sealed = (file.get(seal) as PdfDict).get("V")!;
      return new Map([[leader, withEntries(file.get(leader) as PdfDict, { V: sealed })]]);
    });
    expect(verify(swapped).verdict).toBe("TOTAL_FAILED");
  });

  it("a huge signature field that hides the page", async () => {
    const forged = update(files.sealed, (file) => {
      const num = file.size;
      const form = file.catalog.get("AcroForm") as PdfRef;
      const page = file.get(3) as PdfDict;
      const widget = dict({
        Type: name("Annot"),
        Subtype: name("Widget"),
        FT: name("Sig"),
        T: textString("Che"),
        Rect: [0, 0, 595, 842],
        P: new PdfRef(3),
      });
      return new Map<number, PdfObject>([
        [num, widget],
        [3, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(num)] })],
        [
          form.num,
          withEntries(file.get(form) as PdfDict, {
            Fields: [...file.array(file.dict(form)?.get("Fields")), new PdfRef(num)],
          }),
        ],
      ]);
    });
    expectForbidden(verify(forged), "other");
  });

  it("a broken addition", () => {
    const appended = update(files.sealed, (file) => new Map([[file.size, textString("x")]]));
    const broken = Buffer.from(appended);
    const at = broken.indexOf(" 0 obj", files.sealed.length);
    broken.write("!", at - 1, "latin1");
    expect(verify(broken).verdict).not.toBe("TOTAL_PASSED");
  });
});

describe("number and date", () => {
  const fill = (pdf: Uint8Array, field: string, value: string): Uint8Array => {
    const num = fieldNumber(pdf, field);
    return update(pdf, (file) => new Map([[num, withEntries(file.get(num) as PdfDict, { V: textString(value) })]]));
  };

  it("may be filled in between leader and seal, and corrected before the seal", () => {
    expect(verify(fillFields(files.numbered, { SoVanBan: "33" })).verdict).toBe("TOTAL_PASSED");
  });

  it("may not be changed after the seal, although DocMDP 2 allows filling in", () => {
    for (const [field, value, label] of [
      ["SoVanBan", "132", "số văn bản"],
      ["NgayBanHanh", "06", "ngày ban hành"],
    ] as const) {
      const verdict = verify(fill(files.sealed, field, value));
      expect(verdict.verdict).toBe("TOTAL_FAILED");
      const [leader, seal] = verdict.signatures;
      expect(leader?.indication).toBe("TOTAL_PASSED");
      expect(seal?.reasons[0]).toMatchObject({ code: "FORBIDDEN_CHANGE" });
      expect(seal?.reasons[0]?.message).toContain(label);
      expect(seal?.changesAfter).toBe("form");
    }
  });

  it("may not have its looks changed after the seal either", () => {
    const num = fieldNumber(files.sealed, "SoVanBan");
    const forged = update(files.sealed, (file) => {
      const look = new PdfStream(
        dict({ Type: name("XObject"), Subtype: name("Form"), BBox: [0, 0, 30, 16] }),
        Buffer.from("q Q"),
      );
      return new Map<number, PdfObject>([
        [file.size, look],
        [num, withEntries(file.get(num) as PdfDict, { AP: dict({ N: new PdfRef(file.size) }) })],
      ]);
    });
    expect(verify(forged).verdict).toBe("TOTAL_FAILED");
  });
});

describe("changes that leave signatures standing", () => {
  it("rewriting an object with the same value is no change", () => {
    const same = update(files.sealed, (file) => new Map([[7, file.get(7)]]));
    const verdict = verify(same);
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(verdict.signatures.at(-1)).toMatchObject({ changesAfter: "none", coverage: "revision" });
  });

  it("evidence for long-term validation is always allowed", () => {
    const withDss = update(files.sealed, (file) => {
      const root = file.trailer.get("Root") as PdfRef;
      const crls = people.authority.crls.map((crl, i) => [file.size + i, new PdfStream(new PdfDict(), crl)] as const);
      const dss = dict({ Type: name("DSS"), CRLs: crls.map(([num]) => new PdfRef(num)) });
      return new Map<number, PdfObject>([...crls, [root.num, withEntries(file.catalog, { DSS: dss })]]);
    });
    // The lists now come from the file itself.
    const verdict = verifyPdf(withDss, { trust: people.trust });
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(verdict.signatures.at(-1)).toMatchObject({
      changesAfter: "lta",
      revocation: { status: "good", source: "CRL" },
    });
  });

  it("the description of the file may change, and is told", () => {
    const renamed = update(
      files.sealed,
      (file) => new Map([[8, withEntries(file.get(8) as PdfDict, { Title: textString("Kế hoạch") })]]),
    );
    const verdict = verify(renamed);
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(verdict.signatures.at(-1)?.changesAfter).toBe("metadata");
  });

  it("tags for screen readers paint nothing; told as description", () => {
    const tagged = update(files.sealed, (file) => {
      const root = file.trailer.get("Root") as PdfRef;
      return new Map<number, PdfObject>([
        [file.size, dict({ Type: name("StructTreeRoot") })],
        [root.num, withEntries(file.catalog, { StructTreeRoot: new PdfRef(file.size) })],
      ]);
    });
    const verdict = verify(tagged);
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(verdict.signatures.at(-1)?.changes[0]?.what).toMatch(/trợ năng/);
  });

  it("a copy signature on top of the seal", async () => {
    const copy = people.authority.issueCertificate({
      commonName: "Văn phòng Ủy ban",
      kind: "organisation",
      algorithm: "EC-P256",
    });
    const { pdf } = await signPdf({
      pdf: files.sealed,
      signer: copy.signer(),
      role: "copy",
      at: SIGNED_AT,
      text: "SAO Y",
    });
    const verdict = verify(pdf);
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(verdict.signatures.map((s) => s.role)).toEqual(["leader", "seal", "copy"]);
  });
});

describe("a signature without certification", () => {
  const sign = async (pdf: Uint8Array) =>
    (await signPdf({ pdf, signer: people.seal.signer(), role: "appendix", at: SIGNED_AT, text: "32/KH-UBND" })).pdf;

  it("lets another sign, but nobody change a page", async () => {
    const pdf = await sign(letter());
    expect(verify(pdf).verdict).toBe("TOTAL_PASSED");
    const forged = update(pdf, () => new Map([[6, new PdfStream(new PdfDict(), Buffer.from("BT ET"))]]));
    expectForbidden(verify(forged), "other");
  });

  it("lets an empty field be filled in, but not one that already shows something", async () => {
    const laid = layFields(letter(), ANCHORS);
    expect(verify(fillFields(await sign(laid), { SoVanBan: "5" })).verdict).toBe("TOTAL_PASSED");
    const filled = fillFields(laid, { SoVanBan: "5" });
    expectForbidden(verify(fillFields(await sign(filled), { SoVanBan: "55" })), "form");
    // A field whose value is empty but whose looks are text: a shadow.
    const num = fieldNumber(filled, "SoVanBan");
    const shadow = update(
      filled,
      (file) => new Map([[num, withEntries(file.get(num) as PdfDict, { V: textString("") })]]),
    );
    expectForbidden(verify(fillFields(await sign(shadow), { SoVanBan: "55" })), "form");
  });
});
