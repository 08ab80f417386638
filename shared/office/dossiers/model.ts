import type { Actor } from "../../access/index.ts";
import type {
  ArchiveCheck,
  ArchiveKind,
  DocumentSource,
  Dossier,
  DossierAccess,
  DossierList,
  HeadingInput,
  ListNumbering,
  Metadata,
  NumberedDocument,
} from "../../dossiers/index.ts";
import type { Revised } from "../model.ts";

/** A made file. */
export interface MadeFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** How a list or form is given out. */
export type SheetFormat = "docx" | "pdf" | "xlsx";

/** What a dossier is opened with. From the year's list only `notation` is needed; the rest is taken from it (Điều 29.2). */
export interface DossierInput {
  year: number;
  notation: string;
  /** Of a dossier that the list does not have (Điều 29.2.c). */
  title?: string;
  retention?: string;
  rights?: string;
  language?: string;
  startedOn?: string;
  note?: string;
  keywords?: string;
  kind?: "other" | "construction";
  /** Person who keeps it; the actor when absent. */
  makerId?: string;
  unit?: string;
}

/** What may be changed of a dossier while it is open. */
export type DossierChange = Partial<
  Pick<Dossier, "title" | "retention" | "rights" | "language" | "startedOn" | "note" | "keywords" | "kind" | "unit"> & {
    notation: string;
  }
>;

/** A document of a dossier as one reader may see it; `hidden`: only number, notation and day are told. */
export type SeenDocument = NumberedDocument & { hidden?: boolean };

/** A dossier with what lies in it. */
export interface DossierView extends Revised<Dossier> {
  contents: SeenDocument[];
  /** What this reader may do with it now. */
  actions: DossierAction[];
  /** Day after which its retention has ended. */
  retentionEnds?: string;
}

/** Steps of a dossier. */
export type DossierAction =
  | "edit"
  | "put"
  | "close"
  | "reopen"
  | "access"
  | "freeze"
  | "unfreeze"
  | "offer"
  | "receive"
  | "return"
  | "keep-back"
  | "transfer"
  | "export";

/** A list of a year with the store's revision (0: not there yet) and which of its dossiers were opened, by notation. */
export interface ListView extends DossierList {
  rev: number;
  opened: Record<string, string>;
}

/** A file that is put into a dossier and is no document of the registers: photos, sound, notes. */
export interface UploadInput {
  file: { name: string; bytes: Uint8Array };
  title: string;
  typeName?: string;
  issuedOn: string;
  issuer?: string;
  pages?: number;
  note?: string;
}

/** One hand-over: what was received together. */
export interface HandOverRecord {
  id: string;
  /** Which of the year. */
  number: number;
  year: number;
  at: string;
  from: { personId: string; name: string; position: string; unit: string };
  to: { personId: string; name: string; position: string };
  dossiers: { id: string; code: string; title: string; sha256: string }[];
  basis: string;
}

/** How dossiers stand with their hand-over. */
export interface HandOverView {
  /** Due within 30 days, the next first. */
  due: Dossier[];
  overdue: Dossier[];
  offered: Dossier[];
  keptBack: Dossier[];
  records: HandOverRecord[];
}

/** Counts of dossiers (Phụ lục VI Phần I.III.4.đ and 6.a). */
export interface DossierFigures {
  year: number;
  dossiers: number;
  documents: number;
  pages: number;
  byState: Record<string, number>;
  byMaker: { personId: string; name: string; dossiers: number; documents: number }[];
}

/** Dossiers of one organisation. Each change takes the revision it was read at. */
export interface DossierDesk {
  // ---- the year's list ----
  years(actor: Actor): Promise<number[]>;
  list(actor: Actor, year: number): Promise<ListView>;
  /** Draws up or changes the draft of a list. @throws DOSSIER_LIST, DOSSIER_STATE once it is approved */
  saveList(
    actor: Actor,
    year: number,
    rev: number,
    input: { numbering: ListNumbering; headings: HeadingInput[] },
  ): Promise<ListView>;
  /** The leader approves it (Điều 28); who keeps dossiers is told. */
  approveList(
    actor: Actor,
    year: number,
    rev: number,
    decision: NonNullable<DossierList["decision"]>,
  ): Promise<ListView>;
  listSheet(actor: Actor, year: number, format: SheetFormat): Promise<MadeFile>;

  // ---- dossiers ----
  all(actor: Actor, year: number, filter?: { makerId?: string; state?: Dossier["state"] }): Promise<Dossier[]>;
  figures(actor: Actor, year: number): Promise<DossierFigures>;
  open(actor: Actor, input: DossierInput): Promise<DossierView>;
  /** Of a restricted one every reading leaves its line in the audit trail. @throws NOT_FOUND */
  get(actor: Actor, id: string): Promise<DossierView>;
  edit(actor: Actor, id: string, rev: number, change: DossierChange): Promise<DossierView>;
  /** Puts a document in; it is not copied, and may lie in several dossiers. @throws DOSSIER_STATE, DOSSIER_FROZEN, DOSSIER_FULL, NOT_FOUND */
  put(actor: Actor, id: string, rev: number, source: DocumentSource, note?: string): Promise<DossierView>;
  upload(actor: Actor, id: string, rev: number, input: UploadInput): Promise<DossierView>;
  takeOut(actor: Actor, id: string, rev: number, source: DocumentSource): Promise<DossierView>;
  /** Dossiers that hold a document and that the actor may see, with its number in each. */
  holding(actor: Actor, source: DocumentSource): Promise<{ dossier: Dossier; ordinal: number }[]>;
  file(actor: Actor, id: string, source: DocumentSource, index: number): Promise<MadeFile>;
  close(actor: Actor, id: string, rev: number, endedOn: string): Promise<DossierView>;
  reopen(actor: Actor, id: string, rev: number, reason: string): Promise<DossierView>;
  setAccess(actor: Actor, id: string, rev: number, access: DossierAccess): Promise<DossierView>;
  /** Locks dossiers by order: nothing of them can be moved, removed or changed (IV.1.g). All or those that can be. */
  freeze(actor: Actor, ids: string[], reason: string): Promise<Dossier[]>;
  unfreeze(actor: Actor, ids: string[], reason: string): Promise<Dossier[]>;
  /** Hands a dossier to another person of the office (Điều 31.3.đ). */
  transfer(actor: Actor, id: string, rev: number, makerId: string): Promise<DossierView>;
  contentsSheet(actor: Actor, id: string, format: SheetFormat): Promise<MadeFile>;

  // ---- hand-over to the archive ----
  handOvers(actor: Actor): Promise<HandOverView>;
  /** The archive tells every maker which dossiers are to be handed over (Phụ lục VI Phần I.III.5.b). Answers how many were told. */
  announce(actor: Actor): Promise<number>;
  offer(actor: Actor, ids: string[]): Promise<Dossier[]>;
  returnOffer(actor: Actor, id: string, reason: string): Promise<DossierView>;
  /** The archivist receives what was offered; every file is read and checked first. @throws FILE_DAMAGED */
  receive(actor: Actor, ids: string[], basis?: string): Promise<HandOverRecord>;
  keepBack(actor: Actor, id: string, rev: number, until: string, consent: string): Promise<DossierView>;
  handOverSheet(actor: Actor, recordId: string, which: "list" | "record", format: SheetFormat): Promise<MadeFile>;
  /** Dossiers whose retention has ended: a proposal to examine them, nothing is ever destroyed. */
  retentionEnded(actor: Actor): Promise<{ dossier: Dossier; endedOn: string }[]>;

  // ---- archive packages ----
  exportArchive(actor: Actor, id: string, kind: ArchiveKind): Promise<MadeFile & { sha256: string }>;
  checkArchive(actor: Actor, bytes: Uint8Array): Promise<ArchiveCheck>;

  // ---- metadata (Phụ lục VI Phần II) ----
  metadata(actor: Actor, of: MetadataSource): Promise<Metadata & { rev: number; title: string }>;
  setMetadata(
    actor: Actor,
    of: MetadataSource,
    rev: number,
    input: { values: Record<string, string>; additional: Metadata["additional"] },
  ): Promise<Metadata & { rev: number; title: string }>;
}

/** What metadata are of. */
export type MetadataSource = { from: "document" | "incoming" | "dossier"; id: string };
