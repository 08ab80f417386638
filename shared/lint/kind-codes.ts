/**
 * Names and codes of the kinds of documents: the closed list of the State (NĐ30 Điều 7, PL III.I) and that of the Party
 * (QĐ 399-QĐ/TW; codes as HD36 and HD05 give them). A kind may be written with more than one code where practice differs.
 */
interface KindCodes {
  /** As it stands on the page. */
  title: string;
  codes: readonly string[];
}

const STATE: readonly KindCodes[] = [
  { title: "NGHỊ QUYẾT", codes: ["NQ"] },
  { title: "QUYẾT ĐỊNH", codes: ["QĐ"] },
  { title: "CHỈ THỊ", codes: ["CT"] },
  { title: "QUY CHẾ", codes: ["QC"] },
  { title: "QUY ĐỊNH", codes: ["QyĐ"] },
  { title: "THÔNG CÁO", codes: ["TC"] },
  { title: "THÔNG BÁO", codes: ["TB"] },
  { title: "HƯỚNG DẪN", codes: ["HD"] },
  { title: "CHƯƠNG TRÌNH", codes: ["CTr"] },
  { title: "KẾ HOẠCH", codes: ["KH"] },
  { title: "PHƯƠNG ÁN", codes: ["PA"] },
  { title: "ĐỀ ÁN", codes: ["ĐA"] },
  { title: "DỰ ÁN", codes: ["DA"] },
  { title: "BÁO CÁO", codes: ["BC"] },
  { title: "BIÊN BẢN", codes: ["BB"] },
  { title: "TỜ TRÌNH", codes: ["TTr"] },
  { title: "HỢP ĐỒNG", codes: ["HĐ"] },
  { title: "CÔNG ĐIỆN", codes: ["CĐ"] },
  { title: "BẢN GHI NHỚ", codes: ["BGN"] },
  { title: "BẢN THỎA THUẬN", codes: ["BTT"] },
  { title: "GIẤY ỦY QUYỀN", codes: ["GUQ"] },
  { title: "GIẤY MỜI", codes: ["GM"] },
  { title: "GIẤY GIỚI THIỆU", codes: ["GGT"] },
  { title: "GIẤY NGHỈ PHÉP", codes: ["GNP"] },
  { title: "PHIẾU GỬI", codes: ["PG"] },
  { title: "PHIẾU CHUYỂN", codes: ["PC"] },
  { title: "PHIẾU BÁO", codes: ["PB"] },
  { title: "THƯ CÔNG", codes: [] },
  { title: "SAO Y", codes: ["SY"] },
  { title: "SAO LỤC", codes: ["SL"] },
  { title: "TRÍCH SAO", codes: ["TrS"] },
];

const PARTY: readonly KindCodes[] = [
  { title: "NGHỊ QUYẾT", codes: ["NQ"] },
  { title: "QUYẾT ĐỊNH", codes: ["QĐ"] },
  { title: "CHỈ THỊ", codes: ["CT"] },
  { title: "KẾT LUẬN", codes: ["KL"] },
  { title: "QUY CHẾ", codes: ["QC"] },
  { title: "QUY ĐỊNH", codes: ["QĐ", "QĐi"] },
  { title: "THÔNG TRI", codes: ["TT"] },
  { title: "HƯỚNG DẪN", codes: ["HD"] },
  { title: "THÔNG BÁO", codes: ["TB"] },
  { title: "BÁO CÁO", codes: ["BC"] },
  { title: "KẾ HOẠCH", codes: ["KH"] },
  { title: "CHƯƠNG TRÌNH", codes: ["CTr"] },
  { title: "ĐỀ ÁN", codes: ["ĐA"] },
  { title: "PHƯƠNG ÁN", codes: ["PA"] },
  { title: "TỜ TRÌNH", codes: ["TTr"] },
  { title: "BIÊN BẢN", codes: ["BB"] },
  { title: "CÔNG VĂN", codes: ["CV"] },
  { title: "BẢN SAO", codes: ["BS"] },
  // Kinds whose codes no source seen gives: any code is let pass.
  { title: "CHIẾN LƯỢC", codes: [] },
  { title: "THÔNG CÁO", codes: [] },
  { title: "TUYÊN BỐ", codes: [] },
  { title: "LỜI KÊU GỌI", codes: [] },
  { title: "QUY HOẠCH", codes: [] },
  { title: "DỰ ÁN", codes: [] },
  { title: "GIẤY GIỚI THIỆU", codes: [] },
  { title: "GIẤY CHỨNG NHẬN", codes: [] },
  { title: "GIẤY MỜI", codes: [] },
  { title: "PHIẾU CHUYỂN", codes: [] },
  { title: "PHIẾU GỬI", codes: [] },
];

/** The kinds of a system. */
export const KIND_CODES = { state: STATE, party: PARTY } as const;
