import type { RegisterName } from "../../../shared/office/index.ts";

/** Where each register is shown. */
export const REGISTER_ADDRESSES: Record<RegisterName, string> = {
  outgoing: "/so-van-ban-di",
  incoming: "/so-van-ban-den",
  following: "/so-van-ban/theo-doi-giai-quyet",
  postal: "/so-van-ban/gui-buu-dien",
  loans: "/so-van-ban/su-dung-ban-luu",
  copies: "/so-van-ban/ban-sao",
};

/** The item of the menu that a register belongs to. */
export function registerMenu(name: RegisterName): string {
  return name === "outgoing" || name === "incoming" ? REGISTER_ADDRESSES[name] : BOOKS;
}

/** Where books of numbers are kept. */
export const BOOKS = "/so-van-ban/quan-ly";
/** Where the proof of numbers is shown. */
export const BOOK_REPORT = "/so-van-ban/bao-cao";

/** Short names of the registers, for the tabs over them. */
export const REGISTER_TABS: Record<RegisterName, string> = {
  outgoing: "Văn bản đi",
  incoming: "Văn bản đến",
  following: "Theo dõi giải quyết",
  postal: "Gửi bưu điện",
  loans: "Sử dụng bản lưu",
  copies: "Bản sao",
};

/** What a line of the outgoing register can stand at, and of the incoming one. */
export const LINE_STATES: Partial<Record<RegisterName, [string, string][]>> = {
  outgoing: [
    ["", "Tất cả"],
    ["issued", "Chưa chuyển"],
    ["sent", "Đã chuyển"],
    ["voided", "Số đã hủy"],
    ["taken-over", "Nhận từ sổ cũ"],
  ],
  incoming: [
    ["", "Tất cả"],
    ["waiting", "Chưa phân phối"],
    ["passed", "Đã phân phối"],
    ["voided", "Số đã hủy"],
    ["taken-over", "Nhận từ sổ cũ"],
  ],
};
