/**
 * Styles of the Word templates, by id. The templates carry them under Vietnamese names; an office may change how they look, the
 * builders only refer to them. A missing style falls back to the template's normal text in Word.
 */
export const STYLES = {
  body: "VanthuThan",
  headings: ["VanthuTieuDe1", "VanthuTieuDe2", "VanthuTieuDe3", "VanthuTieuDe4"],
  centred: "VanthuGiua",
  line: "VanthuGach",
  urgency: "VanthuDoKhan",
  sectionEnd: "VanthuHetPhan",
  appendixLabel: "VanthuPhuLuc",
  appendixTitle: "VanthuTenPhuLuc",
  appendixAttachedTo: "VanthuKemTheo",
  tableHeader: "VanthuBangDau",
  tableGroup: "VanthuBangNhom",
  tableCell: "VanthuBang",
  picture: "VanthuHinh",
  caption: "VanthuTenHinh",
  footnoteText: "VanthuChuThich",
  footnoteReference: "VanthuDauChuThich",
} as const;
