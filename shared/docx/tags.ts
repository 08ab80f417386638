import type { DocumentContent } from "../documents/index.ts";
import { dateParts, numberText, RULE_SETS } from "../format/index.ts";

/** Blanks that stand where number, day, month and year will be; wide enough for what a clerk fills in. */
const BLANKS = {
  number: "\u00a0".repeat(6),
  day: "\u00a0".repeat(5),
  month: "\u00a0".repeat(5),
  year: "\u00a0".repeat(8),
};

/** What every tag of a Word template means. An office reads this list when it changes a template (`docs/noi-dung.md`). */
export const TAGS = {
  coQuanCapTren: "cơ quan, tổ chức chủ quản trực tiếp",
  coQuan: "cơ quan, tổ chức ban hành",
  so: "số văn bản; khoảng trống khi chưa cấp số",
  kyHieu: "ký hiệu văn bản",
  diaDanh: "địa danh",
  ngay: "ngày ban hành; khoảng trống khi chưa có",
  thang: "tháng ban hành; khoảng trống khi chưa có",
  nam: "năm ban hành; khoảng trống khi chưa có",
  tenLoai: "tên loại văn bản",
  trichYeu: "trích yếu nội dung",
  kinhGuiTen: "chữ “Kính gửi:” hoặc “Kính trình:”",
  kinhGuiMot: "nơi kính gửi, khi chỉ có một",
  kinhGuiNhieu: "các nơi kính gửi, khi có từ hai (danh sách)",
  coNhieuKinhGui: "có từ hai nơi kính gửi (điều kiện)",
  noiNhan: "các nơi nhận (danh sách)",
  quyenHan: "các dòng quyền hạn ký (danh sách)",
  chucVu: "chức vụ người ký",
  hoTen: "họ tên người ký",
  tieuDe: "tên loại và trích yếu trên một dòng, cho thuộc tính tệp",
  "@doKhan": "dấu chỉ mức độ khẩn",
  "@gachCoQuan": "đường kẻ dưới tên cơ quan",
  "@gachTrichYeu": "đường kẻ dưới trích yếu",
  "@noiDung": "nội dung văn bản",
  "@phuLuc": "các phụ lục",
  ".": "một mục của danh sách",
} as const;

/** Values of the plain tags for one document. */
export function tagValues(content: DocumentContent): Record<string, string | string[]> {
  const ruleSet = RULE_SETS[content.ruleSet];
  const date = content.date === undefined ? undefined : dateParts(content.date);
  const head = ruleSet.addresseesHead.value;
  const several = content.addressees.length > 1;
  return {
    coQuanCapTren: content.organisation.superior,
    coQuan: content.organisation.name,
    so: content.number === undefined ? BLANKS.number : numberText(content.number),
    kyHieu: content.notation,
    diaDanh: content.place,
    ngay: date?.day ?? BLANKS.day,
    thang: date?.month ?? BLANKS.month,
    nam: date?.year ?? (content.year === undefined ? BLANKS.year : String(content.year)),
    tenLoai: content.kindName,
    trichYeu: content.subjectLines.join("\n"),
    kinhGuiTen: content.kind === "TTr" ? head.submission : head.letter,
    kinhGuiMot: several ? "" : (content.addressees[0] ?? ""),
    kinhGuiNhieu: several ? content.addressees : [],
    coNhieuKinhGui: several ? "1" : "",
    noiNhan: content.recipients,
    quyenHan: content.signature.authority,
    chucVu: content.signature.position,
    hoTen: content.signature.name,
    tieuDe: `${content.kindName} ${content.subjectLines.join(" ")}`.trim(),
  };
}
