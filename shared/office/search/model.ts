import type { Actor } from "../../access/index.ts";
import type { MadeFile, SheetFormat } from "../dossiers/index.ts";

/** What is found. */
export type FoundKind = "document" | "incoming" | "upload" | "dossier";

/** A field that can be searched and shown: those of Phụ lục VI Phần II. */
export type SearchField =
  | "typeName"
  | "symbol"
  | "number"
  | "notation"
  | "issuedOn"
  | "issuer"
  | "subject"
  | "signer"
  | "position"
  | "receivers"
  | "priority"
  | "copies"
  | "pages"
  | "language"
  | "note"
  | "dueOn"
  | "arrivedOn"
  | "arrivalNumber"
  | "assignees"
  | "trace"
  | "state"
  | "code"
  | "retention"
  | "rights"
  | "maker"
  | "startedOn"
  | "endedOn"
  | "documents"
  | "keywords"
  | "additional";

/** Names of the fields, in the order in which they are offered. */
export const SEARCH_FIELDS: readonly { key: SearchField; label: string; type?: "day" | "number" }[] = [
  { key: "typeName", label: "Tên loại" },
  { key: "symbol", label: "Số, ký hiệu" },
  { key: "number", label: "Số" },
  { key: "notation", label: "Ký hiệu" },
  { key: "issuedOn", label: "Ngày văn bản", type: "day" },
  { key: "issuer", label: "Cơ quan ban hành" },
  { key: "subject", label: "Trích yếu, tiêu đề" },
  { key: "signer", label: "Người ký" },
  { key: "position", label: "Chức vụ người ký" },
  { key: "receivers", label: "Nơi nhận" },
  { key: "priority", label: "Mức độ khẩn", type: "number" },
  { key: "copies", label: "Số lượng bản", type: "number" },
  { key: "pages", label: "Số trang", type: "number" },
  { key: "language", label: "Ngôn ngữ" },
  { key: "note", label: "Ghi chú" },
  { key: "dueOn", label: "Thời hạn", type: "day" },
  { key: "arrivedOn", label: "Ngày đến", type: "day" },
  { key: "arrivalNumber", label: "Số đến", type: "number" },
  { key: "assignees", label: "Đơn vị, người nhận" },
  { key: "trace", label: "Ý kiến, trạng thái xử lý" },
  { key: "state", label: "Trạng thái" },
  { key: "code", label: "Mã hồ sơ" },
  { key: "retention", label: "Thời hạn bảo quản" },
  { key: "rights", label: "Chế độ sử dụng" },
  { key: "maker", label: "Người lập" },
  { key: "startedOn", label: "Ngày bắt đầu", type: "day" },
  { key: "endedOn", label: "Ngày kết thúc", type: "day" },
  { key: "documents", label: "Số văn bản", type: "number" },
  { key: "keywords", label: "Từ khóa" },
  { key: "additional", label: "Dữ liệu bổ sung" },
];

/** A search. */
export interface SearchQuery {
  /** Words in content or fields, marks and case do not matter; "in quotes" or joined by signs (15/KH-UBND) as a phrase. */
  words?: string;
  kinds?: FoundKind[];
  /** What fields must hold: words of a text; a value, or "from..to", of a day (ISO) or number. */
  fields?: Partial<Record<SearchField, string>>;
  /** Fields of the results; those of {@link DEFAULT_FIELDS} when absent. */
  show?: SearchField[];
  /** By this field; absent: newest first. */
  order?: { field: SearchField; down?: boolean };
  page?: number;
  pageSize?: number;
}

/** Shown when nothing was chosen. */
export const DEFAULT_FIELDS: readonly SearchField[] = ["symbol", "issuedOn", "typeName", "subject", "issuer", "state"];

/** One found thing: only what its reader may see. */
export interface Found {
  kind: FoundKind;
  id: string;
  /** Address of its page. */
  href: string;
  values: Partial<Record<SearchField, string>>;
}

/** What was found. */
export interface SearchResult {
  total: number;
  byKind: Partial<Record<FoundKind, number>>;
  found: Found[];
  page: number;
  pages: number;
  /** The index is still being built: some may be missing yet. */
  indexing: boolean;
}

/** A search that was kept to be used again (Phụ lục VI Phần I.III.6.e). */
export interface SavedSearch {
  id: string;
  name: string;
  query: SearchQuery;
  at: string;
}

/** What somebody did with a document or dossier. */
export type Use = "view" | "download" | "print";

/** One use (6.l). */
export interface UseEntry {
  at: string;
  personId: string;
  person: string;
  use: Use;
}

/** How often things were used. */
export interface UseFigures {
  from: string;
  to: string;
  signIns: number;
  /** By kind and use. */
  uses: { kind: FoundKind; use: Use; count: number }[];
  /** Day by day: sign-ins and uses. */
  days: { day: string; signIns: number; uses: number }[];
}

/** Search, statistics and the history of use. */
export interface SearchDesk {
  /** @throws INVALID */
  find(actor: Actor, query: SearchQuery): Promise<SearchResult>;
  /** All that was found, at most 2,000, as a table with the fields chosen. */
  exportFound(actor: Actor, query: SearchQuery, format: SheetFormat): Promise<MadeFile>;
  saved(actor: Actor): Promise<SavedSearch[]>;
  save(actor: Actor, name: string, query: SearchQuery): Promise<SavedSearch>;
  forget(actor: Actor, id: string): Promise<void>;
  /** Makes the index anew from the records: it is derived. Answers how many things it holds. @throws FORBIDDEN for all but administrators and archivists */
  rebuild(actor: Actor): Promise<{ indexed: number }>;

  /** Notes that the actor saw, took away or printed something. Does nothing for what is not there. */
  noteUse(actor: Actor, of: { kind: FoundKind; id: string }, use: Use): Promise<void>;
  noteSignIn(organisationId: string): Promise<void>;
  /** Who used it, newest first, and how often; read through its own door. @throws NOT_FOUND */
  uses(
    actor: Actor,
    of: { kind: FoundKind; id: string },
  ): Promise<{ counts: Record<Use, number>; entries: UseEntry[] }>;
  /** Days inclusive, a year at most. For leaders, archivists, auditors, administrators. @throws FORBIDDEN, INVALID */
  figures(actor: Actor, from: string, to: string): Promise<UseFigures>;
  /** A copy of a document for paper, each page marked as printed from this system; the original stays as it is (6.k). */
  markedPrint(actor: Actor, of: { kind: "document" | "incoming"; id: string }): Promise<MadeFile>;
}
