import { VanthuError } from "../errors/index.ts";
import {
  type AppendedPdf,
  appendUpdate,
  ObjectNumbers,
  PdfDict,
  type PdfFile,
  type PdfObject,
  type PdfPage,
  PdfRef,
  type RawObject,
  readPdf,
} from "../pdf/index.ts";

/**
 * A file being given its next revision: objects are added or replaced, everything else stays the bytes it was.
 * Reading through it sees the changes.
 */
export class Revision {
  readonly file: PdfFile;
  readonly #numbers: ObjectNumbers;
  readonly #objects = new Map<number, PdfObject | RawObject>();

  /**
   * @throws VanthuError PDF_ENCRYPTED; the codes of readPdf for a file that is broken
   */
  constructor(pdf: Uint8Array) {
    this.file = readPdf(pdf);
    if (this.file.encrypted) {
      throw new VanthuError("PDF_ENCRYPTED", {
        message: "Tệp PDF được mã hóa (đặt mật khẩu) nên không ký số hoặc ghi thêm được.",
        hint: "Xuất lại văn bản thành PDF không đặt mật khẩu rồi ký.",
      });
    }
    this.#numbers = new ObjectNumbers(this.file);
  }

  /** A number for an object that is set later. */
  reserve(): PdfRef {
    return this.#numbers.next();
  }

  /** Adds a new object. */
  add(object: PdfObject): PdfRef {
    const ref = this.reserve();
    this.#objects.set(ref.num, object);
    return ref;
  }

  /** Replaces an object, or sets a reserved one. */
  set(ref: PdfRef, object: PdfObject | RawObject): void {
    this.#objects.set(ref.num, object);
  }

  /** The object as this revision has it, references followed. */
  resolve(object: PdfObject | undefined): PdfObject {
    let value = object ?? null;
    for (let i = 0; value instanceof PdfRef && i < 32; i++) {
      const changed: PdfObject | RawObject | undefined = this.#objects.get(value.num);
      value = changed === undefined ? this.file.get(value) : (changed as PdfObject);
    }
    return value;
  }

  /** The dictionary at a place, undefined for anything else. */
  dict(object: PdfObject | undefined): PdfDict | undefined {
    const value = this.resolve(object);
    return value instanceof PdfDict ? value : undefined;
  }

  /** The array at a place, empty for anything else. */
  array(object: PdfObject | undefined): PdfObject[] {
    const value = this.resolve(object);
    return Array.isArray(value) ? value : [];
  }

  /** The newest catalog and the reference it stands under. */
  get catalog(): { ref: PdfRef; dict: PdfDict } {
    const ref = this.file.trailer.get("Root");
    const dict = this.dict(ref);
    if (!(ref instanceof PdfRef) || dict === undefined)
      throw new VanthuError("PDF_SYNTAX", { message: "Tệp PDF không có mục gốc (/Root)." });
    return { ref, dict };
  }

  /** Changes some entries of a dictionary object; undefined removes one. The rest stays. */
  patch(ref: PdfRef, entries: Record<string, PdfObject | undefined>): void {
    const dict = new PdfDict(this.dict(ref)?.map);
    for (const [key, value] of Object.entries(entries)) {
      if (value === undefined) dict.map.delete(key);
      else dict.set(key, value);
    }
    this.set(ref, dict);
  }

  /** Appends to an array that stands in `owner` under `key`, directly, by reference, or not yet. */
  push(owner: PdfRef, key: string, item: PdfObject): void {
    const held = this.dict(owner)?.get(key);
    if (held instanceof PdfRef && Array.isArray(this.resolve(held))) this.set(held, [...this.array(held), item]);
    else this.patch(owner, { [key]: [...this.array(held), item] });
  }

  /** A page by its index (0 is the first), undefined when there is none. */
  page(index: number): PdfPage | undefined {
    return this.file.page(index);
  }

  /** The file with this revision appended. */
  append(): AppendedPdf {
    return appendUpdate(this.file, { objects: this.#objects });
  }
}
