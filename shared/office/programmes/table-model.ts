import type { Actor } from "../../access/index.ts";
import type {
  Agency,
  AgencyFinding,
  AgencyMatch,
  ImportOptions,
  ImportResult,
  Programme,
  TableView,
} from "../../tasks/index.ts";

/** A file to be handed out. */
export interface TableFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** How a table of tasks is read and worked in. */
export interface TableImportOptions extends Pick<ImportOptions, "sheet" | "mapping" | "headerRow" | "strictDeadlines"> {
  /** Agencies to be renamed, as the user accepted: new name by the name in the table. */
  renames?: Readonly<Record<string, string>>;
  /** "replace" (default): the table is the whole list; "add": what it does not name stays. */
  mode?: "replace" | "add";
}

/** What an import would do, in tasks and targets. */
export interface ImportEffect {
  added: number;
  changed: number;
  unchanged: number;
  removed: number;
  /** Names of tasks that would be removed, at most twenty. */
  removedNames: string[];
  targets: { added: number; changed: number; removed: number };
}

/** A table as read, before anything is stored. */
export interface TablePreview {
  result: ImportResult;
  /** Agencies that are not in the directory as they are written. */
  agencies: AgencyFinding[];
  effect: ImportEffect;
}

/** Import and export of an organisation's programmes. */
export interface TableDesk {
  /** The tables of a file and the columns of one, with proposals; for a table whose header was not understood. */
  inspect(actor: Actor, file: { name: string; bytes: Uint8Array }, options?: TableImportOptions): Promise<TableView>;
  /** Reads a table and tells what importing it would do; nothing is stored. @throws IMPORT_*, NOT_FOUND */
  preview(
    actor: Actor,
    programmeId: string,
    file: { name: string; bytes: Uint8Array },
    options?: TableImportOptions,
  ): Promise<TablePreview>;
  /**
   * Stores the sound rows as a new revision; with `refused` rows only when `onlySound` says so. A file exported from this programme is
   * compared with the revision it was exported from, so that what others changed since stays.
   *
   * @param revision the one the user saw
   * @throws INVALID with a fault per refused cell, CONFLICT when others changed the same fields, IMPORT_*, NOT_FOUND
   */
  import(
    actor: Actor,
    programmeId: string,
    revision: number,
    file: { name: string; bytes: Uint8Array },
    options?: TableImportOptions & { onlySound?: boolean; why?: string; basis?: string; learnAgencies?: boolean },
  ): Promise<Programme>;
  exportXlsx(actor: Actor, programmeId: string, revision?: number): Promise<TableFile>;
  exportCsv(
    actor: Actor,
    programmeId: string,
    options?: { revision?: number; separator?: ";" | ","; part?: "tasks" | "targets" },
  ): Promise<TableFile>;
  /** The workbook to be filled in. */
  sample(actor: Actor): Promise<TableFile>;
}

/** An agency of the directory, and where it is from. */
export interface DirectoryAgency extends Agency {
  /** "standard": shipped; "organisation": served by this installation; "own": added or corrected by the office. */
  origin: "standard" | "organisation" | "own";
}

/** The directory of agencies that an organisation names in its tasks. */
export interface AgencyDesk {
  /** By name. */
  list(actor: Actor): Promise<DirectoryAgency[]>;
  /** Adds an agency, or with the `id` of one corrects it. @throws INVALID with every fault, ALREADY_EXISTS when the name is taken */
  save(actor: Actor, agency: AgencyInput): Promise<DirectoryAgency>;
  /** Takes an agency out. @throws NOT_FOUND, INVALID for an organisation served here */
  remove(actor: Actor, id: string): Promise<void>;
  /** What a text may mean. */
  match(actor: Actor, text: string): Promise<AgencyMatch[]>;
  /** Names in the newest revisions of all programmes that the directory does not have as they are written. */
  inUse(actor: Actor): Promise<AgencyFinding[]>;
  /** Adds names as agencies; those that are there already stay. Answers how many were new. @throws INVALID */
  adopt(actor: Actor, names: string[]): Promise<number>;
}

/** An agency as somebody types it. */
export interface AgencyInput {
  id?: string;
  name: string;
  abbreviations?: string[];
  formerNames?: { name: string; until?: string; source?: string; part?: string }[];
  parent?: string;
}
