import { readPdf } from "../../../shared/pdf/index.ts";
import type { Attack, AttackBase } from "./base.ts";

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

/** Where the hexadecimal digits of each signature lie: from the "<" to behind the ">". */
export function holesOf(pdf: Uint8Array): [number, number][] {
  return [...latin1(pdf).matchAll(/\/Contents ?<[0-9A-Fa-f]{200,}>/g)].map((match) => [
    match.index + match[0].indexOf("<"),
    match.index + match[0].length,
  ]);
}

/** Replaces text by text of the same length in a copy. */
function swap(pdf: Uint8Array, from: string | RegExp, to: (found: string) => string): Uint8Array {
  const text = latin1(pdf);
  const found = typeof from === "string" ? from : from.exec(text)?.[0];
  if (found === undefined || !text.includes(found)) throw new Error(`the file has no ${from}`);
  const put = to(found);
  if (put.length > found.length) throw new Error("does not fit");
  return bytesOf(text.replace(found, () => put.padEnd(found.length)));
}

/** Universal signature forgery: what is in the signature is broken or empty so that a careless reader skips the check. */
export function universalForgery({ sealed, sealedStream }: AttackBase): Attack[] {
  const holes = holesOf(sealed);
  const withContents = (text: (hole: string) => string) => {
    let out = latin1(sealed);
    for (const [from, to] of holes)
      out =
        out.slice(0, from) +
        text(out.slice(from, to))
          .padEnd(to - from)
          .slice(0, to - from) +
        out.slice(to);
    return bytesOf(out);
  };
  const range = /\/ByteRange ?\[[^\]]*\]/;
  const forged = swap(sealed, "Ke hoach trien khai", () => "Ke hoach dinh chi ");
  const both = (bytes: Uint8Array, from: RegExp, to: (found: string) => string) =>
    swap(swap(bytes, from, to), from, to);
  return [
    { name: "USF: empty Contents", bytes: withContents(() => "<>") },
    { name: "USF: Contents of zeros", bytes: withContents((hole) => `<${"0".repeat(hole.length - 2)}>`) },
    { name: "USF: Contents is null", bytes: withContents(() => "null") },
    { name: "USF: Contents of 0x30 0x00", bytes: withContents(() => "<3000>") },
    { name: "USF: Contents as a name", bytes: withContents(() => "/Khong") },
    { name: "USF: Contents says Null", bytes: withContents((hole) => `<${"30".padEnd(hole.length - 2, "0")}>`) },
    { name: "USF: no ByteRange", bytes: swap(sealed, range, () => "") },
    { name: "USF: no ByteRange, changed text", bytes: both(forged, range, () => "") },
    { name: "USF: ByteRange null", bytes: swap(sealed, range, () => "/ByteRange null") },
    { name: "USF: ByteRange of zeros", bytes: both(forged, range, () => "/ByteRange [0 0 0 0]") },
    { name: "USF: ByteRange of nothing", bytes: both(forged, range, () => "/ByteRange []") },
    { name: "USF: negative ByteRange", bytes: both(forged, range, () => "/ByteRange [0 -1 9 -1]") },
    { name: "USF: ByteRange of a few bytes", bytes: both(forged, range, () => "/ByteRange [0 9 9 9]") },
    { name: "USF: ByteRange with reals", bytes: swap(sealed, range, (found) => found.replace("[0 ", "[0.")) },
    { name: "USF: another SubFilter", bytes: swap(sealed, "/ETSI.CAdES.detached", () => "/adbe.x509.rsa_sha1") },
    { name: "USF: unknown SubFilter", bytes: swap(sealed, "/ETSI.CAdES.detached", () => "/khong.ai.biet") },
    { name: "USF: no Filter and SubFilter", bytes: swap(sealed, /\/SubFilter ?\/ETSI\.CAdES\.detached/, () => "") },
    { name: "Content: text changed in place", bytes: forged },
    { name: "Content: text changed in place, cross-reference stream", bytes: forgedText(sealedStream) },
    { name: "USF: signature of another document", bytes: foreignContents(sealed) },
  ];
}

function forgedText(pdf: Uint8Array): Uint8Array {
  return swap(pdf, "phong chuyen mon", () => "phong hanh chinh");
}

/** The two signatures of the file exchanged. */
function foreignContents(pdf: Uint8Array): Uint8Array {
  const [first, second] = holesOf(pdf) as [[number, number], [number, number]];
  const out = pdf.slice();
  const length = Math.min(first[1] - first[0], second[1] - second[0]) - 1;
  out.set(pdf.subarray(second[0], second[0] + length), first[0]);
  out.set(pdf.subarray(first[0], first[0] + length), second[0]);
  return out;
}

/** Signature wrapping: the signed bytes are moved away and others read in their place. */
export function wrapping({ sealed, certified, other }: AttackBase): Attack[] {
  const holes = holesOf(certified);
  const [open, close] = holes[0]!;
  const head = certified.subarray(0, open);
  const tail = certified.subarray(close);
  const hole = certified.subarray(open, close);
  const forgedHead = bytesOf(latin1(head).replace("Ke hoach trien khai", "Ke hoach dinh chi  "));
  const join = (...parts: (Uint8Array | string)[]) =>
    new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? bytesOf(part) : part))));
  // The second piece of the range is moved behind the forged rest; the range says so.
  const moved = (() => {
    const filler = " ".repeat(64);
    const forged = join(head, hole, filler, tail);
    const start = open + hole.length + filler.length;
    return bytesOf(
      latin1(forged).replace(/\/ByteRange ?\[0 \d+ \d+ (\d+) *\]/, (found, length) =>
        `/ByteRange [0 ${open} ${start} ${length}]`.padEnd(found.length).slice(0, found.length),
      ),
    );
  })();
  const text = latin1(sealed);
  const xref = text.lastIndexOf("startxref");
  return [
    { name: "SWA: bytes put between Contents and the second piece", bytes: moved },
    {
      name: "SWA: forged head in front, signed one behind a comment",
      bytes: join(forgedHead, hole, tail, "\n%", latin1(head).replace(/[\r\n]/g, " ")),
    },
    { name: "SWA: two documents one after the other", bytes: join(certified, other) },
    { name: "SWA: another document in front", bytes: join(other, certified) },
    { name: "SWA: bytes before %PDF", bytes: join("%!PS\n", sealed) },
    { name: "SWA: bytes behind %%EOF", bytes: join(sealed, "\n1 0 obj\n<</Type/Catalog>>\nendobj\n") },
    { name: "SWA: second startxref behind the end", bytes: join(sealed, `\n${text.slice(xref)}`) },
    { name: "SWA: header of another version", bytes: swap(sealed, "%PDF-1.7", () => "%PDF-1.0") },
    { name: "SWA: the file's end cut off", bytes: sealed.subarray(0, xref) },
    { name: "SWA: startxref to the first revision", bytes: swap(sealed, text.slice(xref), () => firstStart(sealed)) },
    { name: "Copy: the signature of this file put into another", bytes: transplant(other, certified) },
  ];
}

/** "startxref" of the first saving, to stand where the last one's is. */
function firstStart(pdf: Uint8Array): string {
  const found = /startxref\s+\d+\s+%%EOF\s*/.exec(latin1(pdf))![0];
  return found.trimEnd();
}

/** The bytes of one file's Contents in another's. */
function transplant(into: Uint8Array, from: Uint8Array): Uint8Array {
  const [target] = holesOf(into);
  const [source] = holesOf(from);
  const out = into.slice();
  const length = Math.min(target![1] - target![0], source![1] - source![0]);
  out.set(from.subarray(source![0], source![0] + length - 1), target![0]);
  return out;
}

/** Games with cross-reference tables and trailers behind the signed bytes. */
export function crossReferenceGames({ sealed, sealedStream }: AttackBase): Attack[] {
  const start = (pdf: Uint8Array) => Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(latin1(pdf))![1]);
  const size = readPdf(sealed).size;
  const root = /\/Root (\d+ \d+ R)/.exec(latin1(sealed))![1];
  const forged = "5 0 obj\n<</Length 46>>\nstream\nBT /F1 14 Tf 72 770 Td (Noi dung khac) Tj ET  \nendstream\nendobj\n";
  const append = (pdf: Uint8Array, make: (at: number, prev: number) => string) =>
    bytesOf(latin1(pdf) + make(pdf.length, start(pdf)));
  const row = (at: number) => `${String(at).padStart(10, "0")} 00000 n \n`;
  const table = (at: number, prev: string, more = "") => {
    const xref = at + forged.length;
    return `${forged}xref\n5 1\n${row(at)}trailer\n<</Size ${size}/Root ${root}${prev}${more}>>\nstartxref\n${xref}\n%%EOF\n`;
  };
  return [
    {
      name: "ISA: page content replaced by an update",
      bytes: append(sealed, (at, prev) => table(at, `/Prev ${prev}`)),
    },
    {
      name: "ISA: the same on a cross-reference stream",
      bytes: append(sealedStream, (at, prev) => table(at, `/Prev ${prev}`)),
    },
    { name: "ISA: update without trailer", bytes: append(sealed, () => forged) },
    {
      name: "ISA: update without cross-reference table",
      bytes: append(sealed, (_at, prev) => `${forged}startxref\n${prev}\n%%EOF\n`),
    },
    {
      name: "ISA: update that copies the signature's trailer",
      bytes: append(
        sealed,
        (at, prev) => `${forged}trailer\n<</Size ${size}/Root ${root}/Prev ${prev}>>\nstartxref\n${at}\n%%EOF\n`,
      ),
    },
    { name: "ISA: update with %%EOF only", bytes: append(sealed, () => `${forged}%%EOF\n`) },
    { name: "Xref: Prev loops to itself", bytes: append(sealed, (at) => table(at, `/Prev ${at + forged.length}`)) },
    {
      name: "Xref: Prev skips the signed savings",
      bytes: append(sealed, (at) => table(at, `/Prev ${firstXref(sealed)}`)),
    },
    { name: "Xref: no Prev", bytes: append(sealed, (at) => table(at, "")) },
    { name: "Xref: Prev points into the middle of nowhere", bytes: append(sealed, (at) => table(at, "/Prev 77")) },
    {
      name: "Xref: hybrid file with a second view",
      bytes: append(sealed, (at, prev) => table(at, `/Prev ${prev}`, `/XRefStm ${start(sealedStream)}`)),
    },
    {
      name: "Xref: another Root in the trailer",
      bytes: append(
        sealed,
        (_at, prev) =>
          `xref\n0 0\ntrailer\n<</Size ${size}/Root 2 0 R/Prev ${prev}>>\nstartxref\n${sealed.length}\n%%EOF\n`,
      ),
    },
    {
      name: "Xref: object marked free",
      bytes: append(
        sealed,
        (at, prev) =>
          `xref\n5 1\n0000000000 00001 f \ntrailer\n<</Size ${size}/Root ${root}/Prev ${prev}>>\nstartxref\n${at}\n%%EOF\n`,
      ),
    },
    {
      name: "Xref: number points to another object",
      bytes: append(
        sealed,
        (at, prev) =>
          `xref\n5 1\n${row(latin1(sealed).indexOf("6 0 obj"))}trailer\n<</Size ${size}/Root ${root}/Prev ${prev}>>\nstartxref\n${at}\n%%EOF\n`,
      ),
    },
    {
      name: "Xref: the same object twice in one update",
      bytes: append(
        sealed,
        (at, prev) =>
          `${forged}${forged}xref\n5 1\n${row(at)}5 1\n${row(at + forged.length)}trailer\n<</Size ${size}/Root ${root}/Prev ${prev}>>\nstartxref\n${at + 2 * forged.length}\n%%EOF\n`,
      ),
    },
    {
      name: "Xref: number grows out of the table",
      bytes: append(sealed, (at, prev) => table(at, `/Prev ${prev}`).replace("xref\n5 1", "xref\n99999999 1")),
    },
  ];
}

function firstXref(pdf: Uint8Array): number {
  return Number(/startxref\s+(\d+)/.exec(latin1(pdf))![1]);
}
