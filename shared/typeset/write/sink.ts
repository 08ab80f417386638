/** Buffers that documents hand on, so that a long-lived process does not turn over as much memory as it writes. */
const SPARE: Uint8Array[] = [];
const MOST_SPARE = 4;
const LARGEST_SPARE = 1 << 22;

/** Numbers stay below this (ISO 32000-1, annex C.2: whole numbers of 32 bits). */
const MOST_WHOLE = 2 ** 31;

/** Grows a byte buffer; everything a PDF is written of goes through here. */
export class Sink {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 1 << 16) {
    const spare = SPARE.findIndex((bytes) => bytes.length >= capacity);
    this.#bytes = spare < 0 ? new Uint8Array(capacity) : SPARE.splice(spare, 1)[0]!;
  }

  /** Gives the buffer back for the next document; nothing may be written afterwards. */
  release(): void {
    if (SPARE.length < MOST_SPARE && this.#bytes.length <= LARGEST_SPARE) SPARE.push(this.#bytes);
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
  }

  get length(): number {
    return this.#length;
  }

  #room(more: number): void {
    const need = this.#length + more;
    if (need <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(need, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  /** Text of Latin-1 characters. */
  ascii(text: string): void {
    this.#room(text.length);
    for (let index = 0; index < text.length; index += 1) this.#bytes[this.#length + index] = text.charCodeAt(index);
    this.#length += text.length;
  }

  bytes(data: Uint8Array): void {
    this.#room(data.length);
    this.#bytes.set(data, this.#length);
    this.#length += data.length;
  }

  /** A number with at most two decimals. */
  number(value: number): void {
    this.hundredths(Math.round(value * 100));
  }

  /** A whole number of hundredths, as a number with at most two decimals. */
  hundredths(value: number): void {
    this.#room(24);
    const out = this.#bytes;
    let left = value;
    if (left < 0) {
      out[this.#length++] = 0x2d;
      left = -left;
    }
    const whole = Math.floor(left / 100);
    const part = left - whole * 100;
    if (whole < 1000) {
      if (whole >= 100) out[this.#length++] = 0x30 + Math.floor(whole / 100);
      if (whole >= 10) out[this.#length++] = 0x30 + (Math.floor(whole / 10) % 10);
      out[this.#length++] = 0x30 + (whole % 10);
    } else {
      // A place that no page has (not a number, or beyond what a reader can hold) is none.
      const digits = whole < MOST_WHOLE ? String(whole) : "0";
      for (let index = 0; index < digits.length; index += 1) out[this.#length++] = digits.charCodeAt(index);
    }
    if (part > 0) {
      out[this.#length++] = 0x2e;
      out[this.#length++] = 0x30 + Math.floor(part / 10);
      if (part % 10 !== 0) out[this.#length++] = 0x30 + (part % 10);
    }
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** Makes room for so many bytes, which {@link code} then takes without asking. */
  reserve(count: number): void {
    this.#room(count);
  }

  /** A letter's code inside a literal string, with the escapes that ISO 32000-1, 7.3.4.2 asks for; two bytes at most, reserved before. */
  code(value: number): void {
    if (value === 0x28 || value === 0x29 || value === 0x5c) this.#bytes[this.#length++] = 0x5c;
    this.#bytes[this.#length++] = value;
  }

  /** Takes the last bytes back. */
  drop(count: number): void {
    this.#length -= count;
  }

  clear(): void {
    this.#length = 0;
  }

  /** A view of what is written; valid until the next write. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** What is written, as bytes of its own. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
