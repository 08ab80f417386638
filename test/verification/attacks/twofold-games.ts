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
} from "../../../shared/pdf/index.ts";
import { signDetached } from "../../../shared/signing/index.ts";
import { type RawSignature, signRaw, update, withEntries } from "../raw-signature.ts";
import { letter, SIGNED_AT } from "../support.ts";
import type { Attack, AttackBase } from "./base.ts";

type Change = Map<number, PdfObject>;

const [PAGES, PAGE, CONTENTS, FONT] = [2, 3, 5, 7];
const FORGED = "Ke hoach dinh chi so hoa ho so nam 2026";
const pageOf = (file: PdfFile) => file.get(PAGE) as PdfDict;
const rootNumber = (file: PdfFile) => (file.trailer.get("Root") as PdfRef).num;
const helvetica = () => dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Helvetica") });
const symbol = () => dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Symbol") });
const plain = (content: string) => new PdfStream(new PdfDict(), Buffer.from(content));
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
const OVER = [60, 760, 460, 800];
const BESIDE = [100, 300, 500, 340];

/** Signs with the leader's key in any way; the bytes to sign are known after a first go. */
export async function signedAs(
  { people }: AttackBase,
  pdf: Uint8Array,
  how: Omit<RawSignature, "cms" | "subFilter" | "field"> & { field?: string } = {},
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

const without = (held: PdfDict, ...keys: string[]) => new PdfDict([...held.map].filter(([key]) => !keys.includes(key)));

/** One object in two parts: what may change in the one shows in the other. */
export async function twoParts(base: AttackBase): Promise<Attack[]> {
  const out: Attack[] = [];
  const put = async (what: string, pdf: Uint8Array, change: (file: PdfFile) => Change, entries = "") =>
    out.push({ name: `Shadow: ${what}`, bytes: update(await signedAs(base, pdf, { entries }), change) });

  const privateFonts = update(
    letter(),
    (file) =>
      new Map<number, PdfObject>([
        [PAGE, withEntries(pageOf(file), { Resources: dict({ Font: new PdfRef(PAGE) }), PieceInfo: helvetica() })],
        [CONTENTS, plain("BT /PieceInfo 14 Tf 72 770 Td (Ke hoach trien khai) Tj ET")],
      ]),
  );
  await put(
    "page that is also the list of its fonts, one of them its private data",
    privateFonts,
    (file) => new Map([[PAGE, withEntries(pageOf(file), { PieceInfo: symbol() })]]),
  );

  const fieldFonts = update(letter(), (file) => {
    const field = file.size;
    return new Map<number, PdfObject>([
      [
        field,
        dict({ Subtype: name("Widget"), FT: name("Tx"), T: textString("O"), Rect: [0, 0, 0, 0], MK: helvetica() }),
      ],
      [
        PAGE,
        withEntries(pageOf(file), {
          Resources: dict({ Font: new PdfRef(field) }),
          Annots: [new PdfRef(field)],
        }),
      ],
      [CONTENTS, plain("BT /MK 14 Tf 72 770 Td (Ke hoach trien khai) Tj ET")],
      [rootNumber(file), withEntries(file.catalog, { AcroForm: dict({ Fields: [new PdfRef(field)] }) })],
    ]);
  });
  await put("field that is also the list of a page's fonts, one of them its looks", fieldFonts, (file) => {
    const field = readPdf(letter()).size;
    return new Map([[field, withEntries(file.get(field) as PdfDict, { MK: symbol() })]]);
  });

  const commentFont = update(letter(), (file) => {
    const note = file.size;
    return new Map<number, PdfObject>([
      [note, withEntries(helvetica(), { Subtype: name("Text"), Rect: [500, 300, 520, 320], F1: new PdfRef(FONT) })],
      [PAGE, withEntries(pageOf(file), { Resources: dict({ Font: new PdfRef(note) }), Annots: [new PdfRef(note)] })],
    ]);
  });
  await put(
    "comment that is also the list of a page's fonts, DocMDP 3",
    commentFont,
    (file) => {
      const note = readPdf(letter()).size;
      return new Map<number, PdfObject>([
        [file.size, symbol()],
        [note, withEntries(file.get(note) as PdfDict, { F1: new PdfRef(file.size) })],
      ]);
    },
    docMdp(3),
  );

  // Readers disagree whether a page inherits from the node that lists it or from the one that it names.
  const elsewhere = (entries: Record<string, PdfObject>) =>
    update(letter(), (file) => {
      const tree = file.get(PAGES) as PdfDict;
      const page = without(pageOf(file), "MediaBox", "Resources");
      return new Map<number, PdfObject>([
        [PAGES, withEntries(tree, { MediaBox: [0, 0, 595, 842], Resources: pageOf(file).get("Resources")! })],
        [PAGE, withEntries(page, { Parent: new PdfRef(file.size) })],
        [
          file.size,
          dict({
            Type: name("Pages"),
            Kids: [new PdfRef(PAGE)],
            Count: 1,
            Parent: new PdfRef(PAGES),
            ...entries,
          }),
        ],
      ]);
    });
  const apart = readPdf(letter()).size;
  await put(
    "node above a page that the page tree does not know, changed",
    elsewhere({}),
    (file) =>
      new Map([
        [
          apart,
          withEntries(file.get(apart) as PdfDict, {
            Rotate: 180,
            Resources: dict({ Font: dict({ F1: symbol() }) }),
          }),
        ],
      ]),
  );
  const otherFont = dict({ Font: dict({ F1: symbol() }) });
  await put(
    "what a page inherits by its own word and not by the page tree, stated",
    elsewhere({ Resources: otherFont }),
    (file) => new Map([[PAGE, withEntries(pageOf(file), { Resources: otherFont })]]),
  );

  let creeping = await signedAs(base, letter());
  for (let step = 1; step <= 40; step += 1)
    creeping = update(
      creeping,
      (file) => new Map([[PAGE, withEntries(pageOf(file), { MediaBox: [0, 0, 595, 842 - 0.009 * step] })]]),
    );
  out.push({ name: "Shadow: paper that shrinks by less than a hundredth of a point in each saving", bytes: creeping });
  out.push({
    name: "Shadow: list of annotations that is a name, for which readers give the page up",
    bytes: update(
      await signedAs(base, letter()),
      (file) => new Map([[PAGE, withEntries(pageOf(file), { Annots: name("P") })]]),
    ),
  });

  // The dead reference is met first.
  const dead = update(letter(), (file) => {
    const [resources, form] = [file.size, file.size + 1];
    return new Map<number, PdfObject>([
      [resources, dict({ Font: dict({ F1: new PdfRef(FONT) }), XObject: dict({ Hinh: new PdfRef(form) }) })],
      [
        form,
        new PdfStream(
          dict({
            Type: name("XObject"),
            Subtype: name("Form"),
            BBox: [0, 0, 595, 842],
            Resources: new PdfRef(resources),
          }),
          Buffer.from("/Che Do"),
        ),
      ],
      [PAGE, withEntries(pageOf(file), { Resources: new PdfRef(resources), ZZ: new PdfRef(form, 3) })],
      [CONTENTS, plain("/Hinh Do BT /F1 14 Tf 72 770 Td (Ke hoach trien khai) Tj ET")],
    ]);
  });
  await put(
    "picture that a form waits for, which a reference to nothing hides",
    dead,
    (file) =>
      new Map<number, PdfObject>([
        [file.size, looks(MASK, { Matrix: [1, 0, 0, 1, 60, 760] })],
        [
          apart,
          withEntries(file.get(apart) as PdfDict, {
            XObject: dict({ Hinh: new PdfRef(apart + 1), Che: new PdfRef(file.size) }),
          }),
        ],
      ]),
  );

  const split = update(letter(), (file) => {
    const resources = file.size;
    return new Map<number, PdfObject>([
      [resources, dict({ Font: dict({ F1: new PdfRef(FONT) }) })],
      [resources + 1, plain("BT /F1 14 Tf 72 770 Td (Ke hoach trien khai) Tj ET /Ch")],
      [resources + 2, plain("e Do")],
      [
        PAGE,
        withEntries(pageOf(file), {
          Resources: new PdfRef(resources),
          Contents: [new PdfRef(resources + 1), new PdfRef(resources + 2)],
        }),
      ],
    ]);
  });
  await put(
    "picture whose name begins in one content and ends in the next",
    split,
    (file) =>
      new Map<number, PdfObject>([
        [file.size, looks(MASK, { Matrix: [1, 0, 0, 1, 60, 760] })],
        [apart, withEntries(file.get(apart) as PdfDict, { XObject: dict({ Che: new PdfRef(file.size) }) })],
      ]),
  );
  return out;
}

/** Fields and comments that come to lie on what was signed. */
export async function coverGames(base: AttackBase): Promise<Attack[]> {
  const out: Attack[] = [];
  const field = (entries: Record<string, PdfObject>, dr: Record<string, PdfObject> = {}) =>
    update(letter(), (file) => {
      const num = file.size;
      return new Map<number, PdfObject>([
        [
          num,
          dict({
            Type: name("Annot"),
            Subtype: name("Widget"),
            FT: name("Tx"),
            T: textString("YKien"),
            Rect: OVER,
            F: 4,
            P: new PdfRef(PAGE),
            DA: textString("/F1 12 Tf 0 g"),
            ...entries,
          }),
        ],
        [PAGE, withEntries(pageOf(file), { Annots: [new PdfRef(num)] })],
        [
          rootNumber(file),
          withEntries(file.catalog, {
            AcroForm: dict({ Fields: [new PdfRef(num)], DR: dict({ Font: dict({ F1: new PdfRef(FONT), ...dr }) }) }),
          }),
        ],
      ]);
    });
  const NUM = readPdf(letter()).size;
  const fill = (file: PdfFile, more: Record<string, PdfObject>, content = MASK) =>
    new Map<number, PdfObject>([
      [file.size, looks(content)],
      [NUM, withEntries(file.get(NUM) as PdfDict, { AP: dict({ N: new PdfRef(file.size) }), ...more })],
    ]);
  for (const [how, entries] of [
    ["certified", docMdp(2)],
    ["approved", ""],
  ] as const) {
    const text = await signedAs(base, field({}), { entries });
    out.push({
      name: `Shadow: empty field over the text filled with an area, ${how}`,
      bytes: update(text, (file) => fill(file, { V: textString(FORGED) })),
    });
    const tick = await signedAs(base, field({ FT: name("Btn"), V: name("Off"), AS: name("Off") }), { entries });
    out.push({
      name: `Shadow: box without a face over the text given one, ${how}`,
      bytes: update(
        tick,
        (file) =>
          new Map<number, PdfObject>([
            [file.size, looks(MASK)],
            [
              NUM,
              withEntries(file.get(NUM) as PdfDict, {
                AP: dict({ N: dict({ Yes: new PdfRef(file.size) }) }),
                V: name("Yes"),
                AS: name("Yes"),
              }),
            ],
          ]),
      ),
    });
  }
  const waits = await signedAs(base, field({ V: textString("abc"), Rect: BESIDE, DA: textString("/F9 12 Tf 0 g") }));
  out.push({
    name: "Shadow: font that a field's text waits for, added to the form",
    bytes: update(waits, (file) => {
      const form = file.dict(file.catalog.get("AcroForm"))!;
      const dr = dict({ Font: dict({ F1: new PdfRef(FONT), F9: symbol() }) });
      return new Map([[rootNumber(file), withEntries(file.catalog, { AcroForm: withEntries(form, { DR: dr }) })]]);
    }),
  });

  const note = (pdf: Uint8Array, kind: string, content: string, entries: Record<string, PdfObject>, more = {}) =>
    update(pdf, (file) => {
      const page = pageOf(file);
      const annotation = dict({
        Type: name("Annot"),
        Subtype: name(kind),
        F: 4,
        AP: dict({ N: new PdfRef(file.size + 1) }),
        ...entries,
      });
      return new Map<number, PdfObject>([
        [file.size, annotation],
        [file.size + 1, looks(content, more)],
        [PAGE, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(file.size)] })],
      ]);
    });
  const certified = await signedAs(base, letter(), { entries: docMdp(3) });
  const multiply = (more: Record<string, PdfObject> = {}) => ({
    Resources: dict({ ExtGState: dict({ M: dict({ BM: name("Multiply"), ...more }), A: dict({ ca: 0.5 }) }) }),
  });
  const AREA = "1 g 0 0 400 40 re";
  const marks: [string, string, Record<string, PdfObject>][] = [
    ["words without a space behind them", `BT /F1 14 Tf 2 10 Td (${FORGED})Tj[] 0 d ET`, {}],
    ["an area without a space behind it", `${AREA} f%`, {}],
    ["an area that does not use its transparency", `${AREA} f `, multiply()],
    ["an area after its transparency was put back", `q /M gs Q ${AREA} f `, multiply()],
    ["a broad white line", "1 G 40 w 0 20 m 400 20 l S ", {}],
    ["a line made broad by its matrix", "q 40 0 0 40 0 0 cm 1 G 1 w 0 0.5 m 10 0.5 l S Q ", {}],
    ["hatching", `1 G 1 w ${Array.from({ length: 41 }, (_, y) => `0 ${y} m 400 ${y} l`).join(" ")} S `, {}],
    ["half transparent areas on one another", `/A gs 1 g ${"0 0 400 40 re f ".repeat(9)}`, multiply()],
    [
      "a multiplied area in a group of its own",
      `/M gs ${AREA} f `,
      { ...multiply(), Group: dict({ S: name("Transparency"), I: true }) },
    ],
    ["a black area multiplied with the text", "/M gs 0 g 0 0 400 40 re f ", multiply()],
    ["an area shaded", "/S sh%", { Resources: dict({ Shading: dict({ S: new PdfDict() }) }) }],
  ];
  for (const [what, content, more] of marks)
    out.push({
      name: `EAA: DocMDP 3, mark that is ${what}`,
      bytes: note(certified, "Highlight", content, { Rect: OVER }, more),
    });

  out.push({
    name: "EAA: DocMDP 3, highlighter in black",
    bytes: update(certified, (file) => {
      const annotation = dict({
        Type: name("Annot"),
        Subtype: name("Highlight"),
        Rect: OVER,
        QuadPoints: [60, 800, 460, 800, 60, 760, 460, 760],
        C: [0, 0, 0],
      });
      const page = pageOf(file);
      return new Map<number, PdfObject>([
        [file.size, annotation],
        [PAGE, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(file.size)] })],
      ]);
    }),
  });

  // Words that stand in fields and in the looks of signatures were signed as well.
  const shown = update(
    field({ V: textString("32/KH-UBND"), Rect: BESIDE, AP: dict({ N: new PdfRef(NUM + 1) }) }),
    () => new Map([[NUM + 1, looks("BT /F1 14 Tf 2 10 Td (32/KH-UBND) Tj ET")]]),
  );
  const numbered = await signedAs(base, shown, { entries: docMdp(3) });
  out.push({
    name: "EAA: DocMDP 3, free text over the number in a field",
    bytes: note(numbered, "FreeText", MASK, { Rect: BESIDE }),
  });
  const picture = update(letter(), (file) => {
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
    const resources = file.dict(pageOf(file).get("Resources"))!;
    return new Map<number, PdfObject>([
      [file.size, image],
      [
        PAGE,
        withEntries(pageOf(file), {
          Resources: withEntries(resources, { XObject: dict({ Anh: new PdfRef(file.size) }) }),
        }),
      ],
      [CONTENTS, plain("BT /F1 14 Tf 72 770 Td (Ke hoach trien khai) Tj ET q 200 0 0 60 150 290 cm /Anh Do Q")],
    ]);
  });
  const pictured = await signedAs(base, picture, { entries: docMdp(3) });
  out.push({
    name: "EAA: DocMDP 3, stamp over a picture",
    bytes: note(pictured, "Stamp", MASK, { Rect: BESIDE }),
  });
  out.push({
    name: "EAA: DocMDP 3, stamp that keeps its size while the page shrinks",
    bytes: note(certified, "Stamp", MASK, { Rect: BESIDE, F: 4 | 8 }),
  });
  return out;
}

/** What readers make of a file differs here: whoever looks where others do not must find nothing there. */
export async function readerGames(base: AttackBase): Promise<Attack[]> {
  const out: Attack[] = [];
  const signed = await signedAs(base, letter());
  const offset = (num: number) => (readPdf(signed).locate(num) as { offset: number }).offset;
  const root = rootNumber(readPdf(signed));
  const prev = readPdf(signed).revisions.at(-1)!.xrefOffset;
  const size = readPdf(signed).size;
  const rows = (list: readonly [number, number][]) => {
    const data = Buffer.alloc(list.length * 7);
    list.forEach(([type, second], i) => {
      data.writeUInt8(type, i * 7);
      data.writeUInt32BE(second, i * 7 + 1);
    });
    return data;
  };
  const stream = (num: number, entries: string, index: string, data: Buffer) =>
    Buffer.concat([
      Buffer.from(
        `${num} 0 obj\n<</Type /XRef /W [1 4 2] /Index [${index}] /Size ${num + 2} ${entries} /Length ${data.length}>>\nstream\n`,
      ),
      data,
      Buffer.from("\nendstream\nendobj\n"),
    ]);
  {
    // A cross-reference stream has no use for /XRefStm, but some readers follow it (MuPDF).
    const forged = Buffer.from(
      `${CONTENTS} 0 obj\n<</Length 60>>\nstream\n${`BT /F1 14 Tf 72 770 Td (${FORGED}) Tj ET`.padEnd(60).slice(0, 60)}\nendstream\nendobj\n`,
    );
    const hidden = signed.length + forged.length;
    const first = stream(size, `/Root ${root} 0 R`, `${CONTENTS} 1`, rows([[1, signed.length]]));
    const at = hidden + first.length;
    const second = stream(
      size + 1,
      `/Root ${root} 0 R /Prev ${prev} /XRefStm ${hidden}`,
      `${size + 1} 1`,
      rows([[1, at]]),
    );
    out.push({
      name: "Xref: a stream that sends readers to another one",
      bytes: new Uint8Array(Buffer.concat([signed, forged, first, second, Buffer.from(`startxref\n${at}\n%%EOF\n`)])),
    });
  }
  {
    const hidden = stream(size, `/Root ${root} 0 R`, `${CONTENTS} 1`, rows([[1, offset(CONTENTS)]]));
    const at = signed.length + hidden.length;
    const table = `xref\n${CONTENTS} 1\n0000000000 00001 f \n${size} 1\n${String(signed.length).padStart(10, "0")} 00000 n \ntrailer\n<</Size ${size + 1} /Root ${root} 0 R /Prev ${prev} /XRefStm ${signed.length}>>\nstartxref\n${at}\n%%EOF\n`;
    out.push({
      name: "Xref: content freed in the table and brought back for some readers",
      bytes: new Uint8Array(Buffer.concat([signed, hidden, Buffer.from(table)])),
    });
  }

  // Readers that repair a file take the last object of each number that they find.
  const words = `BT /F1 14 Tf 72 770 Td (${FORGED}) Tj ET`;
  const orphan = `${CONTENTS} 0 obj\n<</Length ${words.length}>>\nstream\n${words}\nendstream\nendobj\n`;
  const second = `trailer\n<</Size ${size} /Root ${root} 0 R>>\n`;
  for (const [what, written, count] of [
    ["object that no table lists", orphan, size],
    ["object that no table lists, and a count that sends readers to look for it", orphan, 1],
    ["count that lets readers look for objects that count no more", "", 1],
    ["second trailer", second, size],
  ] as const) {
    const at = signed.length + written.length;
    const table = `xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size ${count} /Root ${root} 0 R /Prev ${prev}>>\nstartxref\n${at}\n%%EOF\n`;
    out.push({
      name: `Xref: ${what}`,
      bytes: new Uint8Array(Buffer.concat([signed, Buffer.from(written), Buffer.from(table)])),
    });
  }

  // What inherits from above by its own word.
  const group = readPdf(letter()).size;
  const apart = update(letter(), (file) => {
    const field = dict({
      Type: name("Annot"),
      Subtype: name("Widget"),
      T: textString("SoTien"),
      FT: name("Tx"),
      Rect: BESIDE,
      F: 4,
      DA: textString("/F1 12 Tf 0 g"),
      Parent: new PdfRef(group),
    });
    return new Map<number, PdfObject>([
      [group, dict({ V: textString("10 trieu") })],
      [group + 1, field],
      [PAGE, withEntries(pageOf(file), { Annots: [new PdfRef(group + 1)] })],
      [
        rootNumber(file),
        withEntries(file.catalog, {
          AcroForm: dict({
            Fields: [new PdfRef(group + 1)],
            NeedAppearances: true,
            DR: dict({ Font: dict({ F1: new PdfRef(FONT) }) }),
          }),
        }),
      ],
    ]);
  });
  out.push({
    name: "Shadow: group that a field names and the form does not know, changed",
    bytes: update(
      await signedAs(base, apart),
      (file) => new Map([[group, withEntries(file.get(group) as PdfDict, { V: textString("90 trieu") })]]),
    ),
  });
  const note = update(letter(), (file) => {
    const popup = dict({
      Type: name("Annot"),
      Subtype: name("Popup"),
      Rect: BESIDE,
      Open: true,
      Parent: new PdfRef(group),
    });
    return new Map<number, PdfObject>([
      [group, dict({ Subtype: name("Text"), Contents: textString("Dong y"), Rect: BESIDE })],
      [group + 1, popup],
      [PAGE, withEntries(pageOf(file), { Annots: [new PdfRef(group + 1)] })],
    ]);
  });
  out.push({
    name: "EAA: what an open note shows, changed where the page does not list it",
    bytes: update(
      await signedAs(base, note),
      (file) => new Map([[group, withEntries(file.get(group) as PdfDict, { Contents: textString("Khong dong y") })]]),
    ),
  });

  // Elements written into the one above them, and words said of other content.
  const spoken = update(letter(), (file) => {
    const tree = file.size;
    return new Map<number, PdfObject>([
      [tree, dict({ Type: name("StructTreeRoot"), K: new PdfRef(tree + 1) })],
      [
        tree + 1,
        dict({
          Type: name("StructElem"),
          S: name("Document"),
          P: new PdfRef(tree),
          K: [dict({ S: name("Span"), Pg: new PdfRef(PAGE), K: 0, ActualText: textString("Dong y") })],
        }),
      ],
      [
        tree + 2,
        dict({
          Type: name("StructElem"),
          S: name("Span"),
          P: new PdfRef(tree),
          Pg: new PdfRef(PAGE),
          K: 1,
          ActualText: textString("Khong"),
        }),
      ],
      [
        rootNumber(file),
        withEntries(file.catalog, { StructTreeRoot: new PdfRef(tree), MarkInfo: dict({ Marked: true }) }),
      ],
    ]);
  });
  const read = await signedAs(base, spoken);
  out.push({
    name: "Content: words read out, in an element inside another",
    bytes: update(
      read,
      (file) =>
        new Map([
          [
            group + 1,
            withEntries(file.get(group + 1) as PdfDict, {
              K: [dict({ S: name("Span"), Pg: new PdfRef(PAGE), K: 0, ActualText: textString("Tu choi") })],
            }),
          ],
        ]),
    ),
  });
  out.push({
    name: "Content: words read out, said of other content",
    bytes: update(read, (file) => new Map([[group + 2, withEntries(file.get(group + 2) as PdfDict, { K: 0 })]])),
  });
  return out;
}

/** Fields that keep their value and come to show another through looks, captions, states and defaults. */
export async function looksOfFields(base: AttackBase): Promise<Attack[]> {
  const out: Attack[] = [];
  const NUM = readPdf(letter()).size;
  const prepared = (
    entries: Record<string, PdfObject>,
    form: Record<string, PdfObject> = {},
    more: Change = new Map(),
  ) =>
    update(
      letter(),
      (file) =>
        new Map<number, PdfObject>([
          ...more,
          [
            NUM,
            dict({
              Type: name("Annot"),
              Subtype: name("Widget"),
              FT: name("Tx"),
              T: textString("O"),
              Rect: BESIDE,
              F: 4,
              P: new PdfRef(PAGE),
              ...entries,
            }),
          ],
          [PAGE, withEntries(pageOf(file), { Annots: [new PdfRef(NUM)] })],
          [
            rootNumber(file),
            withEntries(file.catalog, {
              AcroForm: dict({
                Fields: [new PdfRef(NUM)],
                DA: textString("/F1 12 Tf 0 g"),
                DR: dict({ Font: dict({ F1: new PdfRef(FONT), F2: symbol() }) }),
                ...form,
              }),
            }),
          ],
        ]),
    );
  const set = (entries: Record<string, PdfObject>) => (file: PdfFile) =>
    new Map([[NUM, withEntries(file.get(NUM) as PdfDict, entries)]]);
  const setForm = (entries: Record<string, PdfObject>) => (file: PdfFile) =>
    new Map([
      [
        rootNumber(file),
        withEntries(file.catalog, { AcroForm: withEntries(file.dict(file.catalog.get("AcroForm"))!, entries) }),
      ],
    ]);
  const faces = new Map<number, PdfObject>([
    [NUM + 1, looks("BT /F1 14 Tf 2 10 Td (Dong y) Tj ET")],
    [NUM + 2, looks("BT /F1 14 Tf 2 10 Td (Khong dong y) Tj ET")],
  ]);
  const states = dict({ N: dict({ A: new PdfRef(NUM + 1), B: new PdfRef(NUM + 2) }) });
  const over = { Rect: OVER, MK: dict({}) };
  for (const [how, entries] of [
    ["certified", docMdp(2)],
    ["approved", ""],
  ] as const) {
    const put = async (what: string, pdf: Uint8Array, change: (file: PdfFile) => Change) =>
      out.push({ name: `Shadow: ${what}, ${how}`, bytes: update(await signedAs(base, pdf, { entries }), change) });
    await put(
      "caption of a button changed",
      prepared({ FT: name("Btn"), Ff: 65_536, MK: dict({ CA: textString("Dong y") }) }, { NeedAppearances: true }),
      set({ MK: dict({ CA: textString("Khong dong y") }) }),
    );
    await put(
      "background brought into an empty field over the text",
      prepared(over, { NeedAppearances: true }),
      set({ V: textString(FORGED), MK: dict({ BG: [1, 1, 1] }) }),
    );
    await put(
      "another state of a field without a value",
      prepared({ AS: name("A"), AP: states }, {}, faces),
      set({ AS: name("B") }),
    );
    await put(
      "default looks of a filled field in another font",
      prepared({ V: textString("10 trieu") }),
      setForm({ DA: textString("/F2 12 Tf 0 g") }),
    );
    await put(
      "looks thrown away for a value that says something else",
      prepared({ V: textString("90 trieu"), AP: dict({ N: new PdfRef(NUM + 1) }) }, {}, faces),
      setForm({ NeedAppearances: true }),
    );
  }
  return out;
}
