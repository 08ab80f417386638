/**
 * Certified copies (NĐ30 Điều 25–27, Phụ lục I Phần II): what may be made of what, scans, extracts, the line and the block that a copy
 * carries. It signs nothing, numbers nothing and keeps nothing: that is the office's.
 */
export { type SetBlock, setCopyBlock } from "./copy-block.ts";
export { makeExtract, passagesOf, requireFromSource, type SetExtract } from "./extract.ts";
export { makeMarkedPrint } from "./marked-print.ts";
export type {
  CopyBlock,
  CopyForm,
  CopyOffer,
  CopySignatory,
  CopyWay,
  Medium,
  PaperCopy,
  Passage,
  Scan,
  ScanImage,
  Standing,
} from "./model.ts";
export {
  abbreviationIn,
  COPY_ABBREVIATIONS,
  copyNotation,
  copySeries,
  copySignatureText,
  copySymbol,
} from "./notation.ts";
export { makePaperCopy } from "./paper-copy.ts";
export {
  AUTHORITY,
  COPY_RULES,
  type CopyRule,
  copyOffers,
  FORM_TITLES,
  FORM_WORDS,
  judgeCopy,
  LEGAL_VALUE,
  MEDIUM_WORDS,
  requireAllowed,
  SOURCE_OF,
  STANDING_WORDS,
} from "./rules.ts";
export { isPdf, readScan } from "./scan.ts";
export { compactText, textOfPdf } from "./source-text.ts";
