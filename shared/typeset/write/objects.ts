import { deflate } from "./deflate.ts";
import { hex, sha256 } from "./digest.ts";
import { Sink } from "./sink.ts";

/** Objects in one object stream: enough to deflate well, few enough to read one without reading all. */
const PACKED = 500;

/** Bytes of a row of the cross-reference stream. */
const XREF_ROW = 7;

/** Writes PDF objects one after the other and the cross-reference table at the end (ISO 32000-1, 7.5). */
export class ObjectWriter {
  readonly #sink = new Sink(1 << 18);
  readonly #offsets: number[] = [];
  /** Object stream that each compressed object stands in; sparse. */
  readonly #holders: number[] = [];
  readonly #waiting: { number: number; body: string }[] = [];

  constructor() {
    // The comment of four bytes above 127 marks the file as binary (7.5.2; wanted by ISO 19005-2, 6.1.2).
    this.#sink.ascii("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
  }

  /** A number for an object that is written later. */
  reserve(): number {
    this.#offsets.push(0);
    return this.#offsets.length;
  }

  /** Writes an object; its body is PDF syntax. */
  write(body: string, number = this.reserve()): number {
    this.#offsets[number - 1] = this.#sink.length;
    this.#sink.ascii(`${number} 0 obj\n${body}\nendobj\n`);
    return number;
  }

  /** Writes an object into an object stream (7.5.7): no stream, and nothing that must be found without inflating. */
  compressed(body: string, number = this.reserve()): number {
    this.#waiting.push({ number, body });
    if (this.#waiting.length === PACKED) this.#pack();
    return number;
  }

  #pack(): void {
    const parts = this.#waiting.splice(0);
    if (parts.length === 0) return;
    const content = new Sink();
    let at = 0;
    for (const { number, body } of parts) {
      content.ascii(`${number} ${at} `);
      at += body.length + 1;
    }
    const first = content.length;
    for (const { body } of parts) {
      content.ascii(body);
      content.byte(0x0a);
    }
    const stream = this.stream(`/Type /ObjStm /N ${parts.length} /First ${first}`, content.view());
    content.release();
    parts.forEach(({ number }, place) => {
      this.#offsets[number - 1] = place;
      this.#holders[number - 1] = stream;
    });
  }

  /** Writes a stream. `entries` are dictionary entries besides Length and Filter. */
  stream(
    entries: string,
    data: Uint8Array,
    options: { number?: number; filter?: string; compress?: boolean } = {},
  ): number {
    const number = options.number ?? this.reserve();
    const compress = options.compress ?? options.filter === undefined;
    const body = compress ? deflate(data) : data;
    const filter = compress
      ? " /Filter /FlateDecode"
      : options.filter === undefined
        ? ""
        : ` /Filter /${options.filter}`;
    this.#offsets[number - 1] = this.#sink.length;
    this.#sink.ascii(`${number} 0 obj\n<< ${entries}${filter} /Length ${body.length} >>\nstream\n`);
    this.#sink.bytes(body);
    this.#sink.ascii("\nendstream\nendobj\n");
    return number;
  }

  /** The whole file. */
  finish(root: number, info: number): Uint8Array {
    this.#pack();
    const start = this.#sink.length;
    const id = hex(sha256(this.#sink.view())).slice(0, 32);
    const trailer = `/Root ${root} 0 R /Info ${info} 0 R /ID [<${id}> <${id}>]`;
    if (this.#holders.length > 0) return this.#finishPacked(start, trailer);
    const count = this.#offsets.length + 1;
    // One contiguous subsection from 0; every entry is exactly 20 bytes (7.5.4).
    let table = `xref\n0 ${count}\n0000000000 65535 f \n`;
    for (const offset of this.#offsets) table += `${String(offset).padStart(10, "0")} 00000 n \n`;
    this.#sink.ascii(table);
    this.#sink.ascii(`trailer\n<< /Size ${count} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`);
    return this.#done();
  }

  #done(): Uint8Array {
    const bytes = this.#sink.take();
    this.#sink.release();
    return bytes;
  }

  /** Compressed objects are found only through a cross-reference stream (7.5.8). */
  #finishPacked(start: number, trailer: string): Uint8Array {
    const number = this.reserve();
    this.#offsets[number - 1] = start;
    const count = this.#offsets.length + 1;
    // Type, offset or object stream (4 bytes), generation or place in the stream (2 bytes); each row minus the one above it
    // (PNG "up", 7.4.4.4), for the rows hardly differ.
    const rows = new Uint8Array(count * XREF_ROW);
    const view = new DataView(rows.buffer);
    view.setUint16(5, 65535);
    for (let index = 1; index < count; index += 1) {
      const holder = this.#holders[index - 1];
      const at = index * XREF_ROW;
      rows[at] = holder === undefined ? 1 : 2;
      view.setUint32(at + 1, holder ?? this.#offsets[index - 1]!);
      view.setUint16(at + 5, holder === undefined ? 0 : this.#offsets[index - 1]!);
    }
    const filtered = new Uint8Array(count * (XREF_ROW + 1));
    for (let row = 0; row < count; row += 1) {
      filtered[row * (XREF_ROW + 1)] = 2;
      for (let byte = 0; byte < XREF_ROW; byte += 1) {
        const at = row * XREF_ROW + byte;
        filtered[row * (XREF_ROW + 1) + 1 + byte] = rows[at]! - (row === 0 ? 0 : rows[at - XREF_ROW]!);
      }
    }
    this.stream(
      `/Type /XRef /Size ${count} /W [1 4 2] ${trailer} /DecodeParms << /Predictor 12 /Columns ${XREF_ROW} >>`,
      filtered,
      { number },
    );
    this.#sink.ascii(`startxref\n${start}\n%%EOF\n`);
    return this.#done();
  }
}

/** A text string object: plain characters as they are, anything else as UTF-16BE with its mark (7.9.2.2). */
export function textString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, "\\$&")})`;
  return `<FEFF${hexUnits(text)}>`;
}

const DIGITS = "0123456789ABCDEF";

/** A number below 65536 as four hexadecimal digits. */
export function hexUnit(unit: number): string {
  return DIGITS[unit >> 12]! + DIGITS[(unit >> 8) & 15]! + DIGITS[(unit >> 4) & 15]! + DIGITS[unit & 15]!;
}

/** A text's UTF-16 code units in hexadecimal, big-endian. */
export function hexUnits(text: string): string {
  let hex = "";
  for (let index = 0; index < text.length; index += 1) hex += hexUnit(text.charCodeAt(index));
  return hex;
}

/** A number as PDF writes it, at most three decimals. */
export function pdfNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

const COLORS = new Map<string, string>();

/** A colour (RRGGBB) as the three operands of rg and RG. */
export function pdfColor(color: string): string {
  let text = COLORS.get(color);
  if (text === undefined) {
    text = [0, 2, 4].map((at) => pdfNumber((Number.parseInt(color.slice(at, at + 2), 16) || 0) / 255)).join(" ");
    if (COLORS.size < 4096) COLORS.set(color, text);
  }
  return text;
}

/** A name object with the characters escaped that may not stand in one (7.3.5). */
export function pdfName(text: string): string {
  let name = "/";
  for (const byte of new TextEncoder().encode(text)) {
    const plain = byte > 0x20 && byte < 0x7f && !"#()<>[]{}/%".includes(String.fromCharCode(byte));
    name += plain ? String.fromCharCode(byte) : `#${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return name;
}

/** Entries in one leaf of a name or number tree. */
const TREE_LEAF = 64;

/** Writes a name tree (7.9.6) of PDF values; returns its root. Keys are sorted by their bytes. */
export function nameTree(entries: readonly (readonly [name: string, value: string])[], out: ObjectWriter): number {
  const sorted = entries
    .map(([name, value]) => ({ key: textString(name), order: textBytes(name), value }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  const leaves: string[] = [];
  for (let from = 0; from < sorted.length; from += TREE_LEAF) {
    const part = sorted.slice(from, from + TREE_LEAF);
    const names = part.map(({ key, value }) => `${key} ${value}`).join(" ");
    const limits = `/Limits [${part[0]!.key} ${part.at(-1)!.key}]`;
    leaves.push(sorted.length <= TREE_LEAF ? `/Names [${names}]` : `${limits} /Names [${names}]`);
  }
  if (leaves.length === 1) return out.write(`<< ${leaves[0]} >>`);
  return out.write(`<< /Kids [${leaves.map((leaf) => `${out.write(`<< ${leaf} >>`)} 0 R`).join(" ")}] >>`);
}

/** The bytes of a text string, one per character, for sorting. */
function textBytes(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  let bytes = "\xfe\xff";
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    bytes += String.fromCharCode(unit >> 8, unit & 0xff);
  }
  return bytes;
}
