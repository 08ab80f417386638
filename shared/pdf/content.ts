import { PdfDict, PdfName, type PdfObject, PdfString } from "./objects.ts";
import { CLASS, HEX, latin1, REGULAR, WHITE } from "./parse.ts";

/** An operator of a content stream with its operands (ISO 32000-1, 7.8.2). */
interface Operation {
  operator: string;
  operands: PdfObject[];
}

/** Deepest nesting of arrays and dictionaries in operands. */
const MAX_NESTING = 32;
/** What letters stand for after a backslash in a string (7.3.4.2). */
const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/**
 * Reads a content stream operator by operator. Unlike file structure, content is read leniently: what cannot be read is
 * skipped, since all that is wanted is the text.
 */
export function* operationsOf(bytes: Uint8Array): Generator<Operation> {
  const scanner = new Scanner(bytes);
  let operands: PdfObject[] = [];
  for (;;) {
    const token = scanner.next(0);
    if (token === undefined) return;
    if (token instanceof Word) {
      if (token.text === "BI") scanner.skipInlineImage();
      yield { operator: token.text, operands };
      operands = [];
    } else if (operands.length < 1024) operands.push(token);
  }
}

/** A keyword. */
class Word {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

class Scanner {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** To the end of an inline image: "EI" between white space. */
  skipInlineImage(): void {
    const bytes = this.#bytes;
    for (let at = this.#at; at < bytes.length - 2; at += 1) {
      if (
        bytes[at + 1] === 0x45 &&
        bytes[at + 2] === 0x49 &&
        CLASS[bytes[at]!] === WHITE &&
        (at + 3 >= bytes.length || CLASS[bytes[at + 3]!] === WHITE)
      ) {
        this.#at = at + 3;
        return;
      }
    }
    this.#at = bytes.length;
  }

  next(depth: number): PdfObject | Word | undefined {
    const bytes = this.#bytes;
    for (;;) {
      while (this.#at < bytes.length && CLASS[bytes[this.#at]!] === WHITE) this.#at += 1;
      if (bytes[this.#at] !== 0x25) break;
      while (this.#at < bytes.length && bytes[this.#at] !== 10 && bytes[this.#at] !== 13) this.#at += 1;
    }
    const first = bytes[this.#at];
    if (first === undefined) return undefined;
    this.#at += 1;
    switch (first) {
      case 0x28:
        return this.#literal();
      case 0x3c:
        if (bytes[this.#at] !== 0x3c) return this.#hex();
        this.#at += 1;
        return this.#dictionary(depth);
      case 0x5b:
        return this.#list(depth, "]");
      case 0x2f: {
        const from = this.#at;
        this.#regular();
        const raw = latin1(bytes.subarray(from, this.#at));
        return new PdfName(
          raw.replace(/#([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        );
      }
      case 0x5d:
      case 0x3e:
      case 0x29:
      case 0x7b:
      case 0x7d:
        if (first === 0x3e && bytes[this.#at] === 0x3e) this.#at += 1;
        return new Word(first === 0x5d ? "]" : first === 0x3e ? ">>" : String.fromCharCode(first));
      default: {
        const from = this.#at - 1;
        this.#regular();
        const text = latin1(bytes.subarray(from, this.#at));
        if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
        return text === "true" ? true : text === "false" ? false : text === "null" ? null : new Word(text);
      }
    }
  }

  #regular(): void {
    const bytes = this.#bytes;
    while (this.#at < bytes.length && CLASS[bytes[this.#at]!] === REGULAR) this.#at += 1;
  }

  #list(depth: number, end: string): PdfObject[] {
    const items: PdfObject[] = [];
    if (depth > MAX_NESTING) return items;
    for (;;) {
      const token = this.next(depth + 1);
      if (token === undefined) return items;
      if (token instanceof Word) {
        if (token.text === end) return items;
      } else items.push(token);
    }
  }

  #dictionary(depth: number): PdfDict {
    const items = this.#list(depth, ">>");
    const dict = new PdfDict();
    for (let index = 0; index + 1 < items.length; index += 2) {
      const key = items[index];
      if (key instanceof PdfName) dict.set(key.name, items[index + 1]!);
    }
    return dict;
  }

  #hex(): PdfString {
    const out: number[] = [];
    let half = -1;
    for (; this.#at < this.#bytes.length; this.#at += 1) {
      const sign = this.#bytes[this.#at]!;
      if (sign === 0x3e) {
        this.#at += 1;
        break;
      }
      const digit = HEX[sign]!;
      if (digit < 0) continue;
      if (half < 0) half = digit;
      else {
        out.push(half * 16 + digit);
        half = -1;
      }
    }
    if (half >= 0) out.push(half * 16);
    return new PdfString(Uint8Array.from(out), true);
  }

  /** 7.3.4.2: escapes, balanced parentheses. */
  #literal(): PdfString {
    const bytes = this.#bytes;
    const out: number[] = [];
    let depth = 1;
    while (this.#at < bytes.length) {
      const sign = bytes[this.#at]!;
      this.#at += 1;
      if (sign === 0x5c) this.#escape(out);
      else {
        if (sign === 0x28) depth += 1;
        if (sign === 0x29) depth -= 1;
        if (depth === 0) break;
        out.push(sign);
      }
    }
    return new PdfString(Uint8Array.from(out));
  }

  #escape(out: number[]): void {
    const bytes = this.#bytes;
    const sign = bytes[this.#at];
    if (sign === undefined) return;
    this.#at += 1;
    const letter = String.fromCharCode(sign);
    if (ESCAPES[letter] !== undefined) out.push(ESCAPES[letter]!);
    else if (letter >= "0" && letter <= "7") {
      let value = sign - 48;
      for (let count = 0; count < 2 && bytes[this.#at]! >= 48 && bytes[this.#at]! <= 55; count += 1) {
        value = value * 8 + bytes[this.#at]! - 48;
        this.#at += 1;
      }
      out.push(value & 255);
    } else if (sign === 13) {
      if (bytes[this.#at] === 10) this.#at += 1;
    } else if (sign !== 10) out.push(sign);
  }
}
