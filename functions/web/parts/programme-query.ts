import {
  columnsAmong,
  PAGE_SIZES,
  TASK_COLUMNS,
  type TaskColumn,
  type TaskFilter,
  type TaskOrder,
  type TaskTableView,
} from "../../../shared/office/index.ts";
import type { Programme } from "../../../shared/tasks/index.ts";

/** What the address of a programme's page asks for; "" and absent: nothing. Whatever is no such thing counts as nothing. */
export interface ProgrammeQuery {
  /** Words to look for, with or without diacritics. */
  tim: string;
  /** Beginning of a status code. */
  tt: string;
  /** Warning code. */
  cb: string;
  /** Lead agency, folded. */
  cq: string;
  /** Group id; "-": outside all groups. */
  ng: string;
  /** Column to sort by, in the words of {@link COLUMN_WORDS}; "-" before it: descending. */
  xep: string;
  /** "1": one list over all groups, "0": by groups; "": as the person has it. */
  phang: string;
  /** Columns, in words with commas between; "": as the person has them. */
  cot: string;
  /** Rows on a page; 0: as the person has them. */
  so: number;
  /** "1": cells are edited in the table. */
  sua: string;
  /** Page from 1. */
  trang: number;
}

/** Columns as an address names them. */
export const COLUMN_WORDS: Record<TaskColumn, string> = {
  number: "tt",
  name: "ten",
  leadAgency: "chu-tri",
  coordinatingAgencies: "phoi-hop",
  output: "san-pham",
  deadline: "han",
  progress: "tien-do",
  status: "tinh-trang",
  basis: "can-cu",
  note: "ghi-chu",
  amendmentNote: "dieu-chinh",
  files: "tep",
};

/** What an address asks of the table, read from its parameters. */
export function programmeQuery(parameter: (name: string) => string | undefined): ProgrammeQuery {
  const word = (name: string) => (parameter(name) ?? "").slice(0, 200);
  const count = (name: string) => (/^[1-9]\d{0,6}$/.test(word(name)) ? Number(word(name)) : 0);
  return {
    tim: word("tim"),
    tt: word("tt"),
    cb: word("cb"),
    cq: word("cq"),
    ng: word("ng"),
    xep: word("xep"),
    phang: word("phang"),
    cot: word("cot"),
    so: count("so"),
    sua: word("sua"),
    trang: count("trang") || 1,
  };
}

/** Address of a programme's page with a filter. */
export type Address = (query: Partial<ProgrammeQuery>) => string;

/** Addresses of the revision that is shown; the newest needs no number. */
export function addressOf(programme: Pick<Programme, "id" | "revision">, newest: number): Address {
  return (query) => {
    const text = parametersOf(query, programme.revision === newest ? undefined : programme.revision).toString();
    return `/nhiem-vu/${programme.id}${text === "" ? "" : `?${text}`}`;
  };
}

/** A query as parameters of an address, without what says nothing. */
export function parametersOf(query: Partial<ProgrammeQuery>, revision?: number): URLSearchParams {
  const parameters = new URLSearchParams();
  if (revision !== undefined) parameters.set("ban", String(revision));
  for (const [name, value] of Object.entries(query)) {
    if (value !== "" && value !== 0 && !(name === "trang" && value === 1)) parameters.set(name, String(value));
  }
  return parameters;
}

/** What of a query lets tasks through. */
export function filterOf({ tim, tt, cb, cq, ng }: ProgrammeQuery): TaskFilter {
  return { search: tim, status: tt, warning: cb, lead: cq, group: ng };
}

/** How the table is shown: what the address says, else what the person has chosen. */
export interface TableSetting extends TaskTableView {
  order: TaskOrder;
  /** Cells are edited in the table. */
  editing: boolean;
}

/** The setting that a query comes to for somebody with a view of their own. */
export function settingOf(query: ProgrammeQuery, view: TaskTableView): TableSetting {
  const by = TASK_COLUMNS.find((column) => COLUMN_WORDS[column] === query.xep.replace(/^-/, ""));
  const flat = query.phang === "" ? view.flat : query.phang === "1";
  return {
    columns: query.cot === "" ? view.columns : columnsIn(query.cot),
    size: PAGE_SIZES.includes(query.so) ? query.so : view.size,
    flat,
    order: by === undefined ? { flat } : { by, descending: query.xep.startsWith("-"), flat },
    editing: query.sua === "1",
  };
}

/** Columns that are named with commas between. */
export function columnsIn(words: string): TaskColumn[] {
  const named = words.split(",");
  return columnsAmong(TASK_COLUMNS.filter((column) => named.includes(COLUMN_WORDS[column])));
}

/** Columns as one parameter. */
export function columnWords(columns: readonly TaskColumn[]): string {
  return columns.map((column) => COLUMN_WORDS[column]).join(",");
}
