/**
 * Dossiers by NĐ 30/2020/NĐ-CP Chương IV, Phụ lục V and VI: lists of a year, codes, order of documents, retention, metadata, the forms to
 * print, and the archive package of TT 05/2025/TT-BNV with its checker. Keeps nothing itself: that is the office's.
 */
export { type ArchiveLimits, checkArchive } from "./archive/check.ts";
export type {
  ArchiveCheck,
  ArchiveEvent,
  ArchiveExtra,
  ArchiveFault,
  ArchiveInput,
  ArchiveKind,
  ArchivePackage,
} from "./archive/model.ts";
export { MOST_PACKAGE_BYTES, packDossier } from "./archive/pack.ts";
export { CODE_LENGTHS, checkDossierCode, dossierCode } from "./codes.ts";
export { MOST_DOCUMENTS, MOST_PAGES, numberDocuments, requireRoom, totalsOf } from "./contents.ts";
export {
  type HeadingInput,
  listAsInput,
  listItems,
  listTotals,
  notationOf,
  numberList,
  romanNumber,
} from "./list-rules.ts";
export { readListText, writeListText } from "./list-text.ts";
export {
  type Metadata,
  type MetadataLine,
  type MetadataValues,
  metadataDate,
  metadataOf,
  metadataXml,
  requireByHand,
  valueFault,
} from "./metadata.ts";
export { METADATA_FIELDS, METADATA_TITLES, type MetadataField, type MetadataTable } from "./metadata-fields.ts";
export type {
  DocumentFacts,
  DocumentSource,
  Dossier,
  DossierAccess,
  DossierDocument,
  DossierEvent,
  DossierFile,
  DossierList,
  DossierState,
  ListHeading,
  ListItem,
  ListNumbering,
  ListPart,
  NumberedDocument,
} from "./model.ts";
export {
  addMonths,
  HANDED_OVER_FROM_YEARS,
  handOverDay,
  isHandedOver,
  KEPT_BACK_YEARS,
  keptBackUntilAtMost,
  maintenanceCode,
  NOTICE_DAYS,
  noticeDay,
  parseRetention,
  type Retention,
  retentionEnd,
  retentionText,
} from "./retention.ts";
export {
  contentsSheet,
  type HandOver,
  handOverListSheet,
  handOverRecordSheet,
  listSheet,
} from "./sheets/forms.ts";
export { inWords, type SheetOffice, shortDay } from "./sheets/heads.ts";
export { type Line, type Sheet, type SheetPart, type SheetTable, sheetDocx } from "./sheets/word-sheet.ts";
