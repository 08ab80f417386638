import type { Actor } from "../../access/index.ts";
import { gridsBounded } from "../../bounded/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import { type Fault, VanthuError } from "../../errors/index.ts";
import { numberText } from "../../format/index.ts";
import {
  type Book,
  foldVietnamese,
  type IncomingEntry,
  ledgerPartition,
  type OutgoingEntry,
  type Register,
  seriesParts,
  type TakenOver,
  yearOf,
} from "../../records/index.ts";
import { type WriteOperation, withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { TakeOverInput } from "./model.ts";
import { type OldLine, readOldLines } from "./old-lines.ts";

/** Items in one commit while old lines are written: far below what a store takes at once, in number and in bytes. */
const BATCH = 60;
/** Sentences of one kind that are told. */
const TOLD = 20;

/**
 * Goes on behind the numbers of another system. The old lines are written first while the book is held still, then the book begins behind
 * the last number, in one commit: whoever stops it in between finds a book that gives no number, and does the same again.
 */
export async function takingOver(
  context: OfficeContext,
  actor: Actor,
  series: string,
  input: TakeOverInput,
): Promise<{ lines: number; warnings: string[] }> {
  const { ledger, access, storage } = context;
  const { system, year } = seriesParts(series);
  const from = input.from.normalize("NFC").replace(/\s+/g, " ").trim();
  const invalid = (message: string, where: string) => new VanthuError("INVALID", { message, where });
  if (from === "" || from.length > 200)
    throw invalid("Cần ghi số cũ được cấp ở đâu (phần mềm nào, hay sổ giấy).", "from");
  if (!Number.isSafeInteger(input.last) || input.last < 1)
    throw invalid("Số cuối cùng đã dùng phải là số nguyên từ 1.", "last");
  if (input.file !== undefined && series.includes("/sao/"))
    throw invalid("Sổ bản sao được lập từ các bản sao, không nhận dòng cũ.", "file");

  // Everything is read and judged before anything is written.
  const old = input.file === undefined ? [] : readOldLines(await gridsBounded(input.file), system === "incoming");
  refuseFaults(old, input.last, year, input.file?.name);
  const warnings = warningsOf(old, input.last);
  const entries = old.map((line) => entryOf(line, actor.organisationId, series));
  const file =
    input.file === undefined
      ? undefined
      : (await storage.files.put(input.file.bytes, "application/octet-stream")).sha256;
  const taken: TakenOver = {
    at: context.clock().toISOString(),
    by: actor.personId,
    last: input.last,
    lines: entries.length,
    from,
    ...(file === undefined ? {} : { file }),
  };

  // Two who take over one book at the same time: only who held it last goes on, and writes nothing once another holds it.
  const counter = { pk: ledgerPartition(series), sk: "counter" };
  const mine = async () => {
    const item = await storage.records.get<Omit<Book, "series">>(counter.pk, counter.sk);
    const taking = item?.data.taking;
    if (item !== undefined && taking?.at === taken.at && taking.by === taken.by) return item.rev;
    throw new VanthuError("CONFLICT", {
      message: "Sổ này vừa được người khác tiếp quản.",
      where: series,
      hint: "Mở lại trang mở, khóa sổ để xem; nếu chưa đúng thì tiếp quản lại.",
    });
  };
  const before = await ledger.book(series);
  if (entries.length > 0 || before?.taken?.lines || before?.taking !== undefined) {
    await withRetry(async () => storage.records.commit(await ledger.hold(series, taken)));
    const still: WriteOperation = { op: "check", ...counter, rev: await mine() };
    if (system === "incoming") {
      warnings.push(...(await alikeWarnings(context, actor.organisationId, entries as IncomingEntry[])));
      await writeLines(
        context,
        context.registers.incoming,
        actor.organisationId,
        series,
        entries as IncomingEntry[],
        still,
      );
    } else
      await writeLines(
        context,
        context.registers.outgoing,
        actor.organisationId,
        series,
        entries as OutgoingEntry[],
        still,
      );
  }
  await withRetry(async () => {
    const audit = await access.auditOperations({
      organisationId: actor.organisationId,
      actor: { personId: actor.personId, name: actor.name },
      at: taken.at,
      action: "number.take-over",
      subject: series,
      details: {
        last: String(input.last),
        from,
        lines: String(entries.length),
        ...(file === undefined ? {} : { file }),
      },
    });
    await storage.records.commit([...(await ledger.begin(series, input.last, taken)), ...audit]);
  });
  return { lines: entries.length, warnings };
}

/** @throws REGISTER_LINE_UNREADABLE naming every line */
function refuseFaults(lines: OldLine[], last: number, year: number | undefined, name = ""): void {
  const faults: Fault[] = [];
  const seen = new Map<number, number>();
  const fault = (line: OldLine, message: string) =>
    faults.push({ code: "REGISTER_LINE_UNREADABLE", where: `dòng ${line.row}`, message });
  for (const line of lines) {
    for (const message of line.faults) fault(line, message);
    if (line.number === undefined) continue;
    if (line.number > last) fault(line, `Số ${line.number} lớn hơn số cuối cùng đã khai (${last}).`);
    const before = seen.get(line.number);
    if (before !== undefined) fault(line, `Số ${line.number} đã có ở dòng ${before}.`);
    seen.set(line.number, line.row);
    if (year !== undefined && line.day !== undefined && yearOf(line.day) !== year)
      fault(line, `Ngày ${vietnameseDay(line.day)} không thuộc năm ${year} của sổ.`);
  }
  if (faults.length === 0) return;
  throw new VanthuError("REGISTER_LINE_UNREADABLE", {
    message: `Sổ cũ có ${faults.length} lỗi: ${faults[0]!.message}`,
    where: name,
    hint: "Chưa nhận gì. Sửa các dòng được nêu trong tệp rồi làm lại.",
    faults: faults.slice(0, 200),
  });
}

function warningsOf(lines: OldLine[], last: number): string[] {
  if (lines.length === 0) return [];
  const there = new Set(lines.map(({ number }) => number));
  const missing: number[] = [];
  for (let number = 1; number <= last && missing.length <= TOLD; number++) if (!there.has(number)) missing.push(number);
  return missing.length === 0
    ? []
    : [
        `Sổ cũ không có dòng của số ${missing.slice(0, TOLD).map(numberText).join(", ")}${missing.length > TOLD ? "…" : ""}; vẫn tính là đã dùng.`,
      ];
}

/** NĐ30 Phụ lục VI, Phần I, III.1.h: the clerk is told what seems to be registered twice. */
async function alikeWarnings(
  context: OfficeContext,
  organisationId: string,
  entries: readonly IncomingEntry[],
): Promise<string[]> {
  const warnings: string[] = [];
  const seen = new Map<string, IncomingEntry>();
  for (const entry of entries) {
    const key = foldVietnamese(`${entry.notation.replace(/^0+/, "")}|${entry.author}|${entry.issuedOn.slice(0, 4)}`);
    const twin =
      entry.notation === "" ? undefined : (seen.get(key) ?? (await otherThan(context, organisationId, entry)));
    if (twin !== undefined)
      warnings.push(
        `Số đến ${entry.number} có thể trùng với số đến ${twin.number}: cùng ${entry.notation} của ${entry.author}.`,
      );
    seen.set(key, entry);
    if (warnings.length >= TOLD) break;
  }
  return warnings;
}

async function otherThan(context: OfficeContext, organisationId: string, entry: IncomingEntry) {
  const lines = await context.registers.incoming.alike(organisationId, entry);
  return lines.find(({ data }) => data.takenOver !== true)?.data;
}

function entryOf(line: OldLine, organisationId: string, series: string): OutgoingEntry | IncomingEntry {
  const { register } = seriesParts(series);
  const number = line.number!;
  const { cells } = line;
  const shared = {
    organisationId,
    // One line a number and book, whichever file it came from.
    documentId: `so-cu-${register.replace(/[^\p{L}\d]+/gu, "-")}-${number}`,
    year: yearOf(line.day!),
    number,
    series,
    takenOver: true as const,
    issuedOn: cells.issuedOn ?? "",
    subject: cells.subject ?? "",
    ...(cells.receipt ? { receipt: cells.receipt } : {}),
    ...(cells.note ? { note: cells.note } : {}),
    ...(cells.kind ? { kind: cells.kind } : {}),
  };
  if (line.incoming)
    return {
      ...shared,
      arrivedOn: line.day!,
      author: cells.author ?? "",
      notation: cells.notation ?? "",
      ...(cells.assignee ? { assignee: cells.assignee } : {}),
      ...(cells.sentOn ? { assignedOn: cells.sentOn } : {}),
      ...(cells.signatory ? { signatory: cells.signatory } : {}),
      ...(cells.code ? { code: cells.code } : {}),
    };
  return {
    ...shared,
    notation: cells.notation ?? numberText(number),
    signatory: cells.signatory ?? "",
    recipients: cells.recipients ?? "",
    archivedBy: cells.archivedBy ?? "",
    copies: Number(cells.copies) || 1,
    ...(cells.sentOn ? { sentOn: cells.sentOn } : {}),
  };
}

/** Writes the lines, after taking away what an earlier attempt left of this book. */
async function writeLines<Entry extends OutgoingEntry | IncomingEntry>(
  context: OfficeContext,
  register: Register<Entry>,
  organisationId: string,
  series: string,
  entries: readonly Entry[],
  still: WriteOperation,
): Promise<void> {
  const wanted = new Set(entries.map((entry) => `${entry.year} ${register.keyOf(entry)}`));
  const stale: WriteOperation[] = [];
  for (const year of await register.years(organisationId)) {
    const { lines } = await register.list(organisationId, year, {
      where: (entry) => entry.takenOver === true && entry.series === series,
    });
    for (const line of lines)
      if (!wanted.has(`${year} ${line.sk}`)) stale.push({ op: "remove", pk: line.pk, sk: line.sk, rev: line.rev });
  }
  await inBatches(context, stale, still);
  await inBatches(
    context,
    entries.flatMap((entry) => register.enterAgain(entry)),
    still,
  );
}

/** In commits that a store takes, each while `still` holds; the same item only once in each. */
async function inBatches(
  context: OfficeContext,
  operations: readonly WriteOperation[],
  still: WriteOperation,
): Promise<void> {
  const { records } = context.storage;
  let batch = new Map<string, WriteOperation>();
  for (const operation of operations) {
    batch.set(`${operation.pk}\n${operation.sk}`, operation);
    if (batch.size < BATCH) continue;
    await records.commit([still, ...batch.values()]);
    batch = new Map();
  }
  await records.commit([still, ...batch.values()]);
}
