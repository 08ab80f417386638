import { VanthuError } from "../errors/index.ts";

/** What decides which series of numbers a document belongs to. */
export interface SeriesKey {
  /** The rule set the document is written by, or "incoming" for arrival numbers (số đến). */
  ruleSet: "nd30" | "hd36" | "hd05" | "incoming";
  organisationId: string;
  /** Kind code of the document ("KH", "QĐ"…). Needed for Party documents. */
  kind?: string;
  /** Day of issue or arrival, ISO date. Needed for State documents and arrivals. */
  date?: string;
  /** Term of the committee, "2025-2030". Needed for Party documents. */
  term?: string;
  /**
   * A series of its own inside the organisation. State: "chung" (one common series) unless the head of the agency decided otherwise
   * (Điều 15.1.c): a kind code, "mật" for secret documents, "sao" for copies, {@link bodyRegister} for an advisory body. Party: replaces
   * the kind, e.g. "đại hội", whose documents of all kinds share one series.
   */
  register?: string;
}

/** A series taken apart: whose, of what, for which year or term. */
export interface SeriesParts {
  organisationId: string;
  system: "state" | "party" | "incoming";
  /** "chung", a kind code, "sao", "@BCĐ389". */
  register: string;
  /** "2026", or a term "2025-2030". */
  period: string;
  /** The year, where the series is a year's. */
  year?: number;
}

/** The common series of State documents. */
export const COMMON = "chung";

/** Mark of an advisory body's series (NĐ30 Phụ lục I, II.3: bodies that write under the seal of the agency number for themselves). */
const BODY = "@";

/** In words what each place of a series says. */
const SYSTEMS = { nn: "state", dang: "party", den: "incoming" } as const;

/**
 * The key of a series of numbers.
 *
 * - State: per organisation, register and calendar year, from 01 on 1 January (NĐ 30/2020/NĐ-CP Điều 15, 22).
 * - Party: per organisation, kind and term, running on through the years (HD 36-HD/VPTW, HD 05-HD/VPTW; the change of guidance on
 *   27/5/2026 starts no new series, so both share one).
 *
 * @throws INVALID naming the missing or malformed part
 */
export function seriesFor(key: SeriesKey): string {
  const organisation = part(key.organisationId, "organisationId", "Thiếu mã cơ quan.");
  if (key.ruleSet === "nd30" || key.ruleSet === "incoming") {
    const register = part(key.register ?? COMMON, "register", "Tên sổ không hợp lệ.");
    return `${organisation}/${key.ruleSet === "nd30" ? "nn" : "den"}/${register}/${yearOf(key.date ?? "")}`;
  }
  const term = part(
    key.term ?? "",
    "term",
    "Văn bản của Đảng đánh số theo nhiệm kỳ: thiếu nhiệm kỳ (ví dụ 2025-2030).",
  );
  const kind = part(key.register ?? key.kind ?? "", "kind", "Văn bản của Đảng đánh số theo tên loại: thiếu tên loại.");
  return `${organisation}/dang/${kind}/${term}`;
}

/** The register of an advisory body: "BCĐ389" → "@BCĐ389". */
export function bodyRegister(abbreviation: string): string {
  return BODY + abbreviation;
}

/**
 * What a series is of.
 * @throws INVALID for what {@link seriesFor} never gives
 */
export function seriesParts(series: string): SeriesParts {
  const [organisationId = "", place = "", register = "", period = "", ...more] = series.split("/");
  const system = Object.hasOwn(SYSTEMS, place) ? SYSTEMS[place as keyof typeof SYSTEMS] : undefined;
  const ofYear = /^\d{4}$/.test(period);
  if (
    system === undefined ||
    organisationId === "" ||
    register === "" ||
    more.length > 0 ||
    !(system === "party" ? /^\d{4}-\d{4}$/.test(period) : ofYear)
  )
    throw new VanthuError("INVALID", { message: "Không có sổ số này.", where: "series" });
  return { organisationId, system, register, period, ...(ofYear ? { year: Number(period) } : {}) };
}

/**
 * The last calendar day that a book may give numbers: 31 December of its year, or of the last year of its term.
 * A term ends with the congress within its last year, which no calendar says; until then its numbers run on.
 */
export function lastDayOf(series: string): string {
  return `${seriesParts(series).period.slice(-4)}-12-31`;
}

/** A book in words: "Văn bản đi năm 2026", "Quyết định (số riêng) năm 2026", "Kế hoạch, nhiệm kỳ 2025-2030". */
export function bookTitle(
  series: string,
  names: { kinds?: Record<string, string>; bodies?: Record<string, string> } = {},
) {
  const { system, register, period } = seriesParts(series);
  if (system === "incoming") return `Văn bản đến năm ${period}`;
  const when = system === "party" ? `nhiệm kỳ ${period}` : `năm ${period}`;
  if (register === COMMON) return `Văn bản đi ${when}`;
  if (register === "sao" || register === "BS") return `Bản sao ${when}`;
  if (register.startsWith(BODY)) {
    const abbreviation = register.slice(BODY.length);
    return `${names.bodies?.[abbreviation] ?? `Bộ phận ${abbreviation}`} ${when}`;
  }
  const kind = names.kinds?.[register] ?? register;
  return system === "party" ? `${kind} ${when}` : `${kind} (số riêng) ${when}`;
}

/**
 * The calendar year of an ISO date, for registers and State series.
 * @throws INVALID when it is not a real date written yyyy-mm-dd
 */
export function yearOf(date: string): number {
  const year = /^(\d{4})-\d{2}-\d{2}$/.exec(date)?.[1];
  if (year === undefined || !new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date))
    throw new VanthuError("INVALID", {
      message: "Ngày phải được viết dạng năm-tháng-ngày (yyyy-mm-dd) và có thật.",
      where: "date",
    });
  return Number(year);
}

function part(value: string, where: string, message: string): string {
  if (value === "" || value.length > 100 || value.includes("/")) throw new VanthuError("INVALID", { message, where });
  return value;
}
