import { VanthuError } from "../errors/index.ts";
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from "./objects.ts";

/** Collects text and bytes and gives them joined. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];
  #text = "";
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length + this.#text.length;
  }

  /** Latin-1 text (one character a byte) or bytes. */
  write(part: string | Uint8Array): this {
    if (typeof part === "string") this.#text += part;
    else {
      this.#flush();
      this.#parts.push(part);
      this.#length += part.length;
    }
    return this;
  }

  /** Everything as one array of its own. */
  bytes(): Uint8Array {
    this.#flush();
    // Not filled with zeros first: every byte is written.
    const out = new Uint8Array(Buffer.allocUnsafeSlow(this.#length).buffer);
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #flush(): void {
    if (this.#text.length === 0) return;
    const part = Buffer.from(this.#text, "latin1");
    this.#text = "";
    this.#parts.push(part);
    this.#length += part.length;
  }
}

/** An object in PDF syntax (ISO 32000-1, 7.3). /Length of a stream is set to its real length. */
export function serialise(object: PdfObject): Uint8Array {
  const writer = new ByteWriter();
  writeObject(writer, object, 0);
  return writer.bytes();
}

/** Writes one object to a writer. */
export function writeObject(writer: ByteWriter, object: PdfObject, depth = 0): void {
  if (depth > 200) throw new VanthuError("PDF_LIMIT", { message: "Đối tượng PDF lồng nhau quá sâu." });
  if (object === null) writer.write("null");
  else if (typeof object === "boolean") writer.write(object ? "true" : "false");
  else if (typeof object === "number") writer.write(numberText(object));
  else if (object instanceof PdfName) writer.write(nameText(object.name));
  else if (object instanceof PdfString) writer.write(stringText(object));
  else if (object instanceof PdfRef) writer.write(`${object.num} ${object.gen} R`);
  else if (Array.isArray(object)) {
    writer.write("[");
    object.forEach((item, i) => {
      if (i > 0) writer.write(" ");
      writeObject(writer, item, depth + 1);
    });
    writer.write("]");
  } else if (object instanceof PdfStream) {
    const dict = new PdfDict(object.dict.map);
    dict.set("Length", object.raw.length);
    writeObject(writer, dict, depth + 1);
    writer.write("\nstream\n").write(object.raw).write("\nendstream");
  } else {
    writer.write("<<");
    for (const [key, value] of object.map) {
      writer.write(nameText(key)).write(" ");
      writeObject(writer, value, depth + 1);
    }
    writer.write(">>");
  }
}

/** 7.3.3 has no exponents; five decimals are a hundredth of a micrometre. */
function numberText(value: number): string {
  // From 1e21 on JavaScript writes exponents; no length or offset comes near it.
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) throw new TypeError(`not a PDF number: ${value}`);
  if (Number.isInteger(value)) return value.toFixed(0);
  const text = value.toFixed(5).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}

/** Names are bytes; characters beyond Latin-1 are written as UTF-8 (7.3.5). */
function nameText(name: string): string {
  const bytes = /[^\u0000-\u00ff]/.test(name) ? Buffer.from(name, "utf8") : Buffer.from(name, "latin1");
  let text = "/";
  for (const c of bytes) {
    const char = String.fromCharCode(c);
    text += c > 32 && c < 127 && !"()<>[]{}/%#".includes(char) ? char : `#${c.toString(16).padStart(2, "0")}`;
  }
  return text;
}

function stringText(string: PdfString): string {
  if (string.hex) return `<${Buffer.from(string.bytes).toString("hex").toUpperCase()}>`;
  let text = "(";
  for (const c of string.bytes) {
    if (c === 0x28 || c === 0x29 || c === 0x5c) text += `\\${String.fromCharCode(c)}`;
    else if (c === 10) text += "\\n";
    else if (c === 13) text += "\\r";
    else text += String.fromCharCode(c);
  }
  return `${text})`;
}
