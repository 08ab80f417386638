import { createHash } from "node:crypto";
import type { Book, BookSeal, LedgerCheck, LedgerEntry } from "./ledger-model.ts";

/** The figures of a book's entries: first and last number, counts, and sha256 over every entry in order. */
export function sealOf(entries: readonly LedgerEntry[]): Omit<BookSeal, "at" | "by"> {
  const hash = createHash("sha256");
  const counts = { issued: 0, voided: 0 };
  for (const entry of entries) {
    if (entry.state !== "reserved") counts[entry.state] += 1;
    const { number, documentId, state, reservedAt, reservedBy, issuedAt, issuedBy, voidedAt, voidedBy, reason } = entry;
    const line = [number, documentId, state, reservedAt, reservedBy, issuedAt, issuedBy, voidedAt, voidedBy, reason];
    hash.update(`${JSON.stringify(line.map((value) => value ?? null))}\n`);
  }
  const [first, last] = [entries[0]?.number, entries.at(-1)?.number];
  return {
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    counts,
    sha256: hash.digest("hex"),
  };
}

/**
 * Proves a series from its entries.
 *
 * @param book as it was before the entries were read
 * @param lastNow the last number given when they had been read
 */
export function proof(book: Book, entries: readonly LedgerEntry[], lastNow: number): LedgerCheck {
  const { series, before, last, closed } = book;
  const counts = { reserved: 0, issued: 0, voided: 0 };
  const numbers = new Set<number>();
  const holders = new Set<string>();
  const repeats: LedgerCheck["repeats"] = [];
  const voided: LedgerCheck["voided"] = [];
  const reserved: LedgerCheck["reserved"] = [];
  for (const entry of entries) {
    const { number, documentId, state } = entry;
    counts[state] += 1;
    const outside = number <= before || number > lastNow;
    const heldTwice = state !== "voided" && holders.has(documentId);
    if (outside || heldTwice || numbers.has(number)) repeats.push({ number, documentId });
    numbers.add(number);
    if (state !== "voided") holders.add(documentId);
    if (state === "voided")
      voided.push({ number, documentId, at: entry.voidedAt ?? entry.reservedAt, reason: entry.reason ?? "" });
    if (state === "reserved") reserved.push({ number, documentId, at: entry.reservedAt, by: entry.reservedBy });
  }
  const gaps: number[] = [];
  for (let number = before + 1; number <= last; number++) if (!numbers.has(number)) gaps.push(number);
  const now = closed && sealOf(entries);
  const sealBroken =
    closed !== undefined &&
    (now?.sha256 !== closed.sha256 ||
      now.counts.issued !== closed.counts.issued ||
      now.counts.voided !== closed.counts.voided);
  return {
    series,
    before,
    last,
    counts,
    gaps,
    repeats,
    voided,
    reserved,
    ...(closed ? { closed } : {}),
    ...(sealBroken ? { sealBroken: true as const } : {}),
    sound: gaps.length === 0 && repeats.length === 0 && !sealBroken,
  };
}
