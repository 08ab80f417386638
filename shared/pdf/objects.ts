/** PDF objects (ISO 32000-1, 7.3) as plain values. Strings and streams are bytes; nothing is decoded until asked for. */
export type PdfObject = null | boolean | number | PdfName | PdfString | PdfObject[] | PdfDict | PdfStream | PdfRef;

/** A name, without the slash and with `#xx` resolved. */
export class PdfName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A literal or hexadecimal string: its bytes. */
export class PdfString {
  readonly bytes: Uint8Array;
  /** Written as `<…>` rather than `(…)`. */
  readonly hex: boolean;
  constructor(bytes: Uint8Array, hex = false) {
    this.bytes = bytes;
    this.hex = hex;
  }
}

/** A reference to an indirect object. */
export class PdfRef {
  readonly num: number;
  readonly gen: number;
  constructor(num: number, gen = 0) {
    this.num = num;
    this.gen = gen;
  }
}

/** A dictionary, keys without the slash, in written order. */
export class PdfDict {
  readonly map: Map<string, PdfObject>;
  constructor(entries?: Iterable<readonly [string, PdfObject]>) {
    this.map = entries === undefined ? new Map() : new Map(entries);
  }
  get(key: string): PdfObject | undefined {
    return this.map.get(key);
  }
  set(key: string, value: PdfObject): this {
    this.map.set(key, value);
    return this;
  }
  has(key: string): boolean {
    return this.map.has(key);
  }
}

/** A stream: dictionary and the bytes as stored (still encoded by its filters). */
export class PdfStream {
  readonly dict: PdfDict;
  readonly raw: Uint8Array;
  constructor(dict: PdfDict, raw: Uint8Array) {
    this.dict = dict;
    this.raw = raw;
  }
}
