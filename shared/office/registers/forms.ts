import { INCOMING_COLUMNS, LOAN_COLUMNS, OUTGOING_COLUMNS, POSTAL_COLUMNS } from "../../records/index.ts";
import type { RegisterColumn, RegisterForm, RegisterName } from "./model.ts";

/** What is said of a column besides its header. Widths fill 260 mm, an A4 sheet on its side without its margins. */
type Of = Partial<Omit<RegisterColumn, "key" | "header">> & { width: number };

const DAY = { is: "date", width: 22 } as const;
const KEPT = { kept: true } as const;

function columns(headers: readonly { key: string; header: string }[], of: readonly Of[]): RegisterColumn[] {
  return headers.map(({ key, header }, index) => ({ is: "text", ...of[index]!, key, header }));
}

/** The registers of NĐ30 Phụ lục IV, with the decree's columns in the decree's order, and the register of copies. */
export const REGISTERS: Record<RegisterName, RegisterForm> = {
  outgoing: {
    name: "outgoing",
    title: "Sổ đăng ký văn bản đi",
    clause: "NĐ 30/2020/NĐ-CP Phụ lục IV, I",
    columns: columns(OUTGOING_COLUMNS, [
      { width: 27 },
      DAY,
      { width: 56 },
      { width: 24 },
      { width: 35 },
      { width: 20, ...KEPT },
      { is: "number", width: 12, ...KEPT },
      { ...DAY, ...KEPT },
      { width: 15, ...KEPT },
      // What became of a document stands here too: dates and numbers must not be broken.
      { width: 27, ...KEPT },
    ]),
  },
  incoming: {
    name: "incoming",
    title: "Sổ đăng ký văn bản đến",
    clause: "NĐ 30/2020/NĐ-CP Phụ lục IV, VI",
    columns: columns(INCOMING_COLUMNS, [
      DAY,
      { is: "number", width: 13 },
      { width: 32 },
      { width: 27 },
      DAY,
      { width: 52 },
      { width: 28 },
      { ...DAY, ...KEPT },
      { width: 15, ...KEPT },
      { width: 27, ...KEPT },
    ]),
  },
  postal: {
    name: "postal",
    title: "Sổ gửi văn bản đi bưu điện",
    clause: "NĐ 30/2020/NĐ-CP Phụ lục IV, III",
    byHand: true,
    columns: columns(POSTAL_COLUMNS, [
      { ...DAY, ...KEPT, required: true },
      { width: 50, ...KEPT, required: true },
      { width: 90, ...KEPT, required: true },
      { is: "number", width: 22, ...KEPT, required: true },
      { width: 42, ...KEPT },
      { width: 34, ...KEPT },
    ]),
  },
  loans: {
    name: "loans",
    title: "Sổ sử dụng bản lưu",
    clause: "NĐ 30/2020/NĐ-CP Phụ lục IV, IV",
    byHand: true,
    columns: columns(LOAN_COLUMNS, [
      { ...DAY, ...KEPT, required: true },
      { width: 34, ...KEPT, required: true },
      { width: 32, ...KEPT, required: true },
      { width: 60, ...KEPT, required: true },
      { width: 24, ...KEPT },
      { width: 18, ...KEPT },
      { ...DAY, ...KEPT },
      { width: 30, ...KEPT, required: true },
      { width: 18, ...KEPT },
    ]),
  },
  following: {
    name: "following",
    title: "Sổ theo dõi giải quyết văn bản đến",
    clause: "NĐ 30/2020/NĐ-CP Phụ lục IV, VIII",
    columns: [
      { key: "arrivalNumber", header: "Số đến", is: "number", width: 16 },
      {
        key: "document",
        header: "Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản",
        is: "text",
        width: 92,
      },
      { key: "assignees", header: "Đơn vị hoặc người nhận", is: "text", width: 42 },
      { key: "dueOn", header: "Thời hạn giải quyết", is: "date", width: 24 },
      { key: "progress", header: "Tiến độ giải quyết", is: "text", width: 34 },
      { key: "answer", header: "Số, ký hiệu văn bản trả lời", is: "text", width: 32 },
      { key: "note", header: "Ghi chú", is: "text", width: 20 },
    ],
  },
  copies: {
    name: "copies",
    title: "Sổ đăng ký bản sao",
    clause: "NĐ 30/2020/NĐ-CP Điều 25 đến 27; Phụ lục I, Phần II",
    columns: [
      { key: "symbol", header: "Số, ký hiệu bản sao", is: "text", width: 30 },
      { key: "madeOn", header: "Ngày tháng sao", is: "date", width: 22 },
      { key: "form", header: "Hình thức sao", is: "text", width: 24 },
      { key: "copied", header: "Văn bản được sao", is: "text", width: 74 },
      { key: "signatory", header: "Người ký bản sao", is: "text", width: 28 },
      { key: "recipients", header: "Nơi nhận bản sao", is: "text", width: 44 },
      { key: "amount", header: "Số lượng bản", is: "number", width: 14 },
      { key: "note", header: "Ghi chú", is: "text", width: 24 },
    ],
  },
};
