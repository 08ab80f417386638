import { colorAt } from "./gdi-objects.ts";
import { SvgRefused } from "./svg-values.ts";

/** Fields of a record; places count from its beginning. */
export class EmfRecord {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, at: number, size: number) {
    this.bytes = bytes.subarray(at, at + size);
    this.size = size;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  }

  #check(at: number, length: number): void {
    if (at < 0 || at + length > this.size) throw new SvgRefused("EMF: bản ghi ngắn");
  }

  long(at: number): number {
    this.#check(at, 4);
    return this.#view.getInt32(at, true);
  }

  word(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, true);
  }

  short(at: number): number {
    this.#check(at, 2);
    return this.#view.getInt16(at, true);
  }

  real(at: number): number {
    this.#check(at, 4);
    const value = this.#view.getFloat32(at, true);
    if (!Number.isFinite(value)) throw new SvgRefused("EMF: số");
    return value;
  }

  color(at: number): string {
    this.#check(at, 4);
    return colorAt(this.bytes, at);
  }

  points(at: number, count: number, wide: boolean): [number, number][] {
    this.#check(at, count * (wide ? 8 : 4));
    return Array.from({ length: count }, (_unused, index) =>
      wide
        ? [this.long(at + index * 8), this.long(at + index * 8 + 4)]
        : [this.short(at + index * 4), this.short(at + index * 4 + 2)],
    );
  }

  /** Four numbers in a row: the edges of a rectangle, or a place and a size. */
  box(at: number): [number, number, number, number] {
    return [this.long(at), this.long(at + 4), this.long(at + 8), this.long(at + 12)];
  }

  utf16(at: number, count: number): string {
    this.#check(at, count * 2);
    return new TextDecoder("utf-16le").decode(this.bytes.subarray(at, at + count * 2));
  }
}
