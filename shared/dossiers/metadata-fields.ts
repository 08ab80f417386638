/** Which table of Phụ lục VI Phần II: I outgoing documents, II incoming documents, III dossiers. */
export type MetadataTable = "I" | "II" | "III";

/** A field of the decree's input standard. */
export interface MetadataField {
  /** "13.1" */
  number: string;
  /** Trường thông tin. */
  name: string;
  /** Tên (viết tắt tiếng Anh). */
  english: string;
  /** Absent: only gathers the fields below it. */
  type?: "String" | "Number" | "Date" | "LongText";
  /** Characters. */
  length?: number;
  /** Filled in by the system itself (Phần I.III.1.g); those of the other fields that the system knows are filled in too. */
  automatic: boolean;
  /** May be added or changed by hand where the system knows nothing better (III.7.c). */
  byHand: boolean;
}

type Row = [
  number: string,
  name: string,
  english: string,
  type?: MetadataField["type"],
  length?: number,
  marks?: "auto" | "hand",
];

const CODE: Row[] = [
  ["1", "Mã hồ sơ", "FileCode"],
  ["1.1", "Mã định danh của cơ quan, tổ chức lập danh mục hồ sơ", "OrganId", "String", 13, "auto"],
  ["1.2", "Năm hình thành hồ sơ", "FileCatalog", "Number", 4, "auto"],
  ["1.3", "Số và ký hiệu hồ sơ", "FileNotation", "String", 20],
];

const DOCUMENT: Row[] = [
  ...CODE,
  ["2", "Số thứ tự văn bản trong hồ sơ", "DocOrdinal", "Number", 3, "auto"],
  ["3", "Tên loại văn bản", "TypeName", "String", 100],
  ["4", "Số của văn bản", "CodeNumber", "String", 11],
  ["5", "Ký hiệu của văn bản", "CodeNotation", "String", 30],
  ["6", "Ngày, tháng, năm văn bản", "IssuedDate", "Date", 10],
  ["7", "Tên cơ quan, tổ chức ban hành văn bản", "OrganName", "String", 200],
  ["8", "Trích yếu nội dung", "Subject", "String", 500],
  ["9", "Ngôn ngữ", "Language", "String", 30, "hand"],
  ["10", "Số trang của văn bản", "PageAmount", "Number", 3, "auto"],
  ["11", "Ghi chú", "Description", "String", 500, "hand"],
];

const TABLES: Record<MetadataTable, Row[]> = {
  I: [
    ...marked(DOCUMENT, ["4", "6"]),
    ["12", "Chức vụ, họ tên người ký", "SignerInfo"],
    ["12.1", "Chức vụ của người ký văn bản", "Position", "String", 100],
    ["12.2", "Họ và tên người ký văn bản", "FullName", "String", 50],
    ["13", "Nơi nhận", "To"],
    ["13.1", "Mã định danh của cơ quan, tổ chức nhận văn bản", "OrganId", "String", 13, "auto"],
    ["13.2", "Tên cơ quan, tổ chức nhận văn bản", "OrganName", "String", 200],
    ["14", "Mức độ khẩn, độ mật", "Priority", "Number", 1],
    ["15", "Số lượng bản phát hành", "IssuedAmount", "Number", 3],
    ["16", "Hạn trả lời văn bản", "DueDate", "Date", 10, "hand"],
  ],
  II: [
    ...DOCUMENT,
    ["12", "Ngày, tháng, năm đến", "ArrivalDate", "Date", 10, "auto"],
    ["13", "Số đến", "ArrivalNumber", "Number", 10, "auto"],
    ["14", "Chức vụ, họ tên người ký", "SignerInfo"],
    ["14.1", "Chức vụ của người ký văn bản", "Position", "String", 100],
    ["14.2", "Họ và tên người ký văn bản", "FullName", "String", 50],
    ["15", "Mức độ khẩn, độ mật", "Priority", "Number", 1],
    ["16", "Đơn vị hoặc người nhận", "ToPlaces", "String", 1000, "hand"],
    ["17", "Ý kiến phân phối, chỉ đạo, trạng thái xử lý văn bản", "TraceHeaderList", "LongText"],
    ["18", "Thời hạn giải quyết", "DueDate", "Date", 10, "hand"],
  ],
  III: [
    ...CODE,
    ["2", "Tiêu đề hồ sơ", "Title", "String", 500],
    ["3", "Thời hạn bảo quản", "Maintenance", "String", 30],
    ["4", "Chế độ sử dụng", "Rights", "String", 30],
    ["5", "Người lập hồ sơ", "Creator", "String", 30],
    ["6", "Ngôn ngữ", "Language", "String", 50],
    ["7", "Thời gian bắt đầu", "StartDate", "Date", 10],
    ["8", "Thời gian kết thúc", "EndDate", "Date", 10],
    ["9", "Tổng số văn bản trong hồ sơ", "DocTotal", "Number", 4, "auto"],
    ["10", "Tổng số trang của hồ sơ", "PageTotal", "Number", 4, "auto"],
    ["11", "Ghi chú", "Description", "String", 500],
  ],
};

function marked(rows: Row[], automatic: string[]): Row[] {
  return rows.map((row): Row => (automatic.includes(row[0]) ? [row[0], row[1], row[2], row[3], row[4], "auto"] : row));
}

/** The input standard of Phụ lục VI Phần II, as data. */
export const METADATA_FIELDS: Record<MetadataTable, readonly MetadataField[]> = {
  I: TABLES.I.map(fieldOf),
  II: TABLES.II.map(fieldOf),
  III: TABLES.III.map(fieldOf),
};

function fieldOf([number, name, english, type, length, marks]: Row): MetadataField {
  return {
    number,
    name,
    english,
    ...(type === undefined ? {} : { type }),
    ...(length === undefined ? {} : { length }),
    automatic: marks === "auto",
    byHand: marks === "hand",
  };
}

/** Titles of the three tables. */
export const METADATA_TITLES: Record<MetadataTable, string> = {
  I: "Dữ liệu quản lý văn bản đi",
  II: "Dữ liệu quản lý văn bản đến",
  III: "Dữ liệu quản lý hồ sơ",
};
