import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inDirectory } from "../signing/outside.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A value of a PDF as qpdf reads it, references followed. Asking for what is not there gives a value that is not there. */
export class PdfValue {
  readonly file: QpdfFile;
  readonly json: Json | undefined;
  /** `12 0 R` when the value was reached through a reference. */
  readonly reference: string | undefined;

  constructor(file: QpdfFile, json: Json | undefined) {
    this.file = file;
    if (typeof json === "string" && /^\d+ \d+ R$/.test(json)) {
      this.reference = json;
      const object = file.objects[`obj:${json}`];
      this.json = object?.stream === undefined ? object?.value : object.stream.dict;
    } else this.json = json;
  }

  get exists(): boolean {
    return this.json !== undefined && this.json !== null;
  }

  at(key: string): PdfValue {
    const { json } = this;
    return new PdfValue(this.file, isDict(json) ? json[key] : undefined);
  }

  /** Items of an array; a single value is a list of one, as PDF has it in many places. */
  get list(): PdfValue[] {
    if (!this.exists) return [];
    return Array.isArray(this.json) ? this.json.map((item) => new PdfValue(this.file, item)) : [this];
  }

  get keys(): string[] {
    return isDict(this.json) ? Object.keys(this.json) : [];
  }

  /** A name without its slash, or a text string. */
  get text(): string {
    return typeof this.json === "string" ? this.json.replace(/^(u:|b:|\/)/, "") : "";
  }

  get number(): number {
    return typeof this.json === "number" ? this.json : Number.NaN;
  }

  /** Decoded bytes of the stream that the reference leads to. */
  get data(): Buffer {
    return Buffer.from(this.file.objects[`obj:${this.reference}`]?.stream?.data ?? "", "base64");
  }
}

function isDict(json: Json | undefined): json is { [key: string]: Json } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** A PDF read by qpdf, which knows nothing of our writer. */
export class QpdfFile {
  readonly objects: Record<string, { value?: Json; stream?: { dict: Json; data?: string } }>;

  constructor(pdf: Uint8Array) {
    const args = [
      "--warning-exit-0",
      "--json",
      "--json-key=qpdf",
      "--json-stream-data=inline",
      "--decode-level=generalized",
    ];
    const text = inDirectory((directory) => {
      const path = join(directory, "file.pdf");
      writeFileSync(path, pdf);
      // The whole of a long document: far more than a program is otherwise allowed to print.
      return execFileSync("qpdf", [...args, path], {
        encoding: "utf8",
        maxBuffer: 2 ** 30,
        stdio: ["ignore", "pipe", "pipe"],
      });
    });
    this.objects = JSON.parse(text).qpdf[1];
  }

  get trailer(): PdfValue {
    return new PdfValue(this, this.objects.trailer!.value);
  }

  get catalog(): PdfValue {
    return this.trailer.at("/Root");
  }

  /** Pages in order. */
  get pages(): PdfValue[] {
    const walk = (node: PdfValue): PdfValue[] =>
      node.at("/Type").text === "Pages" ? node.at("/Kids").list.flatMap(walk) : [node];
    return walk(this.catalog.at("/Pages"));
  }
}
