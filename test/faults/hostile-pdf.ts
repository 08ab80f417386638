import { deflateSync } from "node:zlib";

/** A file that wants to cost too much. */
export interface HostilePdf {
  name: string;
  bytes(): Uint8Array;
}

const HEAD = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
const MB = 1024 * 1024;

/** Objects as written ("<<…>>"), by number; a cross-reference table and a trailer around them. */
function fileOf(objects: Record<number, string | Buffer>, trailer = "", size?: number): Buffer {
  const parts: Buffer[] = [Buffer.from(HEAD, "latin1")];
  let at = parts[0]!.length;
  const rows: [number, number][] = [];
  for (const [num, body] of Object.entries(objects)) {
    rows.push([Number(num), at]);
    for (const part of [`${num} 0 obj\n`, body, "\nendobj\n"]) {
      const bytes = typeof part === "string" ? Buffer.from(part, "latin1") : part;
      parts.push(bytes);
      at += bytes.length;
    }
  }
  const highest = rows.at(-1)![0];
  const table = rows.map(([num, offset]) => `${num} 1\n${`${offset}`.padStart(10, "0")} 00000 n \n`).join("");
  const end = `xref\n0 1\n0000000000 65535 f \n${table}trailer\n<</Size ${size ?? highest + 1}/Root 1 0 R${trailer}>>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(end, "latin1")]);
}

/** Consecutive objects in one cross-reference section: for very many of them. */
function longFile(bodies: string[]): Buffer {
  const lines: string[] = [HEAD];
  const rows: string[] = ["0000000000 65535 f \n"];
  let at = HEAD.length;
  bodies.forEach((body, i) => {
    const text = `${i + 1} 0 obj\n${body}\nendobj\n`;
    rows.push(`${`${at}`.padStart(10, "0")} 00000 n \n`);
    at += text.length;
    lines.push(text);
  });
  lines.push(
    `xref\n0 ${rows.length}\n`,
    rows.join(""),
    `trailer\n<</Size ${rows.length}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`,
  );
  return Buffer.from(lines.join(""), "latin1");
}

function stream(dict: string, data: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<<${dict}/Length ${data.length}>>\nstream\n`, "latin1"),
    data,
    Buffer.from("\nendstream", "latin1"),
  ]);
}

const PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>";
const PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
const CATALOG = (more = "") => `<</Type/Catalog/Pages 2 0 R${more}>>`;
const FORM = (fields: string) => CATALOG(`/AcroForm<</SigFlags 3/Fields[${fields}]>>`);
const NOISE = "0".repeat(64);
const SIGNED = (contents: string, more = "") =>
  `<</FT/Sig/T(Ky)/Subtype/Widget/Rect[0 0 0 0]/V<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 9 99 9]/Contents<${contents}>${more}>>>>`;

/** A first saving, and one after it that changes the page: everything is compared. */
function saved(objects: Record<number, string | Buffer>, changed: Record<number, string | Buffer>): Buffer {
  const first = signedWith(Buffer.alloc(64), objects, "", 1000);
  const prev = /startxref\n(\d+)/.exec(first.subarray(-100).toString("latin1"))![1]!;
  const parts: Buffer[] = [first];
  let at = first.length;
  let table = "";
  for (const [num, body] of Object.entries(changed)) {
    const text = Buffer.concat([
      Buffer.from(`${num} 0 obj\n`),
      Buffer.from(body as string, "latin1"),
      Buffer.from("\nendobj\n"),
    ]);
    table += `${num} 1\n${`${at}`.padStart(10, "0")} 00000 n \n`;
    parts.push(text);
    at += text.length;
  }
  parts.push(Buffer.from(`xref\n${table}trailer\n<</Size 1000/Root 1 0 R/Prev ${prev}>>\nstartxref\n${at}\n%%EOF\n`));
  return Buffer.concat(parts);
}

/** A cross-reference stream as object 9 behind objects; entries as [type, second, third] for object numbers from 0 on. */
function withXrefStream(
  objects: Record<number, string | Buffer>,
  rows: (offsets: Map<number, number>) => number[][],
): Buffer {
  const parts: Buffer[] = [Buffer.from(HEAD, "latin1")];
  let at = parts[0]!.length;
  const offsets = new Map<number, number>();
  for (const [num, body] of Object.entries(objects)) {
    offsets.set(Number(num), at);
    const text = Buffer.concat([
      Buffer.from(`${num} 0 obj\n`),
      Buffer.from(body as string, "latin1"),
      Buffer.from("\nendobj\n"),
    ]);
    parts.push(text);
    at += text.length;
  }
  offsets.set(9, at);
  const data = Buffer.concat(
    rows(offsets).map(([type, second, third]) => {
      const row = Buffer.alloc(7);
      row.writeUInt8(type!, 0);
      row.writeUInt32BE(second!, 1);
      row.writeUInt16BE(third!, 5);
      return row;
    }),
  );
  const table = stream(`/Type/XRef/W[1 4 2]/Size ${data.length / 7}/Root 1 0 R`, data);
  return Buffer.concat([...parts, Buffer.from("9 0 obj\n"), table, Buffer.from(`\nendobj\nstartxref\n${at}\n%%EOF\n`)]);
}

const flate = (bytes: Buffer) => deflateSync(bytes, { level: 9 });
/** RunLength: one byte 128 times from two. */
const runs = (bytes: number) => Buffer.alloc((bytes / 128) * 2, Buffer.from([129, 32]));
/** LZW codes of 12 bits after a clear would grow; plain flat codes do. */
const lzw = (bytes: number) => Buffer.alloc(bytes, 0);

/** Fields whose looks are read on comparing: a stream with filters that explode. */
function explodes(filter: string, data: Buffer): Buffer {
  const field = "<</FT/Tx/T(A)/V(x)/Subtype/Widget/Rect[0 0 9 9]/AP<</N 6 0 R>>>>";
  return saved(
    { 1: FORM("4 0 R 5 0 R"), 5: field, 6: stream(`/Subtype/Form/BBox[0 0 9 9]/Filter${filter}`, data) },
    { 5: field.replace("/V(x)", "/V(y)") },
  );
}

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(6);
  length.writeUInt8(tag, 0);
  length.writeUInt8(0x84, 1);
  length.writeUInt32BE(body.length, 2);
  return Buffer.concat([length, body]);
};
const SIGNED_DATA = Buffer.from("06092a864886f70d010702", "hex");
const DATA = Buffer.from("300b06092a864886f70d010701", "hex");

/** A CMS with nothing but many certificates; each is the given bytes. */
function cmsOf(certificate: Buffer, count: number): Buffer {
  const certificates = der(0xa0, ...Array.from({ length: count }, () => certificate));
  const digests = Buffer.from("310f300d06096086480165030402010500", "hex");
  return der(0x30, SIGNED_DATA, der(0xa0, der(0x30, Buffer.from([2, 1, 1]), digests, DATA, certificates, der(0x31))));
}

/** The signature dictionary with a /ByteRange that fits, so that the CMS is really read. */
function signedWith(cms: Buffer, more: Record<number, string | Buffer> = {}, catalog = "", size?: number): Buffer {
  const hex = cms.toString("hex");
  const hole = "0000000000 0000000000 0000000000";
  const field = `<</FT/Sig/T(Ky)/Subtype/Widget/Rect[0 0 0 0]/V<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 ${hole}]/Contents<${hex}>>>>>`;
  const file = fileOf(
    {
      1: CATALOG(`/AcroForm<</SigFlags 3/Fields[4 0 R]>>${catalog}`),
      2: PAGES,
      3: PAGE,
      4: field,
      ...more,
    },
    "",
    size,
  );
  const start = file.indexOf("/Contents<") + 9;
  const end = start + hex.length + 2;
  const numbers = [start, end, file.length - end].map((n) => `${n}`.padStart(10, "0")).join(" ");
  file.write(numbers, file.indexOf(hole), "latin1");
  return file;
}

/** The files. `certificate` is one that can be read, `list` one revocation list of the same authority. */
export function hostilePdfs(certificate: Uint8Array, list: Uint8Array): HostilePdf[] {
  const base = { 1: FORM("4 0 R"), 2: PAGES, 3: PAGE, 4: SIGNED(NOISE) };
  const of = (name: string, bytes: () => Uint8Array): HostilePdf => ({ name, bytes });
  const many = (count: number, body: (i: number) => string) => Array.from({ length: count }, (_unused, i) => body(i));
  return [
    of("a page tree that is its own child", () => fileOf({ ...base, 2: "<</Type/Pages/Kids[2 0 R]/Count 1>>" })),
    of("a page tree two of whose nodes hold each other", () =>
      fileOf({ ...base, 2: "<</Type/Pages/Kids[5 0 R]>>", 5: "<</Type/Pages/Kids[2 0 R]>>" }),
    ),
    of("a page tree 5,000 deep", () =>
      longFile([CATALOG(), ...many(5000, (i) => `<</Type/Pages/Kids[${i + 3} 0 R]/Count 1>>`), PAGE]),
    ),
    of("one page 50,000 times", () =>
      fileOf({ ...base, 2: `<</Type/Pages/Kids[${"3 0 R ".repeat(50_000)}]/Count 50000>>` }),
    ),
    of("50,000 pages", () =>
      longFile([
        CATALOG(),
        `<</Type/Pages/Kids[${many(50_000, (i) => `${i + 3} 0 R`).join(" ")}]>>`,
        ...many(50_000, () => PAGE),
      ]),
    ),
    of("names that go in a circle", () =>
      saved(
        { 1: `${FORM("4 0 R").slice(0, -2)}/Names<</Dests 5 0 R>>>>`, 5: "<</Kids[6 0 R]>>", 6: "<</Kids[5 0 R]>>" },
        { 3: PAGE },
      ),
    ),
    of("fields that go in a circle", () => fileOf({ ...base, 4: "<</T(A)/Kids[5 0 R]>>", 5: "<</T(B)/Kids[4 0 R]>>" })),
    of("fields 5,000 deep", () =>
      longFile([FORM("4 0 R"), PAGES, PAGE, ...many(5000, (i) => `<</T(A)/Kids[${i + 5} 0 R]>>`), "<</T(Z)>>"]),
    ),
    of("200,000 fields", () =>
      longFile([
        FORM(many(200_000, (i) => `${i + 4} 0 R`).join(" ")),
        PAGES,
        PAGE,
        ...many(200_000, (i) => `<</FT/Sig/T(${i})>>`),
      ]),
    ),
    of("a field named a million times", () => fileOf({ ...base, 1: FORM("4 0 R ".repeat(1_000_000)) })),
    of("1,000 signatures", () =>
      longFile([
        FORM(many(1000, (i) => `${i + 4} 0 R`).join(" ")),
        PAGES,
        PAGE,
        ...many(1000, (i) => SIGNED(NOISE).replace("(Ky)", `(${i})`)),
      ]),
    ),
    of("a reference that leads to itself", () => fileOf({ ...base, 2: "2 0 R" })),
    of("references 50,000 in a row", () =>
      longFile(["<</Pages 2 0 R>>", ...many(50_000, (i) => `${i + 3} 0 R`), PAGES]),
    ),
    of("a length that is the stream's own", () => fileOf({ ...base, 3: "<</Length 3 0 R>>\nstream\n\nendstream" })),
    of("arrays 100,000 deep", () => fileOf({ ...base, 3: "[".repeat(100_000) + "]".repeat(100_000) })),
    of("dictionaries 100,000 deep", () => fileOf({ ...base, 3: "<</A".repeat(100_000) + ">>".repeat(100_000) })),
    of("brackets in a string, a million deep", () =>
      fileOf({ ...base, 4: `<</FT/Tx/T${"(".repeat(1_000_000)}${")".repeat(1_000_000)}>>` }),
    ),
    of("a number of a million digits", () =>
      fileOf({ ...base, 3: `<</Type/Page/MediaBox[0 0 ${"9".repeat(1_000_000)} 842]>>` }),
    ),
    of("a page of 1e308 points", () =>
      fileOf({ ...base, 3: PAGE.replace("595 842", `${"9".repeat(60)} ${"9".repeat(60)}`) }),
    ),
    of("a name of ten megabytes", () =>
      fileOf({ ...base, 3: `<</Type/Page/${"A".repeat(10 * MB)} 1/MediaBox[0 0 9 9]>>` }),
    ),
    of("a cross-reference that points at itself (/Prev)", () => {
      const file = fileOf(base).toString("latin1");
      const at = /startxref\n(\d+)/.exec(file)![1]!;
      return Buffer.from(file.replace("/Root 1 0 R>>", `/Root 1 0 R/Prev ${at}>>`), "latin1");
    }),
    of("a subsection of four thousand million objects", () =>
      Buffer.from(fileOf(base).toString("latin1").replace("xref\n0 1\n", "xref\n0 4294967295\n"), "latin1"),
    ),
    of("an object number of 10^15", () =>
      Buffer.from(fileOf(base).toString("latin1").replace("xref\n0 1\n", "xref\n999999999999999 1\n"), "latin1"),
    ),
    of("a /Size of 10^15", () => fileOf(base, "", 1e15)),
    of("a million objects", () => longFile([CATALOG(), PAGES, PAGE, ...many(999_000, () => "1")])),
    of("200,000 subsections", () =>
      fileOf(
        Object.fromEntries([
          ...Object.entries(base),
          ...many(200_000, (i) => `${i}`).map((i) => [Number(i) * 2 + 10, "1"]),
        ]),
      ),
    ),
    of("an object stream that contains itself", () =>
      withXrefStream({ 1: CATALOG(), 2: PAGES, 3: PAGE }, (o) => [
        [0, 0, 65535],
        [1, o.get(1)!, 0],
        [1, o.get(2)!, 0],
        [1, o.get(3)!, 0],
        [2, 4, 0],
        [2, 4, 1],
        [2, 4, 2],
        [0, 0, 0],
        [0, 0, 0],
        [1, o.get(9)!, 0],
      ]),
    ),
    of("two object streams, each in the other", () =>
      withXrefStream({ 1: CATALOG() }, (o) => [
        [0, 0, 65535],
        [1, o.get(1)!, 0],
        [2, 3, 0],
        [2, 2, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [1, o.get(9)!, 0],
      ]),
    ),
    of("an object stream that unpacks to 1 GB", () =>
      withXrefStream(
        {
          1: CATALOG(),
          3: PAGE,
          5: stream(
            "/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]",
            flate(flate(Buffer.alloc(1024 * MB, 32))),
          ),
        },
        (o) => [
          [0, 0, 65535],
          [1, o.get(1)!, 0],
          [2, 5, 0],
          [1, o.get(3)!, 0],
          [0, 0, 0],
          [1, o.get(5)!, 0],
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
          [1, o.get(9)!, 0],
        ],
      ),
    ),
    of("Flate in a field's looks, 1 GB", () =>
      explodes("[/FlateDecode/FlateDecode]", flate(flate(Buffer.alloc(1024 * MB, 32)))),
    ),
    of("RunLength in a field's looks, 1 GB", () => explodes("/RunLengthDecode", runs(1024 * MB))),
    of("RunLength over Flate", () => explodes("[/FlateDecode/RunLengthDecode]", flate(runs(1024 * MB)))),
    of("RunLength over RunLength over RunLength", () =>
      explodes("[/RunLengthDecode/RunLengthDecode/RunLengthDecode]", runs(8 * MB)),
    ),
    of("LZW over Flate", () => explodes("[/FlateDecode/LZWDecode]", flate(lzw(100 * MB)))),
    of("ASCIIHex over Flate", () => explodes("[/FlateDecode/ASCIIHexDecode]", flate(Buffer.alloc(100 * MB, 48)))),
    of("ASCII85 over Flate", () => explodes("[/FlateDecode/ASCII85Decode]", flate(Buffer.alloc(100 * MB, "z")))),
    of("a predictor over Flate", () =>
      explodes("[/FlateDecode]/DecodeParms[<</Predictor 15/Columns 1>>]", flate(Buffer.alloc(120 * MB, 0))),
    ),
    of("8 filters, and 9, and 100,000", () => explodes(`[${"/FlateDecode".repeat(100_000)}]`, flate(Buffer.alloc(10)))),
    of("a form that draws itself", () =>
      saved(
        {
          1: FORM("4 0 R 5 0 R"),
          5: "<</FT/Tx/T(A)/V(x)/Subtype/Widget/Rect[0 0 9 9]/AP<</N 6 0 R>>>>",
          6: stream("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>", Buffer.from("/X Do /X Do /X Do")),
        },
        { 5: "<</FT/Tx/T(A)/V(x)/Subtype/Widget/Rect[0 0 9 9]/M(D:2026)/AP<</N 6 0 R>>>>" },
      ),
    ),
    of("forms that draw the next ten times, thirty deep", () =>
      saved(
        {
          1: FORM("4 0 R 5 0 R"),
          5: "<</FT/Tx/T(A)/V(x)/Subtype/Widget/Rect[0 0 9 9]/AP<</N 20 0 R>>>>",
          ...Object.fromEntries(
            many(30, (i) => `${20 + i}`).map((num) => [
              num,
              stream(
                `/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X ${Number(num) + 1} 0 R>>>>`,
                Buffer.from("/X Do ".repeat(10)),
              ),
            ]),
          ),
          50: stream("/Subtype/Form/BBox[0 0 9 9]", Buffer.from("0 0 m")),
        },
        { 5: "<</FT/Tx/T(A)/V(x)/Subtype/Widget/Rect[0 0 9 9]/M(D:2026)/AP<</N 20 0 R>>>>" },
      ),
    ),
    of("a million annotations", () =>
      saved(
        { 3: PAGE.replace("/Parent", `/Annots[${many(1_000_000, (i) => `${(i % 990) + 7} 0 R`).join(" ")}]/Parent`) },
        { 3: PAGE.replace("595", "594") },
      ),
    ),
    of("a million annotations, before and after", () =>
      saved(
        { 3: PAGE.replace("/Parent", `/Annots[${"7 0 R ".repeat(1_000_000)}]/Parent`) },
        { 3: PAGE.replace("/Parent", `/Annots[${"8 0 R ".repeat(1_000_000)}]/Parent`) },
      ),
    ),
    of("100,000 different annotations, before and after", () =>
      saved(
        { 3: PAGE.replace("/Parent", `/Annots[${many(100_000, (i) => `${i + 7} 0 R`).join(" ")}]/Parent`) },
        { 3: PAGE.replace("/Parent", `/Annots[${many(100_000, (i) => `${i + 8} 0 R`).join(" ")}]/Parent`) },
      ),
    ),
    of("a signature of 50 MB of zeros", () => signedWith(Buffer.alloc(50 * MB))),
    of("a signature dictionary with a million entries", () =>
      fileOf({ ...base, 4: SIGNED(NOISE, many(1_000_000, (i) => `/K${i} 1`).join("")) }),
    ),
    of("a CMS with 10,000 certificates", () => signedWith(cmsOf(Buffer.from(certificate), 10_000))),
    of("a CMS with 10,000 certificates that cannot be read", () =>
      signedWith(cmsOf(der(0x30, Buffer.alloc(1000)), 10_000)),
    ),
    of("DER 50,000 deep", () => signedWith(Buffer.from("3080".repeat(50_000), "hex"))),
    of("DER with a length of 2^63", () => signedWith(Buffer.from("30887fffffffffffffff0000", "hex"))),
    of("a revocation list of 50 MB in the evidence", () => {
      const rows = Buffer.alloc(
        50 * MB,
        Buffer.from("3014020107170d3236303130313030303030305a", "hex").subarray(0, 22),
      );
      return signedWith(
        Buffer.alloc(64),
        { 5: "<</CRLs[6 0 R]>>", 6: stream("", der(0x30, der(0x30, Buffer.from(list).subarray(0, 200), rows))) },
        "/DSS 5 0 R",
      );
    }),
    of("a revocation list named 100,000 times", () =>
      signedWith(
        Buffer.alloc(64),
        { 5: `<</CRLs[${"6 0 R ".repeat(100_000)}]>>`, 6: stream("", Buffer.from(list)) },
        "/DSS 5 0 R",
      ),
    ),
    of("OCSP answers that unpack to 1 GB", () =>
      signedWith(
        Buffer.alloc(64),
        {
          5: "<</OCSPs[6 0 R 6 0 R]>>",
          6: stream("/Filter[/FlateDecode/FlateDecode]", flate(flate(Buffer.alloc(1024 * MB, 48)))),
        },
        "/DSS 5 0 R",
      ),
    ),
    of("20 different OCSP answers of 60 MB each, packed", () =>
      signedWith(
        Buffer.alloc(64),
        {
          5: `<</OCSPs[${many(20, (i) => `${i + 6} 0 R`).join(" ")}]>>`,
          ...Object.fromEntries(
            many(20, (i) => `${i + 6}`).map((num) => [
              num,
              stream("/Filter/FlateDecode", flate(Buffer.alloc(60 * MB, Number(num)))),
            ]),
          ),
        },
        "/DSS 5 0 R",
      ),
    ),
    of("a /ByteRange beyond the file, negative, broken, with a million numbers", () =>
      fileOf({
        ...base,
        4: SIGNED(NOISE).replace("0 9 99 9", `0 ${many(1_000_000, () => "9007199254740993").join(" ")} -1 0.5`),
      }),
    ),
    of("20,000 comments laid over a page of half a million words", () => {
      const text = `BT /F1 1 Tf ${"(mot hai ba bon nam) Tj ".repeat(100_000)}ET`;
      const page = `${PAGE.slice(0, -2)}/Contents 5 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>`;
      const note = "<</Type/Annot/Subtype/FreeText/Rect[500 800 501 801]/Contents(x)>>";
      return saved(
        { 3: `${page}>>`, 5: stream("/Filter/FlateDecode", flate(Buffer.from(text))) },
        { 3: `${page}/Annots[${note.repeat(20_000)}]>>` },
      );
    }),
    of("shared resources that grow, and content that unpacks to 1 GB", () =>
      saved(
        {
          1: CATALOG("/AcroForm<</SigFlags 3/Fields[4 0 R]/DR 5 0 R>>"),
          3: `${PAGE.slice(0, -2)}/Contents 6 0 R/Resources 5 0 R>>`,
          5: "<</Font<<>>>>",
          6: stream("/Filter[/FlateDecode/FlateDecode]", flate(flate(Buffer.alloc(1024 * MB, 32)))),
        },
        { 5: "<</Font<</F9 7 0 R>>>>" },
      ),
    ),
    of("shared resources that grow, named from a million places", () =>
      saved(
        {
          1: CATALOG("/AcroForm<</SigFlags 3/Fields[4 0 R]/DR 5 0 R>>"),
          3: `${PAGE.slice(0, -2)}/Resources 5 0 R/X 6 0 R>>`,
          5: "<</Font 7 0 R>>",
          6: `${"[".repeat(90)}${"<</Resources 5 0 R/Font 7 0 R>>".repeat(300_000)}${"]".repeat(90)}`,
          7: "<<>>",
        },
        { 5: "<</Font 7 0 R/XObject<</F 8 0 R>>>>", 7: "<</F9 9 0 R>>" },
      ),
    ),
    of("a signature's widget named half a million times on a page", () =>
      fileOf({
        1: CATALOG(),
        2: PAGES,
        3: `${PAGE.slice(0, -2)}/Annots[${"4 0 R ".repeat(500_000)}]>>`,
        4: SIGNED(NOISE),
      }),
    ),
    of("a file without any structure that names a million signatures", () =>
      Buffer.from(`%PDF-1.7\n${"/ByteRange [0 9 9 9] /Contents <30820000>".repeat(1_000_000)}`),
    ),
    of("a million comments and a file of spaces", () =>
      fileOf({ ...base, 3: `${"%a\n".repeat(1_000_000)}${" ".repeat(10 * MB)}${PAGE}` }),
    ),
  ];
}
