import { type Actor, allow } from "../../access/index.ts";
import { vietnamDate } from "../../calendar/index.ts";
import { abbreviationIn } from "../../copies/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import { bodyRegister, COMMON, seriesFor, seriesParts } from "../../records/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { BookDesk, DocumentToNumber, NumberingSettings } from "./model.ts";

type Stores = Pick<OfficeContext, "storage">;

const PLACE = "numbering";
const LIMITS = { bodies: 50, kinds: 50 } as const;
const YEARS = { first: 1945, last: 2200 } as const;

const settingsOf = (organisationId: string) => `org/${organisationId}/settings`;

/** What the office has set; while it has set nothing, one common series of State documents. */
export async function readNumbering(
  { storage }: Stores,
  organisationId: string,
): Promise<NumberingSettings & { rev: number }> {
  const item = await storage.records.get<NumberingSettings>(settingsOf(organisationId), PLACE);
  return { ownSeries: [], bodies: [], ...item?.data, rev: item?.rev ?? 0 };
}

/**
 * The series that a document takes its number from: an advisory body's own, the kind's own where the office has set that, else the common
 * one of the year; of the Party the kind's in the term. `unchanged` belongs into the commit that takes the number: it fails when the office
 * divided its books otherwise in between.
 */
export async function documentSeries(
  context: Stores,
  document: DocumentToNumber,
): Promise<{ series: string; unchanged: WriteOperation }> {
  const { organisationId, ruleSet, kind, notation, date, term } = document;
  const settings = await readNumbering(context, organisationId);
  const unchanged: WriteOperation = { op: "check", pk: settingsOf(organisationId), sk: PLACE, rev: settings.rev };
  const written = plain(abbreviationIn(ruleSet, kind, notation) ?? "");
  // Of a letter the drafting unit follows ("BCĐCĐS-VP"): the body is what stands first.
  const body = settings.bodies.find(({ abbreviation }) => {
    const wanted = plain(abbreviation);
    return written === wanted || written.startsWith(`${wanted}-`);
  });
  const own = ruleSet === "nd30" && countsForItself(settings, kind, Number(date.slice(0, 4)));
  const register = body === undefined ? (own ? kind : undefined) : bodyRegister(body.abbreviation);
  const series = seriesFor({
    ruleSet,
    organisationId,
    kind,
    date,
    term,
    ...(register === undefined ? {} : { register }),
  });
  return { series, unchanged };
}

/** Does this kind of State document have a series of its own in this year? */
export function countsForItself({ ownSeries }: NumberingSettings, kind: string, year: number): boolean {
  return ownSeries.some((one) => one.kind === kind && one.fromYear <= year && year <= (one.toYear ?? YEARS.last));
}

/** Which kinds and bodies have numbers of their own: set by the clerk, who keeps the books, and by administrators. */
export function numberingDesk(context: OfficeContext): Pick<BookDesk, "settings" | "changeSettings"> {
  return {
    async settings(actor) {
      allow(actor, "register.read");
      return readNumbering(context, actor.organisationId);
    },

    async changeSettings(actor, rev, wanted) {
      allow(actor, "number.book");
      const settings = checked(wanted);
      const before = await readNumbering(context, actor.organisationId);
      const books = await refuseInUse(context, actor, before, settings);
      const place = { pk: settingsOf(actor.organisationId), sk: PLACE, data: settings };
      await context.access.commitAudited(
        [rev === 0 ? { op: "insert", ...place } : { op: "update", ...place, rev }, ...books],
        {
          organisationId: actor.organisationId,
          actor: { personId: actor.personId, name: actor.name },
          at: context.clock().toISOString(),
          action: "number.settings",
          subject: actor.organisationId,
          details: {
            kinds: settings.ownSeries
              .map(({ kind, fromYear, toYear }) => `${kind} ${fromYear}–${toYear ?? ""}`)
              .join("; "),
            bodies: settings.bodies.map(({ abbreviation }) => abbreviation).join("; "),
          },
        },
      );
      return { ...settings, rev: rev + 1 };
    },
  };
}

/**
 * A book that has given numbers is never divided otherwise: the numbers of a year would have gaps and repeats for whoever reads the book.
 * Answers checks, so that no number is given in a book that this looked at until the settings are stored.
 *
 * @throws BOOK_IN_USE
 */
async function refuseInUse(context: OfficeContext, actor: Actor, before: NumberingSettings, after: NumberingSettings) {
  const kinds = new Set([...before.ownSeries, ...after.ownSeries].map(({ kind }) => kind));
  const gone = before.bodies.filter(
    ({ abbreviation }) => !after.bodies.some((one) => plain(one.abbreviation) === plain(abbreviation)),
  );
  const touched = new Set(gone.map(({ abbreviation }) => bodyRegister(abbreviation)));
  const checks = [];
  const existing = await context.ledger.series(actor.organisationId);
  for (const series of existing) {
    const { system, register, year } = seriesParts(series);
    const changed =
      system === "state" && year !== undefined
        ? [...kinds].filter((kind) => countsForItself(before, kind, year) !== countsForItself(after, kind, year))
        : [];
    const concerns =
      touched.has(register) || changed.includes(register as never) || (register === COMMON && changed.length > 0);
    if (!concerns) continue;
    const item = await context.storage.records.get(`ledger#${series}`, "counter");
    const book = await context.ledger.book(series);
    if (book !== undefined && book.last > 0)
      throw new VanthuError("BOOK_IN_USE", {
        message:
          year === undefined
            ? `Sổ ${register} đã được dùng đến số ${book.last}.`
            : `Sổ năm ${year} đã được dùng đến số ${book.last}, không đổi cách đánh số giữa chừng được.`,
        where: series,
        hint: "Chọn năm bắt đầu là năm sau, khi sổ mới chưa cấp số nào.",
      });
    if (item !== undefined) checks.push({ op: "check" as const, pk: item.pk, sk: item.sk, rev: item.rev });
  }
  // Books that do not exist yet must not begin meanwhile either: this year's are the only ones that could.
  const thisYear = Number(vietnamDate(context.clock()).slice(0, 4));
  for (const kind of kinds) {
    if (countsForItself(before, kind, thisYear) === countsForItself(after, kind, thisYear)) continue;
    for (const register of [COMMON, kind]) {
      const series = seriesFor({
        ruleSet: "nd30",
        organisationId: actor.organisationId,
        date: `${thisYear}-01-01`,
        register,
      });
      const pk = `ledger#${series}`;
      if (existing.includes(series) || checks.some((one) => one.pk === pk)) continue;
      checks.push({ op: "check" as const, pk, sk: "counter", rev: 0 });
    }
  }
  return checks;
}

/** @throws INVALID */
function checked({ ownSeries, bodies }: NumberingSettings): NumberingSettings {
  const invalid = (message: string, where: string) => new VanthuError("INVALID", { message, where });
  if (ownSeries.length > LIMITS.kinds) throw invalid("Danh sách loại văn bản đánh số riêng quá dài.", "ownSeries");
  if (bodies.length > LIMITS.bodies) throw invalid("Danh sách hội đồng, ban, tổ quá dài.", "bodies");
  const kinds = ownSeries.map(({ kind, fromYear, toYear }, index) => {
    const where = `ownSeries[${index}]`;
    if (!Object.hasOwn(KINDS, kind) || kind === "PL") throw invalid("Không có loại văn bản này.", `${where}.kind`);
    const year = (value: number) => Number.isInteger(value) && value >= YEARS.first && value <= YEARS.last;
    if (!year(fromYear)) throw invalid("Năm bắt đầu không hợp lệ.", `${where}.fromYear`);
    if (toYear !== undefined && (!year(toYear) || toYear < fromYear))
      throw invalid("Năm kết thúc phải từ năm bắt đầu trở đi.", `${where}.toYear`);
    return { kind, fromYear, ...(toYear === undefined ? {} : { toYear }) };
  });
  for (const [index, one] of kinds.entries())
    if (
      kinds.some(
        (other, at) =>
          at < index && other.kind === one.kind && other.fromYear <= (one.toYear ?? YEARS.last) && one.fromYear <= (other.toYear ?? YEARS.last), // biome-ignore format: one thought
      )
    )
      throw invalid(`${KINDS[one.kind].name} được ghi hai lần cho cùng một năm.`, `ownSeries[${index}]`);
  const seen = new Set<string>();
  const named = bodies.map(({ abbreviation, name }, index) => {
    const where = `bodies[${index}]`;
    const short = abbreviation.normalize("NFC").replace(/\s+/g, "");
    const full = name.normalize("NFC").replace(/\s+/g, " ").trim();
    if (!/^[\p{L}\d][\p{L}\d&.-]{0,29}$/u.test(short))
      throw invalid("Chữ viết tắt chỉ gồm chữ cái, chữ số (ví dụ BCĐCĐS, HĐTĐKT, ĐH).", `${where}.abbreviation`);
    if (full === "" || full.length > 200) throw invalid("Cần tên của hội đồng, ban hoặc tổ.", `${where}.name`);
    if (seen.has(plain(short))) throw invalid("Một chữ viết tắt được ghi hai lần.", `${where}.abbreviation`);
    seen.add(plain(short));
    return { abbreviation: short, name: full };
  });
  return { ownSeries: kinds, bodies: named };
}

/** Đ and the marks count in an abbreviation; case and spaces do not. */
function plain(abbreviation: string): string {
  return abbreviation.normalize("NFC").replace(/\s+/g, "").toLocaleUpperCase("vi");
}
