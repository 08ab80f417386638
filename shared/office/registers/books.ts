import { type Actor, allow, openAccess, SYSTEM_ACTOR } from "../../access/index.ts";
import { openCalendar, vietnamDate } from "../../calendar/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import {
  type Book,
  bookTitle,
  type LedgerCheck,
  lastDayOf,
  openLedger,
  openRegisters,
  seriesParts,
} from "../../records/index.ts";
import { type Storage, withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { BookDesk, BookName, BookView, LedgerLine, LedgerReport, NumberingSettings } from "./model.ts";
import { countsForItself, numberingDesk, readNumbering } from "./numbering.ts";
import { reportFile } from "./report-file.ts";
import { takingOver } from "./take-over.ts";

/** Books of numbers: opened, closed, taken over, proved. */
export function bookDesk(context: OfficeContext): BookDesk {
  const { ledger, access } = context;
  const today = () => vietnamDate(context.clock());

  const view = async (series: string, settings: NumberingSettings): Promise<BookView> => {
    const book = (await ledger.book(series)) ?? { series, before: 0, last: 0 };
    const counts = book.closed ? { reserved: 0, ...book.closed.counts } : (await ledger.check(series)).counts;
    return viewOf(book, counts, settings, today());
  };

  const report = async (actor: Actor, year?: number): Promise<LedgerReport> => {
    allow(actor, "register.read");
    const { name } = await access.organisation(actor.organisationId);
    return { organisation: name, ...(await ledgerReport(context, actor.organisationId, year)) };
  };

  return {
    ...numberingDesk(context),

    async list(actor) {
      allow(actor, "register.read");
      const settings = await readNumbering(context, actor.organisationId);
      const books = [];
      for (const series of await ledger.series(actor.organisationId)) books.push(await view(series, settings));
      return books.sort((a, b) => (a.period === b.period ? order(a) - order(b) : a.period < b.period ? 1 : -1));
    },

    async open(actor, name) {
      allow(actor, "number.book");
      const settings = await readNumbering(context, actor.organisationId);
      const series = namedSeries(actor, name, settings);
      const at = context.clock().toISOString();
      if (lastDayOf(series) < today())
        throw new VanthuError("INVALID", { message: "Không mở sổ của năm hoặc nhiệm kỳ đã qua.", where: "period" });
      await access.commitAudited(await ledger.open(series, { by: actor.personId, at }), {
        ...event(actor, at),
        action: "number.book.open",
        subject: series,
      });
      return view(series, settings);
    },

    async close(actor, series, reason = "") {
      allow(actor, "number.book");
      requireOwn(actor, series);
      const why = reason.normalize("NFC").replace(/\s+/g, " ").trim();
      if (why.length > 500) throw new VanthuError("INVALID", { message: "Lý do quá dài.", where: "reason" });
      if (lastDayOf(series) >= today() && why === "")
        throw new VanthuError("INVALID", {
          message: "Sổ còn trong kỳ đánh số; khóa sớm phải ghi rõ lý do.",
          where: "reason",
          hint: "Sổ đã khóa không mở lại được và không cấp số nữa.",
        });
      await closeBook(context, series, event(actor, context.clock().toISOString()), why);
      return view(series, await readNumbering(context, actor.organisationId));
    },

    async takeOver(actor, name, input) {
      allow(actor, "number.book");
      const settings = await readNumbering(context, actor.organisationId);
      const series = namedSeries(actor, name, settings);
      const taken = await takingOver(context, actor, series, input);
      return { book: await view(series, settings), ...taken };
    },

    report,

    async reportFile(actor, format, year) {
      return reportFile(await report(actor, year), format, context.clock());
    },
  };
}

/** The proof over the books of an organisation, for the desk and for whoever checks a whole installation. */
export async function ledgerReport(
  context: Pick<OfficeContext, "storage" | "ledger" | "registers" | "clock">,
  organisationId: string,
  year?: number,
): Promise<Omit<LedgerReport, "organisation">> {
  const settings = await readNumbering(context, organisationId);
  const calendar = await openCalendar(context.storage.records).working(organisationId);
  const now = context.clock();
  const shown = shownLines(context, organisationId);
  const lines: LedgerLine[] = [];
  for (const series of await context.ledger.series(organisationId)) {
    const { period } = seriesParts(series);
    if (year !== undefined && !(Number(period.slice(0, 4)) <= year && year <= Number(period.slice(-4)))) continue;
    const check = await context.ledger.check(series);
    const late = check.reserved.flatMap((one) => {
      const workingDays = calendar.workingDaysBetween(vietnamDate(new Date(one.at)), vietnamDate(now));
      return workingDays > 1 ? [{ ...one, workingDays }] : [];
    });
    const withoutLine = await issuedWithoutLine(context.ledger, shown, check);
    lines.push({
      ...check,
      title: titleOf(series, settings),
      late,
      withoutLine,
      sound: check.sound && withoutLine.length === 0,
    });
  }
  lines.sort((a, b) => {
    const [one, other] = [seriesParts(a.series), seriesParts(b.series)];
    return one.period === other.period ? order(one) - order(other) : one.period < other.period ? 1 : -1;
  });
  return {
    at: now.toISOString(),
    ...(year === undefined ? {} : { year }),
    series: lines,
    sound: lines.every(({ sound }) => sound),
  };
}

/** The proof over the books of every organisation of a storage, as the command line gives it: the same as {@link ledgerReport}. */
export async function proveNumbers(storage: Storage, clock: () => Date = () => new Date()): Promise<LedgerLine[]> {
  const { records } = storage;
  const context = { storage, clock, ledger: openLedger(records), registers: openRegisters(records) };
  const lines: LedgerLine[] = [];
  for (const { id } of await openAccess(records, clock).organisations())
    lines.push(...(await ledgerReport(context, id)).series);
  return lines;
}

/** "number document" of every line of the outgoing register: read once a report, and only where something was issued. */
function shownLines(context: Pick<OfficeContext, "registers">, organisationId: string): () => Promise<Set<string>> {
  let shown: Promise<Set<string>> | undefined;
  const read = async () => {
    const found = new Set<string>();
    for (const year of await context.registers.outgoing.years(organisationId))
      for (const { data } of (await context.registers.outgoing.list(organisationId, year)).lines)
        if (data.voided !== true) found.add(`${data.number} ${data.documentId}`);
    return found;
  };
  return () => {
    shown ??= read();
    return shown;
  };
}

/** Issued numbers that their register does not show; copies have a register of their own that is made of the copies. */
async function issuedWithoutLine(
  ledger: OfficeContext["ledger"],
  shown: () => Promise<Set<string>>,
  { series, counts }: LedgerCheck,
): Promise<{ number: number; documentId: string }[]> {
  const { system, register } = seriesParts(series);
  if (register === "sao" || register === "BS" || system === "incoming" || counts.issued === 0) return [];
  // Lines are written with the numbers: the numbers are read first, so that none of them is newer than the lines.
  const issued = (await ledger.entries(series)).filter(({ state }) => state === "issued");
  const lines = await shown();
  return issued
    .filter(({ number, documentId }) => !lines.has(`${number} ${documentId}`))
    .map(({ number, documentId }) => ({ number, documentId }));
}

/**
 * Turns the books of an organisation with the year, in Vietnamese time: this year's books are opened beside those of the last year, and a
 * book whose year or term is over is closed once all of its numbers are issued or voided. Does nothing where nothing is to be done.
 */
export async function turnBooks(
  context: OfficeContext,
  organisationId: string,
): Promise<{ opened: string[]; closed: string[] }> {
  const day = vietnamDate(context.clock());
  const year = Number(day.slice(0, 4));
  const at = context.clock().toISOString();
  const settings = await readNumbering(context, organisationId);
  const by = { organisationId, actor: { ...SYSTEM_ACTOR }, at };
  const existing = new Set(await context.ledger.series(organisationId));
  const done = { opened: [] as string[], closed: [] as string[] };
  for (const series of existing) {
    if (lastDayOf(series) >= day) continue;
    const parts = seriesParts(series);
    const next = `${series.slice(0, series.lastIndexOf("/"))}/${year}`;
    const goesOn = !Object.hasOwn(KINDS, parts.register) || countsForItself(settings, parts.register, year);
    if (parts.year === year - 1 && goesOn && !existing.has(next)) {
      const opened = await quietly(async () =>
        context.access.commitAudited(await context.ledger.open(next, { by: SYSTEM_ACTOR.personId, at }), {
          ...by,
          action: "number.book.open",
          subject: next,
        }),
      );
      if (opened) done.opened.push(next);
    }
    const book = await context.ledger.book(series);
    if (book === undefined || book.closed || book.taking) continue;
    if (await quietly(() => closeBook(context, series, by, ""))) done.closed.push(series);
  }
  return done;
}

/** Another process may have turned the book meanwhile, and a book with reserved numbers waits. */
async function quietly(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const expected = ["NUMBER_CLOSED", "BOOK_NOT_FINISHED", "BOOK_TAKING_OVER", "CONFLICT"];
    if (isVanthuError(error) && expected.includes(error.code)) return false;
    throw error;
  }
}

/** Keeps the books turned: looks at every organisation at most every ten minutes, and at once when a new year has begun. */
export function bookTurner(context: OfficeContext): () => Promise<void> {
  let looked = { at: Number.NEGATIVE_INFINITY, year: "" };
  return async () => {
    const now = context.clock();
    const year = vietnamDate(now).slice(0, 4);
    if (year === looked.year && now.getTime() - looked.at < 600_000) return;
    looked = { at: now.getTime(), year };
    for (const { id } of await context.access.organisations()) await turnBooks(context, id);
  };
}

async function closeBook(
  context: OfficeContext,
  series: string,
  by: ReturnType<typeof event>,
  reason: string,
): Promise<void> {
  await withRetry(async () => {
    const { seal, operations } = await context.ledger.close(series, {
      by: by.actor.personId,
      at: by.at,
      ...(reason === "" ? {} : { reason }),
    });
    const { first, last, counts, sha256 } = seal;
    const audit = await context.access.auditOperations({
      ...by,
      action: "number.book.close",
      subject: series,
      details: {
        numbers: first === undefined ? "0" : `${first}–${last}`,
        issued: String(counts.issued),
        voided: String(counts.voided),
        sha256,
        ...(reason === "" ? {} : { reason }),
      },
    });
    await context.storage.records.commit([...operations, ...audit]);
  });
}

function event(actor: Actor, at: string) {
  return { organisationId: actor.organisationId, actor: { personId: actor.personId, name: actor.name }, at };
}

/** @throws NOT_FOUND for a book of another organisation */
function requireOwn(actor: Actor, series: string): void {
  if (!series.startsWith(`${actor.organisationId}/`))
    throw new VanthuError("NOT_FOUND", { message: "Không có sổ này.", where: series });
  seriesParts(series);
}

/** @throws INVALID for what this office does not number by */
function namedSeries(actor: Actor, { system, register, period }: BookName, settings: NumberingSettings): string {
  const place = { state: "nn", party: "dang", incoming: "den" }[system];
  const series = `${actor.organisationId}/${place}/${register}/${period}`;
  const { year } = seriesParts(series);
  const body = settings.bodies.some(({ abbreviation }) => register === `@${abbreviation}`);
  const known =
    system === "incoming"
      ? register === "chung"
      : body ||
        (system === "state"
          ? register === "chung" || register === "sao" || countsForItself(settings, register, year!)
          : register === "BS" || Object.hasOwn(KINDS, register));
  if (!known)
    throw new VanthuError("INVALID", {
      message: "Cơ quan không đánh số riêng cho sổ này.",
      where: "register",
      hint: "Đặt loại văn bản hoặc hội đồng, ban, tổ đánh số riêng trước.",
    });
  return series;
}

function viewOf(book: Book, counts: BookView["counts"], settings: NumberingSettings, today: string): BookView {
  const { system, register, period } = seriesParts(book.series);
  return {
    ...book,
    system,
    register,
    period,
    title: titleOf(book.series, settings),
    counts,
    running: book.closed === undefined && lastDayOf(book.series) >= today,
  };
}

/** A book in words, with the names of kinds and of the office's own bodies. */
export function titleOf(series: string, { bodies }: NumberingSettings): string {
  const kinds = Object.fromEntries(Object.entries(KINDS).map(([code, { name }]) => [code, name]));
  return bookTitle(series, {
    kinds,
    bodies: Object.fromEntries(bodies.map(({ abbreviation, name }) => [abbreviation, name])),
  });
}

/** Outgoing first, the common book before others. */
function order({ system, register }: Pick<BookView, "system" | "register">): number {
  const first = { state: 0, party: 0, incoming: 10 }[system];
  return (
    first + (register === "chung" ? 0 : register === "sao" || register === "BS" ? 5 : register.startsWith("@") ? 3 : 1)
  );
}
