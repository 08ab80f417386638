/** An agency named in a cell, with its place there. */
export interface NamedAgency {
  text: string;
  start: number;
  end: number;
  /** Stands for many ("các sở, ban, ngành", "UBND các xã, phường"): no agency of a directory. */
  collective: boolean;
}

/** Begins the name of another agency: a comma or "và" before it parts two agencies, before anything else it is part of one name. */
const HEAD =
  "(?:Sở|Bộ|UBND|HĐND|Uỷ ban|Ủy ban|Hội|Ban|Văn phòng|VP|Công an|Thanh tra|Phòng|Trung tâm|Chi cục|Cục|Tổng cục|Tỉnh đoàn|Đoàn|Thành đoàn|Tỉnh ủy|Thành ủy|Đảng ủy|Đài|Báo|Viện|Trường|Đại học|Học viện|Bệnh viện|Ngân hàng|Kho bạc|Bảo hiểm|Thuế|Hải quan|Tòa án|Kiểm lâm|Quỹ|Mặt trận|MTTQ|UBMTTQ|Liên minh|Liên đoàn|Hiệp hội|Tổng công ty|Tập đoàn|Công ty|Bưu điện|Viễn thông|VNPT|Viettel|Bộ Chỉ huy|Bộ đội|[Cc]ác|[Tt]ất cả|[Nn]hững|[Cc]ơ quan|[Đđ]ơn vị)(?![\\p{L}\\d])";
const PARTING = new RegExp(`[;\\n]+|(?:,\\s*(?:và\\s+)?|(?<!\\s)\\s+(?:và|&)\\s+|(?<!\\s)\\s*/\\s*)(?=${HEAD})`, "gu");
const COLLECTIVE =
  /^(?:các|tất cả|những|mọi|toàn thể)\s|(?:^|\s)(?:các|cấp)\s+(?:xã|phường|huyện|sở|ban|ngành|đơn vị|cơ quan|địa phương)|^(?:cơ quan|đơn vị|địa phương)\s+(?:có\s+)?liên quan|^(?:cơ quan|đơn vị)$/iu;

/**
 * The agencies that a cell names, in order. They are parted by semicolons and line breaks, and by commas and "và" where another agency
 * begins: "Sở Văn hóa, Thể thao và Du lịch, Công an tỉnh và các sở, ban, ngành" are three.
 */
export function splitAgencies(cell: string): NamedAgency[] {
  const found: NamedAgency[] = [];
  let from = 0;
  const add = (to: number) => {
    const raw = cell.slice(from, to);
    const lead = /^[\s\-+•*–]*(?:\d{1,2}[.)]\s+)?/u.exec(raw)![0].length;
    const text = raw.slice(lead).replace(/[\s.,]+$/u, "");
    if (text !== "") {
      const start = from + lead;
      found.push({ text, start, end: start + text.length, collective: COLLECTIVE.test(text) });
    }
  };
  let looked = 0;
  let open = 0;
  for (const match of cell.matchAll(PARTING)) {
    // A separator inside brackets parts nothing.
    for (; looked < match.index; looked += 1) {
      if (cell[looked] === "(") open += 1;
      else if (cell[looked] === ")") open -= 1;
    }
    if (open > 0) continue;
    open = 0;
    add(match.index);
    from = match.index + match[0].length;
  }
  add(cell.length);
  return found;
}
