/** A whole cell of what stands below a table: who made it, place and date, who signs, who gets it (as NĐ 30/2020/NĐ-CP lays documents out). */
const CLOSING: RegExp[] = [
  /^\p{Lu}[^\d,]{1,50},\s*ngày\s*[\d.…_]{0,12}\s*tháng\s*[\d.…_]{0,12}\s*năm\s*[\d.…_]{0,12}$/u,
  /^nơi nhận\s*:/iu,
  /^\((?:đã |chữ )?ký(?:[,;\s][^()]*)?\)$/iu,
  /^(?:người|cán bộ|đơn vị)\s+(?:lập|tổng hợp)(?:\s+(?:biểu|bảng))?$/iu,
  /^(?:TM|KT|TL|TUQ|Q)\.\s*\p{Lu}{2}/u,
  /^(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|THỦ TRƯỞNG(?: (?:ĐƠN VỊ|CƠ QUAN))?|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG|TRƯỞNG BAN|BÍ THƯ|BỘ TRƯỞNG)$/u,
];
const FOOTNOTE = /^[*(]{0,3}\s*ghi chú\s*[*)]{0,3}\s*:/iu;
const TOTAL = /^(?:tổng cộng|tổng số|tổng|cộng)(?:\s*[:(]|\s+(?:nhóm|mục|phần|nhiệm vụ|[IVX]+)(?!\p{L})|$)/iu;
/** Nothing of this kind is longer; keeps long cells out of the patterns. */
const LONGEST = 300;

/**
 * What a row that is no task is: "total" for a sum within or below the table, "closing" where the table ends and the place of signature
 * begins; undefined for every other row.
 *
 * @param cells the row's filled cells, cleaned
 * @param given what stands in its column of numbers and of lead agencies
 */
export function notOfTheTable(
  cells: string[],
  given: { number: string; leadAgency: string },
): "total" | "closing" | undefined {
  const short = cells.filter((cell) => cell.length <= LONGEST);
  const numbered = given.number !== "" && given.number !== cells[0];
  if (numbered || (/^[\dIVX]/.test(given.number) && cells.length > 1)) return undefined;
  if (short.some((cell) => CLOSING.some((pattern) => pattern.test(cell)))) return "closing";
  if (cells.length === 1 && FOOTNOTE.test(cells[0]!)) return "closing";
  return given.leadAgency === "" && TOTAL.test(cells[0] ?? "") && cells[0]!.length <= 120 ? "total" : undefined;
}

/** Tells which rows were passed over: "17, 19–22". */
export function closingNote(rows: number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (end + 1 < rows.length && rows[end + 1]! === rows[end]! + 1) end += 1;
    parts.push(end === at ? `${rows[at]}` : `${rows[at]}–${rows[end]}`);
    at = end + 1;
  }
  const shown = parts.length > 20 ? `${parts.slice(0, 20).join(", ")}…` : parts.join(", ");
  return `Không đọc ${rows.length} hàng không phải nhiệm vụ (dòng tổng, nơi ký, nơi nhận, ghi chú cuối bảng): hàng ${shown}.`;
}
