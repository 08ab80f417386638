import { describe, expect, it } from "vitest";
import { isVanthuError } from "../../shared/errors/index.ts";
import {
  appendUpdate,
  dict,
  name,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
  readPdf,
} from "../../shared/pdf/index.ts";
import { layFields, signPdf } from "../../shared/signing/index.ts";
import { addedChanges, verifyPdf } from "../../shared/verification/index.ts";
import { type Attack, attackBase } from "./attacks/base.ts";
import { crossReferenceGames } from "./attacks/byte-games.ts";
import { fieldGames, sharedResources, strayAndOdd } from "./attacks/later-research.ts";
import { evilAnnotations, incrementalSaving, shadows, sneakySignatures } from "./attacks/object-games.ts";
import { coverGames, looksOfFields, readerGames, twoParts } from "./attacks/twofold-games.ts";
import { ANCHORS, letter, office, SIGNED_AT } from "./support.ts";

const people = office();

function saved(pdf: Uint8Array, objects: Record<number, PdfObject | { raw: Uint8Array }>): Uint8Array {
  return appendUpdate(readPdf(pdf), {
    objects: new Map(Object.entries(objects).map(([num, object]) => [Number(num), object])),
  }).bytes;
}

async function signed(pdf: Uint8Array, times: number): Promise<Uint8Array> {
  let out = pdf;
  for (let time = 0; time < times; time += 1)
    out = (await signPdf({ pdf: out, signer: people.seal.signer(), role: "copy", text: `Lần ${time}`, at: SIGNED_AT }))
      .pdf;
  return out;
}

/** What each saving changed, the file read anew for each: nothing is shared between savings. */
function oneByOne(pdf: Uint8Array): unknown[] {
  const { revisions } = readPdf(pdf);
  return revisions
    .slice(1)
    .map((revision, i) => changes(pdf.subarray(0, revisions[i]!.end), pdf.subarray(0, revision.end)));
}

/** The same from one reading, as a verdict has it. */
function together(pdf: Uint8Array): unknown[] {
  const { revisions } = readPdf(pdf);
  const parts: unknown[] = [];
  let from = 0;
  for (const one of oneByOne(pdf)) {
    if (typeof one === "string") return [...parts, one];
    const count = (one as unknown[]).length;
    const all = changes(pdf.subarray(0, revisions[0]!.end), pdf.subarray(0, revisions[parts.length + 1]!.end));
    parts.push(typeof all === "string" ? all : (all as unknown[]).slice(from));
    from += count;
  }
  return parts;
}

function changes(earlier: Uint8Array, later: Uint8Array): unknown {
  try {
    return addedChanges(earlier, later);
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return error.message;
  }
}

describe("savings compared with what savings before had read", () => {
  it("give what each of them gives alone, on every file of the attack corpus that can be read", async () => {
    const base = await attackBase();
    const files: Attack[] = [
      { name: "sealed", bytes: base.sealed },
      { name: "sealed, cross-reference streams", bytes: base.sealedStream },
      { name: "eight signatures", bytes: await signed(layFields(letter(), ANCHORS), 8) },
      ...crossReferenceGames(base),
      ...incrementalSaving(base),
      ...evilAnnotations(base),
      ...sneakySignatures(base),
      ...(await shadows(base)),
      ...(await sharedResources(base)),
      ...(await strayAndOdd(base)),
      ...(await fieldGames(base)),
      ...(await twoParts(base)),
      ...(await coverGames(base)),
      ...(await readerGames(base)),
      ...(await looksOfFields(base)),
    ];
    let compared = 0;
    for (const { name: what, bytes } of files) {
      try {
        readPdf(bytes);
      } catch (error) {
        if (!isVanthuError(error)) throw error;
        continue;
      }
      const alone = oneByOne(bytes);
      expect(together(bytes), what).toEqual(alone);
      compared += alone.length;
    }
    expect(compared).toBeGreaterThan(100);
  });

  describe("and whatever a later saving swaps is caught, though savings before had looked through it", () => {
    const verdict = (pdf: Uint8Array) => verifyPdf(pdf, people.options());

    /** Signed three times; then `swap` is saved, and signed once more. */
    async function swapped(pdf: Uint8Array, swap: (pdf: Uint8Array) => Uint8Array): Promise<string[]> {
      const before = await signed(layFields(pdf, ANCHORS), 3);
      expect(verdict(before).verdict).toBe("TOTAL_PASSED");
      const bytes = swap(before);
      expect(verdict(bytes).verdict).toBe("TOTAL_FAILED");
      const later = await signed(bytes, 2);
      const { signatures } = verdict(later);
      expect(signatures.map((one) => one.indication)).toEqual([
        ...Array(3).fill("TOTAL_FAILED"),
        ...Array(2).fill("TOTAL_PASSED"),
      ]);
      expect(together(later)).toEqual(oneByOne(later));
      return signatures[0]!.changes.filter((change) => !change.allowed).map((change) => change.object);
    }

    const text = (line: string) =>
      new PdfStream(new PdfDict(), Buffer.from(`BT /F1 14 Tf 72 770 Td (${line}) Tj ET`, "latin1"));

    it("the content of a page", async () => {
      expect(await swapped(letter(), (pdf) => saved(pdf, { 6: text("Noi nhan: bao chi") }))).toEqual(["6 0"]);
    });

    it("a font that all pages share", async () => {
      const font = dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Symbol") });
      expect(await swapped(letter(), (pdf) => saved(pdf, { 7: font }))).toEqual(["7 0"]);
    });

    it("the number that says how long a content is", async () => {
      const line = (words: string) => `BT /F1 14 Tf 72 700 Td (${words}) Tj ET`;
      const [short, more] = [line("Tong so: 1"), line("Tong so: 1000")];
      const raw = Buffer.from(`<</Length 60 0 R>>\nstream\n${short}\nendstream\nendobj\n${more}\nendstream`, "latin1");
      const long = raw.lastIndexOf("\nendstream") - raw.indexOf("BT /F1");
      const pdf = saved(letter(), { 6: { raw }, 60: short.length });
      expect(await swapped(pdf, (held) => saved(held, { 60: long }))).toContain("60 0");
    });

    it("an object that was named but did not exist", async () => {
      const page = readPdf(letter()).pages()[1]!;
      const pdf = saved(letter(), {
        [page.ref.num]: new PdfDict([...page.dict.map, ["Contents", [new PdfRef(6), new PdfRef(300)]]]),
        400: 0,
      });
      expect(await swapped(pdf, (held) => saved(held, { 300: text("Noi them") }))).toEqual(["300 0"]);
    });

    it("an object behind one that is also named with a generation it never had", async () => {
      const page = readPdf(letter()).pages()[1]!;
      const pdf = saved(letter(), {
        // Whoever looks at the dead reference first must still look through the object for the live one.
        [page.ref.num]: new PdfDict([["Old", new PdfRef(61, 3)], ...page.dict.map, ["Group", new PdfRef(61)]]),
        61: dict({ S: name("Transparency"), CS: new PdfRef(62) }),
        62: [name("ICCBased"), new PdfRef(63)],
        63: new PdfStream(new PdfDict([["N", 3]]), Buffer.from("mot")),
      });
      const other = new PdfStream(new PdfDict([["N", 3]]), Buffer.from("hai"));
      expect(await swapped(pdf, (held) => saved(held, { 63: other }))).toEqual(["63 0"]);
    });

    it("a page that the page tree named before under the same number", async () => {
      const page = readPdf(letter()).pages()[1]!;
      const turned = (pdf: Uint8Array) => {
        const now = readPdf(pdf).pages()[1]!.dict;
        return saved(pdf, { [page.ref.num]: new PdfDict([...now.map, ["Rotate", 180]]) });
      };
      expect(await swapped(letter(), turned)).toEqual([`${page.ref.num} 0`]);
    });

    it("the box that pages inherit", async () => {
      const root = readPdf(letter()).catalog.get("Pages") as PdfRef;
      const bare = readPdf(letter()).pages()[1]!;
      const pdf = saved(letter(), {
        [root.num]: new PdfDict([...readPdf(letter()).dict(root)!.map, ["MediaBox", new PdfRef(70)]]),
        [bare.ref.num]: new PdfDict([...bare.dict.map].filter(([key]) => key !== "MediaBox")),
        70: [0, 0, 595, 842],
      });
      expect(await swapped(pdf, (held) => saved(held, { 70: [0, 700, 595, 842] }))).toEqual(["70 0"]);
    });

    it("the picture of a signature made before", async () => {
      const look = (pdf: Uint8Array) => {
        const file = readPdf(pdf);
        const form = file.dict(file.catalog.get("AcroForm"))!;
        const fields = file.array(form.get("Fields")).map((one) => file.dict(one)!);
        const signatures = fields.filter((field) => field.get("V") instanceof PdfRef);
        const looks = signatures.map((field) => file.dict(field.get("AP"))?.get("N"));
        const first = looks.find((one) => one instanceof PdfRef && file.get(one) instanceof PdfStream) as PdfRef;
        const held = file.get(first) as PdfStream;
        return saved(pdf, { [first.num]: new PdfStream(held.dict, Buffer.from("BT (Dong y) Tj ET")) });
      };
      expect((await swapped(letter(), look)).length).toBeGreaterThan(0);
    });
  });
});
