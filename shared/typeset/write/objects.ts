import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { Sink } from "./sink.ts";

/** Writes PDF objects one after the other and the cross-reference table at the end (ISO 32000-1, 7.5). */
export class ObjectWriter {
  readonly #sink = new Sink(1 << 18);
  readonly #offsets: number[] = [];

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

  /** Writes a stream. `entries` are dictionary entries besides Length and Filter. */
  stream(
    entries: string,
    data: Uint8Array,
    options: { number?: number; filter?: string; compress?: boolean } = {},
  ): number {
    const number = options.number ?? this.reserve();
    const compress = options.compress ?? options.filter === undefined;
    const body = compress ? deflateSync(data, { level: 4 }) : data;
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
    const start = this.#sink.length;
    const id = createHash("sha256").update(this.#sink.view()).digest("hex").slice(0, 32).toUpperCase();
    const count = this.#offsets.length + 1;
    // One contiguous subsection from 0; every entry is exactly 20 bytes (7.5.4).
    let table = `xref\n0 ${count}\n0000000000 65535 f \n`;
    for (const offset of this.#offsets) table += `${String(offset).padStart(10, "0")} 00000 n \n`;
    this.#sink.ascii(table);
    this.#sink.ascii(
      `trailer\n<< /Size ${count} /Root ${root} 0 R /Info ${info} 0 R /ID [<${id}> <${id}>] >>\nstartxref\n${start}\n%%EOF\n`,
    );
    return this.#sink.take();
  }
}

/** A text string object: plain characters as they are, anything else as UTF-16BE with its mark (7.9.2.2). */
export function textString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, "\\$&")})`;
  let hex = "FEFF";
  for (let index = 0; index < text.length; index += 1)
    hex += text.charCodeAt(index).toString(16).padStart(4, "0").toUpperCase();
  return `<${hex}>`;
}

/** A number as PDF writes it, at most three decimals. */
export function pdfNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
