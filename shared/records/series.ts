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
   * (Điều 15.1.c): a kind code, "mật" for secret documents, "sao" for copies. Party: replaces the kind, e.g. "đại hội", whose
   * documents of all kinds share one series.
   */
  register?: string;
}

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
    const register = part(key.register ?? "chung", "register", "Tên sổ không hợp lệ.");
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
