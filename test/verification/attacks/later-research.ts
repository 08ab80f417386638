import {
  dict,
  name,
  PdfDict,
  type PdfFile,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
  readPdf,
  textString,
} from "../../../shared/pdf/index.ts";
import { signDetached } from "../../../shared/signing/index.ts";
import { appendCompressed, rootOf } from "../compressed-update.ts";
import { type RawSignature, signRaw, update, withEntries } from "../raw-signature.ts";
import { letter, SIGNED_AT } from "../support.ts";
import type { Attack, AttackBase } from "./base.ts";

type Change = Map<number, PdfObject>;

const [PAGES, PAGE, CONTENTS, FONT] = [2, 3, 5, 7];
const FORGED = "Ke hoach dinh chi so hoa ho so nam 2026";
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const pageOf = (file: PdfFile) => file.get(PAGE) as PdfDict;
const rootNumber = (file: PdfFile) => (file.trailer.get("Root") as PdfRef).num;
const symbol = () => dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Symbol") });
const looks = (content: string, more: Record<string, PdfObject> = {}) =>
  new PdfStream(
    dict({
      Type: name("XObject"),
      Subtype: name("Form"),
      BBox: [0, 0, 400, 40],
      Resources: dict({ Font: dict({ F1: new PdfRef(FONT) }) }),
      ...more,
    }),
    Buffer.from(content),
  );
const MASK = `1 g 0 0 400 40 re f 0 g BT /F1 14 Tf 2 10 Td (${FORGED}) Tj ET`;

/** Signs with the leader's key in any way; the bytes to sign are known after a first go. */
async function signedAs(
  { people }: AttackBase,
  pdf: Uint8Array,
  how: Omit<RawSignature, "cms" | "subFilter" | "field"> & { field?: string },
): Promise<Uint8Array> {
  const signature = { field: "Signature1", subFilter: "ETSI.CAdES.detached", ...how };
  let content: Uint8Array = new Uint8Array();
  signRaw(pdf, {
    ...signature,
    cms(data) {
      content = data;
      return Uint8Array.of(0x30, 0);
    },
  });
  const { cms } = await signDetached({ content, signer: people.leader.signer(), at: SIGNED_AT });
  return signRaw(pdf, { ...signature, cms: () => cms });
}

const docMdp = (p: number) =>
  `/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P ${p} /V /1.2>>>>]`;

/**
 * A letter whose form and pages share their resources, as LibreOffice writes it: 9 0 the resources, 10 0 the fonts in them. The first page also
 * names things that the resources do not have (yet).
 */
function sharing(drawn = ""): Uint8Array {
  return update(letter(), (file) => {
    const [resources, fonts] = [new PdfRef(file.size), new PdfRef(file.size + 1)];
    return new Map<number, PdfObject>([
      [resources.num, dict({ Font: fonts, ProcSet: [name("PDF"), name("Text")] })],
      [fonts.num, dict({ F1: new PdfRef(FONT) })],
      [PAGE, withEntries(pageOf(file), { Resources: resources })],
      [PAGES, withEntries(file.get(PAGES) as PdfDict, { Resources: resources })],
      [
        CONTENTS,
        new PdfStream(
          new PdfDict(),
          Buffer.from(`BT /F1 14 Tf 72 770 Td (Ke hoach trien khai so hoa ho so nam 2026) Tj ET ${drawn}`),
        ),
      ],
      [rootNumber(file), withEntries(file.catalog, { AcroForm: dict({ Fields: [], DR: resources }) })],
    ]);
  });
}
const [RESOURCES, FONTS] = [9, 10];

/** What grows in shared resources is harmless only where nothing signed draws it. */
export async function sharedResources(base: AttackBase): Promise<Attack[]> {
  const out: Attack[] = [];
  const put = async (
    what: string,
    drawn: string,
    change: (file: PdfFile) => Change,
    prepare = (pdf: Uint8Array) => pdf,
  ) => {
    const signed = await signedAs(base, prepare(sharing(drawn)), {});
    out.push({ name: `Shadow: shared resources, ${what}`, bytes: update(signed, change) });
  };
  const resources = (file: PdfFile, entries: Record<string, PdfObject>): [number, PdfObject] => [
    RESOURCES,
    withEntries(file.get(RESOURCES) as PdfDict, entries),
  ];
  await put("a font that text is set in, exchanged", "", () => new Map([[FONTS, dict({ F1: symbol() })]]));
  await put(
    "a font that text waits for",
    `BT /F9 14 Tf 72 700 Td (${FORGED}) Tj ET`,
    () => new Map([[FONTS, dict({ F1: new PdfRef(FONT), F9: new PdfRef(FONT) })]]),
  );
  await put(
    "a picture that the page waits for",
    "/Che Do",
    (file) => new Map([[file.size, looks(MASK)], resources(file, { XObject: dict({ Che: new PdfRef(file.size) }) })]),
  );
  await put(
    "the same, its name written otherwise",
    "/Ch#65 Do",
    (file) => new Map([[file.size, looks(MASK)], resources(file, { XObject: dict({ Che: new PdfRef(file.size) }) })]),
  );
  await put(
    "a graphics state that makes what follows invisible",
    "/An gs BT /F1 14 Tf 72 740 Td (Noi dung) Tj ET",
    (file) => new Map([resources(file, { ExtGState: dict({ An: dict({ ca: 0, CA: 0 }) }) })]),
  );
  await put(
    "a layer that switches content off",
    "/OC /Lop BDC BT /F1 14 Tf 72 740 Td (Noi dung) Tj ET EMC",
    (file) =>
      new Map<number, PdfObject>([
        [file.size, dict({ Type: name("OCG"), Name: textString("Lop") })],
        resources(file, { Properties: dict({ Lop: new PdfRef(file.size) }) }),
      ]),
  );
  await put(
    "a colour space that takes the place of a device's",
    "1 0 0 rg 72 700 200 20 re f",
    (file) =>
      new Map([
        resources(file, {
          ColorSpace: dict({ DefaultRGB: [name("Indexed"), name("DeviceRGB"), 0, textString("   ")] }),
        }),
      ]),
  );
  await put("a font taken away", "", () => new Map([[FONTS, dict({})]]));
  await put(
    "a picture drawn by a form without resources of its own",
    "",
    (file) => new Map([[file.size, looks(MASK)], resources(file, { XObject: dict({ Che: new PdfRef(file.size) }) })]),
    (pdf) =>
      update(pdf, (file) => {
        const bare = new PdfStream(
          dict({ Type: name("XObject"), Subtype: name("Form"), BBox: [0, 0, 595, 842] }),
          Buffer.from("/Che Do"),
        );
        const note = dict({
          Type: name("Annot"),
          Subtype: name("Stamp"),
          Rect: [0, 0, 595, 842],
          AP: dict({ N: new PdfRef(file.size) }),
        });
        return new Map<number, PdfObject>([
          [file.size, bare],
          [file.size + 1, note],
          [PAGE, withEntries(pageOf(file), { Annots: [new PdfRef(file.size + 1)] })],
        ]);
      }),
  );
  await put(
    "fonts that are also the glyphs of a font",
    "BT /F2 14 Tf 72 700 Td (F) Tj ET",
    (file) =>
      new Map<number, PdfObject>([
        [file.size, new PdfStream(new PdfDict(), Buffer.from(`1000 0 d0 ${MASK}`))],
        [FONTS, withEntries(file.get(FONTS) as PdfDict, { F: new PdfRef(file.size) })],
      ]),
    (pdf) =>
      update(pdf, (file) => {
        const drawn = dict({
          Type: name("Font"),
          Subtype: name("Type3"),
          FontBBox: [0, 0, 1000, 1000],
          FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
          CharProcs: new PdfRef(FONTS),
          Encoding: dict({ Type: name("Encoding"), Differences: [70, name("F")] }),
          FirstChar: 70,
          LastChar: 70,
          Widths: [1000],
        });
        return new Map<number, PdfObject>([
          [file.size, drawn],
          [FONTS, withEntries(file.get(FONTS) as PdfDict, { F2: new PdfRef(file.size) })],
        ]);
      }),
  );
  return out;
}

/** Comments that DocMDP 3 allows, used to put other words in place of those certified. */
export async function evilComments(base: AttackBase): Promise<Attack[]> {
  const certified = await signedAs(base, letter(), { entries: docMdp(3) });
  const over = [60, 760, 460, 800];
  const beside = [300, 300, 400, 340];
  const script = dict({ S: name("JavaScript"), JS: textString("1") });
  const kinds: [string, string, Record<string, PdfObject>][] = [
    ["free text over the text", "FreeText", { Rect: over, Contents: textString(FORGED) }],
    ["stamp over the text", "Stamp", { Rect: over }],
    ["filled square over the text", "Square", { Rect: over, IC: [1, 1, 1] }],
    ["filled polygon over the text", "Polygon", { Rect: over, IC: [1, 1, 1] }],
    ["broad ink over the text", "Ink", { Rect: over, BS: dict({ W: 40 }) }],
    ["text blacked out", "Redact", { Rect: beside }],
    ["watermark", "Watermark", { Rect: beside }],
    ["mark that shows words", "Highlight", { Rect: over }],
    ["icon that shows words", "Text", { Rect: over }],
    ["link that runs a script", "Link", { Rect: beside, A: script }],
    [
      "link that goes on to a script",
      "Link",
      { Rect: beside, A: dict({ S: name("URI"), URI: textString("x"), Next: script }) },
    ],
    ["note that runs a script", "Text", { Rect: beside, AA: dict({ E: script }) }],
    ["film", "Screen", { Rect: beside }],
    ["kind nobody knows", "Khac", { Rect: beside }],
    ["text field", "Widget", { Rect: beside, FT: name("Tx"), T: textString("O"), V: textString(FORGED) }],
  ];
  const annotate = (pdf: Uint8Array, kind: string, entries: Record<string, PdfObject>, content = MASK) =>
    update(pdf, (file) => {
      const page = pageOf(file);
      const note = dict({
        Type: name("Annot"),
        Subtype: name(kind),
        F: 4,
        AP: dict({ N: new PdfRef(file.size + 1) }),
        ...entries,
      });
      return new Map<number, PdfObject>([
        [file.size, note],
        [file.size + 1, looks(content)],
        [PAGE, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(file.size)] })],
      ]);
    });
  const out: Attack[] = kinds.map(([what, kind, entries]) => ({
    name: `EAA: DocMDP 3, ${what}`,
    bytes: annotate(certified, kind, entries),
  }));
  out.push({
    name: "EAA: DocMDP 3, mark that is a white area",
    bytes: annotate(certified, "Highlight", { Rect: over }, "1 g 0 0 400 40 re f"),
  });
  const apart = annotate(certified, "Stamp", { Rect: beside });
  const stamp = readPdf(apart).size - 2;
  out.push({
    name: "EAA: DocMDP 3, stamp moved over the text later",
    bytes: update(apart, (file) => new Map([[stamp, withEntries(file.get(stamp) as PdfDict, { Rect: over })]])),
  });
  const covered = await signedAs(base, annotate(letter(), "Stamp", { Rect: over }), { entries: docMdp(3) });
  const removed = (pdf: Uint8Array) =>
    update(pdf, (file) => {
      const left = file.array(pageOf(file).get("Annots")).filter((one) => file.dict(one)?.has("FT") === true);
      return new Map([[PAGE, withEntries(pageOf(file), { Annots: left })]]);
    });
  out.push({ name: "Shadow: DocMDP 3, what covered the text taken away", bytes: removed(covered) });
  out.push({
    name: "Shadow: DocMDP 3, what covered the text hidden",
    bytes: update(covered, (file) => {
      const ref = file.array(pageOf(file).get("Annots")).find((one) => file.dict(one)?.has("FT") !== true) as PdfRef;
      return new Map([[ref.num, withEntries(file.get(ref) as PdfDict, { F: 2 })]]);
    }),
  });
  return out;
}

/** Signatures that stand on a page only, ranges of other shapes, locks, and what is read out instead of the page. */
export async function strayAndOdd(base: AttackBase): Promise<Attack[]> {
  const { sealed, sealedStream, certified } = base;
  const out: Attack[] = [];
  const form = (file: PdfFile, fields: PdfObject[]): [number, PdfObject] => {
    const held = file.catalog.get("AcroForm");
    const changed = withEntries(file.dict(held)!, { Fields: fields });
    return held instanceof PdfRef
      ? [held.num, changed]
      : [rootNumber(file), withEntries(file.catalog, { AcroForm: changed })];
  };
  const fieldsOf = (file: PdfFile) => file.array(file.dict(file.catalog.get("AcroForm"))?.get("Fields"));
  out.push({
    name: "ISA: signature's field left on the page but taken out of the form",
    bytes: update(sealed, (file) => new Map([form(file, fieldsOf(file).slice(0, -1))])),
  });
  out.push({
    name: "ISA: all fields taken out of the form",
    bytes: update(sealed, (file) => new Map([form(file, [])])),
  });
  const stray = (pdf: Uint8Array, entries: (file: PdfFile) => Record<string, PdfObject>) =>
    update(pdf, (file) => {
      const page = pageOf(file);
      const widget = dict({
        Type: name("Annot"),
        Subtype: name("Widget"),
        FT: name("Sig"),
        T: textString("Ky2"),
        Rect: [60, 760, 460, 800],
        F: 4,
        AP: dict({ N: new PdfRef(file.size + 1) }),
        ...entries(file),
      });
      return new Map<number, PdfObject>([
        [file.size, widget],
        [file.size + 1, looks(MASK)],
        [PAGE, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(file.size)] })],
      ]);
    });
  out.push({ name: "SSA: unsigned field with a picture on the page only", bytes: stray(certified, () => ({})) });
  out.push({
    name: "SSA: field on the page only that borrows the certification's signature",
    bytes: stray(certified, (file) => {
      const signature = fieldsOf(file).find((one) => file.dict(one)?.get("V") instanceof PdfRef)!;
      return { V: file.dict(signature)!.get("V")! };
    }),
  });
  out.push({
    name: "SSA: field on the page only with a made-up signature",
    bytes: stray(certified, () => ({
      V: dict({
        Type: name("Sig"),
        Filter: name("Adobe.PPKLite"),
        SubFilter: name("ETSI.CAdES.detached"),
        ByteRange: [0, 9, 20, 30],
        Contents: new PdfString(new Uint8Array(8)),
      }),
    })),
  });

  const bytes = (pdf: Uint8Array, range: (honest: [number, number, number, number]) => number[]) =>
    signedAs(base, pdf, { byteRange: range });
  const whole = letter();
  out.push(
    {
      name: "USF: ByteRange of six numbers",
      bytes: await bytes(whole, ([a, b, c, d]) => [a, b, c, d - 100, c + d - 50, 50]),
    },
    { name: "USF: ByteRange of two numbers", bytes: await bytes(whole, ([a, b]) => [a, b]) },
    { name: "USF: ByteRange with a negative start", bytes: await bytes(whole, ([, b, c, d]) => [-1, b + 1, c, d]) },
    { name: "USF: ByteRange that overlaps itself", bytes: await bytes(whole, ([a, b, , d]) => [a, b, b - 10, d]) },
    { name: "USF: ByteRange beyond the end", bytes: await bytes(whole, ([a, b, c]) => [a, b, c, 99_999_999]) },
    {
      name: "SWA: ByteRange whose gap is longer than Contents",
      bytes: await bytes(whole, ([a, b, c, d]) => [a, b - 30, c, d]),
    },
    { name: "SWA: ByteRange that leaves the end out", bytes: await bytes(whole, ([a, b, c, d]) => [a, b, c, d - 40]) },
    {
      name: "SWA: ByteRange that begins behind the header",
      bytes: await bytes(whole, ([, b, c, d]) => [9, b - 9, c, d]),
    },
  );

  const signature = (() => {
    const file = readPdf(sealedStream);
    const holder = fieldsOf(file).find((one) => file.dict(one)?.get("V") instanceof PdfRef)!;
    return file.dict(holder)!.get("V") as PdfRef;
  })();
  out.push({
    name: "Copy: the signature dictionary once more, in a compressed stream",
    bytes: appendCompressed(sealedStream, new Map([[signature.num, readPdf(sealedStream).get(signature)]])),
  });
  out.push({
    name: "ISA: page content in a compressed update",
    bytes: appendCompressed(
      sealedStream,
      new Map([[CONTENTS, new PdfStream(new PdfDict(), Buffer.from(`BT /F1 14 Tf 72 770 Td (${FORGED}) Tj ET`))]]),
    ),
  });
  out.push({
    name: "ISA: pages in a compressed update",
    bytes: appendCompressed(
      sealedStream,
      new Map([[PAGES, withEntries(readPdf(sealedStream).get(PAGES) as PdfDict, { Kids: [new PdfRef(4)], Count: 1 })]]),
    ),
  });
  out.push({
    name: "Xref: content freed in a compressed update",
    bytes: appendCompressed(sealedStream, new Map(), { free: [CONTENTS] }),
  });
  out.push({
    name: "Xref: encryption declared afterwards",
    bytes: appendCompressed(sealedStream, new Map(), {
      trailer: { Encrypt: dict({ Filter: name("Standard"), V: 1, R: 2, P: -4 }) },
    }),
  });
  out.push({
    name: "Xref: an object of a higher generation in place of the content",
    bytes: (() => {
      const prev = readPdf(sealed).revisions.at(-1)!.xrefOffset;
      const object = `5 1 obj\n<</Length 46>>\nstream\nBT /F1 14 Tf 72 770 Td (Noi dung khac) Tj ET  \nendstream\nendobj\n`;
      const row = `${String(sealed.length).padStart(10, "0")} 00001 n \n`;
      return new Uint8Array(
        Buffer.from(
          `${latin1(sealed)}${object}xref\n5 1\n${row}trailer\n<</Size ${readPdf(sealed).size}/Root ${rootOf(sealed)} 0 R/Prev ${prev}>>\nstartxref\n${sealed.length + object.length}\n%%EOF\n`,
          "latin1",
        ),
      );
    })(),
  });
  out.push({
    name: "Xref: an update whose dictionary has a key twice",
    bytes: new Uint8Array(
      Buffer.from(
        latin1(update(sealed, () => new Map([[8, dict({ Title: textString("a"), Author: textString("b") })]]))).replace(
          /\/Author(?= ?\(b\))(?![\s\S]*\/Author)/,
          "/Title ",
        ),
        "latin1",
      ),
    ),
  });

  const lock = (p: number) =>
    signedAs(base, base.laid, {
      widget: {
        Lock: dict({ Type: name("SigFieldLock"), Action: name("Include"), Fields: [textString("Khac")], P: p }),
      },
    });
  const described = (pdf: Uint8Array) => update(pdf, () => new Map([[8, dict({ Title: textString("Khac") })]]));
  out.push({ name: "ISA: description changed after a lock that allows nothing", bytes: described(await lock(1)) });
  out.push({
    name: "ISA: another signature after a lock that allows nothing",
    bytes: await base.approve(await lock(1)),
  });

  const tagged = (alt: string) =>
    update(letter(), (file) => {
      const [tree, element] = [file.size, file.size + 1];
      return new Map<number, PdfObject>([
        [tree, dict({ Type: name("StructTreeRoot"), K: new PdfRef(element) })],
        [
          element,
          dict({
            Type: name("StructElem"),
            S: name("P"),
            P: new PdfRef(tree),
            Pg: new PdfRef(PAGE),
            K: 0,
            ActualText: textString(alt),
          }),
        ],
        [
          rootNumber(file),
          withEntries(file.catalog, { StructTreeRoot: new PdfRef(tree), MarkInfo: dict({ Marked: true }) }),
        ],
      ]);
    });
  const spoken = await signedAs(base, tagged("Ke hoach trien khai"), {});
  const element = readPdf(tagged("")).size - 1;
  out.push({
    name: "Content: what is read out instead of the page, changed",
    bytes: update(
      spoken,
      (file) => new Map([[element, withEntries(file.get(element) as PdfDict, { ActualText: textString(FORGED) })]]),
    ),
  });
  out.push({
    name: "Content: an element that is read out instead of the page, added",
    bytes: update(spoken, (file) => {
      const tree = element - 1;
      return new Map<number, PdfObject>([
        [
          file.size,
          dict({ S: name("P"), P: new PdfRef(tree), Pg: new PdfRef(PAGE), K: 0, ActualText: textString(FORGED) }),
        ],
        [tree, withEntries(file.get(tree) as PdfDict, { K: [new PdfRef(file.size)] })],
      ]);
    }),
  });
  return out;
}

/** Fields that are filled in and show something else, through what stands above or around them. */
export async function fieldGames(base: AttackBase): Promise<Attack[]> {
  const prepared = update(letter(), (file) => {
    const [group, choice, amount, tick] = [0, 1, 2, 3].map((n) => file.size + n) as [number, number, number, number];
    const place = (y: number) => ({
      Type: name("Annot"),
      Subtype: name("Widget"),
      Rect: [72, y, 272, y + 20],
      F: 4,
      P: new PdfRef(PAGE),
      DA: textString("/F1 12 Tf"),
    });
    return new Map<number, PdfObject>([
      [group, dict({ T: textString("muc"), FT: name("Tx"), V: textString("10 trieu"), Kids: [new PdfRef(amount)] })],
      [
        choice,
        dict({
          ...place(560),
          FT: name("Ch"),
          T: textString("hinhThuc"),
          V: textString("a"),
          Opt: [
            [textString("a"), textString("Dong y")],
            [textString("b"), textString("Khong dong y")],
          ],
        }),
      ],
      [amount, dict({ ...place(600), T: textString("tien"), Parent: new PdfRef(group) })],
      [
        tick,
        dict({
          ...place(500),
          FT: name("Btn"),
          T: textString("dongY"),
          V: name("Off"),
          AS: name("Off"),
          AP: dict({ N: dict({ Yes: new PdfRef(tick + 1), Off: new PdfRef(tick + 2) }) }),
        }),
      ],
      [tick + 1, looks("0 0 m 10 10 l S")],
      [tick + 2, looks("q Q")],
      [
        rootNumber(file),
        withEntries(file.catalog, {
          AcroForm: dict({
            Fields: [new PdfRef(group), new PdfRef(choice), new PdfRef(tick)],
            DR: dict({ Font: dict({ F1: new PdfRef(FONT) }) }),
          }),
        }),
      ],
      [PAGE, withEntries(pageOf(file), { Annots: [amount, choice, tick].map((num) => new PdfRef(num)) })],
    ]);
  });
  const size = readPdf(letter()).size;
  const [group, choice, amount, tick] = [size, size + 1, size + 2, size + 3];
  const out: Attack[] = [];
  for (const [how, entries] of [
    ["certified", { entries: docMdp(2) }],
    ["approved", {}],
  ] as const) {
    const signed = await signedAs(base, prepared, entries);
    const put = (what: string, change: (file: PdfFile) => Change) =>
      out.push({ name: `Shadow: field, ${what}, ${how}`, bytes: update(signed, change) });
    const set = (num: number, more: Record<string, PdfObject>) => (file: PdfFile) =>
      new Map<number, PdfObject>([[num, withEntries(file.get(num) as PdfDict, more)]]);
    put("value of the group above changed", set(group, { V: textString("90 trieu") }));
    put("choices shown under other words", set(choice, { Opt: [[textString("a"), textString("Khong dong y")]] }));
    put("drawn in another colour and size", set(amount, { DA: textString("/F1 0.1 Tf 1 g") }));
    put("made a comb of another length", set(amount, { MaxLen: 2, Ff: 1 << 24 }));
    put("turned into a button", set(amount, { FT: name("Btn") }));
    put(
      "calculated by a script",
      set(amount, { AA: dict({ C: dict({ S: name("JavaScript"), JS: textString("1") }) }) }),
    );
    put(
      "hung under another group",
      (file) =>
        new Map<number, PdfObject>([
          [
            file.size,
            dict({ T: textString("muc2"), FT: name("Tx"), V: textString("90 trieu"), Kids: [new PdfRef(amount)] }),
          ],
          [amount, withEntries(file.get(amount) as PdfDict, { Parent: new PdfRef(file.size) })],
        ]),
    );
    put("doubled by another of the same name", (file) => {
      const held = file.dict(file.catalog.get("AcroForm"))!;
      const twin = withEntries(file.get(choice) as PdfDict, { V: textString("b"), Rect: [72, 500, 272, 520] });
      return new Map<number, PdfObject>([
        [file.size, twin],
        [
          rootNumber(file),
          withEntries(file.catalog, {
            AcroForm: withEntries(held, { Fields: [...file.array(held.get("Fields")), new PdfRef(file.size)] }),
          }),
        ],
        [
          PAGE,
          withEntries(pageOf(file), { Annots: [...file.array(pageOf(file).get("Annots")), new PdfRef(file.size)] }),
        ],
      ]);
    });
    put("face of an empty box exchanged for a tick", () => new Map([[tick + 2, looks("0 0 m 10 10 l S")]]));
    put("box that says no shows its tick", set(tick, { AS: name("Yes") }));
    put(
      "value shown under other looks",
      (file) =>
        new Map<number, PdfObject>([
          [file.size, looks(MASK)],
          [choice, withEntries(file.get(choice) as PdfDict, { AP: dict({ N: new PdfRef(file.size) }) })],
        ]),
    );
  }
  return out;
}
