/** Bounds on what reading an untrusted PDF may cost. */
export interface PdfLimits {
  /** Nested arrays and dictionaries, and the depth of a chain of references or of the page tree. */
  nesting: number;
  /** Objects of all cross-reference sections together. */
  xrefEntries: number;
  /** Cross-reference sections, that is revisions of the file. */
  sections: number;
  /** Bytes that one stream may decode to. */
  streamBytes: number;
  /** Bytes that all object and cross-reference streams of one file may decode to. */
  totalStreamBytes: number;
  /** Pages of the page tree. */
  pages: number;
}

/** Generous for office documents, small enough that no file can take the machine down. */
export const DEFAULT_LIMITS: PdfLimits = {
  nesting: 100,
  xrefEntries: 1_000_000,
  sections: 512,
  streamBytes: 128 * 1024 * 1024,
  totalStreamBytes: 256 * 1024 * 1024,
  pages: 20_000,
};
