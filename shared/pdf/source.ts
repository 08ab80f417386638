import type { PdfDict, PdfObject } from "./objects.ts";
import type { KnownPage } from "./pages.ts";
import type { ByteSpan, IndirectObject } from "./parse.ts";
import type { ReadSections } from "./xref.ts";

/** A decoded object stream; offsets count from `first`. */
export interface ObjectStream {
  data: Uint8Array;
  first: number;
  objects: { num: number; offset: number }[];
  /** Objects read already, by their place. */
  values: Map<number, PdfObject>;
  /** Bytes of the stream as stored: with its offset they say which stream this is. */
  stored: number;
}

/** An object with the byte spans of its dictionaries' values. */
export interface SpannedObject {
  object: IndirectObject;
  spans: ReadonlyMap<PdfDict, ReadonlyMap<string, ByteSpan>>;
}

/**
 * What stands where in the bytes of one file, read once for all views of it (each saving, each signed part). Only what the bytes at a place say by
 * themselves is kept here, by that place; which place counts for an object number is each view's own cross-reference to say, and a view never
 * takes what reaches beyond its own end.
 */
export class PdfSource {
  /** By offset. A stream whose /Length is a reference is good for a view only if the reference says the same there. */
  readonly objects = new Map<number, IndirectObject>();
  readonly spanned = new Map<number, SpannedObject>();
  /** Object streams by offset. */
  readonly streams = new Map<number, ObjectStream>();
  readonly sections: ReadSections = { sections: new Map(), tails: new Map() };
  /** Pages by object number, as last met. */
  readonly pages = new Map<number, KnownPage>();
  /** Bytes that object streams were decoded to, in all views together. */
  decoded = 0;
}
