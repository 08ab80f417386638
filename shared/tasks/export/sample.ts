import { IMPORT_FIELD_LABELS } from "../import/fields.ts";
import { TARGET_LABELS } from "../import/target-rows.ts";
import type { ImportField } from "../model.ts";
import { type WorkbookCell, type WorkbookSheet, writeWorkbook } from "./workbook.ts";

/** Columns of the sample, with width and what to write into them. */
const COLUMNS: [Exclude<ImportField, "id" | "data" | "group">, number, string][] = [
  ["number", 7, "Số thứ tự: 1, 2, 3… hoặc 1.1, 1.2. Số được dùng lại trong nhóm khác."],
  ["name", 52, "Bắt buộc. Một nhiệm vụ một hàng; xuống dòng trong ô bằng Alt+Enter."],
  ["leadAgency", 26, "Bắt buộc. Nhiều cơ quan thì cách nhau bằng dấu chấm phẩy."],
  ["coordinatingAgencies", 28, "Cách nhau bằng dấu chấm phẩy."],
  ["output", 30, "Văn bản, hồ sơ, công trình… phải có khi hoàn thành."],
  [
    "deadline",
    22,
    "Ngày (30/06/2027) hoặc bằng lời: Trước ngày 30/6/2027, Quý II/2027, Trong năm 2027, Hằng tháng, Thường xuyên.",
  ],
  ["originalDeadline", 20, "Thời hạn giao lần đầu, nếu đã được gia hạn."],
  ["percent", 11, "Từ 0% đến 100%."],
  ["progressOn", 14, "Ngày báo cáo tiến độ."],
  ["result", 32, "Việc đã làm được."],
  ["evidence", 22, "Số, ký hiệu văn bản hoặc địa chỉ tài liệu chứng minh."],
  ["difficulties", 24, "Khó khăn, vướng mắc khi thực hiện."],
  ["proposals", 24, "Điều cần cấp trên giải quyết."],
  ["completedOn", 14, "Ngày hoàn thành thực tế; để trống nếu chưa xong."],
  ["basis", 26, "Văn bản giao nhiệm vụ."],
  ["note", 20, "Ghi chú khác."],
];

const EXAMPLES: Partial<Record<ImportField, WorkbookCell>>[] = [
  {
    number: { number: 1 },
    name: { text: "Rà soát, cắt giảm thành phần hồ sơ của các thủ tục có nhiều hồ sơ trong năm" },
    leadAgency: { text: "Văn phòng UBND tỉnh" },
    coordinatingAgencies: { text: "Các sở, ban, ngành; UBND các xã, phường" },
    output: { text: "- Danh mục thủ tục được rút gọn\n- Quyết định công bố" },
    deadline: { text: "Trước ngày 30/6/2027" },
    percent: { percent: 40 },
    progressOn: { day: "2027-03-31" },
    result: { text: "Đã rà soát 62 trên 150 thủ tục" },
    evidence: { text: "Báo cáo số 75/BC-VPUBND" },
    basis: { text: "Kế hoạch số 18/KH-UBND" },
  },
  {
    number: { number: 2 },
    name: { text: "Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng" },
    leadAgency: { text: "Sở Khoa học và Công nghệ" },
    coordinatingAgencies: { text: "Tỉnh đoàn; UBND các xã, phường" },
    output: { text: "Báo cáo kết quả tập huấn" },
    deadline: { day: "2027-09-30" },
  },
];

const TARGET_COLUMNS = [
  "number",
  "section",
  "text",
  "value",
  "unit",
  "leadAgency",
  "deadline",
  "actual",
  "actualOn",
  "evidence",
] as const;

/** The workbook that a person fills in: tasks with two examples, targets with one, and a sheet that says what goes where. */
export function sampleWorkbook(): Uint8Array {
  const labels = COLUMNS.map(([field]) => IMPORT_FIELD_LABELS[field]);
  const tasks: WorkbookSheet = {
    name: "Nhiệm vụ",
    columns: COLUMNS.map(([, width]) => ({ width })),
    headerRow: 2,
    rows: [
      title("DANH MỤC NHIỆM VỤ"),
      { kind: "header", cells: labels.map((label) => ({ text: label })) },
      {
        kind: "group",
        cells: COLUMNS.map(
          ([field]): WorkbookCell =>
            field === "number" ? { text: "I" } : field === "name" ? { text: "TÊN NHÓM NHIỆM VỤ" } : "",
        ),
      },
      ...EXAMPLES.map((example) => ({ cells: COLUMNS.map(([field]): WorkbookCell => example[field] ?? "") })),
    ],
  };
  const target: Record<(typeof TARGET_COLUMNS)[number], WorkbookCell> = {
    number: { number: 1 },
    section: { text: "Dịch vụ công" },
    text: { text: "Tỷ lệ hồ sơ nộp trực tuyến đạt từ 80% trở lên" },
    value: { number: 80 },
    unit: { text: "%" },
    leadAgency: { text: "Văn phòng UBND tỉnh" },
    deadline: { text: "Năm 2027" },
    actual: { number: 71.5 },
    actualOn: { day: "2027-03-31" },
    evidence: { text: "Báo cáo số 75/BC-VPUBND" },
  };
  const targets: WorkbookSheet = {
    name: "Chỉ tiêu",
    columns: [7, 24, 52, 14, 12, 26, 20, 14, 14, 26].map((width) => ({ width })),
    headerRow: 1,
    rows: [
      { kind: "header", cells: TARGET_COLUMNS.map((column) => ({ text: TARGET_LABELS[column] })) },
      { cells: TARGET_COLUMNS.map((column) => target[column]) },
    ],
  };
  const guide: WorkbookSheet = {
    name: "Hướng dẫn",
    columns: [{ width: 28 }, { width: 90 }],
    rows: [
      title("CÁCH ĐIỀN BẢNG"),
      { kind: "header", cells: [{ text: "Cột" }, { text: "Điền gì" }] },
      ...COLUMNS.map(([field, , words]) => ({ cells: [{ text: IMPORT_FIELD_LABELS[field] }, { text: words }] })),
      ...GENERAL.map(([what, words]) => ({ cells: [{ text: what }, { text: words }] })),
    ],
  };
  return writeWorkbook([tasks, targets, guide]);
}

const GENERAL: [string, string][] = [
  ["Hàng của nhóm", "Ghi số La Mã (I, II…) ở cột TT và tên nhóm ở cột Nhiệm vụ, các ô khác để trống."],
  [
    "Cột không dùng",
    "Xóa hoặc để trống; cột không có trong bảng thì dữ liệu đang có được giữ nguyên. Tên cột viết có dấu hay không dấu đều nhận được.",
  ],
  [
    "Trang “Chỉ tiêu”",
    "Không bắt buộc. Mỗi chỉ tiêu một hàng; mức kế hoạch và đơn vị tính có thể để trống nếu đã ghi trong câu.",
  ],
  ["Hai dòng ví dụ", "Xóa trước khi nhập."],
];

function title(text: string): WorkbookSheet["rows"][number] {
  return { kind: "title", cells: [{ text }] };
}
