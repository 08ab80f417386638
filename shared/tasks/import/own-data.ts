import type { Deadline, DeadlineChange } from "../model.ts";
import { cleanCell } from "./cell-text.ts";
import { deadlineText } from "./values.ts";

/**
 * What an export adds to a row, in a column of its own, so that it imports back to exactly the same data: only what the visible cells
 * do not say by themselves. Each part holds only as long as the visible cell it belongs to was not changed.
 */
export interface OwnData {
  /** Texts that are not read back as they are (double spaces, tabs …), by field. */
  texts?: Record<string, string>;
  /** Numbers that are not read back as they are, by field. */
  numbers?: Record<string, number>;
  /** The deadline as understood, when its text alone gives another. */
  deadline?: Deadline;
  extensions?: DeadlineChange[];
  /** Place in the list, when tasks do not stand in the order of their groups. */
  order?: number;
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const KINDS = ["before", "within", "recurring", "none"];
const EVERY = ["continuous", "day", "week", "month", "quarter", "half-year", "year"];

/** As the text of one cell, only printable characters; "" when there is nothing to say. */
export function writeOwnData(data: OwnData): string {
  if (Object.values(data).every((part) => part === undefined)) return "";
  return JSON.stringify(data).replaceAll(
    /[^\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u2bff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Reads it again; whatever is not well formed is left out, as if it had never been there. */
export function readOwnData(cell: string): OwnData {
  let parsed: unknown;
  try {
    parsed = JSON.parse(cell.trim());
  } catch {
    return {};
  }
  if (typeof parsed !== "object" || parsed === null) return {};
  const { texts, numbers, deadline, extensions, order } = parsed as Record<string, unknown>;
  const data: OwnData = {};
  if (isRecord(texts)) data.texts = Object.fromEntries(Object.entries(texts).filter(isText));
  if (isRecord(numbers)) data.numbers = Object.fromEntries(Object.entries(numbers).filter(isNumber));
  const read = readDeadline(deadline);
  if (read !== undefined) data.deadline = read;
  if (Array.isArray(extensions) && extensions.length <= 1_000) {
    const changes = extensions.map(readChange);
    if (changes.every((change) => change !== undefined) && changes.length > 0) data.extensions = changes;
  }
  if (typeof order === "number" && Number.isInteger(order) && order >= 0) data.order = order;
  return data;
}

function readDeadline(value: unknown): Deadline | undefined {
  if (!isRecord(value)) return undefined;
  const { text, kind, from, to, every } = value;
  const isDay = (day: unknown) => day === undefined || (typeof day === "string" && ISO_DAY.test(day));
  if (typeof text !== "string" || !KINDS.includes(kind as string) || !isDay(from) || !isDay(to)) return undefined;
  if (every !== undefined && !EVERY.includes(every as string)) return undefined;
  const present = Object.entries({ text, kind, from, to, every }).filter(([, part]) => part !== undefined);
  return Object.fromEntries(present) as unknown as Deadline;
}

function readChange(value: unknown): DeadlineChange | undefined {
  if (!isRecord(value)) return undefined;
  const before = readDeadline(value.before);
  const { changedOn, basis } = value;
  if (before === undefined || typeof changedOn !== "string" || !ISO_DAY.test(changedOn)) return undefined;
  return typeof basis === "string" ? { before, changedOn, basis } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === "string";
}

function isNumber(entry: [string, unknown]): entry is [string, number] {
  return typeof entry[1] === "number" && Number.isFinite(entry[1]);
}

/** The text of a cell as stored, unless the file tells the text that the cell was made of. */
export function ownText(field: string, text: string, texts: Record<string, string> | undefined): string {
  const kept = texts?.[field];
  return kept !== undefined && fieldText(field, kept) === text ? kept : text;
}

/** What a cell's raw text is read as. */
export function fieldText(field: string, raw: string): string {
  const text = cleanCell(raw);
  if (field !== "number") return text;
  // A spreadsheet takes "1.1" for a number, which is written with a comma in Vietnamese.
  return text.length > 40 ? text : text.replace(/^(\S+?)[.)]$/, "$1").replace(/^(\d{1,4}),(\d{1,4})$/, "$1.$2");
}

/** What a deadline's raw cell is read as. */
export function deadlineCell(raw: string, from1904 = false): string {
  return deadlineText(cleanCell(raw), from1904);
}
