import {
  appendUpdate,
  dict,
  name,
  PdfDict,
  type PdfFile,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
  readPdf,
  textOf,
  textString,
} from "../../../shared/pdf/index.ts";
import { text, update, withEntries } from "../raw-signature.ts";
import type { Attack, AttackBase } from "./base.ts";

type Change = Map<number, PdfObject>;

const content = (line: string) => new PdfStream(new PdfDict(), Buffer.from(`BT /F1 14 Tf 72 770 Td (${line}) Tj ET`));
const FORGED = "Ke hoach dinh chi so hoa ho so nam 2026";
/** Pages, their contents and the font of the letter (support.ts). */
const [PAGES, PAGE, CONTENTS, FONT] = [2, 3, 5, 7];

const rootOf = (file: PdfFile) => (file.trailer.get("Root") as PdfRef).num;
const dictOf = (file: PdfFile, num: number) => file.get(num) as PdfDict;

/** The number of the field of this name. */
function fieldOf(file: PdfFile, field: string): number {
  for (const ref of file.array(file.dict(file.catalog.get("AcroForm"))?.get("Fields"))) {
    const title = file.resolve(file.dict(ref)?.get("T"));
    if (ref instanceof PdfRef && title instanceof PdfString && textOf(title) === field) return ref.num;
  }
  throw new Error(`no field ${field}`);
}

/** An annotation put on the first page. */
function annotate(file: PdfFile, annotation: PdfDict, more: Change = new Map()): Change {
  const num = Math.max(file.size, ...[...more.keys()].map((one) => one + 1));
  const page = dictOf(file, PAGE);
  return new Map([
    ...more,
    [num, annotation],
    [PAGE, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(num)] })],
  ]);
}

/** A field put on the first page and into the form. */
function addField(file: PdfFile, entries: Record<string, PdfObject>, more: Change = new Map()): Change {
  const widget = dict({ Type: name("Annot"), Subtype: name("Widget"), P: new PdfRef(PAGE), F: 4, ...entries });
  const change = annotate(file, widget, more);
  const num = [...change].find(([, object]) => object === widget)![0];
  const form = file.catalog.get("AcroForm");
  const held = file.dict(form)!;
  const changed = withEntries(held, { Fields: [...file.array(held.get("Fields")), new PdfRef(num)] });
  if (form instanceof PdfRef) change.set(form.num, changed);
  else change.set(rootOf(file), withEntries(file.catalog, { AcroForm: changed }));
  return change;
}

/** What a white rectangle with other words looks like. */
function mask(line: string, width = 400, height = 40): PdfStream {
  return new PdfStream(
    dict({
      Type: name("XObject"),
      Subtype: name("Form"),
      BBox: [0, 0, width, height],
      Resources: dict({ Font: dict({ F1: new PdfRef(FONT) }) }),
    }),
    Buffer.from(`1 g 0 0 ${width} ${height} re f 0 g BT /F1 14 Tf 2 10 Td (${line}) Tj ET`),
  );
}

/** Incremental saving: a correct update that changes what is read. */
export function incrementalSaving({ sealed, sealedStream, certified }: AttackBase): Attack[] {
  const attacks: [string, (file: PdfFile) => Change][] = [
    ["page content replaced", () => new Map([[CONTENTS, content(FORGED)]])],
    [
      "page points to new content",
      (file) =>
        new Map<number, PdfObject>([
          [file.size, content(FORGED)],
          [PAGE, withEntries(dictOf(file, PAGE), { Contents: new PdfRef(file.size) })],
        ]),
    ],
    [
      "content added to the page's list",
      (file) =>
        new Map<number, PdfObject>([
          [file.size, content(FORGED)],
          [PAGE, withEntries(dictOf(file, PAGE), { Contents: [new PdfRef(CONTENTS), new PdfRef(file.size)] })],
        ]),
    ],
    [
      "a page put in front",
      (file) =>
        new Map<number, PdfObject>([
          [file.size, content(FORGED)],
          [file.size + 1, withEntries(dictOf(file, PAGE), { Contents: new PdfRef(file.size), Annots: [] })],
          [
            PAGES,
            withEntries(dictOf(file, PAGES), {
              Kids: [new PdfRef(file.size + 1), new PdfRef(3), new PdfRef(4)],
              Count: 3,
            }),
          ],
        ]),
    ],
    [
      "a page taken away",
      (file) => new Map([[PAGES, withEntries(dictOf(file, PAGES), { Kids: [new PdfRef(4)], Count: 1 })]]),
    ],
    [
      "another page tree",
      (file) =>
        new Map<number, PdfObject>([
          [file.size, content(FORGED)],
          [
            file.size + 1,
            withEntries(dictOf(file, PAGE), {
              Contents: new PdfRef(file.size),
              Parent: new PdfRef(file.size + 2),
              Annots: [],
            }),
          ],
          [file.size + 2, dict({ Type: name("Pages"), Kids: [new PdfRef(file.size + 1)], Count: 1 })],
          [rootOf(file), withEntries(file.catalog, { Pages: new PdfRef(file.size + 2) })],
        ]),
    ],
    [
      "font remapped by an encoding",
      (file) => new Map([[FONT, withEntries(dictOf(file, FONT), { Encoding: differences() })]]),
    ],
    ["font replaced", (file) => new Map([[FONT, withEntries(dictOf(file, FONT), { BaseFont: name("ZapfDingbats") })]])],
    [
      "font replaced in the page's resources",
      (file) =>
        new Map<number, PdfObject>([
          [file.size, withEntries(dictOf(file, FONT), { BaseFont: name("Symbol") })],
          [PAGE, withEntries(dictOf(file, PAGE), { Resources: dict({ Font: dict({ F1: new PdfRef(file.size) }) }) })],
        ]),
    ],
    ["page turned", (file) => new Map([[PAGE, withEntries(dictOf(file, PAGE), { Rotate: 180 })]])],
    [
      "page cut to a part of it",
      (file) => new Map([[PAGE, withEntries(dictOf(file, PAGE), { CropBox: [0, 0, 595, 100] })]]),
    ],
    [
      "page enlarged a thousand times",
      (file) => new Map([[PAGE, withEntries(dictOf(file, PAGE), { UserUnit: 1000 })]]),
    ],
    [
      "script on opening",
      (file) =>
        new Map([
          [
            rootOf(file),
            withEntries(file.catalog, { OpenAction: dict({ S: name("JavaScript"), JS: textString("app.alert(1)") }) }),
          ],
        ]),
    ],
    [
      "script by name",
      (file) =>
        new Map([
          [
            rootOf(file),
            withEntries(file.catalog, {
              Names: dict({
                JavaScript: dict({ Names: [textString("a"), dict({ S: name("JavaScript"), JS: textString("1") })] }),
              }),
            }),
          ],
        ]),
    ],
    [
      "script on leaving a page",
      (file) =>
        new Map([
          [
            PAGE,
            withEntries(dictOf(file, PAGE), { AA: dict({ C: dict({ S: name("JavaScript"), JS: textString("1") }) }) }),
          ],
        ]),
    ],
    [
      "script in a field",
      (file) => {
        const num = fieldOf(file, "SoVanBan");
        const action = dict({ S: name("JavaScript"), JS: textString("event.value = '99'") });
        return new Map([[num, withEntries(dictOf(file, num), { AA: dict({ F: action }) })]]);
      },
    ],
    [
      "embedded file",
      (file) =>
        new Map<number, PdfObject>([
          [file.size, new PdfStream(dict({ Type: name("EmbeddedFile") }), Buffer.from("MZ"))],
          [
            rootOf(file),
            withEntries(file.catalog, {
              Names: dict({
                EmbeddedFiles: dict({
                  Names: [
                    textString("phu-luc.exe"),
                    dict({
                      Type: name("Filespec"),
                      F: textString("phu-luc.exe"),
                      EF: dict({ F: new PdfRef(file.size) }),
                    }),
                  ],
                }),
              }),
            }),
          ],
        ]),
    ],
    [
      "layers switched",
      (file) =>
        new Map<number, PdfObject>([
          [file.size, dict({ Type: name("OCG"), Name: textString("Che") })],
          [
            rootOf(file),
            withEntries(file.catalog, {
              OCProperties: dict({ OCGs: [new PdfRef(file.size)], D: dict({ OFF: [new PdfRef(file.size)] }) }),
            }),
          ],
        ]),
    ],
    [
      "XFA form put in",
      (file) => {
        const form = file.catalog.get("AcroForm");
        const held = withEntries(file.dict(form)!, { XFA: textString("<xdp/>"), NeedAppearances: true });
        return form instanceof PdfRef
          ? new Map([[form.num, held]])
          : new Map([[rootOf(file), withEntries(file.catalog, { AcroForm: held })]]);
      },
    ],
    [
      "viewer asked to draw all fields anew",
      (file) => {
        const form = file.catalog.get("AcroForm");
        const held = withEntries(file.dict(form)!, { NeedAppearances: true });
        return form instanceof PdfRef
          ? new Map([[form.num, held]])
          : new Map([[rootOf(file), withEntries(file.catalog, { AcroForm: held })]]);
      },
    ],
    [
      "extension of another PDF version",
      (file) =>
        new Map([
          [
            rootOf(file),
            withEntries(file.catalog, {
              Version: name("9.9"),
              Extensions: dict({ XXXX: dict({ BaseVersion: name("9.9") }) }),
            }),
          ],
        ]),
    ],
    [
      "certification taken away",
      (file) => {
        const root = withEntries(file.catalog, {});
        root.map.delete("Perms");
        return new Map([[rootOf(file), root]]);
      },
    ],
    [
      "number changed after the seal",
      (file) => {
        const num = fieldOf(file, "SoVanBan");
        return new Map([[num, withEntries(dictOf(file, num), { V: textString("132") })]]);
      },
    ],
    [
      "date's looks changed after the seal, its value not",
      (file) => {
        const num = fieldOf(file, "NgayBanHanh");
        return new Map<number, PdfObject>([
          [file.size, mask("31", 30, 16)],
          [num, withEntries(dictOf(file, num), { AP: dict({ N: new PdfRef(file.size) }) })],
        ]);
      },
    ],
    [
      "number's field moved over the text",
      (file) => {
        const num = fieldOf(file, "SoVanBan");
        return new Map([[num, withEntries(dictOf(file, num), { Rect: [60, 760, 400, 800] })]]);
      },
    ],
    [
      "number's field hidden",
      (file) => {
        const num = fieldOf(file, "SoVanBan");
        return new Map([[num, withEntries(dictOf(file, num), { F: 2 })]]);
      },
    ],
    [
      "signature's picture replaced",
      (file) => {
        const num = fieldOf(file, "ConDauCoQuan");
        return new Map<number, PdfObject>([
          [file.size, mask("Uy ban nhan dan huyen")],
          [num, withEntries(dictOf(file, num), { AP: dict({ N: new PdfRef(file.size) }) })],
        ]);
      },
    ],
    [
      "signature's field renamed",
      (file) => {
        const num = fieldOf(file, "ConDauCoQuan");
        return new Map([[num, withEntries(dictOf(file, num), { T: textString("ChuKy2") })]]);
      },
    ],
    [
      "metadata with a page script",
      (file) =>
        new Map<number, PdfObject>([
          [
            file.size,
            new PdfStream(
              dict({ Type: name("Metadata"), Subtype: name("XML"), S: name("JavaScript") }),
              Buffer.from("<x/>"),
            ),
          ],
          [PAGE, withEntries(dictOf(file, PAGE), { Metadata: new PdfRef(file.size), Contents: new PdfRef(file.size) })],
        ]),
    ],
    [
      "evidence store that is page content",
      (file) =>
        new Map<number, PdfObject>([
          [CONTENTS, content(FORGED)],
          [
            rootOf(file),
            withEntries(file.catalog, { DSS: dict({ Type: name("DSS"), Certs: [new PdfRef(CONTENTS)] }) }),
          ],
        ]),
    ],
    [
      "structure tree that is page content",
      (file) =>
        new Map<number, PdfObject>([
          [CONTENTS, content(FORGED)],
          [
            rootOf(file),
            withEntries(file.catalog, {
              StructTreeRoot: dict({ Type: name("StructTreeRoot"), K: new PdfRef(CONTENTS) }),
            }),
          ],
        ]),
    ],
  ];
  const out: Attack[] = attacks.map(([what, change]) => ({ name: `ISA: ${what}`, bytes: update(sealed, change) }));
  out.push({
    name: "ISA: page content replaced, cross-reference stream",
    bytes: update(sealedStream, () => new Map([[CONTENTS, content(FORGED)]])),
  });
  out.push({
    name: "ISA: page content replaced in a certified file",
    bytes: update(certified, () => new Map([[CONTENTS, content(FORGED)]])),
  });
  out.push({
    name: "ISA: changed and changed back twice over",
    bytes: update(
      update(sealed, () => new Map([[CONTENTS, content(FORGED)]])),
      () => new Map([[CONTENTS, content(`${FORGED} `)]]),
    ),
  });
  const file = readPdf(sealed);
  out.push({
    name: "ISA: another Root",
    bytes: appendUpdate(file, {
      objects: new Map<number, PdfObject>([
        [file.size, withEntries(file.catalog, { Pages: new PdfRef(file.size + 1) })],
        [file.size + 1, withEntries(dictOf(file, PAGES), { Kids: [new PdfRef(4)], Count: 1 })],
      ]),
      trailer: { Root: new PdfRef(file.size) },
    }).bytes,
  });
  return out;
}

/** Letters that show as others (ISO 32000-1, 9.6.6). */
function differences(): PdfDict {
  return dict({ Type: name("Encoding"), Differences: [65, name("B"), 97, name("b")] });
}

/** Evil annotation: notes that hide or replace what was certified. */
export function evilAnnotations({ certified, sealed }: AttackBase): Attack[] {
  const look = (file: PdfFile): Change => new Map([[file.size, mask(FORGED)]]);
  const kinds: [string, Record<string, PdfObject>][] = [
    ["FreeText", { Contents: textString(FORGED) }],
    ["Stamp", { Name: name("Approved") }],
    ["Square", { IC: [1, 1, 1] }],
    ["Highlight", { QuadPoints: [72, 790, 400, 790, 72, 760, 400, 760] }],
    ["Redact", { OverlayText: textString(FORGED) }],
    ["Ink", { InkList: [[72, 760, 400, 790]] }],
    ["FileAttachment", { FS: dict({ Type: name("Filespec"), F: textString("a.exe") }) }],
    ["Link", { A: dict({ S: name("URI"), URI: textString("https://vi-du.vn") }) }],
    ["Widget", { FT: name("Btn"), T: textString("Nut") }],
    ["Screen", { A: dict({ S: name("JavaScript"), JS: textString("1") }) }],
  ];
  const out: Attack[] = kinds.map(([kind, entries]) => ({
    name: `EAA: ${kind} over the text`,
    bytes: update(certified, (file) =>
      annotate(
        file,
        dict({
          Type: name("Annot"),
          Subtype: name(kind),
          Rect: [60, 760, 460, 800],
          F: 4,
          AP: dict({ N: new PdfRef(file.size) }),
          ...entries,
        }),
        look(file),
      ),
    ),
  }));
  out.push({
    name: "EAA: note over the seal",
    bytes: update(sealed, (file) =>
      annotate(
        file,
        dict({
          Type: name("Annot"),
          Subtype: name("FreeText"),
          Rect: [60, 760, 460, 800],
          AP: dict({ N: new PdfRef(file.size) }),
        }),
        look(file),
      ),
    ),
  });
  return out;
}

/** Sneaky signature: fields for signatures whose picture is the forgery. */
export function sneakySignatures({ certified, sealed }: AttackBase): Attack[] {
  const out: Attack[] = [];
  for (const [label, pdf] of [
    ["certified", certified],
    ["sealed", sealed],
  ] as const) {
    out.push({
      name: `SSA: unsigned field with a picture, ${label}`,
      bytes: update(pdf, (file) =>
        addField(
          file,
          { FT: name("Sig"), T: textString("Ky2"), Rect: [60, 760, 460, 800], AP: dict({ N: new PdfRef(file.size) }) },
          new Map([[file.size, mask(FORGED)]]),
        ),
      ),
    });
    out.push({
      name: `SSA: field with an empty signature, ${label}`,
      bytes: update(pdf, (file) =>
        addField(
          file,
          {
            FT: name("Sig"),
            T: textString("Ky2"),
            Rect: [60, 760, 460, 800],
            AP: dict({ N: new PdfRef(file.size) }),
            V: dict({
              Type: name("Sig"),
              Filter: name("Adobe.PPKLite"),
              SubFilter: name("ETSI.CAdES.detached"),
              ByteRange: [0, 0, 0, 0],
              Contents: new PdfString(new Uint8Array(16)),
            }),
          },
          new Map([[file.size, mask(FORGED)]]),
        ),
      ),
    });
    out.push({
      name: `SSA: text field over the text, ${label}`,
      bytes: update(pdf, (file) =>
        addField(
          file,
          {
            FT: name("Tx"),
            T: textString("Che"),
            V: textString(FORGED),
            Rect: [60, 760, 460, 800],
            AP: dict({ N: new PdfRef(file.size) }),
          },
          new Map([[file.size, mask(FORGED)]]),
        ),
      ),
    });
  }
  return out;
}

/** Shadow attacks: the file is prepared before it is signed, and a change that looks harmless turns it over afterwards. */
export async function shadows(base: AttackBase): Promise<Attack[]> {
  const out: Attack[] = [];
  const both = async (name: string, prepared: Uint8Array, turn: (pdf: Uint8Array) => Uint8Array) => {
    out.push({ name: `Shadow: ${name}, certified`, bytes: turn(await base.certify(prepared)) });
    out.push({ name: `Shadow: ${name}, approved`, bytes: turn(await base.approve(prepared)) });
  };

  // Hide: a picture covers other words while the file is signed, and goes away afterwards.
  const hidden = update(base.laid, (file) => {
    const num = file.size;
    const page = dictOf(file, PAGE);
    const resources = file.dict(page.get("Resources"))!;
    return new Map<number, PdfObject>([
      [num, mask("Ke hoach trien khai so hoa ho so nam 2026")],
      [
        CONTENTS,
        new PdfStream(
          new PdfDict(),
          Buffer.from(`BT /F1 14 Tf 72 770 Td (${FORGED}) Tj ET q 1 0 0 1 70 760 cm /Che Do Q`),
        ),
      ],
      [PAGE, withEntries(page, { Resources: withEntries(resources, { XObject: dict({ Che: new PdfRef(num) }) }) })],
    ]);
  });
  await both("hide, picture emptied", hidden, (pdf) =>
    update(pdf, (file) => {
      const picture = (
        file.resolve(file.dict(file.dict(dictOf(file, PAGE).get("Resources"))!.get("XObject"))!.get("Che")) as PdfStream
      ).dict;
      const num = (file.dict(file.dict(dictOf(file, PAGE).get("Resources"))!.get("XObject"))!.get("Che") as PdfRef).num;
      return new Map([[num, new PdfStream(picture, Buffer.from("q Q"))]]);
    }),
  );
  await both("hide, picture freed", hidden, (pdf) =>
    update(pdf, (file) => {
      const num = (file.dict(file.dict(dictOf(file, PAGE).get("Resources"))!.get("XObject"))!.get("Che") as PdfRef).num;
      return new Map<number, PdfObject>([[num, null]]);
    }),
  );

  // Replace: a text field whose looks differ from its value; the viewer is made to draw it anew.
  const twoFaced = update(base.laid, (file) => {
    const num = fieldOf(file, "SoVanBan");
    return new Map<number, PdfObject>([
      [file.size, mask("32", 30, 16)],
      [num, withEntries(dictOf(file, num), { V: textString("99"), AP: dict({ N: new PdfRef(file.size) }) })],
    ]);
  });
  await both("replace, value and looks of a field made to agree", twoFaced, (pdf) =>
    update(pdf, (file) => {
      const num = fieldOf(file, "SoVanBan");
      return new Map<number, PdfObject>([
        [file.size, mask("99", 30, 16)],
        [num, withEntries(dictOf(file, num), { AP: dict({ N: new PdfRef(file.size) }) })],
      ]);
    }),
  );
  await both("replace, looks of a field taken away", twoFaced, (pdf) =>
    update(pdf, (file) => {
      const num = fieldOf(file, "SoVanBan");
      const held = withEntries(dictOf(file, num), {});
      held.map.delete("AP");
      return new Map([[num, held]]);
    }),
  );
  await both("replace, font of the form remapped", base.laid, (pdf) =>
    update(pdf, (file) => {
      const form = file.dict(file.catalog.get("AcroForm"))!;
      const fonts = file.dict(file.dict(form.get("DR"))?.get("Font"));
      const ref = fonts === undefined ? undefined : [...fonts.map.values()].find((one) => one instanceof PdfRef);
      const num = ref instanceof PdfRef ? ref.num : FONT;
      return new Map([[num, withEntries(dictOf(file, num), { Encoding: differences() })]]);
    }),
  );

  // Hide and replace: the other document lies in the file, unused, and an update points to it.
  const twin = update(
    base.laid,
    (file) =>
      new Map<number, PdfObject>([
        [file.size, content(FORGED)],
        [file.size + 1, withEntries(dictOf(file, PAGE), { Contents: new PdfRef(file.size), Annots: [] })],
        [file.size + 2, withEntries(dictOf(file, PAGES), { Kids: [new PdfRef(file.size + 1)], Count: 1 })],
      ]),
  );
  const hiddenPages = readPdf(twin).size - 1;
  await both("hide and replace, catalog points to the other pages", twin, (pdf) =>
    update(pdf, (file) => new Map([[rootOf(file), withEntries(file.catalog, { Pages: new PdfRef(hiddenPages) })]])),
  );
  await both("hide and replace, page list points to the other page", twin, (pdf) =>
    update(
      pdf,
      (file) => new Map([[PAGES, withEntries(dictOf(file, PAGES), { Kids: [new PdfRef(hiddenPages - 1)], Count: 1 })]]),
    ),
  );
  await both("hide and replace, cross-reference entry of the content points to the other one", twin, (pdf) => {
    // An update of the table alone: object 5 is where the hidden content stands.
    const source = Buffer.from(pdf).toString("latin1");
    const at = source.indexOf(`\n${hiddenPages - 2} 0 obj`) + 1;
    const forged = source.slice(0, at) + source.slice(at);
    const prev = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(source)![1]);
    const root = /\/Root (\d+ \d+ R)/.exec(source)![1];
    const size = readPdf(pdf).size;
    return new Uint8Array(
      Buffer.from(
        `${forged}xref\n5 1\n${String(at).padStart(10, "0")} 00000 n \ntrailer\n<</Size ${size}/Root ${root}/Prev ${prev}>>\nstartxref\n${pdf.length}\n%%EOF\n`,
        "latin1",
      ),
    );
  });
  // Optional content: hidden while signing, shown afterwards.
  const layered = update(base.laid, (file) => {
    const page = dictOf(file, PAGE);
    const resources = file.dict(page.get("Resources"))!;
    return new Map<number, PdfObject>([
      [file.size, dict({ Type: name("OCG"), Name: textString("Lop") })],
      [
        CONTENTS,
        new PdfStream(
          new PdfDict(),
          Buffer.from(
            `BT /F1 14 Tf 72 770 Td (Ke hoach) Tj ET /OC /Lop BDC BT /F1 14 Tf 72 740 Td (${FORGED}) Tj ET EMC`,
          ),
        ),
      ],
      [
        PAGE,
        withEntries(page, { Resources: withEntries(resources, { Properties: dict({ Lop: new PdfRef(file.size) }) }) }),
      ],
      [
        rootOf(file),
        withEntries(file.catalog, {
          OCProperties: dict({ OCGs: [new PdfRef(file.size)], D: dict({ OFF: [new PdfRef(file.size)], ON: [] }) }),
        }),
      ],
    ]);
  });
  await both("layer switched on", layered, (pdf) =>
    update(pdf, (file) => {
      const held = file.dict(file.catalog.get("OCProperties"))!;
      return new Map([
        [
          rootOf(file),
          withEntries(file.catalog, {
            OCProperties: withEntries(held, { D: dict({ ON: file.array(held.get("OCGs")), OFF: [] }) }),
          }),
        ],
      ]);
    }),
  );
  return out;
}

/** Says what a file shows, for a failing test: the objects of its newest saving. */
export function newest(pdf: Uint8Array): string {
  const file = readPdf(pdf);
  return text(file.catalog).slice(0, 200);
}
