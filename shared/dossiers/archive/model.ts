import type { Metadata } from "../metadata.ts";
import type { Dossier, NumberedDocument } from "../model.ts";

/** SIP: what the office hands over; AIP: what the archive keeps (TT 05/2025/TT-BNV, Phụ lục III and I). */
export type ArchiveKind = "SIP_hoso" | "AIP_hoso";

/** Something that was done with a file or the dossier, for PREMIS. */
export interface ArchiveEvent {
  /** A word of the PREMIS list: "creation", "digital signature validation", "ingestion"… */
  type: string;
  /** ISO 8601 instant. */
  at: string;
  detail: string;
  outcome?: string;
  agent: string;
  /** sha256 of the file it is about; absent: the whole dossier. */
  file?: string;
}

/** A file beside the documents: list of contents, verdicts, evidence containers. */
export interface ArchiveExtra {
  /** File name without folder. */
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** What a package is made of. */
export interface ArchiveInput {
  kind: ArchiveKind;
  dossier: Dossier;
  documents: readonly NumberedDocument[];
  /** Metadata of the dossier (table III), and of each document by its ordinal (tables I and II; none of other files). */
  metadata: { dossier: Metadata; documents: ReadonlyMap<number, Metadata> };
  /** Bytes of every file of the documents, by sha256. */
  bytes: ReadonlyMap<string, Uint8Array>;
  documentation: readonly ArchiveExtra[];
  /** Who made the dossier: code and name. */
  organisation: { code: string; name: string };
  /** Mã phông; needed of an AIP. */
  fonds?: string;
  /** Which hand-over of the year this is, and the dossier's number in it: parts of arcFileCode. */
  session?: { number: number; ordinal: number };
  events: readonly ArchiveEvent[];
  /** ISO 8601 instant that the package says of itself: the same dossier gives the same bytes only with the same instant. */
  at: string;
}

/** A made package. */
export interface ArchivePackage {
  /** "uuid-….zip" */
  name: string;
  objectId: string;
  bytes: Uint8Array;
  sha256: string;
  files: number;
}

/** What is wrong with a package. */
export interface ArchiveFault {
  code:
    | "PACKAGE_UNREADABLE"
    | "NAME_UNSAFE"
    | "NAME_TWICE"
    | "STRUCTURE"
    | "XML_BROKEN"
    | "FILE_MISSING"
    | "FILE_CHANGED"
    | "FILE_ADDED"
    | "CHECKSUM_UNKNOWN"
    | "REFERENCE_BROKEN"
    | "ID_WRONG"
    | "HIDDEN_DATA";
  /** Vietnamese. */
  message: string;
  where?: string;
}

/** What the checker found. */
export interface ArchiveCheck {
  sound: boolean;
  objectId?: string;
  kind?: string;
  /** As EAD.xml says. */
  dossier?: { code: string; title: string; retention: string; documents: number; pages: number };
  /** Of the whole ZIP. */
  sha256: string;
  files: { name: string; bytes: number; sha256: string; covered: boolean }[];
  faults: ArchiveFault[];
}
